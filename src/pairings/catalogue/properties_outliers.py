"""Properties of the rows on outliers and on quantiles."""

import math

from .property import NO_EDGE, NO_MARGIN, Properties, Property, no, yes

SEVERAL = Property(None, "several scores, one target: no p − y to compare with")
TWO_CROWDS = "two crowds of the same size are both best, and the middle is not"
LIMITED = "far out the pull has a limit, p − y has none"


def _one_valley(name, statistic, convex, bounded, units):
    return Properties(
        name,
        statistic,
        yes(convex),
        yes("the mean gradient never falls as z rises, and its zeros are what is predicted"),
        NO_MARGIN,
        yes(bounded, 1),
        no(LIMITED, [9.0], [0.0]),
        NO_EDGE,
        units,
    )


def _letting_go(name, where, bounded, bound, best, units):
    return Properties(
        name,
        "centre of the bulk",
        no(where, [4.0], [40.0], [0.0]),
        no(TWO_CROWDS, [[-10.0], [10.0]], [-best], [best]),
        NO_MARGIN,
        yes(bounded, bound),
        no(LIMITED, [9.0], [0.0]),
        NO_EDGE,
        units,
    )


def _two_scores(name, convex, proper, bounded):
    return Properties(
        name,
        "location and scale",
        convex,
        yes(proper),
        NO_MARGIN,
        bounded,
        SEVERAL,
        NO_EDGE,
        "nats; a change of unit adds log c",
    )


ROWS = (
    _one_valley(
        "identity + pseudo-Huber",
        "between mean and median",
        "∂²L/∂z² = (1 + r²)^(−3/2) > 0",
        "|r|/sqrt(1 + r²) < 1",
        "y², far out: δ y",
    ),
    _one_valley(
        "identity + log-cosh",
        "between mean and median",
        "∂²L/∂z² = 1/cosh² r > 0",
        "|tanh r| < 1",
        "y², far out: y",
    ),
    _one_valley(
        "identity + Fair",
        "between mean and median",
        "∂²L/∂z² = 1/(1 + |r|)² > 0",
        "|r|/(1 + |r|) < 1",
        "y², far out: c y",
    ),
    _one_valley(
        "identity + ε-insensitive",
        "as many above the tube as below",
        "half the sum of two distances, less ε",
        "∂L/∂z is −1, 0 or 1",
        "y",
    ),
    Properties(
        "identity + squared ε-insensitive",
        "as much above the tube as below",
        yes("∂²L/∂z² is 0 within the tube and 1 beyond"),
        yes("the mean gradient never falls as z rises, and its zeros are what is predicted"),
        NO_MARGIN,
        no("∂L/∂z = r − ε grows with the distance", [2e6], [0.0]),
        no("∂L/∂z is p − y − ε above the tube", [9.0], [0.0]),
        NO_EDGE,
        "y²",
    ),
    _letting_go(
        "identity + Tukey",
        "level beyond c: no bowl",
        "largest at r = c/√5: 16 c/(25 √5)",
        4.685 * 16 / (25 * 5**0.5),
        10.0,
        "y², far out: c²",
    ),
    _letting_go(
        "identity + Welsch",
        "nearly level far out: no bowl",
        "largest at r = c/√2: c/sqrt(2e)",
        2.985 / (2 * math.e) ** 0.5,
        10.0,
        "y², far out: c²",
    ),
    _letting_go(
        "identity + Student-t",
        "grows like a logarithm far out",
        "largest at r = √ν: (ν + 1)/(2 √ν)",
        1.25,
        96**0.5,  # r² = 10² − ν
        "nats, for y in units of the scale",
    ),
    _letting_go(
        "identity + Cauchy",
        "grows like a logarithm far out",
        "largest at r = 1",
        1.0,
        99**0.5,
        "nats, for y in units of the scale",
    ),
    _two_scores(
        "location and scale + Student-t likelihood",
        no("in m alone it grows like a logarithm far out", [4.0, 0.0], [40.0, 0.0], [0.0]),
        "for ν > 1 the likelihood has one stationary point, unless most of the sample is alike",
        no("∂L/∂m reaches (ν + 1)/(2 √ν s), and s may be small", [2e-7, -16.118], [0.0]),
    ),
    _two_scores(
        "location and scale + Laplace likelihood",
        no("|y − m| e^−t is not convex in m and t together", [0.0, 4.0], [8.0, 0.0], [8.0]),
        "m at a median, whatever t; then 1 = e^−t times the mean distance from it",
        no("∂L/∂m = ± e^−t, and t may be far below 0", [1.0, -20.0], [0.0]),
    ),
    _two_scores(
        "location and scale + logistic likelihood",
        no("not convex in m and t together", [0.0, 4.0], [8.0, 0.0], [8.0]),
        "strictly convex in m e^−t and e^−t",
        no("∂L/∂m goes up to e^−t, and t may be far below 0", [1.0, -20.0], [0.0]),
    ),
    Properties(
        "non-crossing quantiles + pinball loss",
        "quantiles 0.1, 0.5, 0.9",
        no("−softplus is concave: quantiles too low", [0.0, -2.0, 0.0], [0.0, 2.0, 0.0], [99.0]),
        yes("the mean slope in q_k is the share below it, less its level: 0 at the quantiles"),
        NO_MARGIN,
        yes("at most the sum of the levels, Σ τ_k = 1.5", 1.5),
        SEVERAL,
        NO_EDGE,
        "y",
        1,
        sample=((2.01,), (3.64,), (-1.32,), (0.0981,), (0.377,)),
    ),
    Properties(
        "identity + expectile 0.9",
        "expectile 0.9",
        yes("∂²L/∂z² is 0.2 or 1.8"),
        yes("the mean gradient rises with z, and is 0 where the weighted amounts balance"),
        NO_MARGIN,
        no("∂L/∂z = 0.2 (z − y) grows with the distance", [2e7], [0.0]),
        no("∂L/∂z = 0.2 (p − y) above the target", [3.0], [1.0]),
        NO_EDGE,
        "y²",
        2,
    ),
)
