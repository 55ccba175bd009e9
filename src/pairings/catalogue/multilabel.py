"""Several labels at once."""

from .. import activations, losses
from ..pairing import matching
from .entry import Entry

ENTRIES = (
    Entry(
        "sigmoid per label + log loss",
        matching(activations.sigmoid, losses.log_loss)._replace(
            name="sigmoid per label + log loss"
        ),
        "several labels at once, a row of zeros and ones",
        "sigmoid per label",
        "sum of log losses",
        "p - y",
        "P(label), label by label",
        "`BCEWithLogitsLoss`",
        "`BinaryCrossentropy(from_logits=True)`",
        "`sigmoid_binary_cross_entropy`",
        "`MLPClassifier`, `OneVsRestClassifier`",
        "`make_multilabel_classification`",
        page="multilabel",
        problem="Classification, multiple labels, multiple classes",
        asked="several labels at once",
        bias=r"$\log(m_k/(1 - m_k))$",
        first_loss="the sum over the labels",
        shown="front",
    ),
)
