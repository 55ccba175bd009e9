"""The facts of the activations, in the order of the table."""

from math import e, exp, log, pi, sqrt, tanh

import numpy as np
from scipy import special, stats

from facts.kinds import OfActivation, column
from pairings import activations as A
from pairings import losses
from pairings.activations import celu_with, elu_with, leaky_relu_with

N, LOGISTIC, SIGNED = stats.norm, stats.logistic, stats.uniform(-1, 2)
ELEMENTARY = "no such function in scipy or scikit-learn"
# The constants of SELU as its paper prints them.
SCALE, ALPHA = 1.0507009873554804934, 1.6732632423543772848
# The potential of the normal cdf at −30: n (1/z² − 3/z⁴ + 15/z⁶ − …)
SERIES = sum((-1) ** k * special.factorial2(2 * k + 1) / 30.0 ** (2 * k + 2) for k in range(12))
FAR = exp(-450) / sqrt(2 * pi) * SERIES


def sparsemax_gaps(z):
    """How far each row is from one in which another output opens or closes."""
    threshold = (z - A.sparsemax.forward(z)).max(axis=-1, keepdims=True)
    return np.abs(z - threshold).min(axis=-1)


def entmax_gaps(z):
    """The same for entmax, whose outputs are squares: where one opens, the slope has its kink."""
    root = np.sqrt(A.entmax.forward(z))
    threshold = (z / 2 - root).max(axis=-1, keepdims=True)
    return np.abs(z / 2 - threshold).min(axis=-1)


def elu_letters(alpha):
    inner = elu_with(alpha)
    return {
        r"\Phi_{\text{ELU}}": column(inner.potential),
        r"\Phi^*_{\text{ELU}}": column(inner.conjugate),
        r"\text{ELU}_{\alpha}": inner.forward,
    }


def mean_on_the_unit(z):
    """Of the density ∝ e^(zy) on [0, 1], by Kummer's function, as is the second moment below."""
    return special.hyp1f1(2, 3, z) / 2 / special.exprel(z)


def variance_on_the_unit(z):
    return special.hyp1f1(3, 4, z) / 3 / special.exprel(z) - mean_on_the_unit(z) ** 2


def slope(a, z):
    return a.vjp(z, np.ones_like(z))


def in_words(a, name):
    """An activation and its slope, where a page calls them by a name."""
    return {rf"\text{{{name}}}": a.forward, rf"\text{{{name}}}'": lambda z: slope(a, z)}


