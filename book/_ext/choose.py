"""The page that chooses by two questions: folds within folds, made from the catalogue for the site.

It needs no script: a fold is HTML's own. What stands in a fold is text of the page, so that links,
formulas and the search know it.
"""

from html import escape
from pathlib import Path

import questions
from docutils import nodes
from docutils.statemachine import StringList
from questions import OTHER, QUESTIONS, Answer, Values, leaves
from sphinx.util.docutils import SphinxDirective

from pairings import catalogue
from pairings.catalogue.code import FRAMEWORKS
from pairings.catalogue.entry import Entry

SHEET = "choose.css"


def example(answer: Answer, most: int = 4) -> str:
    """A few of its targets, as one would write them."""
    shown = ", ".join(map(written, answer.like[:most]))
    return f"{shown}, …" if shown else ""


def written(value) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))})"
    return value if isinstance(value, str) else f"{value:g}".replace("-", "−").replace("nan", "NaN")


def told(entry: Entry) -> str:
    """A row: what it is, when to take it, its line in each framework, its chapter. Markdown."""
    calls = (entry.pytorch, entry.keras, entry.optax, entry.sklearn)
    lines = [
        f"{name} {call.removeprefix('none: ')}"
        for name, call in zip(FRAMEWORKS, calls, strict=True)
        if call != "none"
    ]
    chapter = f"[The chapter](/book/{entry.page}.ipynb)" if entry.page else ""
    when = f"Take it when {entry.when}. " if entry.when else ""
    return "\n".join(
        [
            f"**{entry.activation}** and **{entry.loss}**",
            f": {when}Predicts: {entry.statistic}. {chapter}.",
            f": {' · '.join(lines) or 'A few lines: on the card of the chapter'}",
            "",
        ]
    )


class Choose(SphinxDirective):
    def run(self):
        for file in (__file__, questions.__file__, *Path(catalogue.__file__).parent.glob("*.py")):
            self.env.note_dependency(str(file))
        rows = leaves()
        asked = QUESTIONS
        if rows[OTHER]:
            asked = (*asked, Values("None of these", (OTHER,)))
        return [node for values in asked for node in self.fold(values, rows)]

    def fold(self, values: Values, rows: dict[Answer, list[Entry]]):
        """The first question's fold with those of the second in it, the usual one open."""
        usual = values.answers[0]
        yield opening("choose", values.words, example(usual))
        for answer in values.answers:
            own = "" if answer is usual else example(answer)
            yield opening("choose-else", answer.words, own, opened=answer is usual)
            source = StringList("\n".join(map(told, rows[answer])).splitlines(), "catalogue")
            holder = nodes.container(classes=["choose-rows"])
            self.state.nested_parse(source, self.content_offset, holder)
            yield holder
            yield closing()
        yield closing()


def opening(kind: str, words: str, like: str, opened: bool = False):
    shown = f' <span class="choose-like">{escape(like)}</span>' if like else ""
    state = " open" * opened
    text = f'<details class="{kind}"{state}><summary>{escape(words)}{shown}</summary>'
    return nodes.raw("", text, format="html")


def closing():
    return nodes.raw("", "</details>", format="html")


def load(app, pagename, templatename, context, doctree):
    """Its rules, on the page that has it."""
    if doctree and any("choose-rows" in n["classes"] for n in doctree.findall(nodes.container)):
        app.add_css_file(SHEET, priority=901)


def setup(app):
    app.add_directive("choose", Choose)
    app.connect("html-page-context", load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
