"""The whole table: every activation with a potential has one loss, and these are its promises."""

import itertools

import facts
import numpy as np
import pytest
from scipy.integrate import quad

from pairings import activations, compose, gradient_check, losses, matching
from pairings.activations import TABLE, elu_with
from pairings.records import Activation, simplex

EPS, SUBNORMAL = np.finfo(float).eps, np.finfo(float).smallest_subnormal
ROWS = [fact.of for fact in facts.ACTIVATIONS if fact.convex]
STEEP = [elu_with(1e-3), elu_with(3.0)]
COLUMNS = [a for a in ROWS if a.range is not simplex]
NAMED = [(fact.of, fact.loss) for fact in facts.ACTIVATIONS if fact.loss]


def each(records):
    return pytest.mark.parametrize("a", records, ids=lambda a: a.name)


def test_the_table_has_every_activation_once():
    """What `activations` offers by name is a row, and no two rows share a name."""
    offered = [a for a in vars(activations).values() if isinstance(a, Activation) and a.scores == 1]
    assert sorted(a.name for a in offered) == sorted(a.name for a in TABLE)
    assert len({a.name for a in ROWS}) == len(ROWS)


def scores(a, seed=0, samples=60, outputs=3):
    """Scores in (−6, 6), off the kinks; sparsemax has rows with one, two and three outputs open."""
    return facts.of(a).scores(seed, (samples, outputs))


def reach(a):
    """So far Φ(z) is a float: 1e3, or 700 for exp."""
    return facts.KNOWN[a.name].reach if a.name in facts.KNOWN else 1e3


def targets(a, seed=1, samples=60, far=100):
    """Targets inside the range, and where `a` saturates."""
    z = scores(a, seed, samples)
    z[::3] *= far if reach(a) == 1e3 else 1
    return a.forward(z)


def terms(a, z, y):
    """|Φ| + Σ|y z| + |Φ*|: the size of what cancels."""
    size = np.abs(a.potential(z)) + np.abs(y * z).sum(axis=-1) + np.abs(a.conjugate(y))
    return size + (a.range is simplex)  # a row of floats sums to 1 only to rounding


# --- gradient, integral, convexity -----------------------------------------------------------


@each(ROWS)
def test_the_gradient_is_prediction_minus_target(a):
    """∂L/∂z = a(z) − y by finite differences of L to 1e-9, which a factor of 1.001 fails."""
    z, y, pairing = scores(a), targets(a, far=3), matching(a)
    p = a.forward(z)
    room = 8 * EPS * (np.abs(p) + np.abs(y) + np.abs(z))
    assert (np.abs(pairing.gradient(z, y) - (p - y)) <= room).all()
    assert gradient_check(pairing, z, y, 1e-9).close
    wrong = pairing._replace(gradient=lambda z, y: 1.001 * pairing.gradient(z, y))
    assert not gradient_check(wrong, z, y, 1e-9).close


@each(ROWS)
def test_the_value_is_the_integral_of_prediction_minus_target(a):
    """L(w, y) − L(z, y) = ∫ ⟨a(t) − y, dt⟩ from z to w, to 1e-10 of its terms, by quadrature."""
    outputs = 3 if a.range is simplex else 1
    starts, ends = (scores(a, seed, 40)[:, :outputs] for seed in (2, 3))
    for start, end, y in zip(starts, ends, targets(a, 4, 40)[:, :outputs], strict=True):
        way, both = end - start, np.array([start, end])

        def slope(t, start=start, way=way, y=y):
            return float((a.forward(start + t * way) - y) @ way)

        y = np.array([y, y])
        size = terms(a, both, y).max()
        kinks = kinks_on_the_way(a, start, way)
        integral, _ = quad(slope, 0, 1, points=kinks or None, epsabs=1e-12 * (size or 1), epsrel=0)
        before, after = matching(a).value(both, y)
        assert abs(after - before - integral) <= 1e-10 * size


def kinks_on_the_way(a, start, way):
    """The t in (0, 1) where a(start + t way) has a corner."""
    if a.range is not simplex:
        crossings = (np.array(facts.of(a).kinks) - start) / way
        return sorted(float(t) for t in crossings if 0 < t < 1)
    if a is activations.softmax:
        return []

    def open_outputs(t):
        return a.forward(start + t[:, None] * way) > 0

    low = np.linspace(0, 1, 1001)
    changes = (open_outputs(low[:-1]) != open_outputs(low[1:])).any(axis=-1)
    low, high = low[:-1][changes], low[1:][changes]
    for _ in range(40):  # bisection
        middle = (low + high) / 2
        same = (open_outputs(low) == open_outputs(middle)).all(axis=-1)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low.tolist()


