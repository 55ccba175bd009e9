"""Outputs that share one whole among the classes: softmax, sparsemax."""

import numpy as np
from scipy.special import entr

from ..records import Activation, Array, simplex
from ..stable import exp_excess_each, half_square, largest, times, total


def softmax_value(z: Array) -> Array:
    """a_k(z) = e^z_k / Σ_j e^z_j, along the last axis.

    Range: the inside of the simplex. Derived in :eq:`eq-softmax`.
    """
    e = np.exp(z - largest(z)[..., None])
    e /= total(e)[..., None]
    return e


def softmax_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = p ∘ (g − ⟨p, g⟩), with p = softmax(z). Derived in :eq:`eq-softmax`.

    g is taken less its entry at the likeliest class, where 1 − p would cancel.
    """
    p = softmax_value(z)
    g = beyond_the_first(g, p)
    return p * (g - total(p * g)[..., None])


def beyond_the_first(g: Array, p: Array) -> Array:
    """g less its entry where p is largest, row by row: a constant does nothing in J(z)ᵀ g."""
    return g - np.take_along_axis(g, p.argmax(axis=-1)[..., None], axis=-1)


def rest_of(e: Array) -> Array:
    """1 − e/Σ e, row by row: of the largest as the sum of the others, not as a difference."""
    first = np.arange(e.shape[-1]) == e.argmax(axis=-1)[..., None]
    rest, whole = total(np.where(first, 0.0, e))[..., None], total(e)[..., None]
    return np.where(first, rest / whole, 1 - e / whole)


def softmax_potential(z: Array) -> Array:
    """Φ(z) = log Σ_j e^z_j. Derived in :eq:`eq-softmax`."""
    top = largest(z)
    return top + np.log(total(np.exp(z - top[..., None])))


def softmax_conjugate(y: Array) -> Array:
    """Φ*(y) = Σ_k y_k log y_k on the simplex. Derived in :eq:`eq-softmax`."""
    return np.where(simplex.contains(y), -total(entr(y)), np.inf)


def log_softmax(z: Array) -> Array:
    """log p = d − log(1 + Σ of the others), with d = z less the largest score of its row.

    Derived in :eq:`eq-excess`.
    """
    d = z - largest(z)[..., None]
    top = d == 0
    others = total(np.where(top, 0.0, np.exp(d))) + (total(top.astype(z.dtype)) - 1)
    return d - np.log1p(others)[..., None]


def _one_class(z: Array, one: Array) -> Array:
    """−log p of the class where `one`: log(1 + Σ of the others), in units of the largest score."""
    d = z - largest(z)[..., None]
    e, target = np.exp(d), d[..., one].reshape(d.shape[:-1])
    np.copyto(e, 0.0, where=one)
    return np.log1p(total(e) + np.expm1(target)) - target


def _rows(z: Array, y: Array, of_a_class, of_shares) -> Array:
    """`of_a_class` for one-hot rows of y, `of_shares` for the others."""
    one = y == 1
    hard = (total(one.astype(y.dtype)) == 1) & (one | (y == 0)).all(axis=-1)
    if hard.all():
        return of_a_class(z, one)
    each = np.empty(z.shape[:-1], z.dtype)
    each[..., hard] = of_a_class(z[..., hard, :], one[hard])
    each[..., ~hard] = np.where(
        simplex.contains(y[~hard]), of_shares(z[..., ~hard, :], y[~hard]), np.inf
    )
    return each


def _shares(z: Array, y: Array) -> Array:
    return total(exp_excess_each(log_softmax(z), y))


def softmax_excess(z: Array, y: Array) -> Array:
    """L = −log p of the class of a one-hot row, Σ E(log p, y) for shares.

    Derived in :eq:`eq-excess`.
    """
    return _rows(z, y, _one_class, _shares)


def softmax_cross_entropy(z: Array, y: Array) -> Array:
    """L = −Σ y log p, with log p = `log_softmax`: every term is at least 0, nothing cancels.

    The excess and the entropy of y add up to it only where Σ y is 1 to the last digit.
    Derived in :eq:`eq-excess`.
    """
    return _rows(z, y, _one_class, lambda z, y: -total(times(y, log_softmax(z))))


def softmax_residual(z: Array, y: Array) -> Array:
    """p − y, but (1 − y) − Σ of the other p where y > 1/2. Derived in :eq:`eq-residual`."""
    e = np.exp(z - largest(z)[..., None])
    e /= total(e)[..., None]
    r = e - y
    main = np.flatnonzero(np.broadcast_to(y > 0.5, r.shape))  # one of a row at most
    if main.size:
        e.reshape(-1)[main] = 0.0
        rest = total(e).reshape(-1)[main // r.shape[-1]]
        r.reshape(-1)[main] = (1 - np.broadcast_to(y, r.shape).reshape(-1)[main]) - rest
    return r


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


def sparsemax_excess(z: Array, y: Array) -> Array:
    """L = Σ (p − y)²/2 + y max(τ − z, 0), with p = max(z − τ, 0). Derived in :eq:`eq-excess`."""
    p = sparsemax_value(z)
    d = z - largest(z)[..., None]
    short = np.maximum(-largest(p)[..., None] - d, 0.0)  # the largest score is τ plus the largest p
    each = total(half_square(p - y) + times(y, short))
    return np.where(simplex.contains(y), each, np.inf)


def sparsemax_residual(z: Array, y: Array) -> Array:
    """p − y: p is rounded to the unit of 1, as scores near the largest are.

    Derived in :eq:`eq-residual`.
    """
    return sparsemax_value(z) - y


# --- the records ----------------------------------------------------------------------------------


softmax = Activation(
    "softmax",
    softmax_value,
    softmax_vjp,
    simplex,
    softmax_potential,
    softmax_conjugate,
    excess=softmax_excess,
    residual=softmax_residual,
)


sparsemax = Activation(
    "sparsemax",
    sparsemax_value,
    sparsemax_vjp,
    simplex,
    sparsemax_potential,
    sparsemax_conjugate,
    excess=sparsemax_excess,
    residual=sparsemax_residual,
)
