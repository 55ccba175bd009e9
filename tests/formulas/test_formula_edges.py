"""The edges of the formulas: where one branch hands over to the next, where a layer is missing,
where a default is taken. Each of these tests notices a mistake that no other noticed.
"""

import inspect

import facts
import mpmath
import numpy as np
import pytest
from scipy.special import kl_div

from pairings import CATALOGUE, activations, compose, losses, matching
from pairings.checks import compare
from pairings.losses.waiting import normal_hazard, normal_hazard_slope
from pairings.network import backward, forward, init, scores, shift_output, stack
from pairings.optimizers import adam, momentum
from pairings.records import Loss, one_hot_rows, simplex
from pairings.stable import dilogarithm, total

# --- domains ---------------------------------------------------------------------------------


def test_rows_of_truth_values_can_lie_on_the_simplex():
    """True and False are 1 and 0."""
    rows = np.array([[True, False], [True, True], [False, False]])
    assert simplex.contains(rows).tolist() == [True, False, False]


def test_one_hot_rows_may_be_in_a_stack():
    """The sum and the check run over the last axis, whatever stands before it."""
    y = np.zeros((4, 3, 2))
    y[..., 0] = 1.0
    y[1, 2] = [1.0, 1.0]
    y[2, 1] = [0.5, 0.5]
    expected = np.ones((4, 3), dtype=bool)
    expected[[1, 2], [2, 1]] = False
    assert np.array_equal(one_hot_rows.contains(y), expected)


# --- comparisons -----------------------------------------------------------------------------


def test_a_difference_of_exactly_the_tolerance_is_close():
    """The tolerance is the largest difference allowed."""
    assert compare("x", [[0.5]], [[0.0]], tolerance=0.5).close


@pytest.mark.parametrize(("mine", "reference"), [((1, 2), (2, 1)), ((2, 1), (1, 2))])
def test_other_shapes_are_not_compared(mine, reference):
    """Whichever of the two is the larger one."""
    with pytest.raises(ValueError, match="got shapes"):
        compare("x", np.ones(mine), np.ones(reference))


# --- pairings --------------------------------------------------------------------------------


def test_the_guard_is_named():
    """`compose(a, loss, False)` does not say what is false."""
    a, loss = activations.sigmoid, losses.log_loss
    with pytest.raises(TypeError):
        compose(a, loss, False)
    with pytest.raises(TypeError):
        matching(a, loss, False)
    assert compose(activation=a, loss=loss).name == matching(activation=a, loss=loss).name


@pytest.mark.parametrize("missing", ["potential", "conjugate"])
def test_potential_and_conjugate_are_both_needed(missing):
    """One alone makes no matching loss."""
    with pytest.raises(ValueError, match="Accepted is one with both"):
        matching(activations.sigmoid._replace(**{missing: None}))


def test_a_loss_that_differs_only_far_out_is_not_the_matching_one():
    """Huber's loss is the half square of all residuals up to δ."""
    with pytest.raises(ValueError, match="not the matching loss"):
        matching(activations.identity, losses.huber_with(3.0))


# --- formulas --------------------------------------------------------------------------------

FAMILIES = [
    getattr(room, name.removesuffix("_with"))
    for room in (activations, losses)
    for name in facts.makers(room)
]


@np.errstate(all="ignore")
@pytest.mark.parametrize("record", FAMILIES)
def test_a_formula_without_its_parameter_is_that_of_the_usual_record(record):
    """The default of each function is the parameter that the bare name stands for."""
    z, y = np.array([[-3.0, 0.5, 3.0]]), np.array([[2.0, -0.25, 0.5]])
    if isinstance(record, Loss):
        z, y = np.abs(z), np.abs(y)
    partials = [part for part in record if hasattr(part, "keywords")]
    assert len(partials) == (2 if isinstance(record, Loss) else 6)
    for partial in partials:
        arrays = partial.func.__code__.co_argcount - len(partial.keywords)
        for points in ((z, y)[:arrays], (y, z)[:arrays]):
            assert np.array_equal(partial.func(*points), partial(*points))


KINDS = ["value", "gradient", "curvature", "vjp", "potential", "conjugate", "excess", "residual"]


