"""How the rows of shares are related."""

import numpy as np
from scipy.special import xlogy

from .. import activations, losses
from . import omitted
from . import relation_samples as t
from .relation import BETA, limit, linear, row_of, same, special

_GAUSS = "mean and variance + Gaussian likelihood"
_LOG = "sigmoid + log loss"
_SHARES = "sigmoid + log loss of shares"
_CE = "softmax + cross-entropy"
_KL = "softmax + KL divergence of shares"
_FIRST = linear([[1, 0]])  # the second score is 0
_SECOND = linear([[0, 1]])


def _entropy(y):
    return -(xlogy(y, y) + xlogy(1 - y, 1 - y)).sum(axis=-1)


SHARES = (
    special(_SHARES, _LOG, "the share is 0 or 1", "0 or 1", row_of(_SHARES), t.draws(t.yes_or_no)),
    same(
        "sigmoid + log loss of shares, from 1 to 5",
        _SHARES,
        "the target is 1 + 4 y",
        "1 + 4 y",
        row_of("sigmoid + log loss of shares, from 1 to 5", targets=lambda y: 1 + 4 * y),
        t.draws(t.inside),
    ),
    same(
        "continuous Bernoulli likelihood",
        "continuous Bernoulli + its matching loss",
        "less a term in y",
        "+ f(y)",
        row_of(
            "continuous Bernoulli likelihood",
            less=lambda y: -activations.continuous_bernoulli.conjugate(y),
        ),
        t.draws(t.inside),
    ),
    limit(
        "zero-and-one-inflated beta likelihood",
        "beta likelihood",
        "the share of both ends goes to 0",
        "ends → 0",
        lambda h: row_of(
            "zero-and-one-inflated beta likelihood",
            scores=linear(np.eye(4)[2:], [np.log(h), 0, 0, 0]),
        )(),
        t.draws(t.inside, 2),
    ),
    limit(
        "ordered beta likelihood",
        "beta likelihood",
        "both thresholds run off, and the heaps at 0 and 1 go to nothing",
        "heaps → 0",
        lambda h: row_of(
            "ordered beta likelihood",
            scores=linear(np.eye(2, 4), [0, 0, np.log(h), -2 * np.log(h)]),
        )(),
        t.draws(t.inside, 2, 0.5),
    ),
    same(
        "Dirichlet likelihood",
        "beta likelihood",
        "two parts, with concentrations m φ and (1 − m) φ",
        "two parts",
        row_of("Dirichlet likelihood", scores=BETA, targets=lambda y: t.two_classes(1 - y)),
        t.draws(t.inside, 2),
    ),
    same(
        _GAUSS,
        "logit-normal likelihood",
        "the target is the logit of y",
        "logit y",
        row_of(_GAUSS, targets=losses.logit),
        t.draws(t.inside, 2, 0.7),
    ),
    limit(
        "beta-binomial likelihood",
        "sigmoid + binomial k of n",
        "the precision φ grows without bound; less a term in y",
        "φ → ∞",
        lambda h: row_of(
            "beta-binomial likelihood",
            scores=linear([[1, 0]], [0, -np.log(h)]),
            less=omitted.binomial,
        )(),
        t.draws(t.of_total, spread=0.7),
    ),
    special(
        "beta-binomial likelihood",
        _LOG,
        "one trial, whatever the precision",
        "n = 1",
        row_of(
            "beta-binomial likelihood",
            scores=linear([[1, 0]], [0, 0.7]),
            targets=t.beside(1.0),
        ),
        t.draws(t.yes_or_no),
    ),
    special(
        "softmax + half multinomial deviance",
        "sigmoid + binomial k of n",
        "two classes, of which one has the score 0",
        "K = 2",
        row_of("softmax + half multinomial deviance", scores=_FIRST, targets=t.seen_and_not),
        t.draws(t.of_total),
    ),
    special(
        "softmax + half multinomial deviance",
        _CE,
        "one of them was seen",
        "n = 1",
        row_of("softmax + half multinomial deviance"),
        t.draws(t.one_hot, 3),
    ),
    special(
        _KL,
        _CE,
        "the shares are a single 1 among zeros",
        "one-hot",
        row_of(_KL),
        t.draws(t.one_hot, 3),
    ),
    special(
        _KL,
        _SHARES,
        "two classes, of which one has the score 0; plus the entropy of y",
        "K = 2",
        row_of(_KL, scores=_SECOND, targets=t.two_classes, less=lambda y: -_entropy(y)),
        t.draws(t.inside),
    ),
)
