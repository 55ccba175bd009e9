"""Rules that read the targets: their form, their range, what is missing."""

import numpy as np

from ..mistakes import in_targets
from .case import Case, Found, error, note, rule, warning

CLOSE = 1e-6  # what rounding to single precision adds to a share
ROWS_SLACK = 1e-3


@rule
def targets_are_numbers(case: Case) -> Found:
    y = case.y
    if y is None:
        return
    if y.trouble and case.framework == "sklearn" and case.cost.form == "index":
        return  # it takes names of classes
    if y.trouble:
        yield error(
            "targets-out-of-domain",
            f"the targets are no array of numbers: {y.trouble}",
            "A loss computes with numbers",
            "np.unique(labels, return_inverse=True)[1] numbers class names",
        )
    elif not y.values.size:
        yield note("empty", "there are no targets", "Nothing can be said of them", "Give a batch")
    elif y.sampled:
        yield note(
            "sampled",
            f"{len(y.values)} of {y.shape[0]} samples were looked at, evenly spaced",
            "A rare bad target may have been left out",
            "Check the rest in parts",
        )


@rule
def targets_are_known(case: Case) -> Found:
    y = case.numbers
    if y is None or np.isfinite(y).all():
        return
    if np.isfinite(y[_known(case, y)]).all():
        return
    yield error(
        "nan-labels",
        f"{(~np.isfinite(y)).sum()} of {y.size} targets are NaN or infinite",
        "One of them makes the mean loss, and after a step every weight, NaN",
        "Drop those rows; for targets known in part: masked(pairing)",
    )


def _known(case: Case, y):
    """Where targets are known: by their flags, or by the mask."""
    known = np.ones(y.shape, dtype=bool)
    if case.targets is not None and case.targets.kind == "flagged" and y.shape[-1] % 2 == 0:
        known[..., ::2] = y[..., 1::2] == 1
    mask = case.mask.values if case.mask is not None else None
    if mask is not None and mask.shape == y.shape:
        known &= mask != 0
    return known


@rule
def targets_have_the_form_of_the_loss(case: Case) -> Found:
    y = case.numbers
    if y is None or not np.isfinite(y).all() or _several_columns(case):
        return
    check = {"index": _indices, "rows": _rows, "01": _zero_one, "pm1": _plus_minus, "": _amounts}
    yield from check[case.form](case, y)


def _several_columns(case: Case) -> bool:
    """Targets of several columns, and lists: the pairing itself judges them."""
    pairing = case.pairing
    return pairing is not None and (pairing.lists or pairing.columns > 1)


# --- class indices -------------------------------------------------------------------------------


def _indices(case: Case, y) -> Found:
    width, kept = case.width, _counted(case, y)
    floats = case.y.kind == "f"
    if y.ndim >= 2 and case.scores is not None and y.shape == case.scores.shape and y.shape[-1] > 1:
        yield from _rows_for_indices(case, y)
        return
    if y.ndim == 2 and y.shape[1] > 1 and _one_hot(y):
        yield from _rows_for_indices(case, y)
        return
    if not kept.size:
        yield error(
            "all-masked",
            "every label is the one to be ignored",
            "The mean over no sample is NaN",
            "Leave out batches without a label",
            "cases-batches",
        )
        return
    if (kept != np.floor(kept)).any():
        yield error(
            "targets-out-of-domain",
            f"labels such as {kept[kept != np.floor(kept)][0]:g}",
            f"{case.cost.said} takes class indices, whole numbers",
            "Indices 0 … K − 1; for a number to predict take a loss for numbers",
            "multiclass",
        )
        return
    if case.framework == "sklearn":
        return
    if floats and case.framework == "torch" and y.ndim < 2:
        yield error(
            "integer-labels-as-float",
            f"class indices as floats before {case.cost.said}",
            "PyTorch takes floats for probabilities and refuses them here",
            "y.long()",
            "multiclass",
        )
    if kept.min() < 0 or (width and width > 1 and kept.max() >= width):
        yield _out_of_range(case, kept, width)
    elif not width and kept.min() == 1:
        yield note(
            "labels-from-1",
            f"labels from 1 to {kept.max():g}, none is 0",
            "Classes are counted from 0: with K outputs the label K is out of range",
            "y - 1, if the first class is called 1",
            "multiclass",
        )


