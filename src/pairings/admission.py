"""What a contest admits: its settings, checked before anything is trained."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from . import foreign, inputs
from .datasets import Split
from .datasets import split as split_rows
from .optimizers import Optimizer
from .records import Array
from .scoring import Entrant


def several(name: str, values) -> list:
    """`values` as a list of at least one."""
    if not np.iterable(values) or isinstance(values, str):
        raise TypeError(f"{name}: got {values!r}; accepted is a sequence: write [{values!r}]")
    if not (values := list(values)):
        raise ValueError(f"{name}: got none; accepted is at least one")
    return values


def once(name: str, values: list) -> list:
    """`values`, none of them twice: each counts as one run."""
    if twice := [one for one in values if values.count(one) > 1]:
        raise ValueError(f"{name}: got {twice[0]!r} more than once; each counts as one run")
    return values


def entrants_of(entrants) -> list[Entrant]:
    """Entrants of different names, each with its pairing and three functions."""
    if isinstance(entrants, Entrant):
        raise TypeError("entrants: got one Entrant; accepted is a sequence: write [entrant]")
    if hasattr(entrants, "shape"):
        raise TypeError(
            f"entrants: got {foreign.shown(entrants)}; swapped? The order is duel(entrants, x, labels)"
        )
    alone = isinstance(entrants, tuple) and hasattr(entrants, "_fields")  # a record is no list
    found = [entrants] if alone else several("entrants", entrants)
    found = [inputs.of_kind(Entrant, "entrants", entrant) for entrant in found]
    for entrant in found:
        if not hasattr(entrant.pairing, "predict"):
            raise TypeError(
                f"entrants: got {foreign.shown(entrant.pairing)} in an Entrant; accepted is "
                f"{foreign.ACCEPTED['Pairing']}, or CATALOGUE[name].pairing"
            )
        for what in ("encode", "decide", "probability"):
            a_function(f"entrants: {what}", getattr(entrant, what), "an array")
    once("entrants", [entrant.name for entrant in found])
    return found


def a_function(name: str, value, of: str) -> Callable:
    """`value`, a function of what `of` says."""
    if not callable(value):
        raise TypeError(f"{name}: got {foreign.shown(value)}; accepted is a function of {of}")
    return value


def named_functions(name: str, value, of: str, empty: bool = True) -> Mapping:
    """A mapping of names to functions."""
    if not isinstance(value, Mapping):
        raise TypeError(
            f"{name}: got {foreign.shown(value)}; accepted is a dict of names and functions of {of}"
        )
    if not value and not empty:
        raise ValueError(f"{name}: got none; accepted is at least one")
    for each, function in value.items():
        a_function(f"{name}: {each}", function, of)
    return value


def samples(x, labels) -> tuple[Array, Array]:
    """x as (samples, inputs), and as many labels, as they come."""
    x = inputs.finite_array("x", x, "(samples, inputs)")
    if x.ndim != 2:
        raise ValueError(f"x: got shape {x.shape}; accepted is (samples, inputs)")
    inputs.real_array("labels", labels)  # refuses what is no number; labels keep their own type
    labels = np.asarray(labels)
    if labels.shape[:1] != x.shape[:1]:
        raise ValueError(
            f"labels: got shape {labels.shape}; accepted is (samples, …) for the {len(x)} of x"
        )
    return x, labels


def rows_of(split, count: int) -> Split:
    """Rows for training, validation and test, none of them in two of these."""
    if split is None:
        return split_rows(count)
    if not isinstance(split, Split):
        raise TypeError(
            f"split: got {foreign.shown(split)}; accepted is datasets.split(samples), or a Split of "
            f"row numbers for training, validation and test"
        )
    parts = [np.asarray(part) for part in split]
    for name, part in zip(Split._fields, parts, strict=True):
        whole = part.ndim == 1 and part.dtype.kind in "iu" and part.size
        if not whole or part.min() < 0 or part.max() >= count:
            raise ValueError(
                f"split: {name}: got {foreign.shown(part)}; accepted are row numbers from 0 to "
                f"{count - 1}, at least one. Made for other data?"
            )
    rows, times = np.unique(np.concatenate([np.unique(part) for part in parts]), return_counts=True)
    if (times > 1).any():
        raise ValueError(
            f"split: got row {rows[times > 1][0]} in more than one part; what is chosen or judged by a "
            f"row must not have learnt from it"
        )
    return Split(*parts)


def threshold_of(threshold) -> float:
    """An error to reach, at least 0."""
    threshold = inputs.number("threshold", threshold)
    if not threshold >= 0:
        raise ValueError(f"threshold: got {threshold:g}; accepted is an error to reach, at least 0")
    return threshold


def optimizer_of(optimizer) -> Callable[[Array], Optimizer]:
    """A maker of optimizers, not yet called."""
    if isinstance(optimizer, Optimizer) or not callable(optimizer):
        raise TypeError(
            f"optimizer: got {foreign.shown(optimizer)}; accepted is a function of the step sizes, "
            f"not yet called: optimizers.adam"
        )
    return optimizer


def claims_of(claims, metrics: Iterable[str]) -> list[str]:
    """What is claimed: "error", "speed" or the name of a metric that is better when smaller."""
    claims = [claims] if isinstance(claims, str) else several("claims", claims)
    accepted = ["error", "speed", *(name for name in metrics if not name.endswith("accuracy"))]
    for claim in claims:
        if claim not in accepted:
            raise ValueError(
                f"claims: got {claim!r}; accepted are {accepted}; what is claimed of an accuracy "
                f"is chosen by 'error'"
            )
    return claims


def encoded(entrant: Entrant, labels: Array) -> Array:
    """Targets (samples, columns), as the entrant writes its labels."""
    y = entrant.encode(labels)
    if np.ndim(y) != 2 or len(y) != len(labels):
        raise ValueError(
            f"entrants: encode: {entrant.name} writes {foreign.shown(y)} for {len(labels)} labels; "
            f"accepted is an array of shape (samples, columns)"
        )
    return np.asarray(y)
