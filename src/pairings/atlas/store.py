"""The files of the atlas: one for each kind of target, one line for each trained cell.

A line holds the key, the seconds and, for each start, the values of `FIELDS` in their order.
A file ends in a sum of its lines. One that is cut off, edited or garbled is named and refused, never
half read; `make atlas` makes it anew.
"""

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from .cells import STARTS

FOLDERS = (
    Path("_data/atlas"),  # a page runs where it stands
    Path(__file__).parents[3] / "book" / "_data" / "atlas",
)
JOURNAL = "journal.jsonl"
FIELDS = (
    "repeats",
    "dead",
    "diverged",
    "step size by error",
    "edge by error",
    "error",
    "line",
    "too high",
    "wrong",
    "step size by speed",
    "edge by speed",
    "steps",
    "curve",
)


class Damaged(ValueError):
    """A file of the atlas that is not as it was written."""


def folder() -> Path:
    """Where the atlas is. Raises FileNotFoundError where a notebook stands without the book."""
    found = next((path for path in FOLDERS if path.is_dir()), None)
    if found is None:
        raise FileNotFoundError(
            "book/_data/atlas: not found; the atlas is stored beside the pages of the book, and a "
            "notebook alone does not have it"
        )
    return found


def file_of(kind: str, at: Path | None = None) -> Path:
    return (folder() if at is None else at) / f"{kind}.json"


def read(kind: str, at: Path | None = None) -> dict[str, dict]:
    """{"output.loss": what was measured, with its "key"} of a kind; {} where nothing is stored.

    Raises Damaged, with the file and the command that mends it.
    """
    path = file_of(kind, at)
    if not path.exists():
        return {}
    try:
        return _checked(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            f"{path}: the file is damaged ({error}); `make atlas` names it and computes its cells anew"
        ) from None


def _checked(whole: dict) -> dict[str, dict]:
    if whole["sum"] != _sum(whole["cells"]):
        raise ValueError("its lines do not add up to its sum")
    return {name: _unpacked(packed) for name, packed in whole["cells"].items()}


def write(kind: str, cells: dict[str, dict], at: Path | None = None) -> Path:
    """Stores a kind, whole or not at all: the old file stands until the new one is complete."""
    path = file_of(kind, at)
    packed = {name: _packed(cells[name]) for name in sorted(cells)}
    lines = [f" {json.dumps(name)}: {_line(values)}" for name, values in packed.items()]
    text = '{"cells": {\n' + ",\n".join(lines) + f'\n}},\n"sum": "{_sum(packed)}"}}\n'
    fresh = path.with_suffix(".fresh")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return path


def note(cell: str, found: dict, at: Path | None = None) -> None:
    """Adds a finished cell to the journal; it is on the disk when this returns."""
    line = json.dumps([cell, found], separators=(",", ":")).encode() + b"\n"
    with ((folder() if at is None else at) / JOURNAL).open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # an interruption cut the last line off
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def noted(at: Path | None = None) -> Iterator[tuple[str, dict]]:
    """The cells of the journal; a line that an interruption cut off is passed over."""
    path = (folder() if at is None else at) / JOURNAL
    if not path.exists():
        return
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            cell, found = json.loads(line)
        except ValueError:
            continue  # cut off: this cell is computed again
        yield cell, found


def _packed(found: dict) -> list:
    starts = [[found.get(start, {}).get(field) for field in FIELDS] for start in STARTS]
    return [found["key"], found.get("seconds"), *starts]


def _unpacked(packed: list) -> dict:
    key, seconds, *starts = packed
    told = [dict(zip(FIELDS, values, strict=True)) for values in starts]
    known = [{field: v for field, v in one.items() if v is not None} for one in told]
    return {"key": key, "seconds": seconds} | dict(zip(STARTS, known, strict=True))


def _line(packed: list) -> str:
    return json.dumps(packed, separators=(",", ":"))


def _sum(cells: dict[str, list]) -> str:
    return sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:16]
