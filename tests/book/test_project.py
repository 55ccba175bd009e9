"""What the files around the book say of each other holds: commands, versions, packages, settings."""

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
import reference_pages
import results
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import pairings

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GUIDES = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "book/proof.md", "book/protocol.md")
]
PAGES = sorted((ROOT / "book").glob("*.ipynb"))
SLOW = [
    name
    for page in ("proof", "evidence")
    for name in re.findall(
        r"^```{proof-results} (\S+)$", (ROOT / f"book/{page}.md").read_text("utf-8"), re.M
    )
]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.S | re.M)


def read(path):
    return path.read_text("utf-8")


# --- commands -----------------------------------------------------------------------------------


def recipe(target: str) -> str:
    """The first line of a rule of the Makefile and its commands."""
    found = re.search(rf"^{target}:.*\n(?:\t.*\n)*", MAKEFILE, re.M)
    assert found, f"Makefile: no target {target}"
    return found[0].replace("$(BUILD)", re.search(r"^BUILD := (.*)$", MAKEFILE, re.M)[1])


def code_in(path: Path) -> str:
    """Commands of a workflow or a script as they are; of Markdown, what stands in code."""
    text = read(path)
    if path.suffix == ".md":
        return "\n".join(block or span for block, span in CODE.findall(text))
    return re.sub(r"^\s*#.*$|\becho\b.*$", "", text, flags=re.M)


@pytest.mark.parametrize(
    "path", [*GUIDES, *WORKFLOWS, ROOT / ".ci" / "run"], ids=lambda path: path.name
)
def test_every_command_that_is_told_exists(path):
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M))
    told = re.findall(r"\bmake((?: [a-z][a-z-]*\b(?!=))+)", code_in(path))
    assert {name for names in told for name in names.split()} <= targets


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("test", r"^test:.*\blint\b"),
        ("test", r"jupyter-book build -W -n --keep-going \."),
        ("test", r"\$\(PYTEST\) [^\n]*--nbval (?:[^\n]* )?book tests$"),
        ("book", r"jupyter-book build -W -n --keep-going \."),
        ("lint", r"ruff check$"),
        ("lint", r"ruff format --check "),
        ("lint", r"PAGES_FORMAT\) --check$"),
    ],
)
def test_the_makefile_has_the_strict_command(target, part):
    assert re.search(part, recipe(target), re.M), f"Makefile, {target}: {part}"
    assert "--nbval-lax" not in recipe(target)


def test_continuous_integration_runs_make_test_on_every_supported_python():
    workflow = yaml.safe_load(read(ROOT / ".github" / "workflows" / "test.yml"))
    linux = workflow["jobs"]["linux"]
    assert "make test" in [step.get("run") for step in linux["steps"]]
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    wanted = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported]
    assert linux["strategy"]["matrix"]["python"] == wanted
    assert "make test" in read(ROOT / ".ci" / "run").splitlines()


def test_every_supported_python_is_told_looked_for_and_tried_on_other_platforms():
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    versions = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported]
    low, high = (version.replace(".", ", ") for version in (versions[0], versions[-1]))
    assert f"({low}) <= sys.version_info[:2] <= ({high})" in MAKEFILE
    looked_for = re.search(r"for python in (.*) python3;", MAKEFILE)[1].split()
    assert looked_for == [f"python{version}" for version in reversed(versions)]
    told = f"Python {', '.join(versions[:-1])} or {versions[-1]}"
    assert told in MAKEFILE
    assert told in read(ROOT / "README.md")
    tried = re.search(
        r"^PYTHONS = \((.*)\)$", read(ROOT / "tests" / "proofs" / "platforms.py"), re.M
    )[1]
    assert re.findall(r"[\d.]+", tried) == versions


# --- README and its kin ---------------------------------------------------------------------------


def test_the_example_of_the_readme_runs():
    (example,) = re.findall(r"```python\n(.*?)```", read(ROOT / "README.md"), re.S)
    exec(compile(example, "README.md", "exec"), {})


