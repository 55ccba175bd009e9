"""The catalogue: every row holds, and leads to a page that exists."""

from pathlib import Path

import numpy as np
import pytest

from pairings import CATALOGUE, catalogue, gradient_check

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
    z = rng.uniform(0.1, 3, size=shape) * rng.choice([-1, 1], size=shape)
    y = entry.pairing.predict(rng.normal(size=shape))
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
    for problem in ARTICLE:
        assert problem in catalogue.summary()
    for entry in CATALOGUE.values():
        assert (entry.name in catalogue.beyond()) == (not entry.problem)
    for framework in ("PyTorch", "Keras", "optax", "scikit-learn"):
        assert framework in catalogue.calls()


def test_a_card_has_the_answer():
    card = catalogue.card("sigmoid + log loss")
    for part in ("log loss", "$p - y$", "`BCEWithLogitsLoss`", "from_logits=True"):
        assert part in card
