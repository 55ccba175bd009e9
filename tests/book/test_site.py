"""The built site, read by a parser of our own: links, pictures, words, weight. No browser is needed.

Each claim is a function from pages to the list of what is wrong; at the end each of them is shown
a broken page and must object.
"""

import gzip
import os
import re
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import reference_pages
import yaml
from fontTools.ttLib import TTFont
from formulas import signs_of
from light_pages import ALL_AT_ONCE, ONE_BY_ONE

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
TEXT_PAGE, FIGURE_PAGE = 250_000, 350_000  # bytes of a page with all it loads, compressed
GENERATED = {"404.html", "genindex.html", "prf-prf.html", "py-modindex.html", "search.html"}
ELEMENTS = 6000  # of a page to be read
LISTS = {"notation", "properties", "table"}  # to be looked up in: all rows, all formulas
IN_A_LIST = 7000
OTHER_PAGES = {"canonical", "next", "prev", "index", "search"}  # a <link> to them loads nothing
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
# What Sphinx, MyST and math-core leave in the text where they could not resolve something.
UNRESOLVED = re.compile(
    r"\{(?:eq|numref|ref|doc|term|cite|glue|prf|py|func)[:\w]*\}|:(?:eq|ref|math|py:\w+|func):`"
    r"|\[\?+\]|\(\?\?+\)|\$|\\begin\{|\\\(|ParseError"
)
FORMULA_FONT = "_static/fonts/formulas.woff2"
EMPTY_WORDS = {"click here", "go", "here", "information", "learn more", "more", "read more"}
EMPTY_WORDS |= {"more information", "see more", "there", "this", "this page"}
INVISIBLE = "\u2061\u2062\u2063\u2064\ufe00 \n\xa0"  # they have no ink


