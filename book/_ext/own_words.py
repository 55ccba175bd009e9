"""Words of our own lead to the glossary: the first time in the running text of each page.

A page that links a word itself, or never says it, is left as it is. Notebooks stay free of the markup.
"""

import re

from docutils import nodes
from sphinx import addnodes

WORDS = {  # what stands in the glossary: how it is said
    "composed": "composed",
    "duel": "duels?",
    "entrant": "entrants?",
    "escape time": "escape times?",
    "finding": r"(?<=\ba )finding|(?<=\bno )finding",  # not what a doctor finds
    "fingerprint": "fingerprints?",
    "matched pair": "matched pairs?",
    "pull": "pulls?",
    "redescending": "redescending",
    "replica": "replicas?",
    "wrong conviction": "wrong convictions?",
}
NOT_RUNNING = (nodes.table, nodes.figure, nodes.reference, nodes.container, addnodes.glossary)
SILENT = ("book/glossary", "book/changelog", "book/reference/")


def is_running(text):
    """Plain words of a paragraph; what stands in a table, a caption or an output is not."""
    above = text.parent
    if not isinstance(above, nodes.paragraph):
        return False
    while above is not None and not isinstance(above, NOT_RUNNING):
        above = above.parent
    return above is None


def link_words(document, page):
    linked = {
        link["reftarget"].lower()
        for link in document.findall(addnodes.pending_xref)
        if link.get("reftype") == "term"
    }
    for term in WORDS.keys() - linked:
        for text in filter(is_running, document.findall(nodes.Text)):
            if said := re.search(rf"\b(?:{WORDS[term]})\b", text):
                before, after = text[: said.start()], text[said.end() :]
                link = reference(term, said[0], page)
                text.parent.replace(text, [nodes.Text(before), link, nodes.Text(after)])
                break


def reference(term, said, page):
    words = nodes.inline(said, said, classes=["xref", "std", "std-term"])
    kind = {"refdomain": "std", "reftype": "term", "reftarget": term}
    return addnodes.pending_xref("", words, refdoc=page, refexplicit=True, refwarn=True, **kind)


def on_read(app, doctree):
    if not app.env.docname.startswith(SILENT):
        link_words(doctree, app.env.docname)


def setup(app):
    app.connect("doctree-read", on_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
