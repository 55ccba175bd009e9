"""Losses of counts with too many zeros, as functions of two or three scores per target.

Values are −log probability without log y! − y log y + y, which is 0 for y = 0.
"""

import numpy as np
from scipy.special import exprel, xlogy

from ..records import Array
from ..stable import exp_excess_each, exp_gap, log_one_plus_exp, times, total
from .counts_of_scores import (
    _in_double,
    _sigmoid,
    negative_binomial_curvatures,
    negative_binomial_each,
    negative_binomial_slopes,
)
from .distributions import apart, together


def _seen_zero(w: Array, ell: Array) -> Array:
    # −log(σ(w) + σ(−w) e^−ℓ): the log1p where little is missing from 1, the sum of logs elsewhere.
    missing = -np.expm1(-ell) * _sigmoid(-w)
    far = log_one_plus_exp(w) - np.logaddexp(w, -ell)
    return np.where(missing < 0.5, -np.log1p(-np.minimum(missing, 0.5)), far)


def _zero_slopes(w: Array, ell: Array) -> tuple[Array, Array]:
    # By w, σ(w) − σ(w + ℓ); by ℓ, the share σ(−w − ℓ) of the zeros that the counts made.
    counted = _sigmoid(-(w + ell))
    return np.expm1(-ell) * _sigmoid(-w) * _sigmoid(w + ell), counted


def _zero_curvatures(w: Array, ell: Array) -> tuple[Array, Array]:
    # By w, of both shares p: p (1 − p) less p′ (1 − p′) = (p − p′) (1 − p − p′), the last as a
    # difference of what is small.
    by_w, counted = _zero_slopes(w, ell)
    rest = np.where(w < 0, counted - _sigmoid(w), _sigmoid(-w) - _sigmoid(w + ell))
    return by_w * rest, -_sigmoid(w + ell) * counted


# --- zero-inflated Poisson ------------------------------------------------------------------------


def zero_inflated_poisson_value(z: Array, y: Array) -> Array:
    """L = −log(π + (1 − π) e^−λ) at y = 0, −log(1 − π) + λ − y log λ above, less the same at λ = y.

    z = (log λ, logit π), y: whole numbers from 0 up. Derived in :eq:`eq-counts-zero-inflated`.
    """
    s, w = apart(z, 2)
    above = log_one_plus_exp(w) + exp_excess_each(s, y)
    return total(np.where(y == 0, _seen_zero(w, np.exp(s)), above))


def zero_inflated_poisson_gradient(z: Array, y: Array) -> Array:
    """(λ c, σ(w) − σ(w + λ)) at y = 0, with c = σ(−w − λ) the share of the zeros that the counts
    made, w = logit π; (λ − y, π) above.

    Derived in :eq:`eq-counts-zero-inflated-gradient`.
    """
    s, w = apart(z, 2)
    rate = np.exp(s)
    by_w, counted = _zero_slopes(w, rate)
    zero = y == 0
    by_s = np.where(zero, times(counted, rate), rate - y)
    return together(by_s, np.where(zero, by_w, _sigmoid(w)))


def zero_inflated_poisson_curvature(z: Array, y: Array) -> Array:
    """(λ c − λ² c (1 − c), π (1 − π) − c (1 − c)) at y = 0, (λ, π (1 − π)) above.

    Derived in :eq:`eq-counts-zero-inflated-gradient`.
    """
    s, w = apart(z, 2)
    rate, zero = np.exp(s), y == 0
    counted = _sigmoid(-(w + rate))
    by_w, _ = _zero_curvatures(w, rate)
    by_s = times(counted, rate * (1 - times(_sigmoid(w + rate), rate)))
    flat = _sigmoid(w) * _sigmoid(-w)
    return together(np.where(zero, by_s, rate), np.where(zero, by_w, flat))


# --- hurdle Poisson -------------------------------------------------------------------------------


def _from_one(s: Array, y: Array) -> Array:
    """E(λ, y) + log(1 − e^−λ), the count given that it is not 0; below λ = 1 without the large logs."""
    low = np.minimum(s, 0.0)
    near = np.exp(low) + (xlogy(y, y) - y) - (y - 1) * low + np.log(exprel(-np.exp(low)))
    far = exp_excess_each(s, y) + np.log(-np.expm1(-np.exp(np.maximum(s, 0.0))))
    return np.where(s < 0, near, far)


def hurdle_poisson_value(z: Array, y: Array) -> Array:
    """L = −log π at y = 0, −log(1 − π) + λ − y log λ + log(1 − e^−λ) above, less λ − y log λ at λ = y.

    z = (log λ, logit π), π the share of zeros; y: whole numbers from 0 up. May be below 0, by less
    than 1. Derived in :eq:`eq-counts-hurdle`.
    """
    s, w = apart(z, 2)
    above = log_one_plus_exp(w) + _from_one(s, np.where(y == 0, 1.0, y).astype(z.dtype))
    return total(np.where(y == 0, log_one_plus_exp(-w), above))


