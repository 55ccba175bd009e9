"""Waiting times, some of which are known from one side only."""

from functools import partial

from ..activations import exp, softmax
from ..losses import waiting as w
from ..records import Pairing
from . import omitted
from .entry import Entry

CENSORED_EXPONENTIAL = Pairing(
    "exp + censored exponential",
    exp.bare.forward,
    w.censored_exponential_value,
    w.censored_exponential_gradient,
    w.time_and_flag,
    columns=2,
    curvature=w.censored_exponential_curvature,
)
CENSORED_WEIBULL = Pairing(
    "scale and shape + censored Weibull",
    w.accelerated_predict,
    w.censored_weibull_value,
    w.censored_weibull_gradient,
    w.time_and_flag,
    scores=2,
    columns=2,
    curvature=w.censored_weibull_curvature,
)


def _accelerated(name: str, noise: w.Noise) -> Pairing:
    return Pairing(
        f"median and scale + {name} accelerated failure time",
        w.accelerated_predict,
        partial(w.accelerated_value, noise),
        partial(w.accelerated_gradient, noise),
        w.time_and_flag,
        scores=2,
        columns=2,
        curvature=partial(w.accelerated_curvature, noise),
    )


TOBIT = Pairing(
    "location and scale + Tobit (censored normal)",
    w.tobit_predict,
    w.tobit_value,
    w.tobit_gradient,
    w.number_and_side,
    scores=2,
    columns=2,
    curvature=w.tobit_curvature,
)
COX = Pairing(
    "softmax over those at risk + Cox partial likelihood",
    softmax.bare.forward,
    w.cox_value,
    w.cox_gradient,
    w.time_and_flag,
    columns=2,
    curvature=w.cox_curvature,
    lists=True,
)

ENTRIES = (
    Entry(
        CENSORED_EXPONENTIAL.name,
        CENSORED_EXPONENTIAL,
        "a time $t$ above 0 and a flag $d$: seen, or censored",
        "exp, the hazard",
        "half the Poisson deviance of $d$ events in the time $t$",
        "t e^z - d",
        "events per time",
        sklearn="`PoissonRegressor`, of $d/t$ weighted by $t$",
        dataset="made: `waiting_times`",
        page="waiting-times",
        when="the hazard may count as constant in time",
        asked="a waiting time, perhaps not over yet",
        bias="the logarithm of events per time",
        first_loss="mean of $-d \\log h t$, with $h$ the events per time",
        shown="card",
        omitted=omitted.censored_exponential,
        omitted_tex=r"d\,(1 + \log t)",
    ),
    Entry(
        CENSORED_WEIBULL.name,
        CENSORED_WEIBULL,
        "a time above 0 and a flag: seen, or censored",
        r"two scores: $\log \lambda$ and $\log k$",
        "Weibull likelihood, of what was seen and of what lasted longer",
        r"k\,(d - H), \; (H - d) \log H - d",
        "scale and shape",
        page="waiting-times",
        when="the hazard rises or falls with time, like a power",
        asked="a waiting time, and how its hazard changes",
        height="likelihood",
        omitted=omitted.censored_log_time,
        omitted_tex=r"d \log t",
        predicts="scale, shape",
    ),
    Entry(
        "median and scale + log-normal accelerated failure time",
        _accelerated("log-normal", w.normal),
        "a time above 0 and a flag: seen, or censored",
        r"two scores: $m$ and $s = \log \sigma$",
        r"normal likelihood of $\log t$, of what was seen and of what lasted longer",
        r"-g/\sigma, \; d - r g",
        "median and scale of the logarithm",
        page="waiting-times",
        when="effects stretch time, and the hazard rises, then falls",
        asked="a waiting time, stretched by what one knows",
        height="likelihood",
        omitted=omitted.censored_log_normal,
        omitted_tex=r"d\,(\log t + \tfrac12 \log 2\pi)",
        predicts="median, scale of log time",
    ),
    Entry(
        "median and scale + log-logistic accelerated failure time",
        _accelerated("log-logistic", w.logistic),
        "a time above 0 and a flag: seen, or censored",
        r"two scores: $m$ and $s = \log \sigma$",
        r"logistic likelihood of $\log t$, of what was seen and of what lasted longer",
        r"-g/\sigma, \; d - r g",
        "median and scale of the logarithm",
        page="waiting-times",
        when="the same with some very long times",
        asked="a waiting time, stretched, with a heavy tail",
        height="likelihood",
        omitted=omitted.censored_log_time,
        omitted_tex=r"d \log t",
        predicts="median, scale of log time",
    ),
    Entry(
        TOBIT.name,
        TOBIT,
        "any number beside a flag: as it is, at least that, at most that",
        r"two scores: $m$ and $s = \log \sigma$",
        "normal likelihood, of what was seen and of what lies beyond the bound",
        r"-g/\sigma, \; d - r g",
        "mean and scale, bounds apart",
        page="waiting-times",
        when="the target is cut off at a bound: a full scale, a limit of detection",
        asked="a number cut off at a bound",
        height="likelihood",
        omitted=omitted.tobit,
        omitted_tex=r"[\text{seen}]\,\tfrac12 \log 2\pi",
        predicts="mean, scale",
    ),
    Entry(
        COX.name,
        COX,
        "a list of times and flags",
        "softmax over those at risk",
        "cross-entropy of who comes next, event by event (Breslow's for equal times)",
        r"\sum_{i : t_i \leq t_k} d_i p_{ik} - d_k",
        "the hazard, up to a factor that each list has for itself",
        page="waiting-times",
        when="only who comes before whom is to count",
        asked="who comes next",
        bias="any: a shift changes nothing",
        first_loss="$\\log$ of the number at risk, summed over events",
        shown="card",
        height="likelihood",
        predicts="each item's chance to be the first",
    ),
)
