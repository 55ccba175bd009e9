"""What the door says to what is of the wrong kind: what it got, what is accepted, what was meant."""

import warnings
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse, special
from test_door import ONE_HOT, Z3, Y, Z, refused, with_entry

from pairings import (
    CATALOGUE,
    Activation,
    Mismatch,
    compose,
    duel,
    fit,
    foreign,
    gradient_check,
    masked,
    matching,
)
from pairings import activations as A
from pairings import losses as L
from pairings import optimizers as O
from pairings.inputs import one_hot, real_array, score_array, with_flags
from pairings.network import init, scores
from pairings.records import Loss, columns, interval, nonnegative, positive, simplex
from pairings.records import labels as members
from pairings.scoring import Entrant

YES_NO, CLASSES = matching(A.sigmoid, L.log_loss), matching(A.softmax, L.cross_entropy)
RNG = np.random.default_rng
PARAMS = init(RNG(0), (2, 3, 1))


def said(*cases, error=TypeError):
    """One test for each (call, parts of its message in order, …)."""
    return pytest.mark.parametrize(
        ("call", "parts", "error"),
        [pytest.param(call, parts, error, id=" … ".join(parts)[:70]) for call, *parts in cases],
    )


def train(pairing=YES_NO, **changes):
    settings = {"optimizer": O.sgd(0.1), "epochs": 1, "rngs": RNG(0)} | changes
    return fit(settings.pop("params", PARAMS), pairing, np.ones((4, 2)), Y, **settings)


def contest(entrants, **changes):
    settings = {"seeds": [0], "step_sizes": [0.1], "epochs": 1} | changes
    return duel(entrants, np.ones((12, 2)), np.arange(12) % 2, **settings)


def made_by(library: str, name: str, **attributes):
    """An object whose class says that `library` made it."""
    return type(name, (), {"__module__": library, **attributes})()


# --- where a record is due -----------------------------------------------------------------------


@said(
    (lambda: matching("relu"), "activation: got 'relu'", "an Activation", "Write activations.relu"),
    (lambda: matching("Leaky ReLU"), "activation: got 'Leaky ReLU'", "activations.leaky_relu"),
    (lambda: compose("sigmoid", "log_loss"), "activation: got 'sigmoid'", "activations.sigmoid"),
    (lambda: compose(A.sigmoid, "log_loss"), "loss: got 'log_loss'", "a Loss", "losses.log_loss"),
    (lambda: compose(A.sigmoid, "Log Loss"), "loss: got 'Log Loss'", "Write losses.log_loss"),
    (lambda: compose(A.sigmoid, "bce"), "loss: got 'bce'", "Write losses.log_loss"),
    (lambda: compose(A.relu, "MSELoss"), "loss: got 'MSELoss'", "Write losses.squared_error"),
    (lambda: matching("swish"), "activation: got 'swish'", "Write activations.silu"),
    (lambda: matching("sigmoyd"), "activation: got 'sigmoyd'", "Meant activations.sigmoid?"),
    (lambda: compose("log_loss", A.relu), "losses.log_loss is a Loss: arguments swapped?"),
    (lambda: compose(A.relu, "tanh"), "activations.tanh is an Activation: arguments swapped?"),
    (lambda: compose(L.log_loss, A.sigmoid), "activation: got <loss log loss", "swapped?"),
    (lambda: matching(L.log_loss), "activation: got <loss log loss", "an Activation"),
    (lambda: compose(A.relu, A.relu), "loss: got <activation ReLU", "a Loss", "swapped?"),
    (lambda: matching(A.relu, A.relu), "loss: got <activation ReLU", "a Loss"),
    (lambda: matching(YES_NO), "activation: got <pairing sigmoid", "pairing.activation"),
    (lambda: compose(A.sigmoid, YES_NO), "loss: got <pairing sigmoid", "pairing.loss"),
    (lambda: matching(A.relu.bare), "activation: got _Activation(", "leave out .bare"),
    (lambda: matching(A), "activation: got the module pairings.activations", "name one"),
    (lambda: matching(Activation), "activation: got the class Activation", "an instance"),
    (lambda: matching(None), "activation: got None", "an Activation"),
    (lambda: matching(np.ones(3)), "activation: got an array of shape (3,)", "an Activation"),
    (lambda: masked(A.relu), "pairing: got <activation ReLU", "matching(activations.relu)"),
    (lambda: masked(L.poisson), "pairing: got <loss half", "compose(activation, losses.poisson)"),
    (lambda: gradient_check(L.log_loss, Z, Y), "pairing: got <loss log loss", "a Pairing"),
)
def test_a_record_of_the_wrong_kind_is_named(call, parts, error):
    """Strings, swapped arguments, a pairing where a part of it belongs: the message says which."""
    refused(call, *parts, error=error)


