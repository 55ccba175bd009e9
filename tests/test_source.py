"""The source reads like the book: each formula names its equation, and the core stays small."""

import ast
import inspect
import statistics
from pathlib import Path

import pytest

import pairings
from pairings import activations, checks, losses, network, optimizers, pairing

SOURCE = Path(pairings.__file__).parent
CORE = ("records", "activations", "losses", "pairing")
CORE += ("network", "optimizers", "training", "checks")
# What computes no formula of its own: makers of records, bookkeeping, and a step with a citation.
WITHOUT_FORMULA = {
    "elu_with": "its formulas are those of elu_value and its kin",
    "init": "draws numbers",
    "stack": "gathers arrays",
    "shift_output": "edits a copy",
    "scores": "the first half of forward",
    "sgd": "named in its first line",
    "momentum": "named in its first line",
    "adam": "cites its paper",
    "compare": "measures a difference",
}


def public_functions(module):
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [f for name, f in functions if f.__module__ == module.__name__ and name[0] != "_"]
    assert own, f"{module.__name__} has no public function"
    return own


EVERY = [
    function
    for module in (activations, losses, pairing, network, optimizers, checks)
    for function in public_functions(module)
]


@pytest.mark.parametrize("function", EVERY, ids=lambda f: f.__name__)
def test_a_formula_names_its_equation(function):
    """Every public function says what it is in a sentence, and where it is derived."""
    text = inspect.getdoc(function)
    assert text, "a public function without a docstring"
    assert text.splitlines()[0].strip()
    if function.__name__ not in WITHOUT_FORMULA:
        assert ":eq:`eq-" in text, "the docstring names no equation of a page"


def test_the_exceptions_are_functions():
    """No exception outlives the function it was made for, and none is without need."""
    by_name = {function.__name__: inspect.getdoc(function) for function in EVERY}
    assert WITHOUT_FORMULA.keys() <= by_name.keys()
    assert not [name for name in WITHOUT_FORMULA if ":eq:`eq-" in by_name[name]]


def test_every_formula_of_a_record_has_a_name():
    """No lambda in a record: what a page shows with literalinclude can be found by name."""
    for module, kind in ((activations, activations.Activation), (losses, losses.Loss)):
        for record in vars(module).values():
            if isinstance(record, kind):
                formulas = [getattr(f, "func", f) for f in record if callable(f)]
                assert all(f.__name__ != "<lambda>" for f in formulas), record.name


def test_the_formula_core_is_read_in_half_an_hour():
    """At most 900 lines that are not blank in its eight rooms: thirty a minute."""
    lines = {name: (SOURCE / f"{name}.py").read_text("utf-8").splitlines() for name in CORE}
    written = {name: sum(bool(line.strip()) for line in text) for name, text in lines.items()}
    assert sum(written.values()) <= 900, written


def test_functions_are_short():
    """Half of the functions of the core have at most 12 lines, docstring included; the longest, 60."""
    sizes = {}
    for name in CORE:
        for node in ast.walk(ast.parse((SOURCE / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                sizes[f"{name}.{node.name}"] = node.end_lineno - node.lineno + 1
    assert statistics.median(sizes.values()) <= 12
    assert max(sizes.values()) <= 60, max(sizes, key=sizes.get)


# Their first sentence says what is accepted; `door`, which refuses for all others, says it throughout.
SAY_WHAT_THEY_ACCEPT = {"compare", "interval", "pinball_with", "scores", "stack", "tweedie_with"}


def raised(function: ast.FunctionDef) -> set[str]:
    """The errors that a function itself raises, by name."""
    found = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    return {ast.unparse(error.func) for error in found if isinstance(error, ast.Call)}


def test_a_docstring_tells_of_its_errors():
    silent = set()
    for path in sorted(SOURCE.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body if path.stem != "door" else ():
            if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
                text = ast.get_docstring(node) or ""
                if not all(name in text for name in raised(node)):
                    silent.add(node.name)
    assert silent == SAY_WHAT_THEY_ACCEPT
