"""What scipy and scikit-learn can also compute, and the calls of scikit-learn that are printed.

The comparisons that belong to one module's tests stay there; these complete them. PyTorch, Keras
and JAX have their own target, `make test-frameworks`.
"""

import re
import warnings
from pathlib import Path

import facts
import numpy as np
import pytest
import sklearn
import sklearn.compose
import sklearn.discriminant_analysis
import sklearn.ensemble
import sklearn.gaussian_process
import sklearn.linear_model
import sklearn.multiclass
import sklearn.neural_network
import sklearn.preprocessing
import sklearn.svm
from scipy import special, stats
from sklearn import metrics
from sklearn._loss import loss as sklearn_loss  # private: its formulas are an outside oracle
from sklearn.base import is_classifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import _base as sklearn_network  # private as well

from pairings import CATALOGUE, compose, matching
from pairings.activations import exp, identity, sigmoid, softmax, tanh
from pairings.losses import (
    absolute_error,
    cross_entropy,
    gamma,
    log_loss,
    pinball_with,
    poisson,
    squared_error,
    tweedie,
    tweedie_with,
)

BOOK = Path(__file__).parents[2] / "book"
Z = np.r_[-500.0, -30, -3.7, -0.4, -1e-3, 1e-3, 0.4, 3.7, 30, 500][:, None]
RNG = np.random.default_rng(6)
P, Y = RNG.gamma(2.0, size=(2, 50, 1))


def close(ours, theirs, scale=0.0):
    """To ten digits, or to rounding of numbers as large as `scale`."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14 * scale)


# --- scipy: many an activation is a distribution function, and its slope a density -----------

COMPARED = [fact for fact in facts.ACTIVATIONS if not isinstance(fact.oracle, str)]


@pytest.mark.parametrize("fact", COMPARED)
def test_activations_are_distribution_functions(fact):
    """Value and slope, at scores from −500 to 500."""
    value, slope = fact.oracle
    close(fact.of.forward(Z), value(Z), 1)
    close(fact.of.vjp(Z, np.full_like(Z, 3.0)), 3 * slope(Z))


@pytest.mark.parametrize("fact", [fact for fact in facts.ACTIVATIONS if fact.sklearn])
def test_activations_are_those_of_the_network_of_scikit_learn(fact):
    """Its functions work in place; its derivatives multiply what comes from above."""
    a, name = fact.of, fact.sklearn
    z, g = RNG.normal(size=(2, 20, 3))
    p = z.copy()
    sklearn_network.ACTIVATIONS[name](p)
    close(a.forward(z), p)
    if name in sklearn_network.DERIVATIVES:
        delta = g.copy()
        sklearn_network.DERIVATIVES[name](p, delta)
        close(a.vjp(z, g), delta)


# --- scipy: matching losses are relative entropies -------------------------------------------


@pytest.mark.parametrize("size", [1.0, 30.0])
def test_matching_losses_are_relative_entropies(size):
    """Of the target and the prediction; for tanh halfway between the edges."""
    z = size * RNG.uniform(-1, 1, (40, 3))
    p, y = softmax.forward(z), RNG.dirichlet(np.ones(3), 40)
    y[::3] = np.eye(3)[0]
    scale = 10 * size
    close(matching(softmax).value(z, y), special.rel_entr(y, p).sum(-1), scale)
    close(softmax.conjugate(y), -stats.entropy(y, axis=-1), 1)
    p, q = sigmoid.forward(z), sigmoid.forward(-z)
    both = special.rel_entr(y, p) + special.rel_entr(1 - y, q)
    close(matching(sigmoid).value(z, y), both.sum(-1), scale)
    halves = special.rel_entr(y, sigmoid.forward(2 * z)) + special.rel_entr(
        1 - y, sigmoid.forward(-2 * z)
    )
    close(matching(tanh).value(z, 2 * y - 1), halves.sum(-1), scale)
    close(matching(exp).value(z, y), special.kl_div(y, np.exp(z)).sum(-1), scale)


# --- losses ----------------------------------------------------------------------------------

SHARE, LABEL = RNG.uniform(0.01, 0.99, (50, 1)), RNG.integers(0, 2, (50, 1)) * 1.0
ROWS, HOT = RNG.dirichlet(np.ones(4), 50), np.eye(4)[np.arange(50) % 4]


def by_metric(power):
    return lambda y, p: metrics.mean_tweedie_deviance(y, p, power=power)


def compared_with_nobody() -> set[str]:
    silent = [fact for fact in facts.LOSSES if isinstance(fact.oracle, str)]
    return {fact.name for fact in silent if not fact.metric and not fact.linked}


def test_every_loss_has_an_oracle():
    """By scipy, by a metric of scikit-learn, or by its loss of the score."""
    assert compared_with_nobody() == set()


@pytest.mark.parametrize("fact", [f for f in facts.LOSSES if not isinstance(f.oracle, str)])
def test_losses_are_those_of_scipy(fact):
    """Sample by sample."""
    p, y = fact.predictions_and_targets(shape=(50, 4 if fact.of.targets.rows else 1))
    found = fact.oracle(p, y).sum(axis=-1)
    np.testing.assert_allclose(fact.of.value(p, y), found, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("fact", [fact for fact in facts.LOSSES if fact.metric])
def test_means_are_the_metrics_of_scikit_learn(fact):
    metric, factor = fact.metric
    p, y = fact.predictions_and_targets(shape=(50, 1))
    close(factor * fact.of.value(p, y).mean(), metric(y[:, 0], p[:, 0]))


@pytest.mark.parametrize("power", [1.0, 2.0, 3.0])
def test_other_powers_are_those_of_scikit_learn(power):
    loss = tweedie_with(power)
    close(2 * loss.value(P, Y).mean(), by_metric(power)(Y[:, 0], P[:, 0]))


@pytest.mark.parametrize(
    ("loss", "score", "null"),
    [
        (squared_error, metrics.r2_score, np.mean),
        (poisson, lambda y, p: metrics.d2_tweedie_score(y, p, power=1), np.mean),
        (gamma, lambda y, p: metrics.d2_tweedie_score(y, p, power=2), np.mean),
        (tweedie, lambda y, p: metrics.d2_tweedie_score(y, p, power=1.5), np.mean),
        (absolute_error, metrics.d2_absolute_error_score, np.median),
        (
            pinball_with(0.9),
            lambda y, p: metrics.d2_pinball_score(y, p, alpha=0.9),
            lambda y: np.percentile(y, 90, method="averaged_inverted_cdf"),
        ),
    ],
    ids=["r2", "poisson", "gamma", "tweedie", "absolute error", "pinball"],
)
def test_one_minus_a_ratio_of_losses_is_the_score_of_scikit_learn(loss, score, null):
    """D² compares with the best constant, which is the statistic that the loss elicits."""
    ratio = loss.value(P, Y).sum() / loss.value(np.full_like(P, null(Y)), Y).sum()
    close(1 - ratio, score(Y[:, 0], P[:, 0]), 1e4)


def test_scores_of_probabilities_are_those_of_scikit_learn():
    """Brier's score is the whole square; D² of log loss compares with the share of each class."""
    p, y = SHARE, LABEL
    close(2 * squared_error.value(p, y).mean(), metrics.brier_score_loss(y[:, 0], p[:, 0]))
    close(
        2 * squared_error.value(ROWS, HOT).mean(),
        metrics.brier_score_loss(HOT.argmax(-1), ROWS, scale_by_half=False),
    )
    constant = np.full_like(p, y.mean())
    for loss, score in (
        (log_loss, metrics.d2_log_loss_score),
        (squared_error, metrics.d2_brier_score),
    ):
        ratio = loss.value(p, y).sum() / loss.value(constant, y).sum()
        close(1 - ratio, score(y[:, 0], p[:, 0]))


