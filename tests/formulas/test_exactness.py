"""Matched values, residuals and named losses against right values with twenty digits.

`exactness.py` has the definitions, the grid and the bounds; it wrote `right_values.json`.
"""

import json
from decimal import Decimal
from pathlib import Path

import facts
import mpmath
import numpy as np
import pytest

from pairings import activations as A
from pairings import losses as L
from pairings import matching

RIGHT = json.loads(
    (Path(__file__).parents[1] / "facts" / "right_values.json").read_text(encoding="utf-8")
)
OWN = {
    "ELU(α=1.7)": A.elu_with(1.7),
    "CELU(α=2.3)": A.celu_with(2.3),
    "leaky ReLU(0.3)": A.leaky_relu_with(0.3),
}


def formulas(name):
    """(value, gradient or None) of the package under the name in the file, as readers call them."""
    if name == "log loss":
        return called(matching(A.sigmoid, L.log_loss, guard=False))
    if name == "cross-entropy":
        return called(matching(A.softmax, L.cross_entropy, guard=False))
    if name.startswith("Tweedie"):
        power, of_mean = float(name[name.index("=") + 1 : name.index(")")]), "of mean" in name
        if of_mean:
            return L.tweedie_with(power).bare.value, None
        value, gradient = L.tweedie_of_score_value, L.tweedie_of_score_gradient
        return (lambda z, y: value(z, y, power)), (lambda z, y: gradient(z, y, power))
    return called(matching(OWN.get(name) or getattr(A, attribute(name)), guard=False))


def called(pairing):
    return pairing.value, pairing.gradient


def attribute(name):
    return name.lower().replace(" ", "_")


NAMES = sorted({key.split(" | ")[0] for key in RIGHT})
each = pytest.mark.parametrize("name", NAMES)
both = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def lines(name, dtype):
    """z and y of one sample, the right value and residual, and the units of their bounds."""
    for cells in RIGHT[f"{name} | {dtype.__name__}"]:
        z, y = (np.array([[float(v) for v in cell.split()]]).astype(dtype) for cell in cells[:2])
        yield z, y, cells[2], cells[3].split(), cells[4], cells[5].split()


def off(got, wanted, unit, dtype):
    """|got − wanted| in units of ε · unit; the two last are text, with more range than a double."""
    info, wanted, unit = np.finfo(dtype), Decimal(wanted), Decimal(unit)
    if not np.isfinite(got) or wanted.is_infinite():
        over = wanted.is_infinite() or abs(wanted) > Decimal(float(info.max))
        return 0.0 if over and np.isinf(got) and (got > 0) == (wanted > 0) else np.inf
    scale = max(Decimal(float(info.eps)) * unit, Decimal(float(info.tiny)))
    return float(abs(Decimal(float(got)) - wanted) / scale)


@each
@both
def test_values_are_right_to_the_rounding_of_the_inputs(name, dtype):
    """At most 8 ε (L + |z ∂L/∂z| + |y ∂L/∂y|), and never negative."""
    value, _ = formulas(name)
    with np.errstate(all="ignore"):
        for z, y, right, _, unit, _ in lines(name, dtype):
            (got,) = value(z, y)
            assert got.dtype == dtype
            assert got >= 0
            assert off(got, right, unit, dtype) <= 8, (z, y, got, right)


@pytest.mark.parametrize("name", [name for name in NAMES if formulas(name)[1] is not None])
@both
def test_residuals_are_right_to_a_few_units(name, dtype):
    """a(z) − y to 4 ε of itself at an edge, else of itself, z a′(z) and y."""
    _, residual = formulas(name)
    with np.errstate(all="ignore"):
        for z, y, _, right, _, units in lines(name, dtype):
            got = residual(z, y)[0]
            assert got.dtype == dtype
            if np.isfinite(z).all() or len(got) > 1:
                for triple in zip(got, right, units, strict=True):
                    assert off(*triple, dtype) <= 4, (z, y, triple)


def column(*numbers, dtype=float):
    return np.array(numbers, dtype)[:, None]


