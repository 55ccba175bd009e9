"""Outputs with a floor: ReLU, softplus, exp from 0 up; ELU, CELU, SELU from a little below."""

from functools import partial

import numpy as np
from scipy.special import expit, xlogy

from ..inputs import positive_number
from ..records import Activation, Array, interval
from ..stable import (
    NODES,
    WEIGHTS,
    dilogarithm,
    exp_excess_each,
    exp_gap,
    half_square,
    log_one_plus_exp,
    log_remainder,
    sides,
    times,
    total,
)

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


# --- ReLU -----------------------------------------------------------------------------------------


def relu_value(z: Array) -> Array:
    """a(z) = max(z, 0).

    Range: [0, ∞). Derived in :eq:`eq-relu`.
    """
    return np.maximum(z, 0.0)


def relu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = 0 where z ≤ 0, else g: a closed gate stops even an infinite gradient.

    Derived in :eq:`eq-relu`.
    """
    gate = ~(z <= 0)
    if np.isfinite(g).all():
        return g * gate.astype(g.dtype)  # the same, and several times as fast
    return np.where(gate, g, 0.0)


def relu_potential(z: Array) -> Array:
    """Φ(z) = max(z, 0)²/2, summed over the outputs. Derived in :eq:`eq-relu`."""
    return total(np.maximum(z, 0.0) ** 2) / 2


def relu_conjugate(y: Array) -> Array:
    """Φ*(y) = y²/2 for y ≥ 0, summed over the outputs. Derived in :eq:`eq-relu`."""
    return total(np.where(y >= 0, y * y / 2, np.inf))


def _relu_excess_each(z: Array, y: Array) -> Array:
    """(max(z, 0) − y)²/2 + y max(−z, 0)."""
    each = half_square(np.maximum(z, 0.0) - y)
    each += times(y, np.maximum(-z, 0.0))
    return np.where(y < 0, np.inf, each) if (y < 0).any() else each


def relu_excess(z: Array, y: Array) -> Array:
    """L = Σ (p − y)²/2 + y (p − z), with p = max(z, 0). Derived in :eq:`eq-excess`."""
    return total(_relu_excess_each(z, y))


def relu_residual(z: Array, y: Array) -> Array:
    """max(z, 0) − y: one rounding. Derived in :eq:`eq-residual`."""
    return np.maximum(z, 0.0) - y


# --- softplus -------------------------------------------------------------------------------------


def softplus_value(z: Array) -> Array:
    """a(z) = log(1 + e^z).

    Range: (0, ∞). Derived in :eq:`eq-softplus`.
    """
    return np.logaddexp(0.0, z)


def softplus_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g / (1 + e^−z). Derived in :eq:`eq-softplus`."""
    return expit(z) * g


def softplus_potential(z: Array) -> Array:
    """Φ(z) = −Li₂(−e^z) = p²/2 + Li₂(1 − e^−p), with p = a(z), summed over the outputs.

    Derived in :eq:`eq-softplus-potential`.
    """
    p = np.logaddexp(0.0, z)
    return total(p * p / 2 + dilogarithm(p))


def softplus_conjugate(y: Array) -> Array:
    """Φ*(y) = y²/2 + y log(1 − e^−y) − Li₂(1 − e^−y) for y ≥ 0, summed over the outputs.

    Derived in :eq:`eq-softplus-potential`.
    """
    size = np.maximum(y, 0.0)
    below = size * size / 2 + xlogy(size, -np.expm1(-size)) - dilogarithm(size)
    return total(np.where(y >= 0, below, np.inf))


def _softplus_excess_each(z: Array, y: Array) -> Array:
    """∫ (a(x) − y) dx from the score t of y to z; far from t by the Debye function of p and y.

    Near: ∫ log(1 + σ(t) (e^v − 1)) dv from 0 to z − t. Far: (p − y)²/2 + D(p) − D(y)
    − y (log(1 − e^−p) − log(1 − e^−y)), with D(s) = Li₂(1 − e^−s) and log(1 − e^−p) = log σ(z).
    """
    p, inside = log_one_plus_exp(z), np.maximum(y, 0.0)
    lost = -np.expm1(-inside)  # σ(t)
    log_lost = np.where(inside < 0.7, np.log(lost), np.log1p(-np.exp(-inside)))
    drop = times(inside, -log_one_plus_exp(-z) - log_lost)
    each = half_square(p - inside) + (dilogarithm(p) - dilogarithm(inside)) - drop
    each = np.where(p == np.inf, np.inf, each)
    d = z - (inside + log_lost)
    near = np.abs(d) < 1
    if near.any():
        step, lost = d[near], np.broadcast_to(lost, d.shape)[near]
        nodes = (step * (node / 2 + 0.5) for node in NODES)
        heights = (w * np.log1p(lost * np.expm1(v)) for w, v in zip(WEIGHTS, nodes, strict=True))
        each[near] = step / 2 * sum(heights)
    return np.where(y < 0, np.inf, each)


