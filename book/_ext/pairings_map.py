"""The map: one picture of how the rows of the catalogue are related, drawn when the site is built.

Boxes are rows and links to their chapters, lines are relations. Where a box stands is written in
`_data/map.json`, by column and row; lines follow from that: straight across or down where two boxes face
each other, else from corner to corner. A test says where boxes, lines and words would meet.
"""

import json
from html import escape
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from pairings.catalogue.relation import KINDS, Relation, page_of
from pairings.catalogue.relations import RELATIONS, rows_of_the_map

DATA = Path(__file__).parents[1] / "_data" / "map.json"
ACROSS, DOWN = 169, 52  # from box to box
WIDTH, HEIGHT, MARGIN = 118, 32, 12
LETTER, LINE = 5.0, 11.5  # of the words on lines, wide and high
FAMILIES = {
    "numbers": ("regression", "outliers", "quantiles", "uncertain"),
    "amounts and counts": ("positive", "amounts", "counts", "relu-elu-selu"),
    "shares": ("shares",),
    "times, lists, directions": ("waiting-times", "rankings", "directions", "embeddings"),
    "labels": ("binary", "rare-positives", "multilabel", "margins-and-links", "partly-known"),
    "classes and orders": ("multiclass", "doubtful-labels", "ordered"),
}
HUBS = {
    "identity + half squared error": "half squared error",
    "sigmoid + log loss": "log loss",
    "softmax + cross-entropy": "softmax with cross-entropy",
    "mean and variance + Gaussian likelihood": "the Gaussian likelihood",
    "identity + absolute error": "absolute error",
}
LEGEND = (4, 4)  # its place, by column and row


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Line(NamedTuple):
    """The corners of a line, and where its words stand: their middle or their start."""

    points: list[tuple[float, float]]
    words: tuple[float, float]
    anchor: str


def places() -> dict[str, dict]:
    return json.loads(DATA.read_text("utf-8"))


def boxes() -> dict[str, Box]:
    """{row: its box}."""
    found = {}
    for name, at in places().items():
        left, top = MARGIN + at["column"] * ACROSS, MARGIN + at["row"] * DOWN
        found[name] = Box(left, top, left + WIDTH, top + (at["rows"] - 1) * DOWN + HEIGHT)
    return found


def _facing(a: float, b: float, c: float, d: float) -> list[float]:
    """The middle of what the spans from a to b and from c to d share, then places around it."""
    low, high = max(a, c), min(b, d)
    middle, steps = (low + high) / 2, range(int(2 * (high - low) / DOWN))
    near = [middle + sign * k * DOWN / 2 for k in steps for sign in (1, -1)] or [middle]
    return near if high - low > HEIGHT / 2 else []


def line(relation: Relation, at: dict[str, Box]) -> Line:
    """From the general row to the other."""
    a, b = at[relation.general], at[relation.special]
    for y in _facing(a.top, a.bottom, b.top, b.bottom):
        ends = (a.right, b.left) if a.right <= b.left else (a.left, b.right)
        straight = Line([(ends[0], y), (ends[1], y)], (sum(ends) / 2, y - 5), "middle")
        if not _crossed(straight, relation, at):
            return straight
    for x in _facing(a.left, a.right, b.left, b.right)[:1]:
        first, last = (a.bottom, b.top) if a.bottom <= b.top else (a.top, b.bottom)
        straight = Line([(x, first), (x, last)], (x + 6, (first + last) / 2 + 4), "start")
        if not _crossed(straight, relation, at):
            return straight
        edge, ends = a.left - MARGIN + 4, ((a.top + a.bottom) / 2, b.top + HEIGHT / 2)
        around = [(a.left, ends[0]), (edge, ends[0]), (edge, ends[1]), (b.left, ends[1])]
        return Line(around, (edge + 6, b.top - DOWN + HEIGHT / 2 + 4), "start")
    x = (a.right, b.left) if a.right < b.left else (a.left, b.right)
    y = (a.bottom - 6, b.top + 6) if a.bottom < b.top else (a.top + 6, b.bottom - 6)
    return Line([(x[0], y[0]), (x[1], y[1])], (sum(x) / 2, sum(y) / 2 + 4), "middle")


def _crossed(found: Line, relation: Relation, at: dict[str, Box]) -> list[str]:
    """The boxes of other rows that a line runs through."""
    own = (relation.general, relation.special)
    return [name for name, box in at.items() if name not in own and runs_through(found, box)]


def runs_through(found: Line, box: Box) -> bool:
    for (x0, y0), (x1, y1) in zip(found.points, found.points[1:], strict=False):
        for k in range(41):
            x, y = x0 + (x1 - x0) * k / 40, y0 + (y1 - y0) * k / 40
            if box.left <= x <= box.right and box.top <= y <= box.bottom:
                return True
    return False


def words_box(relation: Relation, found: Line) -> Box:
    """The room that the words on a line take."""
    wide = LETTER * len(relation.sign)
    x, y = found.words
    left = x - wide / 2 if found.anchor == "middle" else x
    return Box(left, y - LINE + 2, left + wide, y + 2)


