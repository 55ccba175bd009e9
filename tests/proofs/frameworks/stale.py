"""Where the stored table of mistakes no longer tells what happens."""

import math

CLOSE = 1e-3  # of numbers that are stored with four digits and trained in single precision


def differences(now: dict, stored: dict) -> list[str]:
    """Where the stored table no longer holds; numbers may differ by rounding."""
    names = ("versions", "setup")
    faults = [
        f"{name}: {library} was {stored[name].get(library)}, is {now[name][library]}"
        for name in names
        for library in now[name]
        if stored[name].get(library) != now[name][library]
    ]
    cells, before = flat(now), flat(stored)
    faults += [f"{key[0]}: no longer there" for key in before if key not in cells]
    for key, cell in cells.items():
        old = before.get(key, {})
        differing = [part for part in cell if not _close(cell[part], old.get(part))]
        faults += [
            f"{', '.join(key)}: {part} is {cell[part]!r}, was {old.get(part)!r}"
            for part in differing
        ]
    return faults


def flat(table: dict) -> dict:
    """{(mistake, library): cell}, and the words of each mistake."""
    cells = {}
    for group, mistakes in table["groups"].items():
        for mistake in mistakes:
            said = {key: value for key, value in mistake.items() if key != "cells"}
            cells[mistake["name"], "its words"] = {"group": group, **said}
            cells |= {(mistake["name"], k): cell for k, cell in mistake["cells"].items()}
    return cells


def _close(now, old) -> bool:
    if now == old or not (isinstance(now, str) and isinstance(old, str)):
        return now == old
    try:
        return math.isclose(float(now), float(old), rel_tol=CLOSE)
    except ValueError:
        return False
