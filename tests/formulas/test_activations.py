"""Output maps p = a(z): value, vector–Jacobian product, potential Φ and conjugate Φ*.

What Φ and Φ* promise together, as a loss, is in test_matching_table.py.
"""

import re

import facts
import numpy as np
import pytest
from scipy import special
from scipy.optimize import brentq, minimize_scalar

from pairings import compose, losses, matching
from pairings.activations import (
    celu,
    celu_with,
    elu,
    elu_with,
    entmax,
    gelu,
    hard_sigmoid,
    hard_swish,
    hard_tanh,
    leaky_relu_with,
    relu,
    relu6,
    selu,
    sigmoid,
    softmax,
    softplus,
    sparsemax,
    tanh,
)
from pairings.checks import compare, finite_difference
from pairings.records import simplex
from pairings.stable import dilogarithm, log_gap

EPS = np.finfo(float).eps
CONVEX = [fact for fact in facts.ACTIVATIONS if fact.convex]
ELEMENTWISE = [fact for fact in CONVEX if not fact.rows]
TURNING = [fact.of for fact in facts.ACTIVATIONS if not fact.convex]
STEEP = [elu_with(1e-3), elu_with(3.0)]


def each(records, name="fact"):
    return pytest.mark.parametrize(name, records, ids=lambda record: record.name)


def scores(seed=0, shape=(2, 12, 3)):
    """Scores in (−6, 6), off the whole numbers, where kinks are."""
    rng = np.random.default_rng(seed)
    return rng.integers(-6, 6, shape) + rng.uniform(0.05, 0.95, shape)


def test_every_record_has_its_facts():
    """A new one is tested as soon as tests/facts/ knows of it."""
    assert not facts.missing(), "\n\n".join(facts.missing())


def test_what_has_no_facts_is_told_what_to_write(monkeypatch):
    """A record, a family, and what is asked for by name."""
    with pytest.raises(LookupError, match=r"sine: tests/facts/of_activations\.py.*\n.*of: the rec"):
        facts.of(tanh._replace(name="sine"))
    for name, words in (
        ("hinge", r"hinge: tests/facts/of_losses\.py has no facts of it"),
        ("ELU(α=0.5)", r"elu_with: .* has no member of this family.* made=\(elu_with"),
    ):
        with monkeypatch.context() as without:
            without.delitem(facts.KNOWN, name)
            (told,) = facts.missing()
        assert re.match(words, told)


# --- values by hand --------------------------------------------------------------------------


@each(facts.ACTIVATIONS)
def test_values_by_hand(fact):
    """Scores at which the formulas give numbers that need no machine."""
    for z, p in fact.values:
        np.testing.assert_allclose(fact.of.forward(np.array(z)), p, rtol=1e-14, atol=1e-15)


@each(CONVEX)
def test_potentials_and_conjugates_by_hand(fact):
    """Summed over the outputs, with their constants; tiny ones, which cancellation would lose."""
    for z, phi in fact.potentials:
        np.testing.assert_allclose(fact.of.potential(np.array(z)), phi, rtol=2e-13)
    for y, phi in fact.conjugates:
        np.testing.assert_allclose(fact.of.conjugate(np.array(y)), phi, rtol=1e-13, atol=1e-15)


@each([fact for fact in facts.ACTIVATIONS if fact.textbook])
def test_agreement_with_the_textbook(fact):
    """The plain formulas, by other people's code, where they are safe."""
    for name, formula in fact.textbook.items():
        at = np.linspace(0.05, 0.95, 19)[:, None] if name == "conjugate" else scores(8)
        expected = formula(at)
        if name != "forward" and not fact.rows:
            expected = expected.sum(axis=-1)
        np.testing.assert_allclose(getattr(fact.of, name)(at), expected, rtol=1e-12, atol=1e-14)


# --- laws ------------------------------------------------------------------------------------