def test_reported_inputs():
    """Prices, time stamps, saturated scores, masked classes, a common shift, log links."""
    single = np.float32
    np.testing.assert_array_equal(
        A.identity_excess(column(1e8 + 1, 1.7e9 + 3), column(1e8, 1.7e9)), [0.5, 4.5]
    )
    price = A.identity_excess(column(250010, dtype=single), column(250000, dtype=single))
    np.testing.assert_array_equal(price, single(50))
    for dtype, z, right in ((single, 16, 1.12535162e-7), (float, 40, 4.24835425529159e-18)):
        z, y = column(z, dtype=dtype), column(1, dtype=dtype)
        np.testing.assert_allclose(A.sigmoid_excess(z, y), [right], rtol=3e-7)
        np.testing.assert_allclose(A.sigmoid_residual(z, y), [[-right]], rtol=3e-7)
    masked, one = np.array([[-np.inf, 0.0, 0.0]]), np.eye(3)
    np.testing.assert_allclose(A.softmax_excess(masked, one[1:2]), [np.log(2)], rtol=1e-15)
    np.testing.assert_array_equal(A.softmax_residual(masked, one[1:2]), [[0, -0.5, 0.5]])
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(A.softmax_excess(masked, one[:1]), [np.inf])
    for dtype, shift in ((single, 1e6), (float, 1e12), (float, 1e15)):
        z = (shift + np.array([[3.0, 0, 0]])).astype(dtype)
        found = A.softmax_excess(z, one[:1].astype(dtype))
        np.testing.assert_allclose(found, [0.0949229564209], rtol=2e-7)
    with np.errstate(all="ignore"):
        z, y = column(710, 709.9, -746), column(1.5, 1, 1)
        np.testing.assert_allclose(L.gamma_of_score_value(z, y)[0], 708.594534891891, rtol=1e-14)
        np.testing.assert_allclose(L.gamma_of_score_gradient(z, y)[0], 1.0)
        np.testing.assert_array_equal(A.exp_excess(z, y)[1:], [np.inf, 745.0])
        g = L.tweedie_of_score_gradient(column(500.0), column(1.0), 1.5)
        np.testing.assert_allclose(g, [[3.74645461450267e108]], rtol=1e-13)
        bare = [L.tweedie_value(column(1e200), column(1.0), q)[0] for q in (3.0, 5.0)]
    np.testing.assert_allclose(bare, [0.5, 1 / 12], rtol=1e-15)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax", "exp", "elu", "arctan", "softsign"])
def test_a_target_off_the_range_has_an_infinite_loss(name):
    """Next to a row that has a finite one, which stays what it is alone."""
    excess = getattr(A, f"{name}_excess")
    z = np.array([[0.3, -0.2], [0.1, 0.4]])
    y = np.array([[0.25, 0.75], [-1.75, 0.5]])
    with np.errstate(all="ignore"):
        found = excess(z, y)
        np.testing.assert_array_equal(found[:1], excess(z[:1], y[:1]))
    assert np.isfinite(found[0])
    assert found[1] == np.inf


def test_rounded_rows_stay_nonnegative_and_invariant():
    """A row that sums to 1.0000001 has the divergence Σ p − y + y (log y − log p) ≥ 0."""
    rng = np.random.default_rng(0)
    y = rng.dirichlet(np.ones(10), size=500).astype(np.float32)
    z = np.log(y) + np.float32(3)
    found = A.softmax_excess(z, y)
    assert (found >= 0).all()
    assert found.max() < 1e-12
    np.testing.assert_allclose(A.softmax_excess(z + np.float32(64), y), found, atol=1e-10)


def test_a_replica_is_computed_as_if_alone():
    """Shares and classes in one y, three replicas of z: bit for bit."""
    rng = np.random.default_rng(0)
    z = 5 * rng.normal(size=(3, 6, 4))
    rows = np.vstack([np.eye(4)[:3], rng.dirichlet(np.ones(4), size=3)])
    numbers = np.where(rng.random((6, 4)) < 0.4, 1.0, rng.random((6, 4)))
    for name, y in (("softmax", rows), ("sigmoid", numbers), ("tanh", numbers), ("softplus", rows)):
        for kind in ("excess", "residual"):
            formula = getattr(A, f"{name}_{kind}")
            with np.errstate(all="ignore"):
                together = formula(z, y)
                for i, n in np.ndindex(3, 6):
                    alone = formula(z[i, n : n + 1], y[n : n + 1])
                    np.testing.assert_array_equal(together[i, n], alone[0])
                    np.testing.assert_array_equal(together[i], formula(z[i], y))


# --- slopes and vector–Jacobian products, against many digits --------------------------------


def logistic(z):
    return 1 / (1 + mpmath.exp(-z))


def mean_of_density(z):
    return 1 / (1 - mpmath.exp(-z)) - 1 / z


