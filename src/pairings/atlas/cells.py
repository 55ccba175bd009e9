"""A cell: one output with one loss on one kind of target; is it defined, and what comes of it?"""

from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from .. import activations, losses, optimizers
from ..contest import Duel, duel, observation_steps, ordinary
from ..medians import median_intervals
from ..network import Params, shift_output
from ..pairing import compose, matching
from ..records import Activation, Array, Domain, Loss, Pairing, unit_interval
from ..scoring import Entrant
from .kinds import KINDS, Kind

MATCHING = "matching"
STARTS = "ordinary", "bad"
_WITH_INTERVAL = "error", "wrong", "steps"


class Protocol(NamedTuple):
    """What is the same for all cells: tanh hidden layer, plain gradient descent on all rows.

    reached: the share of the constant's error at which a seed has learnt; observations: how many
    points a curve has at most.
    """

    seeds: int = 20
    step_sizes: tuple[float, ...] = (0.02, 0.1, 0.5, 2.5, 12.5)
    steps: int = 128
    hidden: tuple[int, ...] = (6,)
    reached: float = 0.75
    observations: int = 28


PROTOCOL = Protocol()


class Cell(NamedTuple):
    """One square of the map, by names: of a kind, an output, a loss ("matching": of the output)."""

    kind: str
    activation: str
    loss: str

    @property
    def name(self) -> str:
        return ".".join(self)


# --- which there are --------------------------------------------------------------------------------


def outputs() -> dict[str, Activation]:
    """{name in the package: record} of every output of the table that takes one score a target."""
    named = {id(record): name for name, record in vars(activations).items()}
    return {named[id(a)]: a for a in activations.TABLE if a.scores == 1}


def costs() -> dict[str, Loss]:
    """{name in the package: record} of every loss of one score and one column."""
    return {
        name: loss
        for name, loss in vars(losses).items()
        if isinstance(loss, Loss) and (loss.scores, loss.columns) == (1, 1)
    }


def cells(kind: Kind) -> Iterator[Cell]:
    """Its part of the square, row by row; rows of the simplex only where targets are rows."""
    some, few = kind.only or ((), ())
    for output, a in outputs().items():
        if some and output not in some:
            continue
        if a.range.rows and not kind.targets.rows:
            continue
        for loss in (MATCHING, *costs()):
            if not few or loss in few:
                yield Cell(kind.name, output, loss)


# --- which are defined ------------------------------------------------------------------------------


def takes(domain: Domain, targets: Domain) -> bool:
    """Whether every one of `targets` lies in `domain`; one-hot rows are zeros and ones, too."""
    if domain.rows:
        return targets.rows
    numbers = (0.0, 1.0) if targets.rows else targets.members
    if numbers:
        return bool(domain.contains(np.array(numbers)).all())
    ends = (targets.low, "left"), (targets.high, "right")
    ends = [end for end, side in ends if targets.closed in ("both", side) and np.isfinite(end)]
    return targets.within(domain) and bool(domain.contains(np.array(ends)).all())


def gives(range_: Domain, predictions: Domain) -> bool:
    """Whether an output of this range stays within `predictions`, ends apart."""
    if predictions.rows:
        return range_.rows
    return (unit_interval if range_.rows else range_).within(predictions)


@cache
def undefined(cell: Cell) -> str | None:
    """Why this cell has no loss, or None: from the domains alone, nothing is trained."""
    targets, a = KINDS[cell.kind].targets, outputs()[cell.activation]
    if cell.loss == MATCHING:
        if a.potential is None:
            return f"{a.name} has no matching loss"
        if not takes(a.range, targets):
            return (
                f"the matching loss takes targets in {a.range.name}; here they are {targets.name}"
            )
        return None
    loss = costs()[cell.loss]
    if not takes(loss.targets, targets):
        return f"the loss takes targets in {loss.targets.name}; here they are {targets.name}"
    if not gives(a.range, loss.predictions):
        return f"the loss takes predictions in {loss.predictions.name}; the output gives {a.range.name}"
    return None


def pairing(cell: Cell) -> tuple[Pairing, bool]:
    """(the pairing, whether it is matched): in its exact form where loss and output belong together."""
    a = outputs()[cell.activation]
    if cell.loss == MATCHING:
        return matching(a), True
    loss = costs()[cell.loss]
    if a.potential is not None and a.range.rows == loss.targets.rows:
        try:
            return matching(a, loss), True
        except ValueError:
            pass
    return compose(a, loss, guard=False), False


# --- what comes of them -----------------------------------------------------------------------------


@cache
def drawn(name: str):
    return KINDS[name].draw()


def measure(cell: Cell, protocol: Protocol = PROTOCOL) -> dict[str, dict]:
    """{start: what is measured} of a defined cell, as `trained` says."""
    kind, (x, y, split) = KINDS[cell.kind], drawn(cell.kind)
    return trained(pairing(cell)[0], x, y, split, kind.bad, _decision(kind), protocol)


