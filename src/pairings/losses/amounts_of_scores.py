"""Losses of positive amounts as functions of the score, or of several scores per target."""

import numpy as np
from scipy.special import gammaln, polygamma, psi

from ..records import Array
from ..stable import exp_gap, exp_times, half_square, log_one_plus_exp, times, total
from .counts_of_scores import _in_double, _sigmoid, _stirling
from .distributions import apart, together


def tweedie_of_score_curvature(z: Array, y: Array, power: float = 1.5) -> Array:
    """∂²L/∂z² = (2 − q) e^((2−q) z) + (q − 1) y e^((1−q) z). Derived in :eq:`eq-amounts-tweedie`."""
    b, c = 2 - power, power - 1
    above = b * np.exp(b * z) if b else np.zeros_like(z)
    half = np.exp(-c * z / 2)
    return above + c * times(times(y, half), half)


def gamma_of_score_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = y e^−z. Derived in :eq:`eq-amounts-gamma`."""
    return tweedie_of_score_curvature(z, y, 2.0)


def inverse_gaussian_of_score_value(z: Array, y: Array) -> Array:
    """L = Σ (y − μ)² / (2 μ² y), μ = e^z: half the inverse Gaussian deviance, y > 0.

    As (e^−u − 1)² / (2 y) with u = z − log y. Derived in :eq:`eq-amounts-inverse-gaussian`.
    """
    return total(half_square(np.expm1(np.log(y) - z) / np.sqrt(y)))


def inverse_gaussian_of_score_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = (μ − y) / μ². Derived in :eq:`eq-amounts-inverse-gaussian`."""
    return -np.exp(-z) * np.expm1(np.log(y) - z)


def inverse_gaussian_of_score_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = (2 y − μ) / μ²: below 0 for y < μ/2. Derived in :eq:`eq-amounts-inverse-gaussian`."""
    return np.exp(-z) * (2 * (y * np.exp(-z)) - 1)


# --- the logarithm --------------------------------------------------------------------------------


def log_square_value(z: Array, y: Array) -> Array:
    """L = Σ (z − log y)²/2, y > 0: log-normal with the spread 1.

    Derived in :eq:`eq-amounts-log-normal`.
    """
    return total((z - np.log(y)) ** 2) / 2


def log_square_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = z − log y. Derived in :eq:`eq-amounts-log-normal`."""
    return z - np.log(y)


