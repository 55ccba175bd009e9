"""The catalogue: every row holds, and leads to a page that exists."""

import ast
import re
from pathlib import Path

import facts
import numpy as np
import pytest
import tex

from pairings import CATALOGUE, catalogue, gradient_check, start
from pairings.activations.half_line import SELU_SCALE
from pairings.catalogue import tables
from pairings.catalogue.code import FRAMEWORKS, folder, has_code, snippet
from pairings.catalogue.properties import PROPERTIES

BOOK = Path(__file__).parents[2] / "book"
ENTRIES = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
ARTICLE = (
    "Regression, numerical value",
    "Classification, binary outcome",
    "Classification, single label, multiple classes",
    "Classification, multiple labels, multiple classes",
)


def reachable(entry, rng, shape=(40, 3)):
    """Scores off the kinks of activation and loss, and targets that the output can reach."""
    fact = facts.ROWS.get(entry.name)
    if fact and fact.draw:
        return fact.draw(rng)
    shape = (*shape[:-1], shape[-1] * entry.pairing.scores)
    z = rng.uniform(0.1, 3, size=shape) * rng.choice([-1, 1], size=shape)
    y = entry.pairing.predict(rng.normal(size=shape))
    if entry.pairing.scores > 1:
        return z, y[..., :: entry.pairing.scores]
    near = np.abs(np.abs(entry.pairing.predict(z) - y) % 1) < 0.02  # Huber bends at 1
    return np.where(near, z + 0.05, z), y


@ENTRIES
def test_the_key_is_the_name_of_entry_and_pairing(entry):
    assert CATALOGUE[entry.name] is entry
    assert entry.pairing.name == entry.name


@ENTRIES
def test_the_gradient_is_right(entry):
    z, y = reachable(entry, np.random.default_rng(1))
    assert gradient_check(entry.pairing, z, y).close


@pytest.mark.parametrize(
    "entry",
    [entry for entry in CATALOGUE.values() if entry.gradient in ("p - y", "z - y")],
    ids=lambda entry: entry.name,
)
def test_a_row_that_says_prediction_minus_target_means_it(entry):
    z, y = reachable(entry, np.random.default_rng(2))
    expected = entry.pairing.predict(z) - y
    np.testing.assert_allclose(entry.pairing.gradient(z, y), expected, atol=1e-12)


@ENTRIES
def test_the_page_of_a_row_exists(entry):
    assert entry.page is None or (BOOK / f"{entry.page}.ipynb").is_file()


def test_every_row_of_the_article_is_there():
    assert tuple(e.problem for e in CATALOGUE.values() if e.problem) == ARTICLE


def test_the_catalogue_cannot_be_changed():
    with pytest.raises(TypeError):
        CATALOGUE["new"] = None


def test_tables_name_every_row_and_framework():
    answers, sheet, lines = catalogue.answers(), catalogue.sheet(), catalogue.lines()
    for entry in CATALOGUE.values():
        times = answers.count(f"| [{entry.asked}]({tables._place(entry)}) |")
        assert times == (len(FRAMEWORKS) if entry.shown == "front" else 0)
        if entry.shown != "front":
            continue
        assert f"| {entry.asked} | {entry.activation} | {entry.loss} |" in sheet
        assert entry.bias in sheet
        assert entry.first_loss in sheet
        assert f"| {entry.name} |" in lines
    for framework in FRAMEWORKS:
        assert f"**{framework}**" in answers
        assert framework in lines.splitlines()[0]


A_FORMULA = re.compile(r"\$([^$]+)\$( of the known)?(;.*)?$")
STARTS = [entry for entry in CATALOGUE.values() if A_FORMULA.match(entry.bias)]


@pytest.mark.parametrize("entry", STARTS, ids=lambda entry: entry.name)
def test_the_first_bias_answers_with_the_mean(entry):
    """The formula that the sheet shows, computed: a(bias) = m; labels and classes entry by entry."""
    m = np.array([[0.5, 0.3, 0.2]])
    names = {"m": m, "m_k": m, r"\lambda": SELU_SCALE, "T": 2.0}
    bias = tex.value(A_FORMULA.match(entry.bias)[1], names)
    np.testing.assert_allclose(entry.pairing.predict(bias), m, rtol=1e-12)


def test_every_row_says_where_to_start_and_what_that_costs():
    assert [e.name for e in CATALOGUE.values() if not (e.bias and e.first_loss)] == []


# What start finds on the sample of a row's properties, and the word that the row has for it.
SAID = {"set": "a set", "infinite": "infinite", "local": "local", "shift": "shift"}
ALONE = [
    name
    for name, entry in CATALOGUE.items()
    if entry.pairing.lists or (entry.pairing.scores == 1 and not entry.pairing.targets.rows)
]


@pytest.mark.parametrize("name", ALONE)
def test_a_best_constant_that_is_no_single_number_is_called_so(name):
    kind = start(name, np.array(PROPERTIES[name].sample)).kind
    assert kind == "unique" or SAID[kind] in CATALOGUE[name].bias


