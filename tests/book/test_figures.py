"""Figures: the same bytes each time, whatever the last bits of the data."""

import io

import numpy as np
import pytest
from matplotlib import pyplot as plt

from pairings import activations, duel, figures, losses, matching, scoring


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def svg(draw):
    with plt.style.context(str(figures.files("pairings") / "book.mplstyle")):
        figure, axes = plt.subplots()
        draw(axes)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return out.getvalue()


X = np.linspace(0, 5, 50)


def test_rounding_keeps_four_digits_and_what_is_not_finite():
    values = [0.0, 123456.0, -0.00123456, np.inf, np.nan]
    expected = [0.0, 123500.0, -0.001235, np.inf, np.nan]
    np.testing.assert_allclose(figures.rounded(values), expected, rtol=1e-12)


def test_a_figure_is_the_same_text_twice_and_with_other_last_bits():
    def draw(noise):
        curve = np.sin(X) * (1 + noise)
        return svg(lambda axes: figures.draw_lines(axes, X, {"sine": (curve, figures.MATCHED)}))

    assert draw(0) == draw(0) == draw(1e-12)
    assert draw(0) != draw(1e-2)


def test_each_meaning_has_a_colour_and_a_dash_of_its_own():
    looks = [figures.MATCHED, figures.SQUARED, figures.ABSOLUTE, figures.LAW, figures.ASIDE]
    for part in ("color", "linestyle"):
        assert len({str(look[part]) for look in looks}) == len(looks)


TOGETHER = [  # those that a page draws side by side
    (activations.identity, activations.sigmoid, activations.relu),
    (activations.relu, activations.elu, activations.selu, activations.tanh),
    (activations.relu, activations.softplus, activations.celu, activations.selu, activations.exp),
    (activations.tanh, activations.arctan, activations.softsign),
    (activations.elu, activations.gelu, activations.silu, activations.mish),
]


@pytest.mark.parametrize("drawn", TOGETHER)
def test_activations_in_one_picture_have_a_colour_each(drawn):
    assert len({figures.family(a)["color"] for a in drawn}) == len(drawn)


def test_an_activation_that_nobody_knows_looks_like_its_range():
    """A new record needs no entry, and a member of a family looks like the usual one."""
    new = activations.sigmoid._replace(name="new")
    assert figures.family(new) == figures.family(activations.sigmoid)
    assert figures.family(activations.celu_with(2.0)) == figures.family(activations.celu)
    assert figures.FAMILY.keys() == {a.name for a in activations.TABLE}


def test_error_curves_show_the_median_over_seeds(ax):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 2))
    entrant = scoring.Entrant(matching(activations.sigmoid, losses.log_loss))
    found = duel(
        [entrant], x, (x[:, 0] > 0).astype(int), seeds=range(5), step_sizes=[0.5], epochs=3
    )
    figures.draw_error_curves(ax, found, {entrant.name: figures.MATCHED})
    curve = found.curves[entrant.name, "ordinary"]["training error"]
    np.testing.assert_allclose(
        ax.lines[0].get_ydata(), figures.rounded(np.median(curve, axis=1)), rtol=1e-9
    )


def test_a_metric_is_drawn_against_the_step_sizes_that_repeat_with_a_ring_at_the_choice(ax):
    x = np.random.default_rng(0).normal(size=(50, 2))
    entrant = scoring.Entrant(matching(activations.sigmoid, losses.log_loss))
    labels = (x[:, 0] > 0).astype(int)
    settings = {"seeds": range(6), "step_sizes": [0.01, 0.1, 1.0], "epochs": 3}
    found = duel([entrant], x, labels, claims="log loss", **settings)
    run = found.runs[0]._replace(repeats=np.array([True, False, True]))
    figures.draw_against_step_size(
        ax, found._replace(runs=[run]), "log loss", {entrant.name: figures.MATCHED}
    )
    curve, ring = ax.lines
    values = run.found["log loss"][[0, 2]]
    np.testing.assert_array_equal(curve.get_xdata(), [0.01, 1.0])
    np.testing.assert_allclose(curve.get_ydata(), figures.rounded(np.median(values, axis=1)))
    assert set(ring.get_xdata()) <= set(found.column("step size", entrant.name))


def test_seeds_are_dots_and_infinite_ones_are_left_out(ax):
    figures.draw_seeds(ax, {"a": [1.0, 2.0, np.inf], "b": [np.inf]}, {})
    assert len(ax.lines[0].get_xdata()) == 2
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]


def test_the_law_runs_through_the_measured_points(ax):
    figures.draw_measured_and_law(ax, X[::10], X[::10] ** 2, X, X**2, figures.MATCHED, "measured")
    law, points = ax.lines
    assert set(points.get_xdata()) <= set(law.get_xdata())
    assert law.get_linestyle() == figures.LAW["linestyle"]


@pytest.mark.parametrize("activation", [activations.sigmoid, activations.relu])
def test_height_area_and_curve_are_one_number(activation):
    """The bar above the tangent, the shaded area, and the bar below the curve: the matching loss."""
    touch, at = 1.5, -2.0
    figure, axes = plt.subplots(3)
    figures.draw_three_views(axes, activation, np.linspace(-4, 4, 2001), touch, at)
    y = activation.forward(np.array([[touch]]))
    expected = matching(activation).value(np.array([[at]]), y)[0]
    bars = [np.ptp(axes[n].lines[place].get_ydata()) for n, place in ((0, 2), (2, 1))]
    corners = axes[1].collections[0].get_paths()[0].vertices.T
    area = abs(np.trapezoid(corners[1], corners[0]))  # once around
    np.testing.assert_allclose([*bars, area], expected, rtol=2e-3)
    plt.close(figure)
