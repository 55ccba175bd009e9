"""What tests need to know of a formula, in one record for each activation and each loss.

`ACTIVATIONS` and `LOSSES` hold a record for everything of one score that the package offers by
name, and for another member of each family (`elu_with(0.5)`); `HEADS` and `SEVERAL` for what has
several scores per target, `ROWS` for the rows of the catalogue. Tests are written for all of them;
what is special about one stands here and nowhere else. `missing()` says which records the package
has without facts.
"""

import numpy as np

from facts.kinds import OfActivation, OfLoss, column
from facts.of_activations import ACTIVATIONS, HEADS
from facts.of_losses import LOSSES, SEVERAL
from facts.rows import ROWS
from pairings import activations, losses
from pairings.records import Activation, Loss

__all__ = [
    "ACTIVATIONS",
    "HEADS",
    "LOSSES",
    "ROWS",
    "SEVERAL",
    "OfActivation",
    "OfLoss",
    "column",
    "makers",
    "missing",
    "of",
]

FILES = {Activation: "tests/facts/of_activations.py", Loss: "tests/facts/of_losses.py"}
KNOWN = {fact.of.name: fact for fact in (*ACTIVATIONS, *HEADS, *LOSSES, *SEVERAL)}


def of(record):
    """The facts of a record; LookupError with what to write where there are none."""
    if record.name not in KNOWN:
        raise LookupError(wanted(record))
    return KNOWN[record.name]


def wanted(record) -> str:
    kind = Activation if isinstance(record, Activation) else Loss
    fields = (OfActivation if kind is Activation else OfLoss).__doc__.split("\n\n")[1]
    return f"{record.name}: {FILES[kind]} has no facts of it. Add a record with\n{fields}"


def makers(room) -> dict:
    """The functions of `activations` or `losses` that make a member of a family."""
    return {name: f for name, f in vars(room).items() if name.endswith("_with") and name[0] != "_"}


def missing() -> list[str]:
    """A sentence for each record without facts, each family without a member, each half a record."""
    found = []
    for room, kind in ((activations, Activation), (losses, Loss)):
        offered = [r for r in vars(room).values() if isinstance(r, kind)]
        found += [wanted(record) for record in offered if record.name not in KNOWN]
        made = {fact.made[0] for fact in KNOWN.values() if fact.made}
        found += [
            f"{name}: {FILES[kind]} has no member of this family. Add facts of one, with "
            f"made=({name}, the name of its parameter, a value)"
            for name, maker in makers(room).items()
            if maker not in made
        ]
    for fact in ACTIVATIONS:
        needed = ("potentials", "conjugates") if fact.of.potential else ()
        found += [
            f"{fact.of.name}: no {part} by hand; give one at least"
            for part in ("values", *needed)
            if not getattr(fact, part) and not fact.made
        ]
    found += [f"{f.of.name}: no values by hand; give one at least" for f in LOSSES if not f.values]
    return found


def near_edges(a: Activation) -> np.ndarray:
    """The targets where `a` saturates: every pattern of scores far out, in three columns."""
    far = of(a).reach
    return a.forward(np.array(np.meshgrid(*[[-far, far]] * 3)).T.reshape(-1, 3))