@pytest.mark.parametrize("path", GUIDES[:2], ids=lambda path: path.name)
def test_every_file_that_is_told_exists(path):
    """Links, and paths that stand as code in a table or a sentence."""
    text = read(path)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:txt|yml|toml|cff))`", text)
    told = {name for name in [*links, *paths] if not name.startswith(("_build", ".venv"))}
    assert {name for name in told if not (ROOT / name).exists()} == set()


def test_the_licence_is_the_one_that_is_told():
    for words in ("MIT", "CC BY 4.0"):
        assert words in read(ROOT / "README.md")
    assert "MIT License" in read(ROOT / "LICENSE")
    assert (ROOT / PROJECT["project"]["license"]["file"]).is_file()


def test_versions_agree():
    version = PROJECT["project"]["version"]
    assert pairings.__version__ == version
    assert yaml.safe_load(read(ROOT / "CITATION.cff"))["version"] == version
    assert re.search(r"^## (\S+)$", read(ROOT / "book" / "changelog.md"), re.M)[1] == version


def test_every_name_of_the_package_is_public():
    """What __init__ imports for readers is in __all__, and nothing else."""
    tree = ast.parse(read(ROOT / "src" / "pairings" / "__init__.py"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}
    readme = set(re.findall(r"from pairings import (.*)", read(ROOT / "README.md"))[0].split(", "))
    assert sorted(names) == sorted(pairings.__all__)
    assert readme | {"gradient_check", "duel", "fit", "CATALOGUE"} <= names


# --- packages -----------------------------------------------------------------------------------


def imported(source: str) -> set[str]:
    """Top-level modules that some code imports."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and not n.level}
    return {name.split(".")[0] for name in names}


KERNEL = {"IPython", "matplotlib_inline"}


def declared(*groups: str) -> set[str]:
    project = PROJECT["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][g] for g in groups)]
    return {canonicalize_name(Requirement(line).name) for lines in lists for line in lines}


def undeclared(modules: set[str], distributions: set[str]) -> set[str]:
    owners = metadata.packages_distributions()
    known = {
        m for m in modules if {canonicalize_name(d) for d in owners.get(m, [])} & distributions
    }
    return {m for m in modules - known if m in owners and m != "pairings"}


def test_the_package_declares_what_it_imports():
    """A notebook's kernel brings what its figures and glued values are shown with."""
    sources = [
        path for path in (ROOT / "src" / "pairings").rglob("*.py") if "snippets" not in path.parts
    ]
    modules = set().union(*(imported(read(path)) for path in sources)) - KERNEL
    assert undeclared(modules, declared()) == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_imports_what_is_declared(path):
    """The package's own dependencies and a kernel run a page: nothing of what builds the site."""
    cells = [c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    modules = set().union(*(imported(cell.source) for cell in cells))
    assert undeclared(modules, declared()) == set()


def needed(name: str, extra: str = "") -> set[str]:
    """A distribution's own requirements on this machine."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return set()
    wanted = map(Requirement, lines)
    return {
        canonicalize_name(r.name)
        for r in wanted
        if not r.marker or r.marker.evaluate({"extra": extra})
    }


@pytest.mark.parametrize(
    ("groups", "files"),
    [
        (("book", "test"), ["requirements.txt"]),
        (("book", "test", "proofs"), ["requirements.txt", "tests/requirements.txt"]),
        (("lab",), ["book/requirements.txt"]),
    ],
    ids=["book", "proofs", "lab"],
)
def test_whatever_is_needed_has_a_pin(groups, files):
    """Also what only another package asks for, as far as it is installed here."""
    pins = re.findall(r"^([\w.-]+)==", "\n".join(read(ROOT / name) for name in files), re.M)
    pins = {canonicalize_name(name) for name in pins}
    found, new = set(), declared(*groups)
    while new:
        found |= new
        new = set().union(*map(needed, new)) - found
    assert found - pins == set()


# --- settings -----------------------------------------------------------------------------------


def test_pytest_is_strict():
    settings = PROJECT["tool"]["pytest"]["ini_options"]
    assert settings["filterwarnings"] == ["error"]
    assert settings["xfail_strict"]
    assert set(settings["addopts"]) <= {"--strict-markers", "--strict-config", "-ra"}
    assert not {"book", "tests"} & set(settings["norecursedirs"])


def test_ruff_is_strict():
    """Style: rules may come, none may go."""
    settings = PROJECT["tool"]["ruff"]["lint"]
    assert {
        "A",
        "B",
        "C4",
        "E",
        "F",
        "I",
        "NPY",
        "PIE",
        "PT",
        "RET",
        "RUF",
        "SIM",
        "UP",
        "W",
    } <= set(settings["select"])
    assert set(settings["ignore"]) <= {"RET504", "RUF001", "RUF002", "RUF003"}
    hands_on = {"src/pairings/*/__init__.py": ["F401", "F403"]}
    assert settings["per-file-ignores"] == {"*.ipynb": ["B018"]} | hands_on


def test_the_site_shows_stored_outputs_and_excuses_no_warning():
    assert CONFIG["execute"]["execute_notebooks"] == "off"
    excuses = {"suppress_warnings", "nitpick_ignore", "nitpick_ignore_regex", "nitpicky"}
    assert set(CONFIG["sphinx"]["config"]) & excuses == set()


def test_every_room_of_the_package_has_a_page_of_the_reference():
    """In the contents and in the index; the pages themselves are written when the site is built."""
    contents, index = read(ROOT / "_toc.yml"), read(ROOT / "book" / "reference" / "index.md")
    rooms = set(reference_pages.rooms())
    assert set(re.findall(r"book/reference/(\w+)$", contents, re.M)) == rooms | {"index"}
    assert set(re.findall(r"^   pairings\.(\w+)$", index, re.M)) == rooms - {reference_pages.BESIDE}
    assert f"({reference_pages.BESIDE}.md)" in index


# --- what slow proofs found ---------------------------------------------------------------------


STORED = sorted(path.stem for path in results.RESULTS.glob("*.json"))


def test_the_page_about_proofs_shows_all_that_is_stored():
    assert set(STORED) <= set(SLOW)
