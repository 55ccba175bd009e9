"""What the words mean: a domain, a statistic, an activation, a loss, a pairing.

Arrays have shape `(..., samples, outputs)`, values of a loss `(..., samples)`; leading axes are replicas.

Formulas read as attributes of an activation, a loss or a pairing check their arguments first and
warn of nothing (infinity and NaN are answers here); `record.bare` has them as they are, for loops.
"""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import NamedTuple

import numpy as np

from . import inputs, shapes
from .inputs import Array


class Domain(NamedTuple):
    """A set of targets or of predictions, as data.

    kind "interval": the finite numbers from `low` to `high`, `closed` at "both" ends, "left", "right"
    or "neither"; `whole` leaves the whole numbers of them. "members": the numbers `members`. "simplex":
    rows of nonnegative numbers with sum 1, with `closed` "neither" of positive ones; "one-hot": rows
    with a single 1 among zeros; "counts": rows of whole numbers; "ladder": rows of ones followed by
    zeros; "order": rows that hold each of 1 … n once; "preference": the rows (1, 0) and (0, 1).
    "columns": a target written in as many columns as there are `parts`, each in its own domain;
    `ordered` where no column may be above the next (k of n). "flagged": a target of the only part
    beside its flag, 1 known, 0 unknown; "some known": the same, one known in every row. "some classes":
    rows of zeros and ones, both among them; "mask": with at least `low` ones. "arrow": rows of numbers,
    not all 0; "partners": with two equal ones. `note` says why the set ends where it does, `called` how
    people call it.
    """

    kind: str
    low: float = -np.inf
    high: float = np.inf
    closed: str = "both"
    members: tuple[float, ...] = ()
    whole: bool = False
    parts: tuple["Domain", ...] = ()
    note: str | None = None
    called: str | None = None
    ordered: bool = False

    @property
    def name(self) -> str:
        """How a message writes it: [0, 1), {−1, 1}, the real numbers."""
        return self.called or _NAMES[self.kind](self)

    @property
    def rows(self) -> bool:
        """Whether a target is a whole row: one truth value of `contains` per row."""
        return self.kind in _OF_ROWS

    @property
    def member(self) -> float:
        """Some number of it."""
        low, high = _ends(self)
        if np.isfinite(low) and np.isfinite(high):
            return low if self.members or self.whole else (low + high) / 2
        return float(low + 1 if np.isfinite(low) else min(high - 1, 0.0))

    def contains(self, y: Array) -> Array:
        """A mask: one truth value per number, per row (`rows`), per target of several columns.

        NaN is in no domain, and infinity neither.
        """
        with np.errstate(all="ignore"):  # a sum may overflow
            return _CONTAINS[self.kind](self, np.asarray(y))

    def within(self, other: "Domain") -> bool:
        """Whether every number of an interval or of a few members lies in `other`, ends apart."""
        if self.rows or self.parts or other.kind != "interval":
            return self._replace(note=None, called=None) == other._replace(note=None, called=None)
        low, high = _ends(self)
        return other.low <= low and high <= other.high and other.whole <= self.whole


def _ends(domain: Domain) -> tuple[float, float]:
    if domain.kind == "members":
        return min(domain.members), max(domain.members)
    return domain.low, domain.high


def _in_interval(domain: Domain, y: Array) -> Array:
    left = domain.closed in ("both", "left") and np.isfinite(domain.low)
    right = domain.closed in ("both", "right") and np.isfinite(domain.high)
    above = y >= domain.low if left else y > domain.low
    below = y <= domain.high if right else y < domain.high
    inside = above & below
    return inside & (y == np.floor(y)) if domain.whole else inside


def _on_simplex(domain: Domain, y: Array) -> Array:
    # Rows that somebody rounded to single precision are rows still.
    slack = 1e-5 if y.dtype == np.float64 else 3e-4 if y.dtype.kind == "f" else 0.0
    shares = y > 0 if domain.closed == "neither" else y >= 0
    return shares.all(axis=-1) & (np.abs(y.sum(axis=-1) - 1) <= slack)


def _one_hot(domain: Domain, y: Array) -> Array:
    return np.isin(y, (0.0, 1.0)).all(axis=-1) & (y.sum(axis=-1) == 1)


