"""The names index: whole, without doubles, and found by what people type."""

import ast
import re
from collections import Counter

import pytest

from pairings import CATALOGUE
from pairings.catalogue.code import FRAMEWORKS
from pairings.catalogue.names import LIBRARIES, NAMES, find

EXECUTED = [name for name in NAMES if name.run]
INSTALLED = {"PyTorch", "Keras", "optax", "scikit-learn", "XGBoost", "LightGBM"}  # by the proofs
each_executed = pytest.mark.parametrize(
    "name", EXECUTED, ids=lambda name: f"{name.library}: {name.row}: {name.call}"
)


def test_every_row_that_is_named_exists():
    assert {name.row for name in NAMES} - {""} <= set(CATALOGUE)


def test_every_row_that_a_library_ships_has_its_name():
    """By the columns of the complete table, where "none" says that a library has no name for it."""
    told = {
        (row, library.replace("JAX / optax", "optax"))
        for row, entry in CATALOGUE.items()
        for library, calls in zip(
            FRAMEWORKS, (entry.pytorch, entry.keras, entry.optax, entry.sklearn), strict=True
        )
        if not calls.startswith("none")
    }
    assert told <= {(name.row, name.library) for name in NAMES}


def test_a_call_that_the_complete_table_names_is_a_name():
    """Each word in code of its four columns is within a name of that row and library."""
    for row, entry in CATALOGUE.items():
        for library, calls in zip(
            LIBRARIES, (entry.pytorch, entry.keras, entry.optax, entry.sklearn), strict=False
        ):
            names = " ".join(n.call for n in NAMES if (n.row, n.library) == (row, library))
            for call in re.findall(r"`(?:distributions\.)?(\w+)[^`]*`", calls):
                assert calls.startswith("none") or call in names, (row, library, call)


def test_no_name_stands_there_twice():
    times = Counter((name.library, name.call) for name in NAMES)
    assert [name for name, count in times.items() if count > 1] == []


def test_every_library_has_names():
    assert len(LIBRARIES) == 12
    assert {name.library for name in NAMES} == set(LIBRARIES)


def test_what_the_book_does_not_build_says_what_it_is():
    assert [name for name in NAMES if not name.row and not name.says] == []


def test_only_what_the_proofs_install_is_executed():
    assert {name.library for name in EXECUTED} == INSTALLED
    assert {name.library for name in NAMES if name.seen == "documentation"} == set(LIBRARIES)


@each_executed
def test_what_is_executed_is_what_is_called(name):
    """The code is one expression, and holds the word that the name begins with."""
    ast.parse(name.run, mode="eval")
    word = re.findall(r"[A-Za-z][\w:]{2,}", name.call.removeprefix("distributions."))[0]
    assert word in name.run


@pytest.mark.parametrize(
    ("query", "library", "row"),
    [
        ("logcosh", "Keras", "identity + log-cosh"),
        ("logcosh", "optax", "identity + log-cosh"),
        ("SoftMarginLoss", "PyTorch", "sigmoid + log loss"),
        ("torch.nn.SoftMarginLoss", "PyTorch", "sigmoid + log loss"),
        ("binary:logistic", "XGBoost", "sigmoid + log loss"),
        ("PoissonNLLLoss(log_input)", "PyTorch", "exp + half Poisson deviance"),
        ("reg:gamma", "XGBoost", "exp + half gamma deviance"),
        ('family=binomial(link="cloglog")', "brms", "cloglog + log loss"),
        ('family = binomial(link = "cloglog")', "brms", "cloglog + log loss"),
        ("keras.losses.Poisson", "Keras", "exp + half Poisson deviance"),
        ("mse_loss", "PyTorch", "identity + half squared error"),
        ("gpytorch ordinal", "GPyTorch", "thresholds + ordered probit"),
        ("ZAGA", "gamlss", "mean, shape, zeros + hurdle gamma"),
    ],
)
def test_a_name_is_found_as_people_write_it(query, library, row):
    assert (library, row) in {(name.library, name.row) for name in find(query)}


@pytest.mark.parametrize("query", ["", "  ", "=", "no such loss"])
def test_nothing_is_found_by_nothing(query):
    assert find(query) == []
