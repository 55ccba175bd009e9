"""Would the tests notice? The formulas are broken in one place at a time; each time a test must fail.

    python tests/proofs/mutations.py                 one mutant in twenty of the core, but for those
                                                     that have a reason to survive; keeps it
    python tests/proofs/mutations.py --all           every mutant
    python tests/proofs/mutations.py losses/numbers  every mutant of some modules
    python tests/proofs/mutations.py --resume        goes on after an interruption: what is known stays
    python tests/proofs/mutations.py --again         only what nobody noticed last time and has no
                                                     reason, in modules that did not change: right
                                                     after tests were added
    python tests/proofs/mutations.py --reasons       what was found last time, with today's reasons

The mutants are those of `mutants.py`. Each is tested in a copy of the checkout, in a process
forked from one that has the libraries loaded: starting Python anew would take longer than most
tests. Only the tests that call the broken function are run; the file, and in it the test, that noticed
most of the mutants before goes first. A mutant that nothing notices must be listed in
`mutations_survivors.toml`, with the reason why it changes nothing that can be observed. Exit code
1 if one is not, or if fewer than 95 % are noticed. Which mutants are the one in twenty hangs on their
text alone, so that it is the same ones tomorrow.
"""

import gc
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import wait
from operator import itemgetter
from pathlib import Path
from queue import SimpleQueue
from zlib import crc32

import hypothesis  # noqa: F401
import matplotlib.pyplot  # noqa: F401
import pytest
import scipy.differentiate
import scipy.integrate
import scipy.optimize.elementwise
import scipy.stats  # noqa: F401
import sklearn.datasets
import sklearn.linear_model
import sklearn.model_selection  # noqa: F401

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / ".venv-mutations"))  # last: what the tests import stays the pinned one
sys.path.insert(0, str(ROOT / "book" / "_tools"))
import results  # noqa: E402
from mutants import Mutant, mutants, room_of  # noqa: E402

SOURCE = ROOT / "src" / "pairings"
ROOMS = ["activations/*", "losses/*", "laws/*", "stable", "pairing", "records", "checks"]
ROOMS += ["from_function", "increasing", "network", "optimizers", "statistics"]
CORE = [
    path.relative_to(SOURCE).with_suffix("").as_posix()
    for room in ROOMS
    for path in sorted(SOURCE.glob(f"{room}.py"))
    if path.stem != "__init__"
]
# Tests of what is built on the core, or too many cases to run for each mutant. Those of pages stand
# in tests/book, but for the catalogue, which is rows of the core.
OTHER = ["datasets", "protocol", "splits", "properties_door", "properties_laws"]
OTHER += ["properties_numbers", "properties_of_rows"]
GOAL = 0.95
ONE_IN = 20
PATIENCE = 60  # seconds of a core for one test, of which the slowest needs 12: else it is stuck
MEMORY = 8 * 2**30
BROKEN = 100  # exit code: the tests could not be run
SURVIVORS = Path(__file__).with_name("mutations_survivors.toml")
LAST = ROOT / ".venv-mutations" / "last.json"
LOG, CALLED, NOTICED = "mutant.log", "called.json", "noticed.txt"
ALL = ""  # in place of the name of a test
CONTEXT = multiprocessing.get_context("fork")


def test_files() -> list[str]:
    """The tests of the core, that is all but those of the pages and of what is built on the core."""
    folders = ("formulas", "contest")
    found = [path for name in folders for path in sorted((ROOT / "tests" / name).glob("test_*.py"))]
    kept = [path for path in found if path.stem.removeprefix("test_") not in OTHER]
    kept.append(ROOT / "tests" / "book" / "test_catalogue.py")
    return [path.relative_to(ROOT).as_posix() for path in kept]


def drawn(module: str, one_in: int) -> list[Mutant]:
    """The mutants of a module to be tested, by a number that only their text decides."""
    made = mutants(ROOT / "src" / "pairings" / f"{module}.py")
    return [each for each in made if crc32(" ".join(each.key).encode()) % one_in == 0]


def main(words: list[str]) -> int:
    options = {word for word in words if word.startswith("--")}
    modules = [word for word in words if word not in options]
    one_in = 1 if modules or "--all" in options else ONE_IN
    if "--reasons" in options:
        return _summary({module: _last(module, one_in) for module in CORE}, keep=True)
    gc.freeze()  # pytest collects garbage at its end, five times over all that is loaded here
    with tempfile.TemporaryDirectory() as scratch:
        folders = [_copy(Path(scratch) / str(n)) for n in range(os.cpu_count() or 1)]
        callers = _callers(folders)
        print(f"{len(callers)} files of tests pass without a mutant", flush=True)
        sys.dont_write_bytecode = True  # two mutants in one second would share a .pyc
        found = {}
        for module in modules or CORE:
            known = _known(module, one_in) if options & {"--again", "--resume"} else None
            if known is not None and "--resume" in options:
                found[module] = _last(module, one_in)
            else:
                found[module] = _judged(module, one_in, folders, callers, known)
    return _summary(found, keep=not modules)


