"""The rows of margins, sparse probabilities and links."""

import numpy as np
from scipy import optimize, stats
from scipy.special import expit
from sklearn.metrics import hinge_loss
from sympy import Max, Piecewise, Rational, atan, cosh, erfc, exp, log, pi, sqrt

from facts.rows.kind import OfRow


def signs(rng):
    """Scores off the kinks at u = ±1, and labels."""
    z, y = 2 * rng.normal(size=(14, 3)), rng.choice([-1.0, 1.0], (14, 3))
    return np.where(np.abs(np.abs(z) - 1) < 0.03, z + 0.1, z), y


def chances(rng):
    """Labels, and some shares."""
    y = rng.integers(0, 2, (14, 3)) * 1.0
    return 1.5 * rng.normal(size=(14, 3)), np.where(rng.random((14, 3)) < 0.3, 0.25, y)


def classes(rng):
    """Scores whose margin is off the kinks."""
    z, y = 2 * rng.normal(size=(60, 3)), np.eye(3)[rng.integers(0, 3, 60)]
    best = np.sort(z, axis=1)
    lead = (z * y).sum(axis=1) - np.where(y == 1, -np.inf, z).max(axis=1)
    clear = (np.abs(lead - 1) > 0.05) & (best[:, 1] - best[:, 0] > 0.05)
    return z[clear][:20], y[clear][:20]


def shares(rng):
    """Scores off the edges of a face of the simplex: no output within a hundredth of opening."""
    z, y = 1.5 * rng.normal(size=(60, 3)), rng.dirichlet(np.ones(3), 60)
    y[::2] = np.eye(3)[rng.integers(0, 3, 30)]
    clear = [np.abs(row - threshold(row)).min() > 0.02 for row in z]
    return z[clear][:20], y[clear][:20]


def threshold(row):
    """τ with Σ max(z − τ, 0) = 1, by bisection."""

    def left(tau):
        return np.maximum(row - tau, 0).sum() - 1

    return optimize.brentq(left, row.max() - 1.1, row.max(), xtol=1e-15)


def sparse(z, y):
    """max over shares p of p z − p²/2, less y z − y²/2."""
    p = np.array([np.maximum(row - threshold(row), 0) for row in z])
    return (p * z - p * p / 2 - y * z + y * y / 2).sum(axis=1)


def entmax_edge(row):
    """τ with Σ max(z/2 − τ, 0)² = 1, by bisection."""

    def left(tau):
        return (np.maximum(row / 2 - tau, 0) ** 2).sum() - 1

    return optimize.brentq(left, row.max() / 2 - 1.1, row.max() / 2, xtol=1e-15)


def entmax_shares(rng):
    """Scores off the edges of a face of the simplex, and targets that are hard or shares."""
    z, y = 2.5 * rng.normal(size=(60, 3)), rng.dirichlet(np.ones(3), 60)
    y[::2] = np.eye(3)[rng.integers(0, 3, 30)]
    clear = [np.abs(row / 2 - entmax_edge(row)).min() > 0.02 for row in z]
    return z[clear][:20], y[clear][:20]


def half_sparse(z, y):
    """max over shares p of p z − Ω(p), less y z − Ω(y), Ω(p) = (4/3)(Σ p^(3/2) − 1)."""
    p = np.array([np.maximum(row / 2 - entmax_edge(row), 0) ** 2 for row in z])
    return (p * z - y * z + 4 / 3 * (y**1.5 - p**1.5)).sum(axis=1)


def of_margin(f):
    return lambda z, y: f(y[0] * z[0])


def of_class(z, y):
    """One term for each class that may be the right one."""
    rest = [Max(*(v for j, v in enumerate(z) if j != c)) for c in range(len(z))]
    return sum(share * Max(0, 1 + other - v) for share, other, v in zip(y, rest, z, strict=True))


def hinges(z, y):
    """scikit-learn's wants both labels: the second of each pair costs nothing."""
    pairs = [
        [2 * hinge_loss([b, -b], [a, -10 * b]) for a, b in zip(*row, strict=True)]
        for row in zip(z, y, strict=True)
    ]
    return np.sum(pairs, axis=1)


def hinges_of_classes(z, y):
    labels = range(z.shape[1])
    return [hinge_loss([b.argmax()], a[None], labels=labels) for a, b in zip(z, y, strict=True)]


