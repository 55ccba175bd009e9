"""What pages say in words and what the package says in numbers agree, as far as a machine can tell."""

import ast
import json
import re
from pathlib import Path

import nbformat
import page_rules
import pytest
import yaml

from pairings import CATALOGUE, datasets, figures

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
NOTEBOOKS = {path.stem: nbformat.read(path, 4) for path in sorted(BOOK.glob("*.ipynb"))}
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(BOOK.glob("*.md"))} | {
    name: "\n\n".join(cell["source"] for cell in page_rules.cells(page, "markdown"))
    for name, page in NOTEBOOKS.items()
}
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)
each_text = pytest.mark.parametrize("name", TEXTS)


# --- numbers ------------------------------------------------------------------------------------

ROWS = {name: len(datasets.load(name).x) for name in datasets._LOADERS}
TRAINING_ROWS = len(datasets.load("diabetes").split.train)
# Counts that prose names, computed: page, words around them, how many.
COUNTS = [
    ("binary", "the {} tumours", ROWS["breast_cancer"]),
    ("matching-losses", "{} diabetes patients", ROWS["diabetes"]),
    ("multiclass", "the {} iris flowers", ROWS["iris"]),
    ("multiclass", "{} handwritten", ROWS["digits"]),
    ("multilabel", '{} "texts"', len(datasets.multilabel().x)),
    ("positive", "{} patients", ROWS["diabetes"]),
    ("regression", "{} patients with", ROWS["diabetes"]),
    ("regression", "measurements of {} patients", TRAINING_ROWS),
    ("regression", "25 to {}.", int(datasets.load("diabetes").labels.max())),
    ("relu-elu-selu", "{} patients", ROWS["diabetes"]),
]
# Those that stand in no cell of the page either, with the reason why that is right.
GIVEN = {
    ("protocol", "660"): "an example of how a table is read",
    ("index", "2018"): "a year",
    ("famous", "2016"): "a year",
    ("famous", "2022"): "a year",
}
WHOLE = re.compile(r"(?<![\w.,^])\d{3,}(?![\w.]*\d)")


def set_in_cells(name: str) -> set[str]:
    """Whole numbers that the code of a page sets: how many steps, how many points."""
    return {
        f"{node.value:.0f}"
        for _, node in page_rules.nodes(NOTEBOOKS[name], ast.Constant)
        if isinstance(node.value, int | float)
    }


def whole_numbers(name: str) -> set[tuple[str, str]]:
    """(page, number) for whole numbers of three digits and more in prose that no cell sets."""
    known = set_in_cells(name) if name in NOTEBOOKS else set()
    return {(name, n) for n in WHOLE.findall(page_rules.prose(TEXTS[name])) if n not in known}


@pytest.mark.parametrize(("name", "words", "number"), COUNTS)
def test_a_count_in_prose_is_the_count(name, words, number):
    assert words.format(number) in TEXTS[name]


def test_every_count_in_prose_is_computed_or_has_a_reason():
    found = set().union(*map(whole_numbers, TEXTS))
    computed = {(name, str(number)) for name, _, number in COUNTS}
    assert found - computed == set(GIVEN)


NUMBERS = {
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}


@each_text
def test_seeds_in_prose_are_as_many_as_ran(name):
    ran = {20}
    for cell in page_rules.cells(NOTEBOOKS[name]) if name in NOTEBOOKS else ():
        ran |= set(map(int, re.findall(r"seeds ?= ?range\((\d+)\)", cell["source"])))
    told = re.findall(r"\b(\w+)\W+seeds\b", TEXTS[name].lower())
    assert {
        NUMBERS.get(word) or int(word) for word in told if word in NUMBERS or word.isdigit()
    } <= ran


def test_glued_values_are_shown():
    """Else a number typed by hand may have taken the place of one."""
    shown = re.findall(r"\{glue(?::\w*)?\}`(?:[^`]*::)?([^`:]+)", " ".join(TEXTS.values()))
    stored = set().union(*map(page_rules.glued_in, NOTEBOOKS.values()))
    assert stored <= set(shown)


# --- letters ------------------------------------------------------------------------------------

LETTERS = {"score": "z", "prediction": "p", "target": "y", "label": "y"}


