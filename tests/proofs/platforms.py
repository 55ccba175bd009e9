"""The same numbers elsewhere: the pages and the unit tests under other conditions, then a table.

- Other processors. OpenBLAS chooses its matrix products, numpy its vector instructions, by the
  processor they find; environment variables make them choose otherwise, so that one machine can
  stand in for several. Each disguise is asserted to be in force before a page is run.
- Two threads, and every other supported Python that is found here: strict nbval of all pages.
- The oldest numpy, scipy, scikit-learn and matplotlib that pyproject.toml admits, and the newest that
  can be installed: the unit tests of the package. Their last digits may differ, so no pages.

Environments are made once, in `.venv-<name>`. Exit code 1 if any cell differs or any test fails.

    python tests/proofs/platforms.py            all settings
    python tests/proofs/platforms.py nehalem    one of them
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import results  # noqa: E402

NO_SIMD = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ONE_THREAD, TWO_THREADS = dict.fromkeys(THREADS, "1"), dict.fromkeys(THREADS, "2")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PINS = ("requirements.txt", "tests/requirements.txt")
HERE = "{}.{}".format(*sys.version_info)
PACKAGES = ("numpy", "scipy", "scikit-learn", "matplotlib")
# What pages print for the pinned scikit-learn, and older ones lack.
NEWER = "MLPRegressor|sklearn.neural_network"
ASK = """
import json, numpy, scipy.linalg, sys
from importlib.metadata import version
from threadpoolctl import threadpool_info
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
found = [i for i in threadpool_info() if i["internal_api"] == "openblas"]
print(json.dumps({
    "python": "{}.{}".format(*sys.version_info),
    "core": sorted({i["architecture"] for i in found}),
    "threads": sorted({i["num_threads"] for i in found}),
    "simd": [name for name in __cpu_dispatch__ if __cpu_features__[name]],
    "versions": {name: version(name) for name in NAMES},
}))
""".replace("NAMES", repr(PACKAGES))


class Setting(NamedTuple):
    """What is other than usual; `packages` are installed over the pinned ones."""

    environment: dict[str, str] = ONE_THREAD
    python: str = HERE
    packages: tuple[str, ...] = ()
    pages: bool = True


def oldest() -> tuple[str, ...]:
    """The lower bounds of pyproject.toml, as pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return tuple(bound.replace(">=", "==") for bound in project["dependencies"])


def settings() -> dict[str, Setting]:
    processors = {
        "nehalem": {"OPENBLAS_CORETYPE": "Nehalem", **NO_SIMD},
        "sandybridge": {"OPENBLAS_CORETYPE": "Sandybridge"},
        "haswell": {"OPENBLAS_CORETYPE": "Haswell"},
        "skylake": {"OPENBLAS_CORETYPE": "SkylakeX"},
    }
    found = {name: Setting(ONE_THREAD | change) for name, change in processors.items()}
    found["two threads"] = Setting(TWO_THREADS)
    others = [version for version in PYTHONS if version != HERE and interpreter(version)]
    found |= {f"python {version}": Setting(python=version) for version in others}
    found["oldest packages"] = Setting(packages=oldest(), pages=False)
    found["newest packages"] = Setting(packages=("--upgrade", *PACKAGES), pages=False)
    return found