@each(facts.ACTIVATIONS)
def test_the_vjp_is_the_derivative_along_a_random_direction(fact):
    """⟨J(z)ᵀ g, v⟩ = d/dt ⟨g, a(z + t v)⟩, and the difference notices a wrong product."""
    a, z = fact.of, fact.scores(shape=(2, 40, 3))
    g, v = np.random.default_rng(1).normal(size=(2, *z.shape))
    assert np.ptp(z) > 2  # the sample spreads

    def along(t):
        return (g * a.forward(z + t * v)).sum(axis=-1)

    numeric = finite_difference(along, np.zeros((*z.shape[:-1], 1)))[..., 0]
    ours = (a.vjp(z, g) * v).sum(axis=-1)
    assert compare(a.name, ours, numeric, 1e-8).close
    assert not compare("negative control: factor", 1.001 * ours, numeric, 1e-8).close
    assert not compare("negative control: sign", -ours, numeric, 1e-8).close


@each(CONVEX)
def test_the_gradient_of_the_potential_is_the_activation(fact):
    """∇Φ = a by differences, and the difference notices a wrong potential."""
    a, z = fact.of, fact.scores(seed=3)
    numeric = finite_difference(a.potential, z)
    assert compare(a.name, a.forward(z), numeric, 1e-8).close
    assert not compare("negative control: factor", 1.001 * a.forward(z), numeric, 1e-8).close
    assert not compare("negative control: sign", -a.forward(z), numeric, 1e-8).close


@each(CONVEX)
def test_potential_and_conjugate_meet_at_the_prediction(fact):
    """Φ(z) + Φ*(a(z)) = a(z) · z, over all outputs together."""
    a, z = fact.of, fact.scores(seed=4)
    p = a.forward(z)
    both = (p * z).sum(axis=-1)
    np.testing.assert_allclose(a.potential(z) + a.conjugate(p), both, rtol=1e-9, atol=1e-9)


@each(ELEMENTWISE)
@pytest.mark.parametrize("where", [0.1, 0.4, 0.8])
def test_the_conjugate_is_the_largest_excess_of_product_over_potential(fact, where):
    """Φ*(y) = sup over z of y z − Φ(z), the supremum found by scipy."""
    a = fact.of
    low, high = a.forward(np.array([[-5.0], [3.0]]))
    y = low + where * (high - low)

    def shortfall(z):
        return float(a.potential(np.array([z])) - y[0] * z)

    found = minimize_scalar(
        shortfall, bounds=(-600, 20), method="bounded", options={"xatol": 1e-10}
    )
    np.testing.assert_allclose(a.conjugate(y), -found.fun, atol=1e-12, rtol=1e-9)


@each(CONVEX)
def test_the_potential_is_convex(fact):
    """Φ at a midpoint is at most the mean of Φ at the ends."""
    z, w, phi = 10 * scores(seed=4), 10 * scores(seed=5), fact.of.potential
    assert (phi((z + w) / 2) <= (phi(z) + phi(w)) / 2 * (1 + 16 * EPS)).all()


@each(facts.ACTIVATIONS)
def test_values_stay_in_the_range(fact):
    """Every a(z) is finite and in the range or, rounded, on its edge; far out it is an edge."""
    a = fact.of
    whole = a.range if a.range.kind != "interval" else a.range._replace(closed="both")
    for z in (scores(), fact.reach / 6 * scores(), np.zeros((1, 3))):
        p = a.forward(z)
        assert p.shape == z.shape
        assert whole.contains(p).all()
    far = a.forward(np.array([[-1.0], [1.0]]) * fact.reach)
    for edge in fact.edges:
        assert a.range.contains(np.array(edge))
        assert np.isclose(far, edge, rtol=0, atol=1e-300 + 4 * EPS * abs(edge)).any()


