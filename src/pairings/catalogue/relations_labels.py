"""How the rows of labels, classes, lists and margins are related."""

import numpy as np
from scipy.special import xlogy

from ..activations import softmax
from ..losses import doubtful, overlaps, rare
from . import relation_samples as t
from .relation import (
    at_score_of_label,
    cold,
    cold_classes,
    limit,
    linear,
    of_cosines,
    row_of,
    same,
    scaled_by,
    special,
    student_link_with,
    through,
)

_SQUARE = "identity + half squared error"
_GAUSS = "mean and variance + Gaussian likelihood"
_POISSON = "exp + half Poisson deviance"
_LOG = "sigmoid + log loss"
_SHARES = "sigmoid + log loss of shares"
_LABELS = "sigmoid per label + log loss"
_CE = "softmax + cross-entropy"
_KL = "softmax + KL divergence of shares"
_PREFER = "scores of two + reward model of preferences"
_FIRST = linear([[1, 0]])  # the second score is 0
_SECOND = linear([[0, 1]])


def _entropy(y):
    return -(xlogy(y, y) + xlogy(1 - y, 1 - y)).sum(axis=-1)


def _sign_rows(y):
    return t.two_classes((1 - y) / 2)


LABELS = (
    special(
        "sigmoid + weighted log loss (pos_weight)",
        _LOG,
        "the weight is 1",
        "w = 1",
        lambda: rare.weighted_log_loss_with(1),
        t.draws(t.yes_or_no),
    ),
    special(
        "sigmoid + focal loss",
        _LOG,
        "γ = 0",
        "γ = 0",
        lambda: rare.focal_with(0),
        t.draws(t.yes_or_no),
    ),
    special(_LABELS, _LOG, "one label", "one label", row_of(_LABELS), t.draws(t.yes_or_no)),
    special(
        "sigmoid per label + log loss, masked",
        _LABELS,
        "every label is known",
        "all known",
        row_of("sigmoid per label + log loss, masked", targets=t.beside(1.0)),
        t.draws(t.labels, 3),
    ),
    special(
        _CE,
        _LOG,
        "two classes, of which one has the score 0: the sigmoid of the difference",
        "K = 2",
        row_of(_CE, scores=_SECOND, targets=t.two_classes),
        t.draws(t.yes_or_no),
    ),
    special(
        "softmax + cross-entropy with label smoothing",
        _CE,
        "ε = 0",
        "ε = 0",
        lambda: doubtful.smoothing_with(0),
        t.draws(t.one_hot, 3),
    ),
    special(
        "softmax at a temperature + distillation",
        _KL,
        "the temperature is 1",
        "T = 1",
        lambda: doubtful.distillation_with(1),
        t.draws(t.rows, 3),
    ),
    limit(
        "softmax + generalised cross-entropy",
        _CE,
        "q goes to 0",
        "q → 0",
        doubtful.generalised_with,
        t.draws(t.one_hot, 3, 0.7),
    ),
    special(
        "softmax + generalised cross-entropy",
        "softmax + absolute error",
        "q = 1, and the loss is doubled",
        "q = 1",
        lambda: through(doubtful.generalised_with(1), times=2),
        t.draws(t.one_hot, 3),
    ),
    same(
        _CE,
        "softmax over bins + histogram loss (HL-Gauss)",
        "the shares are those of a normal around y, bin by bin",
        "bins",
        row_of(_CE, targets=t.histogram),
        t.draws(t.in_bins, 12),
    ),
    special(
        "softmax + cross-entropy of partial labels",
        _CE,
        "a single class is left",
        "one left",
        row_of("softmax + cross-entropy of partial labels"),
        t.draws(t.one_hot, 3),
    ),
    special(
        "thresholds + proportional odds",
        _LOG,
        "two classes",
        "K = 2",
        row_of("thresholds + proportional odds"),
        t.draws(t.yes_or_no),
    ),
    special(
        "thresholds + ordered probit",
        "normal cdf (probit) + log loss",
        "two classes",
        "K = 2",
        row_of("thresholds + ordered probit"),
        t.draws(t.yes_or_no),
    ),
    special(
        "thresholds + ordered cloglog (proportional hazards)",
        "loglog + log loss",
        "two classes",
        "K = 2",
        row_of("thresholds + ordered cloglog (proportional hazards)"),
        t.draws(t.yes_or_no),
    ),
    special(
        "thresholds + continuation ratio",
        _LOG,
        "two classes",
        "K = 2",
        row_of("thresholds + continuation ratio"),
        t.draws(t.yes_or_no),
    ),
    same(
        "sigmoid per label + log loss, masked",
        "thresholds + continuation ratio",
        "the labels are the thresholds, known as far as they were reached",
        "if reached",
        row_of("sigmoid per label + log loss, masked", targets=t.reached),
        t.draws(t.ladders, 3),
    ),
    same(
        _LABELS,
        "thresholds + CORAL",
        "the labels are the thresholds passed",
        "thresholds",
        row_of(_LABELS),
        t.draws(t.ladders, 3),
    ),
    same(
        _CE,
        "thresholds + adjacent category",
        "each class has the score of the one below plus a step",
        "by steps",
        row_of(_CE, scores=linear(np.triu(np.ones((3, 4)), 1)), targets=t.classes_of),
        t.draws(t.ladders, 3),
    ),
    same(
        "cloglog + log loss",
        "loglog + log loss",
        "yes and no are exchanged, and the sign of z",
        "mirrored",
        row_of("cloglog + log loss", scores=scaled_by(-1), targets=lambda y: 1 - y),
        t.draws(t.yes_or_no),
    ),
)

