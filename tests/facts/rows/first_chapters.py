"""The rows of the first chapters: numbers, positive numbers, labels, classes."""

import numpy as np
import sympy
from scipy import stats
from sympy import Abs, Max, Piecewise, exp, log

from facts.rows.kind import OfRow

ELU_ALPHA, SELU_ALPHA, SELU_SCALE = 1.0, 1.6732632423543772, 1.0507009873554805


def numbers(low=-3.0, high=3.0, targets=2, apart=0.0):
    """Scores anywhere, targets anywhere, neither within 0.02 of a kink."""

    def draw(rng):
        z = rng.uniform(0.05, 3, (12, targets)) * rng.choice([-1, 1], (12, targets))
        y = rng.uniform(low, high, (12, targets))
        near = np.abs(np.abs(z - y) - apart) < 0.05
        return np.where(near, z + np.copysign(0.11, z), z), y

    return draw


def two_scores(rng):
    z = rng.normal(size=(12, 4))
    return z, rng.normal(size=(12, 2))


def bits(rng):
    z = rng.normal(0, 3, (12, 2))
    return z, rng.integers(0, 2, z.shape).astype(float)


def shares(rng):
    z = rng.normal(0, 2, (12, 3))
    return z, np.eye(3)[rng.integers(0, 3, 12)]


def sigmoid(z):
    return 1 / (1 + exp(-z))


def elu_loss(alpha, scale):
    """The integral of a(z) − y from the score where a = y, whatever the side of each."""

    def potential(z):
        low = scale * alpha * (exp(z) - 1 - z)
        return Piecewise((scale * z**2 / 2, z > 0), (low, True))

    def loss(z, y):
        (z,), (y,) = z, y
        below = log(1 + Piecewise((y, y < 0), (0, True)) / (scale * alpha))
        best = Piecewise((y / scale, y > 0), (below, True))
        return potential(z) - potential(best) - y * (z - best)

    return loss


def gaussian(z, y):
    m, v = z[:, ::2], np.exp(z[:, 1::2])
    return -stats.norm.logpdf(y, m, np.sqrt(v)).sum(axis=1)


def of_softplus(z, y):
    """−Li₂(−e^z) less the tangent: by its integral, number by number."""
    from scipy.integrate import quad

    best = np.log(np.expm1(y))
    pairs = zip(z.ravel(), y.ravel(), best.ravel(), strict=True)
    parts = [quad(lambda t, y=y: np.logaddexp(0, t) - y, low, high)[0] for high, y, low in pairs]
    return np.reshape(parts, z.shape).sum(axis=1)


