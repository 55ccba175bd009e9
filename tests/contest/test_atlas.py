"""The atlas: classes by stated rules; keys that follow formulas; files that are whole or refused."""

import json
import shutil
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import monotonic, sleep

import atlas as tool
import marks
import numpy as np
import pytest

from pairings import activations, losses
from pairings.atlas import CLASSES, KINDS, Cell, Damaged, cells, classed, gain, measure, undefined
from pairings.atlas import store as files
from pairings.atlas.cells import Protocol, costs, outputs, pairing
from pairings.records import Activation, Loss

OBSERVED = [0, 1, 2, 4, 8, 16, 32, 64, 128]
COMMAND = "`make atlas`, then `make refresh PAGES=book/atlas.ipynb`"


# --- rules ----------------------------------------------------------------------------------------


def found(error=0.5, line=None, high=0.0, steps=4.0, dead=0.0, diverged=0.0, curve=None):
    curve = [1200, 1000, 700, 500, 500, 500, 500, 500, 500] if curve is None else curve
    line = error if line is None else line
    middles = {"error": error, "line": line, "too high": high, "steps": steps}
    return {name: [v] for name, v in middles.items()} | {
        "dead": dead,
        "diverged": diverged,
        "curve": [curve, curve, curve],
    }


REFERENCE = {"ordinary": found(), "bad": found(steps=10.0)}
FLAT = [900] * len(OBSERVED)
FALLS = [1200, 1190, 1180, 1170, 1150, 1100, 1050, 1000, 900]


@pytest.mark.parametrize(
    ("cell", "start", "matched", "expected"),
    [
        (found(), "ordinary", True, "matched"),
        (found(), "ordinary", False, "works"),
        (found(error=0.59), "ordinary", False, "works"),
        (found(error=0.61, curve=FLAT), "ordinary", False, "stalls"),
        (found(error=0.9, curve=FALLS), "ordinary", True, "slow"),
        (found(steps=17.0), "ordinary", False, "slow"),
        (found(steps=17.0), "bad", False, "works"),
        (found(steps=41.0), "bad", True, "slow"),
        (found(steps=None), "bad", False, "slow"),
        (found(high=0.16, curve=FLAT), "ordinary", False, "off its statistic"),
        (found(high=-0.16, curve=FLAT), "ordinary", False, "off its statistic"),
        (found(error=1.4, line=0.5, curve=FLAT), "bad", False, "off its statistic"),
        (found(error=0.9, high=0.4, curve=FLAT), "bad", False, "off its statistic"),
        (found(error=0.9, high=0.0, curve=FLAT), "bad", False, "stalls"),
        (found(error=1.4, high=0.4, curve=FLAT), "bad", True, "stalls"),
        (found(dead=0.5, curve=FLAT), "bad", False, "dies"),
        (found(dead=0.45), "ordinary", True, "matched"),
        (found(diverged=0.5, dead=1.0), "ordinary", True, "diverges"),
        (found(error=None, curve=[None] * len(OBSERVED)), "ordinary", False, "stalls"),
    ],
)
def test_the_class_follows_from_what_was_measured(cell, start, matched, expected):
    assert classed(cell, REFERENCE, start, matched, OBSERVED) == expected
    assert expected in CLASSES


def test_predictions_are_held_against_those_of_the_reference():
    """What lies too high by as much as the reference does so by the luck of the test rows."""
    shifted = {"ordinary": found(high=0.3), "bad": found(high=0.3)}
    assert classed(found(high=0.3), shifted, "ordinary", False, OBSERVED) == "works"
    assert classed(found(), shifted, "ordinary", False, OBSERVED) != "works"
    assert gain([0.25]) == 0.75
    assert gain([None]) == -np.inf


def test_every_class_has_a_letter_of_its_own():
    assert len({one.letter for one in CLASSES.values()}) == len(CLASSES)


# --- which cells there are, and which are defined -------------------------------------------------


def test_the_square_is_whole():
    """Every output and every loss of one score; a part of them only on bundled data and on classes."""
    one_score = [a for a in vars(activations).values() if isinstance(a, Activation)]
    one_score = {a.name for a in one_score if a.scores == 1 and a in activations.TABLE}
    assert {a.name for a in outputs().values()} == one_score
    single = (v for v in vars(losses).values() if isinstance(v, Loss))
    assert len(costs()) == sum((v.scores, v.columns) == (1, 1) for v in single)
    of_numbers = [a for a in outputs().values() if not a.range.rows]
    assert len(list(cells(KINDS["labels"]))) == len(of_numbers) * (len(costs()) + 1)
    assert sum(undefined(c) is None for k in KINDS.values() for c in cells(k)) < 2300


