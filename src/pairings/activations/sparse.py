"""Outputs between softmax and sparsemax: shares of one whole, some of them exactly 0, without a kink."""

import numpy as np

from ..records import Activation, Array, simplex
from ..stable import largest, times, total
from .classes import beyond_the_first


def _roots(z: Array) -> tuple[Array, Array]:
    """√p = max(z/2 − τ, 0) and 2τ less the largest score, by sorting: the roots of a quadratic.

    Of the k largest halves, with mean m and scatter S, Σ (h − τ)² = 1 has τ = m − √((1 − S)/k); the
    largest k whose τ lies below its last half is the number of open outputs.
    """
    half = (z - z.max(axis=-1, keepdims=True)) / 2
    falling = -np.sort(-half, axis=-1)
    rank = np.arange(1, z.shape[-1] + 1).astype(z.dtype)
    near = np.maximum(falling, -2.0)  # an output that far behind is closed; its square may overflow
    mean = near.cumsum(axis=-1) / rank
    scatter = (near * near).cumsum(axis=-1) - rank * mean * mean
    taus = mean - np.sqrt(np.maximum(1 - scatter, 0.0) / rank)
    last = (taus <= falling).sum(axis=-1, keepdims=True) - 1
    tau = np.take_along_axis(taus, last, axis=-1)
    return np.maximum(half - tau, 0.0), 2 * tau


def entmax_value(z: Array) -> Array:
    """a(z) = max(z/2 − τ, 0)², with τ such that each row sums to 1: 1.5-entmax.

    Range: the simplex. Derived in :eq:`eq-entmax`; :cite:t:`Peters2019`.
    """
    root = _roots(z)[0]
    return root * root


def entmax_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = √p ∘ (g − their mean with the weights √p). Derived in :eq:`eq-entmax`."""
    root = _roots(z)[0]
    g = beyond_the_first(g, root)
    mean = total(root * g) / total(root)
    return np.where(root == 0, 0.0, root * (g - mean[..., None]))


def entmax_potential(z: Array) -> Array:
    """Φ(z) = ⟨p, z⟩ − (4/3)(Σ p^(3/2) − 1) with p = a(z). Derived in :eq:`eq-entmax`."""
    root, top = _roots(z)[0], largest(z)
    behind = z - top[..., None]
    return top + 4 / 3 + total(times(root * root, behind) - 4 / 3 * root * root * root)


def entmax_conjugate(y: Array) -> Array:
    """Φ*(y) = (4/3)(Σ y^(3/2) − 1) on the simplex: Tsallis' entropy of the order 3/2, turned.

    Derived in :eq:`eq-entmax`.
    """
    root = np.sqrt(np.maximum(y, 0.0))
    return np.where(simplex.contains(y), 4 / 3 * (total(y * root) - 1), np.inf)


def entmax_excess(z: Array, y: Array) -> Array:
    """L = Σ (2/3)(√y − √p)²(2√y + √p) + y max(2τ − z, 0). Derived in :eq:`eq-excess`."""
    root, edge = _roots(z)
    short = np.maximum(edge - (z - largest(z)[..., None]), 0.0)
    wanted = np.sqrt(np.maximum(y, 0.0))
    gap = wanted - root
    each = total(gap * gap * (2 * wanted + root) * 2 / 3 + times(y, short))
    return np.where(simplex.contains(y), each, np.inf)


def entmax_residual(z: Array, y: Array) -> Array:
    """p − y: p is rounded to the unit of 1, as scores near the largest are.

    Derived in :eq:`eq-residual`.
    """
    return entmax_value(z) - y


entmax = Activation(
    "entmax",
    entmax_value,
    entmax_vjp,
    simplex,
    entmax_potential,
    entmax_conjugate,
    excess=entmax_excess,
    residual=entmax_residual,
)
