"""Is this gradient right? Finite differences, shown beside the formula."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from . import inputs, shapes
from .records import Array, Pairing


class Agreement(NamedTuple):
    """exact: equal to the bit; close: within the tolerance; max_difference: |mine − reference|,
    relative to 1 + |reference|."""

    name: str
    exact: bool
    close: bool
    max_difference: float
    tolerance: float

    def __str__(self) -> str:
        # The difference itself is rounding noise, another on each machine; so is `exact`.
        side = "below" if self.close else "ABOVE"
        return (
            f"{self.name:<32} close: {self.close!s:<6} max difference {side} {self.tolerance:.0e}"
        )


def compare(name: str, mine: Array, reference: Array, tolerance: float = 1e-9) -> Agreement:
    """Largest |mine − reference| / (1 + |reference|), against `tolerance`; NaN is never close."""
    mine, reference = inputs.real_array("mine", mine), inputs.real_array("reference", reference)
    if mine.shape != reference.shape:
        raise ValueError(f"{name}: got shapes {mine.shape} and {reference.shape}; accepted is one")
    with np.errstate(all="ignore"):  # equal infinities are equal; other infinities and NaN are far
        difference = np.abs(mine - reference) / (1 + np.abs(reference))
    worst = float(np.max(np.where(mine == reference, 0.0, difference)))
    exact = bool(np.array_equal(mine, reference))
    return Agreement(name, exact, worst <= tolerance, worst, tolerance)


STEP = 1e-3


def finite_difference(f: Callable[[Array], Array], z: Array, step: float = STEP) -> Array:
    """∂f/∂z by (8 (f(z+h) − f(z−h)) − (f(z+2h) − f(z−2h))) / 12h, one column of z at a time.

    f maps (..., samples, outputs) to (..., samples). The error is of order h⁴. Raises ValueError for an
    f that returns another shape, and a step not above 0. Derived in :eq:`eq-finite-difference`.
    """
    z, step = inputs.finite_array("z", z).astype(float), inputs.positive_number("step", step)
    shapes.result("value", getattr(f, "__name__", "f"), f(z), z)
    return _difference(f, z, np.full_like(z, step))


def _difference(f: Callable[[Array], Array], z: Array, steps: Array) -> Array:
    gradient = np.empty_like(z)
    for k in range(z.shape[-1]):
        h = np.where(np.arange(z.shape[-1]) == k, steps, 0.0)
        near, far = f(z + h) - f(z - h), f(z + 2 * h) - f(z - 2 * h)
        gradient[..., k] = (8 * near - far) / (12 * steps[..., k])
    return gradient


def gradient_check(pairing: Pairing, z: Array, y: Array, tolerance: float = 1e-8) -> Agreement:
    """`pairing.gradient` against the finite difference of `pairing.value` at (z, y).

    Keep z off the kinks of the activation by 2e-3. Where scores or values are so large that their
    rounding would hide a step of 1e-3, the step is as much larger as that takes. Derived in
    :eq:`eq-finite-difference`.
    """
    pairing = inputs.of_kind(Pairing, "pairing", pairing)
    z, tolerance = inputs.finite_array("z", z).astype(float), inputs.number("tolerance", tolerance)
    mine = pairing.gradient(z, y)
    with np.errstate(all="ignore"):
        rounded = np.abs(pairing.value(z, y))[..., None] + np.abs(z * mine)
        needed = 8 * np.finfo(float).eps * rounded / (tolerance * (1 + np.abs(mine)))
        larger = 2 ** np.ceil(np.log2(needed))  # a power of 2: z + h is exact as long as it can be
    steps = np.where(np.isfinite(larger) & (larger > STEP), larger, STEP)
    numeric = _difference(lambda score: pairing.value(score, y), z, steps)
    return compare(pairing.name, mine, numeric, tolerance)
