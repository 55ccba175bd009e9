"""Outputs of several scores per target: heads, their losses, and the rows made of them."""

import facts
import numpy as np
import pytest

from pairings import CATALOGUE, compose
from pairings.checks import compare, finite_difference

SEVERAL = [entry.pairing for entry in CATALOGUE.values() if entry.pairing.scores > 1]
ROWS = [pairing for pairing in SEVERAL if pairing.loss]  # composed of a head and a loss
each_row = pytest.mark.parametrize("pairing", ROWS)
RNG = np.random.default_rng(5)
TARGETS = 3


def scores(pairing, far=2.0):
    return RNG.uniform(-far, far, (2, 20, TARGETS * pairing.scores))


def targets(pairing):
    return facts.kinds.drawn(pairing.targets, RNG, (20, TARGETS * pairing.columns))


def test_there_are_such_rows():
    assert ROWS
    assert {p.activation.name for p in ROWS} == {fact.name for fact in facts.HEADS}


@pytest.mark.parametrize("fact", facts.HEADS)
def test_a_head_has_its_values(fact):
    for z, p in fact.values:
        np.testing.assert_allclose(fact.of.forward([z]), [p], rtol=1e-15)
    assert fact.of.reason


@pytest.mark.parametrize("fact", facts.SEVERAL)
def test_a_loss_has_its_values_and_slopes(fact):
    for p, y, value, gradient in fact.values:
        np.testing.assert_allclose(fact.of.value([p], [y]), [value], rtol=1e-14)
        np.testing.assert_allclose(fact.of.gradient([p], [y]), [gradient], rtol=1e-14)
        np.testing.assert_allclose(fact.oracle(np.array(p), y[0]), value, rtol=1e-14)


@each_row
def test_the_exact_form_is_the_composed_one(pairing):
    composed = compose(pairing.activation, pairing.loss)
    z, y = scores(pairing), targets(pairing)
    np.testing.assert_allclose(pairing.value(z, y), composed.value(z, y), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        pairing.gradient(z, y), composed.gradient(z, y), rtol=1e-12, atol=1e-12
    )
    np.testing.assert_array_equal(pairing.predict(z), composed.predict(z))


@each_row
def test_its_gradient_and_curvature_are_slopes(pairing):
    z, y = scores(pairing), targets(pairing)
    numeric = finite_difference(lambda at: pairing.value(at, y), z)
    assert compare("gradient", pairing.gradient(z, y), numeric, 1e-8).close
    assert not compare("negative control", 1.001 * pairing.gradient(z, y), numeric, 1e-8).close
    for k in range(z.shape[-1]):
        numeric = finite_difference(lambda at, k=k: pairing.gradient(at, y)[..., k], z)[..., k]
        assert compare("curvature", pairing.curvature(z, y)[..., k], numeric, 1e-7).close


@each_row
def test_targets_stand_side_by_side(pairing):
    """What is said of one target does not hang on the others."""
    z, y = scores(pairing), targets(pairing)
    one = [
        pairing.value(
            z[..., k * pairing.scores : (k + 1) * pairing.scores],
            y[..., k * pairing.columns : (k + 1) * pairing.columns],
        )
        for k in range(TARGETS)
    ]
    np.testing.assert_allclose(sum(one), pairing.value(z, y), rtol=1e-13, atol=1e-13)


@each_row
def test_the_best_constant_is_the_statistic(pairing):
    y = targets(pairing)[:, : pairing.columns]
    best = pairing.loss.elicits.of(y)
    paid = pairing.loss.value(np.tile(best, (len(y), 1)), y).mean()
    for _ in range(50):
        other = best * RNG.uniform(0.8, 1.25, best.shape)
        assert pairing.loss.value(np.tile(other, (len(y), 1)), y).mean() > paid


@each_row
def test_it_is_finite_far_out(pairing):
    z = np.array([[300.0, -600.0], [-300.0, 600.0], [0.0, -1e3]])
    y = np.array([[300.0], [0.5], [0.0]])
    assert np.isfinite(pairing.value(z, y)).all()
    assert not np.isnan(pairing.gradient(z, y)).any()
