"""Embeddings that are compared by their angle, and masks of pixels that are compared by overlap."""

from ..losses import overlaps as o
from ..losses import similarities as s
from .entry import Entry

COSINE = s.cosine_of_embeddings
CONTRASTIVE = s.contrastive_with(2)
SIGMOID_PAIRS = s.sigmoid_pairs_with(2)
DICE = o.dice_with()
TVERSKY = o.tversky_with(0.3, 0.7)
BESIDE = o.beside_log_loss(DICE)

_LISTS = "a list of items, in which those with equal numbers belong together"
_MASK = "a mask: a row of zeros and ones, at least one 1"


def _row(pairing, target, activation, loss, gradient, statistic, when, asked, **more) -> Entry:
    return Entry(
        pairing.name,
        pairing,
        target,
        activation,
        loss,
        gradient,
        statistic,
        page="embeddings",
        when=when,
        asked=asked,
        **({"dataset": "digits", "height": "loss"} | more),
    )


ENTRIES = (
    _row(
        COSINE,
        "a direction of any number of dimensions: a row, not all 0",
        "the scores divided by their length",
        "1 − cosine, half the squared distance of unit vectors",
        r"\frac{(u^\top v)\, u - v}{\lvert z \rvert}",
        "direction of the mean of the unit vectors",
        "an embedding is given, and only its direction counts",
        "an embedding that somebody else made",
        pytorch="`1 - F.cosine_similarity(z, y)`, `CosineEmbeddingLoss`",
        keras="`CosineSimilarity()` (minus the cosine)",
        optax="`cosine_distance`",
        bias="the mean of the unit vectors, at any length: a set",
        first_loss="$1 - R$, with $R$ the length of that mean",
        predicts="a unit vector",
    ),
    _row(
        CONTRASTIVE,
        _LISTS,
        r"unit vectors, cosines over $\tau$, softmax over the others of the list",
        "cross-entropy of who is the partner",
        r"\frac{p - q}{\tau} \text{ by the cosine}",
        "none of a constant: who belongs together",
        "partners are known, and the rest of the batch is to be told apart",
        "which of many belongs to this one",
        pytorch="none: six lines of code",
        optax="`log_softmax` of the cosines; `ntxent` for a single batch",
        bias="any: a shift of embeddings that are all equal changes nothing",
        first_loss=r"$\log (n - 1)$ for each item with a partner",
        shown="card",
        predicts="a unit vector for each item",
    ),
    _row(
        SIGMOID_PAIRS,
        _LISTS,
        r"unit vectors, sigmoid of each cosine over $\tau$ plus $b$",
        "log loss, pair by pair",
        r"\frac{p - y}{\tau} \text{ by the cosine}",
        "none of a constant: who belongs together",
        "an item may have no partner, or several, or batches are cut in parts",
        "whether two belong together",
        pytorch="none: log loss of the logits, pair by pair",
        optax="`sigmoid_binary_cross_entropy`, over pairs",
        bias="any: a shift of embeddings that are all equal changes nothing",
        first_loss=r"that of $p = \sigma(1/\tau + b)$ for every pair",
        predicts="a unit vector for each item",
    ),
    _row(
        DICE,
        _MASK,
        "sigmoid per pixel",
        "1 − Dice, the overlap of the masks",
        r"p (1 - p) \frac{[y = 0]\, S - [y = 1]\, (S + 2N)}{2 (S + N)^2}",
        "the mask, 0 or 1 per pixel; no probability",
        "only the mask at one half counts, by its overlap; else log loss per pixel",
        "which pixels belong to the thing",
        keras="`Dice()` (with a small number added)",
        optax="`dice_loss` (1 added, unless told otherwise)",
        bias=r"$\log(m/(1 - m))$, with $m$ the share of the mask",
        first_loss="about $1 - m$",
        shown="card",
        predicts="a number between 0 and 1 for each pixel",
    ),
    _row(
        TVERSKY,
        _MASK,
        "sigmoid per pixel",
        "1 − Tversky's index: Dice that weighs missed pixels more",
        r"p (1 - p) \frac{[y = 0]\, \alpha S - [y = 1]\, (\beta S + N)}{(S + N)^2}",
        "the mask, 0 or 1 per pixel; no probability",
        "a missed pixel is worse than one too many",
        "which pixels belong to the thing, rather too many",
        keras="`Tversky(alpha=0.7, beta=0.3)` (its alpha weighs what is missed)",
        bias=r"local: search from $\log\frac{m}{1-m}$, with $m$ the share of the mask",
        first_loss="what it costs",
        predicts="a number between 0 and 1 for each pixel",
    ),
    _row(
        BESIDE,
        _MASK,
        "sigmoid per pixel",
        "mean log loss of the pixels plus 1 − Dice",
        r"\frac{p - y}{n} + \frac{\partial \text{Dice}}{\partial z}",
        "between a probability and a mask",
        "overlap counts, and Dice alone does not get away from its start",
        "which pixels belong to the thing, by overlap and pixel by pixel",
        bias=r"local: search from $\log\frac{m}{1-m}$, with $m$ the share of the mask",
        first_loss="what it costs",
        predicts="a number between 0 and 1 for each pixel",
    ),
)
