"""Ordered classes: targets as the thresholds passed, scores in order, what a threshold is pulled by."""

import numpy as np
import pytest

from pairings import CATALOGUE, fit
from pairings import activations as A
from pairings.inputs import ladder
from pairings.losses import shares_of_classes
from pairings.network import init, scores
from pairings.optimizers import adam
from pairings.records import ladders

RNG = np.random.default_rng(4)
ROWS = [entry.pairing for entry in CATALOGUE.values() if entry.page == "ordered"]
IN_ORDER = [
    pairing for pairing in ROWS if "proportional" in pairing.name or "ordered" in pairing.name
]
each_row = pytest.mark.parametrize("pairing", ROWS, ids=lambda pairing: pairing.name)


def drawn(samples=60, classes=5):
    z = -np.sort(RNG.normal(0, 2, (samples, classes - 1)), axis=1)
    return z - 0.1 * np.arange(classes - 1), ladder(np.arange(samples) % classes, classes)


def test_a_rank_passes_the_thresholds_below_it():
    np.testing.assert_array_equal(ladder([0, 1, 2, 3], 4), np.tri(4, 3, -1))
    assert ladders.contains(ladder(np.arange(6), 6)).all()


@pytest.mark.parametrize(
    ("ranks", "classes", "words"),
    [
        ([0, 0.5, 1], 2, "whole number"),
        ([1, 2, 3], 3, "Subtract 1"),
        ([0, 0], 1, "classes"),
        ([0, -1, 1], 2, "ranks: got -1; .* to be ignored"),
        ([[0], [1]], 2, r"ranks: .*np.ravel\(ranks\)"),
    ],
)
def test_ranks_with_gaps_and_fractions_are_refused(ranks, classes, words):
    with pytest.raises(ValueError, match=words):
        ladder(ranks, classes)


def test_a_batch_need_not_show_every_class_but_a_training_set_may_be_asked_to():
    np.testing.assert_array_equal(ladder([0, 1, 1, 0], 3), [[0, 0], [1, 0], [1, 0], [0, 0]])
    with pytest.raises(ValueError, match=r"ranks: no sample of class 2; .*leave out strict=True"):
        ladder([0, 1, 3], 4, strict=True)


def test_names_of_an_order_are_not_sorted_by_the_alphabet():
    with pytest.raises(TypeError, match=r"ranks: got names; .*order\.index\(name\)"):
        ladder(["low", "mid", "high"], 3)


@each_row
def test_shares_of_classes_sum_to_one_and_price_each_class(pairing):
    """exp(−value) is the share of the class; CORAL's is a product of other chances."""
    z, y = drawn()
    p = shares_of_classes(pairing.predict(z))
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-12)
    priced = p[np.arange(len(z)), y.sum(axis=-1).astype(int)]
    told = np.exp(-pairing.value(z, y))
    if "CORAL" in pairing.name:
        assert not np.allclose(told, priced, rtol=0.1)
    else:
        np.testing.assert_allclose(told, priced, rtol=1e-9, atol=1e-13)


def test_shares_of_classes_in_a_stack_are_those_of_its_parts():
    """Three axes of three lengths, as for several networks."""
    p = np.sort(np.random.default_rng(0).uniform(size=(2, 3, 4)))[..., ::-1]
    np.testing.assert_array_equal(shares_of_classes(p), [shares_of_classes(part) for part in p])


@pytest.mark.parametrize("name", ["thresholds + CORAL", "thresholds + adjacent category"])
def test_each_threshold_is_pulled_by_prediction_minus_target(name):
    pairing = CATALOGUE[name].pairing
    z, y = drawn()
    np.testing.assert_allclose(pairing.gradient(z, y), pairing.predict(z) - y, atol=1e-12)


def test_proportional_odds_add_a_repulsion_of_the_two_neighbours():
    """And the whole score is pulled by σ(a) + σ(b) − 1."""
    pairing = CATALOGUE["thresholds + proportional odds"].pairing
    z, y = drawn()
    residual = pairing.predict(z) - y
    k, c = np.arange(4), y.sum(axis=-1, keepdims=True)
    gap = np.where((k == c - 1)[:, :-1], -np.diff(z, axis=1), 0).sum(axis=1, keepdims=True)
    push = np.where((c > 0) & (c < 4), 1 / np.expm1(np.where(gap > 0, gap, np.inf)), 0)
    expected = np.where(k == c - 1, residual - push, np.where(k == c, residual + push, 0))
    np.testing.assert_allclose(pairing.gradient(z, y), expected, atol=1e-12)


@pytest.mark.parametrize("pairing", IN_ORDER, ids=lambda pairing: pairing.name)
def test_scores_out_of_order_have_no_likelihood(pairing):
    z, y = np.array([[1.0, 2.0, 0.0]]), [[1.0, 0.0, 0.0]]
    assert np.isnan(pairing.predict(z)).all()
    assert pairing.value(z, y) == np.inf
    assert np.isnan(pairing.gradient(z, y)).all()
    assert np.isinf(pairing.value([[1.0, 1.0, 0.0]], y)).all()  # no room between equal ones


@each_row
def test_one_score_with_thresholds_learns_and_keeps_the_order(pairing):
    x = RNG.normal(size=(300, 3))
    ranks = np.digitize(x[:, 0] + RNG.logistic(size=300) / 2, [-1.0, -0.3, 0.4, 1.0])
    y = ladder(ranks, 5)
    start = init(np.random.default_rng(0), (3, 1), thresholds=4)
    settings = {"optimizer": adam(0.05), "epochs": 60, "batch_size": 50}
    found = fit(start, pairing, x, y, rngs=np.random.default_rng(1), **settings)
    z = scores(found.params, x, A.tanh)
    assert found.history["loss"][-1] < found.history["loss"][0] - 0.1
    assert np.isinf(found.diverged_at)
    if pairing in IN_ORDER or "CORAL" in pairing.name:
        assert (np.diff(z, axis=1) < 0).all()
    assert np.corrcoef(pairing.predict(z).sum(axis=-1), ranks)[0, 1] > 0.6


@each_row
def test_two_classes_are_a_yes_or_no(pairing):
    rng = np.random.default_rng(0)
    z = rng.normal(0, 1, (20, 1))
    y = (rng.uniform(size=(20, 1)) < 0.5) * 1.0
    p = pairing.predict(z)
    wanted = -np.where(y == 1, np.log(p), np.log1p(-p))
    np.testing.assert_allclose(pairing.value(z, y), wanted[:, 0], rtol=1e-9)


def test_the_cloglog_is_proportional_hazards_and_the_link_of_what_lies_below():
    """As polr, clm and brms have it: P(class ≤ k) = 1 − exp(−e^(θ_k − f)); a step of f changes the
    hazard by one factor at all thresholds. The other way round it is another loss."""
    row = CATALOGUE["thresholds + ordered cloglog (proportional hazards)"].pairing
    thresholds, f = np.array([[-1.0, 0.2, 1.5]]), np.array([[-0.7], [0.3]])
    below = -np.expm1(-np.exp(thresholds - f))
    np.testing.assert_allclose(1 - row.predict(f - thresholds), below, rtol=1e-12)
    hazards = np.log(row.predict(f - thresholds))
    np.testing.assert_allclose(hazards[0] / hazards[1], np.e, rtol=1e-12)
    z = f - thresholds
    assert not np.isclose(row.value(z, z > 0), row.value(-z[:, ::-1], (z <= 0)[:, ::-1])).any()
