"""A figure of a chapter that can be moved: two pairs over one score axis.

    :::{movable} sigmoid + log loss | sigmoid + half squared error
    :name: fig-binary-moves
    :score: -4
    :target: 1
    :alt: What is seen: the shapes. What the numbers are is added.

    What it shows.
    :::

The picture is drawn by the package when the site is built. `movable.js` offers to move it, and fetches
what that takes when a reader asks: the explorer's way to draw (`moving.js`), its formulas, its rules.
"""

import json
from difflib import get_close_matches
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import ClassVar, NamedTuple
from urllib.parse import urlencode

import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from explorer import (
    DRAWING,
    FOLDER,
    FORMULAS,
    LOOK,
    RULES,
    named_match,
    one_score_activations,
    one_score_losses,
    picture,
    records,
    slider,
)
from light_pages import STYLE
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from sphinx.util.docutils import SphinxDirective

from pairings import Pairing, activations, compose, losses, matching
from pairings.figures import LAW, MATCHED, SQUARED, rounded

SCRIPT, LATER = "movable.js", (FORMULAS, DRAWING, RULES)
SIDES = {"left": MATCHED, "right": SQUARED}
WIDTHS = (4, 8, 40)
ITS_OWN = "its matching loss"
TITLES = ("prediction $p$ and target $y$", "loss $L$", "gradient $∂L/∂z$")
THIN = "#777777"


# --- which pairs, and what they are at the setting ----------------------------------------------------


class Pair(NamedTuple):
    """`key`: as the explorer's addresses have it; `name`: as the chapter has it."""

    key: str
    name: str
    pairing: Pairing


class Setting(NamedTuple):
    """What the figure begins with."""

    left: Pair
    right: Pair
    z: float
    y: float
    width: int = 8

    @property
    def sides(self) -> dict[str, Pair]:
        return {"left": self.left, "right": self.right}

    @property
    def address(self) -> str:
        place = {"left": self.left.key, "right": self.right.key}
        return "explorer.html?" + urlencode(place | {"z": f"{self.z:g}", "y": f"{self.y:g}"})


def chosen(what: str, text: str, table: dict) -> str:
    """The key of the record that `text` names, by its key or by its name, with or without parameters."""
    names = {
        key: {key, key.replace("_", " "), r.name, r.name.split("(")[0]} for key, r in table.items()
    }
    wanted = text.strip().casefold()
    for key, called in names.items():
        if wanted in {name.casefold() for name in called}:
            return key
    known = [record.name for record in table.values()]
    near = get_close_matches(text.strip(), known, n=1, cutoff=0.5)
    mean = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(
        f"movable: no {what} of one score is called {text.strip()!r}.{mean} Known: {', '.join(known)}"
    )


def pair_of(text: str) -> Pair:
    """`ReLU + its matching loss`, `exp + half gamma deviance`: an output, a plus, a loss."""
    output, plus, cost = (part.strip() for part in text.partition(" + "))
    if not (output and plus and cost):
        form = "write OUTPUT + LOSS, as sigmoid + log loss"
        raise ValueError(f"movable: {text.strip()!r} is no pair; {form}")
    key = chosen("activation", output, one_score_activations())
    activation, name = one_score_activations()[key], f"{output} + {cost}"
    if cost == ITS_OWN:
        return Pair(f"{key}.matching", name, matching(activation))
    loss = chosen("loss", cost, one_score_losses())
    if named_match(activation) == loss:  # the same loss, computed from the score
        return Pair(f"{key}.matching", name, matching(activation))
    return Pair(f"{key}.{loss}", name, compose(activation, one_score_losses()[loss], guard=False))


def setting_of(text: str, z: float, y: float, width: int = 8) -> Setting:
    """Two pairs with a bar between them, at a score in sight and a target that both take."""
    pairs = [pair_of(part) for part in text.split("|")]
    if len(pairs) != len(SIDES):
        raise ValueError(f"movable: {text!r} has {len(pairs)} pairs; write two, PAIR | PAIR")
    if abs(z) > width:
        wider = f":width: is one of {WIDTHS}"
        raise ValueError(f"movable: the score {z:g} is out of sight, beyond {width}; {wider}")
    setting = Setting(*pairs, z, y, width)
    for pair in pairs:
        loss = pair.pairing.loss
        targets = loss.targets if loss else pair.pairing.activation.range
        if not np.all(targets.contains(np.array([[y]]))):
            raise ValueError(f"movable: the target {y:g} of {pair.name} is not in {targets.name}")
    return setting


def views(pair: Pair, z, y: float) -> tuple:
    """Prediction, loss and gradient at some scores."""
    scores, targets = np.reshape(z, (-1, 1)), np.full((np.size(z), 1), y)
    pairing = pair.pairing
    value = pairing.value(scores, targets)
    return pairing.predict(scores)[:, 0], value, pairing.gradient(scores, targets)[:, 0]


