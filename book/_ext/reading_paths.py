"""Three ways through the book, above its contents in the left column: `_data/paths.json`.

The contents are sorted by target, for whoever looks something up. A path is sorted by what its reader
wants. The front page tells the same paths in words.
"""

import json
from pathlib import Path

PATHS = Path(__file__).parents[1] / "_data" / "paths.json"
SIDEBAR = ["navbar-logo.html", "icon-links.html", "search-button-field.html"]


def add_paths(app, pagename, templatename, context, doctree):
    context["paths"] = json.loads(PATHS.read_text("utf-8"))


def setup(app):
    app.config.html_sidebars = {"**": [*SIDEBAR, "paths.html", "sbt-sidebar-nav.html"]}
    app.connect("html-page-context", add_paths)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
