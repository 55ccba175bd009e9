"""Keeps what the slow proofs found, for the page that shows it: tests/results/<name>.json.

`make test` takes minutes; the targets kept here take longer and run when somebody calls them. What
they found is stored with a mark of the sources they found it in, so that the page can say by itself
when a figure is older than what it speaks of.
"""

import json
import platform
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "tests" / "results"
PACKAGE = ("src/pairings/**/*.py",)
PAGES = (*PACKAGE, "book/**/*.ipynb")


def mark(patterns) -> str:
    """A fingerprint of the files that match `patterns`; it changes when one of them does."""
    paths = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    digest = sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def store(name: str, command: str, figures: dict, listed=(), about=PACKAGE, **more) -> None:
    """Keep `figures` ({what: how many}) and `listed` (sentences: exceptions, with their reasons).

    `about` are the patterns of the files that the figures speak of; `more` is kept under its names.
    """
    found = {
        "command": command,
        "on": date.today().isoformat(),
        "with": f"Python {platform.python_version()}, numpy {version('numpy')}, {platform.system()}",
        "about": list(about),
        "mark": mark(about),
        "figures": {what: str(how_many) for what, how_many in figures.items()},
        "listed": list(listed),
        **more,
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def load(name: str) -> dict | None:
    """What was stored, with "stale": whether its files have changed since; None if nothing was."""
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return found | {"stale": mark(found["about"]) != found["mark"]}