def linked(F, below=None):
    below = below or (lambda z: 1 - F(z))
    return lambda z, y: -y[0] * log(F(z[0])) - (1 - y[0]) * log(below(z[0]))


def latent(distribution):
    """A number of this distribution is at most z."""

    def oracle(z, y):
        yes, no = distribution.logcdf(z), distribution.logsf(z)
        return -(y * yes + (1 - y) * no).sum(axis=1)

    return oracle


# Two open outputs of ½ each: Σ p z − Ω(p) = (4/3)(1 − 1/√2).
ENTMAX_TIE = 4 / 3 * (1 - 0.5**0.5)
NO_LIKELIHOOD = "a loss that is no likelihood: differentiated as stated"
NO_SIGN = (([0.0], "−1"), ([0.5], "−1"), ([2.0], "−1"), ([np.nan], "NaN"))
NO_CHANCE = (([-1.0], "0"), ([2.0], "1"), ([np.nan], "NaN"))
NO_CLASS = (([1.0, 1.0, 0.0], "1"), ([0.5, 0.5, 0.0], "single 1"))

ROWS = (
    OfRow(
        "identity + hinge",
        of_margin(lambda u: Max(0, 1 - u)),
        hinges,
        signs,
        far=(([-1e300, 1e300], [1.0, 1.0], 1e300, [-1.0, 0.0]),),
        refused=NO_SIGN,
    ),
    OfRow(
        "identity + squared hinge",
        of_margin(lambda u: Max(0, 1 - u) ** 2),
        NO_LIKELIHOOD,
        signs,
        far=(
            ([-1e150, 1e300], [1.0, 1.0], 1e300, [-2e150, 0.0]),
            ([0.0, -1.0], [1.0, -1.0], 1.0, [-2.0, 0.0]),
        ),
        refused=NO_SIGN,
    ),
    OfRow(
        "identity + modified Huber",
        of_margin(lambda u: Piecewise((-4 * u, u < -1), (Max(0, 1 - u) ** 2, True))),
        NO_LIKELIHOOD,
        signs,
        far=(
            ([-1e300, 1e300], [1.0, 1.0], 4e300, [-4.0, 0.0]),
            ([-1.0, 0.5], [1.0, -1.0], 6.25, [-4.0, 3.0]),
        ),
        refused=NO_SIGN,
    ),
    OfRow(
        "identity + exponential loss",
        of_margin(lambda u: exp(-u)),
        NO_LIKELIHOOD,
        signs,
        far=(
            ([700.0], [1.0], 9.85967654375977e-305, [-9.85967654375977e-305]),
            ([700.0], [-1.0], 1.0142320547350045e304, [1.0142320547350045e304]),
        ),
        refused=NO_SIGN,
    ),
    OfRow(
        "tanh + its matching loss",
        lambda z, y: log(2 * cosh(z[0])) - y[0] * z[0],
        lambda z, y: -np.log(expit(2 * y * z)).sum(axis=1),
        signs,
        far=(
            ([350.0], [1.0], 9.85967654375977e-305, [-1.971935308751954e-304]),
            ([350.0, 1e300], [-1.0, -1.0], 2e300, [2.0, 2.0]),
        ),
        refused=(([2.0], "−1"), ([-1.5], "−1"), ([np.nan], "NaN")),
    ),
    OfRow(
        "sparsemax + its matching loss",
        "no single formula: the threshold hangs on which outputs are open; the oracle finds it",
        sparse,
        shares,
        far=(
            ([1e300, 0.0, -1e300], [0.0, 1.0, 0.0], 1e300, [1.0, -1.0, 0.0]),
            ([300.0, 0.0, -1.0], [1.0, 0.0, 0.0], 0.0, [0.0, 0.0, 0.0]),
            ([0.25, 0.0, -7.0], [1.0, 0.0, 0.0], 0.140625, [-0.375, 0.375, 0.0]),
        ),
        refused=(([1.0, 1.0, 0.0], "1"), ([0.5, -0.5, 1.0], "nonnegative")),
    ),
    OfRow(
        "entmax + its matching loss",
        "no single formula: the threshold hangs on which outputs are open; the oracle finds it",
        half_sparse,
        entmax_shares,
        far=(
            ([1e300, 0.0, -1e300], [0.0, 1.0, 0.0], 1e300, [1.0, -1.0, 0.0]),
            ([300.0, 0.0, -1.0], [1.0, 0.0, 0.0], 0.0, [0.0, 0.0, 0.0]),
            ([0.0, 0.0, -7.0], [1.0, 0.0, 0.0], ENTMAX_TIE, [-0.5, 0.5, 0.0]),
        ),
        refused=(([1.0, 1.0, 0.0], "1"), ([0.5, -0.5, 1.0], "nonnegative")),
    ),
    OfRow(
        "identity + Crammer–Singer hinge",
        of_class,
        hinges_of_classes,
        classes,
        far=(
            ([1e300, -1e300, 0.0], [0.0, 1.0, 0.0], 2e300, [1.0, -1.0, 0.0]),
            ([3.0, 3.0, 9.0], [0.0, 0.0, 1.0], 0.0, [0.0, 0.0, 0.0]),
        ),
        refused=NO_CLASS,
    ),
    OfRow(
        "normal cdf (probit) + log loss",
        linked(lambda z: erfc(-z / sqrt(2)) / 2, lambda z: erfc(z / sqrt(2)) / 2),
        latent(stats.norm),
        chances,
        far=(
            (
                [-37.0, 9.0],
                [1.0, 1.0],
                689.0305855768906,
                [-37.02698768612699, -1.0279773571668915e-18],
            ),
            (
                [-1000.0, -30.0],
                [1.0, 0.0],
                500007.82669481216,
                [-1000.000999998, 1.4736461348785476e-196],
            ),
            (
                [1000000.0, -8.0],
                [0.0, 1.0],
                500000000049.74786,
                [1000000.000001, -8.121368112236112],
            ),
            (
                [20.0, -0.3],
                [1.0, 0.25],
                0.6015833257335735,
                [-5.520948362159764e-88, 0.21337414799493],
            ),
        ),
        refused=NO_CHANCE,
    ),
    OfRow(
        "cloglog + log loss",
        linked(lambda z: 1 - exp(-exp(z)), lambda z: exp(-exp(z))),
        latent(stats.gumbel_l),
        chances,
        far=(
            ([-700.0, 700.0], [1.0, 0.0], 1.0142320547350045e304, [-1.0, 1.0142320547350045e304]),
            ([-745.0, 5.0], [1.0, 1.0], 745.0, [-1.0, -5.205427108495624e-63]),
            (
                [6.2, -700.0],
                [1.0, 0.0],
                1.004177509034808e-214,
                [-4.948075046643164e-212, 9.85967654375977e-305],
            ),
            (
                [-0.4, -30.0],
                [1.0, 1.0],
                30.716507589989718,
                [-0.7020066121062111, -0.9999999999999533],
            ),
            (
                [1.5, -2.0],
                [0.25, 0.5],
                4.46523144255521,
                [3.3484449542855597, -0.39926145633429044],
            ),
        ),
        refused=NO_CHANCE,
    ),
    OfRow(
        "loglog + log loss",
        linked(lambda z: exp(-exp(-z))),
        latent(stats.gumbel_r),
        chances,
        far=(
            ([700.0, -700.0], [0.0, 1.0], 1.0142320547350045e304, [1.0, -1.0142320547350045e304]),
            ([745.0, -5.0], [0.0, 0.0], 745.0, [1.0, 5.205427108495624e-63]),
            (
                [-6.2, 700.0],
                [0.0, 1.0],
                1.004177509034808e-214,
                [4.948075046643164e-212, -9.85967654375977e-305],
            ),
            (
                [-1.5, 2.0],
                [0.75, 0.5],
                4.46523144255521,
                [-3.3484449542855597, 0.39926145633429044],
            ),
        ),
        refused=NO_CHANCE,
    ),
    OfRow(
        "cauchit + log loss",
        linked(lambda z: Rational(1, 2) + atan(z) / pi),
        latent(stats.cauchy),
        chances,
        far=(
            ([-1e200, 1e20], [1.0, 0.0], 508.8581802303888, [-1e-200, 1e-20]),
            (
                [1e150, -1e10],
                [1.0, 0.0],
                3.1830988618885674e-11,
                [-3.183098861837907e-301, 3.183098861939228e-21],
            ),
            (
                [-1e8, 0.99],
                [1.0, 1.0],
                19.855227691325766,
                [-9.999999999999999e-09, -0.2147973673286146],
            ),
            ([1e100, -3.0], [0.0, 0.25], 232.05395308082228, [1e-100, -0.05110270987297944]),
        ),
        refused=NO_CHANCE,
    ),
)
