"""What a second witness says of each row: sympy, another library, differences, extreme cases.

From the facts of the tests, for the page that shows it: the site is built without what they need.

    python tests/proofs/witnesses.py    asks every row, and stores the answers for the page
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import mpmath
import numpy as np
from scipy import integrate, optimize, special, stats
from sklearn import metrics

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "book" / "_ext")]

import facts  # noqa: E402
from evidence import WITNESSES, Witness  # noqa: E402
from facts.rows.kind import OfRow  # noqa: E402

from pairings import CATALOGUE, gradient_check  # noqa: E402
from pairings.catalogue.entry import Entry  # noqa: E402

LIBRARIES = (stats, special, integrate, optimize, metrics, mpmath)
NO_FORMULA = {"workdps", "mpf"}


def witness(name: str) -> Witness:
    entry, fact = CATALOGUE[name], facts.ROWS[name]
    return Witness(
        True if callable(fact.stated) else fact.stated,
        tuple(dict.fromkeys(used(fact.oracle))) if callable(fact.oracle) else fact.oracle,
        difference(entry, fact),
        len(fact.far),
        digits(entry, fact),
    )


def used(oracle: Callable) -> Iterator[str]:
    """The functions of other libraries that an oracle computes with, its helpers in the facts too."""
    names = names_of(oracle.__code__)
    seen = {name: oracle.__globals__.get(name) for name in names}
    for library in LIBRARIES:  # module.function, and imported inside
        if library.__name__ in names or any(part is library for part in seen.values()):
            yield from (f"{library.__name__}.{n}" for n in names if belongs(n, library))
    for part in (*seen.values(), *(c.cell_contents for c in oracle.__closure__ or ())):
        name = str(getattr(part, "name", None) or getattr(part, "__name__", ""))
        yield from (f"{lib.__name__}.{name}" for lib in LIBRARIES if vars(lib).get(name, 0) is part)
        if isinstance(part, FunctionType) and part.__module__.startswith("facts"):
            yield from used(part)


def belongs(name: str, library) -> bool:
    """Whether a name is that library's, and not numpy's or an earlier library's."""
    others = (np, *LIBRARIES[: LIBRARIES.index(library)]) if library is not mpmath else ()
    if name in NO_FORMULA or library.__name__.endswith(f".{name}"):
        return False
    return hasattr(library, name) and not any(hasattr(other, name) for other in others)


def names_of(code: CodeType) -> list[str]:
    inner = [
        name for part in code.co_consts if isinstance(part, CodeType) for name in names_of(part)
    ]
    return [*code.co_names, *inner]


def difference(entry: Entry, fact: OfRow) -> float | None:
    found = gradient_check(entry.pairing, *fact.draw(np.random.default_rng(3)))
    return found.tolerance if found.close else None


def digits(entry: Entry, fact: OfRow) -> float:
    """How many decimals are right in every extreme case, fifteen at most."""
    worst = 1e-15
    for z, y, value, gradient in fact.far:
        z, y = np.array([z], float), np.array([y], float)
        pairs = (entry.pairing.value(z, y), [value]), (entry.pairing.gradient(z, y), [gradient])
        for mine, right in pairs:
            right = np.array(right)
            with np.errstate(invalid="ignore"):  # equal infinities
                off = np.abs(mine - right) / np.where(right == 0, 1, np.abs(right))
            worst = max(worst, float(np.max(np.where(mine == right, 0, off))))
    return float(np.floor(-np.log10(worst) + 1e-9)) if fact.far else 0.0


def main() -> None:
    found = {name: witness(name)._asdict() for name in CATALOGUE}
    lines = [
        f" {json.dumps(n, ensure_ascii=False)}: {json.dumps(w, ensure_ascii=False)}"
        for n, w in found.items()
    ]
    WITNESSES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
