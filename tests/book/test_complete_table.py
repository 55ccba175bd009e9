"""The complete table links the code of each row that is on no card, and lays it beside the page."""

import re
from types import SimpleNamespace

import complete_table
import pytest

from pairings import CATALOGUE
from pairings.catalogue.code import snippet

ON_NO_CARD = [entry for entry in CATALOGUE.values() if entry.shown == "table"]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    home = tmp_path_factory.mktemp("site")
    app = SimpleNamespace(outdir=home, builder=SimpleNamespace(name="html"))
    complete_table.lay_out_code(app, None)
    return home / "book"


@pytest.mark.parametrize("entry", ON_NO_CARD, ids=lambda entry: entry.name)
def test_the_code_of_a_row_lies_where_its_link_leads(entry, laid_out):
    cell = complete_table.cells(entry)["PyTorch"]
    link = cell.split('<a href="')[1].split('"')[0]
    assert (laid_out / link).read_text("utf-8").rstrip() == snippet(entry.name, "PyTorch")


def test_no_formula_ends_a_cell():
    """The bars of an absolute value are no borders of cells."""
    written = complete_table.table(complete_table.rows()).splitlines()
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in written]
    assert len(written) == len(CATALOGUE) + 2
    assert len(set(cells)) == 1
    assert any(r"\|" in line for line in written)


def test_a_row_of_a_card_keeps_its_call():
    entry = CATALOGUE["sigmoid + log loss"]
    assert complete_table.cells(entry)["PyTorch"] == entry.pytorch


def test_nothing_is_laid_out_where_the_build_failed(tmp_path):
    app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(name="html"))
    complete_table.lay_out_code(app, ValueError())
    assert not list(tmp_path.iterdir())


def test_a_cell_knows_its_head_and_whether_it_waits_for_scripts():
    html = (
        '<div class="complete-start" data-shown="0"></div><table><tr>'
        '<th class="head">you <b>have</b></th>'
        '<th class="head">loss</th></tr><tr><td class="a">1</td><td>2</td></tr></table>'
    )
    found = complete_table.with_heads(html)
    assert '<th class="head">you' in found
    assert '<th hidden class="head">loss' in found
    assert '<td data-head="you have" class="a">1</td><td data-head="loss" hidden>2</td>' in found
    assert complete_table.with_heads("<p>no table</p>") == "<p>no table</p>"


def test_without_scripts_every_column_is_shown(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{site}/book/table.html")
    assert tab.locator(".complete tbody tr:first-child td[hidden]").first.is_visible()
    assert tab.locator(".complete tbody tr:first-child td:visible").count() > 9
    context.close()
