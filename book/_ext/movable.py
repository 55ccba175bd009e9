"""A figure of a chapter that can be moved: two pairs over one score axis.

    :::{movable} sigmoid + log loss | sigmoid + half squared error
    :name: fig-binary-moves
    :score: -4
    :target: 1
    :alt: What is seen: the shapes. What the numbers are is added.

    What it shows.
    :::

The picture is drawn by the package when the site is built. `movable.js` offers to move it, and fetches what
that takes when a reader asks: the pictures and controls of the explorer (`moving.js`), its formulas and rules.
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
    LAYERS,
    LOOK,
    RULES,
    named_match,
    one_score_activations,
    one_score_losses,
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
    names = {key: {key, key.replace("_", " "), r.name, r.name.split("(")[0]} for key, r in table.items()}
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
        raise ValueError(f"movable: {text.strip()!r} is no pair; write OUTPUT + LOSS, as sigmoid + log loss")
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
        raise ValueError(f"movable: the score {z:g} is out of sight, beyond {width}; :width: is one of {WIDTHS}")
    setting = Setting(*pairs, z, y, width)
    for pair in pairs:
        loss = pair.pairing.loss
        targets = loss.targets if loss else pair.pairing.activation.range
        if not np.all(targets.contains(np.array([[y]]))):
            raise ValueError(f"movable: the target {y:g} of {pair.name} is not in {targets.name}")
    return setting


def at(pair: Pair, z: float, y: float) -> tuple[float, float, float]:
    """Prediction, loss and gradient at one score."""
    score, target = np.array([[z]]), np.array([[y]])
    return (
        float(pair.pairing.predict(score)[0, 0]),
        float(pair.pairing.value(score, target)[0]),
        float(pair.pairing.gradient(score, target)[0, 0]),
    )


def said(x: float, digits: int = 4) -> str:
    """As the figure that moves says it."""
    text = f"{x:.{digits - 2}e}" if x and not 1e-3 <= abs(x) < 1e6 else f"{x:.{digits}g}"
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


def limits(values, here, share: float = 0.75) -> tuple[float, float]:
    """The scale from 0 over most of the numbers seen, and over those `here`; with some room."""
    known = np.sort(values[np.isfinite(values)])
    ends = (known[round(part * (len(known) - 1))] for part in (1 - share, share))
    low, high = (end(0.0, *here, value) for end, value in zip((min, max), ends, strict=True))
    room = 0.1 * (high - low or 1.0)
    return low - room, high + room


def draw(setting: Setting) -> Figure:
    """Output, loss and gradient one below the other; a pair's loss is the area of its colour."""
    z = np.union1d(np.linspace(-setting.width, setting.width, 161), [setting.z])[:, None]
    y = np.full_like(z, setting.y)
    figure = Figure(figsize=(4.8, 5))
    panels = figure.subplots(3, 1, sharex=True)
    output, loss, gradient = panels
    curves, numbers = {}, {}
    for side, pair in setting.sides.items():
        pairing = pair.pairing
        curves[side] = pairing.predict(z)[:, 0], pairing.value(z, y), pairing.gradient(z, y)[:, 0]
        numbers[side] = at(pair, setting.z, setting.y)
    shared = len({pair.key.split(".")[0] for pair in setting.sides.values()}) == 1
    seen = np.clip(np.concatenate([c[0] for c in curves.values()]), -setting.width, setting.width)
    seen = [*seen, setting.y, *(found[0] for found in numbers.values())]
    ends = min(seen), max(seen)
    room = 0.08 * (ends[1] - ends[0])
    output.set_ylim(ends[0] - room, ends[1] + room)
    for row in (1, 2):
        lows, highs = zip(*(limits(curves[s][row], [numbers[s][row]]) for s in SIDES), strict=True)
        panels[row].set_ylim(min(lows), max(highs))
    for side, look in SIDES.items():
        pair, (p, value, slope) = setting.sides[side], curves[side]
        for panel, curve, here in zip(panels, (p, value, slope), numbers[side], strict=True):
            if panel is not output or side == "left" or not shared:
                panel.plot(z, rounded(curve), **look)
                mark(panel, setting.z, here, look["color"])
        colour = {"color": look["color"], "alpha": 0.2, "linewidth": 0}
        if pair.key.endswith(".matching"):
            between = (p - setting.y) * (p[z[:, 0] == setting.z] - setting.y) > 0
            between &= (z[:, 0] - setting.z) * np.sign(numbers[side][0] - setting.y) <= 0
            output.fill_between(z[:, 0], rounded(p), setting.y, where=between, **colour)
        lowest = z[np.nanargmin(value), 0]
        under = (z[:, 0] - setting.z) * (z[:, 0] - lowest) <= 0
        gradient.fill_between(z[:, 0], rounded(slope), 0, where=under, **colour)
        beside = setting.width / 100 * (1 if side == "right" else -1)
        loss.vlines(setting.z + beside, 0, rounded(numbers[side][1]), color=look["color"], alpha=0.55, linewidth=3)
    output.axhline(setting.y, **LAW)
    titles = ("prediction $p$ and target $y$", "loss $L$", "gradient $∂L/∂z$")
    for row, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        panel.set_title(title, fontsize=9.5, fontweight="normal")
        panel.axvline(setting.z, color="#777777", linewidth=0.8, zorder=1)
        place = (1, 1.04), "axes fraction"
        for side in reversed(SIDES) if row or not shared else ["left"]:
            text = said(numbers[side][row])
            look = {"color": SIDES[side]["color"], "ha": "right", "va": "bottom", "fontsize": 9.5, "fontweight": "bold"}
            note = panel.annotate(text, xy=place[0], xycoords=place[1], xytext=(-10 * (side == "left" and place[1] != "axes fraction"), 0), textcoords="offset points", **look)
            place = (0, 0), note
    gradient.axhline(0, color="#777777", linewidth=0.8)
    gradient.set(xlabel="score $z$", xlim=(-setting.width, setting.width))
    lines = [Line2D([], [], label=setting.sides[side].name, **look) for side, look in SIDES.items()]
    figure.legend(handles=lines, loc="outside upper left", ncols=2)
    return figure


