"""What losses of embeddings and of masks have in common with others, and what they refuse."""

import numpy as np
import pytest
from scipy.special import expit

from pairings import CATALOGUE, activations, fit, gradient_check, optimizers, start
from pairings.losses import overlaps, similarities
from pairings.network import init, scores

COSINE = CATALOGUE["unit embedding + cosine"].pairing
SOFTMAX = CATALOGUE["unit embeddings of 2 + contrastive loss"].pairing
PAIRS = CATALOGUE["unit embeddings of 2 + sigmoid pairs"].pairing
DICE = CATALOGUE["sigmoid per pixel + Dice"].pairing
ONE_HOT = CATALOGUE["softmax + cross-entropy"].pairing
BITS = CATALOGUE["sigmoid per label + log loss"].pairing
each_list = pytest.mark.parametrize("pairing", [SOFTMAX, PAIRS], ids=lambda p: p.name)
GROUPS = np.array([[0.0, 1, 0, 2, 1], [3, 3, 3, 4, 4]])


def made(size=2, seed=1):
    return np.random.default_rng(seed).normal(size=(2, 5 * size))


def differences(pairing, z, y):
    """The diagonal of the second derivative, score by score."""
    found = np.empty_like(z)
    for k, step in enumerate(1e-5 * np.eye(z.shape[1])):
        gap = pairing.gradient(z + step, y) - pairing.gradient(z - step, y)
        found[:, k] = gap[:, k] / 2e-5
    return found


# --- embeddings ----------------------------------------------------------------------------------


@each_list
def test_the_length_of_an_embedding_and_a_turn_of_all_change_nothing(pairing):
    z = made()
    lengths = np.repeat(np.random.default_rng(2).uniform(0.1, 10, (2, 5)), 2, axis=1)
    c, s = np.cos(0.7), np.sin(0.7)
    turned = (z.reshape(2, 5, 2) @ np.array([[c, s], [-s, c]])).reshape(2, 10)
    for other in (z * lengths, turned):
        np.testing.assert_allclose(pairing.value(other, GROUPS), pairing.value(z, GROUPS))
    pull = pairing.gradient(z, GROUPS)
    np.testing.assert_allclose(pairing.gradient(z * lengths, GROUPS), pull / lengths)
    across = (pull * z).reshape(2, 5, 2).sum(axis=-1)
    assert np.abs(across).max() < 1e-12
    assert not np.allclose(pairing.value(z + 1, GROUPS), pairing.value(z, GROUPS))


@each_list
def test_the_order_of_the_items_and_the_names_of_the_groups_change_nothing(pairing):
    z, order = made(), np.array([3, 0, 4, 1, 2])
    moved = z.reshape(2, 5, 2)[:, order].reshape(2, 10)
    np.testing.assert_allclose(pairing.value(moved, GROUPS[:, order]), pairing.value(z, GROUPS))
    renamed = 10 - 3 * GROUPS
    np.testing.assert_array_equal(pairing.value(z, renamed), pairing.value(z, GROUPS))
    stack = np.stack([z, 2 * z, made(seed=4)])
    np.testing.assert_allclose(pairing.value(stack, GROUPS)[2], pairing.value(stack[2], GROUPS))
    np.testing.assert_allclose(
        pairing.gradient(stack, GROUPS)[2], pairing.gradient(stack[2], GROUPS)
    )


@pytest.mark.parametrize("size", [2, 3, 7])
def test_embeddings_of_any_size(size):
    z = 1 + made(size)
    for pairing in (
        similarities.contrastive_with(size, 0.3),
        similarities.sigmoid_pairs_with(size, 0.3, -1.0),
    ):
        assert gradient_check(pairing, z, GROUPS).close
        np.testing.assert_allclose(
            pairing.curvature(z, GROUPS), differences(pairing, z, GROUPS), rtol=1e-5, atol=1e-6
        )
        lengths = (pairing.predict(z) ** 2).reshape(2, 5, size).sum(axis=-1)
        np.testing.assert_allclose(lengths, 1)


def test_softmax_over_the_batch_is_cross_entropy_of_the_others():
    """Row by row: who of the other four is the partner?"""
    z, y = made()[:1], np.array([[0.0, 1, 0, 1, 2]])
    u = SOFTMAX.predict(z).reshape(5, 2)
    table, own = u @ u.T / 0.1, ~np.eye(5, dtype=bool)
    asked = table[own].reshape(5, 4)[:4]
    partner = np.eye(4)[[1, 2, 0, 1]]  # of the items 2, 3, 0, 1 among the others
    expected = ONE_HOT.value(asked, partner).sum()
    np.testing.assert_allclose(SOFTMAX.value(z, y), [expected], rtol=1e-12)
    alike = (y[0][:, None] == y[0])[np.triu_indices(5, 1)][None] * 1.0
    logits = table[np.triu_indices(5, 1)][None] - 10
    np.testing.assert_allclose(PAIRS.value(z, y), BITS.value(logits, alike), rtol=1e-12)


