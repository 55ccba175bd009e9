"""What a mismatch costs: every closed form against what it claims to describe."""

import numpy as np
import pytest
from scipy.special import log_ndtr

from pairings import activations, compose, laws, losses, matching
from pairings.records import Activation, Loss, unit_interval

A, L = activations, losses
cauchit = Activation(
    "cauchit",
    lambda z: np.arctan2(1, -z) / np.pi,
    lambda z, g: g / (np.pi * (1 + z * z)),
    unit_interval,
)
cloglog = Activation(
    "cloglog",
    lambda z: -np.expm1(-np.exp(z)),
    lambda z, g: g * np.exp(z - np.exp(z)),
    unit_interval,
)
boosting = Loss(
    "boosting loss",
    lambda p, y: (y * np.sqrt((1 - p) / p) + (1 - y) * np.sqrt(p / (1 - p))).sum(axis=-1),
    lambda p, y: (p - y) * (p * (1 - p)) ** -1.5 / 2,
    unit_interval,
    unit_interval,
    "mean",
)
DEPTHS = (0.1, 1.0, 3.0, 6.0)


def selu_with(law):
    return lambda m: law(m, 0.5, activations.SELU_ALPHA, activations.SELU_SCALE)


TIMES = {
    "sigmoid, log loss": (matching(A.sigmoid), laws.escape_time_log_loss, 1.0),
    "sigmoid, squared": (
        compose(A.sigmoid, L.squared_error),
        laws.escape_time_squared_error,
        1.0,
    ),
    "sigmoid, absolute": (
        compose(A.sigmoid, L.absolute_error),
        laws.escape_time_absolute_error,
        1.0,
    ),
    "sigmoid, boosting": (compose(A.sigmoid, boosting), laws.escape_time_boosting, 1.0),
    "tanh, matching": (matching(A.tanh), laws.escape_time_tanh_matching, 1.0),
    "tanh, squared": (
        compose(A.tanh, L.squared_error),
        laws.escape_time_tanh_squared_error,
        1.0,
    ),
    "cauchit, log loss": (compose(cauchit, L.log_loss), laws.escape_time_cauchit_log_loss, 1.0),
    "cloglog, log loss": (compose(cloglog, L.log_loss), laws.escape_time_cloglog_log_loss, 1.0),
    "ReLU, matching": (
        matching(A.relu),
        lambda m: laws.escape_time_relu_matching(m, 2.0),
        2.0,
    ),
    "exp, Poisson": (matching(A.exp), lambda m: laws.escape_time_exp_poisson(m, 2.0), 2.0),
    "exp, squared": (
        compose(A.exp, L.squared_error),
        lambda m: laws.escape_time_exp_squared_error(m, 2.0),
        2.0,
    ),
    "ELU, matching": (matching(A.elu), lambda m: laws.escape_time_elu_matching(m, 0.5), 0.5),
    "ELU, squared": (
        compose(A.elu, L.squared_error),
        lambda m: laws.escape_time_elu_squared_error(m, 0.5),
        0.5,
    ),
    "SELU, matching": (matching(A.selu), selu_with(laws.escape_time_elu_matching), 0.5),
    "SELU, squared": (
        compose(A.selu, L.squared_error),
        selu_with(laws.escape_time_elu_squared_error),
        0.5,
    ),
}


@pytest.mark.parametrize(("pairing", "law", "target"), TIMES.values(), ids=TIMES)
def test_the_escape_time_is_the_integral_of_one_over_the_pull(pairing, law, target):
    for m in DEPTHS:
        assert law(m) == pytest.approx(laws.escape_time(pairing, m, target), rel=1e-8)


@pytest.mark.parametrize(("pairing", "law", "target"), TIMES.values(), ids=TIMES)
def test_descent_takes_the_escape_time(pairing, law, target):
    measured = laws.measured_escape_time(pairing, 3.0, law(3.0) / 1000, target=target)
    assert measured == pytest.approx(law(3.0), rel=0.01)


def test_a_descent_that_needs_more_steps_than_allowed_is_infinite():
    flat = compose(A.relu, L.squared_error)
    assert np.isinf(laws.measured_escape_time(flat, 1.0, 1.0, most=10))


BOUNDS = {
    "probit, squared": (
        compose(A.normal_cdf, L.squared_error),
        laws.escape_time_probit_squared_error_bounds,
    ),
    "cauchit, squared": (
        compose(cauchit, L.squared_error),
        laws.escape_time_cauchit_squared_error_bounds,
    ),
    "probit, log loss": (
        compose(A.normal_cdf, L.log_loss),
        laws.escape_time_probit_log_loss_bounds,
    ),
}


@pytest.mark.parametrize(("pairing", "bounds"), BOUNDS.values(), ids=BOUNDS)
def test_the_escape_time_lies_between_its_bounds(pairing, bounds):
    for m in DEPTHS:
        low, high = bounds(m)
        assert low < laws.escape_time(pairing, m) < high


