"""The corpus of the clinic: cases as records, and what a case must look like.

tests/corpus/README.md says what each field means and lists the codes of bugs; it is read here, so
that there is one list.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import stand_ins
from scipy.special import ndtri
from scipy.stats import poisson

from pairings import CATALOGUE, activations, losses, matching
from pairings.pairing import masked
from pairings.records import Activation, Domain, Loss

CORPUS = Path(__file__).parents[1] / "corpus"
README = (CORPUS / "README.md").read_text("utf-8")
CODES = tuple(re.findall(r"^\| `([a-z0-9-]+)` \|", README.partition("## Codes")[2], re.M))


class Case(NamedTuple):
    """One pairing as somebody used it; the fields are those of the README."""

    id: str
    source: str
    story: str
    verdict: str
    y: Any
    z: Any = None
    framework: str | None = None
    output: Any = None
    loss: Any = None
    row: str | None = None
    masked: bool = False
    codes: tuple[str, ...] = ()
    visible: bool = True
    why: str = ""
    file: str = ""

    @property
    def held_out(self) -> bool:
        return self.file.startswith("held_out")

    @property
    def bug(self) -> bool:
        return self.verdict == "bug"


NEEDED = {"id", "source", "story", "verdict", "y"}
ALLOWED = set(Case._fields) - {"file"}


# --- reading --------------------------------------------------------------------------------------


def read(folder: Path = CORPUS) -> list[Case]:
    """All cases below `folder`; ValueError names the file and the case that is no case."""
    found, seen = [], {}
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        try:
            written = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{file}: no TOML: {error}") from None
        if set(written) != {"case"}:
            raise ValueError(f"{file}: got the tables {sorted(written)}; accepted is [[case]]")
        for fields in written["case"]:
            case = checked(file, fields)
            if case.id in seen:
                raise ValueError(f"{file}, {case.id}: the id stands in {seen[case.id]} already")
            seen[case.id] = file
            found.append(case)
    return found


def checked(file: str, fields: dict) -> Case:
    """The case of these fields; ValueError with file, id and reason where it is none."""
    name = f"{file}, {fields.get('id', 'a case without id')}"
    for problem in _problems(fields):
        raise ValueError(f"{name}: {problem}")
    case = Case(**fields | {"file": file, "codes": tuple(fields.get("codes", ()))})
    try:
        arguments(case)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{name}: {error}") from None
    return case


def _problems(fields: dict):
    if missing := NEEDED - set(fields):
        yield f"lacks {', '.join(sorted(missing))}"
        return
    if unknown := set(fields) - ALLOWED:
        yield f"unknown fields: {', '.join(sorted(unknown))}"
    if not re.fullmatch(r"[a-z0-9-]+", fields["id"]):
        yield "id: accepted are small letters, digits and hyphens"
    if not re.fullmatch(r"https://\S+\.\S+", fields["source"]):
        yield f"source: got {fields['source']!r}, no address"
    if not fields["story"].strip():
        yield "story: is empty"
    if ("row" in fields) == ("output" in fields or "loss" in fields):
        yield "accepted is either a row or an output with its loss"
    if "row" not in fields and not {"output", "loss"} <= set(fields):
        yield "an output needs its loss"
    if fields.get("framework", "pytorch") not in stand_ins.KNOWN:
        yield f"framework: got {fields['framework']!r}; known are {', '.join(stand_ins.KNOWN)}"
    yield from _verdict_problems(fields)


def _verdict_problems(fields: dict):
    if fields["verdict"] not in ("sound", "bug"):
        yield f"verdict: got {fields['verdict']!r}; accepted are sound, bug"
    elif fields["verdict"] == "sound" and {"codes", "visible"} & set(fields):
        yield "a sound case has neither codes nor visible"
    elif fields["verdict"] == "bug":
        if not fields.get("codes"):
            yield "codes: a bug has at least one"
        elif strange := set(fields["codes"]) - set(CODES):
            yield f"codes: {', '.join(sorted(strange))} is not in the list of the README"
        if not isinstance(fields.get("visible"), bool):
            yield "visible: a bug says true or false"
        elif not fields["visible"] and not fields.get("why"):
            yield "why: a bug that cannot be seen says why"


# --- what a case stands for -----------------------------------------------------------------------

RECIPES = {
    "cycle": lambda values, count: np.resize(values, count),
    "even": lambda ends, count: np.linspace(*ends, count),
    "bell": lambda at, count: at[0] + at[1] * ndtri((np.arange(count) + 0.5) / count),
    "counts": lambda mean, count: poisson.ppf((np.arange(count) + 0.5) / count, mean),
}


def numbers(given) -> np.ndarray:
    """A list as an array, or what a recipe makes."""
    if not isinstance(given, dict):
        return np.array(given)
    kinds = set(given) & set(RECIPES)
    if len(kinds) != 1 or set(given) - kinds - {"samples", "outputs", "shape"}:
        raise ValueError(f"recipe: got {given}; accepted is one of {', '.join(RECIPES)}, samples …")
    (kind,) = kinds
    samples, outputs = given["samples"], given.get("outputs", 1)
    shape = given.get("shape") or ((samples, outputs) if "outputs" in given else (samples,))
    return RECIPES[kind](given[kind], samples * outputs).reshape(shape)


def record(room, written: str):
    """`sigmoid` or `huber_with(0.3)` of activations or losses."""
    name, _, parameter = written.partition("(")
    found = getattr(room, name, None)
    if parameter and found is not None:
        found = found(float(parameter.rstrip(")")))
    if not isinstance(found, Activation | Loss):
        raise ValueError(f"{written}: no record of {room.__name__}")
    return found


def arguments(case: Case, make=stand_ins.stand_in) -> tuple:
    """(output, loss, y, z) as arguments of advice; `make` builds what a framework has."""
    y, z = numbers(case.y), None if case.z is None else numbers(case.z)
    if case.row is not None:
        if case.row not in CATALOGUE:
            raise ValueError(f"row: {case.row!r} is not in the catalogue")
        return case.row, None, y, z
    if case.framework:
        output, loss = (make(case.framework, **_named(part)) for part in (case.output, case.loss))
        return output, loss, y, z
    output, loss = record(activations, case.output), record(losses, case.loss)
    if case.masked:
        return masked(matching(output, loss)), None, y, z
    return output, loss, y, z


def _named(part) -> dict:
    if not isinstance(part, dict) or "is" not in part:
        raise ValueError(f"got {part!r}; what a framework has is written {{ is = … }}")
    return {"name" if key == "is" else key: value for key, value in part.items()}


# --- rows that no case names ----------------------------------------------------------------------


def rows_without_case(cases: list[Case]) -> tuple[list[Case], list[str]]:
    """(a sound case for each row that no case names, the rows for which none could be made)."""
    made, left = [], []
    for name in CATALOGUE.keys() - {case.row for case in cases}:
        pairing = CATALOGUE[name].pairing
        y = None if pairing.lists else draw(pairing.targets)
        if y is None or not pairing.targets.contains(y).all():
            left.append(name)
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        made.append(
            Case(f"drawn-{slug}", "", "Targets of its domain.", "sound", y.tolist(), row=name)
        )
    return sorted(made), sorted(left)


def draw(domain: Domain, count: int = 6) -> np.ndarray | None:
    """`count` targets of the domain, a row each; None where this cannot be said in general."""
    if domain.rows:
        return np.eye(3)[np.arange(count) % 3]
    if domain.kind == "members":
        return np.resize(domain.members, (count, 1))
    if domain.kind == "columns":
        parts = [draw(part, count) for part in domain.parts]
        return None if any(part is None for part in parts) else np.hstack(parts)
    if domain.kind == "flagged":
        return np.hstack([draw(domain.parts[0], count), np.ones((count, 1))])
    if domain.kind != "interval":
        return None
    low, high = np.clip([domain.low, domain.high], -1e6, 1e6)
    low, high = max(low, min(-2.0, high - 4)), min(high, max(2.0, low + 4))
    y = np.linspace(low, high, count + 2)[1:-1, None]
    return np.ceil(y) if domain.whole else y
