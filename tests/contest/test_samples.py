"""What a sample may be: weighted, known only in part, a list of items, one score with thresholds."""

import numpy as np
import pytest

from pairings import (
    Domain,
    Pairing,
    activations,
    compose,
    fit,
    gradient_check,
    losses,
    masked,
    matching,
)
from pairings.inputs import with_flags
from pairings.network import init, scores
from pairings.optimizers import adam, sgd
from pairings.records import columns, interval, labels, nonnegative, positive, reals, simplex

A, L = activations, losses
RNG = np.random.default_rng(7)
X, Y = RNG.normal(size=(12, 3)), RNG.normal(size=(12, 2))
SQUARED = matching(A.identity, L.squared_error)


def trained(pairing, x, y, *, params=None, seed=0, **settings):
    params = params or init(np.random.default_rng(seed), (x.shape[-1], 4, y.shape[1]))
    settings = {"optimizer": sgd(0.1), "epochs": 5, "rngs": np.random.default_rng(1)} | settings
    return fit(params, pairing, x, y, **settings)


def assert_same(one, other, rtol=1e-12):
    for mine, reference in zip(one.params, other.params, strict=True):
        for a, b in zip(mine, reference, strict=True):
            np.testing.assert_allclose(a, b, rtol=rtol, atol=1e-14)


# --- weights ----------------------------------------------------------------------------------


def test_a_weight_counts_as_so_many_samples():
    times = RNG.integers(0, 4, len(X))
    weighted = trained(SQUARED, X, Y, weights=times)
    repeated = trained(SQUARED, np.repeat(X, times, axis=0), np.repeat(Y, times, axis=0))
    assert_same(weighted, repeated)
    np.testing.assert_allclose(weighted.history["loss"], repeated.history["loss"], rtol=1e-12)
    assert not np.allclose(weighted.params[0][0], trained(SQUARED, X, Y).params[0][0], rtol=1e-3)


def test_equal_weights_change_nothing_in_batches_either():
    for size in (None, 5):
        plain = trained(SQUARED, X, Y, batch_size=size)
        assert_same(plain, trained(SQUARED, X, Y, batch_size=size, weights=np.full(12, 3.7)))


def test_a_batch_without_weight_moves_nothing():
    one = np.zeros(12)
    one[0] = 1.0
    found = trained(SQUARED, X, Y, batch_size=1, weights=one, epochs=1)
    alone = trained(SQUARED, X[:1], Y[:1], epochs=1)
    assert_same(found, alone)


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        (np.ones(11), r"weights: got shape \(11,\)"),
        (np.ones((12, 1)), r"weights: got shape \(12, 1\)"),
        (-np.ones(12), "at least 0"),
        (np.zeros(12), "not all 0"),
        (np.full(12, np.nan), "finite"),
    ],
)
def test_odd_weights_are_refused(weights, part):
    with pytest.raises(ValueError, match=part):
        trained(SQUARED, X, Y, weights=weights)


# --- targets known only in part ---------------------------------------------------------------


@pytest.mark.parametrize(
    "pairing",
    [SQUARED, matching(A.sigmoid, L.log_loss), matching(A.exp, L.poisson), compose(A.exp, L.gamma)],
    ids=lambda p: p.name,
)
def test_an_unknown_target_adds_nothing(pairing):
    z = RNG.normal(size=(5, 3))
    y = np.full((5, 3), 0.5)
    y[0] = y[1, 2] = y[4, 0] = np.nan
    known = ~np.isnan(y)
    part = masked(pairing)
    flagged = with_flags(y)
    single = np.array(
        [
            [pairing.value([[a]], [[b]])[0] for a, b in zip(*r, strict=True)]
            for r in zip(z, np.full((5, 3), 0.5), strict=True)
        ]
    )
    np.testing.assert_allclose(part.value(z, flagged), (single * known).sum(axis=1), rtol=1e-13)
    assert (part.gradient(z, flagged)[~known] == 0).all()
    assert (part.gradient(z, flagged)[known] != 0).all()
    assert gradient_check(part, z, flagged).close
    assert (part.curvature(z, flagged)[~known] == 0).all()


