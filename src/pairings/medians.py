"""Medians with an interval that holds whatever the distribution."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.stats import binom

from .records import Array


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float, float]:
    """(median, low, high): the sample median between two order statistics that bracket the true
    median with at least `level` probability, whatever the distribution. NaN counts as +∞.

    Too few values for that (below six at 0.95) give their least and their largest, which hold the
    median less often. Raises ValueError for no values and for a level not between 0 and 1.
    """
    middle, low, high = median_intervals(values, level)
    return float(middle), float(low), float(high)


def median_intervals(values: Array, level: float = 0.95) -> Array:
    """(median, low, high) of `median_interval` along the last axis: (…, n) -> (3, …); the same
    ValueError."""
    values = np.asarray(values, dtype=float)
    if not values.ndim or not values.shape[-1]:
        raise ValueError(f"values: got shape {values.shape}; accepted is at least one number")
    if not 0 < level < 1:
        raise ValueError(
            f"level: got {level}; accepted is a probability between 0 and 1, e.g. 0.95"
        )
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    n = ordered.shape[-1]
    k = _bracket(n, level)
    return np.stack([_median(ordered), ordered[..., k - 1], ordered[..., n - k]])


@cache
def _bracket(n: int, level: float) -> int:
    """The largest k such that fewer than k of n values fall below the median with a probability
    of at most (1 − level)/2; at least 1."""
    tail = (1 - level) / 2
    return max(k for k in range(1, n // 2 + 2) if k == 1 or binom.cdf(k - 1, n, 0.5) <= tail)


def _median(ordered: Array) -> Array:
    a, b = (ordered[..., (ordered.shape[-1] - i) // 2] for i in (1, 0))
    with np.errstate(invalid="ignore"):  # −∞ and ∞ have no middle
        return np.where(a == b, a, (a + b) / 2)
