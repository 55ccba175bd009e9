"""compose is the chain rule; matching is the one loss with gradient prediction − target."""

import facts
import numpy as np
import pytest
from sklearn._loss import loss as sklearn_loss  # private: its formulas are the outside oracle

from pairings import activations, compose, gradient_check, losses, matching
from pairings.activations import (
    elu_with,
    entmax,
    exp,
    identity,
    relu,
    selu,
    sigmoid,
    softmax,
    sparsemax,
    tanh,
)
from pairings.losses import absolute_error, cross_entropy, log_loss, squared_error
from pairings.records import simplex

EPS = np.finfo(float).eps
CONVEX = [fact.of for fact in facts.ACTIVATIONS if fact.convex]
NAMED = [(fact.of, fact.loss) for fact in facts.ACTIVATIONS if fact.loss]


def name(value):
    return getattr(value, "name", None)


each = pytest.mark.parametrize("a", CONVEX, ids=name)
each_named = pytest.mark.parametrize(("a", "loss"), NAMED, ids=name)


def scores(seed=0, shape=(2, 20, 3), size=6):
    """Scores in (−size, size), off the whole numbers, where activations have their kinks."""
    rng = np.random.default_rng(seed)
    return rng.integers(-size, size, shape) + rng.uniform(0.05, 0.95, shape)


def targets(a, seed=1):
    """Targets in the range of `a`: inside, and where it saturates."""
    return a.forward(scores(seed) * np.array([1, 1e3])[:, None, None])


def pairs(fact):
    """(loss, targets) for every loss of as many scores as the activation."""
    for other in facts.LOSSES:
        if other.of.scores == fact.of.scores:
            yield other, other.predictions_and_targets(shape=(2, 20, 3))[1]


# --- compose ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", facts.ACTIVATIONS)
def test_compose_is_the_chain_rule(fact):
    """value = L(a(z), y), gradient = J(z)ᵀ ∂L/∂p, predict = a(z), for every pair of the two lists."""
    a, z = fact.of, scores()
    p = a.forward(z)
    for other, y in pairs(fact):
        pairing, loss = compose(a, other.of, guard=False), other.of
        np.testing.assert_array_equal(pairing.predict(z), p)
        np.testing.assert_array_equal(pairing.value(z, y), loss.value(p, y))
        np.testing.assert_array_equal(pairing.gradient(z, y), a.vjp(z, loss.gradient(p, y)))
        assert pairing.name == f"{a.name} + {loss.name}"
        assert (pairing.targets, pairing.activation) == (loss.targets, a)
        assert (pairing.scores, pairing.columns) == (loss.scores, loss.columns)


def smooth(fact, other, z, y):
    """The rows on which neither kinks, and near which every prediction is one for the loss."""
    p, accepted = fact.of.forward(z), other.of.predictions
    if accepted.rows:
        inside = ((p > 0.02) & (p < 0.98)).all(axis=-1)
    else:
        inside = (accepted.contains(p - 0.02) & accepted.contains(p + 0.02)).all(axis=-1)
    return inside & (other.kinks(p, y) > 0.05).all(axis=-1) & (fact.to_the_next_kink(z) > 0.02)


@pytest.mark.parametrize("fact", facts.ACTIVATIONS)
def test_a_composed_gradient_passes_the_check_wherever_the_loss_is_finite(fact):
    """∂L/∂z equals finite differences of L for every pair, mismatched ones too, where p is valid."""
    checked = []
    for other, y in pairs(fact):
        near, middle = scores(size=2)[0], np.linspace(0.11, 0.83, 60).reshape(20, 3)
        z = np.stack([near, middle])  # the identity, say, leaves (0, 1) on nearly every row
        valid = smooth(fact, other, z, y)
        if valid.any():
            checked.append(other.name)
            pairing = compose(fact.of, other.of, guard=False)
            assert gradient_check(pairing, z[valid], y[valid], 1e-6).close
            scaled = pairing._replace(gradient=lambda z, y, p=pairing: 1.001 * p.gradient(z, y))
            assert not gradient_check(scaled, z[valid], y[valid], 1e-6).close
    assert len(checked) > 10, checked


