"""The laws of the chapter on positive numbers, against sampling, integration and descent."""

import numpy as np
import pytest
from scipy.integrate import quad

from pairings import activations, compose, laws, losses, matching

RELU_MATCHED = matching(activations.relu)
HIDDEN = np.tanh(np.random.default_rng(0).normal(size=(50, 8)))
DRAWN = HIDDEN @ np.random.default_rng(1).normal(size=(8, 20_000)) / np.sqrt(8)


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 2.0])
def test_a_row_is_silent_as_often_as_the_law_says(ratio):
    found = (ratio >= DRAWN).mean(axis=1)
    assert np.abs(found - laws.silent_probability(HIDDEN, ratio)).max() < 0.02


def test_half_of_the_rows_are_silent_without_a_bias():
    assert (laws.silent_probability(HIDDEN, 0.0) == 0.5).all()


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 2.0, 3.0])
def test_the_share_of_dead_starts_lies_between_its_bounds(ratio):
    dead = (DRAWN.max(axis=0) <= ratio).mean()
    low, high = laws.dead_at_start_bounds(HIDDEN, ratio)
    assert laws.dead_floor(8, ratio) <= low <= dead + 0.01
    assert dead - 0.01 <= high


def test_the_bounds_say_something():
    low, _ = laws.dead_at_start_bounds(HIDDEN, 4.0)
    _, high = laws.dead_at_start_bounds(HIDDEN, 0.0)
    assert low > 0.9
    assert high == 0.5


PULLS = {
    laws.escape_time_relu_matching: lambda z, y: y,
    laws.escape_time_exp_poisson: lambda z, y: y - np.exp(z),
    laws.escape_time_exp_squared_error: lambda z, y: (y - np.exp(z)) * np.exp(z),
}


@pytest.mark.parametrize("law", PULLS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("m", [0.5, 3.0, 8.0])
@pytest.mark.parametrize("y", [1.5, 4.0])
def test_escape_time_is_the_integral_of_one_over_the_pull(law, m, y):
    time, _ = quad(lambda z: 1 / PULLS[law](z, y), -m, 0, epsrel=1e-12)
    assert law(m, y) == pytest.approx(time, rel=1e-9)


def test_descent_on_the_matching_loss_of_relu_is_linear_in_the_depth():
    times = [
        laws.measured_escape_time(RELU_MATCHED, m, step_size=1 / 64, target=2.0) for m in (2, 4, 8)
    ]
    assert times == [1.0, 2.0, 4.0]


def test_descent_on_squared_error_behind_a_closed_relu_never_arrives():
    pairing = compose(activations.relu, losses.squared_error)
    assert np.isinf(laws.measured_escape_time(pairing, 1.0, step_size=1.0, most=100))


@pytest.mark.parametrize("name", ["relu", "softplus", "exp"])
def test_a_negative_target_is_refused_with_advice(name):
    pairing = matching(getattr(activations, name))
    with pytest.raises(ValueError, match=r"got -0.5 .* divide by a positive number"):
        pairing.value(np.zeros((2, 1)), np.array([[1.0], [-0.5]]))
