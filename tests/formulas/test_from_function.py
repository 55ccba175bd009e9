"""Bring your own: from_function agrees with the closed forms, and says what it cannot take."""

import itertools
import math

import numpy as np
import pytest
from scipy.special import expit, ndtr

from pairings import activations, compose, gradient_check, losses, matching
from pairings.activations import (
    arctan,
    elu,
    exp,
    from_function,
    hard_sigmoid,
    identity,
    normal_cdf,
    relu6,
    sigmoid,
    softplus,
    softsign,
    tanh,
)
from pairings.network import init

EPS = np.finfo(float).eps
OWN = [
    (np.tanh, tanh),
    (lambda z: np.logaddexp(0, z), softplus),
    (lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))), elu),
    (ndtr, normal_cdf),
    (np.arctan, arctan),
    (lambda z: np.clip(z, 0, 1), hard_sigmoid),
    (lambda z: np.clip(z, 0, 6), relu6),
    (expit, sigmoid),
    (np.exp, exp),
    (lambda z: z / (1 + abs(z)), softsign),
    (lambda z: z, identity),
]
each = pytest.mark.parametrize(("f", "a"), OWN, ids=[a.name for _, a in OWN])


def kinked(z):
    """Slopes 0, 1/2, 2 and 1, with corners at −1.7, 0.3 and 4.1, none a fraction of two."""
    return np.interp(z, [-1.7, 0.3, 4.1, 1e6], [0.0, 1.0, 8.6, 8.6 + 1e6 - 4.1])


def kinked_potential(z):
    """∫ kinked from −∞, piece by piece."""
    a, b, c = (np.maximum(z - corner, 0) ** 2 / 2 for corner in (-1.7, 0.3, 4.1))
    return a / 2 + 1.5 * b - c


def scores(a):
    far = 700.0 if a is exp else 1e3
    return np.r_[-far, -300, -50, np.linspace(-20, 20, 201), 1e-9, -1e-9, 50, 300, far][:, None]


def targets(a):
    y = a.forward(np.r_[np.linspace(-12, 12, 51), -600.0, 600.0][:, None])
    return y[a.range.contains(y)[:, 0]]


# --- agreement with the closed forms ---------------------------------------------------------


@each
def test_it_agrees_with_the_closed_form(f, a):
    """Prediction, range, and the matching loss to 1e-10 of its terms, from −1000 to 1000."""
    own, z, y = from_function(f), scores(a), targets(a)
    np.testing.assert_allclose(own.forward(z), a.forward(z), rtol=4 * EPS)
    assert own.range.name == a.range.name
    rows = [np.array(pair) for pair in itertools.product(z, y)]
    z, y = np.array([r[0] for r in rows])[:, None], np.array([r[1] for r in rows])[:, None]
    size = np.abs(a.potential(z)) + np.abs(y * z)[:, 0] + np.abs(a.conjugate(y))
    ours, theirs = matching(own).value(z, y), matching(a).value(z, y)
    assert (np.abs(ours - theirs) <= 1e-12 * size + 1e-300).all()
    np.testing.assert_array_equal(matching(own).gradient(z, y), own.forward(z) - y)


@each
def test_its_slope_is_found_next_to_kinks_too(f, a):
    """vjp by differences to 1e-11, as near to a kink as 1e-5, and exactly with `slope=`."""
    own = from_function(f)
    z = np.r_[np.linspace(-6, 6, 301) + 1e-5, np.array([0, 1, 6]) - 1e-5][:, None]
    g = np.random.default_rng(0).normal(size=z.shape)
    truth = a.vjp(z, g)
    np.testing.assert_allclose(own.vjp(z, g), truth, rtol=1e-10, atol=1e-11)
    told = from_function(f, slope=lambda z: a.vjp(z, np.ones_like(z)))
    np.testing.assert_allclose(told.vjp(z, g), truth, rtol=4 * EPS)


def test_a_piecewise_linear_function_with_corners_anywhere():
    """Its potential is a sum of parabolas; its floor is a target, and so is the ceiling, a million up."""
    own = from_function(kinked)
    assert own.name == "kinked"
    assert own.range.name == "[0, 1e+06]"
    z = np.linspace(-60, 60, 3001)
    phi = kinked_potential(z)
    np.testing.assert_allclose(own.potential(z[:, None]), phi, rtol=1e-13, atol=1e-15)
    y = kinked(z)[:, None]
    equal = own.conjugate(y) - (
        y[:, 0] * np.maximum(z, -1.7) - kinked_potential(np.maximum(z, -1.7))
    )
    np.testing.assert_allclose(equal, 0, atol=1e-11)
    assert gradient_check(matching(own), z[::7, None], y[::-7], 1e-6).close


def test_the_promises_of_the_table_hold():
    """Convex, never negative, zero at the match, finite at a thousand, for functions of your own."""
    for f in (kinked, np.arcsinh, np.cbrt, lambda z: -np.expm1(-np.exp(z)), lambda z: 2 + expit(z)):
        own = from_function(f)
        pairing, rng = matching(own), np.random.default_rng(1)
        z, w = 8 * rng.normal(size=(2, 300, 1))
        z[:2] = [[-1e3], [1e3]]
        y = own.forward(3 * rng.normal(size=(300, 1)))
        size = np.abs(own.potential(z)) + np.abs(y * z)[:, 0] + np.abs(own.conjugate(y)) + 1
        value = pairing.value(z, y)
        assert np.isfinite(value).all()
        assert (value >= -1e-13 * size).all()
        mean = (value + pairing.value(w, y)) / 2
        assert (pairing.value((z + w) / 2, y) <= mean + 1e-13 * size).all()
        assert (np.abs(pairing.value(z, own.forward(z)))[2:] <= 1e-12 * size[2:]).all()