def softplus_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs. Derived in :eq:`eq-excess`."""
    return total(_softplus_excess_each(z, y))


def softplus_residual(z: Array, y: Array) -> Array:
    """log(1 + e^z) − y. Derived in :eq:`eq-residual`."""
    return log_one_plus_exp(z) - y


# --- exp ------------------------------------------------------------------------------------------


def exp_value(z: Array) -> Array:
    """a(z) = e^z.

    Range: (0, ∞). Derived in :eq:`eq-exp`.
    """
    return np.exp(z)


def exp_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = e^z g. Derived in :eq:`eq-exp`."""
    return np.exp(z) * g


def exp_potential(z: Array) -> Array:
    """Φ(z) = e^z, summed over the outputs. Derived in :eq:`eq-exp`."""
    return total(np.exp(z))


def exp_conjugate(y: Array) -> Array:
    """Φ*(y) = y log y − y for y ≥ 0, summed over the outputs. Derived in :eq:`eq-exp`."""
    inside = y >= 0
    return total(np.where(inside, xlogy(y, np.where(inside, y, 1.0)) - y, np.inf))


def exp_excess(z: Array, y: Array) -> Array:
    """L = Σ E(z, y): half the Poisson deviance. Derived in :eq:`eq-excess`."""
    return total(exp_excess_each(z, y))


def exp_residual(z: Array, y: Array) -> Array:
    """e^z − y. (y expm1(z − log y) would carry the rounding of log y, which is larger.)

    Derived in :eq:`eq-residual`.
    """
    return np.exp(z) - y


# --- ELU, CELU and SELU ---------------------------------------------------------------------------


def elu_value(z: Array, alpha: float = 1.0) -> Array:
    """a(z) = z for z > 0, α (e^z − 1) for z ≤ 0.

    Range: (−α, ∞). Derived in :eq:`eq-elu`.
    """
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def elu_vjp(z: Array, g: Array, alpha: float = 1.0) -> Array:
    """J(z)ᵀ g = g for z > 0, α e^z g for z ≤ 0. Derived in :eq:`eq-elu`."""
    return np.where(z > 0, g, alpha * np.exp(np.minimum(z, 0.0)) * g)


def elu_potential(z: Array, alpha: float = 1.0) -> Array:
    """Φ(z) = z²/2 for z > 0, α (e^z − 1 − z) for z ≤ 0, summed over the outputs.

    Derived in :eq:`eq-elu`.
    """
    return total(np.where(z > 0, z * z / 2, alpha * exp_gap(np.minimum(z, 0.0))))


def elu_conjugate(y: Array, alpha: float = 1.0) -> Array:
    """Φ*(y) = y²/2 for y > 0, (y + α) log(1 + y/α) − y for −α ≤ y ≤ 0, summed over the outputs.

    Derived in :eq:`eq-elu`.
    """
    below = alpha * log_remainder(np.clip(y / alpha, -1.0, 0.0))
    return total(np.where(y < -alpha, np.inf, np.where(y > 0, y * y / 2, below)))


def celu_value(z: Array, alpha: float = 1.0) -> Array:
    """a(z) = z for z > 0, α (e^(z/α) − 1) for z ≤ 0: an ELU whose slope is continuous.

    Range: (−α, ∞). Derived in :eq:`eq-celu`.
    """
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0) / alpha))


def celu_vjp(z: Array, g: Array, alpha: float = 1.0) -> Array:
    """J(z)ᵀ g = g for z > 0, e^(z/α) g for z ≤ 0. Derived in :eq:`eq-celu`."""
    return np.where(z > 0, g, np.exp(np.minimum(z, 0.0) / alpha) * g)


def celu_potential(z: Array, alpha: float = 1.0) -> Array:
    """Φ(z) = z²/2 for z > 0, α² (e^(z/α) − 1 − z/α) for z ≤ 0, summed over the outputs.

    Derived in :eq:`eq-celu`.
    """
    below = alpha**2 * exp_gap(np.minimum(z, 0.0) / alpha)
    return total(np.where(z > 0, z * z / 2, below))


def celu_conjugate(y: Array, alpha: float = 1.0) -> Array:
    """Φ*(y) = y²/2 for y > 0, α² ((1 + u) log(1 + u) − u) with u = y/α for −α ≤ y ≤ 0.

    Summed over the outputs. Derived in :eq:`eq-celu`.
    """
    below = alpha**2 * log_remainder(np.clip(y / alpha, -1.0, 0.0))
    return total(np.where(y < -alpha, np.inf, np.where(y > 0, y * y / 2, below)))


def selu_value(z: Array) -> Array:
    """a(z) = λ ELU_α(z), with λ = 1.0507… and α = 1.6733….

    Range: (−λα, ∞) = (−1.758…, ∞). Derived in :eq:`eq-selu`.
    """
    return SELU_SCALE * elu_value(z, SELU_ALPHA)