def defaults(formula):
    parameters = inspect.signature(formula).parameters.values()
    return {each.name: each.default for each in parameters if each.default is not each.empty}


@np.errstate(all="ignore")
@pytest.mark.parametrize(
    ("room", "stem"),
    [
        (room, name.removesuffix("_value"))
        for room in (activations, losses)
        for name, formula in vars(room).items()
        if name.endswith("_value") and defaults(formula)
    ],
)
def test_the_formulas_of_one_name_have_the_same_defaults(room, stem):
    """Slopes, potential and conjugate are by themselves what they are with those of the value."""
    z, y = np.array([[-3.0, 0.5], [7.0, 1.2]]), np.array([[2.0], [0.5]])
    kin = [formula for kind in KINDS if (formula := getattr(room, f"{stem}_{kind}", None))]
    usual = defaults(kin[0])
    assert len(kin) > 1
    for formula in kin:
        arrays = (z, y)[: formula.__code__.co_argcount - len(usual)]
        np.testing.assert_array_equal(formula(*arrays), formula(*arrays, **usual))


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (activations.elu_with(2.0), "ELU(α=2)"),
        (activations.celu_with(2.0), "CELU(α=2)"),
        (activations.leaky_relu_with(0.3), "leaky ReLU(s=0.3)"),
        (activations.leaky_relu_with(0.003), "leaky ReLU(s=0.003)"),
        (losses.huber_with(2.0), "Huber(δ=2)"),
        (losses.huber_with(0.5), "Huber(δ=0.5)"),
    ],
)
def test_another_parameter_is_named(record, name):
    """A table of pairings must tell them apart."""
    assert record.name == name


@pytest.mark.parametrize(
    ("quantile", "elicits"), [(0.3, "quantile 0.3"), (0.5, "median"), (0.7, "quantile 0.7")]
)
def test_pinball_says_what_it_elicits(quantile, elicits):
    """The median has a name of its own."""
    assert losses.pinball_with(quantile).elicits.name == elicits


@pytest.mark.parametrize(
    ("a", "slope"),
    [
        (activations.elu_with(0.5), 0.5),
        (activations.celu_with(0.5), 1.0),
        (activations.leaky_relu_with(0.3), 0.3),
        (activations.selu, activations.SELU_SCALE * activations.SELU_ALPHA),
        (activations.relu, 0.0),
    ],
)
def test_the_slope_at_the_kink_is_that_from_below(a, slope):
    """z = 0 belongs to the branch z ≤ 0."""
    assert a.vjp(np.zeros((1, 1)), np.ones((1, 1))) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize("y", [-1.0, 1.0])
def test_a_margin_of_exactly_one_pulls_no_more(y):
    """The hinge is at rest from y p = 1 on."""
    assert losses.hinge.gradient(np.array([[y]]), np.array([[y]])) == 0.0


def test_outside_its_targets_a_loss_returns_what_the_formula_gives():
    """Only a count of 0 drops the term y/p; a mismatch with counts below 0 is shown as it is."""
    assert losses.poisson.gradient(np.array([[2.0]]), np.array([[-1.0]])) == 1.5


def test_the_identity_is_a_copy_and_never_minus_zero():
    """Later steps change arrays in place; and 1/−0 would be −∞."""
    zero = np.array([[-0.0]])
    for copy in (activations.identity.forward(zero), activations.identity.vjp(zero, zero)):
        assert not np.shares_memory(copy, zero)
        assert not np.signbit(copy).any()


@pytest.mark.parametrize(
    "a", [activations.elu, activations.selu, activations.celu, activations.celu_with(1e-3)]
)
def test_the_branch_not_taken_stays_silent(a):
    """e^z of a large score is not computed, for it would overflow."""
    for far in (np.array([[5.0]]), np.array([[1e3]])):
        slope = a.vjp(far, np.ones((1, 1)))
        assert a.forward(far) == slope * far
        assert a.potential(far) == slope[0] * far[0] ** 2 / 2


@pytest.mark.parametrize("a", [activations.elu_with(0.01), activations.celu_with(0.01)])
def test_a_far_target_overflows_no_sooner_than_its_square(a):
    """The branch below 0 divides by α before it squares."""
    assert a.conjugate(np.array([[1e153]])) == pytest.approx(5e305)


