"""Properties of the rows of waiting times."""

from .property import NO_EDGE, NO_MARGIN, Properties, Property, no, yes

CENSORED = yes(
    "−log likelihood of what was seen: where the bounds do not depend on what they hide, its mean "
    "is least at the true parameters of the family"
)

ROWS = (
    Properties(
        "exp + censored exponential",
        "events per time",
        yes("∂²L/∂z² = t e^z > 0"),
        yes("the mean slope is t e^z − d: 0 where e^z is events per time"),
        NO_MARGIN,
        no("t e^z is not bounded", [-159.6, 708.7], [0.8476, 0, 2.154, 0]),
        Property(None, "a target in two columns: no p − y to compare with"),
        yes("times above 0: no edge is a target"),
        "nats",
        sample=((2.54, 0.0), (0.839, 0.0), (1.1, 0.0), (0.693, 0.0), (0.367, 1.0)),
    ),
    Properties(
        "scale and shape + censored Weibull",
        "scale and shape",
        no(
            "(t/λ)^k is not convex in both scores together",
            [5.09, 8.065, 11.45, 0.6286],
            [-8.984, 2.099, 12.3, 3.042],
            [2.549, 1, 0.4753, 1],
        ),
        CENSORED,
        NO_MARGIN,
        no("(t/λ)^k is not bounded", [2.696, -1.741, 0.8329, 4.234], [1.684e04, 0, 5.855e04, 0]),
        Property(None, "a target in two columns: no p − y to compare with"),
        yes("times above 0: no edge is a target"),
        "nats; −log density adds log c where seen",
        sample=((4.5, 0.0), (1.26, 0.0), (1.8, 1.0), (0.856, 0.0), (1.66, 1.0)),
    ),
    Properties(
        "median and scale + log-normal accelerated failure time",
        "median and scale of the logarithm",
        no(
            "not in location and log scale together",
            [-7.924, 0.8909, 3.738, 5.985],
            [0.1687, -15.26, 4.796, 3.094],
            [0.3708, 0, 1.304, 1],
        ),
        CENSORED,
        NO_MARGIN,
        no(
            "the distance over the scale is not bounded",
            [337.6, -348.7, 47.94, 4.918],
            [8.592, 1, 1.465, 0],
        ),
        Property(None, "a target in two columns: no p − y to compare with"),
        yes("times above 0: no edge is a target"),
        "nats; −log density adds log c where seen",
        sample=((4.5, 0.0), (1.26, 0.0), (1.8, 1.0), (0.856, 0.0), (1.66, 1.0)),
    ),
    Properties(
        "median and scale + log-logistic accelerated failure time",
        "median and scale of the logarithm",
        no(
            "not in location and log scale together",
            [-7.924, 0.8909, 3.738, 5.985],
            [0.1687, -15.26, 4.796, 3.094],
            [0.3708, 0, 1.304, 1],
        ),
        CENSORED,
        NO_MARGIN,
        no(
            "the distance over the scale is not bounded",
            [-439.4, -703.4, -300.1, -401.2],
            [0.5046, 0, 3.042, 1],
        ),
        Property(None, "a target in two columns: no p − y to compare with"),
        yes("times above 0: no edge is a target"),
        "nats; −log density adds log c where seen",
        sample=((4.5, 0.0), (1.26, 0.0), (1.8, 1.0), (0.856, 0.0), (1.66, 1.0)),
    ),
    Properties(
        "location and scale + Tobit (censored normal)",
        "mean and scale, bounds apart",
        no(
            "not in location and log scale together",
            [-1.929, -0.1676, 0.146, -0.02015],
            [-2.15, 10.68, -1.018, -26.09],
            [0.3082, 0, -0.5242, -1],
        ),
        CENSORED,
        NO_MARGIN,
        no(
            "the distance over the scale is not bounded",
            [-342.4, 1028, -3690, -346.6],
            [0.7569, 1, -0.1965, 1],
        ),
        Property(None, "a target in two columns: no p − y to compare with"),
        NO_EDGE,
        "nats; a change of unit adds log c where seen",
        sample=((0.126, -1.0), (0.64, 1.0), (-0.536, 0.0), (1.3, 1.0), (-0.704, 0.0)),
    ),
    Properties(
        "softmax over those at risk + Cox partial likelihood",
        "the hazard, up to a factor that each list has for itself",
        yes("a sum of log Σ e^z less a linear part, one for each event"),
        Property(None, "a list is one sample of an order: no constant is asked, any is as good"),
        NO_MARGIN,
        yes(
            "from −1 to the number of events of others: at most 2 in lists of three, more in longer ones",
            2,
        ),
        Property(None, "the target is a time and a flag: no p − y to compare with"),
        yes("times above 0: no edge is a target"),
        "nats",
        sample=((1.0, 1.0, 2.0, 0.0, 3.0, 1.0), (3.0, 1.0, 1.0, 1.0, 1.0, 1.0)),
    ),
)
