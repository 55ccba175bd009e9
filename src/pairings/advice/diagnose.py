"""diagnose: what a number of a loss, or its history, is likely to mean."""

import numpy as np

from .case import read
from .findings import Finding, Findings
from .fingerprints import FINGERPRINTS
from .known import known_of

ABOVE_FLOOR = 0.04  # relative: a floor is come near to from above, and only so near
NEAR = 0.01  # other numbers
BELOW = 0.005
STILL = 1e-3  # relative change over the later half of a history


class Causes(Findings):
    """The likely causes, the likeliest first."""

    __slots__ = ()
    NOTHING = "No number that is known here, and no motion that is a sign by itself."


@np.errstate(all="ignore")  # targets may be as large as they like
def diagnose(loss, *, classes=None, base_rate=None, targets=None, predictions=None) -> Causes:
    """The likely causes of a loss, the likeliest first, each with a reason, a test and a cure.

    loss: one number, or a history from the first step to the last. classes: how many there are;
    base_rate: the share of positives; targets, predictions: of one batch or of all samples; the more
    is told, the more numbers can be compared. A number proves nothing by itself: a cause comes with
    the line that tells it from others. Never raises; what cannot be read is answered.
    """
    reading = read("loss", loss)
    if reading is None or reading.values is None or not reading.values.size:
        why = reading.trouble if reading is not None and reading.trouble else "there is no number"
        return Causes([_unread("loss", why)])
    told = {"targets": read("targets", targets), "predictions": read("predictions", predictions)}
    found = [_unread(name, r.trouble) for name, r in told.items() if r is not None and r.trouble]
    classes, base_rate = _number(classes), _number(base_rate)
    if classes is not None and not (1 <= classes < 1e9 and classes == np.floor(classes)):
        found.append(_unread("classes", "a whole number of at least 1 is due"))
        classes = None
    if base_rate is not None and not 0 <= base_rate <= 1:
        found.append(_unread("base_rate", "a share from 0 to 1 is due"))
        base_rate = None
    y, p = (r.values if r is not None else None for r in told.values())
    history = reading.values.ravel()
    known = known_of(classes, base_rate, y[np.isfinite(y)] if y is not None and y.ndim < 2 else y)
    causes = [*_outputs(p, y, known), *_signs(history, known), *_numbers(history, known)]
    return Causes([*_distinct(causes), *found])


def _number(value):
    reading = read("value", value)
    if reading is None or reading.values is None or reading.values.size != 1:
        return None
    return float(reading.values.flat[0])


def _unread(name: str, why: str) -> Finding:
    return Finding(
        "unread",
        "note",
        f"{name} cannot be read: {why}",
        "Nothing can be compared with it",
        "A number, or a list of numbers from the first step to the last",
        "symptoms",
    )


def _distinct(causes) -> list[Finding]:
    """One cause for each code, in the order found, sure ones before likely ones."""
    seen = {}
    for _, finding in sorted(causes, key=lambda cause: -cause[0]):
        seen.setdefault(finding.code, finding)
    return list(seen.values())


def _cause(
    sure: float,
    severity: str,
    code: str,
    what: str,
    why: str,
    test: str,
    cure: str,
    page="symptoms",
):
    return sure, Finding(code, severity, what, why, cure, page, test)


# --- what can be seen in the predictions ---------------------------------------------------------


