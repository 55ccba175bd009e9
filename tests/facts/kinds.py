"""The two kinds of facts, and how scores, predictions and targets are drawn."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from pairings.records import Activation, Domain, Loss

Cases = tuple[tuple, ...]
MARGIN = 0.02  # a difference quotient steps less far


class OfActivation(NamedTuple):
    """What tests need to know of an activation.

    of: the record. values: pairs (z, a(z)) by hand, as lists. oracle: (value, slope) by scipy,
    number by number, or a sentence why there is none. potentials, conjugates: pairs (z, Φ(z)) and
    (y, Φ*(y)), summed over the list. edges: the edges of the range that are targets. kinks: the
    scores without a derivative; for rows a function of z, the distance from the next one of each
    row. loss: the named loss that it matches. textbook: {"potential": …, "conjugate": …} by the
    plain formulas, number by number, right for scores in (−6, 6) and targets in (0, 1).
    sklearn: its name in scikit-learn's networks.
    equation: the label of its equation, and the letters there beside z, y, p, a, Φ, or a function
    of z that gives them. in_words: the formulas whose
    docstring no reader of TeX understands. letters: those of the docstrings. reach: as far as Φ(z)
    is a float. rough: no difference quotient in a network, whose inner scores may meet a kink.
    made: for a member of a family (maker, the name of its parameter, the value). elsewhere: code
    of z for `make test-frameworks`, by the name of the library; "mpmath, 400 digits" is needed.
    """

    of: Activation
    values: Cases
    oracle: tuple[Callable, Callable] | str
    potentials: Cases = ()
    conjugates: Cases = ()
    edges: tuple[float, ...] = ()
    kinks: tuple[float, ...] | Callable = ()
    loss: Loss | None = None
    textbook: Mapping[str, Callable] = MappingProxyType({})
    sklearn: str | None = None
    equation: tuple[str, dict | Callable] | None = None
    in_words: tuple[str, ...] = ()
    letters: Mapping[str, Any] = MappingProxyType({})
    reach: float = 1e3
    rough: bool = False
    made: tuple[Callable, str, float] | None = None
    elsewhere: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def convex(self) -> bool:
        return self.of.potential is not None

    @property
    def rows(self) -> bool:
        """Whether the outputs share one whole, so that targets are rows."""
        return self.of.range.rows

    def to_the_next_kink(self, z: np.ndarray) -> np.ndarray:
        """The distance of each row of scores from the next score without a derivative."""
        if callable(self.kinks):
            return self.kinks(z)
        kinks = np.array([*self.kinks, np.inf])
        return np.abs(z[..., None] - kinks).min(axis=(-1, -2))

    def scores(self, seed: int = 0, shape: tuple[int, ...] = (2, 12, 3)) -> np.ndarray:
        """Scores in (−6, 6), no row near a kink; for rows that share a whole in (−1.5, 1.5)."""
        rng = np.random.default_rng(seed)
        size = 1.5 if callable(self.kinks) else 6.0
        z = rng.uniform(-size, size, (int(np.prod(shape[:-1])), shape[-1]))
        for _ in range(100):
            near = self.to_the_next_kink(z) < MARGIN
            if not near.any():
                return z.reshape(shape)
            z[near] = rng.uniform(-size, size, (near.sum(), shape[-1]))
        raise AssertionError(f"{self.name}: kinks wherever one looks")


class OfLoss(NamedTuple):
    """What tests need to know of a loss.

    of: the record. values: (p, y, L, ∂L/∂p) by hand, as lists. oracle: the loss of single numbers
    (p, y) by scipy, or a sentence why there is none. draw: (rng, shape) -> (p, y), the prediction
    and the target of `shape`, both skewed; None: by the two domains. kinks: (p, y) -> how far each
    number is from a p without a derivative. metric: (of (y, p), factor): the mean by scikit-learn
    is so many times ours. linked: (activation, its loss of the score in scikit-learn), pairs.
    refused: targets that it does not take. floor: whether L(y, y) is 0. equation: the label of its
    equation, and the letters there beside p and y, or a function of (p, y) that gives them. made:
    for a member of a family (maker, the name of its parameter, the value). elsewhere: code of p
    and y for `make test-frameworks`, by the name of the library; "mpmath, 400 digits" is needed.
    """

    of: Loss
    values: Cases
    oracle: Callable | str
    draw: Callable | None = None
    kinks: Callable = lambda p, y: np.full(np.shape(p), np.inf)
    metric: tuple[Callable, float] | None = None
    linked: tuple[tuple[Activation, Any], ...] = ()
    refused: tuple[float, ...] = ()
    floor: bool = True
    equation: tuple[str, dict | Callable] | None = None
    made: tuple[Callable, str, float] | None = None
    elsewhere: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str:
        return self.of.name

    def predictions_and_targets(self, seed: int = 11, shape=(2, 40, 3)):
        """(p, y) inside the predictions and targets of the loss, p off its kinks."""
        rng = np.random.default_rng(seed)
        if self.draw is not None:
            p, y = self.draw(rng, shape)
        else:
            p, y = drawn(self.of.predictions, rng, shape), drawn(self.of.targets, rng, shape)
        if self.of.predictions.rows:
            return p, y
        near = self.kinks(p, y) < MARGIN
        return np.where(near, p + 2.5 * MARGIN, p), y


def drawn(domain: Domain, rng, shape) -> np.ndarray:
    """Numbers or rows of a domain, skewed, so that mean and median differ."""
    if domain.kind == "simplex":
        rows = rng.dirichlet(np.linspace(0.5, 3, shape[-1]), shape[:-1]) + 0.02
        return rows / rows.sum(axis=-1, keepdims=True)
    if domain.kind == "one-hot":
        return np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
    if domain.kind == "members":
        return rng.choice(np.array(domain.members, float), shape, p=_unequal(len(domain.members)))
    if domain.whole:
        return domain.low + rng.poisson(2.0, shape)
    if np.isfinite(domain.low) and np.isfinite(domain.high):
        return domain.low + (domain.high - domain.low) * rng.beta(0.7, 1.6, shape).clip(0.02, 0.98)
    if np.isfinite(domain.low):
        return domain.low + rng.gamma(2.0, size=shape) + 0.02
    return rng.gamma(2.0, size=shape) - 1.0


def _unequal(count: int) -> np.ndarray:
    share = np.arange(1.0, count + 1)
    return share / share.sum()


def column(function: Callable) -> Callable:
    """A function of columns whose answer is a column again, as a letter of an equation."""

    def call(*arguments):
        arrays = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, float)) for a in arguments))
        return function(*arrays)[..., None]

    return call