def _out_of_range(case: Case, kept, width):
    odd = kept[(kept < 0) | (kept >= (width or np.inf))]
    silent = case.framework in ("keras", "jax")
    one = kept.min() == 1 and kept.max() == width
    return error(
        "labels-out-of-range",
        f"the label {odd[0]:g}" + (f" for {width} classes, 0 … {width - 1}" if width else ""),
        "Said by no message here: a loss of 0, NaN, or the last class instead"
        if silent
        else "An index without an output",
        "y - 1: the classes are counted from 0"
        if one
        else "Number the classes 0 … K − 1; drop what is to be ignored, or give it weight 0",
        "multiclass",
    )


def _counted(case: Case, y):
    """The labels that are not ignored."""
    settings = case.cost.settings
    told = settings.get("ignore_index", settings.get("ignore_class"))
    ignored = -100 if told is None and case.framework == "torch" else told
    return y.ravel() if not isinstance(ignored, int | float) else y[y != ignored]


def _one_hot(y) -> bool:
    return bool(np.isin(y, (0.0, 1.0)).all() and (y.sum(axis=-1) == 1).all())


def _rows_for_indices(case: Case, y) -> Found:
    shares = case.framework == "torch" and not case.cost.takes and case.y.kind == "f"
    if shares and case.cost.inside == "softmax":  # PyTorch reads floats as probabilities
        yield from _rows(case, y)
    elif case.framework != "sklearn":
        yield error(
            "one-hot-for-index",
            f"rows of {y.shape[-1]} numbers before {case.cost.said}",
            "It takes one class index per sample",
            "y.argmax(-1), or the loss for one-hot rows",
            "multiclass",
        )


# --- rows ----------------------------------------------------------------------------------------


def _rows(case: Case, y) -> Found:
    if case.cost.settings.get("log_target") and (y <= CLOSE).all():
        return  # logarithms of shares, and said so
    if y.ndim < 2 or (y.shape[-1] == 1 and (case.width or 2) > 1):
        if y.ndim == 1 and y.size == case.width and np.isclose(y.sum(), 1):
            return  # a single row
        if y.ndim and (y == np.floor(y)).all():
            yield error(
                "index-for-one-hot",
                f"class indices of shape {case.y.shape} before {_behind(case)}",
                "It takes a row for each sample; an index would be taken for an amount, or broadcast",
                "np.eye(classes)[y], or the loss for indices (Sparse…, …with_integer_labels)",
                "multiclass",
            )
        elif y.ndim:
            yield error(
                "range-misses-targets",
                f"numbers of shape {case.y.shape} as targets of {_behind(case)}",
                "A softmax predicts shares that sum to 1",
                "An output for numbers: identity, exp or sigmoid, by their range",
                "regression",
            )
        return
    if y.shape[-1] == 1:
        return  # a softmax of one: said elsewhere
    y = np.moveaxis(y, 1, -1) if _channels_first(case, y) else y
    sums = y.sum(axis=-1)
    if (y < -CLOSE).any():
        yield error(
            "targets-out-of-domain",
            f"a target of {y.min():.3g} in a row of shares",
            "A share is not below 0",
            "softmax.forward(y) turns scores into shares; labels −1 and 1: (1 + y) / 2",
            "multiclass",
        )
    elif np.isin(y, (0.0, 1.0)).all() and (sums != 1).any():
        odd = sums[sums != 1][0]
        yield error(
            "softmax-for-multilabel",
            f"a row with {odd:g} labels, {(sums != 1).sum()} such of {sums.size}, behind a softmax",
            "Classes that share one probability exclude each other: two labels get 1/2 each",
            "One sigmoid per label with the binary loss",
            "multilabel",
        )
    elif (np.abs(sums - 1) > ROWS_SLACK).any():
        yield error(
            "not-a-distribution",
            f"a row of targets sums to {sums[np.abs(sums - 1) > ROWS_SLACK][0]:.4g}",
            "The loss reads shares that sum to 1; otherwise each row has a weight of its own",
            "y / y.sum(axis=-1, keepdims=True)",
            "multiclass",
        )


def _channels_first(case: Case, y) -> bool:
    return case.framework == "torch" and y.ndim > 2


