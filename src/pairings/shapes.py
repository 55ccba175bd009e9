"""Do they fit? Scores, targets and predictions beside each other, and what comes out of a formula.

numpy would broadcast what does not fit. Here it is refused, with the likely mistake: class indices
where rows are due, a target without its flag, classes in the second axis.
"""

import numpy as np

from . import foreign
from .inputs import Array, real_array, score_array


def scores_and_targets(
    z, y, scores: int = 1, columns: int = 1, targets=None
) -> tuple[Array, Array]:
    """(z, y) as floats whose shapes fit: `z.shape[-1] * columns == y.shape[-1] * scores`.

    y has the samples of z, and either all replica axes of z or none (then every replica has the
    same targets). Integer targets take the dtype of z where it holds them exactly. `targets`, the
    domain of y, is for the words of a refusal.
    """
    z, given = score_array("z", z), y
    y = real_array("y", y)
    if z.shape[-1] % scores:
        raise ValueError(
            f"z: got shape {z.shape}; accepted are {scores} scores for each target, side by side"
        )
    outputs = z.shape[-1] // scores
    if y.ndim < 2:
        hint = encoding(targets, outputs, columns) or (
            "Subtracting (n,) from (n, 1) would make an (n, n) table: write "
            f"{foreign.as_column('y', given)}"
        )
        raise ValueError(
            f"y: got shape {y.shape} for z of shape {z.shape}; accepted is (..., samples, targets). "
            f"{hint if y.ndim else 'For a single number write [[…]]'}"
        )
    _refuse_class_maps(z, y)
    if y.shape[-2] != z.shape[-2]:
        transposed = y.ndim == 2 and y.shape[-1] * scores == z.shape[-2] * columns
        raise ValueError(
            f"y: got {y.shape[-2]} samples for the {z.shape[-2]} of z."
            f"{' Transposed? Write y.T' * transposed}{_class_rows(z, y)}"
        )
    if y.ndim > 2 and y.shape[:-2] != z.shape[:-2]:
        raise ValueError(
            f"y: got replica axes {y.shape[:-2]}; accepted are those of z, {z.shape[:-2]}, or none"
        )
    if outputs * columns != y.shape[-1]:
        one_each = y.shape[-1] == outputs or y.shape[-1] == 1
        hint = encoding(targets, outputs, columns) if one_each else ""
        raise ValueError(
            f"y: got {y.shape[-1]} columns for {z.shape[-1]} outputs of z; accepted are "
            f"{outputs * columns}.{' ' * bool(hint)}{hint}"
        )
    y = _in_precision_of(z, y, given)
    dtype = np.result_type(z, y)
    return z.astype(dtype, copy=False), y.astype(dtype, copy=False)


def encoding(targets, outputs: int, columns: int = 1) -> str:
    """How labels become rows, or numbers get the column beside them, for targets of that domain."""
    if targets is not None and targets.kind in ("flagged", "some known"):
        return "A target beside its flag? inputs.with_flags(y) writes them, NaN for an unknown one"
    if columns > 1:
        told = f": {targets.name}" if targets is not None else ""
        return f"A target takes {columns} columns, side by side{told}"
    if targets is not None and targets.kind == "ladder":
        return f"Ranks? Write inputs.ladder(ranks, {outputs + 1})"
    if outputs > 1 and (targets is None or targets.rows or targets.contains(np.eye(2)).all()):
        return f"Class indices? Write one_hot(labels, {outputs})"
    return ""


def _refuse_class_maps(z: Array, y: Array) -> None:
    # Maps of class indices: classes of z in axis 1, (N, C, H, W) and (N, H, W), or in the last axis.
    wrong = (
        f"y: got shape {y.shape} for z of shape {z.shape}; accepted is (..., samples, targets). "
    )
    if z.ndim > 3 and y.shape == z.shape[:1] + z.shape[2:]:
        rows = f"np.eye({z.shape[1]})[y]" if z.shape[1] > 1 else "y[..., None]"
        raise ValueError(
            f"{wrong}Channels first? Classes come last: np.moveaxis(z, 1, -1), and {rows}"
        )
    if z.ndim > 3 and y.shape == z.shape[:-1]:
        rows = f"np.eye({z.shape[-1]})[y]" if z.shape[-1] > 1 else "y[..., None]"
        raise ValueError(f"{wrong}Class indices? Write {rows}")


