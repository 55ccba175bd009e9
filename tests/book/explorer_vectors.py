"""What the package says about every formula that the moving figures hold once more in JavaScript.

`formulas()` are the questions, for the harness in test_explorer.py; `wrong(answers)` compares.
Exact forms agree to 1e-12 of the value and to 8 ε of what the roundings of z and y cost, which is the
promise of the package (test_exactness.py). Composed forms agree to 1e-12 · max(1, |value|), or lie
between the values that the package gives for a prediction a few roundings away: where the last digit
of p decides, two libraries that round it differently are both right.
"""

import numpy as np
from explorer import one_score_activations, one_score_losses

from pairings import compose

EPS = np.finfo(float).eps
TINY = np.finfo(float).tiny
SCORES = np.unique(
    [
        *np.linspace(-12, 12, 97),
        *(s * z for s in (-1, 1) for z in (1e-8, 0.1, 0.7, 1e-3, 17.3, 25, 30, 36.7, 40, 300, 800)),
    ]
)
TARGETS = np.array([-3.5, -1.0, -0.5, 0.0, 1e-9, 0.25, 0.5, 0.9375, 1.0, 2.0, 6.0])
PREDICTIONS = np.unique([0.0, 1e-300, 1e-9, 1.0, 1 - 1e-12, 1e4, np.inf, *np.linspace(-4, 8, 49)])


def inside(domain):
    """Targets in a domain, its ends too where they belong to it."""
    ends = [end for end in (domain.low, domain.high) if np.isfinite(end)]
    targets = np.unique([*TARGETS, *ends, *domain.members])
    found = targets[domain.contains(targets)]
    assert len(found) >= 2
    return found


def grid(first, second):
    x, y = (part.reshape(-1, 1) for part in np.meshgrid(first, second))
    return x, y


def formulas():
    """[{kind, names, x, y}]: one question for each formula and each pair."""
    asked = []
    activations, losses = one_score_activations(), one_score_losses()
    for name, a in activations.items():
        asked.append(("activation", name, None, *grid(SCORES, [1.0])))
        if a.potential is not None:
            asked.append(("matched", name, None, *grid(SCORES, inside(a.range))))
    for name, loss in losses.items():
        asked.append(("loss", None, name, *grid(PREDICTIONS, inside(loss.targets))))
    for name in activations:
        for other, loss in losses.items():
            asked.append(("composed", name, other, *grid(SCORES, inside(loss.targets))))
    assert all(len(x) >= 200 for kind, _, _, x, _ in asked if kind in ("matched", "composed"))
    return asked


def bounds(kind, a, loss, x, y):
    """[(what, low, high)]: what the package says, as wide as two answers may differ."""
    if kind == "activation":
        ones = np.ones_like(x)
        found = {"value": a.forward(x)[:, 0], "vjp": a.vjp(x, ones)[:, 0]}
        if a.potential is not None:
            found["potential"] = a.potential(x)
        widths = {
            what: 1e-12 * np.abs(v) + 1e-14 * (what == "potential") for what, v in found.items()
        }
        return [around(what, v, widths[what]) for what, v in found.items()]
    if kind == "matched":
        value, gradient = a.excess(x, y), a.residual(x, y)[:, 0]
        touch = score_of(a, y[:, 0])
        far = np.abs(y[:, 0] * np.where(np.isfinite(touch), touch - x[:, 0], 0.0))
        unit = np.abs(value) + np.abs(x[:, 0] * gradient) + far
        steep = np.abs(x * a.vjp(x, np.ones_like(x)))[:, 0]
        wide = 1e-12 * np.abs(value) + 8 * EPS * unit
        narrow = 1e-12 * np.abs(gradient) + 4 * EPS * (steep + np.abs(y[:, 0]))
        return [around("value", value, wide), around("gradient", gradient, narrow)]
    if kind == "loss":
        return [
            envelope(what, [f(x, y).reshape(-1)], 1e-12)
            for what, f in (("value", loss.value), ("gradient", loss.gradient))
        ]
    p = a.forward(x)
    near = [p, *(p * (1 + s * EPS) + s * TINY for s in (-4, -2, 2, 4))]
    return [
        envelope("value", [loss.value(q, y) for q in near], 1e-12),
        envelope("gradient", [a.vjp(x, loss.gradient(q, y))[:, 0] for q in near], 1e-12),
    ]


def around(what, value, width):
    """An interval; an infinite value is alone in its own."""
    width = np.where(np.isinf(value), 0.0, width)
    return what, value - width, value + width


def score_of(a, y):
    """The score of a target, by bisection; infinite at an end of the range."""
    low, high = np.full_like(y, -900.0), np.full_like(y, 900.0)
    for _ in range(80):
        middle = (low + high) / 2
        below = a.forward(middle[:, None])[:, 0] < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(np.abs(low) > 899, np.inf, low)


def envelope(what, candidates, relative):
    """From the least to the greatest of them, a little more; NaN where NaN is among them."""
    first = candidates[0]
    width = relative * np.maximum(1.0, np.abs(np.where(np.isfinite(first), first, 0.0)))
    return what, np.min(candidates, axis=0) - width, np.max(candidates, axis=0) + width


def wrong(asked, answers):
    """What JavaScript says otherwise: a line for each formula with a fault, its worst point."""
    activations, losses = one_score_activations(), one_score_losses()
    for (kind, name, other, x, y), answer in zip(asked, answers, strict=True):
        a, loss = activations.get(name), losses.get(other)
        a, loss = a and a.bare, loss and loss.bare
        with np.errstate(all="ignore"):
            for what, low, high in bounds(kind, a, loss, x, y):
                got = np.array([float(v) for v in answer[what]])
                fits = (got >= low) & (got <= high)
                unknown = np.isnan(low) | np.isnan(high)  # of which NaN is one answer
                fits |= unknown & (np.isnan(got) | (kind == "composed"))
                if not fits.all():
                    (i,) = np.flatnonzero(~fits)[:1]
                    where = (
                        f"at {x[i, 0]!r}, {y[i, 0]!r}: {got[i]!r}, not in [{low[i]!r}, {high[i]!r}]"
                    )
                    label = " + ".join(filter(None, (name, other)))
                    yield f"{kind} {label}, {what}: {np.sum(~fits)} of {len(fits)}, {where}"


def compared_composed(asked):
    """How many points of each composed pair have an answer that is one number."""
    activations, losses = one_score_activations(), one_score_losses()
    for kind, name, other, x, y in asked:
        if kind == "composed":
            pair = compose(activations[name], losses[other], guard=False)
            yield np.isfinite(pair.value(x, y)).sum()
