"""The rows of rankings: lists of items, judged by all pairs and by all orders."""

from itertools import combinations, permutations

import mpmath
import numpy as np
from scipy.special import log_expit, rel_entr
from scipy.special import softmax as shares
from sympy import Piecewise, exp, log

from facts.rows.kind import OfRow


def graded(rng):
    """Lists of three with grades: apart, two alike, all alike."""
    y = np.array([[0.0, 1, 2], [3, 1, 1], [2, 2, 2], [1, 0, 4]])
    return rng.normal(0, 2, (16, 3)), np.repeat(y, 4, axis=0)


def ordered(rng):
    """Lists of three, in every order."""
    return rng.normal(0, 2, (12, 3)), np.tile(list(permutations([1.0, 2, 3])), (2, 1))


def preferred(rng):
    return rng.normal(0, 2, (12, 2)), np.eye(2)[rng.integers(0, 2, 12)]


def pair_by_pair(z, y):
    """Every pair of every list, with thirty digits."""
    with mpmath.workdps(30):
        return np.array([float(_of_pairs(*lists)) for lists in zip(z, y, strict=True)])


def _of_pairs(z, y):
    found = mpmath.mpf(0)
    for i, j in combinations(range(len(z)), 2):
        if y[i] != y[j]:
            ahead, behind = (i, j) if y[i] > y[j] else (j, i)
            strong, weak = mpmath.exp(float(z[ahead])), mpmath.exp(float(z[behind]))
            found -= mpmath.log(strong / (strong + weak))
    return found


def chance_of(order, strengths):
    """Of drawing the items in this order, each in proportion to its strength among those left."""
    found, left = mpmath.mpf(1), mpmath.fsum(strengths)
    for item in order:
        found *= strengths[item] / left
        left -= strengths[item]
    return found


def order_by_order(z, y):
    """The chance of every order, brute force; they sum to 1, and the one that came is looked up."""
    found = []
    with mpmath.workdps(40):
        for scores, ranks in zip(z, y, strict=True):
            strengths = [mpmath.exp(float(score)) for score in scores]
            chances = {
                order: chance_of(order, strengths) for order in permutations(range(len(scores)))
            }
            assert abs(mpmath.fsum(chances.values()) - 1) < 1e-30
            found.append(float(-mpmath.log(chances[tuple(np.argsort(ranks).tolist())])))
    return np.array(found)


def stated_pairs(z, y):
    return sum(
        Piecewise((log(1 + exp(z[j] - z[i])), y[i] > y[j]), (0, True))
        for i in range(len(z))
        for j in range(len(z))
        if i != j
    )


def stated_order(z, y):
    def left(k):
        return sum(
            Piecewise((exp(score), rank >= y[k]), (0, True))
            for score, rank in zip(z, y, strict=True)
        )

    return sum(log(left(k)) - z[k] for k in range(len(z)))


def stated_shares(z, y):
    q = [exp(grade) / sum(map(exp, y)) for grade in y]
    p = [exp(score) / sum(map(exp, z)) for score in z]
    return sum(b * log(b / a) for a, b in zip(p, q, strict=True))


def stated_preference(z, y):
    return y[0] * log(1 + exp(z[1] - z[0])) + y[1] * log(1 + exp(z[0] - z[1]))