def test_the_first_loss_is_the_loss_at_the_first_bias():
    """Of a yes or no, and of classes: the entropy of the shares. The page checks all rows."""
    m = np.array([0.5, 0.3, 0.2])
    coin, classes = CATALOGUE["sigmoid + log loss"], CATALOGUE["softmax + cross-entropy"]
    told = tex.value(coin.first_loss.strip("$"), {"m": 0.3})
    y = np.repeat([[1.0], [0.0]], [3, 7], axis=0)
    found = coin.pairing.value(np.log(3 / 7) + 0 * y, y).mean()
    np.testing.assert_allclose(told, found, rtol=1e-12)
    told = tex.value(classes.first_loss.strip("$"), {"m_k": m})
    y = np.repeat(np.eye(3), [5, 3, 2], axis=0)
    np.testing.assert_allclose(told, classes.pairing.value(np.log(m) + 0 * y, y).mean(), rtol=1e-12)


def test_a_card_has_the_answer_and_the_code():
    card = catalogue.card("sigmoid + log loss")
    for part in ("log loss", "$p - y$", "BCEWithLogitsLoss()", "from_logits=True"):
        assert part in card


def test_a_card_of_several_rows_has_a_column_and_a_piece_of_code_for_each():
    names = ("ReLU + its matching loss", "exp + half Poisson deviance")
    card = catalogue.card(*names)
    assert card.splitlines()[0] == "|  | ReLU | exp |"
    assert "**choose it when**" in card
    for name in names:
        assert card.count(f"*{name}*") == len(FRAMEWORKS)


def test_rows_with_the_same_output_keep_a_column_each_on_a_card():
    names = ("identity + half squared error", "identity + absolute error", "identity + Huber")
    assert catalogue.card(*names).splitlines()[0] == f"|  | {' | '.join(names)} |"


def test_rows_of_one_target_say_when_to_choose_them():
    pages = [entry.page for entry in CATALOGUE.values()]
    for entry in CATALOGUE.values():
        assert entry.when or pages.count(entry.page) == 1


@pytest.mark.parametrize("name", catalogue.IDEAS)
def test_a_page_about_more_than_one_row_has_a_card(name):
    assert (BOOK / f"{name}.ipynb").is_file()
    assert all(f"**{question}**" in catalogue.card(name) for question in catalogue.IDEAS[name])


def test_a_card_of_nothing_is_refused():
    with pytest.raises(KeyError):
        catalogue.card("sigmoid")


# --- code to copy: executed and compared by `make test-frameworks` ------------------------------

WITH_CODE = [name for name in (*CATALOGUE, *catalogue.IDEAS) if has_code(name)]
each_snippet = pytest.mark.parametrize(
    ("name", "framework"),
    [(name, each) for name in WITH_CODE for each in FRAMEWORKS if has_code(name, each)],
)
HOMES = {
    "PyTorch": "torch",
    "Keras": "keras",
    "JAX / optax": "jax",
    "scikit-learn": "sklearn",
}


def test_every_row_has_code_and_no_code_is_nobody_s():
    cards = {entry.name for entry in CATALOGUE.values() if entry.shown != "table"}
    for name in (*cards, *catalogue.IDEAS):
        assert not has_code(name) or all(has_code(name, framework) for framework in FRAMEWORKS)
    assert cards <= set(WITH_CODE)
    snippets = Path(catalogue.__file__).parent / "snippets"
    folders = {path.parent.name for path in snippets.glob("*/*.py")}
    assert folders == set(map(folder, WITH_CODE))


def test_every_row_of_the_complete_table_has_code_in_pytorch():
    """A row that takes more than a screen of it? Name it here, with the reason."""
    too_long = {}
    without = {name for name in CATALOGUE if not has_code(name, "PyTorch")}
    assert without == set(too_long)


@each_snippet
def test_code_to_copy_is_complete_and_narrow(name, framework):
    """It imports its framework, fits a card and a phone's clipboard, and shows the prediction."""
    text = snippet(name, framework)
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert HOMES[framework] in modules
    assert max(map(len, text.splitlines())) <= 80
    if name in CATALOGUE:
        assert re.search(r"^ *p = ", text, re.M), "no prediction"
        assert "# your inputs: (n, inputs)" in text


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_the_code_makes_the_call_that_the_tables_name(entry):
    told = dict(
        zip(FRAMEWORKS, (entry.pytorch, entry.keras, entry.optax, entry.sklearn), strict=True)
    )
    for framework, calls in told.items():
        if not has_code(entry.name, framework):
            continue
        names = re.findall(r"`(\w+)", calls)
        text = snippet(entry.name, framework)
        # by hand where the library's loss would lack a term; Keras has a loss for rows, too
        other = {"make_fenchel_young_loss": "where", "CategoricalCrossentropy": ""}
        names = [other.get(name, name) for name in names]
        assert not names or any(name in text for name in names), (framework, names)


@pytest.mark.parametrize("name", [n for n in WITH_CODE if has_code(n, "scikit-learn")])
def test_what_scikit_learn_is_said_to_do_runs(name):
    """The other frameworks are no part of the book's environment."""
    space = {}
    exec(snippet(name, "scikit-learn"), space)
    if "loss" in space:
        assert space["loss"] >= 0