class Page(HTMLParser):
    """What the checks need to know of one page."""

    def __init__(self, path, text):
        super().__init__()
        self.path, self.html = path, text
        self.ids, self.links, self.loads, self.pictures = set(), [], [], []
        self.classes, self.words, self.open = set(), [], []
        self.title, self.description, self.lang, self.headings = "", "", "", 0
        self.behind_formula, self.closed = [], ""
        self.elements = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements += 1
        given, self.closed = {key: value or "" for key, value in attributes}, ""
        self.ids.update(given[key] for key in ("id", "name") if given.get(key))
        self.classes.update(given.get("class", "").split())
        self.headings += tag == "h1" and "onlyprint" not in " ".join(self.open)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content", "")
        if given.get(LOADED.get(tag)) and given.get("rel") not in OTHER_PAGES:
            self.loads.append(given[LOADED[tag]])
        if tag == "img":
            self.pictures.append(given)
        if tag not in ("meta", "link", "img", "br", "hr", "input", "source", "wbr", "path", "col"):
            self.open.append(f"{tag} {given.get('class', '')}")

    def handle_endtag(self, tag):
        while self.open:
            self.closed = self.open.pop()
            if self.closed.split()[0] == tag:
                break

    def handle_data(self, text):
        if self.open and self.open[-1].startswith("title"):
            self.title += text
        around = " ".join(self.open)
        if self.closed == "math ":
            self.behind_formula.append(text)
        self.closed = ""
        if not re.search(r"\b(script|style|pre|code|math|annotation)\b", around):
            self.words.append(text)

    def target(self, link):
        """(file, fragment) that a link of this page leads to; None for another site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        folder = "" if path.startswith("/") else os.path.dirname(self.path)
        file = os.path.normpath(os.path.join(folder, path.lstrip("/"))) if path else self.path
        return ("index.html" if file == "." else file), unquote(parts.fragment)


def dead_links(pages, exists):
    for page in pages.values():
        for link in {*page.links, *page.loads}:
            target = page.target(link)
            if target is None or link in ("#", ""):
                continue
            file, fragment = target
            if file not in pages and not exists(file):
                yield f"{page.path}: {link} leads nowhere"
            elif fragment and file in pages and fragment not in pages[file].ids:
                yield f"{page.path}: {link} has no such anchor"


def nameless(page):
    """Read alone, as a list of links is read aloud, such words lead nowhere."""
    for words in re.findall(r"<a\b[^>]*>(.*?)</a>", page.html, re.DOTALL):
        if re.sub(r"<[^>]+>", "", words).strip(" .:").lower() in EMPTY_WORDS:
            yield f"{page.path}: a link says {words!r}, not where it leads"


def bad_pictures(page):
    for picture in page.pictures:
        alt, name = picture.get("alt"), Path(picture.get("src", "")).stem
        if alt is None or (not alt and "logo__image" not in picture.get("class", "")):
            yield f"{page.path}: {name} has no alternative text"
        elif alt and (name in alt or re.search(r"\.(svg|png|jpe?g)$|^[0-9a-f]{20,}", alt)):
            yield f"{page.path}: the alternative text {alt!r} is a file name"
        if "_images/" in picture.get("src", "") and not picture.get("height"):
            yield f"{page.path}: {name} has no size, so the page jumps when it arrives"


def foreign(page):
    yield from (f"{page.path}: loads {u}" for u in page.loads if page.target(u) is None)


def unresolved(page):
    found = UNRESOLVED.findall(" ".join(page.words))
    yield from (f"{page.path}: {words!r} in the text" for words in found)
    faults = page.classes & {"problematic", "system-message"}
    yield from (f"{page.path}: something of class {name}" for name in faults)
    if "<merror" in page.html or re.search(r'class="(math|formula)[^>]*></', page.html):
        yield f"{page.path}: a formula that was not set"


def loose_signs(page):
    """Between a formula and the text behind it a line may end, and the next begin with a comma."""
    for text in page.behind_formula:
        if text[0] in ".,;:!?)]":
            yield f"{page.path}: {text[:20]!r} may begin a line"


def undescribed(page):
    if not page.title.strip() or not page.lang:
        yield f"{page.path}: no title or no language"
    if len(page.description) < 20:
        yield f"{page.path}: no description worth the name"
    if page.headings != 1:
        yield f"{page.path}: {page.headings} headings of the first level"


def read(folder):
    return {
        (name := file.relative_to(folder).as_posix()): Page(name, file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.html"))
        if "_static" not in file.parts
    }


@cache
def compressed(file):
    data = file.read_bytes()
    return len(data if file.suffix in (".woff2", ".png") else gzip.compress(data, 6))


def weight(page, folder):
    """Compressed bytes of a page and of all that it loads from the site."""
    files = {page.target(link)[0] for link in page.loads if page.target(link)} | {page.path}
    files |= {FORMULA_FONT} if "<math" in page.html else set()
    icons = "_static/vendor/fontawesome/webfonts"
    files |= {f.relative_to(folder).as_posix() for f in (folder / icons).glob("*.woff2")}
    return sum(compressed(folder / name) for name in files if (folder / name).is_file())


def entries(part):
    """Every file that the table of contents names, without its suffix."""
    if isinstance(part, dict):
        yield from (part[key] for key in ("root", "file") if key in part)
        for inner in part.values():
            yield from entries(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from entries(inner)


@pytest.fixture(scope="module")
def pages():
    if not (SITE / "searchindex.js").is_file():
        pytest.fail(f"there is no built site in {SITE.relative_to(ROOT)}: run `make book` first")
    return read(SITE)


@pytest.fixture(scope="module")
def contents():
    return list(entries(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))


def each(check, pages):
    return [fault for page in pages.values() for fault in check(page)]


def none(faults):
    assert not faults, "\n" + "\n".join(faults)


def test_every_internal_link_and_anchor_leads_somewhere(pages):
    none(list(dead_links(pages, lambda name: (SITE / name).exists())))


def test_every_link_says_where_it_leads(pages):
    none(each(nameless, pages))


def test_every_picture_says_what_it_shows(pages):
    none(each(bad_pictures, pages))


def test_no_page_loads_anything_from_another_host(pages):
    none(each(foreign, pages))


def test_style_sheets_load_nothing_from_another_host(pages):
    assert pages
    sheets = {file: file.read_text(encoding="utf-8") for file in SITE.rglob("*.css")}
    foreign = re.compile(r"(url\(|@import)\s*['\"]?(https?:)?//")
    none([f"{file}: a foreign address" for file, css in sheets.items() if foreign.search(css)])


def test_nothing_is_left_unresolved(pages):
    none(each(unresolved, pages))


def without_glyph(page, glyphs):
    missing = signs_of(page.html) - glyphs - set(map(ord, INVISIBLE))
    yield from (
        f"{page.path}: {chr(sign)!a} is not in the font of the formulas" for sign in missing
    )


def test_every_sign_of_a_formula_is_in_its_font(pages):
    glyphs = set(TTFont(SITE / FORMULA_FONT).getBestCmap())
    none(each(partial(without_glyph, glyphs=glyphs), pages))
    assert list(
        without_glyph(Page("a.html", "<math><mi>a</mi></math>"), {ord("a")})
    )  # it is slanted


def late(page):
    """The font is asked for before the first style sheet, or it would come last."""
    head = page.html.split('<link rel="stylesheet"', 1)[0].split("<link href=", 1)[0]
    if "<math" in page.html and f'/{FORMULA_FONT}"' not in head:
        yield f"{page.path}: the font of the formulas comes late, and the text jumps"


def test_the_font_of_the_formulas_comes_early(pages):
    none(each(late, pages))


def test_the_font_of_the_formulas_brings_its_licence():
    told = (SITE / FORMULA_FONT).with_name("formulas.LICENSE.txt").read_text(encoding="utf-8")
    font = TTFont(SITE / FORMULA_FONT)["name"]
    assert font.getDebugName(0) in told
    assert font.getDebugName(13) in told
    assert "PERMISSION & CONDITIONS" in told


def test_what_the_theme_measures_waits_until_the_browser_is_idle():
    script = (SITE / "_static" / "scripts" / "pydata-sphinx-theme.js").read_text(encoding="utf-8")
    assert ONE_BY_ONE in script
    assert ALL_AT_ONCE not in script


def test_no_line_can_begin_with_the_comma_behind_a_formula(pages):
    none(each(loose_signs, pages))


def test_every_page_has_a_title_a_description_and_one_heading(pages):
    none(each(undescribed, pages))


def test_descriptions_differ(pages):
    told = [page.description for name, page in pages.items() if name not in GENERATED]
    assert [text for text in set(told) if told.count(text) > 1] == []


def test_every_page_is_light(pages):
    heavy = []
    for name, page in pages.items():
        figures = any("_images/" in picture["src"] for picture in page.pictures)
        bytes_, budget = weight(page, SITE), FIGURE_PAGE if figures else TEXT_PAGE
        if bytes_ > budget:
            heavy.append(f"{name}: {bytes_} of {budget} bytes")
    none(heavy)


def crowded(page):
    name = page.path.removeprefix("book/").removesuffix(".html")
    if page.elements > (IN_A_LIST if name in LISTS else ELEMENTS):
        yield f"{page.path}: {page.elements} elements"


def test_no_page_has_too_many_elements(pages):
    none(each(crowded, pages))


def test_every_page_of_the_contents_is_built_and_no_other(pages, contents):
    built = set(pages) - GENERATED - {"index.html"}
    assert built == {f"{name}.html" for name in contents}


def test_every_module_of_the_package_has_its_page(contents):
    assert set(reference_pages.rooms()) == {
        n.rsplit("/", 1)[1] for n in contents if "/reference/" in n
    } - {"index"}


def test_the_download_is_the_notebook_with_a_cell_that_installs_the_site_s_own_wheel(
    pages, contents
):
    wheel, *others = (SITE / "wheels").iterdir()
    assert others == []
    notebooks = [name for name in contents if (ROOT / f"{name}.ipynb").is_file()]
    assert notebooks
    for name in notebooks:
        page, served = pages[f"{name}.html"], f"_sources/{name}.ipynb"
        assert (served, "") in [page.target(link) for link in page.links]
        install, *cells = nbformat.read(SITE / served, 4).cells
        assert cells == nbformat.read(ROOT / f"{name}.ipynb", 4).cells
        fetched = re.search(r'"pairings @ (http[^"]*)"', install.source)[1]
        assert unquote(fetched).endswith(f"/wheels/{wheel.name}")


def test_the_front_door_leads_to_the_first_page(pages, contents):
    assert pages["index.html"].target(pages["index.html"].links[0])[0] == f"{contents[0]}.html"


def test_buttons_open_the_repository_that_publishes(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    import publishing

    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/someone/fork")
    monkeypatch.setenv("BOOK_BASEURL", "https://someone.github.io/fork")
    config = SimpleNamespace(html_theme_options={})
    publishing.read_environment(None, config)
    assert config.html_theme_options["repository_url"] == "https://github.com/someone/fork"
    assert config.html_theme_options["launch_buttons"]["colab_url"].startswith("https://colab.")
    assert config.html_theme_options["path_to_docs"] == ""  # addresses are those of the tree
    assert config.html_baseurl == "https://someone.github.io/fork/"
    assert config.notfound_urls_prefix == "/fork/"

    monkeypatch.delenv("BOOK_REPOSITORY")
    monkeypatch.delenv("BOOK_BASEURL")
    config = SimpleNamespace(html_theme_options={})
    publishing.read_environment(None, config)
    assert config.html_theme_options == {}


SOUND = """<html lang="en"><head><title>A</title><meta name="description" content="A page that is sound.">
<link rel="stylesheet" href="a.css"></head><body><h1 id="top">A</h1><p>Text</p><a href="#top">up</a>
<img src="_images/x1.svg" alt="A rising line" height="9"></body></html>"""


def spoiled(old, new):
    assert old in SOUND
    return Page("a.html", SOUND.replace(old, new))


def links_of(page):
    return dead_links({page.path: page}, lambda name: name in ("a.css", "_images/x1.svg"))


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        (links_of, "#top", "#bottom"),
        (links_of, 'href="#top"', 'href="b.html"'),
        (links_of, "a.css", "b.css"),
        (nameless, ">up<", "><b>More</b>.<"),
        (bad_pictures, ' alt="A rising line"', ""),
        (bad_pictures, "A rising line", ""),
        (bad_pictures, "A rising line", "_images/x1.svg"),
        (bad_pictures, ' height="9"', ""),
        (foreign, "a.css", "https://cdn.example/a.css"),
        (foreign, "<p>", '<script src="//cdn.example/a.js"></script><p>'),
        (foreign, "_images/x1.svg", "http://cdn.example/x1.svg"),
        (unresolved, "Text", "see {eq}`sigmoid`"),
        (unresolved, "Text", "a formula $$x$$"),
        (unresolved, "Text", "a cell that ends in its formula, $1 -"),
        (unresolved, "<p>", '<p class="problematic">'),
        (unresolved, "Text", "<math><merror>x</merror></math>"),
        (unresolved, "Text", '<div class="formula pst-scrollable-table-container"></div>'),
        (late, "Text", "<math><mi>x</mi></math>"),
        (crowded, "Text", "<b></b>" * ELEMENTS),
        (loose_signs, "Text", "<math><mi>x</mi></math>, which"),
        (undescribed, "A page that is sound.", ""),
        (undescribed, "<title>A", "<title>"),
        (undescribed, "<p>Text</p>", "<h1>Text</h1>"),
        (undescribed, ' lang="en"', ""),
    ],
)
def test_a_broken_page_is_reported(check, old, new):
    assert list(check(Page("a.html", SOUND))) == []
    assert list(check(spoiled(old, new))) != []


def test_a_heavy_page_is_weighed(tmp_path):
    (tmp_path / "a.html").write_text(SOUND, encoding="utf-8")
    (tmp_path / "a.css").write_bytes(os.urandom(TEXT_PAGE))
    assert weight(read(tmp_path)["a.html"], tmp_path) > TEXT_PAGE
