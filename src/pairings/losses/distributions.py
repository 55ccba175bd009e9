"""Losses of a whole distribution: several numbers per target, side by side."""

import numpy as np

from ..records import Array, Loss, Statistic, columns, positive, reals
from ..stable import exp_times, total


def apart(values: Array, parts: int) -> list[Array]:
    """The first, second, … number of every target: (..., parts · targets) to (..., targets) each."""
    return [values[..., i::parts] for i in range(parts)]


def together(*parts: Array) -> Array:
    """The numbers of every target side by side again."""
    return np.stack(parts, axis=-1).reshape(*parts[0].shape[:-1], -1)


def gaussian_value(p: Array, y: Array) -> Array:
    """L = Σ (log v + (y − m)²/v)/2, for p = (m, v): −log density without ½ log 2π.

    Below 0 where v is small and right: a density may exceed 1/√(2π), the constant that is left out.
    Derived in :eq:`eq-gaussian`.
    """
    m, v = apart(p, 2)
    return total(np.log(v) + (y - m) * ((y - m) / v)) / 2


def gaussian_gradient(p: Array, y: Array) -> Array:
    """∂L/∂m = (m − y)/v and ∂L/∂v = (1 − (y − m)²/v)/(2v). Derived in :eq:`eq-gaussian`."""
    m, v = apart(p, 2)
    return together((m - y) / v, (1 - (y - m) * ((y - m) / v)) / v / 2)


def gaussian_of_scores_value(z: Array, y: Array) -> Array:
    """L = Σ (s + ((y − m) e^(−s/2))²)/2, for z = (m, s): the same with v = e^s.

    Derived in :eq:`eq-gaussian`.
    """
    m, s = apart(z, 2)
    return total(s + exp_times(-s / 2, y - m) ** 2) / 2


def gaussian_of_scores_gradient(z: Array, y: Array) -> Array:
    """∂L/∂m = (m − y) e^−s and ∂L/∂s = (1 − (y − m)² e^−s)/2. Derived in :eq:`eq-gaussian`."""
    m, s = apart(z, 2)
    pull = exp_times(-s / 2, m - y)
    return together(exp_times(-s / 2, pull), (1 - pull * pull) / 2)


def gaussian_of_scores_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂m² = e^−s and ∂²L/∂s² = (y − m)² e^−s/2. Derived in :eq:`eq-gaussian`."""
    m, s = apart(z, 2)
    return together(np.exp(-s), exp_times(-s / 2, y - m) ** 2 / 2)


def mean_and_variance_of(y: Array, weights: Array | None = None) -> Array:
    """The mean of every column beside its variance. Derived in :eq:`eq-gaussian`."""
    m = np.average(y, axis=0, weights=weights)
    return together(m, np.average((y - m) ** 2, axis=0, weights=weights))


# --- the records -----------------------------------------------------------------------------

gaussian = Loss(
    "Gaussian likelihood",
    gaussian_value,
    gaussian_gradient,
    reals,
    columns(reals, positive),
    Statistic("mean and variance", mean_and_variance_of),
    scores=2,
)
