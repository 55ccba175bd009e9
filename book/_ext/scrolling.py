"""What may have to scroll on a phone can be reached by keyboard from the first moment.

The theme's script gives a tab stop to each box that scrolls and takes it from each that does not, but
only when the browser comes to it. Until then, and without scripts, a guess on the safe side holds.
"""

import re
from html import unescape

LETTERS = 34  # of code, in a line on a phone
WORDS = 28  # letters of unbreakable words in a row of a table, with two for the space around each
SIGNS = 13  # of a formula, which may be tall, too, if it has a fraction
CODE = re.compile(r"<pre(?P<rest>[^>]*)>(?P<inside>.*?)</pre>", re.DOTALL)
TABLE = re.compile(
    r'<div(?P<rest> class="pst-scrollable-table-container")>(?P<inside>\s*<table.*?</table>)',
    re.DOTALL,
)
FORMULA = re.compile(
    r'<div(?P<rest> class="formula[^>]*)>(?P<inside><math.*?</math>)</div>', re.DOTALL
)


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def long_line(html):
    return max(map(len, text_of(html).splitlines()), default=0) > LETTERS


def wide_table(html):
    """Each column is at least as wide as its longest word."""
    rows = [re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL) for row in html.split("<tr")]
    longest = {}
    for row in rows:
        for column, cell in enumerate(row):
            words = text_of(cell.replace("<wbr>", " ")).split()
            longest[column] = max([longest.get(column, 0), *map(len, words)])
    return sum(longest.values()) + 2 * len(longest) > WORDS


def long_formula(html):
    rows = html.split("<mtr>")
    return "<mfrac" in html or max(len(text_of(row)) for row in rows) > SIGNS


def add_stops(html):
    """A tab stop for each box of `html` that may be too narrow for what it holds."""
    for box, is_wide in ((CODE, long_line), (TABLE, wide_table), (FORMULA, long_formula)):

        def stop(match, is_wide=is_wide):
            wide = is_wide(match["inside"])
            return re.sub(r">", ' tabindex="0">', match[0], count=1) if wide else match[0]

        html = box.sub(stop, html)
    return html


def stops(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = add_stops(context["body"])


def setup(app):
    app.connect("html-page-context", stops, priority=920)  # when code is as it will be
    return {"parallel_read_safe": True, "parallel_write_safe": True}
