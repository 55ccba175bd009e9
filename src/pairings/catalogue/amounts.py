"""Amounts: prices, times, claims, rain."""

from functools import partial

import numpy as np

from .. import losses
from ..records import Pairing, nonnegative, positive
from . import omitted
from .counts import exp_of, logistic, of_several
from .entry import Entry


def tweedie_with(power: float, name: str | None = None) -> Pairing:
    """exp with half the Tweedie deviance of variance ~ mean^power, in exact form.

    Zeros are allowed below 2. Raises ValueError for a power below 1, as `losses.tweedie_with` does.
    """
    loss = losses.tweedie_with(power)
    value, gradient, curvature = (
        partial(f, power=power)
        for f in (
            losses.tweedie_of_score_value,
            losses.tweedie_of_score_gradient,
            losses.tweedie_of_score_curvature,
        )
    )
    name = name or f"exp + {loss.name}"
    return Pairing(name, exp_of, value, gradient, loss.targets, curvature=curvature)


ENTRIES = (
    Entry(
        "exp + half gamma deviance",
        Pairing(
            "exp + half gamma deviance",
            exp_of,
            losses.gamma_of_score_value,
            losses.gamma_of_score_gradient,
            positive,
            curvature=losses.gamma_of_score_curvature,
        ),
        "above 0, noise in proportion to the mean",
        "exp",
        "half gamma deviance",
        r"1 - \frac{y}{p}",
        "mean",
        "none: `z + y * exp(-z)` (lacks a term in $y$)",
        "none: `z + y * exp(-z)` (lacks a term in $y$)",
        "none: `z + y * exp(-z)` (lacks a term in $y$)",
        "`GammaRegressor`",
        "seeded amounts",
        page="amounts",
        when="the mean is wanted, and large amounts vary more: prices, durations, claims",
        asked="an amount above 0, its mean",
        bias=r"$\log m$",
        first_loss=r"mean of $\log(m/y)$",
        shown="card",
        omitted=omitted.log_of(1.0),
        omitted_tex=r"\log y + 1 \text{ (for the shape 1, the exponential density)}",
    ),
    Entry(
        "exp + half Tweedie deviance",
        tweedie_with(1.5, "exp + half Tweedie deviance"),
        "0 or greater, a heap at exactly 0",
        "exp",
        r"half Tweedie deviance, power $\tfrac32$",
        r"\frac{p - y}{\sqrt{p}}",
        "mean",
        sklearn="`TweedieRegressor(power=1.5, link='log')`",
        dataset="seeded amounts",
        page="amounts",
        when="many are exactly 0, and only the mean of all is wanted",
        asked="an amount, often exactly 0",
        bias=r"$\log m$",
        first_loss="mean deviance there",
        shown="card",
    ),
    Entry(
        "exp + half inverse Gaussian deviance",
        Pairing(
            "exp + half inverse Gaussian deviance",
            exp_of,
            losses.inverse_gaussian_of_score_value,
            losses.inverse_gaussian_of_score_gradient,
            positive,
            curvature=losses.inverse_gaussian_of_score_curvature,
        ),
        "above 0, a variance that grows with the cube of the mean",
        "exp",
        "half inverse Gaussian deviance",
        r"\frac{p - y}{p^2}",
        "mean",
        sklearn="`TweedieRegressor(power=3, link='log')`",
        dataset="seeded amounts",
        page="amounts",
        when="large amounts are wild, small ones exact: first passages, some claims",
        asked="an amount above 0, the large ones wild",
        bias=r"$\log m$",
        first_loss="half of mean $1/y$ less $1/m$",
        omitted=omitted.log_of(np.log(2 * np.pi) / 2, 1.5),
        omitted_tex=r"\tfrac12 \log 2\pi y^3",
    ),
    Entry(
        "identity + half squared error of log y",
        Pairing(
            "identity + half squared error of log y",
            exp_of,
            losses.log_square_value,
            losses.log_square_gradient,
            positive,
            curvature=losses.log_square_curvature,
        ),
        "above 0, its median wanted",
        r"identity for $\log y$, read as $e^z$",
        r"half squared error of $\log y$: log-normal of spread 1",
        r"\log p - \log y",
        r"geometric mean; the median, where $\log y$ is symmetric",
        "`MSELoss` of $\\log y$ (the whole square)",
        "`MeanSquaredError` of $\\log y$ (the whole square)",
        "`l2_loss` of $\\log y$",
        "`TransformedTargetRegressor(func=np.log, inverse_func=np.exp)`",
        "seeded amounts",
        page="amounts",
        when="a typical amount is wanted, and no sum of them",
        asked="an amount above 0, its median",
        bias="the mean of log y",
        first_loss=r"half the variance of $\log y$",
        omitted=omitted.log_of(np.log(2 * np.pi) / 2),
        omitted_tex=r"\log y + \tfrac12 \log 2\pi",
        predicts="median",
    ),
    Entry(
        "median and spread + log-normal",
        of_several("median and spread + log-normal", (exp_of, exp_of), "log_normal", positive),
        "above 0, known within a factor",
        r"two scores: mean $m$ and log spread $s$ of $\log y$",
        "log-normal likelihood (may be negative)",
        r"(m - \log y) e^{-2s}, \; 1 - (m - \log y)^2 e^{-2s}",
        r"median and spread of $\log y$; the mean is $e^{m + \sigma^2/2}$",
        "none: `torch.distributions.LogNormal`",
        dataset="seeded amounts",
        page="amounts",
        when="a typical amount and the factor within which it is known",
        asked="an amount above 0 and how sure it is",
        bias="the mean of log y, and the log of its standard deviation",
        first_loss=r"$\tfrac12 + s$",
        height="likelihood",
        omitted=omitted.log_of(np.log(2 * np.pi) / 2),
        omitted_tex=r"\log y + \tfrac12 \log 2\pi",
        predicts="median, spread of log y; the mean is median · e^(spread²/2)",
    ),
    Entry(
        "scale and shape + Weibull",
        of_several("scale and shape + Weibull", (exp_of, exp_of), "weibull", positive),
        "above 0: a time, a strength, a wind",
        "two scores: log scale $m$ and log shape $s$",
        "Weibull likelihood (may be negative)",
        r"e^s (1 - e^t), \; t (e^t - 1) - 1",
        "scale and shape",
        "none: `torch.distributions.Weibull`",
        dataset="seeded amounts",
        page="amounts",
        when="how the risk changes with age is wanted: the shape says it",
        asked="a lifetime, a strength",
        bias="by a solve",
        first_loss="mean of $-\\log$ density, less $\\log y$",
        height="likelihood",
        omitted=omitted.log_of(),
        omitted_tex=r"\log y",
        predicts="scale, shape; the mean is scale · Γ(1 + 1/shape)",
    ),
    Entry(
        "mean, shape, zeros + hurdle gamma",
        of_several(
            "mean, shape, zeros + hurdle gamma",
            (exp_of, exp_of, logistic),
            "hurdle_gamma",
            nonnegative,
        ),
        "0 or greater, zeros another matter than the size",
        r"three scores: $\log \mu$, $\log k$ and the logit of $\pi$",
        "log loss of zero or not, and gamma's likelihood above 0 (may be negative)",
        r"c k (1 - y/\mu), \; c (k \varphi + A'), \; \pi - 1 + c",
        "mean and shape beyond the hurdle, and share of zeros",
        dataset="seeded amounts",
        page="amounts",
        when="whether anything is paid is another question than how much",
        asked="an amount, 0 decided first",
        bias="the log of the mean above 0, a shape, the logit of the share of zeros",
        first_loss="entropy of zero or not, and the part above 0, which may be negative",
        height="likelihood",
        omitted=omitted.log_of(),
        omitted_tex=r"\log y \text{ for } y > 0",
        predicts="mean above 0, shape, share of zeros; the mean is mean · (1 − share)",
    ),
)
