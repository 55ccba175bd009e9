"""Losses of waiting times, some of which are known from one side only.

A target is a time above 0 beside its flag: 1, it happened then; 0, it had not happened yet when
somebody stopped looking (censored). What is seen pays −log of its density, what is censored −log
of the chance to last longer. Sums run over the targets side by side, one loss per sample.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_ndtr

from ..records import Array, columns, labels, positive, reals
from ..stable import (
    exp_gap,
    exp_times,
    log_one_plus_exp,
    nan_passes,
    normal_hazard,
    normal_hazard_slope,
    product,
    times,
    total,
)
from .distributions import apart, together

time_and_flag = columns(positive, labels(0, 1))._replace(
    called="a time in (0, ∞) beside a flag, 1 for seen and 0 for censored",
    note=" It happened at once? Give the time at which it was noticed, above 0.",
)
number_and_side = columns(reals, labels(-1, 0, 1))._replace(
    called="a number beside a flag: 0 as it is, 1 at least that, −1 at most that"
)


# --- a constant hazard -----------------------------------------------------------------------------


def censored_exponential_value(z: Array, y: Array) -> Array:
    """L = Σ t e^z − d (1 + z + log t) ≥ 0, for the hazard e^z: half the Poisson deviance of d events
    in the time t.

    With u = z + log t it is e^u − 1 − u where it was seen and e^u where not. −log density is
    L + d (1 + log t). Derived in :eq:`eq-censored-exponential`.
    """
    u, d = _expected(z, y)
    return total(np.where(d == 1, exp_gap(u), np.exp(u)))


def censored_exponential_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = t e^z − d: *events expected − events seen*. Derived in :eq:`eq-censored-exponential`."""
    u, d = _expected(z, y)
    return np.where(d == 1, np.expm1(u), np.exp(u))