def at(pair: Pair, z: float, y: float) -> tuple[float, ...]:
    """The same at one."""
    return tuple(float(view[0]) for view in views(pair, z, y))


def said(x: float, digits: int = 4) -> str:
    """As the figure that moves says it."""
    small = bool(x) and not 1e-3 <= abs(x) < 1e6
    text = f"{x:.{digits - 2}e}" if small else f"{float(f'{x:.{digits}g}') + 0.0:g}"
    mantissa, _, power = text.partition("e")
    return (mantissa + (f"e{int(power)}" if power else "")).replace("-", "−")


def told(setting: Setting) -> str:
    """What the picture shows in numbers, in the words of the figure that moves."""
    parts = [f"Score {said(setting.z)}, target {said(setting.y)}."]
    for pair in setting.sides.values():
        p, value, gradient = map(said, at(pair, setting.z, setting.y))
        parts.append(f"{pair.name}: prediction {p}, loss {value}, gradient {gradient}.")
    return " ".join(parts)


# --- the still picture ----------------------------------------------------------------------------------


def limits(curves, here, share: float = 0.75) -> tuple[float, float]:
    """The scale of a panel: 0, most of what each curve has, all that is `here`; with some room."""
    seen = [0.0, *here]
    for curve in curves:
        known = np.sort(curve[np.isfinite(curve)])
        seen += [known[round(part * (len(known) - 1))] for part in (1 - share, share)]
    room = 0.1 * (max(seen) - min(seen) or 1.0)
    return min(seen) - room, max(seen) + room


def draw(setting: Setting) -> Figure:
    """Output, loss and gradient one below the other; a pair's loss is the area in its colour."""
    z = np.union1d(np.linspace(-setting.width, setting.width, 161), [setting.z])
    figure = Figure(figsize=(4.8, 5))
    panels = figure.subplots(3, 1, sharex=True)
    curves = {side: views(pair, z, setting.y) for side, pair in setting.sides.items()}
    here = {side: at(pair, setting.z, setting.y) for side, pair in setting.sides.items()}
    for side in SIDES:
        draw_pair(panels, setting, side, z, curves[side], here[side])
    for row, (panel, title) in enumerate(zip(panels, TITLES, strict=True)):
        panel.set_title(title, fontsize=9.5, fontweight="normal")
        panel.axvline(setting.z, color=THIN, linewidth=0.8, zorder=1)
        write_numbers(panel, {side: here[side][row] for side in drawn(setting, row)})
        rows = [some[side][row] for some in (curves, here) for side in SIDES]
        panel.set_ylim(limits(rows[:2], rows[2:]))
    output, _, gradient = panels
    inside = np.clip([c[0] for c in curves.values()], -setting.width, setting.width)
    output.set_ylim(limits(inside, [*(h[0] for h in here.values()), setting.y], share=1.0))
    output.axhline(setting.y, **LAW)
    gradient.axhline(0, color=THIN, linewidth=0.8)
    gradient.set(xlabel="score $z$", xlim=(-setting.width, setting.width))
    names = {side: pair.name for side, pair in setting.sides.items()}
    lines = [Line2D([], [], label=names[side], **look) for side, look in SIDES.items()]
    figure.legend(handles=lines, loc="outside upper left", ncols=2)
    return figure


def drawn(setting: Setting, row: int) -> list[str]:
    """Whose curve a panel shows: one output for both sides if they share it."""
    outputs = {pair.key.split(".")[0] for pair in setting.sides.values()}
    return ["left"] if row == 0 and len(outputs) == 1 else list(SIDES)


def draw_pair(panels, setting: Setting, side: str, z, curves, here) -> None:
    """Its three curves with a dot on each, the height of its loss, the areas that are its loss."""
    output, loss, gradient = panels
    p, value, slope = curves
    colour = SIDES[side]["color"]
    for row, panel in enumerate(panels):
        if side in drawn(setting, row):
            panel.plot(z, rounded(curves[row]), **SIDES[side])
            panel.plot(setting.z, rounded(here[row]), "o", color=colour, markersize=6, zorder=4)
    beside = setting.width / 100 * (-1 if side == "left" else 1)
    bar = {"color": colour, "alpha": 0.55, "linewidth": 3}
    loss.vlines(setting.z + beside, 0, rounded(here[1]), **bar)
    area = {"color": colour, "alpha": 0.2, "linewidth": 0}
    down = (z - setting.z) * (z - z[np.nanargmin(value)]) <= 0  # from here to the lowest loss
    gradient.fill_between(z, rounded(slope), 0, where=down, **area)
    if setting.sides[side].key.endswith(".matching"):
        output.fill_between(z, rounded(p), setting.y, where=down, **area)


def write_numbers(panel, numbers: dict[str, float]) -> None:
    """At the right above the panel, from the right, each in the colour of its side."""
    place, frame, away = (1, 1.04), "axes fraction", 0
    look = {"ha": "right", "va": "bottom", "fontsize": 9.5, "fontweight": "bold"}
    look |= {"textcoords": "offset points"}
    for side in reversed(numbers):
        look |= {"color": SIDES[side]["color"], "xytext": (away, 0)}
        frame = panel.annotate(said(numbers[side]), xy=place, xycoords=frame, **look)
        place, away = (0, 0), -10


