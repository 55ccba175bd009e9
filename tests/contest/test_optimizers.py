"""Steps by hand, against a transparent loop over single numbers, and against scikit-learn."""

import math

import numpy as np
import pytest
from sklearn.neural_network import _stochastic_optimizers as sklearn_steps  # private: the oracle

from pairings.optimizers import adam, momentum, sgd

MAKERS = pytest.mark.parametrize("make", [sgd, momentum, adam], ids=lambda make: make.__name__)
RNG = np.random.default_rng(0)
PARAMS = [(RNG.normal(size=(3, 2)), np.zeros((1, 2))), (RNG.normal(size=(2, 1)), np.ones((1, 1)))]
GRADIENTS = [
    [(RNG.normal(size=W.shape), RNG.normal(size=b.shape)) for W, b in PARAMS] for _ in "12345"
]


def run(optimizer, params, gradients):
    """The updates of every step, flattened to one row of numbers a step."""
    state = optimizer.start(params)
    return np.array([flat(optimizer.step(state, g)) for g in gradients])


def flat(params):
    return np.concatenate([part.ravel() for layer in params for part in layer])


def one(number):
    return [(np.array([[float(number)]]), np.array([[0.0]]))]


@pytest.mark.parametrize(
    ("optimizer", "updates"),
    [
        (sgd(0.5), [-1.0, 0.5]),  # −η g
        (momentum(0.5), [-1.0, -0.4]),  # v = 2, then 0.9 · 2 − 1 = 0.8
        (momentum(0.5, decay=0.0), [-1.0, 0.5]),  # without memory: sgd
        # m = 0.2, s = 0.004: η √0.001/0.1 · 0.2/√0.004 = η; the first step has the size η
        # then m = 0.08, s = 0.004996: 0.5 √0.001999/0.19 · 0.08/√0.004996
        (adam(0.5), [-0.5, -0.04 / 0.19 * math.sqrt(1999 / 4996)]),
        (adam(0.5, decay=0.0, decay_squares=0.0), [-0.5, 0.5]),  # −η sign(g)
    ],
    ids=["sgd", "momentum", "momentum without memory", "adam", "adam without memory"],
)
def test_first_steps_by_hand(optimizer, updates):
    """Gradients 2 and then −1."""
    found = run(optimizer, one(0), [one(2), one(-1)])[:, 0]
    assert found == pytest.approx(updates, rel=1e-6)


@pytest.mark.parametrize("gradient", [1e-3, 1.0, 1e6])
def test_the_first_step_of_adam_does_not_know_the_size_of_the_gradient(gradient):
    """η · sign(g), but for ε."""
    update = run(adam(0.25), one(0), [one(-gradient)])[0, 0]
    assert update == pytest.approx(0.25, rel=1e-3)


def plain_sgd(gs, eta):
    return [-eta * g for g in gs]


def plain_momentum(gs, eta, beta=0.9):
    velocity, updates = 0.0, []
    for g in gs:
        velocity = beta * velocity + g
        updates.append(-eta * velocity)
    return updates


def plain_adam(gs, eta, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Algorithm 1 of the paper in the order of its section 2, one number at a time."""
    m = s = 0.0
    updates = []
    for t, g in enumerate(gs, start=1):
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g * g
        rate = eta * math.sqrt(1 - beta2**t) / (1 - beta1**t)
        updates.append(-rate * m / (math.sqrt(s) + epsilon))
    return updates


@pytest.mark.parametrize(
    ("optimizer", "plain"),
    [
        (sgd(0.1), lambda gs: plain_sgd(gs, 0.1)),
        (momentum(0.1, decay=0.7), lambda gs: plain_momentum(gs, 0.1, 0.7)),
        (adam(0.1), lambda gs: plain_adam(gs, 0.1)),
        (adam(0.1, 0.8, 0.9, 1e-2), lambda gs: plain_adam(gs, 0.1, 0.8, 0.9, 1e-2)),
    ],
    ids=["sgd", "momentum", "adam", "adam with other settings"],
)
def test_five_steps_of_every_weight_follow_the_plain_loop(optimizer, plain):
    """Weights and biases of two layers, each as if it were the only number."""
    by_number = np.array([plain(list(gs)) for gs in np.transpose([flat(g) for g in GRADIENTS])]).T
    np.testing.assert_allclose(run(optimizer, PARAMS, GRADIENTS), by_number, rtol=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "oracle"),
    [
        (momentum(0.1), lambda params: sklearn_steps.SGDOptimizer(params, 0.1, nesterov=False)),
        (adam(0.1), lambda params: sklearn_steps.AdamOptimizer(params, 0.1)),
    ],
    ids=["momentum", "adam"],
)
def test_agreement_with_scikit_learn(optimizer, oracle):
    """The same updates as the optimizers inside MLPClassifier."""
    theirs = oracle([part for layer in PARAMS for part in layer])
    expected = [
        np.concatenate([u.ravel() for u in theirs._get_updates([p for layer in g for p in layer])])
        for g in GRADIENTS
    ]
    np.testing.assert_allclose(run(optimizer, PARAMS, GRADIENTS), expected, rtol=1e-10)


@MAKERS
def test_a_step_size_per_replica_is_each_replica_alone(make):
    """A stack with three step sizes gives the three runs to the bit."""
    sizes = [0.01, 0.1, 1.0]
    stacked = [[(np.stack([W] * 3), np.stack([b] * 3)) for W, b in g] for g in GRADIENTS]
    optimizer = make(np.array(sizes))
    state = optimizer.start(stacked[0])
    updates = [[(W.copy(), b.copy()) for W, b in optimizer.step(state, g)] for g in stacked]
    for r, size in enumerate(sizes):
        alone = run(make(size), PARAMS, GRADIENTS)
        own = [flat([(W[r], b[r]) for W, b in update]) for update in updates]
        np.testing.assert_array_equal(own, alone)


@MAKERS
def test_a_step_changes_neither_gradients_nor_parameters(make):
    """The optimizer returns updates to add; only its own state moves."""
    kept = flat(PARAMS), flat(GRADIENTS[0])
    run(make(0.1), PARAMS, GRADIENTS)
    np.testing.assert_array_equal(flat(PARAMS), kept[0])
    np.testing.assert_array_equal(flat(GRADIENTS[0]), kept[1])


@MAKERS
def test_a_fresh_start_forgets(make):
    """start() makes a new state each time: the same optimizer trains two networks alike."""
    optimizer = make(0.1)
    first = run(optimizer, PARAMS, GRADIENTS)
    np.testing.assert_array_equal(run(optimizer, PARAMS, GRADIENTS), first)


@MAKERS
def test_an_optimizer_says_its_name(make):
    """What tables print."""
    assert make(0.1).name == make.__name__
