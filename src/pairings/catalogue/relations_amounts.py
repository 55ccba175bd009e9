"""How the rows of amounts, counts and waiting times are related."""

import numpy as np

from .. import activations, losses
from ..pairing import compose, matching
from . import omitted
from . import relation_samples as t
from .counts import negative_binomial_with
from .relation import HURDLE, limit, linear, row_of, same, scaled_by, special, through

_SQUARE = "identity + half squared error"
_GAUSS = "mean and variance + Gaussian likelihood"
_POISSON = "exp + half Poisson deviance"
_GAMMA = "exp + half gamma deviance"
_TWEEDIE = "exp + half Tweedie deviance"
_LOG = "sigmoid + log loss"
_CE = "softmax + cross-entropy"
_NB = "mean and dispersion + negative binomial"
_ZIP = "rate and extra zeros + zero-inflated Poisson"
_ZINB = "mean, dispersion, extra zeros + zero-inflated negative binomial"
_WEIBULL = "scale and shape + Weibull"
_CENSORED = "scale and shape + censored Weibull"
_AFT_NORMAL = "median and scale + log-normal accelerated failure time"
_AFT_LOGISTIC = "median and scale + log-logistic accelerated failure time"
_TOBIT = "location and scale + Tobit (censored normal)"
_COX = "softmax over those at risk + Cox partial likelihood"
_FIRST = linear([[1, 0]])  # the second score is 0
_HALF_LOG = linear([[1, 0], [0, 0.5]])  # log variance to log scale


AMOUNTS = (
    special(
        _TWEEDIE,
        _POISSON,
        "the power is 1",
        "power 1",
        lambda: through(compose(activations.exp, losses.tweedie_with(1))),
        t.draws(t.counts),
    ),
    special(
        _TWEEDIE,
        _GAMMA,
        "the power is 2",
        "power 2",
        lambda: through(compose(activations.exp, losses.tweedie_with(2))),
        t.draws(t.positive),
    ),
    special(
        _TWEEDIE,
        "exp + half inverse Gaussian deviance",
        "the power is 3",
        "power 3",
        lambda: through(compose(activations.exp, losses.tweedie_with(3))),
        t.draws(t.positive, spread=0.7),
    ),
    special(
        _WEIBULL,
        _GAMMA,
        "the shape is 1; less a constant",
        "shape 1",
        row_of(_WEIBULL, scores=_FIRST, less=1.0),
        t.draws(t.positive),
    ),
    limit(
        "mean, shape, zeros + hurdle gamma",
        _GAMMA,
        "the shape is 1 and the share of zeros goes to 0; less a constant",
        "shape 1, π → 0",
        lambda h: row_of(
            "mean, shape, zeros + hurdle gamma",
            scores=linear([[1, 0, 0]], [0, 0, np.log(h)]),
            less=1.0,
        )(),
        t.draws(t.positive),
    ),
    same(
        _SQUARE,
        "identity + half squared error of log y",
        "the target is log y",
        "log y",
        row_of(_SQUARE, targets=np.log),
        t.draws(t.positive),
    ),
    special(
        "median and spread + log-normal",
        "identity + half squared error of log y",
        "the spread is 1",
        "σ = 1",
        row_of("median and spread + log-normal", scores=_FIRST),
        t.draws(t.positive),
    ),
    same(
        _GAUSS,
        "median and spread + log-normal",
        "the target is log y",
        "log y",
        row_of(_GAUSS, scores=linear([[1, 0], [0, 2]]), targets=np.log),
        t.draws(t.positive, 2, 0.7),
    ),
    same(
        "ReLU + its matching loss",
        _SQUARE,
        "score and target are above 0",
        "z, y ≥ 0",
        row_of("ReLU + its matching loss"),
        t.both_positive,
    ),
    limit(
        "softplus + its matching loss",
        "ReLU + its matching loss",
        "the unit of z and y shrinks, c times, and the loss is divided by c²",
        "unit → 0",
        lambda h: row_of(
            "softplus + its matching loss",
            scores=scaled_by(1 / h),
            targets=lambda y: y / h,
            times=h * h,
        )(),
        t.draws(t.positive),
    ),
    limit(
        "ELU + its matching loss",
        "ReLU + its matching loss",
        "α goes to 0",
        "α → 0",
        lambda h: through(matching(activations.elu_with(h))),
        t.draws(t.positive),
    ),
    same(
        "ELU + its matching loss",
        _SQUARE,
        "score and target are above 0",
        "z, y ≥ 0",
        row_of("ELU + its matching loss"),
        t.both_positive,
    ),
    same(
        "ELU + its matching loss",
        _POISSON,
        "score and target are below 0, the target counted from −1",
        "z, y < 0",
        row_of("ELU + its matching loss", targets=lambda y: y - 1),
        t.below_one,
    ),
    same(
        "ELU + its matching loss",
        "SELU + its matching loss",
        "α = 1.673, the target divided by λ and the loss multiplied by it",
        "λ, α",
        lambda: through(
            matching(activations.elu_with(activations.SELU_ALPHA)),
            targets=lambda y: y / activations.SELU_SCALE,
            times=activations.SELU_SCALE,
        ),
        t.draws(t.above_floor),
    ),
)

