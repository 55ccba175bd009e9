"""Losses of a whole distribution of a number: CRPS, mixtures of Gaussians, skew-normal."""

import numpy as np
from scipy.special import erf, log_ndtr

from ..activations.classes import log_softmax, softmax_value
from ..activations.heads import mean_and_variance_value
from ..inputs import whole_number
from ..records import Array, Pairing, reals
from ..stable import (
    exp_times,
    half_square,
    largest,
    normal_hazard,
    normal_hazard_beyond,
    normal_hazard_slope,
    product,
    times,
    total,
)
from .distributions import apart, together

ROOT_2, ROOT_PI = float(np.sqrt(2.0)), float(np.sqrt(np.pi))


def _density(w: Array) -> Array:
    return np.exp(-w * w / 2) / (ROOT_2 * ROOT_PI)


# --- CRPS of a Gaussian ------------------------------------------------------------------------


def _standard(z: Array, y: Array):
    """The distance y − m, log σ = s/2, and how many σ the distance is."""
    m, s = apart(z, 2)
    return y - m, s / 2, exp_times(-s / 2, y - m)


def crps_value(z: Array, y: Array) -> Array:
    """L = Σ (y − m) erf(w/√2) + σ (2 n(w) − 1/√π), for z = (m, s), σ² = e^s, w = (y − m)/σ.

    ∫ (F(t) − [y ≤ t])² dt of the normal F: > 0, in the unit of y. n is the
    normal density.
    Derived in :eq:`eq-uncertain-crps`.
    """
    d, t, w = _standard(z, y)
    return total(d * erf(w / ROOT_2) + exp_times(t, 2 * _density(w) - 1 / ROOT_PI))


def crps_gradient(z: Array, y: Array) -> Array:
    """∂L/∂m = −erf(w/√2) and ∂L/∂s = σ (n(w) − 1/(2√π)).

    Derived in :eq:`eq-uncertain-crps`.
    """
    _, t, w = _standard(z, y)
    return together(-erf(w / ROOT_2), exp_times(t, _density(w) - 1 / (2 * ROOT_PI)))