def test_the_bounds_of_probit_and_log_loss_stay_close():
    low, high = laws.escape_time_probit_log_loss_bounds(np.geomspace(1, 1e6, 50))
    assert (high - low <= np.log(np.pi / 2) / 2 + 1e-9).all()
    assert (high - low)[-1] == pytest.approx(np.log(np.pi / 2) / 2, rel=1e-3)


# --- curvature and convexity -----------------------------------------------------------------


def probit_log_loss(z, y):
    return -log_ndtr((2 * y - 1) * z)


def bend(value, z, h=1e-3):
    return (value(z - h) - 2 * value(z) + value(z + h)) / h**2


def test_the_curvature_is_the_second_difference():
    z = np.linspace(-3, 3, 61)[:, None]
    p = A.sigmoid.forward(z)
    slope = p * (1 - p)
    pairing = compose(A.sigmoid, L.squared_error)
    for label in (0.0, 1.0):
        y = np.full_like(z, label)
        law = laws.proper_curvature(p, y, slope, slope, slope * (1 - 2 * p))
        measured = bend(lambda z, y=y: pairing.value(z, y)[:, None], z)
        np.testing.assert_allclose(law, measured, atol=1e-6)
        assert np.abs(laws.proper_curvature(p, y, 1.0, slope, 0.0) - slope).max() == 0


EDGES = {
    "sigmoid, squared": (A.sigmoid, L.squared_error, laws.CONVEX_SIGMOID_SQUARED_ERROR),
    "tanh, squared": (A.tanh, L.squared_error, laws.CONVEX_TANH_SQUARED_ERROR),
    "probit, squared": (A.normal_cdf, L.squared_error, laws.convex_probit_squared_error()),
    "cauchit, squared": (cauchit, L.squared_error, laws.convex_cauchit_squared_error()),
    "cauchit, log loss": (cauchit, L.log_loss, laws.convex_cauchit_log_loss()),
}


@pytest.mark.parametrize(("activation", "loss", "edges"), EDGES.values(), ids=EDGES)
def test_convexity_ends_at_the_edges(activation, loss, edges):
    """A hundredth inside both labels bend upwards, a hundredth outside one of them does not."""
    pairing = compose(activation, loss)
    labels = (-1.0, 1.0) if activation is A.tanh else (0.0, 1.0)
    z = np.linspace(-3, 3, 6001)
    p = activation.forward(z)

    def bends(prediction):
        at = z[np.abs(p - prediction).argmin()]
        return [
            bend(lambda z, y=y: pairing.value(np.array([[z]]), np.array([[y]]))[0], at)
            for y in labels
        ]

    for edge, inwards in zip(edges, (1, -1), strict=True):
        assert min(bends(edge + 0.01 * inwards)) > 0
        assert min(bends(edge - 0.01 * inwards)) < 0


def test_log_loss_keeps_probit_and_cloglog_convex():
    z = np.linspace(-6, 2.5, 400)
    assert (bend(lambda z: probit_log_loss(z, 1.0), z) > -1e-8).all()
    for y in (0.0, 1.0):
        pairing = compose(cloglog, L.log_loss)
        value = pairing.value

        def of(z, y=y, value=value):
            return value(z[:, None], np.full((len(z), 1), y))

        assert (bend(of, z) > -1e-6).all()


# --- rounding, minima, floors ----------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("step_size", [0.01, 1.0, 30.0])
def test_a_score_is_frozen_exactly_from_the_depth_of_the_law(dtype, step_size):
    pairing, m = compose(A.sigmoid, L.squared_error), laws.frozen_depth(step_size, dtype)
    for depth, frozen in ((m - 0.02, False), (m + 0.02, True), (m + 5, True)):
        z = np.array([[-depth]], dtype=dtype)
        step = dtype(step_size) * pairing.gradient(z, np.ones_like(z))
        assert ((z - step) == z).all() == frozen


@pytest.mark.parametrize("examples", [1, 2, 4])
def test_so_many_minima_on_one_axis(examples):
    x = 10.0 ** (np.arange(examples) - (examples - 1) / 2)
    z = np.geomspace(1e-4, 1e4, 4000)[:, None] * x
    y = np.full_like(z, 0.75)
    for pairing, count in (
        (compose(A.sigmoid, L.squared_error), laws.axis_minima(examples, 1)),
        (matching(A.sigmoid), 1),
    ):
        slope = (pairing.gradient(z, y) * x).sum(axis=-1)
        assert ((slope[:-1] < 0) & (slope[1:] >= 0)).sum() == count
    assert laws.axis_minima(7, 2) == 9


def test_no_double_sigmoid_is_below_its_floor_and_some_come_near():
    z = np.linspace(-40, 40, 801)
    q = A.sigmoid.forward(A.sigmoid.forward(z))
    best = {y: L.log_loss.value(q[:, None], np.full((len(z), 1), y)).min() for y in (0.0, 1.0)}
    for share in (0.0, 0.3, 1.0):
        floor = laws.double_sigmoid_floor(share)
        reached = share * best[1.0] + (1 - share) * best[0.0]
        assert floor <= reached + 1e-15
        assert reached == pytest.approx(floor, abs=1e-9)
