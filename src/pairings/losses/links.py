"""Log loss of a yes or no through other links than the logit, straight from the score.

P(y = 1) = F(z) with a distribution function F, and L = −y log F(z) − (1 − y) log (1 − F(z)), summed
over the outputs, for labels 0, 1 and shares between. Both logarithms keep their digits in both
tails: none is taken of a rounded 1.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import exprel, log_ndtr, ndtr

from ..records import Array
from ..stable import normal_hazard, normal_hazard_slope, series, times, total

__all__ = [
    "link_curvature",
    "link_gradient",
    "link_predict",
    "link_value",
]

Formula = Callable[[Array], Array]
_BEND = [
    1 / 12,
    -1 / 720,
    1 / 30240,
    -1 / 1209600,
    1 / 47900160,
    -691 / 1307674368000,
    1 / 74724249600,
]


class Side(NamedTuple):
    """What one answer costs, and its first and second slope by the score."""

    cost: Formula
    slope: Formula
    bend: Formula


class Tails(NamedTuple):
    """F(z), and the costs of a yes and of a no: −log F(z), −log (1 − F(z))."""

    above: Formula
    yes: Side
    no: Side


def _mirrored(side: Side) -> Side:
    return Side(
        lambda z: side.cost(-z),
        lambda z: -side.slope(-z),
        lambda z: side.bend(-z),
    )


# --- normal cdf -----------------------------------------------------------------------------------


_NORMAL = Side(
    lambda z: -log_ndtr(z), lambda z: -normal_hazard(-z), lambda z: normal_hazard_slope(-z)
)
normal_tails = Tails(ndtr, _NORMAL, _mirrored(_NORMAL))


# --- complementary log-log, and its mirror log-log ------------------------------------------------


def _cloglog_cost(z: Array) -> Array:
    """−log (1 − e^−g), g = e^z, which may be too small to hold."""
    g = np.exp(z)
    near = -z - np.log(exprel(-np.minimum(g, 1.0)))
    return np.where(g < 0.7, near, -np.log1p(-np.exp(-g)))


def _cloglog_share(g: Array) -> Array:
    """g/(e^g − 1)."""
    return np.where(g > 30, times(np.exp(-g), g), 1 / exprel(np.minimum(g, 31.0)))


def _cloglog_share_beyond(g: Array) -> Array:
    """s + g − 1 with the share s = g/(e^g − 1); for small g by the series of s − 1 + g/2."""
    small = np.minimum(g, 1.0)
    near = small / 2 + small**2 * series(_BEND, small**2)
    return np.where(g < 0.5, near, g + _cloglog_share(g) - 1)


def _cloglog_bend(z: Array) -> Array:
    """s (s + g − 1)."""
    g = np.exp(z)
    return times(_cloglog_share(g), _cloglog_share_beyond(g))


_HAZARD = Side(np.exp, np.exp, np.exp)
_EVENT = Side(_cloglog_cost, lambda z: -_cloglog_share(np.exp(z)), _cloglog_bend)
cloglog_tails = Tails(lambda z: -np.expm1(-np.exp(z)), _EVENT, _HAZARD)
loglog_tails = Tails(lambda z: np.exp(-np.exp(-z)), _mirrored(_HAZARD), _mirrored(_EVENT))


# --- Cauchy's distribution ------------------------------------------------------------------------


def _cauchy_above(z: Array) -> Array:
    return np.arctan2(1.0, -z) / math.pi


def _cauchy_cost(z: Array) -> Array:
    near = -np.log(_cauchy_above(np.minimum(z, 1.0)))
    return np.where(z < 1, near, -np.log1p(-_cauchy_above(-np.maximum(z, 1.0))))


def _cauchy_pull(z: Array) -> Array:
    """f/F = 1/((1 + z²) π F): 1 + z² as a product, which does not overflow."""
    long = np.hypot(1.0, z)
    return 1 / (long * np.arctan2(1.0, -z)) / long


def _cauchy_bend(z: Array) -> Array:
    r, long = _cauchy_pull(z), np.hypot(1.0, z)
    return r * (r + 2 * (z / long) / long)


_CAUCHY = Side(_cauchy_cost, lambda z: -_cauchy_pull(z), _cauchy_bend)
cauchy_tails = Tails(_cauchy_above, _CAUCHY, _mirrored(_CAUCHY))


# --- log loss -------------------------------------------------------------------------------------


def link_predict(tails: Tails, z: Array) -> Array:
    """P(y = 1) = F(z). Derived in :eq:`eq-links`."""
    return tails.above(z)


def link_value(tails: Tails, z: Array, y: Array) -> Array:
    """L = −Σ y log F(z) + (1 − y) log (1 − F(z)). Derived in :eq:`eq-links`."""
    return total(times(y, tails.yes.cost(z)) + times(1 - y, tails.no.cost(z)))


def link_gradient(tails: Tails, z: Array, y: Array) -> Array:
    """∂L/∂z = −y f/F + (1 − y) f/(1 − F), f = F′. Derived in :eq:`eq-links`."""
    return times(y, tails.yes.slope(z)) + times(1 - y, tails.no.slope(z))


def link_curvature(tails: Tails, z: Array, y: Array) -> Array:
    """−y (log F)″ − (1 − y) (log (1 − F))″. Derived in :eq:`eq-links`."""
    return times(y, tails.yes.bend(z)) + times(1 - y, tails.no.bend(z))
