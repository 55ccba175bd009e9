"""The rows of embeddings and masks: cosines, softmax and sigmoid over the pairs of a list, overlaps."""

import mpmath
import numpy as np
from scipy.spatial import distance
from scipy.special import expit
from sklearn.metrics import f1_score, log_loss
from sympy import Eq, Piecewise, Rational, exp, log, sqrt

from facts.rows.kind import OfRow

TEMPERATURE, OFFSET = Rational(1, 10), -10


def long_enough(rng, shape):
    """Rows of two whose length is at least ½: nearer to 0 the direction hangs on the last digits."""
    z = rng.normal(0, 1.5, (*shape, 2))
    length = np.sqrt((z * z).sum(axis=-1, keepdims=True))
    return np.where(length < 0.5, z / length, z)


def directions(rng):
    z, y = rng.normal(size=(2, 16, 3))
    return z + np.sign(z) * 0.3, y


def threes(rng):
    """Lists of three: two that belong together, or all."""
    y = np.array([[0.0, 0, 1], [1, 0, 1], [7, 7, 7], [2, 1, 1]])
    return long_enough(rng, (12, 3)).reshape(12, 6), np.tile(y, (3, 1))


def pixels(rng):
    """Masks of three pixels, none of them empty."""
    y = np.array([[1.0, 0, 0], [1, 1, 0], [0, 1, 0], [1, 1, 1], [0, 1, 1]])
    return rng.normal(0, 2, (15, 3)), np.tile(y, (3, 1))


# --- as stated -------------------------------------------------------------------------------------


def dot(u, v):
    return sum(a * b for a, b in zip(u, v, strict=True))


def cosine(u, v):
    return dot(u, v) / sqrt(dot(u, u) * dot(v, v))


def stated_softmax(z, y):
    """Each item asks the others which of them is its partner."""
    items, n = [z[k : k + 2] for k in range(0, len(z), 2)], len(y)
    found = 0
    for i in range(n):
        score = {j: cosine(items[i], items[j]) / TEMPERATURE for j in range(n) if j != i}
        whole = log(sum(map(exp, score.values())))
        same = {j: Piecewise((1, Eq(y[i], y[j])), (0, True)) for j in score}
        many = sum(same.values())
        cost = sum(same[j] * (whole - score[j]) for j in score)
        found += Piecewise((cost / many, many > 0), (0, True))
    return found


def stated_pairs(z, y):
    items, found = [z[k : k + 2] for k in range(0, len(z), 2)], 0
    for i in range(len(y)):
        for j in range(i):
            s = cosine(items[i], items[j]) / TEMPERATURE + OFFSET
            found += Piecewise((log(1 + exp(-s)), Eq(y[i], y[j])), (log(1 + exp(s)), True))
    return found


def stated_overlap(added, missed):
    def stated(z, y):
        p = [1 / (1 + exp(-score)) for score in z]
        hit = dot(p, y)
        return 1 - hit / (
            hit + added * dot(p, [1 - t for t in y]) + missed * dot([1 - q for q in p], y)
        )

    return stated


def stated_dice(z, y):
    p = [1 / (1 + exp(-score)) for score in z]
    return 1 - 2 * dot(p, y) / (sum(p) + sum(y))


def stated_beside(z, y):
    pixels = zip(z, y, strict=True)
    cost = sum(t * log(1 + exp(-a)) + (1 - t) * log(1 + exp(a)) for a, t in pixels)
    return cost / len(z) + stated_dice(z, y)


# --- oracles ---------------------------------------------------------------------------------------


def by_distance(z, y):
    return [distance.cosine(a, b) for a, b in zip(z, y, strict=True)]


def cosines_of(row):
    items = row.reshape(-1, 2)
    return 1 - distance.squareform(distance.pdist(items, "cosine"))


def by_chance(z, y):
    """−log of the chance that every item draws its partners, with thirty digits."""
    found = []
    with mpmath.workdps(30):
        for scores, group in zip(z, y, strict=True):
            lines, cost = cosines_of(scores) * 10, mpmath.mpf(0)
            for i, line in enumerate(lines):
                others = [j for j in range(len(line)) if j != i]
                whole = mpmath.fsum(mpmath.exp(line[j]) for j in others)
                chance = [mpmath.exp(line[j]) / whole for j in others if group[j] == group[i]]
                cost -= mpmath.fsum(map(mpmath.log, chance)) / max(len(chance), 1)
            found.append(float(cost))
    return np.array(found)