ROWS = (
    OfRow(
        "identity + half squared error",
        lambda z, y: (z[0] - y[0]) ** 2 / 2,
        lambda z, y: -stats.norm.logpdf(y, z).sum(axis=1),
        numbers(),
        refused=(([np.inf], "finite"), ([np.nan], "NaN")),
    ),
    OfRow(
        "identity + absolute error",
        lambda z, y: Abs(z[0] - y[0]),
        lambda z, y: -stats.laplace.logpdf(y, z).sum(axis=1),
        numbers(),
        far=(([1e300], [-1.0], 1e300, [1.0]), ([-1e9], [1e-6], 1000000000.000001, [-1.0])),
    ),
    OfRow(
        "identity + Huber",
        lambda z, y: Piecewise(
            ((z[0] - y[0]) ** 2 / 2, Abs(z[0] - y[0]) <= 1),
            (Abs(z[0] - y[0]) - sympy.S(1) / 2, True),
        ),
        "a loss that is no likelihood: differentiated as stated",
        numbers(apart=1.0),
        far=(([1e6], [0.0], 999999.5, [1.0]), ([-1e-200], [1e-200], 0.0, [-2e-200])),
    ),
    OfRow(
        "identity + quantile 0.9",
        lambda z, y: (
            sympy.Rational(9, 10) * Max(y[0] - z[0], 0)
            + sympy.Rational(1, 10) * Max(z[0] - y[0], 0)
        ),
        lambda z, y: -stats.laplace_asymmetric.logpdf(y, 3.0, z, 0.3 / 0.09).sum(axis=1),
        numbers(),
        far=(([-1e8], [2.0], 90000001.8, [-0.9]), ([1e300], [0.0], 1e299, [0.1])),
    ),
    OfRow(
        "mean and variance + Gaussian likelihood",
        lambda z, y: (z[1] + (y[0] - z[0]) ** 2 * exp(-z[1])) / 2,
        gaussian,
        two_scores,
        far=(
            (
                [0.0, -700.0],
                [1e-150],
                4721.160273675023,
                [-1.0142320547350046e154, -5070.660273675023],
            ),
            (
                [3.0, 700.0],
                [1e150],
                350.0000492983827,
                [-9.859676543759771e-155, 0.4999507016172812],
            ),
            (
                [5.0, -30.0],
                [5.0000001],
                -14.946567626792696,
                [-1068647.4611492683, 0.44656762679269546],
            ),
        ),
    ),
    OfRow(
        "ReLU + its matching loss",
        lambda z, y: Piecewise(
            ((z[0] - y[0]) ** 2 / 2, z[0] > 0), (y[0] ** 2 / 2 - y[0] * z[0], True)
        ),
        "a loss that is no likelihood: differentiated as stated",
        numbers(low=0.1),
        refused=(([-1.0], "0"),),
    ),
    OfRow(
        "softplus + its matching loss",
        "the dilogarithm is an integral: the oracle takes it numerically",
        of_softplus,
        numbers(low=0.1),
        refused=(([-1.0], "0"),),
    ),
    OfRow(
        "exp + half Poisson deviance",
        lambda z, y: exp(z[0]) - y[0] - y[0] * (z[0] - log(y[0])),
        lambda z, y: -stats.poisson.logpmf(y, np.exp(z)).sum(axis=1),
        lambda rng: (rng.normal(size=(12, 2)), rng.integers(1, 9, (12, 2)).astype(float)),
        far=(
            ([709.0], [3.0], 8.218407461554972e307, [8.218407461554972e307]),
            ([-745.0], [0.0], 5e-324, [5e-324]),
        ),
        refused=(([-1.0], "0"),),
    ),
    OfRow(
        "ELU + its matching loss",
        elu_loss(ELU_ALPHA, 1.0),
        "a loss that is no likelihood: differentiated as stated",
        numbers(low=-0.9),
        refused=(([-2.0], "−1"),),
    ),
    OfRow(
        "SELU + its matching loss",
        elu_loss(SELU_ALPHA, SELU_SCALE),
        "a loss that is no likelihood: differentiated as stated",
        numbers(low=-0.9),
        refused=(([-2.0], "−1.758"),),
    ),
    OfRow(
        "sigmoid + log loss",
        lambda z, y: -y[0] * log(sigmoid(z[0])) - (1 - y[0]) * log(sigmoid(-z[0])),
        lambda z, y: -stats.bernoulli.logpmf(y, 1 / (1 + np.exp(-z))).sum(axis=1),
        bits,
        refused=(([2.0], "0"), ([-1.0], "0")),
    ),
    OfRow(
        "softmax + cross-entropy",
        lambda z, y: log(sum(map(exp, z))) - sum(a * b for a, b in zip(z, y, strict=True)),
        lambda z, y: -stats.multinomial.logpmf(y, 1, np.exp(z) / np.exp(z).sum(1, keepdims=True)),
        shares,
        refused=(([1.0, 1.0, 0.0], "1"), ([0.5, -0.5, 1.0], "nonnegative")),
    ),
    OfRow(
        "sigmoid per label + log loss",
        lambda z, y: -y[0] * log(sigmoid(z[0])) - (1 - y[0]) * log(sigmoid(-z[0])),
        lambda z, y: -stats.bernoulli.logpmf(y, 1 / (1 + np.exp(-z))).sum(axis=1),
        bits,
        refused=(([2.0, 0.0], "0"),),
    ),
)
