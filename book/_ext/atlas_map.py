"""The map of the trained square: a table for each kind of target, letters for classes, made when the
site is built from what `make atlas` stored.

Without scripts it is tables, with both starts in each cell. `atlas.js` shows one of them at a time,
sorts it, and draws the curve of a cell that is chosen, from a file for its kind that it fetches then.
"""

import json
from html import escape
from pathlib import Path

from docutils import nodes
from explorer import RULES, SHEET, one_score_activations, one_score_losses
from sphinx.util.docutils import SphinxDirective

from pairings import activations, losses
from pairings.atlas import CLASSES, KINDS, Cell, Kind, cells, classes, is_matched, read, undefined
from pairings.atlas import store as files
from pairings.atlas.cells import MATCHING, STARTS, costs, observed, outputs
from pairings.atlas.told import MISSING

SCRIPT = "atlas.js"
LETTER = {name: one.letter for name, one in CLASSES.items()} | {MISSING: "?"}
STYLE = {name: f"atlas-{name.split()[0]}" for name in LETTER}
# Where the law of a pair stands: by the room of its loss, or of its output where that is stranger.
LAWS = {
    "matched": ("matching-losses", "why prediction − target"),
    "turning": ("no-matching-loss", "outputs without a matching loss"),
    "half_line": ("relu-elu-selu", "ReLU and its kin"),
    "robust": ("outliers", "losses for wild targets"),
    "quantiles": ("quantiles", "quantiles and expectiles"),
    "counts": ("counts", "counts"),
    "positive": ("positive", "positive amounts"),
    "margins": ("margins-and-links", "margins and links"),
    "classes": ("multiclass", "one of several classes"),
    "other": ("laws-of-mismatch", "the laws of mismatch"),
}


def name_of(cell: Cell) -> str:
    loss = "its matching loss" if cell.loss == MATCHING else costs()[cell.loss].name
    return f"{outputs()[cell.activation].name} + {loss}"


def short(loss: str) -> str:
    return "its matching loss" if loss == MATCHING else costs()[loss].name


def law(cell: Cell) -> tuple[str, str]:
    """(page, words): where it is derived what becomes of this pair."""
    if cell.loss == MATCHING or is_matched(cell):
        return LAWS["matched"]
    output = outputs()[cell.activation].forward.__module__.rpartition(".")[2]
    loss = costs()[cell.loss].value.__module__.rpartition(".")[2]
    where = output if output == "turning" else loss if loss in LAWS else output
    return LAWS.get(where, LAWS["other"])


def setting(cell: Cell) -> str:
    """The address of the pair in the explorer, beside its matching loss; empty where it has none."""
    known = one_score_activations()
    if cell.activation not in known or cell.loss not in {MATCHING, *one_score_losses()}:
        return ""
    y = KINDS[cell.kind].target
    pair = f"{cell.activation}.{cell.loss}"
    left = pair if known[cell.activation].potential is None else f"{cell.activation}.{MATCHING}"
    return f"explorer.html?left={left}&right={pair}&y={y:g}"


# --- the tables -----------------------------------------------------------------------------------


