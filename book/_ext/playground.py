"""A small network that is trained in the page, twice: tanh with squared error and with its matching loss.

The directive `playground` writes controls, points and first weights; `playground.js` trains in workers,
by the formulas of the explorer, on whose page it stands. What the directive holds, a figure trained by
the package when the site is built, is what readers without scripts see.
"""

import json

import numpy as np
from docutils import nodes
from explorer import choice, write
from matplotlib.figure import Figure
from sklearn import datasets
from sphinx.util.docutils import SphinxDirective

from pairings import activations, compose, fit, losses, matching, network, optimizers
from pairings.datasets import standardise
from pairings.figures import MATCHED, SQUARED, rounded

# tanh with labels −1 and 1, as the best known playground has it; 8 hidden units, full batch.
SIZES, NETWORKS = (2, 8, 1), 3
STARTS = {"sane": 0.0, "bad": 4.0, "worse": 6.0}  # added to the first bias of the output
PLAY = {
    "matching": matching(activations.tanh),
    "squared_error": compose(activations.tanh, losses.squared_error),
}


def clouds() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Two classes in the plane, 100 points of each: {name: (x, labels −1 and 1)}."""
    centres = [[-1.5, 0.0], [1.5, 0.0]]
    made = {
        "moons": datasets.make_moons(200, noise=0.15, random_state=0),
        "circles": datasets.make_circles(200, noise=0.1, factor=0.5, random_state=0),
        "blobs": datasets.make_blobs(200, centers=centres, cluster_std=1.0, random_state=0),
    }
    every = np.arange(200)
    return {
        name: (np.round(standardise(x, every), 3), 2.0 * labels[:, None] - 1)
        for name, (x, labels) in made.items()
    }


def first_weights(number: int, start: str) -> list:
    params = network.init(np.random.default_rng(number), SIZES)
    return network.shift_output(params, bias=STARTS[start])


def flat(params: list) -> list:
    """A network as the script reads it: W, b of the hidden layer, W, b of the output."""
    (W, b), (V, c) = params
    return [W.tolist(), b[0].tolist(), V[:, 0].tolist(), float(c[0, 0])]


def played(name: str, cost: str, number: int, start: str, rate: float, steps: int, **more):
    """The training that the playground shows, by the package."""
    x, y = clouds()[name]
    more |= {"rngs": np.random.default_rng(0), "optimizer": optimizers.sgd(rate)}
    return fit(first_weights(number, start), PLAY[cost], x, y, epochs=steps, **more)


def playground_data() -> dict:
    sane = [flat(first_weights(number, "sane")) for number in range(NETWORKS)]
    data = {name: {"x": x.tolist(), "y": y[:, 0].tolist()} for name, (x, y) in clouds().items()}
    return {"data": data, "networks": sane, "biases": STARTS}


def ground(where: str, name: str) -> str:
    return f"""<figure data-field="{where}" data-side="{where}">
<canvas width="320" height="320" role="img" aria-label="The plane, before training"></canvas>
<figcaption><strong>tanh + {name}</strong><br><span></span></figcaption></figure>"""


def playground() -> str:
    starts = {"sane": "sane", "bad": "bad: bias 4", "worse": "worse: bias 6"}
    rates = {f"{rate:g}": f"{rate:g}" for rate in (0.1, 0.3, 1.0, 3.0)}
    numbers = {str(number): str(number) for number in range(NETWORKS)}
    data = json.dumps(playground_data())
    return f"""<form class="explorer-form" autocomplete="off" hidden>
<div class="explorer-switches">
{choice("data", "Data", {name: name for name in clouds()}, "moons")}
{choice("start", "Start", starts, "bad")}
{choice("rate", "Step size", rates, "0.3")}
{choice("network", "Seed of the first weights", numbers, "0")}
<button type="button" name="go">Train</button>
<button type="button" name="again">Start again</button>
</div>
<div class="explorer-sides">
{ground("left", "its matching loss")}
{ground("right", "half squared error")}
</div>
<svg class="explorer-path" role="img" aria-label="Share on the wrong side against the step"></svg>
<output class="playground-said" aria-live="polite"></output>
</form>
<script type="application/json" class="playground-data">{data}</script>"""


class Playground(SphinxDirective):
    """The network that is trained in the page."""

    has_content = True

    def run(self):
        holder = nodes.container(classes=["playground"])
        holder += nodes.raw("", playground(), format="html")
        self.state.nested_parse(self.content, self.content_offset, holder)
        return [holder]


def draw_played() -> Figure:
    """The share on the wrong side against the step, from a sane and from a bad start."""
    steps = np.unique(np.round(np.geomspace(1, 1000, 60))).astype(int)
    x, y = clouds()["moons"]

    def wrong(params):
        z = network.scores(params, x, activations.tanh)
        return {"wrong": np.array(np.mean(z * y <= 0))}

    figure = Figure(figsize=(8.4, 2.8), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True)
    for ax, start in zip(axes, ("sane", "bad"), strict=True):
        for cost, look in (("matching", MATCHED), ("squared_error", SQUARED)):
            found = played("moons", cost, 0, start, 0.3, 1000, observe=wrong, observe_at=steps)
            ax.plot(steps, rounded(100 * found.history["wrong"]), label=PLAY[cost].name, **look)
        ax.set(xscale="log", xlabel="step", title=f"{start} start")
    axes[0].set_ylabel("% on the wrong side")
    axes[0].legend()
    return figure


def load(app, pagename, templatename, context, doctree):
    if doctree and any("playground" in n["classes"] for n in doctree.findall(nodes.container)):
        app.add_js_file("playground.js", loading_method="defer")


def setup(app):
    write("playground.svg", draw_played())
    app.add_directive("playground", Playground)
    app.connect("html-page-context", load, priority=501)  # behind the formulas
    return {"parallel_read_safe": True, "parallel_write_safe": True}
