"""The facts of losses that outliers cannot pull far, and of the asymmetric square."""

import numpy as np
from scipy import special, stats
from scipy.integrate import quad
from sklearn.linear_model import _sgd_fast as sgd  # private: its formulas are an outside oracle

from facts.kinds import OfLoss
from pairings import losses as L
from pairings.losses import (
    cauchy_with,
    epsilon_insensitive_with,
    expectile_with,
    fair_with,
    pseudo_huber_with,
    squared_epsilon_insensitive_with,
    student_t_with,
    tukey_with,
    welsch_with,
)

LOG = np.log


def area(pull):
    """∫ pull(r) dr from 0 to the residual, by quadrature."""
    return np.vectorize(lambda p, y: quad(pull, 0, p - y, epsabs=1e-13, epsrel=1e-12)[0])


def of_library(loss, factor):
    return np.vectorize(lambda p, y: factor * loss.py_loss(p, y))


def from_the_edge(edge):
    """How far |p − y| is from `edge`."""
    return lambda p, y: np.abs(np.abs(p - y) - edge)


def beyond(edge):
    """Predictions and targets, the first output of each sample further apart than `edge`."""

    def draw(rng, shape):
        y = rng.gamma(2.0, size=shape) - 1
        gap = rng.uniform(0, 3 * edge + 1, shape)
        gap[..., 0] += edge + 0.1
        return y + gap * rng.choice([-1, 1], shape), y

    return draw


def letters(**constants):
    names = {"c": "c", "epsilon": r"\varepsilon", "delta": r"\delta", "nu": r"\nu", "s": "s"}
    return {names[name]: value for name, value in constants.items()}


def biweight(c):
    return area(lambda r: r * (1 - (r / c) ** 2) ** 2 if abs(r) < c else 0.0)


