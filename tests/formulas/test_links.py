"""The links in their tails: second slopes from eighty digits and more, and single precision."""

import mpmath
import numpy as np
import pytest

from pairings import CATALOGUE

BENDS = {
    "normal cdf (probit) + log loss": {
        -1000.0: 0.999999000006,
        -299.0: 0.9999888151934216,
        -20.0: 0.9975367383849478,
        3.0: 0.013333211541740806,
        12.0: 2.5756604827956725e-31,
    },
    "cloglog + log loss": {
        -100.0: 1.860037988010418e-44,
        -2.0: 0.06461689759977088,
        -0.1: 0.3195815893789596,
        3.0: 7.253539457077387e-07,
        5.0: 7.673484545415308e-61,
    },
    "cauchit + log loss": {
        -1e100: -1e-200,
        -1e5: -9.999999998e-11,
        -2.0: -0.15901641953298074,
        3.0: 0.022535410006647726,
        1e5: 6.366228118886667e-16,
    },
}
LINKS = [*BENDS, "loglog + log loss"]


@pytest.mark.parametrize("name", BENDS)
def test_the_second_slope_of_a_yes_keeps_its_digits(name):
    z, expected = (np.array(part)[:, None] for part in zip(*BENDS[name].items(), strict=True))
    found = CATALOGUE[name].pairing.curvature(z, np.ones_like(z))
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize("z", [-300.001, -301.0, -320.0, -400.0, -1e3, -1e5])
def test_far_below_the_second_slope_of_the_normal_link_is_right_to_the_rounding(z):
    """r (z + r), r = n(z)/N(z), by its series in 1/z²."""
    with mpmath.workdps(60):
        r = mpmath.npdf(z) / mpmath.ncdf(z)
        right = float(r * (z + r))
    found = CATALOGUE["normal cdf (probit) + log loss"].pairing.curvature([[z]], [[1.0]])
    np.testing.assert_allclose(found, [[right]], rtol=4e-16)


@pytest.mark.parametrize("name", LINKS)
def test_single_precision_holds_the_tails_as_well(name):
    row = CATALOGUE[name].pairing
    z = np.array([-80, -30, -5, -0.5, 0, 0.5, 5, 30, 80], np.float32)[:, None]
    for label in (0.0, 1.0):
        y = np.full_like(z, label)
        wide = z.astype(float), y.astype(float)
        for of in ("value", "gradient", "curvature"):
            found, expected = getattr(row, of)(z, y), getattr(row, of)(*wide)
            assert found.dtype == np.float32
            seen = (np.abs(expected) < 3e38) & (np.abs(expected) > 1e-37)
            np.testing.assert_allclose(found[seen], expected[seen], rtol=2e-4)


def test_loglog_is_the_mirror_of_cloglog():
    rng = np.random.default_rng(2)
    z, y = 3 * rng.normal(size=(50, 2)), rng.integers(0, 2, (50, 2)) * 1.0
    loglog, cloglog = (CATALOGUE[f"{name} + log loss"].pairing for name in ("loglog", "cloglog"))
    np.testing.assert_allclose(loglog.predict(z), 1 - cloglog.predict(-z), atol=1e-15)
    np.testing.assert_allclose(loglog.value(z, y), cloglog.value(-z, 1 - y), rtol=1e-14)
    np.testing.assert_allclose(loglog.gradient(z, y), -cloglog.gradient(-z, 1 - y), rtol=1e-14)
