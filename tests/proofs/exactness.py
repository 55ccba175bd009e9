"""How exact are matched values and residuals? Against mpmath, over a stated grid, in two precisions.

    python tests/proofs/exactness.py            # the table: largest errors in units of ε times the bound
    python tests/proofs/exactness.py sigmoid    # one of them
    python tests/proofs/exactness.py --store    # writes tests/facts/right_values.json as well

The right value is the definition, Φ(z) − yz + Φ*(y), with the floating-point inputs taken as exact
and as many digits as the cancellation needs plus fifty. The bounds:

    value      8 ε (L + |z ∂L/∂z| + |y ∂L/∂y|), which is what a change of z and y by 8 ε costs, with
               its second order, (8ε)²/2 (z² a′ + y²/a′) (all that is left when z is the rounded score
               of y); 8 ε L where the residual is exact: identity, ReLU, the clips, every target on
               an edge of the range (but where the exponent of the tail is rounded, normal cdf and
               CELU, and for softmax, whose differences of scores are: there with |z ∂L/∂z|)
    residual   4 ε (|r| + |z a′(z)| + |y|), y counted from the nearer edge of the range, and 4 ε |r|
               for a target on an edge (with the same exceptions)

where ε is that of the dtype. Below the smallest normal number 0 is as good as any.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import mpmath
import numpy as np
from mpmath import mp, mpf

from pairings import activations as A
from pairings import losses as L
from pairings import matching
from pairings.activations import SELU_ALPHA, SELU_SCALE

ROOT = Path(__file__).parents[2]
STORED = ROOT / "tests" / "facts" / "right_values.json"
sys.path.insert(0, str(ROOT / "book" / "_tools"))
import results  # noqa: E402

DTYPES = (np.float64, np.float32)
INF = mpf("inf")
mp.dps = 50


class Scalar(NamedTuple):
    """What an elementwise activation is: a, its slope, Φ, Φ*, the score of a target; all exact."""

    value: Callable
    slope: Callable
    potential: Callable
    conjugate: Callable
    score: Callable
    low: float
    high: float
    exact: bool = False  # the residual is one rounding
    rounded: bool = False  # the exponent of the tail is


# --- the definitions, in mpmath --------------------------------------------------------------


def softplus(z):
    return (z if z > 0 else mpf(0)) + mp.log1p(mp.exp(-abs(z)))


def expit(z):
    return 1 / (1 + mp.exp(-z)) if z > 0 else mp.exp(z) / (1 + mp.exp(z))


def xlogx(y):
    return y * mp.log(y) if y else mpf(0)


def _dilogarithm(x):
    """Li₂(−x) for 0 ≤ x ≤ 1, by Landen's formula and the series."""
    t = x / (1 + x)
    term, series, k = t, mpf(0), 1
    while abs(term) > mp.eps * abs(t):
        series += term / k**2
        term, k = term * t, k + 1
    return -series - mp.log1p(x) ** 2 / 2


def softplus_potential(z):
    if z <= 0:
        return -_dilogarithm(mp.exp(z))
    return mp.pi**2 / 6 + z * z / 2 + _dilogarithm(mp.exp(-z))


def softplus_score(y):
    return mp.log(mp.expm1(y)) if y < 1 else y + mp.log1p(-mp.exp(-y))


def density(z):
    if abs(z) > 1e5:
        return mpf(0)
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def normal(z):
    if abs(z) > 1e5:  # 0 or 1 to a thousand million places
        return mpf(z > 0)
    return mp.erfc(-z / mp.sqrt(2)) / 2


