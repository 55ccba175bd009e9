"""Output maps p = a(z): value, vector–Jacobian product, potential Φ with a = ∇Φ, conjugate Φ*.

Each formula is a function of its own; the records at the end gather them. Potentials and
conjugates are summed over the outputs; Φ* is +∞ outside the range. Cancellation is met by
algebra (log1p, expm1, `remainders`), never by an epsilon. These are the article's own; `exp`,
`softplus` and the rest are in `more_activations` and can be had from here.
"""

import math
from functools import partial

import numpy as np
from scipy.special import entr, expit, xlog1py

from .door import positive_number
from .more_activations import (
    arctan,
    celu,
    celu_with,  # noqa: F401
    exp,
    gelu,
    hard_sigmoid,
    hard_swish,
    hard_tanh,
    leaky_relu,
    leaky_relu_with,  # noqa: F401
    mish,
    normal_cdf,
    relu6,
    silu,
    softplus,
    softsign,
    sparsemax,
)
from .numeric import from_function  # noqa: F401
from .records import Activation, Array, interval, reals, simplex, unit_interval
from .remainders import exp_remainder, largest, log_remainder, total

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
LOG_2 = math.log(2.0)

# --- identity --------------------------------------------------------------------------------


def identity_value(z: Array) -> Array:
    """a(z) = z.

    Range: all reals. Derived in :eq:`eq-identity`.
    """
    return z + 0.0


def identity_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g. Derived in :eq:`eq-identity`."""
    return g + 0.0


def identity_potential(z: Array) -> Array:
    """Φ(z) = z²/2, summed over the outputs. Derived in :eq:`eq-identity`."""
    return total(z * z) / 2


def identity_conjugate(y: Array) -> Array:
    """Φ*(y) = y²/2, summed over the outputs. Derived in :eq:`eq-identity`."""
    return total(y * y) / 2


# --- sigmoid ---------------------------------------------------------------------------------


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


# --- softmax ---------------------------------------------------------------------------------


def softmax_value(z: Array) -> Array:
    """a_k(z) = e^z_k / Σ_j e^z_j, along the last axis.

    Range: the inside of the simplex. Derived in :eq:`eq-softmax`.
    """
    e = np.exp(z - largest(z)[..., None])
    e /= total(e)[..., None]
    return e


def softmax_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = p ∘ (g − ⟨p, g⟩), with p = softmax(z). Derived in :eq:`eq-softmax`."""
    p = softmax_value(z)
    return p * (g - total(p * g)[..., None])


def softmax_potential(z: Array) -> Array:
    """Φ(z) = log Σ_j e^z_j. Derived in :eq:`eq-softmax`."""
    top = largest(z)
    return top + np.log(total(np.exp(z - top[..., None])))


def softmax_conjugate(y: Array) -> Array:
    """Φ*(y) = Σ_k y_k log y_k on the simplex. Derived in :eq:`eq-softmax`."""
    return np.where(simplex.contains(y), -total(entr(y)), np.inf)


# --- tanh ------------------------------------------------------------------------------------


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


# --- ReLU ------------------------------------------------------------------------------------


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


# --- ELU and SELU ----------------------------------------------------------------------------


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
    return total(np.where(z > 0, z * z / 2, alpha * exp_remainder(np.minimum(z, 0.0))))


def elu_conjugate(y: Array, alpha: float = 1.0) -> Array:
    """Φ*(y) = y²/2 for y > 0, (y + α) log(1 + y/α) − y for −α ≤ y ≤ 0, summed over the outputs.

    Derived in :eq:`eq-elu`.
    """
    below = alpha * log_remainder(np.clip(y / alpha, -1.0, 0.0))
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


# --- the records -----------------------------------------------------------------------------

identity = Activation(
    "identity", identity_value, identity_vjp, reals, identity_potential, identity_conjugate
)
sigmoid = Activation(
    "sigmoid", sigmoid_value, sigmoid_vjp, unit_interval, sigmoid_potential, sigmoid_conjugate
)
softmax = Activation(
    "softmax", softmax_value, softmax_vjp, simplex, softmax_potential, softmax_conjugate
)
tanh = Activation("tanh", tanh_value, tanh_vjp, interval(-1.0, 1.0), tanh_potential, tanh_conjugate)
relu = Activation(
    "ReLU", relu_value, relu_vjp, interval(0.0, np.inf), relu_potential, relu_conjugate
)


def elu_with(alpha: float) -> Activation:
    """ELU with slope parameter `alpha` > 0, which is also the depth of its floor, −α."""
    alpha = positive_number("alpha", alpha)
    formulas = (elu_value, elu_vjp, elu_potential, elu_conjugate)
    value, vjp, potential, conjugate = (partial(f, alpha=alpha) for f in formulas)
    name = "ELU" if alpha == 1 else f"ELU(α={alpha:g})"
    return Activation(name, value, vjp, interval(-alpha, np.inf), potential, conjugate)


elu = elu_with(1.0)
selu = Activation(
    "SELU",
    selu_value,
    selu_vjp,
    interval(-SELU_SCALE * SELU_ALPHA, np.inf),
    selu_potential,
    selu_conjugate,
)

# The table of the book, row by row; the last four have no potential.
TABLE = (
    identity,
    sigmoid,
    softmax,
    tanh,
    relu,
    leaky_relu,
    elu,
    celu,
    selu,
    softplus,
    exp,
    hard_sigmoid,
    hard_tanh,
    relu6,
    arctan,
    softsign,
    normal_cdf,
    sparsemax,
    gelu,
    silu,
    mish,
    hard_swish,
)
