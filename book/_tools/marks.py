"""A fingerprint of the code that a result came from: the definitions of the package that it reaches.

A result that takes long is stored beside a mark, and is due again when the mark changes. A name means
what its room defines or imports, so that an edited formula makes stale what is computed by it, and
nothing else. Comments, docstrings, layout, asserts, what is raised, and rooms that check, describe
and draw do not count. A row of the catalogue counts where its name is said.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "pairings"
# What checks, gathers and describes: no number of a training comes from there.
CHECKS_AND_WORDS = {"inputs", "foreign", "mistakes", "report", "figures", "splits", "advice"}
CHECKS_AND_WORDS |= {"records", "statistics", "catalogue.tables", "catalogue.code"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
Name = tuple[str, str]  # (module within the package, name in it)


def bare(node) -> str:
    """Code without comments, layout, docstrings, asserts, messages and what differs between Pythons."""
    if isinstance(node, ast.Raise):
        return "Raise"
    if isinstance(node, list):
        kept = (part for part in node if not isinstance(part, ast.Assert))
        return "[" + ",".join(map(bare, kept)) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = {
        name: value
        for name, value in ast.iter_fields(node)
        if name not in ("ctx", "kind") and value not in (None, [])
    }
    if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
        fields["body"] = fields["body"][1:]
    told = ",".join(f"{name}={bare(value)}" for name, value in fields.items())
    return f"{type(node).__name__}({told})"


def file_of(module: str, package: Path = PACKAGE) -> Path | None:
    place = package.joinpath(*module.split(".")) if module else package
    files = place / "__init__.py", place.with_suffix(".py")
    return next((file for file in files if file.is_file()), None)


def assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names that a statement sets, each with what it is set to: in `a, b = f, g` only f for a."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple):
        names, values = statement.targets[0].elts, getattr(statement.value, "elts", ())
        if len(names) == len(values):
            yield from ((name.id, value) for name, value in zip(names, values, strict=True))
            return
    inner = [part.target for part in ast.walk(statement) if isinstance(part, ast.comprehension)]
    own = {name for target in inner for name in ast.walk(target)}  # no names of the room
    for part in ast.walk(statement):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part not in own:
            yield part.id, statement


class Room:
    """What a module defines, and from where it has its other names."""

    def __init__(self, module: str, package: Path):
        file = file_of(module, package)
        inside = module.split(".") if module else []
        if file.name != "__init__.py":
            inside = inside[:-1]
        self.defined: dict[str, list[ast.AST]] = {}
        self.imported: dict[str, Name] = {}
        self.stars: list[str] = []
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.ImportFrom) and node.level:
                above = inside[: len(inside) - node.level + 1]
                source = ".".join([*above, *(node.module or "").split(".")]).strip(".")
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(source)
                    else:
                        self.imported[alias.asname or alias.name] = source, alias.name
            elif not isinstance(node, ast.Import | ast.ImportFrom):
                for name, value in assigned(node):
                    self.defined.setdefault(name, []).append(value)


@cache
def room(module: str, package: Path) -> Room:
    return Room(module, package)


def found(module: str, name: str, package: Path) -> Name | None:
    """Where a name of a module is defined; ("module", "") for a module; None outside the package."""
    checks = {module, module.split(".")[0]} & CHECKS_AND_WORDS
    if checks or file_of(module, package) is None:
        return None
    here = room(module, package)
    if name in here.defined:
        return module, name
    if name in here.imported:
        source, original = here.imported[name]
        inner = f"{source}.{original}".strip(".")
        if original and file_of(inner, package):
            return None if original in CHECKS_AND_WORDS else (inner, "")
        return found(source, original, package)
    return next((at for star in here.stars if (at := found(star, name, package))), None)


def named(module: str, code: Iterable[ast.AST], package: Path = PACKAGE) -> set[Name]:
    """The definitions that code of a module names: by themselves, or as `module.name`."""
    names = set()
    for part in (part for node in code for part in ast.walk(node)):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            base = found(module, part.value.id, package)
            if base and not base[1]:
                names.add(found(base[0], part.attr, package))
        elif isinstance(part, ast.Name):
            names.add(found(module, part.id, package))
        elif isinstance(part, ast.Call) and getattr(part.func, "id", "") == "vars":
            names |= {at for room in part.args for at in everything(module, room, package)}
    return {at for at in names if at and at[1]}


def everything(module: str, rooms: ast.AST, package: Path) -> Iterator[Name]:
    """All that the rooms beside this one define: what `vars(room)` may mean."""
    for file in sorted(file_of(module, package).parent.glob("*.py")):
        beside = file.relative_to(package).with_suffix("").as_posix().replace("/", ".")
        if file.stem != "__init__":
            yield from ((beside, name) for name in room(beside, package).defined)


@cache
def _names_in(module: str, name: str, package: Path) -> frozenset[Name]:
    return frozenset(named(module, room(module, package).defined[name], package))


def reached(starts: Iterable[Name], package: Path = PACKAGE) -> set[Name]:
    """Every definition that these lead to, themselves included."""
    seen, waiting = set(), list(starts)
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += _names_in(*at, package)
    return seen


@cache
def _text(at: Name, package: Path) -> str:
    return bare(room(at[0], package).defined[at[1]])


def fingerprint(starts: Iterable[Name], package: Path = PACKAGE, *more: str) -> str:
    digest = sha256("".join(more).encode())
    for at in sorted(reached(starts, package)):
        digest.update(f"{at}: {_text(at, package)}\n".encode())
    return digest.hexdigest()[:16]


@cache
def mark(module: str, name: str, package: Path = PACKAGE) -> str:
    """The fingerprint of everything that a name reaches."""
    if not (first := found(module, name, package)) or not first[1]:
        raise LookupError(f"pairings.{module} has no {name!r}")
    return fingerprint([first], package)


# --- of a page --------------------------------------------------------------------------------


@cache
def rows(package: Path = PACKAGE) -> dict[str, set[Name]]:
    """{name of a row: what the calls that begin with it name}, those of its entry and of its pairing.

    How rows are related (`catalogue/relation*.py`) is told of them, and trains none.
    """
    found_in = {}
    files = sorted(package.glob("catalogue/*.py")) + sorted(package.glob("losses/*.py"))
    for file in (file for file in files if not file.stem.startswith("relation")):
        module = file.relative_to(package).with_suffix("").as_posix().replace("/", ".")
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            match call:
                case ast.Call(args=[ast.Constant(value=str(name)), *_]):
                    found_in.setdefault(name, set()).update(named(module, [call], package))
    return found_in


def page_mark(code: Iterable[ast.AST], package: Path = PACKAGE) -> str:
    """The fingerprint of code outside the package, of what it imports and of the rows it says."""
    code, starts = list(code), set()
    modules = {}  # {name in the page: module of the package}
    for part in (part for node in code for part in ast.walk(node)):
        match part:
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("pairings"):
                inside = module.partition(".")[2]
                for alias in names:
                    at = found(inside, alias.name, package) or _module(inside, alias.name, package)
                    if at and at[1]:
                        starts.add(at)
                    elif at:
                        modules[alias.asname or alias.name] = at[0]
            case ast.Constant(value=str(name)) if name in rows(package):
                starts |= rows(package)[name]
    for part in (part for node in code for part in ast.walk(node)):
        match part:
            case ast.Attribute(value=ast.Name(id=base), attr=name) if base in modules:
                if (at := found(modules[base], name, package)) and at[1]:
                    starts.add(at)
    statistics = bare(ast.parse((package / "statistics.py").read_text("utf-8")))
    return fingerprint(starts, package, *map(bare, code), statistics)


def _module(inside: str, name: str, package: Path) -> Name | None:
    module = f"{inside}.{name}".strip(".")
    shown = {module, module.split(".")[0]} & CHECKS_AND_WORDS
    return None if shown or file_of(module, package) is None else (module, "")
