"""Rules that read the output and the loss alone."""

import numpy as np

from ..pairing import _leaves
from ..records import Activation
from .case import Case, Found, error, note, rule, warning

SCORES = {
    "softmax": "Leave the softmax out of the model and apply it where you predict",
    "sigmoid": "Leave the sigmoid out of the model and apply it where you predict",
    "exp": "Let the last layer be linear; its exp is the rate",
}


@rule
def nothing_differentiable(case: Case) -> Found:
    for step in case.head.steps:
        if step.kind == "cut":
            yield error(
                "no-gradient",
                f"{step.name} stands between the score and the loss",
                "Its derivative is 0 wherever it exists, so that nothing behind it learns",
                "Train on the scores, or on their softmax or sigmoid; decide when you predict",
                "binary",
            )


@rule
def a_map_is_applied_twice(case: Case) -> Found:
    inside, last = case.cost.inside, case.last
    loss = case.cost.said
    if not inside:
        return
    if inside == "softmax" and last.kind == "log-softmax":
        yield note(
            "redundant-log-softmax",
            f"log-softmax before {loss}, which applies its own",
            "Harmless: the log-softmax of a log-softmax is itself",
            "Leave one of them out",
        )
    elif inside == "softmax" and last.kind == "softmax":
        yield error(
            "double-softmax",
            f"softmax before {loss}, which applies a softmax itself",
            "Scores in [0, 1] are all that the second softmax sees: no class can get a probability "
            "above e/(e + K − 1), and the loss never falls below log(1 + (K − 1)/e)",
            SCORES["softmax"],
        )
    elif inside == "sigmoid" and last.kind == "sigmoid":
        yield error(
            "double-sigmoid",
            f"{last.name} before {loss}, which applies a sigmoid itself",
            "All probabilities lie between 1/2 and e/(1 + e) = 0.731: no negative is ever told",
            SCORES["sigmoid"],
        )
    elif inside == "softmax" and last.kind == "sigmoid":
        yield error(
            "sigmoid-for-classes",
            f"{last.name} before {loss}, which applies a softmax itself",
            "The softmax sees scores in [0, 1]: the floor is that of a double softmax",
            SCORES["sigmoid"],
        )
    elif inside == "sigmoid" and last.kind == "softmax":
        yield error(
            "double-sigmoid",
            f"softmax before {loss}, which applies a sigmoid itself",
            "The sigmoid of a number in [0, 1] lies between 0.5 and 0.731",
            SCORES["softmax"],
        )
    elif last.kind in ("log-softmax", "log-sigmoid"):
        yield error(
            "log-probabilities-as-probabilities",
            f"{last.name} before {loss}, which applies a {inside} itself",
            "Logarithms of probabilities are not above 0, so no answer is above 1/2",
            "Leave the map out of the model: the loss wants the scores",
        )
    elif inside == "exp" and last.kind == "exp":
        yield error(
            "log-rate-as-rate",
            f"exp before {loss}, which takes the logarithm of the rate",
            "The rate becomes exp(exp(z)): at least 1, and infinite soon",
            "Leave exp out of the model, or set log_input=False",
            "positive",
        )
    else:
        yield from _squeezed(case)


def _squeezed(case: Case) -> Found:
    inside, last, range_ = case.cost.inside, case.last, case.last.range
    if range_ is None or range_.kind != "interval" or last.kind == "identity":
        return
    low, high = range_.low, range_.high
    bounded = np.isfinite(high - low)
    if inside == "exp" and low >= 0 and not bounded:
        yield warning(
            "log-rate-as-rate",
            f"{last.name} before {case.cost.said}, which takes the logarithm of the rate",
            "A logarithm that is never negative makes a rate that is never below 1",
            "Let the last layer be linear, or set log_input=False",
            "positive",
        )
    elif inside == "softmax" and bounded:
        yield error(
            "range-misses-targets",
            f"{last.name} before {case.cost.said}: scores between {low:.3g} and {high:.3g}",
            f"No class gets a probability above 1/(1 + (K − 1) e^−{high - low:.3g})",
            f"Leave {last.name} out: the softmax wants scores of any size",
            "multiclass",
        )
    elif inside == "softmax" and flat(last.record):
        yield warning(
            "dead-output",
            f"{last.name} before {case.cost.said}: scores below 0 are cut off",
            "A class whose score is below 0 gets no gradient: from a start below 0 nothing is learned",
            f"Leave {last.name} out: the softmax wants scores of both signs",
            "multiclass",
        )
    elif inside == "sigmoid" and (np.isfinite(low) or np.isfinite(high)):
        ends = case.reach
        yield error(
            "range-misses-targets",
            f"{last.name} before {case.cost.said}, which applies a sigmoid itself",
            f"All probabilities lie between {ends.low:.3g} and {ends.high:.3g}",
            f"Leave {last.name} out: the sigmoid wants scores of both signs, of any size",
            "binary",
        )


