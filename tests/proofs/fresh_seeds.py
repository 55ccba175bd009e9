"""The claims of the pages with a hundred fresh seeds: which of them hang on the seeds chosen?

A page that trains names its seeds once, at the left margin: `seeds = range(20)` (or `…_seeds`).
It is run with others in their place, so that all weights and batches are new; each of its asserts
is asked, and none stops the run. Exit code 1 if a claim did not hold. What was found on a page is kept
with a mark of its code and of the definitions it reaches (marks.py), as soon as it is found: an
interrupted run is gone on with, and only pages whose mark is another one are run again.

    python tests/proofs/fresh_seeds.py                          what changed since; kept as it is found
    python tests/proofs/fresh_seeds.py --renew                  all pages that train
    python tests/proofs/fresh_seeds.py book/binary.ipynb        one of them
    python tests/proofs/fresh_seeds.py --first 2000 --count 20  twenty other seeds for each
    python tests/proofs/fresh_seeds.py --split 1                other rows for training and testing, too
"""

import argparse
import ast
import io
import json
import os
import re
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import matplotlib as mpl
import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import marks  # noqa: E402
import results  # noqa: E402
from page_rules import cells, names_in, tags, tree  # noqa: E402
from refresh import BOOK, pages_of  # noqa: E402

NAMED = re.compile(r"^(\w*seeds) = range\((\d+)\)$", re.MULTILINE)
FIRST, COUNT = 1000, 100


@dataclass
class Claim:
    """One assert: where it stands, whether it reads anything that came from the seeds, how often
    it was asked, and what it compared when it did not hold."""

    page: str
    cell: str
    text: str
    leans: bool
    asked: int = 0
    failures: list[str] = field(default_factory=list)

    def ask(self, condition, sides: dict) -> None:
        """`condition()` is to hold; `sides` are {text: function} of what it compares."""
        self.asked += 1
        try:
            if not condition():
                seen = (f"`{text}` was {shown(side())}" for text, side in sides.items())
                self.failures.append(", ".join(seen))
        except Exception as error:
            self.failures.append(f"{type(error).__name__}: {error}")

    @property
    def held(self) -> bool:
        return self.asked > 0 and not self.failures

    def __str__(self) -> str:
        often = f", {len(self.failures)} of {self.asked} times" if self.asked > 1 else ""
        seen = f"did not hold{often}: {self.failures[0]}" if self.failures else "was not reached"
        return f"{self.page}, cell {self.cell}: `{self.text}` {seen}."


def shown(value) -> str:
    """A value in few words: numbers with four digits, many of them by their extremes."""
    array = np.asarray(value)
    if array.dtype.kind not in "bif":
        return str(value)[:200]
    if array.size > 12:
        return f"{array.size} values from {array.min():.4g} to {array.max():.4g}"
    with np.printoptions(precision=4, suppress=True):
        return str(array)


# --- a page with other seeds ------------------------------------------------------------------


def code(path: Path) -> list[dict]:
    """The code cells of a page, each with its source in one piece."""
    page = json.loads(path.read_text("utf-8"))
    return [cell | {"source": "".join(cell["source"])} for cell in cells(page)]


def trains(path: Path) -> bool:
    return any(NAMED.search(cell["source"]) for cell in code(path))


def with_fresh_seeds(source: str, first: int = FIRST, count: int = COUNT) -> str:
    """Every named range of seeds begins at `first` and has at least `count` of them."""

    def fresh(named):
        return f"{named[1]} = range({first}, {first + max(count, int(named[2]))})"

    return NAMED.sub(fresh, source)


# --- asserts that are asked -------------------------------------------------------------------