@said(
    (lambda: compose(A.elu_with, L.log_loss), "the function elu_with", "Call it: elu_with(1.0)"),
    (lambda: compose(A.relu, L.huber_with), "loss: got the function", "Call it: huber_with(1.0)"),
    (lambda: compose(A.relu, L.pinball_with), "Call it: pinball_with(0.5)"),
    (lambda: train(optimizer=O.adam), "the function adam", "Call it: optimizers.adam(0.01)"),
    (lambda: train(pairing=compose), "the function compose", "Call it: compose(activation, …)"),
    (lambda: matching(A.from_function), "the function from_function", "Call it"),
    (lambda: matching(A.relu_value), "A formula", "the record that holds it is activations.relu"),
    (lambda: compose(A.relu, L.huber_value), "A formula", "losses.huber"),
    (lambda: matching(np.tanh), "the function tanh", "Here it is activations.tanh"),
    (lambda: matching(special.expit), "the function expit", "activations.sigmoid"),
    (lambda: matching(np.cbrt), "the function cbrt", "activations.from_function(cbrt)"),
    (lambda: matching(lambda z: z), "the function <lambda>", "activations.from_function(f)"),
)
def test_a_function_where_a_record_is_due(call, parts, error):
    """Families to be called, formulas of a record, functions of one's own."""
    refused(call, *parts, error=error)


@said(
    (
        lambda: matching(made_by("torch.nn.modules.activation", "ReLU")),
        "activation: got an object of torch (ReLU)",
        "Here it is activations.relu",
    ),
    (
        lambda: matching(type(made_by("torch.nn.modules.activation", "Softplus"))),
        "activation: got the class Softplus of torch",
        "activations.softplus",
    ),
    (
        lambda: compose(A.sigmoid, made_by("torch.nn.modules.loss", "BCEWithLogitsLoss")),
        "loss: got an object of torch (BCEWithLogitsLoss)",
        "losses.log_loss",
    ),
    (
        lambda: compose(A.sigmoid, made_by("keras.src.losses.losses", "MeanSquaredError")),
        "loss: got an object of keras (MeanSquaredError)",
        "losses.squared_error",
    ),
    (
        lambda: train(optimizer=made_by("torch.optim.adam", "Adam")),
        "optimizer: got an object of torch (Adam)",
        "optimizers.adam(0.01)",
    ),
    (
        lambda: train(optimizer=made_by("torch.optim.lbfgs", "LBFGS")),
        "optimizer: got an object of torch (LBFGS); accepted is an Optimizer",
    ),
    (
        lambda: train(pairing=made_by("sklearn.linear_model", "LogisticRegression")),
        "pairing: got an object of sklearn (LogisticRegression); accepted is a Pairing",
    ),
)
def test_objects_of_other_libraries(call, parts, error):
    """Known by where their class was made; nothing is imported for them."""
    refused(call, *parts, error=error)


