"""Laws of the whole catalogue in thousands of drawn cases: potentials, losses, the chain rule.

What is allowed for rounding is a few units in the last place of the terms that are added.
"""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from properties import (
    ACTIVATIONS,
    ANY,
    CONVEX,
    EPS,
    LOSSES,
    NAMED,
    PAIRINGS,
    SENSIBLE,
    TINY,
    accepted,
    arrays,
    each,
    law,
    pool,
    predicted,
    scores,
    shapes,
    targets,
    terms,
)

from pairings import CATALOGUE, activations, compose, matching
from pairings.records import simplex

STEPS = st.sampled_from([1e-6, 1e-4, 1e-2, 1.0])
REDESCENDING = ("Tukey", "Welsch", "Student-t", "Cauchy")  # nowhere convex: far off they pull less
CONVEX_ROWS = [
    p
    for p in PAIRINGS
    if p.name in CATALOGUE
    and p.activation
    and p.scores == 1
    and not any(name in p.name for name in REDESCENDING)
]


def apart(data, a, z):
    """Other scores: anywhere, or a small step away, where tangents are told from secants."""
    w = data.draw(scores(a, z.shape))
    return w if data.draw(st.booleans()) else z + data.draw(STEPS) * np.clip(w, -1, 1)


# --- potential and conjugate ---------------------------------------------------------------------


@each(CONVEX, "a")
@law(30, data=st.data(), shape=shapes())
def test_fenchel_and_young(a, data, shape):
    """L(z, y) = Φ(z) − ⟨y, z⟩ + Φ*(y) ≥ 0, finite, and 0 with gradient 0 at the match."""
    z, other = data.draw(scores(a, shape)), data.draw(scores(a, shape))
    pairing, y = matching(a), predicted(a, other)
    value = pairing.value(z, y)
    assert np.isfinite(value).all()
    assert (value >= 0).all()
    match = predicted(a, z)
    assert (np.abs(pairing.value(z, match)) <= 8 * EPS * terms(a, z, match) + TINY).all()
    assert (np.abs(pairing.gradient(z, match)) <= 2 * EPS * np.abs(match) + TINY).all()


@each(CONVEX, "a")
@law(30, data=st.data(), shape=shapes())
def test_the_gradient_is_prediction_minus_target(a, data, shape):
    """∂L/∂z = a(z) − y to their rounding: the same floats, whichever named loss is asked for."""
    z, y = data.draw(scores(a, shape)), predicted(a, data.draw(scores(a, shape)))
    p, plain = a.forward(z), matching(a).gradient(z, y)
    room = 4 * EPS * (np.abs(p) + np.abs(y) + np.abs(a.vjp(z, z))) + TINY
    assert (np.abs(plain - (p - y)) <= room).all()
    for pairing in [matching(a), *(matching(a, loss) for b, loss in NAMED if b is a)]:
        np.testing.assert_array_equal(pairing.gradient(z, y), plain)
        np.testing.assert_array_equal(pairing.predict(z), p)


@each(CONVEX, "a")
@law(30, data=st.data(), shape=shapes())
def test_the_loss_lies_above_its_tangents(a, data, shape):
    """L(w, y) ≥ L(z, y) + ⟨a(z) − y, w − z⟩: the potential is convex and a is its gradient."""
    z, y = data.draw(scores(a, shape)), predicted(a, data.draw(scores(a, shape)))
    w, pairing = apart(data, a, z), matching(a)
    assume(np.isfinite(a.potential(w)).all())
    step = (pairing.gradient(z, y) * (w - z)).sum(axis=-1)
    size = terms(a, z, y) + terms(a, w, y) + np.abs(pairing.gradient(z, y) * (w - z)).sum(axis=-1)
    assert (pairing.value(w, y) - pairing.value(z, y) >= step - 8 * EPS * size - TINY).all()


@each(CONVEX, "a")
@law(20, data=st.data(), shape=shapes(), share=st.floats(0, 1))
def test_the_loss_lies_below_its_chords(a, data, shape, share):
    """L((1 − t) z + t w, y) ≤ (1 − t) L(z, y) + t L(w, y)."""
    z, y = data.draw(scores(a, shape)), predicted(a, data.draw(scores(a, shape)))
    w, L = data.draw(scores(a, shape)), matching(a).value
    chord = (1 - share) * L(z, y) + share * L(w, y)
    point = (1 - share) * z + share * w
    size = terms(a, z, y) + terms(a, w, y) + terms(a, point, y)
    assert (L(point, y) <= chord + 8 * EPS * size + TINY).all()


