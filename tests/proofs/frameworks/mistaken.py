"""What six libraries do with a common mistake today: an error, a warning, or a silent number.

Runs the lines of `mistakes.py`, each beside what was meant, and compares what happens with the stored
table of the page (book/_data/mistakes.json): exit code 1 where they differ. `--store` writes it.
A process of its own: `compare.py` switches JAX and Keras to 64 bits, people do not.
"""

import ast
import json
import math
import os
import re
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ.pop("JAX_ENABLE_X64", None)

import jax.numpy as jnp
import lightgbm
import numpy as np
import torch
from mistakes import GROUPS, LIBRARIES, SETUP, Call
from stale import differences, flat

TABLE = Path(__file__).parents[3] / "book" / "_data" / "mistakes.json"
PACKAGES = {
    "PyTorch": ("torch",),
    "Keras": ("keras",),
    "JAX / optax": ("jax", "optax"),
    "scikit-learn": ("scikit-learn",),
    "XGBoost": ("xgboost-cpu",),
    "LightGBM": ("lightgbm",),
}
LONGEST = 110  # letters of a message


class _Heard:
    """What LightGBM writes, in place of the terminal."""

    def __init__(self):
        self.warnings = []

    def info(self, text):
        pass

    def warning(self, text):
        self.warnings.append(text.removeprefix("[LightGBM] [Warning] "))


def arrays(library: str, given: dict) -> dict:
    """What a mistake is given, as the library holds it; words stay a list."""
    found = {}
    for name, values in given.items():
        array = np.asarray(values)
        if array.dtype.kind in "US":
            found[name] = values
        elif library in ("scikit-learn", "XGBoost", "LightGBM"):
            found[name] = array
        else:
            array = array.astype(np.float32 if array.dtype.kind == "f" else np.int64)
            found[name] = torch.tensor(array) if library == "PyTorch" else _jax(array)
    return found


def _jax(array):
    return jnp.asarray(array.astype(np.int32) if array.dtype == np.int64 else array)


def run(library: str, code: str, given: dict) -> tuple[float | None, list[str], str]:
    """The number that the last line makes, the warnings, the error: kind and message."""
    space, heard = arrays(library, given), _Heard()
    exec(SETUP[library], space)
    lightgbm.register_logger(heard)
    *lines, last = ast.parse(code).body
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(ast.Module(lines, []), library, "exec"), space)
            made = eval(compile(ast.Expression(last.value), library, "eval"), space)
            number, error = float(made) if np.size(made) else None, ""
        except Exception as raised:  # whatever is raised is the finding
            number, error = None, f"{type(raised).__name__}: {short(str(raised))}"
    said = [f"{w.category.__name__}: {short(str(w.message))}" for w in caught]
    said += [f"log: {short(text)}" for text in heard.warnings]
    return number, list(dict.fromkeys(said)), error


def short(message: str) -> str:
    """The first sentence of a message, without clocks, paths and addresses."""
    failed = re.search(r"Check failed: (.*?)(?: at /.*)?(?:\n|$)", message)
    text = failed[1] if failed else message.strip().split("\n")[0]
    text = re.sub(r"^\w*valid: |^.* vs\. .*?\) : ", "", text)
    text = re.sub(r"^\[\d\d:\d\d:\d\d\] (WARNING: )?\S+?:\d+: ", "", text)
    text = re.sub(r"\x1b\[\d+m|0x[0-9a-f]+|\(?/[\w./-]+\)?", "", text)
    text = re.split(r"(?<=[a-z\])])\. (?=[A-Z])", " ".join(text.split()))[0]
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def outcome(library: str, call: Call, given: dict) -> dict:
    """What happens: kind, what is said, the number, and the number that was meant."""
    meant, usual, failed = run(library, call.right, given)
    if failed or not math.isfinite(meant):
        raise ValueError(f"{library}: what was meant fails: {call.right}: {failed or meant}")
    number, said, error = run(library, call.wrong, given)
    said = [text for text in said if text not in usual]
    if error:
        return {"kind": "error", "said": error, "number": None, "meant": meant}
    kind = "warning" if said else quiet(number, meant)
    return {"kind": kind, "said": "; ".join(said), "number": _text(number), "meant": meant}


def quiet(number: float | None, meant: float) -> str:
    """What a number is that comes without a word."""
    if number is not None and math.isclose(number, meant, rel_tol=1e-5, abs_tol=1e-7):
        return "as meant"
    return "silent" if number is None or math.isfinite(number) else "not finite"


def _text(number: float | None) -> str:
    return "nothing" if number is None else f"{number + 0.0:.4g}"


def found() -> dict:
    """The whole table, as it is stored."""
    groups = {}
    for group, mistakes in GROUPS.items():
        groups[group] = []
        for mistake in mistakes:
            cells = {}
            for library in LIBRARIES:
                call = mistake.calls[library]
                if isinstance(call, str):
                    cells[library] = {"kind": "none", "said": call}
                    continue
                told = outcome(library, call, mistake.given)
                cells[library] = {"code": call.wrong, **told, "meant": _text(told["meant"])}
            kept = {key: getattr(mistake, key) for key in ("name", "what", "link", "number")}
            groups[group].append({**kept, "cells": cells})
    versions = {
        library: {name: version(name).split("+")[0] for name in PACKAGES[library]}
        for library in LIBRARIES
    }
    return {
        "versions": versions,
        "setup": {k: v.strip() for k, v in SETUP.items()},
        "groups": groups,
    }


def main(arguments: list[str]) -> int:
    now = found()
    if "--store" in arguments:
        text = json.dumps(now, indent=1, ensure_ascii=False) + "\n"
        TABLE.write_text(text, encoding="utf-8")
        faults = []
    elif not TABLE.exists():
        faults = [f"{TABLE.name} is missing"]
    else:
        faults = differences(now, json.loads(TABLE.read_text(encoding="utf-8")))
    cells = [cell for key, cell in flat(now).items() if "kind" in cell]
    kinds = [cell["kind"] for cell in cells]
    counted = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    print(f"mistakes in six libraries: {len(cells)} cells, {counted}")
    print(
        *(["the table of the page is stale; --store writes it", *faults] if faults else []),
        sep="\n",
    )
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