def write(name: str, setting: Setting) -> None:
    """The picture as a file, left alone where it is the same: what depends on it is not older."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.svg"
    fresh = path.with_suffix(".fresh")
    with (
        rc_context(fname=str(files("pairings") / "book.mplstyle")),
        rc_context(LOOK | {"svg.hashsalt": name}),
    ):
        FigureCanvasSVG(draw(setting)).print_svg(fresh, metadata={"Date": None, "Creator": None})
    if path.is_file() and path.read_bytes() == fresh.read_bytes():
        fresh.unlink()
    else:
        fresh.replace(path)


# --- the page ---------------------------------------------------------------------------------------


def controls(setting: Setting) -> str:
    """The form, hidden until it is asked for, and what it says of its pairs."""
    pairs = setting.sides
    start = {side: pair.key for side, pair in pairs.items()}
    start |= {"z": setting.z, "y": setting.y, "width": str(setting.width)}
    start["names"] = {side: pair.name for side, pair in pairs.items()}
    start = escape(json.dumps(start, ensure_ascii=False))
    used = {part for pair in pairs.values() for part in pair.key.split(".")}
    known = {kind: {k: table[k] for k in table if k in used} for kind, table in records().items()}
    data = json.dumps(known, ensure_ascii=False).replace("</", "<\\/")
    names = {side: escape(pair.name) for side, pair in pairs.items()}
    key = "".join(f'<span class="ex-{side}">{name}</span>' for side, name in names.items())
    z, y, width = setting.z, setting.y, setting.width
    return f"""<form class="explorer-form movable-form" data-start="{start}" autocomplete="off" hidden>
<p class="movable-key">{key}</p>
<div class="explorer-sliders">
{slider("z", "Score <i>z</i>", -width, width, width / 160, z)}
{slider("y", "Target <i>y</i>", y - 1, y + 1, 0.05, y)}
</div>
{picture("Output, loss and gradient over the score")}
<output class="explorer-said" aria-live="polite"></output>
<div class="explorer-switches"><button type="reset">Start again</button></div>
</form>
<script type="application/json" class="explorer-records">{data}</script>"""


def line(setting: Setting) -> str:
    """Where to go on: the explorer at this setting, and with scripts the figure itself."""
    return f"""<p class="movable-line">
<a class="movable-link" href="{escape(setting.address)}">Open in the explorer</a>
<button type="button" class="movable-start">Move it</button>
<span class="movable-note" role="status"></span></p>"""


class Movable(SphinxDirective):
    """The figure with its caption; its first line names the pairs."""

    required_arguments, final_argument_whitespace, has_content = 1, True, True
    option_spec: ClassVar[dict] = {
        "name": directives.unchanged_required,
        "score": float,
        "target": float,
        "width": lambda text: int(directives.choice(text, [str(w) for w in WIDTHS])),
        "alt": directives.unchanged_required,
    }

    def run(self):
        missing = [
            f":{key}:" for key in ("name", "score", "target", "alt") if key not in self.options
        ]
        if missing or not self.content:
            raise self.error(f"movable: {', '.join(missing) or 'a caption'} is missing")
        name, alt = self.options["name"], self.options["alt"]
        place = (self.options["score"], self.options["target"], self.options.get("width", 8))
        try:
            setting = setting_of(self.arguments[0], *place)
        except ValueError as problem:
            raise self.error(str(problem)) from None
        write(name, setting)
        for file in (__file__, activations.__file__, losses.__file__, FOLDER / f"{name}.svg"):
            self.env.note_dependency(str(file))
        figure = nodes.figure()
        uri = f"/book/{FOLDER.name}/{name}.svg"
        figure += nodes.image(uri=uri, alt=f"{alt} {told(setting)}")
        text = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, text)
        caption, *rest = text.children
        figure += nodes.caption(caption.rawsource, "", *caption.children)
        figure += nodes.legend("", *rest, nodes.raw("", line(setting), format="html"))
        self.set_source_info(figure)
        self.add_name(figure)
        holder = nodes.container(classes=["movable"])
        holder += [nodes.raw("", controls(setting), format="html"), figure]
        return [holder]


def load(app, pagename, templatename, context, doctree):
    """On the pages that have such a figure: what offers to move it, and the addresses of the rest."""
    if doctree and any("movable" in node["classes"] for node in doctree.findall(nodes.container)):
        marks = {name: sha256((STYLE / name).read_bytes()).hexdigest()[:8] for name in LATER}
        later = " ".join(f"{name}?v={mark}" for name, mark in marks.items())
        app.add_js_file(SCRIPT, loading_method="defer", **{"data-later": later})


def setup(app):
    app.add_directive("movable", Movable)
    app.connect("html-page-context", load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
