"""The source reads like the book: each formula names its equation, and no room is too large."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import pairings
from pairings.records import Activation, Loss

SOURCE = Path(pairings.__file__).parent
ROOMS = {
    path.relative_to(SOURCE).with_suffix("").as_posix().replace("/__init__", ""): path
    for path in sorted(SOURCE.rglob("*.py"))
    if "snippets" not in path.parts  # code to copy, no room
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in ROOMS.items()}
FORMULAS = r"(activations|losses|laws)/|pairing$|network$|optimizers$|checks$|from_function$"
# What computes no formula of its own: bookkeeping, a step with a citation; and makers of records.
WITHOUT_FORMULA = {
    "init": "draws numbers",
    "stack": "gathers arrays",
    "shift_output": "edits a copy",
    "scores": "the first half of forward",
    "sgd": "named in its first line",
    "momentum": "named in its first line",
    "adam": "cites its paper",
    "compare": "measures a difference",
    "apart": "takes a row to pieces",
    "together": "puts it together",
    "in_double": "changes the precision",
    "beyond_the_first": "a difference along a row",
    "measured_escape_time": "trains and counts",
    "rest_of": "1 less a share",
}


def public(tree):
    """Public functions of a room."""
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]


EVERY = {
    f"{room}.{function.name}": ast.get_docstring(function) or ""
    for room, tree in TREES.items()
    if re.match(FORMULAS, room)
    for function in public(tree)
}


@pytest.fixture(scope="module")
def text_of_the_book():
    book = SOURCE.parents[1] / "book"
    return "".join(p.read_text("utf-8") for p in (*book.rglob("*.md"), *book.rglob("*.ipynb")))


@pytest.mark.parametrize("name", EVERY)
def test_a_formula_names_its_equation(name, text_of_the_book):
    """Every public function says what it is in a sentence, and where in the book it is derived."""
    text = EVERY[name]
    assert text.split("\n")[0].strip(), "a public function without a docstring"
    labels = re.findall(r":eq:`(eq-[a-z0-9-]+)`", text)
    function = name.split(".")[-1]
    without = function in WITHOUT_FORMULA or function.endswith("_with")
    assert bool(labels) != without, "it names no equation"
    assert all(f"$$ ({label})" in text_of_the_book for label in labels)


def test_the_exceptions_are_functions():
    """No exception outlives the function it was made for."""
    assert WITHOUT_FORMULA.keys() <= {name.split(".")[-1] for name in EVERY}


def test_every_formula_of_a_record_has_a_name():
    """No lambda in a record: what a page shows with literalinclude can be found by name."""
    for room in ROOMS:
        module = importlib.import_module(f"pairings.{room.replace('/', '.')}".rstrip("."))
        for record in vars(module).values():
            if isinstance(record, Activation | Loss):
                formulas = [getattr(f, "func", f) for f in record if inspect.isroutine(f)]
                assert all(f.__name__ != "<lambda>" for f in formulas), record.name


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_is_read_in_one_sitting(name):
    """At most 450 lines; what grows beyond is two rooms."""
    assert len(ROOMS[name].read_text("utf-8").splitlines()) <= 450


# Their first sentence says what is accepted; the rooms that refuse for all others say it throughout.
SAY_WHAT_THEY_ACCEPT = {"compare", "interval", "pinball_with", "scores", "stack", "tweedie_with"}


def raised(function: ast.FunctionDef) -> set[str]:
    """The errors that a function itself raises, by name."""
    found = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    return {ast.unparse(error.func) for error in found if isinstance(error, ast.Call)}


def test_a_docstring_tells_of_its_errors():
    silent = {
        function.name
        for room, tree in TREES.items()
        if room not in ("inputs", "shapes", "admission")
        for function in public(tree)
        if not all(name in (ast.get_docstring(function) or "") for name in raised(function))
    }
    assert silent == SAY_WHAT_THEY_ACCEPT