def _on_ladder(domain: Domain, y: Array) -> Array:
    falls = (y[..., 1:] <= y[..., :-1]).all(axis=-1)
    return np.isin(y, (0.0, 1.0)).all(axis=-1) & falls


def _in_order(domain: Domain, y: Array) -> Array:
    return (np.sort(y, axis=-1) == np.arange(1, y.shape[-1] + 1)).all(axis=-1)


def _preferred(domain: Domain, y: Array) -> Array:
    return _one_hot(domain, y) & (y.shape[-1] == 2)


def _in_columns(domain: Domain, y: Array) -> Array:
    y = y.reshape(*y.shape[:-1], -1, len(domain.parts))
    rising = (y[..., :-1] <= y[..., 1:]).all(axis=-1) | (not domain.ordered)
    return rising & np.all(
        [part.contains(y[..., i]) for i, part in enumerate(domain.parts)], axis=0
    )


def _flagged(domain: Domain, y: Array) -> Array:
    y, flag = y[..., ::2], y[..., 1::2]
    return (flag == 0) | ((flag == 1) & domain.parts[0].contains(y))


def _some_known(domain: Domain, y: Array) -> Array:
    return _flagged(domain, y) & (y[..., 1::2] == 1).any(axis=-1, keepdims=True)


def _some_classes(domain: Domain, y: Array) -> Array:
    here, most = y.sum(axis=-1), y.shape[-1]
    return np.isin(y, (0.0, 1.0)).all(axis=-1) & (here > 0) & (here < most)


def _masks(domain: Domain, y: Array) -> Array:
    return np.isin(y, (0.0, 1.0)).all(axis=-1) & (y.sum(axis=-1) >= domain.low)


def _arrows(domain: Domain, y: Array) -> Array:
    return np.isfinite(y).all(axis=-1) & (y != 0).any(axis=-1)


def _with_partners(domain: Domain, y: Array) -> Array:
    found = np.sort(y, axis=-1)
    return np.isfinite(y).all(axis=-1) & (found[..., 1:] == found[..., :-1]).any(axis=-1)


def _interval_name(domain: Domain) -> str:
    left = "[" if domain.closed in ("both", "left") and np.isfinite(domain.low) else "("
    right = "]" if domain.closed in ("both", "right") and np.isfinite(domain.high) else ")"
    name = f"{left}{domain.low:.4g}, {domain.high:.4g}{right}"
    whole = "whole numbers in " if domain.whole else ""
    return whole + name.replace("inf", "∞").replace("-", "−")


def _members_name(domain: Domain) -> str:
    return "{" + ", ".join(f"{v:g}" for v in domain.members).replace("-", "−") + "}"


_OF_ROWS = (
    "simplex",
    "one-hot",
    "ladder",
    "counts",
    "some classes",
    "order",
    "preference",
    "mask",
    "arrow",
    "partners",
)
_CONTAINS = {
    "interval": _in_interval,
    "members": lambda domain, y: np.isin(y, domain.members),
    "simplex": _on_simplex,
    "counts": lambda domain, y: ((y >= 0) & (y == np.floor(y)) & (y < np.inf)).all(axis=-1),
    "one-hot": _one_hot,
    "ladder": _on_ladder,
    "order": _in_order,
    "preference": _preferred,
    "columns": _in_columns,
    "flagged": _flagged,
    "some known": _some_known,
    "some classes": _some_classes,
    "mask": _masks,
    "arrow": _arrows,
    "partners": _with_partners,
}
_NAMES = {
    "interval": _interval_name,
    "members": _members_name,
    "simplex": lambda domain: (
        f"rows of {'positive' if domain.closed == 'neither' else 'nonnegative'} numbers with sum 1"
    ),
    "counts": lambda domain: "rows of whole numbers, none below 0",
    "one-hot": lambda domain: "rows with a single 1 among zeros",
    "ladder": lambda domain: "rows of ones followed by zeros, the thresholds passed",
    "order": lambda domain: "rows with the ranks 1 … n, each once, 1 the best",
    "preference": lambda domain: "rows (1, 0) or (0, 1), 1 for the preferred item of two",
    "flagged": lambda domain: f"{domain.parts[0].name}, each beside a flag 0 or 1",
    "some known": lambda domain: (
        f"{domain.parts[0].name}, each beside a flag 0 or 1, a known one in every row"
    ),
    "some classes": lambda domain: "rows of ones (possible) and zeros (not), both among them",
    "mask": lambda domain: "rows of zeros and ones" + ", at least one 1 in each" * (domain.low > 0),
    "arrow": lambda domain: "rows of numbers, not all 0",
    "partners": lambda domain: "lists of numbers, equal for items that belong together, some equal",
    "columns": lambda domain: (
        "columns in "
        + " and ".join(part.name for part in domain.parts)
        + ", none above the next" * domain.ordered
    ),
}


