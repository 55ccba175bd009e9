"""On the site a report leads to the page that it names, with the title of that page."""

import pytest
from linked_reports import linked

from pairings.advice import recommend
from pairings.advice.findings import Finding

TITLES = {"book/cases": "Cases", "book/binary": "A yes/no & its <loss>"}
FINDING = Finding("code", "error", "this", "so", "do that", "binary")._repr_html_()


def shown(html, here="book/cases"):
    return linked(html, here, TITLES, lambda page: f"{page}.html")


def test_a_finding_leads_to_its_page_by_its_title():
    link = '<br>page: <a href="book/binary.html">A yes/no &amp; its &lt;loss&gt;</a></p>'
    assert shown(FINDING).endswith(link)


def test_a_recommendation_leads_to_its_page():
    assert '<a href="book/binary.html">' in shown(recommend([0, 1, 1, 0])._repr_html_())


def test_on_its_own_page_it_is_a_title():
    told = shown(FINDING, "book/binary")
    assert "<a" not in told
    assert told.endswith("<br>page: A yes/no &amp; its &lt;loss&gt;</p>")


@pytest.mark.parametrize("html", ["<p>page: binary</p>", FINDING.replace("binary", "elsewhere")])
def test_what_names_no_page_of_the_book_stays(html):
    assert shown(html) == html
