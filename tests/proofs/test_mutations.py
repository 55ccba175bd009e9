"""The reasons for mutants that survive speak of functions and lines that are still there."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REASONS = tomllib.loads(Path(__file__).with_name("mutations_survivors.toml").read_text("utf-8"))
LISTED = [mutant for group in REASONS["unobservable"] for mutant in group["mutants"]]


def named(node: ast.stmt) -> str:
    """As `mutants.py` calls the statement of a module."""
    return getattr(node, "name", None) or ast.unparse(getattr(node, "targets", [node])[0])


def statements() -> dict[str, list[str]]:
    """The text of each statement of the package, each line without its margins, by its name."""
    found = {}
    for path in sorted((ROOT / "src" / "pairings").rglob("*.py")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            told = " ".join(line.strip() for line in lines[node.lineno - 1 : node.end_lineno])
            found.setdefault(named(node), []).append(told)
    return found


STATEMENTS = statements()


def lost(mutants) -> list[str]:
    """The mutants whose function has gone, or no longer has the line that they change."""
    return [
        f"{mutant['in']}: {mutant['before']}"
        for mutant in mutants
        if not any(mutant["before"] in told for told in STATEMENTS.get(mutant["in"], []))
    ]


def test_every_survivor_is_still_there():
    """A reason for what is gone must go; one that only moved to another room stays as it is."""
    assert lost(LISTED) == []


@pytest.mark.parametrize(
    "gone",
    [
        {"in": "nowhere", "before": "return z"},
        {"in": "elu_value", "before": "return np.where(z > 7, z, 0)"},
    ],
)
def test_what_is_gone_is_seen(gone):
    assert lost([gone])


def test_no_survivor_is_listed_twice():
    keys = [(mutant["in"], mutant["before"], mutant["after"]) for mutant in LISTED]
    assert len(set(keys)) == len(keys)