def by_answers(z, y):
    """scikit-learn's log loss of all pairs."""
    found = []
    for scores, group in zip(z, y, strict=True):
        upper = np.triu_indices(len(group), 1)
        chance = expit(10 * cosines_of(scores)[upper] - 10)
        alike = (group[:, None] == group)[upper]
        found.append(log_loss(alike, chance, labels=[False, True], normalize=False))
    return np.array(found)


def weighed(z, y):
    """1 − scikit-learn's F1 score of pixels that are yes with the weight p and no with 1 − p."""
    return np.array([1 - f1_of(expit(a), b) for a, b in zip(z, y, strict=True)])


def f1_of(p, mask):
    said = np.repeat([1, 0], len(p))
    return f1_score(np.tile(mask, 2), said, sample_weight=np.concatenate([p, 1 - p]))


FAR = {
    "cosine": (
        (
            [1e300, 1e300],
            [1.0, 0.0],
            0.2928932188134525,
            [-3.5355339059327376e-301, 3.5355339059327376e-301],
        ),
        ([1e-150, 0.0], [0.0, 1.0], 1.0, [0.0, -1e150]),
        ([1.0, 1e-9], [1.0, 0.0], 5e-19, [-1e-18, 1e-9]),
        ([-1.0, 1e-9, 0.0], [1.0, 0.0, 0.0], 2.0, [-1e-18, -1e-9, 0.0]),
        (
            [3.0, 4.0, 0.0],
            [-1e200, 2e200, 1e200],
            0.591751709536137,
            [0.13063945294843615, -0.09797958971132713, -0.08164965809277261],
        ),
        ([0.0, 0.0], [1.0, 0.0], 1.0, [0.0, 0.0]),
    ),
    "softmax": (
        (
            [1.0, 0.0, 1.0, 1e-9, -1.0, 0.5],
            [0.0, 0.0, 1.0],
            1.1847787091170874e-08,
            [
                0.0,
                2.6492457062616517e-08,
                -2.6492457471035044e-17,
                2.6492457471035042e-08,
                2.1193965813460624e-08,
                4.238793162692125e-08,
            ],
        ),
        (
            [1e200, 1e200, 3e-100, 4e-100, 0.0, 1.0],
            [0.0, 1.0, 0.0],
            4.147660898880627,
            [
                5.20505835615355e-200,
                -5.20505835615355e-200,
                -4.745378176578139e99,
                3.5590336324336044e99,
                -7.444255351945762,
                0.0,
            ],
        ),
        (
            [1.0, 0.0, 0.9, 0.1, -1.0, 0.0, -0.9, 0.1],
            [0.0, 0.0, 1.0, 1.0],
            1.929251526191963e-08,
            [
                0.0,
                -5.507826308204359e-09,
                -3.4236642380581613e-09,
                3.081297814252345e-08,
                0.0,
                -5.507826308204359e-09,
                3.4236642380581613e-09,
                3.081297814252345e-08,
            ],
        ),
        ([1.0, 0.0, 1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0], 1.3862943611198906, [0.0] * 6),
        ([0.0] * 6, [0.0, 0.0, 1.0], 1.3862943611198906, [0.0] * 6),
    ),
    "pairs": (
        (
            [1e200, 1e200, 3e-100, 4e-100, 0.0, 1.0],
            [0.0, 1.0, 0.0],
            3.7520913469633426,
            [
                3.020333408188439e-200,
                -3.020333408188439e-200,
                -6.978364096670324e97,
                5.233773072502743e97,
                -5.9970520407726875,
                0.0,
            ],
        ),
        (
            [1.0, 0.0, 0.0, 1.0, -1.0, 0.0],
            [0.0, 1.0, 0.0],
            20.00009079985959,
            [0.0, 0.00045397868702434395, 0.0, 0.0, 0.0, 0.00045397868702434395],
        ),
        ([0.0] * 6, [0.0, 0.0, 1.0], 2.0794415416798357, [0.0] * 6),
    ),
    "dice": (
        (
            [700.0, -700.0, 0.0],
            [1.0, 0.0, 1.0],
            0.14285714285714285,
            [-3.2194862183705374e-305, 2.414614663777903e-305, -0.08163265306122448],
        ),
        (
            [-700.0, 700.0, -700.0],
            [1.0, 0.0, 1.0],
            1.0,
            [-6.573117695839847e-305, 0.0, -6.573117695839847e-305],
        ),
        (
            [700.0, 700.0, -700.0],
            [1.0, 1.0, 0.0],
            7.394757407819829e-305,
            [-2.4649191359399427e-305, -2.4649191359399427e-305, 2.4649191359399427e-305],
        ),
        (
            [40.0, -40.0, -745.0],
            [1.0, 0.0, 0.0],
            4.248354255291589e-18,
            [-2.1241771276457944e-18, 2.1241771276457944e-18, 0.0],
        ),
        ([-1e9, 1e9], [1.0, 0.0], 1.0, [0.0, 0.0]),
    ),
    "tversky": (
        (
            [700.0, -700.0, 0.0],
            [1.0, 0.0, 1.0],
            0.18918918918918917,
            [-4.0331766723926014e-305, 1.2963782161261933e-305, -0.10226442658875091],
        ),
        (
            [700.0, 700.0, -700.0],
            [1.0, 1.0, 0.0],
            8.380725062195805e-305,
            [-3.4508867903159195e-305, -3.4508867903159195e-305, 1.4789514815639657e-305],
        ),
        (
            [40.0, -40.0, -745.0],
            [1.0, 0.0, 0.0],
            4.248354255291589e-18,
            [-2.973847978704112e-18, 1.2745062765874766e-18, 0.0],
        ),
    ),
    "beside": (
        (
            [700.0, -700.0, 0.0],
            [1.0, 0.0, 1.0],
            0.3739062030437913,
            [-6.506045066290461e-305, 5.701173511697826e-305, -0.24829931972789115],
        ),
        ([-700.0, 700.0, -700.0], [1.0, 0.0, 1.0], 701.0, [-1 / 3, 1 / 3, -1 / 3]),
        (
            [700.0, 700.0, -700.0],
            [1.0, 1.0, 0.0],
            1.7254433951579598e-304,
            [-5.751477983859866e-305, -5.751477983859866e-305, 5.751477983859866e-305],
        ),
        ([-1e9, 1e9], [1.0, 0.0], 1000000001.0, [-0.5, 0.5]),
    ),
}

