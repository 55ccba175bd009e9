"""The first mention of a word of our own on a page leads to the glossary."""

import re
from pathlib import Path

import own_words
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx import addnodes

GLOSSARY = (Path(__file__).parents[2] / "book" / "glossary.md").read_text("utf-8")


def links(text):
    """(term, words) of the links that a page of this text gets."""
    document = publish_doctree(text, settings_overrides={"report_level": 5})
    own_words.link_words(document, "book/page")
    return {(x["reftarget"], x.astext()) for x in document.findall(addnodes.pending_xref)}


def test_the_first_mention_in_running_text_is_a_link():
    text = "*A duel* is no plain word.\n\nTwo duels, one duel.\n\n- no finding, the finding"
    assert links(text) == {("duel", "duels"), ("finding", "finding")}


def test_words_in_tables_and_code_are_left_alone():
    assert links("``duel``\n\n=====  =====\nduel   entrant\n=====  =====\n") == set()


def test_a_page_that_links_a_word_itself_is_left_as_it_is():
    document = publish_doctree("A duel.")
    paragraph = next(document.findall(nodes.paragraph))
    paragraph += own_words.reference("duel", "duel", "book/page")
    own_words.link_words(document, "book/page")
    assert len(list(document.findall(addnodes.pending_xref))) == 1


@pytest.mark.parametrize("term", own_words.WORDS)
def test_every_word_stands_in_the_glossary(term):
    assert re.search(rf"^{term}$", GLOSSARY, re.M)
