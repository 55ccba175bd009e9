"""Proposes records of the property table: `python tests/proofs/propose.py [names of rows]`.

Searches what holds of each row and prints a record for src/pairings/catalogue/properties.py, with
the witnesses it found; "TODO" is where a person writes the derivation. Without names: every row
that has no record.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import facts
import numpy as np
from facts import searches

from pairings import CATALOGUE, start
from pairings.catalogue.properties import PROPERTIES

EASY = {
    "convex": 'yes("TODO: ∂²L/∂z² = …")',
    "canonical": "RESIDUAL",
    "finite": 'yes("TODO: at the edges it is …")',
    "proper": 'yes("TODO: the mean gradient vanishes where …")',
}


def short(values) -> str:
    """A list with few digits; a row of shares with all of them, so that its sum stays 1."""
    values = np.ravel(values).astype(float)
    shares = len(values) > 1 and (values >= 0).all() and abs(values.sum() - 1) < 1e-6
    return "[" + ", ".join(repr(float(v)) if shares else f"{v:.4g}" for v in values) + "]"


def against(why: str, witness) -> str:
    parts = ", ".join(
        short(part) if np.ndim(part) < 2 else f"[{', '.join(map(short, part))}]" for part in witness
    )
    return f'no("TODO: {why}", {parts})'


def bounded(pairing, row) -> str:
    z, y, pull = searches.pulls(pairing, row)
    worst = int(pull.argmax())
    if pull[worst] > searches.LARGE:
        return against("∂L/∂z grows with …", (z[worst], y[worst]))
    return f'yes("TODO: |∂L/∂z| ≤ …", {pull[worst]:.6g})'


def degree(pairing, row) -> str:
    """The power of c by which the least mean loss grows, where it is one."""
    y = np.concatenate([row.draw(np.random.default_rng(k))[1] for k in range(4)])
    powers = []
    for c in (2.0, 5.0):
        try:
            once, more = start(pairing, y).loss, start(pairing, c * y).loss
        except ValueError:
            return "None"
        if not (once > 0 and more > 0 and np.isfinite(more)):
            return "None"
        powers.append(np.log(more / once) / np.log(c))
    same = abs(powers[0] - powers[1]) < 1e-9
    return f"{round(powers[0]):d}" if same and abs(powers[0] - round(powers[0])) < 1e-9 else "None"


def sample(pairing, row) -> tuple:
    """The first targets that are drawn, one each, or rows where they hang together."""
    y = row.draw(np.random.default_rng(0))[1][:5]
    alone = pairing.targets.contains(y).size * pairing.columns == y.size
    if alone and not pairing.lists:
        y = y[:, : pairing.columns]
    digits = 17 if pairing.targets.rows else 3
    return tuple(tuple(float(f"{v:.{digits}g}") for v in line) for line in y)


def proposed(name: str) -> str:
    """The record of a row as Python."""
    entry, row = CATALOGUE[name], facts.ROWS[name]
    pairing = entry.pairing
    found = {
        "convex": (searches.not_convex(pairing, row), "not convex where …"),
        "canonical": (searches.not_canonical(pairing, row), "∂L/∂z is … instead"),
        "finite": (searches.not_finite(pairing, row), "at the edge it is infinite"),
    }
    answers = {
        question: EASY[question] if witness is None else against(why, witness)
        for question, (witness, why) in found.items()
    }
    if pairing.scores > 1 or pairing.columns > 1 or pairing.lists:
        answers["canonical"] = 'Property(None, "no p − y to compare with: TODO")'
    witness = (
        None if pairing.lists else searches.not_proper(pairing, row, searches.statistic(pairing))
    )
    answers["proper"] = EASY["proper"] if witness is None else against("two are best", witness)
    if pairing.lists:
        answers["proper"] = 'Property(None, "of a list no constant is asked: TODO")'
    answers["calibrated"] = "NO_MARGIN"
    if searches.is_margin(pairing):
        witness = searches.not_calibrated(pairing)
        answers["calibrated"] = 'yes("TODO: ∂L/∂z at 0 is negative for y = 1")'
        if witness is not None:
            answers["calibrated"] = against("the wrong side", witness)
    lines = [
        repr(name),
        repr(entry.statistic),
        answers["convex"],
        answers["proper"],
        answers["calibrated"],
        bounded(pairing, row),
        answers["canonical"],
        answers["finite"],
        '"TODO: units"',
        degree(pairing, row),
        f"sample={sample(pairing, row)}",
    ]
    return "Properties(\n" + "".join(f"    {line},\n" for line in lines) + ")"


if __name__ == "__main__":
    wanted = sys.argv[1:] or [name for name in CATALOGUE if name not in PROPERTIES]
    for name in wanted:
        print(f"{proposed(name)},", flush=True)
