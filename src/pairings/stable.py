"""What is left when leading terms cancel, to a few units in the last place: sums under potentials.

Each remainder is its series near 0 and the plain difference elsewhere.
"""

import math
from fractions import Fraction

import numpy as np
from scipy.special import erfcx, hyp2f1, ndtr, roots_legendre, spence, xlog1py

from .records import Array

NODES, WEIGHTS = (a.tolist() for a in roots_legendre(8))


_GAP = [1 / math.factorial(k + 2) for k in range(18)]


_ATANH = [1 / (2 * k + 3) for k in range(17)]


_SIN = [(-1) ** k / math.factorial(2 * k + 3) for k in range(10)]


def _bernoulli(last: int) -> list[Fraction]:
    """B_0, …, B_last, as fractions: scipy's fourth is off by 2e-12."""
    found = [Fraction(1)]
    for n in range(1, last + 1):
        found.append(-sum(math.comb(n + 1, k) * b for k, b in enumerate(found)) / (n + 1))
    return found


_DEBYE = [float(b / (math.factorial(k) * (k + 1))) for k, b in enumerate(_bernoulli(22))]


def series(coefficients: list[float], x: Array) -> Array:
    """Σ c_k x^k for |x| ≤ 1, with as many terms as the dtype can see."""
    single = x.dtype == np.float32
    terms = coefficients[: len(coefficients) // 2 + 1] if single else coefficients
    result = np.full_like(x, terms[-1])
    for coefficient in reversed(terms[:-1]):
        result *= x
        result += coefficient
    return result


def times(weight: Array, x: Array) -> Array:
    """weight · x, with 0 · ∞ = 0."""
    return np.where(weight == 0, 0.0, weight * x)


def product(a: Array, b: Array) -> Array:
    """a · b, with 0 · ∞ = ∞ · 0 = 0."""
    return np.where((a == 0) | (b == 0), 0.0, a * b)


def exp_times(s: Array, factor: Array) -> Array:
    """e^s · factor, also where e^s alone is no number or rounded to 0; 0 for the factor 0."""
    ordinary = np.exp(s) * factor
    far = np.abs(s) > (87 if s.dtype == np.float32 else 708)
    if not far.any():
        return ordinary
    h = np.exp(s / 2)
    return np.where(far, np.where(factor == 0, 0.0, (h * factor) * h), ordinary)


def log_one_plus_exp(x: Array) -> Array:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def nan_passes(values: Array, z: Array) -> Array:
    """`values`, NaN in each row in which z has one, also where no term would read it."""
    spoiled = np.isnan(z).any(axis=-1)
    return np.where(spoiled if values.ndim < z.ndim else spoiled[..., None], np.nan, values)


def half_square(r: Array, half: float = 2.0) -> Array:
    return r * (r / half)  # r² may overflow before r²/2 does


def sides(z: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    return np.maximum(z, 0.0), np.maximum(-z, 0.0), np.maximum(y, 0.0), np.maximum(-y, 0.0)


def total(values: Array) -> Array:
    """The sum over the outputs, the last axis. On a few outputs several times as fast as `sum`."""
    return np.einsum("...k->...", np.ascontiguousarray(values))


def largest(values: Array) -> Array:
    """The largest output, over the last axis. On few outputs several times as fast as `max`."""
    return np.ascontiguousarray(np.moveaxis(values, -1, 0)).max(axis=0)


def log_remainder(u: Array) -> Array:
    """(1 + u) log(1 + u) − u for −1 ≤ u ≤ 0, as (u²/2) ₂F₁(1, 1; 3; −u) near 0."""
    near = u * u / 2 * hyp2f1(1.0, 1.0, 3.0, -np.maximum(u, -0.5))
    return np.where(u > -0.5, near.astype(u.dtype), xlog1py(1 + u, u) - u)


def exp_gap(u: Array) -> Array:
    """φ(u) = e^u − 1 − u ≥ 0, for u < ∞: by its series for |u| < 1."""
    near = np.clip(u, -1.0, 1.0)
    return np.where(np.abs(u) < 1, near * near * series(_GAP, near), np.expm1(u) - u)


def log_gap(u: Array) -> Array:
    """u − log(1 + u) ≥ 0 for u ≥ −1. Near 0 by log(1 + u) = 2 artanh x with x = u / (2 + u)."""
    near = np.clip(u, -0.5, 0.5)
    x = near / (2 + near)
    near = x * near - 2 * x * x * x * series(_ATANH, x * x)
    return np.where(np.abs(u) < 0.5, near, np.where(u == np.inf, u, u - np.log1p(u)))


def sin_gap(u: Array) -> Array:
    """u − sin u, for |u| < 1 by its series."""
    near = np.clip(u, -1.0, 1.0)
    return np.where(np.abs(u) < 1, near * near * near * series(_SIN, near * near), u - np.sin(u))


def exp_excess_each(z: Array, w: Array, log_w: Array | None = None) -> Array:
    """E(z, w) = e^z − w − w (z − log w), with u = z − log w: w φ(u), and e^z (1 − (1 + u) e^−u).

    The second is for u > 1: there the rounding of a large log w must not reach e^z.
    """
    log_w = np.log(w) if log_w is None else log_w
    u = np.where(w > 0, z - log_w, np.inf)
    below = w * exp_gap(np.minimum(u, 1.0))
    if not (far := ~(u <= 1)).any():
        return below
    h, v = np.exp(z / 2), np.minimum(u, 800.0)  # h h f, since h h may overflow before
    above = h * (1 - (1 + v) * np.exp(-v)) * h
    return np.where(w < 0, np.inf, np.where(far, above, below))


def dilogarithm(s: Array) -> Array:
    """Li₂(1 − e^−s) = ∫ t / (e^t − 1) dt from 0 to s ≥ 0, by Bernoulli's numbers near 0."""
    near = np.zeros_like(s)
    for coefficient in reversed(_DEBYE):
        near = near * np.minimum(s, 1.0) + coefficient
    return np.where(s < 1, s * near, spence(np.exp(-s)))


def normal_hazard(r: Array) -> Array:
    """h(r) = φ(r)/Φ(−r) of the standard normal, without dividing 0 by 0 far out.

    Derived in :eq:`eq-normal-hazard`.
    """
    low = np.minimum(r, 0.0)
    below = np.exp(-low * low / 2) / (ndtr(-low) * math.sqrt(2 * math.pi))
    above = math.sqrt(2 / math.pi) / erfcx(np.maximum(r, 0.0) / math.sqrt(2))
    return np.where(r < 0, below, above)


def normal_hazard_beyond(r: Array) -> Array:
    """h(r) − r > 0, by Laplace's continued fraction 1/(r + 2/(r + 3/(r + …))) where it would cancel.

    Derived in :eq:`eq-normal-hazard`.
    """
    far = r > 5
    near = normal_hazard(r) - np.where(far, 0.0, r)
    if not far.any():
        return near
    x = np.maximum(r, 5.0)
    tail = x
    for k in range(24, 1, -1):
        tail = x + k / tail
    return np.where(far, 1 / tail, near)


def normal_hazard_slope(r: Array) -> Array:
    """h′ = h (h − r), between 0 and 1. Derived in :eq:`eq-normal-hazard`."""
    beyond = normal_hazard_beyond(r)
    slope = product(beyond, np.where(r > 5, r + beyond, normal_hazard(r)))
    return np.where(r > 1e8, 1.0, slope)


def per(weight: Array, p: Array) -> Array:
    """weight / p, the slope of weight · log p: a weight of 0 drops the term, even for p = 0, not NaN."""
    return np.where((weight == 0) & ~np.isnan(p), 0.0, weight / (p + 0.0))  # −0 is 0


def overwritten(values: Array, mask: Array, formula, z: Array, y: Array) -> Array:
    """`values` with formula(z, y) where the mask, of the shape of y, is true."""
    if mask.any():
        values[..., mask] = formula(z[..., mask], y[mask])
    return values
