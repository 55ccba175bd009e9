"""Losses L(p, y) of a prediction p: value per sample, gradient ∂L/∂p.

The sum runs over the outputs; no average is taken. The convention is 0 · log 0 = 0 and nothing
else: outside its predictions a loss returns what real logarithms give, an infinity or NaN.
`huber`, `poisson` and the rest are in `more_losses` and can be had from here.
"""

import numpy as np
from scipy.special import xlog1py, xlogy

from .more_losses import (  # noqa: F401
    gamma,
    hinge,
    huber,
    huber_with,
    log_cosh,
    pinball,
    pinball_with,
    poisson,
    tweedie,
    tweedie_with,
)
from .records import Array, Loss, reals, simplex, unit_interval
from .remainders import total


def squared_error_value(p: Array, y: Array) -> Array:
    """L = Σ (p − y)²/2: half the square, everywhere in this book. Derived in :eq:`eq-squared-error`."""
    return total((p - y) ** 2) / 2


def squared_error_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = p − y. Derived in :eq:`eq-squared-error`."""
    return p - y


def absolute_error_value(p: Array, y: Array) -> Array:
    """L = Σ |p − y|. Derived in :eq:`eq-absolute-error`."""
    return total(np.abs(p - y))


def absolute_error_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = sign(p − y), and 0 at the kink. Derived in :eq:`eq-absolute-error`."""
    return np.sign(p - y)


def log_loss_value(p: Array, y: Array) -> Array:
    """L = −Σ (y log p + (1 − y) log(1 − p)), for labels 0, 1 and shares between.

    Derived in :eq:`eq-log-loss`.
    """
    return -total(xlogy(y, p) + xlog1py(1 - y, -p))


def log_loss_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = (1 − y)/(1 − p) − y/p, which is (p − y) / (p (1 − p)).

    Derived in :eq:`eq-log-loss-gradient`.
    """
    return _share(1 - y, 1 - p) - _share(y, p)


def cross_entropy_value(p: Array, y: Array) -> Array:
    """L = −Σ_k y_k log p_k, for one-hot rows and for distributions. Derived in :eq:`eq-cross-entropy`."""
    return -total(xlogy(y, p))


def cross_entropy_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p_k = −y_k / p_k. Derived in :eq:`eq-cross-entropy`."""
    return -_share(y, p)


def _share(weight: Array, p: Array) -> Array:
    # The derivative of weight · log p: a weight of 0 drops the term, even for p = 0, but not NaN.
    return np.where((weight == 0) & ~np.isnan(p), 0.0, weight / (p + 0.0))  # −0 is 0


squared_error = Loss(
    "half squared error", squared_error_value, squared_error_gradient, reals, reals, "mean"
)
absolute_error = Loss(
    "absolute error", absolute_error_value, absolute_error_gradient, reals, reals, "median"
)
log_loss = Loss("log loss", log_loss_value, log_loss_gradient, unit_interval, unit_interval, "mean")
cross_entropy = Loss(
    "cross-entropy", cross_entropy_value, cross_entropy_gradient, simplex, simplex, "mean"
)