def _behind(case: Case) -> str:
    return case.cost.said if case.cost.form == "rows" else f"softmax and {case.cost.said}"


# --- two labels ------------------------------------------------------------------------------------


def _zero_one(case: Case, y) -> Found:
    outside = (y < -CLOSE) | (y > 1 + CLOSE)
    if not outside.any():
        yield from _exclusive(case, y)
        return
    present = set(np.unique(y)[:300].tolist())
    whole = all(v == np.floor(v) for v in present)
    width = case.width or 1
    if present <= {-1.0, 0.0, 1.0} and 0.0 in present and 1.0 in present:
        code, cure = "mask-missing", "−1 for unknown? Give those labels weight 0, or take `masked`"
    elif -100.0 in present:
        code, cure = "mask-missing", "−100 for what is to be ignored? Give those labels weight 0"
    elif present <= {-1.0, 1.0}:
        code, cure = "labels-not-01", "(1 + y) / 2"
    elif present <= {1.0, 2.0}:
        code, cure = "labels-not-01", "y - 1"
    elif whole and min(present) >= 0 and y.ndim == 1 and width > max(present):
        code, cure = (
            "index-for-one-hot",
            "Class indices: softmax and cross-entropy, or one-hot rows",
        )
    elif whole and min(present) >= 0 and len(present) == 2:
        code, cure = "labels-not-01", f"y / {max(present):g}"
    elif min(present) >= 0 and (whole or max(present) <= 100):
        code = "labels-not-01"
        cure = "Percents: y / 100. Pixels: y / 255. Class indices: softmax and cross-entropy"
    else:
        code, cure = "targets-out-of-domain", "Numbers of any size: identity and squared error"
    silent = " With scores it goes unnoticed and the loss turns negative" * (case.cost.inside != "")
    yield error(
        code,
        f"targets from {y.min():.4g} to {y.max():.4g} before {case.cost.said}",
        f"It takes labels 0 and 1, or shares between them.{silent}",
        cure,
        "binary",
    )


def _exclusive(case: Case, y) -> Found:
    each = case.last.kind == "sigmoid" or case.cost.inside == "sigmoid"
    if each and y.ndim == 2 and y.shape[1] > 1 and len(y) > 1 and _one_hot(y):
        yield note(
            "sigmoid-for-classes",
            "every row has exactly one label, and each label a sigmoid of its own",
            "Sound, but the probabilities of classes that exclude each other need not sum to 1",
            "Softmax and cross-entropy, if a sample never has two labels",
            "multiclass",
        )


def _plus_minus(case: Case, y) -> Found:
    present = set(np.unique(y)[:300].tolist())
    if present <= {-1.0, 1.0}:
        return
    converts = case.framework == "keras" and present <= {0.0, 1.0}
    if converts or (case.framework == "sklearn" and len(present) <= 2):
        return
    if present <= {0.0, 1.0}:
        yield error(
            "labels-not-pm1",
            f"labels 0 and 1 before {case.cost.said}",
            "A label of 0 costs the same whatever the score is: negatives teach nothing",
            "2 * y - 1",
            "when-not-to-match-labels",
        )
        return
    masked = present <= {-1.0, 0.0, 1.0}
    yield error(
        "mask-missing" if masked else "targets-out-of-domain",
        f"targets {', '.join(f'{v:g}' for v in sorted(present)[:4])} before {case.cost.said}",
        "It takes the labels −1 and 1",
        "0 for unknown? Drop those samples" if masked else "Labels −1 and 1",
        "when-not-to-match-labels",
    )


# --- amounts -----------------------------------------------------------------------------------------


def _amounts(case: Case, y) -> Found:
    domain = case.targets
    if domain is None or domain.rows or domain.kind not in ("interval", "members"):
        return
    yield from _sentinels(case, y)
    inside = domain.contains(y)
    if inside.all():
        yield from _zeros_and_ones(case, y)
        return
    outside = y[~inside]
    count = domain.whole or (case.cost.known and "Poisson" in case.cost.record.name)
    code = "counts-negative" if count and (outside < 0).any() else "targets-out-of-domain"
    said = case.pairing.name if case.pairing is not None else case.cost.said
    yield error(
        code,
        f"targets such as {outside[0]:.4g}, {outside.size} of {y.size}; {said} takes {domain.name}",
        "There the loss is negative, infinite or NaN, or its best constant no mean",
        in_targets(domain, y, outside).strip() or "Another loss, or targets in its range",
        "positive",
    )


