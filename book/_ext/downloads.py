"""What a reader takes along: the package as a wheel on the site, and notebooks that know where it is.

The wheel is made by the build backend that pyproject.toml names, of which the environment has the
same version: without a second environment and without the network. Its version ends in a
fingerprint of what is in it, so that another package is never taken for this one. A notebook
downloaded from the site begins with a cell that installs the wheel from there.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import nbformat

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

from launchable import with_install_cell  # noqa: E402

FOLDER = "wheels"
SERVED = "http://127.0.0.1:8000"  # where `make serve` has the site, if nobody gave an address
OLD = "315532800"  # 1980, the first year a wheel can tell: the same bytes in every build


def packed() -> list[Path]:
    """The files that the wheel is made of."""
    inner = [p for p in (ROOT / "src").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return sorted([ROOT / "pyproject.toml", ROOT / "LICENSE", *inner])


def version() -> str:
    """The project's version and a fingerprint: 0.1.0+1a2b3c4d."""
    digest = sha256()
    for path in packed():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return f"{project['version']}+{digest.hexdigest()[:8]}"


def make_wheel(target: Path) -> Path:
    """Packs the package into the folder `target`; raises CalledProcessError if it cannot be packed."""
    target.mkdir(parents=True, exist_ok=True)
    full = version()
    with TemporaryDirectory() as folder:
        for path in packed():
            copy = Path(folder) / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        told = re.compile(r'^((?:__)?version(?:__)? = )"[^"]*"', re.M)
        for name in ("pyproject.toml", "src/pairings/__init__.py"):
            copy = Path(folder) / name
            copy.write_text(told.sub(rf'\1"{full}"', copy.read_text("utf-8")), encoding="utf-8")
        command = [sys.executable, "-m", "flit_core.wheel", "--outdir", target.resolve(), folder]
        environment = os.environ | {"SOURCE_DATE_EPOCH": OLD}
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return target / f"pairings-{full}-py3-none-any.whl"


def address_of(wheel: Path, base: str | None) -> str:
    return f"{(base or SERVED).rstrip('/')}/{FOLDER}/{quote(wheel.name)}"


def pack(app, exception):
    """The wheel, in place of that of an earlier build, and the cell in every notebook to download."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    address = address_of(make_wheel(site / FOLDER), os.environ.get("BOOK_BASEURL"))
    for path in (site / "_sources").rglob("*.ipynb"):
        nbformat.write(with_install_cell(nbformat.read(path, 4), address), path)


def setup(app):
    app.connect("build-finished", pack)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
