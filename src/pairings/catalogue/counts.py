"""Counts: with an exposure, k of n, more spread than Poisson's, too many zeros."""

from functools import partial

import numpy as np

from .. import losses
from ..inputs import positive_number
from ..records import Array, Pairing, columns, positive, whole_numbers
from . import omitted
from .entry import Entry

EXPOSED = columns(whole_numbers, positive)._replace(
    note=" A target is a count beside its exposure, np.column_stack([count, exposure]), and what was "
    "not exposed saw nothing: drop the row"
)
OF_N = columns(whole_numbers, whole_numbers)._replace(
    ordered=True,
    note=" A target is k beside n, np.column_stack([k, n]), with k ≤ n: swapped, or a share?",
)


def exp_of(z: Array) -> Array:
    """e^z: a mean, or a rate."""
    return np.exp(z)


def logistic(z: Array) -> Array:
    """1 / (1 + e^−z): a probability."""
    return 1 / (1 + np.exp(-z))


def by_scores(*maps):
    """One map for each score of a target."""

    def predict(z: Array) -> Array:
        parts = losses.apart(z, len(maps))
        return losses.together(*(of(part) for of, part in zip(maps, parts, strict=True)))

    return predict


def negative_binomial_with(dispersion: float, name: str | None = None) -> Pairing:
    """exp with half the negative binomial deviance of variance μ + α μ², α the `dispersion`.

    1 is the geometric distribution, and the smaller α, the nearer Poisson. Raises ValueError for
    a dispersion that is not above 0.
    """
    dispersion = positive_number("dispersion", dispersion)
    value, gradient, curvature = (
        partial(f, dispersion=dispersion)
        for f in (
            losses.negative_binomial_of_score_value,
            losses.negative_binomial_of_score_gradient,
            losses.negative_binomial_of_score_curvature,
        )
    )
    name = name or f"exp + negative binomial(α={dispersion:g})"
    return Pairing(name, exp_of, value, gradient, whole_numbers, curvature=curvature)


def of_several(name: str, maps: tuple, formulas: str, targets=whole_numbers) -> Pairing:
    """The pairing of several scores whose formulas are called `formulas` in `losses`."""
    value, gradient, curvature = (
        getattr(losses, f"{formulas}_{kind}") for kind in ("value", "gradient", "curvature")
    )
    predict, scores = by_scores(*maps), len(maps)
    return Pairing(name, predict, value, gradient, targets, scores, curvature=curvature)