def _copy(folder: Path) -> Path:
    skipped = shutil.ignore_patterns(".venv*", ".git", "_build", "__pycache__", ".*_cache")
    return shutil.copytree(ROOT, folder, ignore=skipped)


def _callers(folders: list[Path]) -> dict[str, dict[str, set[str]]]:
    """The tests of each file that call a function, the fastest file first; without a mutant all pass.

    ALL stands for every test of the file: it calls the function before the first of them.
    """
    with ThreadPoolExecutor(len(folders)) as pool:
        free = SimpleQueue()
        for folder in folders:
            free.put(folder)
        found = list(pool.map(partial(_called, free), test_files()))
    return {file: callers for _, file, callers in sorted(found, key=itemgetter(0))}


def _called(free: SimpleQueue, file: str) -> tuple[float, str, dict[str, set[str]]]:
    folder, start, callers = free.get(), time.monotonic(), defaultdict(set)
    process = _started(folder, {file: {ALL}}, Counter(), trace=True)
    process.join()
    if process.exitcode:
        print((folder / LOG).read_text() + f"\n{file} fails without a mutant", flush=True)
        os._exit(1)
    for test, places in json.loads((folder / CALLED).read_text("utf-8")).items():
        for place in places:
            callers[place].add(test)
    free.put(folder)
    return time.monotonic() - start, file, callers


def _reaching(mutant: Mutant, callers: dict, noticed: Counter) -> dict[str, set[str]]:
    """The tests of each file that can notice it, the keenest file first."""
    files = sorted(callers, key=lambda file: -noticed[file])
    if not mutant.in_function:
        return {file: {ALL} for file in files}
    return {f: callers[f][mutant.place] for f in files if mutant.place in callers[f]}


def _mark(module: str) -> str:
    return results.mark([f"src/pairings/{module}.py"])


def _known(module: str, one_in: int) -> set[str] | None:
    """The mutants that survived last time, if the module and the draw are still the same."""
    last = json.loads(LAST.read_text("utf-8")) if LAST.exists() else {}
    known = last.get(module, {"mark": None})
    same = known["mark"] == _mark(module) and known["one in"] == one_in
    return set(known["survivors"]) if same else None


def _last(module: str, one_in: int) -> tuple[list[Mutant], list[Mutant]]:
    """(mutants drawn, survivors) of the last run, if the module has not changed since."""
    known = _known(module, one_in)
    if known is None:
        sys.exit(f"{module} changed since it was tested, or other mutants were drawn")
    made = drawn(module, one_in)
    return made, [mutant for mutant in made if str(mutant) in known]


def _remember(module: str, one_in: int, survivors: list[Mutant]) -> None:
    last = json.loads(LAST.read_text("utf-8")) if LAST.exists() else {}
    told = [str(mutant) for mutant in survivors]
    last[module] = {"mark": _mark(module), "one in": one_in, "survivors": told}
    LAST.write_text(json.dumps(last, indent=1), encoding="utf-8")


def _judged(
    module: str, one_in: int, folders: list[Path], callers: dict, known: set[str] | None
) -> tuple[list[Mutant], list[Mutant]]:
    """(mutants drawn, those that no test notices).

    Of `known` survivors, where any are, only those without a reason are tested, and no others. Of a
    draw, too, those with a reason are counted as unnoticed and not tested: a test of all runs longest.
    """
    path = Path("src/pairings", f"{module}.py")
    made, survivors, running, free = drawn(module, one_in), [], {}, list(folders)
    waiting = [mutant for mutant in made[::-1] if known is None or str(mutant) in known]
    if known is not None or one_in > 1:
        reasons = _reasons()
        survivors = [mutant for mutant in waiting if mutant.key in reasons]
        waiting = [mutant for mutant in waiting if mutant.key not in reasons]
    noticed, start = Counter(), time.monotonic()
    while waiting or running:
        while waiting and free:
            mutant, folder = waiting.pop(), free.pop()
            (folder / path).write_text(mutant.source, encoding="utf-8")
            process = _started(folder, _reaching(mutant, callers, noticed), noticed)
            running[process.sentinel] = process, mutant, folder
        for sentinel in wait(running):
            process, mutant, folder = running.pop(sentinel)
            process.join()
            free.append(folder)
            if process.exitcode == BROKEN:
                sys.exit((folder / LOG).read_text() + f"\ncannot test {mutant}")
            if process.exitcode == 0:
                survivors.append(mutant)
                print(f"unnoticed: {mutant}", flush=True)
            noticed.update((folder / NOTICED).read_text().split("\n"))
    for folder in folders:
        shutil.copy2(ROOT / path, folder / path)
    _remember(module, one_in, survivors)
    minutes = (time.monotonic() - start) / 60
    print(f"{module:<18}{_share(made, survivors)}   {minutes:.1f} minutes", flush=True)
    return made, survivors


def _started(folder: Path, tests: dict[str, set[str]], noticed: Counter, trace: bool = False):
    (folder / NOTICED).write_text("")
    process = CONTEXT.Process(target=run_tests, args=(folder, tests, noticed, trace))
    process.start()
    return process