def censored_exponential_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = t e^z. Derived in :eq:`eq-censored-exponential`."""
    return np.exp(_expected(z, y)[0])


def _expected(z: Array, y: Array) -> tuple[Array, Array]:
    """log of the expected events t e^z, and the flags; the product itself may overflow."""
    t, d = apart(y, 2)
    return z + np.log(t), d


# --- a location and a scale ------------------------------------------------------------------------


class Noise(NamedTuple):
    """A distribution around 0 as functions of (r, d): value, −log density of r where d = 1 and
    −log of the chance to exceed r where d = 0, but for a constant; its slope and curve by r."""

    value: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    curve: Callable[[Array, Array], Array]


def _normal_value(r: Array, d: Array) -> Array:
    return np.where(d == 1, r * r / 2, -log_ndtr(-r))


def _normal_slope(r: Array, d: Array) -> Array:
    return np.where(d == 1, r, normal_hazard(r))


def _normal_curve(r: Array, d: Array) -> Array:
    return np.where(d == 1, 1.0, normal_hazard_slope(r)).astype(r.dtype)


def _logistic_value(r: Array, d: Array) -> Array:
    return log_one_plus_exp(r) + times(d, log_one_plus_exp(-r))


def _logistic_slope(r: Array, d: Array) -> Array:
    return np.where(d == 1, np.tanh(r / 2), expit(r))


def _logistic_curve(r: Array, d: Array) -> Array:
    return (1 + d) * expit(r) * expit(-r)


def _extreme_value(r: Array, d: Array) -> Array:
    return np.exp(r) - times(d, np.minimum(r, 800.0))  # e^800 is no number: ∞, not ∞ − ∞


def _extreme_slope(r: Array, d: Array) -> Array:
    return np.where(d == 1, np.expm1(r), np.exp(r))


def _extreme_curve(r: Array, d: Array) -> Array:
    return np.exp(r)


normal = Noise(_normal_value, _normal_slope, _normal_curve)
logistic = Noise(_logistic_value, _logistic_slope, _logistic_curve)
extreme = Noise(_extreme_value, _extreme_slope, _extreme_curve)


class _Residual(NamedTuple):
    r: Array
    d: Array
    s: Array
    sign: Array  # −1 turns "at most" into "at least"


def _of_times(z: Array, y: Array) -> _Residual:
    """r = (log t − m) e^−s, with r = 0 where log t = m, however small the scale."""
    t, d = apart(y, 2)
    return _residual(z, np.log(t), d, np.ones_like(t))


def _of_numbers(z: Array, y: Array) -> _Residual:
    """r = (y − m) e^−s, turned round where the target is known to be at most y."""
    y, side = apart(y, 2)
    sign = np.where(side < 0, -1.0, 1.0).astype(y.dtype)
    return _residual(z, y, (side == 0).astype(y.dtype), sign)


def _residual(z, y, d, sign) -> _Residual:
    m, s = apart(z, 2)
    return _Residual(sign * exp_times(-s, y - m), d, s, sign)


def location_scale_value(noise: Noise, at: _Residual) -> Array:
    """L = Σ noise(r, d) + d s, for r = (y − m)/σ and the log scale s. Derived in
    :eq:`eq-location-scale`."""
    return total(noise.value(at.r, at.d) + at.d * at.s)


def location_scale_gradient(noise: Noise, at: _Residual) -> Array:
    """∂L/∂m = −g/σ and ∂L/∂s = d − r g, with g the slope of the noise. Derived in
    :eq:`eq-location-scale`."""
    g = noise.slope(at.r, at.d)
    return together(-at.sign * exp_times(-at.s, g), at.d - product(g, at.r))


def location_scale_curvature(noise: Noise, at: _Residual) -> Array:
    """∂²L/∂m² = g′/σ² and ∂²L/∂s² = r g + r² g′. Derived in :eq:`eq-location-scale`."""
    g, bend = noise.slope(at.r, at.d), noise.curve(at.r, at.d)
    by_location = exp_times(-at.s, exp_times(-at.s, bend))
    return together(by_location, product(g, at.r) + product(product(bend, at.r), at.r))


def accelerated_value(noise: Noise, z: Array, y: Array) -> Array:
    """The time is e^m, the median, times a factor: log t = m + σ r. −log density is
    L + d log t. Derived in :eq:`eq-location-scale`."""
    return location_scale_value(noise, _of_times(z, y))


def accelerated_gradient(noise: Noise, z: Array, y: Array) -> Array:
    """By (m, s) as in `location_scale_gradient`. Derived in :eq:`eq-location-scale`."""
    return location_scale_gradient(noise, _of_times(z, y))


def accelerated_curvature(noise: Noise, z: Array, y: Array) -> Array:
    """By (m, s) as in `location_scale_curvature`. Derived in :eq:`eq-location-scale`."""
    return location_scale_curvature(noise, _of_times(z, y))


def accelerated_predict(z: Array) -> Array:
    """(e^m, e^s): the median time, and the scale of its logarithm. Derived in
    :eq:`eq-location-scale`."""
    return np.exp(z)


def tobit_predict(z: Array) -> Array:
    """(m, e^s): mean and scale, as if nothing were cut off. Derived in :eq:`eq-tobit`."""
    m, s = apart(z, 2)
    return together(m, np.exp(s))


def tobit_value(z: Array, y: Array) -> Array:
    """The normal noise around m, for targets cut off at a bound on either side. −log density is
    L + ½ log 2π where the target is seen. Derived in :eq:`eq-tobit`."""
    return location_scale_value(normal, _of_numbers(z, y))


def tobit_gradient(z: Array, y: Array) -> Array:
    """By (m, s): (m − y)/σ² and 1 − r² where seen, ∓h(±r)/σ where cut off. Derived in
    :eq:`eq-tobit`."""
    return location_scale_gradient(normal, _of_numbers(z, y))


def tobit_curvature(z: Array, y: Array) -> Array:
    """By (m, s) as in `location_scale_curvature`. Derived in :eq:`eq-tobit`."""
    return location_scale_curvature(normal, _of_numbers(z, y))


def censored_weibull_value(z: Array, y: Array) -> Array:
    """L = Σ H − d (log k + log H), H = (t/λ)^k, for z = (log λ, log k). −log density is L + d log t.

    The extreme noise around log λ of scale 1/k. Derived in :eq:`eq-censored-weibull`.
    """
    return location_scale_value(extreme, _of_times(_shape_to_scale(z), y))


def censored_weibull_gradient(z: Array, y: Array) -> Array:
    """∂L/∂ log λ = k (d − H) and ∂L/∂ log k = (H − d) log H − d. Derived in
    :eq:`eq-censored-weibull`."""
    return _shape_to_scale(location_scale_gradient(extreme, _of_times(_shape_to_scale(z), y)))


def censored_weibull_curvature(z: Array, y: Array) -> Array:
    """k² H, and (H − d) log H + H log² H. Derived in :eq:`eq-censored-weibull`."""
    return location_scale_curvature(extreme, _of_times(_shape_to_scale(z), y))


def _shape_to_scale(z: Array) -> Array:
    m, log_shape = apart(z, 2)
    return together(m, -log_shape)


# --- the order alone -------------------------------------------------------------------------------


class _LogSum(NamedTuple):
    """log Σ e^x as the largest x and the rest of it, so that a stage whose scores are far below those
    of another stage keeps its digits: both are subtracted from a score one after the other."""

    top: Array
    rest: Array

    def __add__(self, other: "_LogSum") -> "_LogSum":
        top = np.maximum(self.top, other.top)
        origin = np.where(np.isinf(top), 0.0, top)  # −∞ − (−∞)
        return _LogSum(top, np.logaddexp(*(s.rest + (s.top - origin) for s in (self, other))))

    def at(self, places) -> "_LogSum":
        return _LogSum(*(np.take_along_axis(a, places, axis=-1) for a in self))

    def moved(self, k: int) -> "_LogSum":
        """That of place i − k, of nothing where there is none."""
        return _LogSum(*(_shifted(a, k) for a in self))

    def upto(self) -> "_LogSum":
        """Each with all before it, by doubling."""
        found, step = self, 1
        while step < self.top.shape[-1]:
            found, step = found + found.moved(step), 2 * step
        return found


class _AtRisk(NamedTuple):
    """A list sorted by time: scores, flags, the ends of each group of equal times, the logarithm of
    the summed e^z at risk (`all`), and of the odds of the others (`ahead`)."""

    order: Array
    z: Array
    d: Array
    first: Array
    last: Array
    all: _LogSum
    ahead: Array


def cox_value(z: Array, y: Array) -> Array:
    """L = Σ over events i of log Σ_j e^(z_j − z_i), j over those still at risk, t_j ≥ t_i.

    z: (…, lists, items), y: (…, lists, items · 2), times beside flags; one value per list, 0 for a
    list without an event and for one filled up from a single item (by items censored before its time,
    which are in no risk set): a batch may hold some by chance. The row refuses lists of one place.
    Equal times share one risk set (Breslow). Computed from the others at risk, so that a term far
    below 1 keeps its digits. Derived in :eq:`eq-cox`.
    """
    at = _at_risk(z, y)
    return nan_passes(total(np.where(at.d == 1, log_one_plus_exp(at.ahead), 0.0)), z)


def cox_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = Σ over events i with t_i ≤ t_k of p_ik, less d_k: *events expected − events seen*,
    with p_i the softmax over those at risk at t_i. Derived in :eq:`eq-cox`."""
    at = _at_risk(z, y)
    of_equal = (_events_alike(at) - at.d) * expit(-at.ahead)
    own = np.where(at.d == 1, expit(at.ahead), 0.0)
    return nan_passes(_unsorted(at, np.exp(_before(at, 1)) + of_equal - own), z)