def test_the_potential_of_arctan_outlives_the_square_of_the_score():
    """Where z² overflows, the logarithm is nothing beside z π/2."""
    with np.errstate(over="ignore"):
        found = activations.arctan.potential(np.array([[1e200]]))
    assert found == pytest.approx(1e200 * np.pi / 2)


@pytest.mark.parametrize(
    ("a", "outside"),
    [
        (activations.arctan, [np.pi / 2, 2.0, 3.5, 7.0, 1e3]),
        (activations.softsign, [1.0, 1.5, 3.0, 1e3]),
        (activations.normal_cdf, [1.5, 3.0, 1e4]),
    ],
)
def test_outside_the_range_the_conjugate_is_infinite_and_silent(a, outside):
    """Above and below; the edges too, where the range is open."""
    below = [-y for y in outside]
    assert np.isposinf(a.conjugate(np.array([*outside, *below])[:, None])).all()


@pytest.mark.parametrize("a", [activations.exp, activations.softplus, activations.relu])
def test_targets_below_zero_are_infinitely_dear_and_silent(a):
    """However far below."""
    assert np.isposinf(a.conjugate(np.array([[-1e-3], [-0.5], [-1e4]]))).all()


def test_the_normal_cdf_is_as_exact_near_one_as_near_zero():
    """Φ*(1 − y) = Φ*(y); the share 1 − 2⁻⁴⁰ has no rounding of its own."""
    y = 2.0 ** -np.arange(2.0, 50.0, 4.0)[:, None]
    conjugate = activations.normal_cdf.conjugate
    np.testing.assert_allclose(conjugate(1 - y), conjugate(y), rtol=1e-14)


@pytest.mark.parametrize(
    "a", [activations.hard_sigmoid, activations.hard_tanh, activations.relu6], ids=lambda a: a.name
)
def test_a_clipped_identity_has_no_slope_at_its_kinks(a):
    """The gate is open strictly between the two."""
    edges = a.forward(np.array([[-1e3], [1e3]]))
    assert (a.vjp(edges, np.ones((2, 1))) == 0).all()


def test_the_hard_swish_is_straight_from_its_kinks_outwards():
    """Slope 0 at −3 and 1 at 3, where the parabola between them has −1/2 and 3/2."""
    slopes = activations.hard_swish.vjp(np.array([[-3.0, 3.0]]), np.ones((1, 2)))
    assert np.array_equal(slopes, [[0.0, 1.0]])


def test_sparsemax_of_a_wide_row_is_sure():
    """Against the largest score; against the smallest, the 1 would be lost in rounding."""
    assert np.array_equal(activations.sparsemax.forward(np.array([[1e17, 0.0]])), [[1.0, 0.0]])


def test_the_slope_of_sparsemax_in_a_stack_is_that_of_its_parts():
    """Three axes of three lengths."""
    z, g = np.random.default_rng(0).normal(size=(2, 2, 3, 4))
    whole = activations.sparsemax.vjp(z, g)
    for part, *alone in zip(whole, z, g, strict=True):
        assert np.array_equal(part, activations.sparsemax.vjp(*alone))


@pytest.mark.parametrize("loss", [losses.log_loss, losses.cross_entropy, losses.poisson])
def test_minus_zero_is_a_prediction_of_zero(loss):
    """The term y/p pulls it up, not down: −∞, whatever the sign of the zero."""
    with np.errstate(divide="ignore"):
        gradient = loss.gradient(np.array([[-0.0, 0.0]]), np.array([[1.0, 1.0]]))
    assert np.isneginf(gradient).all()


# --- networks and steps ----------------------------------------------------------------------


def networks(*depths):
    rng = np.random.default_rng(0)
    return [init(rng, [2] * depth) for depth in depths]


def test_networks_of_other_depths_make_no_stack():
    """The deeper one would lose its last layers."""
    with pytest.raises(ValueError, match="zip"):
        stack(networks(3, 2))
    with pytest.raises(ValueError, match="zip"):
        stack([networks(2)[0], [networks(2)[0][0][:1]]])


