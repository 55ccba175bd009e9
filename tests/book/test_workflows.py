"""The workflows are what GitHub accepts, and call what the Makefile has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
LINT = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]


def complaints(path):
    """What GitHub's schema of workflows, which the package brings along, objects to."""
    done = subprocess.run([*LINT, str(path)], capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def unknown_values(path):
    """`${{ matrix.x }}`, `${{ steps.x… }}` and `${{ needs.x… }}` that nothing defines."""
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    for name, job in jobs.items():
        needs = job.get("needs", [])
        known = {
            "matrix": set(job.get("strategy", {}).get("matrix", {})),
            "steps": {step["id"] for step in job["steps"] if "id" in step},
            "needs": {needs} if isinstance(needs, str) else set(needs),
        }
        values = re.findall(r"\$\{\{[^}]*?\b(matrix|steps|needs)\.([\w-]+)", str(job))
        yield from (f"{name}: {kind}.{x}" for kind, x in values if x not in known[kind])
        yield from (f"{name}: needs {x}" for x in known["needs"] - jobs.keys())


@each_workflow
def test_a_workflow_is_what_github_accepts(path):
    assert complaints(path) == []


@each_workflow
def test_a_workflow_reads_only_values_that_exist(path):
    assert list(unknown_values(path)) == []


@pytest.mark.parametrize(
    ("find", "old", "new"),
    [
        (complaints, "runs-on:", "run-on:"),
        (complaints, "timeout-minutes: 60", "timeout-minutes: long"),
        (unknown_values, "matrix.python", "matrix.pythn"),
        (unknown_values, "runs-on:", "needs: nobody\n    runs-on:"),
    ],
)
def test_a_broken_workflow_is_reported(tmp_path, find, old, new):
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "broken.yml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    assert list(find(broken)) != []


@each_workflow
def test_a_workflow_calls_targets_that_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    called = re.findall(r"^\s*(?:- run:)?\s*make ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
    assert called, f"{path.name} calls no target"
    assert set(called) <= targets
