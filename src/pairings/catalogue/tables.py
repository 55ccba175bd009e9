"""The catalogue as tables for the pages."""

from ..report import Markdown, table
from .code import FRAMEWORKS, anchor, has_code, snippet
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
        "start at": _first,
    }
    if len(entries) == 1:
        del questions["choose it when"]
    heads = ["the answer"] if len(entries) == 1 else [entry.activation for entry in entries]
    if len(set(heads)) < len(heads):
        heads = names  # the same output with another loss
    return table(
        [
            {"": f"**{question}**"} | dict(zip(heads, map(of, entries), strict=True))
            for question, of in questions.items()
        ]
    )


def _first(entry: Entry) -> str:
    """The best constant: what `start` computes, in words."""
    return f"bias {entry.bias}; first loss {entry.first_loss}" if entry.bias else "see the page"


def _code(names: tuple[str, ...], framework: str) -> str:
    """What stands in the tab of a framework: its name, and the code of every row."""
    parts = [f"**{framework}**"]
    for name in names:
        if has_code(name, framework):
            title = [f"*{name}*"] if len(names) > 1 else []
            parts += [*title, f"```python\n{snippet(name, framework)}\n```"]
    return "\n\n".join(parts) if len(parts) > 1 else ""


def answers() -> Markdown:
    """The book in one table: your target, the output, the loss, the line; once for each framework.

    Its targets lead to the chapters. Plain Markdown, as `card` makes it: tabs on the site.
    """
    return Markdown("\n\n".join(map(_answers_in, FRAMEWORKS)))


def _answers_in(framework: str) -> str:
    rows = [
        {
            "your target": f"[{entry.asked}]({_place(entry)})",
            "output": entry.activation,
            "loss": _loss(entry),
            "line": _line(entry, framework),
        }
        for entry in CATALOGUE.values()
        if entry.page and entry.shown == "front"
    ]
    return f"**{framework}**\n\n{table(rows)}"


def sheet() -> Markdown:
    """The rows of the front page: gradient, what each predicts, where to start, the loss there."""
    return table([row for row, _ in _sheet()])


def lines() -> Markdown:
    """The rows of the front page as one call in each framework."""
    return table([row for _, row in _sheet()])


def _sheet() -> list[tuple[dict[str, str], dict[str, str]]]:
    return [
        (
            {
                "target": entry.asked,
                "output": entry.activation,
                "loss": entry.loss,
                "gradient": f"${entry.gradient}$",
                "predicts": entry.statistic,
                "first bias": entry.bias,
                "first loss": entry.first_loss,
            },
            {"output + loss": entry.name}
            | {framework: _line(entry, framework) for framework in FRAMEWORKS},
        )
        for entry in CATALOGUE.values()
        if entry.shown == "front"
    ]


def _loss(entry: Entry) -> str:
    return entry.name.split(" + ")[1]


def _place(entry: Entry) -> str:
    """The card of the chapter; where it has several rows, the place of this one."""
    beside = [e for e in CATALOGUE.values() if e.page == entry.page and e.shown != "table"]
    return f"{entry.page}.ipynb" + (f"#{anchor(entry.name)}" if len(beside) > 1 else "")


def _line(entry: Entry, framework: str) -> str:
    """The call; where the framework has none, the code to copy stands on the card of the chapter."""
    calls = dict(
        zip(FRAMEWORKS, (entry.pytorch, entry.keras, entry.optax, entry.sklearn), strict=True)
    )
    if calls[framework] != "none":
        return calls[framework]
    nearest = framework == "scikit-learn"
    return "none" if nearest else f"[a few lines]({_place(entry)})"