def flat(a: Activation | None) -> bool:
    """Whether it reaches an edge of its range at a moderate score: a piece without derivative."""
    if a is None or a.scores != 1 or a.range.kind != "interval":
        return False
    p = a.forward(np.array([[-8.0], [8.0]]))
    return bool(np.isin(p, [a.range.low, a.range.high]).any())


@rule
def an_output_leaves_its_loss(case: Case) -> Found:
    cost, last = case.cost, case.last
    if cost.inside or not cost.known or not case.head.known:
        return
    if case.pairing is not None and case.pairing.loss is None:
        return
    if cost.takes == "log":
        yield from _no_logarithms(case)
        return
    probabilities = cost.record.predictions.kind == "simplex" or cost.form == "01"
    if last.kind in ("log-softmax", "log-sigmoid"):
        if probabilities:
            yield error(
                "log-probabilities-as-probabilities",
                f"{last.name} before {cost.said}, which takes probabilities",
                "Logarithms of probabilities are not above 0: the loss takes their logarithm again",
                "Take the loss that wants scores, and no activation",
            )
        return
    if last.kind == "sigmoid" and cost.record.predictions.kind == "simplex":
        yield error(
            "sigmoid-for-classes",
            f"one {last.name} per class before {cost.said}",
            "The loss reads one probability shared by all classes; these do not sum to 1",
            "Softmax for one of several classes; the binary loss for several labels at once",
            "multiclass",
        )
        return
    if last.record is None:
        return
    if last.record.scores != cost.record.scores:
        if case.framework is None and case.pairing is None:
            yield error(
                "shape-mismatch",
                f"{last.name} gives {last.record.scores} numbers per target",
                f"{cost.said} takes {cost.record.scores}",
                "Take an output and a loss of the same number of scores",
            )
        return
    if _fits_in_fact(case):
        return
    if where := _leaves(last.record.bare, cost.record.bare):
        yield _leaving(case, where, probabilities)


def _fits_in_fact(case: Case) -> bool:
    """Nobody told an activation, and what came in is what the loss wants: it stands elsewhere."""
    z = case.scores
    if case.head.steps or case.head.units or z is None or case.cost.record.scores > 1:
        return False
    return bool(np.all(case.cost.record.predictions.contains(z)))


def _leaving(case: Case, where: str, probabilities: bool):
    cost, last = case.cost, case.last
    raw = last.kind == "identity"
    if raw and probabilities:
        return error(
            "logits-as-probabilities",
            f"scores of any size before {cost.said}, which takes probabilities",
            "The logarithm of a number below 0 is no number, and a score of 3 is no probability",
            "Take the loss that wants scores (BCEWithLogitsLoss, CrossEntropyLoss, from_logits=True)",
            "binary" if cost.form == "01" else "multiclass",
        )
    if raw and cost.settings.get("log_input") is False:
        return error(
            "log-rate-as-rate",
            f"scores of any size before {cost.said}, which takes the rate",
            "A score below 0 is no rate: the loss takes its logarithm",
            "Leave out log_input=False",
            "positive",
        )
    return error(
        "range-leaves-domain",
        f"{last.name} has predictions that {cost.said} is not made for: {where}",
        "There the loss is negative, infinite or NaN",
        "An output whose range fits: sigmoid or softmax for probabilities, exp for rates",
        "laws-of-mismatch",
    )


