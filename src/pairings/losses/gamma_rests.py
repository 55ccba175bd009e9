"""What is left of log Γ and its slopes without their leading terms, as functions of t = log x.

By Stirling's series for x ≥ 16, where the leading terms would cancel; x may underflow or overflow.
"""

from functools import wraps

import numpy as np
from scipy.special import factorial, gammaln, polygamma, psi, zeta

from ..records import Array

HALF_LOG_2_PI = float(np.log(2 * np.pi) / 2)
_K = np.arange(1, 11)
_B = -2 * (-1.0) ** _K * zeta(2 * _K) * factorial(2 * _K) / (2 * np.pi) ** (2 * _K)  # Bernoulli's
_OF_LOG = (_B / (2 * _K * (2 * _K - 1))).tolist()
_OF_SLOPE = (_B / (2 * _K)).tolist()
_OF_CURVE = (-_B * (2 * _K - 1) / (2 * _K)).tolist()


def in_double(formula):
    """The formula computed in double precision, told in the precision of z."""

    @wraps(formula)
    def call(z: Array, y: Array) -> Array:
        return formula(z.astype(float), y.astype(float)).astype(z.dtype)

    return call


def _by_series(t: Array, coefficients: list[float], near: Array) -> Array:
    """Σ c_k x^(1 − 2k) where x = e^t ≥ 16, else `near`."""
    far = t >= np.log(16.0)
    x = np.exp(-np.where(far, t, np.log(16.0)))
    tail = np.zeros_like(x)
    for coefficient in reversed(coefficients):
        tail = tail * x * x + coefficient
    return np.where(far, tail * x, near)


def _small(t: Array) -> Array:
    return np.exp(np.minimum(t, np.log(16.0)))


def log_gamma_rest(t: Array) -> Array:
    """log Γ(x) − (x log x − x + ½ log 2π), about −t/2 for large x and −t for small.

    Derived in :eq:`eq-stirling`.
    """
    x = _small(t)
    near = gammaln(1 + x) - x * t + x - t / 2 - HALF_LOG_2_PI
    return _by_series(t, _OF_LOG, near) - t / 2


def slope_rest(t: Array) -> Array:
    """x (log x − ψ(x)) − ½, from ½ at x = 0 down to 0.

    Derived in :eq:`eq-stirling`.
    """
    x = _small(t)
    return _by_series(t, _OF_SLOPE, 0.5 + x * (t - psi(1 + x)))


def curve_rest(t: Array) -> Array:
    """The derivative of `slope_rest` by t: x (log x − ψ(x)) + x − x² ψ′(x).

    Derived in :eq:`eq-stirling`.
    """
    x = _small(t)
    return _by_series(t, _OF_CURVE, x * (t - psi(1 + x) + 1 - x * polygamma(1, 1 + x)))
