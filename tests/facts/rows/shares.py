"""The rows of shares: of one, of rows that share a whole, of counts out of a total."""

import numpy as np
import sympy
from scipy import special, stats
from scipy.special import expit
from sympy import Piecewise, exp, log, loggamma

from facts.rows.far_out import FAR
from facts.rows.kind import OfRow
from pairings.losses import beta as BETA

HALF = sympy.Rational(1, 2)


def shares_of(scores, low=0.02, high=0.98, far=2.0):
    def draw(rng):
        return rng.normal(0, far, (12, 2 * scores)), rng.uniform(low, high, (12, 2))

    return draw


def shares_with_ends(scores):
    def draw(rng):
        z, y = shares_of(scores)(rng)
        return z, np.where(rng.uniform(size=y.shape) < 0.4, np.round(y), y)

    return draw


def compositions(rng):
    return rng.normal(0, 1.5, (12, 3)), rng.dirichlet([0.8, 2, 3], 12)


def counts(rng):
    return rng.normal(0, 1.5, (12, 3)), rng.poisson([0.7, 3, 6], (12, 3)).astype(float)


def trials(rng):
    n = rng.integers(1, 9, (12, 2))
    k = rng.integers(0, n + 1)
    return rng.normal(0, 1.5, (12, 4)), np.stack([k, n], -1).reshape(12, 4).astype(float)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def log_loss(z, y):
    return -y * log(sigmoid(z)) - (1 - y) * log(sigmoid(-z))


def continuous(z, y):
    return log((exp(z) - 1) / z) - y * z


def continuous_density(z, y):
    """By its distribution, a truncated exponential of rate −z."""
    left = stats.truncexpon.logpdf(y * np.abs(z), np.abs(z)) + np.log(np.abs(z))
    right = stats.truncexpon.logpdf((1 - y) * np.abs(z), np.abs(z)) + np.log(np.abs(z))
    return -np.where(z < 0, left, right).sum(axis=1)


def beta(q, s, y):
    a, b = exp(s) * sigmoid(q), exp(s) * sigmoid(-q)
    gammas = loggamma(a) + loggamma(b) - loggamma(a + b)
    return gammas - (a - 1) * log(y) - (b - 1) * log(1 - y)


def beta_density(z, y):
    phi = np.exp(z[:, 1::2])
    a, b = phi * expit(z[:, ::2]), phi * expit(-z[:, ::2])
    return -stats.beta.logpdf(y, a, b).sum(axis=1)


def inflated(z, y):
    e, o, q, s = z
    (y,) = y
    heap = -log(sigmoid(e)) + log_loss(o, y)
    between = Piecewise((HALF, sympy.Or(sympy.Eq(y, 0), sympy.Eq(y, 1))), (y, True))
    inner = -log(sigmoid(-e)) + beta(q, s, between)
    return Piecewise((heap, sympy.Or(sympy.Eq(y, 0), sympy.Eq(y, 1))), (inner, True))


def inflated_density(z, y):
    e, o, q, s = (z[:, i::4] for i in range(4))
    edge = (y == 0) | (y == 1)
    inner = np.where(edge, 0.5, y)
    heap = stats.bernoulli.logpmf(1, expit(e)) + stats.bernoulli.logpmf(np.round(y), expit(o))
    phi = np.exp(s)
    density = stats.beta.logpdf(inner, phi * expit(q), phi * expit(-q))
    return -np.where(edge, heap, stats.bernoulli.logpmf(0, expit(e)) + density).sum(axis=1)


def ordered(z, y):
    """By the chances of the three parts as they stand, a difference of two sigmoids between."""
    q, s, k, d = z
    (y,) = y
    above, top = sigmoid(q - k), sigmoid(q - k - log(1 + exp(d)))
    between = Piecewise((HALF, sympy.Or(sympy.Eq(y, 0), sympy.Eq(y, 1))), (y, True))
    inner = -log(above - top) + beta(q, s, between)
    return Piecewise((-log(1 - above), sympy.Eq(y, 0)), (-log(top), sympy.Eq(y, 1)), (inner, True))


def ordered_density(z, y):
    q, s, k, d = (z[:, i::4] for i in range(4))
    cuts = np.stack([k, k + np.logaddexp(0, d)])
    below, above = stats.logistic.cdf(cuts, q), stats.logistic.sf(cuts, q)
    edge, phi = (y == 0) | (y == 1), np.exp(s)
    density = stats.beta.logpdf(np.where(edge, 0.5, y), phi * expit(q), phi * expit(-q))
    inner = np.log(above[0] - above[1]) + density
    return -np.where(edge, np.log(np.where(y == 0, below[0], above[1])), inner).sum(axis=1)