@each(CONVEX, "a")
@law(30, data=st.data(), shape=shapes())
def test_a_gradient_of_a_potential_is_monotone(a, data, shape):
    """⟨a(w) − a(z), w − z⟩ ≥ 0, and number by number where outputs do not mix."""
    z = data.draw(arrays(shape, ANY))
    w = data.draw(arrays(shape, ANY))
    with np.errstate(over="ignore"):
        p, q = a.forward(z), a.forward(w)
        assume(np.isfinite(p).all() and np.isfinite(q).all())
        if a.range is simplex:
            size = ((np.abs(z) + np.abs(w)) * (p + q + EPS)).sum(axis=-1)
            assume(np.isfinite(size).all())
            assert (((q - p) * (w - z)).sum(axis=-1) >= -8 * EPS * size - TINY).all()
        else:
            rising = np.where(w > z, q - p, p - q)
            assert (rising >= -4 * EPS * (np.abs(p) + np.abs(q)))[w != z].all()


@each(ACTIVATIONS, "a")
@law(30, data=st.data(), shape=shapes())
def test_every_finite_score_has_a_prediction_in_the_range(a, data, shape):
    """Up to the largest float: no NaN, nothing outside the closed range."""
    z = data.draw(arrays(shape, ANY))
    with np.errstate(all="ignore"):
        p = a.forward(z)
        assert not np.isnan(p).any()
        assert not np.isnan(a.vjp(z, np.ones_like(z))).any()
        if a.range is simplex:
            assert simplex.contains(p).all()
        else:  # an open edge may be rounded to, a finite one may overflow
            inside = a.range.contains(p) | a.range.contains(np.nextafter(p, 0.0))
            assert (inside | np.isinf(p)).all()


@each(CONVEX, "a")
@law(30, data=st.data(), shape=shapes())
def test_the_loss_is_finite_where_its_terms_are(a, data, shape):
    """Not only up to 1000: wherever z a(z), z y and Φ*(y) are floats, so is L; Φ(z) ≤ Φ(0) + z a(z)."""
    z = data.draw(arrays(shape, ANY))
    with np.errstate(all="ignore"):
        y = predicted(a, data.draw(arrays(shape, ANY)))
        assume(a.range.contains(y).all())
        products = (np.abs(z) * (np.abs(a.forward(z)) + np.abs(y))).sum(axis=-1)
        finite = np.isfinite(4 * (products + np.abs(a.conjugate(y))))
        size = terms(a, z, y)[finite]
    value = matching(a).value(z, y)[finite]
    assert np.isfinite(value).all()
    assert (value >= -8 * EPS * size - TINY).all()


# --- slopes --------------------------------------------------------------------------------------


def corner(a, z, near) -> np.ndarray:
    """Rows in which two outputs of sparsemax open at once: one output's secants do not show both."""
    if a is not activations.sparsemax:
        return np.zeros(len(z), bool)
    threshold = (z - a.forward(z)).max(axis=-1, keepdims=True)
    return (np.abs(z - threshold) < near).sum(axis=-1) > 1


@each(ACTIVATIONS, "a")
@law(30, data=st.data(), shape=shapes())
def test_the_slope_lies_between_the_secants(a, data, shape):
    """J(z)ᵀ g, output by output, between the difference to the left and to the right, at kinks too."""
    z, g = data.draw(scores(a, shape, limit=6.0)), data.draw(arrays(shape, pool(3.0)))
    h, k = 1e-5, data.draw(st.integers(0, shape[1] - 1))
    step = h * np.eye(shape[1])[k]
    middle, slope = a.forward(z), a.vjp(z, g)[:, k]
    right = (g * (a.forward(z + step) - middle)).sum(axis=-1) / h
    left = (g * (middle - a.forward(z - step))).sum(axis=-1) / h
    size = (np.abs(g) * (1 + np.abs(middle))).sum(axis=-1)
    slack = 2 * h * size + 8 * EPS * size * (1 + np.abs(z[:, k])) / h + TINY
    sure = ~corner(a, z, 4 * h)
    assert (slope >= np.minimum(left, right) - slack)[sure].all()
    assert (slope <= np.maximum(left, right) + slack)[sure].all()


