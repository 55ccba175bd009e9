"""Numbers from 0 up."""

from .. import activations, losses
from ..pairing import matching
from .entry import Entry

ENTRIES = (
    # The article has no row for a positive number: its row for regression offers ReLU as well.
    Entry(
        "ReLU + its matching loss",
        matching(activations.relu),
        "0 or greater",
        "ReLU",
        "its matching loss: half squared error above 0, a ramp below",
        "p - y",
        "mean",
        "`where(z > 0, (z - y) ** 2, y ** 2 - 2 * y * z).mean() / 2`",
        "`where(z > 0, (z - y) ** 2, y ** 2 - 2 * y * z) / 2`",
        "`make_fenchel_young_loss` (can be negative)",
        "none",
        "diabetes / 100",
        page="positive",
        when="exact zeros occur, and effects add up",
    ),
    Entry(
        "softplus + its matching loss",
        matching(activations.softplus),
        "0 or greater",
        "softplus",
        "its matching loss (a dilogarithm)",
        "p - y",
        "mean",
        "none",
        "none",
        "none",
        "none",
        "diabetes / 100",
        page="positive",
        when="effects add up far from 0, and no zero is exact",
    ),
    Entry(
        "exp + half Poisson deviance",
        matching(activations.exp, losses.poisson),
        "0 or greater, a count too",
        "exp",
        "half Poisson deviance",
        "p - y",
        "mean",
        "`PoissonNLLLoss` (can be negative)",
        "`Poisson` (takes $p$, can be negative)",
        "`generalized_kl_divergence`",
        '`PoissonRegressor`, `MLPRegressor(loss="poisson")`',
        "diabetes / 100",
        page="positive",
        when="effects multiply: rates, prices, counts",
    ),
)
