"""Losses of rows that share one whole, and of counts out of a total."""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, gammaln

from ..activations.classes import (
    log_softmax,
    rest_of,
    softmax_excess,
    softmax_value,
)
from ..records import Array, Pairing, columns, count_rows, open_simplex, whole_numbers
from ..stable import NODES, WEIGHTS, exp_excess_each, exp_times, log_gap, log_one_plus_exp, total
from .distributions import apart, together
from .doubtful import shares_curvature
from .gamma_rests import (
    HALF_LOG_2_PI,
    curve_rest,
    in_double,
    log_gamma_rest,
    slope_rest,
)
from .shares import mean_and_precision

# --- Dirichlet ---------------------------------------------------------------------------------


def _log_total(z: Array) -> Array:
    """log Σ e^z_k of each row."""
    top = z.max(axis=-1)
    return top + np.log(total(np.exp(z - top[..., None])))


def _dirichlet_parts(z: Array, y: Array):
    """log m, log α₀, and log y of rows brought to the sum 1."""
    return log_softmax(z), _log_total(z), np.log(y) - np.log(total(y))[..., None]


@in_double
def dirichlet_value(z: Array, y: Array) -> Array:
    """L = Σ log Γ(α_k) − log Γ(Σ α_k) − Σ (α_k − 1) log y_k, with α = e^z.

    z, y: (..., samples, K), the parts of a row positive: −log density, which may be negative.
    As α₀ D(m, y) with m = softmax(z), and what Stirling's formula leaves of Γ.
    Derived in :eq:`eq-shares-dirichlet`.
    """
    log_m, log_all, log_y = _dirichlet_parts(z, y)
    divergence = total(exp_excess_each(log_y, np.exp(log_m), log_m))
    constants = (z.shape[-1] - 1) * HALF_LOG_2_PI + total(log_y)
    rests = total(log_gamma_rest(z)) - log_gamma_rest(log_all)
    return exp_times(log_all, divergence) + rests + constants


@in_double
def dirichlet_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = α_k (ψ(α_k) − ψ(Σ α) − log y_k).

    Derived in :eq:`eq-shares-dirichlet`.
    """
    log_m, log_all, log_y = _dirichlet_parts(z, y)
    whole = slope_rest(log_all)[..., None]
    others = -np.expm1(log_m) * (0.5 + whole)
    return exp_times(z, log_m - log_y) - (slope_rest(z) - whole) - others


@in_double
def dirichlet_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = ∂L/∂z_k + α_k² (ψ′(α_k) − ψ′(Σ α)); it may be negative.

    Derived in :eq:`eq-shares-dirichlet`.
    """
    log_m, log_all, log_y = _dirichlet_parts(z, y)
    m, rest = np.exp(log_m), -np.expm1(log_m)
    whole = m * rest * (0.5 + slope_rest(log_all))[..., None]
    whole += m * m * curve_rest(log_all)[..., None]
    return exp_times(z, log_m - log_y + rest) - curve_rest(z) + whole


dirichlet = Pairing(
    "Dirichlet likelihood",
    np.exp,
    dirichlet_value,
    dirichlet_gradient,
    open_simplex,
    curvature=dirichlet_curvature,
)


# --- counts of several classes out of a total ---------------------------------------------------


def _shares_of(y: Array) -> tuple[Array, Array]:
    """How many there are in a row, and its shares; equal shares of none."""
    n = total(y)[..., None]
    return n, np.where(n > 0, y / np.where(n > 0, n, 1.0), 1 / y.shape[-1])


def multinomial_value(z: Array, y: Array) -> Array:
    """L = Σ y_k log(y_k / (n p_k)) with p = softmax(z), n = Σ y_k: half the deviance of counts.

    z, y: (..., samples, K), y whole numbers. n times the divergence of the shares y/n from p.
    Derived in :eq:`eq-shares-multinomial`.
    """
    n, shares = _shares_of(y)
    return n[..., 0] * softmax_excess(z, shares)