def _no_logarithms(case: Case) -> Found:
    last, loss = case.last, case.cost.said
    if last.kind in ("log-softmax", "log-sigmoid") or case.cost.settings.get("log_input"):
        return
    if last.kind in ("softmax", "sigmoid"):
        yield error(
            "probabilities-as-log-probabilities",
            f"{last.name} before {loss}, which takes logarithms of probabilities",
            "The loss is −p instead of −log p: negative, never below −1, nearly flat",
            "LogSoftmax as the output, or the scores themselves and CrossEntropyLoss",
        )
    elif not _are_logarithms(case):
        yield error(
            "logits-as-probabilities",
            f"{last.name} before {loss}, which takes logarithms of probabilities",
            "Without a normalisation the loss falls for ever: it has no lower bound",
            "LogSoftmax as the output, or the scores themselves and CrossEntropyLoss",
        )


def _are_logarithms(case: Case) -> bool:
    z = case.scores
    if case.head.steps or z is None or z.ndim < 2:
        return False
    with np.errstate(all="ignore"):
        return any(np.allclose(np.exp(z).sum(axis=k), 1, atol=1e-4) for k in {1, z.ndim - 1})


@rule
def one_class_shares_with_nobody(case: Case) -> Found:
    if case.normalised and case.width == 1:
        yield error(
            "softmax-of-one",
            "softmax over a single output",
            "It is 1 whatever the score is: the gradient is 0, and nothing is learned",
            "One output and a sigmoid (BCEWithLogitsLoss), or two outputs and a softmax",
            "binary",
        )
    elif case.last.kind == "sigmoid" and case.width == 1 and _shared(case.cost):
        yield error(
            "softmax-of-one",
            f"one sigmoid before {case.cost.said}, a loss for several classes",
            "Divided by its own sum, a single probability is always 1",
            "The binary loss, for one sigmoid",
            "binary",
        )


def _shared(cost) -> bool:
    """Whether the loss reads one probability that all classes share."""
    return cost.known and cost.record.predictions.rows


@rule
def classes_lie_on_one_axis(case: Case) -> Found:
    step, z = case.last, case.scores
    if step.kind not in ("softmax", "log-softmax") or step.axis is None:
        return
    if step.axis == 0 and (z is None or z.ndim > 1):
        yield error(
            "wrong-axis",
            f"{step.name} over axis 0, the samples",
            "Columns sum to 1 instead of rows: each prediction depends on the rest of the batch",
            "softmax over the last axis: dim=-1",
            "multiclass",
        )
    elif z is not None and case.framework != "torch" and 0 < step.axis < z.ndim - 1:
        yield error(
            "wrong-axis",
            f"{step.name} over axis {step.axis} of scores of shape {z.shape}",
            "The loss reads classes along the last axis",
            "softmax over the last axis: axis=-1",
            "multiclass",
        )


@rule
def a_class_may_get_exactly_nothing(case: Case) -> Found:
    """Sparsemax or entmax before a logarithm."""
    name = case.last.record.name if case.last.record is not None else ""
    logarithm = case.cost.known and case.cost.record.name == "cross-entropy"
    if (
        name in ("sparsemax", "entmax")
        and logarithm
        and not case.cost.inside
        and not case.cost.takes
    ):
        yield warning(
            "dead-output",
            f"{name} before {case.cost.said}: exactly 0 for classes that are far behind",
            "The logarithm of 0 is infinite, and no gradient leads back",
            f"Softmax; or {name} with its matching loss, matching(activations.{name})",
            "matching-losses",
        )


@rule
def a_logarithm_by_hand(case: Case) -> Found:
    if not case.last.name.startswith("a logarithm after"):
        return
    z = case.scores
    single = z is not None and z.dtype == np.float32
    finite = z is not None and z.ndim > 1 and np.isfinite(z).all()
    spread = np.ptp(z, axis=-1).max() if finite else 0.0
    say = error if spread > (103 if single else 745) else note
    yield say(
        "overflow",
        f"{case.last.name}, written by hand",
        "A probability that becomes exactly 0 in floating point has no logarithm",
        "log_softmax, logsigmoid, or the loss that takes scores",
    )


