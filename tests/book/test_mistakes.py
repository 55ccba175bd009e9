"""The page on what frameworks do with mistakes tells the stored table, and a stale one is found.

The lines themselves run in `make test-frameworks`.
"""

import copy
import re
import runpy
from pathlib import Path

import framework_mistakes as page
import pytest

ROOT = Path(__file__).parents[2]
PROOFS = ROOT / "tests" / "proofs" / "frameworks"
TEXT = (ROOT / "book" / "frameworks.md").read_text("utf-8")
STORED = page.load()
CELLS = [
    (mistake["name"], library, cell)
    for group in STORED["groups"].values()
    for mistake in group
    for library, cell in mistake["cells"].items()
]


def test_the_versions_of_the_table_are_those_that_are_pinned():
    pins = (PROOFS / "requirements.txt").read_text("utf-8")
    pins += (ROOT / "requirements.txt").read_text("utf-8")
    for packages in STORED["versions"].values():
        for name, number in packages.items():
            assert re.search(rf"^{re.escape(name)}=={re.escape(number)}$", pins, re.M), name


def test_every_group_stands_on_the_page_once():
    assert re.findall(r"^```\{mistakes\} (.+)$", TEXT, re.M) == ["versions", *STORED["groups"]]
    assert TEXT.count("```{mistakes}\n") == 1


def test_every_mistake_is_told_for_every_library():
    names = [mistake["name"] for group in STORED["groups"].values() for mistake in group]
    assert len(set(names)) == len(names) >= 25
    assert len(CELLS) == len(names) * 6
    for group in STORED["groups"]:
        text = page.details(STORED, group)
        for mistake in STORED["groups"][group]:
            assert f"### {mistake['name']}\n" in text


def test_the_words_of_a_fold_name_every_library_that_was_asked():
    for group in STORED["groups"].values():
        for mistake in group:
            cells = mistake["cells"].values()
            told = re.split("[:;,] ", page.summed(mistake))
            told = [words for words in told if words in mistake["cells"]]
            asked = [lib for lib, cell in mistake["cells"].items() if cell["kind"] != "none"]
            assert sorted(told) == sorted(asked)
            if any(cell["kind"] == "silent" for cell in cells):
                assert "silent: " in page.summed(mistake)


@pytest.mark.parametrize(("name", "library", "cell"), CELLS)
def test_what_happens_follows_from_what_came_out(name, library, cell):
    """A kind is what number and message say, not what somebody thinks."""
    if cell["kind"] == "none":
        assert cell["said"]
        assert "code" not in cell
        return
    told = page.happens(cell)
    if cell["kind"] == "error":
        assert cell["number"] is None
        assert re.match(r"error\. \w+: .", told)
    elif cell["kind"] == "warning":
        assert re.match(r"\w+: .", cell["said"])
    elif cell["kind"] == "as meant":
        assert cell["number"] == cell["meant"]
    elif cell["kind"] == "not finite":
        assert cell["number"] in page.QUIET
    else:
        assert cell["kind"] == "silent"
        assert cell["number"] != cell["meant"]
        assert "in place of" in told


def test_links_lead_to_headings_of_the_book():
    for group in STORED["groups"].values():
        for mistake in group:
            file, _, heading = mistake["link"].partition("#")
            text = (ROOT / "book" / file).read_text("utf-8")
            found = {page.anchor(h) for h in re.findall(r"\"#{2,3} (.+?)(?:\\n)?\"", text)}
            assert not heading or heading in found, mistake["link"]


def test_a_count_of_the_last_row_is_that_of_the_table():
    total = page.total(STORED)
    silent = [cell for _, lib, cell in CELLS if lib == "PyTorch" and cell["kind"] == "silent"]
    rest = [cell for _, lib, cell in CELLS if lib == "PyTorch" and cell["kind"] == "not finite"]
    assert total["PyTorch"].startswith(f"{len(silent) + len(rest)} of ")


@pytest.mark.parametrize("part", ["kind", "said", "number", "code"])
def test_a_stale_cell_is_found(part):
    now = copy.deepcopy(STORED)
    cell = now["groups"]["Scores and probabilities"][0]["cells"]["PyTorch"]
    assert compared(now) == []
    cell[part] = "0.5" if part == "number" else "other"
    assert len(compared(now)) == 1
    del now["groups"]["Labels"]
    assert len(compared(now)) > 1


def test_a_newer_version_makes_the_table_stale_and_rounding_does_not():
    now = copy.deepcopy(STORED)
    now["versions"]["Keras"] = {"keras": "99"}
    assert len(compared(now)) == 1
    now = copy.deepcopy(STORED)
    cell = now["groups"]["Scores and probabilities"][0]["cells"]["PyTorch"]
    cell["number"] = str(float(cell["number"]) * 1.0001)
    assert compared(now) == []


def compared(now) -> list[str]:
    """By the rule of `make test-frameworks`."""
    return runpy.run_path(str(PROOFS / "stale.py"))["differences"](now, STORED)
