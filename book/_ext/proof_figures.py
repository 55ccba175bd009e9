"""What the page "How this book proves itself" counts: read while building, so that nobody types it.

`proof-figures` counts in the pages and tests. `proof-results` shows what a slow proof found when it
was last run, and says so when the package or the pages have changed since.
"""

import ast
import re
import sys
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
FEW = 8  # lines of a list that is not folded
sys.path.insert(0, str(ROOT / "book" / "_tools"))

from page_rules import GLUED, cells, data, figures  # noqa: E402
from results import load  # noqa: E402


def pages():
    return [nbformat.read(path, 4) for path in sorted((ROOT / "book").glob("*.ipynb"))]


def prose():
    sources = [cell["source"] for page in pages() for cell in cells(page, "markdown")]
    return "\n".join(sources + [path.read_text("utf-8") for path in (ROOT / "book").glob("*.md")])


def asserts(page):
    """Assert statements in a page's cells; a magic is no Python and has none."""
    for cell in cells(page):
        try:
            tree = ast.parse(cell["source"])
        except SyntaxError:
            continue
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.Assert))


def functions(folder, prefix):
    """Functions whose name begins with `prefix`, in all modules of `folder`."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / folder).rglob("*.py")]
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [node for node in found if node.name.startswith(prefix)]


def count():
    """{what: how many}, in the order of the table."""
    text, read = prose(), pages()
    shown = [mime for page in read for _, mime, _ in data(page)]
    return {
        "pages that run": len(read),
        "cells, each run and compared with its stored output": sum(len(cells(p)) for p in read),
        "assertions in them": sum(1 for page in read for _ in asserts(page)),
        "figures, compared as text": sum(len(figures(page)) for page in read),
        "numbers and words inserted into the prose by a cell": len(
            re.findall(r"{glue:text}", text)
        ),
        "values stored for that": sum(mime.startswith(GLUED) for mime in shown),
        "labelled equations": len(re.findall(r"\$\$ \(eq-", text)),
        "exercises, with solutions": len(re.findall(r"```+{exercise}", text)),
        "public functions of the package": len(
            [f for f in functions("src/pairings", "") if not f.name.startswith("_")]
        ),
        "test functions, most of them for every activation, loss or page": len(
            functions("tests", "test_")
        ),
    }


class ProofFigures(SphinxDirective):
    """A table of counts."""

    def run(self):
        self.env.note_dependency(str(ROOT / "tests"))
        return [table({what: f"{n:,}" for what, n in count().items()})]


class ProofResults(SphinxDirective):
    """What one slow proof found: its figures, its exceptions, when, and whether that is still true."""

    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        found = load(name)
        if found is None:
            return [nodes.paragraph(text="Not run yet.")]
        when = f", on {found['on']} with {found['with']}. "
        state = (
            "What it is about has changed since."
            if found["stale"]
            else "Nothing of it changed since."
        )
        said = nodes.paragraph(
            "", "", nodes.literal(text=found["command"]), nodes.Text(when + state)
        )
        shown = [table(found["figures"]), said]
        return shown + listed(found["listed"])


def listed(texts):
    """A list of what was met, folded where it is long."""
    if not texts:
        return []
    items = nodes.bullet_list("", *[nodes.list_item("", sentence(text)) for text in texts])
    if len(texts) <= FEW:
        return [items]
    opening = f'<details class="fold"><summary>In words: {len(texts)} lines</summary>'
    fold = (opening, "</details>")
    before, after = (nodes.raw("", html, format="html") for html in fold)
    return [before, items, after]


def sentence(text):
    """A paragraph in which `…` is code."""
    parts = enumerate(text.split("`"))
    shown = [nodes.literal(text=part) if i % 2 else nodes.Text(part) for i, part in parts]
    return nodes.paragraph("", "", *shown)


def table(figures):
    """A table of {what: how many}."""
    rows = [("what", "how many"), *figures.items()]
    cell_rows = [[nodes.entry("", nodes.paragraph(text=text)) for text in row] for row in rows]
    head, *body = (nodes.row("", *entries) for entries in cell_rows)
    columns = [nodes.colspec(colwidth=3), nodes.colspec(colwidth=1)]
    group = nodes.tgroup(
        "", *columns, nodes.thead("", head), nodes.tbody("", *body), cols=len(columns)
    )
    return nodes.table("", group)


def always_read(app, env, added, changed, removed):
    """The counts depend on every page, so that page is read anew in every build."""
    return ["book/proof"] if "book/proof" in env.found_docs else []


def setup(app):
    app.add_directive("proof-figures", ProofFigures)
    app.add_directive("proof-results", ProofResults)
    app.connect("env-get-outdated", always_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
