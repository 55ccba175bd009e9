"""The site's style sheets lose what no page uses, and nothing else."""

import pytest
from light_pages import letters_of_icons, names_in, used_rules

USED = {"cell", "hide", "show", "btn"}


@pytest.mark.parametrize(
    "rule",
    [
        ".cell{a:b}",
        "h1{a:b}",
        ".cell .btn.show>p{a:b}",
        ".gone,.cell{a:b}",
        ".gone p,h1{a:b}",
        ".cell:not(.gone){a:b}",
        ":is(.gone,.cell) p{a:b}",
        '[class="gone"]{a:b}',
        ":root{--a:url(x.woff2)}",
        "@font-face{font-family:x}",
        "@keyframes x{from{a:b}50.5%{a:c}}",
        "@media print{.cell{a:b}}",
        '@import "x.css";.cell{a:b}',
    ],
)
def test_a_rule_in_use_or_in_doubt_stays(rule):
    assert used_rules(rule, USED) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".gone{a:b}",
        ".cell .gone{a:b}",
        ".gone,.cell.lost{a:b}",
        ".gone:not(.cell){a:b}",
        "@media print{.gone{a:b}}",
        "/* why */",
    ],
)
def test_a_rule_that_no_page_uses_goes(rule):
    assert used_rules(f"h1{{a:b}}{rule}h2{{c:d}}", USED) == "h1{a:b}h2{c:d}"


def test_classes_of_pages_and_words_of_scripts_are_in_use():
    pages, scripts = ['<p class="one two-a">three</p>'], ['x.classList.add("four_b", "is-" + y)']
    assert {"one", "two-a", "four_b"} <= names_in(pages, scripts)
    assert "three" not in names_in(pages, scripts)


def test_letters_of_icons_are_read_from_rules_and_variables():
    css = ':root{--pst-icon-check:"✓"}.fa-sun:before{content:"\\f185"}p:before{content:"\\f999"}'
    assert letters_of_icons(css) == {ord("✓"), 0xF185}
