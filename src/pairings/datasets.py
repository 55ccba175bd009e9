"""scikit-learn's bundled data, split once and scaled by its training rows."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sklearn import datasets as bundled

from . import inputs
from .records import Array


class Split(NamedTuple):
    """Row numbers: train to learn from, validation to choose by, test to report on."""

    train: Array
    validation: Array
    test: Array


class Dataset(NamedTuple):
    """x: (samples, inputs), standardised by the training rows; labels: (samples,) as they come."""

    name: str
    x: Array
    labels: Array
    split: Split
    features: tuple[str, ...]
    classes: tuple[str, ...]


def split(samples: int, seed: int = 0) -> Split:
    """60 % train, 20 % validation, 20 % test, of a permutation drawn from `seed`."""
    inputs.whole_number("samples", samples, at_least=5)
    inputs.whole_number("seed", seed, at_least=0)
    rows = np.random.default_rng(seed).permutation(samples)
    return Split(*np.split(rows, [samples * 3 // 5, samples * 4 // 5]))


def standardise(x: Array, train: Array) -> Array:
    """(x − mean) / standard deviation, both of the training rows; a constant column becomes 0."""
    x = inputs.finite_array("x", x)
    learnt = _rows(x, train)
    mean, spread = learnt.mean(axis=0), learnt.std(axis=0)
    return (x - mean) / np.where(spread > 0, spread, 1.0)


class Scale(NamedTuple):
    """A unit for targets: encode(labels) = (labels − centre) / spread, as a column, (samples, 1);
    decode(p) = centre + spread · p, (..., samples, 1) -> (..., samples), undoes it; of several
    columns it reads the first, the location beside a scale."""

    centre: float
    spread: float

    def encode(self, labels: Array) -> Array:
        return (inputs.column("labels", labels) - self.centre) / self.spread

    def decode(self, p: Array) -> Array:
        return self.centre + self.spread * inputs.score_array("p", p)[..., 0]


def standard_scale(labels: Array, train: Array) -> Scale:
    """Mean 0 and standard deviation 1 on the training rows: the unit of most of the book."""
    learnt = _learnt(labels, train)
    return Scale(float(learnt.mean()), _spread(learnt.std()))


def robust_scale(labels: Array, train: Array) -> Scale:
    """Median 0 and the interquartile range of a standard normal, 1.349, on the training rows:
    a unit that a few wild labels do not set."""
    low, middle, high = np.percentile(_learnt(labels, train), [25, 50, 75])
    return Scale(float(middle), _spread((high - low) / 1.349))


def unit_scale(labels: Array, train: Array) -> Scale:
    """Smallest 0 and largest 1 on the training rows; other rows may lie outside."""
    learnt = _learnt(labels, train)
    low, high = learnt.min(), learnt.max()
    return Scale(float(low), _spread(high - low))


def _learnt(labels, train) -> Array:
    learnt = _rows(inputs.column("labels", labels), train)
    return inputs.finite_array("labels", learnt)[:, 0]


def _rows(values: Array, train) -> Array:
    rows = inputs.real_array("train", train)
    if np.asarray(train).dtype == bool:
        raise ValueError("train: got a mask; accepted are row numbers. Write np.flatnonzero(train)")
    if rows.ndim != 1 or not (np.isin(rows, np.arange(len(values)))).all():
        raise ValueError(f"train: accepted are row numbers from 0 to {len(values) - 1}")
    return values[rows.astype(int)]


def _spread(spread: float) -> float:
    if not spread > 0:
        raise ValueError(
            f"labels: got spread {spread:g} on the training rows; accepted are labels that vary"
        )
    return float(spread)


_LOADERS = {
    "breast_cancer": bundled.load_breast_cancer,
    "digits": bundled.load_digits,
    "iris": bundled.load_iris,
    "diabetes": lambda: bundled.load_diabetes(scaled=False),
}


def load(name: str) -> Dataset:
    """One of "breast_cancer", "digits", "iris", "diabetes", without the network.

    In breast_cancer, label 1 is "malignant" (scikit-learn has it the other way round): 1 marks
    what one looks for. Raises ValueError for another name.
    """
    bunch = _LOADERS[inputs.choice("name", name, tuple(_LOADERS))]()
    labels, classes = bunch.target, tuple(map(str, getattr(bunch, "target_names", ())))
    if name == "breast_cancer":
        labels, classes = 1 - labels, classes[::-1]
    parts = split(len(bunch.data))
    x = standardise(bunch.data, parts.train)
    return Dataset(name, x, labels, parts, tuple(map(str, bunch.feature_names)), classes)


def multilabel(samples: int = 1500, seed: int = 0) -> Dataset:
    """scikit-learn's make_multilabel_classification: 20 word counts, 5 labels, two in an average row.

    labels: (samples, 5) of zeros and ones. Rows with no label are kept: they occur in life, and
    what a loss does with them is worth seeing.
    """
    parts, seed = split(samples), inputs.whole_number("seed", seed, 0, at_most=2**32 - 1)
    counts, labels = bundled.make_multilabel_classification(
        samples, n_features=20, n_classes=5, n_labels=2, allow_unlabeled=True, random_state=seed
    )
    words = tuple(f"word {i}" for i in range(20))
    topics = tuple(f"topic {k}" for k in range(5))
    return Dataset("multilabel", standardise(counts, parts.train), labels, parts, words, topics)


def standard_normal(rng: np.random.Generator, samples: int) -> Array:
    """Noise of mean 0 and variance 1."""
    return rng.normal(size=samples)


def friedman1(
    samples: int = 1000,
    seed: int = 0,
    noise: Callable[[np.random.Generator, int], Array] | None = standard_normal,
) -> Dataset:
    """scikit-learn's make_friedman1: y = 10 sin(π x₀ x₁) + 20 (x₂ − ½)² + 10 x₃ + 5 x₄ + noise.

    Ten inputs, uniform on [0, 1] before they are standardised; the last five do nothing.
    `noise(rng, samples)` draws what is added; None adds nothing and returns the signal itself.
    Raises TypeError for noise that is no function, ValueError for another shape than (samples,).
    """
    parts, seed = split(samples), inputs.whole_number("seed", seed, 0, at_most=2**32 - 1)
    x, labels = bundled.make_friedman1(samples, n_features=10, noise=0.0, random_state=seed)
    if noise is not None:
        if not callable(noise):
            raise TypeError(
                f"noise: got {noise!r}; accepted is a function of a generator and the number of samples: "
                f"lambda rng, n: {noise!r} * rng.normal(size=n)"
            )
        added = np.asarray(noise(np.random.default_rng([seed, 1]), samples))
        if added.shape != labels.shape:
            raise ValueError(f"noise: got shape {added.shape}; accepted is {labels.shape}")
        labels = labels + added
    names = tuple(f"x{i}" for i in range(10))
    return Dataset("friedman1", standardise(x, parts.train), labels, parts, names, ())


class Waiting(NamedTuple):
    """Samples that wait: x as in `Dataset`; labels: (samples, 2), a time beside its flag, 1 seen and
    0 censored; scale: the true scale of every sample's distribution, which nobody knows in life."""

    x: Array
    labels: Array
    scale: Array
    split: Split


