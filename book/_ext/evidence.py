"""What speaks for each row of the catalogue, read while the site is built, so that nobody types it.

From the catalogue and its properties, the tests' facts, the docstrings, the code of the pages, and what
`make test-frameworks` stored. `missing` says what a row lacks; a test asks it of every row.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

import mpmath
import numpy as np
from docutils import nodes
from docutils.statemachine import StringList
from scipy import integrate, optimize, special, stats
from sklearn import metrics
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "book" / "_tools")]

import facts  # noqa: E402
from facts.rows.kind import CLOSE, OfRow  # noqa: E402
from results import load  # noqa: E402

from pairings import CATALOGUE, gradient_check  # noqa: E402
from pairings.catalogue.code import FRAMEWORKS, has_code  # noqa: E402
from pairings.catalogue.entry import Entry  # noqa: E402
from pairings.catalogue.properties import PROPERTIES, QUESTIONS  # noqa: E402
from pairings.report import table  # noqa: E402

EQUATION = re.compile(r":eq:`([\w-]+)`")
LIBRARIES = (stats, special, integrate, optimize, metrics, mpmath)
NO_FORMULA = {"workdps", "mpf"}
stored = cache(load)


class Evidence(NamedTuple):
    """What speaks for a row; what is empty or None is missing.

    equations: labels of its derivation by hand. sympy: True, or why not. oracle: functions of another
    library; why there is none. difference: the greatest distance from the difference quotient is below
    this. far: how many extreme cases; digits: how many decimals of them are right. exact: errors in
    units, of a matched pair. libraries: executed, by `make test-frameworks`. snippets: code to copy.
    data; trained: the pages that hand it to the training loop, by `make trained`. yes, no: properties.
    """

    equations: tuple[str, ...]
    sympy: bool | str
    oracle: tuple[str, ...] | str
    difference: float | None
    far: int
    digits: float
    exact: str
    libraries: tuple[str, ...]
    snippets: tuple[str, ...]
    data: str
    trained: tuple[str, ...]
    yes: int
    no: int


def evidence(name: str) -> Evidence:
    entry, fact, known = CATALOGUE[name], facts.ROWS[name], PROPERTIES.get(name)
    asked = [getattr(known, key) for key in QUESTIONS] if known else []
    return Evidence(
        tuple(dict.fromkeys(equations(entry.pairing.bare.gradient))),
        True if callable(fact.stated) else fact.stated,
        tuple(dict.fromkeys(used(fact.oracle))) if callable(fact.oracle) else fact.oracle,
        difference(entry, fact),
        len(fact.far),
        digits(entry, fact),
        exactness(entry),
        found_by("frameworks", name),
        tuple(framework for framework in FRAMEWORKS if has_code(name, framework)),
        entry.dataset,
        found_by("trained", name),
        sum(one.holds is True and bool(one.why) for one in asked),
        sum(one.holds is False and bool(one.witness) for one in asked),
    )


def found_by(proof: str, name: str) -> tuple[str, ...]:
    """What a slow proof stored for a row."""
    return tuple((stored(proof) or {}).get("rows", {}).get(name, ()))


def missing(found: Evidence) -> list[str]:
    """What a row lacks, in words; none for a row with all that is asked of every row."""
    witness = found.sympy is True or isinstance(found.oracle, tuple)
    asked = {
        "a derivation by hand (an equation in the docstring of its gradient)": found.equations,
        "sympy's derivation, or why there is none": found.sympy,
        "an oracle, or why there is none": found.oracle or isinstance(found.oracle, tuple),
        "a second witness: sympy or an oracle": witness,
        "a gradient that is the difference quotient": found.difference,
        "extreme cases, or a place among the proofs to the last digit": found.exact
        or (found.far and found.digits >= -np.log10(CLOSE)),
        "data": found.data,
        "a page that trains it (`make trained` finds it)": found.trained,
        "its properties": found.yes + found.no,
    }
    return [what for what, there in asked.items() if not there]


# --- by hand, and by another library ----------------------------------------------------------------


def equations(made, seen: tuple = ()) -> Iterator[str]:
    """Labels of equations in the docstrings of a function, or of the functions it is made of."""
    if isinstance(made, FunctionType) and (found := EQUATION.findall(made.__doc__ or "")):
        yield from found
    elif not any(made is one for one in seen):
        for part in parts(made):
            yield from equations(part, (*seen, made))


def parts(made) -> Iterator:
    """What a function without a derivation of its own is made of, or calls in its room."""
    if isinstance(made, partial):
        yield from (made.func, *made.args)
    elif isinstance(made, FunctionType):
        yield from (cell.cell_contents for cell in made.__closure__ or ())
        if made.__name__ == "<lambda>":
            yield from (made.__globals__.get(name) for name in made.__code__.co_names)
    elif hasattr(made, "_fields"):
        wanted = ("forward", "potential", "gradient")
        yield from (getattr(made, name) for name in wanted if name in made._fields)


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


# --- by numbers -------------------------------------------------------------------------------------


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


def exactness(entry: Entry) -> str:
    """What `make test-exact` found for the matching loss of the row's activation."""
    pairing = entry.pairing
    matched = pairing.activation is not None and pairing.gradient is not None
    key = pairing.activation.name if matched else ""
    return (stored("exactness") or {}).get("figures", {}).get(key, "") if is_matched(entry) else ""


