"""recommend: which rows of the catalogue suit these targets, why, and what would change the answer."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import numpy as np

from ..catalogue import CATALOGUE, Entry
from ..inputs import Array
from .case import ROWS, Reading, read
from .rows import known_in_part, of_lists, of_rows, ragged
from .targets import Kind, of_names, of_numbers


class Choice(NamedTuple):
    """A row of the catalogue for these targets; row is None where nothing can be recommended."""

    row: str | None
    what: str
    why: str
    unless: str
    encode: str = ""
    page: str | None = None

    def __str__(self) -> str:
        parts = [self.row or "no row", f"    targets {self.what}", f"    why     {self.why}"]
        parts += [f"    unless  {self.unless}"] * bool(self.unless)
        parts += [f"    write   {self.encode}"] * bool(self.encode)
        parts += [f"    page    {self.page}"] * bool(self.page)
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        told = {"targets": self.what, "why": self.why, "unless": self.unless}
        told |= {"write": self.encode, "page": self.page}
        lines = "".join(f"<br>{key}: {escape(text)}" for key, text in told.items() if text)
        return f"<p><strong>{escape(self.row or 'no row')}</strong>{lines}</p>"


class Choices(tuple):
    """Choices, the best first; `rows` are their names."""

    __slots__ = ()

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(choice.row for choice in self if choice.row)

    def __repr__(self) -> str:
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        return "".join(choice._repr_html_() for choice in self)


@np.errstate(all="ignore")  # targets may be as large as they like
def recommend(y) -> Choices:
    """Rows of the catalogue for targets y, the best first, each with why and what would change it.

    y: an array, a list, a frame or a tensor; whole numbers, floats, one-hot, several labels, counts,
    shares, positive numbers, ±1, ordered classes, angles; two columns (a time or a number beside a
    flag, k of n, a count beside a time); rows with some NaN; lists: ranks, grades of relevance,
    (lists, items, 2) times beside flags, lists of unequal length, sets of names. Where targets may
    mean two things (0 to 9: classes or counts?), both are answered and the question is told. Never
    raises.
    """
    named = _class_names(y)
    lists, sets = _unequal(y), _sets_of_names(y)
    reading = read("y", named[1] if named else sets[1] if sets else _plain_numbers(y))
    if lists:
        return Choices(_unique([c for kind in ragged(lists) for c in _choices(kind)]))
    if reading is None or reading.values is None or not reading.values.size:
        why = reading.trouble if reading is not None and reading.trouble else "there are no targets"
        return Choices([_nothing(why, "an array with a row for each sample")])
    gaps, kinds = _kinds(reading.values, named)
    if not kinds:
        return Choices([_nothing("every row has a NaN or an infinite number", "known targets")])
    if sets:
        labels = [kind for kind in kinds if "several labels" in kind.asked] or kinds
        kinds = [kind._replace(encode=f"a column for each of {sets[0]} names") for kind in labels]
    found = [choice for kind in kinds for choice in _choices(kind)]
    return Choices(_told(_unique(found), reading, gaps))


def _kinds(values: Array, named) -> tuple[int, list[Kind]]:
    """How many rows were left out for gaps, and what the others may be."""
    kinds = []
    if values.ndim == 3 and np.isfinite(values).all():
        kinds += of_lists(values)
    if values.ndim != 2:
        columns = values.shape[-1] if values.ndim > 2 else 1
        values = values.reshape(-1, columns)
    kinds += known_in_part(values)
    gaps, values = _without_gaps(values)
    if kinds and gaps:
        return 0, kinds  # a mask leaves nothing out
    if named:
        kinds += of_names(named)
    elif len(values):
        kinds += of_rows(values) if values.shape[1] > 1 else of_numbers(values)
    return gaps, kinds


def _nothing(why: str, wanted: str) -> Choice:
    return Choice(None, f"cannot be read: {why}", "Nothing was seen", f"you give {wanted}")


def _class_names(y):
    """(the names in order, their indices) where targets are text or categories; None elsewhere."""
    try:
        categories = getattr(getattr(y, "cat", y), "categories", None)
        codes = getattr(getattr(y, "cat", y), "codes", None)
        if categories is not None and codes is not None:
            codes = np.asarray(codes)
            ordered = bool(getattr(getattr(y, "cat", y), "ordered", False))
            return list(map(str, categories)), codes[codes >= 0], ordered
        array = np.asarray(y)
        if (
            array.dtype.kind == "O"
            and array.size
            and all(isinstance(v, str) for v in array.ravel())
        ):
            array = array.astype(str)
        if array.dtype.kind != "U" or array.ndim != 1 or not array.size:
            return None
        names, codes = np.unique(array, return_inverse=True)
        return list(map(str, names)), codes, False
    except Exception:  # whatever a strange object does when it is looked at
        return None


def _plain_numbers(y):
    """Objects that are numbers (None for what is missing, decimals, fractions) as floats; y otherwise."""
    try:
        array = np.asarray(y)
        plain = array.dtype.kind == "O" and array.ndim in (1, 2) and array.size
        if plain and not any(isinstance(v, str | bytes) for v in array.ravel()):
            return array.astype(float)
    except Exception:  # whatever a strange object does when it is looked at
        return y
    return y


def _unequal(y) -> list[Array] | None:
    """Lists of numbers of unequal length, as arrays; None for anything else."""
    try:
        if not isinstance(y, list | tuple) or len(y) < 2:
            return None
        lists = [np.asarray(one, dtype=float) for one in y[:ROWS]]
        if any(one.ndim != 1 or not len(one) or not np.isfinite(one).all() for one in lists):
            return None
        return lists if len({len(one) for one in lists}) > 1 else None
    except Exception:  # whatever a strange object does when it is looked at
        return None


def _sets_of_names(y):
    """(how many names, zeros and ones) where each sample has some names; None elsewhere."""
    try:
        if not isinstance(y, list | tuple) or not y:
            return None
        if not all(isinstance(s, set | frozenset | list | tuple) for s in y):
            return None
        names = sorted({name for some in y for name in some})
        if not names or not all(isinstance(name, str) for name in names):
            return None
        rows = [[name in some for name in names] for some in y[:ROWS]]
        return (len(names), np.array(rows, dtype=float)) if len(names) <= 1000 else None
    except Exception:  # names that cannot be compared
        return None


def _without_gaps(values: Array) -> tuple[int, Array]:
    known = np.isfinite(values).all(axis=1)
    return int((~known).sum()), values[known]


# --- from kinds to rows ---------------------------------------------------------------------------


SHOWN = ("front", "card", "table")


def _choices(kind: Kind) -> Iterator[Choice]:
    """The rows whose targets hold all of these and that are asked for in such words, at most three."""
    fitting = [entry for entry in CATALOGUE.values() if _asked(entry, kind) is not None]
    ranked = sorted(
        (entry for entry in fitting if _holds(entry, kind)),
        key=lambda entry: (_asked(entry, kind), SHOWN.index(entry.shown)),
    )
    for entry in ranked[:3]:
        why = f"{kind.why} ({entry.when})" if entry.when else kind.why
        yield Choice(entry.name, kind.what, why, kind.unless, kind.encode, entry.page)
    if not ranked:
        why = f"{kind.why}. No row of the catalogue is for such targets"
        yield Choice(None, kind.what, why, kind.unless, kind.encode)


def _holds(entry: Entry, kind: Kind) -> bool:
    pairing, y = entry.pairing, kind.y
    if y.shape[1] % pairing.columns or pairing.lists != kind.lists:
        return False
    if pairing.targets.rows and y.shape[1] < 2:
        return False
    try:
        return bool(np.all(pairing.targets.contains(y)))
    except (ValueError, IndexError, TypeError):
        return False


def _asked(entry: Entry, kind: Kind) -> int | None:
    """The place of the first word of the kind that the row is asked for by; None without one."""
    text = (entry.asked or entry.target).lower()
    for place, word in enumerate(kind.asked):
        if re.search(rf"(?<!\w){re.escape(word)}", text):
            return place
    return None


def _unique(choices: list[Choice]) -> list[Choice]:
    seen = {}
    for choice in choices:
        seen.setdefault(choice.row or choice.what, choice)
    return list(seen.values())


def _told(choices: list[Choice], reading: Reading, gaps: int) -> list[Choice]:
    """The choices, the first of them with what was left out of sight."""
    notes = []
    if reading.sampled:
        notes.append(f"{ROWS} of {reading.shape[0]} samples were looked at")
    if gaps:
        notes.append(
            f"{gaps} rows with NaN or infinity left out: masked(pairing) takes unknown targets"
        )
    if notes and choices:
        first = choices[0]
        return [first._replace(what="; ".join([first.what, *notes])), *choices[1:]]
    return choices
