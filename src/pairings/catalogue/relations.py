"""How the rows are related: special case of, same as, limit of.

Data: each relation says what is set in the more general row, and a test and the page of the map
compute it (`relation.difference`).
"""

import numpy as np
from scipy.special import xlogy

from .. import activations, losses
from ..activations import softmax
from ..losses import doubtful, rare
from ..pairing import compose, matching
from . import omitted
from . import relation as r
from .counts import negative_binomial_with
from .relation import Relation, behind_identity, draws, linear, row_of, through
from .rows import CATALOGUE

_SQUARE, _ABSOLUTE = "identity + half squared error", "identity + absolute error"
_GAUSS, _T = "mean and variance + Gaussian likelihood", "location and scale + Student-t likelihood"
_POISSON, _GAMMA, _TWEEDIE = (
    f"exp + half {name} deviance" for name in ("Poisson", "gamma", "Tweedie")
)
_LOG, _SHARES, _LABELS = (
    "sigmoid + log loss",
    "sigmoid + log loss of shares",
    "sigmoid per label + log loss",
)
_CE, _KL = "softmax + cross-entropy", "softmax + KL divergence of shares"
_NB, _ZIP = (
    "mean and dispersion + negative binomial",
    "rate and extra zeros + zero-inflated Poisson",
)
_ZINB = "mean, dispersion, extra zeros + zero-inflated negative binomial"
_WEIBULL, _CENSORED = "scale and shape + Weibull", "scale and shape + censored Weibull"
_AFT_NORMAL, _AFT_LOGISTIC = (
    f"median and scale + log-{name} accelerated failure time" for name in ("normal", "logistic")
)
_TOBIT, _COX = (
    "location and scale + Tobit (censored normal)",
    "softmax over those at risk + Cox partial likelihood",
)
_PREFER = "scores of two + reward model of preferences"
_VON_MISES = "two linear scores + von Mises"

_FIRST = linear([[1, 0]])  # the second score is 0
_SECOND = linear([[0, 1]])
_HALF_LOG = linear([[1, 0], [0, 0.5]])  # log variance to log scale


def _special(general, special, under, sign, made, draw, **more) -> Relation:
    return Relation(general, special, "special", under, sign, made, draw, **more)


def _same(general, special, under, sign, made, draw, **more) -> Relation:
    return Relation(general, special, "same", under, sign, made, draw, **more)


def _limit(general, special, under, sign, made, draw, order=1, **more) -> Relation:
    return Relation(general, special, "limit", under, sign, made, draw, order=order, **more)


def _entropy(y):
    return -(xlogy(y, y) + xlogy(1 - y, 1 - y)).sum(axis=-1)


def _sign_rows(y):
    return r.two_classes((1 - y) / 2)


