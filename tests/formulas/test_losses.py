"""Losses L(p, y): values by hand, gradients by differences, and what each makes a constant predict."""

import facts
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize, minimize_scalar
from sklearn.metrics import log_loss as sklearn_log_loss

from pairings import compose
from pairings.activations import exp
from pairings.checks import compare, finite_difference
from pairings.losses import (
    absolute_error,
    cross_entropy,
    gamma,
    hinge,
    huber,
    huber_with,
    log_cosh,
    log_loss,
    pinball,
    pinball_with,
    poisson,
    squared_error,
    tweedie,
    tweedie_with,
)

LOG = np.log


def each(records, name="fact"):
    return pytest.mark.parametrize(name, records, ids=lambda record: record.name)


each_loss = each(facts.LOSSES)


def predictions_and_targets(loss, samples=40, outputs=3):
    return facts.of(loss).predictions_and_targets(shape=(2, samples, outputs))


@each_loss
def test_values_by_hand(fact):
    """The sum over the outputs, per sample; the gradient in the shape of p."""
    for p, y, value, gradient in fact.values:
        p, y = np.array([p]), np.array([y])
        np.testing.assert_allclose(fact.of.value(p, y), [value], rtol=1e-14)
        found = fact.of.gradient(p, y)  # 0/0 is dropped
        np.testing.assert_allclose(found, [gradient], rtol=1e-14, atol=1e-15)


@each_loss
def test_the_gradient_is_the_derivative_of_the_value(fact):
    """∂L/∂p equals a fourth-order difference, and the difference notices a wrong gradient."""
    loss, (p, y) = fact.of, fact.predictions_and_targets()
    assert np.ptp(p) > 0.5  # the sample spreads
    near = p.min() if loss.predictions.low == 0 else 1.0
    numeric = finite_difference(lambda q: loss.value(q, y), p, step=max(1e-4 * near, 1e-6))
    gradient = loss.gradient(p, y)
    assert gradient.shape == p.shape
    assert compare(loss.name, gradient, numeric, 1e-6).close
    assert not compare("negative control: factor", 1.001 * gradient, numeric, 1e-6).close
    assert not compare("negative control: sign", -gradient, numeric, 1e-6).close


@each_loss
def test_a_value_per_sample_in_the_dtype_given_and_no_average(fact):
    """(replicas, samples, outputs) gives (replicas, samples); twice the samples, twice the sum."""
    loss, (p, y) = fact.of, fact.predictions_and_targets()
    value = loss.value(p, y)
    assert value.shape == p.shape[:-1]
    assert loss.targets.contains(y).all()
    assert loss.predictions.contains(p).all()
    doubled = loss.value(np.concatenate([p, p], axis=-2), np.concatenate([y, y], axis=-2))
    np.testing.assert_allclose(doubled.sum(), 2 * value.sum(), rtol=1e-13)
    p, y = p.astype(np.float32), y.astype(np.float32)
    assert loss.value(p, y).dtype == loss.gradient(p, y).dtype == np.float32
    double = loss.value(p.astype(float), y.astype(float))
    np.testing.assert_allclose(loss.value(p, y), double, rtol=1e-4)


@each_loss
def test_nan_is_never_dropped(fact):
    """A NaN prediction gives a NaN value and a NaN gradient, for every target."""
    loss, (p, y) = fact.of, fact.predictions_and_targets(shape=(20, 3))
    missing = np.full_like(p, np.nan)
    targets = [y, 0 * y] if loss.targets.contains(0 * y).all() else [y]
    for target in targets:
        assert np.isnan(loss.value(missing, target)).all()
        asked = (
            target if fact.of.targets.rows else np.ones_like(target)
        )  # a share of 0 is not asked
        assert np.isnan(loss.gradient(missing, target))[asked != 0].all()


@each_loss
def test_the_perfect_prediction_is_the_best(fact):
    """L(y, y) < L(p, y): 0, up to rounding, or for shares their entropy; a margin may be larger."""
    loss, (p, y) = fact.of, fact.predictions_and_targets()
    if loss.predictions.contains(y).all() and loss.targets.kind != "members":
        assert (loss.value(y, y) < loss.value(p, y) - 1e-7 * fact.floor).all()
    if fact.floor:
        assert (np.abs(loss.value(y, y)) < 1e-13).all()
    else:
        assert loss.targets.kind != "interval" or (loss.value(y, y) > 0).all()