def _sentinels(case: Case, y) -> Found:
    """−999 and its kin, more than once, far below everything else."""
    for mark in (-999.0, -9999.0, -99999.0):
        rest = y[y != mark]
        if (y == mark).sum() > 1 and rest.size and np.abs(rest).max() < -mark / 3:
            yield warning(
                "mask-missing",
                f"{(y == mark).sum()} targets are {mark:g}, all others at most {np.abs(rest).max():.3g}",
                "A mark for what is missing is learned as an amount",
                "np.where(y == mark, np.nan, y), then masked(pairing), or drop those rows",
                "regression",
            )


def _zeros_and_ones(case: Case, y) -> Found:
    if case.last.name in ("tanh", "softsign") and set(np.unique(y)[:3]) == {0.0, 1.0}:
        yield note(
            "labels-not-pm1",
            f"labels 0 and 1 behind {case.last.name}",
            "Sound, but the decision lies at 1/2 and not at 0, and half of the range is not used",
            "2 * y - 1, or a sigmoid with the log loss",
            "binary",
        )


@rule
def predictions_reach_the_targets(case: Case) -> Found:
    y, reach, domain = case.numbers, case.reach, case.targets
    if reach is None or _several_columns(case) or case.form not in ("", "01", "pm1"):
        return
    if y is None or not np.isfinite(y).all():
        y = np.array(domain.members) if domain is not None and domain.kind == "members" else None
        if y is None or case.pairing is not None:
            return
    elif domain is not None and (domain.rows or not domain.contains(y).all()):
        return  # said already
    elif case.form == "01" and case.cost.inside:
        return  # said by the rule for maps applied twice
    low, high = (
        reach.low - CLOSE * max(1, abs(reach.low)),
        reach.high + CLOSE * max(1, abs(reach.high)),
    )
    outside = (y < low) | (y > high)
    if not outside.any():
        return
    mean = y.mean(axis=0)
    far = bool(np.any((mean < low) | (mean > high)))
    say = error if far or outside.mean() > 0.1 else warning
    yield say(
        "range-misses-targets",
        f"{outside.sum()} of {y.size} targets lie outside {reach.name}, the predictions of "
        f"{case.last.name}: {y[outside].flat[0]:.4g}",
        "The output is pinned at its edge, where it learns nothing",
        "Scale the targets into the range, or an output that reaches them: identity, exp",
        "positive" if reach.low == 0 and np.isinf(reach.high) else "regression",
    )


@rule
def one_label_teaches_nothing(case: Case) -> Found:
    y = case.numbers
    if y is None or _several_columns(case) or len(y) < 2:
        return
    if case.form == "index" and not _counted(case, y).size:
        return  # nothing but labels to be ignored: said already
    if np.isfinite(y).all() and (y == y[0]).all():
        yield note(
            "one-class",
            "every target is the same",
            "In one batch that may happen; a whole data set teaches a constant",
            "Look at the split, and at how the labels were made",
        )


@rule
def rare_labels(case: Case) -> Found:
    y = case.numbers
    if y is None or case.form != "01" or not np.isin(y, (0.0, 1.0)).all() or y.size < 50:
        return
    share = min(y.mean(), 1 - y.mean())
    if 0 < share < 0.05:
        yield note(
            "imbalanced",
            f"the rarer label has {share:.2%} of the targets",
            "At the threshold 1/2 it may never be predicted, with probabilities that are right",
            "Choose the threshold by what mistakes cost, before weights",
            "binary",
        )


@rule
def targets_far_from_the_start(case: Case) -> Found:
    y = case.numbers
    if y is None or case.form or case.last.kind != "identity" or case.cost.inside:
        return
    if _several_columns(case) or case.targets is None or not np.isfinite(y).all():
        return
    if np.abs(y).max() > 100:
        yield note(
            "unscaled-targets",
            f"targets as large as {np.abs(y).max():.3g}, where an output starts near 0",
            "The first steps are as large as the targets: slow, or too far",
            "(y - y.mean()) / y.std() of the training targets; undo it when you predict",
            "regression",
        )