def test_the_cache_of_another_network_is_refused():
    """Its gradients would be those of some layers only."""
    deep, flat = networks(3, 2)
    z, cache = forward(deep, np.ones((4, 2)), activations.tanh)
    with pytest.raises(ValueError, match="zip"):
        backward(flat, cache, z, activations.tanh)


@pytest.mark.parametrize("make", [momentum, adam])
def test_gradients_of_another_network_are_refused(make):
    """A layer less, or layers without their biases."""
    (params,) = networks(3)
    optimizer = make(0.1)
    for gradients in (params[:1], [layer[:1] for layer in params]):
        with pytest.raises(ValueError, match="zip"):
            optimizer.step(optimizer.start(params), gradients)


def test_an_output_shifted_by_nothing_is_the_same():
    """The defaults are scale 1 and bias 0; both are named."""
    (params,) = networks(3)
    for (W, b), (V, c) in zip(params, shift_output(params), strict=True):
        assert np.array_equal(W, V)
        assert np.array_equal(b, c)
    with pytest.raises(TypeError):
        shift_output(params, 2.0)


# --- remainders ------------------------------------------------------------------------------


def test_the_dilogarithm_far_out():
    """∫ t / (e^t − 1) dt over all t > 0 is π²/6; the series of the near part must stay silent."""
    assert dilogarithm(np.array([40.0, 1e20, np.inf])) == pytest.approx(np.pi**2 / 6, rel=1e-15)


# --- where branches meet, by fifty digits and more ---------------------------------------------


def floats(right):
    return np.array([[float(number) for number in row] for row in right])


def score_of_a_share(share):
    """The q whose continuous Bernoulli has the mean `share`, from 1e-20 to 1 − 1e-20."""
    if share >= 0.5:
        return -score_of_a_share(1 - share) if share > 0.5 else mpmath.mpf(0)
    return -mpmath.findroot(
        lambda x: 1 / x - 1 / mpmath.expm1(x) - share, (mpmath.mpf("1e-9"), 2 / share), "anderson"
    )


def test_a_share_has_its_score_on_both_sides_of_a_half():
    """Up to the last number below 1."""
    y = np.array([1e-12, 0.01, 0.25, 0.49999, 0.5, 0.51, 0.75, 0.9, 1 - 1e-12, 1 - 2.0**-53])
    with mpmath.workdps(50):
        right = floats([[score_of_a_share(mpmath.mpf(share))] for share in y.tolist()])[:, 0]
    np.testing.assert_allclose(activations.continuous_bernoulli_score(y), right, rtol=1e-14)


@pytest.mark.parametrize("share", [0.1, 0.15625, 0.25, 0.9])
@pytest.mark.parametrize("side", [-1, 1])
def test_the_cost_of_a_share_is_integrated_only_near_its_score(share, side):
    """As far as eight nodes are exact: Φ(z) − Φ(q) − y (z − q) to the last digits."""

    def potential(s):
        return mpmath.log(mpmath.expm1(s) / s)

    with mpmath.workdps(50):
        y = mpmath.mpf(share)
        q = score_of_a_share(y)
        z = float(q) + side * np.linspace(0.5, 2.0, 16)[:, None] * (0.75 + abs(float(q)) / 4)
        right = floats(
            [
                [potential(s) - potential(q) - y * (s - q)]
                for s in map(mpmath.mpf, z.ravel().tolist())
            ]
        )
    found = activations.continuous_bernoulli_excess(z, np.full_like(z, share))
    np.testing.assert_allclose(found, right[:, 0], rtol=8e-15)


SIZES = [1e-9, 0.3, 1.0, 9.0, 9.2, 9.9, 10.1, 11.0, 16.0, 30.0, 1e3, 1e6]


def test_the_shape_of_a_gamma_costs_what_the_gamma_function_says():
    """A(k) = log Γ(k) − k log k + k and its slopes by log k, on both sides of Stirling's series."""
    z = np.array([[0.0, np.log(k), -40.0] for k in SIZES])  # at the mean, and hardly a zero
    y, right = np.ones((len(z), 1)), []
    with mpmath.workdps(60):
        for s in z[:, 1].tolist():
            k = mpmath.exp(s)
            slope = k * (mpmath.digamma(k) - s)
            curve = slope + k * (k * mpmath.polygamma(1, k) - 1)
            right.append((mpmath.loggamma(k) - k * s + k, slope, curve))
    found = losses.hurdle_gamma_value(z, y), losses.hurdle_gamma_gradient(z, y)[:, 1]
    found += (losses.hurdle_gamma_curvature(z, y)[:, 1],)
    np.testing.assert_allclose(np.stack(found, axis=-1), floats(right), rtol=1e-12)


