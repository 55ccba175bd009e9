"""The tests can fail: each one runs, asserts something, and is excused from nothing."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "tests").rglob("test_*.py"))
TREES = {path.name: ast.parse(path.read_text("utf-8")) for path in MODULES}
# Where a test may be left out, and why.
MAY_SKIP = {
    "test_browser.py": "says loudly that there is no browser; an error where one is required"
}
LARGEST = 0.1  # a tolerance above it lets through what is wrong by a tenth
TOLERANCES = {"rtol", "atol", "rel", "abs"}
# Success is that nothing is raised.
RUNS = {"test_calls_in_the_catalogue_run"}

each_module = pytest.mark.parametrize("name", TREES)


def functions(tree) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def names_in(node) -> set[str]:
    """Names, attributes and arguments: a fixture is used by its name as an argument."""
    parts = list(ast.walk(node))
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    names |= {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return names | {part.arg for part in parts if isinstance(part, ast.arg)}


def idle(tree) -> set[str]:
    """Functions that are no test and that nothing in their module names."""
    found = set()
    for function in functions(tree):
        others = [node for node in tree.body if node is not function]
        used = set().union(*map(names_in, others))
        if not function.name.startswith(("test_", "pytest_")) and function.name not in used:
            found.add(function.name)
    return found


def claims(node, helpers: dict[str, ast.FunctionDef], seen=frozenset()) -> bool:
    """Does it assert something, itself or by a function of its module?"""
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            return True
        if isinstance(part, ast.Call):
            name = ast.unparse(part.func).split(".")[-1]
            if name.startswith(
                ("assert_", "raises", "warns", "wait_for", "validate", "exec", "fail")
            ):
                return True
            if (
                name in helpers
                and name not in seen
                and claims(helpers[name], helpers, seen | {name})
            ):
                return True
    return False


def borrowed(tree) -> dict[str, ast.FunctionDef]:
    """What asserts for it in another module of tests, from which it imports something."""
    lenders = [f"{node.module}.py" for node in tree.body if isinstance(node, ast.ImportFrom)]
    lent = [f for name in lenders if name in TREES for f in functions(TREES[name])]
    return {function.name: function for function in lent if function.name[:5] != "test_"}


def silent(tree) -> set[str]:
    helpers = borrowed(tree) | {function.name: function for function in functions(tree)}
    tests = [f for name, f in helpers.items() if name.startswith("test_")]
    return {test.name for test in tests if not claims(test, helpers)} - RUNS


def always_true(tree) -> list[str]:
    """Asserts of constants, and alternatives one of which is a constant."""
    found = []
    for function in functions(tree):
        for node in ast.walk(function):
            if not isinstance(node, ast.Assert):
                continue
            parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
            if any(isinstance(part, ast.Constant) for part in parts):
                found.append(f"{function.name}: assert {ast.unparse(node.test)}")
    return found


def loose(tree) -> list[str]:
    keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    return [
        f"tolerance {ast.unparse(k)}"
        for k in keywords
        if k.arg in TOLERANCES and isinstance(k.value, ast.Constant) and k.value.value > LARGEST
    ]


@each_module
def test_every_function_is_a_test_or_used_by_one(name):
    assert idle(TREES[name]) == set()


@each_module
def test_every_test_asserts_something(name):
    assert silent(TREES[name]) == set()


@each_module
def test_no_assertion_is_always_true(name):
    assert always_true(TREES[name]) == []


@each_module
def test_tolerances_are_small(name):
    assert loose(TREES[name]) == []


@each_module
def test_no_test_is_skipped_or_expected_to_fail(name):
    if name not in MAY_SKIP:
        excuses = {"skip", "skipif", "xfail", "importorskip"}
        attributes = {n.attr for n in ast.walk(TREES[name]) if isinstance(n, ast.Attribute)}
        assert attributes & excuses == set()


def collected(session) -> set[tuple[str, str]]:
    """(module, test) for all that is collected: in this session, if it is one of all tests."""
    given, options = session.config.args, session.config.option
    if any(Path(arg).resolve() == ROOT / "tests" for arg in given) and not options.keyword:
        names = [item.nodeid for item in session.items]
    else:
        command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
        ask = [*command, "tests"]
        ran = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
        names = ran.stdout.splitlines()
    found = re.findall(r"^tests/\w+/(test_\w+\.py)::(test_\w+)", "\n".join(names), re.M)
    return set(found)


def test_every_test_is_collected(request):
    """No option, no conftest and no name keeps one away."""
    written = {
        (name, function.name)
        for name, tree in TREES.items()
        if name not in MAY_SKIP
        for function in functions(tree)
        if function.name.startswith("test_")
    }
    assert written - collected(request.session) == set()


@pytest.mark.parametrize(
    ("find", "code"),
    [
        (idle, "def tset_it():\n    assert f(1) == 2"),
        (silent, "def test_it():\n    f(1)"),
        (silent, "def check():\n    f(1)\ndef test_it():\n    check()"),
        (always_true, "def test_it():\n    assert True"),
        (always_true, "def test_it():\n    assert f(1) == 2 or True"),
        (loose, "def test_it():\n    assert_allclose(f(1), 2, rtol=1.0)"),
    ],
)
def test_a_test_that_cannot_fail_is_seen(find, code):
    assert find(ast.parse(code))


@pytest.mark.parametrize("find", [idle, silent, always_true, loose])
def test_an_honest_test_is_let_through(find):
    code = "def near(x):\n    assert_allclose(x, 2, rtol=1e-9)\ndef test_it():\n    near(f(1))"
    assert not find(ast.parse(code))
