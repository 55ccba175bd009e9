"""Rules that read scores beside targets: shapes, weights, masks, what the numbers come to."""

import numpy as np

from .. import inputs
from ..records import Pairing
from .case import Case, Found, Reading, error, note, read, rule, warning
from .of_labels import _several_columns, targets_have_the_form_of_the_loss
from .of_outputs import flat

STEADY = {"keras", "sklearn", "boosting"}  # they take a column for a row of numbers


@rule
def scores_are_numbers(case: Case) -> Found:
    z = case.z
    if z is None:
        return
    if z.trouble:
        yield error(
            "shape-mismatch",
            f"the scores are no array of numbers: {z.trouble}",
            "Nothing can be compared with the targets",
            "One row of numbers per sample",
        )
    elif not z.values.size:
        yield note("empty", "there are no scores", "Nothing can be said of them", "Give a batch")
    elif np.isnan(z.values).any() or (z.values == np.inf).any():
        yield error(
            "overflow",
            f"{(~np.isfinite(z.values)).sum()} of {z.values.size} scores are NaN or infinite",
            "The network has diverged, or its inputs hold NaN",
            "assert np.isfinite(x).all(); then a smaller step",
        )


@rule
def shapes_fit(case: Case) -> Found:
    y, z = case.y, case.z
    if case.numbers is None or case.scores is None or not y.shape or not z.shape:
        return
    if case.cost.form == "index" and y.shape != z.shape:
        yield from _index_shapes(case, y.shape, z.shape)
    elif case.pairing is not None or case.cost.record is None or case.cost.record.scores > 1:
        return
    elif y.shape != z.shape:
        yield from _other_shapes(case, y.shape, z.shape)


def _index_shapes(case: Case, y, z) -> Found:
    first = case.framework == "torch"
    due = z[:1] + z[2:] if first else z[:-1]
    column = not first and y == (*due, 1)
    if y == due or column or case.framework == "sklearn" or (first and len(z) == 1):
        return
    if len(y) > 1 and y[-1] > 1 and len(y) == len(z) == 2:
        return  # rows for indices: said elsewhere
    if first and len(z) > 2 and y == z[:-1]:
        yield error(
            "wrong-axis",
            f"scores of shape {z} for labels of shape {y}",
            "PyTorch reads classes along axis 1",
            "z.movedim(-1, 1), or both flattened: z.reshape(-1, K), y.reshape(-1)",
            "multiclass",
        )
    elif not first and len(z) > 2 and y == z[:1] + z[2:]:
        yield error(
            "wrong-axis",
            f"scores of shape {z} for labels of shape {y}",
            "Classes are read along the last axis",
            "np.moveaxis(z, 1, -1)",
            "multiclass",
        )
    else:
        yield error(
            "shape-mismatch",
            f"labels of shape {y} for scores of shape {z}",
            f"{case.cost.said} takes labels of shape {due}",
            "y.squeeze(-1)" if y[-1:] == (1,) else "One label for each row of scores",
            "multiclass",
        )


def _other_shapes(case: Case, y, z) -> Found:
    flat = sorted((y, z), key=len)
    if flat[1] == (*flat[0], 1) and case.framework in STEADY:
        return
    if case.framework is None and len(z) > len(y) == 2 and z[-2:] == y:
        return  # replicas
    if case.framework is None and len(y) == 1 and z == y:
        return
    if case.form == "rows" and _indices_told(case, y, z):
        return
    try:
        made = np.broadcast_shapes(y, z)
    except ValueError:
        made = None
    if y[::-1] == z and made is None:
        cure, why = "y.T", "Transposed"
    else:
        cure, why = f"y.reshape({z})" if np.prod(y) == np.prod(z) else "One target per output", ""
    if made is not None and np.prod(made) > max(np.prod(y), np.prod(z)):
        yield error(
            "shapes-broadcast",
            f"targets of shape {y} for predictions of shape {z}",
            f"Their difference is a table of shape {made}: every target is compared with every "
            f"prediction, and the model learns the mean",
            cure,
            "cases-batches",
        )
    elif made is not None and np.prod(made) > min(np.prod(y), np.prod(z)):
        yield error(
            "shapes-broadcast",
            f"targets of shape {y} for predictions of shape {z}",
            "One of the two is repeated along an axis, silently",
            cure,
            "cases-batches",
        )
    elif made is None:
        yield error(
            "shape-mismatch",
            f"targets of shape {y} for predictions of shape {z}",
            why or "They do not belong together",
            cure,
        )


