"""The rows of counts."""

import numpy as np
from scipy import stats
from scipy.special import digamma
from sympy import Piecewise, Rational, exp, log, loggamma

from facts.rows.kind import OfRow


def sigmoid(z):
    return 1 / (1 + exp(-z))


def xlogx(y):
    return Piecewise((0, y <= 0), (y * log(y), True))


def exposed(rng):
    k, t = rng.poisson(3.0, (12, 2)) + 0.0, rng.uniform(0.2, 5, (12, 2))
    return rng.normal(size=(12, 2)), np.stack([k, t], axis=-1).reshape(12, 4)


def of_n(rng):
    n = rng.integers(0, 9, (12, 2))
    k = rng.binomial(n, 0.4)
    return rng.normal(0, 2, (12, 2)), np.stack([k, n], axis=-1).reshape(12, 4) + 0.0


def counts(scores):
    def draw(rng):
        return rng.normal(0, 1.2, (16, 2 * scores)), rng.integers(0, 7, (16, 2)) + 0.0

    return draw


def binomial(z, y):
    (z,), (k, n) = z, y
    best = xlogx(k) + xlogx(n - k) - xlogx(n)
    return best - k * log(sigmoid(z)) - (n - k) * log(sigmoid(-z))


def dispersed(alpha):
    def loss(z, y):
        mean, y, r = exp(z[0]), y[0], 1 / alpha
        return xlogx(y) - y * z[0] - (y + r) * (log(1 + alpha * y) - log(1 + alpha * mean))

    return loss


def spread(m, s, y):
    """−log of the negative binomial probability, without log y! − y log y + y."""
    r = exp(-s)
    ways = loggamma(y + r) - loggamma(r)
    chance = r * log(1 + exp(m + s)) + y * log(1 + exp(-m - s))
    return chance - ways + xlogx(y) - y


def inflated(none, some, w, y):
    zero = -log(sigmoid(w) + sigmoid(-w) * exp(-none))
    return Piecewise((zero, y <= 0), (some - log(sigmoid(-w)), True))


def poisson(s, y):
    return exp(s) - y * s + xlogx(y) - y


def zero_inflated_poisson(z, y):
    (s, w), (y,) = z, y
    return inflated(exp(s), poisson(s, y), w, y)


def zero_inflated_negative_binomial(z, y):
    (m, s, w), (y,) = z, y
    return inflated(exp(-s) * log(1 + exp(m + s)), spread(m, s, y), w, y)


def hurdle(z, y):
    (s, w), (y,) = z, y
    above = poisson(s, y) + log(1 - exp(-exp(s))) - log(sigmoid(-w))
    return Piecewise((-log(sigmoid(w)), y <= 0), (above, True))


def of_mean(m, s, y):
    r = np.exp(-s)
    return stats.nbinom.logpmf(y, r, r / (r + np.exp(m)))


def with_zeros(w, y, log_of_any):
    share = 1 / (1 + np.exp(-w))
    return -np.log(np.where(y == 0, share, 0) + (1 - share) * np.exp(log_of_any)).sum(axis=1)


def hurdle_oracle(z, y):
    rate, share = np.exp(z[:, ::2]), 1 / (1 + np.exp(-z[:, 1::2]))
    beyond = (1 - share) * stats.poisson.pmf(y, rate) / stats.poisson.sf(0, rate)
    return -np.log(np.where(y == 0, share, beyond)).sum(axis=1)


def of_extra_zeros(z, y, p):
    """c: how probable it is that y came from the counts."""
    rate, share = p[:, ::2], p[:, 1::2]
    none = (1 - share) * np.exp(-rate)
    return {r"\lambda": rate, r"\pi": share, "c": np.where(y > 0, 1, none / (share + none))}


def of_hurdle(z, y, p):
    return {r"\lambda": p[:, ::2], r"\pi": p[:, 1::2], "c": (y > 0) + 0.0}


def of_dispersion(z, y, p):
    """C': what the best mean costs, derived by log α."""
    mean, alpha = p[:, ::2], p[:, 1::2]
    r = 1 / alpha
    slope = r * (digamma(y + r) - digamma(r) - np.log1p(alpha * y))
    names = {r"\mu": mean, r"\alpha": alpha, "q": alpha * (y - mean) / (1 + alpha * mean)}
    return names | {"C'": slope}


def of_both(z, y, p):
    few = np.stack([p[:, ::3], p[:, 1::3]], axis=-1).reshape(len(p), -1)
    names, share = of_dispersion(z, y, few), p[:, 2::3]
    none = (1 - share) * (1 + names[r"\alpha"] * names[r"\mu"]) ** (-1 / names[r"\alpha"])
    return names | {r"\pi": share, "c": np.where(y > 0, 1, none / (share + none))}