NUMBERS = (
    _special(
        _GAUSS,
        _SQUARE,
        "the variance is 1",
        "v = 1",
        row_of(_GAUSS, scores=_FIRST),
        draws(r.numbers),
    ),
    _special(
        "location and scale + Laplace likelihood",
        _ABSOLUTE,
        "the scale is 1",
        "s = 1",
        row_of("location and scale + Laplace likelihood", scores=_FIRST),
        draws(r.numbers),
    ),
    _special(
        "identity + Huber",
        _SQUARE,
        "no residual is beyond δ",
        "|r| ≤ δ",
        lambda: behind_identity(losses.huber_with(50)),
        draws(r.numbers),
    ),
    _limit(
        "identity + Huber",
        _ABSOLUTE,
        "δ goes to 0, and the loss is divided by δ",
        "δ → 0",
        lambda h: behind_identity(losses.huber_with(h), times=1 / h),
        draws(r.numbers),
        compared="value",
    ),
    _limit(
        "identity + pseudo-Huber",
        _SQUARE,
        "δ grows without bound",
        "δ → ∞",
        lambda h: behind_identity(losses.pseudo_huber_with(1 / h)),
        draws(r.numbers),
        order=2,
    ),
    _limit(
        "identity + pseudo-Huber",
        _ABSOLUTE,
        "δ goes to 0, and the loss is divided by δ",
        "δ → 0",
        lambda h: behind_identity(losses.pseudo_huber_with(h), times=1 / h),
        draws(r.numbers),
        compared="value",
    ),
    _limit(
        "identity + log-cosh",
        _SQUARE,
        "the unit of y grows, c times, and the loss is multiplied by c²",
        "unit → ∞",
        lambda h: row_of(
            "identity + log-cosh", scores=r.scaled_by(h), targets=lambda y: h * y, times=h**-2
        )(),
        draws(r.numbers),
        order=2,
    ),
    _limit(
        "identity + log-cosh",
        _ABSOLUTE,
        "the unit of y shrinks, c times, and the loss is divided by c",
        "unit → 0",
        lambda h: row_of(
            "identity + log-cosh", scores=r.scaled_by(1 / h), targets=lambda y: y / h, times=h
        )(),
        draws(r.numbers),
        compared="value",
    ),
    _special(
        "location and scale + logistic likelihood",
        "identity + log-cosh",
        "the scale is one half, and the loss is halved; less a constant",
        "s = ½",
        row_of(
            "location and scale + logistic likelihood",
            scores=linear([[1, 0]], [0, -np.log(2)]),
            times=0.5,
            less=np.log(2) / 2,
        ),
        draws(r.numbers),
    ),
    _limit(
        "identity + Fair",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.fair_with(1 / h)),
        draws(r.numbers),
    ),
    _limit(
        "identity + Tukey",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.tukey_with(1 / h)),
        draws(r.numbers),
        order=2,
    ),
    _limit(
        "identity + Welsch",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.welsch_with(1 / h)),
        draws(r.numbers),
        order=2,
    ),
    _special(
        "identity + ε-insensitive",
        _ABSOLUTE,
        "ε = 0",
        "ε = 0",
        lambda: r.formulas_with("epsilon_insensitive", epsilon=0.0),
        draws(r.numbers),
    ),
    _special(
        "identity + squared ε-insensitive",
        _SQUARE,
        "ε = 0",
        "ε = 0",
        lambda: r.formulas_with("squared_epsilon_insensitive", epsilon=0.0),
        draws(r.numbers),
    ),
    _special(
        "identity + Student-t",
        "identity + Cauchy",
        "one degree of freedom",
        "ν = 1",
        lambda: behind_identity(losses.student_t_with(1)),
        draws(r.numbers),
    ),
    _limit(
        "identity + Student-t",
        _SQUARE,
        "the degrees of freedom grow without bound",
        "ν → ∞",
        lambda h: behind_identity(losses.student_t_with(1 / h)),
        draws(r.numbers),
    ),
    _special(
        _T,
        "identity + Student-t",
        "the scale is 1",
        "s = 1",
        row_of(_T, scores=_FIRST),
        draws(r.numbers),
    ),
    _limit(
        _T,
        _GAUSS,
        "the degrees of freedom grow without bound",
        "ν → ∞",
        lambda h: through(r.formulas_with("student_t_of_scores", degrees=1 / h), scores=_HALF_LOG),
        draws(r.numbers, 2, 0.7),
    ),
    _special(
        "identity + quantile 0.9",
        _ABSOLUTE,
        "the level is one half, and the loss is doubled",
        "τ = ½",
        lambda: behind_identity(losses.pinball_with(0.5), times=2),
        draws(r.numbers),
    ),
    _special(
        "identity + expectile 0.9",
        _SQUARE,
        "the level is one half",
        "τ = ½",
        lambda: behind_identity(losses.expectile_with(0.5)),
        draws(r.numbers),
    ),
    _special(
        "non-crossing quantiles + pinball loss",
        "identity + quantile 0.9",
        "there is one level, 0.9",
        "one level",
        lambda: r.formulas_with("non_crossing", levels=(0.9,)),
        draws(r.numbers),
    ),
    _limit(
        "mean and variance + CRPS of a Gaussian",
        _ABSOLUTE,
        "the standard deviation goes to 0",
        "σ → 0",
        lambda h: row_of(
            "mean and variance + CRPS of a Gaussian", scores=linear([[1, 0]], [0, 2 * np.log(h)])
        )(),
        draws(r.numbers),
        compared="value",
    ),
    _special(
        "mixture of 2 Gaussians + likelihood",
        _GAUSS,
        "both parts are alike",
        "alike",
        row_of(
            "mixture of 2 Gaussians + likelihood",
            scores=linear([[0, 1, 0, 0, 1, 0], [0, 0, 0.5, 0, 0, 0.5]]),
        ),
        draws(r.numbers, 2, 0.7),
    ),
    _special(
        "mixture of 3 Gaussians + likelihood",
        "mixture of 2 Gaussians + likelihood",
        "two parts are alike and share their weight",
        "alike",
        row_of(
            "mixture of 3 Gaussians + likelihood",
            scores=linear(
                np.hstack([np.eye(6), np.eye(6)[:, 3:]]),
                [0, 0, 0, -np.log(2), 0, 0, -np.log(2), 0, 0],
            ),
        ),
        draws(r.numbers, 6, 0.7),
    ),
    _special(
        "skew-normal likelihood",
        _GAUSS,
        "the slant is 0",
        "α = 0",
        row_of("skew-normal likelihood", scores=linear([[1, 0, 0], [0, 0.5, 0]])),
        draws(r.numbers, 2, 0.7),
    ),
    _special(
        "identity + half squared error, masked",
        _SQUARE,
        "every target is known",
        "all known",
        row_of("identity + half squared error, masked", targets=r.beside(1.0)),
        draws(r.numbers),
    ),
)

