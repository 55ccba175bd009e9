"""Losses of a share by a density on (0, 1): beta, with heaps at 0 and 1, logit-normal.

Several scores per target, side by side; −log density whole or but for a term in y.
"""

import numpy as np
from scipy.special import expit

from .. import inputs
from ..activations.probability import continuous_bernoulli_potential, sigmoid_residual
from ..records import Array, Pairing, interval, unit_interval
from ..stable import exp_excess_each, exp_times, log_one_plus_exp, total
from .distributions import (
    apart,
    gaussian_of_scores_curvature,
    gaussian_of_scores_gradient,
    gaussian_of_scores_value,
    together,
)
from .gamma_rests import (
    HALF_LOG_2_PI,
    curve_rest,
    in_double,
    log_gamma_rest,
    slope_rest,
)

inside_unit = interval(0.0, 1.0, "neither")._replace(
    note=" No density has a place for heaps at 0 and 1: the zero-and-one-inflated beta has, "
    "and log loss of shares takes them."
)


# --- beta ------------------------------------------------------------------------------------


def mean_and_precision(z: Array) -> Array:
    """(m, φ) = (σ(q), e^s) for z = (q, s), target by target: the beta's α is m φ, its β (1 − m) φ.

    Derived in :eq:`eq-shares-beta`.
    """
    q, s = apart(z, 2)
    return together(expit(q), np.exp(s))


def _parts(q: Array, s: Array, y: Array):
    """log m and log(1 − m), and the divergence of the mean m from y."""
    log_m, log_n = -log_one_plus_exp(-q), -log_one_plus_exp(q)
    apart_ = exp_excess_each(np.log(y), np.exp(log_m), log_m)
    apart_ += exp_excess_each(np.log1p(-y), np.exp(log_n), log_n)
    return log_m, log_n, apart_


def _beta_each(q: Array, s: Array, y: Array) -> Array:
    log_m, log_n, divergence = _parts(q, s, y)
    rests = log_gamma_rest(s + log_m) + log_gamma_rest(s + log_n) - log_gamma_rest(s)
    return exp_times(s, divergence) + rests + HALF_LOG_2_PI + np.log(y) + np.log1p(-y)


def _beta_slopes(q: Array, s: Array, y: Array) -> tuple[Array, Array]:
    log_m, log_n, divergence = _parts(q, s, y)
    m, n = np.exp(log_m), np.exp(log_n)
    a, b = slope_rest(s + log_m), slope_rest(s + log_n)
    distance = q - (np.log(y) - np.log1p(-y))
    by_q = exp_times(s + log_m + log_n, distance) + np.tanh(q / 2) / 2 + m * b - n * a
    return by_q, exp_times(s, divergence) - 0.5 - a - b + slope_rest(s)


def _beta_curves(q: Array, s: Array, y: Array) -> tuple[Array, Array]:
    log_m, log_n, divergence = _parts(q, s, y)
    m, n = np.exp(log_m), np.exp(log_n)
    a, b = slope_rest(s + log_m), slope_rest(s + log_n)
    a_curve, b_curve = curve_rest(s + log_m), curve_rest(s + log_n)
    distance = q - (np.log(y) - np.log1p(-y))
    by_q = exp_times(s + log_m + log_n, 1 - np.tanh(q / 2) * distance)
    by_q += m * n * (1 + a + b) - m * m * b_curve - n * n * a_curve
    return by_q, exp_times(s, divergence) - a_curve - b_curve + curve_rest(s)


@in_double
def beta_value(z: Array, y: Array) -> Array:
    """L = Σ log B(α, β) − (α − 1) log y − (β − 1) log(1 − y), α = φ σ(q), β = φ σ(−q), φ = e^s.

    For z = (q, s) and 0 < y < 1: −log density, which may be negative. As
    φ D(m, y) with the divergence D of m from y, and what Stirling's formula leaves of Γ.
    Derived in :eq:`eq-shares-beta`.
    """
    return total(_beta_each(*apart(z, 2), y))


@in_double
def beta_gradient(z: Array, y: Array) -> Array:
    """∂L/∂q = φ m (1 − m) (ψ(α) − ψ(β) − logit y), ψ the slope of log Γ,

    and ∂L/∂s = α (ψ(α) − log y) + β (ψ(β) − log(1 − y)) − φ ψ(φ).
    Derived in :eq:`eq-shares-beta`.
    """
    return together(*_beta_slopes(*apart(z, 2), y))


