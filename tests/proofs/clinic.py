"""How well does advice tell bugs from sound pairings? The corpus, our advice, two other tools.

An alarm is a finding of severity error or warning. On a sound case every alarm is a false alarm. A
bug that can be seen is found if an alarm has one of the case's codes; of the other tools, which
name no codes, any alarm counts. Goals: no false alarm, recall at least 0.9, no crash.

    python tests/proofs/clinic.py             the table; exit code 1 when a goal is missed
    python tests/proofs/clinic.py --store     and keep it for the proof page
    python tests/proofs/clinic.py --real      with the frameworks' own objects, where installed
"""

import math
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import cases
import other_tools
import stand_ins
from cases import Case

import pairings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import results  # noqa: E402

RECALL = 0.9
ALARMS, SEVERITIES = ("error", "warning"), ("error", "warning", "note")
ABOUT = (
    *results.PACKAGE,
    "tests/corpus/**/*.toml",
    "tests/proofs/cases.py",
    "tests/proofs/clinic.py",
    "tests/proofs/other_tools.py",
    "tests/proofs/stand_ins.py",
)


class Adviser(NamedTuple):
    """advise(case) gives findings; `named`: their codes are those of the corpus."""

    name: str
    advise: Callable[[Case], Iterable[Any]]
    named: bool = False


class Outcome(NamedTuple):
    """What an adviser made of a case: the codes of its alarms, or how it crashed."""

    case: Case
    alarms: tuple[str, ...] = ()
    crash: str = ""
    found: bool = False


class Score(NamedTuple):
    sound: int
    false_alarms: int
    bugs: int
    found: int
    crashes: int

    @property
    def recall(self) -> float:
        return self.found / self.bugs if self.bugs else float("nan")


# --- advisers -------------------------------------------------------------------------------------


def ours(make=stand_ins.stand_in) -> Adviser:
    """`pairings.check_pairing`; a row is given by its name and as a pairing."""

    def advise(case: Case) -> list:
        output, loss, y, z = cases.arguments(case, make)
        keywords = {"framework": case.framework} if case.framework else {}
        found = [*pairings.check_pairing(output, loss, y, z, **keywords)]
        if case.row is not None:
            pairing = pairings.CATALOGUE[case.row].pairing
            found += pairings.check_pairing(pairing, None, y, z)
        return found

    return Adviser("our advice", advise, named=True)


OTHERS = (
    Adviser("UMLAUT's rules", other_tools.umlaut),
    Adviser("NeuraLint's rules", other_tools.neuralint),
)


# --- the score ------------------------------------------------------------------------------------


def outcome(case: Case, adviser: Adviser) -> Outcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            findings = list(adviser.advise(case))
    except Exception as error:  # a crash is an answer of the adviser, and counted
        return Outcome(case, crash=f"{type(error).__name__}: {error}")
    for finding in findings:
        if finding.severity not in SEVERITIES:
            raise ValueError(f"{case.id}: severity {finding.severity!r}; known: {SEVERITIES}")
    alarms = tuple(dict.fromkeys(f.code for f in findings if f.severity in ALARMS))
    right = set(alarms) & set(case.codes) if adviser.named else alarms
    return Outcome(case, alarms, found=case.bug and bool(right))


def score(outcomes: Iterable[Outcome]) -> Score:
    """Bugs that cannot be seen count nowhere."""
    outcomes = list(outcomes)
    sound = [o for o in outcomes if not o.case.bug]
    bugs = [o for o in outcomes if o.case.bug and o.case.visible]
    return Score(
        len(sound),
        sum(bool(o.alarms) for o in sound),
        len(bugs),
        sum(o.found for o in bugs),
        sum(bool(o.crash) for o in outcomes),
    )


def missed_goals(s: Score) -> list[str]:
    missed = []
    if s.false_alarms:
        missed.append(f"{s.false_alarms} false alarms, wanted none")
    if not s.recall >= RECALL:
        missed.append(f"recall {s.recall:.3f}, wanted {RECALL}")
    if s.crashes:
        missed.append(f"{s.crashes} crashes, wanted none")
    return missed


def objections(corpus: list[Case], make=stand_ins.real) -> list[str]:
    """Cases at which the framework itself raises, warns or computes no finite loss."""
    found = []
    for case in corpus:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                value = stand_ins.value(case.framework, *cases.arguments(case, make))
            if not math.isfinite(value):
                found.append(f"{case.id}: {value}")
        except Exception as error:  # of the framework, whatever it is
            found.append(f"{case.id}: {type(error).__name__}: {error}")
    return found


# --- the table ------------------------------------------------------------------------------------