def interpreter(version: str) -> str | None:
    """`python<version>`, on the path or among pyenv's or uv's, if it runs and is what it is called."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    others = [*pyenv.glob(f"{version}.*/bin/python"), *uv.glob(f"*-{version}.*/bin/python")]
    for path in (sys.executable, shutil.which(f"python{version}"), *map(str, others)):
        try:
            ran = subprocess.run([path, "-c", ASK_VERSION], capture_output=True, text=True)
        except (OSError, TypeError):
            continue
        if ran.stdout.strip() == version:
            return path
    return None


ASK_VERSION = "import sys; print('{}.{}'.format(*sys.version_info))"


def program(name: str, setting: Setting) -> str:
    """The Python to run with: this one, or that of an environment made for the setting."""
    if setting.python == HERE and not setting.packages:
        return sys.executable
    folder = ROOT / f".venv-{name.replace(' ', '-')}"
    pins = b"".join((ROOT / path).read_bytes() for path in PINS)
    wanted = sha256(pins + repr(setting.packages).encode()).hexdigest()
    ready = folder / ".ready"
    python = folder / "bin" / "python"
    if not ready.is_file() or ready.read_text() != wanted:
        subprocess.run([interpreter(setting.python), "-m", "venv", "--clear", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet"]
        files = [argument for path in PINS for argument in ("-r", path)]
        subprocess.run([*install, *files], cwd=ROOT, check=True)
        if setting.packages:
            subprocess.run([*install, *setting.packages], cwd=ROOT, check=True)
        ready.write_text(wanted)
    return str(python)


def in_force(python: str, setting: Setting) -> str:
    """What OpenBLAS and numpy say of themselves; AssertionError if the setting did not take."""
    environment = os.environ | setting.environment
    answer = subprocess.run([python, "-c", ASK], env=environment, capture_output=True, check=True)
    found = json.loads(answer.stdout)
    core = setting.environment.get("OPENBLAS_CORETYPE")
    assert core is None or found["core"] == [core], f"asked for {core}, got {found}"
    assert found["threads"] == [int(setting.environment["OMP_NUM_THREADS"])], found
    assert "NPY_DISABLE_CPU_FEATURES" not in setting.environment or not found["simd"], found
    assert found["python"] == setting.python, found
    for name, version in (pin.split("==") for pin in setting.packages if "==" in pin):
        assert (found["versions"][name] + ".0").startswith(f"{version}."), found
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    simd = "with" if found["simd"] else "without"
    return (
        f"Python {found['python']}, {versions}, {'/'.join(found['core'])} products, "
        f"{found['threads'][0]} thread(s), {simd} numpy's newer vector instructions"
    )


def unit_tests() -> list[str]:
    """Test modules of the package: they import it and need neither the site nor the pages."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    texts = {path: path.read_text("utf-8") for path in paths}
    return [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if re.search(r"^(from|import) pairings", text, re.MULTILINE)
        and not re.search(f"page_rules|nbformat|playwright|_build|requirements.txt|{NEWER}", text)
    ]


def failures(python: str, setting: Setting) -> list[str]:
    """The page cells whose outputs are not the stored ones, or the unit tests that fail."""
    command = [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]
    if setting.pages:
        command += ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", "book"]
    else:  # older packages use what newer ones of others deprecate
        command += ["-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning"]
        command += unit_tests()
    environment = os.environ | setting.environment
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+(?:::Cell \d+)?)", ran.stdout, flags=re.MULTILINE)
    if ran.returncode and not failed:
        sys.exit(ran.stdout[-3000:] + ran.stderr[-3000:])
    counted = re.search(r"(\d+) passed", ran.stdout)
    assert counted or failed, f"nothing was run:\n{ran.stdout[-3000:]}"
    return failed


def main(names: list[str]) -> int:
    known = settings()
    for name in names:
        if name not in known:
            sys.exit(f"got {name!r}; known here are {', '.join(known)}")
    missing = [version for version in PYTHONS if not interpreter(version)]
    if missing:
        print(f"NOT CHECKED, not found here: Python {', '.join(missing)}", file=sys.stderr)
    table = {}
    for name in names or known:
        python = program(name, known[name])
        described = in_force(python, known[name])
        print(f"{name:<16} {described}", flush=True)
        failed = failures(python, known[name])
        table[name] = (described, failed)
        kind = "cells that differ" if known[name].pages else "tests that fail"
        print(f"{'':<16} {kind}: {', '.join(failed) or 'none'}", flush=True)
    keep(known, table, missing, whole=not names)
    return int(any(failed for _, failed in table.values()))


def keep(known: dict, table: dict, missing: list[str], whole: bool) -> None:
    """For the page about proofs: settings, and what failed under which.

    Some settings alone take the place of theirs in a whole run of the same package and pages.
    """
    last = results.load("platforms")
    if not whole and (last is None or last["stale"]):
        return
    of = {True: "cells that print something else", False: "unit tests that fail"}
    figures = {
        f"{of[known[name].pages]}: {name}": len(failed) for name, (_, failed) in table.items()
    }
    listed = [f"{name}: {described}" for name, (described, _) in table.items()]
    listed += [f"{name}: {test}" for name, (_, failed) in table.items() for test in failed]
    if not whole:
        figures = last["figures"] | figures
        listed += [line for line in last["listed"] if line.partition(":")[0] not in table]
    else:
        listed += [f"Python {version} was not found and not checked." for version in missing]
    results.store("platforms", "make test-platforms", figures, listed, about=results.PAGES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
