"""The site's style sheets lose what no page uses, and nothing else."""

import re
from types import SimpleNamespace

import pytest
from light_pages import (
    ALL_AT_ONCE,
    INDEX,
    break_code,
    height,
    index_behind_text,
    lean,
    letters_of_icons,
    measure_when_idle,
    names_in,
    reserve_room,
    sections,
    size_figures,
    used_rules,
)
from scrolling import TABLE, add_stops, give_room
from sphinx.errors import ExtensionError

BOX = '<div class="pst-scrollable-table-container"><table>{}</table></div>'
TWO = "<tr><td>{}</td><td>{}</td></tr>"
FORMULA = '<div class="formula pst-scrollable-table-container"><math>{}</math></div>'
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


def built(folder, script):
    path = folder / "_static" / "scripts" / "pydata-sphinx-theme.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    return SimpleNamespace(outdir=folder, builder=SimpleNamespace(format="html")), path


def test_what_the_theme_measures_waits_until_the_browser_is_idle_once(tmp_path):
    app, script = built(tmp_path, f"a(){ALL_AT_ONCE}b}})")
    measure_when_idle(app, None)
    mended = script.read_text(encoding="utf-8")
    assert "requestIdleCallback" in mended
    assert ALL_AT_ONCE not in mended
    measure_when_idle(app, None)  # built again on top
    assert script.read_text(encoding="utf-8") == mended


def test_a_theme_that_measures_in_other_words_is_an_error(tmp_path):
    with pytest.raises(ExtensionError, match=r"pydata-sphinx-theme.js no longer has"):
        measure_when_idle(built(tmp_path, "a()")[0], None)


def test_the_index_of_the_search_waits_for_the_text_once(tmp_path):
    page = tmp_path / "search.html"
    page.write_text(f"<head>{INDEX}</head>", encoding="utf-8")
    for _ in range(2):  # built again on top
        index_behind_text(built(tmp_path, "")[0], None)
        assert (
            page.read_text("utf-8") == '<head><script defer src="searchindex.js"></script></head>'
        )
    page.write_text("<head></head>", encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"search\.html no longer has"):
        index_behind_text(built(tmp_path, "")[0], None)


@pytest.mark.parametrize("size", ['width="10pt"', 'width="10" height="20"', ""])
def test_a_figure_that_does_not_say_its_size_is_named(tmp_path, size):
    (tmp_path / "odd.svg").write_text(f"<svg {size}/>", encoding="utf-8")
    app = SimpleNamespace(
        srcdir=tmp_path, env=SimpleNamespace(images={"odd.svg": (set(), "odd.svg")})
    )
    with pytest.raises(ExtensionError, match=r"odd\.svg does not say"):
        size_figures(app, "p", "", {"body": '<img src="_images/odd.svg"/>'}, None)


@pytest.mark.parametrize(
    ("html", "lighter"),
    [
        ('<code><span class="pre">a</span> <span class="pre">b</span></code>', "<code>a b</code>"),
        ('<span class="pre">long_<wbr>name</span>', "long_<wbr>name"),
        (
            '<em class="sig-param"><span class="n"><span class="pre">z</span></span></em>',
            '<em class="sig-param">z</em>',
        ),
        (
            "<td><p>1</p></td><td class='a'><p><b>2</b></p>\n</td>",
            "<td>1</td><td class='a'><b>2</b></td>",
        ),
        ('<th class="head"><p></p></th><th>a</th>', '<td class="head"></td><th>a</th>'),
        ('<ul class="simple">\n<li><p>a</p></li>\n</ul>', '<ul class="simple">\n<li>a</li>\n</ul>'),
    ],
)
def test_what_changes_nothing_is_taken_out(html, lighter):
    assert lean(html) == lighter


@pytest.mark.parametrize(
    "html",
    [
        "<td><p>1</p><p>2</p></td>",
        '<td><p class="a">1</p></td>',
        "<div><p>1</p></div>",
        "<ul><li><p>a</p></li></ul>",
        '<ul class="simple"><li><p>a</p><ul class="simple"><li>b</li></ul></li></ul>',
        '<em class="sig-param"><span class="n">z</span><span class="o">=</span></em>',
    ],
)
def test_what_is_more_than_that_stays(html):
    assert lean(html) == html


