"""The names index: what each library calls each row of the catalogue, made when the site is built.

Without scripts it is a table of lists. `table.js` adds the field to type in.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from pairings import CATALOGUE, catalogue
from pairings.catalogue.names import LIBRARIES, NAMES, Name

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


def groups() -> dict[str, list[Name]]:
    """{row: its names}, in the order of the catalogue; what no row has comes last."""
    found = {row: [name for name in NAMES if name.row == row] for row in (*CATALOGUE, "")}
    return {row: names for row, names in found.items() if names}


def about(row: str) -> str:
    """The row in Markdown, with its chapter."""
    if not row:
        return "none: what this book does not build"
    entry = CATALOGUE[row]
    return f"[{row}](/book/{entry.page}.ipynb)\n\n{entry.asked or entry.target}"


class NamesIndex(SphinxDirective):
    def run(self):
        folder = Path(catalogue.__file__).parent
        for file in (Path(__file__), *PINS, *folder.rglob("*.py")):
            self.env.note_dependency(str(file))
        start = (
            f'<div class="complete-start" data-shown="0 1" data-example="{escape(EXAMPLE)}"></div>'
        )
        rows = [
            self.row(about(row), "\n".join(map(line, names))) for row, names in groups().items()
        ]
        holder = nodes.container("", self.table(rows), classes=["complete", "names"])
        return [nodes.raw("", start, format="html"), holder]

    def row(self, *cells: str) -> nodes.row:
        made = nodes.row()
        for cell in cells:
            entry = nodes.entry()
            self.state.nested_parse(StringList(cell.splitlines(), "names"), 0, entry)
            made += entry
        return made

    def table(self, rows) -> nodes.table:
        columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
        head = nodes.thead("", self.row("row of the book", "names"))
        body = nodes.tbody("", *rows)
        return nodes.table("", nodes.tgroup("", *columns, head, body, cols=2))


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
        alone = [about(row).split("\n")[0] for row in CATALOGUE if row not in named]
        return f"In none of these libraries was found {', '.join(alone[:-1])}, or {alone[-1]}."


def setup(app):
    app.add_directive("names-index", NamesIndex)
    app.add_directive("names-tested", NamesTested)
    app.add_directive("names-missing", NamesMissing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