def logit_normal(z, y):
    return (z[1] + (log(y[0] / (1 - y[0])) - z[0]) ** 2 * exp(-z[1])) / 2


def logit_normal_density(z, y):
    m, v = z[:, ::2], np.exp(z[:, 1::2])
    density = stats.norm.logpdf(special.logit(y), m, np.sqrt(v))
    return -(density - np.log(y * (1 - y))).sum(axis=1)


def divergence(z, y):
    whole = log(sum(map(exp, z)))
    return sum(b * (log(b) - a + whole) for a, b in zip(z, y, strict=True))


def dirichlet(z, y):
    alpha = [exp(score) for score in z]
    gammas = sum(map(loggamma, alpha)) - loggamma(sum(alpha))
    return gammas - sum((a - 1) * log(b) for a, b in zip(alpha, y, strict=True))


def multinomial(z, y):
    n = sum(y)
    seen = [Piecewise((b * log(Piecewise((b, b > 0), (1, True)) / n), b > 0), (0, True)) for b in y]
    return n * log(sum(map(exp, z))) - sum(a * b for a, b in zip(z, y, strict=True)) + sum(seen)


def rising(x, k):
    return loggamma(x + k) - loggamma(x)


def beta_binomial(z, y):
    (q, s), (k, n) = z, y
    a, b, phi = exp(s) * sigmoid(q), exp(s) * sigmoid(-q), exp(s)
    ways = loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)
    return rising(phi, n) - rising(a, k) - rising(b, n - k) - ways


def beta_binomial_mass(z, y):
    phi, m = np.exp(z[:, 1::2]), expit(z[:, ::2])
    k, n = y[:, ::2].astype(int), y[:, 1::2].astype(int)
    return -stats.betabinom.logpmf(k, n, phi * m, phi * (1 - m)).sum(axis=1)


def soft_log_loss(z, y):
    """Divergence and entropy by scipy's own functions."""
    p = expit(z)
    parts = special.rel_entr(y, p) + special.rel_entr(1 - y, 1 - p)
    return (parts + special.entr(y) + special.entr(1 - y)).sum(axis=1)


def of_beta(z, y, p):
    m, phi = p[:, ::2], p[:, 1::2]
    names = {r"\psi": special.psi, r"\varphi": phi, "m": m}
    return names | {r"\alpha": phi * m, r"\beta": phi * (1 - m)}


def of_inflated_beta(z, y, p):
    e, o, q, s = (z[:, i::4] for i in range(4))
    h = np.isin(y, (0, 1)) * 1.0
    slopes = BETA.gradient(np.stack([q, s], -1).reshape(len(z), -1), np.where(h == 1, 0.5, y))
    names = {"e": e, "o": o, "h": h, r"\sigma": expit}
    return names | {"b_1": slopes[:, ::2], "b_2": slopes[:, 1::2]}


def of_ordered(z, y, p):
    q, s, k, d = (z[:, i::4] for i in range(4))
    b = q - k - np.logaddexp(0, d)
    a, c, v = q - k, ((y > 0) & (y < 1)) * 1.0, (y == 1) * 1.0
    slopes = BETA.gradient(np.stack([q, s], -1).reshape(len(z), -1), np.where(c == 1, y, 0.5))
    r = (y == 0) * expit(a) - v * expit(-b) + c * (expit(b) - expit(-a))
    names = {"r": r, "c": c, "v": v, "d": d, "b": b, r"\sigma": expit}
    return names | {"b_1": slopes[:, ::2], "b_2": slopes[:, 1::2]}


def of_logit_normal(z, y, p):
    return {"m": z[:, ::2], "v": p[:, 1::2]}


def of_dirichlet(z, y, p):
    return {r"\alpha_k": p, r"\alpha_0": p.sum(1, keepdims=True), r"\psi": special.psi, "y_k": y}


def of_multinomial(z, y, p):
    return {"n": y.sum(1, keepdims=True)}


def of_beta_binomial(z, y, p):
    def rise(x, k):
        return x * (special.psi(x + k) - special.psi(x))

    return of_beta(z, y, p) | {"k": y[:, ::2], "n": y[:, 1::2], "R": rise}


