"""How the rows of numbers and directions are related."""

import numpy as np

from .. import losses
from . import relation_samples as t
from .relation import (
    POLAR,
    behind_identity,
    formulas_with,
    limit,
    linear,
    row_of,
    same,
    scaled_by,
    special,
    through,
    times_length,
)

_SQUARE = "identity + half squared error"
_ABSOLUTE = "identity + absolute error"
_GAUSS = "mean and variance + Gaussian likelihood"
_T = "location and scale + Student-t likelihood"
_VON_MISES = "two linear scores + von Mises"
_FIRST = linear([[1, 0]])  # the second score is 0
_HALF_LOG = linear([[1, 0], [0, 0.5]])  # log variance to log scale


NUMBERS = (
    special(
        _GAUSS,
        _SQUARE,
        "the variance is 1",
        "v = 1",
        row_of(_GAUSS, scores=_FIRST),
        t.draws(t.numbers),
    ),
    special(
        "location and scale + Laplace likelihood",
        _ABSOLUTE,
        "the scale is 1",
        "s = 1",
        row_of("location and scale + Laplace likelihood", scores=_FIRST),
        t.draws(t.numbers),
    ),
    special(
        "identity + Huber",
        _SQUARE,
        "no residual is beyond δ",
        "|r| ≤ δ",
        lambda: behind_identity(losses.huber_with(50)),
        t.draws(t.numbers),
    ),
    limit(
        "identity + Huber",
        _ABSOLUTE,
        "δ goes to 0, and the loss is divided by δ",
        "δ → 0",
        lambda h: behind_identity(losses.huber_with(h), times=1 / h),
        t.draws(t.numbers),
        compared="value",
    ),
    limit(
        "identity + pseudo-Huber",
        _SQUARE,
        "δ grows without bound",
        "δ → ∞",
        lambda h: behind_identity(losses.pseudo_huber_with(1 / h)),
        t.draws(t.numbers),
        order=2,
    ),
    limit(
        "identity + pseudo-Huber",
        _ABSOLUTE,
        "δ goes to 0, and the loss is divided by δ",
        "δ → 0",
        lambda h: behind_identity(losses.pseudo_huber_with(h), times=1 / h),
        t.draws(t.numbers),
        compared="value",
    ),
    limit(
        "identity + log-cosh",
        _SQUARE,
        "the unit of y grows, c times, and the loss is multiplied by c²",
        "unit → ∞",
        lambda h: row_of(
            "identity + log-cosh", scores=scaled_by(h), targets=lambda y: h * y, times=h**-2
        )(),
        t.draws(t.numbers),
        order=2,
    ),
    limit(
        "identity + log-cosh",
        _ABSOLUTE,
        "the unit of y shrinks, c times, and the loss is divided by c",
        "unit → 0",
        lambda h: row_of(
            "identity + log-cosh", scores=scaled_by(1 / h), targets=lambda y: y / h, times=h
        )(),
        t.draws(t.numbers),
        compared="value",
    ),
    special(
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
        t.draws(t.numbers),
    ),
    limit(
        "identity + Fair",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.fair_with(1 / h)),
        t.draws(t.numbers),
    ),
    limit(
        "identity + Tukey",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.tukey_with(1 / h)),
        t.draws(t.numbers),
        order=2,
    ),
    limit(
        "identity + Welsch",
        _SQUARE,
        "c grows without bound",
        "c → ∞",
        lambda h: behind_identity(losses.welsch_with(1 / h)),
        t.draws(t.numbers),
        order=2,
    ),
    special(
        "identity + ε-insensitive",
        _ABSOLUTE,
        "ε = 0",
        "ε = 0",
        lambda: formulas_with("epsilon_insensitive", epsilon=0.0),
        t.draws(t.numbers),
    ),
    special(
        "identity + squared ε-insensitive",
        _SQUARE,
        "ε = 0",
        "ε = 0",
        lambda: formulas_with("squared_epsilon_insensitive", epsilon=0.0),
        t.draws(t.numbers),
    ),
    special(
        "identity + Student-t",
        "identity + Cauchy",
        "one degree of freedom",
        "ν = 1",
        lambda: behind_identity(losses.student_t_with(1)),
        t.draws(t.numbers),
    ),
    limit(
        "identity + Student-t",
        _SQUARE,
        "the degrees of freedom grow without bound",
        "ν → ∞",
        lambda h: behind_identity(losses.student_t_with(1 / h)),
        t.draws(t.numbers),
    ),
    special(
        _T,
        "identity + Student-t",
        "the scale is 1",
        "s = 1",
        row_of(_T, scores=_FIRST),
        t.draws(t.numbers),
    ),
    limit(
        _T,
        _GAUSS,
        "the degrees of freedom grow without bound",
        "ν → ∞",
        lambda h: through(formulas_with("student_t_of_scores", degrees=1 / h), scores=_HALF_LOG),
        t.draws(t.numbers, 2, 0.7),
    ),
    special(
        "identity + quantile 0.9",
        _ABSOLUTE,
        "the level is one half, and the loss is doubled",
        "τ = ½",
        lambda: behind_identity(losses.pinball_with(0.5), times=2),
        t.draws(t.numbers),
    ),
    special(
        "identity + expectile 0.9",
        _SQUARE,
        "the level is one half",
        "τ = ½",
        lambda: behind_identity(losses.expectile_with(0.5)),
        t.draws(t.numbers),
    ),
    special(
        "non-crossing quantiles + pinball loss",
        "identity + quantile 0.9",
        "there is one level, 0.9",
        "one level",
        lambda: formulas_with("non_crossing", levels=(0.9,)),
        t.draws(t.numbers),
    ),
    limit(
        "mean and variance + CRPS of a Gaussian",
        _ABSOLUTE,
        "the standard deviation goes to 0",
        "σ → 0",
        lambda h: row_of(
            "mean and variance + CRPS of a Gaussian", scores=linear([[1, 0]], [0, 2 * np.log(h)])
        )(),
        t.draws(t.numbers),
        compared="value",
    ),
    special(
        "mixture of 2 Gaussians + likelihood",
        _GAUSS,
        "both parts are alike",
        "alike",
        row_of(
            "mixture of 2 Gaussians + likelihood",
            scores=linear([[0, 1, 0, 0, 1, 0], [0, 0, 0.5, 0, 0, 0.5]]),
        ),
        t.draws(t.numbers, 2, 0.7),
    ),
    special(
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
        t.draws(t.numbers, 6, 0.7),
    ),
    special(
        "skew-normal likelihood",
        _GAUSS,
        "the slant is 0",
        "α = 0",
        row_of("skew-normal likelihood", scores=linear([[1, 0, 0], [0, 0.5, 0]])),
        t.draws(t.numbers, 2, 0.7),
    ),
    special(
        "identity + half squared error, masked",
        _SQUARE,
        "every target is known",
        "all known",
        row_of("identity + half squared error, masked", targets=t.beside(1.0)),
        t.draws(t.numbers),
    ),
)

DIRECTIONS = (
    same(
        _VON_MISES,
        "tan-half link + von Mises",
        "the scores are κ cos μ and κ sin μ, with μ = 2 arctan z₁ and κ = e^z₂",
        "polar",
        row_of(_VON_MISES, scores=POLAR),
        t.draws(t.angles, 2),
    ),
    limit(
        _VON_MISES,
        "unit vector + its matching loss",
        "the scores grow without bound, c times, and the loss is divided by c",
        "κ → ∞",
        lambda h: row_of(_VON_MISES, scores=scaled_by(1 / h, 2), times=h)(),
        t.away(t.angles),
        compared="gradient",
    ),
    same(
        "unit vector + cosine",
        "unit vector + its matching loss",
        "the loss is multiplied by the length of the scores",
        "· |z|",
        times_length,
        t.away(t.angles),
    ),
    special(
        "unit embedding + cosine",
        "unit vector + cosine",
        "two numbers, and the direction wanted is given by its angle",
        "2 numbers",
        row_of("unit embedding + cosine", targets=t.directed),
        t.away(t.angles),
    ),
    limit(
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
        t.draws(t.numbers, 2, 0.7),
        order=2,
    ),
)