AMOUNTS = (
    _special(
        _TWEEDIE,
        _POISSON,
        "the power is 1",
        "power 1",
        lambda: through(compose(activations.exp, losses.tweedie_with(1))),
        draws(r.counts),
    ),
    _special(
        _TWEEDIE,
        _GAMMA,
        "the power is 2",
        "power 2",
        lambda: through(compose(activations.exp, losses.tweedie_with(2))),
        draws(r.positive),
    ),
    _special(
        _TWEEDIE,
        "exp + half inverse Gaussian deviance",
        "the power is 3",
        "power 3",
        lambda: through(compose(activations.exp, losses.tweedie_with(3))),
        draws(r.positive, spread=0.7),
    ),
    _special(
        _WEIBULL,
        _GAMMA,
        "the shape is 1; less a constant",
        "shape 1",
        row_of(_WEIBULL, scores=_FIRST, less=1.0),
        draws(r.positive),
    ),
    _limit(
        "mean, shape, zeros + hurdle gamma",
        _GAMMA,
        "the shape is 1 and the share of zeros goes to 0; less a constant",
        "shape 1, π → 0",
        lambda h: row_of(
            "mean, shape, zeros + hurdle gamma",
            scores=linear([[1, 0, 0]], [0, 0, np.log(h)]),
            less=1.0,
        )(),
        draws(r.positive),
    ),
    _same(
        _SQUARE,
        "identity + half squared error of log y",
        "the target is log y",
        "log y",
        row_of(_SQUARE, targets=np.log),
        draws(r.positive),
    ),
    _special(
        "median and spread + log-normal",
        "identity + half squared error of log y",
        "the spread is 1",
        "σ = 1",
        row_of("median and spread + log-normal", scores=_FIRST),
        draws(r.positive),
    ),
    _same(
        _GAUSS,
        "median and spread + log-normal",
        "the target is log y",
        "log y",
        row_of(_GAUSS, scores=linear([[1, 0], [0, 2]]), targets=np.log),
        draws(r.positive, 2, 0.7),
    ),
    _same(
        "ReLU + its matching loss",
        _SQUARE,
        "score and target are above 0",
        "z, y ≥ 0",
        row_of("ReLU + its matching loss"),
        r.both_positive,
    ),
    _limit(
        "softplus + its matching loss",
        "ReLU + its matching loss",
        "the unit of z and y shrinks, c times, and the loss is divided by c²",
        "unit → 0",
        lambda h: row_of(
            "softplus + its matching loss",
            scores=r.scaled_by(1 / h),
            targets=lambda y: y / h,
            times=h * h,
        )(),
        draws(r.positive),
    ),
    _limit(
        "ELU + its matching loss",
        "ReLU + its matching loss",
        "α goes to 0",
        "α → 0",
        lambda h: through(matching(activations.elu_with(h))),
        draws(r.positive),
    ),
    _same(
        "ELU + its matching loss",
        _SQUARE,
        "score and target are above 0",
        "z, y ≥ 0",
        row_of("ELU + its matching loss"),
        r.both_positive,
    ),
    _same(
        "ELU + its matching loss",
        _POISSON,
        "score and target are below 0, the target counted from −1",
        "z, y < 0",
        row_of("ELU + its matching loss", targets=lambda y: y - 1),
        r.below_one,
    ),
    _same(
        "ELU + its matching loss",
        "SELU + its matching loss",
        "α = 1.673, the target divided by λ and the loss multiplied by it",
        "λ, α",
        lambda: through(
            matching(activations.elu_with(activations.SELU_ALPHA)),
            targets=lambda y: y / activations.SELU_SCALE,
            times=activations.SELU_SCALE,
        ),
        draws(r.above_floor),
    ),
)

