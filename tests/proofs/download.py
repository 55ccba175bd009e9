"""One notebook taken from the site, an empty environment: does it run, and print what is stored?

The site is built for an address on this machine and served there; the page's own link is followed
to the notebook; an environment is made that has a kernel and nothing else. The notebook's first
cell must fetch the package from the site, and every other cell must give the stored output.

    make test-download                          one page
    python tests/proofs/download.py book/binary.ipynb  another
"""

import json
import os
import re
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urljoin
from urllib.request import urlopen

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import refresh  # noqa: E402

PAGE = "book/matching-losses.ipynb"  # needs no store of other splits
DRAWN_WITH = "ipykernel<7.3"


ASKED = []


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        ASKED.append(self.path)


def kernel_alone(folder: Path) -> Path:
    """The Python of a new environment with a kernel, known to Jupyter as `empty`."""
    python = folder / "environment" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", DRAWN_WITH], check=True)
    spec = folder / "jupyter" / "kernels" / "empty" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": "empty", "language": "python"}))
    return python


def outputs(cells: list) -> list:
    """What cells show, as `make refresh` would store it, but for the count of the cells before."""
    normal = refresh.normal({"cells": [dict(cell) for cell in cells]})["cells"]
    shown = [cell.get("outputs", []) for cell in normal]
    return [[{**part, "execution_count": None} for part in parts] for parts in shown]


def main(page: str = PAGE) -> int:
    with TemporaryDirectory() as folder:
        folder = Path(folder)
        site = folder / "_build" / "html"
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
        base = f"http://127.0.0.1:{server.server_port}"
        build = [Path(sys.executable).parent / "jupyter-book", "build", "--quiet"]
        subprocess.run(
            [*build, "--path-output", folder, "."],
            cwd=ROOT,
            env=os.environ | {"BOOK_BASEURL": base},
            check=True,
            capture_output=True,
        )
        Thread(target=server.serve_forever, daemon=True).start()

        address = f"{base}/{page.replace('.ipynb', '.html')}"
        html = urlopen(address).read().decode()
        link = re.search(r'href="([^"]*_sources/[^"]*\.ipynb)"', html)[1]
        notebook = nbformat.reads(urlopen(urljoin(address, link)).read().decode(), 4)
        print(notebook.cells[0].source)

        python = kernel_alone(folder)
        os.environ["JUPYTER_PATH"] = str(folder / "jupyter")
        os.environ.pop("PYTHONPATH", None)
        there = folder / "downloaded"
        there.mkdir()
        NotebookClient(
            notebook,
            kernel_name="empty",
            timeout=900,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(there)}},
        ).execute()
        server.shutdown()

        assert any(path.endswith(".whl") for path in ASKED), "no wheel was fetched from the site"
        stored = nbformat.read(ROOT / page, 4).cells
        ran = notebook.cells[1:]
        pairs = zip(stored, outputs(ran), outputs(stored), strict=True)
        different = [cell.id for cell, now, then in pairs if now != then]
        asked = "import pairings; print(pairings.__version__, pairings.__file__)"
        told = subprocess.run(
            [python, "-c", asked], cwd=there, capture_output=True, text=True
        ).stdout
        assert str(folder) in told, f"another package: {told}"
    print(f"{page}: {len(ran)} cells with pairings {told.split()[0]} and a kernel alone")
    print(f"cells that show something else: {', '.join(different) or 'none'}")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