# Cases (z, y, value, gradient) from fifty digits and more.
FAR = {
    "order": (
        (
            [700.0, 0.0, -700.0],
            [1.0, 2.0, 3.0],
            1.971935308751954e-304,
            [-9.85967654375977e-305, 0.0, 9.85967654375977e-305],
        ),
        ([-700.0, 0.0, 700.0], [1.0, 2.0, 3.0], 2100.0, [-1.0, -1.0, 2.0]),
        (
            [-40.0, 0.0, 1.0, 2.0],
            [4.0, 3.0, 2.0, 1.0],
            0.7208676519626032,
            [5.773394455827703e-18, 0.3589719945403756, -0.02421295031519747, -0.3347590442251781],
        ),
        (
            [1000000000.0, 999999999.0, 1000000002.0],
            [2.0, 1.0, 3.0],
            5.296774030599258,
            [-0.766601878593288, -0.9579899338659339, 1.7245918124592219],
        ),
        ([50.0, 50.0], [1.0, 2.0], 0.6931471805599453, [-0.5, 0.5]),
    ),
    "pairs": (
        (
            [700.0, 0.0, -700.0],
            [3.0, 2.0, 1.0],
            1.971935308751954e-304,
            [-9.85967654375977e-305, 0.0, 9.85967654375977e-305],
        ),
        ([-700.0, 0.0, 700.0], [3.0, 2.0, 1.0], 2800.0, [-2.0, 0.0, 2.0]),
        (
            [-40.0, 0.0, 1.0, 30.0],
            [1.0, 0.0, 0.0, 5.0],
            81.00000000000034,
            [-2.0, 1.0000000000000935, 1.0000000000002545, -3.479427944260206e-13],
        ),
        (
            [1000000000.0, 999999999.0, 1000000002.0],
            [2.0, 1.0, 1.0],
            2.4401896985611953,
            [-1.1497384993478776, 0.2689414213699951, 0.8807970779778824],
        ),
        ([50.0, 50.0], [1.0, 2.0], 0.6931471805599453, [0.5, -0.5]),
        ([3.0, 4.0], [2.0, 2.0], 0.0, [0.0, 0.0]),
    ),
    "shares": (
        (
            [700.0, 0.0, -700.0],
            [0.0, 0.0, 0.0],
            698.9013877113318,
            [0.6666666666666666, -0.3333333333333333, -0.3333333333333333],
        ),
        (
            [0.0, 0.0, 0.0],
            [700.0, 0.0, -700.0],
            1.0986122886681098,
            [-0.6666666666666666, 0.3333333333333333, 0.3333333333333333],
        ),
        (
            [700.0, 0.0, -700.0],
            [350.0, 0.0, -350.0],
            3.465427048296478e-150,
            [9.92959039626498e-153, -9.92959039626498e-153, -9.85967654375977e-305],
        ),
        (
            [1e-08, 0.0, 0.0],
            [0.0, 0.0, 0.0],
            1.111111112345679e-17,
            [2.222222225925926e-09, -1.111111112962963e-09, -1.111111112962963e-09],
        ),
        (
            [1000000000.0, 999999999.0, 1000000002.0],
            [2.0, 1.0, 1.0],
            0.9825766327729782,
            [-0.4619216853812346, -0.1699314914830194, 0.631853176864254],
        ),
        ([-300.0, 0.0], [300.0, 0.0], 300.0, [-1.0, 1.0]),
        ([50.0, 50.0], [1.0, 1.0], 0.0, [0.0, 0.0]),
    ),
    "preference": (
        (
            [700.0, 0.0],
            [1.0, 0.0],
            9.85967654375977e-305,
            [-9.85967654375977e-305, 9.85967654375977e-305],
        ),
        ([0.0, 700.0], [1.0, 0.0], 700.0, [-1.0, 1.0]),
        (
            [1000000000.0, 1000000001.0],
            [0.0, 1.0],
            0.3132616875182228,
            [0.2689414213699951, -0.2689414213699951],
        ),
        (
            [-20.0, 16.0],
            [0.0, 1.0],
            2.319522830243569e-16,
            [2.3195228302435686e-16, -2.3195228302435686e-16],
        ),
    ),
}


ROWS = (
    OfRow(
        "softmax over those left + Plackett–Luce",
        stated_order,
        order_by_order,
        ordered,
        far=FAR["order"],
        refused=(
            ([1.0, 2.0, 2.0], "Ties"),
            ([1.0, 2.0, 4.0], "Gaps"),
            ([0.0, 1.0, 2.0], "Write y \\+ 1"),
            ([1.0, np.nan, 2.0], "NaN"),
            ([1.0], "lists of one item"),
        ),
    ),
    OfRow(
        "scores of a list + RankNet",
        stated_pairs,
        pair_by_pair,
        graded,
        far=FAR["pairs"],
        refused=(
            ([1.0, np.nan], "NaN"),
            ([1.0, np.inf], "Infinite"),
            ([1.0], "lists of one item"),
        ),
    ),
    OfRow(
        "softmax over a list + ListNet",
        stated_shares,
        lambda z, y: rel_entr(shares(y, axis=1), shares(z, axis=1)).sum(axis=1),
        graded,
        far=FAR["shares"],
        refused=(
            ([1.0, np.nan], "NaN"),
            ([1.0, np.inf], "Infinite"),
            ([1.0], "lists of one item"),
        ),
    ),
    OfRow(
        "scores of two + reward model of preferences",
        stated_preference,
        lambda z, y: -log_expit((z[:, 0] - z[:, 1]) * (y[:, 0] - y[:, 1])),
        preferred,
        far=FAR["preference"],
        refused=(
            ([1.0], "lists of one item"),
            ([1.0, 0.0, 0.0], "More than two"),
            ([1.0, 2.0], "Ranks 1 and 2"),
            ([1.0, 1.0], "Both alike"),
            ([0.5, 0.5], "Degrees"),
        ),
    ),
)
