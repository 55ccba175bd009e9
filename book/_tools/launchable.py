"""Give every notebook a first cell that installs what a machine lacks which has only that notebook.

    python book/_tools/launchable.py https://github.com/owner/repository

The repository that publishes calls this on a checkout of its own and pushes the result as the branch
`notebooks`, which its Binder and Colab buttons open: a notebook cannot know by itself where it is from.
Downloads from the site get the same cell while the site is built, with the wheel that the site
carries (book/_ext/downloads.py). The site shows nothing of the cell.
"""

import sys
from pathlib import Path

import nbformat

BOOK = Path(__file__).parents[1]
NAME = "install-what-is-missing"
INSTALL = """\
# Opened alone (in Colab, or downloaded), this page lacks the package that it uses: fetched from
# where the page is from. A kernel is all else that it needs; numpy, scipy, scikit-learn and
# matplotlib come with the package.
from importlib.util import find_spec

if not find_spec("pairings"):
    %pip install --quiet "pairings @ {source}"
"""


def with_install_cell(notebook, source):
    """`notebook` with the cell in front; one that is there already is replaced.

    `source` is what pip can fetch: git+https://… of a repository, or the address of a wheel.
    """
    cell = nbformat.v4.new_code_cell(
        INSTALL.format(source=source), id=NAME, metadata={"tags": ["remove-cell"]}
    )
    rest = [cell for cell in notebook.cells if cell.id != NAME]
    return nbformat.from_dict({**notebook, "cells": [cell, *rest]})


def main(address):
    if not address.startswith("https://"):
        sys.exit(f"got {address!r}; accepted is the https address of a repository")
    for path in sorted(BOOK.glob("*.ipynb")):
        source = "git+" + address.removesuffix("/")
        nbformat.write(with_install_cell(nbformat.read(path, 4), source), path)


if __name__ == "__main__":
    main(*sys.argv[1:])
