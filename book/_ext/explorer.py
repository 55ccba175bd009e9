"""The figure that moves: its controls, its words from the package, what stands there without scripts.

The directive `explorer` writes a form of native controls, empty places for the pictures, and the records
as data; `explorer.js` and `moving.js` draw, by the formulas in `pairings.js`. What the directive holds, a
figure drawn by the package when the site is built, is what readers without scripts see.
"""

import json
from html import escape
from pathlib import Path
from typing import ClassVar

import numpy as np
from docutils import nodes
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from sphinx.util.docutils import SphinxDirective

from pairings import activations, compose, losses, matching
from pairings.figures import LAW, MATCHED, ORANGE, SQUARED, rounded
from pairings.records import Activation, Domain, Loss

ROOMS = ("numbers", "positive", "counts", "labels")
FOLDER = Path(__file__).parents[1] / "_explorer"
# What moves, here and in the figures of chapters; the page of the explorer.
FORMULAS, DRAWING, RULES = "pairings.js", "moving.js", "moving.css"
SCRIPTS, SHEET = (FORMULAS, DRAWING, "explorer.js"), "explorer.css"
# Where the figure starts: a neuron that is sure and wrong.
PAIRS = {"left": ("sigmoid", "matching"), "right": ("sigmoid", "squared_error")}
SCORE, TARGET = -4.0, 1.0
LAYERS = "".join(f'<g data-layer="{name}"></g>' for name in ("under", "still", "over"))


# --- which formulas the figure has, and what it says of them -----------------------------------------


def one_score_activations() -> dict[str, Activation]:
    """{name in the package: record} of every activation of the table whose prediction is one number."""
    named = {id(record): name for name, record in vars(activations).items()}
    table = (a for a in activations.TABLE if a.scores == 1 and not a.range.rows)
    return {named[id(a)]: a for a in table}


def one_score_losses() -> dict[str, Loss]:
    """{name in the package: record} of every loss of the `ROOMS` that takes one number for one target."""
    found = {
        name: loss
        for name, loss in vars(losses).items()
        if isinstance(loss, Loss)
        and room(loss) in ROOMS
        and (loss.scores, loss.columns, loss.targets.rows) == (1, 1, False)
    }
    return dict(sorted(found.items(), key=lambda item: ROOMS.index(room(item[1]))))


def room(loss: Loss) -> str:
    return loss.value.__module__.rpartition(".")[2]


def named_match(activation: Activation) -> str | None:
    """The loss among the named ones that is the matching loss of `activation`."""
    for name, loss in one_score_losses().items() if activation.potential else ():
        try:
            matching(activation, loss)
        except ValueError:
            continue
        return name
    return None


def domain(of: Domain) -> dict:
    """A set as JSON has it: infinite ends are null."""
    low, high = (end if np.isfinite(end) else None for end in (of.low, of.high))
    said = {"name": of.name, "low": low, "high": high, "closed": of.closed, "note": of.note}
    return said | {"members": of.members, "whole": of.whole}


def records() -> dict:
    return {
        "activations": {
            key: {
                "name": a.name,
                "range": domain(a.range),
                "reason": a.reason,
                "match": named_match(a),
            }
            for key, a in one_score_activations().items()
        },
        "losses": {
            key: {
                "name": loss.name,
                "targets": domain(loss.targets),
                "predictions": domain(loss.predictions),
                "elicits": str(loss.elicits),
            }
            for key, loss in one_score_losses().items()
        },
    }


# --- the page ---------------------------------------------------------------------------------------


def options(named: dict[str, str], chosen: str) -> str:
    return "".join(
        f'<option value="{key}"{" selected" * (key == chosen)}>{escape(name)}</option>'
        for key, name in named.items()
    )


def choice(name: str, label: str, named: dict[str, str], chosen: str) -> str:
    return f'<label>{label} <select name="{name}">{options(named, chosen)}</select></label>'


def slider(name: str, label: str, low: float, high: float, step: float, value: float) -> str:
    return (
        f'<label class="explorer-slider"><span>{label}</span>'
        f'<input type="range" name="{name}" min="{low:g}" max="{high:g}" step="{step:g}" '
        f'value="{value:g}"><output name="{name}-said"></output></label>'
    )


def picture(label: str) -> str:
    """An empty one, for `moving.js` to draw in."""
    named = f'role="img" aria-label="{label}" focusable="false"'
    return f'<svg class="explorer-picture" {named}>{LAYERS}</svg>'


def side(where: str) -> str:
    outputs = {key: a.name for key, a in one_score_activations().items()}
    costs = {"matching": "its matching loss"}
    costs |= {key: loss.name for key, loss in one_score_losses().items()}
    activation, loss = PAIRS[where]
    return f"""<div class="explorer-side" data-side="{where}" role="group" aria-label="{where} pair">
<p class="explorer-pair">{choice(f"{where}-activation", "Output", outputs, activation)}
{choice(f"{where}-loss", "Loss", costs, loss)}</p>
<p class="explorer-word"></p>
{picture(f"{where} pair")}
</div>"""


