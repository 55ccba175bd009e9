"""Is the check itself right? It must agree with the truth and report what is wrong."""

import numpy as np
import pytest

from pairings import gradient_check
from pairings.activations import sigmoid
from pairings.checks import Agreement, compare, finite_difference
from pairings.pairing import matching

POINTS = np.random.default_rng(0).normal(size=(2, 5, 3))


def test_the_difference_is_exact_for_cubics_to_rounding():
    """A fourth-order formula has no error on polynomials up to degree four."""
    numeric = finite_difference(lambda z: (z**4 - 2 * z**3).sum(axis=-1), POINTS, step=0.1)
    np.testing.assert_allclose(numeric, 4 * POINTS**3 - 6 * POINTS**2, atol=1e-12)


def test_the_error_of_the_difference_falls_with_the_fourth_power_of_the_step():
    """Halving the step divides the error by 16."""

    def error(step):
        numeric = finite_difference(lambda z: np.exp(z).sum(axis=-1), POINTS, step)
        return np.abs(numeric - np.exp(POINTS)).max()

    assert error(0.2) / error(0.1) == pytest.approx(16, rel=0.02)


def test_whole_numbers_are_points_too():
    """Integer points are not truncated: the slope of z²/2 at 3 is 3."""
    numeric = finite_difference(lambda z: (z**2).sum(axis=-1) / 2, np.array([[3, -1]]))
    np.testing.assert_allclose(numeric, [[3.0, -1.0]], atol=1e-9)


def test_a_right_gradient_passes():
    """The control: the pairing as it is."""
    agreement = gradient_check(matching(sigmoid), POINTS, np.full(POINTS.shape, 0.25))
    assert agreement.close
    assert agreement.max_difference < 1e-10
    assert agreement.name == "sigmoid + its matching loss"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda g: 1.001 * g,
        lambda g: -g,
        lambda g: g + 1e-6,
        lambda g: g[..., ::-1],
        lambda g: g / g.shape[-2],
        lambda g: np.where(np.arange(g.size).reshape(g.shape) == 7, np.nan, g),
        lambda g: np.where(np.arange(g.size).reshape(g.shape) == 7, np.inf, g),
    ],
    ids=[
        "factor 1.001",
        "sign",
        "offset",
        "swapped outputs",
        "averaged",
        "one NaN",
        "one infinite",
    ],
)
def test_a_wrong_gradient_is_reported(wrong):
    """Small and large mistakes alike, in one entry or in all."""
    right = matching(sigmoid)
    pairing = right._replace(gradient=lambda z, y: wrong(right.gradient(z, y)))
    assert not gradient_check(pairing, POINTS, np.full(POINTS.shape, 0.25)).close


def test_agreement_in_three_degrees():
    """exact, close, and the largest difference relative to 1 + |reference|."""
    one = np.array([1.0, 3.0])
    assert compare("same", one, one) == Agreement("same", True, True, 0.0, 1e-9)
    near = compare("near", one + np.array([0.0, 4e-10]), one)
    assert (near.name, near.exact, near.close) == ("near", False, True)
    assert near.max_difference == pytest.approx(1e-10, rel=1e-5)  # 4e-10 / (1 + 3)
    far = one + np.array([0.0, 8e-9])
    assert not compare("far", far, one).close
    assert compare("far, but allowed", far, one, tolerance=1e-8).close


@pytest.mark.parametrize(
    ("mine", "reference", "close"),
    [
        (np.inf, np.inf, True),
        (np.inf, -np.inf, False),
        (np.inf, 1.0, False),
        (1.0, np.inf, False),
        (np.nan, 1.0, False),
        (1.0, np.nan, False),
        (np.nan, np.nan, False),
    ],
)
def test_only_equal_infinities_agree_and_nan_never(mine, reference, close):
    """What is not a number is never close, whatever it is compared with."""
    assert compare("", np.array([0.0, mine]), np.array([0.0, reference])).close is close


def test_shapes_that_differ_are_refused_not_broadcast():
    """(2,) against (2, 1) would compare a table of four."""
    with pytest.raises(ValueError, match=r"table: got shapes \(2,\) and \(2, 1\)"):
        compare("table", np.zeros(2), np.zeros((2, 1)))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0.0, "close: True   max difference below 1e-09"),
        (3e-12, "close: True   max difference below 1e-09"),
        (2e-3, "close: False  max difference ABOVE 1e-09"),
        (np.nan, "close: False  max difference ABOVE 1e-09"),
    ],
)
def test_the_printed_line_is_the_same_on_every_machine(size, text):
    """Rounding noise is not printed, only which side of the tolerance it is on."""
    line = str(compare("sigmoid + log loss", np.array([size]), np.array([0.0])))
    assert line.split() == f"sigmoid + log loss {text}".split()
