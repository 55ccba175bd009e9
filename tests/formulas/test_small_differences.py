"""Numbers that are a small rest of large ones, beside 60 digits: chances, counts, medians, metrics."""

import mpmath
import numpy as np
import pytest

from pairings import (
    CATALOGUE,
    activations,
    checks,
    compose,
    gradient_check,
    losses,
    matching,
    scoring,
    statistics,
)
from pairings.losses.overlaps import tversky_with

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])
TWO = CATALOGUE["scores of two + reward model of preferences"].pairing
PAIRS = CATALOGUE["scores of a list + RankNet"].pairing
COUNTS = CATALOGUE["softmax + half multinomial deviance"].pairing


def chance(x):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(float(x))))


@DTYPES
@pytest.mark.parametrize("gap", [1.0, 17.0, 20.0, 40.0, 80.0])
def test_the_chance_of_the_unlikely_winner_keeps_its_digits(dtype, gap):
    found = TWO.predict(np.array([[0.0, gap]], dtype))[0, 0]
    np.testing.assert_allclose(float(found), float(chance(-gap)), rtol=4 * np.finfo(dtype).eps)


@DTYPES
def test_pulls_of_a_ranking_that_nearly_cancel_keep_their_digits(dtype):
    z, y = np.array([[20, 0.3, -40, 60]], dtype), np.array([[1, 2, 3, 4]], dtype)
    with mpmath.workdps(60):
        right = [mpmath.mpf(0)] * 4
        for i in range(4):
            for j in range(4):
                if y[0, i] > y[0, j]:
                    missed = chance(mpmath.mpf(float(z[0, j])) - mpmath.mpf(float(z[0, i])))
                    right[i] -= missed
                    right[j] += missed
    eps = float(np.finfo(dtype).eps)
    for found, wanted in zip(PAIRS.gradient(z, y)[0], map(float, right), strict=True):
        assert abs(float(found) - wanted) <= 64 * eps * abs(wanted)


@DTYPES
@pytest.mark.parametrize("n", [10.0, 1e5, 1e6, 1e7])
def test_expected_less_seen_of_a_count_that_is_nearly_all(dtype, n):
    z, y = np.array([[20, 0, 0]], dtype), np.array([[n, 1, 0]], dtype)
    with mpmath.workdps(60):
        e = [mpmath.exp(mpmath.mpf(float(s))) for s in z[0]]
        right = [float((n + 1) * a / sum(e) - float(k)) for a, k in zip(e, y[0], strict=True)]
    np.testing.assert_allclose(COUNTS.gradient(z, y)[0], right, rtol=16 * np.finfo(dtype).eps)


@DTYPES
@pytest.mark.parametrize("w", [-60.0, -20.0, -10.0, -3.0, 0.5, 20.0])
@pytest.mark.parametrize("name", ["zero-inflated Poisson", "zero-inflated negative binomial"])
def test_the_curvature_by_the_extra_zeros_keeps_its_digits(dtype, w, name):
    row = next(key for key in CATALOGUE if key.endswith(name))
    z = [5.0, w] if "Poisson" in name else [5.0, -100.0, w]
    with mpmath.workdps(60):
        ell = mpmath.exp(5)  # α = e^−100 is Poisson's, but for e^−90
        p, q = chance(w), 1 / (1 + mpmath.exp(-mpmath.mpf(w) - ell))
        right = float(p * (1 - p) - q * (1 - q))
    found = CATALOGUE[row].pairing.curvature(np.array([z], dtype), np.zeros((1, 1), dtype))[0, -1]
    np.testing.assert_allclose(float(found), right, rtol=32 * np.finfo(dtype).eps)


@pytest.mark.parametrize("unit", [1e-140, 1e-20, 1e-15, 1.0, 1e15])
@pytest.mark.parametrize("loss", ["pseudo_huber", "log_cosh", "expectile"])
def test_where_pulls_balance_has_no_unit(unit, loss):
    y = unit * np.array([[1.0], [2.0], [9.0]])
    if loss == "expectile":
        found, right = losses.expectile.elicits.of(y), losses.expectile.elicits.of(y / unit) * unit
    else:
        found = getattr(losses, loss).elicits.of(y)
        right = y.mean() if unit < 1 else found  # near 0 they are half the square
    np.testing.assert_allclose(found, right, rtol=1e-9)


@pytest.mark.parametrize("per_cent", range(1, 100))
def test_a_quantile_at_a_place_is_the_middle_of_two(per_cent):
    found = statistics.quantile(per_cent / 100).of(np.arange(1.0, 101)[:, None])
    np.testing.assert_allclose(found, per_cent + 0.5, rtol=1e-15)


