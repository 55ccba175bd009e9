"""fit: the mean loss goes down, replicas do not know of each other, and nothing given is changed."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

from pairings import compose, fit, matching
from pairings.activations import exp, identity, relu, sigmoid, softmax, tanh
from pairings.datasets import load
from pairings.losses import cross_entropy, log_loss, squared_error
from pairings.network import init, scores, stack
from pairings.optimizers import adam, momentum, sgd

YES_NO = matching(sigmoid, log_loss)
RNG = np.random.default_rng(0)
X = RNG.normal(size=(23, 3))
Y = (X[:, :1] + 0.3 * RNG.normal(size=(23, 1)) > 0).astype(float)
OPTIMIZERS = pytest.mark.parametrize("make", [sgd, momentum, adam], ids=lambda make: make.__name__)


def generators(*seeds):
    return [np.random.default_rng(seed) for seed in seeds]


def train(params, pairing=YES_NO, x=X, y=Y, **settings):
    settings = {"optimizer": sgd(0.1), "epochs": 3, "rngs": generators(7)} | settings
    return fit(params, pairing, x, y, **settings)


def assert_same(params, others):
    for layer, other in zip(params, others, strict=True):
        for part, twin in zip(layer, other, strict=True):
            np.testing.assert_array_equal(part, twin)


def replica(params, r):
    return [(W[r], b[r]) for W, b in params]


# --- one step, by hand -----------------------------------------------------------------------


def test_the_first_step_by_hand():
    """w = 0, x = 1, y = 1 under sigmoid + log loss: the gradient is −1/2, so w = b = η/2."""
    params = [(np.zeros((1, 1)), np.zeros((1, 1)))]
    found = train(params, x=[[1.0]], y=[[1.0]], optimizer=sgd(0.1), epochs=1)
    assert found.params[0][0] == pytest.approx(0.05, rel=1e-15)
    assert found.params[0][1] == pytest.approx(0.05, rel=1e-15)
    assert found.history["loss"] == pytest.approx(np.log(2), rel=1e-15)


def test_full_batches_descend_the_mean():
    """Two identical samples give the step of one: the mean is taken, not the sum."""
    params = [(np.zeros((1, 1)), np.zeros((1, 1)))]
    one = train(params, x=[[1.0]], y=[[1.0]])
    two = train(params, x=[[1.0], [1.0]], y=[[1.0], [1.0]])
    assert_same(one.params, two.params)
    np.testing.assert_array_equal(one.history["loss"], two.history["loss"])


@OPTIMIZERS
def test_training_lowers_the_loss(make):
    """Each optimizer at a modest step size halves the loss of a learnable problem."""
    params = init(np.random.default_rng(1), (3, 5, 1))
    loss = train(params, optimizer=make(0.05), epochs=200, batch_size=8).history["loss"]
    assert loss[-1] < loss[0] / 2


# --- outside oracles -------------------------------------------------------------------------


def test_no_hidden_layer_reaches_logistic_regression():
    """Sigmoid + log loss on two features of breast cancer finds scikit-learn's coefficients."""
    data = load("breast_cancer")
    x, y = data.x[:, :2], data.labels[:, None].astype(float)
    params = init(np.random.default_rng(0), (2, 1))
    [(W, b)] = train(params, x=x, y=y, optimizer=momentum(2.0), epochs=1500).params
    oracle = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10000).fit(x, data.labels)
    np.testing.assert_allclose(W[:, 0], oracle.coef_[0], rtol=1e-6)
    np.testing.assert_allclose(b[0], oracle.intercept_, rtol=1e-6)


