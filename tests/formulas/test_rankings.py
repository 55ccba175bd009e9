"""What all losses of lists have in common, and which of them are the same."""

import mpmath
import numpy as np
import pytest

from pairings import CATALOGUE, fit, optimizers, start
from pairings.losses import rankings as r
from pairings.losses import waiting as w
from pairings.losses.distributions import together

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


LISTS = [entry.pairing for entry in CATALOGUE.values() if entry.pairing.lists]
COX = CATALOGUE["softmax over those at risk + Cox partial likelihood"].pairing
BATCH = CATALOGUE["unit embeddings of 2 + contrastive loss"].pairing
MATES = CATALOGUE["unit embeddings of 2 + sigmoid pairs"].pairing
each_of_lists = pytest.mark.parametrize("pairing", LISTS, ids=lambda p: p.name)


def alone(pairing, lists=4):
    """Lists of one item, with a number that stands for a time, a rank, a relevance, a preference."""
    return np.ones((lists, pairing.scores)), np.ones((lists, pairing.columns))


@each_of_lists
def test_a_list_of_one_costs_and_pulls_nothing(pairing):
    z, y = alone(pairing)
    if pairing is not BATCH:  # no candidate at all: a maximum over nothing
        assert not pairing.bare.value(z, y).any()
        assert not pairing.bare.gradient(z, y).any()
        assert not pairing.bare.curvature(z, y).any()
    assert pairing.predict(z).shape == z.shape
    assert (np.isin(pairing.predict(z), (0.5, 1.0)) | (pairing.scores > 1)).all()


@each_of_lists
@pytest.mark.parametrize("call", ["value", "gradient", "curvature"])
def test_a_list_of_one_is_refused(pairing, call):
    for lists, likely in ((4, r"4 items.*y\.reshape\(1, -1\)"), (1, "mini-batch of one")):
        z, y = alone(pairing, lists)
        with pytest.raises(ValueError, match=f"^y: got lists of one item.*least [23].*{likely}"):
            getattr(pairing, call)(z, y)
        if pairing is not BATCH:
            assert not getattr(pairing._replace(guard=False), call)(z, y).any()


@each_of_lists
def test_a_list_of_one_is_refused_before_a_start_and_a_training(pairing):
    _, y = alone(pairing)
    with pytest.raises(ValueError, match="lists of one item"):
        start(pairing, y)
    with pytest.raises(ValueError, match="lists of one item"):
        fit(
            [(np.zeros((3, pairing.scores)), np.zeros((1, pairing.scores)))],
            pairing,
            np.ones((4, 1, 3)),
            y,
            optimizer=optimizers.sgd(0.1),
            epochs=1,
            rngs=np.random.default_rng(0),
        )


def test_two_partners_alone_are_refused_where_they_are_each_other_s_only_candidate():
    z = np.random.default_rng(0).normal(size=(3, 4))
    y = np.ones((3, 2))
    assert not BATCH.bare.value(z, y).any()
    assert not BATCH.bare.gradient(z, y).any()
    with pytest.raises(ValueError, match=r"lists of two items.*at least 3.*one pair"):
        BATCH.value(z, y)
    with pytest.raises(ValueError, match=r"one item.*at least 3"):
        BATCH.value(z[:, :2], y[:, :1])
    with pytest.raises(ValueError, match=r"one item.*at least 2"):
        MATES.value(z[:, :2], y[:, :1])
    assert (MATES.value(z, y) > 0).all()
    three = np.array([[1.0, 1, 2]] * 3)
    assert (BATCH.value(np.hstack([z, z[:, 1:3]]), three) > 0).all()


def test_a_longer_list_that_teaches_nothing_by_chance_is_taken():
    """All tied, nobody seen, one item with a place filled up: not the length is to blame."""
    z = np.array([[1.0, -2.0]])
    assert PAIRS.value(z, [[3.0, 3.0]]) == 0
    assert COX.value(z, [[1.0, 0.0, 2.0, 0.0]]) == 0
    filled = [[2.0, 1.0, 1.0, 0.0]]  # the second was censored before the first event
    assert COX.value(z, filled) == 0
    assert not COX.gradient(z, filled).any()


def test_a_loss_of_one_s_own_that_a_lone_item_teaches_is_taken():
    """The largest score of a bag against its label, as in learning from bags."""

    def value(z, y):
        return (z.max(axis=-1) - y[..., 0]) ** 2

    bags = PAIRS._replace(name="bags", value=value, gradient=lambda z, y: 2 * (z - y))
    assert bags.value([[3.0]], [[1.0]]) == 4.0
    with pytest.raises(ValueError, match="NaN"):
        bags.value([[3.0]], [[np.nan]])


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