@each(CONVEX)
def test_the_conjugate_is_finite_in_the_range_and_nowhere_else(fact):
    """Φ* is finite on the closed edges of the range and +∞ outside, where no target has a loss."""
    a = fact.of
    assert np.isfinite(a.conjugate(np.array(fact.edges)[:, None])).all()
    for outside in np.array([[2.0, 0, 0], [-0.1, 0.6, 0.5], [-9.0, 0, 0], [1 + EPS, 0, 0]]):
        found = a.conjugate(outside)
        assert np.isfinite(found) if a.range.contains(outside).all() else found == np.inf


@each([fact for fact in ELEMENTWISE if fact.edges] + STEEP, "which")
def test_the_edges_of_the_range_are_where_the_conjugate_ends(which):
    """The last float inside has a finite conjugate, the first one outside an infinite one."""
    a = getattr(which, "of", which)
    for edge in getattr(which, "edges", a.forward(np.array([-1e3]))):
        outward = -np.inf if edge == a.range.low else np.inf
        assert np.isfinite(a.conjugate(np.array([edge])))
        assert a.conjugate(np.nextafter([edge], outward)) == np.inf


@each([fact for fact in CONVEX if fact.of.excess])
def test_the_excess_is_finite_in_the_range_and_nowhere_else(fact):
    """+∞ at a target off the range, beside a row that keeps the loss it has alone."""
    a, z = fact.of, fact.scores(seed=6)[0][:2]
    y = a.forward(z)
    outside = [[2.0, 0, 0], [2.0, -1, 0], [1.0, 1, 0], [-0.1, 0.6, 0.5], [-9.0, 0, 0], [0.2] * 3]
    for row in np.array(outside):
        y[1] = row if fact.rows else np.resize(row, y[1].shape)
        found = a.excess(z, y)
        assert found[0] == a.excess(z[:1], y[:1])[0] < 1e-12
        assert np.isfinite(found[1]) if a.range.contains(y[1]).all() else found[1] == np.inf, row


@each(ELEMENTWISE)
def test_values_never_fall(fact):
    """A gradient of a convex function of one score is monotone."""
    z = np.linspace(-40, 40, 2001)
    assert (np.diff(fact.of.forward(z)) >= 0).all()


@each(CONVEX)
def test_the_jacobian_of_a_gradient_is_symmetric(fact):
    """⟨J u, v⟩ = ⟨J v, u⟩, which is why elementwise normalisation has no potential but softmax has."""
    z, a = scores(seed=6), fact.of
    u, v = np.random.default_rng(7).normal(size=(2, *z.shape))
    left, right = (a.vjp(z, u) * v).sum(axis=-1), (a.vjp(z, v) * u).sum(axis=-1)
    np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("fact", [f for f in facts.ACTIVATIONS if not f.of.range.rows])
def test_a_single_number_will_do(fact):
    """An elementwise a(z) and its slope of a bare number are those of an array of one."""
    for z in (-1.25, 0.5):
        for part, inputs in ((fact.of.forward, (z,)), (fact.of.vjp, (z, 2.0))):
            assert part(*inputs) == part(*(np.array([[x]]) for x in inputs))[0, 0]


# --- relations -------------------------------------------------------------------------------


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
    assert not softmax.vjp(z, np.full_like(z, 7.0)).any()
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


def test_entmax_lies_between_softmax_and_sparsemax():
    """Σ p z − Ω(p) is largest; zeros, but fewer than sparsemax has; two scores, by the quadratic."""
    z, rng = scores(shape=(40, 4)) / 1.5, np.random.default_rng(3)
    p = entmax.forward(z)
    assert simplex.contains(p).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=8 * EPS)
    open_ = (p > 0).sum(axis=-1)
    assert {int(n) for n in open_} == {1, 2, 3, 4}
    assert (open_ >= (sparsemax.forward(z) > 0).sum(axis=-1)).all()
    best = (p * z).sum(axis=-1) - entmax.conjugate(p)
    np.testing.assert_allclose(best, entmax.potential(z), atol=1e-14)
    for q in rng.dirichlet(np.full(4, 0.3), (300, 40)):
        assert ((q * z).sum(axis=-1) - entmax.conjugate(q) <= best + 1e-12).all()
    np.testing.assert_allclose(entmax.forward(z + 1e4), p, atol=1e-11)
    d = rng.uniform(-2, 2, 50)
    two = entmax.forward(np.stack([d, 0 * d], axis=1))
    root = (d / 2 + np.sqrt(2 - d * d / 4)) / 2  # r² + (r − d/2)² = 1
    np.testing.assert_allclose(two[:, 0], root**2, atol=1e-14)
    many = entmax.forward(np.zeros((1, 1000)))
    np.testing.assert_allclose(many, 1e-3, rtol=1e-12)


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


