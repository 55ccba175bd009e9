"""Matching losses and residuals by algebra: nothing large is subtracted from something large.

`X_excess(z, y)` is L = Φ(z) − yz + Φ*(y), summed over the outputs, written as a sum of terms that
are not negative: what the potential has above its tangent. `X_residual(z, y)` is a(z) − y, counted
from the nearer edge of the range where a comes to one. z and y have shape (..., samples, outputs);
y has the leading axes of z or none; a target outside the range has the loss +∞. `X_of_score` are
named losses as functions of the score. All of them expect that infinities are no warnings
(`np.errstate`), as the pairings see to.

One term carries most of them: E(z, w) = e^z − w − w (z − log w), what e^z has above its tangent at
log w. It is the matching loss of exp; with z → log p it is a term of the Kullback–Leibler divergence,
so that sigmoid, tanh and softmax are sums of it; and it is the tail of ELU, CELU and SELU.
"""

import math

import numpy as np
from scipy.special import erfcx, ndtr, ndtri, roots_legendre

from .activations import SELU_ALPHA, SELU_SCALE
from .more_activations import sparsemax_value
from .records import Array, simplex
from .remainders import dilogarithm, largest, total

_NODES, _WEIGHTS = (a.tolist() for a in roots_legendre(8))
_LOG_2 = math.log(2.0)
_GAP = [1 / math.factorial(k + 2) for k in range(18)]
_ATANH = [1 / (2 * k + 3) for k in range(17)]
_SIN = [(-1) ** k / math.factorial(2 * k + 3) for k in range(10)]

# --- remainders ------------------------------------------------------------------------------


