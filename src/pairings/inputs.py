"""What is checked before anything is computed: types, shapes, targets, settings.

Every refusal names the argument, what it got, what is accepted and, where one can be guessed,
the likely mistake. Nothing broadcasts silently. What is of the wrong kind (masked, complex, text,
no number) is a TypeError; a wrong shape, size or value is a ValueError.

float32 and float64 are kept; half precision, integers and booleans become float64; extended
precision is refused, for the special functions stop at double. Checked arrays are in C order:
equal numbers give equal sums, to the bit, however they lay in memory.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import wraps

import numpy as np

from . import foreign, mistakes

Array = np.ndarray


def real_array(name: str, value, *, empty: bool = False) -> Array:
    """`value` as an array of float32 or float64 in C order.

    Raises TypeError for masked, complex, object and text arrays, for extended precision and for
    what numpy cannot read, ValueError for ragged and, unless `empty` is allowed, empty ones.
    """
    if _masked(value):
        raise TypeError(f"{name}: got a masked array; fill or drop the masked entries first")
    if trouble := foreign.no_array(name, value):
        raise TypeError(f"{name}: got {trouble}")
    try:
        array = np.asarray(value)
    except Exception as error:
        if "inhomogeneous" in str(error):
            raise ValueError(f"{name}: got rows of unequal length; accepted is an array") from error
        raise TypeError(
            f"{name}: got {foreign.shown(value)}, of which numpy makes no array: "
            f"{str(error).partition(chr(10))[0]}{foreign.no_numpy(value)}"
        ) from error
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name}: got dtype {array.dtype}; accepted are floats, integers and booleans."
            f"{foreign.no_number(name, value, array)}"
        )
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8 and array.size:
        far = max(int(array.max()), -int(array.min()))
        if far > 2**53:
            raise ValueError(
                f"{name}: got {far}, beyond 2**53, where a float holds no whole number for sure. "
                f"Numbers of items? np.unique({foreign.written(name)}, return_inverse=True)[1]"
            )
    if array.dtype.itemsize > 8:
        raise TypeError(
            f"{name}: got dtype {array.dtype}; accepted are float32 and float64. "
            f"Write {foreign.written(name)}.astype(float)"
        )
    if array.size == 0 and not empty:
        raise ValueError(f"{name}: got an empty array of shape {array.shape}")
    single = array.dtype.kind == "f" and array.dtype.itemsize == 4
    return array.astype(np.float32 if single else np.float64, order="C", copy=False)


def _masked(value, depth: int = 4) -> bool:
    # In lists as well, where numpy would drop the mask.
    if depth and isinstance(value, list | tuple):
        return any(_masked(part, depth - 1) for part in value)
    return np.ma.isMaskedArray(value)


def score_array(name: str, value, what: str = "(..., samples, outputs)", hint: str = "") -> Array:
    """`value` as floats of that shape; NaN and infinity pass (a result, no input)."""
    array = real_array(name, value)
    if array.ndim < 2:
        hint = hint or f"For one number per sample write {foreign.as_column(name, value)}"
        raise ValueError(
            f"{name}: got shape {array.shape}; accepted is {what}. "
            f"{hint if array.ndim else 'For a single number write [[…]]'}"
        )
    return array


def finite_array(name: str, value, what: str = "(..., samples, outputs)", hint: str = "") -> Array:
    """`score_array` that also refuses NaN and infinity."""
    array = score_array(name, value, what, hint)
    bad = ~np.isfinite(array)
    if bad.any():
        raise ValueError(
            f"{name}: got {array[bad][0]} at index {_first(bad)}, {bad.sum()} such in all; "
            f"accepted are finite numbers"
        )
    return array


def of_kind(kind: type, name: str, value):
    """`value`, a record of that kind."""
    if not isinstance(value, kind):
        hint = foreign.no_record(kind.__name__, value)
        raise TypeError(
            f"{name}: got {foreign.shown(value)}; accepted is {foreign.ACCEPTED[kind.__name__]}"
            f"{'. ' * bool(hint)}{hint}"
        )
    return value


def sample_weights(weights, samples: int) -> Array:
    """Weights as floats: finite, none below 0, not all 0. Raises TypeError, ValueError for others."""
    each = "A weight per class? np.array([…])[labels]"
    if isinstance(weights, Mapping | str):
        raise TypeError(
            f"weights: got {foreign.shown(weights)}; accepted is an array, one number per sample. {each}"
        )
    weights = real_array("weights", weights)
    if weights.shape != (samples,):
        raise ValueError(
            f"weights: got shape {weights.shape}; accepted is ({samples},), one per sample. {each}"
        )
    bad = ~(np.isfinite(weights) & (weights >= 0))
    if bad.any() or not weights.any():
        got = f"{weights[bad][0]:g} at index {_first(bad)}" if bad.any() else "0 for every sample"
        raise ValueError(
            f"weights: got {got}; accepted are finite numbers of at least 0, not all 0. {each}"
        )
    return weights.astype(float)


def unit_weights(weights: Array) -> Array:
    """The weights times that power of 2 which brings the largest to ½ … 1: their sum is a number,
    in single precision too, and no digit changes."""
    return np.ldexp(weights, -int(np.frexp(weights.max())[1]))


_NO_WEIGHTS = "weights are given to fit and start; here take the mean of what comes back, weighted"
_NO_MEAN = "one number per sample comes back; take the mean of it"
_FOREIGN = {
    **dict.fromkeys(("sample_weight", "weight", "weights", "class_weight"), _NO_WEIGHTS),
    **dict.fromkeys(("reduction", "reduce", "size_average", "axis", "mean"), _NO_MEAN),
    "from_logits": "value and gradient of a pairing are those of scores, of a loss of predictions",
}


def by_place(name: str, known: list[str], given: tuple, named: dict) -> list:
    """The arguments of a formula in their order; TypeError for strange, missing or doubled ones."""
    accepted = ", ".join(known)
    for strange in named.keys() - set(known):
        hint = _FOREIGN.get(strange, f"accepted are {accepted}")
        raise TypeError(f"{strange}: {name} has no {strange}; {hint}")
    rest = known[len(given) :]
    if len(given) > len(known) or named.keys() != set(rest):
        got = len(given) + len(named)
        raise TypeError(f"{name}: got {got} argument{'s' * (got != 1)}; accepted are {accepted}")
    return [*given, *(named[other] for other in rest)]


def keywords(hints: dict[str, str]) -> Callable:
    """Makes a function refuse keywords it does not have, before Python says what else is missing,
    and tell what to write instead: `hints` by the foreign keyword."""

    def around(function):
        known = inspect.signature(function).parameters

        @wraps(function)
        def call(*given, **named):
            for strange in named.keys() - known.keys():
                near = get_close_matches(strange, known, 1, 0.8)
                hint = hints.get(strange) or (
                    f"meant {near[0]}=?" if near else f"accepted are {', '.join(known)}"
                )
                raise TypeError(f"{strange}: {function.__name__} has no {strange}; {hint}")
            return function(*given, **named)

        return call

    return around


def with_flags(y) -> Array:
    """Targets for `masked`: (..., samples, targets), NaN where unknown -> (..., samples, 2 targets)."""
    y = score_array("y", y)
    known = ~np.isnan(y)
    return np.stack([np.where(known, y, 0.0), known], axis=-1).reshape(*y.shape[:-1], -1)


def targets_in(domain, y: Array) -> None:
    """Refuses targets outside `domain`, NaN included, and guesses the mistake."""
    with np.errstate(all="ignore"):  # the sum of a row may be anything here
        inside = domain.contains(y)
        if inside.all():
            return
        bad = np.argwhere(~inside)
        where = tuple(int(i) for i in bad[0])
        targets = y if y.shape == inside.shape else y.reshape(*inside.shape, -1)
        row = f", a row with sum {targets[where].sum():.9g}" if domain.rows else ""
        digits = 9 if domain.contains(y.round(6))[where] else 6  # it must not look like a target
        raise ValueError(
            f"y: got {_shown(targets[where], digits)} at index {where}{row}, {len(bad)} such in all; "
            f"accepted: {domain.name}.{domain.note or ''}"
            f"{mistakes.in_targets(domain, y, targets[~inside])}"
        )


def long_enough(pairing, y: Array) -> None:
    """Refuses lists whose loss is the same whatever their scores, for want of items to compare.

    That is one item where a shift changes nothing, and two where each is the other's only candidate.
    Longer lists pass, also one that teaches nothing by its targets (all tied, nobody seen): a batch
    may hold some by chance.
    """
    if not pairing.lists:
        return
    items = y.shape[-1] // pairing.columns
    partners = pairing.targets.kind == "partners"
    if items > 1 + partners:
        return
    first = np.ones((1, 2)) if partners else y.reshape(-1, y.shape[-1])[:1]
    least = 1 + partners + (not _depends_on_scores(pairing, first))
    if items < least:
        raise ValueError(
            f"y: got lists of {'one item' if items == 1 else 'two items'}, shape {y.shape}; accepted "
            f"are lists of at least {least}. {pairing.name} compares the items of a list: such a one "
            f"costs the same whatever its scores, and teaches nothing.{mistakes.in_length(y, items)}"
        )


def _depends_on_scores(pairing, y: Array) -> bool:
    """Whether the value moves with the scores; a loss of one's own may, of an item alone too."""
    outputs = y.shape[-1] // pairing.columns * pairing.scores
    some = np.sin(np.arange(1.0, 1 + 8 * outputs)).reshape(8, 1, outputs)
    with np.errstate(all="ignore"):
        found = [pairing.bare.value(size * z, y) for z in some for size in (1.0, 10.0)]
    still = np.ptp(found) <= 1e-9 * (1 + np.max(np.abs(found)))
    return not still  # so does what is no number, which is told later


