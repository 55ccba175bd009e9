"""Figures: draw_*(ax, …) -> None, one style, one colour and one dash per meaning in all the book.

Data that come from training are rounded to four digits before they are drawn: the pictures are
compared as text, and the last bits of a trained number differ between processors.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, ScalarFormatter

from .activations import TABLE
from .contest import Duel
from .medians import median_interval, median_intervals
from .records import Activation, Array

# Wong's palette (Nature Methods 8, 441): told apart by colour-blind readers; each colour also
# has a dash of its own.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, BLACK = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#F0E442",
    "#000000",
)
MATCHED = {"color": BLUE, "linestyle": "-"}
SQUARED = {"color": RED, "linestyle": "--"}
ABSOLUTE = {"color": GREEN, "linestyle": "-."}
LAW = {"color": BLACK, "linestyle": ":", "linewidth": 1.4}
ASIDE = {"color": "#888888", "linestyle": (0, (6, 2)), "linewidth": 1.2}
# An activation has the colour and the dash of the range it belongs to, so that a new one needs no
# entry. Those that pages draw side by side have a colour of their own.
RANGES = {
    "line": (BLACK, "-"),
    "half line": (ORANGE, "-"),
    "bounded": (BLUE, "-"),
    "classes": (SKY, "--"),
    "turning": (RED, ":"),
}
OWN = {
    "tanh": PURPLE,
    "ReLU": RED,
    "CELU": BLUE,
    "SELU": GREEN,
    "softplus": SKY,
    "exp": BLACK,
    "arctan": GREEN,
    "softsign": ORANGE,
    "SiLU": BLUE,
    "Mish": GREEN,
}


def _range(activation: Activation) -> str:
    if activation.reason is not None:
        return "turning"
    if activation.range.rows:
        return "classes"
    ends = np.isfinite([activation.range.low, activation.range.high]).sum()
    return ("line", "half line", "bounded")[ends]


def family(activation: Activation) -> dict:
    """The colour and the dash of an activation, by its range and its name without parameters."""
    colour, dash = RANGES[_range(activation)]
    return {"color": OWN.get(activation.name.split("(")[0], colour), "linestyle": dash}


FAMILY = {activation.name: family(activation)["color"] for activation in TABLE}


def use_book_style() -> None:
    """The book's look, and SVG output without date or random names, so that a figure is text."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    plt.style.use(str(files(__package__) / "book.mplstyle"))
    set_matplotlib_formats("svg", metadata={"Date": None, "Creator": None}, bbox_inches=None)


def rounded(values: Array, digits: int = 4) -> Array:
    """`values` to so many significant digits; 0, infinity and NaN stay what they are."""
    values = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
        found = np.rint(values * scale) / scale
    return np.where(np.isfinite(found), found, values)


def draw_lines(ax: Axes, x: Array, lines: Mapping[str, tuple[Array, dict]]) -> None:
    """One curve per label: {label: (y, style)}."""
    for label, (y, style) in lines.items():
        ax.plot(x, rounded(y), label=label, **style)
    ax.legend()


def draw_three_views(
    axes: Sequence[Axes], activation: Activation, z: Array, touch: float, at: float
) -> None:
    """One loss three times, on one score axis: a height, an area, a curve.

    For the target y = a(touch) and the score `at`: the height of Φ above its tangent of slope y, the
    area between a and the level y, and the value of the loss there.
    """
    potential, output, loss = axes
    z = np.union1d(z, [touch, at])
    (y,) = activation.forward(np.array([[touch]]))[0]

    def line(score):
        return activation.potential(np.array([[touch]])) + y * (score - touch)

    curve, level = activation.potential(z[:, None]), activation.forward(z[:, None])[:, 0]
    height = curve - line(z)
    between = (z >= min(touch, at)) & (z <= max(touch, at))
    here = np.flatnonzero(z == at)[0]
    look = family(activation)
    mark = {"color": ORANGE, "linewidth": 3.2, "solid_capstyle": "butt"}
    potential.plot(z, rounded(curve), **look)
    potential.plot(z, rounded(line(z)), **LAW)
    potential.plot([at, at], rounded([line(at)[0], curve[here]]), **mark)
    output.plot(z, rounded(level), **look)
    output.axhline(y, **LAW)
    output.fill_between(
        z[between], rounded(level[between]), y, color=ORANGE, alpha=0.45, linewidth=0
    )
    loss.plot(z, rounded(height), **look)
    loss.plot([at, at], rounded([0, height[here]]), **mark)
    for ax, place in ((potential, line(touch)[0]), (output, y), (loss, 0.0)):
        ax.plot(touch, rounded(place), "o", color=BLACK, zorder=3)


