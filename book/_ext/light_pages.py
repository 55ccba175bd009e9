"""Light and quiet pages: what the theme loads but this book does not need, and what it leaves out.

Each function cures one thing that was measured in a browser and says which.
"""

import re
from html import escape
from pathlib import Path
from textwrap import shorten

import pydata_sphinx_theme
from docutils.nodes import paragraph
from fontTools import subset
from sphinx.errors import ExtensionError

SHORT = 12  # letters of a name that need not break
ONLY = r"<p>((?:(?!</?p\b).)*)</p>\s*"  # a paragraph without another in it
ITEM = rf"<li>{ONLY}(?=</li>)"
SIMPLE = re.compile(r'<ul class="simple">(?:(?!</?[uo]l\b).)*</ul>', re.DOTALL)  # and no list in it
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
FONTS = "vendor/fontawesome/webfonts"
ICON_RULE = r'\.fa-[a-z0-9-]+:before\{content:"\\([0-9a-f]{2,4})"\}'
CLASSES = r'\bclass="([^"]*)"'
STYLE = Path(__file__).parent.parent / "_style"
SCROLLS = "e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight"
CLOSED = re.compile(
    r"<details\b(?![^>]*\bopen\b)(?:(?!</?details\b).)*?<summary\b[^>]*>((?:(?!</?details\b).)*?)"
    r"</summary>(?:(?!<details\b).)*?</details>",
    re.DOTALL,
)
WIDTH, LETTERS = 358, 43  # pixels and letters in a line of text on a phone
HEIGHTS = {
    r"<(button|svg|script)\b.*?</\1>": lambda found: 0,
    r'<section id="solution-content".*?</section>': lambda found: 60,  # folded
    r"<pre\b.*?</pre>": lambda found: 59 + 19 * found[0].count("\n"),
    r'<img\b[^>]*width="(\d+)" height="(\d+)"': lambda found: (
        20 + int(found[2]) * min(1, WIDTH / int(found[1]))
    ),
    r'<math display="block".*?</math>': lambda found: 56 + 26 * found[0].count("<mtr>"),
    r"<tr\b.*?</tr>": lambda found: row_of_a_table(found),
}
ALL_AT_ONCE = ".forEach(e=>{" + SCROLLS + "?"
INDEX = '<script src="searchindex.js"></script>'
INDEX_LATE = INDEX.replace("<script", "<script defer")
IDLE = "await new Promise(done=>(self.requestIdleCallback||setTimeout)(done))"
ONE_BY_ONE = ".forEach(async e=>{" + IDLE + ";" + SCROLLS + "+1?"  # a pixel is a rounding


def trim_scripts(app, pagename, templatename, context, doctree):
    """Defer scripts, so that text is drawn first, and drop thebe, which declares its constants twice.

    Two exceptions: an inline script needs the options at once, and the search page starts its search
    from a script that is not deferred.
    """
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not is_thebe(file)]
    for script in context["script_files"]:
        script.attributes.pop("defer", None)  # the objects are shared between the pages
        at_once = pagename == "search" or "documentation_options" in str(script.filename)
        if script.filename and not at_once:
            script.attributes["defer"] = "defer"


def is_thebe(file):
    return "thebe" in f"{file.filename} {file.attributes}".lower()


def size_figures(app, pagename, templatename, context, doctree):
    """Tell each figure's size, so that nothing jumps; load all but the first when they come near."""
    sources = {name: path for path, (_, name) in app.env.images.items()}
    seen = []

    def sized(match):
        head = (Path(app.srcdir) / sources[match["name"]]).read_text(encoding="utf-8")[:2000]
        sizes = [re.search(rf'\b{side}="([\d.]+)pt"', head) for side in ("width", "height")]
        if not all(sizes):
            raise ExtensionError(
                f"{sources[match['name']]} does not say its width and height in pt"
            )
        width, height = (round(float(size[1]) * 4 / 3) for size in sizes)
        lazy = ' loading="lazy"' if seen else ""
        seen.append(match["name"])
        return f'{match[0]}{lazy} width="{width}" height="{height}"'

    if "body" in context:
        context["body"] = re.sub(
            r'src="[^"]*_images/(?P<name>[^"/]+\.svg)"', sized, context["body"]
        )


def break_code(app, pagename, templatename, context, doctree):
    """A long name in running text may break where its words meet, so that tables fit narrow screens."""

    def breakable(code):
        if len(code[0]) <= SHORT:
            return code[0]
        return re.sub(r"(?<=[_(.=])|(?<=[a-z])(?=[A-Z])", "<wbr>", code[0])

    if "body" in context:
        context["body"] = re.sub(r'(?<=<span class="pre">)[^<]+', breakable, context["body"])