PARTS = {
    "all": lambda case: True,
    "open half": lambda case: not case.held_out,
    "held-out half": lambda case: case.held_out,
    "Keras": lambda case: case.framework == "keras",
    "PyTorch": lambda case: case.framework == "pytorch",
    "the package": lambda case: case.framework is None,
}


def table(outcomes: dict[str, list[Outcome]]) -> list[str]:
    head = (
        f"{'':18} {'cases of':14} {'sound':>5} {'false alarms':>12} {'bugs':>5} {'found':>5} recall"
    )
    lines = [head]
    for name, of in outcomes.items():
        for part, belongs in PARTS.items():
            s = score(o for o in of if belongs(o.case))
            recall = f"{s.recall:6.3f}" if s.bugs else "     –"
            lines.append(
                f"{name:18} {part:14} {s.sound:5} {s.false_alarms:12} {s.bugs:5} {s.found:5} {recall}"
            )
            name = ""
    return lines


def details(outcomes: list[Outcome]) -> list[str]:
    """Our false alarms, misses and crashes, case by case; what cannot be seen; recall by code."""
    lines = []
    for o in outcomes:
        where = f"{o.case.file or 'drawn'}, {o.case.id}"
        alarms = ", ".join(o.alarms) or "no alarm"
        if o.crash:
            lines.append(f"crash        {where}: {o.crash}")
        elif not o.case.bug and o.alarms:
            lines.append(f"false alarm  {where}: {alarms}")
        elif o.case.bug and o.case.visible and not o.found:
            lines.append(f"missed       {where}: wanted {' or '.join(o.case.codes)}, got {alarms}")
    lines += [f"not to be seen: {o.case.id}: {o.case.why}" for o in outcomes if not o.case.visible]
    bugs = [o for o in outcomes if o.case.bug and o.case.visible]
    every = Counter(o.case.codes[0] for o in bugs)
    found = Counter(o.case.codes[0] for o in bugs if o.found)
    return lines + [f"{code:36} {found[code]:3} of {every[code]}" for code in sorted(every)]


def figures(outcomes: dict[str, list[Outcome]]) -> dict[str, str]:
    """What the proof page shows."""
    shown = {}
    for name, of in outcomes.items():
        s = score(of)
        if not shown:
            shown["sound pairings"], shown["bugs that can be seen"] = s.sound, s.bugs
            shown["bugs that cannot, not counted"] = sum(not o.case.visible for o in of)
            held = score(o for o in of if o.case.held_out)
            shown["recall on the half held out"] = f"{held.recall:.3f}"
        shown[f"{name}: false alarms"] = s.false_alarms
        shown[f"{name}: recall"] = f"{s.recall:.3f}"
    return shown


def run(advisers: Iterable[Adviser], corpus: list[Case]) -> dict[str, list[Outcome]]:
    return {adviser.name: [outcome(case, adviser) for case in corpus] for adviser in advisers}


def main(arguments: list[str]) -> int:
    if unknown := set(arguments) - {"--store", "--real"}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; see the head of this file")
    make = stand_ins.stand_in
    if "--real" in arguments:
        make = stand_ins.real
        if found := stand_ins.differences():
            sys.exit("stand-ins differ from the frameworks:\n" + "\n".join(found))
    written = cases.read()
    if "--real" in arguments:
        computed = [case for case in written if case.framework and case.z is not None]
        if found := objections([case for case in computed if not case.bug]):
            sys.exit("sound cases that a framework does not take:\n" + "\n".join(found))
        bugs = [case for case in computed if case.bug and case.visible]
        print(f"the frameworks object to {len(objections(bugs))} of {len(bugs)} bugs themselves")
    if not hasattr(pairings, "check_pairing"):
        sys.exit("pairings.check_pairing is not there: nothing to score")
    drawn, left = cases.rows_without_case(written)
    before = results.mark(ABOUT)
    outcomes = run([ours(make), *OTHERS], [*written, *drawn])
    mine = outcomes["our advice"]
    print("\n".join([*details(mine), "", *table(outcomes)]))
    print(f"rows without a written case: {len(drawn)} drawn, none for {', '.join(left) or 'none'}")
    missed = missed_goals(score(mine))
    print("\n".join(f"goal missed: {goal}" for goal in missed) or "all goals reached")
    if "--store" in arguments and not missed:
        if results.mark(ABOUT) != before:
            sys.exit("The package or the corpus changed meanwhile: nothing is kept")
        listed = [f"Not to be seen, {o.case.id}: {o.case.why}." for o in mine if not o.case.visible]
        results.store("clinic", "make test-clinic", figures(outcomes), listed, about=ABOUT)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
