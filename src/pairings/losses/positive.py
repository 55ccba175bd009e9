"""Half the deviances of positive amounts: 0 at p = y."""

from functools import partial

import numpy as np
from scipy.special import boxcox

from ..inputs import positive_number
from ..records import Array, Loss, nonnegative, positive
from ..stable import total
from ..statistics import mean


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


# --- the records ----------------------------------------------------------------------------------


def tweedie_with(power: float) -> Loss:
    """Half the Tweedie deviance of variance ~ mean^`power`, `power` ≥ 1; zeros allowed below 2."""
    power = positive_number("power", power)
    if power < 1:
        raise ValueError(f"power: got {power:g}; accepted is power ≥ 1. 0 is squared_error")
    value, gradient = (partial(f, power=power) for f in (tweedie_value, tweedie_gradient))
    targets = nonnegative if power < 2 else positive
    return Loss(f"half Tweedie deviance(q={power:g})", value, gradient, targets, positive, mean)


tweedie = tweedie_with(1.5)
gamma = Loss("half gamma deviance", gamma_value, gamma_gradient, positive, positive, mean)
