"""Results as text: numbers with few digits, medians with intervals, Markdown tables."""

from collections.abc import Mapping, Sequence

import numpy as np

from .experiments import median_interval


class Markdown(str):
    """Text that a notebook typesets."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def number(value: float, digits: int = 3, *, full: bool = False) -> str:
    """`value` with so many significant digits, as people write it: 0.125, 1230, −4.2, 3.1e−05.

    With `full`, zeros at the end stay (0.160), except in whole numbers.
    """
    if np.isnan(value):
        return "undefined"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    zeros = "#" if full and value != np.rint(value) else ""
    text = f"{value + 0.0:{zeros}.{digits}g}".rstrip(".")
    if "e+" in text:
        text = f"{float(text):.0f}"
    return text.replace("-", "−")


def spread(values: Sequence[float], digits: int = 3, never: str = "∞") -> str:
    """The median with its 95 % interval, "3 (2–4)"; `never` stands for infinity.

    Where a value is NaN the answer is "undefined", with the number of seeds if not for all.
    """
    values = np.asarray(values, dtype=float)
    undefined = int(np.isnan(values).sum())
    if undefined:
        return "undefined" if undefined == values.size else f"undefined in {undefined} seeds"
    found = median_interval(values)
    middle, low, high = (never if np.isinf(v) else number(v, digits, full=True) for v in found)
    if low == middle == high:
        return middle
    to = "–" if min(found) >= 0 and np.isfinite(found).all() else " to "
    return f"{middle} ({low}{to}{high})"


def count(flags: Sequence[bool]) -> str:
    """How many are true: "3 of 20"."""
    flags = np.asarray(flags, dtype=bool)
    return f"{flags.sum()} of {flags.size}"


def table(rows: Sequence[Mapping[str, str]]) -> Markdown:
    """A Markdown table with one line per row; all rows have the same keys, the columns."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(str(row[n]) for n in names) + " |" for row in rows]
    return Markdown("\n".join(lines))