def cox_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = Σ over events i with t_i ≤ t_k of p_ik (1 − p_ik), earlier ones as a difference
    of two sums: right to the rounding of Σ p_ik. Derived in :eq:`eq-cox`."""
    at = _at_risk(z, y)
    alike = _events_alike(at) * expit(-at.ahead) * expit(at.ahead)
    return nan_passes(_unsorted(at, np.exp(_before(at, 1)) - np.exp(_before(at, 2)) + alike), z)


def _at_risk(z: Array, y: Array) -> _AtRisk:
    t, d = apart(y, 2)
    order = np.argsort(t, axis=-1, kind="stable")
    t, d = (np.take_along_axis(a, order, axis=-1) for a in (t, d))
    first, last = _groups(t)
    order, d, first, last = (np.broadcast_to(a, z.shape) for a in (order, d, first, last))
    z = np.take_along_axis(z, order, axis=-1)
    own = _LogSum(z, np.where(z == -np.inf, -np.inf, 0.0).astype(z.dtype))
    later = _LogSum(*(a[..., ::-1] for a in _LogSum(*(a[..., ::-1] for a in own)).upto()))
    others = later.moved(-1)
    place = np.arange(z.shape[-1])
    for k in range(1, int((place - first).max()) + 1):  # of equal times, those in front
        alike = place - k >= first
        others += _LogSum(*(np.where(alike, a, -np.inf) for a in own.moved(k)))
    alone = others.top == -np.inf  # the last one, at −∞ too
    ahead = np.where(alone, -np.inf, (others.top - np.where(alone, 0.0, z)) + others.rest)
    return _AtRisk(order, z, d, first, last, later.at(first), ahead)


def _groups(t: Array) -> tuple[Array, Array]:
    """Where the group of equal times of each place begins and ends."""
    place = np.broadcast_to(np.arange(t.shape[-1]), t.shape)
    starts = np.ones(t.shape, bool)
    starts[..., 1:] = t[..., 1:] != t[..., :-1]
    ends = np.roll(starts, -1, axis=-1)
    first = np.maximum.accumulate(np.where(starts, place, 0), axis=-1)
    back = np.where(ends, place, t.shape[-1])[..., ::-1]
    return first, np.minimum.accumulate(back, axis=-1)[..., ::-1]


def _shifted(values: Array, k: int) -> Array:
    """values[i − k], −∞ where there is none."""
    found = np.full_like(values, -np.inf)
    if k > 0:
        found[..., k:] = values[..., :-k]
    else:
        found[..., :k] = values[..., -k:]
    return found


def _before(at: _AtRisk, power: int) -> Array:
    """log Σ p^power over the events before one's own time, for one's chance p in each."""
    gone = at.d != 1
    events = _LogSum(*(np.where(gone, -np.inf, -power * a) for a in at.all))
    found = events.upto().at(np.maximum(at.first - 1, 0))
    out = (at.first == 0) | (found.top == -np.inf) | (at.z == -np.inf)
    return np.where(out, -np.inf, (power * at.z + found.top) + found.rest)


def _events_alike(at: _AtRisk) -> Array:
    """How many events have one's own time."""
    upto = np.cumsum(at.d, axis=-1)
    last, first = (np.take_along_axis(upto, i, axis=-1) for i in (at.last, at.first))
    return last - first + np.take_along_axis(at.d, at.first, axis=-1)


def _unsorted(at: _AtRisk, values: Array) -> Array:
    found = np.empty_like(values)
    np.put_along_axis(found, at.order, values, axis=-1)
    return found