@each(ROWS)
def test_it_is_convex_in_the_score(a):
    """At a midpoint at most the mean of the ends, near and far."""
    y, L = targets(a), matching(a).value
    for size in (1e-3, 1.0, 20.0):
        z, w = size * scores(a, 5), size * scores(a, 6)
        slack = 16 * EPS * (terms(a, z, y) + terms(a, w, y))
        assert (L((z + w) / 2, y) <= (L(z, y) + L(w, y)) / 2 + slack).all()


# --- never below zero, zero at the match -----------------------------------------------------


def extreme_scores(a):
    """From 1e-300 to 1e3 (exp: 700) on both sides."""
    sizes = np.r_[10.0 ** np.arange(-300, 3), np.linspace(0.05, 60, 300), 300.0, 700.0]
    sizes = np.r_[sizes, reach(a)]
    line = np.r_[-sizes, 0.0, sizes]
    if a.range is not simplex:
        return line[:, None]
    return np.array([[0.0, t, s * t] for t in line[::3] for s in (-1.0, 0.0, 0.5, 1.0)])


def edges(a):
    """Targets where `a` saturates: every pattern of scores ±1000 in three columns."""
    return a.forward(np.array(list(itertools.product((-reach(a), reach(a)), repeat=3))))


def extreme_targets(a):
    """Tiny ones, the ends of the range and their neighbours, and a(z) of extreme scores."""
    if a.range is simplex:
        rows = np.concatenate([edges(a), a.forward(extreme_scores(a)[::5]), np.eye(3)])
        return np.concatenate([rows, [[1 - 1e-9, 1e-9, 0], [1 - EPS, EPS, 1e-300]]])
    ends = edges(a).ravel()
    inward = np.r_[np.nextafter(ends, 0.1), np.nextafter(ends, -0.1), ends * (1 - 1e-10)]
    near_zero = np.array([1e-300, -1e-300, SUBNORMAL, -SUBNORMAL, 0.0])
    y = np.unique(np.r_[ends, inward, near_zero, a.forward(extreme_scores(a)[::5, 0])])
    return y[a.range.contains(y)][:, None]


def excess(a, z, y):
    """(L(z, y), the rounding that is allowed)."""
    with np.errstate(under="ignore", over="ignore"):
        z, y = np.broadcast_arrays(z, y)
        size = terms(a, z, y)
        value = matching(a, guard=False).value(z, y)
    return value, 16 * (EPS * size + SUBNORMAL)


@each(ROWS + STEEP)
def test_it_is_never_negative(a):
    """L ≥ 0 for every z and y: tiny, huge, and next to the edges."""
    value, rounding = excess(a, extreme_scores(a)[:, None, :], extreme_targets(a))
    assert np.isfinite(value).all()
    assert (value >= 0).all()
    assert (value > 1e14 * rounding).any()  # not all of them match


@each(ROWS + STEEP)
def test_it_is_zero_at_the_match(a):
    """L(z, a(z)) = 0 to rounding, with a gradient within the rounding of y, from 1e-300 to 1e3."""
    z = extreme_scores(a)
    y = a.forward(z)
    value, rounding = excess(a, z, y)
    smallest = np.finfo(float).smallest_normal  # scipy's ndtr is 0 from there on
    assert (np.abs(value) <= rounding + smallest).all()
    assert (np.abs(matching(a).gradient(z, y)) <= 4 * EPS * np.abs(y)).all()


@each(COLUMNS + STEEP[1:])
def test_it_is_positive_off_the_match(a):
    """Above 0 wherever a(z) is not y: no other score does as well."""
    z, y = np.meshgrid(np.linspace(-5.9, 5.9, 60), a.forward(np.linspace(-4, 4, 21)))
    z, y = z.reshape(-1, 1), y.reshape(-1, 1)
    off = (np.abs(a.forward(z) - y) > 1e-3)[:, 0]
    assert off.sum() > 500
    assert (matching(a).value(z, y)[off] > 1e-8).all()


# --- far out and on the edge -----------------------------------------------------------------