def multinomial_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z_k = n p_k − y_k: expected less seen; of the largest count by all others.

    Derived in :eq:`eq-shares-multinomial`.
    """
    n, p = total(y)[..., None], softmax_value(z)
    main = y > n / 2
    others = total(np.where(main, 0.0, y))[..., None]
    return np.where(main, others - n * rest_of(p), n * p - y)


def multinomial_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = n p_k (1 − p_k).

    Derived in :eq:`eq-shares-multinomial`.
    """
    return total(y)[..., None] * shares_curvature(z, y)


multinomial = Pairing(
    "softmax + half multinomial deviance",
    softmax_value,
    multinomial_value,
    multinomial_gradient,
    count_rows,
    curvature=multinomial_curvature,
)


def multinomial_omitted(y: Array) -> Array:
    """−log n!/Π y_k! − Σ y_k log(y_k/n): what the half deviance of counts leaves out.

    Derived in :eq:`eq-shares-multinomial`.
    """
    n, shares = _shares_of(y)
    seen = np.where(y > 0, y * np.log(np.where(y > 0, shares, 1.0)), 0.0)
    return total(gammaln(y + 1)) - gammaln(n[..., 0] + 1) - total(seen)


# --- beta-binomial: successes of trials whose chance varies ------------------------------------


def _ratio(u: Array) -> Array:
    """1 − log(1 + u)/u, from 0 at u = 0 to 1."""
    u = np.minimum(u, 1e300)
    return np.where(u > 0, log_gap(u) / np.where(u > 0, u, 1.0), 0.0)


def _log(k: Array) -> Array:
    return np.log(np.where(k > 0, k, 1.0)) + np.where(k > 0, 0.0, -np.inf)


def _grown(t: Array, k: Array):
    """For x = e^t: k/x, log(x + k), and the shares of x and of k in x + k."""
    log_k = _log(k)
    u = np.exp(np.minimum(log_k - t, 690.0))
    return u, np.logaddexp(t, log_k), expit(t - log_k), expit(log_k - t)


def _rise_rest(t: Array, k: Array) -> Array:
    """log Γ(x + k) − log Γ(x) − k log(x + k), for k ≥ 0."""
    u, more, _, _ = _grown(t, k)
    return log_gamma_rest(more) - log_gamma_rest(t) - k * _ratio(u)


def _rise_slope(t: Array, k: Array) -> Array:
    """k − x (ψ(x + k) − ψ(x)): 0 for large x, k − 1 for small; 0 for one trial."""
    u, more, left, gone = _grown(t, k)
    changes = slope_rest(t) - left * slope_rest(more) + gone / 2
    return np.where(k > 1, k * _ratio(u) - changes, 0.0)


def _rise_curve(t: Array, k: Array) -> Array:
    """The derivative of `_rise_slope` by t: for x < 1 by the one of x + 1 and k − 1, since all of
    it is of the size of x."""
    if (low := (t < 0) & (k > 1)).any():
        x, up = np.exp(np.minimum(t, 0.0)), np.log1p(np.exp(np.minimum(t, 0.0)))
        fewer, later = np.maximum(k - 1, 0.0), _rise_curve(np.where(low, up, 1.0), k - 1)
        rise = fewer - _rise_slope(up, fewer)
        near = x / (1 + x) * (later - (rise + later) / (1 + x))
        return np.where(low, near, _rise_curve(np.maximum(t, 0.0), k))
    u, more, left, gone = _grown(t, k)
    changes = curve_rest(t) - left * gone * (0.5 + slope_rest(more)) - left**2 * curve_rest(more)
    return np.where(k > 1, k * (_ratio(u) - gone) - changes, 0.0)


def _log_factorial_rest(k: Array) -> Array:
    """log k! − (k log k − k), 0 for k = 0."""
    t = np.log(np.where(k > 0, k, 1.0))
    return np.where(k > 0, t + log_gamma_rest(t) + HALF_LOG_2_PI, 0.0)


