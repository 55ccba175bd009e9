"""The rows of the chapter on outliers: far values of the losses and likelihoods to fifty digits."""

import numpy as np
import sympy
from scipy import special, stats
from sympy import Abs, Piecewise, cosh, exp, log, sqrt

from facts.rows.first_chapters import numbers, two_scores
from facts.rows.kind import OfRow

C_TUKEY, C_WELSCH = sympy.Rational(4685, 1000), sympy.Rational(2985, 1000)
DIFFERENTIATED = "a loss that is no likelihood: differentiated as stated"
REFUSED = (([np.inf], "finite"), ([np.nan], "NaN"))
INF = np.inf


def far(*cases):
    """(z, L, ∂L/∂z) of one score, for the target 0."""
    return tuple(([z], [0.0], value, [gradient]) for z, value, gradient in cases)


def tukey(z, y):
    u = ((z[0] - y[0]) / C_TUKEY) ** 2
    return C_TUKEY**2 / 6 * Piecewise((1 - (1 - u) ** 3, u < 1), (1, True))


def tube(z, y):
    r = z[0] - y[0]
    return Piecewise(
        (r - sympy.Rational(1, 10), r > sympy.Rational(1, 10)),
        (-r - sympy.Rational(1, 10), r < -sympy.Rational(1, 10)),
        (0, True),
    )


def distance(z, y):
    """|y − m|/s of two scores, whose derivative sympy knows off 0."""
    r = y[0] - z[0]
    return Piecewise((r, r > 0), (-r, True)) * exp(-z[1])


def by_density(density, **more):
    """−log density by scipy, of location and scale."""

    def oracle(z, y):
        return -density.logpdf(y, loc=z[:, ::2], scale=np.exp(z[:, 1::2]), **more).sum(axis=1)

    return oracle


ROWS = (
    OfRow(
        "identity + pseudo-Huber",
        lambda z, y: sqrt(1 + (z[0] - y[0]) ** 2) - 1,
        lambda z, y: special.pseudo_huber(1.0, z - y).sum(axis=1),
        numbers(),
        far=far(
            (1e-9, 5.0000000000000006e-19, 1.0000000000000001e-9),
            (-1e3, 999.000499999875, -0.999999500000375),
            (1e160, 1e160, 1.0),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + log-cosh",
        lambda z, y: log(cosh(z[0] - y[0])),
        lambda z, y: -np.log(4 * stats.logistic.pdf(2 * (z - y))).sum(axis=1) / 2,
        numbers(),
        far=far(
            (1e-9, 5.0000000000000006e-19, 1.0000000000000001e-9),
            (-1e3, 999.30685281944005, -1.0),
            (4.68, 3.98693891583237, 0.99982781462774487),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + Fair",
        lambda z, y: Abs(z[0] - y[0]) - log(1 + Abs(z[0] - y[0])),
        DIFFERENTIATED,
        numbers(),
        far=far(
            (1e-9, 4.9999999966666673e-19, 9.9999999900000006e-10),
            (-1e3, 993.09124522068478, -0.999000999000999),
            (1e160, 1e160, 1.0),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + ε-insensitive",
        tube,
        DIFFERENTIATED,
        numbers(apart=0.1),
        far=far((-1e3, 999.9, -1.0), (1e300, 1e300, 1.0)),
        refused=REFUSED,
    ),
    OfRow(
        "identity + squared ε-insensitive",
        lambda z, y: tube(z, y) ** 2 / 2,
        DIFFERENTIATED,
        numbers(apart=0.1),
        far=far((-1e3, 999.9**2 / 2, -999.9)),
        refused=REFUSED,
    ),
    OfRow(
        "identity + Tukey",
        tukey,
        DIFFERENTIATED,
        numbers(apart=4.685),
        far=far(
            (1e-9, 5.0000000000000006e-19, 1.0000000000000001e-9),
            (4.68, 3.6582041311490567, 2.1299187870187582e-5),
            (1e160, 3.6582041666666661, 0.0),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + Welsch",
        lambda z, y: C_WELSCH**2 / 2 * (1 - exp(-(((z[0] - y[0]) / C_WELSCH) ** 2))),
        DIFFERENTIATED,
        numbers(),
        far=far(
            (1e-9, 5.0000000000000006e-19, 1.0000000000000001e-9),
            (4.68, 4.0737738415425596, 0.4005880708019875),
            (1e160, 4.4551124999999996, 0.0),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + Student-t",
        lambda z, y: sympy.Rational(5, 2) * log(1 + (z[0] - y[0]) ** 2 / 4),
        lambda z, y: -stats.t.logpdf(y - z, 4).sum(axis=1),
        numbers(),
        far=far(
            (1e-9, 6.2500000000000008e-19, 1.2500000000000001e-9),
            (-1e3, 31.073050492090959, -0.0049999800000799997),
            (1e160, 1838.6023384924368, 5e-160),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + Cauchy",
        lambda z, y: log(1 + (z[0] - y[0]) ** 2),
        lambda z, y: -stats.cauchy.logpdf(y - z).sum(axis=1),
        numbers(),
        far=far(
            (1e-9, 1.0000000000000001e-18, 2.0000000000000001e-9),
            (-1e3, 13.815511557963774, -0.001999998000002),
            (1e160, 736.82722975809462, 2e-160),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "location and scale + Student-t likelihood",
        lambda z, y: z[1] + sympy.Rational(5, 2) * log(1 + (y[0] - z[0]) ** 2 * exp(-2 * z[1]) / 4),
        by_density(stats.t, df=4),
        two_scores,
        far=(
            ([1.0, -700.0], [0.0], 2796.5342640972003, [5.0, -4.0]),
            ([1e-300, -745.0], [0.0], -477.34337539386825, [5e300, -4.0]),
            ([1e200, -3.0], [0.0], 2311.119357091246, [5e-200, -4.0]),
            (
                [1e-200, -460.0],
                [0.0],
                -459.78709801577651,
                [4.0817697352128232e199, 0.59182302647871769],
            ),
            ([0.0, -30.0], [0.0], -30.0, [0.0, 1.0]),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "location and scale + Laplace likelihood",
        lambda z, y: z[1] + distance(z, y),
        by_density(stats.laplace),
        two_scores,
        far=(
            (
                [1.0, -700.0],
                [0.0],
                1.0142320547350045e304,
                [1.0142320547350045e304, -1.0142320547350045e304],
            ),
            ([1.0, 700.0], [3.0], 700.0, [-9.8596765437597709e-305, 1.0]),
            ([1e-300, -745.0], [0.0], 3.5431457515302708e23, [INF, -3.5431457515302708e23]),
            (
                [1e-200, -460.0],
                [0.0],
                -459.40370430285907,
                [5.9629569714092608e199, 0.40370430285907393],
            ),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "location and scale + logistic likelihood",
        lambda z, y: z[1] + 2 * log(2 * cosh((y[0] - z[0]) * exp(-z[1]) / 2)),
        by_density(stats.logistic),
        two_scores,
        far=(
            (
                [1.0, -700.0],
                [0.0],
                1.0142320547350045e304,
                [1.0142320547350045e304, -1.0142320547350045e304],
            ),
            ([1.0, 700.0], [3.0], 701.38629436111989, [0.0, 1.0]),
            ([1e-300, -745.0], [0.0], 3.5431457515302708e23, [INF, -3.5431457515302708e23]),
            (
                [1e-200, -460.0],
                [0.0],
                -458.52610006869828,
                [1.726972082107711e199, 0.8273027917892289],
            ),
        ),
        refused=REFUSED,
    ),
)
