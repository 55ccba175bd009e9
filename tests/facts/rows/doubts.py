"""The facts of rows for rare positives, doubtful labels and targets known in part."""

from itertools import pairwise

import numpy as np
from scipy import special, stats
from sympy import Rational, erf, exp, log, sqrt

from facts.rows.first_chapters import bits, numbers
from facts.rows.kind import OfRow


def softplus(x):
    return log(1 + exp(x))


def weighted(z, y):
    return 10 * y[0] * softplus(-z[0]) + (1 - y[0]) * softplus(z[0])


def focal(z, y):
    u = (2 * y[0] - 1) * z[0]
    q = 1 / (1 + exp(-u))
    return -((1 - q) ** 2) * log(q)


def shares_of(z):
    whole = sum(map(exp, z))
    return [exp(score) / whole for score in z]


def against(y, p):
    return -sum(a * log(b) for a, b in zip(y, p, strict=True))


def smoothing(z, y):
    return against([Rational(9, 10) * a + Rational(1, 10) / len(y) for a in y], shares_of(z))


def distillation(z, y):
    return against(y, shares_of([score / 2 for score in z])) + sum(a * log(a) for a in y)


def generalised(z, y):
    p = sum(a * b for a, b in zip(y, shares_of(z), strict=True))
    return (1 - p ** Rational(7, 10)) / Rational(7, 10)


def histogram(z, y):
    spread = Rational(3, 8)
    at = [(Rational(k, 2) - 3 - y[0]) / spread / sqrt(2) for k in range(13)]
    whole = erf(at[-1]) - erf(at[0])
    h = [(erf(b) - erf(a)) / whole for a, b in pairwise(at)]
    return against(h, shares_of(z))


def of_bins(z, y):
    ends = [(edge - y) / 0.375 for edge in (-3, 3)]
    at = np.linspace(-3, 3, 13)
    cdf = stats.truncnorm.cdf(at, *(e[..., None] for e in ends), y[..., None], 0.375)
    log_p = special.log_softmax(z.reshape(*y.shape, 12), axis=-1)
    return -(np.diff(cdf) * log_p).sum(axis=(-1, -2))


def rows(rng, classes=4):
    return rng.normal(0, 2, (12, classes)), np.eye(classes)[rng.integers(0, classes, 12)]


def soft_rows(rng):
    return rng.normal(0, 2, (12, 4)), rng.dirichlet(np.ones(4), 12)


def numbers_in_bins(rng):
    return rng.normal(size=(6, 24)), rng.uniform(-2.5, 2.5, (6, 2))


def with_flags(draw):
    def drawn(rng):
        z, y = draw(rng)
        flags = rng.integers(0, 2, y.shape)
        flags[:, 0] = 1  # some target of each row is known
        return z, np.stack([y, flags], axis=-1).reshape(len(y), -1)

    return drawn


def sets(rng):
    z = rng.normal(0, 2, (12, 4))
    y = np.eye(4)[rng.integers(0, 4, 12)]
    y[:8] = np.maximum(y[:8], np.eye(4)[rng.integers(0, 4, 8)])
    return z, y


def seen(z, y):
    return stats.bernoulli.pmf(y, special.expit(z))


