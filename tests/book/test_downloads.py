"""The wheel on the site: all of the package, the same bytes twice, another name when it changes."""

import shutil
import subprocess
import sys
import zipfile
from importlib import metadata

import downloads
import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return downloads.make_wheel(tmp_path_factory.mktemp("wheels"))


def test_the_wheel_holds_every_file_of_the_package(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("pairings/")}
    source = downloads.ROOT / "src"
    files = [path for path in (source / "pairings").rglob("*") if path.is_file()]
    wanted = {p.relative_to(source).as_posix() for p in files if "__pycache__" not in p.parts}
    assert held == wanted


def test_the_version_is_told_by_name_metadata_and_package(wheel):
    version = downloads.version()
    (found,) = metadata.distributions(path=[str(wheel)])
    assert found.version == version
    assert wheel.name == f"pairings-{version}-py3-none-any.whl"
    ask = "import pairings; print(pairings.__version__, pairings.__file__)"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {ask}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split()[0] == version
    assert ran.stdout.split()[1].startswith(str(wheel))


def test_twice_gives_the_same_bytes(wheel, tmp_path):
    assert downloads.make_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_version_changes_with_what_is_packed(tmp_path, monkeypatch):
    before = downloads.version()
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(downloads.ROOT / name, tmp_path)
    shutil.copytree(downloads.ROOT / "src", tmp_path / "src")
    monkeypatch.setattr(downloads, "ROOT", tmp_path)
    assert downloads.version() == before
    with (tmp_path / "src" / "pairings" / "book.mplstyle").open("a", encoding="utf-8") as style:
        style.write("# one line more\n")
    assert downloads.version() != before


@pytest.mark.parametrize("base", ["https://some.where/book", "https://some.where/book/"])
def test_the_address_is_that_of_the_site(wheel, base):
    address = downloads.address_of(wheel, base)
    assert address == "https://some.where/book/wheels/" + wheel.name.replace("+", "%2B")
    assert downloads.address_of(wheel, None).startswith(downloads.SERVED)
