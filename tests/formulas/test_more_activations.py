"""The further output maps: values by hand, outside oracles, laws, arithmetic."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import special
from scipy.optimize import brentq, minimize_scalar

from pairings import activations, compose, losses, matching
from pairings.activations import (
    arctan,
    celu,
    celu_with,
    elu,
    exp,
    gelu,
    hard_sigmoid,
    hard_swish,
    hard_tanh,
    leaky_relu,
    leaky_relu_with,
    mish,
    normal_cdf,
    relu,
    relu6,
    sigmoid,
    silu,
    softplus,
    softsign,
    sparsemax,
    tanh,
)
from pairings.checks import compare, finite_difference
from pairings.figures import FAMILY, FAMILY_DASH, family
from pairings.records import simplex
from pairings.stable import dilogarithm, log_gap

BOOK = Path(__file__).parents[2] / "book"
EPS = np.finfo(float).eps
NAMES = ("identity", "sigmoid", "softmax", "tanh", "relu", "elu", "selu")  # in test_activations.py
FIRST = [getattr(activations, name) for name in NAMES]
MORE = [a for a in activations.TABLE if a not in FIRST]
MORE += [celu_with(2.0), leaky_relu_with(0.3)]
TURNING = [gelu, silu, mish, hard_swish]
N = special.ndtr
# The potential of the normal cdf at −30: n (1/z² − 3/z⁴ + 15/z⁶ − …)
SERIES = sum((-1) ** k * special.factorial2(2 * k + 1) / 30.0 ** (2 * k + 2) for k in range(12))
FAR = math.exp(-450) / math.sqrt(2 * math.pi) * SERIES


def each(records):
    return pytest.mark.parametrize("a", records, ids=lambda a: a.name)


def scores(seed=0, shape=(2, 12, 3)):
    """Scores in (−6, 6), off the whole numbers, where kinks are."""
    rng = np.random.default_rng(seed)
    return rng.integers(-6, 6, shape) + rng.uniform(0.05, 0.95, shape)


@pytest.mark.parametrize(
    ("a", "z", "p", "phi"),
    [
        (exp, [0.0, math.log(3)], [1.0, 3.0], 4.0),
        (softplus, [0.0], [math.log(2)], math.pi**2 / 12),  # −Li₂(−1)
        (softplus, [math.log(3), -math.log(3)], [math.log(4), math.log(4 / 3)], None),
        (leaky_relu, [-2.0, 3.0], [-0.02, 3.0], 0.02 + 4.5),
        (celu_with(2.0), [-2 * math.log(4), 3.0], [-1.5, 3.0], 4 * (-0.75 + math.log(4)) + 4.5),
        (hard_sigmoid, [-3.0, 0.5, 4.0], [0.0, 0.5, 1.0], 0.125 + 3.5),  # 0, z²/2, z − 1/2
        (hard_tanh, [-3.0, 0.5, 4.0], [-1.0, 0.5, 1.0], 2.5 + 0.125 + 3.5),
        (relu6, [-3.0, 2.0, 10.0], [0.0, 2.0, 6.0], 2.0 + 42.0),  # 6 z − 18
        (arctan, [1.0, 0.0], [math.pi / 4, 0.0], math.pi / 4 - math.log(2) / 2),
        (softsign, [3.0, -1.0], [0.75, -0.5], 4 - math.log(4) - math.log(2)),
        (normal_cdf, [0.0], [0.5], 1 / math.sqrt(2 * math.pi)),
        (sparsemax, [1.0, 0.0, -5.0], [1.0, 0.0, 0.0], 0.5),
        (sparsemax, [0.5, 0.25, -5.0], [0.625, 0.375, 0.0], 0.40625 - 0.53125 / 2),
        (gelu, [0.0, 1.0], [0.0, 0.8413447460685429], None),
        (silu, [0.0, math.log(3)], [0.0, 0.75 * math.log(3)], None),
        (mish, [0.0], [0.0], None),
        (mish, [math.log(math.e - 1)], [math.log(math.e - 1) * math.tanh(1)], None),
        (hard_swish, [-4.0, -1.5, 0.0, 3.0, 5.0], [0.0, -0.375, 0.0, 3.0, 5.0], None),
    ],
)
def test_values_by_hand(a, z, p, phi):
    """Scores at which the formulas give numbers that need no machine."""
    z = np.array(z)
    np.testing.assert_allclose(a.forward(z), p, rtol=1e-14, atol=1e-15)
    if phi is not None:
        np.testing.assert_allclose(a.potential(z), phi, rtol=1e-14)


@pytest.mark.parametrize(
    ("a", "y", "phi"),
    [
        (exp, [1.0, 0.0, math.e], -1.0),  # −1, 0 and e − e
        (softplus, [math.log(2)], -(math.pi**2) / 12),  # z = 0 there
        (softplus, [0.0], 0.0),
        (leaky_relu, [2.0, -0.02], 2.0 + 0.02),
        (celu_with(2.0), [-2.0, 2.0], 4.0 + 2.0),  # 0 log 0 = 0
        (hard_sigmoid, [0.0, 1.0], 0.5),
        (relu6, [6.0], 18.0),
        (arctan, [math.pi / 3], math.log(2)),
        (softsign, [0.5, -0.5], -1 + 2 * math.log(2)),
        (normal_cdf, [0.5, 0.0, 1.0], -1 / math.sqrt(2 * math.pi)),
        (sparsemax, [0.5, 0.5, 0.0], 0.25),
    ],
)
def test_conjugates_by_hand(a, y, phi):
    """Φ* summed over the outputs, finite on the edges that are closed."""
    np.testing.assert_allclose(a.conjugate(np.array(y)), phi, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("a", "tiny", "phi"),
    [
        (softplus, -300.0, math.exp(-300)),  # Li₂ of a tiny number is that number
        (softsign, 1e-120, 5e-241),
        (arctan, 1e-120, 5e-241),
        (celu, -1e-120, 5e-241),
        (normal_cdf, -30.0, FAR),
    ],
)
def test_tiny_potentials_keep_their_digits(a, tiny, phi):
    """What the plain formula would lose to cancellation."""
    np.testing.assert_allclose(a.potential(np.array([tiny])), phi, rtol=1e-12)


@pytest.mark.parametrize(
    ("a", "formula"),
    [
        (softplus.potential, lambda z: -special.spence(1 + np.exp(z))),
        (softplus.conjugate, lambda z: special.spence(np.exp(z)) + z * np.log(np.expm1(z))),
        (normal_cdf.potential, lambda z: z * N(z) + np.exp(-z * z / 2) / np.sqrt(2 * np.pi)),
        (
            normal_cdf.conjugate,
            lambda z: -np.exp(-(special.ndtri(z) ** 2) / 2) / np.sqrt(2 * np.pi),
        ),
        (arctan.conjugate, lambda z: -np.log(np.cos(z))),
        (exp.conjugate, lambda z: z * np.log(z) - z),
    ],
    ids=["softplus Φ", "softplus Φ*", "normal cdf Φ", "normal cdf Φ*", "arctan Φ*", "exp Φ*"],
)
def test_agreement_with_the_textbook(a, formula):
    """The plain formulas, where they are safe."""
    z = np.linspace(0.05, 0.95, 19)
    np.testing.assert_allclose(a(z[:, None]), formula(z), rtol=1e-12, atol=1e-14)


def test_the_remainders_are_their_integrals():
    """∫ t/(e^t − 1) dt and ∫ t/(1 + t) dt, across the seam between series and closed form."""
    rule, weights = special.roots_legendre(40)
    for s in (1e-9, 0.3, 0.999, 1.001, 3.0, 8.0):
        t = s * (1 + rule) / 2
        np.testing.assert_allclose(
            dilogarithm(np.array([s])), [t / np.expm1(t) @ weights * s / 2], rtol=1e-14
        )
    for u in (-0.7, -0.5, -0.499, 1e-9, 0.499, 0.501, 3.0):
        t = u * (1 + rule) / 2
        np.testing.assert_allclose(
            log_gap(np.array([u])), [t / (1 + t) @ weights * u / 2], rtol=1e-13
        )


@each(MORE)
def test_the_vjp_is_the_derivative_along_a_random_direction(a):
    """⟨J(z)ᵀ g, v⟩ = d/dt ⟨g, a(z + t v)⟩, and the difference notices a wrong product."""
    z = scores(shape=(2, 40, 3))
    if a is sparsemax:
        p = a.forward(z / 4)
        near = (np.abs(z / 4 - (z / 4 - p).max(axis=-1, keepdims=True)) < 0.02).any(axis=-1)
        z = (z / 4)[~near]
    g, v = np.random.default_rng(1).normal(size=(2, *z.shape))

    def along(t):
        return (g * a.forward(z + t * v)).sum(axis=-1)

    numeric = finite_difference(along, np.zeros((*z.shape[:-1], 1)))[..., 0]
    ours = (a.vjp(z, g) * v).sum(axis=-1)
    assert compare(a.name, ours, numeric, 1e-9).close
    assert not compare("negative control: factor", 1.001 * ours, numeric, 1e-9).close


@each([hard_sigmoid, hard_tanh, relu6, sparsemax])
def test_a_closed_gate_stops_an_infinite_gradient(a):
    """Where the output does not move, the product is 0 whatever comes from above."""
    z, g = np.array([[50.0, -50.0, -60.0]]), np.array([[1.0, np.inf, np.nan]])
    np.testing.assert_array_equal(a.vjp(z, g)[0, 1:], [0, 0])


@each(MORE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_floating_dtype_given_is_the_dtype_returned(a, dtype):
    """Single precision stays single, and agrees with double to its rounding."""
    z = scores().astype(dtype)
    p = a.forward(z)
    assert p.dtype == a.vjp(z, z).dtype == dtype
    np.testing.assert_allclose(p, a.forward(z.astype(float)), rtol=2e-5, atol=2e-6)
    if a.potential is not None:
        largest = (p == p.max(axis=-1, keepdims=True)).astype(dtype)
        y = largest if a.range is simplex else p * np.array(1 - 1e-3, dtype)
        for formula, argument in ((a.potential, z), (a.conjugate, y)):
            assert formula(argument).dtype == dtype
            double = formula(argument.astype(float))
            np.testing.assert_allclose(formula(argument), double, rtol=1e-4, atol=1e-5)


@each(MORE)
def test_a_nan_stays_in_its_row(a):
    """A NaN score spoils its own prediction and gradient, no other row and no other replica."""
    z, y = scores(), a.forward(scores(1))
    pairing = compose(a, losses.squared_error) if a.potential is None else matching(a)
    broken = z.copy()
    broken[0, 4, 1] = np.nan
    others = np.ones((2, 12), bool)
    others[0, 4] = False
    for call in (pairing.value, pairing.gradient, lambda z, y: pairing.predict(z)):
        result, clean = call(broken, y), call(z, y)
        assert np.isnan(result[0, 4]).any()
        np.testing.assert_array_equal(result[others], clean[others])
        np.testing.assert_array_equal(clean[1], call(z[1], y[1]))


# --- relations -------------------------------------------------------------------------------


def test_softplus_is_the_integral_of_the_sigmoid():
    """The potential of sigmoid, score by score; and a(z) − a(−z) = z."""
    z = scores()
    np.testing.assert_array_equal(softplus.forward(z), sigmoid.potential(z[..., None]))
    np.testing.assert_allclose(softplus.forward(z) - softplus.forward(-z), z, rtol=1e-14)


def test_celu_at_one_is_elu_and_scales():
    """CELU_α(z) = α ELU(z/α), hence α² before the potential and the conjugate."""
    z, y = scores(), np.abs(scores())
    np.testing.assert_array_equal(celu.forward(z), elu.forward(z))
    wide = celu_with(2.0)
    np.testing.assert_allclose(wide.forward(z), 2 * elu.forward(z / 2), rtol=1e-15)
    np.testing.assert_allclose(wide.potential(z), 4 * elu.potential(z / 2), rtol=1e-15)
    np.testing.assert_allclose(wide.conjugate(y), 4 * elu.conjugate(y / 2), rtol=1e-15)


def test_sparsemax_of_two_scores_is_a_hard_sigmoid():
    """p₁ = clip((1 + z₁ − z₂)/2, 0, 1), and half the loss of the hard sigmoid."""
    z = scores(shape=(200, 2)) / 4
    u = (1 + z[:, :1] - z[:, 1:]) / 2
    np.testing.assert_allclose(sparsemax.forward(z)[:, :1], hard_sigmoid.forward(u), atol=1e-15)
    y = np.random.default_rng(0).uniform(size=(200, 1))
    rows = np.concatenate([y, 1 - y], axis=1)
    ours = matching(sparsemax).value(z, rows)
    np.testing.assert_allclose(ours, 2 * matching(hard_sigmoid).value(u, y), atol=1e-14)


def test_sparsemax_is_the_nearest_row():
    """No row of the simplex is nearer; a common shift changes nothing; far scores are one-hot."""
    z, rng = scores(shape=(40, 4)) / 4, np.random.default_rng(3)
    p = sparsemax.forward(z)
    assert simplex.contains(p).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=4 * EPS)
    assert len({int(n) for n in (p > 0).sum(axis=-1)}) == 4  # one, two, three and four open
    best = ((p - z) ** 2).sum(axis=-1)
    for q in rng.dirichlet(np.full(4, 0.3), (300, 40)):
        assert (((q - z) ** 2).sum(axis=-1) >= best).all()
    np.testing.assert_allclose(sparsemax.forward(z + 1e4), p, atol=1e-11)
    np.testing.assert_array_equal(sparsemax.forward(np.array([[1e3, 0, -1e3]])), [[1, 0, 0]])


def test_relu6_is_relu_below_six_and_leaky_relu_closes_to_it():
    """The limits of the families."""
    z = scores()
    below = np.minimum(z, 5.9)
    np.testing.assert_array_equal(relu6.potential(below), relu.potential(below))
    thin = leaky_relu_with(1e-12)
    np.testing.assert_allclose(thin.potential(z), relu.potential(z), atol=1e-10)
    np.testing.assert_array_equal(leaky_relu_with(1.0).forward(z), z)


def test_the_potential_at_a_residual_is_a_robust_loss():
    """Huber is the potential of hard tanh, log cosh that of tanh, at p − y."""
    p, y = scores(), scores(1)
    np.testing.assert_array_equal(losses.huber.value(p, y), hard_tanh.potential(p - y))
    np.testing.assert_array_equal(losses.log_cosh.value(p, y), tanh.potential(p - y))


# --- without a potential ---------------------------------------------------------------------


@each(TURNING)
def test_the_reason_names_the_true_turning_point(a):
    """Minimised by scipy: the z and the height that the refusal tells, and the end of the range."""
    found = minimize_scalar(
        lambda z: a.forward(np.array([z]))[0],
        bounds=(-3, 0),
        method="bounded",
        options={"xatol": 1e-10},
    )
    told = a.reason.replace("−", "-")
    assert f"turns at z = {found.x:.4f}".rstrip("0") in told
    assert f"where it is {found.fun:.4f}" in told
    assert a.range.contains(np.array(found.fun))
    assert not a.range.contains(np.array(found.fun - 1e-9))
    z = np.linspace(-60, 60, 4001)
    assert a.range.contains(a.forward(z)).all()


@each(TURNING)
def test_a_negative_target_has_two_scores_and_one_is_a_maximum(a):
    """What the reason says: left of the turning point the integral of a(t) − y bends down."""
    y = -0.1

    def excess(z):
        return a.forward(np.array([z]))[0] - y

    left = -2.9 if a is hard_swish else -20.0
    turn = minimize_scalar(excess, bounds=(-3, 0), method="bounded").x
    outer, inner = brentq(excess, left, turn), brentq(excess, turn, 0)
    one = np.ones(1)
    assert a.vjp(np.array([outer]), one) < 0 < a.vjp(np.array([inner]), one)


def test_gelu_by_the_numbers_of_its_page():
    """For y = −0.1 the scores are −0.2489 and −1.5017."""
    for z in (-0.2489, -1.5017):
        np.testing.assert_allclose(gelu.forward(np.array([z])), -0.1, atol=5e-5)


# --- records and looks -----------------------------------------------------------------------


@pytest.mark.parametrize("make", [celu_with, leaky_relu_with])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_a_parameter_is_positive(make, value):
    """The refusal names the parameter."""
    with pytest.raises(ValueError, match=r"(alpha|slope): got .*above 0"):
        make(value)


def test_every_row_of_the_table_has_its_own_look():
    """No two activations share colour and dash, and neighbours in the table differ in colour."""
    looks = [tuple(family(a).values()) for a in activations.TABLE]
    assert {a.name for a in activations.TABLE} == set(FAMILY) >= set(FAMILY_DASH)
    assert len(set(looks)) == len(looks)
    colours = [colour for colour, _ in looks]
    assert all(a != b for a, b in pairwise(colours))
    assert family(celu_with(2.0)) == family(celu)
