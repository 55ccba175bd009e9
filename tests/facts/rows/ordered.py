"""The rows of ordered classes: thresholds, with targets written as the thresholds passed."""

import numpy as np
from scipy import stats
from scipy.special import expit
from sympy import Piecewise, erfc, exp, log, sqrt

from facts.rows.kind import OfRow

THRESHOLDS = 3


def targets(rng, samples):
    return (rng.integers(0, THRESHOLDS + 1, samples)[:, None] > np.arange(THRESHOLDS)) * 1.0


def falling(rng):
    """Scores in order, and classes of all kinds."""
    z = -np.sort(rng.normal(0, 1.5, (24, THRESHOLDS)), axis=1)
    return z - 0.2 * np.arange(THRESHOLDS), targets(rng, 24)


def anywhere(rng):
    return rng.normal(0, 2, (24, THRESHOLDS)), targets(rng, 24)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def chosen(y, costs):
    """The cost of the class: as many thresholds as are passed."""
    passed = sum(y)
    cases = [(cost, passed < c + 0.5) for c, cost in enumerate(costs[:-1])]
    return Piecewise(*cases, (costs[-1], True))


def between(F):
    """−log of the chance to fall between the two thresholds of the class."""

    def loss(z, y):
        above = [1, *map(F, z), 0]
        return chosen(y, [-log(above[c] - above[c + 1]) for c in range(len(z) + 1)])

    return loss


def latent(distribution):
    """A number of this distribution, cut at −z into classes: scipy's chance of each piece."""

    def oracle(z, y):
        cuts = np.concatenate([0 * z[:, :1] - np.inf, -z, 0 * z[:, :1] + np.inf], axis=1)
        c, rows = y.sum(axis=1).astype(int), np.arange(len(z))
        chance = distribution.cdf(cuts[rows, c + 1]) - distribution.cdf(cuts[rows, c])
        return -np.log(chance)

    return oracle


def continuation(z, y):
    """Stage by stage: went on, or stopped."""
    c = y.sum(axis=1).astype(int)
    chances = np.concatenate([expit(-z), np.ones((len(z), 1))], axis=1)
    stopped = chances[np.arange(len(z)), c]
    went_on = [np.prod(expit(row[:k])) for row, k in zip(z, c, strict=True)]
    return -np.log(stopped * np.array(went_on))


def adjacent(z, y):
    """A multinomial whose neighbours have the odds e^z."""
    c = y.sum(axis=1).astype(int)
    odds = np.concatenate([np.ones((len(z), 1)), np.exp(np.cumsum(z, axis=1))], axis=1)
    shares = odds / odds.sum(axis=1, keepdims=True)
    return -stats.multinomial.logpmf(np.eye(z.shape[1] + 1)[c], 1, shares)


def stated_adjacent(z, y):
    sums = [sum(z[:c]) for c in range(len(z) + 1)]
    return chosen(y, [log(sum(map(exp, sums))) - s for s in sums])


def stated_continuation(z, y):
    went_on = [-sum(log(sigmoid(v)) for v in z[:c]) for c in range(len(z) + 1)]
    stops = [-log(sigmoid(-v)) for v in z] + [0]
    return chosen(y, [a + b for a, b in zip(went_on, stops, strict=True)])


def normal_above(z):
    return erfc(-z / sqrt(2)) / 2


NO_LADDER = (
    ([0.0, 1.0, 0.0], "ladder"),
    ([0.0, 1.0, 1.0], "Zeros first"),
    ([1.0, 0.5, 0.0], "thresholds passed"),
    ([3.0, 0.0, 0.0], "ladder"),
    ([-100.0, 0.0, 0.0], "ignored"),
)

