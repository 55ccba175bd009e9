"""Losses of a mask: how much of it a predicted mask overlaps, one number for a whole row of pixels.

z, y: (…, samples, pixels), a mask of zeros and ones per row; p = a(z) is the sigmoid, pixel by pixel.
A pixel that is hit, missed or added counts as much as its p says. No likelihood: see the page.
"""

from functools import partial

import numpy as np
from scipy.special import expit

from ..inputs import number
from ..records import Array, Domain, Pairing
from ..stable import log_one_plus_exp, total

masks = Domain("mask", low=1.0)
masks_or_none = Domain("mask", low=0.0)


def tversky_value(z: Array, y: Array, added: float, missed: float, smooth: float = 0.0) -> Array:
    """L = N/(S + N) with S = s + Σ p y and N = α Σ p (1 − y) + β Σ (1 − p) y: 1 − Tversky's index.

    S is what is hit, N what is added or missed; `added` is α, `missed` β, `smooth` s. Sums of what is
    at least 0, so that nothing cancels.
    Derived in :eq:`eq-tversky`; :cite:t:`Salehi2017`. Dice is α = β = ½; :cite:t:`Milletari2016` have
    Σ p² + Σ y² below.
    """
    _, overlap, lost = _sums(z, y, added, missed, smooth)
    return (lost / (overlap + lost))[..., 0]


def tversky_gradient(z: Array, y: Array, added: float, missed: float, smooth: float = 0.0) -> Array:
    """∂L/∂z = p (1 − p) times α S/(S + N)² off the mask, −(β S + N)/(S + N)² on it.

    Derived in :eq:`eq-tversky`.
    """
    p, overlap, lost = _sums(z, y, added, missed, smooth)
    slope = p * expit(-z) / (overlap + lost)
    return slope * np.where(y == 1, -_needed(overlap, lost, missed), _share(overlap, lost) * added)


def tversky_curvature(
    z: Array, y: Array, added: float, missed: float, smooth: float = 0.0
) -> Array:
    """∂²L/∂z² = L_pp (p (1 − p))² + L_p p (1 − p)(1 − 2p), the second by p from the two sums.

    Derived in :eq:`eq-tversky`.
    """
    p, overlap, lost = _sums(z, y, added, missed, smooth)
    whole, w = overlap + lost, p * expit(-z)
    first = np.where(y == 1, -_needed(overlap, lost, missed), _share(overlap, lost) * added)
    second = -2 * first * np.where(y == 1, 1 - missed, added).astype(z.dtype)
    bend = expit(-z) - p
    return second * (w / whole) ** 2 + first * (w / whole) * bend


def _sums(z: Array, y: Array, added: float, missed: float, smooth: float):
    """p, and S and N with an axis for the pixels."""
    p, q = expit(z), expit(-z)
    overlap = total(p * y) + z.dtype.type(smooth)
    lost = added * total(p * (1 - y)) + missed * total(q * y)
    return p, overlap[..., None], lost[..., None]


def _share(overlap: Array, lost: Array) -> Array:
    return overlap / (overlap + lost)


def _needed(overlap: Array, lost: Array, missed: float) -> Array:
    return (missed * overlap + lost) / (overlap + lost)


def tversky_with(added: float, missed: float, smooth: float = 0.0) -> Pairing:
    """Sigmoid per pixel with 1 − Tversky's index, α = `added`, β = `missed`, both above 0.

    Equal ones of ½ give Dice, of 1 Jaccard's index. With `smooth` above 0 empty masks are targets
    too: they cost α Σ p / (s + α Σ p). Raises ValueError for other parameters.
    """
    added, missed = _weight("added", added), _weight("missed", missed)
    smooth = number("smooth", smooth)
    if not 0 <= smooth < np.inf:
        raise ValueError(f"smooth: got {smooth:g}; accepted are finite numbers of at least 0")
    name = "Tversky" if added != missed else {0.5: "Dice", 1.0: "Jaccard"}.get(added, "Tversky")
    if name == "Tversky":
        name = f"Tversky {added:g}, {missed:g}"
    formulas = (
        partial(formula, added=added, missed=missed, smooth=smooth)
        for formula in (tversky_value, tversky_gradient, tversky_curvature)
    )
    value, gradient, curvature = formulas
    return Pairing(
        f"sigmoid per pixel + {name}" + f" (smooth {smooth:g})" * (smooth > 0),
        expit,
        value,
        gradient,
        masks if smooth == 0 else masks_or_none,
        curvature=curvature,
    )


def dice_with(smooth: float = 0.0) -> Pairing:
    """Sigmoid per pixel with 1 − Dice: L = 1 − (2 Σ p y + 2 s)/(Σ p + Σ y + 2 s).

    Without `smooth` an empty mask is refused: 0/0 at an empty prediction, and no pull before it. With
    s = ½ the added numbers are the 1 that many codes call smooth. Raises ValueError for s < 0.
    """
    return tversky_with(0.5, 0.5, smooth)


def beside_log_loss(pairing: Pairing) -> Pairing:
    """An overlap and the mean log loss of the pixels: L = mean of log(1 + e^(∓z)) + the overlap's, ∂L/∂z
    and the curvature likewise.

    Derived in :eq:`eq-dice-beside`.
    """
    bare = pairing.bare

    def value(z: Array, y: Array) -> Array:
        wrong = log_one_plus_exp(np.where(y == 1, -z, z))
        return total(wrong) / z.dtype.type(z.shape[-1]) + bare.value(z, y)

    def gradient(z: Array, y: Array) -> Array:
        residual = np.where(y == 1, -expit(-z), expit(z))
        return residual / z.dtype.type(z.shape[-1]) + bare.gradient(z, y)

    def curvature(z: Array, y: Array) -> Array:
        return expit(z) * expit(-z) / z.dtype.type(z.shape[-1]) + bare.curvature(z, y)

    before, _, name = pairing.name.partition(" + ")
    return pairing._replace(
        name=f"{before} + log loss and {name}", value=value, gradient=gradient, curvature=curvature
    )


def _weight(name: str, value) -> float:
    found = number(name, value)
    if not 0 < found < np.inf:
        raise ValueError(f"{name}: got {found:g}; accepted are finite numbers above 0")
    return found
