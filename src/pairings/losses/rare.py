"""Losses of a yes or no that is rare: the score z, and labels 0 and 1. Weighted, and focal.

Written in the score, so that every term is a product or a sum of numbers of one sign.
"""

from functools import partial

import numpy as np
from scipy.special import expit

from .. import inputs
from ..records import Array, Pairing, labels, unit_interval
from ..stable import log_one_plus_exp, times, total


def weighted_log_loss_value(weight: float, z: Array, y: Array) -> Array:
    """L = Σ w y log(1 + e^−z) + (1 − y) log(1 + e^z): a positive counts w times.

    For labels 0, 1 and shares between. Least where e^z = w y / (1 − y): w times the odds.
    """
    positives, negatives = log_one_plus_exp(-z), log_one_plus_exp(z)
    return total(times(weight * y, positives) + times(1 - y, negatives))


def weighted_log_loss_gradient(weight: float, z: Array, y: Array) -> Array:
    """∂L/∂z = (1 − y) a(z) − w y a(−z), with a the sigmoid: w (p − y) for y = 1, p − y for y = 0."""
    return (1 - y) * expit(z) - weight * y * expit(-z)


def weighted_log_loss_curvature(weight: float, z: Array, y: Array) -> Array:
    """∂²L/∂z² = (1 − y + w y) a(z) a(−z)."""
    return (1 - y + weight * y) * (expit(z) * expit(-z))


def weighted_log_loss_with(weight: float) -> Pairing:
    """sigmoid + log loss in which a positive counts `weight` times (PyTorch's `pos_weight`).

    Predicts the tilted probability w r / (1 − r + w r) where the true one is r; `untilted` gives r.
    Raises ValueError for a weight that is not finite and above 0.
    """
    weight = inputs.positive_number("weight", weight)
    return Pairing(
        f"sigmoid + weighted log loss (pos_weight {weight:g})",
        expit,
        partial(weighted_log_loss_value, weight),
        partial(weighted_log_loss_gradient, weight),
        unit_interval,
        curvature=partial(weighted_log_loss_curvature, weight),
    )


def untilted(pairing: Pairing, weight: float) -> Pairing:
    """The same training, with p = a(z − log w) as the prediction: the weight of positives undone.

    Raises ValueError for a weight that is not finite and above 0, TypeError for no pairing.
    """
    pairing = inputs.of_kind(Pairing, "pairing", pairing)
    shift = float(np.log(inputs.positive_number("weight", weight)))
    return pairing._replace(
        name=f"{pairing.name}, undone", predict=lambda z: pairing.bare.predict(z - shift)
    )


def _margin(z: Array, y: Array) -> Array:
    return np.where(y == 1, z, -z)


def focal_value(gamma: float, z: Array, y: Array) -> Array:
    """L = Σ −(1 − q)^γ log q, with q = a(±z) the probability of the label that was seen.

    In the margin u = ±z: a(−u)^γ log(1 + e^−u). For labels 0 and 1. :cite:t:`Lin2017`.
    """
    u = _margin(z, y)
    return total(expit(-u) ** gamma * log_one_plus_exp(-u))


def focal_gradient(gamma: float, z: Array, y: Array) -> Array:
    """∂L/∂u = −a(−u)^γ (γ a(u) log(1 + e^−u) + a(−u)), and ∂u/∂z = ±1."""
    u = _margin(z, y)
    pull = gamma * (expit(u) * log_one_plus_exp(-u)) + expit(-u)
    slope = expit(-u) ** gamma * pull
    return np.where(y == 1, -slope, slope)


def focal_curvature(gamma: float, z: Array, y: Array) -> Array:
    """∂²L/∂z² = a(−u)^γ a(u) ((1 + 2γ) a(−u) + γ log(1 + e^−u) (γ a(u) − a(−u))): below 0 far wrong."""
    u = _margin(z, y)
    q, rest = expit(u), expit(-u)
    bend = (1 + 2 * gamma) * rest + gamma * log_one_plus_exp(-u) * (gamma * q - rest)
    return rest**gamma * q * bend


def focal_with(gamma: float) -> Pairing:
    """sigmoid + focal loss; γ = 0 is log loss. A class weight α is a weight: fit(..., weights=).

    Raises ValueError for a γ that is not finite and at least 0.
    """
    gamma = inputs.number("gamma", gamma)
    if not 0 <= gamma < np.inf:
        raise ValueError(f"gamma: got {gamma:g}; accepted is a finite number of at least 0")
    return Pairing(
        f"sigmoid + focal loss (γ = {gamma:g})",
        expit,
        partial(focal_value, gamma),
        partial(focal_gradient, gamma),
        labels(0, 1),
        curvature=partial(focal_curvature, gamma),
    )
