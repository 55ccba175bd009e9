"""Losses L(p, y): values by hand, gradients by differences, and what each makes a constant predict."""

import numpy as np
import pytest
from scipy.optimize import minimize, minimize_scalar
from sklearn.metrics import log_loss as sklearn_log_loss

from pairings.checks import compare, finite_difference
from pairings.losses import absolute_error, cross_entropy, log_loss, squared_error
from pairings.records import simplex

LOSSES = [squared_error, absolute_error, log_loss, cross_entropy]  # the rest: test_more_losses.py
each_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
LOG = np.log


def predictions_and_targets(loss, samples=40, outputs=3):
    """(p, y) inside the predictions and targets of `loss`, each a stack of two replicas."""
    rng = np.random.default_rng(11)
    if loss.targets is simplex:
        return rng.dirichlet(np.ones(outputs), (2, 2, samples))
    return rng.uniform(0.02, 0.98, (2, 2, samples, outputs))


@pytest.mark.parametrize(
    ("loss", "p", "y", "value", "gradient"),
    [
        (squared_error, [3.0, 1.0], [1.0, 0.0], 2.5, [2.0, 1.0]),  # (4 + 1)/2
        (absolute_error, [3.0, -1.0], [1.0, 0.0], 3.0, [1.0, -1.0]),
        (absolute_error, [2.0], [2.0], 0.0, [0.0]),  # the kink
        (log_loss, [0.25], [1.0], LOG(4), [-4.0]),  # −log 1/4; −1/p
        (log_loss, [0.25], [0.0], LOG(4 / 3), [4 / 3]),  # −log 3/4; 1/(1 − p)
        # a share: −(1/2)(log 1/4 + log 3/4); (p − y)/(p (1 − p)) = −(1/4)/(3/16)
        (log_loss, [0.25], [0.5], LOG(16 / 3) / 2, [-4 / 3]),
        (log_loss, [0.5, 0.25], [1.0, 0.0], LOG(2) + LOG(4 / 3), [-2.0, 4 / 3]),
        (cross_entropy, [0.5, 0.25, 0.25], [0.0, 1.0, 0.0], LOG(4), [0.0, -4.0, 0.0]),
        (cross_entropy, [0.5, 0.5], [0.25, 0.75], LOG(2), [-0.5, -1.5]),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_values_by_hand(loss, p, y, value, gradient):
    """The sum over the outputs, per sample; the gradient in the shape of p."""
    p, y = np.array([p]), np.array([y])
    np.testing.assert_allclose(loss.value(p, y), [value], rtol=1e-14)
    np.testing.assert_allclose(loss.gradient(p, y), [gradient], rtol=1e-14)


@each_loss
def test_the_gradient_is_the_derivative_of_the_value(loss):
    """∂L/∂p equals a fourth-order difference, and the difference notices a wrong gradient."""
    p, y = predictions_and_targets(loss)
    assert np.ptp(p) > 0.5  # the sample spreads
    away = np.abs(p - y) > 1e-2  # from the kink of |p − y|, by more than the step
    p = np.where(away, p, y + 1e-2)
    numeric = finite_difference(lambda q: loss.value(q, y), p, step=1e-4)
    gradient = loss.gradient(p, y)
    assert gradient.shape == p.shape
    assert compare(loss.name, gradient, numeric, 1e-6).close
    assert not compare("negative control: factor", 1.001 * gradient, numeric, 1e-6).close
    assert not compare("negative control: sign", -gradient, numeric, 1e-6).close


@each_loss
def test_a_value_per_sample_and_no_average(loss):
    """(replicas, samples, outputs) gives (replicas, samples); twice the samples, twice the sum."""
    p, y = predictions_and_targets(loss)
    value = loss.value(p, y)
    assert value.shape == p.shape[:-1]
    doubled = loss.value(np.concatenate([p, p], axis=-2), np.concatenate([y, y], axis=-2))
    np.testing.assert_allclose(doubled.sum(), 2 * value.sum(), rtol=1e-13)


@each_loss
def test_the_perfect_prediction_is_the_best(loss):
    """L(y, y) ≤ L(p, y): for soft labels the least value is not 0 but their entropy."""
    p, y = predictions_and_targets(loss)
    assert (loss.value(y, y) < loss.value(p, y)).all()


@each_loss
@pytest.mark.parametrize("weights", ["equal", "weighted"])
def test_the_best_constant_is_the_statistic_it_elicits(loss, weights):
    """Minimising the (weighted) sum over a skewed sample finds the mean or the median, as promised."""
    rng = np.random.default_rng(5)
    repeats = np.ones(25, int) if weights == "equal" else rng.integers(0, 4, 25)
    repeats[-1] += 1 - repeats.sum() % 2  # an odd total: one median
    if loss.targets is simplex:
        sample = rng.dirichlet([0.5, 1.0, 3.0], 25)
    else:
        sample = rng.uniform(0.02, 0.98, (25, 1)) ** 3
    repeated = np.repeat(sample, repeats, axis=0)
    promised = loss.elicits.of(repeated)
    other = {"mean": np.median, "median": np.mean}[loss.elicits.name]
    assert np.abs(promised - other(repeated, axis=0)).max() > 0.05
    np.testing.assert_allclose(loss.elicits.of(sample, weights=repeats), promised, rtol=1e-12)

    def total(p):
        return repeats @ loss.value(np.broadcast_to(p, sample.shape), sample)

    np.testing.assert_allclose(_argmin(total, sample), promised, atol=1e-5)


def _argmin(total, sample):
    if sample.shape[1] == 1:
        bounds = (sample.min(), sample.max())
        return [minimize_scalar(total, bounds=bounds, method="bounded", options={"xatol": 1e-9}).x]

    def share(s):  # two free numbers make a row of the simplex
        e = np.exp(np.append(s, 0.0))
        return e / e.sum()

    found = minimize(lambda s: total(share(s)), np.zeros(2), tol=1e-14, method="Nelder-Mead")
    return share(found.x)


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
