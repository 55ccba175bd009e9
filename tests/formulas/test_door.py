"""The door: what is refused, and in which words. A message names argument, gift and remedy."""

import numpy as np
import pytest

from pairings import activations, compose, fit, inputs, losses, matching, shapes
from pairings.activations import elu, identity, relu, sigmoid, softmax, tanh
from pairings.datasets import load
from pairings.losses import cross_entropy, log_loss, squared_error
from pairings.network import init, stack
from pairings.optimizers import adam, momentum, sgd

YES_NO = compose(sigmoid, log_loss)
CLASSES = compose(softmax, cross_entropy)
Z, Y = np.zeros((4, 1)), np.array([[0.0], [1.0], [1.0], [0.0]])
Z3, ONE_HOT = np.zeros((4, 3)), np.eye(3)[[0, 1, 2, 0]]


def refused(call, *parts, error=ValueError):
    """`call` raises `error` with a message that holds every part, in order."""
    with pytest.raises(error) as caught:
        call()
    message, position = str(caught.value), 0
    for part in parts:
        assert part in message[position:], f"{part!r} is not in, or out of order in: {message}"
        position = message.index(part, position)


def with_entry(array, value, index=(2, 0)):
    changed = array.copy()
    changed[index] = value
    return changed


# --- shapes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("guard", [True, False], ids=["guarded", "guard=False"])
@pytest.mark.parametrize("call", ["value", "gradient"])
@pytest.mark.parametrize(
    ("z", "y", "parts"),
    [
        pytest.param(Z[:, 0], Y, ("z: got shape (4,)", "z[:, None]"), id="(n,) against (n, 1)"),
        pytest.param(
            Z, Y[:, 0], ("y: got shape (4,)", "(4, 1)", "y[:, None]"), id="(n, 1) against (n,)"
        ),
        pytest.param(0.0, Y, ("z: got shape ()",), id="a number for z"),
        pytest.param(Z, 1.0, ("y: got shape ()",), id="a number for y"),
        pytest.param(Z, Y[:3], ("y: got 3 samples", "4 of z"), id="too few samples"),
        pytest.param(Z, Y[:1], ("y: got 1 samples", "4 of z"), id="one sample for all"),
        pytest.param(Z3, Y, ("y: got 1 columns for 3", "one_hot"), id="class indices"),
        pytest.param(Z, ONE_HOT, ("y: got 3 columns for 1", "accepted are 1"), id="one-hot, one z"),
        pytest.param(Z3, ONE_HOT[:, :2], ("y: got 2 columns for 3",), id="a class is missing"),
        pytest.param(
            np.zeros((2, 4, 1)),
            np.zeros((3, 4, 1)),
            ("y: got replica axes (3,)", "(2,)"),
            id="other replicas",
        ),
        pytest.param(
            np.zeros((2, 4, 1)), np.zeros((1, 4, 1)), ("replica axes (1,)",), id="one replica"
        ),
        pytest.param(Z, np.zeros((2, 4, 1)), ("replica axes (2,)", "()"), id="replicas of y alone"),
        pytest.param(np.zeros((0, 1)), np.zeros((0, 1)), ("z: got an empty",), id="no samples"),
        pytest.param(Z, np.zeros((4, 0)), ("y: got an empty", "(4, 0)"), id="no targets"),
        pytest.param(Z, [[0], [1, 0], [1], [0]], ("y: got rows of unequal length",), id="ragged"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(z, y, parts, call, guard):
    """Value and gradient say which argument has which shape; nothing broadcasts, guard or not."""
    pairing = compose(sigmoid, log_loss, guard=guard)
    refused(lambda: getattr(pairing, call)(z, y), *parts)


def test_predict_has_the_same_door():
    """A flat array of scores is refused before softmax would normalise over the samples."""
    refused(lambda: CLASSES.predict(np.zeros(3)), "z: got shape (3,)", "z[:, None]")
    refused(lambda: CLASSES.predict([["a"]]), "z: got dtype", error=TypeError)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        pytest.param(np.ma.masked_array(Y, Y > 0), ("masked", "fill or drop"), id="masked"),
        pytest.param(Y + 0j, ("dtype complex128", "floats"), id="complex"),
        pytest.param(Y.astype(object), ("dtype object",), id="object"),
        pytest.param([[None]] * 4, ("dtype object",), id="None"),
        pytest.param(np.array([["0"]] * 4), ("dtype <U1",), id="text"),
        pytest.param(np.array([["2020-01-01"]] * 4, "M8[D]"), ("dtype datetime64",), id="dates"),
    ],
)
def test_what_is_no_real_number_is_a_type_error(value, parts):
    """Masked, complex, object, text: a TypeError that names the argument, z or y."""
    refused(lambda: YES_NO.value(Z, value), "y: got", *parts, error=TypeError)
    refused(lambda: YES_NO.gradient(value, Y), "z: got", *parts, error=TypeError)


# --- targets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["value", "gradient"])
@pytest.mark.parametrize(
    ("pairing", "y", "parts"),
    [
        pytest.param(
            YES_NO, with_entry(Y, np.nan), ("nan at index (2, 0), 1", "NaN", "Drop"), id="NaN"
        ),
        pytest.param(YES_NO, with_entry(Y, np.inf), ("got inf", "[0, 1]"), id="infinite"),
        pytest.param(
            compose(identity, squared_error),
            with_entry(Y, -np.inf),
            ("got -inf", "the real numbers"),
            id="infinite, real target",
        ),
        pytest.param(
            YES_NO, 2 * Y - 1, ("got -1.", "(0, 0), 2 such", "[0, 1]", "(1 + y) / 2"), id="−1, +1"
        ),
        pytest.param(YES_NO, Y + 1, ("got 2.", "[0, 1]", "Labels 1, 2"), id="labels 1, 2"),
        pytest.param(
            YES_NO, Y * 1.0000001, ("1.0000001", "[0, 1]", "np.clip(y, 0, 1)"), id="just above 1"
        ),
        pytest.param(
            CLASSES, ONE_HOT + with_entry(0 * ONE_HOT, 1), ("got [1. 0. 1.]", "sigmoid"), id="two"
        ),
        pytest.param(CLASSES, 0 * ONE_HOT, ("got [0. 0. 0.]", "4 such", "sum 1"), id="no class"),
        pytest.param(CLASSES, ONE_HOT / 2, ("[0.5 0.  0. ]", "sum 1"), id="not normalised"),
        pytest.param(CLASSES, with_entry(ONE_HOT, np.nan), ("nan", "NaN"), id="NaN in a row"),
        pytest.param(
            CLASSES,
            np.full((4, 3), [1, 2, 3]),
            ("got [1. 2. 3.]", "one_hot"),
            id="indices in a row",
        ),
        pytest.param(
            matching(relu), Y - 0.5, ("got -0.5", "[0, ∞)", "cannot be that low"), id="ReLU below 0"
        ),
        pytest.param(matching(elu), Y - 1.5, ("got -1.5", "[−1, ∞)"), id="ELU below −1"),
        pytest.param(matching(tanh), 2 * Y, ("got 2.", "[−1, 1]"), id="tanh above 1"),
        pytest.param(matching(tanh), np.nextafter(Y, 2), ("got 1.", "[−1, 1]"), id="one ulp above"),
    ],
)
def test_targets_outside_the_domain_are_refused(pairing, y, parts, call):
    """The message shows the value, its index, how many there are, the domain and a guess."""
    z = np.zeros(y.shape)
    refused(lambda: getattr(pairing, call)(z, y), "y: got", *parts)


@pytest.mark.parametrize(
    "y", [2 * Y - 1, with_entry(Y, 7.0), with_entry(Y, np.nan)], ids=["−1, +1", "a seven", "NaN"]
)
def test_guard_false_lets_any_target_in(y):
    """A deliberate mismatch computes what its formula gives, and warns nobody."""
    for pairing in (compose(sigmoid, log_loss, guard=False), matching(sigmoid, guard=False)):
        assert pairing.value(Z, y).shape == (4,)
        assert pairing.gradient(Z, y).shape == (4, 1)
    unguarded = compose(sigmoid, log_loss, guard=False).gradient(Z, y)
    np.testing.assert_allclose(unguarded, 0.5 - y, rtol=1e-15)  # still p − y


@pytest.mark.parametrize(
    ("pairing", "y"),
    [
        (YES_NO, Y),
        (YES_NO, Y / 3),
        (CLASSES, ONE_HOT),
        (CLASSES, np.full((4, 3), 1 / 3)),
        (matching(relu), 1e6 * Y),
        (matching(tanh), 2 * Y - 1),
        (matching(elu), -Y),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_targets_inside_and_on_the_edge_are_welcome(pairing, y):
    """The control to the refusals above: the same calls with good targets return numbers."""
    assert np.isfinite(pairing.value(np.zeros(y.shape), y)).all()


def test_integer_targets_take_the_precision_of_the_scores_only_if_it_holds_them():
    """A count above 2²⁴ is not rounded to single precision behind the reader's back."""
    z = np.zeros((1, 1), np.float32)
    for count, dtype in ((3, np.float32), (2**24 + 1, np.float64)):
        assert shapes.scores_and_targets(z, np.array([[count]]))[1] == count
        assert shapes.scores_and_targets(z, np.array([[count]]))[1].dtype == dtype


@pytest.mark.parametrize(
    ("scores", "columns", "outputs", "targets"), [(2, 1, 4, 2), (1, 2, 1, 2), (3, 1, 3, 1)]
)
def test_several_scores_or_columns_per_target(scores, columns, outputs, targets):
    """z.shape[-1] · columns = y.shape[-1] · scores, and one column more or less is refused."""
    z = np.zeros((5, outputs))
    assert shapes.scores_and_targets(z, np.zeros((5, targets)), scores, columns)
    for wrong in (targets - 1, targets + 1):
        refused(
            lambda wrong=wrong: shapes.scores_and_targets(z, np.zeros((5, wrong)), scores, columns),
            "y: got",
        )


# --- labels ----------------------------------------------------------------------------------


def test_one_hot_rows_by_hand():
    """Label k becomes row k of the identity; integral floats and booleans are labels too."""
    assert inputs.one_hot([2, 0, 1], 3).tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert inputs.one_hot(np.array([1.0, 0.0]), 2).tolist() == [[0, 1], [1, 0]]
    assert inputs.one_hot([True, False], 2).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("labels", "classes", "parts"),
    [
        pytest.param([1, 2, 3], 3, ("labels: got 3", "0 … 2", "Subtract 1"), id="1 … K"),
        pytest.param([0, 1, 5], 3, ("labels: got 5", "0 … 2"), id="too large"),
        pytest.param([0, -1, 1], 2, ("labels: got -1", "0 … 1"), id="−1, +1"),
        pytest.param([0, 0.5, 1], 2, ("labels: got 0.5",), id="half"),
        pytest.param([0, np.nan, 1], 2, ("labels: got nan",), id="NaN"),
        pytest.param([[0], [1]], 2, ("labels: got shape (2, 1)", "(n,)"), id="a column"),
        pytest.param([], 2, ("labels: got an empty",), id="none"),
        pytest.param([0, 1], 0, ("classes: got 0", "at least 1"), id="zero classes"),
        pytest.param([0, 1], 2.0, ("classes: got 2.0", "whole number"), id="fractional classes"),
    ],
)
def test_labels_that_are_no_class_indices_are_refused(labels, classes, parts):
    """Every odd label is shown beside the labels that are accepted."""
    refused(lambda: inputs.one_hot(labels, classes), *parts)


def test_text_labels_are_a_type_error():
    """Names of classes are not their indices."""
    refused(lambda: inputs.one_hot(["a", "b"], 2), "labels: got dtype", error=TypeError)


# --- settings --------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", [sgd, momentum, adam], ids=lambda f: f.__name__)
@pytest.mark.parametrize("size", [0.0, -0.1, np.nan, np.inf, [0.1, -0.1], []], ids=str)
def test_a_step_size_is_a_finite_number_above_zero(optimizer, size):
    """Zero, negative, NaN, infinite, or one bad entry among the replicas'."""
    refused(lambda: optimizer(size), "step_size: got")


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (lambda: momentum(0.1, decay=1.0), ("decay: got 1.0", "[0, 1)")),
        (lambda: momentum(0.1, decay=-0.1), ("decay: got -0.1",)),
        (lambda: adam(0.1, decay=np.nan), ("decay: got nan",)),
        (lambda: adam(0.1, decay_squares=1.5), ("decay_squares: got 1.5", "[0, 1)")),
        (lambda: adam(0.1, epsilon=0.0), ("epsilon: got 0", "above 0")),
        (lambda: load("mnist"), ("name: got 'mnist'", "'breast_cancer'", "'iris'")),
        (lambda: init(np.random.default_rng(0), (3,)), ("sizes: got (3,)",)),
        (lambda: init(np.random.default_rng(0), (3, 0, 1)), ("sizes: got 0", "at least 1")),
        (lambda: init([], (3, 1)), ("rngs: got none", "at least one")),
        (lambda: stack([]), ("got none",)),
        (lambda: inputs.whole_number("epochs", True, 1), ("epochs: got True", "whole number")),
        (
            lambda: inputs.choice("start", "odd", ("mild", "bad")),
            ("start: got 'odd'", "'mild', 'bad'"),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_settings_out_of_range_are_refused(call, parts):
    """Unknown data set, decay outside [0, 1), sizes that make no network."""
    refused(call, *parts)


# --- training --------------------------------------------------------------------------------


def train(**changes):
    rng = np.random.default_rng
    settings = {
        "params": init([rng(0), rng(1)], (2, 3, 1)),
        "pairing": YES_NO,
        "x": np.ones((4, 2)),
        "y": Y,
        "optimizer": sgd(0.1),
        "epochs": 1,
        "rngs": [rng(2), rng(3)],
        "batch_size": 2,
    } | changes
    args = [settings.pop(name) for name in ("params", "pairing", "x", "y")]
    return fit(*args, **settings)


X = np.ones((4, 2))


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        pytest.param({"x": with_entry(X, np.nan)}, ("x: got nan at index (2, 0)",), id="NaN x"),
        pytest.param({"x": with_entry(X, np.inf)}, ("x: got inf", "finite"), id="infinite x"),
        pytest.param({"y": with_entry(Y, np.nan)}, ("y: got nan at index (2, 0)",), id="NaN y"),
        pytest.param({"y": with_entry(Y, -np.inf)}, ("y: got -inf",), id="infinite y"),
        pytest.param({"x": X[:, 0]}, ("x: got shape (4,)",), id="flat x"),
        pytest.param({"y": Y[:, 0]}, ("y: got shape (4,)", "y[:, None]"), id="flat y"),
        pytest.param({"x": X[:3]}, ("x, y: got shapes (3, 2) and (4, 1)",), id="too few rows"),
        pytest.param({"x": X[None]}, ("x, y: got shapes (1, 4, 2)", "shared"), id="x per replica"),
        pytest.param({"x": np.ones((4, 5))}, ("x: got 5 columns", "2 inputs"), id="inputs"),
        pytest.param({"y": ONE_HOT}, ("params: got 1 outputs", "needs 3"), id="outputs"),
        pytest.param({"y": 2 * Y - 1}, ("y: got -1.", "[0, 1]"), id="labels −1, +1"),
        pytest.param({"y": Y + 1}, ("y: got 2.", "[0, 1]"), id="labels 1, 2"),
        pytest.param({"x": X[:0], "y": Y[:0]}, ("x: got an empty",), id="no rows"),
        pytest.param({"epochs": 0}, ("epochs: got 0", "at least 1"), id="zero epochs"),
        pytest.param({"epochs": 2.5}, ("epochs: got 2.5",), id="half an epoch"),
        pytest.param({"batch_size": 0}, ("batch_size: got 0", "at least 1"), id="empty batches"),
        pytest.param({"batch_size": -3}, ("batch_size: got -3",), id="negative batches"),
        pytest.param({"rngs": []}, ("rngs: got 0", "one per replica, 2"), id="no generator"),
        pytest.param(
            {"rngs": [np.random.default_rng(k) for k in range(3)]},
            ("rngs: got 3", "2"),
            id="three generators",
        ),
        pytest.param(
            {"rngs": np.random.default_rng(0)}, ("rngs: got 1", "2"), id="a single generator"
        ),
        pytest.param(
            {"params": [(np.full((2, 1), np.nan), np.zeros((1, 1)))]},
            ("params: W: got nan",),
            id="NaN weights",
        ),
        pytest.param(
            {"params": [(np.ones((2, 1)), np.array([[np.inf]]))]},
            ("params: b: got inf",),
            id="infinite bias",
        ),
    ],
)
def test_fit_refuses_before_it_trains(changes, parts):
    """Each of these would otherwise train on nonsense; the control runs."""
    assert np.isfinite(train().history["loss"]).all()
    refused(lambda: train(**changes), *parts)


def test_fit_takes_any_target_from_an_unguarded_pairing():
    """Signs as labels under log loss: a mismatch on purpose, so it runs."""
    loose = compose(sigmoid, log_loss, guard=False)
    assert train(pairing=loose, y=2 * Y - 1).history["loss"].shape == (1, 2)


def test_masked_and_text_inputs_to_fit_are_type_errors():
    """The door of fit is that of the pairings."""
    refused(lambda: train(x=np.ma.masked_array(X)), "x: got a masked", error=TypeError)
    refused(lambda: train(y=Y.astype(str)), "y: got dtype", error=TypeError)


def test_every_record_is_behind_the_door():
    """No pair of the two lists takes (n, 1) scores with (n,) targets."""
    records = (*vars(activations).values(), *vars(losses).values())
    one = [r for r in records if getattr(r, "scores", 0) == 1]
    for a in one:
        for loss in one:
            if isinstance(a, activations.Activation) and isinstance(loss, losses.Loss):
                pairing = compose(a, loss, guard=False)
                refused(lambda pairing=pairing: pairing.value(Z, Y[:, 0]), "y[:, None]")
