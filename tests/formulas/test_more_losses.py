"""The further losses: values by hand, gradients by differences, what they elicit, outside oracles."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from sklearn import metrics
from sklearn._loss import loss as sklearn_loss  # private: its formulas are an outside oracle

from pairings import compose, gradient_check, losses, matching
from pairings.activations import exp, identity
from pairings.checks import compare, finite_difference
from pairings.losses import (
    absolute_error,
    gamma,
    hinge,
    huber,
    huber_with,
    log_cosh,
    pinball,
    pinball_with,
    poisson,
    squared_error,
    tweedie,
    tweedie_with,
)
from pairings.records import Loss

FIRST = (losses.squared_error, losses.absolute_error, losses.log_loss, losses.cross_entropy)
LOSSES = [r for r in vars(losses).values() if isinstance(r, Loss) and r not in FIRST]
LOSSES += [huber_with(0.3), pinball_with(0.9), tweedie_with(1.2), tweedie_with(2.5)]
MEANS = [loss for loss in LOSSES if loss.elicits.name == "mean"]
LOG = np.log


def each(records):
    return pytest.mark.parametrize("loss", records, ids=lambda loss: loss.name)


def predictions_and_targets(loss, samples=40, outputs=3):
    """(p, y) inside the predictions and targets of `loss`, each a stack of two replicas."""
    rng = np.random.default_rng(11)
    p, y = rng.gamma(2.0, size=(2, 2, samples, outputs))
    return (p - 2, np.sign(y - 1.6)) if loss is hinge else (p, y)


@pytest.mark.parametrize(
    ("loss", "p", "y", "value", "gradient"),
    [
        (huber, [1.5, 4.0], [1.0, 1.0], 0.125 + 2.5, [0.5, 1.0]),  # 1/8; 3 − 1/2
        (huber, [-4.0], [0.0], 3.5, [-1.0]),
        (huber_with(2.0), [5.0], [1.0], 6.0, [2.0]),  # 2·4 − 2
        (log_cosh, [LOG(2)], [0.0], LOG(1.25), [0.6]),
        (pinball, [3.0, -1.0], [1.0, 0.0], 1.5, [0.5, -0.5]),
        (pinball_with(0.9), [3.0, -1.0], [1.0, 0.0], 0.2 + 0.9, [0.1, -0.9]),
        (pinball_with(0.9), [2.0], [2.0], 0.0, [0.0]),  # the kink
        (hinge, [0.25, -0.5, 3.0], [1.0, 1.0, 1.0], 0.75 + 1.5, [-1.0, -1.0, 0.0]),
        (hinge, [0.25, -3.0], [-1.0, -1.0], 1.25, [1.0, 0.0]),
        (poisson, [2.0], [1.0], 1 - LOG(2), [0.5]),  # log 1/2 + 1
        (poisson, [2.0], [0.0], 2.0, [1.0]),  # 0 log 0 = 0
        (poisson, [0.0], [0.0], 0.0, [1.0]),
        (gamma, [2.0], [1.0], LOG(2) - 0.5, [0.25]),
        (tweedie, [4.0], [1.0], 1.0, [3 / 8]),  # [2√t + 2/√t] from 1 to 4
        (tweedie, [4.0], [0.0], 4.0, [0.5]),  # 2 √p
    ],
)
def test_values_by_hand(loss, p, y, value, gradient):
    """The sum over the outputs, per sample; the gradient in the shape of p."""
    p, y = np.array([p]), np.array([y])
    np.testing.assert_allclose(loss.value(p, y), [value], rtol=1e-14)
    with np.errstate(invalid="ignore"):  # 0/0 is dropped
        np.testing.assert_allclose(loss.gradient(p, y), [gradient], rtol=1e-14, atol=1e-15)


@each(LOSSES)
def test_the_gradient_is_the_derivative_of_the_value(loss):
    """∂L/∂p equals a fourth-order difference, and the difference notices a wrong gradient."""
    p, y = predictions_and_targets(loss)
    kinks = (p * y - 1,) if loss is hinge else (p - y,)
    if loss.name.startswith("Huber"):
        kinks = (np.abs(p - y) - (0.3 if "0.3" in loss.name else 1.0),)
    p = np.where(np.abs(kinks[0]) > 1e-2, p, p + 0.05)
    step = 1e-4 * (1 if loss not in MEANS else p.min())
    numeric = finite_difference(lambda q: loss.value(q, y), p, step=max(step, 1e-6))
    gradient = loss.gradient(p, y)
    assert gradient.shape == p.shape
    assert compare(loss.name, gradient, numeric, 1e-6).close
    assert not compare("negative control: factor", 1.001 * gradient, numeric, 1e-6).close


@each(LOSSES)
def test_a_value_per_sample_and_the_dtype_given(loss):
    """(replicas, samples, outputs) gives (replicas, samples), in single precision too."""
    p, y = predictions_and_targets(loss)
    assert loss.value(p, y).shape == p.shape[:-1]
    assert loss.targets.contains(y).all()
    p, y = p.astype(np.float32), y.astype(np.float32)
    assert loss.value(p, y).dtype == loss.gradient(p, y).dtype == np.float32
    np.testing.assert_allclose(loss.value(p, y), loss.value(p.astype(float), y), rtol=1e-4)


@each(LOSSES)
def test_nan_is_never_dropped(loss):
    """A NaN prediction gives a NaN value and a NaN gradient, for every target."""
    y = np.array([[1.0]]) if loss.targets.contains(np.array(1.0)) else np.array([[2.0]])
    for target in (y, 0 * y):
        assert np.isnan(loss.value(np.array([[np.nan]]), target)).all()
        assert np.isnan(loss.gradient(np.array([[np.nan]]), target)).all()


@each([loss for loss in LOSSES if loss is not hinge])
def test_the_perfect_prediction_costs_nothing_and_every_other_something(loss):
    """L(y, y) = 0 < L(p, y), up to rounding."""
    p, y = predictions_and_targets(loss)
    assert (np.abs(loss.value(y, y)) < 1e-13).all()
    assert (loss.value(p, y) > 1e-6).all()


# --- what the best constant is ---------------------------------------------------------------


def best_constant(loss, y):
    def total(p):
        return loss.value(np.full_like(y, p), y).sum()

    bounds = (y.min() + 1e-3, y.max())
    return minimize_scalar(total, bounds=bounds, method="bounded", options={"xatol": 1e-9}).x


@each(MEANS)
def test_the_deviances_predict_the_mean(loss):
    """Of a skewed sample with, where they are allowed, exact zeros."""
    y = np.random.default_rng(3).gamma(0.7, size=(60, 1))
    if loss.targets.contains(np.array(0.0)):
        y[:20] = 0.0
    assert loss in (poisson, gamma) or "Tweedie" in loss.name
    np.testing.assert_allclose(best_constant(loss, y), y.mean(), rtol=1e-4)
    assert abs(np.median(y) - y.mean()) > 0.1


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_pinball_predicts_the_quantile(quantile):
    """A share q of the sample lies below the best constant."""
    y = np.random.default_rng(3).gamma(0.7, size=(1001, 1))
    found = best_constant(pinball_with(quantile), y)
    np.testing.assert_allclose(found, np.quantile(y, quantile), rtol=1e-3)
    assert pinball_with(quantile).elicits.name in ("median", f"quantile {quantile:g}")


@each([huber, huber_with(0.3), log_cosh])
def test_robust_losses_predict_between_median_and_mean(loss):
    """Strictly between, on a skewed sample."""
    y = np.random.default_rng(3).gamma(0.7, size=(1001, 1))
    assert loss.elicits.name == "between mean and median"
    assert np.median(y) < best_constant(loss, y) < y.mean()
    np.testing.assert_allclose(loss.elicits.of(y), best_constant(loss, y), rtol=1e-6)


def test_hinge_predicts_the_likelier_label():
    """The best constant is ±1, the label of the majority: the share is lost."""
    for share in (0.3, 0.7, 0.9):
        y = np.where(np.arange(100) < 100 * share, 1.0, -1.0)[:, None]
        grid = np.linspace(-3, 3, 601)
        costs = [hinge.value(np.full_like(y, p), y).sum() for p in grid]
        np.testing.assert_allclose(grid[np.argmin(costs)], np.sign(share - 0.5), atol=1e-9)


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


# --- outside oracles -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "metric", "factor"),
    [
        (poisson, metrics.mean_poisson_deviance, 0.5),
        (gamma, metrics.mean_gamma_deviance, 0.5),
        (tweedie, lambda y, p: metrics.mean_tweedie_deviance(y, p, power=1.5), 0.5),
        (pinball_with(0.9), lambda y, p: metrics.mean_pinball_loss(y, p, alpha=0.9), 1),
        (hinge, metrics.hinge_loss, 1),
    ],
    ids=["poisson", "gamma", "tweedie", "pinball", "hinge"],
)
def test_agreement_with_the_metrics_of_scikit_learn(loss, metric, factor):
    """The mean over samples; scikit-learn's deviances are twice ours."""
    p, y = (a[0, :, :1] for a in predictions_and_targets(loss))
    ours = loss.value(p, y).mean()
    np.testing.assert_allclose(ours, factor * metric(y[:, 0], p[:, 0]), rtol=1e-12)


