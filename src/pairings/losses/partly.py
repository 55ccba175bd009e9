"""Losses of targets that are known in part: a class of which only a set is known."""

import numpy as np
from scipy.special import expit

from ..activations.classes import rest_of, softmax_value
from ..records import Array, Pairing, some_classes
from ..stable import largest, log_one_plus_exp, times, total


def _side(z: Array, one: Array) -> tuple[Array, Array, Array]:
    """e^(z − largest) where `one`, their largest, and log of their sum."""
    part = np.where(one, z, -np.inf)
    top = largest(part)[..., None]
    below = np.where(part == top, 0.0, part - np.where(np.isfinite(top), top, 0.0))
    e = np.where(one, np.exp(below), 0.0)  # a side that is impossible is shared equally
    return e, top, np.log(total(e)[..., None])


def _parts(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """e^z within the set and outside it, in units of each, and log of the odds against the set."""
    (within, top_in, log_in), (outside, top_out, log_out) = _side(z, y == 1), _side(z, y == 0)
    return within, outside, top_out - top_in + log_out - log_in


def _shares(e: Array) -> Array:
    whole = total(e)[..., None]
    return np.where(whole > 0, e / whole, 0.0)


def partial_labels_value(z: Array, y: Array) -> Array:
    """L = −log Σ p over the classes with y = 1, those still possible. :cite:t:`Jin2002`.

    By the odds against them, e^u: L = log(1 + e^u). One class alone: cross-entropy.

    Derived in :eq:`eq-partly-set`.
    """
    return log_one_plus_exp(_parts(z, y)[2])[..., 0]


def partial_labels_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = p − r, with r the softmax within the set: a(u) times (outside − within).

    Derived in :eq:`eq-partly-set`.
    """
    within, outside, odds = _parts(z, y)
    return expit(odds) * (_shares(outside) - _shares(within))


def partial_labels_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p (1 − p) − r (1 − r) = (p − r)(1 − p − r): below 0 for some classes of the set.

    Derived in :eq:`eq-partly-set`.
    """
    inside, outside, odds = _parts(z, y)
    s, t = expit(odds), expit(-odds)
    r, rest = _shares(inside), rest_of(inside)
    of_set = np.where(s < 0.5, (rest - r) + r * s, rest - r * t)  # 1 − p − r, with p = r t
    q = _shares(outside)
    return np.where(y == 1, -s * r * of_set, s * q * (times(q, t) + rest_of(outside)))


partial_labels = Pairing(
    "softmax + cross-entropy of partial labels",
    softmax_value,
    partial_labels_value,
    partial_labels_gradient,
    some_classes,
    curvature=partial_labels_curvature,
)