OVERLAPS = (
    special(
        "sigmoid per pixel + Tversky 0.3, 0.7",
        "sigmoid per pixel + Dice",
        "what is added and what is missed weigh one half each",
        "α = β = ½",
        lambda: overlaps.tversky_with(0.5, 0.5),
        t.draws(t.pixels, 3),
    ),
    limit(
        "sigmoid per pixel + log loss and Dice",
        _LABELS,
        "the number added to Dice's overlap grows without bound; times the pixels",
        "smooth → ∞",
        lambda h: through(overlaps.beside_log_loss(overlaps.dice_with(1 / h)), times=3),
        t.draws(t.labels, 3),
    ),
)

LINKS = (
    special(
        "Student-t link + log loss",
        "cauchit + log loss",
        "one degree of freedom",
        "ν = 1",
        lambda: student_link_with(1),
        t.draws(t.yes_or_no),
    ),
    limit(
        "Student-t link + log loss",
        "normal cdf (probit) + log loss",
        "the degrees of freedom grow without bound",
        "ν → ∞",
        lambda h: student_link_with(1 / h),
        t.draws(t.yes_or_no, spread=0.7),
    ),
)

LISTS = (
    same(
        _CE,
        "unit embeddings of 2 + contrastive loss",
        "the scores of an item are its cosines with the others over τ, the shares its partners'",
        "cosines/τ",
        lambda: of_cosines(_CE, 0.1),
        t.embedded,
    ),
    same(
        _LOG,
        "unit embeddings of 2 + sigmoid pairs",
        "the score of a pair is its cosine over τ plus b, pair by pair",
        "cosine/τ",
        lambda: of_cosines(_LOG, 0.1, -10.0),
        t.embedded,
    ),
    special(
        "scores of a list + RankNet",
        _PREFER,
        "lists of two",
        "two items",
        row_of("scores of a list + RankNet"),
        t.draws(t.one_hot_of_two, 2),
    ),
    special(
        "softmax over those left + Plackett–Luce",
        _PREFER,
        "lists of two",
        "two items",
        row_of("softmax over those left + Plackett–Luce", targets=lambda y: 2 - y),
        t.draws(t.one_hot_of_two, 2),
    ),
    same(
        _PREFER,
        _LOG,
        "the score is the difference of the two",
        "z₁ − z₂",
        row_of(_PREFER, scores=_FIRST, targets=lambda y: t.two_classes(1 - y)),
        t.draws(t.yes_or_no),
    ),
    same(
        _KL,
        "softmax over a list + ListNet",
        "the shares are the softmax of the relevance",
        "softmax of y",
        row_of(_KL, targets=softmax.bare.forward),
        t.draws(t.relevance, 4),
    ),
    limit(
        "softmax over a list + ListNet",
        _CE,
        "one item is more relevant than the others by c, which grows without bound",
        "gap → ∞",
        lambda h: row_of("softmax over a list + ListNet", targets=lambda y: -np.log(h) * y)(),
        t.draws(t.one_hot, 3),
        compared="gradient",
    ),
)

MARGINS = (
    limit(
        "entmax + its matching loss",
        "identity + Crammer–Singer hinge",
        "the scores are (z − y)/T, the loss multiplied by T, and T goes to 0",
        "T → 0",
        cold_classes,
        t.in_halves,
        compared="value",
    ),
    same(
        _LOG,
        "tanh + its matching loss",
        "the score is doubled, and the label is (1 + y)/2",
        "2 z",
        row_of(_LOG, scores=scaled_by(2), targets=lambda y: (1 + y) / 2),
        t.draws(t.signs),
    ),
    special(
        "sparsemax + its matching loss",
        "identity + modified Huber",
        "two classes, of which one has the score 0, and the loss is multiplied by 4",
        "K = 2",
        row_of("sparsemax + its matching loss", scores=_FIRST, targets=_sign_rows, times=4),
        t.draws(t.signs),
    ),
    special(
        "identity + Crammer–Singer hinge",
        "identity + hinge",
        "two classes, of which one has the score 0",
        "K = 2",
        row_of("identity + Crammer–Singer hinge", scores=_FIRST, targets=_sign_rows),
        t.draws(t.signs),
    ),
    same(
        "identity + modified Huber",
        "identity + squared hinge",
        "y z ≥ −1",
        "y z ≥ −1",
        row_of("identity + modified Huber"),
        t.signs_far,
    ),
    same(
        "identity + squared hinge",
        _SQUARE,
        "y z ≤ 1, and the loss is halved",
        "y z ≤ 1",
        row_of("identity + squared hinge", times=0.5),
        t.inside_margin,
    ),
    limit(
        _LOG,
        "identity + hinge",
        "the score is (z − y)/T, the loss multiplied by T, and T goes to 0",
        "T → 0",
        cold,
        t.draws(t.signs),
        compared="value",
    ),
    same(
        _POISSON,
        "identity + exponential loss",
        "no event is seen, and the score is −y z",
        "count 0, −y z",
        at_score_of_label,
        t.draws(t.signs),
    ),
)