ROWS = (
    OfRow(
        "sigmoid + weighted log loss (pos_weight)",
        weighted,
        lambda z, y: -(np.where(y == 1, 10, 1) * np.log(seen(z, y))).sum(axis=1),
        bits,
        far=(
            ([-700.0], [0.0], 9.85967654375977e-305, [9.85967654375977e-305]),
            ([-745.0], [1.0], 7450.0, [-10.0]),
            ([30.0], [1.0], 9.357622968839736e-13, [-9.357622968839298e-13]),
            ([709.0], [0.25], 531.75, [0.75]),
        ),
        refused=(([2.0], "0"), ([-1.0], "0"), ([np.nan], "NaN")),
    ),
    OfRow(
        "sigmoid + focal loss",
        focal,
        lambda z, y: -((1 - seen(z, y)) ** 2 * np.log(seen(z, y))).sum(axis=1),
        bits,
        far=(
            ([30.0], [1.0], 8.194012623988598e-40, [-2.458203787196388e-39]),
            ([30.0], [0.0], 29.99999999999448, [1.000000000005334]),
            ([-230.0], [0.0], 2.171738281389827e-300, [6.515214844169481e-300]),
            ([745.0], [0.0], 745.0, [1.0]),
        ),
        refused=(([0.5], "0, 1"), ([-1.0], "0, 1")),
    ),
    OfRow(
        "softmax + cross-entropy with label smoothing",
        smoothing,
        lambda z, y: -((0.9 * y + 0.1 / 4) * special.log_softmax(z, axis=1)).sum(axis=1),
        rows,
        far=(([800.0, 0.0, -800.0], [1.0, 0.0, 0.0], 80.0, [1 / 15, -1 / 30, -1 / 30]),),
        refused=(([1.0, 1.0, 0.0], "1"), ([0.5, -0.5, 1.0], "nonnegative")),
    ),
    OfRow(
        "softmax at a temperature + distillation",
        distillation,
        lambda z, y: stats.entropy(y, special.softmax(z / 2, axis=1), axis=1),
        soft_rows,
        far=(
            (
                [80.0, 0.0, 0.0],
                [1.0, 0.0, 0.0],
                8.496708510583178e-18,
                [-4.248354255291589e-18, 2.1241771276457944e-18, 2.1241771276457944e-18],
            ),
            ([80.0, 0.0, 0.0], [0.25, 0.5, 0.25], 28.960279229160083, [0.375, -0.25, -0.125]),
        ),
        refused=(([2.0, -1.0, 0.0], "softmax"),),
    ),
    OfRow(
        "softmax + generalised cross-entropy",
        generalised,
        lambda z, y: special.boxcox1p((y * special.softmax(z, axis=1)).sum(axis=1) - 1, 0.7) * -1,
        rows,
        far=(
            (
                [40.0, 0.0, 0.0],
                [1.0, 0.0, 0.0],
                8.496708510583178e-18,
                [-8.496708510583178e-18, 4.248354255291589e-18, 4.248354255291589e-18],
            ),
            (
                [300.0, 0.0, 1.0],
                [0.0, 1.0, 0.0],
                1 / 0.7,
                [6.282880511239546e-92, -6.282880511239546e-92, 8.792425785565332e-222],
            ),
        ),
        refused=(([0.5, 0.5, 0.0], "Shares"), ([0.0, 0.0, 0.0], "without a class")),
    ),
    OfRow(
        "softmax over bins + histogram loss (HL-Gauss)",
        histogram,
        of_bins,
        numbers_in_bins,
        far=(
            (
                [0.0] * 11 + [700.0],
                [3.0],
                127.69570761621502,
                [
                    -1.0539703055551534e-48,
                    -1.4812825438417254e-40,
                    -3.5529640760271025e-33,
                    -1.4576193009905306e-26,
                    -1.025924236572182e-20,
                    -1.244181855597415e-15,
                    -2.6166605179991196e-11,
                    -9.639989945291031e-08,
                    -6.324605759893757e-05,
                    -0.007597418651513231,
                    -0.17476167831655626,
                    0.18242243945173575,
                ],
            ),
        ),
        refused=(([3.5], "Widen the bins"), ([np.nan], "NaN")),
    ),
    OfRow(
        "identity + half squared error, masked",
        lambda z, y: y[1] * (z[0] - y[0]) ** 2 / 2,
        lambda z, y: (y[:, 1::2] * special.huber(1e3, z - y[:, ::2])).sum(axis=1),
        with_flags(numbers()),
        far=(([1e200, 1e6], [0.0, 0.0, 1e6 - 3, 1.0], 4.5, [0.0, 3.0]),),
        refused=(
            ([1.0, 0.0, 2.0, 0.0], "without any known target"),
            ([1.0, 0.5], "Flags are 0 and 1"),
            ([np.nan, 1.0], "real numbers"),
        ),
    ),
    OfRow(
        "sigmoid per label + log loss, masked",
        lambda z, y: y[1] * (softplus(z[0]) - y[0] * z[0]),
        lambda z, y: -(y[:, 1::2] * np.log(seen(z, y[:, ::2]))).sum(axis=1),
        with_flags(bits),
        far=(
            (
                [-700.0, 745.0],
                [0.0, 1.0, 0.0, 0.0],
                9.85967654375977e-305,
                [9.85967654375977e-305, 0.0],
            ),
        ),
        refused=(([1.0, 0.0, 0.0, 0.0], "without any known target"), ([2.0, 1.0], "beside a flag")),
    ),
    OfRow(
        "softmax + cross-entropy of partial labels",
        lambda z, y: (
            log(sum(map(exp, z))) - log(sum(a * exp(b) for a, b in zip(y, z, strict=True)))
        ),
        lambda z, y: -np.log((y * special.softmax(z, axis=1)).sum(axis=1)),
        sets,
        far=(
            (
                [1e9, 1e9 - 40, 1e9 - 1],
                [1.0, 0.0, 1.0],
                3.105795823390202e-18,
                [-2.2705186801626468e-18, 3.105795823390202e-18, -8.352771432275553e-19],
            ),
            (
                [700.0, 0.0, 1.0],
                [0.0, 1.0, 1.0],
                698.6867383124818,
                [1.0, -0.2689414213699951, -0.7310585786300049],
            ),
        ),
        refused=(
            ([1.0, 1.0, 1.0], "all is possible"),
            ([0.0, 0.0, 0.0], "nothing is possible"),
            ([0.5, 0.5, 0.0], "possible"),
        ),
    ),
)