def _indices_told(case: Case, y, z) -> bool:
    """Class indices where rows are due: another rule says so."""
    return len(y) < len(z) or y[-1] == 1


@rule
def nobody_swapped_them(case: Case) -> Found:
    y, z = case.numbers, case.scores
    if y is None or z is None:
        return
    if case.form == "index" and y.ndim == 2 and z.ndim == 1 and case.z.whole and not case.y.whole:
        yield _exchanged("one whole number per sample for scores, rows of numbers for labels")
        return
    if y.shape != z.shape or case.form not in ("01", "rows"):
        return
    labels = np.isin(z, (0.0, 1.0)).all() and 0 < z.mean() < 1  # zeros alone are a fresh network
    if labels and not np.isin(y, (0.0, 1.0)).all():
        yield _exchanged("the scores are zeros and ones, the targets are not")


def _exchanged(what: str):
    return error(
        "swapped-arguments",
        what,
        "A loss is not symmetric in its arguments",
        "PyTorch and optax: loss(prediction, target); Keras: loss(y_true, y_pred)",
        "cases-batches",
    )


@rule
def scores_are_no_probabilities(case: Case) -> Found:
    z = case.scores
    if z is None or case.last.kind != "identity" or z.ndim < 2 or not np.isfinite(z).all():
        return
    within = bool(((z >= 0) & (z <= 1)).all())
    several = z.ndim == 2 and z.shape[-1] > 1 and len(z) > 3
    shares = within and several and np.allclose(z.sum(axis=-1), 1, atol=1e-4)
    if case.cost.inside == "softmax" and shares:
        yield error(
            "double-softmax",
            f"the scores are not below 0 and each row sums to 1; {case.cost.said} applies a softmax",
            "They are probabilities: a softmax stands in the model already",
            "Leave the softmax out of the model and apply it where you predict",
        )
    filled = within and z.size >= 50 and z.min() < 0.05 and z.max() > 0.95
    if case.cost.inside == "sigmoid" and filled:
        yield warning(
            "double-sigmoid",
            f"the scores fill [0, 1] and never leave it; {case.cost.said} applies a sigmoid",
            "They look like probabilities: a sigmoid may stand in the model already",
            "Leave the sigmoid out of the model and apply it where you predict",
        )


# --- weights and masks ---------------------------------------------------------------------------


@rule
def weights_are_weights(case: Case) -> Found:
    settings = case.cost.settings
    told = {
        "class weights": settings.get("weight"),
        "pos_weight": settings.get("pos_weight"),
        "weights": case.weights,  # one per sample
    }
    for name, given in told.items():
        if given is None or isinstance(given, str | dict):
            continue
        w = _numbers(given)
        if w is None or not w.size or not np.isfinite(w).all() or (w < 0).any() or not w.any():
            yield _bad_weights(f"{name}: {_brief(w)}", "Finite numbers, none below 0, not all 0")
        elif name == "class weights" and (w == 0).any():
            yield note(
                "bad-weights",
                f"a class with weight 0: {_brief(w)}",
                "That class is never learned; meant so for a background",
                "A weight above 0 for each class that is to be told apart",
                "protocol",
            )
        elif name == "pos_weight" and (w == 0).any():
            yield _bad_weights("pos_weight is 0", "The positives are never learned")
        elif name == "class weights" and case.cost.form == "index" and case.width and w.ndim:
            if w.size != case.width and case.framework == "torch":
                yield _bad_weights(
                    f"{w.size} class weights for {case.width} outputs", "One per class"
                )
        elif name == "weights" and w.ndim and _too_many(case, w):
            yield _bad_weights(f"{len(w)} weights for {case.y.shape[0]} samples", "One per sample")
    yield from _inverted(
        case, _numbers(settings.get("pos_weight")), _numbers(settings.get("weight"))
    )


