"""Half the deviances of positive amounts: 0 at p = y."""

from functools import partial

import numpy as np
from scipy.special import roots_legendre

from ..inputs import positive_number
from ..records import Array, Loss, nonnegative, positive
from ..stable import times, total
from ..statistics import mean


def gamma_value(p: Array, y: Array) -> Array:
    """L = Σ (log(p/y) + y/p − 1), half the gamma deviance. Derived in :eq:`eq-gamma`."""
    return total(np.log(p / y) + (y / p - 1))


def gamma_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = (p − y) / p². Derived in :eq:`eq-gamma`."""
    return (p - y) / p / p


def _power_gap(b: float, s: Array) -> Array:
    """R(b, s) = ∫ (1 − e^−(s−w)) e^−bw dw from 0 to s, for b, s ≥ 0: φ(−s) for b = 0."""
    half, heights = np.minimum(s, 2 / (1 + b)) / 2, 0.0
    for node, weight in zip(*(a.tolist() for a in roots_legendre(12)), strict=True):
        heights = heights - weight * np.expm1(half * (node - 1)) * np.exp(-b * half * (1 + node))
    first = -np.expm1(-b * s) / b if b else s
    more, size = min(b, 1.0), abs(1 - b)  # (e^−bs − e^−s)/(1 − b), without cancelling near b = 1
    decay = np.exp(-more * s) if more else 1.0  # 0 · ∞ is 0 here
    rest = decay * (-np.expm1(-size * s) / size if size else np.minimum(s, 1e4))
    return np.where(s * (1 + b) < 2, half * heights, first - rest)


def _bounded_power_gap(b: float, s: Array) -> Array:
    """∫ (e^v − 1) e^−(b+1)v dv from 0 to s ≥ 0, for b > 0: 1/b − 1/(b + 1) in the end."""
    half, heights = np.minimum(s, 2 / (2 + b)) / 2, 0.0
    for node, weight in zip(*(a.tolist() for a in roots_legendre(12)), strict=True):
        v = half * (1 + node)
        heights = heights + weight * np.expm1(v) * np.exp(-(b + 1) * v)
    far = np.expm1(-(b + 1) * s) / (b + 1) - np.expm1(-b * s) / b
    return np.where(s * (2 + b) < 2, half * heights, far)


def _tweedie(u: Array, y: Array, power: float, lower, upper) -> Array:
    """∫ (t − y) t^−q dt from y to p = y e^u; lower(R) = y p^(1−q) R, upper(R) = p^(2−q) R.

    In units of the end where the integrand is larger.
    """
    b, c = 2 - power, power - 1
    size = np.abs(np.where(y > 0, u, 0.0))
    if b >= 0:
        above = upper(_power_gap(b, size))
    else:
        scale = y ** (b / 2)
        above = times(times(_bounded_power_gap(-b, size), scale), scale)
    each = np.where(u < 0, lower(_power_gap(c, size)), above)
    if b > 0:
        each = np.where(y == 0, upper(np.full_like(size, 1 / b)), each)
    return np.where((y > 0) | ((y == 0) & (b > 0)), each, np.inf)


def _multiple(factor: float, z: Array) -> Array:
    return factor * z if factor else np.zeros_like(z)  # 0 · ∞ is 0 here


def _weighted_exp(y: Array, x: Array, factor: Array) -> Array:
    """y e^x · factor, finite where it is, and 0 for the factor 0."""
    h = np.exp(x / 2)
    value = np.where(x > 1400, np.exp(np.log(y) + x) * factor, (y * h) * (h * factor))
    return np.where(factor == 0, 0.0, value)


def tweedie_value(p: Array, y: Array, power: float = 1.5) -> Array:
    """Half the Tweedie deviance of y from p, for q ≥ 1, summed over the outputs.

    In double precision inside: a rounded exponent would be felt. Derived in :eq:`eq-tweedie`.
    """
    b, c, dtype = 2 - power, power - 1, p.dtype
    p, y = p.astype(float), y.astype(float)
    ratio, near = p / y, np.abs(p - y) <= y / 2
    u = np.where((ratio > 1e-300) & (ratio < np.inf), np.log(ratio), np.log(p) - np.log(y))
    u = np.where(near, np.log1p(np.where(near, (p - y) / y, 0.0)), u)
    lower_scale, upper_scale = p ** (-c / 2), p ** (b / 2)

    def lower(gap):
        return times(times(gap, lower_scale), y * lower_scale)

    def upper(gap):
        return times(times(gap, upper_scale), upper_scale)

    return total(_tweedie(u, y, power, lower, upper)).astype(dtype)


def tweedie_gradient(p: Array, y: Array, power: float = 1.5) -> Array:
    """∂L/∂p = (p − y) p^−q. Derived in :eq:`eq-tweedie`."""
    return (p - y) / p * p ** (1 - power)  # p^−q alone may overflow, or be 0


# --- behind exp, as functions of the score ----------------------------------------


def tweedie_of_score_value(z: Array, y: Array, power: float = 1.5) -> Array:
    """Half the Tweedie deviance of y from e^z, for q ≥ 1, summed over the outputs.

    With u = z − log y, b = 2 − q, c = q − 1: e^(bz) R(b, u) for u > 0, y e^(−cz) R(c, −u) for
    u < 0. q = 1 is `exp_excess`, q = 2 is gamma: φ(−u). Derived in :eq:`eq-tweedie`.
    """
    b, c = 2 - power, power - 1
    u = z - np.log(y)

    def lower(gap):
        return _weighted_exp(y, -_multiple(c, z), gap)

    def upper(gap):
        return _weighted_exp(np.ones_like(z), _multiple(b, z), gap)

    return total(_tweedie(u, y, power, lower, upper))


def tweedie_of_score_gradient(z: Array, y: Array, power: float = 1.5) -> Array:
    """∂L/∂z = e^((2−q) z) − y e^((1−q) z), as the larger of them times −expm1(−|u|).

    Derived in :eq:`eq-tweedie`.
    """
    b, c = 2 - power, power - 1
    u = z - np.log(y)
    share = -np.expm1(-np.abs(u))
    above = _weighted_exp(np.ones_like(z), _multiple(b, z), share)
    return np.where(u < 0, -_weighted_exp(y, -_multiple(c, z), share), above)


def gamma_of_score_value(z: Array, y: Array) -> Array:
    """Half the gamma deviance: φ(−u) = e^−u − 1 + u, with u = z − log y. Derived in :eq:`eq-gamma`."""
    return tweedie_of_score_value(z, y, 2.0)


def gamma_of_score_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = 1 − y e^−z. Derived in :eq:`eq-gamma`."""
    return tweedie_of_score_gradient(z, y, 2.0)


# --- the records ----------------------------------------------------------------------------------


def tweedie_with(power: float) -> Loss:
    """Half the Tweedie deviance of variance ~ mean^power, `power` ≥ 1; zeros allowed below 2."""
    power = positive_number("power", power)
    if power < 1:
        raise ValueError(f"power: got {power:g}; accepted is power ≥ 1. 0 is squared_error")
    value, gradient = (partial(f, power=power) for f in (tweedie_value, tweedie_gradient))
    targets = nonnegative if power < 2 else positive
    return Loss(f"half Tweedie deviance(q={power:g})", value, gradient, targets, positive, mean)


tweedie = tweedie_with(1.5)
gamma = Loss("half gamma deviance", gamma_value, gamma_gradient, positive, positive, mean)