# --- arithmetic ------------------------------------------------------------------------------


def test_the_closed_gate_of_relu_stops_an_infinite_gradient():
    """ReLU's product is 0 where z ≤ 0, whatever comes from above, and NaN only where z is NaN."""
    z, g = np.array([-1.0, 0.0, 2.0, np.nan]), np.array([np.inf, np.nan, -3.0, np.nan])
    np.testing.assert_array_equal(relu.vjp(z, g), [0.0, 0.0, -3.0, np.nan])


@each([hard_sigmoid, hard_tanh, relu6, sparsemax, entmax], "a")
def test_a_closed_gate_stops_an_infinite_gradient(a):
    """Where the output does not move, the product is 0 whatever comes from above."""
    z, g = np.array([[50.0, -50.0, -60.0]]), np.array([[1.0, np.inf, np.nan]])
    np.testing.assert_array_equal(a.vjp(z, g)[0, 1:], [0, 0])


@each(facts.ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_floating_dtype_given_is_the_dtype_returned(fact, dtype):
    """Single precision stays single, and agrees with double to its rounding."""
    a, z = fact.of, scores().astype(dtype)
    p = a.forward(z)
    assert p.dtype == a.vjp(z, z).dtype == dtype
    np.testing.assert_allclose(p, a.forward(z.astype(float)), rtol=2e-5, atol=2e-6)
    if fact.convex:
        largest = (p == p.max(axis=-1, keepdims=True)).astype(dtype)
        y = largest if fact.rows else p * np.array(1 - 1e-3, dtype)
        for formula, argument in ((a.potential, z), (a.conjugate, y)):
            assert formula(argument).dtype == dtype
            double = formula(argument.astype(float))
            np.testing.assert_allclose(formula(argument), double, rtol=1e-4, atol=1e-5)


@each(facts.ACTIVATIONS)
def test_nothing_given_is_changed_or_handed_back(fact):
    """Results are new arrays and arguments keep their numbers."""
    z, g = scores(), scores(seed=9)
    kept = z.copy(), g.copy()
    for result in (fact.of.forward(z), fact.of.vjp(z, g)):
        assert not np.shares_memory(result, z)
        assert not np.shares_memory(result, g)
    np.testing.assert_array_equal((z, g), kept)


@each(facts.ACTIVATIONS)
def test_a_nan_stays_in_its_row(fact):
    """A NaN score spoils its own prediction and gradient, no other row and no other replica."""
    a = fact.of
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


# --- without a potential ---------------------------------------------------------------------


@each(TURNING, "a")
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


@each(TURNING, "a")
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


# --- records ---------------------------------------------------------------------------------


MADE = [fact for fact in facts.ACTIVATIONS if fact.made]


@each(MADE)
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_a_parameter_is_positive(fact, value):
    """The refusal names the parameter."""
    maker, parameter, _ = fact.made
    with pytest.raises(ValueError, match=rf"{parameter}: got .*above 0"):
        maker(value)


@each(MADE)
def test_a_member_of_a_family_is_named_by_its_parameter(fact):
    """A table must tell them apart."""
    maker, _, value = fact.made
    assert maker(value).name == fact.name
    assert re.search(rf"\(\w+={value:g}\)$", fact.name)


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
