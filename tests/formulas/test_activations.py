"""Output maps p = a(z): value, vector–Jacobian product, potential Φ and conjugate Φ*."""

import itertools
import math

import numpy as np
import pytest
from scipy import special
from scipy.optimize import minimize_scalar

from pairings.activations import elu, elu_with, identity, relu, selu, sigmoid, softmax, tanh
from pairings.checks import compare, finite_difference
from pairings.records import simplex

EPS, SUBNORMAL = np.finfo(float).eps, np.finfo(float).smallest_subnormal
EVERY = [identity, sigmoid, softmax, tanh, relu, elu, selu]  # the rest: test_matching_table.py
EVERY += [elu_with(alpha) for alpha in (1e-3, 0.5, 3.0)]
CONVEX = [a for a in EVERY if a.potential is not None]
ELEMENTWISE = [a for a in CONVEX if a.range is not simplex]


def each(records):
    return pytest.mark.parametrize("a", records, ids=lambda a: a.name)


def scores(seed=0, shape=(2, 12, 3)):
    """Scores in (−6, 6), off the whole numbers, where activations have their kinks."""
    rng = np.random.default_rng(seed)
    return rng.integers(-6, 6, shape) + rng.uniform(0.05, 0.95, shape)


def edges(a):
    """Targets where `a` saturates: every pattern of scores ±1000 in three columns."""
    return a.forward(np.array(list(itertools.product((-1e3, 1e3), repeat=3))))


