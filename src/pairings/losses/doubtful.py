"""Losses of labels that are not taken at their word: smoothed, softened, perhaps wrong, or binned.

All take the scores of a softmax, and logarithms of p where p itself would round to 0 or 1.
"""

from functools import partial

import numpy as np
from scipy.special import ndtr

from .. import inputs
from ..activations.classes import (
    log_softmax,
    rest_of,
    softmax_excess,
    softmax_residual,
    softmax_value,
)
from ..records import Array, Pairing, interval, one_hot_rows, simplex
from ..stable import largest, times, total


def others(z: Array) -> Array:
    """1 − p, class by class: of the likeliest as the sum of the others, not as a difference.

    Derived in :eq:`eq-softmax`.
    """
    return rest_of(np.exp(z - largest(z)[..., None]))


def shares_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p_k (1 − p_k), whatever the target.

    Derived in :eq:`eq-softmax`.
    """
    return softmax_value(z) * others(z)


# --- label smoothing --------------------------------------------------------------------------


def smoothed(smoothing: float, y: Array) -> Array:
    """(1 − ε) y + ε/K: every class is given its part of ε.

    Derived in :eq:`eq-doubtful-smoothing`.
    """
    return (1 - smoothing) * y + smoothing / y.shape[-1]


def smoothing_value(smoothing: float, z: Array, y: Array) -> Array:
    """L = −Σ y' log p, with y' = (1 − ε) y + ε/K. :cite:t:`Szegedy2016`.

    Derived in :eq:`eq-doubtful-smoothing`.
    """
    return total(times(smoothed(smoothing, y), -log_softmax(z)))


def smoothing_gradient(smoothing: float, z: Array, y: Array) -> Array:
    """∂L/∂z = p − y': 0 at p = y', a finite score.

    Derived in :eq:`eq-doubtful-smoothing`.
    """
    return softmax_residual(z, smoothed(smoothing, y))


def smoothing_with(smoothing: float) -> Pairing:
    """softmax + cross-entropy against smoothed rows; ε = 0 is cross-entropy.

    Raises ValueError for an ε outside [0, 1).
    """
    smoothing = inputs.number("smoothing", smoothing)
    if not 0 <= smoothing < 1:
        raise ValueError(
            f"smoothing: got {smoothing:g}; accepted is a number in [0, 1). Per cent? Divide by 100"
        )
    return Pairing(
        f"softmax + cross-entropy with label smoothing {smoothing:g}",
        softmax_value,
        partial(smoothing_value, smoothing),
        partial(smoothing_gradient, smoothing),
        simplex,
        curvature=shares_curvature,
    )


# --- a temperature ----------------------------------------------------------------------------


def distillation_value(temperature: float, z: Array, y: Array) -> Array:
    """L = Σ y log(y/p) with p = softmax(z/T), y the shares of a teacher. :cite:t:`Hinton2015`.

    The factor T², with which some multiply, is left to the step size.

    Derived in :eq:`eq-doubtful-distillation`.
    """
    return softmax_excess(z / temperature, y)


def distillation_gradient(temperature: float, z: Array, y: Array) -> Array:
    """∂L/∂z = (softmax(z/T) − y)/T.

    Derived in :eq:`eq-doubtful-distillation`.
    """
    return softmax_residual(z / temperature, y) / temperature


def distillation_curvature(temperature: float, z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p_k (1 − p_k)/T².

    Derived in :eq:`eq-doubtful-distillation`.
    """
    return shares_curvature(z / temperature, y) / temperature**2


def distillation_with(temperature: float) -> Pairing:
    """softmax at a temperature, taught by shares at the same temperature.

    Raises ValueError for a temperature that is not finite and above 0.
    """
    temperature = inputs.positive_number("temperature", temperature)
    return Pairing(
        f"softmax at temperature {temperature:g} + distillation",
        lambda z: softmax_value(z / temperature),
        partial(distillation_value, temperature),
        partial(distillation_gradient, temperature),
        simplex,
        curvature=partial(distillation_curvature, temperature),
    )


# --- generalised cross-entropy ----------------------------------------------------------------


def generalised_value(q: float, z: Array, y: Array) -> Array:
    """L = (1 − p^q)/q, p the share of the class that was seen: at most 1/q. :cite:t:`Zhang2018`.

    Derived in :eq:`eq-doubtful-generalised`.
    """
    return -np.expm1(-q * softmax_excess(z, y)) / q


