"""Ordered classes where digits were lost: one large score, thresholds side by side, a hazard of ∞.

The right numbers have sixty digits, or a thousand where large scores cancel in their sums.
"""

import mpmath
import numpy as np
import pytest

from pairings import CATALOGUE

ADJACENT, LOGIT, PROBIT, CLOGLOG = (
    CATALOGUE[f"thresholds + {name}"].pairing
    for name in (
        "adjacent category",
        "proportional odds",
        "ordered probit",
        "ordered cloglog (proportional hazards)",
    )
)
PARTS = ("value", "gradient", "curvature")
DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=lambda d: d.__name__)


def found(pairing, z, y):
    """Value, gradient and curvature of one target in a row."""
    with np.errstate(all="ignore"):
        parts = [np.ravel(getattr(pairing, part)(z[None], y[None])) for part in PARTS]
    assert all(part.dtype == z.dtype for part in parts)
    return np.concatenate(parts)


def agree(got, right, units, dtype):
    """Within units in the last place; ∞ where the right number is none of the dtype."""
    limit = np.finfo(dtype)
    for g, r in zip(np.ravel(got), right, strict=True):
        if abs(r) > float(limit.max):
            assert g == float(mpmath.sign(r)) * np.inf
        else:
            room = units * float(limit.eps) * abs(r) + 4 * float(limit.tiny)
            assert abs(mpmath.mpf(float(g)) - r) <= room, (g, mpmath.nstr(r, 17))


# --- each class against the next -------------------------------------------------------------------


def shares(z):
    """P(class > k) and P(class ≤ k)."""
    sums = [mpmath.mpf(0)]
    for score in z:
        sums.append(sums[-1] + mpmath.mpf(float(score)))
    e = [mpmath.exp(s - max(sums)) for s in sums]
    n = range(1, len(e))
    return [mpmath.fsum(e[k:]) / mpmath.fsum(e) for k in n], [
        mpmath.fsum(e[:k]) / mpmath.fsum(e) for k in n
    ]


@DTYPES
@pytest.mark.parametrize(
    "z",
    [
        [1e6, -3.7, -4.3],
        [1e8, -4, -4],
        [1e16, -3.7, -4.3],
        [1e17, -4, -4],
        [-3.7, 0.3, -1e17],
        [3.7, -0.3, -1e17],
        [0.7, -1e17, 0.2, 1.3],
        [1e17, 0.2, 0.1, -1e17],
        [1e30, 1e17, -3.7],
        [1e17, 2, 1e17, -3.7, 0.5],
        [-1e30, -1e17, -2.5, 0.5],
        [-1.6810662, 5.232911, 8.603473, 7.9334116],
        [0.3],
        [-1e17],
    ],
)
def test_one_large_score_costs_the_shares_beside_it_no_digits(z, dtype):
    z = np.array(z, dtype)
    with mpmath.workdps(1000):
        above, below = shares(z)
        agree(ADJACENT.predict(z[None]), above, 20, dtype)
        for passed in range(len(z) + 1):
            y = (np.arange(len(z)) < passed).astype(dtype)
            gradient = [-p for p in below[:passed]] + above[passed:]
            curvature = [p * q for p, q in zip(above, below, strict=True)]
            agree(found(ADJACENT, z, y)[1:], gradient + curvature, 30, dtype)


@DTYPES
def test_shares_are_never_above_one_and_never_rise(dtype):
    rng = np.random.default_rng(0)
    z = (rng.normal(size=(2000, 6)) * 10 ** rng.uniform(-1, 9, (2000, 6))).astype(dtype)
    p = ADJACENT.predict(z)
    assert (p <= 1).all()
    assert (p >= 0).all()
    assert (np.diff(p, axis=-1) <= 0).all()


def test_an_infinite_step_leaves_the_classes_on_its_far_side():
    np.testing.assert_array_equal(ADJACENT.predict([[np.inf, 0.0]]), [[1.0, 0.5]])
    np.testing.assert_array_equal(ADJACENT.predict([[0.0, -np.inf]]), [[0.5, 0.0]])
    for place in range(3):
        z = np.where(np.arange(3) == place, np.nan, [[1e17, -3.0, 2.0]])
        assert np.isnan(ADJACENT.predict(z)).all()


# --- between two thresholds ------------------------------------------------------------------------


def probit(a, b):
    """By the integral of the density between, which needs no difference."""
    mid, half = (a + b) / 2, (a - b) / 2
    pieces = mpmath.linspace(-half, half, 2 + int(2 * half * (1 + abs(mid))))
    width = mpmath.quad(lambda t: mpmath.exp(-mid * t - t * t / 2), pieces)
    top, low = (mpmath.exp(-t * (mid + t / 2)) / width for t in (half, -half))
    value = mid**2 / 2 + mpmath.log(2 * mpmath.pi) / 2 - mpmath.log(width)
    return value, -top, low, top * (top + a), low * (low - b)


def logit(a, b):
    s, push = (lambda x: 1 / (1 + mpmath.exp(-x))), 1 / mpmath.expm1(a - b)
    bend = push * (1 + push)
    value = -mpmath.log(s(a) * s(-b) * -mpmath.expm1(b - a))
    return value, -s(-a) - push, s(b) + push, s(a) * s(-a) + bend, s(b) * s(-b) + bend


def cloglog(a, b):
    of_a, of_b = mpmath.exp(-a), mpmath.exp(-b)
    rest = mpmath.expm1(of_b - of_a)
    down, up = of_a / rest, of_b / rest
    value = of_a - mpmath.log(-mpmath.expm1(of_a - of_b))
    return value, -of_a - down, up, (of_a + down) * (1 + down), up * (of_b + up - 1)


