"""scikit-learn's bundled data, split once and scaled by its training rows."""

from typing import NamedTuple

import numpy as np
from sklearn import datasets as bundled

from . import door
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
    door.whole_number("samples", samples, at_least=5)
    rows = np.random.default_rng(seed).permutation(samples)
    return Split(*np.split(rows, [samples * 3 // 5, samples * 4 // 5]))


def standardise(x: Array, train: Array) -> Array:
    """(x − mean) / standard deviation, both of the training rows; a constant column becomes 0."""
    mean, spread = x[train].mean(axis=0), x[train].std(axis=0)
    return (x - mean) / np.where(spread > 0, spread, 1.0)


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
    bunch = _LOADERS[door.choice("name", name, tuple(_LOADERS))]()
    labels, classes = bunch.target, tuple(map(str, getattr(bunch, "target_names", ())))
    if name == "breast_cancer":
        labels, classes = 1 - labels, classes[::-1]
    parts = split(len(bunch.data))
    x = standardise(bunch.data, parts.train)
    return Dataset(name, x, labels, parts, tuple(map(str, bunch.feature_names)), classes)
