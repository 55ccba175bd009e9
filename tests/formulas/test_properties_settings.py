"""Settings at the door: each is taken, or refused by a ValueError or TypeError with its name."""

import facts
import numpy as np
import pytest
from hypothesis import strategies as st
from properties import PARAMS, RNG, Door, arrays, attempt, contest, each, law, pool, refusal, train

from pairings import datasets, inputs
from pairings.network import init
from pairings.optimizers import adam, momentum, sgd

SETTINGS = [
    Door("momentum", "decay", 0.5, lambda v: momentum(0.1, v)),
    Door("adam", "decay", 0.5, lambda v: adam(0.1, v)),
    Door("adam", "decay_squares", 0.5, lambda v: adam(0.1, decay_squares=v)),
    Door("adam", "epsilon", 0.5, lambda v: adam(0.1, epsilon=v)),
    Door("sgd", "step_size", 0.5, sgd),
    *(
        Door(maker.__name__, parameter, value, maker)
        for maker, parameter, value in (
            fact.made for fact in (*facts.ACTIVATIONS, *facts.LOSSES) if fact.made
        )
    ),
    Door("one_hot", "classes", 2, lambda v: inputs.one_hot([0, 1], v)),
    Door("init", "sizes", (2, 1), lambda v: init(RNG(0), v)),
    Door("init", "rngs", [RNG(0)], lambda v: init(v, (2, 1))),
    Door("split", "samples", 9, datasets.split),
    Door("split", "seed", 1, lambda v: datasets.split(9, v)),
    Door("multilabel", "samples", 9, datasets.multilabel),
    Door("multilabel", "seed", 1, lambda v: datasets.multilabel(9, v)),
    Door("friedman1", "samples", 9, datasets.friedman1),
    Door("friedman1", "seed", 1, lambda v: datasets.friedman1(9, v)),
    Door("load", "name", "iris", datasets.load),
    Door("fit", "params", PARAMS, lambda v: train(params=v)),
    Door("fit", "epochs", 2, lambda v: train(epochs=v)),
    Door("fit", "rngs", RNG(0), lambda v: train(rngs=v)),
    Door("fit", "observe_at", [0, 2], lambda v: train(observe=lambda p: {}, observe_at=v)),
    Door("duel", "seeds", [3], lambda v: contest(seeds=v)),
    Door("duel", "step_sizes", [0.1, 1.0], lambda v: contest(step_sizes=v)),
    Door("duel", "epochs", 1, lambda v: contest(epochs=v)),
    Door("duel", "batch_size", 3, lambda v: contest(batch_size=v)),
    Door("duel", "observations", 3, lambda v: contest(observations=v)),
]
NUMBER = (
    st.integers(-3, 12) | st.floats() | st.sampled_from([1e-320, 1e300, 0.5, 1.0, True, 10**30])
)
ABSURD = (
    st.none() | st.text(max_size=3) | st.binary(max_size=3) | st.complex_numbers() | st.booleans()
)
ABSURD |= st.sampled_from(
    [np.ma.masked, np.sum, float, ..., RNG(0), {"a": 1}, {2}, np.array(["a"])]
)
JUNK = (
    NUMBER
    | ABSURD
    | st.lists(NUMBER | ABSURD, max_size=3)
    | st.lists(NUMBER, max_size=3).map(lambda v: np.array(v, dtype=object))
)
JUNK |= (
    arrays((2,), pool(10.0)) | arrays((1, 1), pool(10.0)) | arrays((), pool(10.0)).map(np.float32)
)


@each(SETTINGS, "gate")
@law(30, value=JUNK)
def test_a_setting_is_taken_or_refused_by_its_name(gate, value):
    """Numbers, lists and absurdities where a number, a name or a sequence is due."""
    assert_taken_or_refused(gate, value)


def no_larger_than(value, most: int):
    if isinstance(value, list):
        return [no_larger_than(entry, most) for entry in value]
    return min(value, most) if isinstance(value, int) else value


def assert_taken_or_refused(gate: Door, value) -> None:
    if gate.argument in ("samples", "epochs", "sizes"):  # as slow and as large as one asks
        value = no_larger_than(value, 100)
    _, error = attempt(lambda: gate.call(value))
    if error is not None:
        assert type(error) in (ValueError, TypeError), repr(error)
        names = (gate.argument, "labels") if gate.function == "one_hot" else gate.argument
        assert str(error).startswith(names), str(error)


WORST = [None, np.nan, -np.inf, 10**30, -1, 2.5, True, "a", "", 1j, [], [None], [0.1, -0.1], [[1]]]
NEVER = [np.nan, np.inf, 1j, "a", [None], np.ma.masked, print]
WHOLE = {"classes", "samples", "seed", "epochs", "batch_size", "observations"}
FRACTIONS = [2.0, np.float64(6.0), 5.5, True, "6"]
WORST += [np.ma.masked, [np.ma.masked], np.array([0.5]), np.array(["a", "b"]), {}, {1}, print]


@each(SETTINGS, "gate")
def test_a_good_setting_is_taken_and_the_worst_are_named(gate):
    """The control to the refusals, what everybody tries, and what nobody may take."""
    assert gate.call(gate.good) is not None
    for value in WORST:
        assert_taken_or_refused(gate, value)
    for value in NEVER + [None, *FRACTIONS] * (gate.argument in WHOLE):
        error = refusal(lambda value=value: gate.call(value))
        assert str(error).startswith(gate.argument), str(error)


@pytest.mark.parametrize("make", [sgd, momentum, adam], ids=lambda f: f.__name__)
@law(60, sizes=st.integers(0, 4), replicas=st.sampled_from([(), (1,), (2,), (3,), (2, 3), (3, 1)]))
def test_a_step_size_fits_the_replicas_or_is_refused(make, sizes, replicas):
    """One number, or exactly one per replica: nothing else is stretched over them."""
    size = np.full(sizes, 0.1) if sizes else 0.1
    rngs = [RNG(i) for i in range(int(np.prod(replicas)))]
    params = [(np.ones((*replicas, 2, 1)), np.zeros((*replicas, 1, 1)))]
    if not sizes or (sizes,) == replicas:
        assert np.isfinite(train(params=params, rngs=rngs, optimizer=make(size)).params[0][0]).all()
    else:
        error = refusal(lambda: train(params=params, rngs=rngs, optimizer=make(size)))
        assert str(error).startswith(f"step_size: got shape ({sizes},)")
