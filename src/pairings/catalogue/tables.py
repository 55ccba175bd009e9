"""The catalogue as tables for the pages."""

from ..report import Markdown, table
from .code import FRAMEWORKS, has_code, snippet
from .entry import Entry
from .ideas import IDEAS
from .rows import CATALOGUE


def card(*names: str) -> Markdown:
    """The answer of a page, first thing on it, and below it the code to copy, framework by framework.

    One row of the catalogue; several, side by side, where a page chooses between them; or the page
    itself (`IDEAS`) where it is about more than one row. What it makes is plain Markdown. The site
    turns the part for each framework into a tab. Raises KeyError for a name that is none of these.
    """
    code = [_code(names, framework) for framework in FRAMEWORKS]
    return Markdown("\n\n".join([_answers(names), *(part for part in code if part)]))


def _answers(names: tuple[str, ...]) -> Markdown:
    if names[0] in IDEAS:
        said = IDEAS[names[0]].items()
        return table([{"": f"**{question}**", "the answer": answer} for question, answer in said])
    entries = [CATALOGUE[name] for name in names]
    questions = {
        "choose it when": lambda entry: entry.when,
        "target $y$": lambda entry: entry.target,
        "output $p = a(z)$": lambda entry: entry.activation,
        "loss $L$": lambda entry: entry.loss,
        r"gradient $\partial L / \partial z$": lambda entry: f"${entry.gradient}$",
        "predicts": lambda entry: entry.statistic,
    }
    if len(entries) == 1:
        del questions["choose it when"]
    heads = ["the answer"] if len(entries) == 1 else [entry.activation for entry in entries]
    return table(
        [
            {"": f"**{question}**"} | dict(zip(heads, map(of, entries), strict=True))
            for question, of in questions.items()
        ]
    )


def _code(names: tuple[str, ...], framework: str) -> str:
    """What stands in the tab of a framework: its name, and the code of every row."""
    parts = [f"**{framework}**"]
    for name in names:
        if has_code(name):
            title = [f"*{name}*"] if len(names) > 1 else []
            parts += [*title, f"```python\n{snippet(name, framework)}\n```"]
    return "\n\n".join(parts) if len(parts) > 1 else ""


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
