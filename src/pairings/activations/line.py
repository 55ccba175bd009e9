"""Outputs on the whole line: identity, leaky ReLU."""

from functools import partial

import numpy as np

from ..inputs import positive_number
from ..records import Activation, Array, reals
from ..stable import half_square, sides, times, total


def identity_value(z: Array) -> Array:
    """a(z) = z.

    Range: all reals. Derived in :eq:`eq-identity`.
    """
    return z + 0.0


def identity_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = g. Derived in :eq:`eq-identity`."""
    return g + 0.0


def identity_potential(z: Array) -> Array:
    """Φ(z) = z²/2, summed over the outputs. Derived in :eq:`eq-identity`."""
    return total(z * z) / 2


def identity_conjugate(y: Array) -> Array:
    """Φ*(y) = y²/2, summed over the outputs. Derived in :eq:`eq-identity`."""
    return total(y * y) / 2


def identity_excess(z: Array, y: Array) -> Array:
    """L = Σ (z − y)²/2. Derived in :eq:`eq-excess`."""
    return total(half_square(z - y))


def identity_residual(z: Array, y: Array) -> Array:
    """z − y: one rounding. Derived in :eq:`eq-residual`."""
    return z - y


# --- leaky ReLU -----------------------------------------------------------------------------------


def leaky_relu_value(z: Array, slope: float = 0.01) -> Array:
    """a(z) = z for z > 0, s z for z ≤ 0.

    Range: all reals. Derived in :eq:`eq-leaky-relu`.
    """
    return np.where(z > 0, z, slope * z)


def leaky_relu_vjp(z: Array, g: Array, slope: float = 0.01) -> Array:
    """J(z)ᵀ g = g for z > 0, s g for z ≤ 0. Derived in :eq:`eq-leaky-relu`."""
    return np.where(z > 0, g, slope * g)


def leaky_relu_potential(z: Array, slope: float = 0.01) -> Array:
    """Φ(z) = z²/2 for z > 0, s z²/2 for z ≤ 0, summed over the outputs.

    Derived in :eq:`eq-leaky-relu`.
    """
    return total(leaky_relu_value(z, slope) * z) / 2


def leaky_relu_conjugate(y: Array, slope: float = 0.01) -> Array:
    """Φ*(y) = y²/2 for y > 0, y²/(2s) for y ≤ 0, summed over the outputs.

    Derived in :eq:`eq-leaky-relu`.
    """
    return total(np.where(y > 0, y, y / slope) * y) / 2


def _leaky_relu_excess_each(z: Array, y: Array, slope: float = 0.01) -> Array:
    """With z = z₊ − z₋ and y = y₊ − y₋: (z₊ − y₊)²/2 + (s z₋ − y₋)²/(2s) + z₊ y₋ + z₋ y₊."""
    up, down, high, low = sides(z, y)
    same = half_square(up - high) + half_square(slope * down - low, 2 * slope)
    return same + times(low, up) + times(high, down)


def leaky_relu_excess(z: Array, y: Array, slope: float = 0.01) -> Array:
    """L summed over the outputs; on either side of 0 a parabola, across it also |y z|.

    Derived in :eq:`eq-excess`.
    """
    return total(_leaky_relu_excess_each(z, y, slope))


def leaky_relu_residual(z: Array, y: Array, slope: float = 0.01) -> Array:
    """a(z) − y. Derived in :eq:`eq-residual`."""
    return np.where(z > 0, z, slope * z) - y


# --- the records ----------------------------------------------------------------------------------


identity = Activation(
    "identity",
    identity_value,
    identity_vjp,
    reals,
    identity_potential,
    identity_conjugate,
    excess=identity_excess,
    residual=identity_residual,
)


def leaky_relu_with(slope: float) -> Activation:
    """Leaky ReLU with slope `slope` > 0 below 0; `slope` 1 is the identity."""
    slope = positive_number("slope", slope)
    formulas = (
        leaky_relu_value,
        leaky_relu_vjp,
        leaky_relu_potential,
        leaky_relu_conjugate,
        leaky_relu_excess,
        leaky_relu_residual,
    )
    value, vjp, potential, conjugate, excess, residual = (partial(f, slope=slope) for f in formulas)
    name = "leaky ReLU" if slope == 0.01 else f"leaky ReLU(s={slope:g})"
    return Activation(
        name, value, vjp, reals, potential, conjugate, excess=excess, residual=residual
    )


leaky_relu = leaky_relu_with(0.01)
