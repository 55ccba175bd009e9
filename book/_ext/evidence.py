"""What speaks for each row of the catalogue, read while the site is built, so that nobody types it.

From the catalogue and its properties, the docstrings, what the slow proofs stored, and what the facts
of the tests say (tests/proofs/witnesses.py). `missing` says what a row lacks; a test asks it of each.
"""

import json
import re
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

from results import load  # noqa: E402

from pairings import CATALOGUE  # noqa: E402
from pairings.catalogue.code import FRAMEWORKS, has_code  # noqa: E402
from pairings.catalogue.entry import Entry  # noqa: E402
from pairings.catalogue.properties import PROPERTIES, QUESTIONS  # noqa: E402
from pairings.report import CHAPTERS, table  # noqa: E402

EQUATION = re.compile(r":eq:`([\w-]+)`")
WITNESSES = ROOT / "book" / "_data" / "witnesses.json"
FEWEST = 11  # right decimals of an extreme case
stored = cache(load)


class Witness(NamedTuple):
    """What the facts of the tests say of a row.

    sympy: True, or why not. oracle: functions of another library, or why there is none. difference: the
    greatest distance from the difference quotient is below this. far: how many extreme cases; digits:
    how many decimals of them are right.
    """

    sympy: bool | str
    oracle: tuple[str, ...] | str
    difference: float | None
    far: int
    digits: float


@cache
def witnesses() -> dict[str, Witness]:
    found = json.loads(WITNESSES.read_text("utf-8")).items()
    return {name: as_witness(one) for name, one in found}


def as_witness(one: dict) -> Witness:
    oracle = one["oracle"]
    return Witness(**one | {"oracle": oracle if isinstance(oracle, str) else tuple(oracle)})


class Evidence(NamedTuple):
    """What speaks for a row; what is empty or None is missing.

    equations: labels of its derivation by hand. sympy to digits: as of its witness. exact: errors in
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
    entry, known = CATALOGUE[name], PROPERTIES.get(name)
    asked = [getattr(known, key) for key in QUESTIONS] if known else []
    return Evidence(
        tuple(dict.fromkeys(equations(entry.pairing.bare.gradient))),
        *witnesses().get(name, Witness("", "", None, 0, 0.0)),
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
        or (found.far and found.digits >= FEWEST),
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


# --- by numbers -------------------------------------------------------------------------------------


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
    pages = ", ".join(f"[{title(p)}](/book/{p}.ipynb)" for p in found.trained)
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


def title(page: str) -> str:
    return CHAPTERS.get(page, page.replace("-", " "))


class Table(SphinxDirective):
    """A fold for each chapter, a line for each row."""

    def run(self):
        self.env.note_dependency(str(WITNESSES))
        shown = []
        for page in dict.fromkeys(entry.page for entry in CATALOGUE.values()):
            mine = [line(name) for name, entry in CATALOGUE.items() if entry.page == page]
            rows = f"{len(mine)} {'row' if len(mine) == 1 else 'rows'}"
            opening = f'<details class="fold"><summary>{CHAPTERS[page]}: {rows}</summary>'
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
