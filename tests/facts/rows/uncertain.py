"""The rows of numbers that are known more or less well."""

import numpy as np
from scipy import special, stats
from scipy.integrate import quad
from sympy import erf, exp, log, pi, sqrt

from facts.rows.far_out import FAR
from facts.rows.kind import OfRow


def scores(count):
    def draw(rng):
        return rng.normal(size=(12, 2 * count)), rng.normal(size=(12, 2))

    return draw


def crps(z, y):
    sigma = exp(z[1] / 2)
    w = (y[0] - z[0]) / sigma
    cdf, density = (1 + erf(w / sqrt(2))) / 2, exp(-(w**2) / 2) / sqrt(2 * pi)
    return sigma * (w * (2 * cdf - 1) + 2 * density - 1 / sqrt(pi))


def crps_by_its_integral(z, y):
    """∫ (F(t) − [y ≤ t])² dt, number by number."""

    def one(m, s, y):
        cdf = stats.norm(m, np.exp(s / 2)).cdf
        below = quad(lambda t: cdf(t) ** 2, -np.inf, y)[0]
        return below + quad(lambda t: (1 - cdf(t)) ** 2, y, np.inf)[0]

    m, s = z[:, ::2], z[:, 1::2]
    return np.vectorize(one)(m, s, y).sum(axis=1)


def mixture(parts):
    def stated(z, y):
        logits, means, spreads = (z[i::3] for i in range(3))
        each = (
            exp(a - t - ((y[0] - m) * exp(-t)) ** 2 / 2)
            for a, m, t in zip(logits, means, spreads, strict=True)
        )
        return log(sum(map(exp, logits))) - log(sum(each))

    return stated


def mixture_density(parts):
    def oracle(z, y):
        logits, m, t = np.moveaxis(z.reshape(len(z), -1, parts, 3), -1, 0)
        shares = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
        return -np.log((shares * stats.norm.pdf(y[..., None], m, np.exp(t))).sum(-1)).sum(1)

    return oracle


def skew_normal(z, y):
    place, t, slant = z
    w = (y[0] - place) * exp(-t)
    return t + w**2 / 2 - log(1 + erf(slant * w / sqrt(2)))


def skew_density(z, y):
    place, t, slant = (z[:, i::3] for i in range(3))
    return -stats.skewnorm.logpdf(y, slant, place, np.exp(t)).sum(axis=1)


def of_crps(z, y, p):
    sigma = np.sqrt(p[:, 1::2])
    w = (y - p[:, ::2]) / sigma
    return {r"\sigma": sigma, "w": w, "n": stats.norm.pdf, r"\text{erf}": special.erf}


def of_mixture(parts):
    def letters(z, y, p):
        share, m, sigma = (p[:, i::3] for i in range(3))
        y = np.repeat(y, parts, axis=1)
        seen = (share * stats.norm.pdf(y, m, sigma)).reshape(len(y), -1, parts)
        gamma = (seen / seen.sum(-1, keepdims=True)).reshape(share.shape)
        return {"y": y, r"\pi_k": share, "m_k": m, r"\sigma_k": sigma, r"\gamma_k": gamma}

    return letters


def of_skew_normal(z, y, p):
    place, omega, slant = (p[:, i::3] for i in range(3))
    w = (y - place) / omega
    h = stats.norm.pdf(slant * w) / stats.norm.cdf(slant * w)
    return {"w": w, "h": h, r"\alpha": slant, r"\omega": omega}


NO_NUMBER = (([np.nan], "NaN"), ([np.inf], "Infinite"))

ROWS = (
    OfRow(
        "mean and variance + CRPS of a Gaussian",
        crps,
        crps_by_its_integral,
        scores(2),
        far=FAR["mean and variance + CRPS of a Gaussian"],
        refused=NO_NUMBER,
        letters=of_crps,
    ),
    *(
        OfRow(
            f"mixture of {k} Gaussians + likelihood",
            mixture(k),
            mixture_density(k),
            scores(3 * k),
            far=FAR[f"mixture of {k} Gaussians + likelihood"],
            refused=NO_NUMBER,
            letters=of_mixture(k),
        )
        for k in (2, 3)
    ),
    OfRow(
        "skew-normal likelihood",
        skew_normal,
        skew_density,
        scores(3),
        far=FAR["skew-normal likelihood"],
        refused=NO_NUMBER,
        letters=of_skew_normal,
    ),
)
