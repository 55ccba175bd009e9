"""The regression chapter's laws: a silent broadcast, Huber's location."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import lambertw
from scipy.stats import norm

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def broadcast_loss(z: Array, y: Array) -> Array:
    """mean_i (z_i − ȳ)²/2 + Var(y)/2: what the mean over an (n, n) table of half squared errors is.

    z, y: (..., samples, 1). The second term does not depend on the network. Derived in
    :eq:`eq-regression-broadcast`.
    """
    centre = y.mean(axis=-2, keepdims=True)
    return (((z - centre) ** 2).mean(axis=-2) + y.var(axis=-2))[..., 0] / 2


def huber_location_exponential(delta: Array) -> Array:
    """c(δ): what Huber's loss predicts of a standard exponential variable, between log 2 and 1.

    c = log(2 sinh δ / δ) where that is at least δ, else the root of c + e^−(c + δ) = 1, which is
    1 + W(−e^−(1 + δ)). The median for δ → 0, the mean for δ → ∞. Derived in
    :eq:`eq-regression-huber-exponential`.
    """
    delta = np.asarray(delta, dtype=float)
    both = np.log(2) + delta + np.log(-np.expm1(-2 * delta) / (2 * delta))
    return np.where(both >= delta, both, 1 + lambertw(-np.exp(-1 - delta)).real)


def huber_location_outliers(share: float, delta: float) -> float:
    """c: what Huber's loss predicts of a standard normal variable with a share of far outliers.

    The root of (1 − ε) (G(c + δ) − G(c − δ)) = δ with G(t) = t N(t) + n(t). For δ → 0 it is the
    median, N⁻¹(1 / (2 (1 − ε))). Derived in :eq:`eq-regression-outliers`.
    """

    def G(t):
        return t * norm.cdf(t) + norm.pdf(t)

    def pull(c):
        return (1 - share) * (G(c + delta) - G(c - delta)) - delta

    far = 10.0 + delta
    return brentq(pull, -far, far)
