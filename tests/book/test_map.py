"""The map shows every relation, and nothing on it covers anything else."""

import re
import sys
from itertools import combinations
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

import pairings_map as drawn  # noqa: E402

from pairings.catalogue.relation import page_of  # noqa: E402
from pairings.catalogue.relations import RELATIONS, rows_of_the_map  # noqa: E402

AT = drawn.boxes()
LINES = [(one, drawn.line(one, AT)) for one in RELATIONS]
LETTERS = 16  # in a line of a box


def test_each_row_with_a_relation_has_its_box():
    missing = set(rows_of_the_map()) ^ set(AT)
    assert not missing, f"{missing}: write its words, column and row in book/_data/map.json"


def test_no_box_covers_another():
    assert [pair for pair in combinations(AT, 2) if AT[pair[0]].meets(AT[pair[1]])] == []


def test_words_fit_their_box():
    for name, at in drawn.places().items():
        assert all(len(text) <= LETTERS for text in at["lines"]), name
        assert len(at["lines"]) <= 2, name


def test_no_line_runs_through_a_box():
    for one, found in LINES:
        others = {name for name in AT if name not in (one.general, one.special)}
        hit = [name for name in others if drawn.runs_through(found, AT[name])]
        assert not hit, f"{one.general} → {one.special} runs through {hit}"


def test_a_line_ends_at_its_boxes():
    for one, found in LINES:
        for (x, y), name in zip(
            (found.points[0], found.points[-1]), (one.general, one.special), strict=True
        ):
            box = AT[name]
            assert x in (box.left, box.right) or y in (box.top, box.bottom)
            assert box.left <= x <= box.right
            assert box.top <= y <= box.bottom


def test_words_on_lines_cover_nothing():
    words = [(one, drawn.words_box(one, found)) for one, found in LINES]
    for one, box in words:
        assert [name for name in AT if AT[name].meets(box)] == [], one.sign
    for (one, box), (other, second) in combinations(words, 2):
        assert not box.meets(second), f"{one.sign} and {other.sign}"


def test_a_box_out_of_place_is_seen():
    """The checks above can fail."""
    moved = AT | {"identity + Fair": AT["identity + Welsch"]}
    assert moved["identity + Fair"].meets(moved["identity + Welsch"])
    crossed = drawn.Line([(0, 60), (500, 60)], (0, 0), "start")
    assert drawn.runs_through(crossed, AT["identity + half squared error"])


@pytest.fixture(scope="module")
def svg():
    return drawn.picture()


def test_every_box_links_to_its_chapter(svg):
    links = re.findall(r'<a href="([\w-]+)\.html" aria-label="([^"]*)"', svg)
    assert len(links) == len(AT)
    assert {label: page for page, label in links} == {name: page_of(name) for name in AT}
    assert all((ROOT / "book" / f"{page}.ipynb").exists() for page, _ in links)


def test_every_relation_has_a_line_and_its_words(svg):
    lines = re.findall(
        r'<path class="map-(special|same|limit)"', svg.split('class="map-legend"')[0]
    )
    assert len(lines) == len(RELATIONS)
    assert all(f">{drawn.escape(one.sign)}</text>" in svg for one in RELATIONS)


def test_the_picture_says_what_it_is(svg):
    assert 'role="group"' in svg
    assert re.search(r'aria-label="Map of the pairs\. \d+ boxes', svg)


def test_the_hubs_that_its_words_name_have_most_lines(svg):
    lines = dict.fromkeys(AT, 0)
    for one in RELATIONS:
        lines[one.general] += 1
        lines[one.special] += 1
    most = sorted(lines, key=lines.get, reverse=True)[:5]
    assert set(most) == set(drawn.HUBS)


def test_the_list_of_the_page_tells_every_relation():
    page = nbformat.read(ROOT / "book" / "map.ipynb", 4)
    shown = "".join(
        output.get("data", {}).get("text/markdown", "")
        for cell in page["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
    )
    missing = [one.under for one in RELATIONS if one.under not in shown]
    assert not missing
