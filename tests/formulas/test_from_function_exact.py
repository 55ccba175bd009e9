"""Bring your own: losses without cancellation, ends far out, tails of powers, dips that are narrow."""

import numpy as np
import pytest
from scipy.special import expit, ndtr

from pairings import activations as forms
from pairings.from_function import from_function

EPS = np.finfo(float).eps


def column(*numbers, dtype=float):
    return np.array(numbers, dtype)[:, None]


def slow(power, scale=1.0):
    """sign(z) (1 − (1 + |z|/s)^−power)."""
    return lambda z: np.sign(z) * (1 - (1 + np.abs(z) / scale) ** -power)


# --- the loss --------------------------------------------------------------------------------

CLOSED = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "softplus": lambda z: np.logaddexp(0.0, z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0.0))),
    "exp": np.exp,
    "sigmoid": expit,
    "tanh": np.tanh,
    "normal_cdf": ndtr,
    "arctan": np.arctan,
    "softsign": lambda z: z / (1 + np.abs(z)),
}


@pytest.mark.parametrize("name", CLOSED)
def test_the_loss_is_right_relative_to_the_rounding_of_f(name):
    """|error| ≤ 16 ε (L + |z r| + |y (t − z)| + |f| |z − t|) next to the closed form, and L ≥ 0."""
    f, rng = CLOSED[name], np.random.default_rng(0)
    own = from_function(f)
    t, z = 3 * rng.normal(size=(2, 400, 1))
    z[:100] = t[:100] + np.logspace(-9, 0, 100)[:, None]
    y = f(t)
    right, r = getattr(forms, f"{name}_excess")(z, y), getattr(forms, f"{name}_residual")(z, y)
    unit = right + (np.abs(z * r) + np.abs(y * (z - t)) + np.abs(f(z) * (z - t)))[:, 0]
    unit += EPS * (1 + z[:, 0] ** 2)
    found = own.excess(z, y)
    assert (found >= 0).all()
    assert (np.abs(found - right) <= 16 * EPS * unit).all()
    np.testing.assert_array_equal(own.residual(z, y), f(z) - y)


def test_targets_far_from_zero():
    """What Φ(z) − yz + Φ*(y) had as −256."""
    own = from_function(lambda z: z)
    found = own.excess(column(1e8 + 1, 1.7e9 + 3, 250010.0), column(1e8, 1.7e9, 250000.0))
    np.testing.assert_allclose(found, [0.5, 4.5, 50.0], rtol=1e-7)
    assert own.excess(column(1e200), column(3.0)) == np.inf
    np.testing.assert_allclose(own.excess(column(1e140), column(-1e140)), 2e280, rtol=1e-12)


def test_single_precision_replicas_infinity_and_nan():
    own = from_function(np.tanh)
    z = np.random.default_rng(0).normal(size=(2, 5, 3))
    y = np.tanh(z[1, ::-1])
    single = own.excess(z.astype(np.float32), y.astype(np.float32))
    assert (
        single.dtype == own.residual(z.astype(np.float32), y.astype(np.float32)).dtype == np.float32
    )
    np.testing.assert_array_equal(own.excess(z, y)[1], own.excess(z[1], y))
    z[0, 0, 0] = np.nan
    assert np.isnan(own.excess(z, y)).sum() == 1
    edge = own.excess(column(np.inf, -np.inf, np.inf), column(1.0, 1.0, 0.5))
    np.testing.assert_array_equal(edge, [0, np.inf, np.inf])
    np.testing.assert_array_equal(own.excess(column(0.3), column(1.5)), [np.inf])


# --- the ends of the range -------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(0, 4095), (-3000, 1e5), (0, 2100), (-1e9, 4096)])
def test_a_ceiling_or_a_floor_beyond_the_scores_that_must_work(low, high):
    """Twelve-bit values: the end is a target, and what is beyond it is refused."""
    own = from_function(lambda z: np.clip(z, low, high))
    assert own.range.contains(np.array([low, high])).all()
    assert not own.range.contains(np.array([low - 1.0, high + 1.0])).any()
    z = column(10.0, 2 * high, low - 5.0, high / 3)
    for y in (low, high, high / 2):
        right = forms.clip_excess(z, np.full_like(z, y), low, high)
        np.testing.assert_allclose(own.excess(z, np.full_like(z, y)), right, rtol=1e-9)


