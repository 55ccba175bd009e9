"""Made waiting times, and training on lists of them."""

import numpy as np
import pytest

from pairings import CATALOGUE, fit
from pairings import activations as A
from pairings.datasets import waiting_times
from pairings.network import init, scores
from pairings.optimizers import adam, sgd

COX = CATALOGUE["softmax over those at risk + Cox partial likelihood"].pairing
EXPONENTIAL = CATALOGUE["exp + censored exponential"].pairing
RNG = np.random.default_rng(3)


def test_times_are_what_is_said():
    """Exponential around their scale where nobody is lost; lost at the rate that is told."""
    seen = waiting_times(20000, lost=0)
    assert (seen.labels[:, 1] == 1).all()
    assert abs((seen.labels[:, 0] / seen.scale).mean() - 1) < 0.03
    some = waiting_times(20000, lost=0.5)
    share = 1 / (1 + 0.5 * some.scale)  # of the events, by the two rates
    assert abs(some.labels[:, 1].mean() - share.mean()) < 0.01
    np.testing.assert_array_equal(some.scale, seen.scale)
    ended = some.labels[:, 1] == 1
    np.testing.assert_array_equal(some.labels[ended], seen.labels[ended])
    assert (some.labels[~ended, 0] < seen.labels[~ended, 0]).all()


def test_a_shape_changes_the_spread_of_the_logarithm():
    sharp = waiting_times(5000, shape=3.0, lost=0)
    spread = np.log(sharp.labels[:, 0] / sharp.scale).std()
    assert abs(spread - np.pi / np.sqrt(6) / 3) < 0.02


def test_a_seed_is_a_sample():
    assert not np.array_equal(waiting_times(seed=0).labels, waiting_times(seed=1).labels)
    np.testing.assert_array_equal(waiting_times().labels, waiting_times().labels)


@pytest.mark.parametrize(
    ("setting", "words"), [({"shape": 0.0}, "shape"), ({"lost": -1.0}, "lost")]
)
def test_a_bad_setting_is_refused(setting, words):
    with pytest.raises(ValueError, match=words):
        waiting_times(**setting)


# --- lists of those at risk ---------------------------------------------------------------------


def cox_lists(lists=8, items=6):
    x = RNG.normal(size=(lists, items, 3))
    t = np.round(RNG.exponential(np.exp(x[..., 0])) + 0.05, 1)
    y = np.stack([t, RNG.integers(0, 2, t.shape)], axis=-1)
    return x, y.reshape(lists, -1)


def test_a_shift_of_a_list_a_clock_and_a_permutation_change_nothing():
    _, y = cox_lists()
    z = RNG.normal(size=(8, 6))
    value, gradient = COX.value(z, y), COX.gradient(z, y)
    shift = RNG.normal(size=(8, 1)) * 100
    np.testing.assert_allclose(COX.value(z + shift, y), value, rtol=1e-11)
    np.testing.assert_allclose(COX.gradient(z + shift, y), gradient, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(gradient.sum(axis=-1), 0, atol=1e-13)
    clock = y.copy()
    clock[:, ::2] = y[:, ::2] ** 3 * 7
    np.testing.assert_array_equal(COX.value(z, clock), value)
    order = RNG.permutation(6)
    mixed = y.reshape(8, 6, 2)[:, order].reshape(8, -1)
    np.testing.assert_allclose(COX.value(z[:, order], mixed), value, rtol=1e-13)
    np.testing.assert_allclose(COX.gradient(z[:, order], mixed), gradient[:, order], rtol=1e-12)


def test_a_list_without_an_event_costs_nothing_and_a_list_of_one_is_refused():
    z = RNG.normal(size=(2, 4))
    y = np.stack([RNG.uniform(1, 2, (2, 4)), np.zeros((2, 4))], axis=-1).reshape(2, -1)
    assert (COX.value(z, y) == 0).all()
    assert (COX.gradient(z, y) == 0).all()
    assert (COX.curvature(z, y) == 0).all()
    with pytest.raises(ValueError, match="lists of one item"):
        COX.value([[3.0]], [[1.0, 1.0]])


def test_who_is_censored_before_the_first_event_fills_a_short_list():
    """So that lists of unequal length can share an array."""
    z, y = RNG.normal(size=(1, 4)), [[2.0, 1.0, 3.0, 0.0, 2.5, 1.0, 1.0, 0.0]]
    long, short = COX.gradient(z, y), COX.gradient(z[:, :3], [y[0][:6]])
    np.testing.assert_allclose(COX.value(z, y), COX.value(z[:, :3], [y[0][:6]]), rtol=1e-14)
    np.testing.assert_allclose(long[:, :3], short, rtol=1e-13)
    assert long[0, 3] == 0


def test_without_ties_and_censoring_it_is_plackett_luce():
    """The order of arrival, place by place a softmax over the rest."""
    z = RNG.normal(size=5)
    t = RNG.permutation(5) + 1.0
    rest, expected = np.argsort(t).tolist(), 0.0
    while rest:
        expected += np.log(np.exp(z[rest]).sum()) - z[rest.pop(0)]
    found = COX.value(z[None], np.stack([t, np.ones(5)], axis=-1).reshape(1, -1))
    np.testing.assert_allclose(found, [expected], rtol=1e-13)


def test_a_stack_on_lists_equals_the_networks_alone():
    x, y = cox_lists()

    def run(seeds):
        rngs = [np.random.default_rng(s) for s in seeds]
        params = init(rngs, (3, 5, 1))
        return fit(params, COX, x, y, optimizer=adam(0.05), epochs=4, batch_size=3, rngs=rngs)

    both, alone = run([0, 1]), run([1])
    np.testing.assert_array_equal(both.params[0][0][1], alone.params[0][0][0])
    assert (both.history["loss"][-1] < both.history["loss"][0]).all()


def test_weights_of_lists_count():
    x, y = cox_lists(3)
    start = init(np.random.default_rng(0), (3, 1))
    settings = {"optimizer": sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(1)}
    doubled = fit(start, COX, x, y, weights=np.array([2.0, 1.0, 0.0]), **settings)
    again = fit(start, COX, x[[0, 0, 1]], y[[0, 0, 1]], **settings)
    np.testing.assert_allclose(doubled.params[0][0], again.params[0][0], rtol=1e-12)


def test_weights_and_columns_go_through_training():
    data = waiting_times(200)
    start = init(np.random.default_rng(0), (5, 4, 1))
    settings = {"optimizer": adam(0.05), "epochs": 20, "rngs": np.random.default_rng(1)}
    found = fit(start, EXPONENTIAL, data.x, data.labels, weights=data.scale, **settings)
    assert found.history["loss"][-1] < 0.7 * found.history["loss"][0]
    assert np.isfinite(scores(found.params, data.x, A.tanh)).all()


@pytest.mark.parametrize("pairing", [EXPONENTIAL, COX], ids=lambda pairing: pairing.name)
def test_chords_lie_above(pairing):
    """Convex in the score, even where the scores are far apart."""
    items = 5 if pairing is COX else 1
    t, d = RNG.integers(1, 9, (400, items)), RNG.integers(0, 2, (400, items))
    y = np.stack([t, d], axis=-1).reshape(400, -1)
    z, w = RNG.normal(0, 6, (2, 400, items))
    share = RNG.uniform(size=(400, 1))
    between = share * z + (1 - share) * w
    chord = share[:, 0] * pairing.value(z, y) + (1 - share[:, 0]) * pairing.value(w, y)
    assert (pairing.value(between, y) <= chord * (1 + 1e-12)).all()
    assert (pairing.curvature(z, y) >= -1e-15).all()
