"""Losses of ordered classes: as many scores as there are thresholds between the classes.

With K classes a target is a row of K − 1 zeros and ones, y_k = [class > k]: the thresholds it has
passed (`inputs.ladder`). A score z_k speaks of threshold k; tied to one score, z_k = f − θ_k. Sums
run over the thresholds. Every prediction is P(class > k), threshold by threshold.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit, exprel, log_ndtr, ndtr

from ..records import Array, ladders
from ..stable import (
    NODES,
    WEIGHTS,
    half_square,
    log_one_plus_exp,
    normal_hazard,
    normal_hazard_beyond,
    times,
    total,
)
from .links import _cloglog_share, _cloglog_share_beyond

__all__ = [
    "adjacent_category_curvature",
    "adjacent_category_gradient",
    "adjacent_category_predict",
    "adjacent_category_value",
    "continuation_ratio_curvature",
    "continuation_ratio_gradient",
    "continuation_ratio_predict",
    "continuation_ratio_value",
    "coral_curvature",
    "coral_gradient",
    "coral_value",
    "cumulative_curvature",
    "cumulative_gradient",
    "cumulative_predict",
    "cumulative_value",
    "ladders",
    "shares_of_classes",
]

ROOT = math.sqrt(2 * math.pi)


class Link(NamedTuple):
    """A distribution function F, and the chance to fall between a ≥ b: above(z) = F(z);
    value(a, b) = −log (F(a) − F(b)); slopes(a, b) by a and by b; curves(a, b), the second ones.
    a = ∞ and b = −∞ are the open ends."""

    above: Callable[[Array], Array]
    value: Callable[[Array, Array], Array]
    slopes: Callable[[Array, Array], tuple[Array, Array]]
    curves: Callable[[Array, Array], tuple[Array, Array]]


def _log_one_minus_exp(g: Array) -> Array:
    """log(1 − e^−g), for g ≥ 0."""
    return np.where(g < 0.7, np.log(-np.expm1(-g)), np.log1p(-np.exp(-g)))


def _logit_value(a: Array, b: Array) -> Array:
    return log_one_plus_exp(-a) + log_one_plus_exp(b) - _log_one_minus_exp(a - b)


def _logit_slopes(a: Array, b: Array) -> tuple[Array, Array]:
    push = 1 / np.expm1(a - b)
    return -expit(-a) - push, expit(b) + push


def _logit_curves(a: Array, b: Array) -> tuple[Array, Array]:
    bend = (0.5 / np.sinh((a - b) / 2)) ** 2  # the square of a small one may be too small to hold
    return expit(a) * expit(-a) + bend, expit(b) * expit(-b) + bend


def _probit_value(a: Array, b: Array) -> Array:
    # In the lower tail, where the logarithms keep their digits.
    a, b = np.where(b > 0, -b, a), np.where(b > 0, -a, b)
    top = log_ndtr(a)
    wide = -top - _log_one_minus_exp(top - log_ndtr(b))
    narrow, mid, width = _strip(a, b)
    return np.where(narrow, half_square(mid) - np.log(width / ROOT), wide)


def _probit_slopes(a: Array, b: Array) -> tuple[Array, Array]:
    mirrored, top, _, low, _ = _probit_ends(a, b)
    return -np.where(mirrored, low, top), np.where(mirrored, top, low)


def _probit_curves(a: Array, b: Array) -> tuple[Array, Array]:
    mirrored, top, beyond_top, low, beyond_low = _probit_ends(a, b)
    of_top, of_low = times(top, beyond_top), times(low, beyond_low)
    return np.where(mirrored, of_low, of_top), np.where(mirrored, of_top, of_low)


def _probit_ends(a: Array, b: Array) -> tuple[Array, ...]:
    """Whether a and b were mirrored, so that b ≤ 0; then the densities d at both ends as shares of
    what lies between, d_a and d_b, with d_a + a and d_b − b, none by a difference far out."""
    mirrored = b > 0
    a, b = np.where(mirrored, -b, a), np.where(mirrored, -a, b)
    below = np.minimum(a, 0.0)
    hazard = normal_hazard(-below)
    fall = (below - b) * ((below + b) / 2)  # log φ(b)/φ(a)
    more = hazard / np.expm1(np.log(normal_hazard(-b) / hazard) - fall)
    value = _probit_value(a, b)
    top = np.where(a < 0, hazard + more, _normal_density(a, value))
    beyond_top = np.where(a < 0, normal_hazard_beyond(-below) + more, top + a)
    low = np.where(a < 0, top * np.exp(fall), _normal_density(b, value))
    narrow, mid, width = _strip(a, b)
    half = (a - b) / 2
    top = np.where(narrow, np.exp(-half * (mid + half / 2)) / width, top)
    low = np.where(narrow, np.exp(half * (mid - half / 2)) / width, low)
    return mirrored, top, np.where(narrow, top + a, beyond_top), low, low - b


def _strip(a: Array, b: Array) -> tuple[Array, Array, Array]:
    """Whether a and b are so near that differences of Φ would cancel; their middle m, and the width
    of what lies between, (Φ(a) − Φ(b))/φ(m) = ∫ e^(−mt − t²/2) dt over |t| < (a − b)/2, by Gauss."""
    mid, half = (a + b) / 2, (a - b) / 2
    narrow = (half < 0.4) & (half * np.abs(mid) < 0.5)
    mid, half = np.where(narrow, mid, 0.0), np.where(narrow, half, 0.0)
    steps = [(weight, node * half) for node, weight in zip(NODES, WEIGHTS, strict=True)]
    return narrow, mid, half * sum(w * np.exp(-t * (mid + t / 2)) for w, t in steps)


def _normal_density(z: Array, value: Array) -> Array:
    """φ(z) e^value: the density there as a share of what lies between."""
    return np.exp(value - z * z / 2) / ROOT


def _cloglog_above(z: Array) -> Array:
    # P(class ≤ k) = 1 − exp(−e^−z) has the link that names it: proportional hazards
    return np.exp(-np.exp(-z))


def _cloglog_value(a: Array, b: Array) -> Array:
    log_g = -b + _log_one_minus_exp(a - b)
    g = np.exp(log_g)
    near = log_g + np.log(exprel(-g))  # log(1 − e^−g) where g itself may be too small to hold
    return np.exp(-a) - np.where(g < 0.7, near, np.log1p(-np.exp(-g)))


def _cloglog_slopes(a: Array, b: Array) -> tuple[Array, Array]:
    _, up, down = _cloglog_pushes(a, b)
    return -np.exp(-a) - down, up


def _cloglog_curves(a: Array, b: Array) -> tuple[Array, Array]:
    g, up, down = _cloglog_pushes(a, b)
    by_a = np.exp(-a) + down + times(down, np.exp(-a) + down)
    # up (e^−b + up − 1), where e^−b and up are g and its share, each with a part by a
    return by_a, times(up, _cloglog_share_beyond(g) + np.exp(-a) + down)


def _cloglog_pushes(a: Array, b: Array) -> tuple[Array, Array, Array]:
    """The hazard between, g = e^−b − e^−a; e^−b/(e^g − 1) and e^−a/(e^g − 1)."""
    between = -np.expm1(b - a)
    g = np.exp(-b) * between
    share = _cloglog_share(g)
    return g, share / between, share / np.expm1(a - b)


logit = Link(expit, _logit_value, _logit_slopes, _logit_curves)
probit = Link(ndtr, _probit_value, _probit_slopes, _probit_curves)
cloglog = Link(_cloglog_above, _cloglog_value, _cloglog_slopes, _cloglog_curves)


# --- between two thresholds ------------------------------------------------------------------------


def cumulative_predict(link: Link, z: Array) -> Array:
    """P(class > k) = F(z_k); NaN where the scores are not in order, z₀ ≥ z₁ ≥ …

    Derived in :eq:`eq-cumulative`.
    """
    return np.where(_in_order(z), link.above(z), np.nan)


def cumulative_value(link: Link, z: Array, y: Array) -> Array:
    """L = −log (F(a) − F(b)), a the lowest score of a threshold passed, b the highest of one not.

    Infinite where any two scores are out of order. Derived in :eq:`eq-cumulative`.
    """
    a, b, _, _ = _neighbours(z, y)
    return np.where(_in_order(z)[..., 0], link.value(a, b), np.inf)


def cumulative_gradient(link: Link, z: Array, y: Array) -> Array:
    """By the two neighbours of the class alone: −f(a)/(F(a) − F(b)) and f(b)/(F(a) − F(b)).

    For the logit that is *prediction − target* less and plus 1/(e^(a − b) − 1), which keeps them
    apart. NaN where scores are out of order. Derived in :eq:`eq-cumulative`.
    """
    return _at_neighbours(z, y, link.slopes)


def cumulative_curvature(link: Link, z: Array, y: Array) -> Array:
    """∂²L/∂a² and ∂²L/∂b², 0 for the other scores. Derived in :eq:`eq-cumulative`."""
    return _at_neighbours(z, y, link.curves)


def _neighbours(z: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    """a, b, and masks of where they stand."""
    k = np.arange(z.shape[-1])
    passed = y.sum(axis=-1, keepdims=True)
    at_a, at_b = (np.broadcast_to(m, z.shape) for m in (k == passed - 1, k == passed))
    a = np.where(at_a, z, np.inf).min(axis=-1)
    b = np.where(at_b, z, -np.inf).max(axis=-1)
    return a, b, at_a, at_b


def _at_neighbours(z, y, formula) -> Array:
    a, b, at_a, at_b = _neighbours(z, y)
    by_a, by_b = formula(a, b)
    found = np.where(at_a, by_a[..., None], np.where(at_b, by_b[..., None], 0.0)).astype(z.dtype)
    return np.where(_in_order(z), found, np.nan).astype(z.dtype)


def _in_order(z: Array) -> Array:
    """Whether the scores of a row fall, as a column; NaN is let through."""
    return ~(z[..., 1:] > z[..., :-1]).any(axis=-1, keepdims=True)


# --- every threshold a yes or no -------------------------------------------------------------------


def coral_value(z: Array, y: Array) -> Array:
    """L = Σ log(1 + e^z_k) − y_k z_k: a log loss for each threshold. Derived in :eq:`eq-coral`."""
    return total(log_one_plus_exp(np.where(y > 0.5, -z, z)))


def coral_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = σ(z_k) − y_k. Derived in :eq:`eq-coral`."""
    return np.where(y > 0.5, -expit(-z), expit(z))