@cache
def _quantile(y, digits):
    from scipy.special import ndtri

    if y > 0.5:
        return -_quantile(1 - y, digits)
    q = mpf(float(ndtri(float(y))))
    for _ in range(12):
        step = (normal(q) - y) / density(q)
        q -= step / (1 + q * step / 2)
        if abs(step) < abs(q) * mpf(10) ** (-digits // 2) or not step:
            break
    return q


def quantile(y):
    return _quantile(y, mp.dps)


def elu(depth, slope, width):
    """s z above 0, c (e^(z/b) − 1) below."""
    c, s, b = mpf(float(depth)), mpf(float(slope)), mpf(float(width))
    return Scalar(
        lambda z: s * z if z > 0 else c * mp.expm1(z / b),
        lambda z: s if z > 0 else c / b * mp.exp(z / b),
        lambda z: s * z * z / 2 if z > 0 else c * b * mp.expm1(z / b) - c * z,
        lambda y: (
            y * y / (2 * s) if y > 0 else b * ((y + c) * mp.log1p(y / c) - y) if y > -c else b * c
        ),
        lambda y: y / s if y > 0 else b * mp.log1p(y / c) if y > -c else -INF,
        -c,
        INF,
        rounded=width != 1,
    )


def leaky(slope):
    s = mpf(float(slope))
    return Scalar(
        lambda z: z if z > 0 else s * z,
        lambda z: mpf(1) if z > 0 else s,
        lambda z: z * z / 2 if z > 0 else s * z * z / 2,
        lambda y: y * y / 2 if y > 0 else y * y / (2 * s),
        lambda y: y if y > 0 else y / s,
        -INF,
        INF,
    )


def clip(low, high):
    low, high = mpf(low), mpf(high)

    def value(z):
        return min(max(z, low), high)

    return Scalar(
        value,
        lambda z: mpf(low < z < high),
        lambda z: value(z) * (z - value(z) / 2),
        lambda y: y * y / 2,
        lambda y: y,
        low,
        high,
        exact=True,
    )


def _tanh_potential(z):
    return softplus(2 * z) - z - mp.log(2)


def _cosh_squared(z):
    return 4 * expit(2 * z) * expit(-2 * z)


identity = Scalar(
    lambda z: z,
    lambda z: mpf(1),
    lambda z: z * z / 2,
    lambda y: y * y / 2,
    lambda y: y,
    -INF,
    INF,
    True,
)
relu = Scalar(
    lambda z: max(z, mpf(0)),
    lambda z: mpf(z > 0),
    lambda z: max(z, mpf(0)) ** 2 / 2,
    lambda y: y * y / 2,
    lambda y: y,
    mpf(0),
    INF,
    True,
)
sigmoid = Scalar(
    expit,
    lambda z: expit(z) * expit(-z),
    softplus,
    lambda y: xlogx(y) + xlogx(1 - y),
    lambda y: mp.log(y) - mp.log1p(-y) if 0 < y < 1 else INF * (2 * y - 1),
    mpf(0),
    mpf(1),
)
tanh = Scalar(
    lambda z: mp.tanh(z) if abs(z) < 1 else mp.sign(z) * (1 - 2 * expit(-2 * abs(z))),
    _cosh_squared,
    _tanh_potential,
    lambda y: (xlogx(1 + y) + xlogx(1 - y)) / 2,
    lambda y: mp.atanh(y) if abs(y) < 1 else INF * y,
    mpf(-1),
    mpf(1),
)
exponential = Scalar(
    mp.exp,
    mp.exp,
    mp.exp,
    lambda y: xlogx(y) - y,
    lambda y: mp.log(y) if y else -INF,
    mpf(0),
    INF,
)
softplus_ = Scalar(
    softplus,
    expit,
    softplus_potential,
    lambda y: y * softplus_score(y) - softplus_potential(softplus_score(y)) if y else mpf(0),
    lambda y: softplus_score(y) if y else -INF,
    mpf(0),
    INF,
)
arctan = Scalar(
    lambda z: mp.atan(z),
    lambda z: 1 / (1 + z * z),
    lambda z: z * mp.atan(z) - mp.log1p(z * z) / 2,
    lambda y: -mp.log(mp.cos(y)),
    mp.tan,
    None,
    None,
)
cauchit = Scalar(
    lambda z: mp.atan2(1, -z) / mp.pi,
    lambda z: 1 / (1 + z * z) / mp.pi,
    lambda z: z * mp.atan2(1, -z) / mp.pi - mp.log1p(z * z) / (2 * mp.pi),
    lambda y: -mp.log(mp.sin(mp.pi * y)) / mp.pi,
    lambda y: -mp.cot(mp.pi * y),
    mpf(0),
    mpf(1),
)


def _mean_of_density(z):
    """1/(1 − e^−z) − 1/z with as many digits as cancel near 0."""
    with mp.extradps(2 + 2 * max(0, -int(mp.floor(mp.log10(abs(z)))) if z else 0)):
        return 1 / -mp.expm1(-z) - 1 / z if z else mpf(1) / 2


def _variance_of_density(z):
    with mp.extradps(2 + 3 * max(0, -int(mp.floor(mp.log10(abs(z)))) if z else 0)):
        x = abs(z)
        return 1 / x**2 - mp.exp(-x) / mp.expm1(-x) ** 2 if z else mpf(1) / 12


def _log_mean_exp(z):
    if not z:
        return mpf(0)
    x = abs(z)
    return max(z, mpf(0)) + mp.log(-mp.expm1(-x) / x)


@cache
def _score_of_mean(y, digits):
    if y > 0.5:
        return -_score_of_mean(1 - y, digits)
    if y == 0.5:
        return mpf(0)
    q = mpf(float(A.continuous_bernoulli_score(np.array([float(y)]))[0]))
    q = -max(abs(q), 6 * (mpf(1) / 2 - y))
    for _ in range(12):
        step = (_mean_of_density(q) - y) / _variance_of_density(q)
        q -= step
        if abs(step) < abs(q) * mpf(10) ** (-digits):
            break
    return q


def score_of_mean(y):
    return _score_of_mean(y, mp.dps)


continuous_bernoulli = Scalar(
    _mean_of_density,
    _variance_of_density,
    _log_mean_exp,
    lambda y: y * score_of_mean(y) - _log_mean_exp(score_of_mean(y)),
    score_of_mean,
    mpf(0),
    mpf(1),
)
softsign = Scalar(
    lambda z: z / (1 + abs(z)),
    lambda z: 1 / (1 + abs(z)) ** 2,
    lambda z: abs(z) - mp.log1p(abs(z)),
    lambda y: -abs(y) - mp.log1p(-abs(y)),
    lambda y: y / (1 - abs(y)),
    mpf(-1),
    mpf(1),
)
normal_cdf = Scalar(
    normal,
    density,
    lambda z: z * normal(z) + density(z),
    lambda y: -density(quantile(y)) if 0 < y < 1 else mpf(0),
    lambda y: quantile(y) if 0 < y < 1 else INF * (2 * y - 1),
    mpf(0),
    mpf(1),
    rounded=True,
)


# --- the grid --------------------------------------------------------------------------------

_SIZES = (
    *(
        0.0,
        1e-300,
        1e-38,
        1e-20,
        1e-8,
        1e-3,
        0.1,
        0.3,
        0.5,
        0.7,
        1.0,
        1.5,
        2.0,
        3.7,
        6.0,
        10.0,
        16.0,
    ),
    *(20.0, 36.5, 40.0, 88.5, 100.0, 700.0, 709.7, 709.8, 745.0, 1e3, 3e3, 250010.0, 1e6, 1e8 + 1),
    *(1.7e9 + 3, 1e15, 1e100, 1e154, 1e300, 1.7e308, 1e38, 3e38),
)
_AMOUNTS = (
    *(
        1e-300,
        1e-38,
        1e-20,
        1e-8,
        1e-3,
        0.3,
        0.5,
        0.6931471805599453,
        1.0,
        1.7,
        2.0,
        6.0,
        10.0,
        40.0,
    ),
    *(3000.0, 250000.0, 1e6, 1e6 + 1, 1e8, 1.7e9, 1e15, 1e37, 1e153, 1e300),
)
_SHARES = (
    *(5e-324, 1e-310, 1e-300, 1e-100, 1e-45, 1e-38, 1e-20, 1e-8, 1e-3, 0.02425, 0.1, 0.3, 0.49),
    *(0.5, 0.51, 0.7, 0.9, 0.999, 1 - 1e-8),
)


def scores(dtype) -> np.ndarray:
    with np.errstate(all="ignore"):
        sizes = np.unique(np.array(_SIZES).astype(dtype))
    sizes = np.r_[sizes[np.isfinite(sizes)], np.array([np.inf], dtype)]
    return np.unique(np.r_[-sizes, sizes])


def shares(dtype) -> np.ndarray:
    """From 0 to 1: tiny ones, the middle and its neighbours, within units in the last place of 1."""
    eps = np.finfo(dtype).eps
    with np.errstate(all="ignore"):
        listed = np.array(_SHARES).astype(dtype)
    near = [0.5 - eps / 4, 0.5 + eps / 2, 1 - 8 * eps, 1 - 3 * eps, 1 - eps, 1 - eps / 2, 1.0]
    return np.unique(np.r_[listed, np.array([0.0, *near], dtype)])


def amounts(dtype) -> np.ndarray:
    with np.errstate(all="ignore"):
        listed = np.array(_AMOUNTS).astype(dtype)
    return np.unique(np.r_[0.0, listed[np.isfinite(listed)]]).astype(dtype)


def targets(name: str, dtype) -> np.ndarray:
    """Targets of an activation over its whole range, the edges that are targets included."""
    share, amount = shares(dtype), amounts(dtype)
    both = np.unique(np.r_[-share, share])
    inner = both[np.abs(both) < 1]
    if name in ("identity", "leaky ReLU", "leaky ReLU(0.3)"):
        return np.unique(np.r_[-amount, amount])
    if name in ("ReLU", "softplus", "exp"):
        return amount
    if name in CLIPS:
        low, high = CLIPS[name]
        return np.unique(
            np.clip(np.r_[low, high, share * (high - low) + low], low, high).astype(dtype)
        )
    if name in TAILS:
        depth = dtype(TAILS[name][0])
        return np.unique(np.r_[-share[share < 1] * depth, -depth, amount].astype(dtype))
    if name == "arctan":
        edge = dtype(np.pi / 2)
        y = np.r_[inner * edge, np.nextafter(edge, dtype(0)), np.nextafter(-edge, dtype(0))]
        return np.unique(y[np.abs(y) < edge].astype(dtype))
    if name == "softsign":
        return inner
    if name in ("cauchit", "continuous Bernoulli"):
        return share[(share >= np.finfo(dtype).tiny) & (share < 1)]
    return both if name == "tanh" else share


def pairs(name: str, scalar: Scalar, dtype) -> list[tuple]:
    """Every score with every target, and scores close to the score of the target."""
    ys, zs = targets(name, dtype), scores(dtype)
    found = {(z, y) for z in zs for y in ys}
    for y in ys:
        with mpmath.workdps(40):
            score = float(scalar.score(mpf(float(y))))
        with np.errstate(all="ignore"):
            t = dtype(score)
        if np.isfinite(t):
            with np.errstate(all="ignore"):
                unit = np.spacing(np.abs(t))
                size = max(abs(float(t)), 1.0)
                steps = [0, unit, -3 * unit, 1e-9 * size, -1e-6 * size, 1e-3, -0.01, 0.1, -0.1]
                steps += [0.3, -0.3, 0.9, -0.9, 1.1, -1.1, 2.5, -2.5, 3, -3, 10, -40, t, -2 * t]
                found |= {(dtype(t + step), y) for step in steps}
    rng = np.random.default_rng(0)
    for z in 4 * rng.standard_cauchy(150):
        found.add((dtype(z), rng.choice(ys)))
    return sorted((z, y) for z, y in found if not np.isnan(z))


# --- the right value -------------------------------------------------------------------------


class Right(NamedTuple):
    value: mpf
    residual: mpf
    value_unit: mpf  # L + |z ∂L/∂z| + |y ∂L/∂y|, or L
    residual_unit: mpf


def _difference(terms: Callable, least: int = 50) -> mpf:
    """Σ terms(), with as many digits as leave `least`, or so many that it is 0 to 400 places."""
    digits = 2 * least
    while True:
        with mpmath.workdps(digits):
            parts = terms()
            result = mpf(0)
            for part in parts:
                result += part
            noise = max(1, *(abs(part) for part in parts)) * mpf(10) ** (least - digits)
            if abs(result) > noise:
                return result
            if noise < _NOTHING:
                return mpf(0)
        digits *= 2


_NOTHING = mpf(10) ** -400


def right(scalar: Scalar, z, y, eps: float) -> Right:
    z, y = mpf(float(z)), mpf(float(y))
    low, high = (-mp.pi / 2, mp.pi / 2) if scalar.low is None else (scalar.low, scalar.high)
    edge = y in (low, high)
    if abs(z) == INF:
        return _right_at_infinity(scalar, z, y, low if z < 0 else high)
    value = _difference(lambda: (scalar.potential(z), -y * z, scalar.conjugate(y)))
    residual = _difference(lambda: (scalar.value(z), -y))
    with mpmath.workdps(30):
        if edge or scalar.exact:
            moved, turned = (0, 0)
            if scalar.rounded:
                moved, turned = abs(z * residual), abs(z * scalar.slope(z))
            return Right(value, residual, value + moved, abs(residual) + turned)
        gap = min(abs(y), abs(y - low), abs(high - y))
        score = scalar.score(y)
        unit = value + abs(z * residual) + abs(y * (score - z))
        unit += 4 * eps * (z * z * scalar.slope(z) + gap * gap / scalar.slope(score))
        return Right(value, residual, unit, abs(residual) + abs(z * scalar.slope(z)) + gap)


def _right_at_infinity(scalar, z, y, end) -> Right:
    residual = end - y
    value = mpf(0) if residual == 0 else INF
    return Right(value, residual, value, abs(residual))


# --- rows: softmax and sparsemax -------------------------------------------------------------


def rows(dtype) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows of scores and targets: one class, shares, rounded rows, shifts, masks, saturation."""
    rng, found = np.random.default_rng(1), []
    for classes in (2, 3, 10, 1000):
        for scale in (1e-3, 1.0, 8.0, 60.0, 1e3):
            for shift in (0.0, 1e4, -3e6):
                if classes == 1000 and (shift or scale > 8):
                    continue
                z = (shift + scale * rng.normal(size=classes)).astype(dtype)
                one = np.eye(classes, dtype=dtype)[rng.integers(classes)]
                best = np.eye(classes, dtype=dtype)[z.argmax()]
                flat = rng.dirichlet(np.ones(classes)).astype(dtype)
                wide = rng.dirichlet(np.full(classes, 0.05)).astype(dtype)
                matched = _rounded_softmax(z)
                smooth = (0.9 * one + dtype(0.1 / classes)).astype(dtype)
                found += [(z, y) for y in (one, best, flat, wide, matched, smooth)]
    for y in ([0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.25, 0.75, 0.0]):
        for z in ([-np.inf, 0.0, 0.0], [-np.inf, 1.0, 1e4], [0.0, 0.0, 0.0], [30.0, 0.0, -np.inf]):
            found.append((np.array(z, dtype), np.array(y, dtype)))
    found += [(np.array([c + 3, c, c], dtype), np.array([1, 0, 0], dtype)) for c in (0, 1e4, 1e5)]
    return found


def _rounded_softmax(z):
    e = np.exp(z - z.max())
    return (e / e.sum()).astype(z.dtype)


def _exact(a):
    return [mpf(float(v)) for v in a]


def right_softmax(z, y, eps) -> Right:
    """Σ p − y + y (log y − log p): also where y sums to 1.0000001."""
    z, y = _exact(z), _exact(y)
    top = max(z)

    def parts():
        d = [v - top for v in z]
        log_sum = mp.log(mp.fsum(mp.exp(v) for v in d))
        log_p = [v - log_sum for v in d]
        return d, log_p, [mp.exp(v) for v in log_p]

    def terms():
        log_p = parts()[1]
        return [1, *(-w for w in y), *(w * (mp.log(w) - v) for w, v in zip(y, log_p) if w)]  # noqa: B905

    masked = any(w and v == -INF for w, v in zip(y, z, strict=True))
    value = INF if masked else _difference(terms)
    with mpmath.workdps(400 if len(y) < 100 else 80):
        d, log_p, p = parts()
        r = [q - w for q, w in zip(p, y, strict=True)]
    with mpmath.workdps(30):
        d = [v if v > -INF else mpf(0) for v in d]
        second = mp.fsum(v * v * q for v, q in zip(d, p, strict=True)) + sum(y)
        moved = mp.fsum(abs(v * s) for v, s in zip(d, r, strict=True))
        told = mp.fsum(abs(w * (mp.log(w) - v)) for w, v in zip(y, log_p, strict=True) if 0 < w < 1)
        shares = any(0 < w < 1 for w in y)
        unit = value + moved + told + shares * 4 * eps * second
        spread = mp.fsum(abs(v) * q for v, q in zip(d, p, strict=True))
        units = [
            abs(s) + q * (1 - q) * abs(v) + q * spread + min(w, abs(1 - w))
            for s, q, v, w in zip(r, p, d, y, strict=True)
        ]
    return Right(value, r, unit, units)


def right_sparsemax(z, y, eps) -> Right:
    """Σ (p − y)²/2 + y (τ − z)₊."""
    z, y = _exact(z), _exact(y)
    with mpmath.workdps(60):
        top = max(z)
        d = [v - top for v in z]
        falling, total, level = sorted(d, reverse=True), mpf(0), mpf(0)
        for rank, v in enumerate(falling, 1):
            if v == -INF or rank * v <= total + v - 1:
                break
            total += v
            level = (total - 1) / rank
        p = [max(v - level, mpf(0)) for v in d]
        r = [q - w for q, w in zip(p, y, strict=True)]
        value = mp.fsum(s * s / 2 for s in r) + mp.fsum(
            w * max(level - v, mpf(0)) for w, v in zip(y, d, strict=True) if w
        )
        moved = mp.fsum(abs(v * s) for v, s in zip(d, r, strict=True) if v > -INF and s)
        told = mp.fsum(abs(w * (w - (v - level))) for w, v in zip(y, d, strict=True) if w)
    return Right(value, r, value + moved + told, [mpf(1)] * len(r))


def right_entmax(z, y, eps) -> Right:
    """Σ (2/3)(√y − √p)²(2√y + √p) + y (2τ − z)₊."""
    z, y = _exact(z), _exact(y)
    with mpmath.workdps(60):
        top = max(z)
        d = [v - top for v in z]
        halves, tau = sorted((v / 2 for v in d), reverse=True), mpf(-1)
        for rank in range(1, len(d) + 1):
            if halves[rank - 1] == -INF:
                break
            near = halves[:rank]
            mean = mp.fsum(near) / rank
            left = 1 - mp.fsum((v - mean) ** 2 for v in near)
            if left < 0 or mean - mp.sqrt(left / rank) > near[-1]:
                break
            tau = mean - mp.sqrt(left / rank)
        root = [max(v / 2 - tau, mpf(0)) for v in d]
        r = [q * q - w for q, w in zip(root, y, strict=True)]
        value = mp.fsum(
            (mp.sqrt(w) - q) ** 2 * (2 * mp.sqrt(w) + q) * 2 / 3
            for q, w in zip(root, y, strict=True)
        ) + mp.fsum(w * max(2 * tau - v, mpf(0)) for w, v in zip(y, d, strict=True) if w)
        moved = mp.fsum(abs(v * s) for v, s in zip(d, r, strict=True) if v > -INF and s)
        told = mp.fsum(
            abs(w * (2 * mp.sqrt(w) - (v - 2 * tau))) for w, v in zip(y, d, strict=True) if w
        )
    return Right(value, r, value + moved + told, [mpf(1)] * len(r))


# --- named losses, as functions of the score -------------------------------------------------


def right_log_loss(z, y) -> Right:
    z, y = mpf(float(z)), mpf(float(y))
    value = mp.fsum((y * softplus(-z) if y else 0, (1 - y) * softplus(z) if y < 1 else 0))
    r = _difference(lambda: (expit(z), -y))
    return Right(value, r, value + abs(z * r) + abs(y * z), abs(r) + y)


def tweedie_terms(log_p, p, y, q):
    """∫ (t − y) t^−q dt from y to p, term by term."""
    b = 2 - q
    if y == 0:
        return [p**b / b]
    if b == 0:
        return [log_p - mp.log(y), y / p, mpf(-1)]
    if b == 1:
        return [p, -y, -y * (log_p - mp.log(y))]
    return [p**b / b, -(y**b) / b, -y * p ** (b - 1) / (b - 1), y**b / (b - 1)]


def right_tweedie(q, z, y, eps) -> Right:
    z, y, q = mpf(float(z)), mpf(float(y)), mpf(q)
    value = _difference(lambda: tweedie_terms(z, mp.exp(z), y, q))
    g = _difference(lambda: [mp.exp((2 - q) * z), -y * mp.exp((1 - q) * z)])
    with mpmath.workdps(40):
        told = y and abs(y ** (2 - q) * _growth(1 - q, z - mp.log(y)))
        rise = abs(z * ((2 - q) * mp.exp((2 - q) * z) - (1 - q) * y * mp.exp((1 - q) * z)))
        unit = value + abs(z * g) + told + 4 * eps * (abs(z) * rise + y ** (2 - q) if y else 0)
    return Right(value, g, unit, abs(g) + rise + y * mp.exp((1 - q) * z))


def _growth(k, u):
    return mp.expm1(k * u) / k if k else u


def right_tweedie_of_mean(q, p, y, eps) -> Right:
    p, y, q = mpf(float(p)), mpf(float(y)), mpf(q)
    value = _difference(lambda: tweedie_terms(mp.log(p), p, y, q))
    with mpmath.workdps(40):
        g = (p - y) * p**-q
        told = y and abs(y ** (2 - q) * _growth(1 - q, mp.log(p / y)))
    return Right(value, g, value + abs(p * g) + told, abs(g))


# --- the table -------------------------------------------------------------------------------

CLIPS = {"hard sigmoid": (0.0, 1.0), "hard tanh": (-1.0, 1.0), "ReLU6": (0.0, 6.0)}
TAILS = {
    "ELU": (1.0, 1.0, 1.0),
    "ELU(α=1.7)": (1.7, 1.0, 1.0),
    "CELU(α=2.3)": (2.3, 1.0, 2.3),
    "SELU": (SELU_SCALE * SELU_ALPHA, SELU_SCALE, 1.0),
}
POWERS = (1.0, 1.1, 1.5, 1.9, 2.0, 2.5, 3.0, 5.0)
SCALARS = {
    "identity": (lambda _: identity, A.identity_excess, A.identity_residual),
    "sigmoid": (lambda _: sigmoid, A.sigmoid_excess, A.sigmoid_residual),
    "tanh": (lambda _: tanh, A.tanh_excess, A.tanh_residual),
    "ReLU": (lambda _: relu, A.relu_excess, A.relu_residual),
    "leaky ReLU": (lambda d: leaky(d(0.01)), A.leaky_relu_excess, A.leaky_relu_residual),
    "leaky ReLU(0.3)": (
        lambda d: leaky(d(0.3)),
        lambda z, y: A.leaky_relu_excess(z, y, 0.3),
        lambda z, y: A.leaky_relu_residual(z, y, 0.3),
    ),
    "softplus": (lambda _: softplus_, A.softplus_excess, A.softplus_residual),
    "exp": (lambda _: exponential, A.exp_excess, A.exp_residual),
    "arctan": (lambda _: arctan, A.arctan_excess, A.arctan_residual),
    "cauchit": (lambda _: cauchit, A.cauchit_excess, A.cauchit_residual),
    "continuous Bernoulli": (
        lambda _: continuous_bernoulli,
        A.continuous_bernoulli_excess,
        A.continuous_bernoulli_residual,
    ),
    "softsign": (lambda _: softsign, A.softsign_excess, A.softsign_residual),
    "normal cdf": (lambda _: normal_cdf, A.normal_cdf_excess, A.normal_cdf_residual),
}
for _name, (_low, _high) in CLIPS.items():
    SCALARS[_name] = (
        lambda _, ends=(_low, _high): clip(*ends),
        lambda z, y, ends=(_low, _high): A.clip_excess(z, y, *ends),
        lambda z, y, ends=(_low, _high): A.clip_residual(z, y, *ends),
    )
for _name, _excess, _residual in (
    ("ELU", A.elu_excess, A.elu_residual),
    (
        "ELU(α=1.7)",
        lambda z, y: A.elu_excess(z, y, 1.7),
        lambda z, y: A.elu_residual(z, y, 1.7),
    ),
    (
        "CELU(α=2.3)",
        lambda z, y: A.celu_excess(z, y, 2.3),
        lambda z, y: A.celu_residual(z, y, 2.3),
    ),
    ("SELU", A.selu_excess, A.selu_residual),
):
    SCALARS[_name] = (
        lambda d, shape=TAILS[_name]: elu(*(d(v) for v in shape)),  # the constants of the dtype
        _excess,
        _residual,
    )


class Errors(NamedTuple):
    """The largest error in units of ε times its unit, and where."""

    size: float
    where: tuple

    def __str__(self):
        return f"{self.size:9.3g}"


def error(got, wanted: mpf, unit: mpf, dtype) -> float:
    """|got − wanted| in units of ε · unit, or of the smallest normal number."""
    info = np.finfo(dtype)
    got = float(got)
    largest = mpf(float(info.max))
    if got == float(mp.sign(wanted)) * np.inf and abs(wanted) > largest:
        return 0.0
    if abs(wanted) == INF:
        return np.inf
    if not np.isfinite(got):  # one unit in the last place below the largest number is forgiven
        close = abs(wanted) > largest * (1 - 4 * mpf(float(info.eps)))
        return 0.0 if close and got == float(mp.sign(wanted)) * np.inf else np.inf
    with mpmath.workdps(60):
        scale = mpf(float(info.eps)) * unit if unit < INF else INF
        floor = mpf(float(info.tiny))
        return float(abs(mpf(got) - wanted) / max(scale, floor))


def worst(found: list[tuple[float, tuple]]) -> Errors:
    size, where = max(found, key=lambda f: (np.nan_to_num(f[0], nan=np.inf), 0))
    return Errors(size, where)


def measure(name: str, dtype, keep: list | None = None) -> tuple[Errors, Errors, int]:
    make, excess, residual = SCALARS[name]
    scalar = make(dtype)
    points = pairs(name, scalar, dtype)
    z, y = (np.array(column, dtype)[:, None] for column in zip(*points, strict=True))
    with np.errstate(all="ignore"):
        values, residuals = excess(z, y), residual(z, y)[:, 0]
    if values.dtype != dtype or residuals.dtype != dtype:
        raise TypeError(f"{name}: got {values.dtype}, {residuals.dtype} from {dtype}")
    ends = (None, None) if scalar.low is None else (scalar.low, scalar.high)
    value_errors, residual_errors = [], []
    for (a, b), v, r in zip(points, values, residuals, strict=True):
        truth = right(scalar, a, b, float(np.finfo(dtype).eps))
        value_errors.append(
            (error(v, truth.value, truth.value_unit, dtype), (a, b, v, truth.value))
        )
        if v < 0:
            value_errors[-1] = (np.inf, value_errors[-1][1])
        if not (abs(a) == np.inf and name in ("identity", "ReLU")) or b in ends:
            e = error(r, truth.residual, truth.residual_unit, dtype)
            residual_errors.append((e, (a, b, r, truth.residual)))
        if keep is not None:
            keep.append((a, b, truth))
    return worst(value_errors), worst(residual_errors), len(points)


def measure_rows(name: str, dtype, keep: list | None = None) -> tuple[Errors, Errors, int]:
    excess, residual, truth_of = ROWS[name]
    value_errors, residual_errors = [], []
    points = rows(dtype)
    for z, y in points:
        with np.errstate(all="ignore"):
            (v,), (r,) = excess(z[None], y[None]), residual(z[None], y[None])
        truth = truth_of(z, y, float(np.finfo(dtype).eps))
        value_errors.append(
            (error(v, truth.value, truth.value_unit, dtype), (z, y, v, truth.value))
        )
        if v < 0:
            value_errors[-1] = (np.inf, value_errors[-1][1])
        for a, b, unit in zip(r, truth.residual, truth.residual_unit, strict=True):
            residual_errors.append((error(a, b, unit, dtype), (z, y, a, b)))
        if keep is not None:
            keep.append((z, y, truth))
    return worst(value_errors), worst(residual_errors), len(points)


def right_cross_entropy(z, y, eps) -> Right:
    """−Σ y log p: for shares the derivative with respect to y is −log p."""
    told = right_softmax(z, y, eps)
    z, y = _exact(z), _exact(y)
    with mpmath.workdps(400 if len(y) < 100 else 80):
        top = max(z)
        log_sum = mp.log(mp.fsum(mp.exp(v - top) for v in z))
        value = mp.fsum(w * (log_sum - (v - top)) for v, w in zip(z, y, strict=True) if w)
    with mpmath.workdps(30):
        moved = mp.fsum(
            abs((v - top) * r) for v, r in zip(z, told.residual, strict=True) if v > -INF
        )
        return told._replace(value=value, value_unit=value + moved)


ROWS = {
    "cross-entropy": (
        matching(A.softmax, L.cross_entropy, guard=False).value,
        A.softmax_residual,
        right_cross_entropy,
    ),
    "softmax": (A.softmax_excess, A.softmax_residual, right_softmax),
    "sparsemax": (A.sparsemax_excess, A.sparsemax_residual, right_sparsemax),
    "entmax": (A.entmax_excess, A.entmax_residual, right_entmax),
}


def measure_named(name: str, dtype, keep: list | None = None) -> tuple[Errors, Errors, int]:
    value, gradient, truth_of, zs, ys = NAMED[name](dtype)
    points = [(z, y) for z in zs for y in ys]
    if name != "log loss":
        with np.errstate(all="ignore"):
            score = np.log(ys[ys > 0]) if "of mean" not in name else ys[ys > 0]
        near = [(t * (1 + s), y) for t, y in zip(score, ys[ys > 0], strict=True) for s in _STEPS]
        points += [(dtype(z), y) for z, y in near]
    z, y = (np.array(column, dtype)[:, None] for column in zip(*points, strict=True))
    with np.errstate(all="ignore"):
        values = value(z, y)
        gradients = gradient(z, y)[:, 0] if gradient else None
    if values.dtype != dtype:
        raise TypeError(f"{name}: got {values.dtype} from {dtype}")
    value_errors, gradient_errors = [], [(0.0, ())]
    for i, (a, b) in enumerate(points):
        truth = truth_of(a, b)
        value_errors.append(
            (error(values[i], truth.value, truth.value_unit, dtype), (a, b, values[i], truth.value))
        )
        if values[i] < 0:
            value_errors[-1] = (np.inf, value_errors[-1][1])
        if keep is not None:
            keep.append((a, b, truth))
        if gradient:
            e = error(gradients[i], truth.residual, truth.residual_unit, dtype)
            gradient_errors.append((e, (a, b, gradients[i], truth.residual)))
    return worst(value_errors), worst(gradient_errors), len(points)


_STEPS = (0.0, 1e-7, -1e-5, 1e-3, 0.02, -0.1, 0.5)


def _finite_scores(dtype):
    z = scores(dtype)
    return z[np.abs(z) < 1e5]


def _named_tweedie(q):
    def make(dtype):
        y = amounts(dtype)
        return (
            lambda z, y: L.tweedie_of_score_value(z, y, q),
            lambda z, y: L.tweedie_of_score_gradient(z, y, q),
            lambda z, y: right_tweedie(q, z, y, float(np.finfo(dtype).eps)),
            _finite_scores(dtype),
            y if q < 2 else y[1:],
        )

    return make


def _named_tweedie_of_mean(q):
    def make(dtype):
        y = amounts(dtype)
        return (
            lambda z, y: L.tweedie_value(z, y, q),
            None,
            lambda z, y: right_tweedie_of_mean(q, z, y, float(np.finfo(dtype).eps)),
            y[1:],
            y if q < 2 else y[1:],
        )

    return make


NAMED = {
    "log loss": lambda dtype: (
        matching(A.sigmoid, L.log_loss, guard=False).value,
        None,
        right_log_loss,
        scores(dtype)[1:-1],
        shares(dtype),
    )
}
NAMED |= {f"Tweedie(q={q:g}) of score": _named_tweedie(q) for q in POWERS}
NAMED |= {f"Tweedie(q={q:g}) of mean": _named_tweedie_of_mean(q) for q in POWERS}


def _text(number: mpf, digits: int = 20) -> str:
    """What no double can come near is 0 or infinite."""
    if abs(number) > _FAR or abs(number) < 1 / _FAR:
        number = mpf(0) if abs(number) < 1 else mp.sign(number) * INF
    with mpmath.workdps(30):
        return mpmath.nstr(+number, digits).replace("+inf", "inf")


_FAR = mpf(10) ** 400


def store(kept: dict) -> None:
    """Some right values as text, for tests that have no mpmath: z, y, value, residual, two units."""
    blocks = []
    for (name, dtype), points in kept.items():
        rng = np.random.default_rng(len(points))
        small = [p for p in points if np.size(p[0]) <= 3]
        count = min(25 if name in SCALARS else 12, len(small))
        lines = []
        for i in sorted(rng.choice(len(small), count, replace=False)):
            z, y, (value, residual, value_unit, residual_unit) = small[i]
            cells = (_joined(z, str), _joined(y, str), _text(value), _joined(residual, _text))
            units = (
                mpmath.nstr(value_unit, 4),
                _joined(residual_unit, lambda u: mpmath.nstr(u, 4)),
            )
            lines.append(json.dumps([*cells, *units]))
        key = json.dumps(f"{name} | {dtype.__name__}", ensure_ascii=False)
        blocks.append(f"{key}: [\n" + ",\n".join(lines) + "\n]")
    STORED.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def _joined(numbers, text) -> str:
    several = isinstance(numbers, list | np.ndarray)
    return " ".join(text(n) for n in (numbers if several else [numbers]))


def main(arguments: list[str]) -> int:
    wanted = [a for a in arguments if not a.startswith("-")]
    measures = [(n, measure) for n in SCALARS] + [(n, measure_rows) for n in ROWS]
    measures += [(n, measure_named) for n in NAMED]
    kept, red, found, pairs = {}, 0, {}, 0
    print(f"{'':28}{'dtype':9}{'pairs':>6} {'value':>9} {'residual':>9}   (bounds 8 and 4)")
    for name, how in measures:
        if wanted and not any(w in name for w in wanted):
            continue
        for dtype in DTYPES:
            start, keep = time.time(), []
            value, residual, count = how(name, dtype, keep)
            kept[name, dtype] = keep
            found.setdefault(name, []).append((value.size, residual.size))
            pairs += count
            print(
                f"{name:28}{dtype.__name__:9}{count:6} {value} {residual}   {time.time() - start:.1f} s"
            )
            for e, bound in ((value, 8), (residual, 4)):
                if not e.size <= bound:
                    red += 1
                    print("    ", *(v if np.size(v) < 12 else "…" for v in e.where))
    if "--store" in arguments:
        store(kept)
    if not wanted:
        figures = {name: "; ".join(map(_told, both)) for name, both in found.items()}
        grid = f"Pairs of score and target in all: {pairs}. Bounds: 8 for values, 4 for gradients."
        results.store("exactness", "make test-exact", figures, [grid])
    return red


def _told(errors: tuple[float, float]) -> str:
    value, residual = (f"{e:.2f}" if np.isfinite(e) else "none" for e in errors)
    return f"value {value}, gradient {residual}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