COUNTS = (
    _special(
        "exp + Poisson with exposure",
        _POISSON,
        "the exposure is 1",
        "t = 1",
        row_of("exp + Poisson with exposure", targets=r.beside(1.0)),
        draws(r.counts),
    ),
    _special(
        "exp + negative binomial",
        "exp + geometric",
        "the size is 1, α = 1",
        "α = 1",
        lambda: negative_binomial_with(1.0),
        draws(r.counts),
    ),
    _limit(
        "exp + negative binomial",
        _POISSON,
        "the dispersion α goes to 0",
        "α → 0",
        negative_binomial_with,
        draws(r.counts, spread=0.7),
    ),
    _special(
        _NB,
        "exp + negative binomial",
        "the dispersion is known, α = ½; less a term in y",
        "α = ½",
        row_of(
            _NB,
            scores=linear([[1, 0]], [0, -np.log(2)]),
            less=lambda y: omitted.negative_binomial_with(0.5)(y) - omitted.poisson(y),
        ),
        draws(r.counts),
    ),
    _limit(
        _ZIP,
        _POISSON,
        "the share of extra zeros goes to 0",
        "π → 0",
        lambda h: row_of(_ZIP, scores=linear([[1, 0]], [0, np.log(h)]))(),
        draws(r.counts, spread=0.7),
    ),
    _same(
        "rate and zeros + hurdle Poisson",
        _ZIP,
        "the share of zeros is π + (1 − π) e^−λ",
        "all zeros",
        row_of("rate and zeros + hurdle Poisson", scores=r.HURDLE),
        draws(r.counts, 2),
    ),
    _limit(
        _ZINB,
        _NB,
        "the share of extra zeros goes to 0",
        "π → 0",
        lambda h: row_of(_ZINB, scores=linear(np.eye(2, 3), [0, 0, np.log(h)]))(),
        draws(r.counts, 2, 0.7),
    ),
    _limit(
        _ZINB,
        _ZIP,
        "the dispersion α goes to 0",
        "α → 0",
        lambda h: row_of(_ZINB, scores=linear([[1, 0, 0], [0, 0, 1]], [0, np.log(h), 0]))(),
        draws(r.counts, 2, 0.7),
    ),
    _special(
        "sigmoid + binomial k of n",
        _LOG,
        "one trial",
        "n = 1",
        row_of("sigmoid + binomial k of n", targets=r.beside(1.0)),
        draws(r.yes_or_no),
    ),
)

