"""Losses of counts as functions of the score: with an exposure, k of n, more spread than Poisson's.

Binomial and negative binomial are one formula: k of k + m at the log odds x, where m is what failed,
or 1/α. Values leave out terms in the count alone, so that none is below 0.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np
from scipy.special import bernoulli, gammaln, polygamma, psi, xlogy

from ..records import Array
from ..stable import exp_excess_each, exp_gap, log_gap, log_one_plus_exp, times, total
from .distributions import apart, together


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _in_double(formula: Callable) -> Callable:
    """The formula in double precision inside: gamma functions cancel."""

    @wraps(formula)
    def call(z: Array, y: Array) -> Array:
        found = formula(z.astype(float, copy=False), y.astype(float, copy=False))
        return found.astype(z.dtype, copy=False)

    return call


# --- a count beside its exposure ------------------------------------------------------------------


def exposed_poisson_value(z: Array, y: Array) -> Array:
    """L = Σ (t e^z − k − k log(t e^z / k)), half the Poisson deviance of k events in t.

    y = (k, t), k from 0 up, t above 0: the offset log t. Derived in :eq:`eq-counts-exposure`.
    """
    k, t = apart(y, 2)
    return total(exp_excess_each(z + np.log(t), k))


def exposed_poisson_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = t e^z − k. Derived in :eq:`eq-counts-exposure`."""
    k, t = apart(y, 2)
    return np.exp(z + np.log(t)) - k


def exposed_poisson_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = t e^z. Derived in :eq:`eq-counts-exposure`."""
    return np.exp(z + np.log(apart(y, 2)[1]))


# --- k of k + m -----------------------------------------------------------------------------------


def _shares_each(x: Array, u: Array, k: Array, m: Array, log_m: Array) -> Array:
    """k log(k/(n p)) + m log(m/(n (1 − p))), n = k + m, p = σ(x), u = x − log(k/m).

    With the smaller of k and m in front: n log1p(k/n (e^u − 1)) − k u, by remainders near u = 0.
    """
    swap = k > m
    x, u = np.where(swap, -x, x), np.where(swap, -u, u)
    k, m, log_m = np.where(swap, m, k), np.where(swap, k, m), np.where(swap, np.log(k), log_m)
    share = k / np.where(m > 0, k + m, 1)
    few = np.clip(u, -1, 1)
    w = share * np.expm1(few)
    near = k * (exp_gap(few) - np.expm1(few) * (log_gap(w) / np.where(w == 0, 1, w)))
    some = np.minimum(u, 36)
    w = share * np.expm1(some)
    middle = k * (np.expm1(some) * np.where(w == 0, 1, np.log1p(w) / w) - some)
    odds = x - np.log1p(k / np.where(m > 0, m, 1))
    small = np.exp(odds)
    few_odds = np.exp(x + log_m) * np.where(small == 0, 1, np.log1p(small) / small)
    far = np.where(odds < 0, few_odds, (k + m) * log_one_plus_exp(odds)) - times(k, u)
    each = np.where(np.abs(u) < 1, near, np.where(u <= 36, middle, far))
    return np.where(k + m == 0, 0 * x, each)


def _failures(x: Array, m: Array, log_m: Array) -> Array:
    # m σ(x), also where m alone is beyond all numbers.
    return np.where(x < 0, np.exp(x + log_m) * _sigmoid(-x), m * _sigmoid(x))


def _pull_each(x: Array, u: Array, k: Array, m: Array, log_m: Array) -> Array:
    """(k + m) σ(x) − k, as m σ(x) (1 − e^−u) for u > 0, −k σ(−x) (1 − e^u) for u < 0."""
    above = _failures(x, m, log_m) * -np.expm1(-np.maximum(u, 0))
    return np.where(u > 0, above, times(k, np.expm1(np.minimum(u, 0))) * _sigmoid(-x))


def _bend_each(x: Array, k: Array, m: Array, log_m: Array) -> Array:
    return (k * _sigmoid(x) + _failures(x, m, log_m)) * _sigmoid(-x)


def _shares(z: Array, y: Array) -> tuple[Array, ...]:
    k, n = apart(y, 2)
    m = n - k
    log_m = np.log(m)
    u = np.where(k == 0, np.inf, np.where(m == 0, -np.inf, z - (np.log(k) - log_m)))
    return z, u, k, m, log_m


def binomial_value(z: Array, y: Array) -> Array:
    """L = Σ (k log(k/(n p)) + (n − k) log((n − k)/(n (1 − p)))), half the binomial deviance.

    y = (k, n), whole numbers with k ≤ n; z the log odds of p. Derived in :eq:`eq-counts-binomial`.
    """
    return total(_shares_each(*_shares(z, y)))


def binomial_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = n p − k. Derived in :eq:`eq-counts-binomial`."""
    return _pull_each(*_shares(z, y))


