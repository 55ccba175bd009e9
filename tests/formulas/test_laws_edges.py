"""The laws at single points: limits, defaults and edges that the comparisons of curves pass over.

Each of these tests notices a mistake that no other noticed.
"""

import itertools
from inspect import signature

import numpy as np
import pytest

from pairings import activations, compose, laws, losses, matching
from pairings.records import Activation, Pairing, reals, unit_interval

SIGMOID_SQUARED = compose(activations.sigmoid, losses.squared_error)

CAUCHIT = Activation(
    "cauchit",
    lambda z: np.arctan2(1, -z) / np.pi,
    lambda z, g: g / (np.pi * (1 + z * z)),
    unit_interval,
)


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


# --- gradients -------------------------------------------------------------------------------


def test_squared_error_behind_a_sigmoid_pulls_hardest_at_a_third():
    """4/27 is the height of the curve, and no more."""
    z = np.linspace(-4, 4, 80_001)[:, None]
    pull = np.abs(SIGMOID_SQUARED.gradient(z, np.ones_like(z)))
    assert pull.max() == pytest.approx(laws.SQUARED_ERROR_PEAK, rel=1e-8)
    assert activations.sigmoid.forward(z[pull.argmax()]) == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("loss", "weight"),
    [(losses.log_loss, lambda p: 1 / (p * (1 - p))), (losses.squared_error, np.ones_like)],
)
def test_the_gradient_of_a_proper_loss_is_residual_times_weight_times_slope(loss, weight):
    """For labels and for shares between them."""
    z = column(-2.0, -0.3, 0.5, 3.0)
    p = activations.normal_cdf.forward(z)
    slope = activations.normal_cdf.vjp(z, np.ones_like(z))
    for y in (np.zeros_like(z), np.ones_like(z), column(0.1, 0.4, 0.6, 0.9)):
        law = laws.proper_gradient(p, y, weight(p), slope)
        gradient = compose(activations.normal_cdf, loss).gradient(z, y)
        np.testing.assert_allclose(law, gradient, rtol=1e-12)


# --- descent ---------------------------------------------------------------------------------


def walk(step):
    """A pairing whose gradient is −step at every score."""
    return Pairing("walk", None, None, lambda z, y: np.full_like(z, -step), reals)


def test_the_last_step_allowed_counts():
    """From −3 by steps of 1 to 0: three steps do, two do not, and none is none."""
    assert laws.measured_escape_time(walk(1.0), 3, 1.0, most=3) == 3.0
    assert np.isinf(laws.measured_escape_time(walk(1.0), 3, 1.0, most=2))
    assert np.isinf(laws.measured_escape_time(walk(1.0), 0, 1.0, most=0))


def test_a_hundred_thousand_steps_are_allowed():
    """Or as many as are asked for, and not one more. Steps of 2⁻¹⁰ are exact."""
    step = 2.0**-10
    assert laws.measured_escape_time(walk(step), 1000 * step, 1.0, most=1000) == 1000
    assert np.isinf(laws.measured_escape_time(walk(step), 1001 * step, 1.0, most=1000))
    assert laws.measured_escape_time(walk(step), 1001 * step, 1.0) == 1001
    assert signature(laws.measured_escape_time).parameters["most"].default == 100_000


def test_the_target_is_one_unless_another_is_given():
    """In the measured time as in the integral."""
    pairing = matching(activations.identity)
    for time in (
        lambda **target: laws.measured_escape_time(pairing, 1.0, 0.01, **target),
        lambda **target: laws.escape_time(pairing, 1.0, **target),
    ):
        assert time() == time(target=1.0)
        assert time() > time(target=2.0)


@pytest.mark.parametrize(
    ("activation", "bounds", "far"),
    [
        (activations.normal_cdf, laws.escape_time_probit_squared_error_bounds, 8.0),
        (CAUCHIT, laws.escape_time_cauchit_squared_error_bounds, 1000.0),
    ],
)
def test_each_bound_of_squared_error_is_reached(activation, bounds, far):
    """The upper one near 0, where p is 1/2; the lower one far out, where p is 0."""
    pairing = compose(activation, losses.squared_error)
    assert bounds(1e-4)[1] == pytest.approx(laws.escape_time(pairing, 1e-4), rel=1e-3)
    assert bounds(far)[0] == pytest.approx(laws.escape_time(pairing, far), rel=2e-3)