def table(kind: Kind) -> str:
    told = classes(kind.name)
    rows = list(dict.fromkeys(name.partition(".")[0] for name in told))
    columns = list(dict.fromkeys(name.partition(".")[2] for name in told))
    heads = "".join(
        f'<th scope="col" data-loss="{c}"><span>{short(c)}</span></th>' for c in columns
    )
    body = "".join(
        f'<tr data-output="{row}"><th scope="row">{escape(outputs()[row].name)}</th>'
        + "".join(square(kind, row, c, told[f"{row}.{c}"]) for c in columns)
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="atlas-scroll" tabindex="0" role="region" aria-label="{kind.title}">'
        f'<table class="atlas-map" data-kind="{kind.name}"><caption>{kind.title}</caption>'
        f'<thead><tr><th scope="col">output</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def square(kind: Kind, output: str, loss: str, told: tuple[str, ...]) -> str:
    """A cell: the letters of both starts, or one where they are alike."""
    letters = " ".join(dict.fromkeys(LETTER[one] for one in told))
    reference = " atlas-reference" * ((output, loss) == kind.reference)
    return f'<td class="{STYLE[told[0]]}{reference}">{letters}</td>'


def legend() -> str:
    rows = "".join(
        f'<tr><td class="{STYLE[name]}">{one.letter}</td><th scope="row">{name}</th>'
        f"<td>{escape(one.rule).replace('*works*', '<em>works</em>')}</td></tr>"
        for name, one in CLASSES.items()
    )
    return (
        '<div class="atlas-scroll"><table class="atlas-legend"><caption>The classes, and the rules '
        f"they follow from</caption><tbody>{rows}</tbody></table></div>"
    )


# --- what the script fetches ----------------------------------------------------------------------


def curves(kind: Kind) -> dict:
    """Everything the script says of the cells of a kind."""
    found, told = read(kind.name), classes(kind.name)
    by_name = {f"{c.activation}.{c.loss}": c for c in cells(kind)}
    return {
        "observed": observed(),
        "reference": ".".join(kind.reference),
        "cells": {
            name: {
                "name": name_of(cell),
                "classes": told[name],
                "why": undefined(cell),
                "setting": setting(cell),
                "law": law(cell),
                "starts": [lean(found[name][s]) for s in STARTS] if name in found else [],
            }
            for name, cell in by_name.items()
        },
    }


def lean(one: dict) -> dict:
    kept = {"error", "line", "too high", "wrong", "steps", "dead", "diverged", "repeats", "curve"}
    three = {k: v if k == "curve" else rounded(v) for k, v in one.items() if k in kept}
    sizes = {claim: one[f"step size by {claim}"] for claim in ("error", "speed")}
    edges = [claim for claim in sizes if one[f"edge by {claim}"]]
    return three | {"sizes": sizes, "edges": edges}


def rounded(values):
    if isinstance(values, list):
        return [None if v is None else float(f"{v:.4g}") for v in values]
    return values


def write_curves(app, exception):
    """A file for each kind, beside the scripts: a call, so that it is found from a folder, too."""
    if exception or app.builder.format != "html":
        return
    for kind in KINDS.values():
        data = json.dumps(curves(kind), ensure_ascii=False, separators=(",", ":"))
        path = Path(app.outdir) / "_static" / f"atlas-{kind.name}.js"
        path.write_text(f"atlasCurves({json.dumps(kind.name)}, {data});\n", encoding="utf-8")


class Atlas(SphinxDirective):
    """The map; all that it shows stands in the tables, scripts or not."""

    def run(self):
        for file in (__file__, activations.__file__, losses.__file__):
            self.env.note_dependency(file)
        for kind in KINDS:
            self.env.note_dependency(str(files.file_of(kind)))
        letters = [[name, letter, STYLE[name]] for name, letter in LETTER.items()]
        data = escape(json.dumps(letters, ensure_ascii=False))
        start = f'<div class="atlas-start" data-classes="{data}"></div>'
        maps = "".join(table(kind) for kind in KINDS.values())
        holder = nodes.container(classes=["atlas"])
        holder += nodes.raw("", legend() + start + maps, format="html")
        return [holder]


def load(app, pagename, templatename, context, doctree):
    """Its script and rules, on the page that has it."""
    if doctree and any("atlas" in node["classes"] for node in doctree.findall(nodes.container)):
        app.add_js_file(SCRIPT, loading_method="defer")
        for sheet in (RULES, SHEET):
            app.add_css_file(sheet, priority=901)
        app.add_css_file("atlas.css", priority=902)


def setup(app):
    app.add_directive("atlas", Atlas)
    app.connect("html-page-context", load)
    app.connect("build-finished", write_curves)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
