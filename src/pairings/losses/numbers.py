"""Losses of a number: squares, absolute values, and what lies between."""

from functools import partial

import numpy as np

from .. import statistics
from ..activations.bounded import tanh_potential
from ..inputs import positive_number
from ..records import Array, Loss, reals
from ..stable import total
from ..statistics import location, mean, median


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


def huber_value(p: Array, y: Array, delta: float = 1.0) -> Array:
    """L = Σ c (r − c/2), with r = p − y and c = r cut off at ±δ: r²/2 near, δ|r| − δ²/2 far.

    Derived in :eq:`eq-huber`.
    """
    r = p - y
    c = np.clip(r, -delta, delta)
    return total(c * (r - c / 2))


def huber_gradient(p: Array, y: Array, delta: float = 1.0) -> Array:
    """∂L/∂p = p − y, cut off at ±δ. Derived in :eq:`eq-huber`."""
    return np.clip(p - y, -delta, delta)


def huber_curvature(p: Array, y: Array, delta: float = 1.0) -> Array:
    """∂²L/∂p² = 1 where |p − y| < δ, else 0. Derived in :eq:`eq-huber`."""
    r = p - y
    return np.where(np.isnan(r), r, np.abs(r) < delta)


def log_cosh_value(p: Array, y: Array) -> Array:
    """L = Σ log cosh(p − y), the potential of tanh at the residual. Derived in :eq:`eq-log-cosh`."""
    return tanh_potential(p - y)


def log_cosh_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = tanh(p − y). Derived in :eq:`eq-log-cosh`."""
    return np.tanh(p - y)


def pinball_value(p: Array, y: Array, quantile: float = 0.5) -> Array:
    """L = Σ q (y − p) where y > p, Σ (1 − q) (p − y) where y < p. Derived in :eq:`eq-pinball`."""
    return total(np.maximum(quantile * (y - p), (1 - quantile) * (p - y)))


def pinball_gradient(p: Array, y: Array, quantile: float = 0.5) -> Array:
    """∂L/∂p = −q where y > p, 1 − q where y < p, and 0 at the kink. Derived in :eq:`eq-pinball`."""
    return np.sign(p - y) * np.where(p > y, 1 - quantile, quantile).astype(p.dtype)


# --- the records ----------------------------------------------------------------------------------


squared_error = Loss(
    "half squared error", squared_error_value, squared_error_gradient, reals, reals, mean
)


absolute_error = Loss(
    "absolute error", absolute_error_value, absolute_error_gradient, reals, reals, median
)


def huber_with(delta: float) -> Loss:
    """Huber's loss that leaves the parabola at |p − y| = `delta` > 0."""
    delta = positive_number("delta", delta)
    value, gradient = (partial(f, delta=delta) for f in (huber_value, huber_gradient))
    name = "Huber" if delta == 1 else f"Huber(δ={delta:g})"
    elicits = location(partial(np.clip, a_min=-delta, a_max=delta))
    return Loss(name, value, gradient, reals, reals, elicits)


def pinball_with(quantile: float) -> Loss:
    """The pinball loss of a `quantile` between 0 and 1; 0.5 is half the absolute error."""
    quantile = positive_number("quantile", quantile)
    if quantile >= 1:
        raise ValueError(f"quantile: got {quantile:g}; accepted is 0 < quantile < 1. A percentage?")
    value, gradient = (partial(f, quantile=quantile) for f in (pinball_value, pinball_gradient))
    elicits = statistics.quantile(quantile)
    return Loss(f"pinball(q={quantile:g})", value, gradient, reals, reals, elicits)


huber, pinball = huber_with(1.0), pinball_with(0.5)


log_cosh = Loss("log cosh", log_cosh_value, log_cosh_gradient, reals, reals, location(np.tanh))
