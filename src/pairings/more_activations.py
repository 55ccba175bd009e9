"""More output maps, in the form of `activations`, which hands them on: `activations.softplus`.

Every formula is a function of its own; the records at the end gather them.
"""

from functools import partial

import numpy as np
from scipy.special import erfcx, expit, ndtr, ndtri, xlogy

from .door import positive_number
from .records import Activation, Array, interval, reals, simplex, unit_interval
from .remainders import dilogarithm, exp_remainder, log_gap, log_remainder, total

# --- exp -------------------------------------------------------------------------------------


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


# --- softplus --------------------------------------------------------------------------------


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


# --- leaky ReLU ------------------------------------------------------------------------------


def leaky_relu_value(z: Array, slope: float = 0.01) -> Array:
    """a(z) = z for z > 0, s z for z ≤ 0.

    Range: all reals. Derived in :eq:`eq-leaky-relu`.
    """
    return np.where(z > 0, z, slope * z)


def leaky_relu_vjp(z: Array, g: Array, slope: float = 0.01) -> Array:
    """J(z)ᵀ g = g for z > 0, s g for z ≤ 0. Derived in :eq:`eq-leaky-relu`."""
    return np.where(z > 0, g, slope * g)


def leaky_relu_potential(z: Array, slope: float = 0.01) -> Array:
    """Φ(z) = z²/2 for z > 0, s z²/2 for z ≤ 0, summed over the outputs.

    Derived in :eq:`eq-leaky-relu`.
    """
    return total(leaky_relu_value(z, slope) * z) / 2


def leaky_relu_conjugate(y: Array, slope: float = 0.01) -> Array:
    """Φ*(y) = y²/2 for y > 0, y²/(2s) for y ≤ 0, summed over the outputs.

    Derived in :eq:`eq-leaky-relu`.
    """
    return total(np.where(y > 0, y, y / slope) * y) / 2


# --- CELU ------------------------------------------------------------------------------------


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
    below = alpha**2 * exp_remainder(np.minimum(z, 0.0) / alpha)
    return total(np.where(z > 0, z * z / 2, below))


def celu_conjugate(y: Array, alpha: float = 1.0) -> Array:
    """Φ*(y) = y²/2 for y > 0, α² ((1 + u) log(1 + u) − u) with u = y/α for −α ≤ y ≤ 0.

    Summed over the outputs. Derived in :eq:`eq-celu`.
    """
    below = alpha**2 * log_remainder(np.clip(y / alpha, -1.0, 0.0))
    return total(np.where(y < -alpha, np.inf, np.where(y > 0, y * y / 2, below)))


# --- hard sigmoid, hard tanh and ReLU6: the identity, cut off --------------------------------


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


# --- arctan and softsign ---------------------------------------------------------------------


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


# --- normal cdf ------------------------------------------------------------------------------


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


# --- sparsemax -------------------------------------------------------------------------------


def sparsemax_value(z: Array) -> Array:
    """a(z) = max(z − τ, 0), with τ such that each row sums to 1: its nearest row of the simplex.

    Range: the simplex. Derived in :eq:`eq-sparsemax`.
    """
    z = z - z.max(axis=-1, keepdims=True)
    falling = -np.sort(-z, axis=-1)
    rank = np.arange(1, z.shape[-1] + 1).astype(z.dtype)
    excess = falling.cumsum(axis=-1) - 1
    last = (rank * falling > excess).sum(axis=-1, keepdims=True) - 1
    return np.maximum(z - np.take_along_axis(excess / rank, last, axis=-1), 0.0)


def sparsemax_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g minus its mean over the outputs with p > 0, and 0 on the others.

    Derived in :eq:`eq-sparsemax`.
    """
    open_ = ~(sparsemax_value(z) <= 0)
    mean = total(np.where(open_, g, 0.0))[..., None] / open_.sum(axis=-1, keepdims=True)
    return np.where(open_, g - mean.astype(g.dtype), 0.0)


def sparsemax_potential(z: Array) -> Array:
    """Φ(z) = ⟨p, z⟩ − ⟨p, p⟩/2 with p = a(z). Derived in :eq:`eq-sparsemax`."""
    top, p = z.max(axis=-1), sparsemax_value(z)
    return top + total(p * (z - top[..., None] - p / 2))


def sparsemax_conjugate(y: Array) -> Array:
    """Φ*(y) = ⟨y, y⟩/2 on the simplex. Derived in :eq:`eq-sparsemax`."""
    return np.where(simplex.contains(y), total(y * y) / 2, np.inf)


# --- without a convex potential --------------------------------------------------------------


def gelu_value(z: Array) -> Array:
    """a(z) = z N(z), with N the normal cdf. Derived in :eq:`eq-gelu`."""
    return z * ndtr(z)


def gelu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (N(z) + z n(z)) g. Derived in :eq:`eq-gelu`."""
    return (ndtr(z) + z * normal_density(z)) * g