def test_an_item_that_cannot_be_drawn_and_comes_last_changes_nothing():
    """A score of −∞, as a mask gives it: as if it had not been in the list."""
    z, y = np.array([[2.0, 1.0, -np.inf]]), np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_allclose(ORDER.value(z, y), ORDER.value(z[:, :2], y[:, :2]))
    for f in (ORDER.gradient, ORDER.curvature):
        np.testing.assert_allclose(f(z, y)[:, :2], f(z[:, :2], y[:, :2]))
        assert f(z, y)[0, 2] == 0
    hazards = CATALOGUE["softmax over those at risk + Cox partial likelihood"].pairing
    seen = np.array([[1.0, 1.0, 2.0, 1.0, 3.0, 0.0]])  # the last one censored
    np.testing.assert_allclose(hazards.gradient(z, seen)[0, 2], 0)
    assert np.isfinite(hazards.value(z, seen)).all()


def by_definition(z, t, d):
    """Value, gradient and curvature of Cox's loss, risk set by risk set, with 60 digits."""
    with mpmath.workdps(60):
        z = [mpmath.mpf(float(s)) for s in z]
        value, gradient, curvature = 0, [mpmath.mpf(-float(f)) for f in d], [0] * len(z)
        for i in np.flatnonzero(d):
            left = [j for j in range(len(z)) if t[j] >= t[i]]
            others = sum(mpmath.exp(z[j] - z[i]) for j in left if j != i)
            value += mpmath.log1p(others)
            for j in left:
                p = mpmath.exp(z[j] - z[i]) / (1 + others)
                gradient[j] += p
                curvature[j] += p * (1 - p)
        return value, gradient, curvature


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("lead", [30.0, 1e4, 1e8, 1e15])
@pytest.mark.parametrize("shift", [0.0, 1e4])
@pytest.mark.parametrize("ties", [False, True])
def test_a_stage_keeps_its_digits_however_far_ahead_another_item_is(dtype, lead, shift, ties):
    rng = np.random.default_rng(int(lead) % 97 + ties)
    eps = np.finfo(dtype).eps
    for _ in range(20):
        far = lead * rng.integers(-1, 2, 6)
        z = (rng.normal(size=6).astype(dtype) + dtype(shift)).astype(dtype) + far.astype(dtype)
        t = (rng.integers(1, 4, 6) if ties else 1 + rng.permutation(6)).astype(dtype)
        d = (rng.random(6) < 0.7).astype(dtype)
        value, gradient, curvature = by_definition(z, t, d)
        y = together(t[None], d[None])
        pull = sum(abs(float(s)) * abs(g) for s, g in zip(z, gradient, strict=True))
        assert abs(float(w.cox_value(z[None], y)[0]) - value) <= 4 * eps * (value + pull) + 1e-45
        for found, right in zip(w.cox_gradient(z[None], y)[0], gradient, strict=True):
            assert abs(float(found) - right) <= 8 * eps * max(1, abs(right))
        for found, right in zip(w.cox_curvature(z[None], y)[0], curvature, strict=True):
            assert abs(float(found) - right) <= 16 * eps


def test_an_order_keeps_the_digits_of_its_last_stage_too():
    z, y = np.array([[1.0, 0.0, 1e9]]), np.array([[3.0, 2.0, 1.0]])
    np.testing.assert_allclose(r.plackett_luce_value(z, y), np.logaddexp(0.0, 1.0), rtol=1e-15)


@pytest.mark.parametrize("name", ["ranknet", "listnet", "plackett_luce"])
def test_a_score_that_is_no_number_spoils_its_list_alone_also_where_no_term_reads_it(name):
    z = np.array([[np.nan, 1.0, 2.0], [0.0, 1.0, 2.0]])
    y = np.array([[1.0, 1.0, 1.0] if name == "ranknet" else [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
    for of in ("value", "gradient", "curvature"):
        with np.errstate(invalid="ignore"):
            found = getattr(r, f"{name}_{of}")(z, y)
        assert np.isnan(found[0]).all()
        assert not np.isnan(found[1]).any()


def test_who_is_censored_before_any_event_spoils_the_list_with_a_nan_too():
    z, y = np.array([[np.nan, 0.0, 1.0]]), np.array([[1.0, 0, 2, 1, 3, 1]])
    for f in (w.cox_value, w.cox_gradient, w.cox_curvature):
        with np.errstate(invalid="ignore"):
            assert np.isnan(f(z, y)).all()
