"""Outputs between two ends: tanh, arctan, softsign, and the identity cut off."""

import math
from functools import partial

import numpy as np
from scipy.special import xlog1py

from ..records import Activation, Array, interval
from ..stable import (
    exp_excess_each,
    log_gap,
    log_one_plus_exp,
    overwritten,
    sin_gap,
    times,
    total,
)

LOG_2 = math.log(2.0)


# --- tanh -----------------------------------------------------------------------------------------


def tanh_value(z: Array) -> Array:
    """a(z) = (e^z − e^−z) / (e^z + e^−z).

    Range: (−1, 1). Derived in :eq:`eq-tanh`.
    """
    return np.tanh(z)


def tanh_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (1 − a(z)²) g, as 4 e^−2|z| / (1 + e^−2|z|)² g: 1 − a(z) would cancel far out.

    Derived in :eq:`eq-tanh`.
    """
    e = np.abs(z)
    e *= -2
    e = np.exp(e)
    whole = e + 1
    whole *= whole
    e /= whole  # in place: every hidden layer of a network takes this way
    e *= 4
    return e * g


def tanh_potential(z: Array) -> Array:
    """Φ(z) = log cosh z, summed over the outputs. Derived in :eq:`eq-tanh`.

    Near 0 as log(1 + 2 sinh²(z/2)), far out as |z| + log(1 + e^−2|z|) − log 2.
    """
    size = np.abs(z)
    near = np.log1p(2 * np.sinh(np.minimum(size, 1.0) / 2) ** 2)
    return total(np.where(size < 1, near, size + np.log1p(np.exp(-2 * size)) - LOG_2))


def tanh_conjugate(y: Array) -> Array:
    """Φ*(y) = ((1 + y) log(1 + y) + (1 − y) log(1 − y)) / 2 on [−1, 1], summed over the outputs.

    Near 0 as y artanh y + log(1 − y²) / 2. Derived in :eq:`eq-tanh`.
    """
    size = np.minimum(np.abs(y), 1.0)
    small = np.minimum(size, 0.5)
    near = small * np.arctanh(small) + np.log1p(-small * small) / 2
    far = (xlog1py(1 + size, size) + xlog1py(1 - size, -size)) / 2
    return total(np.where(np.abs(y) > 1, np.inf, np.where(size < 0.5, near, far)))


def _log_one_plus_tanh(z: Array) -> Array:
    below = np.minimum(z, 0.0) * 2
    return np.where(z > -0.5, np.log1p(np.tanh(z)), LOG_2 + below - np.log1p(np.exp(below)))


def _two_sided_divergence(z: Array, y: Array) -> Array:
    each = exp_excess_each(_log_one_plus_tanh(z), 1 + y, np.log1p(y))
    each += exp_excess_each(_log_one_plus_tanh(-z), 1 - y, np.log1p(-y))
    line = np.abs(z) * (1 - y * np.sign(z))  # what is left where 2z overflows
    return np.where(np.abs(z) > np.finfo(z.dtype).max / 4, line, each / 2)


def _tanh_excess_each(z: Array, y: Array) -> Array:
    """log(1 + e^−2yz) for y = ±1; between, half of E(log(1 + p), 1 + y) + E(log(1 − p), 1 − y)."""
    each = log_one_plus_exp(-2 * y * z)
    return overwritten(each, np.abs(y) != 1, _two_sided_divergence, z, y)


def tanh_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_tanh_excess_each(z, y))


def tanh_residual(z: Array, y: Array) -> Array:
    """tanh z − y; for |y| > 1/2 the distances from ±1, of which that of tanh z is 2 σ(∓2z).

    Derived in :eq:`eq-residual`.
    """
    near, side = np.abs(y) > 0.5, np.sign(y)
    if not near.any():
        return np.tanh(z) - y
    from_the_edge = side * ((1 - np.abs(y)) - 2 / (1 + np.exp(2 * side * z)))
    return from_the_edge if near.all() else np.where(near, from_the_edge, np.tanh(z) - y)


# --- arctan and softsign --------------------------------------------------------------------------


def arctan_value(z: Array) -> Array:
    """a(z) = arctan z.

    Range: (−π/2, π/2). Derived in :eq:`eq-arctan`.
    """
    return np.arctan(z)


def arctan_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g / (1 + z²). Derived in :eq:`eq-arctan`."""
    return g / (1 + z * z)


