"""The rows of directions: two scores for an angle."""

import numpy as np
from scipy import stats
from sympy import atan, besseli, cos, exp, log, sin, sqrt

from facts.rows.kind import OfRow
from pairings.losses import apart


def drawn(rng):
    return rng.normal(0, 2, (12, 4)), rng.uniform(-3.1, 3.1, (12, 2))


def less_sure(rng):
    """Concentrations that a Bessel function without scale can hold."""
    z, y = drawn(rng)
    return z / 2, y


def von_mises(z, y):
    u, v = apart(z, 2)
    return -stats.vonmises.logpdf(y - np.arctan2(v, u), np.hypot(u, v)).sum(axis=1)


def tan_half(z, y):
    m, s = apart(z, 2)
    return -stats.vonmises.logpdf(y - 2 * np.arctan(m), np.exp(s)).sum(axis=1)


def length(z):
    return sqrt(z[0] ** 2 + z[1] ** 2)


def along(z, y):
    return z[0] * cos(y[0]) + z[1] * sin(y[0])


NO_ANGLE = (([90.0], "deg2rad"), ([-180.0], "deg2rad"), ([np.nan], "NaN"))
NO_LIKELIHOOD = "a loss that is no likelihood: differentiated as stated"

ROWS = (
    OfRow(
        "two linear scores + von Mises",
        lambda z, y: log(besseli(0, length(z))) - along(z, y),
        von_mises,
        drawn,
        far=(
            (
                [1000000.0, 10.0],
                [0.0],
                -7.826643687211749,
                [-5.000501249501212e-07, 9.99999499949875e-06],
            ),
            (
                [-1000000000.0, 1.0],
                [3.0],
                10007491.977863085,
                [-0.010007502899554542, -0.14112000705986721],
            ),
            (
                [1e-08, 2e-08],
                [1.0],
                -2.223244262983933e-08,
                [-0.5403023008681397, -0.8414709748078965],
            ),
            ([0.0, 0.0], [0.5], 0.0, [-0.8775825618903728, -0.479425538604203]),
            ([600.0, 700.0], [-2.0], 1803.818695650379, [1.066585173018044, 1.6681421527084002]),
            ([0.99, -0.1], [-0.1], -0.7613338658158887, [-0.5526264082897657, 0.05514879472882209]),
        ),
        refused=NO_ANGLE,
    ),
    OfRow(
        "tan-half link + von Mises",
        lambda z, y: log(besseli(0, exp(z[1]))) - exp(z[1]) * cos(2 * atan(z[0]) - y[0]),
        tan_half,
        less_sure,
        far=(
            ([0.3, 20.0], [0.5], 1666707.5742652528, [73726077.96688798, 1666717.9932037855]),
            (
                [100000000.0, 2.0],
                [-3.1],
                -1.8942751510160687,
                [-6.144839900071902e-17, -0.5135285001940273],
            ),
            (
                [-2.0, -300.0],
                [1.0],
                5.134599559657064e-131,
                [1.4958764227707872e-132, 5.134599559657064e-131],
            ),
            (
                [0.0, 30.0],
                [1e-08],
                -15.918404209475584,
                [-213729.49163048924, -0.49946567627093547],
            ),
        ),
        refused=NO_ANGLE,
    ),
    OfRow(
        "unit vector + its matching loss",
        lambda z, y: length(z) - along(z, y),
        NO_LIKELIHOOD,
        drawn,
        far=(
            ([1e150, 1e140], [0.0], 5.000000000000001e129, [-5.0000000000000005e-21, 1e-10]),
            (
                [1e-150, 1e-151],
                [1.0],
                3.805381577631597e-151,
                [0.45473488434184944, -0.7419672657868976],
            ),
            (
                [3.0, 1e-06],
                [0.0],
                1.6666666666666203e-13,
                [-5.555555555555092e-14, 3.333333333333148e-07],
            ),
            ([-3.0, 1e-06], [0.0], 6.000000000000167, [-1.9999999999999445, 3.333333333333148e-07]),
        ),
        refused=NO_ANGLE,
    ),
    OfRow(
        "unit vector + cosine",
        lambda z, y: 1 - along(z, y) / length(z),
        NO_LIKELIHOOD,
        drawn,
        far=(
            ([1e100, 1e90], [0.0], 5e-21, [-9.999999999999998e-121, 9.999999999999999e-111]),
            (
                [3.0, 1e-06],
                [0.0],
                5.555555555555092e-14,
                [-3.703703703703086e-14, 1.111111111110926e-07],
            ),
            (
                [-3.0, 0.001],
                [0.0],
                1.9999999444444492,
                [-3.7037030864198387e-08, -0.00011111109259259517],
            ),
        ),
        refused=NO_ANGLE,
    ),
)