def test_cosine_is_half_the_squared_distance_of_unit_vectors_and_of_angles_two_scores():
    rng = np.random.default_rng(5)
    z, y = rng.normal(size=(2, 9, 4))
    u, v = COSINE.predict(z), COSINE.predict(y)
    np.testing.assert_allclose(COSINE.value(z, y), ((u - v) ** 2).sum(axis=1) / 2)
    angle = rng.uniform(-3, 3, (9, 1))
    circle = CATALOGUE["unit vector + cosine"].pairing
    wanted = 5 * np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    for f in ("value", "gradient", "curvature"):
        ours, theirs = getattr(COSINE, f)(z[:, :2], wanted), getattr(circle, f)(z[:, :2], angle)
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-13)


@each_list
def test_every_constant_is_as_good_and_zero_is_given(pairing):
    found = start(pairing, GROUPS)
    assert (found.kind, found.bias.tolist()) == ("shift", [0.0, 0.0])
    for b in ([0.0, 0.0], [3.0, -1.0], [1e-200, 0.0]):
        z = np.tile(b, 5)[None].repeat(2, axis=0)
        np.testing.assert_allclose(pairing.value(z, GROUPS).mean(), found.loss)
        assert (pairing.gradient(z, GROUPS) == 0).all()
    if pairing is SOFTMAX:
        np.testing.assert_allclose(found.loss, np.log(4) * 4.5)  # an item has no partner


@each_list
def test_a_network_learns_who_belongs_together(pairing):
    """fit takes lists of items with several scores each, and weights of lists."""
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(3, 4))
    y = np.array([rng.permutation([0.0, 0, 1, 1, 2, 2]) for _ in range(12)])
    x = centres[y.astype(int)] + 0.1 * rng.normal(size=(12, 6, 4))
    done = fit(
        init([np.random.default_rng(k) for k in (0, 1)], (4, 6, 2)),
        pairing,
        x,
        y,
        optimizer=optimizers.adam(0.05),
        epochs=60,
        batch_size=4,
        rngs=[np.random.default_rng(k) for k in (2, 3)],
        weights=np.arange(12.0),
    )
    loss = done.history["loss"]
    assert loss.shape == (60, 2)
    assert (loss[-1] < loss[0] / 2).all()
    z = scores(done.params, x, activations.tanh, lists=True)
    assert z.shape == (2, 12, 12)
    left = np.average(pairing.value(z, y), axis=-1, weights=np.arange(12.0))
    assert (left < loss[0] / 2).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: similarities.contrastive_with(1), "size"),
        (lambda: similarities.contrastive_with(2, 0.0), "temperature"),
        (lambda: similarities.contrastive_with(2, -1.0), "temperature"),
        (lambda: similarities.sigmoid_pairs_with(2, 0.1, np.inf), "offset"),
        (lambda: overlaps.tversky_with(0.0, 1.0), "added"),
        (lambda: overlaps.tversky_with(1.0, -1.0), "missed"),
        (lambda: overlaps.dice_with(-1.0), "smooth"),
    ],
)
def test_settings_that_make_no_loss_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


# --- masks ---------------------------------------------------------------------------------------


def test_dice_counts_pixels_where_predictions_are_sure():
    hit, added, missed = 3, 2, 1
    y = np.repeat([1.0, 0, 1, 0], [hit, added, missed, 4])[None]
    z = 100 * np.repeat([1.0, 1, -1, -1], [hit, added, missed, 4])[None]
    np.testing.assert_allclose(DICE.value(z, y), 1 - 2 * hit / (2 * hit + added + missed))
    for a, b in ((1.0, 1.0), (0.3, 0.7), (2.0, 0.1)):
        told = overlaps.tversky_with(a, b).value(z, y)
        np.testing.assert_allclose(told, 1 - hit / (hit + a * added + b * missed))
    assert overlaps.tversky_with(1, 1).name == "sigmoid per pixel + Jaccard"


def test_an_empty_mask_needs_smoothing():
    none, z = np.zeros((1, 4)), np.array([[-2.0, 0, 1, -1]])
    with pytest.raises(ValueError, match="dice_with"):
        DICE.value(z, none)
    smooth = overlaps.dice_with(1.0)
    p = expit(z).sum()
    np.testing.assert_allclose(smooth.value(z, none), 1 - 2 / (p + 2))
    assert (smooth.gradient(z, none) > 0).all()  # away with every pixel
    assert gradient_check(smooth, z, none).close
    np.testing.assert_allclose(smooth.curvature(z, none), differences(smooth, z, none), rtol=1e-6)


def test_dice_prefers_a_mask_to_a_probability():
    """A pixel that is 1 in six masks of ten is predicted 1, in four of ten 0."""
    for share, wanted in ((0.6, 1.0), (0.4, 0.0)):
        y = np.ones((10, 2))
        y[int(10 * share) :, 1] = 0
        assert DICE.predict(start(DICE, y).bias[None])[0, 1] == wanted
        np.testing.assert_allclose(BITS.predict(start(BITS, y).bias[None])[0, 1], share)


def test_beside_log_loss_both_are_added():
    z, y = np.array([[1.0, -2, 0.5]]), np.array([[1.0, 0, 0]])
    both = CATALOGUE["sigmoid per pixel + log loss and Dice"].pairing
    for f in ("value", "gradient", "curvature"):
        expected = getattr(BITS, f)(z, y) / 3 + getattr(DICE, f)(z, y)
        np.testing.assert_allclose(getattr(both, f)(z, y), expected)
