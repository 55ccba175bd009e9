"""Code keeps its text and its colours in fewer elements, and folded code in none."""

import re
from html import unescape
from itertools import pairwise
from types import SimpleNamespace

import pytest
from code_colours import colour, fold, looks, runs, thin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Operator, Text

STYLES = ["a11y-high-contrast-light", "a11y-high-contrast-dark"]
CLASSES, COLOURS = looks(*STYLES)
SOURCE = 'def f(x):  # half\n    return 0.5 * x[0] if x is not None else f"𝑎 <{x!r}> &"\n'
HTML = highlight(SOURCE, PythonLexer(), HtmlFormatter())


def inner(html):
    return re.search(r"<pre>(?:<span></span>)?(.*)</pre>", html, re.DOTALL)[1]


def colours_of_letters(html, meaning):
    """[(letter, its colour)] of a block, blanks aside."""
    pieces = re.findall(r'<span class="(\w+)">([^<]*)</span>|([^<]+)', inner(html))
    letters = [(x, meaning(name)) for name, a, b in pieces for x in unescape(a or b)]
    return [(x, look) for x, look in letters if x.strip()]


def meant(name):
    """What Pygments' styles say; operators alone lose their colour."""
    token = next(token for token, short in STANDARD_TYPES.items() if short == (name or "w"))
    token = Text if token is Operator else token
    return tuple(get_style_by_name(style).style_for_token(token)["color"] for style in STYLES)


def test_every_letter_keeps_its_colour():
    text = meant("")
    shown = colours_of_letters(thin(inner(HTML), CLASSES), lambda name: COLOURS.get(name, text))
    assert shown == colours_of_letters(HTML, meant)
    assert len({look for _, look in shown}) >= 5


def test_neighbours_of_one_colour_share_an_element():
    assert thin(inner(HTML), CLASSES).count("<span class") < HTML.count("<span class") / 2
    kinds = [kind for kind, _ in runs(inner(HTML), CLASSES)]
    assert all(one != other for one, other in pairwise(kinds))


def test_folded_code_is_text_and_says_its_colours():
    shown = fold(inner(HTML), CLASSES)
    assert shown.count("<span") == 1  # Pygments' own, which saves a first empty line
    text = unescape(re.sub(r"<[^>]*>", "", shown))
    assert text == SOURCE
    letters, start, painted = text.encode("utf-16-le"), 0, []
    for run in re.search(r'data-runs="([^"]*)"', shown)[1].split():
        kind, length = run.split(":")
        painted.append((kind, letters[2 * start : 2 * (start + int(length))].decode("utf-16-le")))
        start += int(length)
    assert painted == [(kind, unescape(text)) for kind, text in runs(inner(HTML), CLASSES)]


@pytest.mark.parametrize("summary", ["above-input", "below-input"])
def test_only_what_is_folded_loses_its_elements(summary):
    folded = f'<details class="admonition hide {summary}">{HTML}</details>'
    context = {"body": f"{HTML}{folded}{HTML}"}
    options = {f"pygments_{s}_style": f"a11y-high-contrast-{s}" for s in ("light", "dark")}
    colour(
        SimpleNamespace(config=SimpleNamespace(html_theme_options=options)), "", "", context, None
    )
    assert [
        ("data-runs" in pre) for pre in re.findall(r"<pre.*?</pre>", context["body"], re.S)
    ] == [
        False,
        True,
        False,
    ]