def test_no_hidden_layer_reaches_linear_regression():
    """Identity + half squared error on diabetes finds scikit-learn's least squares."""
    data = load("diabetes")
    x, y = data.x, data.labels[:, None] / 100
    pairing = matching(identity, squared_error)
    params = init(np.random.default_rng(0), (10, 1))
    [(W, b)] = train(params, pairing, x, y, optimizer=momentum(0.3), epochs=4000).params
    oracle = LinearRegression().fit(x, y)
    np.testing.assert_allclose(W.T, oracle.coef_, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(b[0], oracle.intercept_, rtol=1e-6)


# --- replicas --------------------------------------------------------------------------------


@OPTIMIZERS
@pytest.mark.parametrize("batch_size", [None, 1, 5, 23, 100], ids=lambda b: f"batch {b}")
def test_a_replica_in_a_stack_is_the_network_trained_alone(make, batch_size):
    """Parameters, losses and observations, bit for bit, through a whole run with its batches."""
    settings = {"optimizer": make(0.1), "batch_size": batch_size, "observe": first_score}
    networks = [init(rng, (3, 4, 2, 1)) for rng in generators(1, 2, 3)]
    together = train(stack(networks), rngs=generators(11, 12, 13), **settings)
    for r, (network, rng) in enumerate(zip(networks, generators(11, 12, 13), strict=True)):
        alone = train(network, rngs=rng, **settings)
        assert_same(replica(together.params, r), alone.params)
        np.testing.assert_array_equal(together.history["loss"][:, r], alone.history["loss"])
        np.testing.assert_array_equal(together.history["score"][:, r], alone.history["score"])
        assert together.diverged_at[r] == alone.diverged_at == np.inf


def first_score(params):
    return {"score": scores(params, X, tanh)[..., 0, 0]}


@OPTIMIZERS
def test_step_sizes_per_replica_are_runs_of_their_own(make):
    """A stack over a grid of step sizes equals the runs one by one, to the bit."""
    sizes, network = (0.001, 0.05, 0.5), init(np.random.default_rng(1), (3, 4, 1))
    together = train(
        stack([network] * 3), optimizer=make(sizes), rngs=generators(7, 7, 7), batch_size=6
    )
    for r, size in enumerate(sizes):
        alone = train(network, optimizer=make(size), batch_size=6)
        assert_same(replica(together.params, r), alone.params)


def test_two_replica_axes_train_like_one():
    """(seeds, step sizes, …): generators are dealt out in C order."""
    networks = [init(rng, (3, 4, 1)) for rng in generators(1, 2, 3, 4, 5, 6)]
    line = stack(networks)
    table = [(W.reshape(2, 3, *W.shape[1:]), b.reshape(2, 3, *b.shape[1:])) for W, b in line]
    seeds = range(20, 26)
    flat = train(line, rngs=generators(*seeds), batch_size=6)
    grid = train(table, rngs=generators(*seeds), batch_size=6)
    assert grid.history["loss"].shape == (3, 2, 3)
    np.testing.assert_array_equal(grid.history["loss"].reshape(3, 6), flat.history["loss"])
    for r in range(6):
        assert_same(replica(replica(grid.params, r // 3), r % 3), replica(flat.params, r))


@pytest.mark.parametrize("batch_size", [None, 5])
def test_a_replica_that_diverges_is_reported_and_harms_no_other(batch_size):
    """A huge step size blows one replica up, without a warning; the others are untouched, to the bit."""
    pairing = matching(identity, squared_error)
    networks = [init(rng, (3, 4, 1)) for rng in generators(1, 2, 3)]
    settings = {"pairing": pairing, "epochs": 60, "batch_size": batch_size, "hidden": relu}
    mixed = train(
        stack(networks), optimizer=sgd([0.01, 1e4, 0.02]), rngs=generators(4, 5, 6), **settings
    )
    assert np.isfinite(mixed.diverged_at).tolist() == [False, True, False]
    assert 1 < mixed.diverged_at[1] <= 60 * 5
    assert not np.isfinite(mixed.history["loss"][-1, 1])
    for r, size, seed in ((0, 0.01, 4), (2, 0.02, 6)):
        alone = train(networks[r], optimizer=sgd(size), rngs=generators(seed), **settings)
        assert_same(replica(mixed.params, r), alone.params)
        np.testing.assert_array_equal(mixed.history["loss"][:, r], alone.history["loss"])


def test_diverged_at_is_the_first_step_that_was_not_finite():
    """ReLU + log loss with p = 0 for y = 1: the loss is infinite before the first update."""
    params = [(np.array([[-1.0]]), np.zeros((1, 1)))]
    pairing = compose(relu, log_loss, guard=False)
    dead = train(params, pairing, x=[[1.0]], y=[[1.0]])
    assert dead.diverged_at == 1
    assert dead.history["loss"].tolist() == [np.inf] * 3
    assert_same(dead.params, params)  # the closed gate lets no infinite gradient through
    # w² grows by |1 − η|² a step: 1e4 to the 78th is past the largest float, and the loss its square
    growing = train(
        [(np.array([[1.0]]), np.zeros((1, 1)))],
        matching(identity, squared_error),
        x=[[1.0]],
        y=[[0.0]],
        optimizer=sgd(5e3),
        epochs=100,
    )
    losses = growing.history["loss"]
    assert growing.diverged_at == 1 + np.isfinite(losses).sum()
    assert not np.isfinite(losses[int(growing.diverged_at) - 1 :]).any()


@pytest.mark.parametrize("batch_size", [1, 4])
def test_divergence_within_an_epoch_is_dated_to_its_batch(batch_size):
    """One row of 20 has an infinite loss: the step is the one whose batch holds that row."""
    x = np.where(np.arange(20) == 13, -1.0, 1.0)[:, None]  # p = max(0, −1/2) = 0 there, for y = 1
    params = [(np.array([[0.5]]), np.zeros((1, 1)))]
    found = train(
        params,
        compose(relu, log_loss, guard=False),
        x=x,
        y=np.ones((20, 1)),
        optimizer=sgd(1e-300),
        batch_size=batch_size,
    )
    place = np.random.default_rng(7).permutation(20).tolist().index(13)
    assert found.diverged_at == 1 + place // batch_size


# --- batches and history ---------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [1, 4, 10, 22, 23, 100, None])
def test_every_epoch_sees_every_row_once(batch_size):
    """Batches partition the rows: all but the last of the size asked, in a new order each epoch."""
    seen = []

    def spy(z, y):
        seen.append(y[:, 0].copy())
        return YES_NO.gradient(z, y)

    rows = np.arange(23.0)[:, None] / 23
    train(init(RNG, (3, 1)), YES_NO._replace(gradient=spy), y=rows, batch_size=batch_size, epochs=2)
    assert len(seen.pop(0)) == 1  # the door's own look at one row
    size = min(batch_size or 23, 23)
    steps = -(-23 // size)
    assert [len(batch) for batch in seen[: steps - 1]] == [size] * (steps - 1)
    epochs = [np.concatenate(seen[:steps]), np.concatenate(seen[steps:])]
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch), rows[:, 0])
    in_order = [np.array_equal(epoch, rows[:, 0]) for epoch in epochs]
    assert in_order == [size == 23] * 2
    assert size == 23 or not np.array_equal(*epochs)


def test_inputs_keep_their_targets_through_the_shuffle():
    """Row i of x is trained on row i of y: y = x is learned exactly, whatever the batches."""
    x = np.linspace(-1, 1, 20)[:, None]
    params = [(np.array([[1.0]]), np.zeros((1, 1)))]
    pairing = matching(identity, squared_error)
    found = train(params, pairing, x=x, y=x, batch_size=3)
    assert_same(found.params, params)
    assert not found.history["loss"].any()


def test_full_batches_draw_nothing():
    """batch_size=None leaves the generator as it was; mini-batches do not."""
    for batch_size, drawn in ((None, False), (23, False), (5, True)):
        rng = np.random.default_rng(5)
        train(init(RNG, (3, 1)), rngs=rng, batch_size=batch_size)
        assert (rng.bit_generator.state != np.random.default_rng(5).bit_generator.state) is drawn


@pytest.mark.parametrize("batch_size", [None, 4, 10])
def test_history_is_the_mean_loss_before_each_update(batch_size):
    """With steps too small to matter, each epoch reports the mean over all rows, last batch and all."""
    params = init(np.random.default_rng(1), (3, 4, 1))
    found = train(params, optimizer=sgd(1e-300), batch_size=batch_size)
    mean = YES_NO.value(scores(params, X, tanh), Y).mean()
    np.testing.assert_allclose(found.history["loss"], [mean] * 3, rtol=1e-13)


@pytest.mark.parametrize("replicas", [(), (2,), (2, 3)], ids=str)
def test_shapes_of_what_training_leaves(replicas):
    """loss: (epochs, replicas …); an observation: one entry a step noted; diverged_at: replicas."""
    count = int(np.prod(replicas))
    params = [(np.zeros((*replicas, 3, 2)), np.zeros((*replicas, 1, 2)))]
    y = np.eye(2)[Y[:, 0].astype(int)]
    found = train(
        params,
        matching(softmax, cross_entropy),
        y=y,
        epochs=4,
        batch_size=10,
        rngs=generators(*range(count)),
        observe=lambda params: {
            "weights": params[0][0].copy(),
            "b": params[0][1][..., 0, 0].copy(),
        },
        observe_at=[0, 1, 5, 12],
    )
    assert found.history.keys() == {"loss", "step", "weights", "b"}
    assert found.history["loss"].shape == (4, *replicas)
    assert found.history["step"].tolist() == [0, 1, 5, 12]
    assert found.history["weights"].shape == (4, *replicas, 3, 2)
    assert found.history["b"].shape == (4, *replicas)
    assert found.diverged_at.shape == replicas
    assert not found.history["weights"][0].any()  # step 0 is before the first update
    np.testing.assert_array_equal(found.history["weights"][-1], found.params[0][0])


def test_observations_are_taken_after_every_epoch_by_default():
    """23 rows in batches of 10 are three steps an epoch."""
    found = train(
        init(RNG, (3, 1)), batch_size=10, epochs=2, observe=lambda params: {"n": np.array(1)}
    )
    assert found.history["step"].tolist() == [0, 3, 6]
    assert train(init(RNG, (3, 1))).history.keys() == {"loss"}


# --- what is given ---------------------------------------------------------------------------


@OPTIMIZERS
def test_nothing_given_is_changed(make):
    """Parameters, inputs and targets of the caller keep their numbers."""
    params = init(np.random.default_rng(1), (3, 4, 1))
    kept = [(W.copy(), b.copy()) for W, b in params]
    x, y = X.copy(), Y.copy()
    found = train(params, x=x, y=y, optimizer=make(0.1), batch_size=5)
    assert_same(params, kept)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, Y)
    assert (found.params[0][0] != params[0][0]).all()
    assert not np.shares_memory(found.params[0][0], params[0][0])


@OPTIMIZERS
def test_single_precision_parameters_stay_single(make):
    """The parameters decide the precision; the run agrees with double to its rounding."""
    params = init(np.random.default_rng(1), (3, 4, 1))
    single = [(W.astype(np.float32), b.astype(np.float32)) for W, b in params]
    found = train(single, optimizer=make(0.05), batch_size=5)
    double = train(params, optimizer=make(0.05), batch_size=5)
    assert {part.dtype for layer in found.params for part in layer} == {np.dtype(np.float32)}
    rounded = train(single, x=X.astype(np.float32), optimizer=make(0.05), batch_size=5)
    assert_same(found.params, rounded.params)  # inputs are rounded first, and steps are single too
    np.testing.assert_allclose(found.history["loss"], double.history["loss"], rtol=1e-4)


def test_integers_booleans_and_strides_train_alike():
    """x in integers and y in booleans give the run of their floats, to the bit."""
    x, params = np.round(2 * X), init(np.random.default_rng(1), (3, 4, 1))
    wide = np.zeros((46, 6))
    wide[::2, ::2] = x
    expected = train(params, x=x, batch_size=5)
    for inputs in (x.astype(int), x.tolist(), np.asfortranarray(x), wide[::2, ::2]):
        for targets in (Y, Y.astype(int), Y.astype(bool)):
            found = train(params, x=inputs, y=targets, batch_size=5)
            assert_same(found.params, expected.params)


def test_the_same_seed_gives_the_same_run():
    """And another seed another one."""
    params = init(np.random.default_rng(1), (3, 4, 1))
    first, again, other = (train(params, batch_size=5, rngs=generators(s)) for s in (3, 3, 4))
    assert_same(first.params, again.params)
    assert (first.params[0][0] != other.params[0][0]).any()


# --- what else is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ([], "params: got none"),
        ([(np.zeros((3, 1)), np.zeros((23, 1)))], r"b of shape \(23, 1\) for W of shape \(3, 1\)"),
        ([(np.zeros((3, 2)), np.zeros(2)), (np.zeros((2, 1)), np.zeros((1, 1)))], "params: b"),
        (
            [(np.zeros((3, 2)), np.zeros((1, 2))), (np.zeros((4, 1)), np.zeros((1, 1)))],
            r"W of shape \(4, 1\) after \(3, 2\)",
        ),
    ],
    ids=["no layer", "a bias per sample", "a flat bias", "layers that do not fit"],
)
def test_parameters_of_wrong_shape_are_refused(params, says):
    with pytest.raises(ValueError, match=says):
        train(params)


