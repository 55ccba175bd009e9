"""Searches for what refutes a property of a row. Each returns a witness, or None.

A witness is what `Property.witness` holds, as arrays: single samples, rows of scores and targets.
"""

import numpy as np

from pairings import start
from pairings.records import Pairing

LARGE = 1e6


def spread(row, many: int = 4000, seed: int = 0):
    """Scores and targets of the row, one sample a line: near each other, far apart, extreme."""
    rng = np.random.default_rng(seed)
    drawn = [row.draw(np.random.default_rng(seed + k)) for k in range(max(1, many // 100))]
    z, y = (np.concatenate(part) for part in zip(*drawn, strict=True))
    pick = rng.integers(0, len(z), many)
    z, y = z[pick], y[pick]
    size = 10.0 ** rng.uniform(-1, 1, (many, 1))
    return z[rng.permutation(many)] * size + size * rng.normal(size=z.shape), y, rng


def quiet(of, *arguments):
    with np.errstate(all="ignore"):
        return of(*arguments)


def not_convex(pairing: Pairing, row, many: int = 20_000):
    """(z, z', y) with L((z + z')/2, y) > (L(z, y) + L(z', y))/2."""
    a, y, rng = spread(row, many)
    near = 10.0 ** rng.uniform(-1, 1, (many, 1)) * rng.normal(size=a.shape)
    keep = np.where(rng.random(a.shape) < 0.5, 1.0, rng.random((many, 1)) < 0.5)
    b = a + near * keep
    value = pairing.bare.value
    ends = quiet(lambda: (value(a, y) + value(b, y)) / 2)
    above = quiet(lambda: (value((a + b) / 2, y) - ends) / (1 + np.abs(ends)))
    above = np.where(np.isfinite(above), above, -1)
    worst = int(above.argmax())
    return (a[worst], b[worst], y[worst]) if above[worst] > 1e-8 else None


def far_targets(pairing: Pairing, y, rng):
    """Targets of any size that the domain allows, the others as they are."""
    far = y * 10.0 ** rng.integers(0, 8, (len(y), 1))
    allowed = pairing.targets.contains(far)
    if allowed.size * pairing.columns != y.size:
        return y  # whole rows
    allowed = np.repeat(allowed, pairing.columns, axis=-1).reshape(y.shape)
    return np.where(allowed.all(axis=-1, keepdims=True), far, y)


def pulls(pairing: Pairing, row, many: int = 20_000):
    z, y, rng = spread(row, many)
    y = far_targets(pairing, y, rng)
    z = z * 10.0 ** rng.integers(0, 8, (many, 1))
    pull = np.abs(quiet(pairing.bare.gradient, z, y))
    known = np.isfinite(pull).all(axis=-1)  # what overflows is no witness
    return z, y, np.where(known, pull.max(axis=-1), 0)


def beyond(pairing: Pairing, row, bound: float):
    """(z, y) with a pull above the bound."""
    z, y, pull = pulls(pairing, row)
    worst = int(pull.argmax())
    return (z[worst], y[worst]) if pull[worst] > bound * (1 + 1e-12) + 1e-12 else None


def not_canonical(pairing: Pairing, row):
    """(z, y) with ∂L/∂z ≠ p − y."""
    z, y = row.draw(np.random.default_rng(5))
    p = quiet(pairing.bare.predict, z)
    if p.shape != y.shape:
        return z[0], y[0]
    gap = np.abs(pairing.bare.gradient(z, y) - (p - y)).max(axis=-1) / (1 + np.abs(y).max(axis=-1))
    worst = int(gap.argmax())
    return (z[worst], y[worst]) if gap[worst] > 1e-9 else None


def edges(domain, width: int, y):
    """Targets on the edges of a domain, each in a row like the others of `y`."""
    if domain.rows:
        corners = np.eye(width)
        return corners[domain.contains(corners)]
    parts = domain.parts or (domain,)
    found = []
    for place in range(width):
        part = parts[place % len(parts)]
        ends = part.members or [
            end
            for end, side in ((part.low, "left"), (part.high, "right"))
            if np.isfinite(end) and part.closed in ("both", side)
        ]
        for end in ends:
            one = y[0].copy()
            one[place] = end
            found.append(one)
    found = np.array(found) if found else y[:1]
    return found[[bool(np.all(domain.contains(one[None]))) for one in found]]


def not_finite(pairing: Pairing, row):
    """(z, y) with a value or gradient that is no number, z finite and y on an edge or anywhere."""
    z, y = row.draw(np.random.default_rng(7))
    # One score is tried far out; of several, an exponent of an exponent leaves the numbers there are.
    sizes = (1, 5, 30, 300) if pairing.scores == 1 else (1,)
    for target in [*edges(pairing.targets, y.shape[1], y), *y[:3]]:
        for size in sizes:
            scores = np.clip(z * size, -30 * size**0.5, 30 * size**0.5)
            targets = np.repeat(target[None], len(z), axis=0)
            value = quiet(pairing.bare.value, scores, targets)
            gradient = quiet(pairing.bare.gradient, scores, targets)
            bad = ~np.isfinite(value) | ~np.isfinite(gradient).all(axis=-1)
            if bad.any():
                return scores[bad][0], target
    return None


def constant(pairing: Pairing, y, b):
    items = y.shape[1] // pairing.columns if pairing.lists else 1
    return np.repeat(np.tile(b, items)[None], len(y), axis=0)


def cost(pairing: Pairing, y, b):
    return quiet(pairing.bare.value, constant(pairing, y, b), y).mean()


def not_proper(pairing: Pairing, row, of=None, samples: int = 8):
    """A sample and two best constants with other predictions; or, with `of`, one that misses it."""
    if (witness := mirrored(pairing)) is not None:
        return witness
    for seed in range(samples):
        y = np.concatenate([row.draw(np.random.default_rng(50 * seed + k))[1] for k in range(3)])
        y = y if pairing.lists else y[1:]  # odd, so that a median is one number
        found = start(pairing, y)
        if not np.isfinite(found.bias).all() or found.kind == "set":
            continue
        best = quiet(pairing.bare.predict, constant(pairing, y, found.bias))[0]
        if of is not None and not np.allclose(best, of(y), rtol=1e-5, atol=1e-7):
            return y, of(y)
        rng = np.random.default_rng(seed)
        for size in 10.0 ** rng.uniform(-1, 1, 100):
            b = found.bias + size * rng.normal(size=found.bias.shape)
            p = quiet(pairing.bare.predict, constant(pairing, y, b))[0]
            apart = np.abs(p - best).max() > 1e-3 * (1 + np.abs(best).max())
            if apart and cost(pairing, y, b) <= found.loss + 1e-11 * (1 + abs(found.loss)):
                return y, found.bias, b
    return None


def mirrored(pairing: Pairing):
    """(sample, b, −b) of the targets −10 and 10, where both are best and 0 is not."""
    domain = pairing.targets
    everywhere = domain.kind == "interval" and not np.isfinite([domain.low, domain.high]).any()
    if not everywhere or (pairing.scores, pairing.columns, pairing.lists) != (1, 1, False):
        return None
    y = np.array([[-10.0], [10.0]])
    found = start(pairing, y)
    same = abs(cost(pairing, y, -found.bias) - found.loss) <= 1e-9 * (1 + abs(found.loss))
    return (
        (y, found.bias, -found.bias)
        if same and abs(found.bias[0]) > 1 and found.kind != "set"
        else None
    )


def not_calibrated(pairing: Pairing):
    """(share of +1, best score) on the wrong side of 0, for shares off one half."""
    for share in (0.02, 0.1, 0.3, 0.45, 0.49, 0.51, 0.6, 0.8, 0.95):
        found = start(pairing, [[1.0], [-1.0]], weights=[share, 1 - share])
        ends = np.array([found.low[0], found.high[0]])
        if (np.sign(ends) != np.sign(share - 0.5)).any():
            return np.array([share]), found.bias
    return None


def is_margin(pairing: Pairing) -> bool:
    return pairing.targets.kind == "members" and set(pairing.targets.members) == {-1.0, 1.0}


def statistic(pairing: Pairing):
    """How the record itself computes what is elicited, or None."""
    if pairing.loss is not None and pairing.columns == 1 and not pairing.lists:
        return pairing.loss.elicits.of
    return None
