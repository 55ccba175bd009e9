"""Outputs that are usually hidden, with the loss of their own."""

from .. import activations
from ..pairing import matching
from .entry import Entry

ENTRIES = (
    Entry(
        "ELU + its matching loss",
        matching(activations.elu),
        "−1 or greater",
        "ELU",
        "its matching loss: half squared error above 0, a Poisson deviance below",
        "p - y",
        "mean",
        "none",
        "none",
        "`make_fenchel_young_loss` (can be negative)",
        "none",
        "diabetes",
        page="relu-elu-selu",
        when="targets have a floor below 0, with α = 1 at −1",
        asked="from −1 up (an ELU output)",
        bias=r"$m$; below 0, $\log(1 + m)$",
        first_loss="$v/2$, if no target is below 0",
        shown="front",
    ),
    Entry(
        "SELU + its matching loss",
        matching(activations.selu),
        "−1.758 or greater",
        "SELU",
        "its matching loss: λ times that of ELU with α = 1.673, at y/λ",
        "p - y",
        "mean",
        "none",
        "none",
        "`make_fenchel_young_loss` (can be negative)",
        "none",
        "diabetes",
        page="relu-elu-selu",
        when="as ELU, with λ = 1.051 and α = 1.673, floor −λα",
        asked="from −1.758 up (a SELU output)",
        bias=r"$m/\lambda$, if $m \ge 0$",
        first_loss=r"$v/(2\lambda)$, if no target is below 0",
        shown="front",
    ),
)