@DTYPES
@pytest.mark.parametrize("q", [0.0, 1e-30, 1e-17, 1e-9, 1e-5, 0.3])
def test_a_small_loss_of_a_sure_no_is_small_and_never_minus_zero(dtype, q):
    entrant = scoring.Entrant(matching(activations.sigmoid))
    p = np.full((2, 1), q, dtype)
    found = scoring.reported_log_loss(entrant, p, np.zeros(2))
    with mpmath.workdps(60):
        right = float(-mpmath.log1p(-mpmath.mpf(float(p[0, 0]))))
    np.testing.assert_allclose(float(found), right, rtol=4 * np.finfo(dtype).eps)
    assert not np.signbit(found)


def test_a_perfect_row_costs_no_minus_zero():
    entrant = scoring.Entrant(matching(activations.softmax), probability=lambda p: p)
    assert not np.signbit(scoring.multiclass_log_loss(entrant, np.eye(3), np.arange(3)))


FAR = [(0.0, 250_000.0), (1e6, 1e6 + 3), (1e13, 1e13 + 7), (1e15, 1e15), (-3e9, 4e9)]


@pytest.mark.parametrize(("z", "y"), FAR)
def test_a_right_gradient_far_out_is_called_right_and_a_wrong_one_wrong(z, y):
    pairing = matching(activations.identity)
    assert gradient_check(pairing, [[z]], [[y]]).close
    for factor in (1.0001, 0.0, -1.0):
        wrong = pairing._replace(gradient=lambda z, y, f=factor: f * (z - y))
        assert gradient_check(wrong, [[z]], [[y]]).close == (z == y)


def test_a_gradient_that_vanishes_too_early_is_called_wrong():
    """A larger step for large values must not reach over a bounded loss: there the slope is near 0."""
    pairing = compose(activations.sigmoid, losses.squared_error)
    wrong = pairing._replace(gradient=lambda z, y: 0 * z)
    for z in (-8.0, 0.5, 8.0):
        assert gradient_check(pairing, [[z]], [[1.0]]).close
        assert not gradient_check(wrong, [[z]], [[1.0]]).close
    assert checks.STEP == 1e-3


@DTYPES
def test_a_half_square_is_halved_before_it_overflows(dtype):
    z, y = (-40.0, 1e4) if dtype == np.float32 else (-355.0, 1e6)
    row = CATALOGUE["exp + half inverse Gaussian deviance"].pairing
    with mpmath.workdps(60):
        mu = mpmath.exp(mpmath.mpf(z))
        right = float((y - mu) ** 2 / (2 * mu**2 * y))
    found = row.value(np.array([[z]], dtype), np.array([[y]], dtype))
    np.testing.assert_allclose(found, right, rtol=200 * np.finfo(dtype).eps)


@pytest.mark.parametrize(("t", "log_distance"), [(-60.0, -54.7017), (-65.0, -59.7017)])
@DTYPES
def test_the_curvature_of_a_logistic_density_far_out_on_a_tiny_scale(dtype, t, log_distance):
    """Its factor e^(−u/2) loses its digits before e^−t meets it, in single precision."""
    z = np.array([[0.0, t]], dtype)
    y = np.array([[np.exp(log_distance)]], dtype)
    with mpmath.workdps(60):
        scale = mpmath.exp(mpmath.mpf(float(z[0, 1])))
        e = mpmath.exp(-mpmath.mpf(float(y[0, 0])) / scale)
        right = float(2 * e / (1 + e) ** 2 / scale**2)
    row = CATALOGUE["location and scale + logistic likelihood"].pairing
    np.testing.assert_allclose(row.curvature(z, y)[0, 0], right, rtol=2000 * np.finfo(dtype).eps)


@pytest.mark.parametrize(("added", "missed"), [(0.3, 0.7), (0.8, 0.1), (1.0, 1.0)])
def test_the_curvature_of_an_index_that_weighs_both_mistakes_apart(added, missed):
    pairing = tversky_with(added, missed)
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(5, 6)), (rng.random((5, 6)) < 0.5) * 1.0
    y[:, 0] = 1.0
    for k in range(6):
        step = 1e-5 * np.eye(6)[k]
        slope = (pairing.gradient(z + step, y) - pairing.gradient(z - step, y))[:, k] / 2e-5
        np.testing.assert_allclose(pairing.curvature(z, y)[:, k], slope, rtol=1e-6, atol=1e-10)


def test_where_pulls_balance_among_the_smallest_numbers_is_between_them():
    y = np.array([[0.0], [1e-311], [2e-311]])
    assert 0 <= losses.huber.elicits.of(y) <= 2e-311
