"""The rows of the chapter on quantiles: several in order, and the expectile."""

import numpy as np
from sympy import Max, Piecewise, Rational, exp, log

from facts.rows.first_chapters import numbers
from facts.rows.kind import OfRow

LEVELS = Rational(1, 10), Rational(1, 2), Rational(9, 10)
REFUSED = (([np.inf], "finite"), ([np.nan], "NaN"))


def quantiles(z):
    first = z[0]
    second = first + log(1 + exp(z[1]))
    return first, second, second + log(1 + exp(z[2]))


def three_pinballs(z, y):
    return sum(
        tau * Max(y[0] - q, 0) + (1 - tau) * Max(q - y[0], 0)
        for tau, q in zip(LEVELS, quantiles(z), strict=True)
    )


def by_numpy(z, y):
    """One quantile after the other, by the checked pinball of scikit-learn."""
    from sklearn.metrics import mean_pinball_loss

    z = z.reshape(len(z), -1, 3)
    q = np.cumsum(np.dstack([z[..., :1], np.logaddexp(0, z[..., 1:])]), axis=-1)
    return np.array(
        [
            sum(
                mean_pinball_loss([target], [q[n, k, j]], alpha=float(tau))
                for k, target in enumerate(row)
                for j, tau in enumerate(LEVELS)
            )
            for n, row in enumerate(y)
        ]
    )


def in_order(rng):
    """Scores whose quantiles lie on both sides of their targets, none within 0.05 of one."""
    z, y = rng.normal(0, 1.5, (12, 6)), rng.normal(0, 2.0, (12, 2))
    steps = np.dstack([z.reshape(12, 2, 3)[..., :1], np.logaddexp(0, z.reshape(12, 2, 3)[..., 1:])])
    gap = np.abs(np.cumsum(steps, axis=-1) - y[..., None]).min(axis=-1)
    return z, np.where(gap < 0.05, y + 40.0, y)


ROWS = (
    OfRow(
        "non-crossing quantiles + pinball loss",
        three_pinballs,
        by_numpy,
        in_order,
        far=(
            ([0.0, 700.0, -700.0], [-2.0], 423.0, [1.5, 0.6, 9.8596765437597687e-306]),
            (
                [0.0, -700.0, -50.0],
                [1.0],
                1.5,
                [-1.5, -1.4 * 9.8596765437597708e-305, -0.9 * 1.9287498479639178e-22],
            ),
            ([-1e3, 800.0, 1e3], [5.0], 282.5, [-0.5, -0.4, 0.1]),
        ),
        refused=REFUSED,
    ),
    OfRow(
        "identity + expectile 0.9",
        lambda z, y: (
            Piecewise((Rational(9, 10), y[0] > z[0]), (Rational(1, 10), True)) * (z[0] - y[0]) ** 2
        ),
        "a loss that is no likelihood: differentiated as stated",
        numbers(),
        far=(([1e9 + 1], [1e9], 0.1, [0.2]),),
        refused=REFUSED,
    ),
)
