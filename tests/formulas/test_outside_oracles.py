"""What scipy and scikit-learn can also compute, and the calls of scikit-learn that are printed.

The comparisons that belong to one module's tests stay there; these complete them. PyTorch, Keras
and JAX have their own target, `make test-frameworks`.
"""

import ast
import json
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
import sklearn
import sklearn.compose
import sklearn.discriminant_analysis
import sklearn.ensemble
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

from pairings import CATALOGUE, compose, losses, matching
from pairings.activations import TABLE, exp, identity, relu, sigmoid, softmax, tanh
from pairings.losses import (
    absolute_error,
    cross_entropy,
    gamma,
    huber,
    huber_with,
    log_loss,
    pinball,
    pinball_with,
    poisson,
    squared_error,
    tweedie,
    tweedie_with,
)
from pairings.records import Loss

BOOK = Path(__file__).parents[2] / "book"
Z = np.r_[-500.0, -30, -3.7, -0.4, -1e-3, 1e-3, 0.4, 3.7, 30, 500][:, None]
RNG = np.random.default_rng(6)
P, Y = RNG.gamma(2.0, size=(2, 50, 1))


def close(ours, theirs, scale=0.0):
    """To ten digits, or to rounding of numbers as large as `scale`."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14 * scale)


# --- scipy: many an activation is a distribution function, and its slope a density -----------

N, LOGISTIC, SIGNED = stats.norm, stats.logistic, stats.uniform(-1, 2)
DISTRIBUTIONS = {  # name: value, slope, and the size of the terms that cancel in the slope
    "sigmoid": (LOGISTIC.cdf, LOGISTIC.pdf, 0),
    "tanh": (
        lambda z: np.sign(z) * (1 - 2 * LOGISTIC.sf(2 * np.abs(z))),
        lambda z: 4 * LOGISTIC.pdf(2 * z),
        1,
    ),
    "hard sigmoid": (stats.uniform.cdf, stats.uniform.pdf, 0),
    "hard tanh": (lambda z: 2 * SIGNED.cdf(z) - 1, lambda z: 2 * SIGNED.pdf(z), 0),
    "softplus": (lambda z: -special.log_expit(-z), LOGISTIC.cdf, 0),
    "arctan": (
        lambda z: np.pi * (stats.cauchy.cdf(z) - 0.5),
        lambda z: np.pi * stats.cauchy.pdf(z),
        0,
    ),
    "softsign": (
        lambda z: np.sign(z) * stats.lomax.cdf(np.abs(z), 1),
        lambda z: stats.lomax.pdf(np.abs(z), 1),
        0,
    ),
    "normal cdf": (N.cdf, N.pdf, 0),
    "GELU": (lambda z: z * N.cdf(z), lambda z: N.cdf(z) + z * N.pdf(z), 0),
    "SiLU": (lambda z: z * LOGISTIC.cdf(z), lambda z: LOGISTIC.cdf(z) + z * LOGISTIC.pdf(z), 1),
}
ELSEWHERE = {
    "identity": "scikit-learn's network, below",
    "softmax": "scipy.special.softmax in test_activations.py; scikit-learn's network, below",
    "ReLU": "scikit-learn's network, below",
}
ELEMENTARY = ("leaky ReLU", "ELU", "CELU", "SELU", "exp", "ReLU6", "Mish", "hard swish")
NOWHERE = dict.fromkeys(ELEMENTARY, "no such function in scipy or scikit-learn") | {
    "sparsemax": "no projection on the simplex in scipy or scikit-learn"
}


def test_every_activation_has_an_oracle_or_a_reason():
    """A new one must be compared, or listed in `NOWHERE`."""
    assert {*DISTRIBUTIONS, *ELSEWHERE, *NOWHERE} == {a.name for a in TABLE}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_activations_are_distribution_functions(name):
    """Value and slope, at scores from −500 to 500."""
    a = next(a for a in TABLE if a.name == name)
    value, slope, scale = DISTRIBUTIONS[name]
    close(a.forward(Z), value(Z), 1)
    close(a.vjp(Z, np.full_like(Z, 3.0)), 3 * slope(Z), scale)


@pytest.mark.parametrize(
    ("a", "name"),
    [
        (identity, "identity"),
        (sigmoid, "logistic"),
        (tanh, "tanh"),
        (relu, "relu"),
        (softmax, "softmax"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_activations_are_those_of_the_network_of_scikit_learn(a, name):
    """Its functions work in place; its derivatives multiply what comes from above."""
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
PER_SAMPLE = {  # name: loss, p, y, the same by scipy
    "half squared error": (squared_error, P, Y, lambda p, y: special.huber(1e9, p - y)),
    "log loss": (log_loss, SHARE, LABEL, lambda p, y: -stats.bernoulli.logpmf(y, p)),
    "cross-entropy": (
        cross_entropy,
        ROWS,
        ROWS[::-1],
        lambda p, y: special.rel_entr(y, p) + special.entr(y),
    ),
    "Huber": (huber, P, Y, lambda p, y: special.huber(1.0, p - y)),
    "Huber(δ=0.3)": (huber_with(0.3), P, Y, lambda p, y: special.huber(0.3, p - y)),
    "log cosh": (losses.log_cosh, P, Y, lambda p, y: -np.log(4 * LOGISTIC.pdf(2 * (p - y))) / 2),
    "half Poisson deviance": (poisson, P, Y, lambda p, y: special.kl_div(y, p)),
    "half gamma deviance": (
        gamma,
        P,
        Y,
        lambda p, y: -stats.expon.logpdf(y, scale=p) - np.log(y) - 1,
    ),
}
BY_METRICS = {  # the mean over samples by a metric of scikit-learn, and what it is of ours
    "half squared error": (squared_error, metrics.mean_squared_error, 2),
    "absolute error": (absolute_error, metrics.mean_absolute_error, 1),
    "pinball(q=0.5)": (pinball, metrics.mean_pinball_loss, 1),
    "half Poisson deviance": (poisson, metrics.mean_poisson_deviance, 2),
    "half gamma deviance": (gamma, metrics.mean_gamma_deviance, 2),
} | {
    f"Tweedie, power {q:g}": (
        tweedie_with(q),
        lambda y, p, q=q: metrics.mean_tweedie_deviance(y, p, power=q),
        2,
    )
    for q in (1.0, 1.2, 1.5, 2.0, 2.5, 3.0)
}


def test_every_loss_has_an_oracle():
    """Here; the hinge in test_more_losses.py."""
    offered = {loss.name for loss in vars(losses).values() if isinstance(loss, Loss)}
    compared = [*PER_SAMPLE.values(), *BY_METRICS.values()]
    assert offered <= {loss.name for loss, *_ in compared} | {losses.hinge.name}


@pytest.mark.parametrize("name", PER_SAMPLE)
def test_losses_are_those_of_scipy(name):
    """Sample by sample."""
    loss, p, y, oracle = PER_SAMPLE[name]
    np.testing.assert_allclose(loss.value(p, y), oracle(p, y).sum(-1), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("name", BY_METRICS)
def test_means_are_the_metrics_of_scikit_learn(name):
    loss, metric, factor = BY_METRICS[name]
    close(factor * loss.value(P, Y).mean(), metric(Y[:, 0], P[:, 0]))


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


@pytest.mark.parametrize(
    ("pairing", "oracle"),
    [
        (compose(identity, tweedie_with(q)), sklearn_loss.HalfTweedieLossIdentity(power=q))
        for q in (1.0, 1.2, 1.5, 2.0, 2.5)
    ]
    + [
        (compose(exp, tweedie_with(q)), sklearn_loss.HalfTweedieLoss(power=q))
        for q in (1.2, 2.0, 2.5)
    ]
    + [
        (compose(identity, huber), sklearn_loss.HuberLoss(delta=1.0)),
        (compose(identity, pinball), sklearn_loss.PinballLoss(quantile=0.5)),
        (compose(identity, squared_error), sklearn_loss.HalfSquaredError()),
        (compose(identity, absolute_error), sklearn_loss.AbsoluteError()),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_gradients_are_those_of_scikit_learn(pairing, oracle):
    """With the identity before it, ∂L/∂z is ∂L/∂p; values up to a term in y."""
    value, gradient = oracle.loss_gradient(y_true=Y[:, 0].copy(), raw_prediction=P[:, 0].copy())
    close(pairing.gradient(P, Y)[:, 0], gradient, 100)
    start = oracle.loss(y_true=Y[:, 0].copy(), raw_prediction=np.ones(50))
    close(pairing.value(P, Y) - pairing.value(np.ones_like(P), Y), value - start, 1e3)


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
PAGE_KINDS = {"multiclass": "classes", "multilabel": "labels", "regression": "real"}
MINIMISED = {  # the pairing of a linear model, whose minimum the model must be
    "LinearRegression": matching(identity, squared_error),
    "LogisticRegression": matching(sigmoid, log_loss),
    "PoissonRegressor": matching(exp, poisson),
    "GammaRegressor": compose(exp, gamma),
    "TweedieRegressor": compose(exp, tweedie),
}


def printed_on_pages():
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        for code in TAB.findall(text):
            yield path.stem, code


PRINTED = list(printed_on_pages())


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


def test_pages_print_calls_of_scikit_learn():
    assert len(PRINTED) >= 8


@pytest.mark.parametrize(("page", "code"), PRINTED, ids=[page for page, _ in PRINTED])
def test_printed_calls_run_and_linear_models_minimise_the_loss_of_the_page(page, code):
    """Each line is executed as it stands, each model fitted, and each p has a row per sample."""
    space = {"sklearn": sklearn, "np": np, "x": X}
    kind = PAGE_KINDS.get(page, "binary" if page == "binary" else "positive")
    for statement in ast.parse(code).body:
        exec(compile(ast.Module([statement], []), page, "exec"), space)
        if isinstance(statement, ast.Expr):  # a model without a name
            space["model"] = eval(ast.unparse(statement), space)
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "p":
            assert len(space["p"]) == len(X)
            continue
        model, y = fitted(space["model"], kind)
        if type(model).__name__ in MINIMISED:
            assert excess_slope(model, y) < 1e-3, ast.unparse(statement)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_calls_in_the_catalogue_run(entry):
    """Each name in backticks is a model of scikit-learn that takes these targets."""
    homes = (sklearn.linear_model, sklearn.neural_network, sklearn.multiclass)
    space = {name: value for home in homes for name, value in vars(home).items()}
    kind = {
        "multiclass": "classes",
        "multilabel": "labels",
        "binary": "binary",
        "positive": "positive",
    }
    for code in re.findall("`(.+?)`", entry.sklearn):
        made = eval(code, space)
        if made is sklearn.multiclass.OneVsRestClassifier:
            made = made(sklearn.linear_model.LogisticRegression())
        fitted(made() if isinstance(made, type) else made, kind.get(entry.page, "real"))