def controls(setting: str = "") -> str:
    """The whole form, at a setting as addresses have it; a script that never comes leaves it hidden."""
    axes = {"score": "the score z", "prediction": "the prediction p"}
    widths = {"4": "−4 to 4", "8": "−8 to 8", "40": "−40 to 40", "800": "−800 to 800"}
    formats = {"64": "float64", "32": "float32", "16": "float16"}
    start = escape(json.dumps({"pairs": PAIRS, "z": SCORE, "y": TARGET}))
    data = json.dumps(records(), ensure_ascii=False).replace("</", "<\\/")
    return f"""<form class="explorer-form" data-start="{start}" data-setting="{escape(setting)}" hidden>
<p class="explorer-note" role="status"></p>
<details class="explorer-quiz"><summary>Predict, then look: ten questions</summary>
<div role="group" aria-label="Question"></div></details>
<div class="explorer-sliders">
{slider("z", "Score <i>z</i>", -8, 8, 0.05, SCORE)}
{slider("y", "Target <i>y</i>", -0.25, 1.25, 0.05, TARGET)}
</div>
<div class="explorer-sides">{side("left")}{side("right")}</div>
<output class="explorer-said" aria-live="polite"></output>
<div class="explorer-switches">
{choice("axis", "Across", axes, "score")}
{choice("width", "Scores", widths, "8")}
{choice("format", "Numbers", formats, "64")}
<label><input type="checkbox" name="same" checked> one scale for both</label>
<label><input type="checkbox" name="gap"> the potential Φ, too</label>
<button type="reset">Start again</button>
</div>
<fieldset class="explorer-descent"><legend>Two descents from this score</legend>
<div class="explorer-switches">
{slider("rate", "Step size", -2, 2, 0.05, 0)}
<button type="button" name="more" value="1">1 step</button>
<button type="button" name="more" value="10">10 steps</button>
<button type="button" name="more" value="100">100 steps</button>
<button type="button" name="more" value="0">back</button>
</div>
<svg class="explorer-path" role="img" aria-label="The score against the step" focusable="false"></svg>
<output class="explorer-went" aria-live="polite"></output>
</fieldset>
<details class="explorer-twin"><summary>The picture as a table</summary>
<div class="explorer-scroll" tabindex="0" role="region" aria-label="The picture as a table">
<table class="table"></table></div></details>
</form>
<script type="application/json" class="explorer-records">{data}</script>"""


class Explorer(SphinxDirective):
    """The figure, with what readers without scripts see as its content.

    On a chapter's page `:setting: ?left=elu.matching&y=0.5` says where it begins.
    """

    has_content = True
    option_spec: ClassVar[dict] = {"setting": str}

    def run(self):
        for file in (__file__, activations.__file__, losses.__file__):
            self.env.note_dependency(file)
        holder = nodes.container(classes=["explorer"])
        holder += nodes.raw("", controls(self.options.get("setting", "")), format="html")
        self.state.nested_parse(self.content, self.content_offset, holder)
        return [holder]


def load(app, pagename, templatename, context, doctree):
    """Its scripts and rules, on the pages that have it."""
    if doctree and any("explorer" in node["classes"] for node in doctree.findall(nodes.container)):
        for script in SCRIPTS:
            app.add_js_file(script, loading_method="defer")
        for sheet in (RULES, SHEET):
            app.add_css_file(sheet, priority=901)


# --- without scripts ---------------------------------------------------------------------------------


def draw() -> Figure:
    """Both pairs of the start: output, loss and gradient over the score."""
    z, y = np.linspace(-8, 8, 321)[:, None], np.full((321, 1), TARGET)
    figure = Figure(figsize=(8.4, 5.6), layout="constrained")
    axes = figure.subplots(3, 2, sharex=True, sharey="row")
    a = one_score_activations()["sigmoid"]
    pairs = (matching(a), compose(a, losses.squared_error))
    here = np.abs(z[:, 0] - SCORE).argmin()
    for column, (pair, look) in enumerate(zip(pairs, (MATCHED, SQUARED), strict=True)):
        curves = pair.predict(z)[:, 0], pair.value(z, y), pair.gradient(z, y)[:, 0]
        for ax, curve in zip(axes[:, column], curves, strict=True):
            ax.plot(z, rounded(curve), **look)
            ax.plot(z[here], rounded(curve[here]), "o", color=look["color"])
        output, loss, gradient = axes[:, column]
        output.set_title(pair.name)
        output.axhline(TARGET, **LAW)
        beyond = z[:, 0] >= SCORE
        shaded = {"color": ORANGE, "alpha": 0.45, "linewidth": 0}
        if column == 0:
            output.fill_between(z[beyond, 0], rounded(curves[0][beyond]), TARGET, **shaded)
        gradient.fill_between(z[beyond, 0], rounded(curves[2][beyond]), 0, **shaded)
        loss.vlines(SCORE, 0, rounded(curves[1][here]), color=ORANGE, linewidth=3)
        gradient.set_xlabel("score z")
    for ax, label in zip(axes[:, 0], ("prediction p", "loss L", "gradient ∂L/∂z"), strict=True):
        ax.set_ylabel(label)
    return figure


LOOK = {"font.family": "DejaVu Sans", "svg.hashsalt": "explorer"}  # the same bytes each time


def write(name: str, figure: Figure, folder: Path = FOLDER) -> Path:
    folder.mkdir(exist_ok=True)
    with rc_context(LOOK):
        canvas = FigureCanvasSVG(figure)
        canvas.print_svg(folder / name, metadata={"Date": None, "Creator": None})
    return folder / name


def setup(app):
    write("explorer.svg", draw())
    app.add_directive("explorer", Explorer)
    app.connect("html-page-context", load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