# --- what the best constant is ---------------------------------------------------------------


@each_loss
@pytest.mark.parametrize("weights", ["equal", "weighted"])
def test_the_best_constant_is_the_statistic_it_elicits(fact, weights):
    """No other constant costs a sample less, whatever the weights; they are as good as repeats."""
    loss, rng = fact.of, np.random.default_rng(5)
    outputs = 3 if loss.targets.rows else 1
    _, sample = fact.predictions_and_targets(seed=5, shape=(31, outputs))
    repeats = np.ones(31, int) if weights == "equal" else rng.integers(0, 4, 31)
    repeats[-1] += (1 - repeats.sum()) % 10  # so many have one median, and one quantile 0.9
    repeated = np.repeat(sample, repeats, axis=0)
    promised = np.asarray(loss.elicits.of(repeated), float)
    assert promised.size == outputs * loss.scores
    usual = np.mean(repeated, axis=0), np.median(repeated, axis=0)
    assert max(np.abs(promised - other).max() for other in usual) > 0.02  # not all the same
    weighted = loss.elicits.of(sample, weights=repeats)
    np.testing.assert_allclose(weighted, promised, rtol=1e-9)

    def total(p):
        return repeats @ loss.value(np.broadcast_to(p, (31, promised.size)), sample)

    best = total(promised)
    for size in (1e-4, 1e-2, 0.3):
        for step in size * rng.normal(size=(40, promised.size)):
            other = promised + step
            if loss.predictions.rows:
                other = promised * np.exp(step)
                other = other / other.sum()
            if loss.predictions.contains(other).all():
                assert total(other) >= best - 1e-12 * abs(best)


def argmin(total, sample):
    if sample.shape[1] == 1:
        bounds = (sample.min() + 1e-9, sample.max())
        return [minimize_scalar(total, bounds=bounds, method="bounded", options={"xatol": 1e-9}).x]

    def share(s):  # two free numbers make a row of the simplex
        e = np.exp(np.append(s, 0.0))
        return e / e.sum()

    found = minimize(lambda s: total(share(s)), np.zeros(2), tol=1e-14, method="Nelder-Mead")
    return share(found.x)


@each([fact for fact in facts.LOSSES if fact.of.elicits.name == "mean"])
def test_losses_of_the_mean_predict_the_mean(fact):
    """Found by search, on a skewed sample; with exact zeros where they are allowed."""
    loss, rng = fact.of, np.random.default_rng(3)
    if loss.targets.rows:
        y = rng.dirichlet([0.5, 1.0, 3.0], 60)
    elif loss.targets.high == 1:
        y = rng.uniform(0.02, 0.98, (60, 1)) ** 3
    else:
        y = rng.gamma(0.7, size=(60, 1))
        if loss.targets.contains(np.zeros(1)).all():
            y[:20] = 0.0
    found = argmin(lambda p: loss.value(np.broadcast_to(p, y.shape), y).sum(), y)
    np.testing.assert_allclose(found, y.mean(axis=0), rtol=1e-4, atol=1e-5)
    assert np.abs(np.median(y, axis=0) - y.mean(axis=0)).max() > 0.05


def best_constant(loss, y):
    return argmin(lambda p: loss.value(np.full_like(y, p), y).sum(), y)[0]


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_pinball_predicts_the_quantile(quantile):
    """A share q of the sample lies below the best constant."""
    y = np.random.default_rng(3).gamma(0.7, size=(1001, 1))
    found = best_constant(pinball_with(quantile), y)
    np.testing.assert_allclose(found, np.quantile(y, quantile), rtol=1e-3)
    assert pinball_with(quantile).elicits.name in ("median", f"quantile {quantile:g}")


@each([huber, huber_with(0.3), log_cosh], "loss")
def test_robust_losses_predict_between_median_and_mean_on_a_skewed_sample(loss):
    """Strictly between; other samples can differ."""
    y = np.random.default_rng(3).gamma(0.7, size=(1001, 1))
    assert loss.elicits.name == "where the pulls balance"
    assert np.median(y) < best_constant(loss, y) < y.mean()
    np.testing.assert_allclose(loss.elicits.of(y), best_constant(loss, y), rtol=1e-6)


