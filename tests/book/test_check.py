"""`make check` selects what a change reaches, and no more: a small book with a history of its own."""

import subprocess

import check
import pytest

FILES = {
    "src/pairings/__init__.py": "from . import activations\nfrom .training import fit\n",
    "src/pairings/activations/__init__.py": "from .line import *\nfrom .bounded import tanh\n",
    "src/pairings/activations/line.py": "relu = 1\n",
    "src/pairings/activations/bounded.py": "tanh = 2\n",
    "src/pairings/training.py": "from . import activations\n\nfit = activations.tanh\n",
    "book/_tools/rules.py": "RULES = []\n",
    "book/one.ipynb": "{}",
    "book/two.ipynb": "{}",
    "book/words.md": "Words.\n",
    "tests/formulas/test_line.py": "from pairings import activations\n\nassert activations.relu\n",
    "tests/formulas/test_every.py": "from pairings import activations\n\nvars(activations)\n",
    "tests/test_training.py": "import numpy\n\nfrom pairings import fit\n",
    "tests/test_rules.py": "import rules\n",
    "tests/book/helper.py": "HELP = 1\n",
    "tests/facts/__init__.py": "from .kinks import KINKS\n",
    "tests/facts/kinks.py": "KINKS = []\n",
    "tests/book/test_kinks.py": "from facts import KINKS\n",
    "tests/book/test_helped.py": "from helper import HELP\n",
    "tests/test_pages.py": 'PAGES = "*.ipynb"\n',
    "tests/test_site.py": 'SITE = "_build", "html"\nPAGES = "*.ipynb"\n',
}


@pytest.fixture
def book(tmp_path, monkeypatch):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    for function in (check.module, check.made, check.found, check.defined, check.uses, check.reach):
        function.cache_clear()
    yield tmp_path
    for function in (check.module, check.made, check.found, check.defined, check.uses, check.reach):
        function.cache_clear()


@pytest.mark.parametrize(
    ("changed", "tests", "site", "pages"),
    [
        ("src/pairings/activations/line.py", "every line", "", ""),
        ("src/pairings/activations/bounded.py", "every training", "", ""),
        ("src/pairings/training.py", "training", "", ""),
        ("book/_tools/rules.py", "rules", "", ""),
        ("book/one.ipynb", "pages", "site", "one"),
        ("book/words.md", "", "", ""),
        ("tests/test_rules.py", "rules", "", ""),
        ("tests/book/helper.py", "helped", "", ""),
        ("tests/facts/kinks.py", "kinks", "", ""),
    ],
)
def test_a_change_selects_what_it_reaches(book, changed, tests, site, pages):
    found = check.selected({book / changed})
    names = [" ".join(path.stem.removeprefix("test_") for path in paths) for paths in found]
    assert names == [tests, site, pages]


def test_a_module_that_is_gone_selects_every_test(book):
    (book / "book/_tools/rules.py").unlink()
    tests, site, pages = check.selected({book / "book/_tools/rules.py"})
    assert {test.name for test in [*tests, *site]} == {t.name for t in book.rglob("test_*.py")}
    assert pages == []


def commit(folder):
    for command in (["init"], ["add", "."], ["commit", "-m", "first"]):
        who = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
        subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


def test_what_changed_is_what_differs_or_is_new(book):
    commit(book)
    assert check.changes("HEAD") == set()
    (book / "book/words.md").write_text("Other words.\n", encoding="utf-8")
    (book / "tests/test_new.py").write_text("", encoding="utf-8")
    assert check.changes("HEAD") == {book / "book/words.md", book / "tests/test_new.py"}


def test_nothing_changed_is_said(book, capsys):
    commit(book)
    assert check.main() == 0
    assert "nothing changed" in capsys.readouterr().out


def test_a_failing_test_fails_the_check(book):
    commit(book)
    test = book / "tests/test_rules.py"
    test.write_text("def test_rule():\n    assert False\n", encoding="utf-8")
    assert check.main() == 1
    test.write_text("def test_rule():\n    assert True\n", encoding="utf-8")
    assert check.main() == 0
