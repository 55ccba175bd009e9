"""A mark changes with the code behind a result, and with nothing else."""

import ast
import shutil

import marks
import pytest

from pairings import CATALOGUE

PAGE = "from pairings import activations, duel, matching\nduel([matching(activations.sigmoid)])"


@pytest.fixture
def package(tmp_path):
    return shutil.copytree(marks.PACKAGE, tmp_path / "pairings")


def mark(package, code=PAGE):
    for cached in (marks.room, marks._names_in, marks._text, marks.rows):
        cached.cache_clear()
    return marks.page_mark([ast.parse(code)], package)


def replace(package, name, old, new):
    text = (package / name).read_text("utf-8")
    assert old in text
    (package / name).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contest.py", "1e-12", "1e-9"),
        (
            "activations/probability.py",
            "def sigmoid_vjp(z: Array,",
            "def sigmoid_vjp(score: Array,",
        ),
        ("stable.py", "range(18)", "range(9)"),
    ],
)
def test_a_changed_formula_changes_the_mark(package, name, old, new):
    before = mark(package)
    replace(package, name, old, new)
    assert mark(package) != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contest.py", '    """The start as drawn."""', '    """As drawn."""  # so'),
        (
            "activations/probability.py",
            "def cauchit_vjp(z: Array,",
            "def cauchit_vjp(score: Array,",
        ),
        ("figures.py", "import", "import sys\nimport"),
        ("catalogue/binary.py", '"breast cancer"', '"another"'),
    ],
)
def test_what_the_page_does_not_reach_leaves_the_mark(package, name, old, new):
    before = mark(package)
    replace(package, name, old, new)
    assert mark(package) == before


def test_a_new_room_leaves_the_mark(package):
    before = mark(package)
    room = package / "losses" / "of_tomorrow.py"
    room.write_text("import numpy as np\ndef total(values):\n    return np.sum(values)\n")
    assert mark(package) == before


def test_a_message_leaves_the_mark(package):
    before = mark(package)
    (package / "network.py").write_text(
        (package / "network.py")
        .read_text("utf-8")
        .replace("raise ValueError(", 'raise ValueError("" ')
    )
    assert mark(package) == before


def test_a_row_counts_where_its_name_is_said(package):
    code = 'from pairings import CATALOGUE\nCATALOGUE["beta likelihood"]'
    before, other = mark(package, code), mark(package, code.replace("beta", "no such"))
    replace(
        package,
        "losses/shares.py",
        "def beta_gradient(z: Array,",
        "def beta_gradient(score: Array,",
    )
    assert mark(package, code) != before
    assert mark(package, code.replace("beta", "no such")) == other


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_row_is_known_by_its_name(name):
    assert marks.rows()[name]


def test_all_that_a_table_gathers_from_its_rooms_is_reached():
    found = {name for _, name in marks.reached([("activations", "TABLE")])}
    assert {"sigmoid", "softmax", "mish", "cauchit_vjp"} <= found


def test_a_row_reaches_what_its_chapter_makes_it_of():
    found = {name for _, name in marks.reached(marks.rows()["continuous Bernoulli likelihood"])}
    assert {"CONTINUOUS", "continuous_bernoulli_vjp"} <= found


def test_a_relation_told_of_a_row_makes_nothing_stale(package):
    """It is drawn on the map and tested; no page trains it."""
    code = PAGE + '\nrow = "identity + Huber"'
    before = mark(package, code)
    assert before != mark(package)  # the row is read
    replace(
        package, "catalogue/relations_numbers.py", "losses.huber_with(50)", "losses.huber_with(60)"
    )
    replace(package, "catalogue/relation.py", "times * bare.value(", "bare.value(")
    assert mark(package, code) == before