@DTYPES
@pytest.mark.parametrize(
    ("a", "b"),
    [
        *((d, 0.0) for d in (1e-4, 1e-6, 1e-8, 1e-12, 1e-15, 1e-17, 1e-22, 1e-30)),
        *((0.0, -d) for d in (1e-3, 1e-8, 1e-17)),
        *((d, -d) for d in (1e-7, 1e-3, 0.1, 0.39, 0.41, 1.0)),
        *((m + d, m) for m in (-1.3, -0.2, 0.7, 2.9) for d in (1e-6, 1e-3, 0.1, 0.79, 0.81, 2.0)),
        *((m + d, m) for m in (-20.0, 11.0) for d in (1e-5, 1e-2, 0.2, 0.8)),
    ],
)
@pytest.mark.parametrize(("pairing", "right"), [(PROBIT, probit), (LOGIT, logit)])
def test_near_thresholds_keep_their_digits_anywhere_on_the_line(pairing, right, a, b, dtype):
    a, b = dtype(a), dtype(b)
    with mpmath.workdps(60):
        wanted = right(mpmath.mpf(float(a)), mpmath.mpf(float(b)))
        agree(found(pairing, np.array([a, b]), np.array([1, 0], dtype)), wanted, 20, dtype)
        z, y = np.array([a + 5, a, b, b - 5]), np.array([1, 1, 0, 0], dtype)
        among = [wanted[0], *(x for pair in (wanted[1:3], wanted[3:]) for x in (0, *pair, 0))]
        agree(found(pairing, z, y), among, 20, dtype)


@DTYPES
@pytest.mark.parametrize("m", [100.0, 1e4])
@pytest.mark.parametrize("sign", [1, -1])
def test_near_thresholds_keep_their_digits_far_out(sign, m, dtype):
    for times_hazard in (0.01, 0.9, 1.1, 5):
        a, b = sorted((dtype(sign * m), dtype(sign * (m + times_hazard / m))), reverse=True)
        if a > b:
            with mpmath.workdps(60):
                wanted = probit(mpmath.mpf(float(a)), mpmath.mpf(float(b)))
                agree(found(PROBIT, np.array([a, b]), np.array([1, 0], dtype)), wanted, 20, dtype)


@DTYPES
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (41.0, 40.0),  # e^−b + up − 1, of which 1 was left
        (60.0, 12.0),
        (12.0, 11.9),
        (3.0, 2.0),
        (0.5, 0.2),
        (1e-6, 0.0),
        (1.0, -1.5),
        (-1.0, -1.001),
        (5.0, -4.0),
    ],
)
def test_the_cloglog_keeps_both_curvatures(a, b, dtype):
    a, b = dtype(a), dtype(b)
    with mpmath.workdps(60):
        wanted = cloglog(mpmath.mpf(float(a)), mpmath.mpf(float(b)))
    agree(found(CLOGLOG, np.array([a, b]), np.array([1, 0], dtype)), wanted, 80, dtype)


@DTYPES
@pytest.mark.parametrize("z", [40.0, 12.0, 0.6973561355359567, 0.3, -2.0])
def test_the_cloglog_of_the_first_class_keeps_its_curvature(z, dtype):
    """By the one score b, up = g/(e^g − 1) with g = e^−b."""
    z = np.array([z], dtype)
    with mpmath.workdps(60):
        g = mpmath.exp(-mpmath.mpf(float(z[0])))
        up = g / mpmath.expm1(g)
        agree(found(CLOGLOG, z, np.zeros_like(z))[1:], [up, up * (g + up - 1)], 8, dtype)


@DTYPES
def test_a_hazard_that_is_no_number_of_the_dtype_leaves_no_curvature(dtype):
    far = {np.float64: 720, np.float32: 89}[dtype]
    z, y = np.array([[1, 0, -far]], dtype), np.array([[1, 1, 0]], dtype)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(CLOGLOG.curvature(z, y), [[0, 1, 0]])
        np.testing.assert_array_equal(CLOGLOG.gradient(z, y), [[0, -1, 0]])
        both = np.array([[1 - far, -far - 1]], dtype)
        assert CLOGLOG.curvature(both, y[:, 1:])[0, 1] == 0
        np.testing.assert_array_equal(CLOGLOG.curvature(both - 9, y[:, 1:]), [[np.inf, 0]])


@pytest.mark.parametrize("pairing", [LOGIT, PROBIT, CLOGLOG], ids=lambda pairing: pairing.name)
def test_equal_thresholds_have_no_room_and_swapped_ones_no_likelihood(pairing):
    y = np.array([[1.0, 0.0]])
    with np.errstate(all="ignore"):
        for place in (-30.0, -1.0, 0.0, 1.0, 30.0):
            assert pairing.value([[place, place]], y) == np.inf
            assert pairing.value([[place, place + 0.1]], y) == np.inf
            assert np.isnan(pairing.gradient([[place, place + 0.1]], y)).all()


@pytest.mark.parametrize("name", [n for n in CATALOGUE if n.startswith("thresholds + ordered")])
def test_replicas_with_targets_of_their_own_are_each_alone(name):
    pairing, rng = CATALOGUE[name].pairing, np.random.default_rng(0)
    z = -np.sort(rng.normal(size=(2, 7, 4)), axis=-1)
    y = np.tri(5, 4, -1)[rng.integers(0, 5, (2, 7))]
    for f in (pairing.value, pairing.gradient, pairing.curvature):
        np.testing.assert_array_equal(
            f(z, y), np.stack([f(*one) for one in zip(z, y, strict=True)])
        )
