"""What is stored, read as a map: the class of every cell of a kind."""

from functools import cache
from pathlib import Path

from .cells import STARTS, Cell, cells, observed, pairing, undefined
from .kinds import KINDS
from .rules import classed
from .store import read

MISSING = "not computed"  # `make atlas` was stopped before it came there; a test says so


@cache
def is_matched(cell: Cell) -> bool:
    """Whether the gradient of a cell is prediction − target."""
    return undefined(cell) is None and pairing(cell)[1]


def classes(kind: str, at: Path | None = None) -> dict[str, tuple[str, str]]:
    """{"output.loss": its class from the ordinary and from the bad start}, row by row of the square.

    Raises Damaged for a file that is not as it was written.
    """
    found, told = read(kind, at), {}
    reference = found.get(".".join(KINDS[kind].reference))
    for cell in cells(KINDS[kind]):
        name = f"{cell.activation}.{cell.loss}"
        if undefined(cell):
            told[name] = "undefined", "undefined"
        elif name not in found or reference is None:
            told[name] = MISSING, MISSING
        else:
            matched = is_matched(cell)
            told[name] = tuple(
                classed(found[name][start], reference, start, matched, observed())
                for start in STARTS
            )
    return told
