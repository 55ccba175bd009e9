"""requirements.txt fits pyproject.toml: `make pins` was not forgotten."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINNED_WHERE_USED = {"lighthouse"}
WANTED = [
    *PROJECT["dependencies"],
    *chain(*(EXTRAS[e] for e in EXTRAS if e not in PINNED_WHERE_USED)),
]
LINES = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
PINS = dict(re.findall(r"^([\w.-]+)==([\w.]+)", "\n".join(LINES), re.M))


def satisfied(wanted: str, pins: dict[str, str]) -> bool:
    requirement = Requirement(wanted)
    return pins.get(requirement.name, "none") in requirement.specifier


@pytest.mark.parametrize("wanted", WANTED)
def test_pins_hold_what_the_project_asks_for(wanted):
    assert satisfied(wanted, PINS)


def test_a_missing_or_an_older_pin_is_seen():
    assert not satisfied("numpy>=2.3", {})
    assert not satisfied("numpy>=2.3", {"numpy": "2.2.0"})


def test_pins_name_versions_and_this_package_alone():
    """No address, no path: the file installs the same everywhere."""
    pin = re.compile(r"#.*|-e \.|[\w.-]+==[\w.]+( ; [\w .'<>=!]+)?")
    assert [line for line in LINES if not pin.fullmatch(line)] == []


def test_what_is_installed_elsewhere_has_its_pin_in_the_extra():
    assert all("==" in wanted for extra in PINNED_WHERE_USED for wanted in EXTRAS[extra])
