"""One of several classes."""

from .. import activations, losses
from ..pairing import matching
from .entry import Entry

ENTRIES = (
    Entry(
        "softmax + cross-entropy",
        matching(activations.softmax, losses.cross_entropy),
        "one of K classes, a one-hot row",
        "softmax",
        "cross-entropy",
        "p - y",
        "P(class), a mean",
        "`CrossEntropyLoss`",
        "`CategoricalCrossentropy(from_logits=True)`",
        "`softmax_cross_entropy`",
        "`MLPClassifier`, `LogisticRegression`",
        "digits",
        page="multiclass",
        problem="Classification, single label, multiple classes",
        asked="one of several classes",
        bias=r"$\log m_k$",
        first_loss=r"$-\sum_k m_k \log m_k$",
        shown="front",
    ),
)
