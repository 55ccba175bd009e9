"""Metrics and laws of the chapters on one of several classes and on several labels at once."""

import itertools

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, hamming_loss, log_loss

from pairings import CATALOGUE, activations, compose, contest, datasets, duel, laws, losses, scoring
from pairings.inputs import one_hot
from pairings.scoring import Entrant

SOFTMAX = CATALOGUE["softmax + cross-entropy"].pairing
PER_LABEL = CATALOGUE["sigmoid per label + log loss"].pairing


def classes_entrant(probability=lambda p: p):
    return Entrant(
        SOFTMAX,
        encode=lambda labels: one_hot(labels, 4),
        decide=lambda p: p.argmax(axis=-1),
        probability=probability,
    )


def labels_entrant():
    return Entrant(PER_LABEL, np.asarray, lambda p: p > 0.5, lambda p: p)


@pytest.fixture
def classes():
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(4), size=(3, 60)), rng.integers(0, 4, size=60)


@pytest.fixture
def tags():
    rng = np.random.default_rng(1)
    return rng.uniform(size=(3, 40, 5)), rng.integers(0, 2, size=(40, 5))


# --- one of several classes ------------------------------------------------------------------


def test_multiclass_log_loss_is_that_of_scikit_learn(classes):
    p, labels = classes
    found = scoring.multiclass_log_loss(classes_entrant(), p, labels)
    theirs = [log_loss(labels, q, labels=range(4)) for q in p]
    np.testing.assert_allclose(found, theirs, rtol=1e-12)


def test_multiclass_log_loss_of_a_denied_class_is_infinite():
    p = np.array([[[1.0, 0.0, 0.0, 0.0]]])
    assert scoring.multiclass_log_loss(classes_entrant(), p, np.array([1])) == np.inf


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([0.5, 0.5, 0.5, 0.0], id="sum 1.5"),
        pytest.param([1.2, -0.2, 0.0, 0.0], id="a negative share"),
        pytest.param([np.nan, 0.5, 0.5, 0.0], id="NaN"),
    ],
)
def test_a_row_that_is_no_distribution_makes_the_metrics_undefined(classes, row):
    """One replica is spoilt, the others keep their numbers."""
    p, labels = classes
    p = p.copy()
    p[1, 7] = row
    entrant = classes_entrant()
    share = scoring.no_distribution(entrant, p, labels)
    np.testing.assert_allclose(share, [0, 1 / 60, 0])
    for metric in (scoring.multiclass_log_loss, scoring.multiclass_calibration_error):
        assert np.isnan(metric(entrant, p, labels)).tolist() == [False, True, False]


def test_calibration_error_of_the_largest_share_by_hand():
    """Two rows say 0.9 and one of them is right: the error is 0.4. Certainty that is right: 0."""
    p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.9, 0.1, 0.0]])
    error = scoring.multiclass_calibration_error(classes_entrant(), p, np.array([0, 2]))
    np.testing.assert_allclose(error, 0.4, atol=1e-12)
    sure = np.eye(4)[[0, 3]]
    assert scoring.multiclass_calibration_error(classes_entrant(), sure, np.array([0, 3])) == 0


def test_a_duel_of_several_outputs_ends_with_every_multiclass_metric():
    iris = datasets.load("iris")
    entrant = Entrant(SOFTMAX, lambda c: one_hot(c, 3), lambda p: p.argmax(-1), lambda p: p)
    found = duel(
        [entrant],
        iris.x,
        iris.labels,
        seeds=range(4),
        step_sizes=[0.3],
        epochs=20,
        metrics=scoring.MULTICLASS_METRICS,
        observations=5,
    )
    assert found.column("accuracy", entrant.name).min() > 0.8
    assert (found.column("no distribution", entrant.name) == 0).all()
    assert len(found.curves[entrant.name, "ordinary"]["step"]) <= 6


def test_observation_steps_begin_at_0_and_end_at_the_total():
    assert contest.observation_steps(8, 4) == [0, 1, 2, 4, 8]
    assert contest.observation_steps(500)[-1] == 500
    assert len(contest.observation_steps(10**6, 10)) == 11


# --- several labels --------------------------------------------------------------------------


def test_metrics_over_labels_are_those_of_scikit_learn(tags):
    p, labels = tags
    metrics = scoring.MULTILABEL_METRICS
    entrant = labels_entrant()
    found = {name: metric(entrant, p, labels) for name, metric in metrics.items()}
    decided = p > 0.5
    np.testing.assert_allclose(
        found["label accuracy"], [1 - hamming_loss(labels, d) for d in decided]
    )
    np.testing.assert_allclose(found["row accuracy"], [accuracy_score(labels, d) for d in decided])
    np.testing.assert_allclose(
        found["log loss"], [log_loss(labels.ravel(), q.ravel()) for q in p], rtol=1e-12
    )
    np.testing.assert_allclose(scoring.mislabelled(decided, labels), 1 - found["label accuracy"])
    assert (found["outside"] == 0).all()


