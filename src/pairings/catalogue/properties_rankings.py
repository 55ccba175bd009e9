"""Properties of the rows of rankings."""

from .property import NO_MARGIN, Properties, Property, yes

NO_CONSTANT = Property(
    None, "a list is one sample of an order: no constant is asked, any is as good"
)
NO_RESIDUAL = Property(None, "the target is an order or a relevance: no p − y to compare with")

ROWS = (
    Properties(
        "softmax over those left + Plackett–Luce",
        "the strength, up to a factor that each list has for itself",
        yes("a sum of log Σ e^z less a linear part, one for each stage"),
        NO_CONSTANT,
        NO_MARGIN,
        yes(
            "an item gains at most 1 in each stage that it loses, n − 1 of them: "
            "2 in these lists of three",
            2,
        ),
        NO_RESIDUAL,
        yes("ranks are whole numbers; log Σ e^z is finite at every finite score"),
        "nats",
        sample=(
            (1.0, 2.0, 3.0),
            (1.0, 3.0, 2.0),
            (2.0, 1.0, 3.0),
            (2.0, 3.0, 1.0),
            (3.0, 1.0, 2.0),
        ),
    ),
    Properties(
        "scores of a list + RankNet",
        "the order, where pairs have one",
        yes("a sum of log(1 + e^u), u a difference of two scores"),
        NO_CONSTANT,
        NO_MARGIN,
        yes("each of the other items pulls at most by 1: n − 1, so 2 in these lists of three", 2),
        NO_RESIDUAL,
        yes("every relevance is a target; log(1 + e^u) is finite at every finite u"),
        "nats; only the order of the relevance counts, not its unit",
        0,
        sample=(
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (3.0, 1.0, 1.0),
        ),
    ),
    Properties(
        "softmax over a list + ListNet",
        "the relevance, up to a shift that each list has for itself",
        yes("log Σ e^z less a linear part"),
        NO_CONSTANT,
        NO_MARGIN,
        yes("∂L/∂z = p − q, a difference of two shares", 1),
        NO_RESIDUAL,
        yes("every relevance is a target, with shares above 0"),
        "nats; the unit of the relevance counts, as a temperature",
        sample=(
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (0.0, 1.0, 2.0),
            (3.0, 1.0, 1.0),
        ),
    ),
    Properties(
        "scores of two + reward model of preferences",
        "the reward, up to a shift",
        yes("log(1 + e^u), u the difference of the two scores"),
        NO_CONSTANT,
        NO_MARGIN,
        yes("∂L/∂z = p − y, a difference of two chances", 1),
        yes("∂L/∂z = p − y, with p the chance of each to be preferred"),
        yes("the targets are edges themselves; log(1 + e^u) is finite at every finite u"),
        "nats",
        sample=((1.0, 0.0), (0.0, 1.0), (0.0, 1.0), (1.0, 0.0), (1.0, 0.0)),
    ),
)