def coral_curvature(z: Array, y: Array) -> Array:
    """σ(z_k) σ(−z_k). Derived in :eq:`eq-coral`."""
    return expit(z) * expit(-z) + 0 * y


def continuation_ratio_predict(z: Array) -> Array:
    """P(class > k) = Π σ(z_j) over j ≤ k. Derived in :eq:`eq-continuation`."""
    return np.exp(-np.cumsum(log_one_plus_exp(-z), axis=-1))


def continuation_ratio_value(z: Array, y: Array) -> Array:
    """The log losses of the thresholds that were reached: all that are passed, and the next.

    Derived in :eq:`eq-continuation`.
    """
    return total(_reached(y) * log_one_plus_exp(np.where(y > 0.5, -z, z)))


def continuation_ratio_gradient(z: Array, y: Array) -> Array:
    """σ(z_k) − y_k where the threshold was reached, else 0. Derived in :eq:`eq-continuation`."""
    return _reached(y) * coral_gradient(z, y)


def continuation_ratio_curvature(z: Array, y: Array) -> Array:
    """σ(z_k) σ(−z_k) where the threshold was reached. Derived in :eq:`eq-continuation`."""
    return _reached(y) * coral_curvature(z, y)


def _reached(y: Array) -> Array:
    before = np.ones_like(y)
    before[..., 1:] = y[..., :-1]
    return before