# --- matching; the theorem is in test_matching_table.py ---------------------------------------


def test_the_matching_loss_of_softmax_is_positive_off_the_match():
    """No other scores do as well, but for a common shift."""
    z, w = scores(), scores(6)
    assert (matching(softmax).value(w, softmax.forward(z)) > 1e-6).all()


@pytest.mark.parametrize("a", [a for a in CONVEX if a not in (sparsemax, entmax)])
def test_the_best_constant_score_predicts_the_mean(a):
    """The summed gradient vanishes where a(z) is the mean of the targets, whatever the activation."""
    y = a.forward(scores(7)[0] / 2)
    z = _score_of(a, y.mean(axis=0))
    np.testing.assert_allclose(a.forward(z), y.mean(axis=0), rtol=1e-9)
    rows = np.broadcast_to(z, y.shape)
    assert np.abs(matching(a).gradient(rows, y).mean(axis=0)).max() < 1e-9
    best = matching(a).value(rows, y).sum()
    for step in np.random.default_rng(8).normal(size=(10, 3)):
        step -= step.mean()  # along a common shift softmax does not change
        assert matching(a).value(rows + step / 10, y).sum() > best


def _score_of(a, mean):
    if a.range is simplex:
        return np.log(mean)
    low, high = np.full(3, -1e3), np.full(3, 1e3)
    for _ in range(80):  # bisection
        middle = (low + high) / 2
        below = a.forward(middle) < mean
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return middle


# --- matching: the named losses --------------------------------------------------------------


