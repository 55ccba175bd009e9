"""Bring your own output map: range, potential and conjugate of any increasing function, by numbers.

The line is cut into pieces on which one Gauss–Legendre rule is exact to rounding: an octave where
the function is smooth, ever smaller ones at a kink.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.differentiate import derivative
from scipy.optimize import minimize_scalar
from scipy.optimize.elementwise import find_root
from scipy.special import roots_legendre

from .records import Activation, Array, Domain, interval, reals
from .stable import total

_EPS, _HUGE = np.finfo(float).eps, 1e300
_NODES, _WEIGHTS = roots_legendre(20)
_STABLE = "np.logaddexp, np.expm1 and scipy.special.expit have none"
_OCTAVES = np.r_[0.0, 2.0 ** np.arange(-4, 11)]
_NEAR = np.r_[-_OCTAVES[:0:-1], _OCTAVES]  # cut adaptively
_FAR = 2.0 ** np.arange(11, 55)


class _Cut(NamedTuple):
    """The edges of the pieces, a(z) there, and the area under a from edge number `origin` to each."""

    edges: Array
    heights: Array
    areas: Array
    origin: int


def from_function(
    f: Callable[[Array], Array],
    *,
    name: str | None = None,
    slope: Callable[[Array], Array] | None = None,
) -> Activation:
    """a(z) = f(z), for any increasing and continuous f of one score, on arrays.

    Φ and Φ* agree with closed forms to 1e-10 of the larger of their terms, kinks or not. `slope`
    is f′ where you have it; otherwise it is found by differences. An edge of the range is a
    target if f has come to it by |z| = 1024. Raises ValueError for an `f` that does not work
    element by element, returns NaN, is constant, falls, turns or jumps. Derived in
    :eq:`eq-from-function`.
    """
    name = name or getattr(f, "__name__", "<lambda>").replace("<lambda>", "own function")
    f = _on_arrays(f)
    _refuse_falling(f)
    range_, cut = _range(f), _cut(f)
    _refuse_jumps(f, cut)

    def forward(z: Array) -> Array:
        return f(z).astype(z.dtype)

    def vjp(z: Array, g: Array) -> Array:
        return np.asarray(slope(z) if slope else _slope(f, z), g.dtype) * g

    def potential(z: Array) -> Array:
        return total(_area(f, cut, z)).astype(z.dtype)

    def conjugate(y: Array) -> Array:
        inside = range_.contains(y)
        target = np.where(inside, y, f(np.zeros(1))).astype(float)
        z = _inverse(f, cut, target)
        return total(np.where(inside, target * z - _area(f, cut, z), np.inf)).astype(y.dtype)

    return Activation(name, forward, vjp, range_, potential, conjugate)


# --- the area under a, and the score of a target ---------------------------------------------


def _integral(f, a: Array, b: Array) -> Array:
    half = (b - a)[..., None] / 2
    return (f(a[..., None] + half * (1 + _NODES)) * half) @ _WEIGHTS


def _cut(f) -> _Cut:
    far = [side[np.abs(f(side)) < _HUGE] for side in (-_FAR[::-1], _FAR)]
    edges = np.concatenate([far[0], _bisected(f, _finite(f)), far[1]])
    heights = np.maximum.accumulate(f(edges))
    origin = _lowest(f, edges, heights)
    pieces = _integral(f, edges[:-1], edges[1:])
    right, left = pieces[origin:].cumsum(), pieces[:origin][::-1].cumsum()[::-1]
    return _Cut(edges, heights, np.r_[-left, 0.0, right], origin)


def _bisected(f, edges: Array) -> Array:
    """`edges` and so many more that the rule over each piece equals that over its halves."""
    low, high, found = edges[:-1], edges[1:], [edges]
    while 0 < len(low) < 1000:  # until done, or a function that is all noise
        middle = (low + high) / 2
        halves = _integral(f, np.stack([low, middle]), np.stack([middle, high]))
        error = np.abs(_integral(f, low, high) - halves.sum(axis=0))
        rough = error > 1e-13 * np.abs(halves).sum(axis=0)
        found.append(middle[rough])
        low, high = np.r_[low[rough], middle[rough]], np.r_[middle[rough], high[rough]]
    return np.unique(np.concatenate(found))


def _finite(f) -> Array:
    """The octaves from −1024 to 1024, shortened where f is infinite."""
    inside = _NEAR[np.abs(f(_NEAR)) < _HUGE]
    ends = [_last_finite(f, z, 2 * z) for z in (inside[0], inside[-1]) if np.abs(z) < _NEAR[-1]]
    return np.unique(np.r_[inside, ends])


def _last_finite(f, inside: float, outside: float) -> float:
    for _ in range(60):  # bisection
        middle = (inside + outside) / 2
        finite = np.abs(f(np.array([middle])))[0] < _HUGE
        inside, outside = (middle, outside) if finite else (inside, middle)
    height = f(np.array([inside]))[0]
    if np.abs(height) < _HUGE / 10:
        raise ValueError(
            f"f: got ∞ beyond z = {_shown(inside)}, where it is {_shown(height)}: an overflow. "
            f"{_STABLE}"
        )
    return inside


def _lowest(f, edges: Array, heights: Array) -> int:
    """Where Φ is 0: the end of the line at which a has come to 0, and otherwise the score 0."""
    reached = f(_NEAR[[0, -1]])
    if heights[0] == reached[0] == 0:
        return 0
    return len(edges) - 1 if heights[-1] == reached[1] == 0 else int(np.searchsorted(edges, 0.0))


def _area(f, cut: _Cut, z: Array) -> Array:
    z = z.astype(float)
    piece = np.searchsorted(cut.edges[1:-1], z, side="right")
    start = np.where(piece >= cut.origin, piece, piece + 1)  # the edge on the side of the origin
    return cut.areas[start] + _integral(f, cut.edges[start], z)


def _inverse(f, cut: _Cut, y: Array) -> Array:
    first = np.searchsorted(cut.heights, y, side="left")  # the first edge with a ≥ y
    last = np.searchsorted(cut.heights, y, side="right") - 1  # the last edge with a ≤ y
    piece = np.searchsorted(cut.heights[1:-1], y, side="right")
    bracket = cut.edges[piece], cut.edges[piece + 1]
    root = find_root(lambda z, y: f(z) - y, bracket, args=(y,)).x
    met = cut.edges[np.clip(cut.origin, first, last)]
    return np.where(first <= last, met, root)


def _slope(f, z: Array) -> Array:
    """The derivative from both sides and from either, whichever is surest: a kink spoils two."""
    tolerances = {"rtol": 1e-11, "atol": 1e-12}
    with np.errstate(all="ignore"):
        tries = [derivative(f, z, step_direction=d, tolerances=tolerances) for d in (0, -1, 1)]
    errors = np.stack([np.where(np.isnan(t.error), np.inf, t.error) for t in tries])
    return np.take_along_axis(np.stack([t.df for t in tries]), errors.argmin(axis=0)[None], 0)[0]


def _range(f) -> Domain:
    edges, closed = [], []
    for side in (-1.0, 1.0):
        start, reached, end = f(side * np.array([0.0, 1024.0, _FAR[-1]]))
        endless = not np.isfinite(end) or abs(end - reached) > 0.1 * abs(reached - start)
        edges.append(side * np.inf if endless else end + 0.0)  # no −0
        closed.append(not endless and end == reached)
    kind = {(1, 1): "both", (1, 0): "left", (0, 1): "right", (0, 0): "neither"}[tuple(closed)]
    slow = any(np.isfinite(edge) and not shut for edge, shut in zip(edges, closed, strict=True))
    note = " The edge itself is no target: a(z) comes near it too slowly for a loss to be computed."
    if not any(np.isfinite(edges)):
        return reals
    return interval(*edges, kind)._replace(note=note if slow else None)


# --- what is refused -------------------------------------------------------------------------


def _on_arrays(f) -> Callable[[Array], Array]:
    if not callable(f):
        raise TypeError(f"f: got {f!r}; accepted is a function of an array")

    def call(z: Array) -> Array:
        with np.errstate(all="ignore"):
            p = np.asarray(f(np.array(z, dtype=float)))
        if p.dtype.kind not in "biuf":
            raise TypeError(f"dtype {p.dtype}")
        return p.astype(float)

    sample = np.sin(np.arange(6.0)).reshape(2, 3)
    hint = "accepted is a function of arrays, element by element: see np.where and np.vectorize"
    try:
        p, column = call(sample), call(sample.reshape(-1, 1)[::-1])
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"f: got {type(error).__name__}, {error}, from an array; {hint}"
        ) from error
    if p.shape != sample.shape:
        raise ValueError(f"f: got shape {p.shape} from scores of shape {sample.shape}; {hint}")
    if not np.array_equal(column[::-1].ravel(), p.ravel(), equal_nan=True):
        raise ValueError(f"f: got other values when the scores changed places; {hint}")
    return call


def _refuse_falling(f) -> None:
    steps = np.linspace(_NEAR[:-1], _NEAR[1:], 32, endpoint=False).T.ravel()
    z = np.r_[steps, _NEAR[-1]]
    p = f(z)
    if np.isnan(p).any():
        where = z[np.isnan(p)][np.abs(z[np.isnan(p)]).argmin()]
        raise ValueError(
            f"f: got NaN at z = {_shown(where)}; accepted is a number for every score from −1024 to "
            f"1024. An overflow, ∞/∞? {_STABLE}"
        )
    p = np.clip(p, -_HUGE, _HUGE)
    rise = np.diff(p)
    rise[np.abs(rise) <= 8 * _EPS * (np.abs(p) + np.abs(z))[1:]] = 0  # rounding
    if not rise.any():
        raise ValueError(
            f"f: got {_shown(p[0])} for every score; accepted is a function that rises"
        )
    if (rise <= 0).all():
        raise ValueError("f: got a function that falls; accepted is one that rises. f(−z)? −f(z)?")
    if (rise < 0).any():
        where, height = _turn(f, z, rise)
        raise ValueError(
            f"f: got a function that is not monotone: it turns at z = {_shown(where)}, where it is "
            f"{_shown(height)}. Its integral is not convex, and there is no matching loss"
        )


def _turn(f, z: Array, rise: Array) -> tuple[float, float]:
    """The turning point nearest to 0, and the height there."""
    moving = np.flatnonzero(rise)
    turns = np.flatnonzero(np.diff(np.sign(rise[moving])))
    turn = turns[np.abs(z[moving[turns + 1]]).argmin()]
    low, high, up = z[moving[turn]], z[moving[turn + 1] + 1], np.sign(rise[moving[turn]])
    found = minimize_scalar(
        lambda t: -up * f(np.array([t]))[0],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return found.x, -up * found.fun


def _refuse_jumps(f, cut: _Cut) -> None:
    # Each piece, and its ends before the first node, which the rules do not see, is halved towards
    # the larger change. What is left of a continuous function is nothing.
    half = np.diff(cut.edges) / 2
    ends = cut.edges[:-1] + half * (1 + _NODES[0]), cut.edges[1:] - half * (1 + _NODES[0])
    low, high = np.r_[cut.edges[:-1], ends[0], ends[1]], np.r_[ends[0], ends[1], cut.edges[1:]]
    with np.errstate(all="ignore"):
        for _ in range(1100):  # down to neighbours, near 0 too
            middle = low + (high - low) / 2
            if ((middle <= low) | (middle >= high)).all():
                break
            right = np.abs(f(high) - f(middle)) > np.abs(f(middle) - f(low))
            low, high = np.where(right, middle, low), np.where(right, high, middle)
        after, before = f(high), f(low)
        slack = 1e-6 * (1 + np.abs(after)) + 8 * _EPS * np.abs(high)
        where = low[np.isfinite(after) & (np.abs(after - before) > slack)]
    if where.size:
        where = where[np.abs(where).argmin()]
        raise ValueError(
            f"f: got a function that jumps at z = {_shown(where)}; accepted is a continuous one"
        )


def _shown(number: float) -> str:
    return f"{round(number, 6) + 0.0:.4g}".replace("-", "−")
