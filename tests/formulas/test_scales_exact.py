"""Losses with a learned scale, and of directions, where a scale alone is no number, or a difference
of large ones is asked for: against the loss each page states, with 400 digits.

A number is right within 16 ε (|right| + Σ |z ∂right/∂z|) and a few of the smallest numbers.
"""

import facts
import mpmath
import numpy as np
import pytest
from facts.rows.kind import in_symbols
from sympy import lambdify

from pairings import CATALOGUE
from pairings.losses.directions import _settled, shortfall, shortfall_slope

ROOM, NUDGE = 16, mpmath.mpf(2) ** -60
SINGLE, DOUBLE = np.float32, np.float64
PARTS = ("value", "gradient", "curvature")
GAUSSIAN = "mean and variance + Gaussian likelihood"
LOG_NORMAL, LOGIT_NORMAL = "median and spread + log-normal", "logit-normal likelihood"
LAPLACE = "location and scale + Laplace likelihood"
LOGISTIC = "location and scale + logistic likelihood"
STUDENT = "location and scale + Student-t likelihood"
CRPS = "mean and variance + CRPS of a Gaussian"
SKEWED = "skew-normal likelihood"
MIXTURE = "mixture of 2 Gaussians + likelihood"
TOBIT = "location and scale + Tobit (censored normal)"
SURVIVAL = "median and scale + log-normal accelerated failure time"
PLANE, TAN_HALF = "two linear scores + von Mises", "tan-half link + von Mises"
WEIBULL = "scale and shape + Weibull"