NO_PARTNER = (
    ([0.0, 1.0, 2.0], "no partners"),
    ([5.0], "lists of one item"),
    ([0.0, 0.0, np.nan], "NaN"),
    ([np.inf, np.inf, 0.0], "accepted"),
)
NO_MASK = (
    ([0.0, 0.0, 0.0], "empty mask"),
    ([0.0, 255.0, 255.0], "255"),
    ([0.2, 0.9, 0.0], "Shares"),
    ([0.0, 1.0, 2.0], "Class indices"),
    ([-1.0, 1.0, 1.0], "−1 and"),
    ([1.0, np.nan, 0.0], "NaN"),
)

ROWS = (
    OfRow(
        "unit embedding + cosine",
        lambda z, y: 1 - cosine(z, y),
        by_distance,
        directions,
        far=FAR["cosine"],
        refused=(
            ([0.0, 0.0], "points nowhere"),
            ([1.0, np.nan], "NaN"),
            ([1.0, np.inf], "Infinite"),
        ),
    ),
    OfRow(
        "unit embeddings of 2 + contrastive loss",
        stated_softmax,
        by_chance,
        threes,
        far=FAR["softmax"],
        refused=NO_PARTNER,
    ),
    OfRow(
        "unit embeddings of 2 + sigmoid pairs",
        stated_pairs,
        by_answers,
        threes,
        far=FAR["pairs"],
        refused=NO_PARTNER,
    ),
    OfRow(
        "sigmoid per pixel + Dice",
        stated_dice,
        weighed,
        pixels,
        far=FAR["dice"],
        refused=NO_MASK,
    ),
    OfRow(
        "sigmoid per pixel + Tversky 0.3, 0.7",
        stated_overlap(0.3, 0.7),
        "a loss that is no likelihood: differentiated as stated, and Dice where α = β = ½",
        pixels,
        far=FAR["tversky"],
        refused=NO_MASK,
    ),
    OfRow(
        "sigmoid per pixel + log loss and Dice",
        stated_beside,
        "the sum of two rows, each of which has its own; differentiated as stated",
        pixels,
        far=FAR["beside"],
        refused=NO_MASK,
    ),
)
