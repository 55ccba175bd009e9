"""The lowest mean loss of a constant of one score: a search over the whole line."""

from itertools import pairwise

import numpy as np

from .mean_loss import EPS, Found, MeanLoss, limit
from .records import Array


def on_a_line(solve: MeanLoss, mean: MeanLoss, y: Array, convex: bool) -> Found:
    """Between which scores the mean gradient changes from − to +: a search over all of them.

    Raises ValueError for targets so large that no constant has a finite loss.
    """
    points = _points(y)
    slope, size = (part[:, 0] for part in solve.gradient(points[:, None]))
    known = ~np.isnan(slope)
    points, slope, size = points[known], slope[known], size[known]
    signs = _signs(slope, size)
    if not signs.any():
        zero = np.zeros(1)
        return Found(zero, zero - np.inf, zero + np.inf, "shift")
    spread = np.ptp(y[np.isfinite(y)]) if y.size else 1.0
    found = [_valley(solve, points, signs, *pair, spread) for pair in _valleys(signs)]
    cost = [limit(mean, f.bias) for f in found]
    if np.isnan(cost).all():
        raise ValueError(
            f"y: got {y.flat[np.abs(y).argmax()]:g}; there the loss of a constant overflows. Divide y "
            f"by its size"
        )
    best = found[int(np.nanargmin(cost))]
    convex = convex or _crosses_once(mean, points, y)
    if best.kind == "unique" and not convex:
        count = f"{len(found)} minima" if len(found) > 1 else "1 minimum"
        best = best._replace(kind="local", note=f"It found {count}")
    return best


def _crosses_once(mean: MeanLoss, points: Array, y: Array) -> bool:
    """Whether no weights of these targets can make two minima.

    The slope of each loss changes from − to + once, and wherever one rises while another falls, the
    falling one's share of the rising one shrinks as z grows: then every weighted mean of them changes
    its sign once, too (:cite:t:`Quah2012`). All convex losses pass, and matched pairs bent by
    another factor of z.
    """
    some = np.linspace(0, len(y) - 1, min(len(y), 16)).astype(int)
    z = np.repeat(points[:, None, None], len(some), axis=1)
    g = mean.pairing.gradient(z, np.broadcast_to(y[some], (len(z), *y[some].shape)))[..., 0]
    g = np.where(np.isfinite(g), g, np.nan)
    for slope in g.T:
        moves = np.flatnonzero(slope)  # where they begin and end: to fade out is not to vanish
        if len(moves) and abs(slope[moves[0]]) < 1e-12 * np.nanmax(np.abs(slope)):
            slope[: moves[0]] = np.nan
        if len(moves) and abs(slope[moves[-1]]) < 1e-12 * np.nanmax(np.abs(slope)):
            slope[moves[-1] + 1 :] = np.nan
    signs = np.sign(g)
    if (signs < np.maximum.accumulate(np.where(np.isnan(g), -1, signs), axis=0)).any():
        return False
    share = np.where(
        (g[:, :, None] > 0) & (g[:, None, :] < 0), -g[:, None, :] / g[:, :, None], np.nan
    )
    grows = share[1:] > share[:-1] * (1 + 1e-9) + 1e-300
    return not grows.any()


def _points(y: Array) -> Array:
    """Scores to look at: near and far, and where an output meets the targets."""
    near = np.concatenate([np.linspace(0, 8, 33)[1:], [10, 12, 16, 20, 25, 30, 36.5]])
    far = np.logspace(-6, -1, 6), np.logspace(2, 12, 11), [700.0, 1e100, 1e300]
    size = np.concatenate([near, *far])
    some = np.unique(y)
    if len(some) > 65:
        some = np.quantile(some, np.linspace(0, 1, 65))
    some = np.concatenate([some, (some[1:] + some[:-1]) / 2, [some[0] - 1, some[-1] + 1]])
    below, above = np.abs(some[some != 0]), some[(some > 0) & (some < 1)]
    links = [some, np.log(below), np.log(above / (1 - above))]
    return np.unique(np.concatenate([-size, [0.0], size, *links]))


def _signs(slope: Array, size: Array) -> Array:
    nothing = np.where(np.isfinite(size), np.abs(slope) <= 8 * EPS * size, False)
    return np.where(nothing, 0.0, np.sign(slope))


def _valleys(signs: Array):
    """(last index with a falling loss, first with a rising one): −1 and the length are the ends."""
    moves = [-1, *np.flatnonzero(signs), len(signs)]
    for left, right in pairwise(moves):
        falls = left == -1 or signs[left] < 0
        rises = right == len(signs) or signs[right] > 0
        if falls and rises:
            yield left, right


def _valley(solve, points, signs, left, right, spread) -> Found:
    """The scores between two neighbours with no slope, or where the slope jumps over 0."""
    low = -np.inf
    if left >= 0:
        stop = points[left + 1] if left + 1 < len(points) else np.inf
        low = np.inf if stop == np.inf else _edge(solve, points[left], stop, -1)
    high = np.inf
    if right < len(points):
        high = -np.inf if right == 0 else _edge(solve, points[right], points[right - 1], 1)
    if np.isfinite(low) and high == np.inf and _fades(solve, low, -1):
        low = np.inf  # the slope did not vanish, it became too small to be seen
    if np.isfinite(high) and low == -np.inf and _fades(solve, high, 1):
        high = -np.inf
    if low >= high:
        low = high = low if np.isinf(low) else (low + high) / 2
    if np.isinf(low) and low == high:
        return Found(*(np.array([low]),) * 3, "infinite")
    size = min(abs(low), abs(high))
    if high - low <= 1e-9 * min(1 + size, max(spread, 1e-300)) + 64 * EPS * size:
        middle = 0.0 if low <= 0 <= high else _snapped(low + (high - low) / 2, points)
        return Found(*(np.array([middle]),) * 3, "unique")
    ends = np.array([_snapped(low, points), _snapped(high, points)])
    middle = ends.mean() if np.isfinite(ends).all() else ends[np.isfinite(ends)][0]
    return Found(np.array([middle]), ends[:1], ends[1:], "set")


def _snapped(score: float, points: Array) -> float:
    """A kink at a target is that target, to the last digit."""
    near = points[np.abs(points - score).argmin()]
    return near if abs(near - score) <= 4 * np.spacing(abs(score)) else score


def _edge(solve: MeanLoss, inside: float, outside: float, sign: int) -> float:
    """The last score with a slope of `sign`, on the way from one that has it to one that has not."""
    some = int(np.clip(20_000 // solve.y.size, 1, 31))
    for _ in range(200):
        inner = inside + (outside - inside) * np.arange(1, some + 1) / (some + 1)
        has = np.concatenate([_signs(*(p[:, 0] for p in solve.gradient(inner[:, None]))) == sign])
        first = int(np.argmin(has)) if not has.all() else some
        path = np.concatenate([[inside], inner, [outside]])
        narrower = path[first], path[first + 1]
        if narrower == (inside, outside) or abs(outside - inside) <= 2 * np.spacing(abs(inside)):
            break
        inside, outside = narrower
        if abs(outside - inside) < 1e-30:
            break
    return float(outside)


def _fades(solve: MeanLoss, edge: float, sign: int) -> bool:
    before = edge + sign * np.array([1e-3, 1.0]) * (1 + abs(edge))
    near, far = np.abs(solve.gradient(before[:, None])[0][:, 0])
    return near < 1e-10 * far
