"""Every row of the catalogue far out against the loss its page states, with as many digits as it takes.

A number is right when it is within what the roundings of its own scores make: |error| ≤ ROOM ε
(|right| + Σ |z ∂right/∂z|). It may be infinite where the right one is no number of the dtype, and
nowhere else.
"""

import facts
import mpmath
import numpy as np
import pytest
import sympy
from facts.rows.kind import in_symbols

from pairings import CATALOGUE

ROOM = 500
NUDGE = mpmath.mpf(2) ** -30
DIGITS = (60, 120, 240, 480)
SIZES = {np.float64: (30, 90), np.float32: (15, 40)}
STATED = [
    fact
    for fact in facts.ROWS.values()
    if callable(fact.stated) and not CATALOGUE[fact.row].pairing.lists
]

NEGATIVE_BINOMIAL = "mean and dispersion + negative binomial"
ALL_HIT = "beta-binomial likelihood"  # its curvature is a difference there, right to rounding
PROBIT = "thresholds + ordered probit"
SKEWED = "skew-normal likelihood"
CORNERS = [  # scores at which a number was lost in the package once
    (NEGATIVE_BINOMIAL, [-287.3, -0.26], [1]),  # one count: two slopes near each other
    (NEGATIVE_BINOMIAL, [-15.03, -0.68], [1]),
    (NEGATIVE_BINOMIAL, [-46.2, 30.5], [5]),
    ("mean, dispersion, extra zeros + zero-inflated negative binomial", [-9.43, 19, -0.26], [0]),
    (ALL_HIT, [53.5, -37.2], [5, 5]),
    (ALL_HIT, [32.25, 0.81], [3, 7]),
    ("location and scale + Student-t likelihood", [487.8, -400.2], [0.19]),
    ("location and scale + Student-t likelihood", [0.55, -362.7], [0.49]),
    (PROBIT, [19.99, 0.16, -1.12], [0, 0, 0]),
    (PROBIT, [25.0, 24.0, 3.0], [1, 0, 0]),
    (PROBIT, [-20.0, -21.0, -30.0], [1, 1, 0]),
    ("normal cdf (probit) + log loss", [-40.0], [1.0]),
    ("mixture of 2 Gaussians + likelihood", [2.0, -18.7, -14.8, 16.8, -0.45, -0.22], [-0.56]),
    ("mixture of 2 Gaussians + likelihood", [-4.7, -0.23, -400.0, -21.0, 0.23, -360.0], [-1.2]),
    ("mixture of 2 Gaussians + likelihood", [38.0, 0.0, 0.0, 0.5, 1.3, 0.2], [0.1]),
    (SKEWED, [0.75, -300.0, -40.0], [0.5]),
    ("exp + half Tweedie deviance", [800.0], [1e-300]),
    ("mean, shape, zeros + hurdle gamma", [-720.0, -715.0, 0.3], [1.3]),
]
INF = np.inf
ONE = np.exp(-45.9)
BY_HAND = [
    (
        "mean and variance + CRPS of a Gaussian",
        [0.25, -20000.0],
        [0.75],
        {"value": 0.5, "gradient": [-1, 0], "curvature": [0, 0]},
    ),
    (
        ALL_HIT,  # of one trial, which says nothing of the spread
        [-45.9, -2.7],
        [0, 1],
        {"value": ONE, "gradient": [ONE, 0], "curvature": [ONE, 0]},
    ),
    ("scale and shape + Weibull", [0.5, 800.0], [2.0], {"value": INF, "gradient": [-INF, INF]}),
    ("scale and shape + Weibull", [1.5, 800.0], [2.0], {"value": INF, "curvature": [0, INF]}),
    ("scale and shape + Weibull", [0.0, 800.0], [1.0], {"value": -799.0, "gradient": [0, -1]}),
    ("scale and shape + censored Weibull", [0.5, 800.0], [2.0, 0], {"value": INF}),
    ("scale and shape + censored Weibull", [1.5, 800.0], [2.0, 0], {"value": 0}),
    (
        "median and scale + log-logistic accelerated failure time",
        [1.5, -800.0],
        [2.0, 0],
        {"value": 0, "gradient": [0, 0], "curvature": [0, 0]},
    ),
    (
        "location and scale + logistic likelihood",
        [1.5, -800.0],
        [2.0],
        {"value": INF, "gradient": [-INF, -INF], "curvature": [0, INF]},
    ),
]


def exact_loss(fact, scores: int, columns: int):
    """(z, y) -> [value, *gradient, *curvature] in mpmath, from the stated loss."""
    return sympy.lambdify(*in_symbols(fact, scores, columns), modules=["mpmath"])


