"""Outputs between 0 and 1: sigmoid, the normal cdf, cauchit."""

import math

import numpy as np
from scipy.special import entr, erfcx, expit, ndtr, ndtri, xlog1py

from ..records import Activation, Array, interval, unit_interval
from ..stable import (
    NODES,
    WEIGHTS,
    exp_excess_each,
    log_one_plus_exp,
    overwritten,
    times,
    total,
)
from .bounded import NO_EDGE, angle_excess

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


def _divergence(z: Array, y: Array) -> Array:
    # of the shares (1 − y, y) from (σ(−z), σ(z))
    above = exp_excess_each(-log_one_plus_exp(-z), y)
    return above + exp_excess_each(-log_one_plus_exp(z), 1 - y, np.log1p(-y))


def _sigmoid_excess_each(z: Array, y: Array) -> Array:
    """log(1 + e^((1 − 2y) z)) for y = 0 and 1; between them E(log σ(z), y) + E(log σ(−z), 1 − y)."""
    each = log_one_plus_exp((1 - 2 * y) * z)
    return overwritten(each, (y != 0) & (y != 1), _divergence, z, y)


def sigmoid_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs: the divergence of the label from the prediction.

    Derived in :eq:`eq-excess`.
    """
    return total(_sigmoid_excess_each(z, y))


def _logistic(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))  # with numpy's exp faster than scipy's expit


def _from_the_nearer_edge(cdf, z: Array, y: Array) -> Array:
    # a(z) − y = (1 − y) − a(−z) = −(a(−z) − (1 − y)), and 1 − y is exact for y ≥ 1/2.
    side = np.copysign(1.0, 0.5 - y)
    return side * (cdf(side * z) - np.minimum(y, 1 - y))


def sigmoid_residual(z: Array, y: Array) -> Array:
    """σ(z) − y for y ≤ 1/2, (1 − y) − σ(−z) above. Derived in :eq:`eq-residual`."""
    return _from_the_nearer_edge(_logistic, z, y)


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


def _mills(x: Array) -> Array:
    """N(−x)/n(x), for x ≥ 0."""
    return erfcx(x / 2**0.5) * (math.pi / 2) ** 0.5


def _normal_cdf_excess_each(z: Array, y: Array) -> Array:
    """On the side y ≤ 1/2, with y = N(q) = n(q)/h: Φ(z) − y (z + h), and near q

    y h ∫ (d − v) e^(−qv − v²/2) dv from 0 to d = z − q.
    """
    side = np.copysign(1.0, 0.5 - y)
    z, y = side * z, np.minimum(y, 1 - y)
    inside = y > 0
    q = ndtri(np.where(inside, y, 0.5))
    h = np.where(inside, 1 / _mills(-q), 0.0)
    x = np.minimum(np.abs(z), 100.0)
    tail = np.exp(-x * x / 2) / (2 * math.pi) ** 0.5 * (1 - x * _mills(x))
    each = tail + np.where(z > 0, (1 - y) * z - y * h, times(y, -z - h))
    d = z - q
    near = inside & (np.abs(d) * (1 + np.abs(q)) < 1)
    if near.any():
        d = d[near]
        q, scale = (np.broadcast_to(a, near.shape)[near] for a in (q, y * h))
        nodes = (d * (node / 2 + 0.5) for node in NODES)
        each[near] = (
            scale
            * (d / 2)
            * sum(
                w * (d - v) * np.exp(-v * (q + v / 2)) for w, v in zip(WEIGHTS, nodes, strict=True)
            )
        )
    return np.where(y < 0, np.inf, each)


def normal_cdf_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_normal_cdf_excess_each(z, y))


def normal_cdf_residual(z: Array, y: Array) -> Array:
    """N(z) − y for y ≤ 1/2, (1 − y) − N(−z) above. Derived in :eq:`eq-residual`."""
    return _from_the_nearer_edge(ndtr, z, y)


# --- cauchit ---------------------------------------------------------------------------------


def cauchit_value(z: Array) -> Array:
    """a(z) = arctan(z)/π + 1/2.

    Range: (0, 1). As the angle of (−z, 1), so that small values keep their digits. Derived in
    :eq:`eq-cauchit`.
    """
    return np.arctan2(np.ones_like(z), -z) / math.pi


def cauchit_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g / (π (1 + z²)). Derived in :eq:`eq-cauchit`."""
    return g / (math.pi * (1 + z * z))


def cauchit_potential(z: Array) -> Array:
    """Φ(z) = z/2 + (z arctan z − log(1 + z²)/2)/π, summed over the outputs.

    As z a(z) − log(1 + z²)/2π, so that a(z) of a negative score keeps its digits. Derived in
    :eq:`eq-cauchit`.
    """
    return total(z * cauchit_value(z) - np.log(np.hypot(1.0, z)) / math.pi)


def cauchit_conjugate(y: Array) -> Array:
    """Φ*(y) = −log(sin(π y))/π for 0 < y < 1, summed over the outputs. Derived in :eq:`eq-cauchit`."""
    inside = (y > 0) & (y < 1)
    angle = math.pi * np.where(inside, np.minimum(y, 1 - y), 0.5)
    return total(np.where(inside, -np.log(np.sin(angle)) / math.pi, np.inf))


def _cauchit_excess_each(z: Array, y: Array) -> Array:
    """1/π times that of arctan at π (y − 1/2), whose cosine is sin πy; on the side y ≤ 1/2."""
    side = np.copysign(1.0, 0.5 - y)
    z, y = side * z, np.minimum(y, 1 - y)
    inside = y > 0
    angle = math.pi * np.where(inside, y, 0.5)
    turn = np.arctan2(np.ones_like(z), -z) - angle
    return np.where(inside, angle_excess(z, turn, np.log(np.sin(angle)), 1 / math.pi), np.inf)


def cauchit_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_cauchit_excess_each(z, y))


def cauchit_residual(z: Array, y: Array) -> Array:
    """a(z) − y for y ≤ 1/2, (1 − y) − a(−z) above. Derived in :eq:`eq-residual`."""
    return _from_the_nearer_edge(cauchit_value, z, y)


# --- the records -----------------------------------------------------------------------------

sigmoid = Activation(
    "sigmoid",
    sigmoid_value,
    sigmoid_vjp,
    unit_interval,
    sigmoid_potential,
    sigmoid_conjugate,
    excess=sigmoid_excess,
    residual=sigmoid_residual,
)


normal_cdf = Activation(
    "normal cdf",
    normal_cdf_value,
    normal_cdf_vjp,
    unit_interval,
    normal_cdf_potential,
    normal_cdf_conjugate,
    excess=normal_cdf_excess,
    residual=normal_cdf_residual,
)

cauchit = Activation(
    "cauchit",
    cauchit_value,
    cauchit_vjp,
    interval(0.0, 1.0, "neither")._replace(note=NO_EDGE),
    cauchit_potential,
    cauchit_conjugate,
    excess=cauchit_excess,
    residual=cauchit_residual,
)
