"""The figure that moves: which formulas it needs."""

from pairings import activations, losses
from pairings.records import Activation, Loss

ROOMS = ("numbers", "positive", "counts", "labels")


def one_score_activations() -> dict[str, Activation]:
    """{name in the package: record} of every activation of the table whose prediction is one number."""
    named = {id(record): name for name, record in vars(activations).items()}
    return {named[id(a)]: a for a in activations.TABLE if a.scores == 1 and not a.range.rows}


def one_score_losses() -> dict[str, Loss]:
    """{name in the package: record} of every loss of the `ROOMS` that takes one number for one target."""
    found = {
        name: loss
        for name, loss in vars(losses).items()
        if isinstance(loss, Loss)
        and room(loss) in ROOMS
        and (loss.scores, loss.columns, loss.targets.rows) == (1, 1, False)
    }
    return dict(sorted(found.items(), key=lambda item: ROOMS.index(room(item[1]))))


def room(loss: Loss) -> str:
    return loss.value.__module__.rpartition(".")[2]