def log_square_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = 1. Derived in :eq:`eq-amounts-log-normal`."""
    return np.ones_like(z)


def log_normal_value(z: Array, y: Array) -> Array:
    """L = Σ (s + ((log y − m) e^−s)²/2), z = (m, s), y > 0: −log density without log y + ½ log 2π.

    m is the mean of log y, s the log of its standard deviation. Derived in
    :eq:`eq-amounts-log-normal`.
    """
    m, s = apart(z, 2)
    return total(s + exp_times(-s, np.log(y) - m) ** 2 / 2)


def log_normal_gradient(z: Array, y: Array) -> Array:
    """(m − log y) e^−2s and 1 − (log y − m)² e^−2s. Derived in :eq:`eq-amounts-log-normal`."""
    m, s = apart(z, 2)
    r = exp_times(-s, m - np.log(y))
    return together(exp_times(-s, r), 1 - r * r)


def log_normal_curvature(z: Array, y: Array) -> Array:
    """e^−2s and 2 (log y − m)² e^−2s. Derived in :eq:`eq-amounts-log-normal`."""
    m, s = apart(z, 2)
    return together(np.exp(-2 * s), 2 * exp_times(-s, m - np.log(y)) ** 2)


# --- Weibull --------------------------------------------------------------------------------------


def _weibull_parts(z: Array, y: Array) -> tuple[Array, Array]:
    m, s = apart(z, 2)
    return s, exp_times(s, np.log(y) - m)


def weibull_value(z: Array, y: Array) -> Array:
    """L = Σ (e^t − t − s), t = e^s (log y − m), z = (m, s), y > 0: −log density without log y.

    m is the log of the scale, s the log of the shape. Derived in :eq:`eq-amounts-weibull`.
    """
    s, t = _weibull_parts(z, y)
    return total(exp_gap(np.minimum(t, 800.0)) + (1 - s))  # e^800 is no number: ∞, not ∞ − ∞


def weibull_gradient(z: Array, y: Array) -> Array:
    """e^s (1 − e^t) and t (e^t − 1) − 1. Derived in :eq:`eq-amounts-weibull`."""
    s, t = _weibull_parts(z, y)
    return together(-exp_times(s, np.expm1(t)), t * np.expm1(t) - 1)


def weibull_curvature(z: Array, y: Array) -> Array:
    """e^2s e^t and t (e^t − 1) + t² e^t. Derived in :eq:`eq-amounts-weibull`."""
    s, t = _weibull_parts(z, y)
    return together(np.exp(2 * s + t), t * (np.expm1(t) + times(np.exp(t), t)))


# --- hurdle gamma ---------------------------------------------------------------------------------


def _far_above(s: Array, u: Array) -> tuple[Array, Array]:
    """k (e^−u − 1 + u) and k (e^−u − 1) for k = e^s, also where a factor alone is no number."""
    whole, near = np.exp(s - u), -np.minimum(-u, 700.0)
    gap, slope = (exp_times(s, f) for f in (exp_gap(-near), np.expm1(-near)))
    return np.where(u < -700, whole, gap), np.where(u < -700, whole, slope)


def _shape_term(s: Array, order: int) -> Array:
    """A(k) = log Γ(k) − k log k + k, k = e^s; its derivative by s of this order, 0 to 2.

    By Stirling's series for k > 10.
    """
    k = np.maximum(np.exp(s), 10.0)
    far = (
        lambda: (np.log(2 * np.pi) - np.maximum(s, 0.0)) / 2 + _stirling(k),
        lambda: _stirling(k, 1) - 0.5,
        lambda: _stirling(k, 1) + _stirling(k, 2),
    )[order]()
    low = np.minimum(s, np.log(10.0))
    few = np.exp(low)
    if order == 0:
        near = gammaln(1 + few) - low - few * low + few
    else:
        near = few * (psi(1 + few) - low)
        near = near - 1 if order == 1 else near + few * (few * polygamma(1, 1 + few) - 1)
    return np.where(s < np.log(10.0), near, far)


@_in_double
def hurdle_gamma_value(z: Array, y: Array) -> Array:
    """L = −log π at y = 0; above −log(1 − π) and −log density of gamma, without log y.

    z = (log μ, log k, logit π): mean μ and shape k of what is above 0, π the share of zeros. With
    u = log μ − log y the density costs k (e^−u − 1 + u) + log Γ(k) − k log k + k, which may be below
    0. Derived in :eq:`eq-amounts-hurdle`.
    """
    m, s, w = apart(z, 3)
    u = m - np.log(np.where(y == 0, 1.0, y))
    above = log_one_plus_exp(w) + _far_above(s, u)[0] + _shape_term(s, 0)
    return total(np.where(y == 0, log_one_plus_exp(-w), above))


@_in_double
def hurdle_gamma_gradient(z: Array, y: Array) -> Array:
    """(0, 0, π − 1) at y = 0; (k (1 − y/μ), k (y/μ − 1 − log(y/μ)) + A', π) above.

    Derived in :eq:`eq-amounts-hurdle`.
    """
    m, s, w = apart(z, 3)
    zero = y == 0
    gap, slope = _far_above(s, m - np.log(np.where(zero, 1.0, y)))
    return together(
        np.where(zero, 0.0, -slope),
        np.where(zero, 0.0, gap + _shape_term(s, 1)),
        np.where(zero, -_sigmoid(-w), _sigmoid(w)),
    )


@_in_double
def hurdle_gamma_curvature(z: Array, y: Array) -> Array:
    """(0, 0, π (1 − π)) at y = 0; (k y/μ, k (y/μ − 1 − log(y/μ)) + A'', π (1 − π)) above.

    Derived in :eq:`eq-amounts-hurdle`.
    """
    m, s, w = apart(z, 3)
    zero = y == 0
    u = m - np.log(np.where(zero, 1.0, y))
    return together(
        np.where(zero, 0.0, np.exp(s - u)),
        np.where(zero, 0.0, _far_above(s, u)[0] + _shape_term(s, 2)),
        _sigmoid(w) * _sigmoid(-w),
    )