def draw_error_curves(
    ax: Axes, duel: Duel, looks: Mapping[str, dict], start: str = "ordinary"
) -> None:
    """Median training error over the seeds against the step, with the band of its interval."""
    for entrant, style in looks.items():
        curve = duel.curves[entrant, start]
        step = np.maximum(curve["step"], 0.5)  # the start has a place on a logarithmic axis
        middle, low, high = np.array([median_interval(e) for e in curve["training error"]]).T
        ax.plot(step, rounded(middle), label=entrant, **style)
        ax.fill_between(step, rounded(low), rounded(high), color=style["color"], alpha=0.2, lw=0)
    ax.set(xscale="log", xlabel="step", ylabel="training error")
    ax.xaxis.set_major_formatter(ScalarFormatter())
    ax.xaxis.set_minor_formatter(NullFormatter())


def draw_against_step_size(
    ax: Axes, duel: Duel, name: str, looks: Mapping[str, dict], start: str = "ordinary"
) -> None:
    """Median of `name` over the seeds against the step size, with the band of its interval; a ring
    where the duel's claim chose. Step sizes that do not repeat are left out, undefined ones too."""
    for entrant, style in looks.items():
        curve = duel.against_step_size(name, entrant, start)
        sizes, values = np.array(list(curve)), np.array(list(curve.values()), dtype=float)
        shown = np.isfinite(values).all(axis=-1)
        middle, low, high = rounded(median_intervals(values[shown]))
        (line,) = ax.plot(sizes[shown], middle, marker=".", label=entrant, **style)
        ax.fill_between(sizes[shown], low, high, color=style["color"], alpha=0.2, lw=0)
        chosen = sizes[shown] == duel.column("step size", entrant, start)[0]
        ax.plot(sizes[shown][chosen], middle[chosen], "o", ms=9, mfc="none", color=line.get_color())
    ax.set(xscale="log", xlabel="step size", ylabel=name)


def draw_seeds(ax: Axes, values: Mapping[str, Array], looks: Mapping[str, dict]) -> None:
    """One row of dots per name, one dot per seed, a bar for the interval of the median."""
    for row, (name, found) in enumerate(values.items()):
        colour = looks.get(name, ASIDE)["color"]
        found = np.sort(np.asarray(found, dtype=float)[np.isfinite(found)])
        heights = row + 0.28 * np.linspace(-1, 1, max(len(found), 2))[: len(found)]
        ax.plot(rounded(found), heights, "o", color=colour, alpha=0.55, markersize=3.5, mew=0)
        if len(found):
            middle, low, high = median_interval(found)
            ax.plot(rounded([low, high]), [row, row], color="white", lw=5)
            ax.plot(rounded([low, high]), [row, row], color=colour, lw=3)
            ax.plot(rounded([middle]), [row], "|", color=BLACK, markersize=13, mew=1.8)
    ax.set_yticks(range(len(values)), list(values))
    ax.set_ylim(len(values) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)


def draw_measured_and_law(
    ax: Axes, x: Array, measured: Array, law_x: Array, law: Array, style: dict, label: str
) -> None:
    """Measured points with the closed form through them."""
    ax.plot(law_x, rounded(law), **LAW)
    ax.plot(x, rounded(measured), "o", color=style["color"], label=label, markersize=6)
