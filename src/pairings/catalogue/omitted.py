"""What values leave out of −log density: a term in y alone, one number per sample."""

import numpy as np
from scipy.special import gammaln, xlogy

from ..losses.distributions import apart
from ..records import Array


def constant(c: float):
    """c for every target."""
    return lambda y: np.full(y.shape[:-1], c * y.shape[-1])


LOG_TURN = np.log(2 * np.pi)
gaussian = constant(LOG_TURN / 2)
laplace = constant(np.log(2.0))
quantile = constant(-np.log(0.9 * 0.1))
student_t = constant(np.log(8 / 3))  # four degrees of freedom
cauchy = constant(np.log(np.pi))


def poisson(y: Array) -> Array:
    """Σ (log y! − y log y + y): what the half deviance of counts leaves out."""
    return (gammaln(y + 1) - xlogy(y, y) + y).sum(axis=-1)


# --- counts and amounts ---------------------------------------------------------------------------


def _saturated(k: Array, m: Array) -> Array:
    return xlogy(k, k / np.where(k + m > 0, k + m, 1)) + xlogy(m, m / np.where(k + m > 0, k + m, 1))


def exposed_poisson(y: Array) -> Array:
    """`poisson` of the counts, without their exposures."""
    return poisson(y[..., ::2])


def binomial(y: Array) -> Array:
    """−log of the probability of k of n at p = k/n."""
    k, m = y[..., ::2], y[..., 1::2] - y[..., ::2]
    ways = gammaln(k + m + 1) - gammaln(k + 1) - gammaln(m + 1)
    return -(ways + _saturated(k, m)).sum(axis=-1)


def negative_binomial_with(dispersion: float):
    """−log of the probability of y at the mean y, by the dispersion."""
    r = 1 / dispersion

    def of(y: Array) -> Array:
        ways = gammaln(y + r) - gammaln(r) - gammaln(y + 1)
        return -(ways + _saturated(y, np.full_like(y, r))).sum(axis=-1)

    return of


def log_of(constant: float = 0.0, times: float = 1.0):
    """Σ (times · log y + constant) over the targets above 0."""

    def of(y: Array) -> Array:
        return np.where(y > 0, times * np.log(np.where(y > 0, y, 1)) + constant, 0.0).sum(axis=-1)

    return of


def censored_exponential(y: Array) -> Array:
    """Σ d (1 + log t)."""
    t, d = apart(y, 2)
    return (d * (1 + np.log(t))).sum(axis=-1)


def censored_log_time(y: Array) -> Array:
    """Σ d log t: what the density of log t lacks of that of t, where t was seen."""
    t, d = apart(y, 2)
    return (d * np.log(t)).sum(axis=-1)


def censored_log_normal(y: Array) -> Array:
    """Σ d (log t + ½ log 2π)."""
    return censored_log_time(y) + np.log(2 * np.pi) / 2 * apart(y, 2)[1].sum(axis=-1)


def tobit(y: Array) -> Array:
    """½ log 2π for every target that is seen as it is."""
    return np.log(2 * np.pi) / 2 * (apart(y, 2)[1] == 0).sum(axis=-1)