@rule
def an_output_has_a_flat_piece(case: Case) -> Found:
    a, loss = case.last.record, case.cost.record
    if case.cost.inside or a is None or loss is None or not flat(a) or loss.scores != 1:
        return
    if loss.targets.rows or case.cost.takes:
        return
    p = a.forward(np.array([[-8.0], [8.0]]))
    p = p[np.isin(p, [a.range.low, a.range.high])][:, None]
    y = np.full_like(p, loss.targets.member)
    exact = case.pairing is not None and case.pairing.loss is None
    if not exact and not np.isfinite(loss.value(p, y)).all():
        if not _leaves(a.bare, loss.bare):
            yield warning(
                "dead-output",
                f"{a.name} before {case.cost.said}: exactly {p[0, 0]:g} over a whole range of scores",
                "There the loss is infinite for other targets, and no gradient leads back",
                "An output without a flat piece: sigmoid for probabilities, exp for rates",
                "positive",
            )
    elif not exact and not _is_matching(case):
        yield note(
            "could-be-better",
            f"{a.name} has a flat piece, on which {case.cost.said} has no gradient",
            "From a bad start an output may stay dead; from a good one it trains well",
            f"matching(activations.…) of {a.name}: its gradient is prediction minus target",
            "positive",
        )


def _is_matching(case: Case) -> bool:
    pairing = case.matched
    if pairing is None or pairing.activation is None:
        return True  # nothing is known against it
    z = 2 * np.sin(np.arange(6.0))[:, None]
    if pairing.activation.scores != 1 or pairing.targets.kind != "interval":
        return True
    y = pairing.activation.forward(z[::-1])
    y = np.where(pairing.targets.contains(y), y, pairing.targets.member)
    slope = pairing.bare.gradient(z, y)
    return bool(np.allclose(slope, pairing.predict(z) - y, rtol=1e-6, atol=1e-9))


@rule
def a_curved_output_has_a_square_behind_it(case: Case) -> Found:
    bounded = case.last.range is not None and case.last.kind in ("sigmoid", "softmax")
    bounded |= case.last.name in ("tanh", "softsign", "arctan")
    square = case.cost.known and case.cost.record.name in ("half squared error", "absolute error")
    if bounded and square and not case.cost.inside:
        yield note(
            "nonconvex-slow",
            f"{case.cost.said} behind {case.last.name}",
            "Sound, but where the output is flat the gradient is too: slow from a bad start",
            f"The loss that matches {case.last.name}: gradient prediction minus target",
            "laws-of-mismatch",
        )


@rule
def a_sum_is_no_mean(case: Case) -> Found:
    reduction = str(case.cost.settings.get("reduction", "")).lower()
    if reduction == "sum":
        yield note(
            "sum-reduction",
            f"{case.cost.said} sums over the batch",
            "The step is as many times larger as there are numbers in a batch",
            "reduction='mean', or a step size divided by their number",
            "cases-batches",
        )
    if reduction == "mean" and "kldiv" in case.cost.said.lower().replace("_", ""):
        yield note(
            "sum-reduction",
            "KLDivLoss with reduction='mean' divides by samples and classes",
            "The divergence per sample is K times larger",
            "reduction='batchmean'",
            "cases-batches",
        )


@rule
def a_threshold_fits_what_comes_out(case: Case) -> Found:
    told, out = case.threshold, case.last
    if told is None or not case.head.known:
        return
    scores = out.kind == "identity" and (case.cost.form in ("01", "pm1") or case.cost.inside)
    shares = out.kind in ("sigmoid", "softmax")
    if isinstance(told, str):
        if "argmax" in told and case.width == 1:
            yield error(
                "threshold",
                "argmax over one output",
                "It is 0 whatever the output is",
                "Compare the output with a threshold: 0 for a score, 1/2 for a probability",
                "binary",
            )
        elif "round" in told and scores:
            yield _threshold("round(), a threshold of 1/2, on scores", "score > 0")
    elif isinstance(told, int | float | np.number):
        if scores and told == 0.5:
            yield _threshold("the threshold 0.5 on scores", "score > 0, or sigmoid(score) > 0.5")
        elif shares and told == 0 and case.cost.form in ("01", "rows", "index"):
            yield _threshold("the threshold 0 on probabilities", "p > 0.5")


def _threshold(what: str, cure: str):
    why = "A score of 0 is the probability 1/2; a score of 1/2 is 0.622"
    return error("threshold", what, why, cure, "binary")