@each_named
@pytest.mark.parametrize("soft", [False, True], ids=["hard targets", "soft targets"])
def test_matching_equals_compose(a, loss, soft):
    """The thesis of the book: the same value and gradient to 1e-9 for |z| ≤ 12, soft targets too."""
    rng = np.random.default_rng(9)
    z = rng.uniform(-12, 12, (2, 400, 3))
    y = a.forward(rng.normal(size=z.shape)) if soft else np.eye(3)[rng.integers(0, 3, (2, 400))]
    matched, composed = matching(a, loss), compose(a, loss)
    np.testing.assert_allclose(
        matched.gradient(z, y), composed.gradient(z, y), rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(matched.value(z, y), composed.value(z, y), rtol=1e-9, atol=1e-9)
    assert matched.name == composed.name


@each_named
def test_a_named_loss_adds_the_entropy_of_the_target_and_nothing_else(a, loss):
    """matching(a, loss) − matching(a) = L(y, y), free of z: 0 for hard labels; same gradient."""
    z, y = scores(), a.forward(scores(1))
    difference = matching(a, loss).value(z, y) - matching(a).value(z, y)
    np.testing.assert_allclose(difference, loss.value(y, y), atol=1e-12)
    np.testing.assert_array_equal(matching(a, loss).gradient(z, y), matching(a).gradient(z, y))


@pytest.mark.parametrize(
    ("z", "least", "most"),
    [(12.0, 0, 1e-9), (30.0, 5e-4, 2e-3), (36.5, 0.2, 0.6), (40.0, np.inf, np.inf)],
)
def test_composed_log_loss_is_wrong_before_it_overflows(z, least, most):
    """Sigmoid + log loss at y = 0: 1e-3 off at z = 30, about half a unit at 36.5, infinite at 40."""
    z, y = np.array([[z]]), np.array([[0.0]])
    truth = z + np.exp(-z)  # log(1 + e^z) to 1e-11 from z = 12 on
    composed = np.abs(compose(sigmoid, log_loss).value(z, y) - truth).item()
    assert least <= composed <= most
    np.testing.assert_allclose(matching(sigmoid, log_loss).value(z, y), truth[0], rtol=2e-11)


@pytest.mark.parametrize(
    ("a", "loss"),
    [(tanh, log_loss), (relu, squared_error), (sigmoid, squared_error), (identity, absolute_error)],
    ids=name,
)
def test_a_loss_that_does_not_match_is_refused(a, loss):
    """matching(a, loss) refuses a stranger, names both and points to compose."""
    with pytest.raises(ValueError, match=rf"{loss.name}.*{a.name}.*compose\({a.name}"):
        matching(a, loss)


def test_an_activation_without_potential_has_no_matching_loss():
    """The refusal names the activation and the reason."""
    bare = relu._replace(name="bare", potential=None, conjugate=None)
    with pytest.raises(ValueError, match=r"activation: got bare.*not the gradient of a convex"):
        matching(bare)


# --- laws ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairing", "z", "y", "value", "gradient"),
    [
        (matching(identity), 3.0, 1.0, 2.0, 2.0),  # (3 − 1)²/2
        (matching(sigmoid), np.log(3), 1.0, np.log(4 / 3), -0.25),  # −log 3/4; 3/4 − 1
        (matching(sigmoid), np.log(3), 0.0, np.log(4), 0.75),  # −log 1/4
        (matching(tanh), np.log(3), 1.0, np.log(10 / 9), -0.2),  # log(1 + e^−2z); 4/5 − 1
        (matching(relu), -2.0, 3.0, 10.5, -3.0),  # 0 + 6 + 9/2: a dead score feels its target
        (compose(relu, squared_error), -2.0, 3.0, 4.5, 0.0),  # and here it does not
        (matching(relu), -2.0, 0.0, 0.0, 0.0),
        # e^−log 4 − 1 + log 4, no product, y = 0; −3/4 − 0
        (matching(activations.elu), -np.log(4), 0.0, np.log(4) - 0.75, -0.75),
        (compose(sigmoid, squared_error), 0.0, 1.0, 0.125, -0.125),  # (1/2 − 1) · 1/4
        (compose(sigmoid, absolute_error), 0.0, 1.0, 0.5, -0.25),
    ],
    ids=lambda value: name(value) or f"{value:.3g}",
)
def test_values_by_hand(pairing, z, y, value, gradient):
    """Numbers that need no machine."""
    z, y = np.array([[z]]), np.array([[y]])
    np.testing.assert_allclose(pairing.value(z, y), [value], rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(pairing.gradient(z, y), [[gradient]], rtol=1e-14)


def test_tanh_is_the_sigmoid_of_twice_the_score():
    """L_tanh(z, y) = L_sigmoid(2z, (1 + y)/2): the labels −1 and +1 written as 0 and 1."""
    z, y = scores(), targets(tanh)
    twin = matching(sigmoid)
    np.testing.assert_allclose(
        matching(tanh).value(z, y), twin.value(2 * z, (1 + y) / 2), rtol=1e-11, atol=1e-13
    )
    np.testing.assert_allclose(
        matching(tanh).gradient(z, y), 2 * twin.gradient(2 * z, (1 + y) / 2), atol=4 * EPS
    )


def test_sigmoid_treats_both_classes_alike():
    """L(z, y) = L(−z, 1 − y), and the gradient changes its sign."""
    z, y, pairing = scores(), targets(sigmoid), matching(sigmoid)
    np.testing.assert_allclose(pairing.value(-z, 1 - y), pairing.value(z, y), atol=1e-13)
    np.testing.assert_allclose(pairing.gradient(-z, 1 - y), -pairing.gradient(z, y), atol=4 * EPS)


def test_softmax_ignores_a_common_shift():
    """L(z + c, y) = L(z, y) with the same gradient, whose row sums to 0."""
    z, y, pairing = scores(), targets(softmax), matching(softmax, cross_entropy)
    np.testing.assert_allclose(pairing.value(z + 100, y), pairing.value(z, y), atol=1e-12)
    np.testing.assert_allclose(pairing.gradient(z + 100, y), pairing.gradient(z, y), atol=1e-13)
    assert np.abs(pairing.gradient(z, y).sum(axis=-1)).max() < 1e-14


def test_softmax_over_two_is_the_sigmoid_of_the_difference():
    """L_softmax((z₁, z₂), (y, 1 − y)) = L_sigmoid(z₁ − z₂, y)."""
    z, y = scores()[..., :2], targets(sigmoid)[..., :1]
    d = z[..., :1] - z[..., 1:]
    rows = np.concatenate([y, 1 - y], axis=-1)
    np.testing.assert_allclose(
        matching(softmax).value(z, rows), matching(sigmoid).value(d, y), atol=1e-13
    )
    np.testing.assert_allclose(
        matching(softmax).gradient(z, rows)[..., :1], matching(sigmoid).gradient(d, y), atol=1e-14
    )


def test_softmax_over_one_unit_learns_nothing():
    """The prediction is 1 and the gradient 0, whatever the score."""
    z, y = scores(shape=(5, 1)), np.array([[0.0], [1], [0], [1], [1]])
    pairing = compose(softmax, cross_entropy, guard=False)
    assert (pairing.predict(z) == 1).all()
    assert (pairing.gradient(z, y) == 0).all()


def test_the_matching_loss_of_elu_becomes_that_of_relu():
    """L of ELU_α tends to L of ReLU as α → 0, for targets that ReLU can reach."""
    z, y = scores(), targets(relu)
    thin, limit = matching(elu_with(1e-13)).value(z, y), matching(relu).value(z, y)
    np.testing.assert_allclose(thin, limit, rtol=1e-9, atol=1e-9)


def test_the_matching_loss_of_selu_is_a_scaled_elus():
    """L_SELU(z, y) = λ L_ELU(z, y/λ)."""
    z, y, scale = scores(), 0.9 * targets(selu), activations.SELU_SCALE
    inner = matching(elu_with(activations.SELU_ALPHA)).value(z, y / scale)
    np.testing.assert_allclose(matching(selu).value(z, y), scale * inner, rtol=1e-13)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_equal_scores_cost_the_logarithm_of_the_number_of_classes(classes):
    """Softmax over K equal scores costs log K for any label: what a fresh network shows."""
    z, y = np.zeros((classes, classes)), np.eye(classes)
    np.testing.assert_allclose(matching(softmax).value(z, y), np.log(classes), rtol=1e-15)


# --- outside oracle --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairing", "oracle"),
    [
        (matching(identity, squared_error), sklearn_loss.HalfSquaredError()),
        (compose(identity, squared_error), sklearn_loss.HalfSquaredError()),
        (compose(identity, absolute_error), sklearn_loss.AbsoluteError()),
        (matching(sigmoid, log_loss), sklearn_loss.HalfBinomialLoss()),
    ],
    ids=lambda value: getattr(value, "name", type(value).__name__),
)
def test_agreement_with_the_losses_of_scikit_learn(pairing, oracle):
    """The same value and gradient by scikit-learn's compiled code, soft labels too."""
    z, y = scores(shape=(200, 1)), np.random.default_rng(4).uniform(0, 1, (200, 1))
    value, gradient = oracle.loss_gradient(y_true=y[:, 0].copy(), raw_prediction=z[:, 0].copy())
    np.testing.assert_allclose(pairing.value(z, y), value, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(pairing.gradient(z, y)[:, 0], gradient, rtol=1e-12, atol=1e-14)


def test_the_matching_loss_is_scikit_learns_with_its_dropped_constant():
    """L = loss + constant_to_optimal_zero, which is Φ*(y)."""
    z, y = scores(shape=(200, 1)), np.random.default_rng(4).uniform(0, 1, (200, 1))
    oracle = sklearn_loss.HalfBinomialLoss()
    constant = oracle.constant_to_optimal_zero(y[:, 0])
    full = oracle.loss(y_true=y[:, 0].copy(), raw_prediction=z[:, 0].copy()) + constant
    np.testing.assert_allclose(matching(sigmoid).value(z, y), full, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(sigmoid.conjugate(y), constant, rtol=1e-13)


def test_agreement_with_scikit_learns_multinomial_loss():
    """Softmax + cross-entropy with class indices on their side and one-hot rows on ours."""
    z, classes = scores(shape=(200, 4)), np.arange(200) % 4
    oracle = sklearn_loss.HalfMultinomialLoss(n_classes=4)
    value, gradient = oracle.loss_gradient(y_true=classes.astype(float), raw_prediction=z.copy())
    pairing, y = matching(softmax, cross_entropy), np.eye(4)[classes]
    np.testing.assert_allclose(pairing.value(z, y), value, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(pairing.gradient(z, y), gradient, rtol=1e-11, atol=1e-15)


# --- what comes through ----------------------------------------------------------------------


@pytest.mark.parametrize("fact", facts.ACTIVATIONS)
def test_nan_in_a_score_passes_through_and_stays_in_its_row(fact):
    """A NaN score gives NaN prediction, value and gradient there, and touches no other row."""
    z, others = scores()[0], np.arange(20) != 4
    broken = z.copy()
    broken[4, 1] = np.nan
    own = [(matching(fact.of), fact.of.forward(scores(1)[0]))] if fact.convex else []
    for pairing, y in [
        (compose(fact.of, other.of, guard=False), y[0]) for other, y in pairs(fact)
    ] + own:
        if pairing.targets.rows:
            y = np.eye(3)[np.arange(20) % 3]  # class 1 in row 4, where the NaN stands
        for call in (pairing.value, pairing.gradient, lambda z, y, p=pairing: p.predict(z)):
            result, clean = call(broken, y), call(z, y)
            assert np.isnan(result[4] if result.ndim == 1 else result[4, 1])
            np.testing.assert_array_equal(result[others], clean[others])


@pytest.mark.parametrize(
    "pairing",
    [matching(a, loss) for a, loss in NAMED] + [compose(relu, log_loss, guard=False)],
    ids=name,
)
def test_any_layout_and_number_type_gives_the_same_answer(pairing):
    """Integers, booleans, lists, strided and transposed arrays: equal to plain contiguous floats."""
    z, y = np.arange(-6, 6).reshape(4, 3), np.eye(4, 3)
    y[3] = [0, 0, 1]
    for call in (pairing.value, pairing.gradient):
        plain = call(z.astype(float), y)
        wide = np.zeros((8, 6))
        wide[::2, ::2] = z
        for same in (z, z.tolist(), np.asfortranarray(z.astype(float)), wide[::2, ::2]):
            for target in (y, y.astype(int), y.astype(bool), y[::-1][::-1], y.tolist()):
                result = call(same, target)
                assert result.dtype == np.float64
                np.testing.assert_array_equal(result, plain)


@pytest.mark.parametrize(
    "pairing", [matching(a) for a in CONVEX] + [compose(tanh, squared_error)], ids=name
)
def test_single_precision_in_single_precision_out(pairing):
    """float32 scores with float32 or integer targets stay float32."""
    z = scores().astype(np.float32)
    y = pairing.activation.forward(scores(1).astype(np.float32))
    counts = np.zeros(y.shape, int)
    counts[..., 0] = 1
    whole = [counts, counts.astype(bool)] if pairing.targets.contains(counts).all() else []
    for target in (y, *whole):
        assert pairing.value(z, target).dtype == np.float32
        assert pairing.gradient(z, target).dtype == np.float32
    assert pairing.predict(z).dtype == np.float32


@each
def test_replicas_are_computed_as_if_alone(a):
    """A stack gives each replica's numbers to the bit, with targets of its own or shared."""
    z, y, pairing = scores(), a.forward(scores(1)), matching(a)
    for call in (pairing.value, pairing.gradient):
        own, shared = call(z, y), call(z, y[0])
        for r in range(len(z)):
            np.testing.assert_array_equal(own[r], call(z[r], y[r]))
            np.testing.assert_array_equal(shared[r], call(z[r], y[0]))


def test_the_mean_is_not_taken_here():
    """Values have one number per sample and replica."""
    pairing = matching(sigmoid)
    assert pairing.value(scores(), targets(sigmoid)).shape == (2, 20)
    assert pairing.gradient(scores(), targets(sigmoid)).shape == (2, 20, 3)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_composed_curvature_has_eight_digits_far_out_and_in_single_precision(dtype):
    room = 1e-8 if dtype is np.float64 else 1e-6
    line, rate = compose(identity, losses.squared_error), compose(exp, losses.poisson)
    z = np.array([[0.3], [3000.5], [250010.0], [1.7e9], [1e14]], dtype)
    np.testing.assert_allclose(line.curvature(z, np.zeros_like(z)), 1.0, rtol=room)
    z = np.array([[-3.0], [0.0], [5.0]], dtype)
    found = rate.curvature(z, np.full_like(z, 1e6))
    assert found.dtype == dtype
    np.testing.assert_allclose(found, np.exp(z), rtol=max(room, 1e-6))  # 1e6 − 1e6 in between