def trained(pair: Pairing, x, y, split, bad, decide, protocol: Protocol) -> dict[str, dict]:
    """{start: what is measured} of a pairing on one data set, by the protocol of the contests.

    Two step sizes, from the same runs: by the validation error for what is claimed of errors, by
    speed for "steps" (until the training error has fallen to `reached`) and for the "curve" (lower
    quartile, median, upper quartile of the training error, in thousandths, at the steps
    `observed`). Errors are root mean squares in units of the best constant's. Medians, some with low
    and high, are of the test rows; "line": the error that is left when predictions are read off the
    best straight line; "wrong": the share of wrong decisions, where `decide` makes some; "dead",
    "diverged": shares of the seeds.
    """
    spread = float(y[split.train].std(axis=0).mean())
    error = _in_spreads(spread)

    def shifted(params: Params) -> Params:
        return shift_output(params, bias=np.array(bad))

    def on_the_line(entrant, p, y, weights=None):
        p, y = (v - v.mean(axis=-2, keepdims=True) for v in (p, y))
        along, length = (p * y).sum(axis=(-1, -2)), (p * p).sum(axis=(-1, -2))
        return error((along / np.where(length == 0, 1, length))[..., None, None] * p, y)

    def too_high(entrant, p, y, weights=None):
        return (p[..., 0] - y[..., 0]).mean(axis=-1) / spread

    def wrong(entrant, p, y, weights=None):
        found = (decide(p) != decide(y)).mean(axis=-1)
        return np.where(np.isnan(p).any(axis=(-1, -2)), np.nan, found)

    metrics = {"error": lambda entrant, p, y, weights=None: error(p, y)}
    metrics |= {"line": on_the_line, "too high": too_high}
    result = duel(
        [Entrant(pair, encode=_as_given, decide=_as_given)],
        x,
        y,
        seeds=range(protocol.seeds),
        step_sizes=protocol.step_sizes,
        claims=("error", "speed"),
        split=split,
        starts={"ordinary": ordinary, "bad": shifted},
        hidden_sizes=protocol.hidden,
        optimizer=optimizers.sgd,
        epochs=protocol.steps,
        batch_size=len(split.train),
        threshold=protocol.reached,
        error=error,
        metrics=metrics | ({"wrong": wrong} if decide else {}),
        observations=protocol.observations,
    )
    return {start: _told(result, start) for start in STARTS}


def observed(protocol: Protocol = PROTOCOL) -> list[int]:
    """The steps at which a curve has its points."""
    return observation_steps(protocol.steps, protocol.observations)


def _as_given(values: Array) -> Array:
    return values


def _in_spreads(spread: float):
    def error(p: Array, y: Array, weights=None) -> Array:
        return np.sqrt(((p - y) ** 2).mean(axis=(-1, -2))) / spread

    return error


def _decision(kind: Kind):
    """What a prediction decides, where the kind asks for a decision."""
    if not kind.decisions:
        return None
    if kind.targets.rows:
        return _largest
    return partial(_above, sum(kind.targets.members) / 2)


def _largest(p: Array) -> Array:
    return p.argmax(axis=-1)


def _above(middle: float, p: Array) -> Array:
    return p[..., 0] > middle


def _told(result: Duel, start: str) -> dict:
    found = {"repeats": True}
    for claim in ("error", "speed"):
        chosen = result.by(claim)
        choice = next(c for c in chosen.choices if c["start"] == start and c["chosen"])
        found[f"step size by {claim}"] = choice["step size"]
        found[f"edge by {claim}"] = choice["at the edge"]
        found["repeats"] &= choice["repeatable"]
        rows = [row for row in chosen.rows if row["start"] == start]
        if claim == "error":
            found["dead"] = float(np.mean([row["dead"] for row in rows]))
            found["diverged"] = float(np.mean([np.isfinite(row["diverged_at"]) for row in rows]))
        for name in ("error", "line", "too high", "wrong") if claim == "error" else ("steps",):
            if name in rows[0]:
                middle = median_intervals([float(row[name]) for row in rows])
                found[name] = [_plain(v) for v in middle[: 3 if name in _WITH_INTERVAL else 1]]
    (curve,) = [c["training error"] for key, c in chosen.curves.items() if key[1] == start]
    curve = np.where(np.isnan(curve), np.inf, curve)
    quartiles = np.quantile(curve, [0.25, 0.5, 0.75], axis=1, method="inverted_cdf")
    return found | {"curve": [[_thousandths(v) for v in line] for line in quartiles]}


def _plain(value: float) -> float | None:
    """A number as JSON has it, with nine digits; None for what is not finite."""
    return float(f"{value:.9g}") if np.isfinite(value) and abs(value) < 1e6 else None


def _thousandths(value: float) -> int | None:
    """An error in thousandths, as a curve is stored; None for what is not finite or above 100."""
    return round(1000 * float(value)) if value <= 100 else None