def negative_binomial(m, s, y):
    """−log probability without log y! − y log y + y; its two slopes and its two curvatures."""
    mean, r = mpmath.exp(m), mpmath.exp(-s)

    def by_s(s):
        r = mpmath.exp(-s)
        rise = mpmath.digamma(y + r) - mpmath.digamma(r) - mpmath.log(1 + mean / r)
        return r * rise + (y + r) * mean / (r + mean) - y

    ways = mpmath.loggamma(y + r) - mpmath.loggamma(r)
    value = (y + r) * mpmath.log(1 + mean / r) - y * mpmath.log(mean / r) - ways
    slope, curve = (mean - y) / (1 + mean / r), (1 + y / r) * mean / (1 + mean / r) ** 2
    return value + y * mpmath.log(y) - y, slope, by_s(s), curve, mpmath.diff(by_s, s)


@np.errstate(all="ignore")
@pytest.mark.parametrize("count", [1.0, 3.0, 50.0])
@pytest.mark.parametrize("away", [0.0, 0.5, -2.0])
def test_the_dispersion_of_counts_costs_what_the_gamma_function_says(count, away):
    """At the best mean and away from it, for 1/α on both sides of Stirling's series."""
    z = np.array([[np.log(count) + away, -np.log(r)] for r in SIZES])
    y = np.full((len(z), 1), count)
    with mpmath.workdps(100):
        rows = [map(mpmath.mpf, (*row, count)) for row in z.tolist()]
        right = floats([negative_binomial(*row) for row in rows])
    found = losses.negative_binomial_gradient(z, y), losses.negative_binomial_curvature(z, y)
    found = np.column_stack([losses.negative_binomial_value(z, y), *found])
    np.testing.assert_allclose(found, right, rtol=1e-12, atol=1e-14)


@np.errstate(all="ignore")
@pytest.mark.parametrize(
    ("m", "s", "count"),
    [
        (360, -720, 3),
        (400, -720, 3),
        (700, -715, 3),
        (709, -712, 1),
        (345, -700, 2),
    ],
)
def test_the_dispersion_is_right_where_its_inverse_is_beyond_all_numbers(m, s, count):
    """r q² can be said where 1/α cannot: half of it is what a huge mean pulls by."""
    z, y = np.array([[m, s]], float), np.array([[count]], float)
    with mpmath.workdps(700):
        right = floats([negative_binomial(*map(mpmath.mpf, (m, s, count)))])[0]
    found = losses.negative_binomial_gradient(z, y), losses.negative_binomial_curvature(z, y)
    np.testing.assert_allclose(np.hstack(found)[0], right[1:], rtol=1e-12)


@np.errstate(all="ignore")
@pytest.mark.parametrize("s", [746.0, 1500.0])
def test_counts_beyond_all_dispersion_pull_it_down_by_one(s):
    """The value grows like log α then, for any count above 0."""
    z, y = np.array([[-5.0, s], [0.0, s], [300.0, s], [0.0, s]]), np.array([[4.0], [1], [2], [0]])
    wanted = [[0, 1], [0, 1], [0, 1], [0, 0]]
    np.testing.assert_array_equal(losses.negative_binomial_gradient(z, y), wanted)
    np.testing.assert_array_equal(losses.negative_binomial_curvature(z, y), np.zeros((4, 2)))


@np.errstate(all="ignore")
def test_counts_without_dispersion_are_poisson():
    """Where 1/α is beyond all numbers; near the mean and far from it."""
    m, y = (a.reshape(-1, 1) for a in np.meshgrid(np.linspace(-30, 30, 41), [0.0, 1.0, 3.0, 50.0]))
    z = np.hstack([m, np.full_like(m, -800.0)])
    np.testing.assert_allclose(
        losses.negative_binomial_value(z, y), kl_div(y, np.exp(m))[:, 0], rtol=1e-12
    )
    np.testing.assert_allclose(
        losses.negative_binomial_gradient(z, y), np.hstack([np.exp(m) - y, 0 * m]), 1e-13, 1e-300
    )
    np.testing.assert_allclose(
        losses.negative_binomial_curvature(z, y), np.hstack([np.exp(m), 0 * m]), 1e-13, 1e-300
    )


