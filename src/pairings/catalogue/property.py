"""What holds of a row, with a derivation for every yes and a witness for every no."""

from typing import NamedTuple

QUESTIONS = {
    "convex": "convex in z",
    "proper": "strictly proper",
    "calibrated": "classification-calibrated",
    "bounded": "bounded pull",
    "canonical": "canonical",
    "finite": "finite at the edges",
}


class Property(NamedTuple):
    """holds: yes, no, or None, not asked. why: the derivation, in a line.

    witness: what refutes it, rows of single samples. convex: two scores and a target, (z, z', y),
    whose middle lies above the middle of the losses. bounded: (z, y) with a pull above a million.
    canonical: (z, y) with a gradient that is not p − y. finite: (z, y) with a value or gradient that
    is no number. proper: a sample and two constants, (y, b, b'), that cost the same and are the
    best, or a sample and what it should predict, (y, p). calibrated: a share of +1 and the score
    that is best there, on the wrong side. bound: how far the pull of a bounded one goes.
    """

    holds: bool | None
    why: str
    witness: tuple = ()
    bound: float | None = None

    def __str__(self) -> str:
        return {True: "yes", False: "no", None: "–"}[self.holds]


class Properties(NamedTuple):
    """What is asked of a row. `statistic` is what it is proper for.

    convex: z ↦ L(z, y), for every y. proper: the best constant of every sample is the statistic,
    and nothing else (where the statistic is a set, such as the medians of two numbers, that set);
    where a whole distribution is predicted, of targets of its family.
    calibrated, of margin losses alone: the best score of a yes-or-no has the sign of the likelier
    one. bounded: |∂L/∂z| ≤ bound for all z and y, so that no target pulls harder. canonical:
    ∂L/∂z = p − y. finite: value and gradient are numbers for all finite z, targets on an edge of
    their domain included. units: of the loss, where y has some; degree: the power of c by which
    the least mean loss grows when all targets are multiplied by c. sample: a few targets, for which
    the page shows the best constant.
    """

    row: str
    statistic: str
    convex: Property
    proper: Property
    calibrated: Property
    bounded: Property
    canonical: Property
    finite: Property
    units: str
    degree: float | None = None
    sample: tuple = ((1.0,), (2.0,), (6.0,))


def yes(why: str, bound: float | None = None) -> Property:
    return Property(True, why, bound=bound)


def no(why: str, *witness) -> Property:
    return Property(False, why, witness)


NO_MARGIN = Property(None, "no margin loss: targets are not −1 and 1")
AS_MATCHED = yes("∂L/∂z = a(z) − y never falls as z rises: Φ is convex")
MEAN = yes("the mean gradient is a(z) − mean of y, which vanishes where the prediction is the mean")
RESIDUAL = yes("a matched pair: ∂L/∂z = p − y by construction")
NO_EDGE = yes("every number is a target; the formula is finite at each")
LOG_SCORE = yes(
    "−log density: for targets of the family the mean is least at their own parameters, and more "
    "elsewhere by the Kullback–Leibler divergence"
)
SHARES = yes("cross-entropy: the mean slope is 0 where predicted and observed shares agree")