def _shown(value, digits: int = 6) -> str:
    return np.array2string(np.asarray(value), precision=digits, threshold=6).replace("\n", "")


def _first(mask: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(mask)[0])


@keywords(dict.fromkeys(("num_classes", "n_classes", "depth"), "write classes="))
def one_hot(labels, classes: int, *, strict: bool = False) -> Array:
    """Rows of zeros with a 1 in column `labels[i]`; labels are the integers 0 … classes − 1.

    Shape (n,) -> (n, classes). A batch need not show every class; with `strict` each must occur
    (an output nobody teaches is a mistake in a training set). Raises ValueError for any other
    label, TypeError for names of classes.
    """
    return _rows_of("labels", labels, "classes", classes, strict, "one_hot")


def _rows_of(name: str, labels, of: str, classes, strict: bool, caller: str) -> Array:
    if isinstance(classes, list | tuple) or getattr(classes, "ndim", 0):
        raise ValueError(f"{of}: got an array; swapped? The order is {caller}({name}, {of})")
    classes = whole_number(of, classes, at_least=1 + (caller == "ladder"))
    given = real_array(name, labels)
    if given.ndim != 1:
        hint = f"Encoded already? Use it as it is, or {name}.argmax(axis=-1)"
        if given.ndim == 2 and given.shape[1] == 1:
            hint = f"A column? Write np.ravel({name})"
        raise ValueError(
            f"{name}: got shape {given.shape}; accepted is (n,), one class index per sample. {hint}"
        )
    label = (given >= 0) & (given < classes) & (given == np.floor(given))
    if not label.all():
        raise ValueError(
            f"{name}: got {given[~label][0]:g}; accepted are 0 … {classes - 1}."
            f"{mistakes.in_labels(name, given, given[~label], classes)}"
        )
    present = np.append(np.unique(given), np.inf)
    if strict and len(present) <= classes:
        missing = np.argmax(present != np.arange(len(present)))
        raise ValueError(
            f"{name}: no sample of class {missing}; accepted is every class at least once. "
            f"Number the classes without a gap, or leave out strict=True"
        )
    try:
        rows = np.zeros((len(given), classes))
    except (MemoryError, ValueError) as error:
        raise ValueError(
            f"{of}: got {classes} for {len(given)} {name}; a table of that size does not fit "
            f"into memory. Encode batch by batch"
        ) from error
    rows[np.arange(len(given)), given.astype(int)] = 1.0
    return rows


