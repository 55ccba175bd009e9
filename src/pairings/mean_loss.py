"""The mean loss of a sample, as a function of one constant for all of its targets."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .records import Array

FAR = np.array([30, 50, 100, 200, 400, 700, 1e3, 1e6, 1e9, 1e12, 1e100, 1e300])
EPS = np.finfo(float).eps


class Found(NamedTuple):
    """The best scores of one target, or of scores that hang together."""

    bias: Array
    low: Array
    high: Array
    kind: str
    note: str = ""


class MeanLoss:
    """The mean loss of a constant, its gradient, and the mean size of what the gradient sums up."""

    def __init__(self, pairing, y: Array, weights: Array, items: int = 1):
        self.pairing, self.y, self.weights, self.items = pairing, y, weights, items
        self.at_once = max(1, 2**19 // (y.size * items))

    def _each(self, of: Callable, b: Array) -> list[Array]:
        parts = [b[i : i + self.at_once] for i in range(0, len(b), self.at_once)]
        z = [np.tile(part, self.items)[:, None].repeat(len(self.y), axis=1) for part in parts]
        return [of(part, np.broadcast_to(self.y, (len(part), *self.y.shape))) for part in z]

    def value(self, b: Array) -> Array:
        """(points, scores) -> (points,)."""
        return np.concatenate([v @ self.weights for v in self._each(self.pairing.value, b)])

    def gradient(self, b: Array) -> tuple[Array, Array]:
        """(points, scores) -> the mean gradient and the mean of its absolute values, both alike."""
        found = []
        for g in self._each(self.pairing.gradient, b):
            g = g.reshape(*g.shape[:-1], self.items, -1)
            slope = np.einsum("s,pski->pi", self.weights, g)
            found.append((slope, np.einsum("s,pski->pi", self.weights, np.abs(g))))
        return tuple(np.concatenate(part) for part in zip(*found, strict=True))


def limit(mean: MeanLoss, bias: Array) -> float:
    """The mean loss at a bias, or where it tends to as scores run off to the infinite ones."""
    gone = np.isinf(bias)
    if not gone.any():
        return mean.value(bias[None])[0]
    with np.errstate(invalid="ignore"):
        ray = np.where(gone, np.sign(bias) * FAR[:, None], bias)
    found, _ = outward(mean.value(ray))
    return -np.inf if falls(found) else found[-1] if len(found) else np.nan


def outward(along: Array, value: float = np.inf) -> tuple[Array, int | None]:
    """Losses further and further out as long as they do not rise, from `value`; where they do.

    What is no number ends them too: a formula beyond its range.
    """
    known = int(np.argmax(np.append(~np.isfinite(along), True)))
    before = np.concatenate([[value], along[:known]])
    with np.errstate(invalid="ignore"):
        rises = np.append(np.diff(before) > 1e-12 * (1 + np.abs(before[1:])), True)
    end = int(np.argmax(rises))
    stopped = end < known or (known < len(along) and along[known] == np.inf)
    return along[:end], end if stopped else None


def falls(along: Array) -> bool:
    """Whether losses further and further out fall and do not slow down."""
    if len(along) < 3:
        return False
    before, last = along[-3] - along[-2], along[-2] - along[-1]
    return bool(last > 1e-6 * (1 + abs(along[-1])) and last > before / 2)
