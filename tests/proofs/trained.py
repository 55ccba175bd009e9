"""Which rows of the catalogue the pages train: `make trained`; with names of pages, those pages anew.

Every page is run with two seeds where it has more, and without its asserts; whatever reaches the
training loop is noted. It is a row's training if on the scores and targets that the row's facts draw
its gradient is the row's, number for number, or the row's formula with another parameter: a name
proves nothing.
"""

import ast
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from functools import cache, partial
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from types import FunctionType

import matplotlib as mpl
import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "book" / "_tools")]

import facts  # noqa: E402
import results  # noqa: E402
from fresh_seeds import NAMED, code  # noqa: E402
from page_rules import tags, tree  # noqa: E402
from refresh import BOOK, pages_of  # noqa: E402

import pairings  # noqa: E402
from pairings import CATALOGUE, Pairing  # noqa: E402

FEW = 2


class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


def trained(path: Path) -> tuple[list[str], list[str]]:
    """The rows that a page trains, and what went wrong on the way."""
    mpl.use("agg")
    warnings.simplefilter("ignore")
    met, wrong = [], []

    def noting(fit):
        def noted(params, pairing, *rest, **settings):
            if not any(pairing is one for one in met):
                met.append(pairing)
            return fit(params, pairing, *rest, **settings)

        return noted

    fit = noting(pairings.fit)
    for room in (pairings, pairings.training, pairings.contest):
        room.fit = fit
    space = {"__name__": "page"}
    for number, cell in enumerate(code(path)):
        source = NAMED.sub(rf"\1 = range({FEW})", cell["source"])
        try:
            made = NoAsserts().visit(tree(cell | {"source": source}))
            with redirect_stdout(StringIO()), np.errstate(all="ignore"):
                exec(compile(made, f"{path.stem}, cell {number}", "exec"), space)
        except Exception as error:
            if "raises-exception" not in tags(cell):
                wrong.append(f"{path.stem}, cell {number}: {type(error).__name__}: {error}"[:200])
    met += [one for pairing in met for one in named(pairing)]
    rows = [name for name in CATALOGUE if any(same(name, pairing) for pairing in met)]
    return rows, wrong


@cache
def drawn(name: str) -> tuple:
    pairing, (z, y) = CATALOGUE[name].pairing, facts.ROWS[name].draw(np.random.default_rng(3))
    return z, y, pairing.bare.gradient(z, y)


def same(name: str, pairing: Pairing) -> bool:
    row = CATALOGUE[name].pairing
    if family(row.bare.gradient) == family(pairing.bare.gradient):
        return True
    shape = ("scores", "columns", "lists")
    if any(getattr(row, key) != getattr(pairing, key) for key in shape):
        return False
    z, y, right = drawn(name)
    try:
        with np.errstate(all="ignore"):
            return np.array_equal(pairing.bare.gradient(z, y), right)
    except Exception:
        return False  # other targets


def family(made):
    """A formula and what it was made with, but for numbers: alike for all members of a family."""
    if isinstance(made, partial):
        given = (*made.args, *made.keywords.values())
        return (made.func, *map(family, given))
    if isinstance(made, FunctionType):
        return (made.__code__, *(family(cell.cell_contents) for cell in made.__closure__ or ()))
    return "a number" if isinstance(made, int | float) else id(made)


def named(pairing: Pairing) -> list[Pairing]:
    """The pairings that a page's own gradient is written with."""
    made = pairing.bare.gradient
    if not isinstance(made, FunctionType):
        return []
    used = (made.__globals__.get(name) for name in made.__code__.co_names)
    return [one for one in used if isinstance(one, Pairing)]


def main(names: list[str]) -> int:
    paths = [Path(name).resolve() for name in names] or pages_of(BOOK)
    before = (results.load("trained") or {}).get("rows", {}) if names else {}
    done = {path.stem for path in paths}
    where = {row: set(before.get(row, ())) - done for row in CATALOGUE}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for path, (rows, wrong) in zip(paths, pool.map(trained, paths), strict=True):
            print(f"{path.stem}: {', '.join(rows) or 'none'}", *wrong, sep="\n  ", flush=True)
            for row in rows:
                where[row].add(path.stem)
    counts = {"rows that a page trains": sum(map(bool, where.values())), "rows": len(where)}
    nowhere = [f"No page trains `{row}`." for row, pages in where.items() if not pages]
    about = ("src/pairings/**/*.py", "book/*.ipynb")
    stored = {row: sorted(pages) for row, pages in where.items()}
    results.store("trained", "make trained", counts, nowhere, about, rows=stored)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