# --- values by hand --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "z", "p"),
    [
        (identity, [-2.0, 3.0], [-2.0, 3.0]),
        (sigmoid, [0.0, math.log(3), -math.log(3)], [0.5, 0.75, 0.25]),  # 1/(1 + 1/3)
        (softmax, [0.0, math.log(2), 0.0], [0.25, 0.5, 0.25]),  # 1 : 2 : 1
        (tanh, [0.0, math.log(2)], [0.0, 0.6]),  # (2 − 1/2)/(2 + 1/2)
        (relu, [-2.0, 0.0, 3.0], [0.0, 0.0, 3.0]),
        (elu, [-math.log(4), 0.0, 3.0], [-0.75, 0.0, 3.0]),  # 1/4 − 1
        (elu_with(0.5), [-math.log(4), 3.0], [-0.375, 3.0]),
        # λ α (1/4 − 1) and 2 λ, with the constants of the SELU paper to nine digits
        (selu, [-math.log(4), 2.0], [1.05070099 * 1.67326324 * -0.75, 2 * 1.05070099]),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_values_by_hand(a, z, p):
    """Scores chosen so that the exponentials are whole numbers."""
    rtol = 1e-8 if a is selu else 1e-15
    np.testing.assert_allclose(a.forward(np.array(z)), p, rtol=rtol)


@pytest.mark.parametrize(
    ("a", "z", "phi"),
    [
        (identity, [3.0, 1.0], 5.0),  # 9/2 + 1/2: summed over the outputs
        (sigmoid, [0.0, math.log(3)], math.log(2) + math.log(4)),
        (softmax, [0.0, math.log(2), 0.0], math.log(4)),
        (tanh, [math.log(2)], math.log(1.25)),  # cosh = (2 + 1/2)/2
        (tanh, [1e-9], 5e-19),  # z²/2: what log(cosh z) would lose
        (relu, [-2.0, 3.0], 4.5),
        (elu, [-math.log(4), 3.0], 0.25 - 1 + math.log(4) + 4.5),
        (elu, [-1e-9], 5e-19),
        (elu_with(2.0), [-math.log(4)], 2 * (0.25 - 1 + math.log(4))),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_potentials_by_hand(a, z, phi):
    """Φ summed over the outputs, with its constant: Φ(0) = 0 but for sigmoid and softmax."""
    np.testing.assert_allclose(a.potential(np.array(z)), phi, rtol=1e-9)


@pytest.mark.parametrize(
    ("a", "y", "phi"),
    [
        (identity, [3.0, 1.0], 5.0),
        (sigmoid, [0.5, 0.0], -math.log(2)),  # 0 log 0 = 0
        (sigmoid, [0.25], math.log(0.25) / 4 + 3 * math.log(0.75) / 4),
        (softmax, [0.5, 0.25, 0.25], -1.5 * math.log(2)),
        (tanh, [1.0], math.log(2)),  # (2 log 2)/2
        (tanh, [1e-9], 5e-19),
        (relu, [3.0, 0.0], 4.5),
        (elu, [-1.0, 3.0], 1 + 4.5),  # 0 log 0 + 1
        (elu, [-0.5], 0.5 - math.log(2) / 2),
        (elu_with(2.0), [-1.0], 1 - math.log(2)),  # (2 − 1) log(1 − 1/2) + 1
        (elu, [-1e-9], 5e-19),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_conjugates_by_hand(a, y, phi):
    """Φ* summed over the outputs, finite on the edge of the range."""
    np.testing.assert_allclose(a.conjugate(np.array(y)), phi, rtol=1e-9)


# --- laws ------------------------------------------------------------------------------------


@each(EVERY)
def test_the_vjp_is_the_derivative_along_a_random_direction(a):
    """⟨J(z)ᵀ g, v⟩ = d/dt ⟨g, a(z + t v)⟩, and the difference notices a wrong product."""
    z = scores()
    g, v = np.random.default_rng(1).normal(size=(2, *z.shape))
    assert np.ptp(z) > 6  # the sample spreads

    def along(t):
        return (g * a.forward(z + t * v)).sum(axis=-1)

    numeric = finite_difference(along, np.zeros((*z.shape[:-1], 1)))[..., 0]
    ours = (a.vjp(z, g) * v).sum(axis=-1)
    assert compare(a.name, ours, numeric, 1e-8).close
    assert not compare("negative control: factor", 1.001 * ours, numeric, 1e-8).close
    assert not compare("negative control: sign", -ours, numeric, 1e-8).close


@each(CONVEX)
def test_the_gradient_of_the_potential_is_the_activation(a):
    """∇Φ = a by differences, and the difference notices a wrong potential."""
    z = scores(seed=3)
    numeric = finite_difference(a.potential, z)
    assert compare(a.name, a.forward(z), numeric, 1e-8).close
    assert not compare("negative control: factor", 1.001 * a.forward(z), numeric, 1e-8).close
    assert not compare("negative control: sign", -a.forward(z), numeric, 1e-8).close


@each(CONVEX)
def test_potential_and_conjugate_meet_at_the_match(a):
    """Fenchel and Young: Φ(z) + Φ*(y) = ⟨y, z⟩ at y = a(z), to rounding, for |z| from 1e-300 to 1e3."""
    z = extreme_scores(a)
    excess, scale = fenchel_young(a, z, a.forward(z))
    assert (np.abs(excess) <= 16 * (EPS * scale + SUBNORMAL)).all()


@each(CONVEX)
def test_potential_and_conjugate_exceed_the_product_elsewhere(a):
    """Φ(z) + Φ*(y) ≥ ⟨y, z⟩ for every z and y, to rounding: tiny, huge, and next to the edges."""
    z, y = extreme_scores(a), extreme_targets(a)
    excess, scale = fenchel_young(a, z[:, None, :], y)
    assert (excess >= -16 * (EPS * scale + SUBNORMAL)).all()
    assert (excess > 0.1 * scale).any()  # not all of them match


def fenchel_young(a, z, y):
    """(Φ(z) − ⟨y, z⟩ + Φ*(y), the size of its terms)."""
    with np.errstate(under="ignore"):
        phi, product, psi = a.potential(z), (y * z).sum(axis=-1), a.conjugate(y)
    scale = np.abs(phi) + np.abs(y * z).sum(axis=-1) + np.abs(psi)
    if a.range is simplex:
        scale += 1  # a row of floats sums to 1 only to rounding
    return phi - product + psi, scale


def extreme_scores(a):
    sizes = np.r_[10.0 ** np.arange(-300, 4), np.linspace(0.05, 60, 300)]
    line = np.r_[-sizes, 0.0, sizes]
    if a.range is not simplex:
        return line[:, None]
    return np.array([[0.0, t, s * t] for t in line[::3] for s in (-1.0, 0.0, 0.5, 1.0)])


def extreme_targets(a):
    if a.range is simplex:
        rows = np.concatenate([edges(a), a.forward(extreme_scores(a)[::5]), np.eye(3)])
        return np.concatenate([rows, [[1 - 1e-9, 1e-9, 0], [1 - EPS, EPS, 1e-300]]])
    ends = edges(a).ravel()
    inward = np.r_[np.nextafter(ends, 0.1), np.nextafter(ends, -0.1), ends * (1 - 1e-10)]
    near_zero = np.array([1e-300, -1e-300, SUBNORMAL, -SUBNORMAL, 0.0])
    y = np.unique(np.r_[ends, inward, near_zero, a.forward(extreme_scores(a)[::5, 0])])
    return y[a.range.contains(y)][:, None]


@each(ELEMENTWISE)
@pytest.mark.parametrize("where", [0.1, 0.4, 0.8])
def test_the_conjugate_is_the_largest_excess_of_product_over_potential(a, where):
    """Φ*(y) = sup over z of y z − Φ(z), the supremum found by scipy."""
    low, high = a.forward(np.array([[-5.0], [3.0]]))
    y = low + where * (high - low)

    def shortfall(z):
        return float(a.potential(np.array([z])) - y[0] * z)

    found = minimize_scalar(shortfall, bounds=(-20, 20), method="bounded", options={"xatol": 1e-10})
    np.testing.assert_allclose(a.conjugate(y), -found.fun, atol=1e-12, rtol=1e-9)


@each(CONVEX)
def test_the_potential_is_convex(a):
    """Φ at a midpoint is at most the mean of Φ at the ends."""
    z, w = 10 * scores(seed=4), 10 * scores(seed=5)
    mean = (a.potential(z) + a.potential(w)) / 2
    assert (a.potential((z + w) / 2) <= mean * (1 + 16 * EPS)).all()


@each(EVERY)
def test_values_stay_in_the_range(a):
    """Every a(z) is a possible target, the saturated ends included, and no overflow is reported."""
    for z in (scores(), 1e3 * scores(), np.zeros((1, 3))):
        p = a.forward(z)
        assert p.shape == z.shape
        assert a.range.contains(p).all()
    assert a.range.contains(edges(a)).all()


@each(CONVEX)
def test_the_conjugate_is_finite_in_the_range_and_nowhere_else(a):
    """Φ* is finite on the edge of the range and +∞ outside, where no target has a loss."""
    assert np.isfinite(a.conjugate(edges(a))).all()
    for outside in np.array([[2.0, 0, 0], [-0.1, 0.6, 0.5], [-9.0, 0, 0], [1 + EPS, 0, 0]]):
        finite = np.isfinite(a.conjugate(outside))
        assert finite == a.range.contains(outside).all()


@each([a for a in ELEMENTWISE if not a.range.contains(np.array(-1e6))])
def test_the_floor_of_the_range_is_where_the_conjugate_ends(a):
    """The last float inside has a finite conjugate, the first one outside an infinite one."""
    floor = a.forward(np.array([-1e3]))
    assert np.isfinite(a.conjugate(floor))
    assert a.conjugate(np.nextafter(floor, -np.inf)) == np.inf


@each(ELEMENTWISE)
def test_values_never_fall(a):
    """A gradient of a convex function of one score is monotone."""
    z = np.linspace(-40, 40, 2001)
    assert (np.diff(a.forward(z)) >= 0).all()


@each(CONVEX)
def test_the_jacobian_of_a_gradient_is_symmetric(a):
    """⟨J u, v⟩ = ⟨J v, u⟩, which is why elementwise normalisation has no potential but softmax has."""
    z = scores(seed=6)
    u, v = np.random.default_rng(7).normal(size=(2, *z.shape))
    left, right = (a.vjp(z, u) * v).sum(axis=-1), (a.vjp(z, v) * u).sum(axis=-1)
    np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-15)


def test_the_sigmoid_is_symmetric():
    """a(−z) = 1 − a(z), and the slope is the same on both sides."""
    z = scores()
    np.testing.assert_allclose(sigmoid.forward(-z), 1 - sigmoid.forward(z), atol=EPS)
    np.testing.assert_array_equal(sigmoid.vjp(-z, z), sigmoid.vjp(z, z))


def test_tanh_is_a_sigmoid_of_twice_the_score():
    """tanh z = 2 sigmoid(2z) − 1."""
    z = scores()
    np.testing.assert_allclose(tanh.forward(z), 2 * sigmoid.forward(2 * z) - 1, atol=2 * EPS)


def test_softmax_ignores_a_common_shift():
    """a(z + c) = a(z), Φ(z + c) = Φ(z) + c, and J c = 0, for shifts that overflow alone."""
    z = scores()
    for c in (7.0, -1e4, 1e4):
        np.testing.assert_allclose(softmax.forward(z + c), softmax.forward(z), rtol=1e-11)
        np.testing.assert_allclose(softmax.potential(z + c), softmax.potential(z) + c, rtol=1e-12)
    assert np.abs(softmax.vjp(z, np.full_like(z, 7.0))).max() < 1e-14
    np.testing.assert_allclose(softmax.forward(z).sum(axis=-1), 1, rtol=4 * EPS)


def test_softmax_of_two_scores_is_the_sigmoid_of_their_difference():
    """a(z)₁ = sigmoid(z₁ − z₂), Φ(z) = z₂ + Φ_sigmoid(z₁ − z₂)."""
    z = scores(shape=(2, 12, 2))
    d = z[..., :1] - z[..., 1:]
    np.testing.assert_allclose(softmax.forward(z)[..., :1], sigmoid.forward(d), rtol=1e-14)
    np.testing.assert_allclose(softmax.potential(z), z[..., 1] + sigmoid.potential(d), rtol=1e-13)


def test_elu_closes_to_relu_as_alpha_vanishes():
    """ELU_α → ReLU, with its potential and conjugate, as α → 0; ELU₁ is the default."""
    z, y = scores(), np.abs(scores())
    thin = elu_with(1e-12)
    for formula, argument in (("forward", z), ("potential", z), ("conjugate", y)):
        near, limit = getattr(thin, formula)(argument), getattr(relu, formula)(argument)
        np.testing.assert_allclose(near, limit, atol=1e-10)
    np.testing.assert_array_equal(elu_with(1).forward(z), elu.forward(z))


def test_selu_is_a_scaled_elu():
    """a(z) = λ ELU_α(z), and so Φ*(y) = λ Φ*_ELU(y/λ), with the constants of its paper."""
    scale, alpha = 1.0507009873554804934, 1.6732632423543772848
    z, y = scores(), np.abs(scores()) - 1.5
    inner = elu_with(alpha)
    np.testing.assert_allclose(selu.forward(z), scale * inner.forward(z), rtol=1e-15)
    np.testing.assert_allclose(selu.potential(z), scale * inner.potential(z), rtol=1e-15)
    np.testing.assert_allclose(selu.conjugate(y), scale * inner.conjugate(y / scale), rtol=1e-14)


def test_a_closed_gate_stops_an_infinite_gradient():
    """ReLU's product is 0 where z ≤ 0, whatever comes from above, and NaN only where z is NaN."""
    z, g = np.array([-1.0, 0.0, 2.0, np.nan]), np.array([np.inf, np.nan, -3.0, np.nan])
    np.testing.assert_array_equal(relu.vjp(z, g), [0.0, 0.0, -3.0, np.nan])


# --- outside oracles and arithmetic ----------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "oracle"),
    [
        (sigmoid.forward, special.expit),
        (softmax.forward, lambda z: special.softmax(z, axis=-1)),
        (softmax.potential, lambda z: special.logsumexp(z, axis=-1)),
        (sigmoid.potential, lambda z: -special.log_expit(-z).sum(axis=-1)),
        (tanh.potential, lambda z: np.log(np.cosh(z)).sum(axis=-1)),
        (elu.forward, lambda z: np.where(z > 0, z, np.exp(z) - 1)),
    ],
    ids=["expit", "softmax", "logsumexp", "log_expit", "log cosh", "ELU as printed"],
)
def test_agreement_with_scipy_and_the_textbook(ours, oracle):
    """The same numbers by other people's code, where the plain formulas are safe."""
    z = scores(seed=8)
    np.testing.assert_allclose(ours(z), oracle(z), rtol=1e-13)


@each(EVERY)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_floating_dtype_given_is_the_dtype_returned(a, dtype):
    """Single precision stays single, and agrees with double to its rounding."""
    z = scores().astype(dtype)
    given, double = (z, a.forward(z)), (z.astype(float), a.forward(z.astype(float)))
    for formula in ("forward", "potential", "conjugate"):
        if (call := getattr(a, formula)) is None:
            continue
        argument, reference = (pair[formula == "conjugate"] for pair in (given, double))
        result = call(argument)
        assert result.dtype == dtype, formula
        np.testing.assert_allclose(result, call(reference), rtol=2e-5, atol=2e-6)
    assert a.vjp(z, z).dtype == dtype


@each(EVERY)
def test_nothing_given_is_changed_or_handed_back(a):
    """Results are new arrays and arguments keep their numbers."""
    z, g = scores(), scores(seed=9)
    kept = z.copy(), g.copy()
    for result in (a.forward(z), a.vjp(z, g)):
        assert not np.shares_memory(result, z)
        assert not np.shares_memory(result, g)
    np.testing.assert_array_equal((z, g), kept)


@pytest.mark.parametrize("alpha", [0.0, -1.0, np.nan, np.inf])
def test_a_slope_parameter_is_positive(alpha):
    """ELU needs 0 < α < ∞; the refusal names alpha."""
    with pytest.raises(ValueError, match=r"alpha: got .*above 0"):
        elu_with(alpha)


def test_names_and_ranges_are_those_of_the_page():
    """What messages and tables print."""
    assert elu_with(1).name == "ELU"
    assert elu_with(0.5).name == "ELU(α=0.5)"
    named = {a.name: a.range.name for a in (sigmoid, tanh, relu, elu, selu)}
    assert named == {
        "sigmoid": "[0, 1]",
        "tanh": "[−1, 1]",
        "ReLU": "[0, ∞)",
        "ELU": "[−1, ∞)",
        "SELU": "[−1.758, ∞)",
    }
