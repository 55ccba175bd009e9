"""The lowest mean loss of a constant of several scores: Newton's steps, from several places."""

from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from scipy import optimize

from .mean_loss import EPS, FAR, Found, MeanLoss, falls, outward
from .records import Array


def in_space(mean: MeanLoss, scores: int, y: Array, convex: bool) -> Found:
    """Damped Newton steps from several places; the lowest end of all paths.

    Before: whether a distribution may shrink to one of at most two targets, and its density grow.
    """
    if not convex and (falling := _shrinks(mean, scores)) is not None:
        return Found(*(falling,) * 3, "unbounded")
    few = _fewer(mean)
    ends = [_descend(few, first) for first in _places(few, scores, few.y, convex)]
    ends = sorted((e for e in ends if np.isfinite(e.value)), key=lambda e: e.value)
    if not ends:
        zero = np.zeros(scores)
        return Found(zero, zero, zero, "local", "the search ended nowhere")
    settled = [e for e in ends if not e.falls]
    if not settled:
        return Found(*(ends[0].bias,) * 3, "unbounded")
    same = settled[0].value + 1e-9 * (1 + abs(settled[0].value))
    best = next((e for e in settled if e.smooth and e.value <= same), settled[0])
    if few is not mean:
        best = _descend(mean, np.where(np.isinf(best.bias), 0.0, best.bias))
    bias = best.bias if best.smooth else _polished(mean, best.bias)
    if (away := _runs_off(mean, bias)).any():
        deep = mean.value(bias[None])[0]
        bias = np.where(away, np.copysign(np.inf, bias), bias)
        return Found(bias, bias, bias, "unbounded" if deep < LOW else "infinite")
    if shifts := _shifts(few, bias):
        if (bias == np.inf).any():
            bias = np.where(bias == np.inf, 0.0, -np.inf)
        bias = np.zeros_like(bias) if mean.items > 1 else bias - _log_sum_exp(bias)
    if np.isinf(bias).any():
        kind = "infinite"
    elif convex or _looks_convex(few, bias):
        kind = "shift" if shifts else "set" if best.flat else "unique"
    else:
        kind = "local"
    other = sum(e.value > best.value + 1e-6 * (1 + abs(best.value)) or e.falls for e in ends)
    note = ""
    if kind == "local":
        note = f"{len(ends) - other} of {len(ends)} searches ended there"
        if any(e.falls for e in ends):
            note += ", others fell without bound"
    elif not best.smooth:
        note = "found by a search without slopes"
    return Found(bias, bias, bias, kind, note)


LOW = -20  # at a score beyond 1e30 a loss with a bound is not there
OUT = np.arange(16.0, 33.0, 4.0)  # further, the rounding of a location would end the fall


def _shrinks(mean: MeanLoss, scores: int) -> Array | None:
    """Where the loss falls in a straight line as one score runs off: −log of a density's width.

    The other scores are 0 or meet a target, as they are, by log or by logit, where that is good
    already. A loss with a bound falls slower and slower. None for lists, whole rows and more than two
    targets.
    """
    targets = np.unique(mean.y[:, 0])
    if mean.items > 1 or mean.pairing.targets.rows or len(mean.y) > 2:
        return None
    with np.errstate(all="ignore"):
        links = np.concatenate([[0.0], targets, np.log(targets), np.log(targets / (1 - targets))])
    links = np.unique(links[np.isfinite(links)])
    if len(links) ** scores <= 4096:
        places = np.array(list(product(links, repeat=scores)))
    else:
        pairs = np.eye(scores)[list(combinations(range(scores), 2))]
        places = np.concatenate([np.array(both) @ pairs for both in product(links, repeat=2)])
    values = mean.value(places)
    good = np.flatnonzero(values <= np.min(values, where=np.isfinite(values), initial=1e300) + 20)
    good = good[np.argsort(values[good], kind="stable")][:256]
    places, values = places[good], values[good]
    runs = []
    for score, sign in product(range(scores), (1, -1)):
        rays = np.repeat(places, len(OUT), axis=0)
        rays[:, score] = np.tile(sign * OUT, len(places))
        along = mean.value(rays).reshape(len(places), -1)
        falls = -np.diff(along, axis=1)
        straight = (falls.min(axis=1) > 0.05) & (falls.max(axis=1) < 1.2 * falls.min(axis=1))
        straight &= (falls.max(axis=1) < 20) & (along[:, -1] < values)
        runs += [(along[k, -1], score, sign, k) for k in np.flatnonzero(straight)]
    if not runs:
        return None
    _, score, sign, k = min(runs)
    return np.where(np.arange(scores) == score, sign * np.inf, places[k])


