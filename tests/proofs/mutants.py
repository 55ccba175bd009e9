"""The mutants of a module: each is its source with one small mistake.

cosmic-ray makes most of them. It has no operator for a function left out (`np.tanh(z)` became
`z`), for minimum and maximum, or for `+=`; those, which half the formulas consist of, are here.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

# Not `z >> 1` or `~z`: a bit operation on floats is a TypeError, noticed by any test, and would
# only make the share of mutants noticed look better than it is.
USED = re.compile(
    r"""core/(
    ReplaceBinaryOperator_((Add|Sub|Mul|Div|Pow)_(Add|Sub|Mul|Div|Pow)
        |BitAnd_BitOr|BitOr_BitAnd|FloorDiv_Div|FloorDiv_Mul)
    |ReplaceComparisonOperator_((Eq|NotEq|Lt|LtE|Gt|GtE)_(Eq|NotEq|Lt|LtE|Gt|GtE)|Is_IsNot|IsNot_Is)
    |ReplaceUnaryOperator_Delete_(USub|Invert|Not)
    |NumberReplacer|AddNot|ReplaceAndWithOr|ReplaceOrWithAnd|ReplaceTrueWithFalse
    |ReplaceFalseWithTrue|ReplaceBreakWithContinue|ExceptionReplacer|ZeroIterationForLoop
    )""",
    re.VERBOSE,
)
PARTNERS = {
    "minimum": "maximum",
    "min": "max",
    "argmin": "argmax",
    "low": "high",
    "exp": "expm1",
    "log": "log1p",
    "sinh": "cosh",
    "left": "right",
}
PARTNERS |= {right: left for left, right in PARTNERS.items()}
INSTEAD = {
    "+=": ("-=", "="),
    "-=": ("+=", "="),
    "*=": ("/=", "="),
    "/=": ("*=", "="),
    "&=": ("|=",),
}


class LeaveOutFunction(Operator):
    """f(x, …) becomes (x)."""

    def mutation_positions(self, node):
        for place in self._calls(node):
            yield node.children[place].start_pos, node.children[place].end_pos

    def mutate(self, node, index):
        place = list(self._calls(node))[index]
        inside = node.children[place].children[1]
        first = inside.children[0] if inside.type == "arglist" else inside
        bare = parso.parse(f"({first.get_code().strip()})").children[0]
        bare.get_first_leaf().prefix = node.get_first_leaf().prefix
        return parso.python.tree.PythonNode("atom_expr", [bare, *node.children[place + 1 :]])

    @staticmethod
    def _calls(node):
        """The places of the calls in it that have a first argument, of functions, not of classes."""
        if node.type not in ("atom_expr", "power"):
            return
        for place, child in enumerate(node.children):
            if child.type != "trailer" or child.children[0].value != "(" or len(child.children) < 3:
                continue
            first = child.children[1]
            first = first.children[0] if first.type == "arglist" else first
            named = node.children[place - 1].get_last_leaf().value
            if first.type != "argument" and named[:1].islower():
                yield place

    def examples(self):
        return ()


class SwapPartners(Operator):
    """np.minimum becomes np.maximum, and so on."""

    def mutation_positions(self, node):
        if node.type == "name" and node.value in PARTNERS and self._called(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.value = PARTNERS[node.value]
        return node

    @staticmethod
    def _called(node):
        following = node.get_next_leaf()
        return following is not None and following.value == "(" and node.parent.type == "trailer"

    def examples(self):
        return ()


class ReplaceAugmentedAssignment(Operator):
    """x += y becomes x -= y, and x = y."""

    def mutation_positions(self, node):
        for _ in INSTEAD.get(getattr(node, "value", None), ()):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.value = INSTEAD[node.value][index]
        return node

    def examples(self):
        return ()


class Mutant(NamedTuple):
    """`where` names the function or the record; `before` and `after` are the lines changed.

    `module` is the room: activations/bounded.
    """

    module: str
    where: str
    line: int
    before: str
    after: str
    source: str
    in_function: bool

    @property
    def place(self) -> str:
        return f"{self.module}.{self.where}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is recognised by when lines have moved, to another room too."""
        return self.where, self.before, self.after

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line} ({self.where})\n    {self.before}\n    {self.after}"


def room_of(path: Path) -> str:
    """activations/bounded, of a file somewhere below src/pairings."""
    package = next(folder for folder in path.parents if folder.name == "pairings")
    return path.relative_to(package).with_suffix("").as_posix()


def mutants(path: Path) -> list[Mutant]:
    """All different mutants of the module at `path`, statement by statement."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found = {}
    for node in ast.parse(source).body:
        first, last = node.lineno - 1, node.end_lineno
        statement = "".join(lines[first:last])
        for mutated in _mutated(statement):
            line, before, after = _difference(statement.splitlines(), mutated.splitlines())
            whole = "".join([*lines[:first], mutated, *lines[last:]])
            function = isinstance(node, ast.FunctionDef)
            room = room_of(path)
            mutant = Mutant(room, _name(node), first + line, before, after, whole, function)
            found.setdefault(mutated, mutant)
    return list(found.values())


def _mutated(statement: str):
    tree, meaning = get_ast(statement), _meaning(statement)
    annotations = [
        (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        for parent in ast.walk(ast.parse(statement))
        for node in (getattr(parent, "annotation", None), getattr(parent, "returns", None))
        if node is not None
    ]
    for operator in _operators():
        places = (place for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (start, _) in enumerate(places):
            if any(start >= a[:2] and start < a[2:] for a in annotations):
                continue
            mutated = mutate_code(statement, operator, occurrence)
            if _meaning(mutated) not in (None, meaning):
                yield mutated


def _operators():
    used = [get_operator(name)() for name in operator_names() if USED.fullmatch(name)]
    return [*used, LeaveOutFunction(), SwapPartners(), ReplaceAugmentedAssignment()]


def _meaning(source: str) -> str | None:
    """The same for `1e300` and `1e300 + 1`; None for what is no Python, the `+` in `f(x, +, y)`."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


def _name(node: ast.stmt) -> str:
    return getattr(node, "name", None) or ast.unparse(getattr(node, "targets", [node])[0])


def _difference(lines: list[str], mutated: list[str]) -> tuple[int, str, str]:
    """Where they begin to differ, and the lines that do, in one line each."""
    alike = [x == y for x, y in zip(lines, mutated, strict=False)]
    start = alike.index(False)
    rest = [x == y for x, y in zip(lines[:start:-1], mutated[:start:-1], strict=False)]
    end = rest.index(False) if False in rest else len(rest)
    changed = lines[start : len(lines) - end], mutated[start : len(mutated) - end]
    return start + 1, *(" ".join(line.strip() for line in side) for side in changed)