ENTRIES = (
    Entry(
        "exp + Poisson with exposure",
        Pairing(
            "exp + Poisson with exposure",
            exp_of,
            losses.exposed_poisson_value,
            losses.exposed_poisson_gradient,
            EXPOSED,
            columns=2,
            curvature=losses.exposed_poisson_curvature,
        ),
        "a count beside the time, area or number that was watched",
        "exp",
        "half Poisson deviance with the offset $\\log t$",
        "t p - k",
        "mean",
        "none: `PoissonNLLLoss` of $z + \\log t$",
        "none: `Poisson` of $t e^z$",
        "`generalized_kl_divergence` of $z + \\log t$",
        "`PoissonRegressor` of $k/t$, weighted by $t$",
        "seeded counts",
        page="counts",
        when="some were watched longer than others: the rate is wanted",
        asked="events in unequal times",
        bias="the log of all events over all exposure",
        first_loss=r"mean of $k \log(k/(t p))$",
        shown="card",
        omitted=omitted.exposed_poisson,
        omitted_tex=r"\log k! - k \log k + k",
        predicts="rate per unit of exposure",
    ),
    Entry(
        "sigmoid + binomial k of n",
        Pairing(
            "sigmoid + binomial k of n",
            logistic,
            losses.binomial_value,
            losses.binomial_gradient,
            OF_N,
            columns=2,
            curvature=losses.binomial_curvature,
        ),
        "how many of how many: whole numbers $k \\le n$",
        "sigmoid",
        "half binomial deviance",
        "n p - k",
        "mean share, each weighted by its $n$",
        "`BCEWithLogitsLoss(weight=n)` of $k/n$ (lacks a term in $k$)",
        "none: `BinaryCrossentropy` of $k/n$ with `sample_weight=n`",
        "none: $n$ times `sigmoid_binary_cross_entropy` of $k/n$",
        "none: `LogisticRegression` with every row twice",
        "seeded counts",
        page="counts",
        when="a count has a top: k successes in n tries",
        asked="k of n",
        bias="the log odds of all k in all n",
        first_loss="mean deviance there",
        omitted=omitted.binomial,
        omitted_tex=r"-\log \binom nk - k \log\frac kn - (n - k) \log\frac{n-k}n",
        predicts="probability of each try",
    ),
    Entry(
        "exp + negative binomial",
        negative_binomial_with(0.5, "exp + negative binomial"),
        "a count that varies more than Poisson's",
        "exp",
        r"half negative binomial deviance, $\alpha = \tfrac12$ known",
        r"\frac{p - y}{1 + p/2}",
        "mean",
        "none: a line of code",
        "none: a line of code",
        "none: a line of code",
        "none",
        "seeded counts",
        page="counts",
        when="the variance grows with the square of the mean, and how much is known",
        asked="a count with more spread than Poisson's",
        bias=r"$\log m$",
        first_loss="mean deviance there",
        shown="card",
        omitted=omitted.negative_binomial_with(0.5),
        omitted_tex=r"-\log P(y) \text{ at the mean } y",
    ),
    Entry(
        "exp + geometric",
        negative_binomial_with(1.0, "exp + geometric"),
        "how many failures before the first success",
        "exp",
        r"half geometric deviance: negative binomial with $\alpha = 1$",
        r"\frac{p - y}{1 + p}",
        "mean",
        "none: `torch.distributions.Geometric`",
        dataset="seeded counts",
        page="counts",
        when="a run of failures ends with the first success",
        asked="tries until it works",
        bias=r"$\log m$",
        first_loss="mean deviance there",
        omitted=omitted.negative_binomial_with(1.0),
        omitted_tex=r"-\log P(y) \text{ at the mean } y",
    ),
    Entry(
        "mean and dispersion + negative binomial",
        of_several(
            "mean and dispersion + negative binomial", (exp_of, exp_of), "negative_binomial"
        ),
        "a count that varies more than Poisson's, and nobody knows how much more",
        r"two scores: $\log \mu$ and $\log \alpha$",
        "negative binomial likelihood",
        r"(\mu - y)/(1 + \alpha \mu), \; C' - (q - \log(1 + q))/\alpha",
        "mean and dispersion",
        "none: `torch.distributions.NegativeBinomial`",
        dataset="seeded counts",
        page="counts",
        when="how much more spread there is than Poisson's is wanted, too",
        asked="a count and how sure it is",
        bias=r"$\log m$, and $\log \alpha$ by a solve",
        first_loss="mean of $-\\log P(y)$, less that of Poisson with the mean $y$",
        omitted=omitted.poisson,
        omitted_tex=r"\log y! - y \log y + y",
        predicts="mean, dispersion",
    ),
    Entry(
        "rate and extra zeros + zero-inflated Poisson",
        of_several(
            "rate and extra zeros + zero-inflated Poisson",
            (exp_of, logistic),
            "zero_inflated_poisson",
        ),
        "a count with more zeros than Poisson's, of two kinds",
        r"two scores: $\log \lambda$ and the logit of $\pi$",
        "zero-inflated Poisson likelihood",
        r"c (\lambda - y), \; \pi - 1 + c",
        "rate and share of extra zeros",
        dataset="seeded counts",
        page="counts",
        when="some can never have an event, and nobody knows who",
        asked="a count, often 0 for two reasons",
        bias="none in closed form",
        first_loss="mean of $-\\log P(y)$, less that of Poisson with the mean $y$",
        omitted=omitted.poisson,
        omitted_tex=r"\log y! - y \log y + y",
        predicts="rate, share of extra zeros; the mean is rate · (1 − share)",
    ),
    Entry(
        "rate and zeros + hurdle Poisson",
        of_several("rate and zeros + hurdle Poisson", (exp_of, logistic), "hurdle_poisson"),
        "a count whose zeros are another matter than its size",
        r"two scores: $\log \lambda$ and the logit of $\pi$",
        "log loss of zero or not, and Poisson's likelihood given not zero (may be negative)",
        r"c (\lambda/(1 - e^{-\lambda}) - y), \; \pi - 1 + c",
        "rate beyond the hurdle and share of zeros",
        dataset="seeded counts",
        page="counts",
        when="whether anything happens is another question than how often",
        asked="a count, 0 decided first",
        bias="the logit of the share of zeros; the rate by a solve",
        first_loss="entropy of zero or not, and the part above 0, which may be negative",
        height="likelihood",
        omitted=omitted.poisson,
        omitted_tex=r"\log y! - y \log y + y",
        predicts="rate, share of zeros; the mean is (1 − share) · rate / (1 − e^−rate)",
    ),
    Entry(
        "mean, dispersion, extra zeros + zero-inflated negative binomial",
        of_several(
            "mean, dispersion, extra zeros + zero-inflated negative binomial",
            (exp_of, exp_of, logistic),
            "zero_inflated_negative_binomial",
        ),
        "a count with too many zeros and too much spread",
        r"three scores: $\log \mu$, $\log \alpha$ and the logit of $\pi$",
        "zero-inflated negative binomial likelihood",
        r"c (\mu - y)/(1 + \alpha \mu), \; c (C' - (q - \log(1 + q))/\alpha), \; \pi - 1 + c",
        "mean, dispersion and share of extra zeros",
        dataset="seeded counts",
        page="counts",
        when="zeros of two kinds, and the rest varies more than Poisson's",
        asked="a count, too often 0 and too wild",
        bias="none in closed form",
        first_loss="mean of $-\\log P(y)$, less that of Poisson with the mean $y$",
        omitted=omitted.poisson,
        omitted_tex=r"\log y! - y \log y + y",
        predicts="mean, dispersion, share of extra zeros; the mean is mean · (1 − share)",
    ),
)