# --- laws take lists and whole numbers -------------------------------------------------------


@pytest.mark.parametrize(
    "law",
    [
        laws.double_softmax_floor,
        laws.double_softmax_roof,
        laws.double_softmax_ceiling,
        laws.huber_location_exponential,
    ],
)
def test_a_law_takes_a_list(law):
    """As numpy's own functions do."""
    assert np.array_equal(law([2, 3]), [law(2.0), law(3.0)])
    half = laws.mean_for_quantile_exponential(0.5)
    assert np.array_equal(laws.mean_for_quantile_exponential([0.5, 0.5]), [half, half])


def test_two_labels_that_always_agree_cost_one_of_them():
    """As a nested list of whole numbers: the total correlation of a sure row is 0."""
    assert laws.cost_of_independence([[0, 1], [0, 0]]) == 0
    assert laws.cost_of_independence([[0.5, 0], [0, 0.5]]) == pytest.approx(np.log(2))


# --- Huber's location among outliers ---------------------------------------------------------


@pytest.mark.parametrize("delta", [0.5, 20.0, 400.0])
def test_far_outliers_pull_with_all_that_the_cut_allows(delta):
    """Where δ is large nothing else is cut: (1 − ε) c = ε δ; without outliers c is 0."""
    assert laws.huber_location_outliers(0.0, delta) == pytest.approx(0, abs=1e-9)
    if delta > 1:
        assert laws.huber_location_outliers(0.4, delta) == pytest.approx(0.4 / 0.6 * delta)


# --- silent rows: replicas before the rows ---------------------------------------------------


def test_silent_probabilities_of_a_stack_are_those_of_its_parts():
    """h: (replicas, rows, hidden), with three different lengths."""
    h = np.random.default_rng(0).normal(size=(2, 3, 4))
    alone = [[laws.silent_probability(row, 0.5) for row in part] for part in h]
    np.testing.assert_allclose(laws.silent_probability(h, 0.5), alone, rtol=1e-14)
    alone = [laws.dead_at_start_bounds(part, 0.5) for part in h]
    np.testing.assert_allclose(np.transpose(laws.dead_at_start_bounds(h, 0.5)), alone, rtol=1e-14)


# --- where convexity ends --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "side"),
    [
        (laws.convex_cauchit_log_loss(), lambda s: np.arctan2(1, s)),
        (laws.convex_cauchit_squared_error(), lambda s: np.pi - np.arctan2(1, s)),
    ],
)
def test_the_edges_of_cauchit_solve_their_equation(edges, side):
    """The score at the upper edge is s, at the lower −s."""
    low, high = edges
    s = np.tan(np.pi * (high - 0.5))
    assert 2 * s * side(s) == pytest.approx(1, rel=1e-9)
    assert low + high == pytest.approx(1, rel=1e-14)


# --- rounding --------------------------------------------------------------------------------


def test_the_depth_is_exact_for_single_precision_too():
    """ulp(m) = 2⁻²³ · 8 for m between 8 and 16: η e^−m = ulp/2 at m = 21 log 2."""
    assert laws.frozen_depth(1.0, np.float32) == pytest.approx(21 * np.log(2), rel=1e-14)


@pytest.mark.parametrize("k", [3, 5, 9])
def test_where_the_spacing_doubles_the_depth_waits(k):
    """Just above 2^k the equation has no root: a step is lost above, and counts below."""
    eps = np.finfo(float).eps
    step_size = np.exp(2.0**k + 0.3) * eps * 2.0 ** (k - 1) / 2
    assert laws.frozen_depth(step_size) == 2.0**k
    for factor in (0.5, 2.0):
        assert laws.frozen_depth(step_size * factor) != 2.0**k


def test_depths_rise_with_the_step_size():
    """Over all step sizes, up to where the quotient overflows."""
    depths = [laws.frozen_depth(10.0**e) for e in range(-5, 291)]
    assert all(low <= high for low, high in itertools.pairwise(depths))
    assert depths[-1] == pytest.approx(290 * np.log(10) + np.log(2.0**53 / 2**9), rel=1e-12)
