"""Every page of the built site in a real Chromium: quiet, typeset, accessible, usable by keyboard.

Each page is opened twice, wide and light, narrow and dark; the tests read what was seen. Without a
browser nothing of this is known, and one line says so; under CI or REQUIRE_BROWSER it is an error.
"""

import builtins
import keyword
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import nbformat
import page_rules
import pytest
from chromium import BROWSER, REQUIRED, ROOT, SITE, VIEWS, Heard, axe, follow, opened, serve
from fontTools.ttLib import TTFont
from playwright.sync_api import TimeoutError as PlaywrightTimeout

if BROWSER is None and not REQUIRED:
    pytest.skip(
        "NOT CHECKED, NO CHROMIUM OR CHROME FOUND: requests, formulas, width, accessibility, keyboard",
        allow_module_level=True,
    )

RAW_FORMULA = re.compile(r"\$[^$\n]+\$|\\\(|\\begin\{|\\frac")
# Text that the reader sees, without code and without formulas.
VISIBLE_TEXT = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest("pre, code, script, style, math"))
      words.push(walker.currentNode.data);
  return words.join(" ");
}"""
WIDTH = "document.documentElement.scrollWidth"
FORMULAS = """() => [...document.querySelectorAll("math")]
  .filter(formula => formula.getBoundingClientRect().width > 0).length"""
# Boxes that scroll have a tab stop from the start; the theme takes it from the others in a moment.
BOXES = """[...document.querySelectorAll("pre, .pst-scrollable-table-container")].map(box =>
  [box, box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1])"""
UNREACHABLE = f"""() => {BOXES}.filter(([box, scrolls]) => scrolls && box.tabIndex !== 0)
  .map(([box]) => box.outerHTML.slice(0, 80))"""
SETTLED = f"() => {BOXES}.every(([box, scrolls]) => scrolls === (box.tabIndex === 0))"
# What is wider than its box and neither scrolls nor wraps.
CUT = """() => [...document.querySelectorAll("main :is(a, div, p, li, td, summary)")].filter(box =>
  box.scrollWidth > box.clientWidth + 2 && box.clientWidth > 1 && box.textContent.trim()
  && ["hidden", "clip"].includes(getComputedStyle(box).overflowX))
  .map(box => box.textContent.trim().replace(/\\s+/g, " ").slice(0, 60))"""
ICONS = """() => {
  const seen = new Set();
  for (const element of document.querySelectorAll("*"))
    for (const part of ["::before", "::after"]) {
      const { content, fontFamily, fontWeight } = getComputedStyle(element, part);
      if (fontFamily.includes("Awesome") && content.startsWith('"'))
        seen.add([fontFamily.includes("Brands") ? "brands" : fontWeight, content.slice(1, -1)].join(" "));
    }
  return [...seen];
}"""
UNFOLD = """() => { document.querySelectorAll("details").forEach(fold => fold.open = true);
  document.querySelectorAll(".toggle-hidden button.toggle-button").forEach(button => button.click()); }"""


class Seen(NamedTuple):
    """What one page showed in one view."""

    page: str
    view: str
    foreign: list
    failed: list
    errors: list
    unreachable: list
    width: int
    text: str
    formulas: int
    icons: list
    axe: list
    settled: bool
    cut: list


# Sections out of sight are not laid out; what is checked are all of them. Shades at the edges of what
# scrolls would keep axe from comparing colours.
SHARES_OF_ROOM = """laid_out => {
  const waits = section => getComputedStyle(section).contentVisibility === "auto";
  const sections = [...document.querySelectorAll(".bd-article > section > section")].filter(waits);
  const room = section => getComputedStyle(section).containIntrinsicHeight.match(/[0-9.]+px/);
  const kept = sections.map(section => parseFloat(room(section)));
  document.head.append(Object.assign(document.createElement("style"), { textContent: laid_out }));
  return sections.map((section, i) => kept[i] / section.getBoundingClientRect().height);
}"""
LAID_OUT = """.bd-article :is(section, div.math, .atlas-scroll, .complete tr) {
    content-visibility: visible !important }
  .bd-article :is(pre, .pst-scrollable-table-container) { background-image: none !important }"""


def look(heard, site, page, view, patience=20_000):
    """Open a page and write down what happens; everything folded is opened in the dark."""
    tab = heard.tab
    heard.clear()
    tab.goto(f"{site}/{page}", wait_until="load")
    unreachable = tab.evaluate(UNREACHABLE)
    tab.add_style_tag(content=LAID_OUT)
    if VIEWS[view][2] == "dark":
        tab.evaluate(UNFOLD)
    tab.evaluate("document.fonts.ready.then(() => window.dispatchEvent(new Event('resize')))")
    with suppress(PlaywrightTimeout):
        tab.wait_for_function(SETTLED, timeout=patience)
    settled, cut = tab.evaluate(SETTLED), tab.evaluate(CUT)
    width, text, formulas, icons = map(tab.evaluate, (WIDTH, VISIBLE_TEXT, FORMULAS, ICONS))
    faults, heard.looks = axe(tab, heard.looks)
    seen = Seen(
        page,
        view,
        heard.foreign,
        heard.failed,
        heard.errors,
        unreachable,
        width,
        text,
        formulas,
        icons,
        faults,
        settled,
        cut,
    )
    return seen


def sources(page):
    """The notebook or the text that a page was made from."""
    return [
        file for file in (ROOT / page).parent.glob(f"{Path(page).stem}.*") if file.suffix != ".html"
    ]


def has_formulas(source):
    """Does the text of a page, code aside, hold formulas?"""
    if source.suffix == ".ipynb":
        cells = nbformat.read(source, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = source.read_text(encoding="utf-8")
    text = re.sub(r"(`+).*?\1", "", text, flags=re.DOTALL)
    return bool(re.search(r"\$[^$]+\$|\\begin\{", text))


@pytest.fixture(scope="module", params=VIEWS)
def views(browser, site, request):
    """Every page in a view, but for the redirection at the site's address."""
    files = [p.relative_to(SITE) for p in sorted(SITE.rglob("*.html"))]
    pages = [p.as_posix() for p in files if p.parts[0] not in ("_static", "index.html")]
    context = opened(browser, request.param)
    tab = Heard(context, site)
    yield [look(tab, site, page, request.param) for page in pages]
    context.close()