def _outputs(p, y, known):
    if p is None or not p.size:
        return
    finite = p[np.isfinite(p)]
    if finite.size < p.size:
        yield _cause(
            9,
            "error",
            "overflow",
            f"{p.size - finite.size} of {p.size} predictions are NaN or infinite",
            "Inputs with NaN, or weights that ran away",
            "np.isfinite(x).all(), then the first step at which weights are not finite",
            "Clean x; a smaller step; the loss that takes scores",
        )
        return
    if y is not None and _made(p, y) > max(p.size, y.size):
        yield _cause(
            9,
            "error",
            "shapes-broadcast",
            f"predictions of shape {p.shape} against targets of shape {y.shape}",
            "Their difference is a table: each target meets every prediction, the mean is learned",
            "(p - y).shape",
            "y.reshape(p.shape)",
            "cases-batches",
        )
    if len(p) < 4:
        return
    rows = p.ndim == 2 and p.shape[1] > 1
    if rows and np.allclose(p.sum(axis=1), 1, atol=1e-4) and (p >= 0).all():
        top = np.e / (np.e + p.shape[1] - 1)
        if np.isclose(p.max(), top, rtol=0.02) and p.max() <= top * (1 + 1e-6):
            yield _cause(
                8,
                "error",
                "double-softmax",
                f"no probability is above {top:.3g} = e/(e + K − 1)",
                "A softmax behind a softmax sees scores in [0, 1] only",
                "the model's output sums to 1 in each row, before the loss",
                "Leave the softmax out of the model",
                "cases",
            )
    elif (p >= 0.5).all() and (p <= np.e / (1 + np.e) + 1e-6).all() and np.ptp(p) > 0.05:
        yield _cause(
            8,
            "error",
            "double-sigmoid",
            f"all predictions lie between {p.min():.3g} and {p.max():.3g}",
            "A sigmoid behind a sigmoid gives numbers from 1/2 to 0.731",
            "the model's output lies in [0, 1] before the loss",
            "Leave the sigmoid out of the model",
            "cases",
        )
    if (p == 0).all():
        yield _cause(
            7,
            "error",
            "dead-output",
            "every prediction is exactly 0",
            "A ReLU at the output whose scores are all below 0 has no gradient",
            "(scores < 0).all()",
            "matching(activations.relu); or a bias that starts at the mean of y",
            "positive",
        )
    elif not rows and (p == 1).all():
        yield _cause(
            7,
            "error",
            "softmax-of-one",
            "every prediction is exactly 1",
            "The softmax of a single output is 1",
            "the last layer has one unit and a softmax",
            "A sigmoid for one unit",
            "cases",
        )
    elif np.ptp(p, axis=0).max() <= 1e-3 * max(np.abs(p).max(), 1e-12):
        yield _cause(
            4,
            "warning",
            "constant-predictions",
            "the prediction is the same for every sample",
            "Nothing of x arrives: dead or saturated hidden units, constant inputs, a cut gradient",
            "hidden.std(axis=0) and x.std(axis=0) are above 0",
            "Standardise x; a smaller step; overfit ten samples first",
        )


def _made(p, y) -> int:
    try:
        return int(np.prod(np.broadcast_shapes(p.shape, y.shape)))
    except ValueError:
        return 0


# --- what can be seen in the motion --------------------------------------------------------------


def _signs(history, known):
    bad = ~np.isfinite(history)
    if bad.any():
        yield from _not_finite(history, int(np.argmax(bad)))
        return
    yield from _negative(history, known)
    if len(history) >= 3:
        yield from _motion(history)
    yield from _first(history, known)


def _not_finite(history, first: int):
    if first == 0 and len(history) > 0:
        yield _cause(
            6,
            "error",
            "nan-labels",
            "the loss is not finite at the first step",
            "Before anything was learned: NaN in x or y, labels out of range, or the logarithm of "
            "a number that is not above 0",
            "np.isfinite(x).all() and np.isfinite(y).all()",
            "Drop or fill what is missing; then see the next cause",
        )
        yield _cause(
            5,
            "error",
            "logits-as-probabilities",
            "a logarithm of 0 or of a number below 0",
            "Scores, ReLU or tanh in the place of probabilities; labels −1 in the log loss",
            "p.min() > 0 and p.max() < 1",
            "The loss that takes scores: BCEWithLogitsLoss, CrossEntropyLoss, from_logits=True",
            "cases",
        )
        yield _cause(
            4,
            "warning",
            "labels-out-of-range",
            "a label without an output, which some libraries answer with NaN",
            "Classes are counted from 0",
            "0 <= y.min() and y.max() < K",
            "y - 1, or one more output",
            "cases-labels",
        )
        return
    yield _cause(
        6,
        "error",
        "overflow",
        f"finite until step {first}, then not",
        "log(p) where p has become exactly 0: in single precision from a score of 104 away, "
        "1 − p already from 17",
        "np.abs(scores).max() at the step before",
        "The loss that takes scores; no log(softmax(z)) by hand",
        "cases",
    )
    rising = first > 2 and history[first - 1] > 3 * np.min(history[:first])
    yield _cause(
        7 if rising else 5,
        "error" if rising else "warning",
        "step-too-large",
        "the weights ran away",
        "A step that is too large, or reduction='sum', which makes it as large as the batch",
        "a tenth of the step size keeps it finite",
        "A smaller step; reduction='mean'; targets scaled",
    )
    yield _cause(
        3,
        "warning",
        "all-masked",
        "a batch in which every target is ignored",
        "The mean over nothing is 0/0",
        "the number of known targets in that batch",
        "Leave such batches out",
        "cases-batches",
    )


