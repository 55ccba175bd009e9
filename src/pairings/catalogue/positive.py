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
        "`(relu(z) ** 2 / 2 - y * z).mean()`",
        "`relu(z) ** 2 / 2 - y * z`",
        "`make_fenchel_young_loss`",
        "none",
        "diabetes / 100",
        page="positive",
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
    ),
    Entry(
        "exp + half Poisson deviance",
        matching(activations.exp, losses.poisson),
        "0 or greater, effects multiply",
        "exp",
        "half Poisson deviance",
        "p - y",
        "mean",
        "`PoissonNLLLoss`",
        "`Poisson` (takes $p$)",
        "`generalized_kl_divergence`",
        '`PoissonRegressor`, `MLPRegressor(loss="poisson")`',
        "diabetes / 100",
        page="positive",
    ),
)