ROWS = (
    OfRow(
        "sigmoid + log loss of shares",
        lambda z, y: log_loss(z[0], y[0]),
        soft_log_loss,
        shares_with_ends(1),
        far=(
            ([-700.0], [0.25], 175.0, [-0.25]),
            ([40.0], [1.0], 4.248354255291589e-18, [-4.248354255291589e-18]),
        ),
        refused=(([30.0], "Percentages"), ([-0.1], "0")),
    ),
    OfRow(
        "continuous Bernoulli + its matching loss",
        "Φ* needs the score whose mean is y, which no formula gives: the likelihood below is stated",
        continuous_density,
        shares_of(1),
        far=FAR["continuous Bernoulli + its matching loss"],
        refused=(([0.0], "edge"), ([1.0], "edge"), ([1.5], "0")),
    ),
    OfRow(
        "continuous Bernoulli likelihood",
        lambda z, y: continuous(z[0], y[0]),
        continuous_density,
        shares_with_ends(1),
        far=FAR["continuous Bernoulli likelihood"],
        refused=(([-0.1], "0"), ([255.0], "Pixels")),
    ),
    OfRow(
        "beta likelihood",
        lambda z, y: beta(*z, y[0]),
        beta_density,
        shares_of(2),
        far=FAR["beta likelihood"],
        letters=of_beta,
        refused=(([0.0], "zero-and-one-inflated"), ([1.0], "zero-and-one-inflated")),
    ),
    OfRow(
        "zero-and-one-inflated beta likelihood",
        inflated,
        inflated_density,
        shares_with_ends(4),
        far=FAR["zero-and-one-inflated beta likelihood"],
        letters=of_inflated_beta,
        refused=(([1.2], "0"), ([50.0], "Percentages")),
    ),
    OfRow(
        "ordered beta likelihood",
        ordered,
        ordered_density,
        shares_with_ends(4),
        far=FAR["ordered beta likelihood"],
        letters=of_ordered,
        refused=(([1.2], "0"), ([50.0], "Percentages")),
    ),
    OfRow(
        "logit-normal likelihood",
        logit_normal,
        logit_normal_density,
        shares_of(2),
        far=FAR["logit-normal likelihood"],
        letters=of_logit_normal,
        refused=(([0.0], "zero-and-one-inflated"), ([2.0], "zero-and-one-inflated")),
    ),
    OfRow(
        "sigmoid + log loss of shares, from 1 to 5",
        lambda z, y: log_loss(z[0], (y[0] - 1) / 4),
        lambda z, y: soft_log_loss(z, (y - 1) / 4),
        lambda rng: (rng.normal(0, 2, (12, 2)), rng.integers(2, 11, (12, 2)) / 2),
        far=(
            ([-700.0], [2.0], 175.0, [-0.25]),
            ([40.0], [5.0], 4.248354255291589e-18, [-4.248354255291589e-18]),
        ),
        refused=(([0.0], "1, 5"), ([5.5], "1, 5")),
    ),
    OfRow(
        "softmax + KL divergence of shares",
        divergence,
        lambda z, y: special.rel_entr(y, special.softmax(z, axis=1)).sum(axis=1),
        compositions,
        far=(([800.0, 0.0, -800.0], [0.5, 0.5, 0.0], 399.30685281944005, [0.5, -0.5, 0.0]),),
        refused=(([0.5, 0.4, 0.0], "normalised"), ([0.5, 0.6, -0.1], "nonnegative")),
    ),
    OfRow(
        "Dirichlet likelihood",
        dirichlet,
        lambda z, y: np.array(
            [-stats.dirichlet.logpdf(b / b.sum(), a) for a, b in zip(np.exp(z), y, strict=True)]
        ),
        compositions,
        far=FAR["Dirichlet likelihood"],
        letters=of_dirichlet,
        refused=(([0.5, 0.5, 0.0], "no density"), ([0.5, 0.6, 0.1], "sum 1")),
    ),
    OfRow(
        "softmax + half multinomial deviance",
        multinomial,
        lambda z, y: np.array(
            [
                -stats.multinomial.logpmf(b, b.sum(), a)
                for a, b in zip(special.softmax(z, axis=1), y, strict=True)
            ]
        ),
        counts,
        far=(([800.0, 0.0, -800.0], [2.0, 2.0, 0.0], 1597.2274112777602, [2.0, -2.0, 0.0]),),
        letters=of_multinomial,
        refused=(([0.5, 0.4, 0.1], "counts"), ([1.0, -1.0, 2.0], "whole numbers")),
    ),
    OfRow(
        "beta-binomial likelihood",
        beta_binomial,
        beta_binomial_mass,
        trials,
        far=FAR["beta-binomial likelihood"],
        letters=of_beta_binomial,
        refused=(
            ([4.0, 3.0], "The order is k, n"),
            ([0.0, 0.0], "No trials"),
            ([0.5, 1.0], "whole"),
        ),
    ),
)
