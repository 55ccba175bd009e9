"""Give every notebook a first cell that installs what a machine lacks which has only that notebook.

    python book/_tools/launchable.py https://github.com/owner/repository

The repository that publishes calls this on a checkout of its own and pushes the result as the branch
`notebooks`, which its Binder and Colab buttons open: a notebook cannot know by itself where it is from.
The site shows nothing of the cell; a downloaded notebook has it.
"""

import sys
from pathlib import Path

import nbformat

BOOK = Path(__file__).parents[1]
NAME = "install-what-is-missing"
INSTALL = """\
# Where only this notebook was opened (in Colab, say), this fetches the package that it uses.
from importlib.util import find_spec

if not find_spec("pairings"):
    %pip install --quiet "pairings @ git+{address}"
"""


def with_install_cell(notebook, address):
    """`notebook` with the cell in front; one that is there already is replaced."""
    cell = nbformat.v4.new_code_cell(
        INSTALL.format(address=address), id=NAME, metadata={"tags": ["remove-cell"]}
    )
    rest = [cell for cell in notebook.cells if cell.id != NAME]
    return nbformat.from_dict({**notebook, "cells": [cell, *rest]})


def main(address):
    if not address.startswith("https://"):
        sys.exit(f"got {address!r}; accepted is the https address of a repository")
    for path in sorted(BOOK.glob("*.ipynb")):
        notebook = with_install_cell(nbformat.read(path, 4), address.removesuffix("/"))
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main(*sys.argv[1:])
