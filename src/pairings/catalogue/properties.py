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
    and nothing else (where the statistic is a set, such as the medians of two numbers, that set).
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

ROWS = (
    Properties(
        "identity + half squared error",
        "mean",
        yes("∂²L/∂z² = 1"),
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = z − y grows with the distance", [2e6], [0.0]),
        RESIDUAL,
        NO_EDGE,
        "y²",
        2,
    ),
    Properties(
        "identity + absolute error",
        "median",
        yes("a distance is convex"),
        yes("the mean gradient is the share below z less the share above: 0 at the medians"),
        NO_MARGIN,
        yes("∂L/∂z is −1, 0 or 1", 1),
        no("∂L/∂z = 1 wherever z is above y", [3.0], [1.0]),
        NO_EDGE,
        "y",
        1,
    ),
    Properties(
        "identity + Huber",
        "the z where clipped residuals balance",
        yes("∂L/∂z = clip(z − y, −δ, δ) never falls as z rises"),
        yes("the mean of clip(z − y) never falls as z rises, and its zeros are what is predicted"),
        NO_MARGIN,
        yes("clipped at δ = 1", 1),
        no("beyond δ the gradient stays ±δ", [3.0], [0.0]),
        NO_EDGE,
        "y², beyond δ: δ y",
    ),
    Properties(
        "identity + quantile 0.9",
        "quantile 0.9",
        yes("the larger of two straight lines"),
        yes("the mean gradient is the share below z, less 0.9: 0 at the quantiles"),
        NO_MARGIN,
        yes("∂L/∂z is −0.9 or 0.1", 0.9),
        no("∂L/∂z = 0.1 wherever z is above y", [3.0], [1.0]),
        NO_EDGE,
        "y",
        1,
    ),
    Properties(
        "mean and variance + Gaussian likelihood",
        "mean and variance",
        no(
            "(y − m)² e^−s is not convex in m and s together",
            [0.0, 4.0],
            [8.0, 0.0],
            [8.0],
        ),
        yes("the mean gradient is 0 where m is the mean and e^s the mean of (y − m)², only there"),
        NO_MARGIN,
        no("∂L/∂m = (m − y) e^−s grows with the distance", [2e6, 0.0], [0.0]),
        Property(None, "two scores, one target: no p − y to compare with"),
        NO_EDGE,
        "nats; a change of unit adds log c",
    ),
    Properties(
        "ReLU + its matching loss",
        "mean",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = max(z, 0) − y grows with both", [2e6], [0.0]),
        RESIDUAL,
        yes("at y = 0 it is half of max(z, 0)²"),
        "y²",
        2,
    ),
    Properties(
        "softplus + its matching loss",
        "mean",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = softplus(z) − y grows with both", [2e6], [0.0]),
        RESIDUAL,
        yes("at y = 0 it is −Li₂(−e^z): Φ*(0) = 0"),
        "y times that of z",
    ),
    Properties(
        "exp + half Poisson deviance",
        "mean",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = e^z − y grows with both", [20.0], [0.0]),
        RESIDUAL,
        yes("at y = 0 it is e^z, as 0 · log 0 = 0"),
        "y",
        1,
    ),
    Properties(
        "ELU + its matching loss",
        "mean",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = ELU(z) − y grows with both", [2e6], [0.0]),
        RESIDUAL,
        yes("at y = −α it is αe^z below 0: Φ*(−α) is finite"),
        "y², below 0: y times that of z",
    ),
    Properties(
        "SELU + its matching loss",
        "mean",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        no("∂L/∂z = SELU(z) − y grows with both", [2e6], [0.0]),
        RESIDUAL,
        yes("at y = −λα it is λαe^z below 0: Φ*(−λα) is finite"),
        "y², below 0: y times that of z",
    ),
    Properties(
        "sigmoid + log loss",
        "mean, P(y = 1)",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p − y| < 1", 1),
        RESIDUAL,
        yes("at y = 1 it is softplus(−z), at y = 0 softplus(z)"),
        "nats",
        sample=((1.0,), (1.0,), (1.0,), (0.0,)),
    ),
    Properties(
        "softmax + cross-entropy",
        "mean, P(class)",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p_k − y_k| ≤ 1", 1),
        RESIDUAL,
        yes("of a one-hot row it is log Σ e^z − z of the class"),
        "nats",
        sample=((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ),
    Properties(
        "sigmoid per label + log loss",
        "mean, P(label)",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p_k − y_k| < 1", 1),
        RESIDUAL,
        yes("a sum of log losses, each finite"),
        "nats",
        sample=((1.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)),
    ),
)

PROPERTIES = {row.row: row for row in ROWS}
