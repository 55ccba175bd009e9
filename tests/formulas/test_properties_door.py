"""The door: an answer, or a ValueError or TypeError that names the argument, and nothing else."""

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from properties import (
    ACTIVATIONS,
    ANY,
    PARAMS,
    YES_NO,
    Door,
    X,
    Y,
    arrays,
    attempt,
    contest,
    each,
    law,
    pairings_of,
    refusal,
    scores,
    shapes,
    targets,
    train,
)
from scipy import sparse

from pairings import activations, compose, datasets, gradient_check, inputs, losses
from pairings.checks import compare, finite_difference
from pairings.network import scores as network_scores
from pairings.optimizers import adam, momentum, sgd

TRAIN = np.arange(6.0)
DOORS = [
    Door("one_hot", "labels", np.array([0.0, 1, 2, 1]), lambda v: inputs.one_hot(v, 3)),
    Door("fit", "x", X, lambda v: train(x=v)),
    Door("fit", "y", Y, lambda v: train(y=v)),
    Door("fit", "params: W", np.ones((2, 1)), lambda v: train(params=[(v, np.ones((1, 1)))])),
    Door("fit", "params: b", np.ones((1, 1)), lambda v: train(params=[(np.ones((2, 1)), v)])),
    Door("duel", "x", X, lambda v: contest(x=v)),
    Door("duel", "labels", Y[:, 0], lambda v: contest(labels=v)),
    Door("scores", "x", X, lambda v: network_scores(PARAMS, v, activations.tanh)),
    Door("gradient_check", "z", X[:, :1], lambda v: gradient_check(YES_NO, v, Y)),
    Door("gradient_check", "y", Y, lambda v: gradient_check(YES_NO, X[:, :1], v)),
    Door("finite_difference", "z", X, lambda v: finite_difference(activations.tanh.potential, v)),
    Door("compare", "mine", X, lambda v: compare("ours", v, X), one_number=True),
    Door("compare", "reference", X, lambda v: compare("ours", X, v), one_number=True),
    Door("standardise", "x", X, lambda v: datasets.standardise(v, np.arange(6))),
    Door("standardise", "train", TRAIN, lambda v: datasets.standardise(X, v)),
    *(
        Door(scale.__name__, "labels", X[:, 0], lambda v, scale=scale: scale(v, np.arange(6)))
        for scale in (datasets.standard_scale, datasets.robust_scale, datasets.unit_scale)
    ),
    Door("encode", "labels", X[:, 0], datasets.Scale(0.0, 1.0).encode),
    Door("decode", "p", Y, datasets.Scale(0.0, 1.0).decode),
    *(
        Door(make.__name__, "step_size", np.array([0.1, 1]), make, one_number=True)
        for make in (sgd, momentum, adam)
    ),
]


def pairing_doors(data, a):
    """The three functions of one of the pairings of `a`, guarded or not."""
    pairing = data.draw(pairings_of(a))
    shape = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 3)))
    z, y = data.draw(scores(a, shape, limit=30.0)), data.draw(targets(pairing, shape))
    if data.draw(st.booleans()):
        pairing = compose(a, losses.squared_error, guard=False)
    return [
        Door(pairing.name, "z", z, pairing.predict),
        Door(pairing.name, "z", z, lambda v: pairing.value(v, y)),
        Door(pairing.name, "z", z, lambda v: pairing.gradient(v, y)),
        Door(pairing.name, "y", y, lambda v: pairing.value(z, v)),
        Door(pairing.name, "y", y, lambda v: pairing.gradient(z, v)),
    ]


# --- what is no array of numbers -----------------------------------------------------------------