SHARES = (
    _special(
        _SHARES, _LOG, "the share is 0 or 1", "0 or 1", row_of(_SHARES), draws(r.yes_or_no)
    ),
    _same(
        "sigmoid + log loss of shares, from 1 to 5",
        _SHARES,
        "the target is 1 + 4 y",
        "1 + 4 y",
        row_of("sigmoid + log loss of shares, from 1 to 5", targets=lambda y: 1 + 4 * y),
        draws(r.inside),
    ),
    _same(
        "continuous Bernoulli likelihood",
        "continuous Bernoulli + its matching loss",
        "less a term in y",
        "+ f(y)",
        row_of(
            "continuous Bernoulli likelihood",
            less=lambda y: -activations.continuous_bernoulli.conjugate(y),
        ),
        draws(r.inside),
    ),
    _limit(
        "zero-and-one-inflated beta likelihood",
        "beta likelihood",
        "the share of both ends goes to 0",
        "ends → 0",
        lambda h: row_of(
            "zero-and-one-inflated beta likelihood",
            scores=linear(np.eye(4)[2:], [np.log(h), 0, 0, 0]),
        )(),
        draws(r.inside, 2),
    ),
    _same(
        "Dirichlet likelihood",
        "beta likelihood",
        "two parts, with concentrations m φ and (1 − m) φ",
        "two parts",
        row_of("Dirichlet likelihood", scores=r.BETA, targets=lambda y: r.two_classes(1 - y)),
        draws(r.inside, 2),
    ),
    _same(
        _GAUSS,
        "logit-normal likelihood",
        "the target is the logit of y",
        "logit y",
        row_of(_GAUSS, targets=losses.logit),
        draws(r.inside, 2, 0.7),
    ),
    _limit(
        "beta-binomial likelihood",
        "sigmoid + binomial k of n",
        "the precision φ grows without bound; less a term in y",
        "φ → ∞",
        lambda h: row_of(
            "beta-binomial likelihood",
            scores=linear([[1, 0]], [0, -np.log(h)]),
            less=omitted.binomial,
        )(),
        draws(r.of_total, spread=0.7),
    ),
    _special(
        "beta-binomial likelihood",
        _LOG,
        "one trial, whatever the precision",
        "n = 1",
        row_of(
            "beta-binomial likelihood",
            scores=linear([[1, 0]], [0, 0.7]),
            targets=r.beside(1.0),
        ),
        draws(r.yes_or_no),
    ),
    _special(
        "softmax + half multinomial deviance",
        "sigmoid + binomial k of n",
        "two classes, of which one has the score 0",
        "K = 2",
        row_of("softmax + half multinomial deviance", scores=_FIRST, targets=r.seen_and_not),
        draws(r.of_total),
    ),
    _special(
        "softmax + half multinomial deviance",
        _CE,
        "one of them was seen",
        "n = 1",
        row_of("softmax + half multinomial deviance"),
        draws(r.one_hot, 3),
    ),
    _special(
        _KL,
        _CE,
        "the shares are a single 1 among zeros",
        "one-hot",
        row_of(_KL),
        draws(r.one_hot, 3),
    ),
    _special(
        _KL,
        _SHARES,
        "two classes, of which one has the score 0; plus the entropy of y",
        "K = 2",
        row_of(_KL, scores=_SECOND, targets=r.two_classes, less=lambda y: -_entropy(y)),
        draws(r.inside),
    ),
)

