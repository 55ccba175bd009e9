"""The same numbers give the same answer to the bit, however they are written, laid out or stacked.

For every output and each of its pairings; no warning leaks, for warnings are errors here.
"""

import numpy as np
from hypothesis import strategies as st
from properties import (
    ACTIVATIONS,
    ANY,
    CONVEX,
    accepted,
    arrays,
    each,
    law,
    pairings_of,
    pool,
    scores,
    shapes,
    targets,
    terms,
)

from pairings import activations, fit, losses, matching
from pairings.network import init
from pairings.optimizers import sgd
from pairings.records import simplex


def answers(pairing, z, y):
    return pairing.predict(z), pairing.value(z, y), pairing.gradient(z, y)


def assert_same(found, expected):
    """The same floats of the same type; NaN is NaN."""
    for mine, theirs in zip(found, expected, strict=True):
        assert type(mine) is np.ndarray
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs)


def drawn(data, a, shape):
    """(pairing, z, y): scores as far as is promised, targets that are accepted."""
    pairing = data.draw(pairings_of(a))
    return pairing, data.draw(scores(a, shape)), data.draw(targets(pairing, shape))


# --- layout --------------------------------------------------------------------------------------


class Frame:
    """Something like a data frame: it can be made into an array and is none."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


class Subclass(np.ndarray):
    pass


def every_second(v):
    wide = np.full([2 * n for n in v.shape], np.nan)
    spread = wide[tuple(slice(None, None, 2) for _ in v.shape)]
    spread[...] = v
    return spread


def unaligned(v):
    shifted = np.empty(v.nbytes + 1, np.uint8)[1:].view(v.dtype).reshape(v.shape)
    shifted[...] = v
    return shifted


def read_only(v):
    v = v.copy()
    v.flags.writeable = False
    return v


LAYOUTS = {
    "Fortran order": np.asfortranarray,
    "negative strides": lambda v: np.flip(np.flip(v).copy()),
    "every second": every_second,
    "transposed": lambda v: v.swapaxes(0, 1).copy().swapaxes(0, 1),
    "unaligned": unaligned,
    "other byte order": lambda v: v.astype(v.dtype.newbyteorder("S")),
    "read-only": read_only,
    "list": np.ndarray.tolist,
    "tuple": lambda v: tuple(map(tuple, v.tolist())),
    "list of rows": list,
    "memory view": memoryview,
    "data frame": Frame,
    "subclass": lambda v: v.view(Subclass),
}
LAYOUT = st.sampled_from(sorted(LAYOUTS))


@each(ACTIVATIONS, "a")
@law(25, data=st.data(), shape=shapes(outputs=17), of_z=LAYOUT, of_y=LAYOUT)
def test_layout_makes_no_difference(a, data, shape, of_z, of_y):
    """Strides, byte order, lists, frames: the floats of the plain array; nothing given is changed."""
    pairing, z, y = drawn(data, a, shape)
    laid, kept = (LAYOUTS[of_z](z), LAYOUTS[of_y](y)), (z.copy(), y.copy())
    found = answers(pairing, *laid)
    assert_same(found, answers(pairing, z, y))
    assert_same((z, y, np.asarray(laid[0], float), np.asarray(laid[1], float)), kept + kept)
    for result in found:
        assert not any(np.shares_memory(result, v) for v in laid if isinstance(v, np.ndarray))


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes(samples=4, outputs=9))
def test_replicas_do_not_know_of_each_other(a, data, shape):
    """A stack gives each replica's floats, with targets of its own or shared."""
    pairing = data.draw(pairings_of(a))
    z = data.draw(scores(a, (2, 3, *shape)))
    y = data.draw(targets(pairing, (2, 3, *shape)))
    own, shared = answers(pairing, z, y), answers(pairing, z, y[1, 2])
    for r in np.ndindex(2, 3):
        assert_same([part[r] for part in own], answers(pairing, z[r], y[r]))
        assert_same([part[r] for part in shared], answers(pairing, z[r], y[1, 2]))


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes(samples=9, outputs=9))
def test_samples_do_not_know_of_each_other(a, data, shape):
    """In another order, or one by one, each sample has the same floats."""
    pairing, z, y = drawn(data, a, shape)
    whole = answers(pairing, z, y)
    order = data.draw(st.permutations(range(shape[0])))
    assert_same(answers(pairing, z[order], y[order]), [part[order] for part in whole])
    one = data.draw(st.integers(0, shape[0] - 1))
    rows = slice(one, one + 1)
    assert_same(answers(pairing, z[rows], y[rows]), [part[rows] for part in whole])


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes(samples=6), bad=st.sampled_from([np.nan, np.inf, -np.inf]))
def test_what_is_not_finite_stays_in_its_row(a, data, shape, bad):
    """NaN and infinity among the scores are answered, not refused, and touch no other row."""
    pairing, z, y = drawn(data, a, shape)
    i, k = (data.draw(st.integers(0, n - 1)) for n in shape)
    broken = z.copy()
    broken[i, k] = bad
    others = np.arange(shape[0]) != i
    found, clean = answers(pairing, broken, y), answers(pairing, z, y)
    assert_same([part[others] for part in found], [part[others] for part in clean])
    if np.isnan(bad):
        assert np.isnan(found[0][i, k])


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes())
def test_any_float_has_an_answer_of_the_right_shape(a, data, shape):
    """Scores up to the largest float: a number, infinity or NaN for each sample, and no warning."""
    pairing = data.draw(pairings_of(a))
    z, y = data.draw(arrays(shape, ANY)), data.draw(targets(pairing, shape))
    prediction, value, gradient = answers(pairing, z, y)
    assert (prediction.shape, value.shape, gradient.shape) == (shape, shape[:1], shape)
    assert not np.isnan(prediction).any()


