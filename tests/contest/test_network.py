"""A dense network by hand: forward by numbers, backward by finite differences, stacks as solos."""

import facts
import numpy as np
import pytest

from pairings import compose, matching
from pairings.activations import identity, relu, sigmoid, softmax, tanh
from pairings.checks import compare
from pairings.losses import absolute_error, log_loss
from pairings.network import (
    backward,
    dense,
    dense_backward,
    dense_input,
    forward,
    init,
    scores,
    shift_output,
    stack,
)

HIDDEN = [fact.of for fact in facts.ACTIVATIONS if not fact.rough]
X = np.random.default_rng(0).normal(size=(6, 3))


def generators(*seeds):
    return [np.random.default_rng(seed) for seed in seeds]


def shifted(params):
    """Biases off zero, so that their gradients are tested away from a special point."""
    rng = np.random.default_rng(99)
    return [(W, b + rng.normal(size=b.shape[-2:]) / 3) for W, b in params]


def mean_loss(params, pairing, y, hidden):
    return pairing.value(scores(params, X, hidden), y).mean(axis=-1)


def gradients(params, pairing, y, hidden):
    z, cache = forward(params, X, hidden)
    return backward(params, cache, pairing.gradient(z, y) / len(X), hidden)


def numeric_gradients(params, pairing, y, hidden, step=1e-3):
    """Fourth-order differences of the mean loss by every weight, in all replicas at once."""
    numeric = [tuple(np.empty_like(part) for part in layer) for layer in params]
    for layer, grads in zip(params, numeric, strict=True):
        for part, grad in zip(layer, grads, strict=True):
            for i, j in np.ndindex(part.shape[-2:]):
                kept, total = part[..., i, j].copy(), 0.0
                for weight, shift in ((8, 1), (-8, -1), (-1, 2), (1, -2)):
                    part[..., i, j] = kept + shift * step
                    total = total + weight * mean_loss(params, pairing, y, hidden)
                part[..., i, j] = kept
                grad[..., i, j] = total / (12 * step)
    return numeric


@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (3, 4, 3, 2)], ids=str)
@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda a: a.name)
def test_backward_is_the_derivative_by_every_weight(hidden, sizes):
    """Finite differences agree for every W and b of a stack of two; a wrong factor is noticed."""
    y = np.random.default_rng(1).uniform(0.1, 0.9, (6, 2))
    params, pairing = shifted(init(generators(3, 4), sizes)), matching(sigmoid)
    ours, numeric = (f(params, pairing, y, hidden) for f in (gradients, numeric_gradients))
    for layer, reference in zip(ours, numeric, strict=True):
        for mine, by_difference in zip(layer, reference, strict=True):
            assert compare(hidden.name, mine, by_difference, 1e-8).close
            assert np.abs(mine).max() > 1e-4  # there is something to agree on
            assert not compare("negative control", 1.001 * mine, by_difference, 1e-8).close
            assert not compare("negative control", -mine, by_difference, 1e-8).close


@pytest.mark.parametrize(
    "pairing",
    [matching(softmax), compose(identity, absolute_error), compose(tanh, log_loss, guard=False)],
    ids=lambda pairing: pairing.name,
)
def test_backward_asks_of_a_pairing_only_its_gradient(pairing):
    """Any pairing on top: the chain below is the same."""
    y = np.array([[1.0, 0.0], [0.0, 1.0]] * 3)
    # predictions inside (0, 1), where all three losses are smooth
    params = shift_output(init(np.random.default_rng(6), (3, 4, 2)), scale=0.1, bias=0.5)
    ours, numeric = (f(params, pairing, y, tanh) for f in (gradients, numeric_gradients))
    for layer, reference in zip(ours, numeric, strict=True):
        for mine, by_difference in zip(layer, reference, strict=True):
            assert compare(pairing.name, mine, by_difference, 1e-8).close


def test_dense_by_hand():
    """z = x W + b and its three derivatives, for one layer with whole numbers."""
    x, W, b = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0], [3.0]]), np.array([[0.5]])
    delta = np.array([[1.0], [-2.0]])
    assert dense(x, W, b).tolist() == [[7.5], [3.5]]
    dW, db = dense_backward(x, delta)
    assert dW.tolist() == [[1.0], [0.0]]  # 1·1 + 0·(−2), 2·1 + 1·(−2)
    assert db.tolist() == [[-1.0]]
    assert dense_input(W, delta).tolist() == [[1.0, 3.0], [-2.0, -6.0]]