def crps_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂m² = 2 n(w)/σ and ∂²L/∂s² = σ (n(w) (1 + w²) − 1/(2√π))/2, which may be negative.

    Derived in :eq:`eq-uncertain-crps`.
    """
    _, t, w = _standard(z, y)
    n = _density(w)
    spread = n + product(product(n, w), w)
    far = np.exp(-w * w / 2 - t) / (ROOT_2 * ROOT_PI)
    lost = n < (1e-30 if n.dtype == np.float32 else 1e-290)  # its digits go before 1/σ meets it
    by_mean = 2 * np.where(lost, far, exp_times(-t, n))
    return together(by_mean, exp_times(t, spread - 1 / (2 * ROOT_PI)) / 2)


gaussian_crps = Pairing(
    "mean and variance + CRPS of a Gaussian",
    mean_and_variance_value,
    crps_value,
    crps_gradient,
    reals,
    scores=2,
    curvature=crps_curvature,
)


# --- mixtures of Gaussians ---------------------------------------------------------------------


def _mixed(z: Array, y: Array, parts: int):
    """(…, targets, parts): log shares π, log shares γ after seeing y, w = (y − m)/σ, log σ; and
    −log density but for √2π, of shape (…, targets)."""
    logits, m, t = _of_parts(z, parts)
    d = y[..., None] - m
    w = exp_times(-t, d)
    log_pi = log_softmax(logits)
    of_part = log_pi - t - half_square(w)
    lost = largest(of_part) == -np.inf  # every w² overflows: the nearest part takes it all
    if lost.any():
        far = np.log(np.abs(d)) - t
        nearest = far == far.min(axis=-1, keepdims=True)
        of_part = np.where(lost[..., None], np.where(nearest, log_pi - t, -np.inf), of_part)
    log_gamma = log_softmax(of_part)
    best = of_part.argmax(axis=-1)[..., None]
    value = np.take_along_axis(log_gamma - of_part, best, axis=-1)[..., 0]
    return log_pi, log_gamma, w, t, np.where(lost, np.inf, value)


def _of_parts(z: Array, parts: int) -> list[Array]:
    """The first, second and third score of every part, each of shape (…, targets, parts)."""
    return [a.reshape(*a.shape[:-1], -1, parts) for a in apart(z, 3)]


def _beside(z: Array, *values: Array) -> Array:
    return np.stack(values, axis=-1).reshape(z.shape)


def shares_means_and_spreads(z: Array, parts: int) -> Array:
    """(π_k, m_k, σ_k) part by part: softmax of the first scores, the second, e^ of the third.

    Derived in :eq:`eq-uncertain-mixture`.
    """
    logits, m, t = _of_parts(z, parts)
    return _beside(z, softmax_value(logits), m, np.exp(t))


def mixture_value(z: Array, y: Array, parts: int) -> Array:
    """L = −Σ log Σ_k π_k e^(−w_k²/2)/σ_k with w_k = (y − m_k)/σ_k: −log density without ½ log 2π.

    z: per target and part, side by side, the logit of its share, its mean, its log σ; y any numbers.
    Without a lower bound: a part that sits on one target may shrink for ever.
    Derived in :eq:`eq-uncertain-mixture`.
    """
    return total(_mixed(z, y, parts)[-1])


def mixture_gradient(z: Array, y: Array, parts: int) -> Array:
    """π_k − γ_k; −γ_k w_k/σ_k; γ_k (1 − w_k²), with γ_k the share of part k in the density at y.

    Derived in :eq:`eq-uncertain-mixture`.
    """
    log_pi, log_gamma, w, t, _ = _mixed(z, y, parts)
    pi, gamma = np.exp(log_pi), np.exp(log_gamma)
    shift, main = pi - gamma, pi > 0.5
    others = np.where(main, 0.0, shift).sum(axis=-1, keepdims=True)
    by_logit = np.where(main, -others, shift)
    by_mean = -product(np.exp(log_gamma - t), w)
    return _beside(z, by_logit, by_mean, product(gamma, 1 - w * w))


def mixture_curvature(z: Array, y: Array, parts: int) -> Array:
    """π (1 − π) − γ (1 − γ); γ (1 − (1 − γ) w²)/σ²; γ (2 w² − (1 − γ) (1 − w²)²).

    Derived in :eq:`eq-uncertain-mixture`.
    """
    log_pi, log_gamma, w, t, _ = _mixed(z, y, parts)
    pi, gamma, square = np.exp(log_pi), np.exp(log_gamma), w * w
    others = -np.expm1(log_gamma)
    return _beside(
        z,
        pi * -np.expm1(log_pi) - gamma * others,
        product(np.exp(log_gamma - 2 * t), 1 - times(others, square)),
        product(gamma, 2 * square - times(others, (1 - square) ** 2)),
    )


def mixture_of_gaussians(parts: int) -> Pairing:
    """The pairing of `parts` Gaussians per target, 3 · parts scores: logit, mean and log σ of each.

    Start with the means apart: from equal scores all parts stay equal.
    Derived in :eq:`eq-uncertain-mixture`.
    """
    k = whole_number("parts", parts, at_least=1)
    return Pairing(
        f"mixture of {k} Gaussians + likelihood",
        lambda z: shares_means_and_spreads(z, k),
        lambda z, y: mixture_value(z, y, k),
        lambda z, y: mixture_gradient(z, y, k),
        reals,
        scores=3 * k,
        curvature=lambda z, y: mixture_curvature(z, y, k),
    )


# --- skew-normal -------------------------------------------------------------------------------


def place_spread_and_slant(z: Array) -> Array:
    """(ξ, ω, α) = (ξ, e^t, α): where, how wide, and which way the tail goes, target by target.

    Derived in :eq:`eq-uncertain-skew`.
    """
    place, t, slant = apart(z, 3)
    return together(place, np.exp(t), slant)


def _slanted(z: Array, y: Array):
    place, t, slant = apart(z, 3)
    w = exp_times(-t, y - place)
    return w, t, slant, product(slant, w)


def _pull(w: Array, slant: Array, x: Array) -> Array:
    """w − α h, with h = h(−x) ≈ −x far below by what it is beyond −x."""
    beyond = slant * normal_hazard_beyond(-x)
    far = w * (1 + slant * slant) - beyond
    return np.where(x < 0, far, w - slant * normal_hazard(-x))


def skew_normal_value(z: Array, y: Array) -> Array:
    """L = Σ t + w²/2 − log 2N(α w) with w = (y − ξ) e^−t, for z = (ξ, t, α).

    −log density without ½ log 2π; the Gaussian's for α = 0.
    Derived in :eq:`eq-uncertain-skew`.
    """
    w, t, _, x = _slanted(z, y)
    return total(t + w * w / 2 - (log_ndtr(x) + np.log(2.0).astype(x.dtype)))


def skew_normal_gradient(z: Array, y: Array) -> Array:
    """∂L/∂ξ = −(w − α h) e^−t, ∂L/∂t = 1 − w (w − α h), ∂L/∂α = −w h, with h = n(α w)/N(α w).

    Derived in :eq:`eq-uncertain-skew`.
    """
    w, t, slant, x = _slanted(z, y)
    pull = _pull(w, slant, x)
    by_slant = -product(w, normal_hazard(-x))
    return together(-exp_times(-t, pull), 1 - product(w, pull), by_slant)


def skew_normal_curvature(z: Array, y: Array) -> Array:
    """(1 + α² f) e^−2t; w (w − α h) + w² (1 + α² f); w² f, with f = h (α w + h).

    Derived in :eq:`eq-uncertain-skew`.
    """
    w, t, slant, x = _slanted(z, y)
    fall = normal_hazard_slope(-x)
    steep = 1 + product(slant * slant, fall)
    by_spread = product(w, _pull(w, slant, x)) + product(w * w, steep)
    return together(exp_times(-2 * t, steep), by_spread, product(product(fall, w), w))


skew_normal = Pairing(
    "skew-normal likelihood",
    place_spread_and_slant,
    skew_normal_value,
    skew_normal_gradient,
    reals,
    scores=3,
    curvature=skew_normal_curvature,
)