def test_training_on_what_is_known_is_training_on_the_known_rows():
    y = np.where(np.arange(12)[:, None] < 8, Y[:, :1], np.nan)
    found = trained(
        masked(SQUARED), X, with_flags(y), params=init(np.random.default_rng(3), (3, 1))
    )
    mean_of_the_known = trained(
        SQUARED,
        X,
        Y[:, :1],
        params=init(np.random.default_rng(3), (3, 1)),
        optimizer=sgd(0.1 * 8 / 12),
        weights=np.arange(12) < 8,
    )
    assert_same(found, mean_of_the_known)


def test_rows_of_classes_cannot_be_known_in_part():
    with pytest.raises(ValueError, match=r"pairing: got softmax.*weights="):
        masked(matching(A.softmax, L.cross_entropy))


def test_a_flag_is_0_or_1():
    with pytest.raises(ValueError, match="each beside a flag 0 or 1"):
        masked(SQUARED).value([[1.0]], [[1.0, 0.5]])


# --- lists ------------------------------------------------------------------------------------


def test_a_list_is_a_sample_whose_items_one_network_scores():
    """A softmax over the items of a list, trained; by hand for one step of one layer."""
    lists = matching(A.softmax, L.cross_entropy)._replace(lists=True)
    x = RNG.normal(size=(6, 4, 3))
    y = np.eye(4)[RNG.integers(0, 4, 6)]
    params = init(np.random.default_rng(2), (3, 1))
    found = fit(params, lists, x, y, optimizer=sgd(0.5), epochs=1, rngs=np.random.default_rng(0))
    W = params[0][0]
    delta = (A.softmax.forward((x @ W)[..., 0]) - y) / 6
    np.testing.assert_allclose(
        found.params[0][0], W - 0.5 * np.einsum("nki,nk->i", x, delta)[:, None], rtol=1e-12
    )
    z = scores(found.params, x, A.tanh, lists=True)
    assert z.shape == (6, 4)
    assert lists.value(z, y).mean() < lists.value(scores(params, x, A.tanh, lists=True), y).mean()


def test_a_stack_on_lists_equals_the_networks_alone():
    lists = matching(A.softmax, L.cross_entropy)._replace(lists=True)
    x, y = RNG.normal(size=(7, 4, 3)), np.eye(4)[RNG.integers(0, 4, 7)]

    def run(seeds):
        rngs = [np.random.default_rng(s) for s in seeds]
        params = init(rngs, (3, 5, 1))
        return fit(params, lists, x, y, optimizer=adam(0.1), epochs=3, batch_size=2, rngs=rngs)

    both, alone = run([0, 1]), run([1])
    np.testing.assert_array_equal(both.params[0][0][1], alone.params[0][0][0])


# --- one score with thresholds ----------------------------------------------------------------


def test_thresholds_share_one_score():
    """Ordered classes as cumulative yes or no: the rows of z differ by the thresholds alone."""
    pairing = matching(A.sigmoid, L.log_loss)
    params = init(np.random.default_rng(0), (3, 5, 1), thresholds=4)
    y = (RNG.integers(0, 5, 12)[:, None] > np.arange(4)).astype(float)
    z = scores(params, X, A.tanh)
    np.testing.assert_allclose(z - z[:, :1], np.tile(z[0] - z[0, 0], (12, 1)), atol=1e-14)
    found = fit(params, pairing, X, y, optimizer=sgd(0.1), epochs=1, rngs=np.random.default_rng(1))

    def loss(W, b):
        return pairing.value(A.tanh.forward(X @ params[0][0] + params[0][1]) @ W + b, y).mean()

    W, b = params[-1]
    for part, moved in ((0, found.params[-1][0]), (1, found.params[-1][1])):
        for place in np.ndindex(params[-1][part].shape):
            h = np.zeros(params[-1][part].shape)
            h[place] = 1e-5
            up, down = ((W + s * h, b) if part == 0 else (W, b + s * h) for s in (1, -1))
            slope = (loss(*up) - loss(*down)) / 2e-5
            np.testing.assert_allclose((params[-1][part] - moved)[place] / 0.1, slope, rtol=1e-6)