@each_text
def test_letters_mean_what_the_notation_says(name):
    """Where a sentence puts a letter of the notation right behind its word."""
    told = re.findall(
        r"\b(score|prediction|target|label)s?(?:`|\*)* \$(?:\\hat )?([WabxzpyLg])\b", TEXTS[name]
    )
    assert [(word, letter) for word, letter in told if letter != LETTERS[word]] == []


def test_the_notation_itself_has_these_letters():
    for word, letter in LETTERS.items():
        if word != "label":
            assert re.search(rf"^\| \${letter}\$ \| the .*\b{word}\b", TEXTS["notation"], re.M)


def test_colours_have_the_meaning_that_legends_are_held_to():
    """MATCHED, SQUARED and ABSOLUTE, as in `page_rules.MEANING`."""
    for look, dash, names in (
        (figures.MATCHED, "-", ("its matching loss", "log loss")),
        (figures.SQUARED, "--", ("sigmoid + half squared error",)),
        (figures.ABSOLUTE, "-.", ("absolute error",)),
    ):
        assert look["linestyle"] == dash, "a dash changed its meaning"
        for name in names:
            assert page_rules.MEANING[name] == {look["color"].lower()}, (
                "a colour changed its meaning"
            )


# --- frame --------------------------------------------------------------------------------------


@each_text
def test_every_exercise_has_its_solution(name):
    exercises = re.findall(r"^`{3,}\{exercise\}.*\n:label: (\S+)", TEXTS[name], re.M)
    solutions = re.findall(r"^`{3,}\{solution(?:-start)?\} (\S+)", TEXTS[name], re.M)
    assert sorted(exercises) == sorted(solutions)


@each_notebook
def test_a_page_begins_with_the_answer(name):
    """Among its first cells; where the answer is a row of the catalogue, it is a row of this page."""
    first = page_rules.cells(NOTEBOOKS[name])[:3]
    answers = [cell["source"] for cell in first if "answer" in page_rules.tags(cell)]
    assert len(answers) == 1 or (answers and name == "cheat-sheet"), "no answer"
    for arguments in re.findall(r"catalogue\.card\((.*?)\)$", "\n".join(answers), re.S | re.M):
        rows = re.findall(r'"(.*?)"', arguments)
        pages = {CATALOGUE[row].page if row in CATALOGUE else row for row in rows}
        assert name in pages, "the card of another page"


# --- order ----------------------------------------------------------------------------------------

CHAPTERS = [
    chapter["file"].removeprefix("book/")
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
    if part.get("numbered")
    for chapter in part["chapters"]
]
PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[-*|] )")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-Z*\"])")
AHEAD = re.compile(r"\b(later|see|next|related|further|following)\b", re.I)


def links_ahead(name: str, text: str) -> list[str]:
    """Sentences of a chapter that lead to a later one and do not say so."""
    later = CHAPTERS[CHAPTERS.index(name) + 1 :]
    sentences = [part for whole in PARAGRAPH.split(text) for part in SENTENCE.split(whole)]
    return [
        sentence
        for sentence in sentences
        if set(re.findall(r"\]\(([\w-]+)\.ipynb", sentence)) & set(later)
        and not AHEAD.search(sentence)
    ]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_says_where_it_leans_on_a_later_one(name):
    assert links_ahead(name, TEXTS[name]) == []


def test_a_silent_link_ahead_is_seen():
    first, last = CHAPTERS[0], CHAPTERS[-1]
    assert links_ahead(first, f"By [the law]({last}.ipynb#law) it is so.")
    assert not links_ahead(first, f"See [the law]({last}.ipynb#law). It is so.")
    assert not links_ahead(last, f"By [the law]({first}.ipynb#law) it is so.")


def test_the_front_page_tells_the_paths_of_the_left_column():
    """The same pages in the same order."""
    paths = json.loads((BOOK / "_data" / "paths.json").read_text("utf-8"))
    told = dict(re.findall(r"^- \*\*(To .+?)\.\*\* (.+)$", TEXTS["index"], re.M))
    assert {name: [page for page, _ in steps] for name, steps in paths.items()} == {
        name: re.findall(r"\]\(([\w-]+)\.(?:ipynb|md)\)", text) for name, text in told.items()
    }