def selu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = λ times that of ELU_α. Derived in :eq:`eq-selu`."""
    return SELU_SCALE * elu_vjp(z, g, SELU_ALPHA)


def selu_potential(z: Array) -> Array:
    """Φ(z) = λ Φ_ELU(z). Derived in :eq:`eq-selu`."""
    return SELU_SCALE * elu_potential(z, SELU_ALPHA)


def selu_conjugate(y: Array) -> Array:
    """Φ*(y) = λ Φ*_ELU(y/λ). Derived in :eq:`eq-selu`."""
    return SELU_SCALE * elu_conjugate(y / SELU_SCALE, SELU_ALPHA)


def _elu_excess_each(
    z: Array, y: Array, depth: float = 1.0, slope: float = 1.0, width: float = 1.0
) -> Array:
    """(s z₊ − y₊)²/(2s) + z₊ y₋ + z₋ y₊ + b c E(−z₋/b, 1 − y₋/c), for a = s z, c (e^(z/b) − 1)."""
    up, down, high, low = sides(z, y)
    left = (depth - low) / depth  # exact close to the edge
    log_left = np.where(left < 0.5, np.log(left), np.log1p(-low / depth))
    tail = depth * width * exp_excess_each(-down / width, left, log_left)
    return half_square(slope * up - high, 2 * slope) + times(low, up) + times(high, down) + tail


def elu_excess(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """L of ELU: depth α, slope 1, width 1. Derived in :eq:`eq-excess`."""
    return total(_elu_excess_each(z, y, alpha))


def _elu_residual_each(
    z: Array, y: Array, depth: float = 1.0, slope: float = 1.0, width: float = 1.0
) -> Array:
    """a(z) − y; for a target in the lower half of the tail c e^(z/b) − (y + c)."""
    below = np.minimum(z, 0.0) / width
    tail = np.where(
        y < -depth / 2, depth * np.exp(below) - (y + depth), depth * np.expm1(below) - y
    )
    return np.where(z > 0, slope * z - y, tail)


def elu_residual(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """a(z) − y, close to the floor as α e^z − (y + α). Derived in :eq:`eq-residual`."""
    return _elu_residual_each(z, y, alpha)


def celu_excess(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """L of CELU: depth α, slope 1, width α. Derived in :eq:`eq-excess`."""
    return total(_elu_excess_each(z, y, alpha, 1.0, alpha))


def celu_residual(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """a(z) − y of CELU. Derived in :eq:`eq-residual`."""
    return _elu_residual_each(z, y, alpha, 1.0, alpha)


def selu_excess(z: Array, y: Array) -> Array:
    """L of SELU: depth λα, slope λ, width 1. Derived in :eq:`eq-excess`."""
    return total(_elu_excess_each(z, y, SELU_SCALE * SELU_ALPHA, SELU_SCALE))


def selu_residual(z: Array, y: Array) -> Array:
    """a(z) − y of SELU. Derived in :eq:`eq-residual`."""
    return _elu_residual_each(z, y, SELU_SCALE * SELU_ALPHA, SELU_SCALE)


# --- the records ----------------------------------------------------------------------------------


relu = Activation(
    "ReLU",
    relu_value,
    relu_vjp,
    interval(0.0, np.inf),
    relu_potential,
    relu_conjugate,
    excess=relu_excess,
    residual=relu_residual,
)


softplus = Activation(
    "softplus",
    softplus_value,
    softplus_vjp,
    interval(0.0, np.inf),
    softplus_potential,
    softplus_conjugate,
    excess=softplus_excess,
    residual=softplus_residual,
)


exp = Activation(
    "exp",
    exp_value,
    exp_vjp,
    interval(0.0, np.inf),
    exp_potential,
    exp_conjugate,
    excess=exp_excess,
    residual=exp_residual,
)


def elu_with(alpha: float) -> Activation:
    """ELU with slope parameter `alpha` > 0, which is also the depth of its floor, −α."""
    alpha = positive_number("alpha", alpha)
    formulas = (elu_value, elu_vjp, elu_potential, elu_conjugate, elu_excess, elu_residual)
    value, vjp, potential, conjugate, excess, residual = (partial(f, alpha=alpha) for f in formulas)
    name = "ELU" if alpha == 1 else f"ELU(α={alpha:g})"
    return Activation(
        name,
        value,
        vjp,
        interval(-alpha, np.inf),
        potential,
        conjugate,
        excess=excess,
        residual=residual,
    )


def celu_with(alpha: float) -> Activation:
    """CELU with `alpha` > 0, the depth of its floor, −α; `alpha` 1 is ELU."""
    alpha = positive_number("alpha", alpha)
    formulas = (celu_value, celu_vjp, celu_potential, celu_conjugate, celu_excess, celu_residual)
    value, vjp, potential, conjugate, excess, residual = (partial(f, alpha=alpha) for f in formulas)
    name = "CELU" if alpha == 1 else f"CELU(α={alpha:g})"
    return Activation(
        name,
        value,
        vjp,
        interval(-alpha, np.inf),
        potential,
        conjugate,
        excess=excess,
        residual=residual,
    )


elu = elu_with(1.0)


celu = celu_with(1.0)


selu = Activation(
    "SELU",
    selu_value,
    selu_vjp,
    interval(-SELU_SCALE * SELU_ALPHA, np.inf),
    selu_potential,
    selu_conjugate,
    excess=selu_excess,
    residual=selu_residual,
)