def interval(lo: float, hi: float, closed: str = "both") -> Domain:
    """{y : lo ≤ y ≤ hi}, with `closed` one of "both", "left", "right", "neither".

    Infinite edges are never members, so `interval(-inf, inf)` is the set of finite numbers.
    """
    if closed not in ("both", "left", "right", "neither"):
        raise ValueError(f'closed: got {closed!r}; accepted are "both", "left", "right", "neither"')
    if not lo < hi:
        raise ValueError(f"lo, hi: got {lo}, {hi}; accepted is lo < hi")
    return Domain("interval", float(lo), float(hi), closed)


def labels(*values: float) -> Domain:
    """The finite set {values}: `labels(0, 1)`."""
    return Domain("members", members=values)


def columns(*parts: Domain) -> Domain:
    """Targets in several columns, each in its own domain: `columns(positive, labels(0, 1))`."""
    return Domain("columns", parts=parts)


def flagged(domain: Domain) -> Domain:
    """Targets of `domain`, each beside a flag: 1 known, 0 unknown."""
    return Domain("flagged", parts=(domain,))


def some_known(domain: Domain) -> Domain:
    """Targets of `domain`, each beside a flag, 1 known, 0 unknown: a known one in every row."""
    return Domain("some known", parts=(domain,))


reals = Domain("interval", called="the real numbers")
unit_interval = interval(0.0, 1.0)
nonnegative = interval(0.0, np.inf)
positive = interval(0.0, np.inf, "right")
whole_numbers = nonnegative._replace(whole=True)
simplex = Domain("simplex")
one_hot_rows = Domain("one-hot")
some_classes = Domain("some classes")
ladders = Domain("ladder")
open_simplex = Domain("simplex", closed="neither")
count_rows = Domain("counts")


class Statistic(NamedTuple):
    """What the best constant prediction of a sample is: its name, and how to compute it.

    of(y, weights=None) -> p, from targets of shape (samples, columns), and a weight for each sample,
    to one prediction per output; None where it takes a search.
    """

    name: str
    of: Callable[..., Array] | None = None

    def __str__(self) -> str:
        return self.name


# --- records that hold formulas --------------------------------------------------------------


def _behind(check: Callable, fields: type, name: str) -> property:
    """The formula in field `name`, called with what `check(record, *arguments)` returns."""
    place = fields._fields.index(name)
    known = list(inspect.signature(check).parameters)[1:]

    def read(record):
        formula = tuple.__getitem__(record, place)
        if formula is None:
            return None

        def call(*arguments, **named):
            if named or len(arguments) != len(known):
                arguments = inputs.by_place(name, known, arguments, named)
            with np.errstate(all="ignore"):
                given = check(record, *arguments)
                found = shapes.result(name, record.name, formula(*given), given[0])
            return found.copy() if any(found is a for a in given) else found  # what is given stays

        return update_wrapper(call, getattr(formula, "func", formula))

    return property(read, doc=f"The bare formula `{name}`, behind a check of its arguments.")


class _Activation(NamedTuple):
    name: str
    forward: Callable[[Array], Array]
    vjp: Callable[[Array, Array], Array]
    range: Domain
    potential: Callable[[Array], Array] | None = None
    conjugate: Callable[[Array], Array] | None = None
    reason: str | None = None
    excess: Callable[[Array, Array], Array] | None = None
    residual: Callable[[Array, Array], Array] | None = None
    scores: int = 1


