"""Breaks a scratch copy of the book in many ways, one at a time, and asks whether `make test` notices.

Each way is a record in `sabotages.py`, with the part of `make test` that should notice it and with
the words by which it should say so. The parts are first seen to pass on the unbroken copy; each file
is restored and compared before the next. Ends in a table; exit code 1 if something got through.

    python tests/proofs/sabotage.py            all of them
    python tests/proofs/sabotage.py alt        those with "alt" in their name; nothing is stored
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from sabotages import LINT, SABOTAGES, SITE, Sabotage

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

from results import store  # noqa: E402

COPIES = 2  # scratch copies, each with one process at work
PYTHON, BIN = sys.executable, Path(sys.executable).parent
PYTEST = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=300"]
# Complaints of pytest, nbval, Sphinx and ruff; the line that names the sabotage is sought in them.
COMPLAINT = re.compile(r"^(?:FAILED|ERROR|E  )|WARNING|^[A-Z]+\d+ |^ *--> ", re.M)


class Verdict(NamedTuple):
    caught: bool
    line: str  # the first that points at the sabotage
    seconds: float


def scratch(folder: Path) -> Path:
    """The work tree as it is now, without what is built or ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)  # ruff minds .gitignore in one
    return folder


def fingerprint(copy: Path) -> str:
    """Of every file that a sabotage could touch."""
    built = {".git", "_build", "__pycache__", ".hypothesis", ".ruff_cache", ".settings"}
    files = [p for p in sorted(copy.rglob("*")) if not built.intersection(p.parts) and p.is_file()]
    digest = sha256()
    for path in files:
        digest.update(path.relative_to(copy).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def surroundings(copy: Path) -> dict[str, str]:
    """One thread, one hash seed, the package of the copy, and nothing written outside of it."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    settings = {"MPLCONFIGDIR": "matplotlib", "IPYTHONDIR": "ipython", "RUFF_CACHE_DIR": "ruff"}
    own = {name: str(copy / ".settings" / folder) for name, folder in settings.items()}
    steady = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return os.environ | threads | own | steady | {"PYTHONPATH": str(copy / "src")}


def commands(part: str, copy: Path) -> list[list[str]]:
    """What `make test` runs for a part: lint, the site, a notebook, or modules of tests."""
    if part == LINT:
        pages = sorted((copy / "book").glob("*.ipynb"))
        return [
            [BIN / "ruff", "check"],
            [BIN / "ruff", "format", "--check", "--exclude", "*.ipynb"],
            [BIN / "ruff", "format", "--line-length", "80", "--check", *pages],
        ]
    if part == SITE:
        build = [BIN / "jupyter-book", "build", "-W", "-n", "--keep-going", "."]
        return [build, [*PYTEST, "tests/book/test_site.py", "tests/book/test_browser.py"]]
    if part.endswith(".ipynb"):
        return [[*PYTEST, *NBVAL, part]]
    return [[*PYTEST, *part.split()]]


def run(part: str, copy: Path) -> tuple[set[int], str]:
    """(exit codes, everything said) by the commands of a part in a copy."""
    codes, said = set(), ""
    for command in commands(part, copy):
        ran = subprocess.run(
            list(map(str, command)),
            cwd=copy,
            env=surroundings(copy),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        codes.add(ran.returncode)
        said += re.sub(r"\x1b\[[\d;]*m", "", ran.stdout)
    return codes, said.replace(f"{copy}/", "")


def inhabited(copy: Path) -> None:
    """The package that a test in the copy imports is that of the copy."""
    ask = [PYTHON, "-c", "import pairings; print(pairings.__file__)"]
    found = subprocess.run(ask, cwd=copy, env=surroundings(copy), capture_output=True, text=True)
    assert Path(found.stdout.strip()).is_relative_to(copy), found


def complaints(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if COMPLAINT.search(line)]


def first_line(pattern: str, said: str) -> str:
    """The first line of a complaint that points at the sabotage, "" if none does."""
    return next((line for line in complaints(said) if re.search(pattern, line)), "")


def broken(copy: Path, sabotages: list[Sabotage]) -> dict[Path, bytes | None]:
    """Carries out the sabotages; answers what was there before."""
    before = {}
    for sabotage in sabotages:
        path = copy / sabotage.file
        old = path.read_text("utf-8") if path.exists() else None
        new = sabotage.edit(old)
        assert new != old, f"{sabotage.name}: changes nothing"
        before.setdefault(path, old)
        if new is None:
            path.unlink()
        else:
            path.write_text(new, "utf-8", newline="")
    return before


def tried(copy: Path, sabotages: list[Sabotage]) -> list[Verdict]:
    """One run for sabotages that share a part of `make test`; each must be named by itself."""
    whole = fingerprint(copy)
    before = broken(copy, sabotages)
    started = time.monotonic()
    try:
        codes, said = run(sabotages[0].part, copy)
    finally:
        for path, old in before.items():
            path.write_text(old, "utf-8", newline="") if old is not None else path.unlink()
    assert fingerprint(copy) == whole, "the copy was not restored"
    seconds = (time.monotonic() - started) / len(sabotages)
    lines = [first_line(sabotage.told, said) for sabotage in sabotages]
    # 1 is a failed test or a warning, 2 a module that no longer imports; the rest are breakdowns.
    sound = codes <= {0, 1, 2} and codes != {0}
    verdicts = [Verdict(sound and line != "", line, seconds) for line in lines]
    for sabotage, verdict in zip(sabotages, verdicts, strict=True):
        print("noticed    " if verdict.caught else "GOT THROUGH", sabotage.name, flush=True)
        if not verdict.caught and not sabotage.excuse:
            print(f"    exit codes {codes}; said instead:", *complaints(said)[:40], sep="\n    ")
    return verdicts


def unbroken(copy: Path, parts: set[str]) -> None:
    """Every part passes before anything is broken."""
    for part in sorted(parts):
        codes, said = run(part, copy)
        print("whole      ", part, flush=True)
        if codes != {0}:
            sys.exit(f"{part} fails on the unbroken copy:\n{said[-3000:]}")


def groups(sabotages: list[Sabotage]) -> list[list[Sabotage]]:
    """Those of the site share one build, each with its own line; the others go one by one."""
    alone = [[s] for s in sabotages if s.part != SITE]
    together = [s for s in sabotages if s.part == SITE]
    return [together, *alone] if together else alone


def spread(work, jobs: list, copies: list[Path]) -> list:
    """work(copy, job) for every job, in as many threads as there are copies."""
    free = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def with_a_copy(job):
        copy = free.get()
        try:
            return work(copy, job)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        return list(pool.map(with_a_copy, jobs))


def seen_whole(sabotages: list[Sabotage]) -> list[set[str]]:
    """The parts, all modules of tests in one run."""
    parts = {s.part for s in sabotages}
    modules = {word for part in parts if part.startswith("tests") for word in part.split()}
    modules = {word for word in modules if word.endswith(".py")}
    others = [{part} for part in sorted(parts) if not part.startswith("tests")]
    return [*others, {" ".join(sorted(modules))}] if modules else others


def report(verdicts: dict[Sabotage, Verdict]) -> list[str]:
    """Prints the table; answers the names of what got through without an excuse."""
    print(f"\n{'sabotage':<66} {'blind':<6} {'noticed by':<44} seconds")
    for sabotage, verdict in verdicts.items():
        where = sabotage.part if verdict.caught else "NOBODY"
        blind = "yes" if sabotage.blind else ""
        print(f"{sabotage.name:<66} {blind:<6} {where:<44} {verdict.seconds:5.1f}")
        if verdict.line:
            print(f"    {verdict.line[:150]}")
    return [s.name for s, v in verdicts.items() if not v.caught and not s.excuse]


def main(words: list[str]) -> int:
    chosen = [s for s in SABOTAGES if not words or any(word in s.name for word in words)]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copies = [scratch(Path(folder).resolve() / str(n)) for n in range(COPIES)]
        for copy in copies:
            inhabited(copy)
        spread(unbroken, seen_whole(chosen), copies)
        work = groups(chosen)
        found = spread(tried, work, copies)
    verdicts = {
        s: v for group, vs in zip(work, found, strict=True) for s, v in zip(group, vs, strict=True)
    }
    minutes = (time.monotonic() - started) / 60
    through = report(verdicts)
    needless = [s.name for s, v in verdicts.items() if v.caught and s.excuse]
    excused = [f"{s.name}: {s.excuse}" for s, v in verdicts.items() if s.excuse and not v.caught]
    caught = sum(v.caught for v in verdicts.values())
    print(f"\n{len(verdicts)} sabotages, {caught} noticed, in {minutes:.1f} minutes")
    print("got through:", "; ".join(through) or "none")
    print("cannot be noticed:", *(excused or ["none"]), sep="\n  ")
    if needless:
        print("noticed after all, the excuse must go:", "; ".join(needless))
    if not words:
        figures = {
            "ways in which a copy of the book was broken": len(verdicts),
            "of them written down before anybody looked at the tests": sum(
                s.blind for s in verdicts
            ),
            "noticed": caught,
            "got through": len(verdicts) - caught,
            "minutes": f"{minutes:.0f}",
        }
        listed = [f"Got through: {line}." for line in [*through, *excused]]
        store("sabotage", "make test-sabotage", figures, listed, about=ABOUT)
    return int(bool(through or needless))


ABOUT = ("src/pairings/**/*.py", "book/*.ipynb", "book/*.md", "book/_tools/*.py", "tests/**/*.py")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