def silu_value(z: Array) -> Array:
    """a(z) = z σ(z), with σ the sigmoid. Derived in :eq:`eq-silu`."""
    return z * expit(z)


def silu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = σ(z) (1 + z σ(−z)) g. Derived in :eq:`eq-silu`."""
    return expit(z) * (1 + z * expit(-z)) * g


def mish_value(z: Array) -> Array:
    """a(z) = z tanh(log(1 + e^z)). Derived in :eq:`eq-mish`."""
    return z * np.tanh(np.logaddexp(0.0, z))


def mish_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (t + z σ(z) (1 − t²)) g, with t = tanh(log(1 + e^z)). Derived in :eq:`eq-mish`."""
    t = np.tanh(np.logaddexp(0.0, z))
    return (t + z * expit(z) * (1 - t) * (1 + t)) * g


def hard_swish_value(z: Array) -> Array:
    """a(z) = z c/6, with c = z + 3 cut off at 0 and 6. Derived in :eq:`eq-hard-swish`."""
    return z * (np.clip(z + 3, 0.0, 6.0) / 6)


def hard_swish_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = 0 for z ≤ −3, (2z + 3) g/6 up to 3, g above. Derived in :eq:`eq-hard-swish`."""
    return np.where(z <= -3, 0.0, np.where(z < 3, (2 * z + 3) / 6, 1.0).astype(z.dtype) * g)


# --- the records -----------------------------------------------------------------------------

exp = Activation("exp", exp_value, exp_vjp, interval(0.0, np.inf), exp_potential, exp_conjugate)
softplus = Activation(
    "softplus",
    softplus_value,
    softplus_vjp,
    interval(0.0, np.inf),
    softplus_potential,
    softplus_conjugate,
)


def leaky_relu_with(slope: float) -> Activation:
    """Leaky ReLU with slope `slope` > 0 below 0; `slope` 1 is the identity."""
    slope = positive_number("slope", slope)
    formulas = (leaky_relu_value, leaky_relu_vjp, leaky_relu_potential, leaky_relu_conjugate)
    value, vjp, potential, conjugate = (partial(f, slope=slope) for f in formulas)
    name = "leaky ReLU" if slope == 0.01 else f"leaky ReLU(s={slope:g})"
    return Activation(name, value, vjp, reals, potential, conjugate)


leaky_relu = leaky_relu_with(0.01)


def celu_with(alpha: float) -> Activation:
    """CELU with `alpha` > 0, the depth of its floor, −α; `alpha` 1 is ELU."""
    alpha = positive_number("alpha", alpha)
    formulas = (celu_value, celu_vjp, celu_potential, celu_conjugate)
    value, vjp, potential, conjugate = (partial(f, alpha=alpha) for f in formulas)
    name = "CELU" if alpha == 1 else f"CELU(α={alpha:g})"
    return Activation(name, value, vjp, interval(-alpha, np.inf), potential, conjugate)


def _clipped(name: str, low: float, high: float) -> Activation:
    formulas = (clip_value, clip_vjp, clip_potential, clip_conjugate)
    value, vjp, potential, conjugate = (partial(f, low=low, high=high) for f in formulas)
    return Activation(name, value, vjp, interval(low, high), potential, conjugate)


celu = celu_with(1.0)
hard_sigmoid = _clipped("hard sigmoid", 0.0, 1.0)
hard_tanh = _clipped("hard tanh", -1.0, 1.0)
relu6 = _clipped("ReLU6", 0.0, 6.0)

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
normal_cdf = Activation(
    "normal cdf",
    normal_cdf_value,
    normal_cdf_vjp,
    unit_interval,
    normal_cdf_potential,
    normal_cdf_conjugate,
)
sparsemax = Activation(
    "sparsemax",
    sparsemax_value,
    sparsemax_vjp,
    simplex,
    sparsemax_potential,
    sparsemax_conjugate,
)


def _turning(name: str, value, vjp, z: str, low: float) -> Activation:
    reason = (
        f"{name} is not monotone: it turns at z = {z}, where it is {low:.4f}. A negative target "
        f"above that has two scores, the left one a maximum of the integral of a(t) − y"
    )
    floor = interval(low, np.inf)
    return Activation(name, value, vjp, floor, reason=reason.replace("-", "−"))


gelu = _turning("GELU", gelu_value, gelu_vjp, "-0.7518", -0.16997120748)
silu = _turning("SiLU", silu_value, silu_vjp, "-1.2785", -0.27846454277)
mish = _turning("Mish", mish_value, mish_vjp, "-1.1924", -0.30884341302)
hard_swish = _turning("hard swish", hard_swish_value, hard_swish_vjp, "-1.5", -0.375)
