"""The laws of the page "When you should not match", each beside something that does not know it."""

import numpy as np
import pytest
from scipy.integrate import quad

from pairings import laws, losses


@pytest.fixture
def inputs():
    return np.column_stack([np.ones(50), np.linspace(-1.5, 1.5, 50)])


@pytest.mark.parametrize("noise_power", [1.0, 1.5, 2.0])
def test_the_slope_is_surest_where_the_loss_has_the_power_of_the_noise(inputs, noise_power):
    mean = np.exp(inputs @ [0.2, 1.0])

    def variance(power):
        return laws.log_link_covariance(inputs, mean, power, noise_power)[1, 1]

    best = variance(noise_power)
    assert all(variance(noise_power + step) > best for step in (-0.5, -0.1, 0.1, 0.5))


def test_with_the_right_power_the_covariance_is_the_inverse_information(inputs):
    mean = np.exp(inputs @ [0.2, 1.0])
    gamma = laws.log_link_covariance(inputs, mean, 2.0, 2.0)
    assert np.allclose(gamma, np.linalg.inv(inputs.T @ inputs), rtol=1e-12)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.632, 0.9, 0.99])
def test_the_mean_for_a_quantile_costs_what_quadrature_says(quantile):
    loss = losses.pinball_with(quantile)

    def cost(answer):
        def weighted(y):
            return np.exp(-y) * loss.value(np.array([[answer]]), np.array([[y]]))[0]

        return quad(weighted, 0, 60, points=[answer], epsabs=1e-12, limit=200)[0]

    ratio = cost(1.0) / cost(-np.log1p(-quantile))
    assert laws.mean_for_quantile_exponential(quantile) == pytest.approx(ratio, rel=1e-8)


def test_mean_and_quantile_are_one_at_one_minus_one_over_e():
    assert laws.mean_for_quantile_exponential(1 - np.exp(-1)) == pytest.approx(1, abs=1e-14)


def test_least_squares_and_log_loss_are_equal_for_clouds_that_overlap_entirely():
    assert laws.least_squares_efficiency(0.0) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("distance", [1.0, 2.0, 3.0, 4.0])
def test_least_squares_efficiency_is_the_ratio_of_two_variances(distance):
    def density(u):  # of the first coordinate, both clouds together
        return sum(np.exp(-((u - c) ** 2) / 2) for c in (-distance / 2, distance / 2)) / np.sqrt(
            8 * np.pi
        )

    def information(u):
        p = 1 / (1 + np.exp(-distance * u))
        return p * (1 - p) * density(u)

    log_loss = 1 / quad(information, -30, 30, epsabs=1e-13)[0]
    squared = 4 + distance**2
    assert laws.least_squares_efficiency(distance) == pytest.approx(squared / log_loss, rel=1e-9)
