"""Code in few elements: only colours that differ, and for folded code none until somebody opens it.

Pygments wraps every sign. Here signs and names keep the colour of text, and neighbours of one colour
share an element. Folded code is plain text with a list of its colours, which a script (fold.js)
paints over it when it is opened, without elements; without scripts it is still code.
"""

import re
from functools import cache
from html import unescape
from pathlib import Path

from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Operator, Text

FOLD = re.compile(r'<details class="admonition hide.*?</details>', re.DOTALL)
BLOCK = re.compile(r'(?<=<div class="highlight">)<pre>(?:<span></span>)?(.*?)</pre>', re.DOTALL)
PIECE = re.compile(r'<span class="(\w+)">([^<]*)</span>|([^<]+)')


@cache
def looks(*styles):
    """({class of Pygments: the class that stands for its look}, {that class: its colours}).

    What looks like text has no class.
    """
    styles = [get_style_by_name(style) for style in styles]

    def colours(token):
        return tuple(style.style_for_token(token)["color"] for style in styles)

    classes, first = {}, {colours(Text): "", (None,) * len(styles): ""}
    for token, name in STANDARD_TYPES.items():
        look = colours(Text if token is Operator else token)
        classes[name] = first.setdefault(look, name)
    return classes, {name: look for look, name in first.items() if name}


def runs(code, classes):
    """[(class, text)] of a block of HTML, without gaps; spaces belong to what stands before them."""
    found = []
    for name, coloured, plain in PIECE.findall(code):
        kind, text = classes.get(name, ""), coloured or plain
        if found and (found[-1][0] == kind or not text.strip()):
            found[-1] = found[-1][0], found[-1][1] + text
        else:
            found.append((kind, text))
    return found


def thin(code, classes):
    """A block in as few elements as it has changes of colour."""
    parts = (f'<span class="{k}">{t}</span>' if k else t for k, t in runs(code, classes))
    return f"<pre><span></span>{''.join(parts)}</pre>"


def fold(code, classes):
    """A block as plain text, with `class:length` for each of its runs, as scripts count letters."""
    parts = runs(code, classes)
    lengths = (len(unescape(text).encode("utf-16-le")) // 2 for _, text in parts)
    told = " ".join(f"{kind}:{length}" for (kind, _), length in zip(parts, lengths, strict=True))
    return f'<pre data-runs="{told}"><span></span>{"".join(text for _, text in parts)}</pre>'


def colour(app, pagename, templatename, context, doctree):
    classes, _ = looks(*styles_of(app))

    def folded(match):
        return BLOCK.sub(lambda block: fold(block[1], classes), match[0])

    if "body" in context:
        body = FOLD.sub(folded, context["body"])
        context["body"] = BLOCK.sub(lambda block: thin(block[1], classes), body)


def styles_of(app):
    options = app.config.html_theme_options
    return [options[f"pygments_{scheme}_style"] for scheme in ("light", "dark")]


def tell_colours(app, exception):
    """The rules for what the script paints, beside those of Pygments.

    They name the element that is painted: a rule for any would be asked of every element of a page.
    """
    if exception or app.builder.format != "html":
        return
    sheet = Path(app.outdir) / "_static" / "pygments.css"
    rules = [
        f'html[data-theme="{scheme}"] pre::highlight(code-{name}) {{ color: #{look[i]} }}'
        for name, look in looks(*styles_of(app))[1].items()
        for i, scheme in enumerate(("light", "dark"))
    ]
    css = sheet.read_text(encoding="utf-8")
    if rules[0] not in css:
        sheet.write_text("\n".join([css, *rules, ""]), encoding="utf-8")


def setup(app):
    app.add_js_file("fold.js", loading_method="defer")
    app.connect("html-page-context", colour, priority=900)
    app.connect("build-finished", tell_colours, priority=800)  # behind the theme, which writes it
    return {"parallel_read_safe": True, "parallel_write_safe": True}
