"""A fingerprint of the code that a result came from: the definitions of the package that it reaches.

A result that takes long is stored beside a mark and is due again when the mark changes. What counts
are the definitions whose names the code says, those whose names these say, and so on; comments,
docstrings, layout, asserts and what is raised do not count, nor do the modules that only draw and
print. A row of the catalogue counts where its name is said. A private name
means what its own room says; others are taken as they stand, whatever they are bound to: a mark may
change without need, but not stay where the code behind it changed.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[2] / "src" / "pairings"
ONLY_SHOWN = {"figures", "report", "splits", "advice", "catalogue"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


class Definition(NamedTuple):
    """A statement that gives a name its meaning, and the names that it says itself."""

    said: str
    names: frozenset[str]


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


def says(node: ast.AST) -> Iterator[str]:
    """The names that code says: read, imported, behind a dot; and, in quotes, its strings."""
    match node:
        case ast.Raise() | ast.Assert():
            return
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.alias(name=name):
            yield name.rpartition(".")[2]
        case ast.Constant(value=str(name)):
            yield f'"{name}"'
    for part in ast.iter_child_nodes(node):
        yield from says(part)


def called(node: ast.AST) -> list[str]:
    """What a record is called: the string that begins a call."""
    match node:
        case ast.Call(args=[ast.Constant(value=str(name)), *_]):
            return [f'"{name}"']
    return []


def of(place: str, names: Iterable[str]) -> frozenset[str]:
    """Names as other rooms see them: a private one with its place."""
    return frozenset(f"{place}:{name}" if name.startswith("_") else name for name in names)


def given(node: ast.AST) -> list[str]:
    """The names that a statement of a module gives a meaning; a record's own, in quotes, is one."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets, value=value):
            found = [part for target in targets for part in ast.walk(target)]
            return [*(part.id for part in found if isinstance(part, ast.Name)), *called(value)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            return [alias.asname for alias in names if alias.asname]
    return []


def definitions(place: str, statements: list[ast.stmt]) -> Iterator[tuple[str, Definition]]:
    """Every name that a room gives a meaning, and the meaning; `vars(room)` says all of a room."""
    everything = set()
    for node in statements:
        names = set(says(node))
        if "vars" in names:
            names |= {f"all of {name}" for name in names}
        new = of(place, given(node))
        everything |= new
        yield from ((name, Definition(bare(node), of(place, names))) for name in new)
    yield f"all of {place.rpartition('/')[2]}", Definition("", frozenset(everything))


def rows(place: str, statements: list[ast.stmt]) -> Iterator[tuple[str, Definition]]:
    """The pairing of every row of a chapter, `Entry(name, pairing, …)` or what stands for it, and
    what the chapter makes it of."""
    for node in (part for statement in statements for part in ast.walk(statement)):
        for name in called(node):
            for pairing in node.args[1:2]:
                yield name, Definition(bare(pairing), of(place, says(pairing)))
    own = dict(definitions(place, statements))
    if own.pop("ENTRIES", None):
        yield from own.items()


@cache
def read(place: str, text: str) -> list[tuple[str, Definition]]:
    """What a room of the package means by its names."""
    statements = ast.parse(text).body
    return list((rows if place.startswith("catalogue/") else definitions)(place, statements))


@cache
def table(package: Path = PACKAGE) -> dict[str, list[Definition]]:
    """What every name of the package means, and every row of its catalogue."""
    found = defaultdict(list)
    for file in sorted(package.rglob("*.py")):
        place = file.relative_to(package).with_suffix("").as_posix()
        if place.partition("/")[0] in ONLY_SHOWN - {"catalogue"}:
            continue
        for name, definition in read(place, file.read_text("utf-8")):
            found[name].append(definition)
    return found


def reached(code: Iterable[ast.AST], known: dict[str, list[Definition]]) -> dict[str, list[str]]:
    """{name: what it means} of every name that the code reaches."""
    waiting, found = {name for part in code for name in says(part)}, {}
    while waiting:
        name = waiting.pop()
        if name in found or name not in known:
            continue
        found[name] = [definition.said for definition in known[name]]
        waiting |= {other for definition in known[name] for other in definition.names}
    return found


def mark(code: Iterable[ast.AST], package: Path = PACKAGE) -> str:
    """The fingerprint of code and of all that it reaches."""
    code = list(code)
    behind = sorted(reached(code, table(package)).items())
    return sha256(repr((list(map(bare, code)), behind)).encode()).hexdigest()[:16]
