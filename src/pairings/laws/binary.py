"""The binary chapter's laws: how long a wrong start lasts, and what a proper loss looks like."""

import numpy as np

from ..records import Array, Pairing

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.
SQUARED_ERROR_PEAK = 4 / 27


def proper_gradient(p: Array, y: Array, weight: Array, slope: Array) -> Array:
    """∂L/∂z = (p − y) w(p) φ′(z), for a proper loss of weight w behind an activation of slope φ′.

    Log loss has w = 1/(p (1 − p)), half squared error w = 1. Derived in :eq:`eq-proper-gradient`;
    source :cite:t:`Reid2010`.
    """
    return (p - y) * weight * slope


def escape_time_log_loss(m: Array) -> Array:
    """T(m) = m + 1 − e^−m: gradient flow of one score from −m to 0, y = 1, sigmoid + log loss.

    Derived in :eq:`eq-escape-time`.
    """
    return m - np.expm1(-m)


def escape_time_squared_error(m: Array) -> Array:
    """T(m) = e^m + 3m + 5/2 − 3 e^−m − e^−2m/2: the same with sigmoid + half squared error.

    Derived in :eq:`eq-escape-time`.
    """
    return np.expm1(m) + 3 * m - 3 * np.expm1(-m) - np.expm1(-2 * m) / 2


def escape_time_absolute_error(m: Array) -> Array:
    """T(m) = 2 sinh m + 2m: the same with sigmoid + absolute error.

    Derived in :eq:`eq-escape-time`.
    """
    return 2 * np.sinh(m) + 2 * m


def measured_escape_time(
    pairing: Pairing, m: float, step_size: float, most: int = 100_000, target: float = 1.0
) -> float:
    """Steps × step size of gradient descent on one score, from z = −m with y = `target` until z ≥ 0.

    Infinity when `most` steps do not suffice.
    """
    z, y = np.full((1, 1), -m), [[target]]
    for step in range(1, most + 1):
        z = z - step_size * pairing.gradient(z, y)
        if z >= 0:
            return step * step_size
    return np.inf