def binomial_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z² = n p (1 − p). Derived in :eq:`eq-counts-binomial`."""
    x, _, k, m, log_m = _shares(z, y)
    return _bend_each(x, k, m, log_m)


# --- negative binomial ----------------------------------------------------------------------------


def _dispersed(m: Array, s: Array, y: Array) -> tuple[Array, ...]:
    # y of y + 1/α at the log odds log μ + log α
    return m + s, m - np.log(y), y + 0 * m, np.exp(-s) + 0 * m, -s


def negative_binomial_of_score_value(z: Array, y: Array, dispersion: float = 0.5) -> Array:
    """L = Σ (y log(y/μ) − (y + 1/α) log((1 + α y)/(1 + α μ))), half the deviance for variance μ + α μ².

    μ = e^z, α the dispersion, y: whole numbers from 0 up. Derived in :eq:`eq-counts-dispersed`.
    """
    return total(_shares_each(*_dispersed(z, np.log(z.dtype.type(dispersion)), y)))


def negative_binomial_of_score_gradient(z: Array, y: Array, dispersion: float = 0.5) -> Array:
    """∂L/∂z = (μ − y) / (1 + α μ). Derived in :eq:`eq-counts-dispersed`."""
    return _pull_each(*_dispersed(z, np.log(z.dtype.type(dispersion)), y))


def negative_binomial_of_score_curvature(z: Array, y: Array, dispersion: float = 0.5) -> Array:
    """∂²L/∂z² = (1 + α y) μ / (1 + α μ)². Derived in :eq:`eq-counts-dispersed`."""
    x, _, k, m, log_m = _dispersed(z, np.log(z.dtype.type(dispersion)), y)
    return _bend_each(x, k, m, log_m)


_ORDER = np.arange(1, 9)
_STIRLING = (bernoulli(16)[2::2] / (2 * _ORDER * (2 * _ORDER - 1))).tolist()


def _stirling(x: Array, power: int = 0) -> Array:
    # Σ b_k x^(1 − 2k) for power 0, and x times its derivative, and x² times the second one.
    found = 0.0
    for k, b in zip(range(len(_STIRLING), 0, -1), reversed(_STIRLING), strict=True):
        weight = (1, 1 - 2 * k, (1 - 2 * k) * (-2 * k))[power]
        found = found / (x * x) + weight * b
    return found / x


def _spread(s: Array, y: Array, order: int) -> Array:
    """C(α, y) = (y + r) log(1 + α y) − y − log(Γ(y + r)/(Γ(r) r^y)), r = 1/α: what the best mean
    still costs; its derivative by log α of this order, 0 to 2. By Stirling's series for r > 10.
    """
    far = s < -np.log(10.0)
    found = _spread_by_series(s, y, order) if far.any() else np.zeros_like(s)
    if not far.all():
        found = np.where(far, found, _spread_by_gammas(np.maximum(s, -np.log(10.0)), y, order))
    return np.where(y == 0, 0.0, found)


def _spread_by_series(s: Array, y: Array, order: int) -> Array:
    r = np.maximum(np.exp(-s), 10.0)
    n, share = r + y, np.where(r == np.inf, 1.0, r / (r + y))
    if order == 0:
        return np.log1p(y / r) / 2 + _stirling(r) - _stirling(n)
    if order == 1:
        return y / n / 2 - _stirling(r, 1) + share * _stirling(n, 1)
    of_r = _stirling(r, 1) + _stirling(r, 2)
    return y / n * share / 2 + of_r - share * (_stirling(n, 1) + share * _stirling(n, 2))


def _spread_by_gammas(s: Array, y: Array, order: int) -> Array:
    r = np.exp(-s)
    n = np.maximum(y, 1) + r
    if order == 0:
        most = np.maximum(n, 10.0)
        of_n = np.log(most / (2 * np.pi)) / 2 - _stirling(most)  # n log n − n − log Γ(n)
        of_n = np.where(n < 10, xlogy(n, n) - n - gammaln(n), of_n)
        return of_n + r + gammaln(1 + r) + (1 + r) * s
    slope = np.log(n) - psi(n) + psi(1 + r) + s
    if order == 1:
        return 1 - r * slope
    return r * (slope - 1) + r * r * (1 / n - polygamma(1, n) + polygamma(1, 1 + r))


def _by_dispersion(m: Array, s: Array, y: Array) -> tuple[Array, Array]:
    """r (q − log(1 + q)) with q = (y − μ)/(r + μ), and its derivative by log α.

    Where r is no number, r q² is (r q · e^(s/2))².
    """
    shares = _dispersed(m, s, y)
    pull, r, root = _pull_each(*shares), shares[3], np.exp(s / 2)  # the pull is −r q
    known, half = (r > 0) & (r < np.inf), times(pull, root)
    safe = np.where(known, r, 1.0)
    q = np.where(known, -pull / safe, -times(half, root))
    gap = log_gap(np.maximum(q, -0.5))
    if (low := known & (q < -0.5)).any():
        less = _shares_each(*shares) + times(y, shares[1])
        gap = np.where(low, q + less / (y + r), gap)  # −log(1 + q), as q nears −1
    tiny = np.abs(q) < 1e-100
    part = np.where(tiny, 0.5, gap / np.where(tiny, 1.0, q) ** 2)
    square = np.where(known, -pull * q / (1 + y / safe), half * half)
    gap = np.where(known, r * gap, half * half * part)
    # q² cancels for large q: q − q²/((1 + q)(1 + α μ)) is a sum of shares
    far = -pull * (_sigmoid(shares[0]) + 1 / (1 + y / safe)) - r * np.log1p(np.maximum(q, 0.0))
    return gap, np.where(known & (q > 1), -far, square - gap)


def negative_binomial_each(m: Array, s: Array, y: Array) -> Array:
    """Half the deviance of y from e^m, and C(α, y), α = e^s. Derived in :eq:`eq-counts-spread`."""
    return _shares_each(*_dispersed(m, s, y)) + _spread(s, y, 0)


def negative_binomial_slopes(m: Array, s: Array, y: Array) -> tuple[Array, Array]:
    """(μ − y)/(1 + α μ), and C' − (q − log(1 + q))/α with q = α (y − μ)/(1 + α μ).

    Derived in :eq:`eq-counts-spread`.
    """
    one, x = y == 1, m + s
    gap, _ = _by_dispersion(m, s, np.where(one, 0.0, y))
    # A single count costs what none costs and log(1 + α μ): C' and its own gap would cancel
    spread = np.where(one, _sigmoid(x), _spread(s, y, 1))
    return _pull_each(*_dispersed(m, s, y)), spread - gap


def negative_binomial_curvatures(m: Array, s: Array, y: Array) -> tuple[Array, Array]:
    """(1 + α y) μ/(1 + α μ)², and C'' + (q − log(1 + q))/α − q²/(α (1 + α y)).

    Derived in :eq:`eq-counts-spread`.
    """
    one, x = y == 1, m + s
    _, slope = _by_dispersion(m, s, np.where(one, 0.0, y))
    spread = np.where(one, _sigmoid(x) * _sigmoid(-x), _spread(s, y, 2))
    _, _, k, r, log_r = _dispersed(m, s, y)
    return _bend_each(x, k, r, log_r), spread - slope


@_in_double
def negative_binomial_value(z: Array, y: Array) -> Array:
    """L = −log probability of y for mean μ and variance μ + α μ², without log y! − y log y + y.

    z = (log μ, log α), y: whole numbers from 0 up. L ≥ 0, for no mixture of Poissons gives y more
    than the Poisson of mean y does. Derived in :eq:`eq-counts-spread`.
    """
    m, s = apart(z, 2)
    return total(negative_binomial_each(m, s, y))


@_in_double
def negative_binomial_gradient(z: Array, y: Array) -> Array:
    """By log μ (μ − y)/(1 + α μ); by log α see :eq:`eq-counts-spread`."""
    m, s = apart(z, 2)
    return together(*negative_binomial_slopes(m, s, y))


@_in_double
def negative_binomial_curvature(z: Array, y: Array) -> Array:
    """The second derivatives by log μ and by log α. Derived in :eq:`eq-counts-spread`."""
    m, s = apart(z, 2)
    return together(*negative_binomial_curvatures(m, s, y))
