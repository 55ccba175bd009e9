"""Losses of directions: an angle in radians, which ends where it begins.

Two scores side by side for each angle. Most rows read them as a point of the plane, whose direction
is the prediction; the seam at ±π is then no place of its own.
"""

import math
from collections.abc import Callable

import numpy as np
from scipy.special import i0e, i1e

from ..records import Array, interval
from ..stable import exp_times, series, times, total
from .distributions import apart, together

FULL_TURN = 6.2832  # a little more than 2π, for angles rounded to single precision
_LEVEL = [1 / math.factorial(j + 1) ** 2 for j in range(12)]
_BEHIND = 2 * np.sin(np.linspace(0, np.pi / 2, 33)) ** 2  # 1 − cos θ from 0 to π
_ENDS = np.where(np.arange(33) % 32 == 0, 0.5, 1.0)


def _missing(terms: int) -> list[float]:
    """The series of 1 − A in 1/κ, from its differential equation A′ = 1 − A/κ − A²."""
    found = [0.0, 0.5]
    for n in range(2, terms + 1):
        squared = sum(a * b for a, b in zip(found[1:], found[:0:-1], strict=True))
        found.append(((n - 2) * found[-1] + squared) / 2)
    return found[1:]


_MISSING = _missing(32)
angles = interval(-FULL_TURN, FULL_TURN)._replace(called="angles in radians, from −2π to 2π")


def von_mises_value(z: Array, y: Array) -> Array:
    """L = Σ log I₀(κ) − z · d, κ = |z| and d = (cos y, sin y): −log density less log 2π.

    From κ = 1 on as log(I₀(κ) e^−κ) + (κ − z · d), neither of which overflows. Derived in
    :eq:`eq-von-mises`.
    """
    kappa, (c, s), _, behind = _plane(z, y)
    u, v = apart(z, 2)
    near = _small_level(kappa) - (u * c + v * s)
    return total(np.where(kappa < 1, near, np.log(i0e(kappa)) + behind))