@each(ACTIVATIONS, "a")
@law(40, data=st.data(), shape=shapes())
def test_compose_is_the_chain_rule_and_nothing_else(a, data, shape):
    """L(a(z), y) and J(z)ᵀ ∂L/∂p to the bit, guarded or not."""
    loss = data.draw(st.sampled_from([loss for b, loss in SENSIBLE if b is a]))
    z, y = data.draw(scores(a, shape)), data.draw(targets(compose(a, loss), shape))
    with np.errstate(all="ignore"):
        p = a.forward(z)
        value, gradient = loss.value(p, y), a.vjp(z, loss.gradient(p, y))
    for pairing in (compose(a, loss), compose(a, loss, guard=False)):
        np.testing.assert_array_equal(pairing.predict(z), p)
        np.testing.assert_array_equal(pairing.value(z, y), value)
        np.testing.assert_array_equal(pairing.gradient(z, y), gradient)


@each(NAMED, "pair")
@law(60, data=st.data(), shape=shapes())
def test_a_canonical_pair_has_one_value_and_gradient(pair, data, shape):
    """compose and matching agree to 1e-9 of the terms for |z| ≤ 12, on the edges too."""
    a, loss = pair
    z = data.draw(scores(a, shape, limit=12.0))
    y = data.draw(targets(matching(a, loss), shape))
    matched, composed = matching(a, loss), compose(a, loss)
    np.testing.assert_allclose(
        composed.gradient(z, y), matched.gradient(z, y), rtol=1e-9, atol=1e-9 * (1 + y.max())
    )
    assert (np.abs(composed.value(z, y) - matched.value(z, y)) <= 1e-9 * (1 + terms(a, z, y))).all()


@each(CONVEX_ROWS, "pairing")
@law(60, data=st.data(), shape=shapes(), share=st.floats(0, 1))
def test_the_catalogue_is_convex_in_the_score(pairing, data, shape, share):
    """Tangents below, chords above, never negative: whatever made the pairing."""
    a, L = pairing.activation, pairing.value
    z, w = data.draw(scores(a, shape, limit=40.0)), data.draw(scores(a, shape, limit=40.0))
    y = data.draw(targets(pairing, shape))
    reach = (np.abs(y) + np.abs(a.forward(z)) + np.abs(a.forward(w)) + 1).sum(axis=-1)
    slack = 64 * EPS * reach * (1 + np.abs(y) + np.abs(z) + np.abs(w)).sum(axis=-1)
    tangent = L(z, y) + (pairing.gradient(z, y) * (w - z)).sum(axis=-1)
    chord = (1 - share) * L(z, y) + share * L(w, y)
    assert (L(w, y) >= tangent - slack).all()
    assert (L((1 - share) * z + share * w, y) <= chord + slack).all()
    if CATALOGUE[pairing.name].height != "likelihood":
        assert (L(z, y) >= -slack).all()


# --- losses --------------------------------------------------------------------------------------

POSITIVE, REAL = pool(1e65, 1e-65), pool(1e6)
SOFT = ("log loss", "cross-entropy")  # at p = y they leave the entropy of y
BENT = ("gamma", "Tweedie", *REDESCENDING)  # not convex in p
CONVEX_LOSSES = [loss for loss in LOSSES if not any(name in loss.name for name in BENT)]


def numbers(domain):
    return POSITIVE if domain.low >= 0 and np.isinf(domain.high) else REAL


def pairs(data, loss, shape):
    """(p, q, y): two predictions and a target, on closed edges too."""
    p, q = (
        accepted(loss.predictions, data.draw(arrays(shape, numbers(loss.predictions))))
        for _ in "pq"
    )
    return p, q, accepted(loss.targets, data.draw(arrays(shape, numbers(loss.targets))))


def slack(loss, p, y):
    """What rounding may do: relative to the loss, for deviances also to that of a double."""
    with np.errstate(all="ignore"):
        size = np.abs(loss.value(p, y)) + np.abs(loss.value(y, y))
        if numbers(loss.targets) is POSITIVE:
            size = 200 * (size + np.abs(loss.value(2 * y, y)))
        return 16 * EPS * size + TINY


@each(LOSSES, "loss")
@law(40, data=st.data(), shape=shapes())
def test_no_prediction_beats_the_target_itself(loss, data, shape):
    """L(p, y) ≥ L(y, y) ≥ 0, with equality to 0 for all that are no entropy; never NaN."""
    p, _, y = pairs(data, loss, shape)
    with np.errstate(divide="ignore"):
        value, best = loss.value(p, y), loss.value(y, y)
    assert not np.isnan(value).any()
    assert (value >= best - slack(loss, p, y)).all()
    assert (best >= -slack(loss, y, y)).all()
    if loss.name not in SOFT:
        assert (best <= slack(loss, y, y)).all()


