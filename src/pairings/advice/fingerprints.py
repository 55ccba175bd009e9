"""The numbers that name their bug, as data: a formula each, what it needs, what it means, the cure.

The page of fingerprints derives them from these records, and `diagnose` looks a loss up in them.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

FLOAT32 = np.finfo(np.float32)


class Fingerprint(NamedTuple):
    """A number at which a loss stands still, and its cause.

    code: the finding it points to. formula: in TeX. value: of what is needed, by name: K classes,
    share π of positives, mean, square (mean of y²) and variance of the targets (spread, where they
    are no labels); entropy of the classes; orders, pairs, risk: the loss, or the pairs, of a list
    whose scores are equal, as a mean over lists. what, why, test, cure: as in a finding. sound:
    whether a sound model can stand there; floor: whether the loss comes near from above and no nearer.
    weight: how often it is the cause, as a tie-breaker.
    """

    name: str
    code: str
    formula: str
    value: Callable[[Mapping[str, float]], float]
    needs: tuple[str, ...]
    what: str
    why: str
    test: str
    cure: str
    page: str = "cases"
    sound: bool = False
    floor: bool = False
    weight: float = 1.0

    def at(self, known: Mapping[str, float]) -> float | None:
        """The number, where all that it needs is known."""
        if not set(self.needs) <= set(known):
            return None
        with np.errstate(all="ignore"):
            return float(self.value(known))


def entropy(shares) -> float:
    """−Σ m log m: the loss of who answers every sample with the shares of the classes."""
    m = np.asarray(shares, dtype=float)
    m = m[m > 0]
    return float(-(m * np.log(m)).sum())


def softmax_floor(classes: float, width: float = 1.0) -> float:
    """log(1 + (K − 1) e^−w): the least cross-entropy when scores lie in an interval of width w."""
    return float(np.log1p((classes - 1) * np.exp(-width)))


def smoothed(classes: float, share: float) -> float:
    """The entropy of a label of which `share` is spread evenly over all K classes."""
    other = share / classes
    own = 1 - share + other
    return float(-own * np.log(own) - (classes - 1) * other * np.log(other))


CLIP_32 = -float(np.log(np.float64(1) - np.float64(np.float32(1) - np.float32(1e-7))))
CLIP_1E7 = -float(np.log(np.float64(np.float32(1e-7))))

LISTS_WHY = (
    "Equal scores for all items of a list. Right at step 0. Later: inputs that are the same for the "
    "whole list (they cancel), lists cut at the wrong rows, or no gradient"
)
LISTS_TEST = "z.std(axis=-1) of each list is near 0"
LISTS_CURE = "Inputs that differ within a list; x of shape (lists, items, inputs); ten lists first"

FINGERPRINTS = (
    Fingerprint(
        "log K",
        "nothing-learned",
        r"\log K",
        lambda known: np.log(known["K"]),
        ("K",),
        "every class gets the same probability, 1/K",
        "Right at step 0. Later: nothing is learned, because of the step size, labels that belong "
        "to other rows, or no gradient",
        "p.std(axis=0) is near 0: the answer does not depend on x",
        "Overfit ten samples first. If that fails: step size, order of x and y, a cut gradient",
        "symptoms",
        weight=2.0,
    ),
    Fingerprint(
        "entropy of the classes",
        "base-rate",
        r"-\sum_k m_k \log m_k",
        lambda known: known["entropy"],
        ("entropy",),
        "the model answers with the shares of the classes, whatever x is",
        "The bias has learned, the inputs have not: dead hidden units, x that says nothing, or rows "
        "out of order",
        "p.std(axis=0) is near 0, p.mean(axis=0) the shares",
        "Overfit ten samples; standardise x; a smaller step",
        "symptoms",
        weight=2.0,
    ),
    Fingerprint(
        "double softmax",
        "double-softmax",
        r"\log\left(1 + (K - 1)/e\right)",
        lambda known: softmax_floor(known["K"]),
        ("K",),
        "the least loss of a softmax behind a softmax (or behind a sigmoid)",
        "The second map sees scores in [0, 1] only, so no class gets more than e/(e + K − 1)",
        "the model's output sums to 1 in each row, before the loss",
        "Leave the softmax out of the model: CrossEntropyLoss()(scores, y), from_logits=True",
        weight=3.0,
        floor=True,
    ),
    Fingerprint(
        "tanh before softmax",
        "range-misses-targets",
        r"\log\left(1 + (K - 1)/e^2\right)",
        lambda known: softmax_floor(known["K"], 2.0),
        ("K",),
        "the least loss of a softmax that sees scores in [−1, 1]",
        "tanh on the scores: no class gets more than 1/(1 + (K − 1)/e²)",
        "abs(scores).max() is at most 1",
        "Leave tanh out, or multiply it by a number as large as 30",
        weight=0.5,
        floor=True,
    ),
    Fingerprint(
        "double sigmoid",
        "double-sigmoid",
        r"\pi \log(1 + 1/e) + (1 - \pi) \log 2",
        lambda known: known["share"] * np.log1p(np.exp(-1)) + (1 - known["share"]) * np.log(2),
        ("share",),
        "the least loss of a sigmoid behind a sigmoid",
        "All probabilities lie between 1/2 and 0.731: positives cost 0.313 at least, negatives log 2",
        "p.min() >= 0.5 and p.max() <= 0.732",
        "Leave the sigmoid out of the model: BCEWithLogitsLoss()(scores, y), from_logits=True",
        weight=3.0,
        floor=True,
    ),
    Fingerprint(
        "ReLU before sigmoid",
        "range-misses-targets",
        r"(1 - \pi) \log 2",
        lambda known: (1 - known["share"]) * np.log(2),
        ("share",),
        "the least loss of a sigmoid that sees scores of 0 and more",
        "ReLU on the score: no probability is below 1/2, every negative costs log 2",
        "(p < 0.5).sum() is 0",
        "Leave ReLU out of the last layer",
        floor=True,
    ),
    Fingerprint(
        "tanh before sigmoid",
        "range-misses-targets",
        r"\log(1 + 1/e)",
        lambda known: np.log1p(np.exp(-1)),
        (),
        "the least log loss of a sigmoid that sees scores in [−1, 1]",
        "tanh on the score: every probability lies between 0.269 and 0.731",
        "abs(scores).max() is at most 1",
        "Leave tanh out of the last layer",
        weight=0.5,
        floor=True,
    ),
    Fingerprint(
        "hinge with labels 0 and 1",
        "labels-not-pm1",
        r"1 - \pi",
        lambda known: 1 - known["share"],
        ("share",),
        "the least hinge loss with labels 0 and 1",
        "A label of 0 makes max(0, 1 − 0·p) = 1 whatever the score is",
        "set(y) is {0, 1}",
        "2 * y - 1",
        "when-not-to-match-labels",
        weight=0.5,
        floor=True,
    ),
    Fingerprint(
        "half the variance",
        "predicts-the-mean",
        r"\operatorname{Var}(y)/2",
        lambda known: known["variance"] / 2,
        ("variance",),
        "half squared error of a model that answers with the mean",
        "Nothing is learned of x: (n,) subtracted from (n, 1), rows out of order, or dead units",
        "(p - y).shape is the shape of y; p.std() is near 0",
        "assert p.shape == y.shape; y.reshape(-1, 1)",
        "cases-batches",
        weight=2.0,
    ),
    Fingerprint(
        "the variance",
        "shapes-broadcast",
        r"\operatorname{Var}(y)",
        lambda known: known["variance"],
        ("variance",),
        "squared error of a model that answers with the mean (1 for standardised targets)",
        "Nothing is learned of x: (n,) subtracted from (n, 1), rows out of order, or dead units",
        "(p - y).shape is the shape of y; p.std() is near 0",
        "assert p.shape == y.shape; y.reshape(-1, 1)",
        "cases-batches",
        weight=2.5,
    ),
    Fingerprint(
        "half the mean square",
        "dead-output",
        r"\overline{y^2}/2",
        lambda known: known["square"] / 2,
        ("square",),
        "half squared error of a model that answers 0 to everything",
        "A dead ReLU at the output: all scores are below 0, where it has no gradient",
        "(p == 0).mean() is 1",
        "matching(activations.relu); or a bias that starts at the mean of y",
        "positive",
        weight=2.0,
    ),
    Fingerprint(
        "the mean square",
        "dead-output",
        r"\overline{y^2}",
        lambda known: known["square"],
        ("square",),
        "squared error of a model that answers 0 to everything",
        "A dead ReLU at the output: all scores are below 0, where it has no gradient",
        "(p == 0).mean() is 1",
        "matching(activations.relu); or a bias that starts at the mean of y",
        "positive",
        weight=2.0,
    ),
    Fingerprint(
        "Keras' clip, a wrong 1",
        "softmax-of-one",
        r"23 \log 2 = -\log(2^{-23})",
        lambda known: CLIP_32,
        (),
        "every prediction is exactly 1, and wrong: Keras clips at 1 − 10⁻⁷ in single precision",
        "A softmax over one unit, or scores far out",
        "p.min() == p.max() == 1",
        "Dense(1, activation='sigmoid'), or scores with from_logits=True",
    ),
    Fingerprint(
        "Keras' clip, one unit",
        "softmax-of-one",
        r"(1 - \pi) \cdot 23 \log 2",
        lambda known: (1 - known["share"]) * CLIP_32,
        ("share",),
        "a softmax over one unit, in Keras: always 1, wrong for every negative",
        "The softmax of one number is 1; the gradient is 0",
        "p.min() == p.max() == 1",
        "Dense(1, activation='sigmoid'), or scores with from_logits=True",
        weight=2.0,
    ),
    Fingerprint(
        "Keras' clip, a wrong 0",
        "overflow",
        r"-\log 10^{-7}",
        lambda known: CLIP_1E7,
        (),
        "every prediction is exactly 0, and wrong: Keras clips at 10⁻⁷",
        "Scores far below 0: a step that was too large, or inputs that are not scaled",
        "p.min() == p.max() == 0",
        "from_logits=True on the scores; scale x; a smaller step",
    ),
    Fingerprint(
        "PyTorch's clamp",
        "softmax-of-one",
        "100",
        lambda known: 100.0,
        (),
        "every prediction is exactly 0 or 1, and wrong: BCELoss cuts the logarithm off at −100",
        "A softmax over one unit, labels in another order, or scores far out",
        "np.isin(p, (0, 1)).all()",
        "BCEWithLogitsLoss on the scores",
    ),
    Fingerprint(
        "PyTorch's clamp, one unit",
        "softmax-of-one",
        r"100 (1 - \pi)",
        lambda known: 100.0 * (1 - known["share"]),
        ("share",),
        "a softmax over one unit before BCELoss: always 1, wrong for every negative",
        "The softmax of one number is 1; the gradient is 0",
        "p.min() == p.max() == 1",
        "One unit without a softmax, and BCEWithLogitsLoss",
        weight=2.0,
    ),
    Fingerprint(
        "ε = 10⁻¹²",
        "overflow",
        r"-\log 10^{-12}",
        lambda known: -np.log(1e-12),
        (),
        "every prediction is exactly 0 or 1, and wrong, with log(p + 1e-12)",
        "An ε inside the logarithm, as early versions of PyTorch had: it hides log 0, and the "
        "gradient with it",
        "np.isin(p, (0, 1)).all()",
        "The loss that takes scores; no ε",
    ),
    Fingerprint(
        "ε = 10⁻¹⁵",
        "overflow",
        r"-\log 10^{-15}",
        lambda known: -np.log(1e-15),
        (),
        "every prediction is exactly 0 or 1, and wrong, with clip(p, 1e-15, …)",
        "The clip of log_loss in earlier versions of scikit-learn",
        "np.isin(p, (0, 1)).all()",
        "Look at the probabilities before the metric; the loss that takes scores",
    ),
    Fingerprint(
        "scikit-learn's clip",
        "overflow",
        r"52 \log 2 = -\log(2^{-52})",
        lambda known: -np.log(np.finfo(float).eps),
        (),
        "every prediction is exactly 0 or 1, and wrong, in scikit-learn's log_loss",
        "It clips at the ε of double precision",
        "np.isin(p, (0, 1)).all()",
        "Look at the probabilities before the metric: labels in another order?",
    ),
    Fingerprint(
        "smallest single",
        "overflow",
        r"126 \log 2 = -\log(2^{-126})",
        lambda known: -np.log(float(FLOAT32.tiny)),
        (),
        "every prediction of the right class is 0, with log(max(p, FLT_MIN))",
        "Caffe's softmax loss: the scores ran away",
        "p at the labels is 0",
        "A smaller step; scaled inputs",
    ),
    Fingerprint(
        "−1/K",
        "probabilities-as-log-probabilities",
        "-1/K",
        lambda known: -1 / known["K"],
        ("K",),
        "NLLLoss on the probabilities 1/K",
        "The loss is −p instead of −log p; the start of a model whose output is a softmax",
        "the output is above 0",
        "LogSoftmax before NLLLoss, or CrossEntropyLoss on the scores",
    ),
    Fingerprint(
        "Gaussian likelihood of the mean",
        "predicts-the-mean",
        r"\tfrac12 \left(\log \operatorname{Var}(y) + 1\right)",
        lambda known: (np.log(known["spread"]) + 1) / 2,
        ("spread",),
        "Gaussian likelihood of who answers the mean and the variance (more by 0.919 with its constant)",
        "Nothing is learned of x, neither the mean nor how sure it is",
        "p.std(axis=0) is near 0",
        "Overfit ten samples; standardise x; a smaller step",
        "symptoms",
        weight=1.5,
    ),
    Fingerprint(
        "log n!",
        "nothing-learned",
        r"\log n!",
        lambda known: known["orders"],
        ("orders",),
        "every order of a list of n items is equally likely (Plackett–Luce)",
        LISTS_WHY,
        LISTS_TEST,
        LISTS_CURE,
        "rankings",
        weight=2.0,
    ),
    Fingerprint(
        "pairs · log 2",
        "nothing-learned",
        r"\#\{i, j: y_i > y_j\} \log 2",
        lambda known: known["pairs"] * np.log(2),
        ("pairs",),
        "each pair of a list is a coin (RankNet; for a list of two, a reward model)",
        LISTS_WHY,
        LISTS_TEST,
        LISTS_CURE,
        "rankings",
        weight=2.0,
    ),
    Fingerprint(
        "risk sets",
        "nothing-learned",
        r"\sum_{i\,\text{seen}} \log \#\{j: t_j \ge t_i\}",
        lambda known: known["risk"],
        ("risk",),
        "all those at risk are equally likely to be the next (Cox)",
        LISTS_WHY,
        LISTS_TEST,
        LISTS_CURE,
        "waiting-times",
        weight=2.0,
    ),
    Fingerprint(
        "label smoothing",
        "smoothing-floor",
        r"-\sum_k q_k \log q_k, \; q = (0.9 + 0.1/K, \, 0.1/K, \dots)",
        lambda known: smoothed(known["K"], 0.1),
        ("K",),
        "the entropy of labels smoothed by 0.1: the least loss they allow",
        "Nothing is wrong: a model that is right about everything stands here",
        "label_smoothing=0.1?",
        "Compare losses without the smoothing",
        "multiclass",
        sound=True,
        weight=0.3,
        floor=True,
    ),
)
