"""What may have to scroll on a phone can be reached by keyboard from the first moment.

The theme's script gives a tab stop to each box that scrolls and takes it from each that does not, but
only when the browser comes to it. Until then, and without scripts, a guess on the safe side holds.
"""

import re
from html import unescape

LETTERS = 34  # of code, in a line on a phone
WORDS = 28  # letters of unbreakable words in a row of a table, with two for the space around each
LONG, MEDIUM = 28, 9  # letters of a cell that gets room in a table that scrolls anyway
FEW = 3  # columns of a table whose cells share a phone's width
SIGNS = 13  # of a formula, which may be tall, too, if it has a fraction
CELL = r"<t[hd]\b.*?</t[hd]>"
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


def cells_of(html):
    return [re.findall(CELL, row, re.DOTALL) for row in html.split("<tr")]


def give_room(match):
    """A wide table with the class of each cell that would be a tower of words."""
    columns = max(map(len, cells_of(match["inside"])))

    def roomy(cell):
        letters = len(text_of(cell[0]).strip())
        if letters > LONG:
            return with_class(cell[0], "cell-long")
        return with_class(cell[0], "cell-medium") if letters > MEDIUM and columns > 4 else cell[0]

    wide = columns > FEW and wide_table(match["inside"])
    return re.sub(CELL, roomy, match[0], flags=re.DOTALL) if wide else match[0]


def with_class(cell, name):
    known = re.match(r'<td class="(.*?)"', cell)
    start = known[0] if known else "<td"
    return cell.replace(
        start, f'<td class="{known[1]} {name}"' if known else f'<td class="{name}"', 1
    )


def wide_table(html):
    """Each column is at least as wide as its longest word."""
    rows = cells_of(html)
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
        context["body"] = add_stops(TABLE.sub(give_room, context["body"]))


def setup(app):
    app.connect("html-page-context", stops, priority=920)  # when code is as it will be
    return {"parallel_read_safe": True, "parallel_write_safe": True}
