"""The complete table: every row of the catalogue with all that it says, made when the site is built.

Without scripts it is a table. `table.js` adds a field to type in, an order for each column, and boxes
to choose columns by. The code of rows that are on no card is a file beside the page, and linked.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from explorer import SHEET, one_score_activations, one_score_losses
from sphinx.util.docutils import SphinxDirective

from pairings import CATALOGUE, catalogue
from pairings.catalogue.code import FRAMEWORKS, folder, has_code
from pairings.catalogue.entry import Entry
from pairings.report import table

CODE = "code"  # the folder beside the page
SNIPPETS = Path(catalogue.__file__).parent / "snippets"
# What is shown at first; the others are a click away, and all of them without scripts.
EXAMPLE = "a count, BCEWithLogitsLoss, wild targets"  # what one may type
AT_FIRST = ("you have", "output", "loss", "gradient", "predicts", "PyTorch", "see")


def cells(entry: Entry) -> dict[str, str]:
    """A row: {column: Markdown}."""
    calls = (entry.pytorch, entry.keras, entry.optax, entry.sklearn)
    return (
        {
            "you have": entry.asked or entry.target,
            "target": entry.target,
            "output": entry.activation,
            "loss": entry.loss,
            "gradient": parted(entry.gradient),
            "predicts": entry.statistic,
            "choose it when": entry.when or "",
            "first bias": entry.bias,
            "first loss": entry.first_loss,
        }
        | {name: called(entry, name, call) for name, call in zip(FRAMEWORKS, calls, strict=True)}
        | {"data": entry.dataset, "see": " · ".join(links(entry))}
    )


def rows() -> list[dict[str, str]]:
    """All rows. A bar within a formula would begin a new cell."""
    told = map(cells, CATALOGUE.values())
    return [{name: cell.replace("|", r"\|") for name, cell in row.items()} for row in told]


def called(entry: Entry, framework: str, call: str) -> str:
    """The call, and the code to copy, where no card shows it."""
    if entry.shown != "table" or not has_code(entry.name, framework):
        return call
    text = "a few lines" if call == "none" else "code"
    link = f'<a href="{CODE}/{file_of(entry.name, framework)}">{text}</a>'
    return link if call == "none" else f"{call} · {link}"


def file_of(name: str, framework: str) -> str:
    return f"{folder(name)}_{FRAMEWORKS[framework]}.py"


def lay_out_code(app, fault):
    """The files that the table links."""
    if fault or app.builder.name != "html":
        return
    home = Path(app.outdir) / "book" / CODE
    home.mkdir(parents=True, exist_ok=True)
    for entry in CATALOGUE.values():
        for framework, file in FRAMEWORKS.items():
            if entry.shown == "table" and has_code(entry.name, framework):
                source = SNIPPETS / folder(entry.name) / f"{file}.py"
                shutil.copyfile(source, home / file_of(entry.name, framework))


def parted(formula: str) -> str:
    """A list of formulas, so that a line may end between two; long sums end at a sign, too."""
    parts = re.split(r",\s*(?:\\;|\\quad)\s*", formula)
    return ", ".join(" ".join(f"${term}$" for term in terms(part)) for part in parts)


def terms(formula: str, long: int = 56) -> list[str]:
    """A long sum before each of its signs, where no bracket is open."""
    found, depth = [""], 0
    for i, sign in enumerate(formula):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and formula[i - 1 : i + 2] in (" + ", " - "):
            found.append("")
        found[-1] += sign
    whole = len(formula) <= long or r"\text" in formula
    return [formula] if whole else [term.strip() for term in found]


def links(entry: Entry) -> list[str]:
    """Where the row is derived, and where it moves."""
    found = [f"[chapter](/book/{entry.page}.ipynb)"] if entry.page else []
    if setting := moving(entry):
        found.append(f'<a href="explorer.html{setting}">see it move</a>')
    return found


def moving(entry: Entry) -> str:
    """The address of the row in the figure that moves; empty where it has more than one score."""
    pairing = entry.pairing
    keys = [key for key, a in one_score_activations().items() if a is pairing.activation]
    costs = [key for key, loss in one_score_losses().items() if loss is pairing.loss]
    if pairing.loss is None:
        costs = ["matching"]
    if not keys or not costs:
        return ""
    return f"?left={keys[0]}.matching&right={keys[0]}.{costs[0]}"


class CompleteTable(SphinxDirective):
    def run(self):
        for file in (Path(__file__), *SNIPPETS.parent.glob("*.py")):
            self.env.note_dependency(str(file))
        source = StringList(str(table(rows())).splitlines(), "catalogue")
        holder = nodes.container(classes=["complete"])
        self.state.nested_parse(source, self.content_offset, holder)
        shown = " ".join(str(list(rows()[0]).index(name)) for name in AT_FIRST)
        start = nodes.raw(
            "",
            f'<div class="complete-start" data-shown="{shown}" data-example="{EXAMPLE}"></div>',
            format="html",
        )
        return [start, holder]


def load(app, pagename, templatename, context, doctree):
    """Its script and rules, on the pages that have it."""
    if doctree and any("complete" in node["classes"] for node in doctree.findall(nodes.container)):
        app.add_js_file("table.js", loading_method="defer")
        app.add_css_file(SHEET, priority=901)
        context["body"] = with_heads(context["body"])


def with_heads(html: str) -> str:
    """Each cell with the word at the head of its column, which stands beside it on a phone.

    Columns that are not chosen at first are hidden from the start, where there are scripts to show
    them: the page is laid out before these come.
    """
    heads = re.findall(r'<th class="head">(.*?)</th>', html, re.DOTALL)
    if not heads:
        return html
    words = [re.sub(r"<[^>]+>", "", head).strip() for head in heads]
    shown = re.search(r'data-shown="([^"]*)"', html)[1].split()
    hidden = ["" if str(i) in shown else " hidden" for i in range(len(heads))]
    marks = [f' data-head="{word}"{later}' for word, later in zip(words, hidden, strict=True)]

    def row(found):
        told = iter(marks if "<td" in found[0] else hidden)
        return re.sub(r"<t[dh]\b", lambda cell: cell[0] + next(told), found[0])

    return re.sub(r"<tr\b.*?</tr>", row, html, flags=re.DOTALL)


def setup(app):
    app.add_directive("complete-table", CompleteTable)
    app.connect("html-page-context", load)
    app.connect("build-finished", lay_out_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