# --- frameworks -----------------------------------------------------------------------------------

TAB = re.compile(r"^````\{tab-item\} [^\n]*\n:sync: (\w+)\n(.*?)^````$", re.M | re.S)
FORMS = {
    "pytorch": r"[A-Z]\w*Loss",  # a class named …Loss
    "keras": r"[A-Z]\w*",  # a class without that ending
    "jax": r"[a-z]\w*",  # a function
    "sklearn": r"[A-Z]\w*",
}


def tabs(name: str) -> dict[str, str]:
    """The Python of each tab of a page."""
    return {
        key: "\n".join(re.findall(r"^```python\n(.*?)^```", body, re.M | re.S))
        for key, body in TAB.findall(TEXTS[name])
    }


def calls(entry) -> dict[str, list[str]]:
    """The names that a row of the catalogue gives for each framework; formulas are no names."""
    told = {"pytorch": entry.pytorch, "keras": entry.keras, "jax": entry.optax}
    told["sklearn"] = entry.sklearn
    return {key: re.findall(r"`(\w+)(?:\([^`]*\))?`", text) for key, text in told.items()}


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_a_row_names_each_framework_s_own_things(entry):
    for key, names in calls(entry).items():
        for name in names:
            assert re.fullmatch(FORMS[key], name), f"{name} is no name of {key}"
            assert key != "keras" or not name.endswith("Loss"), f"{name} is no name of keras"


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_the_page_of_a_row_shows_it(entry):
    """On its card, or where the page trains it."""
    if entry.page and entry.shown == "table":
        code = "\n".join(cell["source"] for cell in page_rules.cells(NOTEBOOKS[entry.page]))
        assert f'"{entry.name}"' in code
    elif entry.page:
        first = page_rules.cells(NOTEBOOKS[entry.page])[:3]
        assert any(
            f'"{entry.name}"' in cell["source"]
            for cell in first
            if "answer" in page_rules.tags(cell)
        )


@each_notebook
def test_the_four_tabs_are_python(name):
    found = tabs(name)
    assert not found or set(found) == {"pytorch", "keras", "jax", "sklearn"}
    assert TEXTS[name].count("{tab-item}") == len(found), "a tab without a framework of its own"
    for code in found.values():
        ast.parse(code)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_a_row_predicts_what_its_loss_elicits(entry):
    """A probability is a mean."""
    loss = entry.pairing.loss
    if loss is None and (entry.shown == "table" or entry.pairing.activation is None):
        return  # a matching loss has an activation; what is built from the score names no loss
    statistic = loss.elicits.name if loss else "mean"  # a matching loss has no other
    told = entry.statistic if not entry.statistic.startswith("P(") else "mean"
    assert told == statistic


# --- works ----------------------------------------------------------------------------------------


UNDATED = {"DLMF"}


def works() -> dict[str, dict[str, str]]:
    text = (BOOK / "references.bib").read_text("utf-8")
    entries = re.findall(r"^@\w+\{(\w+),(.*?)^\}", text, re.M | re.S)
    fields = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\},?$", re.M)
    return {key: dict(fields.findall(body)) for key, body in entries}


def test_every_work_is_cited():
    docstrings = [path.read_text("utf-8") for path in (ROOT / "src" / "pairings").rglob("*.py")]
    text = " ".join([*TEXTS.values(), *docstrings])
    cited = re.findall(r"(?:\{cite:\w+\}|:cite:\w+:)`([^`]+)`", text)
    assert {key.strip() for keys in cited for key in keys.split(",")} == set(works())


@pytest.mark.parametrize("key", sorted(works().keys() - UNDATED))
def test_a_key_is_the_first_author_and_the_year(key):
    work = works()[key]
    name, year = re.fullmatch(r"(\D+)(\d{4})[b-z]?", key).groups()
    first = re.sub(r"[\\'\"{}^`~]", "", work.get("author", work.get("editor", "")))
    assert year == work["year"], f"{key}: {work['year']}"
    assert first.replace(" ", "").lower().startswith(name.lower()), f"{key}: {first}"
