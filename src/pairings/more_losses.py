"""More losses, in the form of `losses`, which hands them on: `losses.huber`.

Robust losses, quantiles, a margin, and half the deviances of positive targets: 0 at p = y.
"""

from functools import partial

import numpy as np
from scipy.special import boxcox, xlogy

from .activations import tanh_potential
from .door import positive_number
from .records import Array, Loss, interval, labels, reals
from .remainders import total

# --- residuals -------------------------------------------------------------------------------


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


# --- a margin --------------------------------------------------------------------------------


def hinge_value(p: Array, y: Array) -> Array:
    """L = Σ max(0, 1 − y p), for labels y = ±1. Derived in :eq:`eq-hinge`."""
    return total(np.maximum(1 - y * p, 0.0))


def hinge_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = −y where y p < 1, else 0. Derived in :eq:`eq-hinge`."""
    return -y * np.heaviside(1 - y * p, 0.0)


# --- deviances -------------------------------------------------------------------------------


def poisson_value(p: Array, y: Array) -> Array:
    """L = Σ (y log(y/p) + p − y), half the Poisson deviance. Derived in :eq:`eq-poisson`."""
    return total(xlogy(y, y) - xlogy(y, p) + (p - y))


def poisson_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = 1 − y/p, which is (p − y) / p. Derived in :eq:`eq-poisson`."""
    return np.where((y == 0) & ~np.isnan(p), 1.0, 1 - y / (p + 0.0))  # −0 is 0


def gamma_value(p: Array, y: Array) -> Array:
    """L = Σ (log(p/y) + y/p − 1), half the gamma deviance. Derived in :eq:`eq-gamma`."""
    return total(np.log(p / y) + (y / p - 1))


def gamma_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = (p − y) / p². Derived in :eq:`eq-gamma`."""
    return (p - y) / p / p


def tweedie_value(p: Array, y: Array, power: float = 1.5) -> Array:
    """L = Σ ∫ (t − y) t^−q dt from y to p, half the Tweedie deviance, by Box and Cox's powers.

    In units of the larger of the two, else powers of large numbers cancel. q = 1 is Poisson, q = 2
    gamma. Derived in :eq:`eq-tweedie`.
    """
    unit = np.maximum(p, y)
    unit = np.where((unit > 0) & (unit < np.inf), unit, 1.0)
    p, y = p / unit, y / unit
    grown = boxcox(p, 2 - power) - boxcox(y, 2 - power)
    with np.errstate(invalid="ignore"):  # a target of 0 drops the term
        lost = np.where(y == 0, 0.0, y * (boxcox(p, 1 - power) - boxcox(y, 1 - power)))
    return total(unit ** (2 - power) * (grown - lost))


def tweedie_gradient(p: Array, y: Array, power: float = 1.5) -> Array:
    """∂L/∂p = (p − y) p^−q. Derived in :eq:`eq-tweedie`."""
    return (p - y) * p**-power


# --- the records -----------------------------------------------------------------------------

_nonnegative, _positive = interval(0.0, np.inf), interval(0.0, np.inf, "right")


def huber_with(delta: float) -> Loss:
    """Huber's loss that leaves the parabola at |p − y| = `delta` > 0."""
    delta = positive_number("delta", delta)
    value, gradient = (partial(f, delta=delta) for f in (huber_value, huber_gradient))
    name = "Huber" if delta == 1 else f"Huber(δ={delta:g})"
    return Loss(name, value, gradient, reals, reals, "between mean and median")


def pinball_with(quantile: float) -> Loss:
    """The pinball loss of a `quantile` between 0 and 1; 0.5 is half the absolute error."""
    quantile = positive_number("quantile", quantile)
    if quantile >= 1:
        raise ValueError(f"quantile: got {quantile:g}; accepted is 0 < quantile < 1. A percentage?")
    value, gradient = (partial(f, quantile=quantile) for f in (pinball_value, pinball_gradient))
    elicits = "median" if quantile == 0.5 else f"quantile {quantile:g}"
    return Loss(f"pinball(q={quantile:g})", value, gradient, reals, reals, elicits)


def tweedie_with(power: float) -> Loss:
    """Half the Tweedie deviance of variance ~ mean^`power`, `power` ≥ 1; zeros allowed below 2."""
    power = positive_number("power", power)
    if power < 1:
        raise ValueError(f"power: got {power:g}; accepted is power ≥ 1. 0 is squared_error")
    value, gradient = (partial(f, power=power) for f in (tweedie_value, tweedie_gradient))
    targets = _nonnegative if power < 2 else _positive
    return Loss(f"half Tweedie deviance(q={power:g})", value, gradient, targets, _positive, "mean")


huber, pinball, tweedie = huber_with(1.0), pinball_with(0.5), tweedie_with(1.5)
log_cosh = Loss(
    "log cosh", log_cosh_value, log_cosh_gradient, reals, reals, "between mean and median"
)
hinge = Loss("hinge", hinge_value, hinge_gradient, labels(-1, 1), reals, "the likelier label")
poisson = Loss(
    "half Poisson deviance", poisson_value, poisson_gradient, _nonnegative, _nonnegative, "mean"
)
gamma = Loss("half gamma deviance", gamma_value, gamma_gradient, _positive, _positive, "mean")