EITHER, IN_SINGLE, IN_DOUBLE = (SINGLE, DOUBLE), (SINGLE,), (DOUBLE,)
CASES = [
    # the target is hit and the scale alone is no number
    (GAUSSIAN, [0.3, -178], [0.3], EITHER),
    (GAUSSIAN, [0.3, -1420], [0.3], IN_DOUBLE),
    (LOG_NORMAL, [0, -89], [1], EITHER),
    (LOG_NORMAL, [0, -745], [1], IN_DOUBLE),
    (LOGIT_NORMAL, [0, -178], [0.5], EITHER),
    (LOGIT_NORMAL, [0, -1420], [0.5], IN_DOUBLE),
    (LOGISTIC, [0.3, -90], [0.3], EITHER),
    (STUDENT, [0.3, -40], [0.3], EITHER),
    (CRPS, [0.3, -178], [0.3], EITHER),
    (SKEWED, [0, -100, 1e-8], [0], EITHER),
    (TOBIT, [0.3, -90], [0.3, 0], EITHER),
    (SURVIVAL, [0, -90], [1, 1], EITHER),
    # or nearly
    (GAUSSIAN, [1e-30, -178], [0], EITHER),
    (LOG_NORMAL, [1e-30, -89], [1], EITHER),
    (LOGIT_NORMAL, [1e-30, -178], [0.5], EITHER),
    (LAPLACE, [1e-30, -90], [0], EITHER),
    (STUDENT, [1e-30, -70], [0], EITHER),
    (CRPS, [1.3e-38, -177.6], [0], EITHER),
    (CRPS, [3e-36, -166], [0], EITHER),
    (SKEWED, [1e-37, -88.8, 0.5], [0], EITHER),
    (MIXTURE, [0, 1.3e-38, -88.8, 0, 0, 0], [0], EITHER),
    (TOBIT, [1e-30, -90], [0, 0], EITHER),
    (SURVIVAL, [1e-30, -90], [1, 1], EITHER),
    (WEIBULL, [1e-38, 89], [1], EITHER),
    # a large scale, of which nothing is left before it meets what it scales
    (SKEWED, [40, 100, 0.5], [1e8], EITHER),
    (SKEWED, [40, 730, 0.5], [1e100], IN_DOUBLE),
    (GAUSSIAN, [1e20, 190], [3], EITHER),
    (LOG_NORMAL, [1e20, 95], [3], EITHER),
    (CRPS, [1e20, 178], [3], EITHER),
    (CRPS, [0.5, 178], [0], EITHER),
    (MIXTURE, [0, 1e30, 95, 0, 0, 100], [-1e30], EITHER),
    (TOBIT, [1e20, 95], [3, 0], EITHER),
    (LOGISTIC, [1, -86.5], [1 + 2.0**-23], EITHER),
    (LOGISTIC, [1e-35, -85.5], [0], EITHER),
    # a slope that is free of the scale
    (STUDENT, [40, -1e4], [0], EITHER),
    (STUDENT, [1, -700], [0.3], IN_DOUBLE),
    (STUDENT, [1, -50], [0.3], EITHER),
    (STUDENT, [1e-15, -50], [0], EITHER),
    (STUDENT, [2, 30], [0.3], EITHER),
    (STUDENT, [1, 0.2], [0.3], EITHER),
    # concentrations at which differences of Bessel functions cancel
    *((TAN_HALF, [0.2, float(np.log(k))], [0.39], EITHER) for k in (7, 24, 26, 50, 299, 301)),
    *((TAN_HALF, [0, float(np.log(k))], [0], EITHER) for k in (5.1, 12, 24.9, 25.1)),
    *((TAN_HALF, [0, float(np.log(k))], [0], EITHER) for k in (50, 100, 200, 1e4)),
    *((PLANE, [k, 0], [0], EITHER) for k in (0.5, 5.1, 12, 24.9, 25.1, 200, 299, 301)),
    *((TAN_HALF, [0, float(np.log(k))], [0], IN_SINGLE) for k in (2, 3, 4.9)),
    *((PLANE, [5, k], [1.5], EITHER) for k in (3, 12, 30, 299, 3e3)),
    (PLANE, [299, 5], [0], EITHER),
    # a concentration that is no number, whose logarithm is one
    (TAN_HALF, [0, 79], [0], EITHER),
    (TAN_HALF, [0, 81], [0], EITHER),
    (TAN_HALF, [0, 89], [0], EITHER),
    (TAN_HALF, [0, 100], [0], EITHER),
    (TAN_HALF, [0.5, 100], [0.927], EITHER),
    (TAN_HALF, [1e-30, 150], [0], EITHER),
    (TAN_HALF, [1e20, 95], [0.5], EITHER),
    (TAN_HALF, [-3e12, 70], [0.5], EITHER),
    (TAN_HALF, [2e4, 3], [0.5], EITHER),
    (TAN_HALF, [0, 720], [0], IN_DOUBLE),
    (TAN_HALF, [1e-160, 720], [0], IN_DOUBLE),
]


def name(case):
    row, z, _, dtype = case
    return f"{row} at {z} in {dtype.__name__}"


ONE_BY_ONE = [(row, z, y, dtype) for row, z, y, dtypes in CASES for dtype in dtypes]
EXACT = {}


def right_ones(row, z, y):
    """Each number of the stated loss, and how far roundings of its scores, times 1/ε, move it."""
    if row not in EXACT:
        EXACT[row] = lambdify(*in_symbols(facts.ROWS[row], len(z), len(y)), modules=["mpmath"])
    with mpmath.workdps(400):
        z, y = ([mpmath.mpf(float(x)) for x in row] for row in (z, y))
        right = [mpmath.re(x) for x in EXACT[row](*z, *y)]
        moved = [0] * len(right)
        for j, score in enumerate(z):
            other = EXACT[row](*z[:j], score * (1 + NUDGE), *z[j + 1 :], *y)
            moved = [m + abs(a - b) / NUDGE for m, a, b in zip(moved, other, right, strict=True)]
        return right, moved