def _series(coefficients: list[float], x: Array) -> Array:
    """Σ c_k x^k for |x| ≤ 1, with as many terms as the dtype can see."""
    single = x.dtype == np.float32
    terms = coefficients[: len(coefficients) // 2 + 1] if single else coefficients
    result = np.full_like(x, terms[-1])
    for coefficient in reversed(terms[:-1]):
        result *= x
        result += coefficient
    return result


def exp_gap(u: Array) -> Array:
    """φ(u) = e^u − 1 − u ≥ 0, for u < ∞: by its series for |u| < 1."""
    near = np.clip(u, -1.0, 1.0)
    return np.where(np.abs(u) < 1, near * near * _series(_GAP, near), np.expm1(u) - u)


def log_gap(u: Array) -> Array:
    """u − log(1 + u) ≥ 0 for u ≥ −1. Near 0 by log(1 + u) = 2 artanh x with x = u / (2 + u)."""
    near = np.clip(u, -0.5, 0.5)
    x = near / (2 + near)
    near = x * near - 2 * x * x * x * _series(_ATANH, x * x)
    return np.where(np.abs(u) < 0.5, near, np.where(u == np.inf, u, u - np.log1p(u)))


def sin_gap(u: Array) -> Array:
    """u − sin u, for |u| < 1 by its series."""
    near = np.clip(u, -1.0, 1.0)
    return np.where(np.abs(u) < 1, near * near * near * _series(_SIN, near * near), u - np.sin(u))


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


def _times(weight: Array, x: Array) -> Array:
    """weight · x, with 0 · ∞ = 0."""
    return np.where(weight == 0, 0.0, weight * x)


def _log_one_plus_exp(x: Array) -> Array:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def _square(r: Array, half: float = 2.0) -> Array:
    return r * (r / half)  # r² may overflow before r²/2 does


def _overwritten(values: Array, mask: Array, formula, z: Array, y: Array) -> Array:
    """`values` with formula(z, y) where the mask, of the shape of y, is true."""
    if mask.any():
        values[..., mask] = formula(z[..., mask], y[mask])
    return values


# --- identity, ReLU, the clips, leaky ReLU ---------------------------------------------------


def identity_excess(z: Array, y: Array) -> Array:
    """L = Σ (z − y)²/2."""
    return total(_square(z - y))


def identity_residual(z: Array, y: Array) -> Array:
    """z − y: one rounding."""
    return z - y


def relu_excess_each(z: Array, y: Array) -> Array:
    """(max(z, 0) − y)²/2 + y max(−z, 0)."""
    each = _square(np.maximum(z, 0.0) - y)
    each += _times(y, np.maximum(-z, 0.0))
    return np.where(y < 0, np.inf, each) if (y < 0).any() else each


def relu_excess(z: Array, y: Array) -> Array:
    """L = Σ (p − y)²/2 + y (p − z), with p = max(z, 0)."""
    return total(relu_excess_each(z, y))


def relu_residual(z: Array, y: Array) -> Array:
    """max(z, 0) − y: one rounding."""
    return np.maximum(z, 0.0) - y


def clip_excess_each(z: Array, y: Array, low: float, high: float) -> Array:
    """r (r/2 + (z − p)), with p = a(z) and r = p − y: both have one sign."""
    p = np.clip(z, low, high)
    each = _times(p - y, (p - y) / 2 + (z - p))
    return np.where((y < low) | (y > high), np.inf, each)


def clip_excess(z: Array, y: Array, low: float, high: float) -> Array:
    """L = Σ (p − y) ((p − y)/2 + z − p), with p = z cut off at l and h."""
    return total(clip_excess_each(z, y, low, high))


def clip_residual(z: Array, y: Array, low: float, high: float) -> Array:
    """p − y: one rounding."""
    return np.clip(z, low, high) - y


def leaky_relu_excess_each(z: Array, y: Array, slope: float = 0.01) -> Array:
    """With z = z₊ − z₋ and y = y₊ − y₋: (z₊ − y₊)²/2 + (s z₋ − y₋)²/(2s) + z₊ y₋ + z₋ y₊."""
    up, down, high, low = _sides(z, y)
    same = _square(up - high) + _square(slope * down - low, 2 * slope)
    return same + _times(low, up) + _times(high, down)


def _sides(z: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    return np.maximum(z, 0.0), np.maximum(-z, 0.0), np.maximum(y, 0.0), np.maximum(-y, 0.0)


def leaky_relu_excess(z: Array, y: Array, slope: float = 0.01) -> Array:
    """L summed over the outputs; on either side of 0 a parabola, across it also |y z|."""
    return total(leaky_relu_excess_each(z, y, slope))


def leaky_relu_residual(z: Array, y: Array, slope: float = 0.01) -> Array:
    """a(z) − y."""
    return np.where(z > 0, z, slope * z) - y


# --- ELU, CELU, SELU: a line above 0 and c (e^(z/b) − 1) below -------------------------------


def elu_excess_each(
    z: Array, y: Array, depth: float = 1.0, slope: float = 1.0, width: float = 1.0
) -> Array:
    """(s z₊ − y₊)²/(2s) + z₊ y₋ + z₋ y₊ + b c E(−z₋/b, 1 − y₋/c), for a = s z, c (e^(z/b) − 1)."""
    up, down, high, low = _sides(z, y)
    left = (depth - low) / depth  # exact close to the edge
    log_left = np.where(left < 0.5, np.log(left), np.log1p(-low / depth))
    tail = depth * width * exp_excess_each(-down / width, left, log_left)
    return _square(slope * up - high, 2 * slope) + _times(low, up) + _times(high, down) + tail


def elu_residual(
    z: Array, y: Array, depth: float = 1.0, slope: float = 1.0, width: float = 1.0
) -> Array:
    """a(z) − y; for a target in the lower half of the tail c e^(z/b) − (y + c)."""
    below = np.minimum(z, 0.0) / width
    tail = np.where(
        y < -depth / 2, depth * np.exp(below) - (y + depth), depth * np.expm1(below) - y
    )
    return np.where(z > 0, slope * z - y, tail)


def elu_excess(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """L of ELU: depth α, slope 1, width 1."""
    return total(elu_excess_each(z, y, alpha))


def celu_excess(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """L of CELU: depth α, slope 1, width α."""
    return total(elu_excess_each(z, y, alpha, 1.0, alpha))


def celu_residual(z: Array, y: Array, alpha: float = 1.0) -> Array:
    """a(z) − y of CELU."""
    return elu_residual(z, y, alpha, 1.0, alpha)


def selu_excess(z: Array, y: Array) -> Array:
    """L of SELU: depth λα, slope λ, width 1."""
    return total(elu_excess_each(z, y, SELU_SCALE * SELU_ALPHA, SELU_SCALE))


def selu_residual(z: Array, y: Array) -> Array:
    """a(z) − y of SELU."""
    return elu_residual(z, y, SELU_SCALE * SELU_ALPHA, SELU_SCALE)


# --- exp and softplus ------------------------------------------------------------------------


def exp_excess(z: Array, y: Array) -> Array:
    """L = Σ E(z, y): half the Poisson deviance."""
    return total(exp_excess_each(z, y))


def exp_residual(z: Array, y: Array) -> Array:
    """e^z − y. (y expm1(z − log y) would carry the rounding of log y, which is larger.)"""
    return np.exp(z) - y


def softplus_excess_each(z: Array, y: Array) -> Array:
    """∫ (a(x) − y) dx from the score t of y to z; far from t by the Debye function of p and y.

    Near: ∫ log(1 + σ(t) (e^v − 1)) dv from 0 to z − t. Far: (p − y)²/2 + D(p) − D(y)
    − y (log(1 − e^−p) − log(1 − e^−y)), with D(s) = Li₂(1 − e^−s) and log(1 − e^−p) = log σ(z).
    """
    p, inside = _log_one_plus_exp(z), np.maximum(y, 0.0)
    lost = -np.expm1(-inside)  # σ(t)
    log_lost = np.where(inside < 0.7, np.log(lost), np.log1p(-np.exp(-inside)))
    drop = _times(inside, -_log_one_plus_exp(-z) - log_lost)
    each = _square(p - inside) + (dilogarithm(p) - dilogarithm(inside)) - drop
    each = np.where(p == np.inf, np.inf, each)
    d = z - (inside + log_lost)
    near = np.abs(d) < 1
    if near.any():
        step, lost = d[near], np.broadcast_to(lost, d.shape)[near]
        nodes = (step * (node / 2 + 0.5) for node in _NODES)
        heights = (w * np.log1p(lost * np.expm1(v)) for w, v in zip(_WEIGHTS, nodes, strict=True))
        each[near] = step / 2 * sum(heights)
    return np.where(y < 0, np.inf, each)


def softplus_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(softplus_excess_each(z, y))


def softplus_residual(z: Array, y: Array) -> Array:
    """log(1 + e^z) − y."""
    return _log_one_plus_exp(z) - y


# --- sigmoid, tanh, softmax ------------------------------------------------------------------


def _divergence(z: Array, y: Array) -> Array:
    # of the shares (1 − y, y) from (σ(−z), σ(z))
    above = exp_excess_each(-_log_one_plus_exp(-z), y)
    return above + exp_excess_each(-_log_one_plus_exp(z), 1 - y, np.log1p(-y))


def sigmoid_excess_each(z: Array, y: Array) -> Array:
    """log(1 + e^((1 − 2y) z)) for y = 0 and 1; between them E(log σ(z), y) + E(log σ(−z), 1 − y)."""
    each = _log_one_plus_exp((1 - 2 * y) * z)
    return _overwritten(each, (y != 0) & (y != 1), _divergence, z, y)


def sigmoid_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs: the divergence of the label from the prediction."""
    return total(sigmoid_excess_each(z, y))


def _logistic(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))  # with numpy's exp faster than scipy's expit


def _from_the_nearer_edge(cdf, z: Array, y: Array) -> Array:
    # a(z) − y = (1 − y) − a(−z) = −(a(−z) − (1 − y)), and 1 − y is exact for y ≥ 1/2.
    side = np.copysign(1.0, 0.5 - y)
    return side * (cdf(side * z) - np.minimum(y, 1 - y))


def sigmoid_residual(z: Array, y: Array) -> Array:
    """σ(z) − y for y ≤ 1/2, (1 − y) − σ(−z) above."""
    return _from_the_nearer_edge(_logistic, z, y)


def _log_one_plus_tanh(z: Array) -> Array:
    below = np.minimum(z, 0.0) * 2
    return np.where(z > -0.5, np.log1p(np.tanh(z)), _LOG_2 + below - np.log1p(np.exp(below)))


def _two_sided_divergence(z: Array, y: Array) -> Array:
    each = exp_excess_each(_log_one_plus_tanh(z), 1 + y, np.log1p(y))
    each += exp_excess_each(_log_one_plus_tanh(-z), 1 - y, np.log1p(-y))
    line = np.abs(z) * (1 - y * np.sign(z))  # what is left where 2z overflows
    return np.where(np.abs(z) > np.finfo(z.dtype).max / 4, line, each / 2)


def tanh_excess_each(z: Array, y: Array) -> Array:
    """log(1 + e^−2yz) for y = ±1; between, half of E(log(1 + p), 1 + y) + E(log(1 − p), 1 − y)."""
    each = _log_one_plus_exp(-2 * y * z)
    return _overwritten(each, np.abs(y) != 1, _two_sided_divergence, z, y)


def tanh_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(tanh_excess_each(z, y))


def tanh_residual(z: Array, y: Array) -> Array:
    """tanh z − y; for |y| > 1/2 the distances from ±1, of which that of tanh z is 2 σ(∓2z)."""
    near, side = np.abs(y) > 0.5, np.sign(y)
    if not near.any():
        return np.tanh(z) - y
    from_the_edge = side * ((1 - np.abs(y)) - 2 / (1 + np.exp(2 * side * z)))
    return from_the_edge if near.all() else np.where(near, from_the_edge, np.tanh(z) - y)


def log_softmax(z: Array) -> Array:
    """log p = d − log(1 + Σ of the others), with d = z less the largest score of its row."""
    d = z - largest(z)[..., None]
    top = d == 0
    others = total(np.where(top, 0.0, np.exp(d))) + (total(top.astype(z.dtype)) - 1)
    return d - np.log1p(others)[..., None]


def _one_class(z: Array, one: Array) -> Array:
    """−log p of the class where `one`: log(1 + Σ of the others), in units of the largest score."""
    d = z - largest(z)[..., None]
    e, target = np.exp(d), d[..., one].reshape(d.shape[:-1])
    e[..., one] = 0.0
    return np.log1p(total(e) + np.expm1(target)) - target


def _rows(z: Array, y: Array, of_a_class, of_shares) -> Array:
    """`of_a_class` for one-hot rows of y, `of_shares` for the others."""
    one = y == 1
    hard = (total(one.astype(y.dtype)) == 1) & (one | (y == 0)).all(axis=-1)
    if hard.all():
        return of_a_class(z, one)
    each = np.empty(z.shape[:-1], z.dtype)
    each[..., hard] = of_a_class(z[..., hard, :], one[hard])
    each[..., ~hard] = np.where(
        simplex.contains(y[~hard]), of_shares(z[..., ~hard, :], y[~hard]), np.inf
    )
    return each


def _shares(z: Array, y: Array) -> Array:
    return total(exp_excess_each(log_softmax(z), y))


def softmax_excess(z: Array, y: Array) -> Array:
    """L = −log p of the class of a one-hot row, Σ E(log p, y) for shares."""
    return _rows(z, y, _one_class, _shares)


def softmax_residual(z: Array, y: Array) -> Array:
    """p − y, but (1 − y) − Σ of the other p where y > 1/2."""
    e = np.exp(z - largest(z)[..., None])
    e /= total(e)[..., None]
    main = y > 0.5
    r = e - y
    if main.any():
        e[..., main] = 0.0
        r[..., main] = (1 - y[main]) - total(e)[..., main.any(axis=-1)]
    return r


# --- normal cdf, arctan, cauchit, softsign ---------------------------------------------------


def _mills(x: Array) -> Array:
    """N(−x)/n(x), for x ≥ 0."""
    return erfcx(x / 2**0.5) * (math.pi / 2) ** 0.5


def normal_cdf_excess_each(z: Array, y: Array) -> Array:
    """On the side y ≤ 1/2, with y = N(q) = n(q)/h: Φ(z) − y (z + h), and near q

    y h ∫ (d − v) e^(−qv − v²/2) dv from 0 to d = z − q.
    """
    side = np.copysign(1.0, 0.5 - y)
    z, y = side * z, np.minimum(y, 1 - y)
    inside = y > 0
    q = ndtri(np.where(inside, y, 0.5))
    h = np.where(inside, 1 / _mills(-q), 0.0)
    x = np.minimum(np.abs(z), 100.0)
    tail = np.exp(-x * x / 2) / (2 * math.pi) ** 0.5 * (1 - x * _mills(x))
    each = tail + np.where(z > 0, (1 - y) * z - y * h, _times(y, -z - h))
    d = z - q
    near = inside & (np.abs(d) * (1 + np.abs(q)) < 1)
    if near.any():
        d = d[near]
        q, scale = (np.broadcast_to(a, near.shape)[near] for a in (q, y * h))
        nodes = (d * (node / 2 + 0.5) for node in _NODES)
        each[near] = (
            scale
            * (d / 2)
            * sum(
                w * (d - v) * np.exp(-v * (q + v / 2)) for w, v in zip(_WEIGHTS, nodes, strict=True)
            )
        )
    return np.where(y < 0, np.inf, each)


def normal_cdf_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(normal_cdf_excess_each(z, y))


def normal_cdf_residual(z: Array, y: Array) -> Array:
    """N(z) − y for y ≤ 1/2, (1 − y) − N(−z) above."""
    return _from_the_nearer_edge(ndtr, z, y)


def _angle_excess(z: Array, turn: Array, log_cos: Array, unit: float = 1.0) -> Array:
    """unit · ∫ (arctan x − y) dx from tan y to z, with turn = arctan z − y and log_cos = log cos y.

    With 1 + m = cos y √(1 + z²) = cos(turn) + z sin(turn): z turn − log(1 + m). Near the match
    m − log(1 + m) + 1 − cos(turn) + z (turn − sin(turn)).
    """
    versine = 2 * np.sin(turn / 2) ** 2
    m = z * np.sin(turn) - versine
    near = unit * log_gap(np.maximum(m, -0.5)) + unit * versine + unit * z * sin_gap(turn)
    far = unit * z * turn - unit * (log_cos + np.log(np.hypot(1.0, z)))
    return np.where(np.abs(z) == np.inf, np.inf, np.where(m > -0.5, near, far))


def arctan_residual(z: Array, y: Array) -> Array:
    """arctan z − y; for |y| > 1 the distances from ±π/2, of which that of arctan z is arctan(1/z)."""
    side = np.sign(y)
    quarter = z.dtype.type(math.pi / 2)
    lost = z.dtype.type((math.pi / 2 - float(quarter)) + 6.123233995736766e-17)
    edge = (quarter - np.abs(y)) + lost  # π/2 − |y| to the last digit
    return np.where(
        np.abs(y) > 1, side * (edge - np.arctan2(np.ones_like(z), side * z)), np.arctan(z) - y
    )


def arctan_excess_each(z: Array, y: Array) -> Array:
    """z r − log(cos y √(1 + z²)), with r = arctan z − y, without the difference."""
    inside = np.abs(y) < math.pi / 2
    y = np.where(inside, y, 0.0)
    return np.where(inside, _angle_excess(z, arctan_residual(z, y), np.log(np.cos(y))), np.inf)


def arctan_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(arctan_excess_each(z, y))


def cauchit(z: Array) -> Array:
    """a(z) = 1/2 + arctan(z)/π, as the angle of (−z, 1): small values keep their digits."""
    return np.arctan2(np.ones_like(z), -z) / math.pi


def cauchit_excess_each(z: Array, y: Array) -> Array:
    """1/π times that of arctan at π (y − 1/2), whose cosine is sin πy; on the side y ≤ 1/2."""
    side = np.copysign(1.0, 0.5 - y)
    z, y = side * z, np.minimum(y, 1 - y)
    inside = y > 0
    angle = math.pi * np.where(inside, y, 0.5)
    turn = np.arctan2(np.ones_like(z), -z) - angle
    return np.where(inside, _angle_excess(z, turn, np.log(np.sin(angle)), 1 / math.pi), np.inf)


def cauchit_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(cauchit_excess_each(z, y))


def cauchit_residual(z: Array, y: Array) -> Array:
    """a(z) − y for y ≤ 1/2, (1 − y) − a(−z) above."""
    return _from_the_nearer_edge(cauchit, z, y)


def softsign_excess_each(z: Array, y: Array) -> Array:
    """On one side of 0 m − log(1 + m), with 1 + m = (1 + |z|) (1 − |y|); across it also |y z|."""
    size, depth = np.abs(z), np.minimum(np.abs(y), 1.0)
    m = size * (1 - depth) - depth
    far = m - (np.log1p(size) + np.log1p(-depth))
    same = np.where(m > -0.5, log_gap(np.maximum(m, -0.5)), far)
    apart = log_gap(size) + log_gap(-depth) + _times(depth, size)
    return np.where(np.abs(y) < 1, np.where(z * np.sign(y) < 0, apart, same), np.inf)


def softsign_excess(z: Array, y: Array) -> Array:
    """L summed over the outputs."""
    return total(softsign_excess_each(z, y))


def softsign_residual(z: Array, y: Array) -> Array:
    """a (1 − y sign z) − y / (1 + |z|): for large z both are small, and 1 − |y| is exact."""
    side, size = np.sign(z), 1 + np.abs(z)
    r = z / size * (1 - y * side) - y / size
    return np.where(size == np.inf, side - y, r)


# --- sparsemax -------------------------------------------------------------------------------


def sparsemax_excess(z: Array, y: Array) -> Array:
    """L = Σ (p − y)²/2 + y max(τ − z, 0), with p = max(z − τ, 0)."""
    p = sparsemax_value(z)
    d = z - largest(z)[..., None]
    short = np.maximum(-largest(p)[..., None] - d, 0.0)  # the largest score is τ plus the largest p
    each = total(_square(p - y) + _times(y, short))
    return np.where(simplex.contains(y), each, np.inf)


def sparsemax_residual(z: Array, y: Array) -> Array:
    """p − y: p is rounded to the unit of 1, as scores near the largest are."""
    return sparsemax_value(z) - y


# --- named losses as functions of the score --------------------------------------------------


def log_loss_of_score(z: Array, y: Array) -> Array:
    """−y log σ(z) − (1 − y) log σ(−z) = (1 − y) z₊ + y z₋ + log(1 + e^−|z|), summed."""
    line = _times(1 - y, np.maximum(z, 0.0)) + _times(y, np.maximum(-z, 0.0))
    return total(line + np.log1p(np.exp(-np.abs(z))))


def cross_entropy_of_scores(z: Array, y: Array) -> Array:
    """−Σ y log p: no term is negative."""
    return _rows(z, y, _one_class, lambda z, y: total(_times(y, -log_softmax(z))))


def _power_gap(b: float, s: Array) -> Array:
    """R(b, s) = ∫ (1 − e^−(s−w)) e^−bw dw from 0 to s, for b, s ≥ 0: φ(−s) for b = 0."""
    half, heights = np.minimum(s, 2 / (1 + b)) / 2, 0.0
    for node, weight in zip(*(a.tolist() for a in roots_legendre(12)), strict=True):
        heights = heights - weight * np.expm1(half * (node - 1)) * np.exp(-b * half * (1 + node))
    far = np.minimum(s, 1e4)
    first = far if b == 0 else -np.expm1(-b * far) / b
    rest = far * np.exp(-far) if b == 1 else (np.exp(-b * far) - np.exp(-far)) / (1 - b)
    value = np.where(s * (1 + b) < 2, half * heights, first - rest)
    return np.where(s > 1e4, s, value) if b == 0 else value


def _bounded_power_gap(b: float, s: Array) -> Array:
    """∫ (e^v − 1) e^−(b+1)v dv from 0 to s ≥ 0, for b > 0: 1/b − 1/(b + 1) in the end."""
    half, heights = np.minimum(s, 2 / (2 + b)) / 2, 0.0
    for node, weight in zip(*(a.tolist() for a in roots_legendre(12)), strict=True):
        v = half * (1 + node)
        heights = heights + weight * np.expm1(v) * np.exp(-(b + 1) * v)
    far = np.expm1(-(b + 1) * s) / (b + 1) - np.expm1(-b * s) / b
    return np.where(s * (2 + b) < 2, half * heights, far)


def _tweedie(u: Array, y: Array, power: float, lower, upper) -> Array:
    """∫ (t − y) t^−q dt from y to p = y e^u; lower(R) = y p^(1−q) R, upper(R) = p^(2−q) R.

    In units of the end where the integrand is larger.
    """
    b, c = 2 - power, power - 1
    size = np.abs(np.where(y > 0, u, 0.0))
    if b >= 0:
        above = upper(_power_gap(b, size))
    else:
        scale = y ** (b / 2)
        above = _times(_times(_bounded_power_gap(-b, size), scale), scale)
    each = np.where(u < 0, lower(_power_gap(c, size)), above)
    if b > 0:
        each = np.where(y == 0, upper(np.full_like(size, 1 / b)), each)
    return np.where((y > 0) | ((y == 0) & (b > 0)), each, np.inf)


def _weighted_exp(y: Array, x: Array, factor: Array) -> Array:
    """y e^x · factor, finite where it is, and 0 for the factor 0."""
    h = np.exp(x / 2)
    value = np.where(x > 1400, np.exp(np.log(y) + x) * factor, (y * h) * (h * factor))
    return np.where(factor == 0, 0.0, value)


def tweedie_of_score(z: Array, y: Array, power: float = 1.5) -> Array:
    """Half the Tweedie deviance of y from e^z, for q ≥ 1, summed over the outputs.

    With u = z − log y, b = 2 − q, c = q − 1: e^(bz) R(b, u) for u > 0, y e^(−cz) R(c, −u) for
    u < 0. q = 1 is `exp_excess`, q = 2 is gamma: φ(−u).
    """
    b, c = 2 - power, power - 1
    u = z - np.log(y)
    lower = lambda gap: _weighted_exp(y, -c * z if c else np.zeros_like(z), gap)  # noqa: E731
    upper = lambda gap: _weighted_exp(np.ones_like(z), b * z if b else np.zeros_like(z), gap)  # noqa: E731
    return total(_tweedie(u, y, power, lower, upper))


def tweedie_of_score_gradient(z: Array, y: Array, power: float = 1.5) -> Array:
    """∂L/∂z = e^((2−q) z) − y e^((1−q) z), as the larger of them times −expm1(−|u|)."""
    b, c = 2 - power, power - 1
    u = z - np.log(y)
    share = -np.expm1(-np.abs(u))
    above = _weighted_exp(np.ones_like(z), b * z if b else np.zeros_like(z), share)
    return np.where(u < 0, -_weighted_exp(y, -c * z if c else np.zeros_like(z), share), above)


def gamma_of_score(z: Array, y: Array) -> Array:
    """Half the gamma deviance: φ(−u) = e^−u − 1 + u, with u = z − log y."""
    return tweedie_of_score(z, y, 2.0)


def gamma_of_score_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = 1 − y e^−z."""
    return tweedie_of_score_gradient(z, y, 2.0)


def poisson_of_score(z: Array, y: Array) -> Array:
    """Half the Poisson deviance: the matching loss of exp."""
    return exp_excess(z, y)


def tweedie_of_mean(p: Array, y: Array, power: float = 1.5) -> Array:
    """Half the Tweedie deviance of y from p, for q ≥ 1, summed over the outputs.

    In double precision inside: a rounded exponent would be felt.
    """
    b, c, dtype = 2 - power, power - 1, p.dtype
    p, y = p.astype(float), y.astype(float)
    ratio, near = p / y, np.abs(p - y) <= y / 2
    u = np.where((ratio > 1e-300) & (ratio < np.inf), np.log(ratio), np.log(p) - np.log(y))
    u = np.where(near, np.log1p(np.where(near, (p - y) / y, 0.0)), u)
    lower_scale, upper_scale = p ** (-c / 2), p ** (b / 2)
    lower = lambda gap: _times(_times(gap, lower_scale), y * lower_scale)  # noqa: E731
    upper = lambda gap: _times(_times(gap, upper_scale), upper_scale)  # noqa: E731
    return total(_tweedie(u, y, power, lower, upper)).astype(dtype)