def test_forward_by_hand():
    """Two layers of ReLU: max(0, x W₁ + b₁) W₂ + b₂, and no activation on the score."""
    params = [
        (np.array([[1.0, -1.0]]), np.array([[0.0, 1.0]])),
        (np.array([[2.0], [3.0]]), np.array([[-10.0]])),
    ]
    z, _ = forward(params, np.array([[2.0], [-2.0]]), relu)
    assert z.tolist() == [[-6.0], [-1.0]]  # 2·2 + 3·0 − 10, 2·0 + 3·3 − 10
    np.testing.assert_array_equal(scores(params, np.array([[2.0], [-2.0]]), relu), z)


def test_a_network_without_hidden_layer_is_one_dense_map():
    """sizes = (inputs, outputs): the score is x W + b, whatever `hidden` is."""
    params = init(np.random.default_rng(0), (3, 2))
    np.testing.assert_array_equal(scores(params, X, relu), dense(X, *params[0]))


def test_init_draws_variance_one_over_inputs_and_no_bias():
    """So that a score has the size of an input, whatever the width."""
    (W, b), (V, c) = init(np.random.default_rng(0), (400, 300, 5))
    assert [part.shape for part in (W, b, V, c)] == [(400, 300), (1, 300), (300, 5), (1, 5)]
    assert W.var() * 400 == pytest.approx(1, abs=0.02)
    assert V.var() * 300 == pytest.approx(1, abs=0.1)
    assert abs(W.mean()) < 1e-3
    assert not b.any()
    assert not c.any()


def test_init_of_a_stack_is_each_network_alone():
    """One generator per replica, in order: the same numbers as one by one."""
    stacked = init(generators(1, 2, 3), (3, 4, 2))
    for r, rng in enumerate(generators(1, 2, 3)):
        for layer, alone in zip(stacked, init(rng, (3, 4, 2)), strict=True):
            for part, solo in zip(layer, alone, strict=True):
                np.testing.assert_array_equal(part[r], solo)
    assert (stacked[0][0][0] != stacked[0][0][1]).all()


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda a: a.name)
def test_forward_and_backward_of_a_stack_are_each_network_alone_to_the_bit(hidden):
    """Leading axes are replicas: with shared inputs, and with inputs of their own."""
    pairing, y = matching(sigmoid), np.random.default_rng(1).uniform(size=(6, 2))
    networks = [init(rng, (3, 5, 4, 2)) for rng in generators(1, 2, 3)]
    z, cache = forward(stack(networks), X, hidden)
    stacked = backward(stack(networks), cache, pairing.gradient(z, y), hidden)
    own = scores(stack(networks), np.stack([X, X + 1, X + 2]), hidden)
    for r, alone in enumerate(networks):
        solo, cache = forward(alone, X, hidden)
        np.testing.assert_array_equal(z[r], solo)
        np.testing.assert_array_equal(own[r], scores(alone, X + r, hidden))
        one_by_one = backward(alone, cache, pairing.gradient(solo, y), hidden)
        for layer, expected in zip(stacked, one_by_one, strict=True):
            for part, reference in zip(layer, expected, strict=True):
                np.testing.assert_array_equal(part[r], reference)


def test_shift_output_changes_the_last_layer_of_a_copy():
    """Output weights times scale, output bias plus bias; the network given is as before."""
    params = init(np.random.default_rng(0), (3, 4, 2))
    before = [(W.copy(), b.copy()) for W, b in params]
    (W, b), (V, c) = shift_output(params, scale=0.1, bias=-8.0)
    np.testing.assert_array_equal(W, before[0][0])
    np.testing.assert_array_equal(b, before[0][1])
    np.testing.assert_array_equal(V, 0.1 * before[1][0])
    assert (c == -8).all()
    for layer, kept in zip(params, before, strict=True):
        for part, old in zip(layer, kept, strict=True):
            np.testing.assert_array_equal(part, old)