class Activation(_Activation):
    """An output map `p = a(z)`, with its potential where it has one.

    forward(z) -> p; vjp(z, g) -> J(z)ᵀ g; range: the values of `a`, closed at each edge that a
    target may take; potential(z) = Φ(z) with a = ∇Φ, and conjugate(y) = Φ*(y), both summed over
    the outputs and both None where `a` is not the gradient of a convex function; reason: why not.
    excess(z, y) = Φ(z) − ⟨y, z⟩ + Φ*(y) and residual(z, y) = a(z) − y, without the cancellation
    that these sums suffer; None: as they stand. scores: how many predict one target (Gaussian: 2).
    """

    __slots__ = ()

    @property
    def bare(self) -> _Activation:
        """The formulas as they are, without a check."""
        return _Activation(*self)

    def _one(self, z):
        z = inputs.real_array("z", z, empty=True)
        return (shapes.whole_targets(z, self.name, self.scores, self.range.rows),)

    def _two(self, z, g):
        z, g = shapes.same_shape("z", z, "g", g)
        return shapes.whole_targets(z, self.name, self.scores, self.range.rows), g

    def _target(self, y):
        return (inputs.real_array("y", y, empty=True),)

    def _pair(self, z, y):
        return shapes.scores_and_targets(z, y)

    forward = _behind(_one, _Activation, "forward")
    vjp = _behind(_two, _Activation, "vjp")
    potential = _behind(_one, _Activation, "potential")
    conjugate = _behind(_target, _Activation, "conjugate")
    excess = _behind(_pair, _Activation, "excess")
    residual = _behind(_pair, _Activation, "residual")

    def __repr__(self) -> str:
        return f"<activation {self.name}, range {self.range.name}>"


class _Loss(NamedTuple):
    name: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    targets: Domain
    predictions: Domain
    elicits: Statistic
    scores: int = 1
    columns: int = 1


class Loss(_Loss):
    """A loss `L(p, y)` of a prediction: value per sample, summed over the outputs, never averaged.

    value(p, y) -> L of shape (..., samples); gradient(p, y) -> ∂L/∂p of the shape of p;
    targets, predictions: where y and p may lie; elicits: what the best constant prediction is;
    scores: numbers in a prediction of one target; columns: numbers in which a target is written.
    """

    __slots__ = ()

    @property
    def bare(self) -> _Loss:
        """The formulas as they are, without a check."""
        return _Loss(*self)

    def _checked(self, p, y):
        return shapes.predictions_and_targets(p, y, self.scores, self.columns, self.targets)

    value = _behind(_checked, _Loss, "value")
    gradient = _behind(_checked, _Loss, "gradient")

    def __repr__(self) -> str:
        return f"<loss {self.name}, targets in {self.targets.name}, elicits {self.elicits}>"


class _Pairing(NamedTuple):
    name: str
    predict: Callable[[Array], Array]
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    targets: Domain
    scores: int = 1
    columns: int = 1
    activation: Activation | None = None
    loss: Loss | None = None
    curvature: Callable[[Array, Array], Array] | None = None
    lists: bool = False
    guard: bool = True


class Pairing(_Pairing):
    """An activation with a loss, as functions of the score z.

    predict(z) -> p; value(z, y) -> L of shape (..., samples); gradient(z, y) -> ∂L/∂z and
    curvature(z, y) -> ∂²L/∂z_k², the diagonal, both of the shape of z. A target takes `scores`
    outputs of the network, side by side (Gaussian mean and log variance: 2), and is written in
    `columns` columns, side by side (a censored time and its flag: 2). With `lists` a sample is a
    list of items, each scored by the same network. Calls refuse wrong shapes and, with `guard`,
    targets outside `targets` and lists too short to compare anything, also after `_replace`.
    """

    __slots__ = ()

    @property
    def bare(self) -> _Pairing:
        """The formulas as they are, without a check."""
        return _Pairing(*self)

    def _score(self, z):
        return (shapes.whole_targets(inputs.score_array("z", z), self.name, self.scores),)

    def _checked(self, z, y):
        z, y = shapes.scores_and_targets(z, y, self.scores, self.columns, self.targets)
        if self.guard:
            inputs.long_enough(self, y)
            inputs.targets_in(self.targets, y)
        return z, y

    predict = _behind(_score, _Pairing, "predict")
    value = _behind(_checked, _Pairing, "value")
    gradient = _behind(_checked, _Pairing, "gradient")
    curvature = _behind(_checked, _Pairing, "curvature")

    def __repr__(self) -> str:
        shape = f", {self.scores} scores" * (self.scores > 1)
        shape += f", {self.columns} columns" * (self.columns > 1)
        return f"<pairing {self.name}, targets in {self.targets.name}{shape}>"