@np.errstate(all="ignore")
@pytest.mark.parametrize("m", [-700.0, 1.0, 300.0, 708.9, 709.7])
@pytest.mark.parametrize("s", [-720.0, -709.9, -709.0, 20.0, 700.0])
def test_the_pull_on_the_mean_of_counts_is_a_number_wherever_the_right_one_is(m, s):
    """(μ − y)/(1 + α μ) and its slope, where 1/α, α μ or both overflow."""
    with mpmath.workdps(50):
        mean, alpha = mpmath.exp(mpmath.mpf(m)), mpmath.exp(mpmath.mpf(s))
        right = float((mean - 3) / (1 + alpha * mean))
        bend = float((1 + 3 * alpha) * mean / (1 + alpha * mean) ** 2)
    z, y = np.array([[m, s]]), np.array([[3.0]])
    found = losses.negative_binomial_gradient(z, y)[0, 0]
    np.testing.assert_allclose(found, right, rtol=1e-12)
    found = losses.negative_binomial_curvature(z, y)[0, 0]
    np.testing.assert_allclose(found, bend, rtol=1e-12, atol=np.finfo(float).tiny)


@np.errstate(all="ignore")
@pytest.mark.parametrize("k", [1.0, 3.0, 1e9])
def test_the_right_score_of_a_count_costs_nothing(k):
    """To the last bit, not by a quotient 0/0."""
    half, one = np.array([[k, 2 * k]]), np.array([[k]])
    assert losses.binomial_value(np.zeros((1, 1)), half) == 0
    assert losses.binomial_gradient(np.zeros((1, 1)), half) == 0
    assert losses.negative_binomial_of_score_value(np.log(one), one) == 0
    assert losses.negative_binomial_of_score_gradient(np.log(one), one) == 0


@pytest.mark.parametrize("k", [0.0, 2.0, 5.0])
def test_the_slopes_of_none_and_of_all_are_right_and_silent(k):
    """Beta-binomial, whose rests of k = 0 and of k = n are 0 without a logarithm of 0."""
    n, q, s = 5.0, 0.7, 1.2
    with mpmath.workdps(50):

        def loss(q, s):
            a, b = (mpmath.exp(s) / (1 + mpmath.exp(sign * q)) for sign in (-1, 1))
            return mpmath.log(mpmath.beta(a, b)) - mpmath.log(mpmath.beta(a + k, b + n - k))

        at = mpmath.mpf(q), mpmath.mpf(s)
        slopes, curves = (
            floats([[mpmath.diff(loss, at, (order, 0)), mpmath.diff(loss, at, (0, order))]])
            for order in (1, 2)
        )
    z, y = np.array([[q, s]]), np.array([[k, n]])
    np.testing.assert_allclose(losses.beta_binomial_gradient(z, y), slopes, rtol=1e-13)
    np.testing.assert_allclose(losses.beta_binomial_curvature(z, y), curves, rtol=1e-13)


# --- large and small numbers, wrong numbers -----------------------------------------------------