def _class_rows(z: Array, y: Array) -> str:
    # Scores (N, C, L) with classes in axis 1, and rows of class indices (N, L).
    if z.ndim == 3 and y.shape == z.shape[:1] + z.shape[2:]:
        return (
            f" Class indices, and classes in axis 1 of z? Classes come last: z.swapaxes(1, 2), and "
            f"np.eye({z.shape[1]})[y]"
        )
    return ""


def _in_precision_of(z: Array, y: Array, given) -> Array:
    if np.asarray(given).dtype.kind not in "biu":
        return y
    exact = y.astype(z.dtype)
    return exact if (exact == y).all() else y


def predictions_and_targets(
    p, y, scores: int = 1, columns: int = 1, targets=None
) -> tuple[Array, Array]:
    """(p, y) as floats whose shapes fit: one row (outputs,), or (..., samples, outputs) as in
    `scores_and_targets`. Raises ValueError for other shapes, where numpy would broadcast."""
    p, given = real_array("p", p), y
    y = real_array("y", y)
    fits = p.ndim and y.ndim and p.shape[-1] * columns == y.shape[-1] * scores
    same = fits and p.shape[:-1] == y.shape[:-1]
    if not (same or (fits and y.ndim == 2 and p.shape[-2:-1] == y.shape[:1])):
        hint = ""
        if p.ndim > 1 and (y.ndim == 1 or y.shape[-1:] == (1,)):
            hint = encoding(targets, max(p.shape[-1] // scores, 1), columns)
        if y.ndim == 1 and p.ndim > 1:
            hint = hint or f"Write {foreign.as_column('y', given)}"
        elif p.ndim == 1 and y.ndim > 1:
            hint = "Write p[:, None]"
        raise ValueError(
            f"y: got shape {y.shape} for p of shape {p.shape}; accepted are as many samples and "
            f"outputs, and the replica axes of p or none.{' ' * bool(hint)}{hint}"
        )
    return p, _in_precision_of(p, y, given)


def same_shape(first: str, value, second: str, other) -> tuple[Array, Array]:
    """(value, other) as floats of one shape."""
    value, other = (real_array(*pair, empty=True) for pair in ((first, value), (second, other)))
    if value.shape != other.shape:
        raise ValueError(
            f"{second}: got shape {other.shape}; accepted is that of {first}, {value.shape}"
        )
    return value, other


def whole_targets(z: Array, name: str, scores: int, rows: bool = False) -> Array:
    """z, if its last axis holds all the scores of each target; with `rows`, a row of at least one."""
    if rows and (not z.ndim or not z.shape[-1]):
        raise ValueError(f"z: got shape {z.shape}; {name} takes rows, (..., outputs)")
    if scores > 1 and (not z.ndim or z.shape[-1] % scores):
        raise ValueError(
            f"z: got shape {z.shape}; {name} reads {scores} scores for each target, side by side"
        )
    return z


PER_SAMPLE = ("value", "potential", "conjugate", "excess")
LIKE_THE_SCORES = ("gradient", "curvature", "forward", "vjp", "residual")


def result(formula: str, name: str, found, first: Array):
    """`found`, if it has the shape that the formula promises for its first argument: another one would
    be broadcast, and a mean over the batch taken for the loss of every sample."""
    if formula in PER_SAMPLE:
        wanted = first.shape[:-1]
    elif formula in LIKE_THE_SCORES:
        wanted = first.shape
    else:
        return found
    if np.shape(found) != wanted:
        hint = ""
        if formula == "value":
            hint = ". One number per sample: sum over the last axis, and take no mean"
        elif formula == "gradient":
            hint = ". That of one sample's loss, by each of its outputs: take no mean"
        raise ValueError(
            f"{formula}: {name} returns shape {np.shape(found)} for one of {first.shape}; accepted "
            f"is {wanted}{hint}"
        )
    return found
