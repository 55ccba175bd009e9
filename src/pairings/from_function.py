"""Bring your own output map: range, potential and matching loss of any increasing function, by numbers.

The line is cut into pieces on which one Gauss–Lobatto rule is exact to rounding: an octave where
the function is smooth, ever smaller ones at a kink. The loss ∫ (f(x) − y) dx from the score of y to
z is a sum over pieces of what f has above (or below) its height at one end of each, and of rectangles
between that height and y: no term is negative.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.optimize.elementwise import find_root

from .increasing import (
    EPS,
    HUGE,
    NEAR,
    NODES,
    STABLE,
    checked_slope,
    on_arrays,
    refuse_falling,
    refuse_jumps,
    seen,
    shown,
    slope_of,
    tried,
)
from .records import Activation, Array, Domain, interval, reals
from .stable import total

_WEIGHTS = 2 / (
    20 * 21 * np.polynomial.Legendre.basis(20)(NODES) ** 2
)  # a kink near an end is seen
_POWERS = 2.0 ** np.arange(0, 1024)  # and as far as it goes on rising, its values are used
_CLOSED = ("both", "left", "right", "neither")


class _Cut(NamedTuple):
    """The edges of the pieces, a(z) there, and the area under a from edge number `origin` to each.

    widths[l], above[l], below[l] belong to the runs of 2^l pieces that begin at each edge: how wide
    they are, the area of a above its height at the left end, and below that at the right end.
    """

    edges: Array
    heights: Array
    areas: Array
    origin: int
    widths: list[Array]
    above: list[Array]
    below: list[Array]


class _End(NamedTuple):
    """An end of the range: the limit of a there, and whether it is a target.

    Then gaps[k] is the area between a and the limit from edge k outwards; outside edge number
    `last` it is `rest`, which falls like |z|^(1 − power).
    """

    limit: float
    closed: bool
    gaps: Array | None = None
    last: int = 0
    rest: float = 0.0
    power: float = 2.0


def from_function(
    f: Callable[[Array], Array],
    *,
    name: str | None = None,
    slope: Callable[[Array], Array] | None = None,
    residual: Callable[[Array, Array], Array] | None = None,
    closed: str | None = None,
) -> Activation:
    """a(z) = f(z), for any increasing and continuous f of one score, on arrays.

    The loss is right relative to the rounding of f: where f returns exactly 1, it has no tail left,
    unless `residual`(z, y) gives f(z) − y without that rounding. An end of the range is a target if
    f nears it faster than 1/|z|, so that the area of the tail is finite, as far as the values of f
    show; `closed`, one of "both", "left", "right", "neither", says it where you know. `slope` is f′;
    otherwise it is found by differences. Raises ValueError for an `f` that does not work element by
    element, returns NaN, is constant, falls, turns or jumps, as far as its values on some thousand
    scores, more where it bends, can show, and for a `slope` or `residual` that belongs to another
    function; TypeError for what is no function. Derived in :eq:`eq-from-function`.
    """
    if closed is not None and closed not in _CLOSED:
        raise ValueError(f'closed: got {closed!r}; accepted are "both", "left", "right", "neither"')
    name = name or getattr(f, "__name__", "<lambda>").replace("<lambda>", "own function")
    f = on_arrays(f)
    refuse_falling(f, tried())
    gap = _gap(f, residual)
    sides = [_outwards(f, side) for side in (-1.0, 1.0)]
    limits = [_limit(f, p) for p in sides]
    cut = _cut(f, gap, sides, [c for c in limits if c is not None] if residual else [])
    refuse_jumps(f, cut.edges)
    refuse_falling(f, seen(cut.edges))
    exact = residual is not None
    ends = [_end(gap, cut, i, limits[i], len(sides[i]), closed, exact) for i in (0, 1)]
    range_, middle = _range(ends), f(np.zeros(1))
    slope = partial(slope_of, f) if slope is None else checked_slope(f, slope)

    def forward(z: Array) -> Array:
        return f(z).astype(z.dtype)

    def vjp(z: Array, g: Array) -> Array:
        return np.asarray(slope(z), g.dtype) * g

    def potential(z: Array) -> Array:
        return total(_area(f, cut, z)).astype(z.dtype)

    def each(z: Array, y: Array) -> Array:
        inside, (low, high) = range_.contains(y), _at_ends(ends, y)
        inner = inside & ~low & ~high
        loss = _excess(gap, cut, z, np.where(inner, y, middle).astype(float))
        for at, end, side in ((low, ends[0], -1.0), (high, ends[1], 1.0)):
            if end.closed and at.any():
                loss = np.where(at, _tail(gap, cut, end, side, z), loss)
        return np.where(inside, loss, np.inf)

    def excess(z: Array, y: Array) -> Array:
        return total(each(z.astype(float), y)).astype(z.dtype)

    def conjugate(y: Array) -> Array:
        inside, at = range_.contains(y), _at_ends(ends, y)
        target = np.where(inside, y, middle).astype(float)
        t = _score(gap, cut, target)
        conjugate = target * t - _area(f, cut, t)
        for here, end in zip(at, ends, strict=True):
            if end.closed:  # the tail beyond the first edge at which a is rounded to its limit
                place = np.minimum(np.searchsorted(cut.edges, t), len(end.gaps) - 1)
                conjugate += np.where(here, end.gaps[place], 0.0)
        return total(np.where(inside, conjugate, np.inf)).astype(y.dtype)

    def difference(z: Array, y: Array) -> Array:
        return gap(z.astype(float), y.astype(float)).astype(z.dtype)

    return Activation(
        name, forward, vjp, range_, potential, conjugate, excess=excess, residual=difference
    )


def _gap(f, residual) -> Callable[[Array, Array], Array]:
    """f(z) − y, or what the caller has for it, which must be the same to the rounding of f."""
    if residual is None:
        return lambda z, y: f(z) - y
    if not callable(residual):
        raise TypeError(f"residual: got {residual!r}; accepted is a function of z and y")

    def gap(z: Array, y: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(residual(*np.broadcast_arrays(z, y)), dtype=float)

    z = np.linspace(-3, 3, 13)
    p = f(z)
    found, wanted = gap(z, p[::-1]), p - p[::-1]
    if found.shape != z.shape or not np.allclose(found, wanted, rtol=1e-6, atol=1e-9):
        raise ValueError("residual: got other numbers than f(z) − y; accepted is residual(z, y)")
    return gap


# --- cutting the line ------------------------------------------------------------------------


@np.errstate(all="ignore")
def _integral(f, a: Array, b: Array) -> Array:
    half = (b - a)[..., None] / 2
    return (f(a[..., None] + half * (1 + NODES)) * half) @ _WEIGHTS


@np.errstate(all="ignore")
def _outwards(f, side: float) -> Array:
    """f at ±1, ±2, ±4 … as far as it is finite and goes on rising outwards."""
    p = f(side * _POWERS)
    reach = np.abs(p - f(np.zeros(1)))
    with np.errstate(all="ignore"):
        back = side * np.diff(p) < -1e-3 * reach[:-1]
        bad = ~(np.abs(p) < HUGE) | np.r_[False, back]
    return p[: bad.argmax()] if bad.any() else p


@np.errstate(all="ignore")
def _cut(f, gap, sides, limits) -> _Cut:
    far = [side * _POWERS[11 : len(p)] for side, p in zip((-1.0, 1.0), sides, strict=True)]
    edges = _bisected(f, np.r_[far[0][::-1], _finite(f), far[1]])
    for limit in limits:  # a residual may see a tail where f is rounded to its limit
        edges = _bisected(lambda z, limit=limit: gap(z, np.full_like(z, limit)), edges)
    heights = np.maximum.accumulate(f(edges))
    origin = _lowest(f, edges, heights)
    pieces = _integral(f, edges[:-1], edges[1:])
    right, left = pieces[origin:].cumsum(), pieces[:origin][::-1].cumsum()[::-1]
    return _Cut(edges, heights, np.r_[-left, 0.0, right], origin, *_runs(gap, edges, heights))


@np.errstate(all="ignore")
def _runs(gap, edges: Array, heights: Array) -> tuple[list, list, list]:
    above = [_integral(lambda z: np.maximum(gap(z, heights[:-1, None]), 0), edges[:-1], edges[1:])]
    below = [_integral(lambda z: np.maximum(-gap(z, heights[1:, None]), 0), edges[:-1], edges[1:])]
    widths, length = [np.diff(edges)], 1
    with np.errstate(all="ignore"):
        while 2 * length < len(edges):
            w, (a, b) = widths[-1], (above[-1], below[-1])
            rise = heights[length:] - heights[:-length]
            step = rise[: len(w) - length]
            above.append(a[:-length] + a[length:] + _times(w[length:], step))
            step = rise[length : len(w)]
            below.append(b[:-length] + b[length:] + _times(w[:-length], step))
            widths.append(edges[2 * length :] - edges[: -2 * length])
            length *= 2
    return widths, above, below


def _times(width: Array, height: Array) -> Array:
    return np.where(height == 0, 0.0, width * height)


@np.errstate(all="ignore")
def _bisected(f, edges: Array) -> Array:
    """`edges` and so many more that the rule over each piece equals that over its halves."""
    low, high, found, most = edges[:-1], edges[1:], [edges], len(edges) + 3000
    with np.errstate(all="ignore"):
        while 0 < len(low) < most:  # until done, or a function that is all noise
            base, middle = f(low), low + (high - low) / 2
            rise = lambda z, base=base: f(z) - base[:, None]  # noqa: E731
            halves = np.stack([_integral(rise, low, middle), _integral(rise, middle, high)])
            error = np.abs(_integral(rise, low, high) - halves.sum(axis=0))
            size = np.maximum(np.abs(low), np.abs(high))
            noise = 4 * EPS * (np.abs(base) + np.abs(f(high)) + np.where(size > 1024, size, 0.0))
            rough = error > 1e-13 * np.abs(halves).sum(axis=0) + (noise + 1e-306) * (high - low)
            rough &= (middle > low) & (middle < high)
            found.append(middle[rough])
            low, high = np.r_[low[rough], middle[rough]], np.r_[middle[rough], high[rough]]
    return np.unique(np.concatenate(found))


def _finite(f) -> Array:
    """The octaves from −1024 to 1024, shortened where f is infinite."""
    inside = NEAR[np.abs(f(NEAR)) < HUGE]
    ends = [_last_finite(f, z, 2 * z) for z in (inside[0], inside[-1]) if np.abs(z) < NEAR[-1]]
    return np.unique(np.r_[inside, ends])


def _last_finite(f, inside: float, outside: float) -> float:
    for _ in range(60):  # bisection
        middle = (inside + outside) / 2
        finite = np.abs(f(np.array([middle])))[0] < HUGE
        inside, outside = (middle, outside) if finite else (inside, middle)
    height = f(np.array([inside]))[0]
    if np.abs(height) < HUGE / 10:
        raise ValueError(
            f"f: got ∞ beyond z = {shown(inside)}, where it is {shown(height)}: an overflow. "
            f"{STABLE}"
        )
    return inside


def _lowest(f, edges: Array, heights: Array) -> int:
    """Where Φ is 0: the end of the line at which a has come to 0, and otherwise the score 0."""
    reached = f(NEAR[[0, -1]])
    if heights[0] == reached[0] == 0:
        return 0
    return len(edges) - 1 if heights[-1] == reached[1] == 0 else int(np.searchsorted(edges, 0.0))


# --- area, score, loss -----------------------------------------------------------------------


@np.errstate(all="ignore")
def _area(f, cut: _Cut, z: Array) -> Array:
    z = z.astype(float)
    piece = np.searchsorted(cut.edges[1:-1], z, side="right")
    start = np.where(piece >= cut.origin, piece, piece + 1)  # the edge on the side of the origin
    return cut.areas[start] + _integral(f, cut.edges[start], z)


@np.errstate(all="ignore")
def _score(gap, cut: _Cut, y: Array) -> Array:
    first = np.searchsorted(cut.heights, y, side="left")  # the first edge with a ≥ y
    last = np.searchsorted(cut.heights, y, side="right") - 1  # the last edge with a ≤ y
    piece = np.searchsorted(cut.heights[1:-1], y, side="right")
    root = find_root(gap, (cut.edges[piece], cut.edges[piece + 1]), args=(y,)).x
    return np.where(first <= last, cut.edges[np.clip(cut.origin, first, last)], root)


@np.errstate(all="ignore")
def _excess(gap, cut: _Cut, z: Array, y: Array) -> Array:
    """∫ (f(x) − y) dx from the score of y to z: the ends of the way, and runs of whole pieces."""
    t = _score(gap, cut, y)
    beyond = np.isinf(z)
    z = np.where(beyond, t, z)
    up, y = z >= t, np.broadcast_to(y, z.shape)
    sign = np.where(up, 1.0, -1.0)
    low, high = np.minimum(z, t), np.maximum(z, t)
    first, last = (np.searchsorted(cut.edges[1:-1], x, side="right") for x in (low, high))

    def over(x: Array) -> Array:
        return np.maximum(sign[..., None] * gap(x, y[..., None]), 0.0)

    with np.errstate(all="ignore"):
        each = _integral(over, low, np.where(first == last, high, cut.edges[first + 1]))
        each += np.where(first == last, 0.0, _integral(over, cut.edges[last], high))
        place, left = first + 1, np.maximum(last - first - 1, 0)
        for level, (width, above, below) in enumerate(
            zip(cut.widths, cut.above, cut.below, strict=True)
        ):
            here = (left >> level) & 1 == 1
            at = np.where(here, place, 0)
            side = np.where(up, at, at + 2**level)  # the end of the run that is nearer to t
            rectangle = np.maximum(sign * gap(cut.edges[side], y), 0.0)
            run = np.where(up, above[at], below[at]) + _times(width[at], rectangle)
            each += np.where(here, run, 0.0)
            place = place + here * 2**level
    return np.where(beyond, np.inf, np.where(np.isnan(z), np.nan, each))


# --- the ends of the range -------------------------------------------------------------------


def _range(ends: list[_End]) -> Domain:
    if not any(np.isfinite(end.limit) for end in ends):
        return reals
    kind = {(1, 1): "both", (1, 0): "left", (0, 1): "right", (0, 0): "neither"}[
        tuple(int(end.closed) for end in ends)
    ]
    slow = any(np.isfinite(end.limit) and not end.closed for end in ends)
    note = (
        " The edge itself is no target: a(z) comes near it too slowly for a finite loss, as far as "
        "its values show; `closed` says otherwise."
    )
    return interval(*(end.limit for end in ends), kind)._replace(note=note if slow else None)


def _at_ends(ends: list[_End], y: Array) -> tuple[Array, Array]:
    low, high = (y.dtype.type(end.limit) for end in ends)
    return y <= low, y >= high


def _limit(f, p: Array) -> float | None:
    """Where f goes outwards, of which p are the values at 1, 2, 4 …; None if it has no end."""
    start, halfway, last = f(np.zeros(1))[0], p[(len(p) - 1) // 2], p[-1]
    ended = len(p) > 10 and abs(last - halfway) <= 1e-6 * abs(last - start)
    return last + 0.0 if ended else None  # no −0


@np.errstate(all="ignore")
def _end(gap, cut: _Cut, i: int, limit: float | None, octaves: int, closed, exact: bool) -> _End:
    side, other = (-1.0, 1.0)[i], ("left", "right")[i]
    if limit is None:
        return _End(side * np.inf, False)
    z = side * _POWERS[:octaves]
    gaps = np.maximum(-side * gap(z, np.full_like(z, limit)), 0.0)
    noise = np.zeros_like(z) if exact else 8 * EPS * (abs(limit) + np.abs(z))
    octave, fast = _fall(gaps, noise)
    if not (closed in ("both", other) if closed else octave is not None):
        return _End(limit, False)
    pieces = _integral(
        lambda x: np.maximum(-side * gap(x, np.full_like(x, limit)), 0.0),
        cut.edges[:-1],
        cut.edges[1:],
    )
    rest, power, last = 0.0, 2.0, int(np.searchsorted(cut.edges, z[-1]))
    if not fast:
        rest, power, best = _power_tail(cut, pieces, z[: (octave or len(z) - 1) + 1], side)
        last = int(np.searchsorted(cut.edges, z[best]))
    if side > 0:
        inner = pieces[:last][::-1].cumsum()[::-1]
        table = np.r_[inner, 0.0] + rest
    else:
        table = np.r_[np.zeros(last + 1), pieces[last:].cumsum()] + rest
    return _End(limit, True, table, last, rest, power)


def _fall(gaps: Array, noise: Array) -> tuple[int | None, bool]:
    """The last octave whose gap is above the noise, None if it falls no faster than 1/|z|; fast?

    By its last octaves, and their trend: a logarithm is no power. Fast is |z|^−4 or more.
    """
    seen = np.flatnonzero(gaps > 1e3 * noise + 1e-290)
    k = int(seen[-1]) if seen.size else 0
    if k < 2:
        return k, True
    falls = -np.log2(gaps[1 : k + 1] / gaps[:k])  # 1 for 1/|z|
    if k + 1 < len(gaps):
        after = gaps[k] / max(gaps[k + 1], noise[k + 1], 1e-290)
        if after > 16:
            return k, True
    trend = 2 * falls[k - 1] - falls[(k - 1) // 2]  # linear in 1/k
    return (k if min(falls[k - 1], trend) > 1.02 else None), False


def _power_tail(cut: _Cut, pieces: Array, z: Array, side: float) -> tuple[float, float, int]:
    """The area beyond z[k], as a geometric series of octaves, its power, and the best k."""
    bounds = np.searchsorted(cut.edges, z)
    spans = zip(
        np.minimum(bounds[1:], bounds[:-1]), np.maximum(bounds[1:], bounds[:-1]), strict=True
    )
    octaves = np.array([pieces[a:b].sum() for a, b in spans])
    with np.errstate(all="ignore"):
        ratio = octaves[1:] / octaves[:-1]
        rest = octaves[1:] * ratio / (1 - ratio)
        change = np.abs(np.diff(octaves[1:].cumsum() + rest))
    change[~(ratio[1:] < 1)] = np.inf
    if not np.isfinite(change).any():
        return np.inf, 2.0, len(z) - 1
    best = int(change.argmin()) + 1
    return float(rest[best]), float(1 - np.log2(ratio[best])), best + 2


@np.errstate(all="ignore")
def _tail(gap, cut: _Cut, end: _End, side: float, z: Array) -> Array:
    """∫ |limit − f(x)| dx from z outwards."""
    if not np.isfinite(end.rest):
        return np.full_like(z, np.inf)
    edge = cut.edges[end.last]
    outside = side * z >= side * edge
    inner = np.where(outside | np.isinf(z), edge, z)
    piece = np.searchsorted(cut.edges[1:-1], inner, side="right" if side > 0 else "left")
    to = piece + 1 if side > 0 else piece
    to = np.where(outside, end.last, to)
    least, most = np.minimum(inner, cut.edges[to]), np.maximum(inner, cut.edges[to])
    with np.errstate(all="ignore"):
        own = _integral(
            lambda x: np.maximum(-side * gap(x, np.full_like(x, end.limit)), 0.0), least, most
        )
        far = end.rest * np.abs(z / edge) ** (1 - end.power) if end.rest else np.zeros_like(z)
        value = np.where(outside, far, own + end.gaps[to])
    return np.where(side * z == -np.inf, np.inf, np.where(np.isnan(z), np.nan, value))