def is_matched(entry: Entry) -> bool:
    known = PROPERTIES.get(entry.name)
    return bool(known and known.canonical.holds)


# --- the page ---------------------------------------------------------------------------------------


def line(name: str) -> dict[str, str]:
    found = evidence(name)
    oracle = found.oracle
    if isinstance(oracle, tuple):
        oracle = ", ".join(f"`{o}`" for o in oracle) or "numpy, in another form"
    far = [f"{found.far}, to {found.digits:.0f} digits"] if found.far else []
    units = found.exact.replace("value ", "").replace(", gradient ", " and ")
    far += [f"{units} units"] if units else []
    pages = ", ".join(f"[{p.replace('-', ' ')}](/book/{p}.ipynb)" for p in found.trained)
    return {
        "row": name.replace("|", r"\|"),
        "by hand": ", ".join(f"{{eq}}`{label}`" for label in found.equations),
        "by sympy": "yes" if found.sympy is True else f"no: {found.sympy}",
        "another library": oracle,
        "differences": f"below {found.difference:.0e}" if found.difference else "ABOVE",
        "far out": "; ".join(far),
        "executed in": ", ".join(found.libraries) or "–",
        "trained on": f"{found.data} ({pages})",
        "properties": f"{found.yes} derived, {found.no} refuted",
    }


class Table(SphinxDirective):
    """A fold for each chapter, a line for each row."""

    def run(self):
        self.env.note_dependency(str(ROOT / "tests" / "facts"))
        shown = []
        for page in dict.fromkeys(entry.page for entry in CATALOGUE.values()):
            mine = [line(name) for name, entry in CATALOGUE.items() if entry.page == page]
            title = page.replace("-", " ").capitalize()
            rows = f"{len(mine)} {'row' if len(mine) == 1 else 'rows'}"
            opening = f"<details><summary>{title}: {rows}</summary>"
            holder = nodes.container()
            source = StringList(table(mine).splitlines(), "evidence")
            self.state.nested_parse(source, self.content_offset, holder)
            shown.append(nodes.raw("", opening, format="html"))
            shown += [*holder.children, nodes.raw("", "</details>", format="html")]
        return shown


def always_read(app, env, added, changed, removed):
    """It depends on the tests and on every page, so it is read anew in every build."""
    return ["book/evidence"] if "book/evidence" in env.found_docs else []


def setup(app):
    app.add_directive("evidence", Table)
    app.connect("env-get-outdated", always_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