def waiting_times(
    samples: int = 600, seed: int = 0, *, shape: float = 1.0, lost: float = 0.5
) -> Waiting:
    """Weibull times of scale e^f(x), f(x) = x₀ − x₁ + sin(2 x₂)/2 + ½, which not everybody waits for.

    Five standard normal inputs, of which two do nothing. With `shape` 1 the hazard is e^−f, constant
    in time. Everybody is lost from sight at the rate `lost` per unit of time, whatever the inputs:
    then the time of that is noted, with the flag 0. `lost=0` loses nobody. Raises ValueError for a
    shape not above 0 and a rate below 0.
    """
    parts, seed = split(samples), inputs.whole_number("seed", seed, 0)
    shape = inputs.positive_number("shape", shape)
    if not 0 <= (lost := inputs.number("lost", lost)) < np.inf:
        raise ValueError(f"lost: got {lost:g}; accepted is a rate, 0 or above")
    rng = np.random.default_rng([seed, 2])
    x = rng.normal(size=(samples, 5))
    scale = np.exp(x[:, 0] - x[:, 1] + np.sin(2 * x[:, 2]) / 2 + 0.5)
    time = scale * rng.exponential(size=samples) ** (1 / shape)
    leaves = rng.exponential(size=samples) / lost if lost else np.full(samples, np.inf)
    labels = np.stack([np.minimum(time, leaves), time <= leaves], axis=1)
    return Waiting(standardise(x, parts.train), labels, scale, parts)


def directions(samples: int = 600, seed: int = 0, *, turn: float = 0.0) -> Dataset:
    """Angles around a direction that turns with the inputs, sure in some places and not in others.

    Two standard normal inputs and one that does nothing; the mean direction is that of the point
    (x₀ + 1, x₁), turned by `turn`, its concentration 4 e^(x₀/2). labels: radians from −π to π.
    """
    parts, seed = split(samples), inputs.whole_number("seed", seed, 0)
    rng = np.random.default_rng([seed, 3])
    x = rng.normal(size=(samples, 3))
    mean = np.arctan2(x[:, 1], x[:, 0] + 1) + inputs.number("turn", turn)
    angle = rng.vonmises(mean, 4 * np.exp(x[:, 0] / 2))
    labels = np.arctan2(np.sin(angle), np.cos(angle))
    return Dataset("directions", standardise(x, parts.train), labels, parts, ("x0", "x1", "x2"), ())
