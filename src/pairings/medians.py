"""Medians with an interval that holds whatever the distribution."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.stats import binom

from .records import Array


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float, float]:
    """(median, low, high): the sample median between two order statistics that bracket the true
    median with at least `level` probability, whatever the distribution. NaN counts as +∞."""
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    k = _bracket(len(ordered), level)
    return float(_median(ordered)), float(ordered[k - 1]), float(ordered[len(ordered) - k])


@cache
def _bracket(n: int, level: float) -> int:
    """The largest k such that fewer than k of n values fall below the median with a probability
    of at most (1 − level)/2; at least 1."""
    tail = (1 - level) / 2
    return max(k for k in range(1, n // 2 + 2) if k == 1 or binom.cdf(k - 1, n, 0.5) <= tail)


def _median(ordered: Array) -> float:
    middle = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return middle[0] if middle[0] == middle[1] else (middle[0] + middle[1]) / 2