def test_a_label_outside_makes_its_replica_undefined(tags):
    p, labels = tags
    p = p.copy()
    p[2, 3, 1] = 1.5
    entrant, metrics = labels_entrant(), scoring.MULTILABEL_METRICS
    np.testing.assert_allclose(metrics["outside"](entrant, p, labels), [0, 0, 1 / 200])
    assert np.isnan(metrics["log loss"](entrant, p, labels)).tolist() == [False, False, True]


def test_a_nan_is_no_right_row(tags):
    p, labels = tags
    p = p.copy()
    p[0, 0, 0] = np.nan
    assert np.isnan(scoring.row_accuracy(labels_entrant(), p, labels)[0])


def test_multilabel_data_keep_their_rows_without_a_label():
    data = datasets.multilabel()
    assert data.x.shape == (1500, 20)
    assert data.labels.shape == (1500, 5)
    per_row = data.labels.sum(axis=1)
    assert 0.1 < (per_row == 0).mean() < 0.2
    assert 1.5 < per_row.mean() < 2.5
    np.testing.assert_allclose(data.x[data.split.train].mean(axis=0), 0, atol=1e-13)
    few = datasets.multilabel(samples=60)
    np.testing.assert_array_equal(few.x, datasets.multilabel(samples=60).x)
    assert (datasets.multilabel(samples=60, seed=1).labels != few.labels).any()


def test_softmax_on_several_labels_has_the_gradient_of_the_page():
    """(Σy) p − y: nothing at all for a row without a label."""
    rng = np.random.default_rng(4)
    z, y = rng.normal(size=(64, 5)), rng.integers(0, 2, size=(64, 5)).astype(float)
    y[0] = 0
    pairing = compose(activations.softmax, losses.cross_entropy, guard=False)
    law = y.sum(axis=-1, keepdims=True) * pairing.predict(z) - y
    np.testing.assert_allclose(pairing.gradient(z, y), law, atol=1e-12)
    assert (pairing.gradient(z, y)[0] == 0).all()


# --- laws ------------------------------------------------------------------------------------

K = np.array([2, 3, 4, 5, 10, 100, 1000])


def test_double_softmax_has_the_known_fingerprints():
    """The numbers at which such a loss sticks."""
    known = [0.3133, 0.5514, 0.7437, 0.9048, 1.4612, 3.6222, 5.9095]
    np.testing.assert_allclose(laws.double_softmax_floor(K), known, atol=5e-5)
    ceilings = [0.731, 0.576, 0.475, 0.405, 0.232, 0.0267, 0.0027]
    np.testing.assert_allclose(laws.double_softmax_ceiling(K), ceilings, atol=5e-4)


def test_the_interval_of_the_double_softmax_has_length_1():
    np.testing.assert_allclose(
        laws.double_softmax_roof(K) - laws.double_softmax_floor(K), 1, rtol=1e-12
    )
    np.testing.assert_allclose(
        laws.double_softmax_ceiling(K), np.exp(-laws.double_softmax_floor(K)), rtol=1e-12
    )


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_no_double_softmax_leaves_its_interval(classes):
    """Corners attain the bounds; random shares stay between them."""
    rng = np.random.default_rng(classes)
    inner = np.vstack([np.eye(classes), rng.dirichlet(np.full(classes, 0.2), size=5000)])
    outer = activations.softmax.forward(inner)
    loss = -np.log(outer[:, 0])
    floor, roof = laws.double_softmax_floor(classes), laws.double_softmax_roof(classes)
    np.testing.assert_allclose([loss[0], loss[1]], [floor, roof], rtol=1e-12)
    assert floor - 1e-12 <= loss.min()
    assert loss.max() <= roof + 1e-12
    assert outer.max() <= laws.double_softmax_ceiling(classes) + 1e-12


def test_independent_labels_cost_nothing():
    a, b, c = np.array([0.3, 0.7]), np.array([0.9, 0.1]), np.array([0.5, 0.5])
    joint = np.einsum("i,j,k->ijk", a, b, c)
    np.testing.assert_allclose(laws.cost_of_independence(joint), 0, atol=1e-12)


def test_two_labels_that_are_one_cost_their_entropy():
    np.testing.assert_allclose(laws.cost_of_independence(np.diag([0.5, 0.5])), np.log(2))
    np.testing.assert_allclose(
        laws.cost_of_independence(np.diag([1.0, 0.0])), 0, atol=1e-12
    )  # 0 · log 0 = 0


def test_the_cost_is_the_divergence_from_the_product():
    """Σ p log(p / Π marginals), summed by hand for three labels."""
    joint = np.random.default_rng(2).dirichlet(np.ones(8)).reshape(2, 2, 2)
    by_hand = 0.0
    for row in itertools.product((0, 1), repeat=3):
        product = np.prod([np.take(joint, row[k], axis=k).sum() for k in range(3)])
        by_hand += joint[row] * np.log(joint[row] / product)
    np.testing.assert_allclose(laws.cost_of_independence(joint), by_hand, rtol=1e-10)