@keywords(dict.fromkeys(("num_classes", "n_classes"), "write classes="))
def ladder(ranks, classes: int, *, strict: bool = False) -> Array:
    """Rows of `classes` − 1 thresholds, 1 for each that the rank has passed: y_k = [rank > k].

    Ranks are the integers 0 … classes − 1 in their order; shape (n,) -> (n, classes − 1). As with
    `one_hot` a batch need not show every class; with `strict` each must occur (a threshold that
    nobody tells apart has no finite best). Raises ValueError for any other rank and for fewer than
    two classes; TypeError for names of classes.
    """
    if foreign.is_text(ranks):
        raise TypeError(
            "ranks: got names; accepted are whole numbers in the order of the classes, 0 the lowest. "
            "Write [order.index(name) for name in names], the lowest first in order"
        )
    rows = _rows_of("ranks", ranks, "classes", classes, strict, "ladder")
    return np.cumsum(rows[:, :0:-1], axis=1)[:, ::-1]


def whole_number(name: str, value, at_least: int, at_most: float = np.inf) -> int:
    """`value` as an int from `at_least` to `at_most`."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not (whole and at_least <= value <= at_most):
        limit = "" if at_most == np.inf else f" and at most {at_most}"
        hint = isinstance(value, float | np.floating) and value.is_integer() and int(value)
        raise ValueError(
            f"{name}: got {foreign.shown(value)}; accepted is a whole number of at least "
            f"{at_least}{limit}{f'. Write {hint}' if hint else ''}"
        )
    return int(value)


def number(name: str, value) -> float:
    """`value` as one float."""
    array = real_array(name, value)
    if array.ndim:
        raise ValueError(f"{name}: got shape {array.shape}; accepted is one number")
    return float(array)


def positive(name: str, value) -> Array:
    """`value` as a float or an array of floats, each finite and above 0."""
    array = real_array(name, value)
    if not (np.isfinite(array) & (array > 0)).all():
        raise ValueError(f"{name}: got {_shown(array)}; accepted are finite numbers above 0")
    return array


def positive_number(name: str, value) -> float:
    """`value` as one float, finite and above 0."""
    return float(positive(name, number(name, value)))


def choice(name: str, value, accepted: Sequence[str]) -> str:
    """`value`, one of `accepted`."""
    if not isinstance(value, str) or value not in accepted:
        raise ValueError(f"{name}: got {value!r}; accepted are {', '.join(map(repr, accepted))}")
    return value


def generators(name: str, value) -> list[np.random.Generator]:
    """`value`, one generator or several, as a list."""
    found = list(value) if np.iterable(value) else [value]
    odd = [entry for entry in found if not isinstance(entry, np.random.Generator)]
    if odd:
        raise TypeError(
            f"{name}: got {odd[0]!r}; accepted are generators. A seed? np.random.default_rng(seed)"
        )
    if len({id(rng.bit_generator) for rng in found}) < len(found):
        raise ValueError(
            f"{name}: got one generator more than once; each replica draws from its own. Write "
            f"[np.random.default_rng(seed) for seed in seeds]"
        )
    return found


def column(name: str, value) -> Array:
    """One number per sample as a column: (n,) -> (n, 1)."""
    array = real_array(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name}: got shape {array.shape}; accepted is (n,), a number per sample")
    return array[:, None]
