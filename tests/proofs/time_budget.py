"""How long does `make test` take, and which page and which tests, beside pages with empty cells?

The empty notebooks cost what nbval costs anyway: a kernel for each page and a round trip for each
cell. The budgets are for two quiet cores: six minutes in all; a page 25 seconds on one core, all
pages together 300. Exit code 1 when one is exceeded.

    python tests/proofs/time_budget.py
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

import nbformat

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import results  # noqa: E402

IN_ALL, PAGE, PAGES = 360, 25, 300  # seconds
SLOWEST = 10
NBVAL = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", "--nbval", "--nbval-current-env"]


def timed(command: list, **options) -> tuple[float, str]:
    """(seconds, what was printed); ends the program if the command fails."""
    begun = perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, **options)
    if ran.returncode:
        sys.exit(f"{command} failed:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    return perf_counter() - begun, ran.stdout


def floor() -> tuple[float, int]:
    """(seconds, cells) of all notebooks with empty code cells."""
    with tempfile.TemporaryDirectory() as folder:
        cells = 0
        for path in (ROOT / "book").glob("*.ipynb"):
            notebook = nbformat.read(path, 4)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.update(source="", outputs=[], execution_count=None)
                    cells += 1
            nbformat.write(notebook, Path(folder) / path.name)
        nothing = [*NBVAL, "-c", os.devnull, "--rootdir", folder, folder]
        return timed([sys.executable, *nothing])[0], cells


def durations(printed: str) -> list[tuple[float, str, str]]:
    """(seconds, file, the rest of its name) of everything that pytest timed."""
    lines = re.findall(r"^([\d.]+)s (?:call|setup|teardown) +([^:\s]+)(\S.*)?$", printed, re.M)
    return [(float(seconds), file, rest) for seconds, file, rest in lines]


def by_file(timings: list[tuple[float, str, str]]) -> Counter:
    spent = Counter()
    for seconds, file, _ in timings:
        spent[file] += seconds
    return spent


def over(spent: float, pages: Counter) -> list[str]:
    """The budgets that are exceeded."""
    found = [(spent, IN_ALL, "make test"), (sum(pages.values()), PAGES, "all pages")]
    found += [(seconds, PAGE, page) for page, seconds in pages.most_common()]
    return [f"{name}: {took:.0f} s of {budget}" for took, budget, name in found if took > budget]


def main() -> int:
    least, cells = floor()
    report = "--durations=0 --durations-min=0.01"
    spent, printed = timed(["make", "test"], cwd=ROOT, env=os.environ | {"PYTEST_ADDOPTS": report})
    timings = durations(printed)
    files = by_file(timings)
    pages = Counter({name: took for name, took in files.items() if name.endswith(".ipynb")})
    browser = sum(took for name, took in files.items() if "browser" in name)
    tests = sum(files.values()) - sum(pages.values()) - browser
    figures = {
        "seconds for all notebooks with empty cells": f"{least:.0f}",
        f"seconds for `make test` (budget {IN_ALL})": f"{spent:.0f}",
        f"seconds of a core for all pages (budget {PAGES})": f"{sum(pages.values()):.0f}",
        "seconds of a core for the tests in a browser": f"{browser:.0f}",
        "seconds of a core for all other tests": f"{tests:.0f}",
    }
    figures |= {f"{name} (budget {PAGE})": f"{took:.0f}" for name, took in pages.most_common()}
    slowest = [
        f"{took:.1f} s: {file}{rest}" for took, file, rest in sorted(timings)[: -SLOWEST - 1 : -1]
    ]
    exceeded = over(spent, pages)
    print(f"({cells} cells, each run and compared)")
    print(*(f"{value:>6}  {what}" for what, value in figures.items()), sep="\n")
    print("slowest:", *slowest, sep="\n  ")
    print("over the budget:", *(exceeded or ["nothing"]), sep="\n  ")
    listed = [*(f"over the budget: {line}" for line in exceeded), *slowest]
    results.store("time", "make test-time", figures, listed, about=results.PAGES)
    return int(bool(exceeded))


if __name__ == "__main__":
    sys.exit(main())
