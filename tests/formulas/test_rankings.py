"""What all losses of lists have in common, and which of them are the same."""

import numpy as np
import pytest

from pairings import CATALOGUE, fit, optimizers, start
from pairings.losses import rankings as r

ORDER = CATALOGUE["softmax over those left + Plackett–Luce"].pairing
PAIRS = CATALOGUE["scores of a list + RankNet"].pairing
LIST = CATALOGUE["softmax over a list + ListNet"].pairing
TWO = CATALOGUE["scores of two + reward model of preferences"].pairing
each = pytest.mark.parametrize("pairing", [ORDER, PAIRS, LIST, TWO], ids=lambda p: p.name)


def made(pairing, lists=6):
    rng = np.random.default_rng(1)
    items = 2 if pairing is TWO else 5
    ranks = np.array([rng.permutation(items) + 1.0 for _ in range(lists)])
    return rng.normal(0, 2, ranks.shape), 2 - ranks if pairing is TWO else ranks


@each
def test_a_shift_of_a_list_changes_nothing(pairing):
    z, y = made(pairing)
    shifted = z + np.arange(len(z))[:, None]
    np.testing.assert_allclose(pairing.predict(shifted), pairing.predict(z), rtol=1e-12)
    for f in (pairing.value, pairing.gradient, pairing.curvature):
        np.testing.assert_allclose(f(shifted, y), f(z, y), rtol=1e-12, atol=1e-13)
    assert np.abs(pairing.gradient(z, y).sum(axis=-1)).max() < 1e-12
    stretched = z * 1.1
    assert not np.allclose(pairing.value(stretched, y), pairing.value(z, y))


@each
def test_the_curvature_is_the_difference_quotient_of_the_gradient(pairing):
    z, y = made(pairing)
    for k in range(z.shape[1]):
        step = 1e-5 * np.eye(z.shape[1])[k]
        slope = (pairing.gradient(z + step, y) - pairing.gradient(z - step, y))[:, k] / 2e-5
        np.testing.assert_allclose(pairing.curvature(z, y)[:, k], slope, rtol=1e-6, atol=1e-9)


@each
def test_replicas_and_the_order_of_the_items_change_nothing(pairing):
    z, y = made(pairing)
    turned = np.arange(z.shape[1])[::-1]
    both = np.stack([z, z + 1])
    np.testing.assert_allclose(pairing.value(both, y)[0], pairing.value(z, y))
    np.testing.assert_allclose(pairing.gradient(both, y)[0], pairing.gradient(z, y))
    np.testing.assert_allclose(pairing.value(z[:, turned], y[:, turned]), pairing.value(z, y))
    np.testing.assert_allclose(
        pairing.gradient(z[:, turned], y[:, turned]), pairing.gradient(z, y)[:, turned]
    )


@each
def test_a_list_without_weight_is_no_list(pairing):
    _, y = made(pairing)
    x = np.random.default_rng(2).normal(size=(*y.shape, 3))
    weights = np.array([1.0, 2, 0, 1, 0, 1])

    def trained(rows, weights):
        return fit(
            [(np.zeros((3, 1)), np.zeros((1, 1)))],
            pairing,
            x[rows],
            y[rows],
            weights=weights,
            optimizer=optimizers.sgd(0.1),
            epochs=5,
            rngs=np.random.default_rng(0),
        ).params[0][0]

    with_all, without = trained(slice(None), weights), trained(weights > 0, weights[weights > 0])
    np.testing.assert_allclose(with_all, without, rtol=1e-12)
    assert not np.allclose(with_all, trained(slice(None), np.ones(6)))


@pytest.mark.parametrize("pairing", [ORDER, PAIRS, LIST], ids=lambda p: p.name)
def test_a_list_of_one_costs_and_pulls_nothing(pairing):
    z, y = np.array([[3.0]]), np.array([[1.0]])
    assert pairing.value(z, y) == 0
    assert pairing.gradient(z, y) == 0
    assert pairing.curvature(z, y) == 0
    assert pairing.predict(z) in (0.5, 1.0)


def test_of_two_items_preferences_ranks_and_pairs_are_one_loss():
    z, y = made(TWO)
    for other, target in ((PAIRS, 7 * y - 2), (ORDER, 2 - y)):
        np.testing.assert_allclose(TWO.value(z, y), other.value(z, target), rtol=1e-13)
        np.testing.assert_allclose(TWO.gradient(z, y), other.gradient(z, target), rtol=1e-13)
    np.testing.assert_allclose(TWO.gradient(z, y), TWO.predict(z) - y, rtol=1e-12)


def test_equal_relevance_says_nothing_to_ranknet_and_something_to_listnet():
    z = np.array([[1.0, 0.0, -2.0]])
    y = np.full((1, 3), 2.0)
    assert PAIRS.value(z, y) == 0
    assert (PAIRS.gradient(z, y) == 0).all()
    assert LIST.value(z, y) > 0.1


def test_wins_are_mean_chances():
    z = np.random.default_rng(4).normal(size=(3, 5))
    np.testing.assert_allclose(r.wins(z).sum(axis=-1), 2.5)
    np.testing.assert_allclose(r.wins(z[:, :2]).sum(axis=-1), 1.0)


def test_every_start_is_as_good():
    found = start(ORDER, [[1.0, 2.0, 3.0], [3.0, 1.0, 2.0]])
    assert np.isclose(found.loss, np.log(6))