WAITING = (
    _same(
        "exp + Poisson with exposure",
        "exp + censored exponential",
        "d events, 0 or 1, in the time t",
        "d in t",
        row_of("exp + Poisson with exposure", targets=r.times_and_flags),
        draws(r.times),
    ),
    _special(
        _CENSORED,
        "exp + censored exponential",
        "the shape is 1, the scale 1 over the hazard; less the flag",
        "shape 1",
        row_of(_CENSORED, scores=linear([[-1, 0]]), less=lambda y: y[..., 1]),
        draws(r.times),
    ),
    _special(
        _CENSORED,
        _WEIBULL,
        "every time was seen",
        "all seen",
        row_of(_CENSORED, targets=r.beside(1.0)),
        draws(r.positive, 2, 0.7),
    ),
    _special(
        _AFT_NORMAL,
        "median and spread + log-normal",
        "every time was seen",
        "all seen",
        row_of(_AFT_NORMAL, targets=r.beside(1.0)),
        draws(r.positive, 2, 0.7),
    ),
    _special(
        _AFT_LOGISTIC,
        "location and scale + logistic likelihood",
        "every time was seen, and the target is its logarithm",
        "all seen, log t",
        row_of(_AFT_LOGISTIC, targets=lambda y: r.beside(1.0)(np.exp(y))),
        draws(r.numbers, 2, 0.7),
    ),
    _same(
        _TOBIT,
        _AFT_NORMAL,
        "the target is log t, at least that where censored",
        "of log t",
        row_of(_TOBIT, targets=r.log_time_and_side),
        draws(r.times, 2, 0.7),
    ),
    _special(
        _TOBIT,
        _GAUSS,
        "nothing is cut off",
        "no bound",
        row_of(_TOBIT, scores=_HALF_LOG, targets=r.beside(0.0)),
        draws(r.numbers, 2, 0.7),
    ),
    _special(
        _COX,
        "softmax over those left + Plackett–Luce",
        "nobody is censored, and ranks stand for times",
        "all seen",
        row_of(_COX, targets=r.beside(1.0)),
        draws(r.orders, 4),
    ),
    _special(
        _COX,
        _CE,
        "one event, before which nobody leaves",
        "one event",
        row_of(_COX, targets=lambda y: r.together(2 - y, y)),
        draws(r.one_hot, 3),
    ),
)

