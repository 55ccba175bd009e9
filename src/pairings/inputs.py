"""What is checked before anything is computed: types, shapes, targets, settings.

Every refusal names the argument, what it got, what is accepted and, where one can be guessed,
the likely mistake. Nothing broadcasts silently. What is of the wrong kind (masked, complex, text,
no number) is a TypeError; a wrong shape, size or value is a ValueError.

float32 and float64 are kept; half precision, integers and booleans become float64; extended
precision is refused, for the special functions stop at double. Arrays leave the door in C order:
equal numbers give equal sums, to the bit, however they lay in memory.
"""

from collections.abc import Sequence

import numpy as np

from .records import Array, Domain


def real_array(name: str, value) -> Array:
    """`value` as an array of float32 or float64 in C order.

    Raises TypeError for masked, complex, object and text arrays and for extended precision,
    ValueError for ragged and empty ones.
    """
    if _masked(value):
        raise TypeError(f"{name}: got a masked array; fill or drop the masked entries first")
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name}: got rows of unequal length; accepted is an array") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name}: got dtype {array.dtype}; accepted are floats, integers and booleans"
        )
    if array.dtype.itemsize > 8:
        raise TypeError(
            f"{name}: got dtype {array.dtype}; accepted are float32 and float64. "
            f"Write {name}.astype(float)"
        )
    if array.size == 0:
        raise ValueError(f"{name}: got an empty array of shape {array.shape}")
    single = array.dtype.kind == "f" and array.dtype.itemsize == 4
    return array.astype(np.float32 if single else np.float64, order="C", copy=False)


def _masked(value, depth: int = 4) -> bool:
    # In lists as well, where numpy would drop the mask.
    if depth and isinstance(value, list | tuple):
        return any(_masked(part, depth - 1) for part in value)
    return np.ma.isMaskedArray(value)


def score_array(name: str, value) -> Array:
    """`value` as floats of shape (..., samples, outputs); NaN and infinity pass (a result, no input)."""
    array = real_array(name, value)
    if array.ndim < 2:
        raise ValueError(
            f"{name}: got shape {array.shape}; accepted is (..., samples, outputs). "
            f"For one output per sample write {name}[:, None]"
        )
    return array


def finite_array(name: str, value) -> Array:
    """`score_array` that also refuses NaN and infinity."""
    array = score_array(name, value)
    bad = ~np.isfinite(array)
    if bad.any():
        raise ValueError(
            f"{name}: got {array[bad][0]} at index {_first(bad)}, {bad.sum()} such in all; "
            f"accepted are finite numbers"
        )
    return array


def scores_and_targets(z, y, scores: int = 1, columns: int = 1) -> tuple[Array, Array]:
    """(z, y) as floats whose shapes fit: `z.shape[-1] * columns == y.shape[-1] * scores`.

    y has the samples of z, and either all replica axes of z or none (then every replica has the
    same targets). Integer targets take the dtype of z where it holds them exactly.
    """
    z, given = score_array("z", z), y
    y = real_array("y", y)
    if y.ndim < 2:
        hint = "Subtracting (n,) from (n, 1) would make an (n, n) table: write y[:, None]"
        if z.shape[-1] > 1:
            hint = f"Class indices? Write one_hot(labels, {z.shape[-1]})"
        raise ValueError(
            f"y: got shape {y.shape} for z of shape {z.shape}; accepted is (..., samples, targets). "
            f"{hint}"
        )
    if y.shape[-2] != z.shape[-2]:
        raise ValueError(f"y: got {y.shape[-2]} samples for the {z.shape[-2]} of z")
    if y.ndim > 2 and y.shape[:-2] != z.shape[:-2]:
        raise ValueError(
            f"y: got replica axes {y.shape[:-2]}; accepted are those of z, {z.shape[:-2]}, or none"
        )
    if z.shape[-1] * columns != y.shape[-1] * scores:
        raise ValueError(
            f"y: got {y.shape[-1]} columns for {z.shape[-1]} outputs of z; accepted are "
            f"{z.shape[-1] * columns / scores:g}."
            + (" Class indices? Write one_hot(labels, classes)" if y.shape[-1] == 1 else "")
        )
    if np.asarray(given).dtype.kind in "biu":
        exact = y.astype(z.dtype)
        y = exact if (exact == y).all() else y
    return z, y