class Leaning(ast.NodeVisitor):
    """Follows, cell by cell, which names hold something that came from the seeds, and collects
    the asserts that read one."""

    def __init__(self):
        self.names, self.imported, self.asserts = set(), set(), set()

    def leans(self, node: ast.AST) -> bool:
        return any(name in self.names or name.endswith("seeds") for name in names_in(node))

    def bind(self, target: ast.AST, value: ast.AST):
        if self.leans(value):
            self.names |= names_in(target) - self.imported
        elif isinstance(target, ast.Name | ast.Tuple):
            self.names -= names_in(target)

    def visit_alias(self, node):
        self.imported.add(node.asname or node.name)

    def visit_Assign(self, node):
        for target in node.targets:
            self.bind(target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if self.leans(node.value):
            self.names |= names_in(node.target)

    def visit_For(self, node):
        self.bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.bind(ast.Name(node.name), node)
        self.generic_visit(node)

    def visit_Call(self, node):
        """`rows.append(x)` gives `rows` what x holds."""
        if isinstance(node.func, ast.Attribute) and any(map(self.leans, node.args)):
            self.names |= names_in(node.func.value) - self.imported
        self.generic_visit(node)

    def visit_Assert(self, node):
        if self.leans(node.test):
            self.asserts.add(node)


def sides(test: ast.expr) -> list[ast.expr]:
    """What a condition compares: both sides of a comparison, what `all` runs over, …"""
    match test:
        case ast.BoolOp(values=parts):
            found = [side for part in parts for side in sides(part)]
        case ast.UnaryOp(operand=part):
            found = sides(part)
        case ast.Compare(left=left, comparators=others):
            found = [left, *others]
        case ast.Call(func=ast.Attribute(value=ast.Compare() as inner), args=[]):
            found = sides(inner)
        case ast.Call(func=ast.Attribute(value=inner), args=[]):
            found = [inner]
        case ast.Call(args=[ast.GeneratorExp(elt=each, generators=over)]):
            found = [ast.ListComp(elt=side, generators=over) for side in sides(each)]
        case _:
            found = [test]
    return [side for side in found if not isinstance(side, ast.Constant)]


class Asking(ast.NodeTransformer):
    """`assert a > b` becomes `_claims[n].ask(lambda: a > b, {"a": lambda: a, "b": lambda: b})`."""

    def __init__(self, page: str, cell: str, leaning: set, claims: list[Claim]):
        self.page, self.cell, self.leaning, self.claims = page, cell, leaning, claims

    def visit_Assert(self, node):
        text = ast.unparse(node.test)
        compared = [f"{ast.unparse(s)!r}: lambda: {ast.unparse(s)}" for s in sides(node.test)]
        asked = f"_claims[{len(self.claims)}].ask(lambda: {text}, {{{', '.join(compared)}}})"
        self.claims.append(Claim(self.page, self.cell, text, node in self.leaning))
        return ast.copy_location(ast.parse(asked).body[0], node)


def claims_of(page: str, code_cells: list[dict], broke_off: list[str] | None = None) -> list[Claim]:
    """Run the cells, asking every assert; in a cell that breaks off the later ones stay unasked,
    and its failure is said in `broke_off`, if that is given."""
    from matplotlib import pyplot as plt  # after the backend was chosen

    claims, leaning = [], Leaning()
    names = {"__name__": "__main__", "_claims": claims}
    for cell in code_cells:
        parsed = deepcopy(tree(cell))  # which is kept, and here gets changed
        leaning.visit(parsed)
        asking = Asking(page, cell["id"], leaning.asserts, claims)
        parsed = ast.fix_missing_locations(asking.visit(parsed))
        try:
            with redirect_stdout(io.StringIO()):
                exec(compile(parsed, f"<{page}, cell {cell['id']}>", "exec"), names)
        except Exception as error:
            if "raises-exception" not in tags(cell):
                why = f"{page}, cell {cell['id']}, broke off: {error!r}"
                print(why, flush=True)
                if broke_off is not None:
                    broke_off.append(why)
        plt.close("all")
    return claims


# --- one page in a process of its own ---------------------------------------------------------


def watch(counts: Counter, seeds: set, first: int) -> None:
    """From now on count duels and trained networks, and note the seeds of weights and batches, and
    of a page's own generators those from `first` on."""
    import pairings
    from pairings import contest, training

    def counted(name, how_many, *modules):
        function = getattr(modules[0], name)

        def noted(first, *others, **settings):
            counts[name] += how_many(first)
            return function(first, *others, **settings)

        for module in modules:
            setattr(module, name, noted)

    def noted_generator(seed=None):
        maker = sys._getframe(1).f_globals["__name__"]
        if isinstance(seed, list) and maker != "pairings.datasets":
            seeds.add(seed[0])
        elif isinstance(seed, int) and seed >= first:
            seeds.add(seed)
        return generator(seed)

    generator, np.random.default_rng = np.random.default_rng, noted_generator
    counted("duel", lambda entrants: 1, pairings, contest)
    counted("fit", lambda params: params[0][0][..., 0, 0].size, pairings, contest, training)


def rerun(path: Path, first: int = FIRST, count: int = COUNT, split: int = 0):
    """(claims, counts, seconds) of one page with fresh seeds; it spoils the process it runs in."""
    from pairings import datasets

    started, counts, seeds = time.monotonic(), Counter(), set()
    mpl.use("agg")
    warnings.simplefilter("ignore")
    os.chdir(path.parent)
    datasets.split.__defaults__ = (split,)
    watch(counts, seeds, first)
    fresh = [c | {"source": with_fresh_seeds(c["source"], first, count)} for c in code(path)]
    claims = claims_of(path.stem, fresh)
    stale = sorted(seed for seed in seeds if seed < first)
    assert not stale, f"{path.stem}: networks come from seeds that are not named: {stale}"
    assert len(seeds) >= count, f"{path.stem}: networks come from {len(seeds)} seeds only"
    return claims, counts, time.monotonic() - started


def mark(path: Path) -> str:
    """A fingerprint of what a page claims and of everything that its claims come from."""
    trees = [tree(cell) for cell in code(path)]
    asserts = [
        ast.dump(part) for t in trees for part in ast.walk(t) if isinstance(part, ast.Assert)
    ]
    return marks.page_mark(trees) + sha256("".join(asserts).encode()).hexdigest()[:8]


def told(claims: list[Claim], counts: Counter) -> dict:
    """What is kept of a page: numbers, and the claims that did not hold."""
    lean, rest = ([c for c in claims if c.leans is which] for which in (True, False))
    return {
        "duels": counts["duel"],
        "networks": counts["fit"],
        "lean": [sum(claim.held for claim in lean), len(lean)],
        "rest": [sum(claim.held for claim in rest), len(rest)],
        "failed": [str(claim) for claim in claims if not claim.held],
    }


def figures(pages: dict[str, dict], count: int) -> dict:
    """What is told on the page about proofs."""
    held, lean = (sum(page["lean"][i] for page in pages.values()) for i in (0, 1))
    kept, rest = (sum(page["rest"][i] for page in pages.values()) for i in (0, 1))
    return {
        "pages that train, run again": len(pages),
        "fresh seeds in each, at least": count,
        "duels run again": sum(page["duels"] for page in pages.values()),
        "networks trained": f"{sum(page['networks'] for page in pages.values()):,}",
        "asserted claims that read what came from the seeds": lean,
        "of these, held": held,
        "of these, did not hold": lean - held,
        "other assertions on these pages": rest,
        "of those, did not hold": rest - kept,
    }


def keep(pages: dict[str, dict], count: int) -> None:
    failed = [claim for page in pages.values() for claim in page["failed"]]
    figures_ = figures(pages, count)
    command = "make test-fresh-seeds"
    results.store("fresh-seeds", command, figures_, failed, results.PAGES, pages=pages)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--renew", action="store_true")
    for name, default in (("first", FIRST), ("count", COUNT), ("split", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args(arguments)
    usual = (given.first, given.count, given.split) == (FIRST, COUNT, 0) and not given.pages
    pages = [p.resolve() for p in given.pages] or list(filter(trains, pages_of(BOOK)))
    now = {page: mark(page) for page in pages}
    stored = (results.load("fresh-seeds") or {}).get("pages", {}) if usual else {}
    known = {p.stem: stored[p.stem] for p in pages if stored.get(p.stem, {}).get("mark") == now[p]}
    known = {} if given.renew else known
    run = partial(rerun, first=given.first, count=given.count, split=given.split)
    alone = {"max_tasks_per_child": 1, "mp_context": get_context("spawn")}
    alone["max_workers"] = os.cpu_count()
    broken = []
    with ProcessPoolExecutor(**alone) as pool:
        runs = {pool.submit(run, page): page for page in pages if page.stem not in known}
        for running in as_completed(runs):
            page = runs[running]
            try:
                claims, counts, seconds = running.result()
            except Exception as error:  # the other pages are still asked
                broken.append(f"{page.stem}: {error}")
                print(broken[-1], flush=True)
                continue
            found = {"mark": now[page]} | told(claims, counts)
            held, lean = found["lean"]
            print(f"{page.stem:<20} {held} of {lean} claims held, {seconds:.0f} s", flush=True)
            print(*(f"    {claim}\n" for claim in found["failed"]), sep="", end="", flush=True)
            known[page.stem] = found
            if usual:
                keep({p.stem: known[p.stem] for p in pages if p.stem in known}, given.count)
    if usual and not runs:
        keep(known, given.count)
    return int(bool(broken) or any(page["failed"] for page in known.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
