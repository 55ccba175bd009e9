"""Losses of targets that are known in part: a class of which only a set is known."""

import numpy as np
from scipy.special import expit

from ..activations.classes import softmax_value
from ..records import Array, Pairing, some_classes
from ..stable import largest, log_one_plus_exp, total


def _parts(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """softmax within the set and outside it, and log of the odds against the set."""
    z = z - largest(z)[..., None]
    inside, outside = (np.where(y == v, z, -np.inf) for v in (1, 0))
    tops = [largest(part)[..., None] for part in (inside, outside)]
    tops = [np.where(np.isfinite(top), top, 0.0) for top in tops]  # a side may be impossible
    e = [np.exp(part - top) for part, top in zip((inside, outside), tops, strict=True)]
    whole = [total(part)[..., None] for part in e]
    odds = tops[1] - tops[0] + np.log(whole[1]) - np.log(whole[0])
    shares = [np.where(w > 0, part / w, 0.0) for part, w in zip(e, whole, strict=True)]
    return *shares, odds


def partial_labels_value(z: Array, y: Array) -> Array:
    """L = −log Σ p over the classes with y = 1, those still possible. :cite:t:`Jin2002`.

    By the odds against them, e^u: L = log(1 + e^u). One class alone: cross-entropy.
    """
    return log_one_plus_exp(_parts(z, y)[2])[..., 0]


def partial_labels_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = p − r, with r the softmax within the set: a(u) times (outside − within)."""
    within, outside, odds = _parts(z, y)
    return expit(odds) * (outside - within)


def partial_labels_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p (1 − p) − r (1 − r) = (p − r)(1 − p − r): below 0 for some classes of the set."""
    within, outside, odds = _parts(z, y)
    slope = expit(odds) * (outside - within)
    p = np.where(y == 1, within * expit(-odds), outside * expit(odds))
    return slope * ((1 - within) - p)


partial_labels = Pairing(
    "softmax + cross-entropy of partial labels",
    softmax_value,
    partial_labels_value,
    partial_labels_gradient,
    some_classes,
    curvature=partial_labels_curvature,
)
