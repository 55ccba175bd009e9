"""finding: a comparison as the book tells it, with what came of it on five other random splits.

What the page computes on its own split is told as a finding only if it holds on the others too.
Those are computed by `make splits`, which runs the page's cells again, and stored for the page.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import report
from .medians import median_interval

SPLITS = (1, 2, 3, 4, 5)  # the seeds of `datasets.split`; the pages print 0
STORES = Path("_data/splits.json"), Path(__file__).parents[2] / "book" / "_data" / "splits.json"


class Finding(NamedTuple):
    """The median of paired differences and its interval on the printed split; `others`: the
    median on each of the other splits."""

    median: float
    low: float
    high: float
    others: tuple[float, ...]

    @property
    def agree(self) -> int:
        """On how many other splits the median has the same sign."""
        return sum(np.sign(other) == np.sign(self.median) != 0 for other in self.others)

    @property
    def holds(self) -> bool:
        """The interval excludes 0 and every other split agrees."""
        return not self.low <= 0 <= self.high and self.agree == len(self.others)

    def __str__(self) -> str:
        """As prose needs it: "−0.025 (−0.031 to −0.014), on 5 of 5 other splits the same sign"."""
        told = report.interval(self.median, self.low, self.high)
        return f"{told}, on {self.agree} of {len(self.others)} other splits the same sign"


def finding(page: str, name: str, differences: Sequence[float]) -> Finding:
    """Paired differences, one per seed, with the medians stored for the other splits.

    `name` says what is compared, once on its page. Raises LookupError if nothing is stored for it.
    A notebook that was opened without the book finds no store, and has no other splits to tell of.
    """
    return Finding(*median_interval(differences), others=_stored(page, name))


def _stored(page: str, name: str) -> tuple[float, ...]:
    store = next((path for path in STORES if path.exists()), None)
    if store is None:
        return ()
    medians = json.loads(store.read_text("utf-8")).get(page, {}).get("medians", {})
    if name not in medians:
        raise LookupError(
            f"name: got {name!r}; stored for {page!r} are {sorted(medians)}; "
            f"`make splits PAGES=book/{page}.ipynb` computes what is missing"
        )
    return tuple(medians[name])
