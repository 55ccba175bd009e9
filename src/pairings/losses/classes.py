"""Losses of one of several classes."""

from scipy.special import xlogy

from ..records import Array, Loss, simplex
from ..stable import per, total
from ..statistics import mean


def cross_entropy_value(p: Array, y: Array) -> Array:
    """L = −Σ_k y_k log p_k, for one-hot rows and for distributions. Derived in :eq:`eq-cross-entropy`."""
    return -total(xlogy(y, p))


def cross_entropy_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p_k = −y_k / p_k. Derived in :eq:`eq-cross-entropy`."""
    return -per(y, p)


# --- the records ----------------------------------------------------------------------------------


cross_entropy = Loss(
    "cross-entropy", cross_entropy_value, cross_entropy_gradient, simplex, simplex, mean
)