@pytest.mark.parametrize("case", ONE_BY_ONE, ids=name)
def test_a_number_is_right_where_a_scale_alone_is_none(case):
    row, z, y, dtype = case
    z, y = np.array([z], dtype), np.array([y], dtype)
    right, moved = right_ones(row, z[0], y[0])
    with np.errstate(all="ignore"):
        found = [getattr(CATALOGUE[row].pairing.bare, part)(z, y).ravel() for part in PARTS]
    assert {part.dtype for part in found} == {np.dtype(dtype)}
    limit = np.finfo(dtype)
    for place, got in enumerate(np.concatenate(found)):
        a = right[place]
        about = f"number {place}: {got}; {mpmath.nstr(a, 12)} is right"
        if abs(a) > float(limit.max):
            assert got == mpmath.sign(a) * mpmath.inf, about
            continue
        room = ROOM * float(limit.eps) * (abs(a) + moved[place]) + 4 * float(limit.tiny)
        assert abs(mpmath.mpf(float(got)) - a) <= room, about


@pytest.mark.parametrize(("t", "dtype"), [(-90, SINGLE), (-2000, SINGLE), (-710, DOUBLE)])
def test_at_the_corner_of_laplace_the_slope_is_0_however_small_the_scale(t, dtype):
    z, y = np.array([[0.3, t]], dtype), np.array([[0.3]], dtype)
    with np.errstate(all="ignore"):
        found = CATALOGUE[LAPLACE].pairing.bare.gradient(z, y)
    np.testing.assert_array_equal(found, [[0, 1]])


def test_pieces_of_bessel_functions_keep_their_digits_at_every_concentration():
    """1 − A, A′ and κ² A′ − κ (1 − A), which is ever smaller beside its terms."""
    sizes = [*np.geomspace(1e-3, 4.99, 9), *np.geomspace(5.01, 1e4, 40), 24.99, 25.01]
    for kappa in np.array(sizes, SINGLE).astype(float):
        with mpmath.workdps(60):
            k = mpmath.mpf(float(kappa))
            a = mpmath.besseli(1, k) / mpmath.besseli(0, k)
            slope = 1 - a / k - a * a
            right = [1 - a, slope, k * (k * slope - (1 - a))]
        pieces = (shortfall, shortfall_slope, _settled)
        for formula, number, near, beyond in zip(
            pieces, right, (30, 300, 3000), (8, 8, 200), strict=True
        ):
            [found] = formula(np.array([kappa]))
            room = (near if kappa < 5 else beyond) * np.finfo(float).eps * abs(number)
            assert abs(mpmath.mpf(float(found)) - number) <= room, (formula, kappa)
            [single] = formula(np.array([kappa], SINGLE))
            assert abs(float(single) / float(number) - 1) < 4 * np.finfo(SINGLE).eps


@pytest.mark.parametrize("dtype", EITHER, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("row", [GAUSSIAN, LAPLACE, STUDENT, CRPS, TAN_HALF, TOBIT, SKEWED])
def test_a_score_that_is_no_number_stays_none(row, dtype):
    """Also in a batch in which another scale is no number."""
    pairing = CATALOGUE[row].pairing
    z, y = np.zeros((3, pairing.scores), dtype), np.zeros((3, pairing.columns), dtype)
    z[0, 1], z[1, 1], z[2, :] = np.nan, -2000, 1
    with np.errstate(all="ignore"):
        value, gradient = pairing.bare.value(z, y), pairing.bare.gradient(z, y)
    assert np.isnan([value[0], gradient[0].sum()]).all()
    assert np.isfinite([value[2], *gradient[2]]).all()


@pytest.mark.parametrize("dtype", EITHER, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("row", [PLANE, TAN_HALF, GAUSSIAN, SKEWED])
def test_a_sample_has_the_same_bits_alone_and_in_a_batch(row, dtype):
    """Also where some of the batch take another formula."""
    pairing, rng = CATALOGUE[row].pairing, np.random.default_rng(4)
    z = rng.normal(0, 30, (61, pairing.scores)).astype(dtype)
    y = rng.normal(0, 1, (61, 1)).astype(dtype)
    with np.errstate(all="ignore"):
        for formula in (getattr(pairing.bare, part) for part in PARTS):
            alone = np.concatenate([formula(z[i : i + 1], y[i : i + 1]) for i in range(61)])
            np.testing.assert_array_equal(formula(z, y), alone)
