"""Outputs on the whole line: identity, leaky ReLU."""

from functools import partial

import numpy as np

from ..inputs import positive_number
from ..records import Activation, Array, reals
from ..stable import total


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


# --- the records ----------------------------------------------------------------------------------


identity = Activation(
    "identity", identity_value, identity_vjp, reals, identity_potential, identity_conjugate
)


def leaky_relu_with(slope: float) -> Activation:
    """Leaky ReLU with slope `slope` > 0 below 0; `slope` 1 is the identity."""
    slope = positive_number("slope", slope)
    formulas = (leaky_relu_value, leaky_relu_vjp, leaky_relu_potential, leaky_relu_conjugate)
    value, vjp, potential, conjugate = (partial(f, slope=slope) for f in formulas)
    name = "leaky ReLU" if slope == 0.01 else f"leaky ReLU(s={slope:g})"
    return Activation(name, value, vjp, reals, potential, conjugate)


leaky_relu = leaky_relu_with(0.01)
