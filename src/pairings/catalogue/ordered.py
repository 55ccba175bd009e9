"""Classes in an order."""

from functools import partial

from ..activations import sigmoid
from ..losses import orders as o
from ..records import Pairing
from .entry import Entry


def _cumulative(name: str, link: o.Link) -> Pairing:
    return Pairing(
        f"thresholds + {name}",
        partial(o.cumulative_predict, link),
        partial(o.cumulative_value, link),
        partial(o.cumulative_gradient, link),
        o.ladders,
        curvature=partial(o.cumulative_curvature, link),
    )


PROPORTIONAL_ODDS = _cumulative("proportional odds", o.logit)
PROBIT = _cumulative("ordered probit", o.probit)
CLOGLOG = _cumulative("ordered cloglog (proportional hazards)", o.cloglog)
CORAL = Pairing(
    "thresholds + CORAL",
    sigmoid.bare.forward,
    o.coral_value,
    o.coral_gradient,
    o.ladders,
    curvature=o.coral_curvature,
)
ADJACENT = Pairing(
    "thresholds + adjacent category",
    o.adjacent_category_predict,
    o.adjacent_category_value,
    o.adjacent_category_gradient,
    o.ladders,
    curvature=o.adjacent_category_curvature,
)
CONTINUATION = Pairing(
    "thresholds + continuation ratio",
    o.continuation_ratio_predict,
    o.continuation_ratio_value,
    o.continuation_ratio_gradient,
    o.ladders,
    curvature=o.continuation_ratio_curvature,
)


def _entry(pairing, loss, gradient, statistic, when, **more) -> Entry:
    return Entry(
        pairing.name,
        pairing,
        "one class of an order",
        "one score less as many thresholds as classes but one",
        loss,
        gradient,
        statistic,
        dataset="diabetes in five bands",
        page="ordered",
        when=when,
        asked=more.pop("asked", f"a class of an order, {when}"),
        height="likelihood",
        predicts="P(class > k) for every threshold k",
        **more,
    )


_BETWEEN = r"\frac{([k = b] - [k = a])\, F'(z_k)}{F(z_a) - F(z_b)}"
ENTRIES = (
    _entry(
        PROPORTIONAL_ODDS,
        "log loss of falling between the thresholds a and b, logistic",
        _BETWEEN,
        "P(class > k)",
        "effects shift the odds of all thresholds alike",
        asked="a class of an order",
        bias="log-odds of the share above each threshold",
        first_loss="entropy of the class shares",
        shown="card",
    ),
    _entry(
        PROBIT,
        "log loss of falling between the thresholds a and b, normal",
        _BETWEEN,
        "P(class > k)",
        "a normal number was cut into classes",
        bias="the normal quantile of the share above each threshold",
        first_loss="entropy of the class shares",
    ),
    _entry(
        CLOGLOG,
        "log loss of falling between the thresholds a and b, of extreme values",
        _BETWEEN,
        "P(class > k)",
        "classes are times in bands",
        bias=r"$-\log(-\log s_k)$, with $s_k$ the share above threshold k",
        first_loss="entropy of the class shares",
    ),
    _entry(
        CORAL,
        "sum of the log losses of the thresholds",
        "p_k - y_k",
        "P(class > k)",
        "simple and safe: no order is needed while training",
        bias="log-odds of the share above each threshold",
        first_loss="the entropies of the thresholds, added",
    ),
    _entry(
        ADJACENT,
        "cross-entropy, each class against the next",
        "p_k - y_k",
        "P(class > k)",
        "effects act from one class to the next",
        bias="log of each class's share over that of the class below",
        first_loss="entropy of the class shares",
    ),
    _entry(
        CONTINUATION,
        "log losses of the thresholds reached",
        r"[\text{reached}]\,(\sigma(z_k) - y_k)",
        "P(class > k)",
        "classes are stages passed one after the other",
        bias="log-odds of going on, among those that came so far",
        first_loss="entropy of the class shares",
    ),
)
