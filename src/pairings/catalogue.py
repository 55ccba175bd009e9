"""The one table: which loss for which output. Pages, tests and tools read it; nobody copies it."""

from types import MappingProxyType
from typing import NamedTuple

from . import activations, losses
from .pairing import compose, matching
from .records import Pairing
from .report import Markdown, table


class Entry(NamedTuple):
    """A row: what the target is, the pairing, what it predicts, how frameworks call it, its page.

    `gradient` is ∂L/∂z in TeX; `page` is None where no chapter exists; `problem` names the row
    of the article's summary table that this answers, None where the article has none.
    """

    name: str
    pairing: Pairing
    target: str
    activation: str
    loss: str
    gradient: str
    statistic: str
    pytorch: str
    keras: str
    optax: str
    sklearn: str
    dataset: str
    page: str | None = None
    problem: str | None = None


_A, _L = activations, losses

_ENTRIES = (
    Entry(
        "identity + half squared error",
        matching(_A.identity, _L.squared_error),
        "any real number",
        "identity",
        "half squared error",
        "z - y",
        "mean",
        "`MSELoss` (the whole square)",
        "`MeanSquaredError` (the whole square)",
        "`l2_loss`",
        "`MLPRegressor`, `LinearRegression`",
        "diabetes, `make_friedman1`",
        page="regression",
        problem="Regression, numerical value",
    ),
    Entry(
        "identity + absolute error",
        compose(_A.identity, _L.absolute_error),
        "any real number, some of them wild",
        "identity",
        "absolute error",
        r"\operatorname{sign}(z - y)",
        "median",
        "`L1Loss`",
        "`MeanAbsoluteError`",
        "none",
        "`QuantileRegressor(quantile=0.5, alpha=0)`",
        "diabetes, `make_friedman1`",
        page="regression",
    ),
    Entry(
        "identity + Huber",
        compose(_A.identity, _L.huber),
        "any real number, some of them wild",
        "identity",
        "Huber's loss: a square near, absolute far",
        r"\operatorname{clip}(z - y, -\delta, \delta)",
        "between mean and median",
        "`HuberLoss`",
        "`Huber`",
        "`huber_loss`",
        "`HuberRegressor`",
        "diabetes, `make_friedman1`",
        page="regression",
    ),
    # The article has no row for a positive number: its row for regression offers ReLU as well.
    Entry(
        "ReLU + its matching loss",
        matching(_A.relu),
        "0 or greater",
        "ReLU",
        "its matching loss: half squared error above 0, a ramp below",
        "p - y",
        "mean",
        "`(relu(z) ** 2 / 2 - y * z).mean()`",
        "`relu(z) ** 2 / 2 - y * z`",
        "`make_fenchel_young_loss`",
        "none",
        "diabetes / 100",
        page="positive",
    ),
    Entry(
        "softplus + its matching loss",
        matching(_A.softplus),
        "0 or greater",
        "softplus",
        "its matching loss (a dilogarithm)",
        "p - y",
        "mean",
        "none",
        "none",
        "none",
        "none",
        "diabetes / 100",
        page="positive",
    ),
    Entry(
        "exp + half Poisson deviance",
        matching(_A.exp, _L.poisson),
        "0 or greater, effects multiply",
        "exp",
        "half Poisson deviance",
        "p - y",
        "mean",
        "`PoissonNLLLoss`",
        "`Poisson` (takes $p$)",
        "`generalized_kl_divergence`",
        '`PoissonRegressor`, `MLPRegressor(loss="poisson")`',
        "diabetes / 100",
        page="positive",
    ),
    Entry(
        "sigmoid + log loss",
        matching(_A.sigmoid, _L.log_loss),
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
    ),
    Entry(
        "softmax + cross-entropy",
        matching(_A.softmax, _L.cross_entropy),
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
    ),
    Entry(
        "sigmoid per label + log loss",
        matching(_A.sigmoid, _L.log_loss)._replace(name="sigmoid per label + log loss"),
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
    ),
)

CATALOGUE = MappingProxyType({entry.name: entry for entry in _ENTRIES})


def card(name: str) -> Markdown:
    """The answer of a page, first thing on it: the row `name` of the catalogue, stood on end."""
    entry = CATALOGUE[name]
    answers = {
        "target $y$": entry.target,
        "output $p = a(z)$": entry.activation,
        "loss $L$": entry.loss,
        r"gradient $\partial L / \partial z$": f"${entry.gradient}$",
        "predicts": entry.statistic,
        "PyTorch": entry.pytorch,
        "Keras": entry.keras,
        "JAX / optax": entry.optax,
        "scikit-learn": entry.sklearn,
    }
    return table([{"": f"**{key}**", "the answer": answer} for key, answer in answers.items()])


def summary() -> Markdown:
    """The article's summary table with the gradient, what is predicted, and the chapter."""
    return table(
        [
            {
                "problem": entry.problem,
                "output": entry.activation,
                "loss": entry.loss,
                "gradient": f"${entry.gradient}$",
                "predicts": entry.statistic,
                "chapter": _link(entry),
            }
            for entry in _article_rows()
        ]
    )


def beyond() -> Markdown:
    """The rows that the article has not: other targets, other statistics."""
    return table(
        [
            {
                "target": entry.target,
                "output + loss": f"**{entry.name}**",
                "gradient": f"${entry.gradient}$",
                "predicts": entry.statistic,
                "chapter": _link(entry),
            }
            for entry in CATALOGUE.values()
            if not entry.problem
        ]
    )


def calls() -> Markdown:
    """The same rows as one call in each framework; all but scikit-learn's take the score z."""
    return table(
        [
            {
                "output + loss": f"**{entry.name}**",
                "PyTorch": entry.pytorch,
                "Keras": entry.keras,
                "optax": entry.optax,
                "scikit-learn": entry.sklearn,
            }
            for entry in _article_rows()
        ]
    )


def _article_rows() -> list[Entry]:
    return [entry for entry in CATALOGUE.values() if entry.problem]


def _link(entry: Entry) -> str:
    return f"[{entry.name}]({entry.page}.ipynb)" if entry.page else "not written yet"