def each(views, part):
    return [f"{v.page}, {v.view}: {fault}" for v in views for fault in getattr(v, part)]


def none(faults):
    assert not faults, "\n" + "\n".join(faults)


def test_no_page_asks_another_host_for_anything(views):
    none(each(views, "foreign"))


def test_no_request_fails(views):
    none(each(views, "failed"))


def test_no_page_logs_an_error(views):
    none(each(views, "errors"))


def test_no_page_scrolls_sideways(views):
    none([f"{v.page}: {v.width} pixels, {v.view}" for v in views if v.width > VIEWS[v.view][0]])


def test_nothing_is_cut_off(views):
    none(each(views, "cut"))


def test_what_scrolls_can_be_reached_by_keyboard_at_once(views):
    none(each(views, "unreachable"))


def test_nothing_has_a_tab_stop_without_need_for_long(views):
    none([f"{v.page}, {v.view}" for v in views if not v.settled])


def test_axe_finds_nothing(views):
    none(each(views, "axe"))


def test_formulas_are_typeset(views):
    expected = {v.page for v in views if any(map(has_formulas, sources(v.page)))}
    assert expected
    none([f"{v.page}: none to see" for v in views if v.page in expected and not v.formulas])


def test_no_formula_is_left_raw(views):
    none([f"{v.page}: {raw}" for v in views for raw in RAW_FORMULA.findall(v.text)])


def test_every_icon_is_in_its_font(views):
    """The icon fonts are cut to what the pages use."""
    folder = SITE / "_static" / "vendor" / "fontawesome" / "webfonts"
    files = {"900": "fa-solid-900", "400": "fa-regular-400", "brands": "fa-brands-400"}
    letters = {k: TTFont(folder / f"{name}.woff2").getBestCmap() for k, name in files.items()}
    wanted = {(icon, v.page) for v in views for icon in v.icons}
    assert wanted
    missing = [(i, p) for i, p in wanted if ord(i[-1]) not in letters[i.split()[0]]]
    none([f"{page}: no glyph for {icon!a}" for icon, page in sorted(missing)])