def von_mises_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = A(κ) z/κ − d: *mean direction predicted − direction seen*, A = I₁/I₀.

    Derived in :eq:`eq-von-mises`.
    """
    kappa, (c, s), across, behind = _plane(z, y)
    u, v = apart(z, 2)
    near = _ratio(kappa)  # A/κ
    far = np.maximum(kappa, 1.0)
    short = shortfall(far) / far  # (1 − A)/κ
    by_u = np.where(kappa < 1, near * u - c, -short * u - (across * s + behind * c) / far)
    by_v = np.where(kappa < 1, near * v - s, -short * v + (across * c - behind * s) / far)
    return together(by_u, by_v)


def von_mises_curvature(z: Array, y: Array) -> Array:
    """A′ e² + (A/κ)(1 − e²) for each part e of z/κ. Derived in :eq:`eq-von-mises`."""
    u, v = apart(z, 2)
    kappa = np.hypot(u, v)
    along, round_ = shortfall_slope(kappa), _ratio(kappa)
    safe = np.where(kappa > 0, kappa, 1.0)
    e, f = (u / safe) ** 2, (v / safe) ** 2
    still = kappa == 0
    by_u = np.where(still, 0.5, along * e + round_ * f)
    return together(by_u, np.where(still, 0.5, along * f + round_ * e))


def shortfall(kappa: Array) -> Array:
    """1 − A(κ) = 1 − I₁(κ)/I₀(κ), by its series in 1/κ far out. Derived in :eq:`eq-von-mises`."""
    return _piece(kappa, lambda k, short, slope: short, lambda q: q * series(_MISSING, q))


def shortfall_slope(kappa: Array) -> Array:
    """A′(κ) = 1 − A/κ − A², by its series in 1/κ far out. Derived in :eq:`eq-von-mises`."""
    steps = [n * c for n, c in enumerate(_MISSING, 1)]
    return _piece(kappa, lambda k, short, slope: slope, lambda q: q * q * series(steps, q))


def _piece(kappa: Array, of: Callable[..., Array], far: Callable[[Array], Array]) -> Array:
    """of(κ, 1 − A, A′) up to κ = 25 and far(1/κ) beyond, each where it is needed; in double
    precision, since single precision has too few digits to lose one in a difference."""
    k = kappa.astype(float, copy=False)
    low = np.minimum(k, 5.0)
    found = of(low, *_by_difference(low))
    if (between := (k > 5) & (k <= 25)).any():
        found[between] = of(k[between], *_by_sums(k[between]))
    if (beyond := k > 25).any():
        found[beyond] = far(1 / k[beyond])
    return found.astype(kappa.dtype, copy=False)


def _by_difference(kappa: Array) -> tuple[Array, Array]:
    """1 − A and A′, which lose κ and κ² units."""
    level, first = i0e(kappa), i1e(kappa)
    less = (level - first) / level
    ratio = first / level / np.where(kappa > 0, kappa, 1.0)
    return less, less * (2 - less) - np.where(kappa > 0, ratio, 0.5)


def _by_sums(kappa: Array) -> tuple[Array, Array]:
    """1 − A and A′ as mean and variance of 1 − cos θ, of equal steps of θ from 0 to π.

    For a density that goes round these sums are the integrals, to rounding for κ ≤ 25.
    """
    chance = _ENDS * np.exp(-kappa[..., None] * _BEHIND)
    chance /= chance.sum(axis=-1, keepdims=True)
    mean = (chance * _BEHIND).sum(axis=-1)  # not @, whose bits may depend on the batch
    return mean, (chance * (_BEHIND - mean[..., None]) ** 2).sum(axis=-1)


def _ratio(kappa: Array) -> Array:
    """A(κ)/κ, ½ at 0."""
    safe = np.where(kappa > 0, kappa, 1.0)
    return np.where(kappa > 0, i1e(safe) / i0e(safe) / safe, 0.5)


def _small_level(kappa: Array) -> Array:
    """log I₀(κ) for κ < 1, by its series in κ²/4."""
    q = np.minimum(kappa, 1.0) ** 2 / 4
    return np.log1p(q * series(_LEVEL, q))


def _plane(z: Array, y: Array):
    """κ, d = (cos y, sin y), z across d, and κ − z · d without cancellation."""
    u, v = apart(z, 2)
    c, s = np.cos(y), np.sin(y)
    along, across, kappa = u * c + v * s, v * c - u * s, np.hypot(u, v)
    safe = np.where(along > 0, kappa + along, 1.0)
    behind = np.where(along > 0, across * (across / safe), kappa - along)
    return kappa, (c, s), across, behind


def von_mises_predict(z: Array) -> Array:
    """(μ, κ): the direction, from −π to π, and the concentration. Derived in :eq:`eq-von-mises`."""
    u, v = apart(z, 2)
    return together(np.arctan2(v, u), np.hypot(u, v))


# --- one number for the direction ------------------------------------------------------------------


_FAR = 80  # of log κ: e^88 is the last in single precision
_FLAT = 1e4  # of |m|: slope² is near m⁻⁴


def tan_half_predict(z: Array) -> Array:
    """(μ, κ) = (2 arctan z₁, e^z₂). Derived in :eq:`eq-tan-half`."""
    m, s = apart(z, 2)
    return together(2 * np.arctan(m), np.exp(s))


def tan_half_value(z: Array, y: Array) -> Array:
    """L = Σ log I₀(κ) − κ cos(μ − y): −log density less log 2π. Derived in :eq:`eq-tan-half`."""
    turn, kappa, _ = _turn(z, y)
    near = _small_level(kappa) - kappa * np.cos(turn)
    far = _log_level(z, kappa) + _turned(z, kappa, turn)
    return total(np.where(kappa < 1, near, far))


def tan_half_gradient(z: Array, y: Array) -> Array:
    """κ sin(μ − y) · 2/(1 + z₁²), and κ (A(κ) − cos(μ − y)). Derived in :eq:`eq-tan-half`."""
    turn, kappa, slope = _turn(z, y)
    ordinary = times(np.sin(turn), kappa) * slope
    by_m = _far_out(z, ordinary, lambda steep: times(times(2 * np.sin(turn), steep), steep))
    return together(by_m, _turned(z, kappa, turn) - _kept(kappa))


def tan_half_curvature(z: Array, y: Array) -> Array:
    """By z₁ and by z₂, for the diagonal. Derived in :eq:`eq-tan-half`."""
    turn, kappa, slope = _turn(z, y)
    m, _ = apart(z, 2)
    ordinary = times(np.cos(turn) * slope * slope - np.sin(turn) * m * slope * slope, kappa)
    bend = 2 * (np.cos(turn) * slope - np.sin(turn) * (m * slope))
    by_m = _far_out(z, ordinary, lambda steep: times(times(bend, steep), steep))
    return together(by_m, _turned(z, kappa, turn) + _settled(kappa))


def _turned(z: Array, kappa: Array, turn: Array) -> Array:
    """κ (1 − cos(μ − y)), also where κ itself overflows."""
    half = np.sin(turn / 2)
    ordinary = times(2 * half * half, kappa)
    _, s = apart(z, 2)
    far = s > _FAR
    return np.where(far, 2 * exp_times(s / 2, half) ** 2, ordinary) if far.any() else ordinary


def _far_out(z: Array, ordinary: Array, formula: Callable[[Array], Array]) -> Array:
    """formula(e^(s/2)/sqrt(1 + m²)) where κ or m² is near the end of the numbers."""
    m, s = apart(z, 2)
    far = (s > _FAR) | (np.abs(m) > _FLAT)
    if not far.any():
        return ordinary
    return np.where(far, formula(exp_times(s / 2, 1 / np.hypot(1, m))), ordinary)


def _turn(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """μ − y, κ, and the slope of μ by z₁."""
    m, s = apart(z, 2)
    flat = np.abs(m) > 1  # there 2/(1 + m²) by 1/m, whose square does not overflow
    inverse = 1 / np.where(flat, m, 1.0)
    slope = np.where(
        flat,
        2 * inverse * inverse / (1 + inverse * inverse),
        2 / (1 + np.where(flat, 0, m) ** 2),
    )
    return 2 * np.arctan(m) - y, np.exp(s), slope


def _log_level(z: Array, kappa: Array) -> Array:
    """log(I₀(κ) e^−κ), by the logarithm of κ where κ itself overflows."""
    _, s = apart(z, 2)
    far = -(s + math.log(2 * math.pi)) / 2
    return np.where(s > _FAR, far, np.log(i0e(kappa)))


def _kept(kappa: Array) -> Array:
    """κ (1 − A), ½ far out."""
    return np.where(kappa == np.inf, 0.5, times(shortfall(kappa), kappa))


def _settled(kappa: Array) -> Array:
    """κ² A′ − κ (1 − A), by its series in 1/κ far out, where it vanishes."""

    steps = [n * c for n, c in enumerate(_MISSING[1:], 1)]
    return _piece(
        kappa, lambda k, short, slope: k * (k * slope - short), lambda q: q * series(steps, q)
    )


# --- unit vectors ----------------------------------------------------------------------------------


def unit_vector_predict(z: Array) -> Array:
    """(cos μ, sin μ) = z/|z|. Derived in :eq:`eq-unit-vector`."""
    u, v = apart(z, 2)
    kappa = np.hypot(u, v)
    return together(u / kappa, v / kappa)


def unit_vector_value(z: Array, y: Array) -> Array:
    """L = Σ |z| − z · d = Σ |z| (1 − cos(μ − y)), the matching loss. Derived in
    :eq:`eq-unit-vector`."""
    return total(_plane(z, y)[3])


def unit_vector_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = z/|z| − d. Derived in :eq:`eq-unit-vector`."""
    kappa, (c, s), across, behind = _plane(z, y)
    return together(-(across * s + behind * c) / kappa, (across * c - behind * s) / kappa)


