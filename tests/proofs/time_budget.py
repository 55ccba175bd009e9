"""How long does `make test` take, beside the same notebooks with nothing in their cells?

The empty notebooks cost what nbval costs anyway: a kernel for each page and a round trip for each
cell. The budget is three times that. Prints both, the ratio and the slowest cells; exit code 1 when
the budget is exceeded.

    python tests/proofs/time_budget.py
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import nbformat

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import results  # noqa: E402

BUDGET = 3.0
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


def main() -> int:
    least, cells = floor()
    report = f"--durations={SLOWEST} --durations-min=0.5"
    spent, printed = timed(["make", "test"], cwd=ROOT, env=os.environ | {"PYTEST_ADDOPTS": report})
    slowest = re.findall(r"^([\d.]+)s (?:call|setup) +(\S+.*)$", printed, flags=re.MULTILINE)
    ratio = spent / least
    print(f"empty notebooks  {least:6.1f} s  ({cells} cells, each run and compared)")
    print(f"make test        {spent:6.1f} s")
    print(f"ratio            {ratio:6.1f}    budget {BUDGET:.0f}")
    print(
        "slowest:", *(f"  {float(seconds):5.1f} s  {name}" for seconds, name in slowest), sep="\n"
    )
    results.store(
        "time",
        "make test-time",
        {
            "seconds for all notebooks with empty cells": f"{least:.0f}",
            "seconds for `make test`": f"{spent:.0f}",
            f"ratio (budget {BUDGET:.0f})": f"{ratio:.1f}",
        },
        [f"{float(seconds):.1f} s: {name}" for seconds, name in slowest],
        about=results.PAGES,
    )
    return int(ratio > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
