"""Directions: angles in radians."""

from ..losses import directions as d
from ..records import Pairing
from . import omitted
from .entry import Entry


def _row(name: str, formulas: str) -> Pairing:
    made = [getattr(d, f"{formulas}_{part}") for part in ("value", "gradient", "curvature")]
    head = "unit_vector" if formulas == "cosine" else formulas
    predict = getattr(d, f"{head}_predict")
    return Pairing(name, predict, *made[:2], d.angles, scores=2, curvature=made[2])


VON_MISES = _row("two linear scores + von Mises", "von_mises")
TAN_HALF = _row("tan-half link + von Mises", "tan_half")
UNIT = _row("unit vector + its matching loss", "unit_vector")
COSINE = _row("unit vector + cosine", "cosine")

ENTRIES = (
    Entry(
        VON_MISES.name,
        VON_MISES,
        "an angle, in radians",
        r"two scores: $\kappa (\cos \mu, \sin \mu)$",
        "von Mises likelihood",
        r"A(\kappa) \cos \mu - \cos y, \; A(\kappa) \sin \mu - \sin y",
        "mean direction and concentration",
        dataset="made: `directions`",
        page="directions",
        when="a direction and how sure it is",
        asked="a direction",
        bias=r"along the mean direction, of length κ with $A(\kappa) = R$, the length of the mean vector",
        first_loss=r"$\log I_0(\kappa) - \kappa R$",
        shown="card",
        height="likelihood",
        omitted=omitted.constant(omitted.LOG_TURN),
        omitted_tex=r"\log 2\pi",
        predicts="direction, concentration",
    ),
    Entry(
        TAN_HALF.name,
        TAN_HALF,
        "an angle, in radians, seldom near ±π",
        r"two scores: $\tan(\mu / 2)$ and $\log \kappa$",
        "von Mises likelihood",
        r"\frac{2 \kappa \sin(\mu - y)}{1 + z_1^2}, \; \kappa (A(\kappa) - \cos(\mu - y))",
        "mean direction and concentration",
        dataset="made: `directions`",
        page="directions",
        when="directions stay away from the seam",
        asked="a direction that stays on one side",
        bias=r"$\tan(\mu/2)$ of the mean direction; $\log \kappa$ with $A(\kappa) = R$",
        first_loss=r"$\log I_0(\kappa) - \kappa R$",
        height="likelihood",
        omitted=omitted.constant(omitted.LOG_TURN),
        omitted_tex=r"\log 2\pi",
        predicts="direction, concentration",
    ),
    Entry(
        UNIT.name,
        UNIT,
        "an angle, in radians",
        "two scores, divided by their length",
        "its matching loss: length times (1 − cosine)",
        "p - d",
        "mean direction",
        dataset="made: `directions`",
        page="directions",
        when="the direction alone, convex in the scores",
        asked="a direction alone",
        bias="0, which has no direction; a set, if all targets are alike",
        first_loss="0",
        predicts="cosine, sine",
    ),
    Entry(
        COSINE.name,
        COSINE,
        "an angle, in radians",
        "two scores, divided by their length",
        "1 − cosine",
        r"\frac{\sin(\mu - y)}{\lvert z \rvert} \, p^{\perp}",
        "mean direction",
        dataset="made: `directions`",
        page="directions",
        when="the direction alone, however long the scores",
        asked="a direction alone, by its cosine",
        bias="the mean direction, at any length: a set",
        first_loss="$1 - R$, with $R$ the length of the mean vector",
        predicts="cosine, sine",
    ),
)