def unit_vector_curvature(z: Array, y: Array) -> Array:
    """(1 − e²)/|z| for each part e of z/|z|. Derived in :eq:`eq-unit-vector`."""
    u, v = apart(z, 2)
    kappa = np.hypot(u, v)
    return together((v / kappa) ** 2 / kappa, (u / kappa) ** 2 / kappa) + 0 * z


def cosine_value(z: Array, y: Array) -> Array:
    """L = Σ 1 − cos(μ − y), half the squared distance of two unit vectors. Derived in
    :eq:`eq-unit-vector`."""
    kappa, _, _, behind = _plane(z, y)
    return total(behind / kappa)


def cosine_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = sin(μ − y)/|z| along the circle: 0 for the opposite direction too. Derived in
    :eq:`eq-unit-vector`."""
    u, v = apart(z, 2)
    kappa, _, across, _ = _plane(z, y)
    pull = across / kappa / kappa
    return together(-pull * v / kappa, pull * u / kappa)


def cosine_curvature(z: Array, y: Array) -> Array:
    """(e′² cos(μ − y) ± 2 e e′ sin(μ − y))/|z|², e′ the other part. Derived in
    :eq:`eq-unit-vector`."""
    u, v = apart(z, 2)
    kappa, (c, s), across, _ = _plane(z, y)
    e, f = u / kappa, v / kappa
    sine, cosine = across / kappa, e * c + f * s
    square = kappa * kappa
    return together(
        (f * f * cosine + 2 * e * f * sine) / square, (e * e * cosine - 2 * e * f * sine) / square
    )