@each(ROWS)
def test_it_is_finite_at_a_thousand_and_on_the_edge(a):
    """z = ±1e3 in every pattern, targets where `a` saturates: finite; exp to 700, then infinite."""
    z = np.array(list(itertools.product((-1e3, reach(a)), repeat=3)))
    pairing = matching(a)
    for y in a.forward(z):
        rows = np.broadcast_to(y, z.shape)
        assert np.isfinite(pairing.value(z, rows)).all()
        assert np.isfinite(pairing.gradient(z, rows)).all()
    if a is activations.exp:
        beyond, zero = np.array([[710.0]]), np.array([[0.0]])
        assert pairing.value(beyond, zero) == pairing.gradient(beyond, zero) == np.inf


@each([a for a in COLUMNS if facts.of(a).edges])
def test_a_closed_edge_is_a_target_and_the_next_number_is_not(a):
    """On the edge L is finite and goes to 0 far out on its side; one float further it is refused."""
    pairing = matching(a)
    for edge in facts.of(a).edges:
        outward = -1.0 if edge == a.range.low else 1.0
        far, y = np.array([[outward * 1e3]]), np.array([[edge]])
        assert abs(pairing.value(far, y)[0]) <= 16 * EPS * (1 + terms(a, far, y)[0])
        outside = np.nextafter(y, outward * np.inf)
        assert a.conjugate(outside) == np.inf
        with pytest.raises(ValueError, match="accepted"):
            pairing.value(far, outside)


@pytest.mark.parametrize(
    ("a", "edge"), [(activations.arctan, np.pi / 2), (activations.softsign, 1.0)]
)
@pytest.mark.parametrize("side", [-1, 1])
def test_an_open_edge_is_refused_with_the_reason(a, edge, side):
    """|c − a(t)| falls like 1/t: its tail integral, the loss of the target c, diverges."""
    pairing, score = matching(a), np.array([[0.3]])
    with pytest.raises(ValueError, match=r"y: got .*integral of \|c − a\(t\)\|.*diverges"):
        pairing.value(score, np.array([[side * edge]]))
    inside = np.array([[side * edge * (1 - 1e-9)]])
    assert np.isfinite(pairing.value(score, inside)).all()
    decades = [
        quad(lambda t: abs(edge - a.forward(t)), 10.0**k, 10.0 ** (k + 1))[0] for k in (2, 3)
    ]
    assert decades == pytest.approx([np.log(10)] * 2, rel=0.02)  # a decade adds as much as the last


@each(COLUMNS)
def test_an_end_of_the_range_is_a_target_or_never_reached(a):
    """Each finite end that is no edge is open, and no score gives it; the others are closed."""
    ends = [end for end in (a.range.low, a.range.high) if np.isfinite(end)]
    closed = [end for end in ends if a.range.contains(np.array(end))]
    assert closed == pytest.approx(facts.of(a).edges, rel=1e-15)
    far = a.forward(np.array([[-1e9], [1e9]]))
    if not closed:
        assert a.range.contains(far).all()


# --- the named losses, and what has no loss --------------------------------------------------


@pytest.mark.parametrize(("a", "loss"), NAMED, ids=lambda record: record.name)
def test_matching_equals_compose_where_the_loss_has_a_name(a, loss):
    """The same value and gradient to 1e-9 for |z| ≤ 12, by two ways of computing."""
    rng = np.random.default_rng(9)
    z, y = rng.uniform(-12, 12, (400, 3)), a.forward(rng.normal(size=(400, 3)))
    y[::4] = np.eye(3)[rng.integers(0, 3, 100)]
    matched, composed = matching(a, loss), compose(a, loss)
    assert matched.name == composed.name
    for call in ("value", "gradient"):
        ours, theirs = getattr(matched, call)(z, y), getattr(composed, call)(z, y)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def test_poisson_adds_nothing_to_the_matching_loss_of_exp():
    """Half the deviance is 0 at p = y, so the name changes no number."""
    exp, z = activations.exp, scores(activations.exp)
    y = np.random.default_rng(0).poisson(3.0, z.shape)
    plain, named = matching(exp).value(z, y), matching(exp, losses.poisson).value(z, y)
    np.testing.assert_array_equal(plain, named)


@pytest.mark.parametrize("loss", [losses.gamma, losses.tweedie, losses.squared_error])
def test_a_log_link_with_another_deviance_is_no_match(loss):
    """exp belongs to Poisson alone."""
    with pytest.raises(ValueError, match="not the matching loss of exp"):
        matching(activations.exp, loss)


@each([a for a in TABLE if a.potential is None])
def test_an_activation_that_turns_has_no_matching_loss(a):
    """matching refuses it, says that it turns, and where."""
    with pytest.raises(ValueError, match=rf"got {a.name}.*not monotone: it turns at z = −\d"):
        matching(a)
