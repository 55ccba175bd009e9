"""Light and quiet pages: what the theme loads but this book does not need, and what it leaves out.

Each function cures one thing that was measured in a browser and says which.
"""

import re
from html import escape, unescape
from pathlib import Path
from textwrap import shorten

import pydata_sphinx_theme
from docutils.nodes import paragraph
from fontTools import subset

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
FONTS = "vendor/fontawesome/webfonts"
ICON_RULE = r'(?:\.fa-[a-z0-9-]+:before,?)+\{content:"\\(?P<letter>[0-9a-f]{2,4})"\}'
# The theme's script draws these, so no page's source names them.
DRAWN_BY_SCRIPT = {"fa-sun", "fa-moon", "fa-circle-half-stroke", "fa-xmark"}
STYLE = Path(__file__).parent.parent / "_style"


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
        points = (re.search(rf'\b{side}="([\d.]+)pt"', head)[1] for side in ("width", "height"))
        width, height = (round(float(p) * 4 / 3) for p in points)
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
        return re.sub(r"(?<=[_(.=])|(?<=[a-z])(?=[A-Z])", "<wbr>", code[0])

    if "body" in context:
        context["body"] = re.sub(r'(?<=<span class="pre">)[^<]+', breakable, context["body"])


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


def cut_fonts(app, exception):
    """Keep the letters that pages use: icons of 5 kB instead of 270, formulas of 30 instead of 80.

    The style sheet loses the rules of all other icons, and with them a third of its weight.
    """
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    pages = [page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html")]
    sheet = "styles/pydata-sphinx-theme.css"
    css, icons = used_icons((THEME / sheet).read_text(encoding="utf-8"), pages)
    (static / sheet).write_text(css, encoding="utf-8")
    for font in (THEME / FONTS).glob("*.woff2"):
        cut(font, icons, static / FONTS / font.name)
    for font in (app.katex / "fonts").glob("*.woff2"):
        cut(font, set(map(ord, unescape("".join(pages)))), static / "fonts" / font.name)


def used_icons(css, pages):
    """The style sheet without the icons that no page shows, and the letters of the others."""
    used = DRAWN_BY_SCRIPT.union(*(re.findall(r"\bfa-[a-z0-9-]+", page) for page in pages))
    letters = {ord(letter) for letter in re.findall(r'--pst-icon-[\w-]+:"([^"\\])"', css)}

    def keep_used(rule):
        if used.isdisjoint(re.findall(r"fa-[a-z0-9-]+", rule[0])):
            return ""
        letters.add(int(rule["letter"], 16))
        return rule[0]

    return re.sub(ICON_RULE, keep_used, css), letters


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
    app.connect("html-page-context", describe, priority=950)
    app.connect("build-finished", cut_fonts)
    app.connect("build-finished", round_figures)
    app.connect("build-finished", redirect_front)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
