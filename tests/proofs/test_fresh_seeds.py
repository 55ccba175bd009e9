"""`make test-seeds` reruns what it should, and sees a claim that hangs on its seeds."""

import ast
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from textwrap import dedent

import fresh_seeds
import numpy as np
import page_rules
import pytest
import refresh
from fresh_seeds import Claim, claims_of, code, figures, mark, told, trains, with_fresh_seeds
from nbformat import v4

import pairings
from pairings import contest, datasets, training
from pairings.medians import median_interval

PAGES = {path.stem: path for path in refresh.pages_of(refresh.BOOK)}


def cell(source, name="one", **metadata):
    return {"cell_type": "code", "id": name, "source": source, "metadata": metadata}


def unnamed_seeds(source: str) -> list[str]:
    """Where networks are drawn from a range of seeds that has no name of its own."""
    nodes = list(ast.walk(page_rules.tree({"source": source})))
    given = [n.value for n in nodes if isinstance(n, ast.keyword) and n.arg == "seeds"]
    given += [
        part.iter
        for n in nodes
        if isinstance(n, ast.ListComp) and "default_rng([" in ast.unparse(n)
        for part in n.generators
    ]
    return [text for text in map(ast.unparse, given) if re.fullmatch(r"range\(\d+\)", text)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_trains_names_its_seeds(page):
    sources = [each["source"] for each in code(PAGES[page])]
    assert [found for source in sources for found in unnamed_seeds(source)] == []
    words = ("default_rng([", "default_rng(seed)", "duel(")
    assert trains(PAGES[page]) == any(word in source for source in sources for word in words)


def test_seeds_without_a_name_are_seen():
    assert unnamed_seeds("d = duel(e, x, y, seeds=range(20))") == ["range(20)"]
    assert unnamed_seeds("r = [np.random.default_rng([s, 1]) for s in range(20)]") == ["range(20)"]
    assert unnamed_seeds("r = [np.random.default_rng([s, 1]) for s in seeds]") == []


def test_named_seeds_become_others_and_no_fewer():
    source = "seeds = range(20)\nmany_seeds = range(400)\nrows = range(20)\n    seeds = range(3)"
    fresh = with_fresh_seeds(source).splitlines()
    assert fresh[0] == "seeds = range(1000, 1100)"
    assert fresh[1] == "many_seeds = range(1000, 1400)"
    assert fresh[2:] == source.splitlines()[2:]


# --- asking -----------------------------------------------------------------------------------


def asked(*sources, **metadata):
    return claims_of("page", [cell(source, **metadata) for source in sources])


def test_every_assert_is_asked_and_none_stops_the_run():
    claims = asked("x = 3\nassert x == 4\nassert x == 3", "assert x / 0\nassert x < 9, 'small'")
    assert [claim.held for claim in claims] == [False, True, False, True]
    assert claims[0].failures == ["`x` was 3"]
    assert claims[2].failures == ["ZeroDivisionError: division by zero"]
    assert str(claims[0]) == "page, cell one: `x == 4` did not hold: `x` was 3."


def test_an_assert_in_a_loop_holds_if_it_always_does():
    (claim,) = asked("for n in (1, 2, 3):\n    assert n < 3")
    assert (claim.asked, len(claim.failures), claim.held) == (3, 1, False)
    assert "1 of 3 times" in str(claim)


def test_an_assert_that_is_not_reached_did_not_hold(capsys):
    claims = asked("assert len('a') == 1\nraise ValueError('wide')\nassert len('b') == 1")
    assert [claim.held for claim in claims] == [True, False]
    assert "broke off: ValueError('wide')" in capsys.readouterr().out
    assert str(claims[1]).endswith("was not reached.")
    asked("raise ValueError('announced')", tags=["raises-exception"])
    assert "announced" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("x.max() < 1 and 0 < x.min()", "`x.max()` was 2, `x.min()` was 0"),
        ("(x > 1).all()", "`x` was [0 1 2]"),
        ("all(n > 1 for n in x)", "`[n for n in x]` was [0 1 2]"),
        ("not x.any()", "`x` was [0 1 2]"),
        ("(np.arange(99) > x[2]).all()", "99 values from 0 to 98"),
    ],
)
def test_what_came_out_is_told(condition, told):
    (claim,) = asked(f"import numpy as np\nx = np.arange(3)\nassert {condition}")
    assert told in claim.failures[0]


def test_claims_that_read_what_came_from_the_seeds_are_known():
    sources = (
        "seeds = range(20)\nlaw = 2.0\ndef of(name):\n    return contest[name]",
        "contest, rows = {'a': [s + 1 for s in seeds]}, []\nfor row in contest['a']:\n"
        "    rows.append(row)\nassert law == 2\nassert contest['a'][0]\nassert rows",
        "assert of('a')\nrows = [law]\nassert rows[0] == 2\nassert len(seeds) == 20",
    )
    claims = asked(*sources)
    assert [claim.leans for claim in claims] == [False, True, True, False, False, True]
    assert all(claim.held for claim in claims)


# --- the command ------------------------------------------------------------------------------

