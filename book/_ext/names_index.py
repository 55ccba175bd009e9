"""The names index: what each library calls each row of the catalogue, made when the site is built.

A fold for each chapter, in it the rows with their names. `table.js` adds the field to type in, and
opens what has the words.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from pairings import CATALOGUE, catalogue
from pairings.catalogue.names import LIBRARIES, NAMES, Name
from pairings.report import CHAPTERS

PINS = [
    Path(__file__).parents[2] / p
    for p in ("requirements.txt", "tests/proofs/frameworks/requirements.txt")
]
PACKAGES = {
    "PyTorch": "torch",
    "Keras": "keras",
    "optax": "optax",
    "scikit-learn": "scikit-learn",
    "XGBoost": "xgboost-cpu",
    "LightGBM": "lightgbm",
}
EXAMPLE = "logcosh, BCEWithLogitsLoss, reg:gamma"  # what one may type
TIMES = {"1": "", "2": "the whole, twice ours", "1/2": "half of ours", "1/K": "1/K of ours"}
# What a library's own spelling is, within a sentence: an argument, or a name with an underscore.
CODE = re.compile(r"(?<![\w`])(?:\w+=[\w.\"]+|[a-z]+(?:_\w+)+)")


def versions() -> dict[str, str]:
    """{library: the version that is pinned and executed}."""
    text = "\n".join(path.read_text("utf-8") for path in PINS)
    found = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M))
    return {library: found[package] for library, package in PACKAGES.items()}


def line(name: Name) -> str:
    """A name in Markdown: the library, the call, whether it was executed, and what to beware of."""
    parts = (
        TIMES[name.times],
        name.up_to and f"but for {name.up_to}",
        CODE.sub(r"`\g<0>`", name.says),
    )
    told = "; ".join(part for part in parts if part)
    return f"- **{name.library}** `{name.call}`{' ✓' * bool(name.run)}{told and ': ' + told}"


def groups() -> dict[str, dict[str, list[Name]]]:
    """{chapter: {row: its names}}, in the order of the catalogue; what no row has comes last."""
    found = {row: [name for name in NAMES if name.row == row] for row in (*CATALOGUE, "")}
    by_chapter = {}
    for row, names in found.items():
        if names:
            by_chapter.setdefault(chapter(row), {})[row] = names
    return by_chapter


def chapter(row: str) -> str:
    return CHAPTERS[CATALOGUE[row].page] if row else "What this book does not build"


def about(row: str) -> str:
    """The row in Markdown, with its chapter."""
    if not row:
        return "No row of the catalogue"
    entry = CATALOGUE[row]
    return f"[{row}](/book/{entry.page}.ipynb): {entry.asked or entry.target}"


def counted(rows: dict[str, list[Name]]) -> str:
    """How many names a fold holds, and of how many libraries."""
    names = [name for found in rows.values() for name in found]
    libraries = len({name.library for name in names})
    of = f"{libraries} libraries" if libraries > 1 else "a library"
    return f"{len(names)} names in {of}"


class NamesIndex(SphinxDirective):
    def run(self):
        folder = Path(catalogue.__file__).parent
        for file in (Path(__file__), *PINS, *folder.rglob("*.py")):
            self.env.note_dependency(str(file))
        start = f'<div class="complete-start" data-shown="" data-example="{escape(EXAMPLE)}"></div>'
        holder = nodes.container(classes=["complete", "names"])
        for title, rows in groups().items():
            fold = f'<details class="fold"><summary>{title}: {counted(rows)}</summary>'
            holder += nodes.raw("", fold, format="html")
            holder += [self.row(row, names) for row, names in rows.items()]
            holder += nodes.raw("", "</details>", format="html")
        return [nodes.raw("", start, format="html"), holder]

    def row(self, row: str, names: list[Name]) -> nodes.container:
        made = nodes.container(classes=["names-row"])
        source = [about(row), "", *map(line, names)]
        self.state.nested_parse(StringList(source, "names"), 0, made)
        return made


class Told(SphinxDirective):
    """A sentence that is counted, in Markdown."""

    def run(self):
        holder = nodes.container()
        self.state.nested_parse(StringList([self.told()], "names"), self.content_offset, holder)
        return holder.children


class NamesTested(Told):
    """How many names there are, and with which versions they were executed."""

    def told(self) -> str:
        executed = sum(bool(name.run) for name in NAMES)
        tried = ", ".join(f"{library} {version}" for library, version in versions().items())
        return (
            f"Of {len(NAMES)} names of {len(LIBRARIES)} libraries, {executed} have a ✓: the code was "
            f"executed with {tried}, and its values or gradients compared with the row. The others "
            "were read in the documentation or the source of the library."
        )


class NamesMissing(Told):
    """The rows that no library has."""

    def told(self) -> str:
        named = {name.row for name in NAMES}
        alone = [about(row).split("): ")[0] + ")" for row in CATALOGUE if row not in named]
        return f"In none of these libraries was found {', '.join(alone[:-1])}, or {alone[-1]}."


def setup(app):
    app.add_directive("names-index", NamesIndex)
    app.add_directive("names-tested", NamesTested)
    app.add_directive("names-missing", NamesMissing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