def generalised_gradient(q: float, z: Array, y: Array) -> Array:
    """∂L/∂z = p^q (p − y): cross-entropy's, times p^q of the class that was seen.

    Derived in :eq:`eq-doubtful-generalised`.
    """
    return np.exp(-q * softmax_excess(z, y))[..., None] * softmax_residual(z, y)


def generalised_curvature(q: float, z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p^q (p_k (1 − p_k) − q (p_k − y_k)²): below 0 far wrong.

    Derived in :eq:`eq-doubtful-generalised`.
    """
    trust = np.exp(-q * softmax_excess(z, y))[..., None]
    return trust * (shares_curvature(z, y) - q * softmax_residual(z, y) ** 2)


def generalised_with(q: float) -> Pairing:
    """softmax + generalised cross-entropy: q → 0 is cross-entropy, q = 1 absolute error 1 − p.

    Raises ValueError for a q outside (0, 1].
    """
    q = inputs.number("q", q)
    if not 0 < q <= 1:
        raise ValueError(f"q: got {q:g}; accepted is a number in (0, 1]. q = 0? Take cross-entropy")
    return Pairing(
        f"softmax + generalised cross-entropy (q = {q:g})",
        softmax_value,
        partial(generalised_value, q),
        partial(generalised_gradient, q),
        one_hot_rows,
        curvature=partial(generalised_curvature, q),
    )


# --- a number as a histogram ------------------------------------------------------------------


def histogram(edges: Array, spread: float, y: Array) -> Array:
    """The shares of a normal of mean y and standard deviation σ in each bin, cut at both ends.

    (..., samples, targets) -> (..., samples, targets, bins). Of two tails the smaller is taken.

    Derived in :eq:`eq-cross-entropy`.
    """
    u = (edges.astype(y.dtype) - y[..., None]) / spread
    low, high = u[..., :-1], u[..., 1:]
    above = low > 0
    shares = ndtr(np.where(above, -low, high)) - ndtr(np.where(above, -high, low))
    return shares / total(shares)[..., None]


def _bins(edges: Array, z: Array) -> Array:
    return z.reshape(*z.shape[:-1], -1, len(edges) - 1)


def histogram_predict(edges: Array, z: Array) -> Array:
    """p = softmax over the bins of each target.

    Derived in :eq:`eq-cross-entropy`.
    """
    return softmax_value(_bins(edges, z)).reshape(z.shape)


def histogram_value(edges: Array, spread: float, z: Array, y: Array) -> Array:
    """L = −Σ h log p, with h the histogram of the target and p the softmax. :cite:t:`Imani2018`.

    Derived in :eq:`eq-cross-entropy`.
    """
    return total(total(times(histogram(edges, spread, y), -log_softmax(_bins(edges, z)))))


def histogram_gradient(edges: Array, spread: float, z: Array, y: Array) -> Array:
    """∂L/∂z = p − h, bin by bin.

    Derived in :eq:`eq-cross-entropy`.
    """
    h = histogram(edges, spread, y)
    return softmax_residual(_bins(edges, z), h).reshape(z.shape)


def histogram_curvature(edges: Array, z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = p_k (1 − p_k).

    Derived in :eq:`eq-cross-entropy`.
    """
    return shares_curvature(_bins(edges, z), y).reshape(z.shape)


def mean_of_histogram(edges: Array, p: Array) -> Array:
    """Σ p c over the bins, c their centres: (..., samples, targets · bins) -> (…, targets).

    Derived in :eq:`eq-softmax`.
    """
    return total(_bins(edges, p) * ((edges[:-1] + edges[1:]) / 2))


def histogram_with(low: float, high: float, bins: int, spread: float = 0.75) -> Pairing:
    """softmax over equal bins + histogram loss (HL-Gauss), for numbers from `low` to `high`.

    `spread`: the standard deviation of a target's normal, in widths of a bin. A target takes `bins`
    scores; `mean_of_histogram` makes a number of the predicted shares. Raises ValueError for
    fewer than two bins, low ≥ high, or a spread that is not above 0.
    """
    bins = inputs.whole_number("bins", bins, at_least=2)
    targets = interval(inputs.number("low", low), inputs.number("high", high))
    edges = np.linspace(targets.low, targets.high, bins + 1)
    spread = inputs.positive_number("spread", spread) * float(edges[1] - edges[0])
    return Pairing(
        f"softmax over {bins} bins + histogram loss (HL-Gauss)",
        partial(histogram_predict, edges),
        partial(histogram_value, edges, spread),
        partial(histogram_gradient, edges, spread),
        targets._replace(note=" Widen the bins, or clip what lies outside"),
        scores=bins,
        curvature=partial(histogram_curvature, edges),
    )
