"""Trains the square: every output with every loss on every kind of target, `make atlas`.

    python book/_tools/atlas.py                       what is missing, damaged or stale
    python book/_tools/atlas.py numbers labels        these kinds alone
    python book/_tools/atlas.py --list                what would be computed, nothing more
    python book/_tools/atlas.py --jobs 1
    python book/_tools/atlas.py --renew               after an edit that should change no number

A cell is stored under a key of two parts: a hash of the formulas that its output and its loss reach,
and one of its data set and of all that trains and judges. An edited docstring changes no key, an
edited formula the keys of its own cells, an edited training loop every key. Where such an edit should
change no number, `--renew` trains a sample anew, and if every stored digit of it comes out again, the
other cells get their new keys; if one does not, none does. A finished cell is on the disk at once;
stopped at any point, the next call goes on from there.

Both cores work, by joblib. Who has a cluster hands its joblib backend in. With Dask, which this book
does not need, and a cluster on this very machine:

    # cluster.py, with PYTHONPATH=book/_tools:src
    import joblib
    from dask.distributed import Client, LocalCluster

    import atlas

    if __name__ == "__main__":
        with Client(LocalCluster(n_workers=2, threads_per_worker=1)), joblib.parallel_config("dask"):
            atlas.main(["--backend", "as configured"])

`--backend loky` (the default), `--backend sequential` or another name of joblib's does the same from
the command line.
"""

import argparse
import sys
from contextlib import nullcontext
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from time import monotonic, process_time

import joblib

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from marks import mark  # noqa: E402

from pairings.atlas import KINDS, PROTOCOL, Cell, Damaged, cells, measure, undefined  # noqa: E402
from pairings.atlas import store as files  # noqa: E402
from pairings.atlas.cells import MATCHING, STARTS  # noqa: E402

AS_CONFIGURED = "as configured"


@cache
def of_all(kind: str) -> str:
    """What every cell of a kind depends on: how it is measured, and its data."""
    one = KINDS[kind]
    data = one.targets, one.bad, one.decisions
    measured = (mark("atlas.cells", name) for name in ("trained", "_largest", "_above"))
    made = mark("pairing", "matching"), mark("pairing", "compose")
    marks = *measured, *made, mark("atlas.kinds", one.draw.__name__)
    return _hash(marks, data, tuple(PROTOCOL))


def of_formulas(cell: Cell) -> str:
    """What a cell alone depends on: the formulas of its output and of its loss."""
    loss = () if cell.loss == MATCHING else (mark("losses", cell.loss),)
    return _hash(cell, mark("activations", cell.activation), *loss)


def key(cell: Cell) -> str:
    """What a cell is stored under."""
    return f"{of_formulas(cell)}-{of_all(cell.kind)}"


def _hash(*parts) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:8]


def defined(kind: str) -> list[Cell]:
    return [cell for cell in cells(KINDS[kind]) if undefined(cell) is None]


def stored(kind: str, at: Path | None = None) -> dict[str, dict]:
    """What is on the disk of a kind, file and journal; a damaged file is named and counts as empty."""
    try:
        found = files.read(kind, at)
    except Damaged as error:
        print(error, file=sys.stderr)
        found = {}
    noted = (entry for entry in files.noted(at) if entry[0].partition(".")[0] == kind)
    return found | {name.partition(".")[2]: cell for name, cell in noted}


def due(kind: str, at: Path | None = None) -> list[Cell]:
    """The cells that are missing, or were computed by other formulas, data or another protocol."""
    found = stored(kind, at)
    return [c for c in defined(kind) if found.get(_in_file(c), {}).get("key") != key(c)]


def _in_file(cell: Cell) -> str:
    return f"{cell.activation}.{cell.loss}"


def settle(kind: str, at: Path | None = None) -> None:
    """Puts what the journal has into the file of the kind, without what is stale or no cell."""
    found = stored(kind, at)
    current = {_in_file(c): key(c) for c in defined(kind)}
    files.write(kind, {n: c for n, c in found.items() if c.get("key") == current.get(n)}, at)


SAMPLE, SEED = 30, 7  # how many cells vouch for the others, and how they are drawn


def renew(kinds: list[str], at: Path | None = None) -> list[str]:
    """Gives new keys to cells whose formulas stayed, if a sample of them comes out as it is stored.

    Returns the cells that do not; then nothing is renewed.
    """
    found = {kind: stored(kind, at) for kind in kinds}
    old = [
        cell
        for kind in kinds
        for cell in due(kind, at)
        if found[kind].get(_in_file(cell), {}).get("key", "").startswith(of_formulas(cell))
    ]
    repeats = [c for c in old if all(found[c.kind][_in_file(c)][s]["repeats"] for s in STARTS)]
    others = []
    for cell in Random(SEED).sample(repeats, min(SAMPLE, len(repeats))):
        fresh, was = measure(cell), found[cell.kind][_in_file(cell)]
        others += [cell.name] * any(fresh[start] != was[start] for start in STARTS)
    if not others:
        for cell in old:
            found[cell.kind][_in_file(cell)]["key"] = key(cell)
        for kind in kinds:
            files.write(kind, found[kind], at)
    print(f"{len(old)} cells of the same formulas, {len(others)} of the sample differ", *others)
    return others


def computed(cell: Cell) -> tuple[Cell, dict]:
    began = process_time()
    found = measure(cell)
    return cell, {"seconds": round(process_time() - began, 2), **found}


def compute(waiting: list[Cell], jobs: int = 2, backend: str = "loky", at: Path | None = None):
    """Trains cells, each noted as soon as it is finished; shows how many are left and how long."""
    configured = {} if backend == AS_CONFIGURED else {"backend": backend, "n_jobs": jobs}
    began, width = monotonic(), 2 * len(PROTOCOL.step_sizes) * PROTOCOL.seeds
    with joblib.parallel_config(**configured) if configured else nullcontext():
        run = joblib.Parallel(return_as="generator_unordered", batch_size=1)
        for done, (cell, found) in enumerate(run(joblib.delayed(computed)(c) for c in waiting), 1):
            files.note(cell.name, {"key": key(cell), **found}, at)
            rate = done / (monotonic() - began)
            left = (len(waiting) - done) / rate
            live = sys.stdout.isatty()
            if live or done % 20 == 0 or done == len(waiting):
                print(
                    f"{done} of {len(waiting)} cells, {rate * width:.0f} trainings a second, "
                    f"{left / 60:.1f} minutes left  {cell.name:<44}",
                    end="\r" if live and done < len(waiting) else "\n",
                    flush=True,
                )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all without")
    parser.add_argument("--jobs", type=int, default=2, help="how many cells at once")
    parser.add_argument("--backend", default="loky", help="joblib's, or 'as configured'")
    parser.add_argument("--renew", action="store_true", help="new keys where no number changes")
    parser.add_argument("--list", action="store_true", help="say what is due, compute nothing")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.kinds) - set(KINDS):
        parser.error(f"kinds: got {', '.join(sorted(unknown))}; accepted are {', '.join(KINDS)}")
    kinds = asked.kinds or list(KINDS)
    if asked.renew and renew(kinds):
        return 1
    waiting = [cell for kind in kinds for cell in due(kind)]
    for kind in kinds:
        here = sum(cell.kind == kind for cell in waiting)
        print(f"{kind:<14} {len(defined(kind)):4} cells to train, {here:4} due")
    if asked.list:
        return 0
    compute(waiting, asked.jobs, asked.backend)
    for kind in KINDS:
        settle(kind)
    (files.folder() / files.JOURNAL).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