def test_steep_and_shifted_functions_are_cut_finely():
    """A sigmoid of slope 50 around z = 37.3 is no jump, and its potential has a closed form."""
    own = from_function(lambda z: expit(50 * (z - 37.3)))
    z = np.linspace(-60, 60, 501)
    phi = np.logaddexp(0, 50 * (z - 37.3)) / 50
    np.testing.assert_allclose(own.potential(z[:, None]), phi, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize(
    ("f", "range_"),
    [
        (lambda z: (z + np.sqrt(z * z + 4)) / 2, "(0, ∞)"),
        (lambda z: z / np.sqrt(1 + z * z), "[−1, 1]"),
        (lambda z: 0.5 + np.arctan(z) / np.pi, "(0, 1)"),
        (lambda z: -np.expm1(-np.exp(z)), "[0, 1]"),
        (lambda z: -np.exp(-z), "(−∞, 0]"),
        (lambda z: 3 - np.exp(-z), "(−∞, 3]"),
        (np.arcsinh, "the real numbers"),
        (np.cbrt, "the real numbers"),
    ],
)
def test_the_range_is_found(f, range_):
    """Closed where the area of the tail is finite, open where it is not."""
    own = from_function(f)
    assert own.range.name == range_
    if range_.startswith("(0"):
        with pytest.raises(ValueError, match="comes near it too slowly"):
            matching(own).value(np.array([[0.5]]), np.array([[0.0]]))


def test_dtypes_shapes_and_names():
    """Single precision stays single, NaN stays in its row, replicas are computed as if alone."""
    own = from_function(np.tanh)
    assert own.name == "tanh"
    assert from_function(lambda z: z).name == "own function"
    assert from_function(lambda z: z, name="mine").name == "mine"
    z = np.random.default_rng(0).normal(size=(2, 5, 3))
    y, pairing = own.forward(z[::-1]), matching(own)
    single = [z.astype(np.float32), y.astype(np.float32)]
    assert pairing.value(*single).dtype == pairing.gradient(*single).dtype == np.float32
    assert own.vjp(*single).dtype == np.float32
    np.testing.assert_array_equal(pairing.value(z, y)[1], pairing.value(z[1], y[1]))
    z[0, 2, 1] = np.nan
    assert np.isnan(pairing.value(z, y)).sum() == 1


def test_it_trains():
    """A network whose output is a function of your own, by its matching loss, reaches the mean."""
    own = from_function(lambda z: -np.expm1(-np.exp(z)), name="cloglog")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2))
    y = own.forward(x[:, :1] - 0.5)
    pairing = matching(own)
    params = init(rng, (2, 1))
    before = pairing.value(x @ params[0][0] + params[0][1], y).mean()
    for _ in range(300):
        ((W, b),) = params
        delta = pairing.gradient(x @ W + b, y) / len(x)
        params = [(W - 2.0 * x.T @ delta, b - 2.0 * delta.sum(axis=0))]
    ((W, b),) = params
    np.testing.assert_allclose([*W[:, 0], b[0, 0]], [1.0, 0.0, -0.5], atol=1e-3)
    assert pairing.value(x @ W + b, y).mean() < 1e-6 < before
    assert compose(own, losses.log_loss).value(x @ W + b, y).shape == (200,)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "told"),
    [
        (lambda z: z * ndtr(z), r"not monotone: it turns at z = −0.7518, where it is −0.17"),
        (lambda z: z * expit(z), r"not monotone: it turns at z = −1.278, where it is −0.2785"),
        (np.sin, r"not monotone: it turns at z = (−)?1.571"),
        (np.cosh, r"not monotone: it turns at z = 0, where it is 1"),
        (lambda z: expit(z) + 1e-3 * np.sin(9 * z), r"not monotone: it turns"),
        (lambda z: -z, r"falls; accepted is one that rises"),
        (lambda z: expit(-z), r"falls; accepted is one that rises"),
        (lambda z: np.ones_like(z), r"got 1 for every score"),
        (math.tanh, r"got TypeError.*np.vectorize"),
        (lambda z: max(z, 0), r"got ValueError.*ambiguous.*np.where"),
        (lambda z: 3.0, r"got shape \(\) from scores of shape \(2, 3\)"),
        (lambda z: z.sum(axis=-1), r"got shape \(2,\) from"),
        (activations.softmax.forward, r"when the scores changed places"),
        (lambda z: z - z.mean(axis=-1, keepdims=True), r"when the scores changed places"),
        (lambda z: np.sort(z, axis=None).reshape(z.shape), r"when the scores changed places"),
        (np.log, r"got NaN at z = −0.00"),
        (lambda z: np.exp(z) / (1 + np.exp(z)), r"got NaN at z = 7.*overflow"),
        (
            lambda z: np.log(1 + np.exp(z)),
            r"got ∞ beyond z = 709.8, where it is 709.8: an overflow",
        ),
        (np.floor, r"jumps at z = "),
        (lambda z: np.where(z > 0.3, 1.0, 0.0), r"jumps at z = 0.3"),
        (lambda z: z + 0.5 * np.sign(z), r"jumps at z = 0;"),
    ],
)
def test_what_is_no_activation_is_refused(f, told):
    """Non-monotone (with the turning point), falling, constant, not elementwise, NaN, ∞, a jump."""
    with pytest.raises(ValueError, match=told):
        from_function(f)


def test_something_that_is_no_function_is_a_type_error():
    """The argument is named."""
    with pytest.raises(TypeError, match="f: got 3; accepted is a function"):
        from_function(3)