def take_out(app, pagename, templatename, context, doctree):
    """Elements that change nothing: a third of those of the longest lists."""
    if "body" in context:
        context["body"] = lean(context["body"])


def lean(html):
    """`html` without what is around a word of code, and around the one paragraph of a cell or item.

    A cell of a table's head that says nothing is no heading.
    """
    html = re.sub(r'<span class="pre">([^<]*(?:<wbr>[^<]*)*)</span>', r"\1", html)
    html = re.sub(r'(<em class="sig-param">)<span class="n">([^<]*)</span>(?=</em>)', r"\1\2", html)
    html = re.sub(rf"(<(td|th)\b[^>]*>){ONLY}(?=</\2>)", r"\1\3", html, flags=re.DOTALL)
    html = re.sub(r"<th\b([^>]*)></th>", r"<td\1></td>", html)
    return re.sub(SIMPLE, lambda found: re.sub(ITEM, r"<li>\1", found[0], flags=re.DOTALL), html)


def reserve_room(app, pagename, templatename, context, doctree):
    """Tell how high each section is on a phone, about: it is laid out only when it comes near.

    What does not fit in its room overlaps what follows, for a tool that asks where its links are.
    """
    if "body" in context:
        body = context["body"]
        for start, end in reversed(list(sections(body))):
            tag = f'<section style="--room: {height(body[start:end]) / 16:.0f}rem"'
            context["body"] = body = body[:start] + tag + body[start + len("<section") :]


def sections(html):
    """Where the sections of a page begin and end."""
    depth, start = 0, 0
    for tag in re.finditer(r"<section\b|</section>", html):
        depth += 1 if tag[0] == "<section" else -1
        if tag[0] == "<section" and depth == 2:
            start = tag.start()
        if tag[0] != "<section" and depth == 1:
            yield start, tag.end()


def height(html):
    """The pixels that a part of a page takes on a narrow phone, rather too many than too few."""
    folds = 1
    while folds:  # the inner ones first
        html, folds = re.subn(CLOSED, r"<p></p><p>\1</p>", html)
    pixels = 0
    for what, of_one in HEIGHTS.items():
        pixels += sum(map(of_one, re.finditer(what, html, re.DOTALL)))
        html = re.sub(what, " ", html, flags=re.DOTALL)
    return 1.1 * (pixels + 26 * len(re.findall(r"<(?:p|li|dt|dd|h\d)\b", html)) + lines(html))


def lines(html):
    """The pixels that its words take."""
    return 26 * len(re.sub(r"<[^>]+>|(?<=\s)\s+", "", html)) / LETTERS


def row_of_a_table(found):
    cells = re.findall(r"<t[dh]\b.*?</t[dh]>", found[0], re.DOTALL)
    return 36 + 0.7 * len(cells) * max(map(lines, cells), default=0)


def describe(app, pagename, templatename, context, doctree):
    """A page's first paragraph says what it is about: to search engines and in shared links too."""
    lead = next(doctree.findall(paragraph), None) if doctree else None
    text = lead.astext() if lead else f"{context.get('title', 'Search')}: {app.config.html_title}"
    text = escape(shorten(text, 200, placeholder=" …"))
    tags = re.sub(
        r'<meta [^>]*"(og:)?description"[^>]*>\n?',
        "",
        context.get("metatags", ""),
    )
    context["metatags"] = tags + (
        f'<meta name="description" content="{text}" />\n'
        f'<meta property="og:description" content="{text}" />\n'
    )


def cut_styles_and_fonts(app, exception):
    """Keep the rules and icons that pages use.

    Icons of 5 kB instead of 270, a third of the rules.
    """
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    pages = [page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html")]
    loaded = set(re.findall(r'<script[^>]* src="[./]*(_static/[^"?]+)', "".join(pages)))
    scripts = [(Path(app.outdir) / name).read_text(encoding="utf-8") for name in loaded]
    used = names_in(pages, scripts)
    for sheet in static.rglob("*.css"):
        css = used_rules(sheet.read_text(encoding="utf-8"), used)
        # Only a script says which scheme it is: without scripts, light.
        css = re.sub(r'html\[data-theme="?light"?\]', 'html:not([data-theme="dark"])', css)
        sheet.write_text(css, encoding="utf-8")
    icons = letters_of_icons((static / "styles" / "pydata-sphinx-theme.css").read_text("utf-8"))
    for font in (THEME / FONTS).glob("*.woff2"):
        cut(font, icons, static / FONTS / font.name)


def names_in(pages, scripts):
    """Every class that a page has, and every word of a script, which may set it as a class later."""
    classes = {
        name for page in pages for some in re.findall(CLASSES, page) for name in some.split()
    }
    return classes.union(*(re.findall(r"[\w-]+", script) for script in scripts))


def used_rules(css, used):
    """`css` without comments and without rules of which each selector needs a class that is not used.

    What stands in `:not(…)` need not exist. A rule in doubt stays.
    """

    def kept(rule):
        selectors = re.sub(r":not\([^()]*\)", "", rule["selectors"]).split(",")
        needed = [re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector) for selector in selectors]
        return rule[0] if any(used.issuperset(classes) for classes in needed) else ""

    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"(?P<selectors>[^{}@;]+)\{[^{}]*\}", kept, css)
    return re.sub(r"@(media|supports)[^{}]*\{\s*\}", "", css)


