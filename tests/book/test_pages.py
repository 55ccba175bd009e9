"""Every page keeps the rules of book/_tools/page_rules.py and is reached from the contents."""

from collections import Counter
from pathlib import Path

import nbformat
import page_rules
import pytest
import reference_pages
import yaml
from refresh import as_text, normal, pages_of

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
NOTEBOOKS = pages_of(BOOK)
PAGES = {
    path.relative_to(ROOT).as_posix(): nbformat.v4.reads(path.read_text("utf-8"))
    for path in NOTEBOOKS
}
MARKDOWN = [
    path
    for path in sorted(BOOK.rglob("*.md"))
    if not any(part[0] in "._" for part in path.relative_to(BOOK).parts)
]

each_page = pytest.mark.parametrize("name", PAGES)


def test_the_book_has_notebooks():
    assert PAGES


@each_page
@pytest.mark.parametrize("rule", page_rules.RULES, ids=lambda rule: rule.__name__)
def test_page_keeps(rule, name):
    assert list(rule(PAGES[name])) == []


@each_page
def test_page_is_a_valid_notebook(name):
    nbformat.validate(PAGES[name])


@each_page
def test_page_is_stored_as_refresh_writes_it(name):
    assert (ROOT / name).read_bytes().decode() == as_text(normal(PAGES[name]))


@pytest.mark.parametrize(
    ("kind", "key"), [("image", "alt"), ("figure", "name"), ("figure", "caption")]
)
def test_figures_of_the_book_differ_in(kind, key):
    texts = Counter(
        page_rules.figure_text(cell, kind, key)
        for page in PAGES.values()
        for cell in page_rules.figures(page)
    )
    assert [text for text, times in texts.items() if times > 1] == []


def files_in(contents) -> set[str]:
    """Every `file:` and `root:` of the table of contents, however deep."""
    if isinstance(contents, list):
        return set().union(*map(files_in, contents))
    if not isinstance(contents, dict):
        return set()
    own = {contents[key] for key in ("root", "file") if key in contents}
    return own.union(*map(files_in, contents.values()))


def test_contents_list_every_page_and_nothing_else():
    listed = files_in(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
    written = [ROOT / "book" / "reference" / f"{room}.md" for room in reference_pages.rooms()]
    pages = [*NOTEBOOKS, *{*MARKDOWN, *written}]
    assert sorted(listed) == sorted(p.relative_to(ROOT).with_suffix("").as_posix() for p in pages)


def prose() -> dict[str, str]:
    """All Markdown of the book, by page."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in MARKDOWN}
    for name, page in PAGES.items():
        texts[name] = "\n\n".join(c["source"] for c in page_rules.cells(page, "markdown"))
    return texts


def test_numbers_in_prose_come_from_the_run():
    """Except those listed, with a reason, in prose_numbers.txt; a line no longer needed must go."""
    lines = (ROOT / "tests" / "book" / "prose_numbers.txt").read_text("utf-8").splitlines()
    entries = [line.split(": ", 2) for line in lines if line and line[0] != "#"]
    assert all(len(entry) == 3 for entry in entries), "page: number: reason"
    typed = {(name, n) for name, text in prose().items() for n in page_rules.typed_numbers(text)}
    assert typed == {(name, number) for name, number, _ in entries}
