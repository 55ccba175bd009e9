"""What a loss elicits: the best constant prediction of a sample, by name and as a function.

Each function takes targets of shape (samples, columns), and weights, one per sample, or none. It
returns one number per column.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from .inputs import Array
from .records import Statistic


def mean_of(y: Array, weights: Array | None = None) -> Array:
    """Σ w y / Σ w."""
    return np.average(y, axis=0, weights=weights)


def quantile_of(y: Array, share: float, weights: Array | None = None) -> Array:
    """A number with the share of the sample at or below it; with weights, one of the sample.

    Where it is not unique, without weights, the middle of the interval.
    """
    if weights is None:
        n = len(y)
        place = round(n * share, 9)  # 100 · 0.07 is 7.000000000000001
        ordered, k = np.sort(y, axis=0), min(int(place), n - 1)
        between = place == k > 0
        return (ordered[k - 1] + ordered[k]) / 2 if between else ordered[k]
    return np.quantile(y, share, axis=0, weights=weights, method="inverted_cdf")


def sign_of_majority(y: Array, weights: Array | None = None) -> Array:
    """The label −1 or +1 that is the more frequent one; 0 for a draw."""
    return np.sign(mean_of(y, weights))


mean = Statistic("mean", mean_of)
likelier_label = Statistic("the likelier label", sign_of_majority)


def quantile(share: float) -> Statistic:
    """The quantile `share`; 0.5 is the median. Raises ValueError for a share not from 0 to 1."""
    if not 0 <= share <= 1:
        raise ValueError(f"share: got {share}; accepted is a number from 0 to 1")

    def of(y: Array, weights: Array | None = None) -> Array:
        return quantile_of(y, share, weights)

    return Statistic("median" if share == 0.5 else f"quantile {share:g}", of)


median = quantile(0.5)


def location(pull: Callable[[Array], Array]) -> Statistic:
    """The p with Σ w pull(p − y) = 0, for an increasing pull. It need not lie between mean and median."""

    def of(y: Array, weights: Array | None = None) -> Array:
        w = np.ones(len(y)) if weights is None else np.asarray(weights)

        def root(column):
            low, high = column.min(), column.max()
            if low == high:
                return low
            small = max(1e-14 * min(high - low, 1.0), 1e-300)
            return brentq(lambda p: w @ pull(p - column), low, high, xtol=small)

        return np.array([root(column) for column in y.T])

    return Statistic("where the pulls balance", of)
