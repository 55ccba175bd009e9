"""Outputs that turn: GELU, SiLU, Mish, hard swish. They have no convex potential."""

import numpy as np
from scipy.special import ndtr

from ..records import Activation, Array, interval
from ..stable import times
from .probability import normal_density


def gelu_value(z: Array) -> Array:
    """a(z) = z N(z), with N the normal cdf. Derived in :eq:`eq-gelu`."""
    return times(ndtr(z), z)


def gelu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (N(z) + z n(z)) g. Derived in :eq:`eq-gelu`."""
    return (ndtr(z) + times(normal_density(z), z)) * g


def silu_value(z: Array) -> Array:
    """a(z) = z σ(z), with σ the sigmoid. Derived in :eq:`eq-silu`."""
    return _sigmoid_times(z, z)


def silu_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = σ(z) (1 + z σ(−z)) g. Derived in :eq:`eq-silu`."""
    return _sigmoid_times(z, 1 + _sigmoid_times(-z, z)) * g


def _sigmoid_times(z: Array, x: Array) -> Array:
    """σ(z) x, also where σ(z) alone is 0; 0 at −∞."""
    h = np.exp(np.minimum(z, 0.0) / 2)
    return times(h, times(h, x)) / (1 + np.exp(-np.abs(z)))


def mish_value(z: Array) -> Array:
    """a(z) = z tanh(log(1 + e^z)). Derived in :eq:`eq-mish`."""
    return times(np.tanh(np.logaddexp(0.0, z)), z)


def mish_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = (t + z σ(z) (1 − t²)) g, with t = tanh(log(1 + e^z)). Derived in :eq:`eq-mish`."""
    t = np.tanh(np.logaddexp(0.0, z))
    return (t + _sigmoid_times(z, times(1 - t, z) * (1 + t))) * g


def hard_swish_value(z: Array) -> Array:
    """a(z) = z c/6, with c = z + 3 cut off at 0 and 6. Derived in :eq:`eq-hard-swish`."""
    return times(np.clip(z + 3, 0.0, 6.0) / 6, z)


def hard_swish_vjp(z: Array, g: Array) -> Array:
    """J(z)ᵀ g = 0 for z ≤ −3, (2z + 3) g/6 up to 3, g above. Derived in :eq:`eq-hard-swish`."""
    return np.where(z <= -3, 0.0, np.where(z < 3, (2 * z + 3) / 6, 1.0).astype(z.dtype) * g)


# --- the records ----------------------------------------------------------------------------------


def _turning(name: str, value, vjp, z: str, low: float) -> Activation:
    reason = (
        f"{name} is not monotone: it turns at z = {z}, where it is {low:.4f}. A negative target "
        f"above that has two scores, the left one a maximum of the integral of a(t) − y"
    )
    floor = interval(low, np.inf)
    return Activation(name, value, vjp, floor, reason=reason.replace("-", "−"))


gelu = _turning("GELU", gelu_value, gelu_vjp, "-0.7518", -0.16997120748)


silu = _turning("SiLU", silu_value, silu_vjp, "-1.2785", -0.27846454277)


mish = _turning("Mish", mish_value, mish_vjp, "-1.1924", -0.30884341302)


hard_swish = _turning("hard swish", hard_swish_value, hard_swish_vjp, "-1.5", -0.375)