LINE = [
    OfActivation(
        A.identity,
        values=(([-2.0, 3.0], [-2.0, 3.0]),),
        oracle=ELEMENTARY,
        potentials=(([3.0, 1.0], 5.0),),  # 9/2 + 1/2
        conjugates=(([3.0, 1.0], 5.0),),
        loss=losses.squared_error,
        sklearn="identity",
        equation=("eq-identity", {}),
    ),
    leaky := OfActivation(
        A.leaky_relu,
        values=(([-2.0, 3.0], [-0.02, 3.0]),),
        oracle=ELEMENTARY,
        potentials=(([-2.0, 3.0], 0.02 + 4.5),),
        conjugates=(([2.0, -0.02], 2.0 + 0.02),),
        kinks=(0.0,),
        letters={"s": 0.01},
    ),
    leaky._replace(
        of=leaky_relu_with(0.3),
        values=(([-2.0, 3.0], [-0.6, 3.0]),),
        potentials=(([-2.0, 3.0], 0.6 + 4.5),),
        conjugates=(([2.0, -0.6], 2.0 + 0.6),),
        equation=("eq-leaky-relu", {"s": 0.3}),
        made=(leaky_relu_with, "slope", 0.3),
    ),
]
HALF_LINE = [
    OfActivation(
        A.relu,
        values=(([-2.0, 0.0, 3.0], [0.0, 0.0, 3.0]),),
        oracle=ELEMENTARY,
        potentials=(([-2.0, 3.0], 4.5),),
        conjugates=(([3.0, 0.0], 4.5),),
        edges=(0.0,),
        kinks=(0.0,),
        sklearn="relu",
        equation=("eq-relu", {}),
    ),
    OfActivation(
        A.softplus,
        values=(([0.0], [log(2)]), ([log(3), -log(3)], [log(4), log(4 / 3)])),
        oracle=(lambda z: -special.log_expit(-z), LOGISTIC.cdf),
        # −Li₂(−1); Li₂ of a tiny number is that number
        potentials=(([0.0], pi**2 / 12), ([-300.0], exp(-300))),
        conjugates=(([log(2)], -(pi**2) / 12), ([0.0], 0.0)),  # z = 0 there
        edges=(0.0,),
        textbook={
            "potential": lambda z: -special.spence(1 + np.exp(z)),
            "conjugate": lambda y: special.spence(np.exp(y)) + y * np.log(np.expm1(y)),
        },
        equation=("eq-softplus", {}),
        in_words=("forward", "potential", "conjugate"),
    ),
    OfActivation(
        A.exp,
        values=(([0.0, log(3)], [1.0, 3.0]),),
        oracle=ELEMENTARY,
        potentials=(([0.0, log(3)], 4.0),),
        conjugates=(([1.0, 0.0, e], -1.0),),  # −1, 0 and e − e
        edges=(0.0,),
        loss=losses.poisson,
        textbook={"conjugate": lambda y: y * np.log(y) - y},
        equation=("eq-exp", {}),
        reach=700.0,
    ),
    elu := OfActivation(
        A.elu,
        values=(([-log(4), 0.0, 3.0], [-0.75, 0.0, 3.0]),),  # 1/4 − 1
        oracle=ELEMENTARY,
        potentials=(([-log(4), 3.0], 0.25 - 1 + log(4) + 4.5), ([-1e-120], 5e-241)),
        # 0 log 0 + 1
        conjugates=(([-1.0, 3.0], 1 + 4.5), ([-0.5], 0.5 - log(2) / 2), ([-1e-120], 5e-241)),
        edges=(-1.0,),
        kinks=(0.0,),
        textbook={"forward": lambda z: np.where(z > 0, z, np.exp(z) - 1)},
        equation=("eq-elu", {r"\alpha": 1.0}),
        letters={r"\alpha": 1.0},
    ),
    elu._replace(
        of=elu_with(0.5),
        values=(([-log(4), 3.0], [-0.375, 3.0]),),
        potentials=(([-log(4)], 0.5 * (0.25 - 1 + log(4))),),
        conjugates=(([-0.5], 0.5),),  # 0 log 0 + 1/2
        edges=(-0.5,),
        textbook={},
        equation=None,
        made=(elu_with, "alpha", 0.5),
    ),
    celu := OfActivation(
        A.celu,
        values=(([-log(4), 0.0, 3.0], [-0.75, 0.0, 3.0]),),
        oracle=ELEMENTARY,
        potentials=(([-log(4), 3.0], 0.25 - 1 + log(4) + 4.5), ([-1e-120], 5e-241)),
        conjugates=(([-1.0, 3.0], 1 + 4.5),),
        edges=(-1.0,),
        kinks=(0.0,),
        in_words=("forward", "conjugate"),
        letters={r"\alpha": 1.0},
    ),
    celu._replace(
        of=celu_with(2.0),
        values=(([-2 * log(4), 3.0], [-1.5, 3.0]),),
        potentials=(([-2 * log(4), 3.0], 4 * (-0.75 + log(4)) + 4.5),),
        conjugates=(([-2.0, 2.0], 4.0 + 2.0),),  # 0 log 0 = 0
        edges=(-2.0,),
        equation=("eq-celu", {r"\alpha": 2.0} | elu_letters(1.0)),
        made=(celu_with, "alpha", 2.0),
    ),
    OfActivation(
        A.selu,
        values=(([-log(4), 2.0], [SCALE * ALPHA * -0.75, 2 * SCALE]),),
        oracle=ELEMENTARY,
        potentials=(([-log(4), 2.0], SCALE * (ALPHA * (0.25 - 1 + log(4)) + 2)),),
        conjugates=(([2 * SCALE], 2 * SCALE), ([-SCALE * ALPHA], SCALE * ALPHA)),
        edges=(-SCALE * ALPHA,),
        kinks=(0.0,),
        equation=("eq-selu", {r"\lambda": SCALE} | elu_letters(ALPHA)),
        letters={r"\lambda": SCALE} | elu_letters(ALPHA),
    ),
]
BOUNDED = [
    OfActivation(
        A.sigmoid,
        values=(([0.0, log(3), -log(3)], [0.5, 0.75, 0.25]),),  # 1/(1 + 1/3)
        oracle=(LOGISTIC.cdf, LOGISTIC.pdf),
        potentials=(([0.0, log(3)], log(2) + log(4)),),
        # 0 log 0 = 0
        conjugates=(([0.5, 0.0], -log(2)), ([0.25], log(0.25) / 4 + 3 * log(0.75) / 4)),
        edges=(0.0, 1.0),
        loss=losses.log_loss,
        textbook={"forward": special.expit, "potential": lambda z: -special.log_expit(-z)},
        sklearn="logistic",
        equation=("eq-sigmoid", {}),
    ),
    OfActivation(
        A.tanh,
        values=(([0.0, log(2)], [0.0, 0.6]),),  # (2 − 1/2)/(2 + 1/2)
        oracle=(
            lambda z: np.sign(z) * (1 - 2 * LOGISTIC.sf(2 * np.abs(z))),
            lambda z: 4 * LOGISTIC.pdf(2 * z),
        ),
        # cosh = (2 + 1/2)/2; z²/2: what log(cosh z) would lose
        potentials=(([log(2)], log(1.25)), ([1e-9], 5e-19)),
        conjugates=(([1.0], log(2)), ([1e-9], 5e-19)),  # (2 log 2)/2
        edges=(-1.0, 1.0),
        textbook={"potential": lambda z: np.log(np.cosh(z))},
        sklearn="tanh",
        equation=("eq-tanh", {}),
    ),
    OfActivation(
        A.normal_cdf,
        values=(([0.0], [0.5]),),
        oracle=(N.cdf, N.pdf),
        potentials=(([0.0], 1 / sqrt(2 * pi)), ([-30.0], FAR)),
        conjugates=(([0.5, 0.0, 1.0], -1 / sqrt(2 * pi)),),
        edges=(0.0, 1.0),
        textbook={
            "potential": lambda z: z * N.cdf(z) + np.exp(-z * z / 2) / np.sqrt(2 * np.pi),
            "conjugate": lambda y: -np.exp(-(special.ndtri(y) ** 2) / 2) / np.sqrt(2 * np.pi),
        },
        equation=("eq-normal-cdf", lambda z: {"q": z[::-1] + 0.1, "N": N.cdf, "n": N.pdf}),
        in_words=("conjugate",),
        letters={"N": N.cdf, "n": N.pdf},
    ),
    OfActivation(
        A.cauchit,
        values=(([1.0, 0.0, -1.0], [0.75, 0.5, 0.25]),),
        oracle=(stats.cauchy.cdf, stats.cauchy.pdf),
        potentials=(([1.0], 0.75 - log(2) / (2 * pi)), ([0.0], 0.0)),
        conjugates=(([0.5], 0.0), ([1 / 6], log(2) / pi)),
        textbook={"conjugate": lambda y: -np.log(np.sin(np.pi * y)) / np.pi},
        equation=("eq-cauchit", {}),
        elsewhere={"mpmath, 400 digits": "mp.mpf(1) / 2 + mp.atan(z) / mp.pi"},
    ),
    OfActivation(
        A.continuous_bernoulli,
        values=(([0.0, log(2), -log(2)], [0.5, 2 - 1 / log(2), 1 / log(2) - 1]),),
        oracle=(mean_on_the_unit, variance_on_the_unit),
        potentials=(([log(2)], -log(log(2))), ([0.0], 0.0)),
        conjugates=(([0.5], 0.0), ([2 - 1 / log(2)], 2 * log(2) - 1 + log(log(2)))),
        textbook={"potential": lambda z: np.log(special.exprel(z))},
        equation=(
            "eq-continuous-bernoulli",
            lambda z: {
                "q": A.continuous_bernoulli_score(A.continuous_bernoulli_value(z[::-1] + 0.1))
            },
        ),
        in_words=("conjugate",),
        elsewhere={  # near 0 the two terms cancel
            "mpmath, 400 digits": "1 / (1 - mp.exp(-z)) - 1 / z if abs(z) > 1e-12 else 0.5 + z / 12"
        },
    ),
    OfActivation(
        A.arctan,
        values=(([1.0, 0.0], [pi / 4, 0.0]),),
        oracle=(
            lambda z: np.pi * (stats.cauchy.cdf(z) - 0.5),
            lambda z: np.pi * stats.cauchy.pdf(z),
        ),
        potentials=(([1.0, 0.0], pi / 4 - log(2) / 2), ([1e-120], 5e-241)),
        conjugates=(([pi / 3], log(2)),),
        textbook={"conjugate": lambda y: -np.log(np.cos(y))},
        equation=("eq-arctan", {}),
    ),
    OfActivation(
        A.softsign,
        values=(([3.0, -1.0], [0.75, -0.5]),),
        oracle=(
            lambda z: np.sign(z) * stats.lomax.cdf(np.abs(z), 1),
            lambda z: stats.lomax.pdf(np.abs(z), 1),
        ),
        potentials=(([3.0, -1.0], 4 - log(4) - log(2)), ([1e-120], 5e-241)),
        conjugates=(([0.5, -0.5], -1 + 2 * log(2)),),
        kinks=(0.0,),  # of the slope
        equation=("eq-softsign", {}),
        rough=True,
    ),
    OfActivation(
        A.hard_sigmoid,
        values=(([-3.0, 0.5, 4.0], [0.0, 0.5, 1.0]),),
        oracle=(stats.uniform.cdf, stats.uniform.pdf),
        potentials=(([-3.0, 0.5, 4.0], 0.125 + 3.5),),  # 0, z²/2, z − 1/2
        conjugates=(([0.0, 1.0], 0.5),),
        edges=(0.0, 1.0),
        kinks=(0.0, 1.0),
        equation=(
            "eq-hard-sigmoid",
            {r"\Phi_{\text{hard sigmoid}}": column(A.hard_sigmoid.potential)},
        ),
        in_words=("forward",),
        letters={"l": 0.0, "h": 1.0},
    ),
    OfActivation(
        A.hard_tanh,
        values=(([-3.0, 0.5, 4.0], [-1.0, 0.5, 1.0]),),
        oracle=(lambda z: 2 * SIGNED.cdf(z) - 1, lambda z: 2 * SIGNED.pdf(z)),
        potentials=(([-3.0, 0.5, 4.0], 2.5 + 0.125 + 3.5),),
        conjugates=(([-1.0, 0.5], 0.625),),
        edges=(-1.0, 1.0),
        kinks=(-1.0, 1.0),
        equation=("eq-clip", {}),
        in_words=("forward",),
        letters={"l": -1.0, "h": 1.0},
    ),
    OfActivation(
        A.relu6,
        values=(([-3.0, 2.0, 10.0], [0.0, 2.0, 6.0]),),
        oracle=ELEMENTARY,
        potentials=(([-3.0, 2.0, 10.0], 2.0 + 42.0),),  # 6 z − 18
        conjugates=(([6.0], 18.0),),
        edges=(0.0, 6.0),
        kinks=(0.0, 6.0),
        equation=("eq-relu6", {r"\Phi_{\text{ReLU6}}": column(A.relu6.potential)}),
        in_words=("forward",),
        letters={"l": 0.0, "h": 6.0},
    ),
]
CLASSES = [
    OfActivation(
        A.softmax,
        values=(([0.0, log(2), 0.0], [0.25, 0.5, 0.25]),),  # 1 : 2 : 1
        oracle="its rows are compared with scipy.special and with scikit-learn's network",
        potentials=(([0.0, log(2), 0.0], log(4)),),
        conjugates=(([0.5, 0.25, 0.25], -1.5 * log(2)),),
        loss=losses.cross_entropy,
        textbook={
            "forward": lambda z: special.softmax(z, axis=-1),
            "potential": lambda z: special.logsumexp(z, axis=-1),
        },
        sklearn="softmax",
        in_words=("forward", "potential", "conjugate"),
    ),
    OfActivation(
        A.sparsemax,
        values=(
            ([1.0, 0.0, -5.0], [1.0, 0.0, 0.0]),
            ([0.5, 0.25, -5.0], [0.625, 0.375, 0.0]),
        ),
        oracle="no projection on the simplex in scipy or scikit-learn",
        potentials=(
            ([1.0, 0.0, -5.0], 0.5),
            ([0.5, 0.25, -5.0], 0.40625 - 0.53125 / 2),
        ),
        conjugates=(([0.5, 0.5, 0.0], 0.25),),
        kinks=sparsemax_gaps,
        in_words=("forward", "potential", "conjugate"),
        rough=True,
    ),
    OfActivation(
        A.entmax,
        values=(
            ([2.0, 0.0, -5.0], [1.0, 0.0, 0.0]),
            ([0.4, 0.0, -5.0], [0.64, 0.36, 0.0]),  # √p = 0.8 and 0.6
        ),
        oracle="no entmax in scipy or scikit-learn",
        potentials=(
            ([2.0, 0.0, -5.0], 2.0),
            ([0.4, 0.0, -5.0], 0.256 + 4 / 3 * (1 - 0.512 - 0.216)),
        ),
        conjugates=(([0.64, 0.36, 0.0], -4 / 3 * 0.272),),
        kinks=entmax_gaps,
        in_words=("forward", "potential", "conjugate"),
        rough=True,
    ),
]
TURNING = [
    OfActivation(
        A.gelu,
        values=(([0.0, 1.0], [0.0, 0.8413447460685429]),),
        oracle=(lambda z: z * N.cdf(z), lambda z: N.cdf(z) + z * N.pdf(z)),
        equation=("eq-gelu", in_words(A.gelu, "GELU") | {"N": N.cdf, "n": N.pdf}),
        letters={"N": N.cdf, "n": N.pdf},
    ),
    OfActivation(
        A.silu,
        values=(([0.0, log(3)], [0.0, 0.75 * log(3)]),),
        oracle=(
            lambda z: z * LOGISTIC.cdf(z),
            lambda z: LOGISTIC.cdf(z) * (1 + z * LOGISTIC.sf(z)),
        ),
        equation=("eq-silu", in_words(A.silu, "SiLU") | {r"\sigma": special.expit}),
        letters={r"\sigma": special.expit},
    ),
    OfActivation(
        A.mish,
        values=(([0.0, log(e - 1)], [0.0, log(e - 1) * tanh(1)]),),
        oracle=ELEMENTARY,
        equation=(
            "eq-mish",
            lambda z: (
                in_words(A.mish, "Mish")
                | {"t": np.tanh(np.logaddexp(0, z)), r"\sigma": special.expit}
            ),
        ),
    ),
    OfActivation(
        A.hard_swish,
        values=(([-4.0, -1.5, 0.0, 3.0, 5.0], [0.0, -0.375, 0.0, 3.0, 5.0]),),
        oracle=ELEMENTARY,
        kinks=(-3.0, 3.0),
        equation=(
            "eq-hard-swish",
            lambda z: (
                in_words(A.hard_swish, "hard swish") | {r"\text{slope}": slope(A.hard_swish, z)}
            ),
        ),
        in_words=("forward",),
    ),
]
HEADS = [  # of several scores per target
    OfActivation(
        A.mean_and_variance,
        values=(([0.3, log(2), -1.0, 0.0], [0.3, 2.0, -1.0, 1.0]),),
        oracle="the first is the score itself, the second exp",
    ),
]
ACTIVATIONS = (*LINE, *HALF_LINE, *BOUNDED, *CLASSES, *TURNING)