def _runs_off(mean: MeanLoss, bias: Array) -> Array:
    """Which scores only overflow stopped: on their way to a density without bound, if LOW."""
    deep = mean.value(bias[None])[0]
    halved = bias - np.diag(bias / 2)
    with np.errstate(all="ignore"):
        still = mean.value(halved) < deep / 4
    large = np.isfinite(bias) & (np.abs(bias) > 300)
    return large & (still & (deep < -300) | (np.abs(bias) > 1e30))


class _End(NamedTuple):
    bias: Array
    value: float
    smooth: bool
    flat: bool
    falls: bool


def _fewer(mean: MeanLoss) -> MeanLoss:
    """At most some thousand samples, evenly among the sorted ones, to look around with."""
    step = len(mean.y) // 2000
    if step < 2:
        return mean
    weights = mean.weights[::step] / mean.weights[::step].sum()
    return MeanLoss(mean.pairing, mean.y[::step], weights, mean.items)


def _log_sum_exp(b: Array) -> float:
    return b.max() + np.log(np.exp(b - b.max()).sum())


def _shifts(mean: MeanLoss, bias: Array) -> bool:
    b = np.where(np.isinf(bias), np.sign(bias) * 30, bias)
    b = np.stack([b, np.sin(np.arange(len(b)))])
    value = mean.value(b)
    moved = [mean.value(b + c) for c in (-2.0, 1.0, 5.0)]
    return all((np.abs(v - value) <= 1e-10 * (1 + np.abs(value))).all() for v in moved)


def _looks_convex(mean: MeanLoss, bias: Array) -> bool:
    """No middle of two points lies above the middle of their losses."""
    rng = np.random.default_rng(0)
    a, b = bias + rng.normal(0, 3, (2, 400, len(bias)))
    ends = (mean.value(a) + mean.value(b)) / 2
    middle = mean.value((a + b) / 2)
    above = middle > ends + 1e-9 * (1 + np.abs(ends))
    return not (above & np.isfinite(ends)).any()


