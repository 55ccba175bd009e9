"""Heavy tails with a scale that is learned too: two scores for one target, z = (m, log of the scale)."""

import math

import numpy as np

from ..records import Array
from ..stable import exp_times, log_one_plus_exp, product, times, total
from .distributions import apart, together


def laplace_of_scores_value(z: Array, y: Array) -> Array:
    """L = Σ t + |y − m| e^−t, for z = (m, t): −log density without log 2.

    z: two scores for each target, side by side. Derived in :eq:`eq-laplace`.
    """
    m, t = apart(z, 2)
    return total(t + exp_times(-t, np.abs(y - m)))


def laplace_of_scores_gradient(z: Array, y: Array) -> Array:
    """∂L/∂m = sign(m − y) e^−t and ∂L/∂t = 1 − |y − m| e^−t. Derived in :eq:`eq-laplace`."""
    m, t = apart(z, 2)
    return together(exp_times(-t, np.sign(m - y)), 1 - exp_times(-t, np.abs(y - m)))


def laplace_of_scores_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂m² = 0 and ∂²L/∂t² = |y − m| e^−t. Derived in :eq:`eq-laplace`."""
    m, t = apart(z, 2)
    return together(0 * (m - y), exp_times(-t, np.abs(y - m)))


def logistic_of_scores_value(z: Array, y: Array) -> Array:
    """L = Σ t + |u| + 2 log(1 + e^−|u|) with u = (y − m) e^−t: the whole −log density.

    z = (m, t), two scores for each target. Derived in :eq:`eq-logistic`.
    """
    m, t = apart(z, 2)
    u = exp_times(-t, np.abs(y - m))
    return total(t + u + 2 * np.log1p(np.exp(-u)))


def logistic_of_scores_gradient(z: Array, y: Array) -> Array:
    """∂L/∂m = −tanh(u/2) e^−t and ∂L/∂t = 1 − u tanh(u/2). Derived in :eq:`eq-logistic`."""
    m, t = apart(z, 2)
    u = exp_times(-t, m - y)
    pull = np.tanh(u / 2)
    return together(exp_times(-t, pull), 1 - u * pull)


def logistic_of_scores_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂m² = e^−2t/(2 cosh²(u/2)) and ∂²L/∂t² = u tanh(u/2) + u²/(2 cosh²(u/2)).

    Derived in :eq:`eq-logistic`.
    """
    m, t = apart(z, 2)
    u = exp_times(-t, np.abs(m - y))
    bend = np.exp(-u / 2) / (1 + np.exp(-u))  # half of 1/cosh(u/2)
    lost = bend < (1e-30 if bend.dtype == np.float32 else 1e-290)  # before e^−t meets it
    steep = np.where(lost, np.exp(-t - u / 2), exp_times(-t, bend))
    return together(2 * steep**2, u * np.tanh(u / 2) + 2 * product(u, bend) ** 2)


def student_t_of_scores_value(z: Array, y: Array, degrees: float = 4.0) -> Array:
    """L = Σ t + (ν + 1)/2 log(1 + (y − m)² e^−2t/ν), for z = (m, t): −log density but for a constant.

    Derived in :eq:`eq-student-t-scale`.
    """
    _, t, a = _log_distance(z, y, degrees)
    return total(t + (degrees + 1) / 2 * log_one_plus_exp(2 * a))


def student_t_of_scores_gradient(z: Array, y: Array, degrees: float = 4.0) -> Array:
    """∂L/∂m = (ν + 1) (m − y)/(ν e^2t + (m − y)²) and ∂L/∂t = 1 − (m − y) ∂L/∂m.

    Derived in :eq:`eq-student-t-scale`.
    """
    r, t, a = _log_distance(z, y, degrees)
    below = exp_times(-2 * t, r) / degrees
    above = 1 / np.where(a > 0, r, 1.0)  # free of t, whose digits it must not lose
    pull = np.where(a > 0, above, below) / (1 + np.exp(-2 * np.abs(a)))
    return together((degrees + 1) * pull, 1 - (degrees + 1) * _share_outside(a))


def student_t_of_scores_curvature(z: Array, y: Array, degrees: float = 4.0) -> Array:
    """∂²L/∂m² = (ν + 1) (ν e^2t − (m − y)²)/(ν e^2t + (m − y)²)², ∂²L/∂t² = 2 (ν + 1) w (1 − w).

    w = (m − y)²/(ν e^2t + (m − y)²). The first is below 0 far out. Derived in
    :eq:`eq-student-t-scale`.
    """
    r, t, a = _log_distance(z, y, degrees)
    outside, inside = _share_outside(a), _share_outside(-a)
    above = 1 / np.where(a > 0, r, 1.0)
    near = np.where(a > 0, above * above, np.exp(-2 * t) / degrees) / (1 + np.exp(-2 * np.abs(a)))
    return together(
        (degrees + 1) * times(inside - outside, near), 2 * (degrees + 1) * outside * inside
    )


def _log_distance(z: Array, y: Array, degrees: float) -> tuple[Array, Array, Array]:
    """m − y, t, and log(|m − y| e^−t/√ν), which neither overflows nor loses a small scale."""
    m, t = apart(z, 2)
    r = m - y
    return r, t, np.log(np.abs(r)) - t - 0.5 * math.log(degrees)


def _share_outside(a: Array) -> Array:
    """e^2a/(1 + e^2a)."""
    e = np.exp(-2 * np.abs(a))
    return np.where(a > 0, 1.0, e) / (1 + e)
