"""`make check`: what a change since the last commit can have broken, quickly.

Runs the unit tests that a changed file reaches, and strict nbval of the pages that changed. What
reaches what is read from the sources: a test is reached through the names that it imports, from
module to module, and through the names of files that it reads. Tests of the built site are left to
`make test`; the last line says so when a change would concern them.

    python book/_tools/check.py          since the last commit
    python book/_tools/check.py main     since another one
"""

import ast
import subprocess
import sys
from collections import defaultdict
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
HOMES = ("src", "book/_tools", "book/_ext", "tests", "tests/*")  # where `import name` looks
BUILT = {"_build", "html"}  # a test that names both looks at the built site, or builds one


class Module(NamedTuple):
    """A file of Python: its tree, and the pieces of text in it that may name files."""

    path: Path
    tree: ast.Module
    texts: frozenset[str]


@cache
def module(path: Path) -> Module:
    tree = ast.parse(path.read_text("utf-8"))
    values = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return Module(path, tree, frozenset(v for v in values if isinstance(v, str)))


@cache
def found(name: str) -> Path | None:
    """The file of a dotted module name, or None if it is none of ours."""
    folders = [folder for home in HOMES for folder in sorted(ROOT.glob(home))]
    for folder in folders:
        path = folder / name.replace(".", "/")
        for file in (path / "__init__.py", path.with_suffix(".py")):
            if name and file.is_file():
                return file
    return None


def absolute(node: ast.ImportFrom, path: Path) -> str:
    """What `from . import …` in `path` imports from, from the top."""
    if not node.level:
        return node.module or ""
    home = next(ROOT / home for home in HOMES if (ROOT / home) in path.parents)
    parts = path.relative_to(home).with_suffix("").parts
    here = parts[: len(parts) - node.level]
    return ".".join([*here, *filter(None, [node.module])])


@cache
def made(path: Path) -> frozenset[str]:
    """What `from … import *` takes from a module: the names that its own statements make."""
    names = set()
    for node in module(path).tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        names |= {
            n.id
            for n in ast.walk(node)
            if isinstance(getattr(n, "ctx", None), ast.Store) and isinstance(n, ast.Name)
        }
    return frozenset(names)


@cache
def defined(name: str, wanted: str) -> frozenset[Path]:
    """The files behind `wanted` of the module `name`: its own module, or where it is made."""
    inner = found(f"{name}.{wanted}")
    if inner:
        return frozenset({inner})
    path = found(name)
    for node in module(path).tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                source = absolute(node, path)
                if alias.name == "*" and found(source) and wanted in made(found(source)):
                    return frozenset({found(source)})
                if wanted == (alias.asname or alias.name) and found(source):
                    return defined(source, alias.name)
    return frozenset({path})


def inside(path: Path) -> frozenset[Path]:
    """A module; of a package, every module in it."""
    return frozenset(path.parent.rglob("*.py")) if path.name == "__init__.py" else frozenset({path})


@cache
def uses(path: Path) -> frozenset[Path]:
    """Our files that the code of `path` uses: of a package, those whose names it reads."""
    tree, reached, packages = module(path).tree, set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if file := found(alias.name):
                    reached |= inside(file)
        if isinstance(node, ast.ImportFrom) and found(source := absolute(node, path)):
            for alias in node.names:
                for file in defined(source, alias.name):
                    if file.name == "__init__.py" and found(f"{source}.{alias.name}"):
                        packages[alias.asname or alias.name] = f"{source}.{alias.name}"
                    else:
                        reached.add(file)
    read = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            read[node.value.id].append(node.attr)
    for name, package in packages.items():
        whole = sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(tree))
        if whole > len(read[name]) or not whole:  # handed on as it is: anything may be read from it
            reached |= inside(found(package))
        reached |= {file for wanted in read[name] for file in defined(package, wanted)}
    return frozenset(reached - {path})


@cache
def reach(path: Path) -> frozenset[Path]:
    """All that a test runs through."""
    seen, new = {path}, {path}
    while new:
        new = set().union(*map(uses, new)) - seen
        seen |= new
    return frozenset(seen)


def reads(path: Path, changed: Path) -> bool:
    """Does the code of `path` name a file or a pattern that `changed` fits? *.py and * say nothing."""
    names = {text.rsplit("/", 1)[-1] for text in module(path).texts if len(text) < 100}
    return any(fnmatch(changed.name, name) for name in names if name.strip("*?.py"))


def concerned(test: Path, changed: set[Path]) -> bool:
    through = reach(test)
    others = [path for path in changed if path.suffix != ".py"]
    # What tests share, not their own modules, reads pages and settings on their behalf.
    readers = {test} | {path for path in through if (ROOT / "book") in path.parents}
    return bool(through & changed) or any(reads(r, path) for path in others for r in readers)


def git(*arguments: str) -> list[str]:
    ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


def changes(since: str) -> set[Path]:
    """Files that differ from a commit, are new, or are gone."""
    names = git("diff", "--name-only", since) + git("ls-files", "--others", "--exclude-standard")
    return {ROOT / name for name in names}


def selected(changed: set[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """(tests to run, tests left to `make test`, pages to run)."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    gone = any(path.suffix == ".py" and not path.is_file() for path in changed)  # reached by whom?
    tests = [test for test in tests if gone or concerned(test, changed)]
    site = [test for test in tests if module(test).texts >= BUILT]
    pages = sorted(p for p in changed if p.suffix == ".ipynb" and p.is_file())
    return [test for test in tests if test not in site], site, pages


def short(paths) -> str:
    return ", ".join(path.stem for path in paths) or "none"


def main(since: str = "HEAD") -> int:
    changed = changes(since)
    if not changed:
        print(f"nothing changed since {since}: nothing to check")
        return 0
    tests, site, pages = selected(changed)
    print(f"changed: {', '.join(sorted(str(p.relative_to(ROOT)) for p in changed))}")
    print(f"tests:   {short(tests)}\npages:   {short(pages)}", flush=True)
    code = 0
    if tests or pages:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]
        command += ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"] if pages else []
        code = subprocess.run([*command, *pages, *tests], cwd=ROOT).returncode
    if site:
        print(f"left to `make test`: {short(site)}")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