SMOOTH = {  # a(z) in mpmath; its slope is the derivative
    "sigmoid": logistic,
    "tanh": mpmath.tanh,
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "exp": mpmath.exp,
    "arctan": mpmath.atan,
    "softsign": lambda z: z / (1 + abs(z)),
    "normal_cdf": lambda z: mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "cauchit": lambda z: mpmath.atan2(1, -z) / mpmath.pi,
    "continuous_bernoulli": mean_of_density,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "celu": lambda z: z if z > 0 else mpmath.expm1(z),
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "silu": lambda z: z * logistic(z),
    "mish": lambda z: z * mpmath.tanh(mpmath.log1p(mpmath.exp(z))),
}


@both
@pytest.mark.parametrize("name", SMOOTH)
def test_value_and_slope_keep_their_digits_where_the_activation_is_flat(name, dtype):
    """To 16 units of the dtype, of the number and of what a rounding of the score makes.

    The last scores are those where e^−z overflows and z e^z is a number still.
    """
    info, rng = np.finfo(dtype), np.random.default_rng(8)
    z = np.concatenate([s * rng.uniform(-1, 1, (6, 1)) for s in (0.1, 3, 10, 25)])
    edge = np.log(float(info.max)) + np.array([[-1.0], [0.1], [0.9], [2.0]])
    z = np.concatenate([z, edge, -edge]).astype(dtype)
    a = getattr(A, name)
    got = np.hstack([a.forward(z), a.vjp(z, np.ones_like(z))])
    for score, pair in zip(z[:, 0].tolist(), got.tolist(), strict=True):
        with mpmath.workdps(340):
            rights = [mpmath.diff(SMOOTH[name], mpmath.mpf(score), n) for n in range(3)]
        for n, found in enumerate(pair):
            if abs(rights[n]) > float(info.max):
                assert found == np.inf, (score, n)
                continue
            own = abs(rights[n]) + abs(score * rights[n + 1])
            room = 16 * float(info.eps) * own + float(info.tiny)
            assert abs(found - rights[n]) <= room, (score, n, found, mpmath.nstr(rights[n], 12))


INF = np.inf
LIMITS = {  # value and slope at −∞, value and slope at ∞
    **dict.fromkeys(["sigmoid", "normal_cdf", "cauchit", "continuous_bernoulli"], (0, 0, 1, 0)),
    **dict.fromkeys(["hard_sigmoid"], (0, 0, 1, 0)),
    **dict.fromkeys(["tanh", "softsign", "hard_tanh"], (-1, 0, 1, 0)),
    **dict.fromkeys(["elu", "celu"], (-1, 0, INF, 1)),
    **dict.fromkeys(["softplus", "relu", "gelu", "silu", "mish", "hard_swish"], (0, 0, INF, 1)),
    "exp": (0, 0, INF, INF),
    "identity": (-INF, 1, INF, 1),
    "leaky_relu": (-INF, 0.01, INF, 1),
    "relu6": (0, 0, 6, 0),
    "arctan": (-np.pi / 2, 0, np.pi / 2, 0),
    "selu": (-1.7580993408473766, 0, INF, 1.0507009873554805),
}


@both
@pytest.mark.parametrize("name", LIMITS)
def test_at_infinite_scores_value_and_slope_are_their_limits(name, dtype):
    a, z = getattr(A, name), column(-INF, INF, dtype=dtype)
    with np.errstate(invalid="ignore"):
        found = np.hstack([a.forward(z), a.vjp(z, np.ones_like(z))]).ravel()
    np.testing.assert_allclose(found, LIMITS[name], rtol=1e-6 if dtype is np.float32 else 1e-15)


def test_every_activation_of_one_score_has_its_limits():
    named = {id(record) for record in vars(A).values()}  # the families are left
    of_one_score = {f.of.name for f in facts.ACTIVATIONS if not f.rows and id(f.of) in named}
    assert of_one_score == {getattr(A, name).name for name in LIMITS}


def exact_softmax_vjp(z, g):
    e = [mpmath.exp(s) for s in z]
    p = [x / sum(e) for x in e]
    mean = sum(a * b for a, b in zip(p, g, strict=True))
    return [a * (b - mean) for a, b in zip(p, g, strict=True)]


