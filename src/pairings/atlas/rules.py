"""The class of a cell: by stated rules, from what was measured, never by hand.

What a cell has learnt is its gain: 1 − its test error in units of the best constant's. It is held
against the gain of the reference, the matched pair that its kind names, from the ordinary start.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

SHARE = 0.5  # of the seeds
ENOUGH = 0.8  # of the gain of the reference
OFF = 0.15  # of the spread of the targets, beyond the reference; matched pairs part by 0.14
LATER = 4  # times the steps of the reference
BUDGET = 0.1  # of all steps: who needs fewer is not slow
FALLS = 0.02  # of the constant's error, in the second half of the steps


class Class(NamedTuple):
    """letter: as the map shows it; rule: as the page states it."""

    letter: str
    rule: str


CLASSES = {
    "matched": Class("M", "the gradient is prediction − target, and the rule of *works* holds"),
    "works": Class(
        "W",
        f"gains at least {ENOUGH:.0%} of what the reference gains, and its predictions are on average "
        f"no further than {OFF:g} spreads of the targets from those of the reference",
    ),
    "slow": Class(
        "S",
        f"the same, but it learns later than {LATER} times the steps of the reference and than "
        f"{BUDGET:.0%} of all; or it has not got there yet, and its training error still falls",
    ),
    "off its statistic": Class(
        "O",
        "knows the targets and does not say their mean: read off a straight line its predictions would "
        f"gain enough; or they gain something, but lie more than {OFF:g} spreads too high or too low",
    ),
    "stalls": Class("T", "its training error falls no more, and the gain is not enough"),
    "dies": Class("D", "in half of the seeds the slope of the output is 0 on every training row"),
    "diverges": Class("X", "in half of the seeds the loss or a weight was not finite at some step"),
    "undefined": Class("·", "the loss is not made for these targets or these predictions"),
}


def classed(
    found: Mapping,
    reference: Mapping[str, Mapping],
    start: str,
    matched: bool,
    observed: Sequence[int],
) -> str:
    """The class of a trained cell from one start, in the order of the rules."""
    if found["diverged"] >= SHARE:
        return "diverges"
    if found["dead"] >= SHARE:
        return "dies"
    enough = ENOUGH * gain(reference["ordinary"]["error"])
    high = abs(_middle(found["too high"]) - _middle(reference["ordinary"]["too high"]))
    if gain(found["error"]) >= enough and high <= OFF:
        limit = max(LATER * _middle(reference[start]["steps"]), BUDGET * observed[-1])
        if _middle(found["steps"]) > limit:
            return "slow"
        return "matched" if matched else "works"
    if falls(found["curve"], observed):
        return "slow"
    aside = gain(found["error"]) > 0 and high > OFF
    return "off its statistic" if aside or gain(found["line"]) >= enough else "stalls"


def gain(error: Sequence[float | None]) -> float:
    """1 − the median error in units of the best constant's; −∞ where it is not finite."""
    return 1 - _middle(error)


def falls(curve: Sequence[Sequence[float | None]], observed: Sequence[int]) -> bool:
    """Whether the median training error still falls in the second half of the steps."""
    half = min(range(len(observed)), key=lambda i: abs(observed[i] - observed[-1] / 2))
    then, now = (inf if curve[1][i] is None else curve[1][i] for i in (half, -1))
    return now < inf and then - now > 1000 * FALLS  # a curve is in thousandths


def _middle(values: Sequence[float | None]) -> float:
    return inf if values[0] is None else values[0]