@np.errstate(all="ignore")  # the sum of a row may be anything here
def targets_in(domain: Domain, y: Array) -> None:
    """Refuses targets outside `domain`, NaN included, and guesses the mistake."""
    inside = domain.contains(y)
    if inside.all():
        return
    bad = np.argwhere(~inside)
    where = tuple(int(i) for i in bad[0])
    raise ValueError(
        f"y: got {_shown(y[where])} at index {where}, {len(bad)} such in all; "
        f"accepted: {domain.name}.{domain.note or ''}{_likely_mistake(domain, y)}"
    )


def _likely_mistake(domain: Domain, y: Array) -> str:
    present = np.unique(y[np.isfinite(y)])
    if np.isnan(y).any():
        return " NaN: a missing target? Drop the row"
    if domain.contains(np.array([[0.0], [1.0]])).all() and set(present) == {-1.0, 1.0}:
        return " Labels −1 and +1? Write (1 + y) / 2, or take tanh as the output"
    if domain.name.startswith("rows") and (y.sum(axis=-1) > 1.5).any() and set(present) <= {0, 1}:
        return " Several labels in a row? They need one sigmoid per label"
    if domain.name.startswith("rows"):
        return " Class indices? Write one_hot(labels, classes)"
    if domain.name.startswith("[") and present.size and (present < 0).any():
        return (
            " Standardised or shifted targets? This output cannot be that low: "
            "divide by a positive number without subtracting one, or take identity as the output"
        )
    if domain.contains(np.array([[1.0]])).all() and not domain.contains(np.array([[2.0]])).all():
        return " Labels 1, 2, or unscaled numbers? Bring them into the range of the output"
    return ""


def _shown(value) -> str:
    return np.array2string(np.asarray(value), precision=6, threshold=6).replace("\n", "")


def _first(mask: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(mask)[0])


def one_hot(labels, classes: int) -> Array:
    """Rows of zeros with a 1 in column `labels[i]`; labels are the integers 0 … classes − 1.

    Shape (n,) -> (n, classes). Raises ValueError for any other label, and for a class that no
    row shows (an output nobody teaches).
    """
    whole_number("classes", classes, at_least=1)
    given = real_array("labels", labels)
    if given.ndim != 1:
        raise ValueError(
            f"labels: got shape {given.shape}; accepted is (n,), one class index per sample. "
            f"One-hot already? Use it as it is, or labels.argmax(axis=-1)"
        )
    label = (given >= 0) & (given < classes) & (given == np.floor(given))
    if not label.all():
        odd = given[~label][0]
        ones_based = " Labels 1 … K? Subtract 1" if given.min() == 1 and odd == classes else ""
        raise ValueError(f"labels: got {odd:g}; accepted are 0 … {classes - 1}.{ones_based}")
    present = np.append(np.unique(given), np.inf)
    if len(present) <= classes:
        missing = np.argmax(present != np.arange(len(present)))
        raise ValueError(
            f"labels: no sample of class {missing}; accepted is every class at least once. "
            f"Encode before splitting, or number the classes without a gap"
        )
    return np.eye(classes)[given.astype(int)]


def whole_number(name: str, value, at_least: int, at_most: float = np.inf) -> int:
    """`value` as an int from `at_least` to `at_most`."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not (whole and at_least <= value <= at_most):
        limit = "" if at_most == np.inf else f" and at most {at_most}"
        raise ValueError(
            f"{name}: got {value!r}; accepted is a whole number of at least {at_least}{limit}"
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
    return found


def column(name: str, value) -> Array:
    """One number per sample as a column: (n,) -> (n, 1)."""
    array = real_array(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name}: got shape {array.shape}; accepted is (n,), a number per sample")
    return array[:, None]
