"""A share from 0 to 1 by one location: ordered beta, whose heaps at the ends move with the mean between.

Several scores per target, side by side; −log of a probability at the ends, of a density between.
"""

import numpy as np
from scipy.special import expit

from ..records import Array, Pairing, unit_interval
from ..stable import log_one_plus_exp, total
from .distributions import apart, together
from .gamma_rests import in_double
from .shares import _beta_curves, _beta_each, _beta_slopes, _edges


def _cuts(z: Array) -> tuple[Array, ...]:
    """q, s, d, and a = q − k, b = a − softplus(d): how far the location lies above either threshold."""
    q, s, k, d = apart(z, 4)
    a = q - k
    return q, s, d, a, a - log_one_plus_exp(d)


def ordered_beta_predict(z: Array) -> Array:
    """(σ(−a), σ(b), σ(q), e^s) for z = (q, s, k, d): P(y = 0), P(y = 1), then mean and precision between.

    With a = q − k and b = a − softplus(d). Derived in :eq:`eq-shares-ordered`.
    """
    q, s, _, a, b = _cuts(z)
    return together(expit(-a), expit(b), expit(q), np.exp(s))


@in_double
def ordered_beta_value(z: Array, y: Array) -> Array:
    """L = Σ softplus(a) at y = 0, softplus(−b) at y = 1, between them
    softplus(−a) + softplus(b) + softplus(−d) + beta(q, s).

    For z = (q, s, k, d), a = q − k, b = a − softplus(d), 0 ≤ y ≤ 1: with steps of softplus,
    σ(a) − σ(b) = σ(a) σ(−b) σ(d), and nothing cancels. May be negative.
    Derived in :eq:`eq-shares-ordered`.
    """
    q, s, d, a, b = _cuts(z)
    edge, between = _edges(y)
    end = np.where(y == 1, log_one_plus_exp(-b), log_one_plus_exp(a))
    inner = log_one_plus_exp(-a) + log_one_plus_exp(b) + log_one_plus_exp(-d)
    return total(np.where(edge, end, inner + _beta_each(q, s, between)))


@in_double
def ordered_beta_gradient(z: Array, y: Array) -> Array:
    """∂L/∂q = r + (the beta's between), ∂L/∂k = −r, r = σ(a) at 0, −σ(−b) at 1, σ(b) − σ(−a) between;

    ∂L/∂d = 0 at 0, σ(d) σ(−b) at 1, −σ(d) σ(b) − σ(−d) between; ∂L/∂s is the beta's.
    Derived in :eq:`eq-shares-ordered`.
    """
    q, s, d, a, b = _cuts(z)
    edge, between = _edges(y)
    r = np.where(edge, np.where(y == 1, -expit(-b), expit(a)), expit(b) - expit(-a))
    by_q, by_s = (np.where(edge, 0.0, slope) for slope in _beta_slopes(q, s, between))
    step = np.where(y == 1, expit(d) * expit(-b), -expit(d) * expit(b) - expit(-d))
    return together(r + by_q, by_s, -r, np.where(y == 0, 0.0, step))


@in_double
def ordered_beta_curvature(z: Array, y: Array) -> Array:
    """c = σ(a) σ(−a) at 0, σ(b) σ(−b) at 1, both between; the beta's besides, for q and s;

    for k it is c, for d σ(b) σ(−b) σ(d)² + σ(−b) σ(d) σ(−d) above 0.
    Derived in :eq:`eq-shares-ordered`.
    """
    q, s, d, a, b = _cuts(z)
    edge, between = _edges(y)
    low, high = expit(a) * expit(-a), expit(b) * expit(-b)
    c = np.where(y == 1, 0.0, low) + np.where(y == 0, 0.0, high)
    by_q, by_s = (np.where(edge, 0.0, curve) for curve in _beta_curves(q, s, between))
    step = high * expit(d) ** 2 + expit(-b) * expit(d) * expit(-d)
    return together(c + by_q, by_s, c, np.where(y == 0, 0.0, step))


ordered_beta = Pairing(
    "ordered beta likelihood",
    ordered_beta_predict,
    ordered_beta_value,
    ordered_beta_gradient,
    unit_interval,
    scores=4,
    curvature=ordered_beta_curvature,
)