ROWS = (
    OfRow(
        "thresholds + proportional odds",
        between(sigmoid),
        latent(stats.logistic),
        falling,
        far=(
            (
                [400.0, -300.0, -700.0],
                [1.0, 0.0, 0.0],
                5.148200222412013e-131,
                [-1.9151695967140057e-174, 5.148200222412013e-131, 0.0],
            ),
            (
                [50.0, 40.0, -40.0],
                [1.0, 0.0, 0.0],
                40.00004540096037,
                [-4.5401991009687765e-05, 1.0000454019910097, 0.0],
            ),
            (
                [1.0000001, 1.0, -3.0],
                [1.0, 0.0, 0.0],
                17.744619048516757,
                [-9999999.763102738, 10000000.225219915, 0.0],
            ),
            ([700.0, 600.0, 0.0], [0.0, 0.0, 0.0], 700.0, [1.0, 0.0, 0.0]),
            ([9.0, 8.0, -700.0], [1.0, 1.0, 1.0], 700.0, [0.0, 0.0, -1.0]),
        ),
        refused=NO_LADDER,
    ),
    OfRow(
        "thresholds + ordered probit",
        between(normal_above),
        latent(stats.norm),
        falling,
        far=(
            (
                [38.0, 20.0, -4.0],
                [1.0, 0.0, 0.0],
                203.91715537109727,
                [-3.9846435270292415e-226, 20.04975306852785, 0.0],
            ),
            (
                [-20.0, -30.0, -31.0],
                [1.0, 1.0, 0.0],
                454.32124395634327,
                [0.0, -30.033259667435328, 1.7045932838228663e-12],
            ),
            (
                [0.3, -9.0, -30.0],
                [0.0, 0.0, 0.0],
                0.9621028181688507,
                [0.9981659688584833, 0.0, 0.0],
            ),
            (
                [8.0, -7.0, -9.0],
                [1.0, 0.0, 0.0],
                1.280434639944082e-12,
                [-5.052271083543361e-15, 9.13472040837629e-12, 0.0],
            ),
            (
                [30.0, 29.0, 28.5],
                [1.0, 1.0, 0.0],
                410.39507056369655,
                [0.0, -1.6307784792884343e-05, 28.53501787727511],
            ),
        ),
        refused=NO_LADDER,
    ),
    OfRow(
        "thresholds + ordered cloglog (proportional hazards)",
        between(lambda z: exp(-exp(-z))),
        latent(stats.gumbel_l),
        falling,
        far=(
            (
                [701.0, 700.0, -3.0],
                [1.0, 1.0, 0.0],
                1.8921786966284627e-09,
                [0.0, -9.859676562416042e-305, 3.800542511235663e-08],
            ),
            (
                [701.0, 700.5, 700.0],
                [1.0, 1.0, 0.0],
                700.9327521295672,
                [0.0, -1.5414940825367982, 2.5414940825367984],
            ),
            (
                [1.0, -6.0, -6.5],
                [1.0, 1.0, 0.0],
                403.4287934927351,
                [0.0, -403.4287934927351, 1.4536909002476567e-111],
            ),
            ([740.0, 0.0, -1.0], [0.0, 0.0, 0.0], 740.0, [1.0, 0.0, 0.0]),
            (
                [5.0, 1e-09, 0.0],
                [1.0, 1.0, 0.0],
                21.72326583694641,
                [0.0, -999999999.9999999, 999999999.9999999],
            ),
        ),
        refused=NO_LADDER,
    ),
    OfRow(
        "thresholds + CORAL",
        lambda z, y: sum(
            -b * log(sigmoid(a)) - (1 - b) * log(sigmoid(-a)) for a, b in zip(z, y, strict=True)
        ),
        "a loss that is no likelihood of a class: differentiated as stated",
        anywhere,
        far=(
            (
                [700.0, 40.0, -700.0],
                [1.0, 0.0, 0.0],
                40.0,
                [-9.85967654375977e-305, 1.0, 9.85967654375977e-305],
            ),
            (
                [700.0, -700.0, -700.0],
                [1.0, 0.0, 0.0],
                2.9579029631279314e-304,
                [-9.85967654375977e-305, 9.85967654375977e-305, 9.85967654375977e-305],
            ),
        ),
        refused=NO_LADDER,
    ),
    OfRow(
        "thresholds + adjacent category",
        stated_adjacent,
        adjacent,
        anywhere,
        far=(
            (
                [300.0, -300.0, -40.0],
                [1.0, 0.0, 0.0],
                1.0296400444824027e-130,
                [-5.148200222412013e-131, 5.148200222412013e-131, 2.1871378321977182e-148],
            ),
            (
                [-700.0, 20.0, 5.0],
                [0.0, 0.0, 0.0],
                7.147285889394972e-294,
                [7.147285889394972e-294, 7.147285889296375e-294, 7.09945017032607e-294],
            ),
            ([50.0, -50.0, 1.0], [1.0, 1.0, 1.0], 49.0, [-1.9287498479639178e-22, -1.0, -1.0]),
        ),
        refused=NO_LADDER,
    ),
    OfRow(
        "thresholds + continuation ratio",
        stated_continuation,
        continuation,
        anywhere,
        far=(
            (
                [700.0, -700.0, 3.0],
                [1.0, 0.0, 0.0],
                1.971935308751954e-304,
                [-9.85967654375977e-305, 9.85967654375977e-305, 0.0],
            ),
            (
                [-700.0, 0.0, 700.0],
                [1.0, 1.0, 1.0],
                700.6931471805599,
                [-1.0, -0.5, -9.85967654375977e-305],
            ),
        ),
        refused=NO_LADDER,
    ),
)