@pytest.mark.parametrize(
    ("kind", "output", "loss", "why"),
    [
        ("labels", "relu", "log_loss", "predictions in [0, 1]"),
        ("labels", "sigmoid", "log_loss", None),
        ("labels", "cauchit", "matching", "targets in (0, 1)"),
        ("shares", "cauchit", "matching", None),
        ("labels", "gelu", "matching", "has no matching loss"),
        ("labels", "gelu", "squared_error", None),
        ("counts", "exp", "gamma", "targets in (0, ∞)"),
        ("positive", "exp", "gamma", None),
        ("counts", "relu6", "matching", "targets in [0, 6]"),
        ("counts", "softplus", "poisson", None),
        ("counts", "identity", "poisson", "predictions in [0, ∞)"),
        ("numbers", "elu", "matching", "targets in [−1, ∞)"),
        ("signs", "elu", "matching", None),
        ("signs", "identity", "hinge", None),
        ("labels", "identity", "hinge", "targets in {−1, 1}"),
        ("classes", "softmax", "cross_entropy", None),
        ("classes", "softmax", "poisson", None),
        ("classes", "sigmoid", "cross_entropy", "predictions in rows"),
        ("numbers", "identity", "cross_entropy", "targets in rows"),
    ],
)
def test_what_is_undefined_is_known_without_training(kind, output, loss, why):
    reason = undefined(Cell(kind, output, loss))
    assert reason is None if why is None else why in reason


def test_data_lie_in_their_domain_and_in_that_of_each_loss_that_takes_them():
    for kind in KINDS.values():
        _, y, split = kind.draw()
        assert np.all(kind.targets.contains(y))
        assert sorted(np.concatenate(split)) == list(range(len(y)))
        for cell in cells(kind):
            if undefined(cell) is None:
                assert np.all(pairing(cell)[0].targets.contains(y)), cell


def test_a_matched_cell_is_known_by_its_gradient():
    exact, _ = pairing(Cell("labels", "sigmoid", "log_loss"))
    assert pairing(Cell("labels", "sigmoid", "log_loss"))[1]
    assert pairing(Cell("numbers", "identity", "squared_error"))[1]
    assert not pairing(Cell("labels", "sigmoid", "squared_error"))[1]
    assert exact.value(np.array([[800.0]]), np.array([[0.0]])) == 800  # composed: infinity


def test_a_cell_is_measured_from_both_starts():
    few = Protocol(seeds=5, step_sizes=(0.5, 2.5), steps=20, observations=8)
    told = measure(Cell("labels", "relu", "squared_error"), few)
    assert told["bad"]["dead"] == 1.0
    assert told["ordinary"]["dead"] < 0.5
    assert told["ordinary"]["error"][0] < 0.9 < told["bad"]["error"][0]
    assert told == measure(Cell("labels", "relu", "squared_error"), few)
    assert json.loads(json.dumps(told)) == told


# --- keys -----------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path):
    """A copy of the package, and a function that edits it and gives the marks of some names."""
    copy = tmp_path / "pairings"
    shutil.copytree(marks.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def changed(file, old, new):
        path = copy / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        for cached in (marks.room, marks._names_in, marks._text):
            cached.cache_clear()
        names = (
            ("activations", "tanh"),
            ("activations", "gelu"),
            ("losses", "huber"),
            ("losses", "pinball"),
            ("atlas.cells", "trained"),
        )
        return {name: marks.mark.__wrapped__(*at, copy) for at in names for name in at[1:]}

    return changed


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def test_an_edited_docstring_changes_no_key(package):
    before = package("activations/bounded.py", "", "")
    after = package(
        "activations/bounded.py", "Range: (−1, 1). Derived", "Between −1 and 1. Derived"
    )
    assert changed(before, after) == set()
    after = package("losses/numbers.py", "def huber_value", "# said\n\n\ndef huber_value")
    assert changed(before, after) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "whose"),
    [
        ("activations/bounded.py", "np.tanh(z)", "np.tanh(z + 0)", {"tanh", "trained"}),
        ("losses/numbers.py", "def huber_gradient(", "def huber_gradient(_=0, *, ", {"huber"}),
        ("training.py", "W += dW", "W += 2 * dW", {"trained"}),
        ("network.py", "z += b", "z += 2 * b", {"trained"}),
        ("inputs.py", "import", "import ast\nimport", set()),
    ],
)
def test_an_edited_formula_changes_the_keys_of_its_cells_only(package, file, old, new, whose):
    before = package(file, "", "")
    assert changed(before, package(file, old, new)) == whose


def test_a_key_has_output_loss_data_and_protocol(monkeypatch):
    keys = {
        tool.key(Cell(kind, a, loss))
        for kind in ("labels", "signs")
        for a in ("tanh", "sigmoid")
        for loss in ("squared_error", "huber")
    }
    assert len(keys) == 8
    one = Cell("labels", "tanh", "huber")
    before = tool.key(one)
    monkeypatch.setattr(tool, "PROTOCOL", Protocol(steps=64))
    tool.of_all.cache_clear()
    assert tool.key(one) != before
    tool.of_all.cache_clear()


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(LookupError, match=r"pairings\.losses has no 'hubris'"):
        marks.mark("losses", "hubris")


# --- files ----------------------------------------------------------------------------------------


def written(folder, kind="iris"):
    told = {"key": "0", "ordinary": found(), "bad": found()}
    return files.write(kind, {"softmax.matching": told, "sigmoid.matching": told}, folder)


