"""Properties of the rows of margins, sparse probabilities and links."""

from .property import AS_MATCHED, MEAN, NO_MARGIN, RESIDUAL, Properties, no, yes

_PAST_ZERO = yes("convex in u = y z, and its slope at u = 0 is below 0: the likelier side wins")
_LABELS = ((1.0,), (1.0,), (1.0,), (-1.0,))
_YES_NO = ((1.0,), (1.0,), (1.0,), (0.0,))
_ROOT = yes("the mean gradient is (F − mean of y) f/(F (1 − F)), 0 where F is the mean")
_CLASSES = (
    ((1.0, 0.0, 0.0),) * 4 + ((0.0, 1.0, 0.0),) * 3 + ((0.0, 0.0, 1.0),) * 3
)  # no class has more than half


def _of_link(name, convex, bounded, witness, finite):
    return Properties(
        name,
        "mean, P(y = 1)",
        convex,
        _ROOT,
        NO_MARGIN,
        bounded,
        no("∂L/∂z = (F − y) f/(F (1 − F)): only the logit has the factor 1", *witness),
        finite,
        "nats",
        sample=_YES_NO,
    )


_AT_TWO = ([2.0], [0.0])
ROWS = (
    Properties(
        "identity + hinge",
        "the likelier label",
        yes("the larger of two straight lines"),
        yes("between −1 and 1 the mean is straight and falls towards the likelier label"),
        _PAST_ZERO,
        yes("∂L/∂z is 0 or −y", 1),
        no("∂L/∂z is 0 or −y, whatever the distance", [0.5], [1.0]),
        yes("its labels are −1 and 1; a finite margin costs a finite loss"),
        "of the score",
        sample=_LABELS,
    ),
    Properties(
        "identity + squared hinge",
        "2 P(y = 1) − 1",
        yes("the square of a convex function that is not below 0"),
        yes("between −1 and 1 the mean is that of (z − y)², least at the mean of y"),
        _PAST_ZERO,
        no("∂L/∂z = −2 y max(0, 1 − u) grows with the wrong score", [-2e6], [1.0]),
        no("∂L/∂z = 2 (z − y) inside the margin", [0.5], [1.0]),
        yes("its labels are −1 and 1; a finite margin costs a finite loss"),
        "of the score, squared",
        sample=_LABELS,
    ),
    Properties(
        "identity + modified Huber",
        "2 P(y = 1) − 1",
        yes("∂²L/∂z² is 2 or 0, and the slope does not jump"),
        yes("between −1 and 1 the mean is that of (z − y)², least at the mean of y"),
        _PAST_ZERO,
        yes("∂L/∂z = −2 y min(max(0, 1 − u), 2)", 4),
        no("∂L/∂z = 2 (z − y) inside the margin", [0.5], [1.0]),
        yes("its labels are −1 and 1; a finite margin costs a finite loss"),
        "of the score, squared, far off of the score",
        sample=_LABELS,
    ),
    Properties(
        "identity + exponential loss",
        "half the log-odds",
        yes("∂²L/∂z² = e^−u > 0"),
        yes("the mean gradient is (1 − P) e^z − P e^−z, 0 at half the log-odds alone"),
        _PAST_ZERO,
        no("∂L/∂z = −y e^−u grows with the wrong score", [-20.0], [1.0]),
        no("∂L/∂z = −y e^−u", [0.5], [1.0]),
        yes("e^−u is a number at every margin from −709 on"),
        "none",
        sample=_LABELS,
    ),
    Properties(
        "tanh + its matching loss",
        "mean, 2 P(y = 1) − 1",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p − y| < 2", 2),
        RESIDUAL,
        yes("at y = ±1 it is softplus(∓2z): Φ*(±1) = log 2"),
        "nats",
        sample=_LABELS,
    ),
    Properties(
        "sparsemax + its matching loss",
        "mean, shares of the classes",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p_k − y_k| ≤ 1", 1),
        RESIDUAL,
        yes("Φ* is half the squared length, finite on all of the simplex"),
        "of the score",
        sample=((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    ),
    Properties(
        "entmax + its matching loss",
        "mean, shares of the classes",
        AS_MATCHED,
        MEAN,
        NO_MARGIN,
        yes("|p_k − y_k| ≤ 1", 1),
        RESIDUAL,
        yes("Φ* is 4/3 of Σ y^(3/2) − 1, finite on all of the simplex"),
        "of the score",
        sample=((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    ),
    Properties(
        "identity + Crammer–Singer hinge",
        "the class, where one has more than half",
        yes("the largest of 0 and straight lines"),
        no(
            "where no class has more than half, equal scores are best and name none",
            _CLASSES,
            [0.0, 0.0, 0.0],
            [5.0, 5.0, 5.0],
        ),
        NO_MARGIN,
        yes("∂L/∂z_k is −1, 0 or 1", 1),
        no("∂L/∂z_k is −1, 0 or 1, whatever the distance", [0.5, 0.0, 0.0], [1.0, 0.0, 0.0]),
        yes("a finite margin costs a finite loss"),
        "of the score",
        sample=((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    ),
    _of_link(
        "normal cdf (probit) + log loss",
        yes("log Φ is concave: ∂²L/∂z² = r (z + r) > 0, r = φ/Φ, for y = 1, and mirrored"),
        no("∂L/∂z grows like the wrong score", [2e6], [0.0]),
        _AT_TWO,
        yes("both logarithms are finite at every score whose square is a number"),
    ),
    _of_link(
        "cloglog + log loss",
        yes("e^z for y = 0; for y = 1 the slope −g/(e^g − 1), g = e^z, rises with g"),
        no("∂L/∂z = e^z for y = 0", [20.0], [0.0]),
        _AT_TWO,
        yes("e^z and −log(1 − e^−e^z) are numbers for z up to 709"),
    ),
    _of_link(
        "loglog + log loss",
        yes("cloglog with the answers and the sign of z exchanged"),
        no("∂L/∂z = −e^−z for y = 1", [-20.0], [1.0]),
        _AT_TWO,
        yes("e^−z and −log(1 − e^−e^−z) are numbers for z from −709 on"),
    ),
    _of_link(
        "cauchit + log loss",
        no("far off it grows like log |z|, which is concave", [-20.0], [-2.0], [1.0]),
        yes("f/F, largest near z = −0.43", 0.724611353776708),
        _AT_TWO,
        yes("F and 1 − F are above 0 at every finite score"),
    ),
)
