"""Properties of the rows of embeddings and masks."""

from .property import NO_MARGIN, Properties, Property, no, yes

NO_CONSTANT = Property(
    None, "a list asks who belongs together: no constant is asked, any is as good"
)
NO_RESIDUAL = Property(None, "the target names partners, the prediction is a direction")
SHORT = "across z the pull is divided by |z|, and grows without bound as z shrinks"
TURNED = "a score that runs through 0 turns the direction round at once"
BOUNDED = "p (1 − p) β/(β + (1 − β) p)², a single pixel with nothing else, is largest: 1/4"
NO_SHARE = "in the sample a pixel is 1 in three masks of five; the best p there is 1, not 0.6"
MASKS = ((1.0, 1.0, 0.0),) * 3 + ((1.0, 0.0, 0.0),) * 2
SHARES = [1.0, 0.6, 0.0]
PARTNERS = ((0.0, 0.0, 1.0), (1.0, 0.0, 1.0), (7.0, 7.0, 7.0), (2.0, 1.0, 1.0))
SLOPED = "flat at both ends: L is 1 far on the left, falls, and ends at 0"
SURE = ([-10.0, -50.0, -50.0], [0.0, -50.0, -50.0], [1.0, 0.0, 0.0])
HALF = ([0.0, 0.0, 0.0], [1.0, 0.0, 0.0])
THERE = ([1.0, 0.0, 1.0, 0.0, 0.0, 1.0], [-2.0, 0.0, 1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0])
NEAR_ZERO = ([1e-7, 0.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0])
MASKED = yes("S + N is at least β times the pixels of the mask, or their p: never 0")


def _of_lists(row, finite):
    return Properties(
        row,
        "none of a constant: who belongs together",
        no(TURNED, *THERE),
        NO_CONSTANT,
        NO_MARGIN,
        no(SHORT, *NEAR_ZERO),
        NO_RESIDUAL,
        yes(finite),
        "nats; the numbers of the pairs are names",
        0,
        sample=PARTNERS,
    )


def _of_masks(row, slope, why, bound=0.25, units="none: a share of the pixels"):
    return Properties(
        row,
        "P(y = 1), pixel by pixel",
        no(SLOPED, *SURE),
        no(NO_SHARE, MASKS, SHARES),
        NO_MARGIN,
        yes(why, bound),
        no(slope, *HALF),
        MASKED,
        units,
        sample=MASKS,
    )


ROWS = (
    Properties(
        "unit embedding + cosine",
        "direction of the mean of the unit vectors",
        no(TURNED, [1.0, 0.0], [-2.0, 0.0], [1.0, 0.0]),
        yes("the mean is 1 − ⟨u, mean of v⟩, least where u has that direction, and only there"),
        NO_MARGIN,
        no(SHORT, [1e-7, 0.0, 0.0], [0.0, 1.0, 0.0]),
        no("∂L/∂z = (⟨u, v⟩ u − v)/|z|, and 0 for the opposite", [2.0, 1.0], [0.0, 1.0]),
        yes("a row of zeros counts the cosine 0; every other has a direction"),
        "none",
        0,
        sample=((1.0, 0.0), (0.0, 1.0), (2.0, 1.0)),
    ),
    _of_lists(
        "unit embeddings of 2 + contrastive loss",
        "cosines over τ lie between −1/τ and 1/τ, where softmax is above 0",
    ),
    _of_lists(
        "unit embeddings of 2 + sigmoid pairs",
        "cosines over τ plus b are finite, and so is log(1 + e^s)",
    ),
    _of_masks("sigmoid per pixel + Dice", "∂L/∂z has the factor p (1 − p)", BOUNDED),
    _of_masks("sigmoid per pixel + Tversky 0.3, 0.7", "∂L/∂z has the factor p (1 − p)", BOUNDED),
    _of_masks(
        "sigmoid per pixel + log loss and Dice",
        "∂L/∂z is (p − y)/n and the slope of Dice",
        "1/n of the log loss and 1/4 of Dice: 7/12 in these rows of three",
        7 / 12,
        "nats per pixel and a share of the pixels: no common unit",
    )._replace(
        proper=no(
            "in the sample a pixel is 1 in three masks of five; the best p there is more than 0.6",
            MASKS,
            SHARES,
        )
    ),
)