# --- each class against the next -------------------------------------------------------------------


def adjacent_category_predict(z: Array) -> Array:
    """P(class > k), where z_k = log P(class = k + 1)/P(class = k). Derived in :eq:`eq-adjacent`."""
    return _sides(z)[0]


def adjacent_category_value(z: Array, y: Array) -> Array:
    """L = log Σ_c e^(S_c − S_class), S_c = Σ z_j over j < c: softmax + cross-entropy of the sums.

    By the other classes alone, so that a small loss keeps its digits. Derived in :eq:`eq-adjacent`.
    """
    others = _sums_from_class(z, y)
    return log_one_plus_exp(np.logaddexp.reduce(others, axis=-1))


def adjacent_category_gradient(z: Array, y: Array) -> Array:
    """P(class > k) − y_k: of what lies on the far side of the threshold. Derived in
    :eq:`eq-adjacent`."""
    above, below = _sides(z)
    return np.where(y > 0.5, -below, above)


def adjacent_category_curvature(z: Array, y: Array) -> Array:
    """P(class > k) P(class ≤ k). Derived in :eq:`eq-adjacent`."""
    above, below = _sides(z)
    return above * below + 0 * y


def _likeliest(z: Array) -> Array:
    """The class with the largest sum, as a column. Its lead starts anew at each one that is larger,
    so that a large score costs the later ones no digits."""
    best, lead = np.zeros(z.shape[:-1], int), np.zeros_like(z[..., 0])
    for k in range(z.shape[-1]):
        lead = lead + z[..., k]
        best, lead = np.where(lead > 0, k + 1, best), np.where(lead > 0, 0.0, lead)
    return best[..., None]


def _sides(z: Array) -> tuple[Array, Array]:
    """P(class > k) and P(class ≤ k), each summed from its own end, by the sums from the likeliest
    class outward."""
    best, k = _likeliest(z), np.arange(z.shape[-1] + 1)
    sums = _sums_from_class(z, k[:-1] < best)
    at = np.minimum(k - (k > best), z.shape[-1] - 1)  # no sum is of the class itself
    e = np.where(k == best, 1.0, np.exp(np.take_along_axis(sums, at, axis=-1))).astype(z.dtype)
    below, above = np.cumsum(e, axis=-1), np.cumsum(e[..., ::-1], axis=-1)
    return (above / above[..., -1:])[..., -2::-1], (below / below[..., -1:])[..., :-1]


def _sums_from_class(z: Array, y: Array) -> Array:
    """S_c − S_class of every other class: the steps between the two, none of the others."""
    up = np.cumsum(np.where(y > 0.5, 0.0, z), axis=-1)  # above the class: its thresholds not passed
    down = np.cumsum(np.where(y > 0.5, -z, 0.0)[..., ::-1], axis=-1)[..., ::-1]
    return np.where(y > 0.5, down, up).astype(z.dtype)


def shares_of_classes(p: Array) -> Array:
    """P(class = k) from P(class > k): the differences from 1 down to 0. Derived in
    :eq:`eq-cumulative`."""
    ends = [np.ones_like(p[..., :1]), p, np.zeros_like(p[..., :1])]
    return -np.diff(np.concatenate(ends, axis=-1), axis=-1)