TRAINS = dedent("""
    import numpy as np
    from pairings import duel, matching, activations, datasets
    from pairings.scoring import Entrant
    from pairings.network import init

    seeds = range(3)
    data = datasets.load("iris")
    found = duel(
        [Entrant(matching(activations.sigmoid))], data.x, data.labels == 1,
        seeds=seeds, step_sizes=[0.1], epochs=1,
    )
    first = init([np.random.default_rng([s, 0]) for s in seeds], (1, 1))[0][0].round(3).tolist()
    assert len(found.rows) == len(seeds)
""")


@pytest.fixture
def command(monkeypatch, tmp_path, capsys):
    """Runs the command on a page; what it does to the process it runs in is undone."""
    monkeypatch.setattr(fresh_seeds, "ProcessPoolExecutor", lambda **_: ThreadPoolExecutor(1))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets.split, "__defaults__", datasets.split.__defaults__)
    monkeypatch.setattr(np.random, "default_rng", np.random.default_rng)
    for module, name in (
        *((m, "duel") for m in (pairings, contest)),
        *((m, "fit") for m in (pairings, contest, training)),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))

    def run(source, *options):
        path = tmp_path / "page.ipynb"
        page = v4.new_notebook(cells=[v4.new_code_cell(source, id="one")])
        path.write_text(refresh.as_text(page), "utf-8")
        return fresh_seeds.main([str(path), "--count", "3", *options]), capsys.readouterr().out

    return run


def test_a_claim_about_the_chosen_seeds_alone_is_an_error(command):
    (weight,) = np.random.default_rng([0, 0]).normal(size=1).round(3)
    lucky = TRAINS + f"assert first[0] == [[{weight}]]"
    status, said = command(lucky, "--first", "0")
    assert status == 0
    assert "2 of 2 claims held" in said
    status, said = command(lucky)
    assert status == 1
    assert "1 of 2 claims held" in said
    assert f"`first[0] == [[{weight}]]` did not hold: `first[0]` was" in said


def test_networks_from_seeds_without_a_name_are_an_error(command):
    code, said = command(TRAINS + "init([np.random.default_rng([s, 0]) for s in (7, 8)], (1, 1))")
    assert code == 1
    assert "seeds that are not named: [7, 8]" in said


def test_another_split_is_another_split(command):
    first_row = datasets.split(150).train[0]
    source = TRAINS + f"assert len(seeds) and data.split.train[0] == {first_row}"
    assert command(source)[0] == 0
    assert command(source, "--split", "1")[0] == 1


def test_the_figures_add_up():
    claims = [
        Claim("page", "one", "a", True, 1),
        Claim("page", "one", "b", True, 2, ["`b` was 0"]),
        Claim("page", "one", "c", False, 1),
        Claim("page", "one", "d", False),
    ]
    page = told(claims, Counter(duel=2, fit=4000))
    assert page["failed"] == [str(claims[1]), str(claims[3])]
    one, two = figures({"one": page}, 100), figures({"one": page, "two": page}, 100)
    assert list(one.values()) == [1, 100, 2, "4,000", 2, 1, 1, 2, 1]
    assert list(two.values()) == [2, 100, 4, "8,000", 4, 2, 2, 4, 2]


def test_a_page_is_due_when_its_claims_change(tmp_path):
    def marked(source):
        path = tmp_path / "page.ipynb"
        page = v4.new_notebook(cells=[v4.new_code_cell(source, id="one")])
        path.write_text(refresh.as_text(page), "utf-8")
        return mark(path)

    first = marked(TRAINS)
    assert marked("# why\n" + TRAINS) == first
    assert marked(TRAINS.replace("== len(seeds)", ">= len(seeds)")) != first
    assert marked(TRAINS.replace("[0.1]", "[0.2]")) != first


def test_what_is_kept_is_not_run_again(command, monkeypatch, tmp_path):
    path = tmp_path / "page.ipynb"
    command(TRAINS)
    monkeypatch.setattr(fresh_seeds, "pages_of", lambda _: [path])
    kept = {"pages": {"page": {"mark": mark(path), "failed": []}}}
    monkeypatch.setattr(fresh_seeds.results, "load", lambda _: kept)
    stored = []
    monkeypatch.setattr(fresh_seeds, "keep", lambda pages, count: stored.append(list(pages)))
    monkeypatch.setattr(fresh_seeds, "rerun", lambda *_, **__: 1 / 0)
    assert fresh_seeds.main([]) == 0
    assert stored == [["page"]]
    assert fresh_seeds.main(["--renew"]) == 1


# --- the intervals that claims are made with --------------------------------------------------


@pytest.mark.parametrize("n", [20, 100])
def test_the_interval_covers_the_median_of_skewed_numbers_too(n):
    """By simulation; test_experiments.py has the exact binomial law."""
    samples = np.random.default_rng(n).exponential(size=(4000, n))
    _, low, high = np.apply_along_axis(median_interval, 1, samples).T
    covered = ((low <= np.log(2)) & (np.log(2) <= high)).mean()
    assert 0.95 < covered < 0.975
