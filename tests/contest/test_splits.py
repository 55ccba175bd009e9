"""A finding holds on other splits too; what is stored for them is of the page as it stands."""

import json
from pathlib import Path

import numpy as np
import pytest
import splits as tool
from nbformat import v4

from pairings import datasets, splits
from pairings.splits import Finding, finding

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", tool.declaring(), ids=lambda path: path.stem)
def test_the_other_splits_were_run_with_the_page_as_it_stands(page):
    stale = tool.stored().get(page.stem, {}).get("mark") != tool.mark(page)
    assert not stale, f"`make splits PAGES=book/{page.name}`, then `make refresh` of that page"


def test_what_is_stored_belongs_to_pages_that_compare():
    assert set(tool.stored()) == {path.stem for path in tool.declaring()}


# --- what holds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "agree", "holds"),
    [
        (Finding(0.2, 0.1, 0.3, (0.1, 0.2, 0.3, 0.1, 0.2)), 5, True),
        (Finding(-0.2, -0.3, -0.1, (-0.1, -9, -1, -2, -3)), 5, True),
        (Finding(0.2, 0.1, 0.3, (0.1, 0.2, -0.3, 0.1, 0.2)), 4, False),  # one split disagrees
        (Finding(0.2, 0.1, 0.3, (0.1, 0.2, 0.0, 0.1, 0.2)), 4, False),  # one sees no difference
        (Finding(0.2, -0.1, 0.3, (0.1, 0.2, 0.3, 0.1, 0.2)), 5, False),  # the interval holds 0
        (Finding(0.2, 0.0, 0.3, (0.1, 0.2, 0.3, 0.1, 0.2)), 5, False),
        (Finding(0.0, 0.0, 0.0, (0.0,) * 5), 0, False),
    ],
)
def test_a_finding_has_one_sign_everywhere_and_an_interval_without_zero(found, agree, holds):
    assert (found.agree, found.holds) == (agree, holds)


def test_a_finding_is_told_with_its_splits():
    found = Finding(-0.2, -0.3, -0.1, (-1, -1, 1, -1, -1))
    assert str(found) == "−0.200 (−0.300 to −0.100), on 4 of 5 other splits the same sign"


@pytest.fixture
def store(tmp_path, monkeypatch):
    path = tmp_path / "splits.json"
    monkeypatch.setattr(splits, "STORES", (path, tmp_path / "none.json"))
    return path


def test_a_finding_reads_what_is_stored_for_its_page_and_name(store):
    found = {"binary": {"mark": "0", "medians": {"a − b": [1, 2, 3, 4, np.inf]}}}
    store.write_text(json.dumps(found), encoding="utf-8")
    told = finding("binary", "a − b", [3.0, 1.0, 2.0])
    assert told == Finding(2.0, 1.0, 3.0, (1, 2, 3, 4, np.inf))
    with pytest.raises(LookupError, match=r"'b − a'.*a − b.*make splits PAGES=book/binary.ipynb"):
        finding("binary", "b − a", [1.0])


def test_a_notebook_alone_has_no_other_splits(store):
    assert finding("binary", "a − b", [1.0, 2.0, 3.0]).others == ()


# --- the tool ---------------------------------------------------------------------------------

SOURCE = """
import numpy as np
from pairings.datasets import split
from pairings.splits import finding
assert split(10).train[0] == -1, "a claim that does not hold on other rows stops nothing"
finding("page", "first row − 4", split(10).train[:1] - 4.0)
"""


def page(tmp_path, *sources):
    path = tmp_path / "page.ipynb"
    cells = [v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    path.write_text(v4.writes(v4.new_notebook(cells=cells)), encoding="utf-8")
    return path


def test_a_page_is_run_with_other_splits_as_far_as_it_compares(tmp_path):
    path = page(tmp_path, SOURCE, "raise SystemError('never run')")
    found = tool.compute([path], seeds=(1, 2))["page"]
    rows = [datasets.split(10, seed).train[0] - 4.0 for seed in (1, 2)]
    assert found["medians"] == {"first row − 4": rows}
    assert rows[0] != rows[1]


@pytest.mark.parametrize("call", ["finding('other', 'a', [1])", "1 / 0; finding('page', 'a', [1])"])
def test_a_cell_that_breaks_off_is_no_result(tmp_path, call):
    """A comparison under another page's name, too."""
    with pytest.raises(ValueError, match="split 1: page, cell c0, broke off"):
        tool.compute([page(tmp_path, f"from pairings.splits import finding\n{call}")], seeds=(1,))


def test_a_page_that_compares_nothing_is_not_run(tmp_path):
    assert tool.comparing(page(tmp_path, "1 + 1")) == []


def test_the_mark_changes_with_the_code_and_not_with_words(tmp_path):
    before = tool.mark(page(tmp_path, SOURCE))
    assert tool.mark(page(tmp_path, "# a remark\n" + SOURCE, "1 + 1  # behind")) == before
    assert tool.mark(page(tmp_path, SOURCE.replace("== -1", "== -2"))) == before  # an assert
    assert tool.mark(page(tmp_path, SOURCE.replace("4.0", "5.0"))) != before


def test_what_is_written_is_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "STORE", tmp_path / "data" / "splits.json")
    store = {
        "a": {"mark": "1", "medians": {"infinite − nan": [1.0, np.inf, -0.5, 0.0, 2.0]}},
        "b": {"mark": "2", "medians": {"x": [1.0] * 5, 'a "quoted" name': [0.25] * 5}},
    }
    tool.write(store)
    assert tool.stored() == store
