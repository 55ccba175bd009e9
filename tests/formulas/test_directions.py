"""Directions: a full turn changes nothing, and data go round."""

import numpy as np
import pytest

from pairings import CATALOGUE
from pairings.datasets import directions
from pairings.losses import shortfall, shortfall_slope

ROWS = [entry.pairing for entry in CATALOGUE.values() if entry.page == "directions"]
RNG = np.random.default_rng(2)
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


def test_the_series_far_out_meets_the_difference():
    """On both sides of 300."""
    near = np.array([299.999, 300.001])
    for formula in (shortfall, shortfall_slope):
        low, high = formula(near)
        assert 0 < (low - high) / low < 2e-5
    assert shortfall(np.array([1e200]))[0] == 5e-201


def test_directions_turn_with_the_data():
    here, there = directions(2000), directions(2000, turn=np.pi)
    apart = np.cos(here.labels - there.labels)
    np.testing.assert_allclose(apart, -1, atol=1e-9)
    assert np.abs(here.labels).max() <= np.pi
    assert np.cos(here.labels).mean() > 0.3
