"""Numbers on the whole line."""

from .. import activations, losses
from ..pairing import compose, matching
from .entry import Entry

ENTRIES = (
    Entry(
        "identity + half squared error",
        matching(activations.identity, losses.squared_error),
        "any real number",
        "identity",
        "half squared error",
        "z - y",
        "mean",
        "`MSELoss` (the whole square)",
        "`MeanSquaredError` (the whole square)",
        "`l2_loss`",
        "`MLPRegressor`, `LinearRegression`",
        "diabetes, `make_friedman1`",
        page="regression",
        when="the mean is wanted",
        problem="Regression, numerical value",
    ),
    Entry(
        "identity + absolute error",
        compose(activations.identity, losses.absolute_error),
        "any real number, some of them wild",
        "identity",
        "absolute error",
        r"\operatorname{sign}(z - y)",
        "median",
        "`L1Loss`",
        "`MeanAbsoluteError`",
        "none",
        "`QuantileRegressor(quantile=0.5, alpha=0)`",
        "diabetes, `make_friedman1`",
        page="regression",
        when="the median is wanted, or some targets are wild",
    ),
    Entry(
        "identity + Huber",
        compose(activations.identity, losses.huber),
        "any real number, some of them wild",
        "identity",
        "Huber's loss: a square near, absolute far",
        r"\operatorname{clip}(z - y, -\delta, \delta)",
        "between mean and median",
        "`HuberLoss`",
        "`Huber`",
        "`huber_loss`",
        "`HuberRegressor`",
        "diabetes, `make_friedman1`",
        page="regression",
        when="a mean that wild targets cannot drag far",
    ),
)