@each(CONVEX_LOSSES, "loss")
@law(40, data=st.data(), shape=shapes())
def test_a_convex_loss_lies_above_its_tangents(loss, data, shape):
    """L(q, y) ≥ L(p, y) + ⟨∂L/∂p, q − p⟩: value and gradient belong together, at kinks too."""
    p, q, y = pairs(data, loss, shape)
    with np.errstate(all="ignore"):
        gradient, value, other = loss.gradient(p, y), loss.value(p, y), loss.value(q, y)
        step = gradient * (q - p)
        size = np.abs(gradient * p).sum(axis=-1) + np.abs(step).sum(axis=-1)
        tangent = value + step.sum(axis=-1)
    sure = np.isfinite(tangent)
    room = 16 * EPS * size + slack(loss, p, y) + slack(loss, q, y)
    assert (other[sure] >= (tangent - room)[sure]).all()


@each(
    [loss for loss in LOSSES if loss.elicits.name == "mean" and loss.targets is not simplex], "loss"
)
@law(40, data=st.data(), shape=shapes())
def test_the_gradient_points_from_the_target_to_the_prediction(loss, data, shape):
    """sign ∂L/∂p = sign(p − y), or 0 where it underflows; on an edge it may go on: descent goes
    towards y."""
    p, _, y = pairs(data, loss, shape)
    with np.errstate(all="ignore"):
        gradient = loss.gradient(p, y)
    edge = (p == y) & ((y == 0) | (y == 1))
    assert ((np.sign(gradient) == np.sign(p - y)) | (gradient == 0) | edge).all()


@each(LOSSES, "loss")
@law(20, data=st.data(), shape=shapes())
def test_a_prediction_of_minus_zero_is_one_of_zero(loss, data, shape):
    """Its sign would turn an infinite slope round."""
    p, _, y = pairs(data, loss, shape)
    small = np.abs(p) < 0.5
    with np.errstate(all="ignore"):
        for call in (loss.value, loss.gradient):
            plus, minus = (call(np.where(small, zero, p), y) for zero in (0.0, -0.0))
            if loss.predictions.contains(np.where(small, 0.0, p)).all():
                np.testing.assert_array_equal(minus, plus)


@each([loss for loss in LOSSES if "between" not in loss.elicits.name], "loss")
@law(40, data=st.data(), samples=st.integers(1, 9))
def test_no_constant_does_better_than_the_statistic_it_elicits(loss, data, samples):
    """Σ w L(statistic, y) ≤ Σ w L(q, y) for every constant q: mean, median, quantile, label."""
    outputs = 3 if loss.targets is simplex else 1
    numbers = pool(20.0, 0.01) if outputs == 1 else pool(3.0)
    y = accepted(loss.targets, data.draw(arrays((samples, outputs), numbers)))
    weights = data.draw(st.lists(st.integers(1, 5), min_size=samples, max_size=samples))
    q = accepted(loss.predictions, data.draw(arrays((1, outputs), numbers)))
    best = loss.elicits.of(y, weights)
    with np.errstate(all="ignore"):
        costs = [weights @ loss.value(np.broadcast_to(c, y.shape), y) for c in (best, q)]
    assert costs[0] <= costs[1] + 1e-9 * (1 + abs(costs[0]))


# --- functions of one's own ----------------------------------------------------------------------

SMOOTH = [activations.sigmoid, activations.tanh, activations.relu, activations.softplus]


@each(SMOOTH, "a")
@law(3, data=st.data(), height=st.floats(0.2, 5), width=st.floats(0.2, 5), shift=st.floats(-2, 2))
def test_a_stretched_activation_has_a_stretched_loss(a, data, height, width, shift):
    """f(z) = h a(s z + c) has the loss (h/s) L_a(s z + c, y/h), found by numbers to 1e-9."""
    own = activations.from_function(lambda z: height * a.forward(width * z + shift))
    z, w = (data.draw(arrays((4, 1), pool(6.0))) for _ in "zw")
    y = own.forward(w)
    inner, target = width * z + shift, np.minimum(y / height, a.forward(np.full((4, 1), 1e3)))
    expected = height / width * matching(a).value(inner, target)
    size = 1 + height / width * terms(a, inner, target)
    assert (np.abs(matching(own).value(z, y) - expected) <= 1e-9 * size).all()