def test_only_a_long_name_may_break():
    context = {
        "body": '<span class="pre">nn.Linear(2)</span><span class="pre">optax.huber_loss</span>'
    }
    break_code(None, "", "", context, None)
    assert context["body"].count("<wbr>") == 2
    assert "nn.Linear(2)" in context["body"]


def test_a_cell_of_words_has_room_in_a_table_that_scrolls_and_in_no_other():
    words, numbers = "a cell of many more words than columns are wide", "0.12 (0.10–0.14)"
    row = "<tr>{}</tr>".format("".join(f"<td>{c}</td>" for c in (words, numbers, "1", "2", "3")))
    body = BOX.format(row + f'<tr><td class="a">{"x" * 30}</td></tr>')
    found = TABLE.sub(give_room, body)
    assert re.findall(r'class="(cell-.*?|a.*?)"', found) == [
        "cell-long",
        "cell-medium",
        "a cell-long",
    ]
    assert (
        re.sub(r' class="(?:a )?cell-\w+"', "", found).replace("<td>x", '<td class="a">x') == body
    )
    four = body.replace("<td>3</td>", "")
    assert "cell-long" in TABLE.sub(give_room, four)
    assert "cell-medium" not in TABLE.sub(give_room, four)
    three = four.replace("<td>2</td>", "")
    assert TABLE.sub(give_room, three) == three


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (f"<pre>{'x' * 40}</pre>", f"<pre>{'x' * 9}\n{'x' * 30}</pre>"),
        (
            f"<pre data-runs=':40'><span></span>{'x' * 40}</pre>",
            "<pre><b>" + "<i></i>" * 40 + "</pre>",
        ),
        (BOX.format(TWO.format("x" * 20, "y" * 20)), BOX.format(TWO.format("x " * 20, "y " * 20))),
        (
            BOX.format(TWO.format("x", "y") + TWO.format("x" * 30, "")),
            BOX.format(TWO.format("", "")),
        ),
        (FORMULA.format("<mi>x</mi>" * 30), FORMULA.format("<mtr><mi>x</mi></mtr>" * 30)),
    ],
)
def test_what_may_scroll_on_a_phone_has_a_tab_stop(wide, narrow):
    assert add_stops(wide) == wide.replace(">", ' tabindex="0">', 1)
    assert add_stops(narrow) == narrow


PAGE = "<section>{}<section>a<section>b</section></section>{}<section>c</section></section>"


def test_the_sections_of_a_page_are_found_and_their_parts_are_not():
    html = PAGE.format("<p></p>", " ")
    found = [html[start:end] for start, end in sections(html)]
    assert found == ["<section>a<section>b</section></section>", "<section>c</section>"]


def test_every_section_gets_its_room_and_keeps_its_text():
    context = {"body": PAGE.format("", "")}
    reserve_room(None, "p", "", context, None)
    assert len(re.findall(r'<section style="--room: \d+rem">', context["body"])) == 2
    assert re.sub(r' style="--room: \d+rem"', "", context["body"]) == PAGE.format("", "")


TEXT = "<p>" + "word " * 50 + "</p>"


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (TEXT + TEXT, TEXT),
        (TEXT, "<pre>one line</pre>"),
        ("<pre>" + 9 * "a\n" + "</pre>", "<pre>a</pre>"),
        (f"<details open><summary>a</summary>{TEXT}</details>", "<p>a</p>"),
        (TEXT, f"<details><summary>a</summary>{TEXT}</details>"),
        (TEXT, f'<section id="solution-content">{TEXT}{TEXT}</section>'),
        ('<img width="358" height="300"', '<img width="716" height="300"'),
        ('<math display="block"><mtr></mtr><mtr></mtr></math>', "<math><mi>x</mi></math>"),
        (f"<tr><td>{TEXT}</td><td>{TEXT}</td></tr>", f"<tr><td>{TEXT}</td></tr>"),
    ],
)
def test_what_takes_more_room_is_given_more(more, less):
    assert height(more) > height(less) >= 0


def test_a_fold_in_a_fold_takes_one_line():
    inner = f"<details><summary>b</summary>{TEXT}</details>"
    outer = f"<details><summary>a</summary>{inner}{TEXT}</details>"
    assert height(outer) == height("<details><summary>a</summary></details>")