@law(20, data=st.data(), of_x=LAYOUT, of_y=LAYOUT, batch_size=st.sampled_from([None, 4]))
def test_training_does_not_know_the_layout(data, of_x, of_y, batch_size):
    """fit: the same parameters and losses to the bit."""
    x, y = data.draw(arrays((7, 3), pool(3.0))), np.arange(7.0)[:, None] % 2
    params = init(np.random.default_rng(0), (3, 2, 1))

    def trained(x, y):
        settings = {"optimizer": sgd(0.5), "epochs": 2, "batch_size": batch_size}
        yes_no = matching(activations.sigmoid, losses.log_loss)
        found = fit(params, yes_no, x, y, rngs=np.random.default_rng(1), **settings)
        return [*(part for layer in found.params for part in layer), found.history["loss"]]

    assert_same(trained(LAYOUTS[of_x](x), LAYOUTS[of_y](y)), trained(x, y))


# --- number types --------------------------------------------------------------------------------

WHOLE = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64, np.bool_]


def whole_targets(pairing, shape):
    """Zeros, ones and the like as integers, or one-hot rows."""
    codes = st.binary(min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
    if pairing.targets.rows:
        return codes.map(
            lambda c: np.eye(shape[1], dtype=int)[np.frombuffer(c, np.uint8)[: shape[0]] % shape[1]]
        )
    fit = [v for v in (1, 0, -1, 2, 7) if pairing.targets.contains(np.array(float(v)))]
    fit = fit or [0.5]  # nothing whole lies between the ends
    return codes.map(lambda c: np.resize(fit, 256)[np.frombuffer(c, np.uint8)].reshape(shape))


@each(ACTIVATIONS, "a")
@law(25, data=st.data(), shape=shapes(), of_z=st.sampled_from(WHOLE), of_y=st.sampled_from(WHOLE))
def test_integers_and_booleans_are_the_floats_they_stand_for(a, data, shape, of_z, of_y):
    """Any width, with and without a sign: the answers of float64; half precision likewise."""
    pairing = data.draw(pairings_of(a))
    z = np.abs(np.rint(data.draw(scores(a, shape, limit=100.0)))).astype(of_z)
    y = data.draw(whole_targets(pairing, shape))
    if (y.astype(of_y) == y).all():
        y = y.astype(of_y)
    plain = answers(pairing, z.astype(float), y.astype(float))
    assert_same(answers(pairing, z, y), plain)
    assert_same(answers(pairing, z.astype(np.float16), y.astype(np.float16)), plain)
    assert_same(answers(pairing, z.astype(float), y), plain)
    assert_same(answers(pairing, z, y.astype(float)), plain)


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes())
def test_minus_zero_is_zero(a, data, shape):
    """Its sign is lost on scores and on targets."""
    pairing, z, y = drawn(data, a, shape)
    minus_z, minus_y = (np.where(v == 0, -0.0, v) for v in (z, y))
    assert_same(answers(pairing, minus_z, minus_y), answers(pairing, z + 0.0, y + 0.0))


@each(ACTIVATIONS, "a")
@law(20, data=st.data(), shape=shapes())
def test_single_precision_stays_single(a, data, shape):
    """float32 in, float32 out, with whole targets too; float64 on either side makes float64."""
    pairing = data.draw(pairings_of(a))
    z = data.draw(scores(a, shape, limit=80.0)).astype(np.float32)
    y = data.draw(whole_targets(pairing, shape))
    single = answers(pairing, z, y.astype(np.float32))
    assert {part.dtype for part in single} == {np.dtype(np.float32)}
    if y.dtype.kind in "biu":
        assert_same(answers(pairing, z, y), single)
    for mixed in ((z, y.astype(float)), (z.astype(float), y.astype(np.float32))):
        assert {part.dtype for part in answers(pairing, *mixed)[1:]} == {np.dtype(float)}


@each(CONVEX, "a")
@law(20, data=st.data(), shape=shapes())
def test_single_precision_agrees_with_double(a, data, shape):
    """A matching loss is right to a few units in the last place of its terms in float32 as well."""
    pairing = matching(a)
    z = data.draw(scores(a, shape, limit=80.0)).astype(np.float32)
    y = data.draw(whole_targets(pairing, shape) if a.range is simplex else targets(pairing, shape))
    y = accepted(a.range, y.astype(np.float32)) if a.range is not simplex else y
    y = y.astype(np.float32)
    value, gradient = pairing.value(z, y), pairing.gradient(z, y)
    z, y = z.astype(float), y.astype(float)
    single = np.finfo(np.float32)
    room = 16 * float(single.eps) * terms(a, z, y) + float(single.smallest_normal)
    assert (np.abs(value - pairing.value(z, y)) <= room).all()
    size = (np.abs(a.forward(z)) + np.abs(y)) * (1 + np.abs(z)) if a.range is not simplex else 80.0
    slack = 4 * float(single.eps) * size + float(single.smallest_normal)
    assert (np.abs(gradient - pairing.gradient(z, y)) <= slack).all()
