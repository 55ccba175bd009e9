"""What values leave out of −log density: a term in y alone, one number per sample."""

import numpy as np
from scipy.special import gammaln, xlogy

from ..losses.distributions import apart
from ..records import Array


def constant(c: float):
    """c for every target."""
    return lambda y: np.full(y.shape[:-1], c * y.shape[-1])


gaussian = constant(np.log(2 * np.pi) / 2)
laplace = constant(np.log(2.0))
quantile = constant(-np.log(0.9 * 0.1))
student_t = constant(np.log(8 / 3))  # four degrees of freedom
cauchy = constant(np.log(np.pi))


def poisson(y: Array) -> Array:
    """Σ (log y! − y log y + y): what the half deviance of counts leaves out."""
    return (gammaln(y + 1) - xlogy(y, y) + y).sum(axis=-1)


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