def _places(mean: MeanLoss, scores: int, y: Array, convex: bool) -> Array:
    """Where to begin: 0, and scores of the size of the targets, of their logarithm, their spread."""
    if convex:
        return np.zeros((1, scores))
    first = y[:, 0]
    centre, spread = mean.weights @ first if len(first) == len(mean.weights) else 0.0, first.std()
    sizes = {
        0.0,
        centre,
        np.log(abs(centre) + 1e-9),
        np.log(spread + 1e-9),
        2 * np.log(spread + 1e-9),
    }
    rng = np.random.default_rng(0)
    if len(sizes) ** scores <= 4096:
        places = np.array(list(product(sizes, repeat=scores)))
    else:
        places = np.array([[size] * scores for size in sizes])
        places = np.concatenate([places, rng.choice(list(sizes), (200, scores))])
    spreads = np.where(rng.random((200, scores)) < 0.5, 1.0, spread + 1e-3)
    few = places[rng.integers(0, len(places), 200)]
    places = np.concatenate([places, few + spreads * rng.normal(0, 1, (200, scores))])
    values = mean.value(places)
    order = np.argsort(np.where(np.isfinite(values), values, np.inf), kind="stable")
    order = order[np.isfinite(values[order])]
    later = order[len(order) // 4 :][:: max(1, len(order) // 4)]
    return np.concatenate([np.zeros((1, scores)), places[order[:4]], places[later[:3]]])


def _descend(mean: MeanLoss, first: Array) -> _End:
    """To the end of one path; then each score is tried at ±∞, and the others go on from there."""
    bias, smooth, flat = _newton(mean, first.copy(), np.ones(len(first), bool))
    gone, largest = np.zeros(len(first)), np.abs(mean.y).max()
    value = mean.value(bias[None])[0]
    for way in (-1, 1, -1, 1):
        for k in np.flatnonzero(gone == 0):
            slope, size = (part[0, k] for part in mean.gradient(bias[None]))
            sign = -np.sign(slope)
            if abs(slope) <= 8 * EPS * size or sign != way:
                continue
            ray = np.repeat(bias[None], len(FAR), axis=0)
            ray[:, k] = sign * np.maximum(FAR, abs(bias[k]))
            along, end = outward(mean.value(ray), value)
            if len(along) > 3 and (end is None or ray[end, k] * sign > 1e6 * (1 + largest)):
                if falls(along):
                    bias[k] = sign * np.inf
                    return _End(bias, along[-1], smooth, False, True)
                gone[k], bias[k], value = sign, sign * 700.0, along[-1]
        if gone.any():
            bias, smooth, flat = _newton(mean, bias, gone == 0)
            value = mean.value(bias[None])[0]
    return _End(
        np.where(gone, gone * np.inf, bias) if gone.any() else bias, value, smooth, flat, False
    )


def _newton(mean: MeanLoss, b: Array, free: Array) -> tuple[Array, bool, bool]:
    """(the end, whether the slope vanished there, whether some direction is flat there)."""
    if not free.any():
        return b, True, False
    free = np.flatnonzero(free)
    flat = smooth = False
    value = mean.value(b[None])[0]
    steps = 0.5 ** np.arange(20.0)
    more = 4  # steps behind the last that the value can tell
    for _ in range(300):
        slope, size = (part[0, free] for part in mean.gradient(b[None]))
        curve = _second(mean, b, free)
        if not (np.isfinite(curve).all() and np.isfinite(slope).all()):
            break
        unit = 1 / np.sqrt(np.maximum(np.abs(np.diag(curve)), 1e-300))
        unit = np.where(np.abs(np.diag(curve)) < 1e-12 * size, 1 / np.sqrt(size + 1e-300), unit)
        curves, axes = np.linalg.eigh(unit[:, None] * curve * unit)
        bends = np.abs(curves) > 1e-5
        along = axes.T @ (unit * slope)
        rest = (np.abs(slope) <= 1e-11 * size).all()
        won = (along**2 / np.where(bends, np.abs(curves), np.inf)).sum()
        smooth = bool(won <= 1e-13 * (1 + abs(value)))
        smooth &= bool((along[~bends] ** 2 <= 1e-13 * (1 + abs(value))).all())
        flat = bool((~bends).any())
        if smooth and curves.min() < -1e-4:  # a saddle
            side = unit * axes[:, 0]
            tries = np.array([s * side for s in (-2, -1, -0.3, -0.1, 0.1, 0.3, 1, 2)])
            values = mean.value(_moved(b, free, tries))
            if np.nanmin(values) < value - 1e-9 * (1 + abs(value)):
                b = _moved(b, free, tries[[int(np.nanargmin(values))]])[0]
                value = np.nanmin(values)
                continue
        more -= smooth
        if not more:
            break
        step = -unit * (axes @ np.where(bends, along / np.where(bends, np.abs(curves), 1), 0))
        limit = np.max(np.abs(step) / (4 * (1 + np.abs(b[free]))))
        tries = step / max(limit, 1.0) * steps[:, None]
        values = mean.value(_moved(b, free, tries))
        values = np.where(np.isnan(values), np.inf, values)
        best = int(np.argmin(values))
        if values[best] < value - 4 * EPS * (1 + abs(value)):
            b, value = _moved(b, free, tries[[best]])[0], values[best]
            continue
        polished = _moved(b, free, tries[:1])[0]  # below what the value can tell
        left = unit * mean.gradient(polished[None])[0][0, free]
        better = np.linalg.norm(left) < 0.5 * np.linalg.norm(unit * slope)
        if better and not rest and values[0] <= value + 1e-12 * (1 + abs(value)):
            b, value = polished, values[0]
            continue
        break
    if not smooth:
        b = _without_slopes(mean, b, free)
    return b, smooth, flat and smooth


def _moved(b: Array, free: Array, steps: Array) -> Array:
    moved = np.repeat(b[None], len(steps), axis=0)
    moved[:, free] += steps
    return moved


def _second(mean: MeanLoss, b: Array, free: Array) -> Array:
    """The second derivatives of the free scores, from differences of the gradient."""
    h = 1e-5 * (1 + np.abs(b[free]))
    ahead = mean.gradient(_moved(b, free, np.diag(h)))[0][:, free]
    back = mean.gradient(_moved(b, free, np.diag(-h)))[0][:, free]
    curve = (ahead - back) / (2 * h[:, None])
    return (curve + curve.T) / 2


def _without_slopes(mean: MeanLoss, b: Array, free: Array) -> Array:
    """For losses with kinks, where Newton's steps end too early: BFGS."""

    def cost(x):
        value = mean.value(_moved(b, free, (x - b[free])[None]))[0]
        return value if np.isfinite(value) else 1e300

    def slope(x):
        return mean.gradient(_moved(b, free, (x - b[free])[None]))[0][0, free]

    best = optimize.minimize(cost, b[free], jac=slope, method="BFGS")
    return _moved(b, free, (best.x - b[free])[None])[0]


def _polished(mean: MeanLoss, b: Array) -> Array:
    """Down to a kink: a simplex, then along each score and along each prediction, in turn."""
    free = np.flatnonzero(np.isfinite(b))
    options = {
        "xatol": 1e-10,
        "fatol": 1e-15,
        "maxiter": 400 * len(free),
        "adaptive": len(free) > 4,
    }

    def cost(x):
        value = mean.value(_moved(b, free, (x - b[free])[None]))[0]
        return value if np.isfinite(value) else 1e300

    x = optimize.minimize(cost, b[free], method="Nelder-Mead", options=options).x
    for _ in range(20):
        before = cost(x)
        for way in _ways(mean, _moved(b, free, (x - b[free])[None])[0], free):
            size = 1e-3 * (1 + np.abs(x).max())
            try:
                step = optimize.minimize_scalar(
                    lambda t, x=x, way=way: cost(x + t * way),
                    bracket=(0, size),
                    options={"xtol": 1e-12},
                )
            except RuntimeError:  # no bracket: it falls as far as that looks
                continue
            x = x + step.x * way if step.fun < cost(x) else x
        if cost(x) > before - 1e-13 * (1 + abs(before)):
            break
    return _moved(b, free, (x - b[free])[None])[0]


def _ways(mean: MeanLoss, b: Array, free: Array) -> Array:
    """The scores one by one, and what moves one prediction and no other."""
    units = np.eye(len(free))
    h = 1e-6
    moved = np.concatenate([_moved(b, free, h * units), _moved(b, free, -h * units)])
    p = np.asarray(mean.pairing.predict(moved[:, None]))
    if p.shape != (2 * len(free), 1, len(free)):
        return units
    slopes = (p[: len(free), 0] - p[len(free) :, 0]).T / (2 * h)
    if not np.isfinite(slopes).all() or np.linalg.cond(slopes) > 1e8:
        return units
    return np.concatenate([np.linalg.inv(slopes).T, units])