@said(
    (lambda: train(optimizer="adam"), "optimizer: got 'adam'", "Write optimizers.adam(0.01)"),
    (lambda: train(optimizer="adamw"), "optimizer: got 'adamw'", "Meant optimizers.adam(0.01)?"),
    (lambda: train(optimizer=0.1), "optimizer: got 0.1", "optimizers.adam(0.1)"),
    (lambda: train(optimizer=None), "optimizer: got None", "an Optimizer"),
    (lambda: train(pairing=L.log_loss), "pairing: got <loss", "compose(activation, losses.log"),
    (lambda: train(pairing=A.sigmoid), "pairing: got <activation", "matching(activations.sigmoid)"),
    (
        lambda: train(pairing="sigmoid + log loss"),
        "pairing: got 'sigmoid + log loss'",
        "CATALOGUE['sigmoid + log loss'].pairing",
    ),
    (
        lambda: train(pairing=CATALOGUE["sigmoid + log loss"]),
        "pairing: got Entry(",
        "write entry.pairing",
    ),
    (lambda: train(pairing=Entrant(YES_NO)), "pairing: got Entrant(", "entrant.pairing"),
    (lambda: train(pairing=np.ones((4, 2))), "pairing: got an array", "another order"),
    (lambda: train(hidden="relu"), "hidden: got 'relu'", "Write activations.relu"),
    (lambda: train(hidden=A.elu_with), "hidden: got the function", "elu_with(1.0)"),
    (lambda: scores(PARAMS, np.ones((4, 2)), "tanh"), "hidden: got 'tanh'", "activations.tanh"),
    (lambda: train(weights={0: 1, 1: 5}), "weights: got a dict", "np.array([…])[labels]"),
    (lambda: train(observe="loss"), "observe: got 'loss'", "a function of params"),
    (lambda: train(rngs=0), "rngs: got 0", "np.random.default_rng(seed)"),
    (lambda: contest([YES_NO]), "entrants: got <pairing", "Write Entrant(pairing)"),
    (lambda: contest(YES_NO), "entrants: got <pairing", "Write Entrant(pairing)"),
    (lambda: contest(Entrant(YES_NO)), "entrants: got one Entrant", "write [entrant]"),
    (lambda: contest([Entrant(YES_NO)], optimizer=O.sgd(0.1)), "optimizer: got", "not yet called"),
    (lambda: contest([Entrant(YES_NO)], optimizer="sgd"), "optimizer: got 'sgd'", "not yet called"),
    (lambda: contest([Entrant(YES_NO)], hidden="relu"), "hidden: got 'relu'", "activations.relu"),
)
def test_training_names_what_is_of_the_wrong_kind(call, parts, error):
    """Optimizer, pairing, hidden activation, entrants."""
    refused(call, *parts, error=error)


@said(
    (lambda: train(sample_weight=1), "fit has no sample_weight; write weights="),
    (lambda: train(class_weight={}), "fit has no class_weight; write weights=", "[labels]"),
    (lambda: train(lr=0.1), "fit has no lr; write optimizer=optimizers.adam("),
    (lambda: train(learning_rate=0.1), "fit has no learning_rate; write optimizer="),
    (lambda: train(verbose=1), "fit has no verbose", ".history"),
    (lambda: train(n_epochs=1), "fit has no n_epochs; write epochs="),
    (lambda: train(random_state=1), "fit has no random_state; write rngs="),
    (lambda: train(epoch=1), "fit has no epoch; meant epochs=?"),
    (lambda: train(colour=1), "fit has no colour; accepted are params, pairing, x, y, optimizer"),
    (lambda: fit(lr=0.1), "fit has no lr; write optimizer="),
    (lambda: O.adam(lr=0.1), "adam has no lr; write step_size="),
    (lambda: O.adam(0.1, betas=(0.9, 0.99)), "adam has no betas; write decay= and decay_squares="),
    (lambda: O.sgd(0.1, momentum=0.9), "sgd has no momentum; write optimizers.momentum("),
    (lambda: O.momentum(0.1, beta=0.9), "momentum has no beta; write decay="),
    (lambda: compose(A.relu, L.huber, reduction="mean"), "compose has no reduction", "mean"),
    (lambda: matching(A.relu, from_logits=True), "matching has no from_logits", "score z"),
    (lambda: contest([], learning_rate=1), "duel has no learning_rate; write step_sizes="),
    (lambda: contest([], metric={}), "duel has no metric; meant metrics=?"),
)
def test_keywords_of_other_libraries_are_translated(call, parts, error):
    """Before Python says that something else is missing."""
    refused(call, *parts, error=error)


# --- where numbers are due -----------------------------------------------------------------------

NA = made_by("pandas._libs.missing", "NAType", __repr__=lambda self: "<NA>")


def objects(*entries):
    array = np.empty((len(entries), 1), object)
    array[:, 0] = entries
    return array


class Tensor:
    """As much of a torch tensor as the door looks at."""

    __module__ = "torch"

    def __init__(self, device="cpu", dtype="torch.float32", requires_grad=False, is_sparse=False):
        self.device, self.dtype = SimpleNamespace(type=device), dtype
        self.requires_grad, self.is_sparse = requires_grad, is_sparse

    def __array__(self, dtype=None, copy=None):
        assert not self.requires_grad
        return np.array([[0.0], [1.0], [1.0], [0.0]])


