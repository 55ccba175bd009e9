"""Properties of the rows of directions."""

from .property import NO_MARGIN, Properties, Property, no, yes

NO_DIFFERENCE = Property(None, "two scores for one angle: no p − y to compare with")
ALL_ANGLES = yes("an angle enters by its cosine and sine, which have no edge")
ANGLES = ((0.2,), (1.0,), (1.4,))

ROWS = (
    Properties(
        "two linear scores + von Mises",
        "mean direction and concentration",
        yes("log I₀(|z|) less z · d: the log of an integral of exponentials of z, less a line"),
        yes("the mean slope is A(κ) z/κ − mean of d: 0 at its direction and length, only there"),
        NO_MARGIN,
        yes("a mean of unit vectors less one: each part lies within ±2", 2),
        NO_DIFFERENCE,
        ALL_ANGLES,
        "nats, of angles in radians",
        sample=ANGLES,
    ),
    Properties(
        "tan-half link + von Mises",
        "mean direction and concentration",
        no(
            "the cosine of 2 arctan z₁ − y levels off on both sides of its dip",
            [5.14, -0.905, -1.568, -0.5982],
            [-1.72, 9.71, -1.161, 3.33],
            [-2.062, -2.086],
        ),
        yes(
            "the mean is log I₀(κ) − κ R cos(μ − m), R and m of the sample: least at m and A(κ) = R"
        ),
        NO_MARGIN,
        no("∂L/∂z₂ grows with κ = e^z₂", [494.3, 707.6, -194.9, 247.4], [1.156, 2.118]),
        NO_DIFFERENCE,
        ALL_ANGLES,
        "nats, of angles in radians",
        sample=ANGLES,
    ),
    Properties(
        "unit vector + its matching loss",
        "mean direction",
        yes("|z| − z · d: a norm less a line"),
        no(
            "the mean is |z| − z · (mean of d), a mean shorter than 1: least at z = 0, no direction",
            [[0.2], [1.0], [1.4]],
            [0.6407086668, 0.7677840912],
        ),
        NO_MARGIN,
        yes("a unit vector less another: each part lies within ±2", 2),
        NO_DIFFERENCE,
        no("z = 0 has no direction: the gradient is 0/0", [0.0, 0.0], [1.0]),
        "none, of angles in radians",
        sample=ANGLES,
    ),
    Properties(
        "unit vector + cosine",
        "mean direction",
        no(
            "the same along every ray, and not constant",
            [-0.7857, -0.8635, 2.248, 0.5316],
            [6.562, 14.52, -8.76, -13.47],
            [-2.038, 0.6683],
        ),
        yes(
            "the mean is 1 − p · (mean of d): least where p points the same way, at any length of z"
        ),
        NO_MARGIN,
        no("sin(μ − y)/|z| has no bound as |z| nears 0", [1e-7, 0.0], [1.5]),
        NO_DIFFERENCE,
        no("z = 0 has no direction: value and gradient are 0/0", [0.0, 0.0], [1.0]),
        "none, of angles in radians",
        sample=ANGLES,
    ),
)
