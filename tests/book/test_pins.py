"""The pinned files fit pyproject.toml: `make pins` was not forgotten."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# What an environment is made from, and the extras that it is made for.
ENVIRONMENTS = {
    ("requirements.txt",): ("book", "test"),
    ("requirements.txt", "tests/requirements.txt"): ("book", "test", "proofs"),
    ("book/requirements.txt",): ("lab",),
}
FILES = sorted({name for names in ENVIRONMENTS for name in names})
LINES = {name: (ROOT / name).read_text("utf-8").splitlines() for name in FILES}
WANTED = [
    (wanted, names)
    for names, extras in ENVIRONMENTS.items()
    for wanted in [*PROJECT["dependencies"], *(line for e in extras for line in EXTRAS[e])]
]


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", "\n".join(LINES[name]), re.M))


def satisfied(wanted: str, pins: dict[str, str]) -> bool:
    requirement = Requirement(wanted)
    return pins.get(canonicalize_name(requirement.name), "none") in requirement.specifier


@pytest.mark.parametrize(("wanted", "names"), WANTED)
def test_pins_hold_what_the_project_asks_for(wanted, names):
    assert satisfied(wanted, {k: v for name in names for k, v in pins(name).items()})


def test_a_missing_or_an_older_pin_is_seen():
    assert not satisfied("numpy>=2.3", {})
    assert not satisfied("numpy>=2.3", {"numpy": "2.2.0"})


def test_every_extra_has_an_environment_or_a_reason():
    """The slow targets for other frameworks and for Lighthouse pin theirs where they use it."""
    made_for = {extra for extras in ENVIRONMENTS.values() for extra in extras}
    assert set(EXTRAS) - made_for <= {"lighthouse"}


def test_the_tests_only_add_to_what_the_book_needs():
    assert set(pins("tests/requirements.txt")) & set(pins("requirements.txt")) == set()


def test_a_page_runs_with_the_same_packages_at_the_desk():
    book, desk = pins("requirements.txt"), pins("book/requirements.txt")
    assert {name for name in book.keys() & desk.keys() if book[name] != desk[name]} == set()


@pytest.mark.parametrize("name", FILES)
def test_pins_name_versions_and_this_package_alone(name):
    """No address, no path: the file installs the same everywhere."""
    pin = re.compile(r"#.*|-e \.|[\w.-]+==[\w.]+( ; [\w .'<>=!()]+)?")
    assert [line for line in LINES[name] if not pin.fullmatch(line)] == []