class Series:
    """As much of a pandas series: one dimension, and no [:, None]."""

    __module__ = "pandas.core.series"

    def __init__(self, values):
        self.values = values

    def to_numpy(self):
        return np.array(self.values)

    def __array__(self, dtype=None, copy=None):
        return self.to_numpy()


class Frame(Series):
    """A frame of one column of words and one of numbers."""

    columns, dtypes = ("town", "size"), (np.dtype(object), np.dtype(float))

    def to_numpy(self):
        numeric = all(isinstance(entry, float) for row in self.values for entry in row)
        return np.array(self.values, float if numeric else object)


class Refuses:
    """An array of a library that copies nothing behind one's back."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("write .get()\nand more")


class Traced(Refuses):
    __module__ = "jax._src.interpreters"


COMPLEX_TYPE = np.dtype([("age", float), ("size", float)])


@said(
    (lambda v: v(sparse.csr_array(Y)), "got a sparse array (csr_array)", ".toarray()"),
    (lambda v: v(sparse.coo_matrix(Y)), "got a sparse array (coo_matrix)", ".toarray()"),
    (lambda v: v([sparse.csr_array(Y)]), "got dtype object", "Sparse rows (csr_array)"),
    (lambda v: v(objects(0, 1, NA, 0)), "got dtype object", "missing", "<NA>", "(2, 0)"),
    (lambda v: v([[None]] * 4), "got dtype object", "missing", "None", "(0, 0)"),
    (lambda v: v(None), "got None"),
    (lambda v: v([["0"], ["1"]]), "got dtype <U1", "Numbers as text?", ".astype(float)"),
    (lambda v: v([["no"], ["yes"]]), "got dtype <U3", "Class names?", "return_inverse=True)[1]"),
    (lambda v: v(np.array([[b"no"]])), "got dtype |S2", "Class names?"),
    (lambda v: v(objects("no", 1.0)), "got dtype object", "Class names?"),
    (lambda v: v(objects(Decimal("0.1"))), "Numbers as objects (Decimal)", ".astype(float)"),
    (lambda v: v(objects(Fraction(1, 2), 1)), "objects (Fraction, int)", ".astype(float)"),
    (lambda v: v(objects(10**400)), "larger than any float"),
    (lambda v: v(objects(1j)), "Complex numbers"),
    (lambda v: v(objects(np.ones(2), np.ones(2))), "Arrays in an array?", "np.stack("),
    (lambda v: v(objects(YES_NO.predict)), "In it: the function"),
    (lambda v: v(Y + 0j), "got dtype complex128", "Complex", ".real"),
    (lambda v: v(np.array([["2020-01-01"]], "M8[D]")), "dtype datetime64[D]", "Dates", "'D')"),
    (lambda v: v(np.array([[1]], "m8[s]")), "dtype timedelta64[s]", "Durations", "'s')"),
    (lambda v: v(np.zeros((4, 1), COMPLEX_TYPE)), "A structured array", "['age']"),
    (lambda v: v(np.ma.masked_array(Y)), "got a masked array", "fill or drop"),
    (lambda v: v([np.ma.masked_array([0.0], [True])]), "got a masked array"),
    (lambda v: v(row for row in Y), "got a generator", "write list("),
    (lambda v: v(map(float, Y[:, 0])), "got a map", "write list("),
    (lambda v: v(zip(Y, Y, strict=True)), "got a zip", "write list("),
    (lambda v: v({"a": Y}), "got a dict", ".values()))"),
    (lambda v: v({"a": Y}.values()), "got a dict_values", "write list("),
    (lambda v: v({0.0, 1.0}), "got a set", "write list("),
    (lambda v: v(np.sum), "got the function sum", "Call it?"),
    (lambda v: v(float), "got the class float"),
    (lambda v: v(YES_NO), "got <pairing sigmoid + log loss", "an array"),
    (lambda v: v(Refuses()), "of which numpy makes no array: write .get()"),
    (lambda v: v(Traced()), "got an object of jax (Traced)", "Inside jit or grad?"),
    (lambda v: v(Frame([["York", 1.0]])), "Class names?", "drop the columns 'town'"),
    (lambda v: v(Tensor(requires_grad=True)), "requires a gradient", ".detach().numpy()"),
    (lambda v: v(Tensor("cuda")), "a tensor (it lies on", ".cpu().numpy()"),
    (lambda v: v(Tensor(dtype="torch.bfloat16")), "numpy has no bfloat16", ".float().numpy()"),
    (lambda v: v(Tensor(is_sparse=True)), "it is sparse", ".to_dense().numpy()"),
    (
        lambda v: v(Tensor("cuda", "torch.bfloat16", requires_grad=True)),
        "it requires a gradient, it lies on",
        ".detach().cpu().float().numpy()",
    ),
)
def test_what_is_no_array_of_numbers(call, parts, error):
    """At each of the doors, under its own name, exactly a TypeError."""
    doors = {
        "y": lambda v: YES_NO.value(Z, v),
        "z": lambda v: YES_NO.predict(v),
        "p": lambda v: L.log_loss.value(v, Y),
        "x": lambda v: fit(PARAMS, YES_NO, v, Y, optimizer=O.sgd(1), epochs=1, rngs=RNG(0)),
        "labels": lambda v: one_hot(v, 2),
    }
    for name, door in doors.items():
        with pytest.raises(TypeError) as caught:
            call(door)
        assert str(caught.value).startswith(f"{name}: got"), str(caught.value)
        refused(lambda door=door: call(door), *parts, error=error)


def test_a_bfloat16_array_is_told_its_cast():
    """Without the library that adds the type: an array that says so."""
    library = type("bfloat16", (np.void,), {"__module__": "ml_dtypes"})
    array = SimpleNamespace(dtype=SimpleNamespace(kind="V", names=None, type=library), ndim=1)
    assert foreign.no_number("params: W", array, array) == " Write W.astype('float32')"


def test_what_converts_is_taken():
    """The control: a plain tensor, a series, a frame of numbers, ranges and lists."""
    assert YES_NO.value(Z, Tensor()).shape == (4,)
    assert one_hot(Series([0, 1]), 2).tolist() == [[1, 0], [0, 1]]
    assert one_hot(range(2), 2).tolist() == [[1, 0], [0, 1]]
    assert real_array("x", Frame([[1.0, 2.0]])).shape == (1, 2)


@said(
    (lambda: YES_NO.value(Z, Series(Y[:, 0])), "y: got shape (4,)", "write y.to_numpy()[:, None]"),
    (lambda: YES_NO.value(Z, [0, 1, 1, 0]), "y: got shape (4,)", "write np.asarray(y)[:, None]"),
    (lambda: YES_NO.value(Z, Y[:, 0]), "y: got shape (4,)", "write y[:, None]"),
    (lambda: YES_NO.value(Series([0.0]), Y), "z: got shape (1,)", "z.to_numpy()[:, None]"),
    (lambda: YES_NO.value(Z, 1.0), "y: got shape ()", "[[…]]"),
    (lambda: YES_NO.value(0.0, Y), "z: got shape ()", "[[…]]"),
    (lambda: score_array("params: W", Y[:, 0]), "params: W: got shape (4,)", "W[:, None]"),
    (lambda: YES_NO.value(Z, Y.T), "y: got 1 samples for the 4 of z", "Write y.T"),
    (
        lambda: CLASSES.value(np.zeros((2, 3, 4, 5)), np.zeros((2, 4, 5))),
        "y: got shape (2, 4, 5) for z of shape (2, 3, 4, 5)",
        "Channels first?",
        "np.moveaxis(z, 1, -1)",
    ),
    (
        lambda: L.squared_error.value(np.zeros((3, 1)), np.arange(3.0)),
        "y: got shape (3,) for p of shape (3, 1)",
        "Write y[:, None]",
    ),
    (
        lambda: L.squared_error.value(np.zeros((3, 1)), Series(np.arange(3.0))),
        "y: got shape (3,)",
        "Write y.to_numpy()[:, None]",
    ),
    (
        lambda: L.squared_error.gradient(np.arange(3.0), np.zeros((3, 1))),
        "y: got shape (3, 1) for p of shape (3,)",
        "Write p[:, None]",
    ),
    (
        lambda: L.cross_entropy.value([[0.2, 0.8]], [1]),
        "y: got shape (1,) for p of shape (1, 2)",
        "Write one_hot(labels, 2)",
    ),
    error=ValueError,
)
def test_shapes_and_how_to_write_them(call, parts, error):
    """In the words of the library that the array comes from."""
    refused(call, *parts, error=error)


# --- targets -------------------------------------------------------------------------------------


def rows(*row):
    return np.full((4, 3), row)


PIXELS = np.moveaxis(np.eye(3)[np.arange(40).reshape(2, 4, 5) % 3], -1, 1)
HINGE = compose(A.identity, L.hinge)
COUNTS = matching(A.exp)._replace(targets=nonnegative._replace(whole=True))


@said(
    (lambda: CLASSES.value(Z3, rows(0.5, 0.5, 0.0002)), "sum 1.0002", "y / y.sum(axis=-1"),
    (lambda: CLASSES.value(Z3, 0 * ONE_HOT), "sum 0", "A sample without a class?"),
    (lambda: CLASSES.value(Z3, rows(0.5, 0.9, 0.2)), "sum 1.6", "one sigmoid per label"),
    (lambda: CLASSES.value(Z3, rows(1.0, 1.0, 0.0)), "sum 2", "one sigmoid per label"),
    (lambda: CLASSES.value(Z3, rows(1.5, -0.5, 0.0)), "sum 1,", "softmax.forward(y)"),
    (lambda: CLASSES.value(Z3, 2 * ONE_HOT - 1), "sum -1", "Write (1 + y) / 2"),
    (lambda: CLASSES.value(Z3, 100 * ONE_HOT), "sum 100", "Percentages?"),
    (lambda: CLASSES.value(Z3, rows(1, 2, 3)), "sum 6", "Class indices?", "Counts?"),
    (lambda: CLASSES.value(Z3, rows(-100, -100, -100)), "sum -300", "ignored", "weights="),
    (lambda: CLASSES.value(Z3, with_entry(ONE_HOT, np.nan)), "nan", "missing", "weight 0"),
    (lambda: CLASSES.value(np.zeros(PIXELS.shape), PIXELS), "first?", "np.moveaxis(y, 1, -1)"),
    (lambda: CLASSES.value(np.zeros((3, 2)), np.eye(3)[[0, 0]].T), "sum 2", "Write y.T"),
    (lambda: YES_NO.value(Z, Y + 1), "got 2.", "[0, 1]", "Labels 1, 2? Subtract 1"),
    (lambda: YES_NO.value(Z, 2 * Y - 1), "got -1.", "[0, 1]", "Write (1 + y) / 2"),
    (lambda: YES_NO.value(Z, 87.5 * Y), "got 87.5", "[0, 1]", "Percentages? Divide by 100"),
    (lambda: YES_NO.value(Z, 255 * Y), "got 255.", "[0, 1]", "Pixels? Divide by 255"),
    (lambda: YES_NO.value(Z, 3 * Y), "got 3.", "[0, 1]", "one_hot and softmax"),
    (lambda: YES_NO.value(Z, Y - 100 * (Y == 0)), "got -100.", "ignored", "weights=", "`masked`"),
    (lambda: YES_NO.value(Z, np.where(Y, np.nan, 0)), "got nan", "missing", "`masked`"),
    (lambda: YES_NO.value(Z, np.where(Y, np.inf, 0)), "got inf", "Infinite"),
    (lambda: HINGE.value(Z, Y), "got 0.", "{−1, 1}", "Labels 0 and 1? Write 2 * y - 1"),
    (lambda: matching(A.relu).value(Z, Y - 0.5), "got -0.5", "[0, ∞)", "cannot be that low"),
    (lambda: COUNTS.value(Z, Y / 2), "got 0.5", "whole numbers", "Counts are whole numbers"),
    (lambda: COUNTS.value(Z, 3 * Y - 2), "got -2.", "whole numbers", "Counts have no sign"),
    (lambda: compose(A.exp, L.gamma).value(Z, Y), "got 0.", "(0, ∞)", "Zeros?", "Tweedie"),
    (
        lambda: masked(YES_NO).value(Z, np.full((4, 2), [0.0, 0.5])),
        "got [0.  0.5] at index (0, 0)",
        "Flags are 0 and 1",
    ),
    (
        lambda: YES_NO._replace(targets=columns(positive, members(0, 1)), columns=2).value(
            Z, np.full((4, 2), [2.0, 7.0])
        ),
        "got [2. 7.] at index (0, 0)",
        "columns in (0, ∞) and {0, 1}",
    ),
    error=ValueError,
)
def test_targets_and_what_may_have_happened_to_them(call, parts, error):
    """The sum of a row that is none, and a guess that fits the numbers."""
    refused(call, "y: got", *parts, error=error)


def test_rows_rounded_to_single_precision_are_rows():
    """Softmax rows of float32, read as float64, and the row of the report."""
    z = np.random.default_rng(0).normal(size=(500, 1000)).astype(np.float32)
    assert simplex.contains(A.softmax.forward(z).astype(float)).all()
    assert np.isfinite(CLASSES.value([[1.0, 2.0]], [[0.5, 0.5000001]])).all()


def test_booleans_and_flags_are_targets():
    assert np.isfinite(YES_NO.value(Z, Y == 1)).all()
    known = with_flags([[1.0], [np.nan], [0.0], [1.0]])
    assert masked(YES_NO).value(Z, known)[1] == 0


# --- labels --------------------------------------------------------------------------------------


def test_one_hot_encodes_what_it_is_given():
    """Classes that a batch does not show are columns of zeros; `strict` wants every one."""
    assert one_hot([0, 1, 1], 3).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    assert one_hot([0, 0, 0], 2).tolist() == [[1, 0]] * 3
    assert one_hot([0, 1, 2], 3, strict=True).tolist() == np.eye(3).tolist()
    big = one_hot([0, 99_999, 7] * 20, 100_000)
    assert big.shape == (60, 100_000)
    assert big.argmax(axis=1)[:3].tolist() == [0, 99_999, 7]
    assert (big.sum(axis=1) == 1).all()


@said(
    (lambda: one_hot([0, 2, 2], 3, strict=True), "labels: no sample of class 1", "strict=True"),
    (lambda: one_hot([0, 0], 2, strict=True), "labels: no sample of class 1"),
    (lambda: one_hot([0, 1, -100], 2), "labels: got -100", "0 … 1", "ignored", "weights="),
    (lambda: one_hot([0, 1, -1], 2), "labels: got -1", "0 … 1", "ignored", "weights="),
    (lambda: one_hot([-1, 1, 1], 2), "labels: got -1", "Labels −1 and +1?", "(1 + labels) // 2"),
    (lambda: one_hot([0, 1.5], 2), "labels: got 1.5", "0 … 1", "whole number"),
    (lambda: one_hot([1, 2, 3], 3), "labels: got 3", "0 … 2", "Subtract 1"),
    (lambda: one_hot([10, 20, 30], 3), "labels: got 10", "gaps?", "return_inverse=True)[1]"),
    (lambda: one_hot([0, 1, 2, 3], 3), "labels: got 3", "Fewer classes than labels?"),
    (lambda: one_hot([0, np.nan], 3), "labels: got nan", "missing"),
    (lambda: one_hot([[0], [1]], 3), "labels: got shape (2, 1)", "np.ravel(labels)"),
    (lambda: one_hot(np.eye(3), 3), "labels: got shape (3, 3)", "labels.argmax(axis=-1)"),
    (lambda: one_hot(3, [0, 1]), "classes: got an array", "one_hot(labels, classes)"),
    (lambda: one_hot([0, 1], 10**30), "classes: got 1000", "does not fit into memory"),
    (lambda: one_hot([0, 1], 2.0), "classes: got 2.0", "whole number", "Write 2"),
    error=ValueError,
)
def test_labels_and_what_may_have_happened_to_them(call, parts, error):
    refused(call, *parts, error=error)


# --- bare records: no broadcasting, no warning, lists, precision ---------------------------------

RECORDS = [
    record
    for room in (A, L)
    for record in vars(room).values()
    if isinstance(record, Activation | Loss) and record.scores == 1
]


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, int], ids=str)
def test_bare_records_take_lists_warn_of_nothing_and_keep_single_precision(record, dtype):
    """At numbers whose logarithms, powers and quotients are infinite or undefined, too."""
    hard = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, -1.0]])
    if dtype is not int:
        hard = np.vstack([hard, [[1e4, -1e4], [np.inf, -np.inf], [-np.inf, -np.inf], [np.nan, 0]]])
    hard, expected = hard.astype(dtype), np.float32 if dtype is np.float32 else np.float64
    if isinstance(record, Loss):
        calls = [(f, (hard, hard[::-1].copy())) for f in (record.value, record.gradient)]
    else:
        calls = [(record.forward, (hard,)), (record.vjp, (hard, hard[::-1].copy()))]
        calls += [(f, (hard,)) for f in (record.potential, record.conjugate) if f]
    for call, arguments in calls:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = call(*arguments)
            of_lists = call(*(a.tolist() for a in arguments))
            record_range = record.range if isinstance(record, Activation) else record.predictions
            record_range.contains(arguments[0].tolist())
        assert found.dtype == expected
        assert of_lists.dtype == np.float64
        if dtype is not np.float32:
            np.testing.assert_array_equal(found, of_lists)


@pytest.mark.parametrize("loss", [r for r in RECORDS if isinstance(r, Loss)])
def test_bare_losses_broadcast_nothing(loss):
    """A column against a row, one sample for all, one number for all, replicas of y alone."""
    p = np.full((4, 3), 0.5)
    assert loss.value(p, p).shape == (4,)
    assert loss.value(np.stack([p, p]), p).shape == (2, 4)
    for y in (p[:, :1], p[:1], p[0], 0.5, np.stack([p, p]), p[:, 0], p.T):
        for call in (loss.value, loss.gradient):
            refused(lambda call=call, y=y: call(p, y), "y: got shape")


def test_integer_targets_of_a_bare_loss_take_the_precision_of_p():
    """As in a pairing: single precision stays single precision."""
    p = np.array([[0.5]], np.float32)
    for y in (1, True):
        assert L.log_loss.value(p, [[y]]).dtype == np.float32
        assert L.log_loss.gradient(p, np.array([[y]])).dtype == np.float32


# --- an activation that leaves the predictions of the loss ---------------------------------------

FITS = [(A.exp, L.gamma), (A.exp, L.poisson), (A.softplus, L.gamma), (A.relu, L.poisson)]
FITS += [(A.sigmoid, L.log_loss), (A.normal_cdf, L.log_loss), (A.hard_sigmoid, L.log_loss)]
FITS += [(A.softmax, L.cross_entropy), (A.sparsemax, L.cross_entropy), (A.softmax, L.log_loss)]
FITS += [(a, L.squared_error) for a in A.TABLE]
LEAVES = [(A.tanh, L.log_loss), (A.identity, L.poisson), (A.relu, L.log_loss), (A.relu, L.gamma)]
LEAVES += [(A.sigmoid, L.cross_entropy), (A.normal_cdf, L.cross_entropy), (A.exp, L.log_loss)]
LEAVES += [(A.softplus, L.cross_entropy), (A.elu, L.poisson), (A.gelu, L.gamma)]
LEAVES += [(A.hard_sigmoid, L.tweedie), (A.identity, L.log_loss), (A.relu6, L.log_loss)]


def both(pair):
    return " + ".join(record.name for record in pair)


@pytest.mark.parametrize("pair", LEAVES, ids=both)
def test_a_range_that_leaves_the_predictions_is_warned_of_once(pair):
    """At the line that composes, not at the calls; and not at all where it is meant so."""
    with pytest.warns(Mismatch, match="Meant so?") as caught:
        pairing = compose(*pair)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert pair[0].name in str(caught[0].message)
    assert pair[1].predictions.name in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = ONE_HOT + 1.0 if pair[1] is L.gamma else ONE_HOT  # its targets are above 0
        assert pairing.value(Z3, y).shape == (4,)
        compose(*pair, guard=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", Mismatch)
        compose(*pair)


@pytest.mark.parametrize("pair", FITS, ids=both)
def test_a_range_within_the_predictions_is_composed_in_silence(pair):
    """The control, among them ends that are reached and rows that are shares."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compose(*pair).loss is pair[1]


def test_the_reach_is_read_from_the_range_where_trying_shows_nothing():
    """z in [−30, 30] does not show a ceiling of 4095; the range says it."""
    adc = A.from_function(lambda z: np.clip(z, 0, 900))
    made_for = L.squared_error._replace(name="made for less", predictions=interval(0, 100))
    with pytest.warns(Mismatch, match=r"\[0, 900\], accepted is \[0, 100\]"):
        compose(adc, made_for)
    compose(adc, made_for._replace(predictions=interval(0, 1000)))


def test_a_composed_value_is_no_negative_zero():
    """log 1 = 0, and −0 looks like a loss below 0."""
    for a, loss, z, y in ((A.sigmoid, L.log_loss, 40, 1), (A.hard_sigmoid, L.log_loss, 2, 1)):
        assert not np.signbit(compose(a, loss).value([[float(z)]], [[y]]))
    assert not np.signbit(compose(A.softmax, L.cross_entropy).value([[800.0, 0.0]], [[1, 0]]))