def test_a_step_that_never_comes_cannot_be_observed():
    with pytest.raises(ValueError, match=r"observe_at: got \[99\]; accepted are steps from 0 to 3"):
        train(init(generators(0)[0], (3, 1)), observe=lambda params: {}, observe_at=[99])


def test_what_was_observed_does_not_change_afterwards():
    """Updates are in place; the first observation is that of the start all the same."""
    params = init(generators(0)[0], (3, 1))
    found = train(params, observe=lambda params: {"W": params[0][0]}, observe_at=[0, 3])
    np.testing.assert_array_equal(found.history["W"][0], params[0][0])
    assert (found.history["W"][1] != params[0][0]).any()


@pytest.mark.parametrize(("output", "far"), [(exp, (1e4, 1.0)), (identity, (0.0, 1e200))])
def test_a_sample_without_weight_may_cost_anything(output, far):
    """Infinite loss or gradient times 0 is 0: as if it had been left out."""
    x, y, weights = X[:, :1].copy(), np.ones((23, 1)), np.ones(23)
    x[3], y[3], weights[3] = *far, 0
    settings = {"optimizer": sgd(0.1), "epochs": 5, "rngs": generators(7)[0]}
    start, left = [(np.full((1, 1), 0.5), np.zeros((1, 1)))], np.arange(23) != 3
    with_it = fit(start, matching(output), x, y, weights=weights, **settings)
    without = fit(start, matching(output), x[left], y[left], **settings)
    np.testing.assert_allclose(with_it.history["loss"], without.history["loss"], rtol=1e-12)
    np.testing.assert_allclose(with_it.params[0][0], without.params[0][0], rtol=1e-12)
    assert np.isinf(with_it.diverged_at)