def run_tests(folder: Path, tests: dict[str, set[str]], noticed: Counter, trace: bool) -> None:
    """Runs these tests of each file up to the first that fails; the exit code is 1 if one does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(folder)
    os.environ |= {
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    sys.path.insert(0, str(folder / "src"))
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    witness = Witness(str(folder / "src" / "pairings"))
    sys.setprofile(witness.note if trace else None)
    for file, chosen in tests.items():
        signal.setitimer(signal.ITIMER_PROF, 0 if trace else PATIENCE)
        options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=line"]
        plugins = [KeenestFirst(chosen, noticed, folder), witness if trace else Impatience()]
        code = pytest.main([*options, file], plugins=plugins)
        if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
            os._exit(BROKEN)
        if code:
            with (folder / NOTICED).open("a") as names:
                names.write(file)
            os._exit(1)
    sys.setprofile(None)
    (folder / CALLED).write_text(json.dumps(witness.told()), encoding="utf-8")
    os._exit(0)


class Witness:
    """A plugin of pytest: which functions of the package each test calls."""

    def __init__(self, package: str):
        self.package, self.called, self.test = package, defaultdict(set), ALL

    def note(self, frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(self.package):
            self.called[self.test].add(frame.f_code)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        self.test = item.nodeid
        try:
            return (yield)
        finally:
            self.test = ALL

    def told(self) -> dict[str, list[str]]:
        def place(code):
            return f"{room_of(Path(code.co_filename))}.{code.co_qualname.split('.')[0]}"

        return {test: sorted(set(map(place, codes))) for test, codes in self.called.items()}


class Impatience:
    """A plugin of pytest: a test that is stuck ends the run, however many there are."""

    def pytest_runtest_setup(self, item):
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)


class KeenestFirst:
    """A plugin of pytest: the chosen tests, those that have noticed most first."""

    def __init__(self, chosen: set[str], noticed: Counter, folder: Path):
        self.chosen, self.noticed, self.folder = chosen, noticed, folder

    def pytest_collection_modifyitems(self, items):
        if ALL not in self.chosen:
            items[:] = [item for item in items if item.nodeid in self.chosen]
        items.sort(key=lambda item: -self.noticed[item.nodeid])

    def pytest_runtest_logreport(self, report):
        if report.failed:
            (self.folder / NOTICED).write_text(f"{report.nodeid}\n")


def _share(made: list, survivors: list) -> str:
    noticed = len(made) - len(survivors)
    return f"{len(made):>6} mutants {noticed:>6} noticed   {noticed / max(len(made), 1):.1%}"


def _reasons() -> dict[tuple[str, str, str], str]:
    """Why each known survivor changes nothing that can be observed, by function and change."""
    groups = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["unobservable"]
    return {
        (mutant["in"], mutant["before"], mutant["after"]): group["reason"]
        for group in groups
        for mutant in group["mutants"]
    }


def _summary(found: dict, keep: bool) -> int:
    made = [mutant for mutants_, _ in found.values() for mutant in mutants_]
    survivors = [mutant for _, left in found.values() for mutant in left]
    reasons = _reasons()
    explained, unexplained = defaultdict(list), []
    for mutant in survivors:
        reason = reasons.get(mutant.key)
        unexplained.append(mutant) if reason is None else explained[reason].append(mutant)
    print()
    for module, (all_, left) in found.items():
        print(f"{module:<18}{_share(all_, left)}")
    print(f"{'in all':<18}{_share(made, survivors)}")
    for reason, group in explained.items():
        print(f"\n{reason}", *group, sep="\n  ")
    for mutant in unexplained:
        print(f"\nno reason is given in {SURVIVORS.name}: {mutant}")
    noticed = {mutant.key for mutant in made} - {mutant.key for mutant in survivors}
    for where, before, after in reasons.keys() & noticed:
        print(f"\nlisted, but noticed: {where}\n    {before}\n    {after}")
    share = 1 - len(survivors) / len(made)
    if keep:
        _store(found, made, survivors, explained)
    return int(share < GOAL or bool(unexplained))


def _store(found: dict, made: list, survivors: list, explained: dict) -> None:
    shares = {m: 1 - len(left) / len(all_) for m, (all_, left) in found.items() if all_}
    weakest = min(shares, key=shares.get)
    possible = sum(len(drawn(module, 1)) for module in found)
    figures = {
        "mistakes that could be put into the formulas, one at a time": possible,
        "of them put in, drawn by their text": len(made),
        "of these noticed by a unit test": f"{1 - len(survivors) / len(made):.1%}",
        "the module where fewest are noticed": f"{weakest}, {shares[weakest]:.1%}",
        "not noticed, for they change nothing that can be observed": sum(
            map(len, explained.values())
        ),
        "not noticed, without such a reason": len(survivors) - sum(map(len, explained.values())),
    }
    listed = [
        f"{reason} ({len(group)} unnoticed, such as `{group[0].after}` in `{group[0].place}`.)"
        for reason, group in explained.items()
    ]
    about = [f"src/pairings/{module}.py" for module in CORE]
    results.store("mutations", "make test-mutations", figures, listed, about)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