def exact_entmax_vjp(z, g):
    """By bisection for τ with Σ max(z/2 − τ, 0)² = 1."""
    half = [s / 2 for s in z]
    low, high = max(half) - 1, max(half)
    for _ in range(220):
        tau = (low + high) / 2
        whole = sum(max(h - tau, 0) ** 2 for h in half)
        low, high = (tau, high) if whole > 1 else (low, tau)
    roots = [max(h - low, 0) for h in half]
    mean = sum(a * b for a, b in zip(roots, g, strict=True)) / sum(roots)
    return [a * (b - mean) for a, b in zip(roots, g, strict=True)]


def nudged(values, j):
    return [v * (1 + mpmath.mpf(2) ** -40) if i == j else v for i, v in enumerate(values)]


EXACT_VJPS = [(A.softmax, exact_softmax_vjp), (A.entmax, exact_entmax_vjp)]


@both
@pytest.mark.parametrize(("a", "exact"), EXACT_VJPS)
def test_small_components_of_a_vector_jacobian_product_keep_their_digits(a, exact, dtype):
    """One-hot, constant, and random g, where one class has all but nothing of the whole."""
    info, rng = np.finfo(dtype), np.random.default_rng(9)
    for size in (1, 5, 15, 30):
        z = (size * rng.uniform(-1, 1, (6, 4))).astype(dtype)
        if a is A.entmax:  # open outputs, one of them nearly closed
            z = np.array([[0, -2 + 0.5**size, -5, -9], [0, 0.1, -1.5, -3]], dtype)
        for g in (*np.eye(4), np.full(4, 3.0), [1.0, 1.0, 1.0, 0.0], rng.normal(size=4)):
            g = np.broadcast_to(np.asarray(g, dtype), z.shape)
            for row, left, got in zip(z.tolist(), g.tolist(), a.vjp(z, g).tolist(), strict=True):
                with mpmath.workdps(64):
                    of_row, of_g = ([mpmath.mpf(x) for x in part] for part in (row, left))
                    right = exact(of_row, of_g)
                    others = [exact(nudged(of_row, j), of_g) for j in range(4)]
                    others += [exact(of_row, nudged(of_g, j)) for j in range(4)]
                    moved = [sum(abs(o[k] - right[k]) for o in others) * 2**40 for k in range(4)]
                for one, true, m in zip(got, right, moved, strict=True):
                    room = 16 * float(info.eps) * (abs(true) + m) + float(info.tiny)
                    assert abs(one - true) <= room, (row, left, one, mpmath.nstr(true, 12))


# --- Tweedie's deviance near Poisson and gamma, and its slope by the mean ---------------------


@both
@pytest.mark.parametrize("power", [1 + 1e-12, 1 + 1e-9, 1.0001, 1.01, 1.999999, 2.0001, 2 + 1e-9])
def test_tweedie_keeps_its_digits_near_the_powers_that_are_limits(power, dtype):
    info = np.finfo(dtype)
    b, c = 2 - mpmath.mpf(power), mpmath.mpf(power) - 1
    for score, target in ((0.4, 0.5), (12.4, 1e6), (3.0, 1e-3), (-4.0, 30.0), (-0.693, 0.5)):
        z, y = column(score, dtype=dtype), column(target, dtype=dtype)
        with mpmath.workdps(90):
            m, t = mpmath.mpf(float(z[0, 0])), mpmath.mpf(float(y[0, 0]))
            right = mpmath.exp(b * m) / b + t * mpmath.exp(-c * m) / c - t**b / (b * c)
            slope = mpmath.exp(-c * m) * (mpmath.exp(m) - t)
            room = 8 * float(info.eps) * (right + abs(m * slope) + abs(slope))
        of_score = L.tweedie_of_score_value(z, y, power)[0]
        assert abs(of_score - right) <= room, (score, target, of_score, mpmath.nstr(right, 12))
        of_mean = L.tweedie_with(power).value(np.exp(z), y)[0]
        np.testing.assert_allclose(of_mean, float(right), rtol=0, atol=float(40 * room))


@both
@pytest.mark.parametrize(
    ("p", "y", "right"),
    [(1e30, 0.0, 1e-15), (1e-26, 0.0, 1e13), (1e-26, 1e-26, 0.0), (4.0, 1.0, 3 / 8)],
)
def test_the_slope_of_tweedie_by_the_mean_is_right_where_a_power_alone_is_no_number(
    p, y, right, dtype
):
    found = L.tweedie.gradient(column(p, dtype=dtype), column(y, dtype=dtype))
    np.testing.assert_allclose(found, right, rtol=1e-6)
