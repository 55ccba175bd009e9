"""The law of the chapter on hidden and output activations, against integration and a sample."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from pairings import laws


@pytest.mark.parametrize("c", [0.0, 0.3, 1.0, 1.758, 3.0])
def test_the_floor_is_the_mean_squared_distance_to_the_range(c):
    lost, _ = quad(lambda y: (y + c) ** 2 * norm.pdf(y), -np.inf, -c, epsabs=1e-13)
    assert laws.range_floor(c) == pytest.approx(lost, abs=1e-10)


def test_relu_must_leave_half_of_the_variance():
    assert laws.range_floor(0.0) == 0.5


def test_the_best_answer_below_the_edge_is_the_edge():
    y = np.random.default_rng(0).normal(size=200_000)
    for c in (0.5, 1.0):
        paid = [np.mean((np.clip(y, edge, None) - y) ** 2) for edge in (-c, -c + 0.1)]
        assert paid[0] == pytest.approx(laws.range_floor(c), abs=0.005)
        assert paid[0] < paid[1]
