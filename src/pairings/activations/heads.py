"""Outputs of several scores per target, side by side. None is one map of one score: no potential."""

import numpy as np

from ..records import Activation, Array, columns, positive, reals


def mean_and_variance_value(z: Array) -> Array:
    """a(m, s) = (m, e^s), target by target: a mean, and a variance above 0.

    Derived in :eq:`eq-gaussian`.
    """
    return np.where(_second(z), np.exp(z), z)


def mean_and_variance_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (g₁, e^s g₂). Derived in :eq:`eq-gaussian`."""
    return np.where(_second(z), np.exp(z) * g, g)


def _second(z: Array) -> Array:
    return np.arange(z.shape[-1]) % 2 == 1


# --- the records -----------------------------------------------------------------------------

mean_and_variance = Activation(
    "mean and variance",
    mean_and_variance_value,
    mean_and_variance_vjp,
    columns(reals, positive),
    reason="Its two scores have parts of their own: the matching loss belongs to one map of one score",
    scores=2,
)