def _trials(z: Array, y: Array):
    (q, s), (k, n) = apart(z, 2), apart(y, 2)
    return s, -log_one_plus_exp(-q), -log_one_plus_exp(q), k, n


def _nothing_else(each: Array, z: Array, y: Array, slope: Callable) -> Array:
    """`each`, but where all trials or none were hits, as likely, the integral of `slope` by s.

    There the value is log Γ(φ + n)/Γ(φ) less the same at φ m: a difference of near ones.
    """
    s, log_m, log_n, k, n = _trials(z, y)
    log_p = np.where(k == n, log_m, log_n)
    sure = ((k == n) | (k == 0)) & (log_p > -0.7)
    if sure.any():
        n, half, s = np.broadcast_to(n, sure.shape)[sure], -log_p[sure] / 2, s[sure]
        nodes = zip(NODES, WEIGHTS, strict=True)
        each[sure] = half * sum(w * slope(s - half + half * x, n) for x, w in nodes)
    return each


@in_double
def beta_binomial_value(z: Array, y: Array) -> Array:
    """L = −Σ log (n choose k) B(α + k, β + n − k) / B(α, β), α = φ σ(q), β = φ σ(−q), φ = e^s.

    z = (q, s) and y = (k, n), target by target; −log probability, ≥ 0. As n
    times the divergence of k/n from (α + k)/(φ + n), and what Stirling's formula leaves of Γ.
    Derived in :eq:`eq-shares-beta-binomial`.
    """
    s, log_m, log_n, k, n = _trials(z, y)
    drawn, prior = -log_one_plus_exp(s - np.log(n)), -log_one_plus_exp(np.log(n) - s)
    rest = _rise_rest(s, n) - _log_factorial_rest(n)
    for log_p, part in ((log_m, k), (log_n, n - k)):
        log_q = np.logaddexp(prior + log_p, drawn + _log(part) - np.log(n))
        rest += n * exp_excess_each(log_q, part / n)
        rest += _log_factorial_rest(part) - _rise_rest(s + log_p, part)
    return total(_nothing_else(rest, z, y, lambda t, trials: trials - _rise_slope(t, trials)))


@in_double
def beta_binomial_gradient(z: Array, y: Array) -> Array:
    """∂L/∂q = m R(β, n − k) − (1 − m) R(α, k) and ∂L/∂s = R(φ, n) − R(α, k) − R(β, n − k),

    with R(x, k) = x (ψ(x + k) − ψ(x)).
    Derived in :eq:`eq-shares-beta-binomial`.
    """
    s, log_m, log_n, k, n = _trials(z, y)
    hit, miss = _rise_slope(s + log_m, k), _rise_slope(s + log_n, n - k)
    by_q = np.exp(log_m) * (n - k - miss) - np.exp(log_n) * (k - hit)
    by_s = hit + miss - _rise_slope(s, n)
    return together(by_q, -_nothing_else(-by_s, z, y, _rise_curve))


@in_double
def beta_binomial_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂q² and ∂²L/∂s², by the derivative of R; either may be negative.

    Derived in :eq:`eq-shares-beta-binomial`.
    """
    s, log_m, log_n, k, n = _trials(z, y)
    m, rest = np.exp(log_m), np.exp(log_n)
    hit, miss = _rise_slope(s + log_m, k), _rise_slope(s + log_n, n - k)
    hit_curve, miss_curve = _rise_curve(s + log_m, k), _rise_curve(s + log_n, n - k)
    by_q = m * rest * (n - hit - miss) + rest * rest * hit_curve + m * m * miss_curve
    return together(by_q, hit_curve + miss_curve - _rise_curve(s, n))


successes = columns(whole_numbers, whole_numbers._replace(low=1.0))._replace(
    ordered=True, note=" The order is k, n. No trials? Drop the row"
)
beta_binomial = Pairing(
    "beta-binomial likelihood",
    mean_and_precision,
    beta_binomial_value,
    beta_binomial_gradient,
    successes,
    scores=2,
    columns=2,
    curvature=beta_binomial_curvature,
)