@pytest.mark.parametrize(
    ("pairing", "oracle"),
    [
        (matching(exp, poisson), sklearn_loss.HalfPoissonLoss()),
        (compose(exp, poisson), sklearn_loss.HalfPoissonLoss()),
        (compose(exp, gamma), sklearn_loss.HalfGammaLoss()),
        (compose(exp, tweedie), sklearn_loss.HalfTweedieLoss(power=1.5)),
        (compose(identity, huber_with(0.3)), sklearn_loss.HuberLoss(delta=0.3)),
        (compose(identity, pinball_with(0.9)), sklearn_loss.PinballLoss(quantile=0.9)),
    ],
    ids=lambda value: getattr(value, "name", type(value).__name__),
)
def test_agreement_with_the_gradients_of_scikit_learn(pairing, oracle):
    """The same ∂L/∂z behind the same link, and the same value up to a term in y."""
    rng = np.random.default_rng(4)
    z, y = rng.uniform(-2, 2, (200, 1)), rng.gamma(2.0, size=(200, 1))
    value, gradient = oracle.loss_gradient(y_true=y[:, 0].copy(), raw_prediction=z[:, 0].copy())
    np.testing.assert_allclose(pairing.gradient(z, y)[:, 0], gradient, rtol=1e-12, atol=1e-13)
    other = oracle.loss(y_true=y[:, 0].copy(), raw_prediction=0 * z[:, 0])
    ours = pairing.value(z, y) - pairing.value(0 * z, y)
    np.testing.assert_allclose(ours, value - other, rtol=1e-11, atol=1e-12)
    assert gradient_check(pairing, z, y, 1e-6).close or "inball" in pairing.name
