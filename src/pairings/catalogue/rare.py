"""A yes that is rare."""

from ..losses import rare
from .entry import Entry

ENTRIES = (
    Entry(
        "sigmoid + weighted log loss (pos_weight)",
        rare.weighted_log_loss_with(10)._replace(name="sigmoid + weighted log loss (pos_weight)"),
        "yes or no, of which a yes is rare",
        "sigmoid",
        "log loss in which a yes counts w = 10 times",
        r"(1 - y)\, p - 10\, y\, (1 - p)",
        "P(y = 1), tilted: w times the odds",
        "`BCEWithLogitsLoss(pos_weight=w)`",
        "none: a line of code",
        "none: a line of code",
        "`MLPClassifier` on rows repeated w times",
        "`make_classification(weights=[0.95])`",
        page="rare-positives",
        when="a missed yes costs more, and training is to know it; undo the tilt for probabilities",
        asked="a rare yes",
        bias=r"$\log w$ above $\log(m/(1 - m))$",
        first_loss=r"$-w m \log p - (1 - m) \log(1 - p)$ at that bias",
        shown="card",
        height="loss",
    ),
    Entry(
        "sigmoid + focal loss",
        rare.focal_with(2)._replace(name="sigmoid + focal loss"),
        "yes or no, most of them easy",
        "sigmoid",
        "focal loss, γ = 2 (not convex)",
        r"\pm (1 - q)^2 (2 q \log q + q - 1), \text{ with } q = p \text{ or } 1 - p",
        "a probability drawn towards one half",
        "none: torchvision has it",
        "`BinaryFocalCrossentropy(from_logits=True)`",
        "`sigmoid_focal_loss`",
        "none",
        "`make_classification(weights=[0.95])`",
        page="rare-positives",
        when="easy rows by the thousand drown the hard ones, and the ranking is what counts",
        asked="a yes or no, most of them easy",
        bias="between 0 and $\\log(m/(1 - m))$, by a solve; infinite with one class only",
        first_loss="what it costs",
        height="loss",
    ),
)
