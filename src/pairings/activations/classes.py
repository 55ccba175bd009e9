"""Outputs that share one whole among the classes: softmax, sparsemax."""

import numpy as np
from scipy.special import entr

from ..records import Activation, Array, simplex
from ..stable import largest, total


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


# --- sparsemax ------------------------------------------------------------------------------------


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


# --- the records ----------------------------------------------------------------------------------


softmax = Activation(
    "softmax", softmax_value, softmax_vjp, simplex, softmax_potential, softmax_conjugate
)


sparsemax = Activation(
    "sparsemax",
    sparsemax_value,
    sparsemax_vjp,
    simplex,
    sparsemax_potential,
    sparsemax_conjugate,
)