COUNTS = (([-2.0], "no sign"), ([0.5], "whole numbers"), ([np.nan], "NaN"))
ROWS = (
    OfRow(
        "exp + Poisson with exposure",
        lambda z, y: y[1] * exp(z[0]) - y[0] - y[0] * (z[0] + log(y[1])) + xlogx(y[0]),
        lambda z, y: -stats.poisson.logpmf(y[:, ::2], y[:, 1::2] * np.exp(z)).sum(axis=1),
        exposed,
        far=(
            ([-745.0], [0.0, 10000000000.0], 2.8223507306e-314, [2.8223507306e-314]),
            ([700.0], [3.0, 2.0], 2.028464109470009e304, [2.028464109470009e304]),
            ([-40.0], [5.0, 0.5], 206.51292546497024, [-5.0]),
        ),
        refused=(
            ([0.5, 1.0], "beside its exposure"),
            ([-1.0, 1.0], "whole numbers"),
            ([1.0, 0.0], "drop the row"),
        ),
        letters=lambda z, y, p: {"k": y[:, ::2], "t": y[:, 1::2]},
    ),
    OfRow(
        "sigmoid + binomial k of n",
        binomial,
        lambda z, y: -stats.binom.logpmf(y[:, ::2], y[:, 1::2], 1 / (1 + np.exp(-z))).sum(axis=1),
        of_n,
        far=(
            ([-745.0], [0.0, 3.0], 1e-323, [1e-323]),
            ([800.0], [2.0, 7.0], 3995.812112879903, [5.0]),
        ),
        refused=(([3.0, 2.0], "k ≤ n"), ([0.5, 1.0], "share"), ([-1.0, 2.0], "whole numbers")),
        letters=lambda z, y, p: {"k": y[:, ::2], "n": y[:, 1::2]},
    ),
    OfRow(
        "exp + negative binomial",
        dispersed(Rational(1, 2)),
        lambda z, y: -of_mean(z, np.log(0.5), y).sum(axis=1),
        counts(1),
        far=(
            ([-745.0], [2.0], 1488.6137056388802, [-2.0]),
            ([1000.0], [3.0], 1995.2486473038339, [2.0]),
        ),
        refused=COUNTS,
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "exp + geometric",
        dispersed(Rational(1)),
        lambda z, y: -stats.geom.logpmf(y + 1, 1 / (1 + np.exp(z))).sum(axis=1),
        counts(1),
        far=(
            ([-745.0], [1.0], 743.6137056388801, [-1.0]),
            ([709.0], [0.0], 709.0, [1.0]),
        ),
        refused=COUNTS,
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "mean and dispersion + negative binomial",
        lambda z, y: spread(z[0], z[1], y[0]),
        lambda z, y: -of_mean(z[:, ::2], z[:, 1::2], y).sum(axis=1),
        counts(2),
        far=(
            (
                [3.0, -200.0],
                [20.0],
                0.00018239426748760962,
                [0.08553692318766774, 1.3833902582763754e-86],
            ),
            (
                [2.0, -30.0],
                [9.0],
                0.16407729495692433,
                [-1.6109439010682358, 2.996713134318961e-13],
            ),
            ([-300.0, 5.0], [2.0], 594.3795790126308, [-2.0, -0.9933071490757152]),
            ([600.0, -3.0], [4.0], 11980.328003965304, [20.085536923187668, -11967.247940587953]),
        ),
        refused=COUNTS,
        letters=of_dispersion,
    ),
    OfRow(
        "rate and extra zeros + zero-inflated Poisson",
        zero_inflated_poisson,
        lambda z, y: with_zeros(z[:, 1::2], y, stats.poisson.logpmf(y, np.exp(z[:, ::2]))),
        counts(2),
        far=(
            ([700.0, -30.0], [0.0], 30.000000000000092, [0.0, -0.9999999999999064]),
            (
                [-300.0, 2.0],
                [0.0],
                6.136805096664276e-132,
                [6.136805096664276e-132, -5.40527999726167e-132],
            ),
            ([5.0, -200.0], [0.0], 148.4131591025766, [148.4131591025766, -3.945660002977933e-23]),
            ([-300.0, 100.0], [3.0], 1000.2958368660044, [-3.0, 1.0]),
        ),
        refused=COUNTS,
        letters=of_extra_zeros,
    ),
    OfRow(
        "rate and zeros + hurdle Poisson",
        hurdle,
        hurdle_oracle,
        counts(2),
        far=(
            (
                [-300.0, 1.0],
                [1.0],
                0.3132616875182228,
                [2.5741001112060067e-131, 0.7310585786300049],
            ),
            (
                [600.0, -50.0],
                [2.0],
                3.7730203009299397e260,
                [3.7730203009299397e260, 1.9287498479639178e-22],
            ),
            (
                [13.8, -2.0],
                [1000000.0],
                119.79612132012079,
                [-15390.888770964315, 0.11920292202211756],
            ),
        ),
        refused=COUNTS,
        letters=of_hurdle,
    ),
    OfRow(
        "mean, dispersion, extra zeros + zero-inflated negative binomial",
        zero_inflated_negative_binomial,
        lambda z, y: with_zeros(z[:, 2::3], y, of_mean(z[:, ::3], z[:, 1::3], y)),
        counts(3),
        far=(
            (
                [-200.0, 2.0, 1.0],
                [0.0],
                3.721870989295776e-88,
                [3.721870989295776e-88, -1.9029347749778894e-174, -2.7209057152788207e-88],
            ),
            ([300.0, -40.0, -20.0], [0.0], 20.000000002061153, [0.0, 0.0, -0.9999999979388464]),
            (
                [3.0, -60.0, 4.0],
                [17.0],
                4.26831370006115,
                [3.085536923187668, 3.274699429419952e-26, 0.9820137900379085],
            ),
        ),
        refused=COUNTS,
        letters=of_both,
    ),
)
