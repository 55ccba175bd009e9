"""Binder, Colab and downloads: buttons of whoever publishes, and notebooks that bring what they need."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import launchable
import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).parents[2]
FORK = "https://github.com/someone/fork"
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_cell_installs_the_package_and_the_rest_is_as_it_was(path):
    notebook = nbformat.read(path, 4)
    first, *rest = launchable.with_install_cell(notebook, f"git+{FORK}").cells
    assert first.cell_type == "code"
    assert f'%pip install --quiet "pairings @ git+{FORK}"' in first.source
    assert rest == notebook.cells
    again = launchable.with_install_cell(launchable.with_install_cell(notebook, "x"), f"git+{FORK}")
    assert again.cells == [first, *rest]


@pytest.mark.parametrize("there", [True, False])
def test_the_cell_installs_only_what_is_missing(there, monkeypatch):
    source = TransformerManager().transform_cell(launchable.INSTALL.format(source=f"git+{FORK}"))
    asked = []

    class Shell:
        def run_line_magic(self, *magic):
            asked.append(magic)

    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if there else None)
    exec(source, {"get_ipython": Shell})
    wanted = ("pip", f'install --quiet "pairings @ git+{FORK}"')
    assert asked == [] if there else [wanted]


def test_an_address_that_pip_could_not_fetch_is_refused():
    with pytest.raises(SystemExit, match="https address of a repository"):
        launchable.main("git@github.com:someone/fork")


@pytest.fixture(scope="module")
def page_of_a_fork(tmp_path_factory):
    """One page as a fork publishes it: the same configuration, a shorter table of contents."""
    folder = tmp_path_factory.mktemp("fork")
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copytree(ROOT / "src", folder / "src")
    for name in ("_config.yml", "pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    contents = "format: jb-book\nroot: book/binary\nchapters:\n- file: book/notation\n"
    (folder / "_toc.yml").write_text(contents, encoding="utf-8")
    path = folder / "book" / "binary.ipynb"
    nbformat.write(launchable.with_install_cell(nbformat.read(path, 4), f"git+{FORK}"), path)
    address = {"BOOK_REPOSITORY": FORK, "BOOK_BRANCH": "notebooks"}
    address["BOOK_BASEURL"] = "https://someone.github.io/fork"
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    command = [program, "build", "--quiet", "."]
    built = subprocess.run(
        command, cwd=folder, env=os.environ | address, capture_output=True, text=True
    )
    page = folder / "_build" / "html" / "book" / "binary.html"
    assert built.returncode == 0, built.stderr[-3000:]
    return page


def test_a_fork_s_buttons_open_its_own_files(page_of_a_fork):
    html = page_of_a_fork.read_text(encoding="utf-8")
    colab = re.search(r'href="https://colab.research.google.com/github/([^"]*)"', html)[1]
    binder = re.search(r'href="https://mybinder.org/v2/gh/([^"]*)"', html)[1]
    assert colab == "someone/fork/blob/notebooks/book/binary.ipynb"
    assert binder == "someone/fork/notebooks?urlpath=lab/tree/book/binary.ipynb"
    assert (ROOT / colab.removeprefix("someone/fork/blob/notebooks/")).is_file()
    assert f'href="{FORK}"' in html
    assert f"{FORK}/issues/new" in html
    assert set(re.findall(r"https://github\.com/[\w-]+/[\w-]+", html)) == {FORK}


def test_the_page_hides_the_cell_and_the_download_has_it(page_of_a_fork):
    assert "pip install" not in page_of_a_fork.read_text(encoding="utf-8")
    download = page_of_a_fork.parents[1] / "_sources" / "book" / "binary.ipynb"
    first, second, *_ = nbformat.read(download, 4).cells
    assert first.id == launchable.NAME != second.id
    (wheel,) = (page_of_a_fork.parents[1] / "wheels").iterdir()
    assert f'"pairings @ https://someone.github.io/fork/wheels/{quote(wheel.name)}"' in first.source
