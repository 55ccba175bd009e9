"""Half the deviance of counts: 0 at p = y."""

import numpy as np
from scipy.special import xlogy

from ..records import Array, Loss, nonnegative
from ..stable import total
from ..statistics import mean


def poisson_value(p: Array, y: Array) -> Array:
    """L = Σ (y log(y/p) + p − y), half the Poisson deviance. Derived in :eq:`eq-poisson`."""
    return total(xlogy(y, y) - xlogy(y, p) + (p - y))


def poisson_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = 1 − y/p, which is (p − y) / p. Derived in :eq:`eq-poisson`."""
    return np.where((y == 0) & ~np.isnan(p), 1.0, 1 - y / (p + 0.0))  # −0 is 0


# --- the records ----------------------------------------------------------------------------------


poisson = Loss(
    "half Poisson deviance", poisson_value, poisson_gradient, nonnegative, nonnegative, mean
)