def size() -> tuple[float, float]:
    found = boxes().values()
    return max(b.right for b in found) + MARGIN, max(b.bottom for b in found) + MARGIN


def family(name: str) -> int:
    return next(k for k, pages in enumerate(FAMILIES.values()) if page_of(name) in pages)


# --- SVG -------------------------------------------------------------------------------------------


def _numbers(*values: float) -> tuple[str, ...]:
    return tuple(f"{v:.1f}".rstrip("0").rstrip(".") for v in values)


def path(relation: Relation, found: Line) -> str:
    d = "M" + "L".join(" ".join(_numbers(*point)) for point in found.points)
    start = ' marker-start="url(#map-tip)"' if relation.kind == "same" else ""
    return f'<path class="map-{relation.kind}" d="{d}" marker-end="url(#map-tip)"{start}/>'


def drawn_line(relation: Relation, found: Line) -> str:
    x, y = _numbers(*found.words)
    words = f'<text x="{x}" y="{y}" text-anchor="{found.anchor}">{escape(relation.sign)}</text>'
    return path(relation, found) + words


def drawn_box(name: str, box: Box, lines: list[str]) -> str:
    left, top, wide, high = _numbers(box.left, box.top, box.right - box.left, box.bottom - box.top)
    x, middle = (box.left + box.right + 4) / 2, (box.top + box.bottom) / 2
    first = middle + 4 - 6.5 * (len(lines) - 1)
    words = "".join(
        '<tspan x="{}" y="{}">{}</tspan>'.format(*_numbers(x, first + 13 * k), escape(text))
        for k, text in enumerate(lines)
    )
    return (
        f'<a href="{page_of(name)}.html" aria-label="{escape(name)}">'
        f'<rect class="map-box" x="{left}" y="{top}" width="{wide}" height="{high}" rx="5"/>'
        f'<rect class="map-family map-family-{family(name)}" x="{left}" y="{top}" width="5" '
        f'height="{high}" rx="2"/><text text-anchor="middle">{words}</text></a>'
    )


def legend() -> str:
    left, top = MARGIN + LEGEND[0] * ACROSS, MARGIN + LEGEND[1] * DOWN
    found = []
    for k, kind in enumerate(KINDS):
        x, y, end = _numbers(left, top + 18 * k, left + 44)
        start = ' marker-start="url(#map-tip)"' if kind == "same" else ""
        tips = f'marker-end="url(#map-tip)"{start}'
        told = {"special": "special case", "same": "the same", "limit": "limit"}[kind]
        found.append(
            f'<path class="map-{kind}" d="M{x} {y}L{end} {y}" {tips}/>'
            f'<text x="{float(end) + 10:g}" y="{float(y) + 4:g}">{told}</text>'
        )
    for k, words in enumerate(FAMILIES):
        x, y = left + 138, top - 8 + 18 * k
        found.append(
            f'<rect class="map-family map-family-{k}" x="{x}" y="{y}" width="5" height="13"/>'
            f'<text x="{x + 12}" y="{y + 11}">{escape(words)}</text>'
        )
    return f'<g class="map-legend">{"".join(found)}</g>'


TIP = (
    '<defs><marker id="map-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>'
)


def picture() -> str:
    """The whole map as SVG; lines are told in words by the list of the page, boxes are links."""
    at, known = boxes(), places()
    lines = "".join(drawn_line(r, line(r, at)) for r in RELATIONS)
    order = sorted(at, key=lambda name: (at[name].top, at[name].left))
    links = "".join(drawn_box(name, at[name], known[name]["lines"]) for name in order)
    wide, high = _numbers(*size())
    *hubs, last = HUBS.values()
    told = (
        f"{len(at)} boxes, one for each row, joined by {len(RELATIONS)} lines. Most lines meet at "
        f"{', '.join(hubs)} and {last}."
    )
    return (
        f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="group" '
        f'aria-label="Map of the pairs. {told}">{TIP}<g aria-hidden="true">{lines}{legend()}</g>'
        f"{links}</svg>"
    )


class PairingsMap(SphinxDirective):
    """The picture, in a box that scrolls where the window is narrower."""

    def run(self):
        self.env.note_dependency(str(DATA))
        self.env.note_dependency(__file__)
        html = (
            '<div class="the-map" tabindex="0" role="region" aria-label="Map, may scroll sideways">'
            f"{picture()}</div>"
        )
        return [nodes.raw("", html, format="html")]


def load(app, pagename, templatename, context, doctree):
    """Its rules, on the page that has it."""
    if doctree and any('class="the-map"' in n.astext() for n in doctree.findall(nodes.raw)):
        app.add_css_file("map.css", priority=901)


def setup(app):
    app.add_directive("pairings-map", PairingsMap)
    app.connect("html-page-context", load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


__all__ = ["boxes", "line", "picture", "rows_of_the_map", "runs_through", "words_box"]