def _negative(history, known):
    least = history.min()
    if least >= 0:
        return
    within = least >= -1 - 1e-6
    yield _cause(
        6 if within else 3,
        "error" if within else "warning",
        "probabilities-as-log-probabilities",
        "negative, never below −1" if within else "negative",
        "NLLLoss or KLDivLoss on probabilities: −p instead of −log p",
        "the model's output is above 0",
        "LogSoftmax before NLLLoss, or CrossEntropyLoss on the scores",
        "cases",
    )
    yield _cause(
        5,
        "warning",
        "labels-not-01",
        "targets outside [0, 1] in a log loss of scores",
        "Labels −1, 2 or 255, percents, standardised targets: the loss has no lower bound",
        "0 <= y.min() and y.max() <= 1",
        "Labels 0 and 1: (1 + y) / 2, y - 1, y / 255",
        "cases-labels",
    )
    yield _cause(
        2,
        "note",
        "density",
        "a likelihood of a density, or a deviance without its constant",
        "Gaussian likelihood with a learned variance, Poisson without log y!: may well be negative",
        "the loss is named …NLL and is no NLLLoss",
        "Nothing to cure: compare differences, not signs",
        "regression",
    )


def _motion(history):
    half = history[len(history) // 2 :]
    size = max(np.abs(history).max(), 1e-12)
    steps = np.diff(history)
    if np.ptp(history) <= STILL * size:
        yield _cause(
            3.5,
            "warning",
            "no-gradient",
            "the loss has not moved at all",
            "No gradient arrives: softmax over one unit, argmax or round in the loss, frozen or "
            "unregistered parameters, a step of 0",
            "the norm of the gradient of the last layer is above 0",
            "Print the gradient of the last layer after one step",
        )
        return
    turns = (np.sign(steps[1:]) * np.sign(steps[:-1]) < 0).mean() if len(steps) > 1 else 0.0
    if len(history) >= 6 and turns > 0.6 and np.ptp(half) > 0.2 * abs(np.median(half)):
        yield _cause(
            3,
            "warning",
            "step-too-large",
            "up and down from step to step",
            "A step beyond 2 / curvature overshoots; sums instead of means make it larger",
            "a tenth of the step size makes it smooth",
            "A smaller step; reduction='mean'; a larger batch",
        )
    elif len(history) >= 4 and history[-1] > 1.5 * max(history[0], history.min() + 1e-12):
        yield _cause(
            3,
            "warning",
            "wrong-sign",
            "the loss rises",
            "A step that is too large, or a gradient with the wrong sign",
            "a tenth of the step size makes it fall",
            "A smaller step; minus where the step is taken",
        )


def _first(history, known):
    start = history[0]
    chance = known.get("entropy", np.log(known["K"]) if "K" in known else None)
    if chance is None or "K" not in known or len(history) < 2 or known["K"] < 2:
        return
    if start > 2 * np.log(known["K"]) + 1:
        yield _cause(
            3,
            "warning",
            "first-loss",
            f"the first loss is {start:.3g}; equal probabilities give {np.log(known['K']):.3g}",
            "A start that is sure and wrong: last weights too large, inputs not scaled, or a sum",
            "the loss with the last weights set to 0 is log K",
            "Small last weights, bias at the log of the shares; reduction='mean'",
            "cheat-sheet",
        )


# --- the numbers that name their bug ----------------------------------------------------------------


def level(history) -> float:
    """Where a history stands: the median of its last quarter."""
    return float(np.median(history[-max(1, len(history) // 4) :]))


def _numbers(history, known):
    if not np.isfinite(history).all():
        return
    stands = level(history)
    last = history[-max(2, len(history) // 4) :]
    if len(history) > 3 and np.ptp(last) > 0.05 * max(abs(stands), 1e-12):
        return  # still on its way
    for print_ in FINGERPRINTS:
        number = print_.at(known)
        if number is None or not np.isfinite(number) or abs(number) < 1e-12:
            continue
        off = (stands - number) / abs(number)
        near = ABOVE_FLOOR if print_.floor else NEAR
        if -BELOW <= off <= near:
            close = 1 - abs(off) / (2 * near)
            yield _cause(
                2 + print_.weight * close,
                "note"
                if print_.sound or (len(history) == 1 and print_.code == "nothing-learned")
                else "warning",
                print_.code,
                f"{stands:.4g}, near {print_.name} = {number:.4g}: {print_.what}",
                print_.why,
                print_.test,
                print_.cure,
                print_.page,
            )
    yield from _guesses(stands, known)


def _guesses(stands: float, known):
    """Without the number of classes: for which one it would be a known number."""
    if "K" in known or stands <= 0:
        return
    for classes in (2, 3, 4, 5, 10, 20, 50, 100, 1000):
        for print_ in FINGERPRINTS:
            if print_.code not in ("nothing-learned", "double-softmax"):
                continue
            number = print_.at({"K": float(classes)})
            if number is not None and abs(stands - number) <= 0.002 * number:
                yield _cause(
                    2 + print_.weight * 0.8,
                    "warning" if print_.code == "double-softmax" else "note",
                    print_.code,
                    f"{stands:.4g} is {print_.name} for {classes} classes: {print_.what}",
                    print_.why,
                    print_.test,
                    print_.cure,
                    print_.page,
                )