def test_slow_sigmoids_whose_ends_are_targets():
    """z/√(1 + z²) at y = 1 has √(1 + z²) − z; tanh(z/100) has 100 log(1 + e^(−z/50))."""
    z = column(-3.0, 0.0, 5.0, 1e3, 1e6)
    own = from_function(lambda z: z / np.sqrt(1 + z * z))
    assert own.range.name == "[−1, 1]"
    right = 1 / (np.hypot(1, z) + z)[:, 0]
    np.testing.assert_allclose(own.excess(z, np.ones_like(z)), right, rtol=1e-5)
    np.testing.assert_allclose(own.excess(-z, -np.ones_like(z)), right, rtol=1e-5)
    wide = from_function(lambda z: np.tanh(z / 100))
    z = column(-30.0, 0.0, 700.0)
    right = 100 * np.log1p(np.exp(-z / 50))[:, 0]
    np.testing.assert_allclose(wide.excess(z, np.ones_like(z)), right, rtol=1e-8)


@pytest.mark.parametrize("power", [1.1, 1.5, 3.0])
def test_a_tail_of_a_power_above_one_has_a_finite_loss(power):
    """∫ (1 + x)^−a dx from z on is (1 + z)^(1 − a)/(a − 1), also where f is rounded to 1."""
    own = from_function(slow(power))
    assert own.range.name == "[−1, 1]"
    z = column(0.0, 1.0, 100.0, 1e6, 1e12)
    right = (1 + z[:, 0]) ** (1 - power) / (power - 1)
    found = own.excess(z, np.ones_like(z))
    np.testing.assert_allclose(found, right, rtol=2e-3, atol=1e-9)


@pytest.mark.parametrize(
    "f",
    [
        np.arctan,
        lambda z: np.arctan(z / 1e5),
        slow(1.0),
        slow(0.5),
        lambda z: np.sign(z) * (1 - 1 / ((1 + abs(z)) * (1 + np.log1p(abs(z))))),
    ],
)
def test_a_tail_of_one_over_z_or_slower_has_none(f):
    """Its end is refused, with the reason; so is that of 1/(z log z), which a power would not show."""
    own = from_function(f)
    assert own.range.name.startswith("(")
    assert own.range.name.endswith(")")
    assert own.range.name != "(−∞, ∞)"
    if np.isfinite(float(own.range.name[1:-1].split(", ")[1].replace("∞", "inf"))):
        assert "too slowly for a finite loss" in own.range.note


def test_who_knows_more_says_so():
    """`closed` overrides; `residual` gives the tail that the rounding of f has taken."""
    assert from_function(np.tanh, closed="neither").range.name == "(−1, 1)"
    assert from_function(np.exp, closed="neither").range.name == "(0, ∞)"

    def residual(z, y):
        return np.where(y > 0.5, (1 - y) - expit(-z), expit(z) - y)

    y, z = column(1.0, 1.0, 1.0), column(20.0, 40.0, 300.0)
    right = np.exp(-z[:, 0])
    plain, told = from_function(expit), from_function(expit, residual=residual)
    np.testing.assert_array_equal(plain.excess(z, y)[1:], 0)
    np.testing.assert_allclose(told.excess(z, y), right, rtol=1e-8)
    np.testing.assert_allclose(told.residual(z, y), -right[:, None], rtol=1e-8)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"closed": "upper"}, "closed: got 'upper'; accepted are \"both\""),
        ({"residual": lambda z, y: y - np.tanh(z)}, r"residual: got other numbers than f\(z\) − y"),
        ({"residual": lambda z, y: 0.0}, r"residual: got other numbers"),
        ({"residual": lambda z, y: 1.001 * (np.tanh(z) - y)}, r"residual: got other numbers"),
    ],
)
def test_what_is_refused_names_the_argument(given, told):
    with pytest.raises(ValueError, match=told):
        from_function(np.tanh, **given)


@pytest.mark.parametrize("power", [0.3, 0.9])
def test_a_tail_of_infinite_area_costs_infinity_where_its_end_is_said_to_be_a_target(power):
    """1 − (1 + z)^−power: the loss of its limit is the area of the tail, and so is Φ*."""

    def f(z):
        return np.where(z > 0, 1 - (1 + np.maximum(z, 0)) ** -power, power * z)

    def residual(z, y):
        return np.where(z > 0, (1 - y) - (1 + np.maximum(z, 0)) ** -power, power * z - y)

    a = from_function(f, residual=residual, closed="right")
    assert a.range.contains(column(1.0)).all()
    np.testing.assert_array_equal(a.excess(column(-3.0, 0.0, 2.0), column(1.0, 1.0, 1.0)), np.inf)
    assert a.conjugate(column(1.0)) == np.inf


# --- dips ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [-700.3, -1.2345, 0.3, 1.2345, 5.71, 40.1])
@pytest.mark.parametrize("width", [0.01, 0.003])
def test_a_dip_that_bends_the_values_of_the_rules_is_found(at, width):
    """Where a rule and its halves differ the pieces get smaller, until the fall is between scores."""
    width = width * max(abs(at), 1)
    with pytest.raises(ValueError, match="not monotone: it turns at z = "):
        from_function(lambda z: z - 20 * width * np.exp(-(((z - at) / width) ** 2)))