class Frame:
    """Something like a data frame of mixed columns."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype or object)


KINDS = {
    "object": lambda v: v.astype(object),
    "masked": lambda v: np.ma.masked_array(v, v > v.min()),
    "masked nowhere": np.ma.masked_array,
    "masked rows in a list": lambda v: [np.ma.masked_array(row, row > 0) for row in v],
    "masked number in a list": lambda v: [*v.ravel().tolist(), np.ma.masked],
    "complex": lambda v: v + 0j,
    "complex in a list": lambda v: [*v.ravel().tolist(), 1j],
    "text": lambda v: v.astype(str),
    "bytes": lambda v: v.astype("S8"),
    "dates": lambda v: v.astype("M8[s]"),
    "durations": lambda v: v.astype("m8[s]"),
    "records": lambda v: np.zeros(v.shape, [("a", float)]),
    "raw": lambda v: np.zeros(v.shape, "V8"),
    "extended": lambda v: v.astype(np.longdouble),
    "sparse": lambda v: sparse.csr_array(np.atleast_2d(v)),
    "mixed frame": Frame,
    "None": lambda v: None,
    "list of None": lambda v: [None] * len(v),
    "large integers": lambda v: [10**400] * len(v),
    "dict": lambda v: {"a": v},
    "set": lambda v: {1.0, 2.0},
    "generator": lambda v: (row for row in v),
    "function": lambda v: np.sum,
    "one word": lambda v: "one",
}
if np.dtype(np.longdouble).itemsize == 8:
    del KINDS["extended"]  # the same as double on this platform
KIND = st.sampled_from(sorted(KINDS))
NOTHING = {
    "no rows": lambda v: v[:0],
    "no columns": lambda v: v[..., :0],
    "an empty list": lambda v: [],
    "an empty row": lambda v: [[]],
    "ragged": lambda v: [[1.0, 2.0], [1.0]],
    "one number": lambda v: 0.5,
    "an array of no dimension": lambda v: np.array(0.5),
}
ABSENT = st.sampled_from(sorted(NOTHING))


def assert_refused(gate: Door, value, kind: type) -> None:
    error = refusal(lambda: gate.call(value))
    assert type(error) is kind, repr(error)
    assert str(error).startswith(f"{gate.argument}: "), str(error)


@each(DOORS, "gate")
def test_every_door_lets_the_good_in_and_keeps_the_rest_out(gate):
    """Floats, integers and lists come in; what is no number is a TypeError, nothing a ValueError."""
    gate.call(gate.good.tolist())
    for dtype in (np.float16, np.float32, np.float64):
        gate.call(gate.good.astype(dtype))
    for make in KINDS.values():
        assert_refused(gate, make(gate.good), TypeError)
    for name, make in NOTHING.items():
        if not (gate.one_number and name in ("one number", "an array of no dimension", "ragged")):
            assert_refused(gate, make(gate.good), ValueError)


@each(ACTIVATIONS, "a")
@law(12, data=st.data(), kind=KIND, absent=ABSENT)
def test_every_pairing_has_that_door(a, data, kind, absent):
    """predict, value and gradient, the deliberate mismatches included."""
    for gate in pairing_doors(data, a):
        gate.call(gate.good)
        assert_refused(gate, KINDS[kind](gate.good), TypeError)
        assert_refused(gate, NOTHING[absent](gate.good), ValueError)


# --- shapes, types, numbers: whatever hypothesis can think of ------------------------------------

SIDES = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@each(ACTIVATIONS, "a")
@law(25, data=st.data(), of_z=SIDES, of_y=SIDES)
def test_nothing_broadcasts(a, data, of_z, of_y):
    """Equal samples and outputs, replicas of y equal or absent: else a ValueError that says which."""
    if data.draw(st.booleans()):  # more often than by chance they fit, or nearly
        ones = [(*of_z[:i], 1, *of_z[i + 1 :]) for i in range(len(of_z))]
        of_y = data.draw(st.sampled_from([of_z, of_z[-2:], of_z[-1:], (1, *of_z), *ones]))
    guard = data.draw(st.booleans())
    pairing = compose(a, losses.squared_error, guard=guard)
    z, y = np.zeros(of_z), np.zeros(of_y)
    fits = min(len(of_z), len(of_y)) >= 2 and 0 not in of_z + of_y
    fits = fits and of_z[-2:] == of_y[-2:] and of_y[:-2] in ((), of_z[:-2])
    if fits:
        assert pairing.value(z, y).shape == of_z[:-1]
        assert pairing.gradient(z, y).shape == of_z
        return
    for call in (pairing.value, pairing.gradient):
        error = refusal(lambda call=call: call(z, y))
        assert type(error) is ValueError
        assert str(error).startswith(("z: got", "y: got"))


ODD = hnp.scalar_dtypes() | st.sampled_from([np.dtype(t) for t in ("U3", "S3")])


def accepts(pairing, y) -> bool:
    with np.errstate(all="ignore"):  # rows may sum to anything
        double = np.float32 if y.dtype == np.float32 else float
        return bool(pairing.targets.contains(y.astype(double)).all())


def held(array) -> bool:
    """Whether a float holds what is in it: no whole number is beyond 2**53."""
    whole = array.dtype.kind in "iu" and array.size
    return not whole or max(int(array.max()), -int(array.min())) <= 2**53


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), of_z=ODD, of_y=ODD)
def test_any_two_arrays_have_an_answer_or_a_refusal(a, data, of_z, of_y):
    """Every dtype and its strangest numbers: TypeError if and only if it is no real number."""
    pairing = data.draw(pairings_of(a))
    z, y = (data.draw(hnp.arrays(t, (2, 3))) for t in (of_z, of_y))
    numbers = all(t.kind in "biu" or (t.kind == "f" and t.itemsize <= 8) for t in (of_z, of_y))
    for name in ("value", "gradient"):
        result, error = attempt(lambda name=name: getattr(pairing, name)(z, y))
        if not held(z) or (numbers and not held(y)):
            assert type(error) is ValueError
            assert "beyond 2**53" in str(error)
        elif not numbers:
            assert type(error) is TypeError
            assert str(error).startswith(("z: got", "y: got"))
        elif accepts(pairing, y):
            assert result.shape == (z.shape if name == "gradient" else z.shape[:1])
        else:
            assert type(error) is ValueError
            assert str(error).startswith("y: got")


ENDLESS = np.concatenate([ANY[::4], np.tile([np.nan, np.inf, -np.inf, 1e308], 2**13), ANY[::4]])


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes())
def test_a_target_is_in_the_domain_or_refused(a, data, shape):
    """NaN, infinities, numbers whose sum overflows: a ValueError, and no warning on the way to it."""
    pairing = data.draw(pairings_of(a))
    z, y = np.zeros(shape), np.resize(data.draw(arrays(shape, ENDLESS)), shape)
    _, error = attempt(lambda: pairing.value(z, y))
    assert (error is None) == accepts(pairing, y)
    assert error is None or str(error).startswith("y: got")


@each(
    [g for g in DOORS if g.function in ("fit", "duel", "standardise", "encode", "one_hot")], "gate"
)
@law(25, data=st.data(), shape=SIDES, of=ODD)
def test_any_array_at_any_other_door(gate, data, shape, of):
    """Training, data sets, labels: it works, or the refusal names what is wrong."""
    value = data.draw(hnp.arrays(of, shape))
    _, error = attempt(lambda: gate.call(value))
    if error is None:
        assert of.kind in "biuf"
        assert value.size
    else:
        assert type(error) in (ValueError, TypeError), repr(error)
        assert str(error).startswith(("x", "y", "labels", "params", "train", gate.argument)), str(
            error
        )


FINITE = {"x", "y", "z", "params: W", "params: b"}  # labels are judged by who encodes them


@each([g for g in DOORS if g.argument in FINITE and g.function != "scores"], "gate")
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_must_be_finite_is(gate, bad):
    """One NaN or infinity among what is trained on or checked: a ValueError."""
    broken = gate.good.copy()
    broken.flat[-1] = bad
    assert_refused(gate, broken, ValueError)
