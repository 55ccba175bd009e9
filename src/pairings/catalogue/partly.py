"""Targets that are known only in part."""

from ..losses import partly
from ..pairing import masked
from ..records import some_known
from . import multilabel, regression
from .entry import Entry


def _masked(pairing, name: str):
    domain = some_known(pairing.targets)
    return masked(pairing)._replace(name=name, targets=domain, activation=None, loss=None)


ENTRIES = (
    Entry(
        "identity + half squared error, masked",
        _masked(regression.ENTRIES[0].pairing, "identity + half squared error, masked"),
        "several real numbers, some of them unknown",
        "identity",
        "half squared error of the known targets",
        "f\\,(z - y)",
        "mean of the known",
        "none: a line of code",
        "none: a line of code",
        "`l2_loss` and a product",
        "none: drop the rows, one target at a time",
        "`make_friedman1` and `make_regression`",
        page="partly-known",
        when="several numbers are to be predicted, and rows know different ones",
        asked="several numbers, some unknown",
        bias="$m$ of the known",
        first_loss="$v/2$ of the known, summed over targets",
        shown="card",
    ),
    Entry(
        "sigmoid per label + log loss, masked",
        _masked(multilabel.ENTRIES[0].pairing, "sigmoid per label + log loss, masked"),
        "several yes or no, some of them unknown",
        "sigmoid, once per label",
        "log loss of the known labels",
        "f\\,(p - y)",
        "P(each label)",
        '`BCEWithLogitsLoss(reduction="none")` and a product',
        "none: a line of code",
        "`sigmoid_binary_cross_entropy` and a product",
        "none: drop the rows, one label at a time",
        "`make_multilabel_classification`",
        page="partly-known",
        when="several labels, of which rows know different ones",
        asked="several labels, some unknown",
        bias="$\\log(m/(1 - m))$ of the known",
        first_loss="the sum over the labels, of the known",
    ),
    Entry(
        "softmax + cross-entropy of partial labels",
        partly.partial_labels,
        "one of K classes, known to be one of a set",
        "softmax",
        "−log of the probability of the set",
        "p - r",
        "P(class)",
        "none: logsumexp twice",
        "none: logsumexp twice",
        "none: logsumexp twice",
        "none",
        "digits",
        page="partly-known",
        when="the class is not known, but some classes are out of the question",
        asked="one of several classes, known to be in a set",
        bias="local: search from $\\log$ of the shares that the sets allow",
        first_loss="mean of $-\\log$ P(set) there",
    ),
)