def agreed(compute, digits):
    """compute() with digits doubled until twice the digits change nothing; None where none do."""
    before = None
    for now in digits:
        try:
            with mpmath.workdps(now):
                found = [mpmath.mpf(mpmath.re(x)) for x in compute()]
        except (ZeroDivisionError, ValueError, OverflowError):
            found = None
        if found and before:
            far = (
                abs(a - b) > mpmath.mpf(10) ** -30 * abs(a)
                for a, b in zip(found, before, strict=True)
            )
            lost = now < digits[-1] and 0 in found  # a 0 may be the rest of too few digits
            if all(map(mpmath.isfinite, found)) and not any(far) and not lost:
                return found
        before = found
    return None


def right_ones(exact, z, y, digits):
    """The right numbers of one target, and how far a rounding of its scores, times 1/ε, moves each."""
    z, y = ([mpmath.mpf(float(x)) for x in row] for row in (z, y))
    right = agreed(lambda: exact(*z, *y), digits)
    moved = [mpmath.mpf(0)] * (1 + 2 * len(z))
    for j, score in enumerate(z):
        nudged = [*z[:j], score * (1 + NUDGE), *z[j + 1 :]]
        other = agreed(lambda row=nudged: exact(*row, *y), digits)
        if right is None or other is None:
            return None, None
        moved = [m + abs(a - b) / NUDGE for m, a, b in zip(moved, other, right, strict=True)]
    return right, moved


def wide(fact, dtype, size, rng):
    """Two targets of the row (one of many scores), about every third score an ordinary one."""
    pairing = CATALOGUE[fact.row].pairing
    z, y = (np.asarray(a, float) for a in fact.draw(np.random.default_rng(3)))
    if not pairing.targets.rows:
        z, y = z.reshape(-1, pairing.scores), y.reshape(-1, pairing.columns)
    few = 2 if z.shape[1] < 9 else 1
    z, y = z[:few], y[:few]
    far = size * rng.uniform(-1, 1, z.shape)
    far = np.where(rng.random(z.shape) < 1 / 3, z, far)
    if np.isnan(pairing.bare.predict(far)).any():  # thresholds are in order
        far = -np.sort(-far, axis=-1)
    return far.astype(dtype), y.astype(dtype)


def compare(pairing, exact, z, y, digits=DIGITS, curved=True) -> int:
    """Every number of every target against the right one; how many there were."""
    limit, compared = np.finfo(z.dtype), 0
    parts = ("value", "gradient", "curvature")[: 3 if pairing.curvature and curved else 2]
    with np.errstate(all="ignore"):
        got = [getattr(pairing.bare, part)(z, y).reshape(len(z), -1) for part in parts]
    for of_target, row, target in zip(np.hstack(got), z, y, strict=True):
        right, moved = right_ones(exact, row, target, digits)
        if right is None:
            continue
        for place, found in enumerate(of_target):
            a, about = right[place], parts[(place + len(row) - 1) // len(row)]
            about = f"{about} at {row}, {target}: {found}; {mpmath.nstr(a, 12)} is right"
            compared += 1
            if abs(a) > 0.99 * float(limit.max):
                assert np.sign(found) * mpmath.sign(a) * abs(found) > 0.9 * limit.max, about
                continue
            room = ROOM * float(limit.eps) * (abs(a) + moved[place]) + 50 * float(limit.tiny)
            assert np.isfinite(found), about
            assert abs(mpmath.mpf(float(found)) - a) <= room, about
    return compared


@pytest.mark.parametrize("dtype", SIZES, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("fact", STATED, ids=lambda fact: fact.row)
def test_rows_are_right_wherever_the_right_number_is_one(fact, dtype):
    pairing = CATALOGUE[fact.row].pairing
    rng, compared, exact = np.random.default_rng(5), 0, None
    for size in SIZES[dtype] if pairing.scores < 9 else (5,):
        z, y = wide(fact, dtype, size, rng)
        exact = exact or exact_loss(fact, z.shape[1], y.shape[1])
        compared += compare(pairing, exact, z, y)
    assert compared >= 6


@pytest.mark.parametrize(("row", "z", "y"), CORNERS)
def test_corners(row, z, y):
    fact, z, y = facts.ROWS[row], np.array([z], float), np.array([y], float)
    exact, curved = exact_loss(fact, z.shape[1], y.shape[1]), row != ALL_HIT
    assert compare(CATALOGUE[row].pairing, exact, z, y, (240, 480, 960), curved)


@pytest.mark.parametrize(("row", "z", "y", "parts"), BY_HAND)
def test_corners_by_hand(row, z, y, parts):
    """Where e^(e^s) is asked for, which no oracle holds either."""
    pairing, z, y = CATALOGUE[row].pairing.bare, np.array([z], float), np.array([y], float)
    with np.errstate(all="ignore"):
        for part, right in parts.items():
            np.testing.assert_allclose(getattr(pairing, part)(z, y).ravel(), right, rtol=1e-12)