@in_double
def beta_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂q² and ∂²L/∂s², by ψ′; either may be negative.

    Derived in :eq:`eq-shares-beta`.
    """
    return together(*_beta_curves(*apart(z, 2), y))


beta = Pairing(
    "beta likelihood",
    mean_and_precision,
    beta_value,
    beta_gradient,
    inside_unit,
    scores=2,
    curvature=beta_curvature,
)


# --- beta with heaps at 0 and 1 ----------------------------------------------------------------


def zero_one_and_between(z: Array) -> Array:
    """P(y = 0), P(y = 1), then mean and precision between, for z = (e, o, q, s), target by target.

    Derived in :eq:`eq-shares-inflated`.
    """
    e, o, q, s = apart(z, 4)
    edge = expit(e)
    return together(edge * expit(-o), edge * expit(o), expit(q), np.exp(s))


def _edges(y: Array) -> tuple[Array, Array]:
    edge = (y == 0) | (y == 1)
    return edge, np.where(edge, 0.5, y)


@in_double
def inflated_beta_value(z: Array, y: Array) -> Array:
    """L = Σ −log σ(e) − log σ(±o) on the edges (+ for y = 1), −log σ(−e) + beta(q, s) between.

    For z = (e, o, q, s): is it an edge, which, and the beta's two scores. 0 ≤ y ≤ 1. −log of a
    probability at the edges and of a density between.
    Derived in :eq:`eq-shares-inflated`.
    """
    e, o, q, s = apart(z, 4)
    edge, between = _edges(y)
    heap = log_one_plus_exp(-e) + log_one_plus_exp((1 - 2 * y) * o)
    return total(np.where(edge, heap, log_one_plus_exp(e) + _beta_each(q, s, between)))


@in_double
def inflated_beta_gradient(z: Array, y: Array) -> Array:
    """∂L/∂e = σ(e) − [edge]; ∂L/∂o = σ(o) − y on the edges; the beta's slopes between.

    Derived in :eq:`eq-shares-inflated`.
    """
    e, o, q, s = apart(z, 4)
    edge, between = _edges(y)
    inner = (np.where(edge, 0.0, slope) for slope in _beta_slopes(q, s, between))
    which = np.where(edge, sigmoid_residual(o, np.where(edge, y, 0.0)), 0.0)
    return together(sigmoid_residual(e, edge.astype(float)), which, *inner)


@in_double
def inflated_beta_curvature(z: Array, y: Array) -> Array:
    """σ(e) σ(−e); σ(o) σ(−o) on the edges; the beta's curvatures between.

    Derived in :eq:`eq-shares-inflated`.
    """
    e, o, q, s = apart(z, 4)
    edge, between = _edges(y)
    inner = (np.where(edge, 0.0, curve) for curve in _beta_curves(q, s, between))
    which = np.where(edge, expit(o) * expit(-o), 0.0)
    return together(expit(e) * expit(-e), which, *inner)


inflated_beta = Pairing(
    "zero-and-one-inflated beta likelihood",
    zero_one_and_between,
    inflated_beta_value,
    inflated_beta_gradient,
    unit_interval,
    scores=4,
    curvature=inflated_beta_curvature,
)


# --- logit-normal ------------------------------------------------------------------------------


def median_and_variance_of_logit(z: Array) -> Array:
    """(σ(m), e^s) for z = (m, s): the median of the share, the variance of its logit.

    Derived in :eq:`eq-shares-logit-normal`.
    """
    m, s = apart(z, 2)
    return together(expit(m), np.exp(s))


def logit(y: Array) -> Array:
    """log y − log(1 − y).

    Derived in :eq:`eq-shares-logit-normal`.
    """
    return np.log(y) - np.log1p(-y)


def logit_normal_value(z: Array, y: Array) -> Array:
    """L = Σ (s + (logit y − m)² e^−s)/2: the Gaussian's of the logit, for 0 < y < 1.

    −log density without ½ log 2π + log y (1 − y).
    Derived in :eq:`eq-shares-logit-normal`.
    """
    return gaussian_of_scores_value(z, logit(y))


def logit_normal_gradient(z: Array, y: Array) -> Array:
    """∂L/∂m = (m − logit y) e^−s and ∂L/∂s = (1 − (logit y − m)² e^−s)/2.

    Derived in :eq:`eq-shares-logit-normal`.
    """
    return gaussian_of_scores_gradient(z, logit(y))


def logit_normal_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂m² = e^−s and ∂²L/∂s² = (logit y − m)² e^−s/2.

    Derived in :eq:`eq-shares-logit-normal`.
    """
    return gaussian_of_scores_curvature(z, logit(y))


logit_normal = Pairing(
    "logit-normal likelihood",
    median_and_variance_of_logit,
    logit_normal_value,
    logit_normal_gradient,
    inside_unit,
    scores=2,
    curvature=logit_normal_curvature,
)


# --- continuous Bernoulli, as a likelihood -----------------------------------------------------


def continuous_bernoulli_likelihood(z: Array, y: Array) -> Array:
    """L = Σ log((e^z − 1)/z) − y z for 0 ≤ y ≤ 1: −log density, without a lower bound at 0 and 1.

    Derived in :eq:`eq-continuous-bernoulli`.
    """
    size, near = np.abs(z), np.where(z > 0, 1 - y, y)  # of both signs one formula, for z ≤ 0
    return total(near * size) + continuous_bernoulli_potential(-size)


# --- shares of another length -----------------------------------------------------------------


def scaled(pairing: Pairing, low: float, high: float) -> Pairing:
    """L(z, (y − l)/(h − l)), with predictions l + (h − l) p: targets in [l, h] instead of [0, 1].

    The ends are targets if 0 and 1 are. The value stays that of the share, so that the gradient
    of a matched pair is (p − y)/(h − l). Raises ValueError for ends out of order and for a
    pairing of other targets or of several scores; TypeError for what is no pairing. Derived in
    :eq:`eq-scaled`.
    """
    pairing = inputs.of_kind(Pairing, "pairing", pairing)
    low, high = inputs.number("low", low), inputs.number("high", high)
    if not low < high:
        raise ValueError(f"low, high: got {low:g}, {high:g}; accepted is low < high")
    unit = pairing.targets
    if (unit.kind, unit.low, unit.high, pairing.scores) != ("interval", 0.0, 1.0, 1):
        raise ValueError(
            f"pairing: got {pairing.name}, targets in {unit.name}, {pairing.scores} scores; "
            f"accepted are pairings of one score for shares. Else rescale the targets: "
            f"(y - low) / (high - low)"
        )
    one, width = pairing.bare, high - low

    def predict(z: Array) -> Array:
        return low + width * one.predict(z)

    def of_shares(formula):
        return formula and (lambda z, y: formula(z, (y - low) / width))

    return Pairing(
        f"{pairing.name}, from {low:g} to {high:g}".replace("-", "−"),
        predict,
        of_shares(one.value),
        of_shares(one.gradient),
        interval(low, high, unit.closed),
        curvature=of_shares(one.curvature),
        guard=pairing.guard,
    )
