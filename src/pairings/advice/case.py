"""What a check looks at: the output, the loss, targets and scores as arrays, in one record."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from .. import activations, inputs
from ..inputs import Array
from ..pairing import _leaves, compose, matching
from ..records import Domain, Pairing, interval
from .adapters import Cost, Head
from .findings import Finding
from .names import Step

ROWS = 100_000  # as many samples are looked at; of more, that many evenly spaced ones


class Reading(NamedTuple):
    """An array as it was given: numbers, kind of its dtype, shape, or why it is none."""

    values: Array | None = None
    kind: str = ""
    shape: tuple[int, ...] = ()
    trouble: str = ""
    sampled: bool = False

    @property
    def whole(self) -> bool:
        """Whether it holds whole numbers, whatever their type."""
        finite = self.finite
        return bool(finite.size) and bool((finite == np.floor(finite)).all())

    @property
    def finite(self) -> Array:
        return self.values[np.isfinite(self.values)]


def read(name: str, value) -> Reading | None:
    """`value` as numbers; never raises. None for None."""
    if value is None:
        return None
    try:
        value = _as_numpy(value)
        values = inputs.real_array(name, value, empty=True)
        kind = np.asarray(value).dtype.kind
    except Exception as error:  # whatever a strange object does when numpy looks at it
        return Reading(trouble=str(error).partition("\n")[0] or type(error).__name__)
    shape, values = values.shape, np.atleast_1d(values)
    if sampled := len(values) > ROWS:
        values = values[np.linspace(0, len(values) - 1, ROWS).astype(int)]
    return Reading(values, kind, shape, sampled=sampled)


def _as_numpy(value):
    """Tensors and frames of other libraries, by what they offer."""
    for step in ("detach", "cpu"):
        if callable(getattr(value, step, None)):
            value = getattr(value, step)()
    for last in ("to_numpy", "numpy", "toarray"):
        if callable(getattr(value, last, None)):
            return getattr(value, last)()
    return value


class Case(NamedTuple):
    """All that a rule may read."""

    head: Head
    cost: Cost
    pairing: Pairing | None = None
    y: Reading | None = None
    z: Reading | None = None
    weights: Reading | None = None
    mask: Reading | None = None
    threshold: Any = None
    outputs: bool = False  # z holds what came out, after the activation

    @property
    def last(self) -> Step:
        return self.head.last

    @property
    def numbers(self) -> Array | None:
        """The targets, where there are any to look at."""
        y = self.y
        return y.values if y is not None and y.values is not None and y.values.size else None

    @property
    def scores(self) -> Array | None:
        z = self.z
        return z.values if z is not None and z.values is not None and z.values.size else None

    @property
    def framework(self) -> str | None:
        return self.cost.framework

    @property
    def normalised(self) -> bool:
        """Whether the classes of a row share one probability."""
        return self.last.kind in ("softmax", "log-softmax") or self.cost.inside == "softmax"

    @property
    def form(self) -> str:
        """How targets are to be written; behind a softmax in rows, whatever the loss."""
        amounts = self.cost.form in ("", "01")
        return "rows" if amounts and self.last.kind == "softmax" else self.cost.form

    @property
    def width(self) -> int | None:
        """How many outputs there are."""
        z = self.scores
        if z is not None and z.ndim >= 2:
            first = self.framework == "torch" and self.cost.form == "index" and z.ndim > 2
            return z.shape[1] if first else z.shape[-1]
        return self.head.units

    @property
    def targets(self) -> Domain | None:
        if self.pairing is not None:
            return self.pairing.targets
        return self.cost.record.targets if self.cost.known else None

    @property
    def reach(self) -> Domain | None:
        """Where the prediction of one target may lie, as far as the records say it."""
        range_ = self.last.range
        if range_ is None or range_.kind != "interval":
            return None
        if self.cost.inside in ("sigmoid", "exp"):
            a = getattr(activations, self.cost.inside)
            low, high = a.forward([max(range_.low, -1e4), min(range_.high, 1e4)])
            return interval(float(low), float(high)) if low < high else None
        return None if self.cost.inside else range_

    @property
    def matched(self) -> Pairing | None:
        """The exact form of what was told, where the package has it and the scores are seen."""
        if self.outputs and self.last.kind != "identity":
            return None
        if self.pairing is not None:
            return self.pairing
        record, a = self.cost.record, self.last.record
        if self.cost.inside:
            a = getattr(activations, self.cost.inside) if self.last.kind == "identity" else None
        if record is None or a is None or record.scores != a.scores or self.cost.takes:
            return None
        try:
            return matching(a, record)
        except ValueError:
            return None if _leaves(a.bare, record.bare) else compose(a, record, guard=False)


RULES = []


def rule(function):
    RULES.append(function)
    return function


Found = Iterator[Finding]


def error(code: str, what: str, why: str, cure: str, page: str = "cases") -> Finding:
    return Finding(code, "error", what, why, cure, page)


def warning(code: str, what: str, why: str, cure: str, page: str = "cases") -> Finding:
    return Finding(code, "warning", what, why, cure, page)


def note(code: str, what: str, why: str, cure: str, page: str = "cases") -> Finding:
    return Finding(code, "note", what, why, cure, page)