COUNTS = (
    special(
        "exp + Poisson with exposure",
        _POISSON,
        "the exposure is 1",
        "t = 1",
        row_of("exp + Poisson with exposure", targets=t.beside(1.0)),
        t.draws(t.counts),
    ),
    special(
        "exp + negative binomial",
        "exp + geometric",
        "the size is 1, α = 1",
        "α = 1",
        lambda: negative_binomial_with(1.0),
        t.draws(t.counts),
    ),
    limit(
        "exp + negative binomial",
        _POISSON,
        "the dispersion α goes to 0",
        "α → 0",
        negative_binomial_with,
        t.draws(t.counts, spread=0.7),
    ),
    special(
        _NB,
        "exp + negative binomial",
        "the dispersion is known, α = ½; less a term in y",
        "α = ½",
        row_of(
            _NB,
            scores=linear([[1, 0]], [0, -np.log(2)]),
            less=lambda y: omitted.negative_binomial_with(0.5)(y) - omitted.poisson(y),
        ),
        t.draws(t.counts),
    ),
    limit(
        _ZIP,
        _POISSON,
        "the share of extra zeros goes to 0",
        "π → 0",
        lambda h: row_of(_ZIP, scores=linear([[1, 0]], [0, np.log(h)]))(),
        t.draws(t.counts, spread=0.7),
    ),
    same(
        "rate and zeros + hurdle Poisson",
        _ZIP,
        "the share of zeros is π + (1 − π) e^−λ",
        "all zeros",
        row_of("rate and zeros + hurdle Poisson", scores=HURDLE),
        t.draws(t.counts, 2),
    ),
    limit(
        _ZINB,
        _NB,
        "the share of extra zeros goes to 0",
        "π → 0",
        lambda h: row_of(_ZINB, scores=linear(np.eye(2, 3), [0, 0, np.log(h)]))(),
        t.draws(t.counts, 2, 0.7),
    ),
    limit(
        _ZINB,
        _ZIP,
        "the dispersion α goes to 0",
        "α → 0",
        lambda h: row_of(_ZINB, scores=linear([[1, 0, 0], [0, 0, 1]], [0, np.log(h), 0]))(),
        t.draws(t.counts, 2, 0.7),
    ),
    special(
        "sigmoid + binomial k of n",
        _LOG,
        "one trial",
        "n = 1",
        row_of("sigmoid + binomial k of n", targets=t.beside(1.0)),
        t.draws(t.yes_or_no),
    ),
)

WAITING = (
    same(
        "exp + Poisson with exposure",
        "exp + censored exponential",
        "d events, 0 or 1, in the time t",
        "d in t",
        row_of("exp + Poisson with exposure", targets=t.times_and_flags),
        t.draws(t.times),
    ),
    special(
        _CENSORED,
        "exp + censored exponential",
        "the shape is 1, the scale 1 over the hazard; less the flag",
        "shape 1",
        row_of(_CENSORED, scores=linear([[-1, 0]]), less=lambda y: y[..., 1]),
        t.draws(t.times),
    ),
    special(
        _CENSORED,
        _WEIBULL,
        "every time was seen",
        "all seen",
        row_of(_CENSORED, targets=t.beside(1.0)),
        t.draws(t.positive, 2, 0.7),
    ),
    special(
        _AFT_NORMAL,
        "median and spread + log-normal",
        "every time was seen",
        "all seen",
        row_of(_AFT_NORMAL, targets=t.beside(1.0)),
        t.draws(t.positive, 2, 0.7),
    ),
    special(
        _AFT_LOGISTIC,
        "location and scale + logistic likelihood",
        "every time was seen, and the target is its logarithm",
        "all seen, log t",
        row_of(_AFT_LOGISTIC, targets=lambda y: t.beside(1.0)(np.exp(y))),
        t.draws(t.numbers, 2, 0.7),
    ),
    same(
        _TOBIT,
        _AFT_NORMAL,
        "the target is log t, at least that where censored",
        "of log t",
        row_of(_TOBIT, targets=t.log_time_and_side),
        t.draws(t.times, 2, 0.7),
    ),
    special(
        _TOBIT,
        _GAUSS,
        "nothing is cut off",
        "no bound",
        row_of(_TOBIT, scores=_HALF_LOG, targets=t.beside(0.0)),
        t.draws(t.numbers, 2, 0.7),
    ),
    special(
        _COX,
        "softmax over those left + Plackett–Luce",
        "nobody is censored, and ranks stand for times",
        "all seen",
        row_of(_COX, targets=t.beside(1.0)),
        t.draws(t.orders, 4),
    ),
    special(
        _COX,
        _CE,
        "one event, before which nobody leaves",
        "one event",
        row_of(_COX, targets=lambda y: t.together(2 - y, y)),
        t.draws(t.one_hot, 3),
    ),
)