@pytest.fixture
def tab(browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    yield tab
    context.close()


def page_with(words):
    """The first page whose HTML holds these words."""
    for file in sorted((SITE / "book").rglob("*.html")):
        if words in file.read_text(encoding="utf-8"):
            return file.relative_to(SITE).as_posix()
    return pytest.fail(f"no page holds {words!r}, so this cannot be checked")


@pytest.mark.parametrize(
    "words", ["sigmoid", "potential", "softplus", "dead", "NaN", "0.693", "2.303", "0.731"]
)
def test_search_finds(tab, site, words):
    tab.goto(f"{site}/book/index.html")
    tab.keyboard.press("Control+k")
    tab.keyboard.type(words)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=*")
    tab.wait_for_selector("#search-results ul.search li")
    assert tab.locator("#search-results ul.search li").count() >= 1


def test_search_finds_no_word_that_is_not_there(tab, site):
    tab.goto(f"{site}/search.html?q=zyzzyva")
    tab.get_by_text("did not match any documents").wait_for()
    assert tab.locator("#search-results ul.search li").count() == 0


def test_tabs_follow_the_keyboard_and_each_other(tab, site):
    tab.goto(f"{site}/{page_with('sd-tab-set')}")
    sets = tab.locator(".sd-tab-set:has(label[data-sync-id])")
    sets.first.locator("input").first.focus()
    tab.keyboard.press("ArrowRight")
    second = sets.first.locator("label").nth(1)
    assert sets.first.locator(".sd-tab-content").nth(1).is_visible()
    assert sets.first.locator(".sd-tab-content").first.is_hidden()
    key = second.get_attribute("data-sync-id")
    for label in tab.locator(f"label[data-sync-id={key}]").all():
        assert tab.locator(f"#{label.get_attribute('for')}").is_checked()


def test_the_choice_of_a_framework_holds_on_every_page(tab, site):
    """Chosen on the front page, it is open on a chapter's card; with an address that names one, too."""
    shown = ".sd-tab-set:has(label[data-sync-group=framework]) > input:checked + label"
    tab.goto(f"{site}/book/index.html")
    tab.locator("label[data-sync-id=jax]").first.click()
    for page, chosen in (("book/cards.html", "jax"), ("book/cards.html?framework=keras", "keras")):
        tab.goto(f"{site}/{page.replace('book/cards.html', page_with('sd-tab-set'))}")
        labels = tab.locator(shown).all()
        assert labels
        assert {label.get_attribute("data-sync-id") for label in labels} == {chosen}


def test_without_scripts_every_tab_is_shown(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/book/index.html")
    contents = tab.locator(".sd-tab-content").all()
    assert contents
    assert all(content.is_visible() for content in contents)
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_the_first_screen_of_the_book_holds_the_answer(browser, site, view):
    """The rule, the doors and the whole table, without scrolling."""
    context = opened(browser, view)
    tab = context.new_page()
    tab.goto(f"{site}/book/index.html")
    table = tab.locator(".sd-tab-content table").first.bounding_box()
    assert table["y"] + table["height"] <= VIEWS[view][1]
    assert tab.locator("h1 ~ p strong").first.bounding_box()["y"] < table["y"]
    context.close()


def test_figures_are_as_wide_on_a_phone_as_their_rule_supposes(browser, site):
    context = opened(browser, "narrow and dark")
    tab = context.new_page()
    tab.goto(f"{site}/{page_with('<figure')}")
    shown = tab.locator("figure img, .cell_output img").first
    assert shown.bounding_box()["width"] >= page_rules.PHONE
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_the_room_kept_for_a_section_is_about_what_it_takes(browser, site, view):
    """Before it comes near, so that the scroll bar is honest and nothing lies upon what follows."""
    context, shares = opened(browser, view), []
    tab = context.new_page()
    for page in ("binary", "multiclass", "positive", "boosting", "counts"):
        tab.goto(f"{site}/book/{page}.html")
        shares += tab.evaluate(SHARES_OF_ROOM, LAID_OUT)
    context.close()
    assert len(shares) > 40
    assert sorted(shares)[len(shares) // 20] > 0.75
    assert 0.9 < sorted(shares)[len(shares) // 2] < 1.4


def test_a_path_stays_open_from_page_to_page(tab, site):
    tab.goto(f"{site}/book/index.html")
    path = tab.locator(".paths details").nth(1)
    path.locator("summary").click()
    follow(tab, path.locator("a").nth(1))
    opened_paths = tab.locator(".paths details[open]")
    assert opened_paths.count() == 1
    assert opened_paths.locator("a[aria-current=page]").count() == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_is_one_page_on_paper(tab, site, paper):
    tab.goto(f"{site}/book/cheat-sheet.html")
    pages = re.findall(rb"/Type\s*/Page\b", tab.pdf(format=paper, prefer_css_page_size=True))
    assert len(pages) == 1


def test_code_is_copied_without_a_mouse(tab, site):
    tab.goto(f"{site}/{page_with('cell_input')}")
    button = tab.locator("button.copybtn:visible").first
    button.focus()
    tab.keyboard.press("Enter")
    code = tab.locator("div.highlight:has(button.copybtn:visible) pre").first.inner_text()
    tab.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    assert tab.evaluate("navigator.clipboard.readText()").split() == code.split()


def test_the_switch_darkens_the_page_and_it_stays_dark(tab, site):
    tab.emulate_media(color_scheme="light")
    tab.goto(f"{site}/book/index.html")
    background = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(background)
    for _ in range(3):  # auto, light, dark in turn
        if tab.evaluate("document.documentElement.dataset.theme") == "dark":
            break
        tab.locator("button.theme-switch-button:visible").first.press("Enter")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    tab.reload()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert tab.evaluate(background) != light


def test_a_folded_solution_opens_by_keyboard(tab, site):
    tab.goto(f"{site}/{page_with('solution dropdown')}")
    solution = tab.locator("div.solution.dropdown").first
    assert solution.locator("section p").first.is_hidden()
    solution.locator("button.toggle-button").focus()
    tab.keyboard.press("Enter")
    solution.locator("section p").first.wait_for(state="visible")
    assert solution.locator("section p").first.is_visible()


def test_folded_code_opens_by_keyboard(tab, site):
    tab.goto(f"{site}/{page_with('above-input')}")
    fold = tab.locator("details.above-input").first
    fold.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert fold.locator("pre").first.is_visible()


def test_an_address_opens_the_fold_of_its_section(tab, site):
    tab.goto(f"{site}/book/frameworks.html")
    link = tab.locator("table a[href^='#']").nth(2)
    at = link.get_attribute("href")
    fold = tab.locator(f"section{at} details.fold")
    assert fold.get_attribute("open") is None
    link.click()
    tab.wait_for_selector(f"section{at} details.fold[open]")
    tab.goto("about:blank")
    tab.goto(f"{site}/book/frameworks.html{at}")
    assert fold.get_attribute("open") is not None


PAINTED = """() => Object.fromEntries([...CSS.highlights].map(([name, ranges]) =>
  [name, [...ranges].map(({startContainer, startOffset, endOffset}) =>
    startContainer.data.slice(startOffset, endOffset))]))"""


def test_folded_code_is_coloured_when_it_is_opened(tab, site):
    tab.goto(f"{site}/{page_with('data-runs')}")
    assert tab.evaluate(PAINTED) == {}
    assert tab.locator("pre[data-runs] span:not(:empty)").count() == 0
    for fold in tab.locator("details.above-input").all():
        fold.locator("summary").click()
    tab.wait_for_function(
        "document.querySelectorAll('details.above-input pre[data-runs]').length === 0"
    )
    painted = tab.evaluate(PAINTED)
    words = {"import", "from", "def", "for", "in", "return", "None", "as", "lambda", "if", "else"}
    keywords = next(found for found in painted.values() if words.intersection(found))
    assert {w for words in keywords for w in words.split()} <= {*keyword.kwlist, *dir(builtins)}
    assert len(painted) >= 3
    kind = next(name for name, found in painted.items() if words.intersection(found))
    text, seen = tab.evaluate(
        """kind => {
          const [range] = CSS.highlights.get(kind), code = range.startContainer.parentElement;
          return [code, [code, `::highlight(${kind})`]].map(of => getComputedStyle(...[of].flat()).color);
        }""",
        kind,
    )
    assert seen != text


OUTLINE = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
}"""


def test_focus_is_visible(tab, site):
    tab.goto(f"{site}/book/index.html")
    for _ in range(8):
        tab.keyboard.press("Tab")
        assert tab.evaluate(OUTLINE) >= 2


BROKEN = """<!DOCTYPE html><html lang="en"><head><title>Broken</title></head><body><main>
<img src="http://127.0.0.1:9/far.png"><img src="missing.png"><p>Raw $x^2$</p>
<div style="width: 2000px">wide</div>
<p style="overflow: hidden; width: 30px">Unbreakable</p>
<pre style="overflow: auto; width: 9px">a line</pre>
<p>Dark</p><p style="color: #777; background: #888">Pale, after a paragraph that is not</p>
<script>throw new Error("broken")</script></main></body></html>"""


def test_a_broken_page_is_seen_to_be_broken(browser, tmp_path):
    (tmp_path / "index.html").write_text(BROKEN, encoding="utf-8")
    sound = BROKEN.replace("background: #888", "background: #fff").replace("#777", "#111")
    (tmp_path / "before.html").write_text(sound, encoding="utf-8")
    server, address = serve(tmp_path)
    context = opened(browser, "narrow and dark")
    heard = Heard(context, address)
    look(heard, address, "before.html", "narrow and dark", patience=2000)  # its looks are known
    seen = look(heard, address, "index.html", "narrow and dark", patience=2000)
    context.close()
    server.shutdown()
    server.server_close()
    assert seen.foreign == ["http://127.0.0.1:9/far.png"]
    assert any("missing.png" in failure for failure in seen.failed)
    assert any("broken" in error for error in seen.errors)
    assert seen.unreachable == ['<pre style="overflow: auto; width: 9px">a line</pre>']
    assert not seen.settled
    assert seen.width > 390
    assert seen.cut == ["Unbreakable"]
    assert "$x^2$" in seen.text
    assert seen.formulas == 0
    assert {"image-alt", "page-has-heading-one", "color-contrast"} <= {
        finding.split(":")[0] for finding in seen.axe
    }