LABELS = (
    _special(
        "sigmoid + weighted log loss (pos_weight)",
        _LOG,
        "the weight is 1",
        "w = 1",
        lambda: rare.weighted_log_loss_with(1),
        draws(r.yes_or_no),
    ),
    _special(
        "sigmoid + focal loss",
        _LOG,
        "γ = 0",
        "γ = 0",
        lambda: rare.focal_with(0),
        draws(r.yes_or_no),
    ),
    _special(_LABELS, _LOG, "one label", "one label", row_of(_LABELS), draws(r.yes_or_no)),
    _special(
        "sigmoid per label + log loss, masked",
        _LABELS,
        "every label is known",
        "all known",
        row_of("sigmoid per label + log loss, masked", targets=r.beside(1.0)),
        draws(r.labels, 3),
    ),
    _special(
        _CE,
        _LOG,
        "two classes, of which one has the score 0: the sigmoid of the difference",
        "K = 2",
        row_of(_CE, scores=_SECOND, targets=r.two_classes),
        draws(r.yes_or_no),
    ),
    _special(
        "softmax + cross-entropy with label smoothing",
        _CE,
        "ε = 0",
        "ε = 0",
        lambda: doubtful.smoothing_with(0),
        draws(r.one_hot, 3),
    ),
    _special(
        "softmax at a temperature + distillation",
        _KL,
        "the temperature is 1",
        "T = 1",
        lambda: doubtful.distillation_with(1),
        draws(r.rows, 3),
    ),
    _limit(
        "softmax + generalised cross-entropy",
        _CE,
        "q goes to 0",
        "q → 0",
        doubtful.generalised_with,
        draws(r.one_hot, 3, 0.7),
    ),
    _special(
        "softmax + generalised cross-entropy",
        "softmax + absolute error",
        "q = 1, and the loss is doubled",
        "q = 1",
        lambda: through(doubtful.generalised_with(1), times=2),
        draws(r.one_hot, 3),
    ),
    _same(
        _CE,
        "softmax over bins + histogram loss (HL-Gauss)",
        "the shares are those of a normal around y, bin by bin",
        "bins",
        row_of(_CE, targets=r.histogram),
        draws(r.in_bins, 12),
    ),
    _special(
        "softmax + cross-entropy of partial labels",
        _CE,
        "a single class is left",
        "one left",
        row_of("softmax + cross-entropy of partial labels"),
        draws(r.one_hot, 3),
    ),
    _special(
        "thresholds + proportional odds",
        _LOG,
        "two classes",
        "K = 2",
        row_of("thresholds + proportional odds"),
        draws(r.yes_or_no),
    ),
    _special(
        "thresholds + ordered probit",
        "normal cdf (probit) + log loss",
        "two classes",
        "K = 2",
        row_of("thresholds + ordered probit"),
        draws(r.yes_or_no),
    ),
    _special(
        "thresholds + ordered cloglog (proportional hazards)",
        "cloglog + log loss",
        "two classes",
        "K = 2",
        row_of("thresholds + ordered cloglog (proportional hazards)"),
        draws(r.yes_or_no),
    ),
    _special(
        "thresholds + continuation ratio",
        _LOG,
        "two classes",
        "K = 2",
        row_of("thresholds + continuation ratio"),
        draws(r.yes_or_no),
    ),
    _same(
        "sigmoid per label + log loss, masked",
        "thresholds + continuation ratio",
        "the labels are the thresholds, known as far as they were reached",
        "if reached",
        row_of("sigmoid per label + log loss, masked", targets=r.reached),
        draws(r.ladders, 3),
    ),
    _same(
        _LABELS,
        "thresholds + CORAL",
        "the labels are the thresholds passed",
        "thresholds",
        row_of(_LABELS),
        draws(r.ladders, 3),
    ),
    _same(
        _CE,
        "thresholds + adjacent category",
        "each class has the score of the one below plus a step",
        "by steps",
        row_of(_CE, scores=linear(np.triu(np.ones((3, 4)), 1)), targets=r.classes_of),
        draws(r.ladders, 3),
    ),
    _same(
        "cloglog + log loss",
        "loglog + log loss",
        "yes and no are exchanged, and the sign of z",
        "mirrored",
        row_of("cloglog + log loss", scores=r.scaled_by(-1), targets=lambda y: 1 - y),
        draws(r.yes_or_no),
    ),
)

LISTS = (
    _special(
        "scores of a list + RankNet",
        _PREFER,
        "lists of two",
        "two items",
        row_of("scores of a list + RankNet"),
        draws(r.one_hot_of_two, 2),
    ),
    _special(
        "softmax over those left + Plackett–Luce",
        _PREFER,
        "lists of two",
        "two items",
        row_of("softmax over those left + Plackett–Luce", targets=lambda y: 2 - y),
        draws(r.one_hot_of_two, 2),
    ),
    _same(
        _PREFER,
        _LOG,
        "the score is the difference of the two",
        "z₁ − z₂",
        row_of(_PREFER, scores=_FIRST, targets=lambda y: r.two_classes(1 - y)),
        draws(r.yes_or_no),
    ),
    _same(
        _KL,
        "softmax over a list + ListNet",
        "the shares are the softmax of the relevance",
        "softmax of y",
        row_of(_KL, targets=softmax.bare.forward),
        draws(r.relevance, 4),
    ),
    _limit(
        "softmax over a list + ListNet",
        _CE,
        "one item is more relevant than the others by c, which grows without bound",
        "gap → ∞",
        lambda h: row_of("softmax over a list + ListNet", targets=lambda y: -np.log(h) * y)(),
        draws(r.one_hot, 3),
        compared="gradient",
    ),
)