def arctan_potential(z: Array) -> Array:
    """Φ(z) = z arctan z − log(1 + z²)/2, summed over the outputs. Derived in :eq:`eq-arctan`.

    Where z² overflows, the logarithm is lost in the rounding of the rest.
    """
    square = np.minimum(z * z, np.finfo(z.dtype).max)
    return total(z * np.arctan(z) - np.log1p(square) / 2)


def arctan_conjugate(y: Array) -> Array:
    """Φ*(y) = −log cos y = log(1 + tan² y)/2 for |y| < π/2, summed over the outputs.

    Derived in :eq:`eq-arctan`.
    """
    return total(np.where(np.abs(y) < np.pi / 2, np.log1p(np.tan(y) ** 2) / 2, np.inf))


def softsign_value(z: Array) -> Array:
    """a(z) = z / (1 + |z|).

    Range: (−1, 1). Derived in :eq:`eq-softsign`.
    """
    z = np.clip(z, -1e30, 1e30)  # beyond it is ±1 to the last digit, at ±∞ too
    return z / (1 + np.abs(z))


def softsign_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g / (1 + |z|)². Derived in :eq:`eq-softsign`."""
    return g / (1 + np.abs(z)) ** 2


def softsign_potential(z: Array) -> Array:
    """Φ(z) = |z| − log(1 + |z|), summed over the outputs. Derived in :eq:`eq-softsign`."""
    return total(log_gap(np.abs(z)))


def softsign_conjugate(y: Array) -> Array:
    """Φ*(y) = −|y| − log(1 − |y|) for |y| < 1, summed over the outputs.

    Derived in :eq:`eq-softsign`.
    """
    size = np.abs(y)
    return total(np.where(size < 1, log_gap(-np.where(size < 1, size, 0.0)), np.inf))


def angle_excess(z: Array, turn: Array, log_cos: Array, unit: float = 1.0) -> Array:
    """unit · ∫ (arctan x − y) dx from tan y to z, with turn = arctan z − y and log_cos = log cos y.

    With 1 + m = cos y √(1 + z²) = cos(turn) + z sin(turn): z turn − log(1 + m). Near the match
    m − log(1 + m) + 1 − cos(turn) + z (turn − sin(turn)). Derived in :eq:`eq-excess`.
    """
    versine = 2 * np.sin(turn / 2) ** 2
    m = z * np.sin(turn) - versine
    near = unit * log_gap(np.maximum(m, -0.5)) + unit * versine + unit * z * sin_gap(turn)
    far = unit * z * turn - unit * (log_cos + np.log(np.hypot(1.0, z)))
    return np.where(np.abs(z) == np.inf, np.inf, np.where(m > -0.5, near, far))


def arctan_residual(z: Array, y: Array) -> Array:
    """arctan z − y; for |y| > 1 the distances from ±π/2, of which that of arctan z is arctan(1/z).

    Derived in :eq:`eq-residual`.
    """
    side = np.sign(y)
    quarter = z.dtype.type(math.pi / 2)
    lost = z.dtype.type((math.pi / 2 - float(quarter)) + 6.123233995736766e-17)
    edge = (quarter - np.abs(y)) + lost  # π/2 − |y| to the last digit
    return np.where(
        np.abs(y) > 1, side * (edge - np.arctan2(np.ones_like(z), side * z)), np.arctan(z) - y
    )


def _arctan_excess_each(z: Array, y: Array) -> Array:
    """z r − log(cos y √(1 + z²)), with r = arctan z − y, without the difference."""
    inside = np.abs(y) < math.pi / 2
    y = np.where(inside, y, 0.0)
    return np.where(inside, angle_excess(z, arctan_residual(z, y), np.log(np.cos(y))), np.inf)


def arctan_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_arctan_excess_each(z, y))


def _softsign_excess_each(z: Array, y: Array) -> Array:
    """On one side of 0 m − log(1 + m), with 1 + m = (1 + |z|) (1 − |y|); across it also |y z|."""
    size, depth = np.abs(z), np.minimum(np.abs(y), 1.0)
    m = size * (1 - depth) - depth
    far = m - (np.log1p(size) + np.log1p(-depth))
    same = np.where(m > -0.5, log_gap(np.maximum(m, -0.5)), far)
    apart = log_gap(size) + log_gap(-depth) + times(depth, size)
    return np.where(np.abs(y) < 1, np.where(z * np.sign(y) < 0, apart, same), np.inf)


def softsign_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_softsign_excess_each(z, y))


def softsign_residual(z: Array, y: Array) -> Array:
    """a (1 − y sign z) − y / (1 + |z|): for large z both are small, and 1 − |y| is exact.

    Derived in :eq:`eq-residual`.
    """
    side, size = np.sign(z), 1 + np.abs(z)
    r = z / size * (1 - y * side) - y / size
    return np.where(size == np.inf, side - y, r)


# --- hard sigmoid, hard tanh and ReLU6: the identity, cut off -------------------------------------


def clip_value(z: Array, low: float, high: float) -> Array:
    """a(z) = z, cut off at l and h: [0, 1] is the hard sigmoid, [−1, 1] hard tanh, [0, 6] ReLU6.

    Range: [l, h]. Derived in :eq:`eq-clip`.
    """
    return np.clip(z, low, high)


def clip_vjp(z: Array, g: Array, low: float, high: float) -> Array:
    """J(z)ᵀ g = g for l < z < h, else 0, whatever g is. Derived in :eq:`eq-clip`."""
    return np.where((z <= low) | (z >= high), 0.0, g)


def clip_potential(z: Array, low: float, high: float) -> Array:
    """Φ(z) = p z − p²/2 with p = a(z), for l ≤ 0 ≤ h, summed over the outputs.

    Derived in :eq:`eq-clip`.
    """
    p = np.clip(z, low, high)
    return total(p * (z - p / 2))


def clip_conjugate(y: Array, low: float, high: float) -> Array:
    """Φ*(y) = y²/2 for l ≤ y ≤ h, summed over the outputs. Derived in :eq:`eq-clip`."""
    return total(np.where((y >= low) & (y <= high), y * y / 2, np.inf))


def _clip_excess_each(z: Array, y: Array, low: float, high: float) -> Array:
    """r (r/2 + (z − p)), with p = a(z) and r = p − y: both have one sign."""
    p = np.clip(z, low, high)
    each = times(p - y, (p - y) / 2 + (z - p))
    return np.where((y < low) | (y > high), np.inf, each)


def clip_excess(z: Array, y: Array, low: float, high: float) -> Array:
    """L = Σ (p − y) ((p − y)/2 + z − p), with p = z cut off at l and h.

    Derived in :eq:`eq-excess`.
    """
    return total(_clip_excess_each(z, y, low, high))


def clip_residual(z: Array, y: Array, low: float, high: float) -> Array:
    """p − y: one rounding. Derived in :eq:`eq-residual`."""
    return np.clip(z, low, high) - y


# --- the records ----------------------------------------------------------------------------------


tanh = Activation(
    "tanh",
    tanh_value,
    tanh_vjp,
    interval(-1.0, 1.0),
    tanh_potential,
    tanh_conjugate,
    excess=tanh_excess,
    residual=tanh_residual,
)


NO_EDGE = (
    " The edge c itself is no target: its loss would be the integral of |c − a(t)| over the tail, "
    "and that diverges."
)


arctan = Activation(
    "arctan",
    arctan_value,
    arctan_vjp,
    interval(-np.pi / 2, np.pi / 2, "neither")._replace(note=NO_EDGE),
    arctan_potential,
    arctan_conjugate,
    excess=arctan_excess,
    residual=arctan_residual,
)


softsign = Activation(
    "softsign",
    softsign_value,
    softsign_vjp,
    interval(-1.0, 1.0, "neither")._replace(note=NO_EDGE),
    softsign_potential,
    softsign_conjugate,
    excess=softsign_excess,
    residual=softsign_residual,
)


def _clipped(name: str, low: float, high: float) -> Activation:
    formulas = (clip_value, clip_vjp, clip_potential, clip_conjugate, clip_excess, clip_residual)
    value, vjp, potential, conjugate, excess, residual = (
        partial(f, low=low, high=high) for f in formulas
    )
    return Activation(
        name,
        value,
        vjp,
        interval(low, high),
        potential,
        conjugate,
        excess=excess,
        residual=residual,
    )


hard_sigmoid = _clipped("hard sigmoid", 0.0, 1.0)


hard_tanh = _clipped("hard tanh", -1.0, 1.0)


relu6 = _clipped("ReLU6", 0.0, 6.0)
