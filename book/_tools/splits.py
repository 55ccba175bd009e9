"""What the pages compare, once more on five other random splits: `make splits`.

A page declares a comparison where it makes it: `finding("binary", "what − what", differences)`.
Here its code cells are run again, up to the last such call, with `datasets.split` seeded
otherwise, and the medians are stored in book/_data/splits.json, where `finding` reads them, beside
a mark of the code that they came from (marks.py).

    python book/_tools/splits.py                        the pages whose mark is not of today
    python book/_tools/splits.py book/binary.ipynb      this page
"""

import json
import os
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import matplotlib as mpl

ROOT = Path(__file__).parents[2]
STORE = ROOT / "book" / "_data" / "splits.json"
sys.path.insert(0, str(ROOT / "tests" / "proofs"))

import marks  # noqa: E402
from fresh_seeds import claims_of, code  # noqa: E402
from page_rules import tree  # noqa: E402
from refresh import BOOK, pages_of  # noqa: E402

from pairings.splits import SPLITS  # noqa: E402


def comparing(path: Path) -> list[dict]:
    """The code cells of a page up to the last one that calls `finding`; none if none does."""
    cells = code(path)
    last = max((i for i, cell in enumerate(cells) if "finding(" in cell["source"]), default=-1)
    return cells[: last + 1]


def mark(path: Path) -> str:
    """A fingerprint of what the medians of a page depend on."""
    return marks.page_mark(map(tree, comparing(path)))


# --- the medians ------------------------------------------------------------------------------


def medians_of(path: Path, split: int) -> dict[str, float]:
    """{name: median} of every comparison of a page, its rows split with this seed. Spoils the
    process it runs in."""
    from pairings import datasets, splits
    from pairings.medians import median_interval

    found = {}

    def noted(page: str, name: str, differences) -> splits.Finding:
        if page != path.stem or name in found:
            raise ValueError(f"{path.stem}: {page!r}, {name!r} is another page's, or comes twice")
        median, low, high = median_interval(differences)
        found[name] = float(f"{median:.4g}")
        return splits.Finding(median, low, high, ())

    mpl.use("agg")
    warnings.simplefilter("ignore")
    os.chdir(path.parent)
    datasets.split.__defaults__ = (split,)
    splits.finding = noted
    broke_off = []
    claims_of(path.stem, comparing(path), broke_off)  # an assert that fails stops nothing
    if broke_off:
        raise ValueError(f"split {split}: {broke_off[0]}")
    return found


def compute(paths: list[Path], seeds=SPLITS) -> dict[str, dict]:
    """{page: its mark and its medians, one per seed of a split}."""
    alone = {"max_workers": 1, "max_tasks_per_child": 1, "mp_context": get_context("spawn")}
    store = {}
    with ProcessPoolExecutor(**alone) as pool:
        for path in paths:
            found = list(pool.map(medians_of, [path] * len(seeds), seeds))
            medians = {name: [one[name] for one in found] for name in sorted(found[0])}
            store[path.stem] = {"mark": mark(path), "medians": medians}
            print(f"{path.stem:<20} {len(medians)} comparisons on {len(seeds)} splits", flush=True)
    return store


def stored() -> dict[str, dict]:
    return json.loads(STORE.read_text("utf-8")) if STORE.exists() else {}


def declaring() -> list[Path]:
    """The pages that compare something by `finding`."""
    return [path for path in pages_of(BOOK) if comparing(path)]


def stale() -> list[Path]:
    """The pages whose medians are missing or came from other code than today's."""
    store = stored()
    return [path for path in declaring() if store.get(path.stem, {}).get("mark") != mark(path)]


def write(store: dict[str, dict]) -> None:
    """One line per comparison, so that a change is readable."""
    STORE.parent.mkdir(exist_ok=True)
    pages = []
    for page, found in sorted(store.items()):
        lines = [
            f"   {json.dumps(name, ensure_ascii=False)}: {json.dumps(medians)}"
            for name, medians in found["medians"].items()
        ]
        medians = "{\n" + ",\n".join(lines) + "\n  }"
        pages.append(f' "{page}": {{\n  "mark": "{found["mark"]}",\n  "medians": {medians}\n }}')
    STORE.write_text("{\n" + ",\n".join(pages) + "\n}\n", encoding="utf-8")


def main(names: list[str]) -> int:
    paths = [Path(name).resolve() for name in names] or stale()
    fresh = compute([path for path in paths if comparing(path)])
    kept = {path.stem for path in declaring()}
    write({page: found for page, found in (stored() | fresh).items() if page in kept})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