LINKED = [
    (compose(a, fact.of, guard=False), oracle) for fact in facts.LOSSES for a, oracle in fact.linked
]
LINKED += [(matching(exp, poisson), sklearn_loss.HalfPoissonLoss())]
LINKED += [
    (compose(identity, tweedie_with(q), guard=False), sklearn_loss.HalfTweedieLossIdentity(power=q))
    for q in (1.0, 2.0)
]


@pytest.mark.parametrize(("pairing", "oracle"), LINKED)
def test_gradients_are_those_of_scikit_learn(pairing, oracle):
    """The same ∂L/∂z behind the same link, and the same value up to a term in y."""
    fact = facts.of(pairing.loss) if pairing.loss.name in facts.KNOWN else facts.of(tweedie)
    z, y = fact.predictions_and_targets(shape=(200, 1))
    if pairing.activation is not identity:
        z = RNG.uniform(-2, 2, z.shape)
    value, gradient = oracle.loss_gradient(y_true=y[:, 0].copy(), raw_prediction=z[:, 0].copy())
    scale = np.abs(gradient).max()
    np.testing.assert_allclose(
        pairing.gradient(z, y)[:, 0], gradient, rtol=1e-12, atol=1e-13 * scale
    )
    one = np.ones_like(z)
    start = oracle.loss(y_true=y[:, 0].copy(), raw_prediction=one[:, 0].copy())
    ours = pairing.value(z, y) - pairing.value(one, y)
    np.testing.assert_allclose(ours, value - start, rtol=1e-11, atol=1e-12 * scale)


