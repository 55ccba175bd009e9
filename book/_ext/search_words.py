"""Pages are found by the words that people type: synonyms and symptoms, and a search that forgives.

The words stand in `_data/search-words.json`, phrases for each page, and become entries of the index.
Sphinx's own search asks for every word of a query; search.js ranks pages by how many, and how rare,
the words are that they share with it.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

WORDS = Path(__file__).parents[1] / "_data" / "search-words.json"


def add_entries(app, doctree):
    phrases = json.loads(WORDS.read_text("utf-8"))
    page = app.env.docname.removeprefix("book/")
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is not None and page in phrases:
        place = section["ids"][0]
        entries = [("single", phrase, place, "", None) for phrase in phrases[page]]
        section.insert(1, addnodes.index(entries=entries))


def add_script(app, pagename, templatename, context, doctree):
    if templatename == "search.html":
        app.add_js_file("search.js")


def setup(app):
    app.connect("doctree-read", add_entries)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
