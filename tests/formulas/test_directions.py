"""Directions: a full turn changes nothing, and data go round."""

import mpmath
import numpy as np
import pytest

from pairings import CATALOGUE
from pairings.datasets import directions
from pairings.losses import apart, shortfall, shortfall_slope
from pairings.losses.directions import tan_half_gradient

ROWS = [entry.pairing for entry in CATALOGUE.values() if entry.page == "directions"]
RNG = np.random.default_rng(2)
TAN_HALF = CATALOGUE["tan-half link + von Mises"].pairing
each_row = pytest.mark.parametrize("pairing", ROWS, ids=lambda pairing: pairing.name)


@each_row
def test_a_full_turn_of_the_target_changes_nothing(pairing):
    z, y = RNG.normal(size=(50, 2)), RNG.uniform(0, 3, (50, 1))
    np.testing.assert_allclose(pairing.value(z, y), pairing.value(z, y - 2 * np.pi), atol=1e-12)
    np.testing.assert_allclose(
        pairing.gradient(z, y), pairing.gradient(z, y - 2 * np.pi), atol=1e-12
    )


@pytest.mark.parametrize("pairing", [r for r in ROWS if "tan" not in r.name], ids=lambda r: r.name)
def test_turning_scores_and_targets_alike_changes_nothing(pairing):
    z, y, by = RNG.normal(size=(50, 2)), RNG.uniform(-3, 3, (50, 1)), 1.3
    turn = np.array([[np.cos(by), np.sin(by)], [-np.sin(by), np.cos(by)]])
    np.testing.assert_allclose(pairing.value(z @ turn, y + by), pairing.value(z, y), rtol=1e-9)
    np.testing.assert_allclose(
        pairing.gradient(z @ turn, y + by), pairing.gradient(z, y) @ turn, atol=1e-12
    )


@pytest.mark.parametrize("edge", [5, 25])
def test_the_difference_the_sums_and_the_series_meet(edge):
    near = edge * np.array([0.999999, 1.000001])
    for formula in (shortfall, shortfall_slope):
        low, high = formula(near)
        assert 0 < (low - high) / low < 6e-6
    assert shortfall(np.array([1e200]))[0] == 5e-201


@pytest.mark.parametrize(
    "kappa",
    [
        0.0,
        1e-300,
        1e-8,
        0.1,
        1.0,
        10.0,
        100.0,
        299.999,
        300.001,
        302.0,
        350.0,
        500.0,
        1e3,
        1e4,
        1e6,
    ],
)
def test_how_much_is_missing_and_its_slope_are_right_to_nine_digits(kappa):
    """1 − A and A′ = 1 − A/κ − A², which are 1 and ½ at 0, from fifty digits."""
    with mpmath.workdps(50):
        k = mpmath.mpf(kappa)
        a = mpmath.besseli(1, k) / mpmath.besseli(0, k)
        missing, slope = float(1 - a), float(1 - (a / k if k else 0.5) - a * a)
    np.testing.assert_allclose(shortfall(np.array([kappa])), [missing], rtol=5e-12)
    np.testing.assert_allclose(shortfall_slope(np.array([kappa])), [slope], rtol=1e-9)


@pytest.mark.parametrize("s", [40.0, 300.0, 700.0, 800.0])
def test_who_is_right_is_pulled_to_more_concentration_by_half(s):
    """κ (A − 1) nears −½ and stays there, where κ itself overflows too."""
    pull = TAN_HALF.gradient([[0.0, s]], [[0.0]])
    np.testing.assert_allclose(pull, [[0.0, -0.5]], rtol=1e-14)


@pytest.mark.parametrize("m", [-1e155, -1e20, -0.5, 0.5, 1e20, 1e155])
def test_a_score_of_the_half_angle_whose_square_overflows_keeps_its_pull(m):
    """κ sin(μ − y) · 2/(1 + m²), silently, on both sides."""
    with mpmath.workdps(50):
        square = mpmath.mpf(m) ** 2
        turn = mpmath.sin(2 * mpmath.atan(mpmath.mpf(m)) - 0.5)
        right = float(mpmath.exp(600) * turn * 2 / (1 + square))
    pull = tan_half_gradient(np.array([[m, 600.0]]), np.array([[0.5]]))
    np.testing.assert_allclose(pull[0, 0], right, rtol=1e-12)


@pytest.mark.parametrize("size", [1e-150, 1.0, 1e150])
@pytest.mark.parametrize("name", ["unit vector + its matching loss", "unit vector + cosine"])
def test_a_predicted_unit_vector_has_length_one_and_the_direction_of_the_scores(name, size):
    z = RNG.normal(size=(20, 6))
    u, v = apart(CATALOGUE[name].pairing.predict(size * z), 2)
    np.testing.assert_allclose(np.hypot(u, v), 1, rtol=1e-14)
    np.testing.assert_allclose(np.arctan2(v, u), np.arctan2(z[:, 1::2], z[:, ::2]), rtol=1e-13)


def test_directions_turn_with_the_data():
    here, there = directions(2000), directions(2000, turn=np.pi)
    apart = np.cos(here.labels - there.labels)
    np.testing.assert_allclose(apart, -1, atol=1e-9)
    assert np.abs(here.labels).max() <= np.pi
    assert np.cos(here.labels).mean() > 0.3


def settled(s, off):
    """κ (A(κ) − cos off) + κ² A′(κ) at κ = eˢ, to 50 digits."""
    with mpmath.workdps(50):
        kappa = mpmath.exp(s)
        level = mpmath.besseli(1, kappa) / mpmath.besseli(0, kappa)
        slope = 1 - level / kappa - level**2
        return float(kappa * (level - mpmath.cos(off)) + kappa**2 * slope)


@pytest.mark.parametrize("s", [-300.0, -3.0, 0.0, 3.0, 5.7, 5.71, 8.0, 12.0])
@pytest.mark.parametrize("off", [0.0, 0.3, 3.0])
def test_the_curvature_by_the_log_concentration_is_right(s, off):
    found = TAN_HALF.curvature(np.array([[0.0, s]]), np.array([[-off]]))
    np.testing.assert_allclose(found[0, 1], settled(s, off), rtol=4e-8)


@pytest.mark.parametrize(
    ("dtype", "scores"), [(float, [46.0, 356.0, 400.0, 700.0]), (np.float32, [46.0, 60.0, 80.0])]
)
def test_the_curvature_is_finite_as_long_as_it_can_be_said(dtype, scores):
    """κ² overflows at half the score at which κ does; far out κ (1 − cos off) is left."""
    z = np.array([[0.5, s] for s in scores], dtype)
    found = TAN_HALF.curvature(z, np.full((len(z), 1), 0.3, dtype))[:, 1]
    right = np.exp(z[:, 1]) * 2 * np.sin((2 * np.arctan(dtype(0.5)) - dtype(0.3)) / 2) ** 2
    np.testing.assert_allclose(found, right, rtol=16 * np.finfo(dtype).eps)