def mark(panel, z: float, value: float, colour: str) -> None:
    """A dot; an arrow at the edge where the value is off the scale."""
    low, high = panel.get_ylim()
    kind = "o" if low <= value <= high else "^" if value > high else "v"
    place = np.clip(value, low + 0.03 * (high - low), high - 0.03 * (high - low)) if kind != "o" else value
    panel.plot(z, rounded(place), kind, color=colour, markersize=6, clip_on=False, zorder=4)


def write(name: str, setting: Setting) -> None:
    """The picture as a file, which is left alone where it is the same: what depends on it is not older."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.svg"
    fresh = path.with_suffix(".fresh")
    with rc_context(fname=str(files("pairings") / "book.mplstyle")), rc_context(LOOK | {"svg.hashsalt": name}):
        FigureCanvasSVG(draw(setting)).print_svg(fresh, metadata={"Date": None, "Creator": None})
    if path.is_file() and path.read_bytes() == fresh.read_bytes():
        fresh.unlink()
    else:
        fresh.replace(path)


# --- the page ---------------------------------------------------------------------------------------


def controls(setting: Setting) -> str:
    """The form, which stays hidden until it is asked for; what it says of its pairs, and nothing of others."""
    pairs = setting.sides
    start = {side: pair.key for side, pair in pairs.items()}
    start |= {"z": setting.z, "y": setting.y, "width": str(setting.width)}
    start["names"] = {side: pair.name for side, pair in pairs.items()}
    used = {part for pair in pairs.values() for part in pair.key.split(".")}
    known = {kind: {k: r for k, r in table.items() if k in used} for kind, table in records().items()}
    data = json.dumps(known, ensure_ascii=False).replace("</", "<\\/")
    key = "".join(f'<span class="ex-{side}">{escape(pair.name)}</span>' for side, pair in pairs.items())
    w = setting.width
    return f"""<form class="explorer-form movable-form" data-start="{escape(json.dumps(start, ensure_ascii=False))}" autocomplete="off" hidden>
<p class="movable-key">{key}</p>
<div class="explorer-sliders">
{slider("z", "Score <i>z</i>", -w, w, w / 160, setting.z)}
{slider("y", "Target <i>y</i>", setting.y - 1, setting.y + 1, 0.05, setting.y)}
</div>
<svg class="explorer-picture" role="img" aria-label="Output, loss and gradient over the score" focusable="false">{LAYERS}</svg>
<output class="explorer-said" aria-live="polite"></output>
<div class="explorer-switches"><button type="reset">Start again</button></div>
</form>
<script type="application/json" class="explorer-records">{data}</script>"""


def line(setting: Setting) -> str:
    """Where to go on: the explorer at this setting, and with scripts the figure itself."""
    return f"""<p class="movable-line"><a class="movable-link" href="{escape(setting.address)}">Open in the explorer</a>
<button type="button" class="movable-start">Move it</button> <span class="movable-note" role="status"></span></p>"""


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
        missing = [f":{key}:" for key in ("name", "score", "target", "alt") if key not in self.options]
        if missing or not self.content:
            raise self.error(f"movable: {', '.join(missing) or 'a caption'} is missing")
        name, options = self.options["name"], self.options
        try:
            setting = setting_of(self.arguments[0], options["score"], options["target"], options.get("width", 8))
        except ValueError as problem:
            raise self.error(str(problem)) from None
        write(name, setting)
        for file in (__file__, activations.__file__, losses.__file__, FOLDER / f"{name}.svg"):
            self.env.note_dependency(str(file))
        figure = nodes.figure()
        figure += nodes.image(uri=f"/book/{FOLDER.name}/{name}.svg", alt=f"{options['alt']} {told(setting)}")
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