def test_what_huber_predicts_need_not_lie_between_median_and_mean():
    """Of 3, 4, 5, 5, 9 the pulls balance at 14/3: 1 + 2/3 up from 3 and 4, 1/3 + 1/3 + 1 down."""
    y = np.array([[3.0], [4.0], [5.0], [5.0], [9.0]])
    np.testing.assert_allclose(best_constant(huber, y), 14 / 3, rtol=1e-6)
    assert best_constant(huber, y) < np.median(y) < y.mean()


def test_hinge_predicts_the_likelier_label():
    """The best constant is ±1, the label of the majority: the share is lost."""
    for share in (0.3, 0.7, 0.9):
        y = np.where(np.arange(100) < 100 * share, 1.0, -1.0)[:, None]
        grid = np.linspace(-3, 3, 601)
        costs = [hinge.value(np.full_like(y, p), y).sum() for p in grid]
        np.testing.assert_allclose(grid[np.argmin(costs)], np.sign(share - 0.5), atol=1e-9)


# --- logarithms ------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", [log_loss, cross_entropy], ids=lambda loss: loss.name)
def test_zero_times_log_zero_is_zero(loss):
    """A certain and right prediction costs nothing, and its slope is that of −log p at p = 1."""
    hard = np.array([[0.0, 1.0]])
    assert loss.value(hard, hard).tolist() == [0.0]
    with np.errstate(invalid="ignore"):
        assert np.abs(loss.gradient(hard, hard)).max() <= 1


@pytest.mark.parametrize("loss", [log_loss, cross_entropy], ids=lambda loss: loss.name)
def test_certain_and_wrong_is_infinite(loss):
    """p = 0 for what happened is an infinite loss, with an infinite slope towards p = 1."""
    with np.errstate(divide="ignore"):
        assert loss.value(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])).tolist() == [np.inf]
        assert loss.gradient(np.array([[0.0]]), np.array([[1.0]])).tolist() == [[-np.inf]]


@pytest.mark.parametrize(
    ("p", "y", "value"),
    [
        (2.0, 1.0, -LOG(2)),  # better than perfect: the logarithm does not know
        (2.0, 0.0, np.nan),  # log(1 − 2)
        (-1.0, 1.0, np.nan),  # log(−1)
        (-1.0, 0.0, -LOG(2)),
        (np.nan, 1.0, np.nan),
        (np.nan, 0.0, np.nan),
    ],
)
def test_outside_the_unit_interval_log_loss_is_what_real_logarithms_give(p, y, value):
    """Negative or NaN, never clipped: a prediction that is no probability has no log loss."""
    p, y = np.array([[p]]), np.array([[y]])
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(log_loss.value(p, y), [value], rtol=1e-15)
        assert np.isnan(log_loss.gradient(p, y)).any() == np.isnan(p).any()


def test_cross_entropy_looks_only_at_classes_that_have_a_share():
    """A wrong number where y = 0 goes unseen, but NaN is never dropped."""
    y = np.array([[1.0, 0.0]])
    assert cross_entropy.value(np.array([[0.5, -3.0]]), y) == cross_entropy.value(
        np.array([[0.5, 0.5]]), y
    )
    missing = np.array([[0.5, np.nan]])
    assert np.isnan(cross_entropy.value(missing, y)).all()
    assert np.isnan(cross_entropy.gradient(missing, y)[0, 1])


def test_log_loss_agrees_with_scikit_learn():
    """The mean over samples is sklearn.metrics.log_loss; so is cross-entropy for three classes."""
    rng = np.random.default_rng(2)
    p, y = rng.uniform(size=(50, 1)), rng.integers(0, 2, (50, 1))
    np.testing.assert_allclose(log_loss.value(p, y).mean(), sklearn_log_loss(y, p), rtol=1e-13)
    q, classes = rng.dirichlet(np.ones(3), 50), np.arange(50) % 3
    ours = cross_entropy.value(q, np.eye(3)[classes]).mean()
    np.testing.assert_allclose(ours, sklearn_log_loss(classes, q), rtol=1e-13)