@pytest.mark.parametrize("power", [1.2, 1.5, 1.9, 2.5, 3.0])
@pytest.mark.parametrize("scale", [1e-150, 1e-9, 1e9, 1e150])
def test_tweedie_has_a_unit_like_its_numbers(power, scale):
    """L(s p, s y) = s^(2 − q) L(p, y), also where the powers of s p alone would cancel."""
    loss = losses.tweedie_with(power)
    p, y = np.array([[0.5], [3.0], [1.0], [1.001]]), np.array([[2.0], [1.0], [1.5], [1.0]])
    expected = scale ** (2 - power) * loss.value(p, y)
    np.testing.assert_allclose(loss.value(scale * p, scale * y), expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("power", "z", "y"),
    [
        (1.0, -1e17, 1.0),
        (1.01, -6e4, 1.0),
        (1.99, 6e4, 1.0),
        (2.0, 1e17, 1.0),
        (2.0, 20000.0, 1.0),
        (1.0, -10001.0, 1.0),
        (1.001, -2e4, 1.0),
        (1.999, 2e4, 1.0),
        (2.5, -940.0, 2.3e-308),
    ],
)
def test_tweedie_of_a_far_score(power, z, y):
    """By 50 digits: p = e^z lies below or above all doubles, the deviance does not."""
    with mpmath.workdps(50):
        q, s, of = mpmath.mpf(power), mpmath.mpf(z), mpmath.mpf(y)
        p, gap = mpmath.exp(s), s - mpmath.log(of)
        if q == 1:
            right = p - of - of * gap
        elif q == 2:
            right = gap + of / p - 1
        else:
            right = p ** (2 - q) / (2 - q) + of * p ** (1 - q) / (q - 1)
            right -= of ** (2 - q) / (2 - q) / (q - 1)
    with np.errstate(all="ignore"):
        found = losses.tweedie_of_score_value(np.array([[z]]), np.array([[y]]), power)
    np.testing.assert_allclose(found, [float(right)], rtol=1e-12)


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 2.5, 3.0, 5.0])
def test_tweedie_of_the_target_itself_is_zero_and_warns_of_nothing(power):
    y = np.array([[1e-150], [1e-9], [1.0], [1e9], [1e150]])
    assert not losses.tweedie_value(y, y, power).any()


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 2.5, 3.0])
def test_tweedie_of_infinity_and_of_nothing(power):
    """∞ where the prediction cannot be; a huge one costs a bounded amount above q = 2."""
    loss, one = losses.tweedie_with(power), np.ones((1, 1))
    assert loss.value(0 * one, one) == np.inf
    bounded = 1 / (power - 1) / (power - 2) if power > 2 else np.inf
    np.testing.assert_allclose(loss.value(np.inf * one, one), bounded, rtol=1e-14)
    assert loss.value(0 * one, 0 * one) == (0 if power < 2 else np.inf)


@pytest.mark.parametrize("quantile", [1, 1.0, 1.5, 90])
def test_a_quantile_of_one_or_more_is_a_percentage(quantile):
    with pytest.raises(ValueError, match=f"quantile: got {quantile:g}; accepted is 0 < quantile"):
        losses.pinball_with(quantile)


def test_from_power_two_on_tweedie_takes_no_zero():
    assert losses.tweedie_with(1.999).targets.contains(np.zeros(1)).all()
    assert not losses.tweedie_with(2).targets.contains(np.zeros(1)).any()


@pytest.mark.parametrize("alpha", [0.5, 0.999, 1.001])
def test_only_the_celu_of_one_is_called_celu(alpha):
    assert activations.celu_with(1).name == "CELU"
    assert activations.celu_with(alpha).name == f"CELU(α={alpha:g})"


def test_the_potential_of_sparsemax_keeps_the_digits_of_what_is_open():
    """Φ(z + c) = Φ(z) + c, also for one class among others that are far below."""
    z = np.array([[0.25, 0.0, -1e17], [0.0, 0.5, -1e300]])
    np.testing.assert_allclose(
        activations.sparsemax.potential(z), activations.sparsemax.potential(z[:, :2]), rtol=1e-14
    )


@pytest.mark.parametrize("wide", [2, 4])
@pytest.mark.parametrize("replicas", [(), (5,)])
def test_rows_of_the_wrong_width_are_refused_with_the_right_one(wide, replicas):
    params = [(np.zeros((*replicas, 3, 2)), np.zeros((*replicas, 1, 2)))]
    with pytest.raises(ValueError, match=r"accepted is \(\.\.\., samples, 3\), leading axes"):
        scores(params, np.zeros((7, wide)), activations.tanh)


@pytest.mark.parametrize("leading", [(4,), (2, 5), (5, 1)])
def test_rows_for_other_replicas_are_refused(leading):
    params = [(np.zeros((5, 3, 2)), np.zeros((5, 1, 2)))]
    with pytest.raises(ValueError, match=r"x: got shape .* for W of shape \(5, 3, 2\)"):
        scores(params, np.zeros((*leading, 7, 3)), activations.tanh)