ROBUST = (
    pseudo := OfLoss(
        L.pseudo_huber,
        values=(
            ([0.75, -2.4], [0.0, 0.0], 0.25 + 1.6, [0.6, -12 / 13]),  # 3-4-5; 5-12-13
            ([1.0], [1.0], 0.0, [0.0]),
        ),
        oracle=lambda p, y: special.pseudo_huber(1.0, p - y),
        equation=("eq-pseudo-huber", letters(delta=1.0)),
        elsewhere={"mpmath, 400 digits": "mp.sqrt(1 + (p - y)**2) - 1"},
    ),
    pseudo._replace(
        of=pseudo_huber_with(2.0),
        values=(([1.5], [0.0], 4 * 0.25, [1.2]),),
        oracle=lambda p, y: special.pseudo_huber(2.0, p - y),
        equation=None,
        made=(pseudo_huber_with, "delta", 2.0),
        elsewhere={"mpmath, 400 digits": "4 * (mp.sqrt(1 + ((p - y)/2)**2) - 1)"},
    ),
    fair := OfLoss(
        L.fair,
        values=(([1.0, -3.0], [0.0, 0.0], 1 - LOG(2) + 3 - LOG(4), [0.5, -0.75]),),
        oracle=area(lambda r: r / (1 + abs(r))),
        equation=("eq-fair", lambda p, y: letters(c=1.0) | {"u": np.abs(p - y)}),
        elsewhere={"mpmath, 400 digits": "abs(p - y) - mp.log(1 + abs(p - y))"},
    ),
    fair._replace(
        of=fair_with(2.0),
        values=(([2.0], [0.0], 4 * (1 - LOG(2)), [1.0]),),
        oracle=area(lambda r: r / (1 + abs(r) / 2)),
        equation=None,
        made=(fair_with, "c", 2.0),
        elsewhere={"mpmath, 400 digits": "4 * (abs(p - y)/2 - mp.log(1 + abs(p - y)/2))"},
    ),
    OfLoss(
        L.epsilon_insensitive,
        values=(([3.0, 0.05, -0.6], [1.0, 0.0, 0.0], 1.9 + 0.5, [1.0, 0.0, -1.0]),),
        oracle=of_library(sgd.EpsilonInsensitive(0.1), 1.0),
        draw=beyond(0.1),
        kinks=from_the_edge(0.1),
        equation=("eq-epsilon-insensitive", letters(epsilon=0.1)),
        made=(epsilon_insensitive_with, "epsilon", 0.1),
        elsewhere={"mpmath, 400 digits": "max(abs(p - y) - mp.mpf(0.1), mp.zero)"},
    ),
    OfLoss(
        L.squared_epsilon_insensitive,
        values=(([3.1, 0.05], [1.0, 0.0], 2.0, [2.0, 0.0]),),
        oracle=of_library(sgd.SquaredEpsilonInsensitive(0.1), 0.5),
        draw=beyond(0.1),
        kinks=from_the_edge(0.1),
        equation=("eq-squared-epsilon-insensitive", letters(epsilon=0.1)),
        made=(squared_epsilon_insensitive_with, "epsilon", 0.1),
        elsewhere={"mpmath, 400 digits": "max(abs(p - y) - mp.mpf(0.1), mp.zero)**2 / 2"},
    ),
    OfLoss(
        L.tukey,
        values=(
            # u = 1/4: c²/6 (1 − 27/64), r (3/4)²; beyond c all is equally far
            ([2.3425, 9.0], [0.0, 0.0], 4.685**2 / 6 * (37 / 64 + 1), [2.3425 * 9 / 16, 0.0]),
        ),
        oracle=biweight(4.685),
        equation=(
            "eq-tukey",
            lambda p, y: letters(c=4.685) | {"u": np.minimum(1, ((p - y) / 4.685) ** 2)},
        ),
        made=(tukey_with, "c", 4.685),
        elsewhere={
            "mpmath, 400 digits": "mp.mpf(4.685)**2/6 * (1 - max(1 - ((p - y)/mp.mpf(4.685))**2, 0)**3)"
        },
    ),
    OfLoss(
        L.welsch,
        values=(([2.985], [0.0], 2.985**2 / 2 * (1 - np.exp(-1)), [2.985 / np.e]),),
        oracle=area(lambda r: r * np.exp(-((r / 2.985) ** 2))),
        equation=("eq-welsch", lambda p, y: letters(c=2.985) | {"u": ((p - y) / 2.985) ** 2}),
        made=(welsch_with, "c", 2.985),
        elsewhere={
            "mpmath, 400 digits": "mp.mpf(2.985)**2/2 * (1 - mp.exp(-((p - y)/mp.mpf(2.985))**2))"
        },
    ),
    student := OfLoss(
        L.student_t,
        values=(([2.0, -4.0], [0.0, 0.0], 2.5 * LOG(2 * 5), [10 / 8, -1.0]),),
        oracle=lambda p, y: stats.t.logpdf(0, 4) - stats.t.logpdf(p - y, 4),
        equation=(
            "eq-student-t",
            lambda p, y: letters(nu=4.0, s=1.0) | {"u": (p - y) ** 2 / 4},
        ),
        elsewhere={"mpmath, 400 digits": "mp.mpf(5)/2 * mp.log(1 + (p - y)**2/4)"},
    ),
    student._replace(
        of=student_t_with(2.0),
        values=(([1.0], [0.0], 1.5 * LOG(1.5), [1.0]),),
        oracle=lambda p, y: stats.t.logpdf(0, 2) - stats.t.logpdf(p - y, 2),
        equation=None,
        made=(student_t_with, "degrees", 2.0),
        elsewhere={"mpmath, 400 digits": "mp.mpf(3)/2 * mp.log(1 + (p - y)**2/2)"},
    ),
    cauchy := OfLoss(
        L.cauchy,
        values=(([1.0, -3.0], [0.0, 0.0], LOG(2 * 10), [1.0, -0.6]),),
        oracle=lambda p, y: stats.cauchy.logpdf(0) - stats.cauchy.logpdf(p - y),
        equation=("eq-cauchy", letters(s=1.0)),
        elsewhere={"mpmath, 400 digits": "mp.log(1 + (p - y)**2)"},
    ),
    cauchy._replace(
        of=cauchy_with(2.0),
        values=(([2.0], [0.0], LOG(2), [0.5]),),
        oracle=lambda p, y: stats.cauchy.logpdf(0) - stats.cauchy.logpdf((p - y) / 2),
        equation=None,
        made=(cauchy_with, "scale", 2.0),
        elsewhere={"mpmath, 400 digits": "mp.log(1 + ((p - y)/2)**2)"},
    ),
    OfLoss(
        L.expectile,
        values=(([3.0, -1.0], [1.0, 0.0], 0.4 + 0.9, [0.4, -1.8]),),
        oracle=area(lambda r: 2 * r * (0.1 if r > 0 else 0.9)),
        kinks=from_the_edge(0.0),  # of the slope
        equation=("eq-expectile", {r"\tau": 0.9}),
        made=(expectile_with, "level", 0.9),
        elsewhere={
            "mpmath, 400 digits": "(mp.mpf(0.9) if y > p else 1 - mp.mpf(0.9)) * (p - y)**2"
        },
    ),
)
