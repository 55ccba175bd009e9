"""A fingerprint of definitions: what a name of the package reaches, by names, room by room.

Narrower than `marks`, which takes a name for whatever is called so anywhere: a name means here what
its room defines or imports, so that an edited formula makes the cells of its own output or loss stale
and no others. Comments, docstrings, what is raised, and rooms that check and describe do not count.
"""

import ast
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from marks import PACKAGE, bare

# What checks, gathers and describes: no number of a training comes from there.
CHECKS_AND_WORDS = {"inputs", "foreign", "mistakes", "report", "figures", "advice", "catalogue"}
CHECKS_AND_WORDS |= {"records", "statistics"}
Name = tuple[str, str]  # (module within the package, name in it)


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
    if module.split(".")[0] in CHECKS_AND_WORDS or file_of(module, package) is None:
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


@cache
def _names_in(module: str, name: str, package: Path) -> frozenset[Name]:
    """The definitions that one definition names: by themselves, or as `module.name`."""
    names = set()
    for node in room(module, package).defined[name]:
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                base = found(module, part.value.id, package)
                if base and not base[1]:
                    names.add(found(base[0], part.attr, package))
            elif isinstance(part, ast.Name):
                names.add(found(module, part.id, package))
    return frozenset(at for at in names if at and at[1])


def reached(start: Name, package: Path = PACKAGE) -> set[Name]:
    """Every definition that a name leads to, itself included."""
    if not (first := found(*start, package)) or not first[1]:
        raise LookupError(f"pairings.{start[0]} has no {start[1]!r}")
    seen, waiting = set(), [first]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += _names_in(*at, package)
    return seen


@cache
def _text(at: Name, package: Path) -> str:
    return bare(room(at[0], package).defined[at[1]])


@cache
def mark(module: str, name: str, package: Path = PACKAGE) -> str:
    """The fingerprint of everything that a name reaches."""
    digest = sha256()
    for at in sorted(reached((module, name), package)):
        digest.update(f"{at}: {_text(at, package)}\n".encode())
    return digest.hexdigest()[:16]