def _too_many(case: Case, w) -> bool:
    if case.numbers is None or not case.y.shape or w.size in (1, case.width):
        return False
    return case.y.shape[:1] != w.shape[:1]


def _numbers(given):
    reading = given if isinstance(given, Reading) else read("weights", given)
    return None if reading is None else reading.values


def _brief(w) -> str:
    return "no numbers" if w is None else np.array2string(w, precision=3, threshold=6)


def _bad_weights(what: str, cure: str):
    why = "A weight says how much a sample counts; the mean divides by their sum"
    return error("bad-weights", what, why, cure, "protocol")


def _inverted(case: Case, pos, weight) -> Found:
    y = case.numbers
    if y is None or not y.size:
        return
    if pos is not None and pos.size == 1 and case.form == "01" and np.isin(y, (0.0, 1.0)).all():
        share, w = y.mean(), float(pos.ravel()[0])
        if 0 < share < 0.25 and w > 0 and abs(np.log(w * (1 - share) / share)) < 0.7:
            yield _bad_weights(
                f"pos_weight {w:.3g}, where one target in {1 / share:.0f} is positive",
                f"Inverted: negatives over positives is {(1 - share) / share:.3g}",
            )
    if weight is not None and weight.ndim == 1 and weight.size > 1 and case.cost.form == "index":
        if not np.isin(y, np.arange(weight.size)).all() or not weight.all():
            return
        counts = np.bincount(y.astype(int).ravel(), minlength=weight.size)
        if (counts > 0).all() and counts.max() > 3 * counts.min():
            shares, given = counts / counts.sum(), weight / weight.sum()
            if np.abs(np.log(given / shares)).max() < 0.2:
                yield _bad_weights(
                    "class weights in proportion to the frequency of the classes",
                    "Inverted: 1 / frequency makes rare classes count more",
                )


@rule
def something_is_left_unmasked(case: Case) -> Found:
    mask = _numbers(case.mask)
    if mask is not None and mask.size and not mask.any():
        yield _all_masked("the mask leaves nothing")
    elif mask is not None and mask.shape[-1:] > (1,) and not mask.any(axis=-1).all():
        yield note(
            "rows-masked",
            f"{(~mask.any(axis=-1)).sum()} rows are masked from end to end",
            "A mean over such a row is NaN",
            "Divide by max(mask.sum(), 1), or leave those rows out",
            "cases-batches",
        )
    domain, y = case.targets, case.numbers
    flagged = domain is not None and domain.kind == "flagged" and y is not None and y.ndim > 1
    if flagged and y.shape[-1] % 2 == 0 and not y[..., 1::2].any():
        yield _all_masked("every flag is 0")


def _all_masked(what: str):
    why, cure = "Its mean divides 0 by 0: NaN", "Leave such batches out"
    return error("all-masked", what, why, cure, "cases-batches")


@rule
def an_output_is_stuck_at_its_edge(case: Case) -> Found:
    p, y, range_ = case.scores, case.numbers, case.last.range
    if not case.outputs or p is None or y is None or range_ is None or p.shape != y.shape:
        return
    edge = flat(case.last.record) and np.isin(p, [range_.low, range_.high]).all()
    if edge and len(p) > 1 and np.abs(p - y).mean() > 1e-3:
        yield _stuck(p.flat[0], case.last.name)


def _stuck(value: float, name: str):
    return error(
        "dead-output",
        f"{name} answers {value:g} to every sample of this batch",
        "Every score lies where the output is flat; no gradient leads back",
        "A fresh start with the bias at the mean; matching(activation), whose gradient is p − y",
        "positive",
    )