MARGINS = (
    _same(
        _LOG,
        "tanh + its matching loss",
        "the score is doubled, and the label is (1 + y)/2",
        "2 z",
        row_of(_LOG, scores=r.scaled_by(2), targets=lambda y: (1 + y) / 2),
        draws(r.signs),
    ),
    _special(
        "sparsemax + its matching loss",
        "identity + modified Huber",
        "two classes, of which one has the score 0, and the loss is multiplied by 4",
        "K = 2",
        row_of("sparsemax + its matching loss", scores=_FIRST, targets=_sign_rows, times=4),
        draws(r.signs),
    ),
    _special(
        "identity + Crammer–Singer hinge",
        "identity + hinge",
        "two classes, of which one has the score 0",
        "K = 2",
        row_of("identity + Crammer–Singer hinge", scores=_FIRST, targets=_sign_rows),
        draws(r.signs),
    ),
    _same(
        "identity + modified Huber",
        "identity + squared hinge",
        "y z ≥ −1",
        "y z ≥ −1",
        row_of("identity + modified Huber"),
        r.signs_far,
    ),
    _same(
        "identity + squared hinge",
        _SQUARE,
        "y z ≤ 1, and the loss is halved",
        "y z ≤ 1",
        row_of("identity + squared hinge", times=0.5),
        r.inside_margin,
    ),
    _limit(
        _LOG,
        "identity + hinge",
        "the score is (z − y)/T, the loss multiplied by T, and T goes to 0",
        "T → 0",
        r.cold,
        draws(r.signs),
        compared="value",
    ),
    _same(
        _POISSON,
        "identity + exponential loss",
        "no event is seen, and the score is −y z",
        "count 0, −y z",
        r.at_score_of_label,
        draws(r.signs),
    ),
)

DIRECTIONS = (
    _same(
        _VON_MISES,
        "tan-half link + von Mises",
        "the scores are κ cos μ and κ sin μ, with μ = 2 arctan z₁ and κ = e^z₂",
        "polar",
        row_of(_VON_MISES, scores=r.POLAR),
        draws(r.angles, 2),
    ),
    _limit(
        _VON_MISES,
        "unit vector + its matching loss",
        "the scores grow without bound, c times, and the loss is divided by c",
        "κ → ∞",
        lambda h: row_of(_VON_MISES, scores=r.scaled_by(1 / h, 2), times=h)(),
        r.away(r.angles),
        compared="gradient",
    ),
    _same(
        "unit vector + cosine",
        "unit vector + its matching loss",
        "the loss is multiplied by the length of the scores",
        "· |z|",
        r.times_length,
        r.away(r.angles),
    ),
    _limit(
        "tan-half link + von Mises",
        _GAUSS,
        "angles shrink with the scale 1/√κ; less a constant",
        "κ → ∞",
        lambda h: row_of(
            "tan-half link + von Mises",
            scores=linear([[h / 2, 0], [0, -1]], [0, -2 * np.log(h)]),
            targets=lambda y: h * y,
            less=np.log(h) - np.log(2 * np.pi) / 2,
        )(),
        draws(r.numbers, 2, 0.7),
        order=2,
    ),
)

RELATIONS = (
    *NUMBERS,
    *AMOUNTS,
    *COUNTS,
    *SHARES,
    *WAITING,
    *LABELS,
    *LISTS,
    *MARGINS,
    *DIRECTIONS,
)


def rows_of_the_map() -> list[str]:
    """Every row that has a relation, in the order of the catalogue; what has no row comes last."""
    related = {name for one in RELATIONS for name in (one.general, one.special)}
    return [name for name in (*CATALOGUE, *r.BESIDE) if name in related]