def test_cross_entropy_of_two_classes_is_log_loss():
    """Rows (p, 1 − p) against (y, 1 − y): the same value."""
    p, y = predictions_and_targets(log_loss, outputs=1)
    both = [np.concatenate([a, 1 - a], axis=-1) for a in (p, y)]
    np.testing.assert_allclose(cross_entropy.value(*both), log_loss.value(p, y), rtol=1e-12)


# --- families and limits ---------------------------------------------------------------------


@pytest.mark.parametrize("power", [1.0, 1.3, 1.5, 1.9, 2.0, 3.0])
def test_tweedie_is_its_integral(power):
    """L = ∫ (t − y) t^−q dt from y to p, by quadrature."""
    loss = tweedie_with(power)
    for p, y in ((0.4, 2.0), (5.0, 0.7), (1.0, 1.1)):
        area = quad(lambda t, y=y: (t - y) * t**-power, y, p, epsrel=1e-12)[0]
        np.testing.assert_allclose(loss.value(np.array([[p]]), np.array([[y]])), area, rtol=1e-10)


def test_tweedie_passes_through_poisson_and_gamma():
    """Powers 1 and 2, and continuously near them."""
    p, y = predictions_and_targets(tweedie)
    for power, loss in ((1.0, poisson), (2.0, gamma)):
        np.testing.assert_allclose(tweedie_with(power).value(p, y), loss.value(p, y), atol=1e-13)
        near = tweedie_with(power + 1e-7)
        np.testing.assert_allclose(near.value(p, y), loss.value(p, y), atol=1e-4)
        np.testing.assert_allclose(tweedie_with(power).gradient(p, y), loss.gradient(p, y))


def test_huber_goes_from_absolute_to_squared_error():
    """δ large is half the square, and L/δ is the absolute error as δ → 0."""
    p, y = predictions_and_targets(huber)
    np.testing.assert_allclose(huber_with(1e3).value(p, y), squared_error.value(p, y), rtol=1e-13)
    thin = huber_with(1e-9).value(p, y) / 1e-9
    np.testing.assert_allclose(thin, absolute_error.value(p, y), rtol=1e-6)
    np.testing.assert_allclose(2 * pinball.value(p, y), absolute_error.value(p, y), rtol=1e-14)


@pytest.mark.parametrize(
    ("make", "value", "part"),
    [
        (huber_with, 0.0, "delta: got .*above 0"),
        (huber_with, np.nan, "delta: got .*above 0"),
        (pinball_with, 0.0, "quantile: got .*above 0"),
        (pinball_with, 90, "quantile: got 90; .*percentage"),
        (tweedie_with, 0.5, "power: got 0.5; accepted is power ≥ 1"),
    ],
)
def test_an_impossible_parameter_is_refused(make, value, part):
    """The refusal names the parameter and what is accepted."""
    with pytest.raises(ValueError, match=part):
        make(value)


@pytest.mark.parametrize(
    ("loss", "y", "part"),
    [
        (poisson, -1.0, r"accepted: \[0, ∞\)"),
        (gamma, 0.0, r"accepted: \(0, ∞\)"),
        (tweedie, -0.1, r"accepted: \[0, ∞\)"),
        (tweedie_with(2.5), 0.0, r"accepted: \(0, ∞\)"),
        (hinge, 0.0, r"accepted: \{−1, 1\}"),
    ],
)
def test_a_target_outside_is_refused(loss, y, part):
    """Zeros in gamma, negative counts, labels 0 and 1 for the hinge."""
    with pytest.raises(ValueError, match=part):
        compose(exp, loss).value(np.array([[1.0]]), np.array([[y]]))


@each([fact for fact in facts.LOSSES if fact.refused])
def test_what_a_loss_does_not_take_is_refused(fact):
    """With its name and what is accepted, by any pairing of it."""
    for y in fact.refused:
        with pytest.raises(ValueError, match=r"y: got .*accepted"):
            compose(exp, fact.of).value(np.array([[1.0]]), np.array([[y]]))


@each([fact for fact in facts.LOSSES if fact.made])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_a_parameter_is_positive(fact, value):
    """The refusal names the parameter."""
    maker, parameter, _ = fact.made
    with pytest.raises(ValueError, match=f"{parameter}: got .*above 0"):
        maker(value)
