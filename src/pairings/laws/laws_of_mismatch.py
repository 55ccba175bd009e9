"""Laws of mismatched pairs: convexity, escape times, frozen scores, false minima, floors."""

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import dawsn, expi
from scipy.stats import norm

from ..records import Array, Pairing
from .binary import escape_time_log_loss, escape_time_squared_error

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.

_BETWEEN = 0.0, 2.0  # lie the scores at which convexity ends


def proper_curvature(p: Array, y: Array, factor: Array, slope: Array, factor_slope: Array) -> Array:
    """∂²L/∂z² = r φ′ + (p − y) r′, with the factor r = w(p) φ′(z) and its derivative r′ in z.

    Where it is negative the loss is not convex in the score. Derived in :eq:`eq-laws-curvature`.
    """
    return factor * slope + (p - y) * factor_slope


#: Sigmoid + half squared error is convex in z for both labels only while p lies between these.
CONVEX_SIGMOID_SQUARED_ERROR = (1 / 3, 2 / 3)


#: The same for tanh and the labels −1, +1.
CONVEX_TANH_SQUARED_ERROR = (-1 / 3, 1 / 3)


def convex_probit_squared_error() -> tuple[float, float]:
    """(F(−s), F(s)) with s F(s) = f(s): normal cdf + half squared error, both labels convex in z.

    F is the normal distribution function and f its density. Derived in
    :eq:`eq-laws-convex-probit`.
    """
    s = brentq(lambda s: s * norm.cdf(s) - norm.pdf(s), *_BETWEEN)
    return norm.cdf(-s), norm.cdf(s)


def convex_cauchit_log_loss() -> tuple[float, float]:
    """1/2 ± arctan(s)/π with 2s arccot s = 1: cauchit + log loss, both labels convex in z.

    Derived in :eq:`eq-laws-convex-cauchit`.
    """
    s = brentq(lambda s: 2 * s * np.arctan2(1, s) - 1, *_BETWEEN)
    return 0.5 - np.arctan(s) / np.pi, 0.5 + np.arctan(s) / np.pi


def convex_cauchit_squared_error() -> tuple[float, float]:
    """1/2 ± arctan(s)/π with 2s (π − arccot s) = 1: cauchit + half squared error, both labels.

    Derived in :eq:`eq-laws-convex-cauchit`.
    """
    s = brentq(lambda s: 2 * s * (np.pi - np.arctan2(1, s)) - 1, *_BETWEEN)
    return 0.5 - np.arctan(s) / np.pi, 0.5 + np.arctan(s) / np.pi


def frozen_depth(step_size: float, dtype=np.float64) -> float:
    """The m from which a step at z = −m is lost in rounding: sigmoid + half squared error, y = 1.

    η e^−m = ulp(m)/2, where ulp(m) = ε 2^k for 2^k ≤ m < 2^(k+1). Derived in
    :eq:`eq-laws-frozen`.
    """
    for k in range(11):
        m = np.log(2 * step_size / (float(np.finfo(dtype).eps) * 2.0**k))
        if m < 2.0 ** (k + 1):
            return max(m, 2.0**k)
    return np.inf


def escape_time(pairing: Pairing, m: float, target: float = 1.0) -> float:
    """T(m) = ∫ dz / (−∂L/∂z) from −m to 0, by quadrature: gradient flow of one score.

    Derived in :eq:`eq-laws-time`.
    """

    def slowness(z):
        return -1 / pairing.gradient([[z]], [[target]]).item()

    return quad(slowness, -m, 0.0, epsrel=1e-11, limit=200)[0]


def escape_time_tanh_matching(m: Array) -> Array:
    """T(m) = T_log(2m)/4 = (2m + 1 − e^−2m)/4: tanh + its matching loss, y = 1.

    Derived in :eq:`eq-laws-time-tanh`.
    """
    return escape_time_log_loss(2 * m) / 4


def escape_time_tanh_squared_error(m: Array) -> Array:
    """T(m) = T_sq(2m)/16, about e^2m/16: tanh + half squared error, y = 1.

    Derived in :eq:`eq-laws-time-tanh`.
    """
    return escape_time_squared_error(2 * m) / 16


def escape_time_boosting(m: Array) -> Array:
    """T(m) = 4 (1 − e^−m/2) < 4: sigmoid + the boosting loss, y = 1.

    Derived in :eq:`eq-laws-time-boosting`.
    """
    return -4 * np.expm1(-m / 2)


def escape_time_probit_log_loss_bounds(m: Array) -> tuple[Array, Array]:
    """B(m; 4) ≤ T(m) ≤ B(m; 8/π), B(m; c) = arsinh(m/√c) + m/(m + √(m² + c)): probit + log loss.

    The two are never more than log(π/2)/2 apart. Derived in :eq:`eq-laws-time-probit-log`.
    """

    def bound(c):
        return np.arcsinh(m / np.sqrt(c)) + m / (m + np.sqrt(m**2 + c))

    return bound(4.0), bound(8 / np.pi)


def escape_time_probit_squared_error_bounds(m: Array) -> tuple[Array, Array]:
    """B ≤ T(m) ≤ 2B with B(m) = 2√π e^(m²/2) D(m/√2): probit + half squared error, y = 1.

    D is Dawson's integral. Derived in :eq:`eq-laws-time-probit-squared`.
    """
    bound = 2 * np.sqrt(np.pi) * np.exp(np.square(m) / 2) * dawsn(m / np.sqrt(2))
    return bound, 2 * bound


def escape_time_cauchit_log_loss(m: Array) -> Array:
    """T(m) = (m + m³/3) arccot m + m²/6 + log(1 + m²)/3: cauchit + log loss, y = 1.

    About m²/2 for large m. Derived in :eq:`eq-laws-time-cauchit`.
    """
    return (m + m**3 / 3) * np.arctan2(1, m) + m**2 / 6 + np.log1p(m**2) / 3


def escape_time_cauchit_squared_error_bounds(m: Array) -> tuple[Array, Array]:
    """B ≤ T(m) ≤ 2B with B(m) = π (m + m³/3): cauchit + half squared error, y = 1.

    Derived in :eq:`eq-laws-time-cauchit`.
    """
    bound = np.pi * (m + m**3 / 3)
    return bound, 2 * bound


def escape_time_cloglog_log_loss(m: Array) -> Array:
    """T(m) = Ei(1) − Ei(u) + (e^u − 1)/u − e + 1 with u = e^−m: cloglog + log loss, y = 1.

    Derived in :eq:`eq-laws-time-cloglog`.
    """
    u = np.exp(-m)
    return expi(1.0) - expi(u) + np.expm1(u) / u - np.e + 1


def axis_minima(examples: int, inputs: int) -> int:
    """⌊n/d⌋^d: so many local minima can a neuron with d weights have on n examples.

    Derived in :eq:`eq-laws-minima`; source :cite:t:`Auer1995`.
    """
    return (examples // inputs) ** inputs


def double_sigmoid_floor(share: Array) -> Array:
    """s log(1 + 1/e) + (1 − s) log 2: no log loss of a sigmoid of a sigmoid is lower.

    s is the share of labels 1. Derived in :eq:`eq-laws-double-sigmoid`.
    """
    return share * np.log1p(1 / np.e) + (1 - share) * np.log(2)