@pytest.mark.parametrize("left", [0, 1, 40, 0.3, 0.7, -20, -2])
def test_a_truncated_file_is_named_with_what_mends_it(tmp_path, left):
    path = written(tmp_path)
    text = path.read_bytes()
    path.write_bytes(text[: int(left * len(text)) if isinstance(left, float) else left])
    with pytest.raises(Damaged, match=r"iris\.json: the file is damaged .*`make atlas`"):
        files.read("iris", tmp_path)


def test_an_edited_number_is_seen(tmp_path, capsys):
    path = written(tmp_path)
    assert set(files.read("iris", tmp_path)) == {"softmax.matching", "sigmoid.matching"}
    path.write_text(path.read_text("utf-8").replace("[0.5]", "[0.4]", 1), encoding="utf-8")
    with pytest.raises(Damaged, match="do not add up"):
        files.read("iris", tmp_path)
    assert tool.stored("iris", tmp_path) == {}, "nothing of it is shown"
    assert "iris.json" in capsys.readouterr().err, "it is named"
    assert tool.due("iris", tmp_path) == tool.defined("iris"), "it is computed anew, whole"


def test_a_stale_cell_is_due_and_nothing_else(tmp_path):
    told = {tool._in_file(c): {"key": tool.key(c)} for c in tool.defined("iris")}
    files.write("iris", told, tmp_path)
    assert tool.due("iris", tmp_path) == []
    told["softmax.matching"] = {"key": "of another formula"}
    del told["sigmoid.matching"]
    files.write("iris", told, tmp_path)
    names = [cell.name for cell in tool.due("iris", tmp_path)]
    assert sorted(names) == ["iris.sigmoid.matching", "iris.softmax.matching"]
    tool.settle("iris", tmp_path)
    assert "softmax.matching" not in files.read("iris", tmp_path), "what is stale is not kept"


@pytest.mark.parametrize("as_stored", [True, False])
def test_keys_are_renewed_only_if_a_sample_comes_out_as_stored(tmp_path, monkeypatch, as_stored):
    """After an edit of the loop that changed no number; cells of an edited formula stay due."""
    told = {"ordinary": found() | {"repeats": True}, "bad": found() | {"repeats": True}}
    cells_ = tool.defined("iris")
    before = {tool._in_file(c): told | {"key": f"{tool.of_formulas(c)}-other"} for c in cells_}
    before["softmax.matching"] = told | {"key": "of another formula"}
    files.write("iris", before, tmp_path)
    fresh = {start: one | {} if as_stored else one | {"dead": 0.05} for start, one in told.items()}
    monkeypatch.setattr(tool, "measure", lambda cell: files.read("iris", tmp_path) and fresh)
    others = tool.renew(["iris"], tmp_path)
    due = {tool._in_file(c) for c in tool.due("iris", tmp_path)}
    assert bool(others) != as_stored
    assert due == ({"softmax.matching"} if as_stored else {tool._in_file(c) for c in cells_})


SLOWLY = """
import sys
from time import sleep
from pathlib import Path
import atlas as tool

def computed(cell):
    sleep(0.02)
    return cell, {"seconds": 0, "told": cell.name}

tool.computed = computed
at = Path(sys.argv[1])
tool.compute(tool.due("classes", at), 1, "sequential", at)
print("finished")
"""


def run(folder):
    places = [Path(tool.__file__).parent, tool.ROOT / "src"]
    script = f"import sys; sys.path[:0] = {list(map(str, places))}\n{SLOWLY}"
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    """No finished cell is lost or computed twice, not even when its line was cut off in the middle."""
    journal, until = tmp_path / files.JOURNAL, monotonic() + 60
    with run(tmp_path) as process:
        while not (journal.exists() and journal.read_text("utf-8").count("\n") > 9):
            assert monotonic() < until
            sleep(0.01)
        process.send_signal(signal.SIGKILL)
    kept = [name for name, _ in files.noted(tmp_path)]
    with journal.open("a", encoding="utf-8") as file:
        file.write('["classes.softmax.hub')
    with run(tmp_path) as process:
        out, _ = process.communicate(timeout=60)
    names = [name for name, _ in files.noted(tmp_path)]
    assert 9 < len(kept) < len(tool.defined("classes")), "it was killed on the way"
    assert names[: len(kept)] == kept
    assert sorted(names) == sorted(c.name for c in tool.defined("classes"))
    assert out.splitlines()[-1] == "finished"
    assert "minutes left" in out
    tool.settle("classes", tmp_path)
    journal.unlink()
    assert tool.due("classes", tmp_path) == []


# --- what is stored -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_cells_are_those_of_today(kind):
    due = [cell.name for cell in tool.due(kind)]
    shown = ", ".join(islice(due, 5))
    assert not due, f"{len(due)} cells are missing or stale ({shown}, …): {COMMAND}"


def test_the_atlas_stays_small():
    size = sum(path.stat().st_size for path in files.folder().glob("*.json"))
    assert 1e5 < size < 3e6
    assert not (files.folder() / files.JOURNAL).exists(), COMMAND