def test_thresholds_stand_behind_one_output():
    with pytest.raises(ValueError, match="sizes: got 2 outputs"):
        init(np.random.default_rng(0), (3, 2), thresholds=4)


# --- the records tell the truth ---------------------------------------------------------------


def test_a_replaced_field_is_what_the_functions_read():
    strict = SQUARED._replace(targets=interval(0.0, 1.0))
    with pytest.raises(ValueError, match=r"accepted: \[0, 1\]"):
        strict.value([[0.0]], [[2.0]])
    assert strict._replace(guard=False).value([[0.0]], [[2.0]]) == 2.0
    two = SQUARED._replace(scores=2)
    with pytest.raises(ValueError, match="accepted are 1"):
        two.gradient(np.zeros((5, 2)), np.zeros((5, 2)))


def test_a_loss_of_two_scores_needs_a_head_of_two():
    wide = L.squared_error._replace(scores=2)
    with pytest.raises(ValueError, match="which takes 2 numbers per target"):
        compose(A.identity, wide)
    assert compose(A.identity._replace(scores=2), wide).scores == 2


def test_a_pairing_reads_as_one_line():
    assert repr(SQUARED) == ("<pairing identity + half squared error, targets in the real numbers>")
    assert "\n" not in repr(masked(SQUARED))


@pytest.mark.parametrize(
    ("domain", "inside", "outside"),
    [
        (nonnegative._replace(whole=True), [0.0, 3.0], [0.5, -1.0, np.nan, np.inf]),
        (labels(-1, 1), [-1.0, 1.0], [0.0]),
        (reals, [0.0], [np.inf]),
    ],
    ids=lambda d: getattr(d, "name", ""),
)
def test_a_domain_is_data(domain, inside, outside):
    assert domain.contains(np.array(inside)).all()
    assert not domain.contains(np.array(outside)).any()
    assert domain.contains(np.array(domain.member))
    assert isinstance(domain, Domain)


def test_columns_have_a_domain_each():
    censored = columns(positive, labels(0, 1))
    y = np.array([[2.0, 1.0, 3.0, 0.0], [0.0, 1.0, 3.0, 0.5]])
    assert censored.contains(y).tolist() == [[True, True], [False, False]]
    assert censored.name == "columns in (0, ∞) and {0, 1}"


@pytest.mark.parametrize(
    ("inner", "outer", "answer"),
    [
        (interval(0, 1), nonnegative, True),
        (nonnegative, interval(0, 1), False),
        (positive, nonnegative, True),
        (reals, nonnegative, False),
        (labels(0, 1), interval(0, 1), True),
        (simplex, simplex, True),
        (simplex, interval(0, 1), False),
        (nonnegative, nonnegative._replace(whole=True), False),
    ],
)
def test_a_domain_knows_what_it_lies_within(inner, outer, answer):
    assert inner.within(outer) is answer


@pytest.mark.parametrize(
    "pairing",
    [
        SQUARED,
        matching(A.sigmoid, L.log_loss),
        matching(A.softmax, L.cross_entropy),
        matching(A.exp),
        compose(A.sigmoid, L.squared_error),
    ],
    ids=lambda p: p.name,
)
def test_the_curvature_is_the_slope_of_the_gradient(pairing):
    z = RNG.normal(size=(6, 3))
    y = A.softmax.forward(RNG.normal(size=(6, 3)))
    found, h = pairing.curvature(z, y), 1e-6
    for k in range(3):
        step = np.eye(3)[k] * h
        slope = (pairing.gradient(z + step, y) - pairing.gradient(z - step, y))[:, k] / (2 * h)
        np.testing.assert_allclose(found[:, k], slope, rtol=1e-6, atol=1e-9)
    assert isinstance(pairing, Pairing)
