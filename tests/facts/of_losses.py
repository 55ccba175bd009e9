"""The facts of the losses, room by room."""

import numpy as np
from scipy import special, stats
from sklearn import metrics
from sklearn._loss import loss as sklearn_loss  # private: its formulas are an outside oracle

from facts.kinds import OfLoss
from facts.of_robust_losses import ROBUST
from pairings import losses as L
from pairings.activations import exp, identity, sigmoid
from pairings.losses import huber_with, pinball_with, tweedie_with

LOG = np.log


def residual(p, y):
    return np.abs(p - y)


def two_positive(rng, shape):
    """Predictions and targets above 0: what a deviance is of."""
    p, y = rng.gamma(2.0, size=(2, *shape))
    return p, y


def tweedie_metric(power):
    return lambda y, p: metrics.mean_tweedie_deviance(y, p, power=power)


NUMBERS = [
    OfLoss(
        L.squared_error,
        values=(([3.0, 1.0], [1.0, 0.0], 2.5, [2.0, 1.0]),),  # (4 + 1)/2
        oracle=lambda p, y: special.huber(1e9, p - y),
        metric=(metrics.mean_squared_error, 2),
        linked=((identity, sklearn_loss.HalfSquaredError()),),
        equation=("eq-squared-error", {}),
    ),
    OfLoss(
        L.absolute_error,
        values=(
            ([3.0, -1.0], [1.0, 0.0], 3.0, [1.0, -1.0]),
            ([2.0], [2.0], 0.0, [0.0]),  # the kink
        ),
        oracle="scikit-learn's metric, and its loss of the score",
        kinks=residual,
        metric=(metrics.mean_absolute_error, 1),
        linked=((identity, sklearn_loss.AbsoluteError()),),
        equation=("eq-absolute-error", {}),
    ),
    huber := OfLoss(
        L.huber,
        values=(
            ([1.5, 4.0], [1.0, 1.0], 0.125 + 2.5, [0.5, 1.0]),  # 1/8; 3 − 1/2
            ([-4.0], [0.0], 3.5, [-1.0]),
        ),
        oracle=lambda p, y: special.huber(1.0, p - y),
        kinks=lambda p, y: np.abs(residual(p, y) - 1),
        linked=((identity, sklearn_loss.HuberLoss(delta=1.0)),),
        equation=(
            "eq-huber",
            lambda p, y: {r"\delta": 1.0, "r": p - y, "c": np.clip(p - y, -1, 1)},
        ),
    ),
    huber._replace(
        of=huber_with(0.3),
        values=(([1.25, 4.0], [1.0, 1.0], 0.03125 + 0.3 * 2.85, [0.25, 0.3]),),
        oracle=lambda p, y: special.huber(0.3, p - y),
        kinks=lambda p, y: np.abs(residual(p, y) - 0.3),
        linked=((identity, sklearn_loss.HuberLoss(delta=0.3)),),
        equation=None,
        made=(huber_with, "delta", 0.3),
    ),
    pinball := OfLoss(
        L.pinball,
        values=(([3.0, -1.0], [1.0, 0.0], 1.5, [0.5, -0.5]),),
        oracle="scikit-learn's metric, and its loss of the score",
        kinks=residual,
        metric=(metrics.mean_pinball_loss, 1),
        linked=((identity, sklearn_loss.PinballLoss(quantile=0.5)),),
    ),
    pinball._replace(
        of=pinball_with(0.9),
        values=(
            ([3.0, -1.0], [1.0, 0.0], 0.2 + 0.9, [0.1, -0.9]),
            ([2.0], [2.0], 0.0, [0.0]),  # the kink
        ),
        metric=(lambda y, p: metrics.mean_pinball_loss(y, p, alpha=0.9), 1),
        linked=((identity, sklearn_loss.PinballLoss(quantile=0.9)),),
        equation=("eq-pinball", {"q": 0.9}),
        made=(pinball_with, "quantile", 0.9),
    ),
    OfLoss(
        L.log_cosh,
        values=(([LOG(2)], [0.0], LOG(1.25), [0.6]),),
        oracle=lambda p, y: -np.log(4 * stats.logistic.pdf(2 * (p - y))) / 2,
        equation=("eq-log-cosh", {}),
    ),
]
POSITIVE = [
    tweedie := OfLoss(
        L.tweedie,
        values=(
            ([4.0], [1.0], 1.0, [3 / 8]),  # [2√t + 2/√t] from 1 to 4
            ([4.0], [0.0], 4.0, [0.5]),  # 2 √p
        ),
        oracle="scikit-learn's metric, and its loss of the score",
        draw=two_positive,
        metric=(tweedie_metric(1.5), 2),
        linked=(
            (exp, sklearn_loss.HalfTweedieLoss(power=1.5)),
            (identity, sklearn_loss.HalfTweedieLossIdentity(power=1.5)),
        ),
        refused=(-0.1,),
    ),
    tweedie._replace(
        of=tweedie_with(1.2),
        values=(([32.0], [0.0], 20.0, [0.5]),),  # p^0.8/0.8; p^−0.2
        metric=(tweedie_metric(1.2), 2),
        linked=(
            (exp, sklearn_loss.HalfTweedieLoss(power=1.2)),
            (identity, sklearn_loss.HalfTweedieLossIdentity(power=1.2)),
        ),
        made=(tweedie_with, "power", 1.2),
        elsewhere={
            "mpmath, 400 digits": "deviance(mp.mpf(1.2))(p, y)",
            "PyTorch": "tweedie(1.2)(p, y)",
            "JAX and optax": "tweedie(1.2)(p, y)",
        },
    ),
    tweedie._replace(
        of=tweedie_with(2.5),
        # [−2/√t + (2/3) t^−3/2] from 1 to 4; 3/32
        values=(([4.0], [1.0], 2 - 1 - (2 / 3) * 7 / 8, [3 / 32]),),
        metric=(tweedie_metric(2.5), 2),
        linked=(
            (exp, sklearn_loss.HalfTweedieLoss(power=2.5)),
            (identity, sklearn_loss.HalfTweedieLossIdentity(power=2.5)),
        ),
        refused=(0.0,),
        made=(tweedie_with, "power", 2.5),
    ),
    OfLoss(
        L.gamma,
        values=(([2.0], [1.0], LOG(2) - 0.5, [0.25]),),
        oracle=lambda p, y: -stats.expon.logpdf(y, scale=p) - np.log(y) - 1,
        draw=two_positive,
        metric=(metrics.mean_gamma_deviance, 2),
        linked=((exp, sklearn_loss.HalfGammaLoss()),),
        refused=(0.0,),
        equation=("eq-gamma", {}),
    ),
]
COUNTS = [
    OfLoss(
        L.poisson,
        values=(
            ([2.0], [1.0], 1 - LOG(2), [0.5]),  # log 1/2 + 1
            ([2.0], [0.0], 2.0, [1.0]),  # 0 log 0 = 0
            ([0.0], [0.0], 0.0, [1.0]),
        ),
        oracle=lambda p, y: special.kl_div(y, p),
        draw=two_positive,
        metric=(metrics.mean_poisson_deviance, 2),
        linked=((exp, sklearn_loss.HalfPoissonLoss()),),
        refused=(-1.0,),
        equation=("eq-poisson", {}),
    )
]
LABELS = [
    OfLoss(
        L.log_loss,
        values=(
            ([0.25], [1.0], LOG(4), [-4.0]),  # −log 1/4; −1/p
            ([0.25], [0.0], LOG(4 / 3), [4 / 3]),  # −log 3/4; 1/(1 − p)
            # a share: −(1/2)(log 1/4 + log 3/4); (p − y)/(p (1 − p)) = −(1/4)/(3/16)
            ([0.25], [0.5], LOG(16 / 3) / 2, [-4 / 3]),
            ([0.5, 0.25], [1.0, 0.0], LOG(2) + LOG(4 / 3), [-2.0, 4 / 3]),
        ),
        oracle=lambda p, y: (
            special.rel_entr(y, p)
            + special.rel_entr(1 - y, 1 - p)
            + special.entr(y)
            + special.entr(1 - y)
        ),
        linked=((sigmoid, sklearn_loss.HalfBinomialLoss()),),
        floor=False,  # but the entropy of a share
    ),
    OfLoss(
        L.hinge,
        values=(
            ([0.25, -0.5, 3.0], [1.0, 1.0, 1.0], 0.75 + 1.5, [-1.0, -1.0, 0.0]),
            ([0.25, -3.0], [-1.0, -1.0], 1.25, [1.0, 0.0]),
        ),
        oracle="scikit-learn's metric",
        kinks=lambda p, y: np.abs(p * y - 1),
        metric=(metrics.hinge_loss, 1),
        refused=(0.0,),
        equation=("eq-hinge", {}),
    ),
]
CLASSES = [
    OfLoss(
        L.cross_entropy,
        values=(
            ([0.5, 0.25, 0.25], [0.0, 1.0, 0.0], LOG(4), [0.0, -4.0, 0.0]),
            ([0.5, 0.5], [0.25, 0.75], LOG(2), [-0.5, -1.5]),
        ),
        oracle=lambda p, y: special.rel_entr(y, p) + special.entr(y),
        floor=False,
    )
]
SEVERAL = [  # of several numbers per prediction
    OfLoss(
        L.gaussian,
        values=(
            ([1.0, 4.0], [3.0], (LOG(4) + 1) / 2, [-0.5, 0.0]),
            ([0.0, 0.01], [0.0], LOG(0.01) / 2, [0.0, 50.0]),  # a density above 1
        ),
        oracle=lambda p, y: -stats.norm.logpdf(y, p[0], p[1] ** 0.5) - LOG(2 * np.pi) / 2,
        floor=False,
        equation=(
            "eq-gaussian",
            lambda p, y: {
                "m": p[..., :1],
                "s": LOG(p[..., 1:]),
                "v": p[..., 1:],
                "y": y,
                "L": L.gaussian.value(p, y)[..., None],
                r"\frac{\partial L}{\partial m}": L.gaussian.gradient(p, y)[..., :1],
                r"\frac{\partial L}{\partial s}": (L.gaussian.gradient(p, y) * p)[..., 1:],
            },
        ),
    ),
]
LOSSES = (*NUMBERS, *POSITIVE, *COUNTS, *LABELS, *CLASSES, *ROBUST)