# --- what the numbers come to ----------------------------------------------------------------------


@rule
def the_numbers_are_numbers(case: Case) -> Found:
    """The loss and its gradient at these scores, by the exact form where there is one."""
    pairing = case.matched
    if pairing is None or case.numbers is None:
        return
    z, y = _laid_out(case, pairing)
    if z is None:
        if case.pairing is not None:
            yield from _refused_alone(case, pairing, y)
        return
    try:
        value, slope = pairing.value(z, y), pairing.gradient(z, y)
    except (ValueError, TypeError) as trouble:
        if case.pairing is not None and not any(targets_have_the_form_of_the_loss(case)):
            yield _refused(trouble)
        return
    if not np.isfinite(value).all() and not np.isnan(z).any():
        yield error(
            "overflow" if np.abs(z[np.isfinite(z)]).max(initial=0) > 30 else "range-leaves-domain",
            f"the loss of {(~np.isfinite(value)).sum()} of {value.size} samples is not finite",
            "A logarithm of 0, of a number below 0, or an exp beyond the largest float",
            "The exact form, matching(…), which takes the score; smaller scores",
            "matching-losses",
        )
        return
    yield from _dead(case, pairing, z, y, slope)


def _laid_out(case: Case, pairing: Pairing):
    """Scores and targets as (samples, columns); None where that takes a guess."""
    z, y = case.scores, case.numbers
    if case.form == "index" and y.ndim == 1 and z is not None and z.ndim == 2 and z.shape[1] > 1:
        if not np.isin(y, np.arange(z.shape[1])).all():
            return None, y
        y = inputs.one_hot(y, z.shape[1])
    column = z is None or z.ndim == 1 or case.pairing is None  # a pairing refuses the rest itself
    if y.ndim == 1 and column and not pairing.targets.rows and pairing.columns == 1:
        y = y[:, None]
    if z is not None and z.ndim == 1 and pairing.scores == 1:
        z = z[:, None]
    if z is None or z.ndim < 2 or case.y.sampled or case.z.sampled:
        return None, y
    return z, y


def _refused_alone(case: Case, pairing: Pairing, y) -> Found:
    """Targets of a pairing without scores: only their domain can be asked."""
    if not _several_columns(case) or y.ndim < 2:
        return
    try:
        inputs.targets_in(pairing.targets, y)
    except (ValueError, TypeError, IndexError) as trouble:
        yield _refused(trouble)


def _refused(trouble):
    text = str(trouble)
    shape = "shape" in text or "samples" in text or "columns" in text
    code = "shape-mismatch" if shape else "targets-out-of-domain"
    code = "shapes-broadcast" if "would make an" in text else code
    what, _, rest = text.partition(";")
    return error(
        code, what, "The pairing refuses it", rest.strip() or "See its docstring", "regression"
    )


def _dead(case: Case, pairing: Pairing, z, y, slope) -> Found:
    if slope.shape != z.shape or pairing.scores > 1 or pairing.lists or pairing.columns > 1:
        return
    samples = tuple(range(z.ndim - 1))
    p = pairing.predict(z)
    if p.shape != y.shape or len(z) < 2 or (case.normalised and z.shape[-1] == 1):
        return
    if case.form != "pm1" and case.cost.known and "hinge" in case.cost.record.name:
        return  # beyond its margin a hinge is done, and asks for nothing
    still = (slope == 0).all(axis=samples) & (np.abs(p - y).mean(axis=samples) > 1e-3)
    if case.form == "pm1":
        still &= (pairing.value(z, y) > 0).any()
    if still.any():
        yield error(
            "dead-output",
            f"{still.sum()} of {still.size} outputs get no gradient from any of these samples",
            "Their scores lie where the output is flat; no step will move them",
            "A fresh start with the bias at the mean; matching(activation), whose gradient is p − y",
            "positive",
        )
