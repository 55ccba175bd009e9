"""One small data set per kind of target: two inputs, one signal, 1,360 rows drawn from a seed.

All of them depend on the inputs by η(x) = x₀ + sin 2x₁. Rows for training are few; rows to judge by
cost nothing where data are drawn. A named part of the square is trained on bundled data, too.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .. import datasets
from ..datasets import Split
from ..inputs import one_hot
from ..records import (
    Array,
    Domain,
    interval,
    labels,
    nonnegative,
    one_hot_rows,
    positive,
    reals,
)

DRAWN = Split(np.arange(128), np.arange(128, 360), np.arange(360, 1360))


class Kind(NamedTuple):
    """A kind of target: where targets lie, and how its data set is made.

    draw() -> (x, y, split), y of shape (samples, columns); reference: the matched pair that the
    others are compared with; only: (outputs, losses) of a part of the square, None for all of it;
    yes_or_no: predictions stand for decisions, too; bad: the bias added to each output at the bad
    start; target: a y for the explorer.
    """

    name: str
    title: str
    targets: Domain
    draw: Callable[[], tuple[Array, Array, Split]]
    reference: tuple[str, str]
    bad: tuple[float, ...] = (-4.0,)
    decisions: bool = False
    only: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    target: float = 1.0


def _drawn() -> tuple[np.random.Generator, Array, Array]:
    rng = np.random.default_rng(20)
    x = rng.uniform(-np.sqrt(3), np.sqrt(3), size=(DRAWN.test[-1] + 1, 2))  # variance 1
    return rng, x, x[:, 0] + np.sin(2 * x[:, 1])


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def draw_numbers():
    """y = η + 0.5 ε, standardised by the training rows."""
    rng, x, signal = _drawn()
    y = signal + 0.5 * rng.normal(size=len(x))
    learnt = y[DRAWN.train]
    return x, ((y - learnt.mean()) / learnt.std())[:, None], DRAWN


def draw_positive():
    """y from a gamma distribution of shape 3 with mean ∝ e^(0.7 η); in units of the mean."""
    rng, x, signal = _drawn()
    y = np.exp(0.7 * signal) * rng.gamma(3, 1 / 3, len(x))
    return x, (y / y[DRAWN.train].mean())[:, None], DRAWN


def draw_counts():
    """y from a Poisson distribution with mean e^(1 + 0.6 η)."""
    rng, x, signal = _drawn()
    return x, rng.poisson(np.exp(1 + 0.6 * signal)).astype(float)[:, None], DRAWN


def draw_shares():
    """y from a beta distribution with mean σ(η) and a₁ + a₂ = 20."""
    rng, x, signal = _drawn()
    mean = _sigmoid(signal)
    return x, rng.beta(20 * mean, 20 * (1 - mean))[:, None], DRAWN


def draw_labels():
    """y = 1 with probability σ(6 η − 3), else 0: some two in five."""
    rng, x, signal = _drawn()
    return x, (rng.uniform(size=len(x)) < _sigmoid(6 * signal - 3)).astype(float)[:, None], DRAWN


def draw_signs():
    """The labels as 2 y − 1."""
    x, y, split = draw_labels()
    return x, 2 * y - 1, split


def draw_classes():
    """Three classes, one-hot, with softmax scores 4 η, 0, 6 x₀ − 3 η."""
    rng, x, signal = _drawn()
    scores = np.stack([4 * signal, np.zeros(len(x)), 6 * x[:, 0] - 3 * signal], axis=1)
    noise = rng.gumbel(size=scores.shape)  # the largest of score + noise is drawn from the softmax
    return x, one_hot((scores + noise).argmax(axis=1), 3), DRAWN


def _bundled(name: str):
    found = datasets.load(name)
    return found.x, found.labels, found.split


def load_diabetes():
    """scikit-learn's diabetes, the target standardised by the training rows."""
    x, y, split = _bundled("diabetes")
    return x, datasets.standard_scale(y, split.train).encode(y), split


def load_breast_cancer():
    """scikit-learn's breast cancer, 1 for malignant."""
    x, y, split = _bundled("breast_cancer")
    return x, y.astype(float)[:, None], split


def load_iris():
    """scikit-learn's iris, one-hot."""
    x, y, split = _bundled("iris")
    return x, one_hot(y, 3), split


OF_CLASSES = ("softmax", "sparsemax", "entmax", "identity", "relu", "sigmoid", "tanh")
_LABELS = labels(0, 1)
_OPEN = interval(0.0, 1.0, "neither")
_COUNTS = nonnegative._replace(whole=True)
_FIRST = (4.0, 0.0, 0.0)
_ALL_LOSSES = ()

KINDS = {
    kind.name: kind
    for kind in (
        Kind("numbers", "a number", reals, draw_numbers, ("identity", "squared_error")),
        Kind("positive", "a positive amount", positive, draw_positive, ("exp", "poisson")),
        Kind("counts", "a count", _COUNTS, draw_counts, ("exp", "poisson"), target=3.0),
        Kind("shares", "a share", _OPEN, draw_shares, ("sigmoid", "log_loss"), target=0.7),
        Kind(
            "labels",
            "a label 0 or 1",
            _LABELS,
            draw_labels,
            ("sigmoid", "log_loss"),
            decisions=True,
        ),
        Kind(
            "signs",
            "a label −1 or 1",
            labels(-1, 1),
            draw_signs,
            ("tanh", "matching"),
            decisions=True,
        ),
        Kind(
            "classes",
            "one of three classes",
            one_hot_rows,
            draw_classes,
            ("softmax", "cross_entropy"),
            _FIRST,
            decisions=True,
            only=(OF_CLASSES, _ALL_LOSSES),
        ),
        Kind(
            "diabetes",
            "diabetes: a number",
            reals,
            load_diabetes,
            ("identity", "squared_error"),
            only=(
                ("identity", "leaky_relu", "elu", "tanh", "gelu"),
                ("matching", "squared_error", "absolute_error", "huber", "tukey"),
            ),
        ),
        Kind(
            "breast_cancer",
            "breast cancer: a label 0 or 1",
            _LABELS,
            load_breast_cancer,
            ("sigmoid", "log_loss"),
            decisions=True,
            only=(
                ("identity", "relu", "exp", "sigmoid", "normal_cdf", "cauchit", "hard_sigmoid"),
                ("matching", "log_loss", "squared_error", "absolute_error", "poisson"),
            ),
        ),
        Kind(
            "iris",
            "iris: one of three classes",
            one_hot_rows,
            load_iris,
            ("softmax", "cross_entropy"),
            _FIRST,
            decisions=True,
            only=(
                ("softmax", "sparsemax", "identity", "sigmoid"),
                ("matching", "cross_entropy", "squared_error", "absolute_error", "log_loss"),
            ),
        ),
    )
}
