"""Each row of the catalogue against the loss its page states, differentiated by sympy, and an oracle."""

import facts
import numpy as np
import pytest
import sympy
from facts.rows.kind import CLOSE, in_symbols
from scipy import special, stats

from pairings import CATALOGUE, gradient_check
from pairings.losses import apart

each_row = pytest.mark.parametrize("fact", facts.ROWS.values(), ids=lambda fact: fact.row)


def log_beta(y, m, phi):
    return stats.beta.logpdf(y, m * phi, (1 - m) * phi)


def log_inflated_beta(y, zero, one, m, phi):
    """Of a probability at 0 and at 1, of a density between."""
    edge, between = np.isin(y, (0, 1)), np.log1p(-zero - one)
    inside = between + log_beta(np.where(edge, 0.5, y), m, phi)
    return np.where(edge, np.log(np.where(y == 0, zero, one)), inside)


def log_logit_normal(y, median, v):
    """By the density of the logit, whose slope is 1/(y (1 − y))."""
    of_logit = stats.norm.logpdf(special.logit(y), special.logit(median), np.sqrt(v))
    return of_logit - np.log(y) - np.log1p(-y)


LOG_DENSITIES = {  # of a target, by the numbers predicted for it
    "two linear scores + von Mises": lambda y, mu, kappa: stats.vonmises.logpdf(y, kappa, mu),
    "tan-half link + von Mises": lambda y, mu, kappa: stats.vonmises.logpdf(y, kappa, mu),
    "skew-normal likelihood": lambda y, xi, omega, alpha: stats.skewnorm.logpdf(
        y, alpha, xi, omega
    ),
    "beta likelihood": log_beta,
    "zero-and-one-inflated beta likelihood": log_inflated_beta,
    "logit-normal likelihood": log_logit_normal,
}
STATED = [fact for fact in facts.ROWS.values() if callable(fact.stated)]


def pairing_of(fact):
    return CATALOGUE[fact.row].pairing


def drawn(fact, seed=3):
    return fact.draw(np.random.default_rng(seed))


def split(pairing, z, y):
    """Scores and columns target by target: (targets, scores), (targets, columns)."""
    if pairing.lists or pairing.targets.rows:
        return z, y
    return z.reshape(-1, pairing.scores), y.reshape(-1, pairing.columns)


def derived(fact, z, y):
    """Value, gradient and curvature of the stated loss: sympy's, for every target."""
    scores = z.shape[1]
    compute = sympy.lambdify(*in_symbols(fact, scores, y.shape[1]), modules=["scipy", "numpy"])
    with np.errstate(all="ignore"):
        found = [compute(*a, *b) for a, b in zip(z, y, strict=True)]
    return np.split(np.array(found, float), [1, 1 + scores], axis=1)


def test_every_row_has_its_facts():
    """What to write: a record of `OfRow` in tests/facts/rows, in the file of the chapter."""
    assert set(facts.ROWS) == set(CATALOGUE)


@pytest.mark.parametrize("fact", STATED, ids=lambda fact: fact.row)
def test_value_gradient_and_curvature_are_those_of_the_stated_loss(fact):
    pairing = pairing_of(fact)
    z, y = drawn(fact)
    a, b = split(pairing, z, y)
    value, gradient, curvature = derived(fact, a, b)
    shape = (len(z), -1)
    scale = 1 + np.abs(value).max()
    np.testing.assert_allclose(
        pairing.value(z, y), value.reshape(shape).sum(axis=1), rtol=1e-8, atol=1e-10 * scale
    )
    gradient, curvature = gradient.reshape(z.shape), curvature.reshape(z.shape)
    np.testing.assert_allclose(pairing.gradient(z, y), gradient, rtol=1e-7, atol=1e-10 * scale)
    assert not np.allclose(pairing.gradient(z, y), 1.001 * gradient, rtol=1e-6)  # it would notice
    if pairing.curvature is not None:
        np.testing.assert_allclose(pairing.curvature(z, y), curvature, rtol=1e-7, atol=1e-9 * scale)


@each_row
def test_the_gradient_is_the_difference_quotient(fact):
    assert gradient_check(pairing_of(fact), *drawn(fact)).close


@each_row
def test_an_oracle_agrees(fact):
    """−log density = value + omitted(y)."""
    assert callable(fact.oracle) or (isinstance(fact.oracle, str) and len(fact.oracle) > 20)
    if callable(fact.oracle):
        entry = CATALOGUE[fact.row]
        z, y = drawn(fact)
        told = entry.pairing.value(z, y)
        if entry.omitted is not None:
            told = told + entry.omitted(y)
        expected = fact.oracle(z, y)
        np.testing.assert_allclose(
            told, expected, rtol=1e-7, atol=1e-9 * (1 + np.abs(expected).max())
        )


@pytest.mark.parametrize("name", LOG_DENSITIES)
def test_the_predicted_numbers_are_those_of_the_density(name):
    """−log density = value + omitted(y), with the prediction in place of the scores."""
    entry = CATALOGUE[name]
    z, y = drawn(facts.ROWS[name])
    predicted = apart(entry.pairing.predict(z), entry.pairing.scores)
    expected = -LOG_DENSITIES[name](y, *predicted).sum(axis=-1)
    told = entry.pairing.value(z, y)
    if entry.omitted is not None:
        told = told + entry.omitted(y)
    np.testing.assert_allclose(told, expected, rtol=1e-9)


@each_row
def test_its_height_is_what_it_says(fact):
    entry = CATALOGUE[fact.row]
    assert entry.height in ("deviance", "likelihood", "loss")
    assert (entry.omitted is None) == (entry.omitted_tex == "")
    if entry.height == "deviance":
        assert (entry.pairing.value(*drawn(fact)) >= 0).all()
    if entry.pairing.scores > 1:
        assert entry.predicts or entry.shown != "table"


@each_row
def test_extreme_scores_are_right(fact):
    for z, y, value, gradient in fact.far:
        z, y = np.array([z], float), np.array([y], float)
        np.testing.assert_allclose(pairing_of(fact).value(z, y), [value], rtol=CLOSE)
        np.testing.assert_allclose(pairing_of(fact).gradient(z, y), [gradient], rtol=CLOSE)


@each_row
def test_what_is_no_target_is_refused_with_what_to_do(fact):
    pairing = pairing_of(fact)
    for y, words in fact.refused:
        y = np.array([y], float)
        z = np.zeros((1, y.shape[1] // pairing.columns * pairing.scores))
        with pytest.raises(ValueError, match=words):
            pairing.value(z, y)
        with pytest.raises(ValueError, match=words):
            pairing.gradient(z, y)


@each_row
def test_single_precision_stays_single_and_close(fact):
    pairing = pairing_of(fact)
    z, y = (a.astype(np.float32) for a in drawn(fact))
    value, gradient = pairing.value(z, y), pairing.gradient(z, y)
    assert value.dtype == gradient.dtype == np.float32
    assert pairing.curvature is None or pairing.curvature(z, y).dtype == np.float32
    z, y = z.astype(float), y.astype(float)
    if not pairing.targets.rows:
        np.testing.assert_allclose(value, pairing.value(z, y), rtol=1e-3, atol=1e-3)
