"""What the site makes of the catalogue: tabs of a card's Markdown, and the cheat sheet to download."""

import re

import cheat_sheet
import framework_tabs
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from sphinx.errors import ExtensionError

from pairings import CATALOGUE, catalogue
from pairings.catalogue.code import FRAMEWORKS, anchor, snippet


def tabs_of(markdown):
    """The document of some Markdown after the site's step."""
    settings = {"myst_enable_extensions": ["dollarmath"], "report_level": 5}
    document = publish_doctree(markdown, parser=Parser(), settings_overrides=settings)
    framework_tabs.FrameworkTabs(document).apply()
    return document


def components(document, kind):
    found = document.findall(nodes.container)
    return [node for node in found if node.get("design_component") == kind]


def test_a_card_becomes_one_set_of_tabs_with_the_code_inside():
    document = tabs_of(str(catalogue.card("sigmoid + log loss")))
    (tabs,) = components(document, "tab-set")
    labels = list(tabs.findall(nodes.rubric))
    assert [label.astext() for label in labels] == list(FRAMEWORKS)
    assert [label["sync_id"] for label in labels] == list(FRAMEWORKS.values())
    assert {label["sync_group"] for label in labels} == {framework_tabs.GROUP}
    for framework, tab in zip(FRAMEWORKS, components(document, "tab-content"), strict=True):
        (code,) = tab.findall(nodes.literal_block)
        assert code.astext().rstrip() == snippet("sigmoid + log loss", framework)
    assert not list(tabs.findall(nodes.table)), "the answer went into a tab"


ROWS = ("identity + half squared error", "identity + Huber")


def test_a_card_of_several_rows_becomes_a_choice_and_a_card_for_each():
    document = tabs_of(str(catalogue.card(*ROWS)))
    choice, *facts = document.findall(nodes.table)
    assert len(facts) == len(components(document, "tab-set")) == len(ROWS)
    cards = [n for n in document.findall(nodes.container) if "card-row" in n["classes"]]
    for name, card, link in zip(ROWS, cards, choice.findall(nodes.reference), strict=True):
        entry = CATALOGUE[name]
        assert (link.astext(), link["refid"]) == (name, anchor(name))
        assert card["ids"] == [anchor(name)]
        assert entry.when in choice.astext()
        assert entry.target in card.astext()
        codes = [code.astext().rstrip() for code in card.findall(nodes.literal_block)]
        assert codes == [snippet(name, framework) for framework in FRAMEWORKS]
    assert max(len(row.children) for row in document.findall(nodes.row)) == 2  # narrow


def test_a_card_whose_code_belongs_to_another_row_stops_the_build():
    card = str(catalogue.card(*ROWS)).replace(f"*{ROWS[1]}*", "*identity + absolute error*")
    with pytest.raises(ExtensionError, match="absolute error"):
        tabs_of(card.replace("| identity + Huber |", "| other |"))


def test_text_without_code_of_frameworks_stays_as_it_is():
    for text in ("**PyTorch** is one.\n\nSo is\n\n**Keras**", "| a |\n| --- |\n| **PyTorch** |\n"):
        assert not components(tabs_of(text), "tab-set")


def test_the_sheet_holds_every_row_of_the_front_page():
    shown = " ".join(text.get_text() for text in cheat_sheet.fitted(*cheat_sheet.PAPER["a4"]).texts)
    words = shown.split()
    for entry in CATALOGUE.values():
        if entry.shown != "front":
            continue
        assert " ".join(entry.asked.split()) in " ".join(words)
        assert " ".join(entry.name.split()) in " ".join(words)


def test_a_cell_is_what_the_page_shows():
    table = "| a | b |\n| --- | --- |\n| [few](x.ipynb) | `f(z)`, $z \\ge 0$ |"
    assert cheat_sheet.cells(table) == [["a", "b"], ["few", r"f(z), $z \geq 0$"]]


def test_lines_break_between_words_and_never_in_a_formula():
    assert cheat_sheet.wrapped("mean of $y \\log(y/m)$ here", 12) == "mean of\n$y \\log(y/m)$\nhere"


def test_the_sheets_are_the_same_bytes_twice_and_of_their_paper_s_size(tmp_path):
    first, second = (cheat_sheet.write(tmp_path / name) for name in ("a", "b"))
    assert [path.suffix for path in first] == [".pdf", ".pdf", ".svg"]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    for path, size in zip(first, cheat_sheet.PAPER.values(), strict=False):
        box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", path.read_bytes())
        assert [float(side) / 72 for side in box.groups()] == pytest.approx(size, abs=0.01)


def test_a_sheet_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        cheat_sheet.fitted(11.69, 3.0)
