"""Quantiles of a number, and its expectiles."""

from functools import partial

from .. import activations, losses
from ..pairing import compose
from .entry import Entry

ENTRIES = (
    Entry(
        "non-crossing quantiles + pinball loss",
        losses.non_crossing_quantiles((0.1, 0.5, 0.9)),
        "any real number, of which an interval is wanted",
        "three scores: the first quantile and softplus steps",
        "pinball loss of the quantiles 0.1, 0.5, 0.9",
        r"[y < q_1] + [y < q_2] + [y < q_3] - 1.5, \; "
        r"\sigma(z_2) ([y < q_2] + [y < q_3] - 1.4), \; "
        r"\sigma(z_3) ([y < q_3] - 0.9)",
        "quantiles 0.1, 0.5, 0.9",
        "none: a few lines of code",
        "none: a few lines of code",
        "none: a few lines of code",
        "`QuantileRegressor` (one each, which may cross)",
        dataset="made: noise that leans",
        page="quantiles",
        when="several quantiles at once, in order on every row",
        asked="an interval that holds eight in ten",
        bias="the quantile 0.1 and the inverse softplus of the steps",
        first_loss="the pinball losses of the three quantiles, added",
        shown="card",
        height="loss",
        predicts="quantiles 0.1, 0.5, 0.9",
    ),
    Entry(
        "identity + expectile 0.9",
        compose(activations.identity, losses.expectile)._replace(
            name="identity + expectile 0.9",
            curvature=partial(losses.expectile_curvature, level=0.9),
        ),
        "any real number, of which a high one is wanted",
        "identity",
        "asymmetric square, 0.9 below and 0.1 above",
        r"0.2 \max(0, z - y) - 1.8 \max(0, y - z)",
        "expectile 0.9",
        dataset="made: noise that leans",
        page="quantiles",
        when="how far matters too, not only how many",
        asked="a number that weighs shortfalls nine times as much",
        bias="the expectile 0.9, by a solve",
        first_loss="mean of $0.9\\, r^2$ for targets above it and $0.1\\, r^2$ for those below",
        height="loss",
    ),
)
