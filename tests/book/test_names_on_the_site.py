"""The names index in a browser: the same names are found as by the package, with scripts and without."""

import names_index
import pytest

from pairings.catalogue.names import NAMES, find

QUERIES = (
    "logcosh",
    "SoftMarginLoss",
    "binary:logistic",
    "PoissonNLLLoss(log_input)",
    "reg:gamma",
    'family = binomial(link = "cloglog")',
    "torch.nn.BCEWithLogitsLoss",
)
ROWS = {name.row for name in NAMES}


@pytest.fixture(scope="module")
def tab(browser, site):
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.goto(f"{site}/book/names.html")
    yield tab
    tab.close()


@pytest.mark.parametrize("query", QUERIES)
def test_the_field_finds_what_the_package_finds(tab, query):
    """The names that stand out, and the rows they stand in with all their other names."""
    tab.locator(".complete-form [name=find]").fill(query)
    found = tab.locator(".names li.found code:first-of-type").all_text_contents()
    assert sorted(found) == sorted(name.call for name in find(query))
    shown = tab.locator(".names .names-row:visible")
    assert shown.count() == len({name.row for name in find(query)})
    beside = [name for name in NAMES if name.row in {other.row for other in find(query)}]
    assert shown.locator("li").count() == len(beside)


def test_nothing_stands_out_before_something_is_typed(tab):
    tab.locator(".complete-form [name=find]").fill("")
    assert tab.locator(".names li.found").count() == 0
    assert tab.locator(".names .names-row").count() == len(ROWS)


def test_only_chapters_are_shown_until_something_is_typed(tab):
    """The page is short on a phone."""
    tab.locator(".complete-form [name=find]").fill("")
    assert tab.locator(".names details.fold:visible").count() == len(names_index.groups())
    assert tab.locator(".names .names-row:visible").count() == 0
    tab.locator(".names summary").first.click()
    assert tab.locator(".names .names-row:visible").count() > 0


def test_a_question_in_the_address_is_asked(tab, site):
    tab.goto(f"{site}/book/names.html?find=reg:gamma")
    assert tab.locator(".names li.found").count() == len(find("reg:gamma"))


def test_without_scripts_all_names_are_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/book/names.html")
    assert tab.locator(".names li").count() == len(NAMES)
    for fold in tab.locator(".names summary").all():
        fold.click()
    assert tab.locator(".names li:visible").count() == len(NAMES)
    context.close()


def test_all_folds_are_open_on_paper(tab, site):
    tab.goto(f"{site}/book/names.html")
    tab.emulate_media(media="print")
    boxes = [row.bounding_box() for row in tab.locator(".names .names-row").all()]
    tab.emulate_media(media="screen")
    assert min(box["height"] for box in boxes) > 10