def test_sizes_may_come_one_by_one():
    drawn = init(np.random.default_rng(0), (n for n in (3, 4, 2)))
    given = init(np.random.default_rng(0), (3, 4, 2))
    for one, other in zip(drawn, given, strict=True):
        np.testing.assert_array_equal(one[0], other[0])


def test_a_sum_has_the_same_bits_however_the_numbers_lie_in_memory():
    rows = np.sin(np.arange(1000.0)).reshape(50, 20)
    for laid in (np.asfortranarray(rows), np.repeat(rows, 2, axis=1)[:, ::2]):
        np.testing.assert_array_equal(total(laid), total(rows))


@pytest.mark.parametrize("share", [5e-324, 1e-310, 2e-308, 2.3e-308])
@pytest.mark.parametrize("z", [0.0, -5.0, -100.0, 100.0, -1e300])
def test_a_share_below_the_smallest_normal_number_costs_what_it_should(share, z):
    """Continuous Bernoulli, by 50 digits: there 1/y overflows, and q = −1/y to the last digit."""
    with mpmath.workdps(50):
        y, s = mpmath.mpf(share), mpmath.mpf(z)
        potential = mpmath.log(mpmath.expm1(s) / s) if s else mpmath.mpf(0)
        right = float(potential - y * s - 1 - mpmath.log(y))
    found = matching(activations.continuous_bernoulli).value([[z]], [[share]])
    np.testing.assert_allclose(found, [right], rtol=1e-13)


def test_the_hazard_of_the_normal_and_its_slope():
    """By 60 digits, on both sides of 50, where the series begins, and in the limit."""
    r = np.array([-30.0, -5.0, 0.0, 5.0, 49.0, 50.0, 51.0, 60.0, 100.0, 1e4])
    with mpmath.workdps(60):
        ahead = [mpmath.erfc(mpmath.mpf(x) / mpmath.sqrt(2)) / 2 for x in r]
        hazards = [mpmath.npdf(x) / share for x, share in zip(r, ahead, strict=True)]
        slopes = [h * (h - x) for x, h in zip(r, hazards, strict=True)]
    np.testing.assert_allclose(normal_hazard(r), np.array(hazards, float), rtol=1e-14)
    np.testing.assert_allclose(normal_hazard_slope(r), np.array(slopes, float), rtol=1e-12)
    with np.errstate(all="ignore"):
        assert normal_hazard_slope(np.array([-np.inf, 1e160, np.inf])).tolist() == [0, 1, 1]


def test_classes_that_cannot_be_leave_partial_labels_as_they_are_without_them():
    """A score of −∞ in the set, out of it, and of all that is out of it: then nothing is lost."""
    pairing = CATALOGUE["softmax + cross-entropy of partial labels"].pairing
    z, y = np.array([[-np.inf, 0.3, 1.0, -0.5]]), np.array([[1.0, 1.0, 0.0, 0.0]])
    for labels in (y, 1 - y):
        for f in (pairing.value, pairing.gradient, pairing.curvature):
            found, without = f(z, labels), f(z[:, 1:], labels[:, 1:])
            np.testing.assert_allclose(found[..., -without.shape[-1] :], without, rtol=1e-14)
    all_else = np.array([[0.0, 1.0, 1.0, 1.0]])
    for f in (pairing.value, pairing.gradient, pairing.curvature):
        assert not f(z, all_else).any()


@pytest.mark.parametrize("z", [[-np.inf, 0.0, 1.0], [-1e308, 1e308, 0.0]])
def test_a_set_that_cannot_be_is_still_pulled_into(z):
    """One class alone is cross-entropy; impossible ones share the pull, as equal ones do."""
    pairing, one = CATALOGUE["softmax + cross-entropy of partial labels"].pairing, np.eye(3)[:1]
    classes = CATALOGUE["softmax + cross-entropy"].pairing
    np.testing.assert_array_equal(pairing.value([z], one), [np.inf])
    np.testing.assert_allclose(pairing.gradient([z], one), classes.gradient([z], one), rtol=1e-14)
    both = pairing.gradient([[z[0], z[0], 1e308]], [[1.0, 1.0, 0.0]])
    np.testing.assert_array_equal(both, [[-0.5, -0.5, 1.0]])