def measure_when_idle(app, exception):
    """The theme asks every code block whether it scrolls: that lays out the whole page in one go.

    Asked one by one when the browser has nothing to do, a long page blocks a phone for less than half
    as long. A theme that asks in other words is an error: look whether this is still needed.
    """
    if exception or app.builder.format != "html":
        return
    script = Path(app.outdir) / "_static" / "scripts" / "pydata-sphinx-theme.js"
    text = script.read_text(encoding="utf-8")
    if ONE_BY_ONE not in text:
        if text.count(ALL_AT_ONCE) != 1:
            raise ExtensionError(
                f"{script.name} no longer has {ALL_AT_ONCE!r}, which {__name__} mends"
            )
        script.write_text(text.replace(ALL_AT_ONCE, ONE_BY_ONE), encoding="utf-8")


def index_behind_text(app, exception):
    """The index of the search, 110 kB, comes behind what is to be read; a query waits for it."""
    if exception or app.builder.format != "html":
        return
    page = Path(app.outdir) / "search.html"
    text = page.read_text(encoding="utf-8")
    if INDEX not in text and INDEX_LATE not in text:
        raise ExtensionError(f"search.html no longer has {INDEX}, which {__name__} mends")
    page.write_text(text.replace(INDEX, INDEX_LATE), encoding="utf-8")


def letters_of_icons(css):
    """The letters that a style sheet shows in the icon font."""
    found = re.findall(r'--pst-icon-[\w-]+:"([^"\\])"', css)
    return {ord(letter) for letter in found} | {int(x, 16) for x in re.findall(ICON_RULE, css)}


def cut(source, letters, target):
    options = subset.Options(flavor="woff2", desubroutinize=True)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def round_figures(app, exception):
    """A hundredth of a point is finer than any screen: figures lose a fifth of their weight."""
    if exception or app.builder.format != "html":
        return
    for figure in (Path(app.outdir) / "_images").glob("*.svg"):
        text = figure.read_text(encoding="utf-8")
        places = re.compile(r'\b(?:d|x|y)="[^"]*"')
        lean = places.sub(lambda place: re.sub(r"(\.\d\d)\d+", r"\1", place[0]), text)
        figure.write_text(lean, encoding="utf-8")


def redirect_front(app, exception):
    """The root page lies in `book/`; the site's own address leads there."""
    if exception or app.builder.format != "html":
        return
    front = app.builder.get_target_uri(app.config.root_doc)
    if "/" in front:
        (Path(app.outdir) / "index.html").write_text(
            f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{app.config.html_title}</title>
<meta name="description" content="{app.config.html_title}: the front page is one step away.">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={front}">
<link rel="canonical" href="{front}">
<link rel="icon" href="_static/{Path(app.config.html_favicon).name}">
</head>
<body><main><h1><a href="{front}">{app.config.html_title}</a></h1></main></body>
</html>
""",
            encoding="utf-8",
        )


def setup(app):
    app.config.html_static_path.append(str(STYLE))
    app.add_css_file("book.css", priority=900)
    app.connect("html-page-context", trim_scripts, priority=900)
    app.connect("html-page-context", size_figures, priority=900)
    app.connect("html-page-context", break_code, priority=900)
    app.connect("html-page-context", take_out, priority=910)
    app.connect("html-page-context", reserve_room, priority=920)
    app.connect("html-page-context", describe, priority=950)
    app.connect("build-finished", cut_styles_and_fonts, priority=900)  # when all sheets are there
    app.connect("build-finished", measure_when_idle)
    app.connect("build-finished", index_behind_text)
    app.connect("build-finished", round_figures)
    app.connect("build-finished", redirect_front)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
