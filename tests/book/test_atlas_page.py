"""The map of the trained square: what it shows is what is stored; by mouse, by keys, without scripts."""

import gzip
import json
import re

import atlas_map
import pytest
from chromium import SITE, Heard, address_of, axe, opened

from pairings.atlas import CLASSES, KINDS, Cell, cells, classes, read, undefined
from pairings.atlas.cells import STARTS, observed

CELL = "?kind=labels&start=bad&cell=sigmoid.squared_error"


# --- what is written ----------------------------------------------------------------------------------


def letters(html):
    """{output.loss: the letters of a cell} of a table."""
    losses = re.findall(r'data-loss="(\w+)"', html)
    rows = re.findall(r'<tr data-output="(\w+)">(.*?)</tr>', html)
    return {
        f"{output}.{loss}": found
        for output, row in rows
        for loss, found in zip(losses, re.findall(r"<td[^>]*>(.*?)</td>", row), strict=True)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_has_the_letters_of_both_starts(kind):
    shown = letters(atlas_map.table(KINDS[kind]))
    assert len(shown) == len(list(cells(KINDS[kind])))
    for name, told in classes(kind).items():
        ordinary, *bad = shown[name].split()
        assert ordinary == CLASSES[told[0]].letter, name
        assert bad == ([CLASSES[told[1]].letter] if told[1] != told[0] else []), name


def test_what_the_script_fetches_is_what_is_stored():
    data, stored = atlas_map.curves(KINDS["signs"]), read("signs")
    assert len(data["observed"]) == len(observed())
    for name, one in data["cells"].items():
        cell = Cell("signs", *name.split("."))
        assert (one["why"] is None) == bool(one["starts"]) == (undefined(cell) is None)
        for start, told in zip(STARTS, one["starts"], strict=False):
            assert told["curve"] == stored[name][start]["curve"]
            assert len(told["curve"][0]) == len(data["observed"])
            low, middle, high = told["curve"]
            for below, above in ((low, middle), (middle, high)):
                both = [ab for ab in zip(below, above, strict=True) if None not in ab]
                assert all(a <= b for a, b in both), name


def test_every_law_is_a_page_and_every_setting_names_both_halves():
    pages = {path.stem for path in (SITE.parents[1] / "book").glob("*.ipynb")}
    assert {page for page, _ in atlas_map.LAWS.values()} <= pages
    setting = atlas_map.setting(Cell("counts", "exp", "squared_error"))
    assert setting == "explorer.html?left=exp.matching&right=exp.squared_error&y=3"
    assert (
        atlas_map.setting(Cell("labels", "gelu", "squared_error")).count("gelu.squared_error") == 2
    )
    assert atlas_map.setting(Cell("labels", "sigmoid", "tukey")) == "", "the explorer has no Tukey"


def test_the_script_is_light():
    style = SITE.parents[1] / "book" / "_style"
    own = b"".join((style / name).read_bytes() for name in ("atlas.js", "atlas.css"))
    assert len(gzip.compress(own)) < 12_000
    for kind in KINDS.values():  # fetched when a cell is asked for
        assert len(gzip.compress(json.dumps(atlas_map.curves(kind)).encode())) < 200_000


# --- the page -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(site):
    return f"{site}/book"


@pytest.fixture
def tab(browser, site):
    context = opened(browser, "wide and light")
    heard = Heard(context, site.removesuffix("/book"))
    yield heard.tab
    assert (heard.foreign, heard.failed, heard.errors) == ([], [], [])
    context.close()


def panel(tab):
    tab.wait_for_selector(".atlas-panel h3")
    return tab.locator(".atlas-panel")


def test_a_cell_shows_its_class_its_curve_and_where_it_leads(tab, site):
    tab.goto(f"{site}/atlas.html{CELL}")
    words = panel(tab).locator("[role=status]").inner_text()
    assert words.startswith(classes("labels")["sigmoid.squared_error"][1])
    assert panel(tab).locator("svg .atlas-cloud").is_visible()
    stored = read("labels")["sigmoid.squared_error"]["bad"]["error"]
    assert f"{stored[0]:.3g}" in panel(tab).locator("tbody tr").first.inner_text()
    hrefs = [link.get_attribute("href") for link in panel(tab).locator("a").all()]
    assert hrefs[-1] == "explorer.html?left=sigmoid.matching&right=sigmoid.squared_error&y=1&z=-4"


def test_keys_walk_and_choose_and_the_address_follows(tab, site):
    tab.goto(f"{site}/atlas.html?kind=labels")
    tab.locator(".atlas-map[data-kind=labels] td[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        tab.keyboard.press(key)
    chosen = tab.locator("td[aria-current]").get_attribute("data-cell")
    assert chosen.startswith("relu.")
    assert f"cell={chosen}" in address_of(tab)
    assert panel(tab).locator("h3").inner_text().startswith("ReLU + ")
    tab.get_by_label("bad").check()
    assert "start=bad" in address_of(tab)


def test_a_head_sorts_and_the_order_comes_back(tab, site):
    tab.goto(f"{site}/atlas.html?kind=labels")
    rows = tab.locator(".atlas-map[data-kind=labels] tbody th")
    before = rows.all_text_contents()
    tab.locator(".atlas-map[data-kind=labels] thead [data-loss=squared_error] button").click()
    column = tab.locator(".atlas-map[data-kind=labels] td[data-cell$='.squared_error']")
    found = column.all_text_contents()
    order = [one.letter for one in CLASSES.values()]
    assert found == sorted(found, key=order.index)
    assert rows.all_text_contents() != before
    tab.get_by_role("button", name="Order as it was").click()
    assert rows.all_text_contents() == before


@pytest.mark.parametrize("address", ["?kind=zyzzyva", "?cell=a.b", "?start=none&kind=labels"])
def test_a_damaged_address_shows_the_map_as_it_begins(tab, site, address):
    tab.goto(f"{site}/atlas.html{address}")
    assert tab.locator(".atlas-map:visible").count() == 1
    assert "Choose a cell" in tab.locator(".atlas-panel").inner_text()


@pytest.mark.parametrize("view", ["wide and light", "narrow and dark"])
def test_axe_finds_nothing_with_a_cell_chosen(browser, site, view):
    context = opened(browser, view)
    tab = context.new_page()
    tab.goto(f"{site}/atlas.html{CELL}")
    assert panel(tab).is_visible()
    assert axe(tab)[0] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
    context.close()


def test_without_scripts_every_table_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/atlas.html")
    assert tab.locator(".atlas-map:visible").count() == len(KINDS)
    assert tab.locator(".atlas-legend").is_visible()
    context.close()


def test_curves_are_found_from_a_folder(browser):
    context = opened(browser, "wide and light")
    heard = Heard(context, "file:///")
    heard.tab.goto(f"{(SITE / 'book' / 'atlas.html').as_uri()}{CELL}")
    assert panel(heard.tab).locator("svg .atlas-own").is_visible()
    assert heard.errors == []
    context.close()