@pytest.mark.parametrize("size", [30.0, 500.0])
def test_matched_pairs_agree_with_scikit_learn_far_out(size):
    """Scores to ±500, where a formula with probabilities has long overflowed."""
    z, rows = size * RNG.uniform(-1, 1, (50, 1)), size * RNG.uniform(-1, 1, (50, 4))
    value, gradient = sklearn_loss.HalfBinomialLoss().loss_gradient(
        LABEL[:, 0].copy(), z[:, 0].copy()
    )
    pairing = matching(sigmoid, log_loss)
    close(pairing.value(z, LABEL), value, size)
    close(pairing.gradient(z, LABEL)[:, 0], gradient, 1)
    oracle, pairing = (
        sklearn_loss.HalfMultinomialLoss(n_classes=4),
        matching(softmax, cross_entropy),
    )
    value, gradient = oracle.loss_gradient(HOT.argmax(-1) * 1.0, rows.copy())
    close(pairing.value(rows, HOT), value, size)
    close(pairing.gradient(rows, HOT), gradient, 1)


# --- what is printed of scikit-learn ---------------------------------------------------------

TAB = re.compile(r"\{tab-item\} scikit-learn\n:sync: \w+\n```python\n(.*?)\n```", re.DOTALL)
X = RNG.normal(size=(80, 3))
SCORE = X @ [1.0, -0.5, 0.2] + RNG.logistic(size=80)
KINDS = {  # targets by the page; a classifier needs classes
    "real": SCORE,
    "positive": np.exp(SCORE / 3),
    "binary": (SCORE > 0) * 1,
    "classes": np.digitize(SCORE, [-0.5, 0.7]),
    "labels": np.stack([SCORE > 0, X[:, 0] > RNG.normal(size=80)], axis=1) * 1,
}
MINIMISED = {  # the pairing of a linear model, whose minimum the model must be
    "LinearRegression": matching(identity, squared_error),
    "LogisticRegression": matching(sigmoid, log_loss),
    "PoissonRegressor": matching(exp, poisson),
    "GammaRegressor": compose(exp, gamma),
    "TweedieRegressor": compose(exp, tweedie),
}


def fitted(model, kind):
    """The model after a training on targets of its kind, a short one where only the call counts."""
    kind = "binary" if is_classifier(model) and kind in ("real", "positive") else kind
    if "max_iter" in model.get_params():
        model.set_params(max_iter=10_000 if type(model).__name__ in MINIMISED else 5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(X, KINDS[kind]), KINDS[kind]


def excess_slope(model, y):
    """The largest ∂L/∂(weight or bias) of the mean loss at the fitted model; 0 at the minimum."""
    z = X @ model.coef_.T.reshape(3, -1) + model.intercept_
    pairing, y = MINIMISED[type(model).__name__], y[:, None]
    if z.shape[1] > 1:
        pairing, y = matching(softmax, cross_entropy), np.eye(z.shape[1])[y[:, 0]]
    delta = pairing.gradient(z, y) / len(z)
    return max(np.abs(X.T @ delta).max(), np.abs(delta.sum(axis=0)).max())


LINEAR = [
    (sklearn.linear_model.LinearRegression(), "real"),
    (sklearn.linear_model.LogisticRegression(C=1e9), "binary"),
    (sklearn.linear_model.LogisticRegression(C=1e9), "classes"),
    (sklearn.linear_model.PoissonRegressor(alpha=0), "positive"),
    (sklearn.linear_model.GammaRegressor(alpha=0), "positive"),
    (sklearn.linear_model.TweedieRegressor(power=1.5, link="log", alpha=0), "positive"),
]


@pytest.mark.parametrize(("model", "kind"), LINEAR, ids=lambda part: str(part).split("(")[0])
def test_a_linear_model_without_penalty_minimises_our_loss(model, kind):
    assert excess_slope(*fitted(model, kind)) < 1e-3


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_calls_in_the_catalogue_run(entry):
    """Each name in backticks is a model of scikit-learn that takes these targets."""
    homes = (sklearn.linear_model, sklearn.neural_network, sklearn.multiclass)
    homes += (sklearn.gaussian_process, sklearn.compose, sklearn.svm, sklearn.ensemble)
    space = {name: value for home in homes for name, value in vars(home).items()}
    kind = {
        "multiclass": "classes",
        "multilabel": "labels",
        "binary": "binary",
        "positive": "positive",
        "waiting-times": "positive",
        "counts": "positive",
        "amounts": "positive",
        "margins-and-links": "binary",
    }
    for code in re.findall("`(.+?)`", entry.sklearn):
        made = eval(code, space)
        if made is sklearn.multiclass.OneVsRestClassifier:
            made = made(sklearn.linear_model.LogisticRegression())
        fitted(made() if isinstance(made, type) else made, kind.get(entry.page, "real"))