def _beyond_one(rate: Array) -> Array:
    # λ / (1 − e^−λ) − 1, for λ ≤ 1
    near = rate < 1e-5
    safe = np.where(near, 1.0, rate)
    return np.where(near, rate / 2 + rate * rate / 12, exp_gap(-safe) / (safe * exprel(-safe)))


def hurdle_poisson_gradient(z: Array, y: Array) -> Array:
    """(0, π − 1) at y = 0; (λ / (1 − e^−λ) − y, π) above. Derived in :eq:`eq-counts-hurdle-gradient`."""
    s, w = apart(z, 2)
    near = _beyond_one(np.exp(np.minimum(s, 0.0))) - (y - 1)
    far = np.exp(s) - y + 1 / exprel(np.exp(np.maximum(s, 0.0)))
    by_s = np.where(y == 0, 0.0, np.where(s < 0, near, far))
    return together(by_s, np.where(y == 0, -_sigmoid(-w), _sigmoid(w)))


def hurdle_poisson_curvature(z: Array, y: Array) -> Array:
    """(0, π (1 − π)) at y = 0; (m (1 + λ − m), π (1 − π)) above, with m = λ / (1 − e^−λ).

    Derived in :eq:`eq-counts-hurdle-gradient`.
    """
    s, w = apart(z, 2)
    rate = np.exp(s)
    small = np.minimum(rate, 1.0)
    share = np.where(rate < 1, small - _beyond_one(small), 1 - 1 / exprel(np.maximum(rate, 1.0)))
    by_s = np.where(y == 0, 0.0, share / exprel(-rate))
    return together(by_s, _sigmoid(w) * _sigmoid(-w))


# --- zero-inflated negative binomial --------------------------------------------------------------


@_in_double
def zero_inflated_negative_binomial_value(z: Array, y: Array) -> Array:
    """L = −log(π + (1 − π) (1 + α μ)^(−1/α)) at y = 0, −log(1 − π) and the negative binomial's above.

    z = (log μ, log α, logit π), y: whole numbers from 0 up. Derived in
    :eq:`eq-counts-zero-inflated`.
    """
    m, s, w = apart(z, 3)
    above = log_one_plus_exp(w) + negative_binomial_each(m, s, y)
    return total(np.where(y == 0, _seen_zero(w, negative_binomial_each(m, s, 0 * y)), above))


@_in_double
def zero_inflated_negative_binomial_gradient(z: Array, y: Array) -> Array:
    """(c ∂ℓ/∂log μ, c ∂ℓ/∂log α, σ(w) − σ(w + ℓ)) at y = 0, with (1 + α μ)^(−1/α) = e^−ℓ; above the
    negative binomial's, and π. Derived in :eq:`eq-counts-zero-inflated-gradient`.
    """
    m, s, w = apart(z, 3)
    ell = negative_binomial_each(m, s, 0 * y)
    ell_m, ell_s = negative_binomial_slopes(m, s, 0 * y)
    by_w, counted = _zero_slopes(w, ell)
    by_m, by_s = negative_binomial_slopes(m, s, y)
    zero = y == 0
    return together(
        np.where(zero, times(counted, ell_m), by_m),
        np.where(zero, times(counted, ell_s), by_s),
        np.where(zero, by_w, _sigmoid(w)),
    )


@_in_double
def zero_inflated_negative_binomial_curvature(z: Array, y: Array) -> Array:
    """c ℓ'' − c (1 − c) ℓ'² and π (1 − π) − c (1 − c) at y = 0; above the negative binomial's.

    Derived in :eq:`eq-counts-zero-inflated-gradient`.
    """
    m, s, w = apart(z, 3)
    ell = negative_binomial_each(m, s, 0 * y)
    ell_m, ell_s = negative_binomial_slopes(m, s, 0 * y)
    ell_mm, ell_ss = negative_binomial_curvatures(m, s, 0 * y)
    by_w, bend = _zero_curvatures(w, ell)
    counted, zero = _sigmoid(-(w + ell)), y == 0
    by_m, by_s = negative_binomial_curvatures(m, s, y)
    flat = _sigmoid(w) * _sigmoid(-w)
    return together(
        np.where(zero, times(counted, ell_mm) + times(bend, ell_m * ell_m), by_m),
        np.where(zero, times(counted, ell_ss) + times(bend, ell_s * ell_s), by_s),
        np.where(zero, by_w, flat),
    )
