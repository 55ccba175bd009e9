"""The package against PyTorch, Keras, JAX with optax, boosted trees, and 400 digits.

Walks over every activation, loss and pairing of the package, the calls that the catalogue prints,
the code of the cards, the optimizers and whole trainings. What a library does not have must be listed
with a reason; what differs, or is forgotten, ends with exit code 1, and so does a stale table of
what libraries do with mistakes, which `--store` writes. Needs the packages of requirements.txt
beside this file.
"""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests/facts

import numpy as np
import with_keras
import with_mpmath
from advised import compare_advice
from boosted import CASES, compare_boosted, compare_page
from copied import compare_copied
from formulas import (
    LIBRARIES,
    compare_activations,
    compare_losses,
    compare_matchings,
    compare_products,
    conventions_at_kinks,
    forgotten,
)
from ledger import Ledger
from named import compare_names
from printed import compare_catalogue
from trained import compare_networks, compare_optimizers, compare_trainings

from pairings import CATALOGUE, matching
from pairings.activations import TABLE
from pairings.records import Activation, Loss

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "book" / "_tools"))
from results import store  # noqa: E402

ABOUT = ("src/pairings/**/*.py", "book/*.ipynb", "tests/proofs/frameworks/*.py")
REMARKS = (
    "Errors are relative to the larger of the two numbers; where larger terms cancel, to those.",
    "Keras turns 64 bits into 32 where types meet, in a mean for instance; for the comparison that "
    "rule was lifted and its constant ε set to 1e-307.",
    "What PyTorch, Keras and JAX call hard sigmoid is clip(z/6 + 1/2, 0, 1); ours is clip(z, 0, 1), "
    "compared with their functions of that shape.",
    "Adam's ε is added before the bias correction here, in Keras and in scikit-learn, after it in "
    "PyTorch and optax, which are compared at ε = 1e-30.",
)


def wrong_versions() -> list[str]:
    """Packages that are not installed as pinned; a missing one raises."""
    pins = re.findall(r"^([\w.-]+)==([\w.]+)$", (HERE / "requirements.txt").read_text(), re.M)
    return [
        f"{name} is {version(name)}, pinned is {pin}"
        for name, pin in pins
        if version(name).split("+")[0] != pin
    ]


def unseen(ledger) -> list[str]:
    """Matching losses, and rows of the catalogue, that were compared with nobody."""
    matched = [matching(a).name for a in TABLE if a.potential is not None]
    return [f"nobody has {name}" for name in (*matched, *CATALOGUE) if name not in compared(ledger)]


def compared(ledger) -> dict[str, set[str]]:
    """{pairing or row: the libraries it was compared with}."""
    found = {}
    for what, libraries in ledger.seen.items():
        name = re.sub("^(catalogue|copied), ", "", what).split(":")[0]
        found.setdefault(name, set()).update(libraries)
    return found


def sentences(ledger, none: list[str], kinks: list[str]) -> list[str]:
    """What is not compared, and where a library and we part for a reason."""
    lost = {}
    for library, what, kind in ledger.lost:
        lost.setdefault((library, kind), []).append(what)
    return [
        *(
            f"Far out, {library} has lost digits in the {kind} of {', '.join(names)}, and ours agree "
            f"with 400 digits there."
            for (library, kind), names in lost.items()
        ),
        *(
            f"{library.NAME}: no {name}: {why}."
            for library in LIBRARIES
            for name, why in library.ABSENT.items()
        ),
        *(f"No call printed in the catalogue for {row}." for row in none),
        *kinks,
        *REMARKS,
    ]


def compare_mistakes() -> list[str]:
    """Runs mistaken.py with the settings that people have; here JAX and Keras have 64 bits."""
    command = [sys.executable, str(HERE / "mistaken.py"), *sys.argv[1:]]
    ran = subprocess.run(command, capture_output=True, text=True)
    print(ran.stdout.strip(), flush=True)
    return [f"mistakes: {ran.stderr.strip() or 'see above'}"] if ran.returncode else []


def main() -> int:
    ledger, counts = Ledger(), {}
    ledger.faults += wrong_versions()
    ledger.faults += forgotten(Activation, "ACTIVATIONS") + forgotten(Loss, "LOSSES")
    if with_keras.sparsemax_is_right():
        ledger.faults.append("Keras: sparsemax is right by now: compare it")
    for what, compare in {
        "activations": compare_activations,
        "losses": compare_losses,
        "activations composed with losses": compare_products,
        "matched pairings": compare_matchings,
        "optimizers": compare_optimizers,
        "hidden activations, backwards through a network": compare_networks,
        "whole trainings": compare_trainings,
        "code to copy from the cards, executed": compare_copied,
        "advice on layers, losses and models": compare_advice,
        "names of losses, executed": compare_names,
    }.items():
        counts[what] = compare(ledger)
        print(f"{what}: {counts[what]}", flush=True)
    what = "calls in the catalogue, executed"
    counts[what], none = compare_catalogue(ledger)
    ledger.faults += unseen(ledger)
    counts["objectives of XGBoost and LightGBM, by gradient and curvature"] = len(CASES)
    ledger.faults += compare_boosted() + compare_page() + compare_mistakes()
    print(f"{what}: {counts[what]}\n\n{ledger.table()}\n")
    listed = sentences(ledger, none, conventions_at_kinks())
    print(*listed, *(["", "DIFFERS", *ledger.faults] if ledger.faults else []), sep="\n")
    if not ledger.faults:
        rows = {name: sorted(compared(ledger).get(name, ())) for name in CATALOGUE}
        store(
            "frameworks", "make test-frameworks", counts | figures(ledger), listed, ABOUT, rows=rows
        )
    return int(bool(ledger.faults))


def figures(ledger) -> dict:
    """What the page shows of each library: how much was compared, and the largest error."""
    packages = {
        "PyTorch": ["torch"],
        "Keras": ["keras"],
        "JAX and optax": ["jax", "optax"],
        "optax": ["optax"],
        "scikit-learn": ["scikit-learn"],
        with_mpmath.NAME: ["mpmath"],
    }
    found = {}
    for library, worst in ledger.worst.items():
        versions = ", ".join(version(p).split("+")[0] for p in packages[library])
        for kind, counts in ledger.counts.items():
            found[f"{kind} compared with {library} ({versions})"] = counts[library]
        found[f"largest relative error against {library}"] = f"{worst:.0e}"
    return found


if __name__ == "__main__":
    np.seterr(all="ignore")  # infinities are answers here
    sys.exit(main())
