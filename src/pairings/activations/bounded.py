"""Outputs between two ends: sigmoid, tanh, the normal cdf; arctan and softsign; the identity cut off."""

import math
from functools import partial

import numpy as np
from scipy.special import entr, erfcx, expit, ndtr, ndtri, xlog1py

from ..records import Activation, Array, interval, unit_interval
from ..stable import log_gap, total

LOG_2 = math.log(2.0)


# --- sigmoid --------------------------------------------------------------------------------------


def sigmoid_value(z: Array) -> Array:
    """a(z) = 1 / (1 + e^−z).

    Range: (0, 1). Derived in :eq:`eq-sigmoid`.
    """
    return expit(z)


def sigmoid_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = a(z) a(−z) g, since 1 − a(z) = a(−z) without cancellation.

    Derived in :eq:`eq-sigmoid-slope`.
    """
    return expit(z) * expit(-z) * g


def sigmoid_potential(z: Array) -> Array:
    """Φ(z) = log(1 + e^z), summed over the outputs. Derived in :eq:`eq-sigmoid-potential`."""
    return total(np.logaddexp(0.0, z))


def sigmoid_conjugate(y: Array) -> Array:
    """Φ*(y) = y log y + (1 − y) log(1 − y) on [0, 1], summed over the outputs.

    Derived in :eq:`eq-sigmoid-potential`.
    """
    inside = (y >= 0) & (y <= 1)
    y = np.where(inside, y, 0.5)
    return total(np.where(inside, xlog1py(1 - y, -y) - entr(y), np.inf))


# --- tanh -----------------------------------------------------------------------------------------


def tanh_value(z: Array) -> Array:
    """a(z) = (e^z − e^−z) / (e^z + e^−z).

    Range: (−1, 1). Derived in :eq:`eq-tanh`.
    """
    return np.tanh(z)


def tanh_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (1 − a(z)) (1 + a(z)) g. Derived in :eq:`eq-tanh`."""
    p = np.tanh(z)
    return (1 - p) * (1 + p) * g


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


# --- the normal cdf -------------------------------------------------------------------------------


def normal_density(z: Array) -> Array:
    """n(z) = e^(−z²/2) / √(2π). Derived in :eq:`eq-normal-cdf`."""
    return np.exp(-z * z / 2) / np.sqrt(2 * np.pi).astype(z.dtype)


def normal_cdf_value(z: Array) -> Array:
    """a(z) = N(z) = ∫ n(t) dt from −∞ to z, the probit.

    Range: (0, 1). Derived in :eq:`eq-normal-cdf`.
    """
    return ndtr(z)


def normal_cdf_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = n(z) g. Derived in :eq:`eq-normal-cdf`."""
    return normal_density(z) * g


def normal_cdf_potential(z: Array) -> Array:
    """Φ(z) = z N(z) + n(z), summed over the outputs. Derived in :eq:`eq-normal-cdf`.

    By Φ(z) = z + Φ(−z), and n(z) (1 + z N(z) / n(z)) for z ≤ 0, where N / n does not vanish.
    """
    x = np.abs(z)
    ratio = erfcx(x / 2**0.5) * (np.pi / 2) ** 0.5
    return total(np.maximum(z, 0.0) + normal_density(x) * (1 - x * ratio))


def normal_cdf_conjugate(y: Array) -> Array:
    """Φ*(y) = −n(q) with N(q) = y, on [0, 1], summed over the outputs.

    As y q − Φ(q), which a rounded q harms least, on the side y ≤ 1/2. Derived in
    :eq:`eq-normal-cdf`.
    """
    inside = (y > 0) & (y < 1)
    share = np.where(inside, np.minimum(y, 1 - y), 0.5)
    q = ndtri(share)
    below = np.where(inside, share * q - normal_cdf_potential(q[..., None]), 0.0)
    return total(np.where((y >= 0) & (y <= 1), below, np.inf))


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


# --- the records ----------------------------------------------------------------------------------


sigmoid = Activation(
    "sigmoid", sigmoid_value, sigmoid_vjp, unit_interval, sigmoid_potential, sigmoid_conjugate
)


tanh = Activation("tanh", tanh_value, tanh_vjp, interval(-1.0, 1.0), tanh_potential, tanh_conjugate)


normal_cdf = Activation(
    "normal cdf",
    normal_cdf_value,
    normal_cdf_vjp,
    unit_interval,
    normal_cdf_potential,
    normal_cdf_conjugate,
)

_NO_EDGE = (
    " The edge c itself is no target: its loss would be the integral of |c − a(t)| over the tail, "
    "and that diverges."
)


arctan = Activation(
    "arctan",
    arctan_value,
    arctan_vjp,
    interval(-np.pi / 2, np.pi / 2, "neither")._replace(note=_NO_EDGE),
    arctan_potential,
    arctan_conjugate,
)


softsign = Activation(
    "softsign",
    softsign_value,
    softsign_vjp,
    interval(-1.0, 1.0, "neither")._replace(note=_NO_EDGE),
    softsign_potential,
    softsign_conjugate,
)


def _clipped(name: str, low: float, high: float) -> Activation:
    formulas = (clip_value, clip_vjp, clip_potential, clip_conjugate)
    value, vjp, potential, conjugate = (partial(f, low=low, high=high) for f in formulas)
    return Activation(name, value, vjp, interval(low, high), potential, conjugate)


hard_sigmoid = _clipped("hard sigmoid", 0.0, 1.0)


hard_tanh = _clipped("hard tanh", -1.0, 1.0)


relu6 = _clipped("ReLU6", 0.0, 6.0)
