"""The rows of amounts."""

import numpy as np
from scipy import stats
from scipy.special import digamma
from sklearn.metrics import mean_tweedie_deviance
from sympy import Piecewise, Rational, exp, log, loggamma

from facts.rows.kind import OfRow


def sigmoid(z):
    return 1 / (1 + exp(-z))


def amounts(scores, zeros=False):
    def draw(rng):
        y = rng.gamma(1.5, size=(14, 2)) * (rng.random((14, 2)) < 0.6 if zeros else 1)
        return rng.normal(size=(14, 2 * scores)), y

    return draw


def tweedie(z, y):
    (z,), (y,), q = z, y, Rational(3, 2)
    best = y ** (2 - q) / (1 - q) / (2 - q)
    return best - y * exp((1 - q) * z) / (1 - q) + exp((2 - q) * z) / (2 - q)


def deviances(z, y):
    pairs = zip(y, np.exp(z), strict=True)
    return np.array([len(a) * mean_tweedie_deviance(a, p, power=1.5) / 2 for a, p in pairs])


def weibull(z, y):
    t = exp(z[1]) * (log(y[0]) - z[0])
    return exp(t) - t - z[1]


def hurdle(z, y):
    (m, s, w), (y,) = z, y
    k, safe = exp(s), Piecewise((1, y <= 0), (y, True))
    density = k * s - loggamma(k) - k * m + k * log(safe) - k * safe * exp(-m)
    return Piecewise((-log(sigmoid(w)), y <= 0), (-density - log(sigmoid(-w)), True))


def hurdle_oracle(z, y):
    mean, k = np.exp(z[:, ::3]), np.exp(z[:, 1::3])
    share = 1 / (1 + np.exp(-z[:, 2::3]))
    beyond = np.log(1 - share) + stats.gamma.logpdf(np.where(y > 0, y, 1), k, scale=mean / k)
    return -np.where(y == 0, np.log(share), beyond).sum(axis=1)


def of_weibull(z, y, p):
    m, s = z[:, ::2], z[:, 1::2]
    return {"s": s, "t": np.exp(s) * (np.log(y) - m)}


def of_hurdle(z, y, p):
    """φ = y/μ − 1 − log(y/μ), A' = k (ψ(k) − log k)."""
    mean, k, share = p[:, ::3], p[:, 1::3], p[:, 2::3]
    ratio = np.where(y > 0, y, 1) / mean
    names = {r"\mu": mean, "k": k, r"\pi": share, "c": (y > 0) + 0.0}
    return names | {r"\varphi": ratio - 1 - np.log(ratio), "A'": k * (digamma(k) - np.log(k))}


NO_ZEROS = (([0.0], "Tweedie"), ([-1.0], "divide by a positive number"), ([np.inf], "Infinite"))
ROWS = (
    OfRow(
        "exp + half gamma deviance",
        lambda z, y: y[0] * exp(-z[0]) - 1 + z[0] - log(y[0]),
        lambda z, y: -stats.expon.logpdf(y, scale=np.exp(z)).sum(axis=1),
        amounts(1),
        far=(
            ([-700.0], [2.0], 2.028464109470009e304, [-2.028464109470009e304]),
            ([800.0], [1e-05], 810.5129254649702, [1.0]),
        ),
        refused=NO_ZEROS,
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "exp + half Tweedie deviance",
        tweedie,
        deviances,
        amounts(1, zeros=True),
        far=(
            ([-1000.0], [2.0], 5.61436887141135e217, [-2.807184435705675e217]),
            ([1200.0], [3.0], 7.546040601859879e260, [3.7730203009299397e260]),
        ),
        refused=(([-1.0], "divide by a positive number"),),
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "exp + half inverse Gaussian deviance",
        lambda z, y: (y[0] - exp(z[0])) ** 2 * exp(-2 * z[0]) / (2 * y[0]),
        lambda z, y: -stats.invgauss.logpdf(y, np.exp(z)).sum(axis=1),
        amounts(1),
        far=(
            ([-340.0], [2.0], 2.090488073610356e295, [-4.180976147220712e295]),
            ([700.0], [0.5], 1.0, [9.85967654375977e-305]),
        ),
        refused=NO_ZEROS,
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "identity + half squared error of log y",
        lambda z, y: (z[0] - log(y[0])) ** 2 / 2,
        lambda z, y: -stats.lognorm.logpdf(y, 1.0, scale=np.exp(z)).sum(axis=1),
        amounts(1),
        far=(([1000000.0], [2.0], 499999306853.0597, [999999.3068528194]),),
        refused=NO_ZEROS,
        letters=lambda z, y, p: {},
    ),
    OfRow(
        "median and spread + log-normal",
        lambda z, y: z[1] + (log(y[0]) - z[0]) ** 2 * exp(-2 * z[1]) / 2,
        lambda z, y: (
            -stats.lognorm.logpdf(y, np.exp(z[:, 1::2]), scale=np.exp(z[:, ::2])).sum(axis=1)
        ),
        amounts(2),
        far=(
            (
                [300.0, -100.0],
                [100000.0],
                3.0069008255272506e91,
                [2.084600033033463e89, -6.013801651054501e91],
            ),
            ([2.0, 200.0], [1e-05], 200.0, [2.587954401317345e-173, 1.0]),
        ),
        refused=NO_ZEROS,
        letters=lambda z, y, p: {"m": z[:, ::2], "s": z[:, 1::2]},
    ),
    OfRow(
        "scale and shape + Weibull",
        weibull,
        lambda z, y: (
            -stats.weibull_min.logpdf(y, np.exp(z[:, 1::2]), scale=np.exp(z[:, ::2])).sum(axis=1)
        ),
        amounts(2),
        far=(
            ([2.0, -300.0], [3.0], 301.0, [2.389034883034487e-261, -1.0]),
            ([5.0, 6.0], [100.0], 153.2857155017853, [403.4287934927351, 158.2857155017853]),
        ),
        refused=NO_ZEROS,
        letters=of_weibull,
    ),
    OfRow(
        "mean, shape, zeros + hurdle gamma",
        hurdle,
        hurdle_oracle,
        amounts(3, zeros=True),
        far=(
            (
                [2.0, 30.0, -5.0],
                [7.0],
                15354685740.631004,
                [562675131484.136, 15354685754.20535, 0.0066928509242848554],
            ),
            (
                [0.0, -300.0, 3.0],
                [2.0],
                303.04858735157376,
                [-5.148200222412013e-131, -1.0, 0.9525741268224333],
            ),
            (
                [-100.0, 0.0, 1.0],
                [0.5],
                1.3440585709080678e43,
                [-1.3440585709080678e43, 1.3440585709080678e43, 0.7310585786300049],
            ),
            ([4.0, 4.0, -700.0], [0.0], 700.0, [0.0, 0.0, -1.0]),
        ),
        refused=(([-1.0], "divide by a positive number"),),
        letters=of_hurdle,
    ),
)
