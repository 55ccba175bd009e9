"""Every page has words by which people look for it, and no words lead to a page that is gone."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = json.loads((ROOT / "book" / "_data" / "search-words.json").read_text("utf-8"))
ITS_TITLE_SAYS_IT = {"bibliography", "changelog"}


def test_every_page_and_no_other_has_words():
    contents = (ROOT / "_toc.yml").read_text("utf-8")
    pages = {line.split("book/")[1] for line in contents.splitlines() if "book/" in line}
    pages = {page for page in pages if "/" not in page} - ITS_TITLE_SAYS_IT
    assert set(WORDS) == pages


def test_no_phrase_leads_to_two_places():
    phrases = [phrase.lower() for page in WORDS.values() for phrase in page]
    assert len(set(phrases)) == len(phrases)
