"""Outputs between 0 and 1: sigmoid, the normal cdf, cauchit, the continuous Bernoulli's mean."""

import math

import numpy as np
from scipy.special import entr, erfcx, expit, ndtr, ndtri, xlog1py, zeta

from ..records import Activation, Array, interval, unit_interval
from ..stable import (
    NODES,
    WEIGHTS,
    exp_excess_each,
    log_gap,
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


# --- the mean of a continuous Bernoulli -----------------------------------------------------------

# B_2k/(2k)!, by ζ(2k): scipy's Bernoulli numbers have but twelve digits
_MEAN = [-2 * (-1) ** k * float(zeta(2 * k)) / (2 * math.pi) ** (2 * k) for k in range(1, 20)]
_VARIANCE = [(2 * k + 1) * b for k, b in enumerate(_MEAN)]
_LOG_SINHC = [b / (2 * k + 2) for k, b in enumerate(_MEAN)]


def _even_series(coefficients: list[float], x: Array) -> Array:
    """Σ c_k x^2k, for |x| ≤ 2: Bernoulli's numbers end at 2π."""
    square, result = x * x, np.full_like(x, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        result = result * square + coefficient
    return result


def _below_half(x: Array) -> Array:
    """1/x − 1/(e^x − 1), the mean at the score −x ≤ 0: ½ − x Σ B_2k x^(2k−2)/(2k)! near 0."""
    near = np.minimum(x, 2.0)
    far = np.maximum(x, 2.0)
    return np.where(x < 2, 0.5 - near * _even_series(_MEAN, near), 1 / far - 1 / np.expm1(far))


def _spread(x: Array) -> Array:
    """1/x² − e^−x/(1 − e^−x)², the variance at the scores ±x."""
    near = np.minimum(x, 2.0)
    far = np.maximum(x, 2.0)
    pair = np.exp(-far) / np.expm1(-far) ** 2
    return np.where(x < 2, _even_series(_VARIANCE, near), 1 / far / far - pair)


def _potential_below(x: Array) -> Array:
    """log((1 − e^−x)/x), the potential at the score −x ≤ 0."""
    near = np.minimum(x, 2.0)
    far = np.maximum(x, 2.0)
    series = near * near * _even_series(_LOG_SINHC, near) - near / 2
    return np.where(x < 2, series, np.log1p(-np.exp(-far)) - np.log(far))


def continuous_bernoulli_value(z: Array) -> Array:
    """a(z) = 1/(1 − e^−z) − 1/z.

    ½ at 0: the mean of the density e^(zy) z/(e^z − 1) on [0, 1]. Range: (0, 1). Derived in
    :eq:`eq-continuous-bernoulli`.
    """
    below = _below_half(np.abs(z))
    return np.where(z > 0, 1 - below, below)


def continuous_bernoulli_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (1/z² − e^z/(e^z − 1)²) g, the variance. Derived in :eq:`eq-continuous-bernoulli`."""
    return _spread(np.abs(z)) * g


def continuous_bernoulli_potential(z: Array) -> Array:
    """Φ(z) = log((e^z − 1)/z), summed over the outputs. Derived in :eq:`eq-continuous-bernoulli`.

    As max(z, 0) + Φ(−|z|).
    """
    return total(np.maximum(z, 0.0) + _potential_below(np.abs(z)))


def _size_of_score(y: Array) -> Array:
    """The x ≥ 0 whose mean at −x is y, for 0 < y ≤ 1/2: Newton on 1/mean, which is nearly a line.

    For y < 1/100 it is 1/y to the last digit.
    """
    y = np.maximum(y, np.finfo(y.dtype).tiny)  # below, 1/y is no number
    goal = np.maximum(y.astype(float), 0.01)
    x = np.maximum(12 * (0.5 - goal), 1 / goal - 3)
    for _ in range(6):
        mean, near = _below_half(x), np.minimum(x, 2.0)
        gap = np.where(x < 2, (0.5 - goal) - near * _even_series(_MEAN, near), mean - goal)
        x = np.maximum(x + gap * mean / (goal * _spread(x)), 0.0)
    return np.where(y < 0.01, 1 / y, x.astype(y.dtype))


def continuous_bernoulli_score(y: Array) -> Array:
    """q with a(q) = y, for 0 < y < 1, by Newton's steps. Derived in :eq:`eq-continuous-bernoulli`."""
    return np.copysign(_size_of_score(np.minimum(y, 1 - y)), y - 0.5)


def _conjugate_below(y: Array, x: Array) -> Array:
    near = np.minimum(x, 2.0)
    series = near * ((0.5 - y) - near * _even_series(_LOG_SINHC, near))
    far = np.where(y < 0.01, -1 - np.log(y), -x * y - _potential_below(x))
    return np.where(x < 2, series, far)


def continuous_bernoulli_conjugate(y: Array) -> Array:
    """Φ*(y) = y q − Φ(q) with a(q) = y, on (0, 1), summed over the outputs; it grows like −log y.

    Derived in :eq:`eq-continuous-bernoulli`.
    """
    inside = (y > 0) & (y < 1)
    share = np.where(inside, np.minimum(y, 1 - y), 0.5)
    return total(np.where(inside, _conjugate_below(share, _size_of_score(share)), np.inf))


def _continuous_bernoulli_excess_each(z: Array, y: Array) -> Array:
    """On the side y ≤ 1/2, with a(−x) = y and d = z + x: near it ∫ (d − v) a′(v − x) dv from 0 to d,

    far from it Φ(z) − y z + Φ*(y); where z and −x lie both far below 0 the logarithms of their
    ratio first: r − log(1 + r), r = −d/x, less what e^−x adds to the potential.
    """
    inside = (y > 0) & (y < 1)
    z, y = np.where(y <= 0.5, z, -z), np.where(inside, np.minimum(y, 1 - y), 0.5)
    x = np.broadcast_to(_size_of_score(y), z.shape)
    d, size = z + x, np.abs(z)
    plain = np.where(z > 0, (1 - y) * z, y * size) + _potential_below(size) + _conjugate_below(y, x)
    below = np.maximum(x, 1.0)
    r = -d / below
    ratio = np.where(r > -0.5, log_gap(np.maximum(r, -0.5)), r - np.log(size / below))
    tails = np.log1p(-np.exp(-np.maximum(size, 0.5))) - np.log1p(-np.exp(-below))
    tails += np.where(below < 80, d, 0.0) / np.expm1(np.minimum(below, 80.0))
    exact = y >= np.finfo(y.dtype).smallest_normal  # else 1/y overflows, and no z comes near −x
    each = np.where((x > 1) & (z < -0.5) & exact, ratio + tails, plain)
    near = (np.abs(d) < 0.75 + x / 4) & (x < 80)
    if near.any():
        h, q = d[near] / 2, x[near]
        steps = (h * (1 + node) for node in NODES)
        each[near] = h * sum(
            w * (2 * h - v) * _spread(np.abs(v - q)) for w, v in zip(WEIGHTS, steps, strict=True)
        )
    return np.where(inside & ~(size == np.inf), each, np.inf)


def continuous_bernoulli_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_continuous_bernoulli_excess_each(z, y))


def continuous_bernoulli_residual(z: Array, y: Array) -> Array:
    """a(z) − y for y ≤ 1/2, (1 − y) − a(−z) above. Derived in :eq:`eq-residual`."""
    return _from_the_nearer_edge(continuous_bernoulli_value, z, y)


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

continuous_bernoulli = Activation(
    "continuous Bernoulli",
    continuous_bernoulli_value,
    continuous_bernoulli_vjp,
    interval(0.0, 1.0, "neither")._replace(note=NO_EDGE),
    continuous_bernoulli_potential,
    continuous_bernoulli_conjugate,
    excess=continuous_bernoulli_excess,
    residual=continuous_bernoulli_residual,
)
