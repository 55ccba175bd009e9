"""What an unmatched loss gains or costs: log links, quantiles, least squares on labels."""

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def log_link_covariance(x: Array, mean: Array, power: float, noise_power: float) -> Array:
    """A⁻¹ B A⁻¹ with A = Σ μ^(2−q) x xᵀ and B = Σ μ^(2−2q+v) x xᵀ: of the weights behind exp.

    The covariance, per unit of dispersion, of what Tweedie's deviance of power q fits to targets of
    mean μ = e^(w·x) and variance μ^v, in large samples; x: (samples, inputs), mean: (samples,).
    Smallest at q = v. Derived in :eq:`eq-when-sandwich`.
    """
    steepness = (x * mean[:, None] ** (2 - power)).T @ x
    noise = (x * mean[:, None] ** (2 - 2 * power + noise_power)).T @ x
    inverse = np.linalg.inv(steepness)
    return inverse @ noise @ inverse


def mean_for_quantile_exponential(quantile: Array) -> Array:
    """−e⁻¹ / ((1 − q) log(1 − q)) ≥ 1: pinball cost of the mean over that of the quantile q.

    For an exponential target. It is 1 at q = 1 − 1/e, where mean and quantile are one. Derived in
    :eq:`eq-when-mean-for-quantile`.
    """
    quantile = np.asarray(quantile, dtype=float)
    return -np.exp(-1.0) / ((1 - quantile) * np.log1p(-quantile))


def least_squares_efficiency(distance: float) -> float:
    """(1 + Δ²/4) e^(−Δ²/8) E[1 / cosh(Δu/2)], u standard normal: at most 1.

    Variance of the direction that least squares finds between two normal clouds at distance Δ,
    relative to that of log loss, in large samples. Derived in :eq:`eq-when-efficiency`; source
    :cite:t:`Efron1975`.
    """

    def integrand(u):
        return norm.pdf(u) / np.cosh(distance * u / 2)

    expected = 2 * quad(integrand, 0.0, 40.0, epsabs=1e-13)[0]
    return (1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * expected
