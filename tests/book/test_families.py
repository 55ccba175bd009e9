"""Every family of losses that libraries ship has a place in the book, and is still found there."""

import re
import tomllib
from functools import cache
from pathlib import Path

import nbformat
import pytest

from pairings import CATALOGUE

ROOT = Path(__file__).parents[2]
TARGETS = tomllib.loads((ROOT / "tests" / "book" / "families.toml").read_text("utf-8"))
FAMILIES = {name: place for target in TARGETS.values() for name, place in target.items()}
HEADING = re.compile(r"(#{1,4}) (.+)")


def anchor(title: str) -> str:
    """Of a heading, as links name it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


@cache
def sections(page: str) -> dict[str, str]:
    """What stands under each heading of a page, smaller headings and code included."""
    text, above = {}, []
    for cell in nbformat.read(ROOT / "book" / f"{page}.ipynb", 4).cells:
        fenced = cell.cell_type != "markdown"
        for line in cell.source.splitlines():
            if line.startswith("```") and cell.cell_type == "markdown":
                fenced = not fenced
            if not fenced and (heading := HEADING.fullmatch(line)):
                depth, name = len(heading[1]), anchor(heading[2])
                above = [(d, n) for d, n in above if d < depth] + [(depth, name)]
                assert name not in text, f"{page}: two headings {name}"
                text[name] = ""
            for _, name in above:
                text[name] += line + "\n"
    return text


def what_is_wrong(name: str, place: dict) -> str:
    """Why a family is not where its place says; nothing if it is."""
    if set(place) == {"row"}:
        return "" if place["row"] in CATALOGUE else f"no row {place['row']!r}"
    page, section = place["at"].split("#")
    if section not in sections(page):
        return f"{page}: no section {section!r}"
    words = place.get("says", name).lower()
    return "" if words in sections(page)[section].lower() else f"{place['at']} does not say it"


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_where_it_is_said_to_be(name):
    assert what_is_wrong(name, FAMILIES[name]) == ""


def test_no_family_stands_twice():
    assert len(FAMILIES) == sum(map(len, TARGETS.values()))


def test_every_entry_of_the_page_is_a_family():
    """A heading of the smallest kind is one."""
    cells = nbformat.read(ROOT / "book" / "further.ipynb", 4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    entries = {anchor(title) for title in re.findall(r"^### (.+)$", prose, re.M)}
    places = {place["at"] for place in FAMILIES.values() if "at" in place}
    assert len(entries) > 20
    assert {f"further#{entry}" for entry in entries} <= places


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"row": "identity + half cubed error"}, "no row"),
        ({"at": "further#nowhere"}, "no section"),
        ({"at": "further#gev", "says": "Poisson"}, "does not say it"),
        ({"at": "further#counts", "says": "generalised Pareto"}, "does not say it"),
    ],
)
def test_a_family_that_is_elsewhere_is_seen(place, why):
    assert why in what_is_wrong("a family", place)
