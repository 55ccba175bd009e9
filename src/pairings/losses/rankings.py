"""Losses of lists: which item comes before which, from a score for each.

z: (…, lists, items), y of the same shape: a relevance, a rank, or 1 for the preferred of two. Sums
run over the pairs, items or stages of a list, one loss per list; none depends on a shift of the
scores of a list. So a list of one item costs 0 whatever its score: the formulas say so, the rows
refuse it.
"""

import numpy as np
from scipy.special import expit

from ..activations.classes import log_softmax
from ..records import Array, Domain
from ..stable import exp_gap, log_one_plus_exp, nan_passes, total
from .distributions import together
from .waiting import cox_curvature, cox_gradient, cox_value

full_orders = Domain("order")
preferences = Domain("preference")


# --- pair by pair ----------------------------------------------------------------------------------


def ranknet_value(z: Array, y: Array) -> Array:
    """L = Σ over pairs with y_i > y_j of log(1 + e^(z_j − z_i)): RankNet, log loss of who is ahead.

    Items of equal relevance say nothing. Derived in :eq:`eq-ranknet`; Burges et al. (2005).
    """
    ahead, gap = _pairs(z, y)
    missed = np.where(ahead, log_one_plus_exp(-gap), 0.0).sum(axis=(-2, -1), dtype=z.dtype)
    return nan_passes(missed, z)


def ranknet_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = Σ over those ahead of k of σ(z_k − z_i), less Σ over those behind k of σ(z_j − z_k).

    Derived in :eq:`eq-ranknet`.
    """
    ahead, gap = _pairs(z, y)
    missed = np.where(ahead, expit(-gap), 0.0)  # the chance of the wrong order
    sure = ahead & (gap < 0)  # a chance near 1 is 1 less another: ones are counted apart
    part = np.where(sure, -expit(gap), missed)
    ones, parts = (total(np.swapaxes(a, -1, -2)) - total(a) for a in (sure.astype(z.dtype), part))
    return nan_passes(ones + parts, z)


def ranknet_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = Σ over the items j of another relevance of σ(z_k − z_j) σ(z_j − z_k).

    Derived in :eq:`eq-ranknet`.
    """
    ahead, gap = _pairs(z, y)
    bend = expit(gap) * expit(-gap)
    return nan_passes(total(np.where(ahead | np.swapaxes(ahead, -1, -2), bend, 0.0)), z)


def _pairs(z: Array, y: Array) -> tuple[Array, Array]:
    """y_i > y_j and z_i − z_j, of shape (…, lists, items, items)."""
    return y[..., :, None] > y[..., None, :], z[..., :, None] - z[..., None, :]


def wins(z: Array) -> Array:
    """p_k: the mean chance of item k to be ahead of another of its list, σ(z_k − z_j).

    Of two items it is the chance of each to be the preferred one; of a list of one it is ½.
    Derived in :eq:`eq-ranknet`.
    """
    items = z.shape[-1]
    chance = expit(z[..., :, None] - z[..., None, :])
    others = total(np.where(np.eye(items, dtype=bool), 0.0, chance))
    return nan_passes(others / (items - 1) if items > 1 else others + 0.5, z)


# --- the whole list at once ------------------------------------------------------------------------


def listnet_value(z: Array, y: Array) -> Array:
    """L = Σ q log(q / p) ≥ 0, for q = softmax(y) and p = softmax(z): ListNet's top-one loss, less
    the entropy of q.

    A sum of terms q φ(log p − log q) ≥ 0, so that nothing cancels. Derived in :eq:`eq-listnet`;
    Cao et al. (2007).
    """
    log_p, log_q, gap = _compared(z, y)
    behind = np.exp(log_q) * exp_gap(np.minimum(gap, 1.0))
    above = np.exp(log_p) * (1 - (1 + gap) * np.exp(-np.maximum(gap, 0.0)))
    return total(np.where(gap > 1, above, behind))


def listnet_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = softmax(z) − softmax(y), a relative difference where the two are close.

    Derived in :eq:`eq-listnet`.
    """
    log_p, log_q, gap = _compared(z, y)
    return np.sign(-gap) * np.exp(np.maximum(log_p, log_q)) * np.expm1(-np.abs(gap))


def listnet_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p_k (1 − p_k). Derived in :eq:`eq-listnet`."""
    log_p = log_softmax(z)
    return -np.exp(log_p) * np.expm1(log_p)


def _compared(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """log p, log q, and log(p/q) = t − log Σ q e^t for t = z − y, where these two are close."""
    z, y = (a - a.max(axis=-1, keepdims=True) for a in (z, y))
    log_p, log_q = log_softmax(z), log_softmax(y)
    t = z - y
    first = np.broadcast_to(y.argmax(axis=-1)[..., None], (*t.shape[:-1], 1))
    t = t - np.take_along_axis(t, first, axis=-1)
    q = np.exp(log_q)
    step = total(np.where(t < 1, q * np.expm1(np.minimum(t, 1.0)), np.exp(log_q + t) - q))
    near = np.abs(step) < 0.5
    gap = t - np.log1p(np.where(near, step, 0.0))[..., None]
    return log_p, log_q, np.where(near[..., None], gap, log_p - log_q)


# --- stage by stage --------------------------------------------------------------------------------


def plackett_luce_value(z: Array, y: Array) -> Array:
    """L = Σ_k log Σ_{j : y_j ≥ y_k} e^(z_j − z_k), for the ranks y = 1 … n, 1 the best.

    −log of the chance of the whole order, the next item drawn by a softmax over those left: Cox's
    loss with ranks for times and nobody censored. Derived in :eq:`eq-plackett-luce`; Luce (1959),
    Plackett (1975).
    """
    return cox_value(z, _all_seen(y))


def plackett_luce_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = Σ over the stages that k takes part in of its chance there, − 1.

    Derived in :eq:`eq-plackett-luce`.
    """
    return cox_gradient(z, _all_seen(y))


def plackett_luce_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = Σ over the stages that k takes part in of p (1 − p).

    Derived in :eq:`eq-plackett-luce`.
    """
    return cox_curvature(z, _all_seen(y))


def _all_seen(y: Array) -> Array:
    return together(y, np.ones_like(y))
