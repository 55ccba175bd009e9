"""Losses of a margin: how far a score lies on the right side.

Labels are −1 and +1, and u = y z is the margin; sums run over the outputs. Classes have one score
each and a one-hot row; their margin is the score of the class less the largest of the others.
"""

import numpy as np

from ..records import Array
from ..stable import total

__all__ = [
    "crammer_singer_curvature",
    "crammer_singer_gradient",
    "crammer_singer_value",
    "exponential_curvature",
    "exponential_gradient",
    "exponential_value",
    "hinge_curvature",
    "modified_huber_curvature",
    "modified_huber_gradient",
    "modified_huber_value",
    "squared_hinge_curvature",
    "squared_hinge_gradient",
    "squared_hinge_value",
]


def hinge_curvature(z: Array, y: Array) -> Array:
    """0 wherever the hinge, Σ max(0, 1 − u), has a slope. Derived in :eq:`eq-margins`."""
    return 0 * (z + y)


def squared_hinge_value(z: Array, y: Array) -> Array:
    """L = Σ max(0, 1 − u)². Derived in :eq:`eq-margins`."""
    return total(np.maximum(1 - y * z, 0.0) ** 2)


def squared_hinge_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = −2 y max(0, 1 − u). Derived in :eq:`eq-margins`."""
    return -2 * y * np.maximum(1 - y * z, 0.0)


def squared_hinge_curvature(z: Array, y: Array) -> Array:
    """2 where u < 1, else 0. Derived in :eq:`eq-margins`."""
    return 2 * np.heaviside(1 - y * z, 0.0)


def modified_huber_value(z: Array, y: Array) -> Array:
    """L = Σ max(0, 1 − u)² for u ≥ −1, −4 u below: its tangent. Derived in :eq:`eq-margins`.

    From Zhang (2004), Statistical behavior and consistency of classification methods.
    """
    u = y * z
    near = np.maximum(1 - np.maximum(u, -1.0), 0.0) ** 2
    return total(np.where(u < -1, -4 * u, near))


def modified_huber_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = −2 y max(0, 1 − u), at most 4 strong. Derived in :eq:`eq-margins`."""
    return -2 * y * np.clip(1 - y * z, 0.0, 2.0)


def modified_huber_curvature(z: Array, y: Array) -> Array:
    """2 where −1 ≤ u < 1, else 0. Derived in :eq:`eq-margins`."""
    u = y * z
    return 2 * np.heaviside(1 - u, 0.0) * np.heaviside(u + 1, 1.0)


def exponential_value(z: Array, y: Array) -> Array:
    """L = Σ e^−u, the loss of AdaBoost. Derived in :eq:`eq-margins`."""
    return total(np.exp(-y * z))


def exponential_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = −y e^−u. Derived in :eq:`eq-margins`."""
    return -y * np.exp(-y * z)


def exponential_curvature(z: Array, y: Array) -> Array:
    """e^−u. Derived in :eq:`eq-margins`."""
    return np.exp(-y * z)


def crammer_singer_value(z: Array, y: Array) -> Array:
    """L = max(0, 1 − u), u = z_c − the largest other score. Derived in :eq:`eq-crammer-singer`."""
    return np.maximum(1 - _lead(z, y)[0], 0.0)


def crammer_singer_gradient(z: Array, y: Array) -> Array:
    """1 for the largest other score (the first of equal ones), −1 for the class; 0 from u = 1 on.

    Derived in :eq:`eq-crammer-singer`.
    """
    lead, rival = _lead(z, y)
    other = np.arange(z.shape[-1]) == rival[..., None]
    return np.where((lead < 1)[..., None], other.astype(z.dtype) - y, 0 * (z + y))


def crammer_singer_curvature(z: Array, y: Array) -> Array:
    """0 wherever there is a slope. Derived in :eq:`eq-crammer-singer`."""
    return 0 * (z + y)


def _lead(z: Array, y: Array) -> tuple[Array, Array]:
    """The margin of the class, and which of the others is nearest."""
    others = np.where(y == 1, -np.inf, z)
    own = np.where(y == 1, z, -np.inf).max(axis=-1)
    return own - others.max(axis=-1), others.argmax(axis=-1)
