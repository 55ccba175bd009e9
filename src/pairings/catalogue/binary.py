"""A yes or no."""

from .. import activations, losses
from ..pairing import matching
from .entry import Entry

ENTRIES = (
    Entry(
        "sigmoid + log loss",
        matching(activations.sigmoid, losses.log_loss),
        "yes or no, 0 or 1 (or a share between)",
        "sigmoid",
        "log loss (binary cross-entropy)",
        "p - y",
        "P(y = 1), a mean",
        "`BCEWithLogitsLoss`",
        "`BinaryCrossentropy(from_logits=True)`",
        "`sigmoid_binary_cross_entropy`",
        "`MLPClassifier`, `LogisticRegression`",
        "breast cancer",
        page="binary",
        problem="Classification, binary outcome",
        asked="yes or no",
        bias=r"$\log(m/(1 - m))$",
        first_loss=r"$-m \log m - (1 - m) \log(1 - m)$",
        shown="front",
    ),
)
