"""The catalogue as tables for the pages."""

from ..report import Markdown, table
from .entry import Entry
from .rows import CATALOGUE


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
