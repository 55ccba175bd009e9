"""What frameworks do with a mistake: the stored table (book/_data/mistakes.json) as text.

`make test-frameworks` runs every line of it and fails when it is stale. A `{mistakes}` alone makes
the overview, with the name of a group what happens in each library, `{mistakes} versions` the stamp.
"""

import json
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from pairings.report import table

STORED = Path(__file__).parents[1] / "_data" / "mistakes.json"
QUIET = {"nan": "NaN", "inf": "∞", "-inf": "−∞"}


def load() -> dict:
    return json.loads(STORED.read_text("utf-8"))


def word(cell: dict) -> str:
    """A cell of the overview."""
    if cell["kind"] == "none":
        return "–"
    if cell["kind"] == "not finite":
        return QUIET[cell["number"]]
    return f"**{cell['kind']}**" if cell["kind"] == "silent" else cell["kind"]


def anchor(name: str) -> str:
    """Where MyST puts the heading `name`."""
    kept = "".join(letter for letter in name.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def overview(stored: dict) -> str:
    rows = [
        {"mistake": f"[{mistake['name']}](#{anchor(mistake['name'])})"}
        | {library: word(cell) for library, cell in mistake["cells"].items()}
        for mistakes in stored["groups"].values()
        for mistake in mistakes
    ]
    return str(table([*rows, total(stored)]))


def total(stored: dict) -> dict:
    """How many of its calls each library lets pass without a word, and not as meant."""
    row = {"mistake": "passed without a word"}
    for library in stored["versions"]:
        kinds = [
            mistake["cells"][library]["kind"]
            for mistakes in stored["groups"].values()
            for mistake in mistakes
        ]
        tried = [kind for kind in kinds if kind != "none"]
        passed = sum(kind in ("silent", "not finite") for kind in tried)
        row[library] = f"{passed} of {len(tried)}"
    return row


def versions(stored: dict) -> str:
    said = [
        " and ".join(f"{name} {number}" for name, number in packages.items())
        for packages in stored["versions"].values()
    ]
    return f"Run with {', '.join(said)}; Keras on JAX, all on a CPU."


def lines(code: str) -> str:
    """Code inside a sentence, a line below the other."""
    return "<br>".join(f"`{line}`" for line in code.splitlines())


def happens(cell: dict) -> str:
    """What comes of a call, and beside it what was meant."""
    told, number = cell["said"].replace("<", "&lt;"), cell["number"]
    if cell["kind"] == "error":
        return f"error. {told}"
    number = QUIET.get(number, number.replace("-", "−"))
    instead = (
        f"{number}, as meant" if number == meant(cell) else f"{number} in place of {meant(cell)}"
    )
    if cell["kind"] == "warning":
        return f"warning, {instead}. {told}"
    return instead if cell["kind"] in ("as meant", "not finite") else f"**silent**, {instead}"


def meant(cell: dict) -> str:
    return cell["meant"].replace("-", "−")


def details(stored: dict, group: str) -> str:
    return "\n\n".join(map(detail, stored["groups"][group]))


def detail(mistake: dict) -> str:
    """A mistake: its heading, what it is, and in a fold each library: what comes of it, the line."""
    parts = [
        f"### {mistake['name']}",
        f"{mistake['what']} More: []({mistake['link']}). The number: {mistake['number']}.",
        f'<details class="fold"><summary>{escape(summed(mistake))}</summary>',
    ]
    without = {}
    for library, cell in mistake["cells"].items():
        if cell["kind"] == "none":
            without.setdefault(cell["said"], []).append(library)
        else:
            parts.append(f"{library}\n: {happens(cell)}<br>{lines(cell['code'])}")
    if without:
        told = "; ".join(f"{', '.join(names)}: {why}" for why, names in without.items())
        parts.append(f"Not asked: {told}.")
    parts.append("</details>")
    return "\n\n".join(parts)


def summed(mistake: dict) -> str:
    """What happens, with the libraries in which it does: "silent: Keras, optax; error: PyTorch"."""
    libraries = {}
    for library, cell in mistake["cells"].items():
        if cell["kind"] != "none":
            libraries.setdefault(word(cell).strip("*"), []).append(library)
    return "; ".join(f"{what}: {', '.join(names)}" for what, names in libraries.items())


class Mistakes(SphinxDirective):
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        for file in (__file__, STORED):
            self.env.note_dependency(str(file))
        stored, group = load(), "".join(self.arguments)
        if group == "versions":
            text = versions(stored)
        else:
            text = details(stored, group) if group else overview(stored)
        holder = nodes.Element() if self.arguments else nodes.container(classes=["overview"])
        source = StringList(text.splitlines(), "mistakes")
        self.state.nested_parse(source, self.content_offset, holder, match_titles=1)
        return holder.children if self.arguments else [holder]


def setup(app):
    app.add_directive("mistakes", Mistakes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
