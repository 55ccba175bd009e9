"""The positive chapter's laws: dead outputs and escape times."""

import numpy as np
from scipy.stats import chi2, norm

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def silent_probability(h: Array, ratio: Array) -> Array:
    """P(h·w / √H ≤ m/s) = F(m/s · √H / |h|): one row is silent behind a ReLU of bias −m, scale s.

    h: (..., H), the hidden values; w standard normal; `ratio` is m/s and broadcasts against
    h without its last axis; F is the normal distribution function. Derived in
    :eq:`eq-positive-silent`.
    """
    return norm.cdf(ratio * np.sqrt(h.shape[-1]) / np.linalg.norm(h, axis=-1))


def dead_at_start_bounds(h: Array, ratio: Array) -> tuple[Array, Array]:
    """F_χ²(H m² / (R² s²)) ≤ P(all rows silent) ≤ F(m/s · √H / R), with R the largest |h| of a row.

    h: (..., rows, H); `ratio` is m/s ≥ 0 and broadcasts against h without its last two axes.
    Derived in :eq:`eq-positive-dead-bounds`.
    """
    largest = np.linalg.norm(h, axis=-1).max(axis=-1)
    reach = ratio * np.sqrt(h.shape[-1]) / largest
    return chi2.cdf(reach**2, h.shape[-1]), norm.cdf(reach)


def dead_floor(hidden: int, ratio: Array) -> Array:
    """F_χ²(m²/s²) ≤ P(all rows silent), whatever the data, for `hidden` units with values in (−1, 1).

    Derived in :eq:`eq-positive-dead-bounds`.
    """
    return chi2.cdf(np.square(ratio), hidden)


def escape_time_relu_matching(m: Array, y: float) -> Array:
    """T(m) = m/y: gradient flow of one score from −m to 0, ReLU + its matching loss, y > 0.

    Derived in :eq:`eq-positive-escape-relu`.
    """
    return m / y


def escape_time_exp_poisson(m: Array, y: float) -> Array:
    """T(m) = (m + log((y − e^−m) / (y − 1))) / y: the same with exp + Poisson deviance, y > 1.

    Derived in :eq:`eq-positive-escape-exp`.
    """
    return (m + np.log((y - np.exp(-m)) / (y - 1))) / y


def escape_time_exp_squared_error(m: Array, y: float) -> Array:
    """T(m) = (e^m − 1)/y + m/y² + log((y − e^−m) / (y − 1))/y²: exp + half squared error, y > 1.

    Derived in :eq:`eq-positive-escape-exp`.
    """
    return np.expm1(m) / y + escape_time_exp_poisson(m, y) / y
