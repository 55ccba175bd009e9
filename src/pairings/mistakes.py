"""The likely mistake behind targets and labels that are refused: a guess, as a sentence, or nothing."""

import numpy as np

Array = np.ndarray

_IGNORED = (
    "−100 or −1 for what is to be ignored? Drop those rows, or write any class there and give them "
    "weight 0: fit(..., weights=)"
)


def in_targets(domain, y: Array, outside: Array) -> str:
    """What may have happened to targets `y`, of which `outside` lie outside `domain`."""
    if domain.kind == "some known" and np.isin(y[..., 1::2], (0, 1)).all():
        if not (y[..., 1::2] == 1).any(axis=-1).all():
            return " A row without any known target teaches nothing: leave it out of x and y"
        return ""
    if domain.kind in ("flagged", "some known"):
        return " Flags are 0 and 1: inputs.with_flags(y) writes them, NaN for an unknown target"
    if np.isnan(y).any():
        rest = (
            "give it weight 0"
            if domain.rows or domain.parts
            else "take `masked`, for targets known in part"
        )
        return f" NaN: a missing target? Drop the row, or {rest}"
    present = np.unique(y[np.isfinite(y)])
    if domain.rows:
        return _mistake_in_rows(domain, y, outside, present)
    if domain.parts:
        return _mistake_in_columns(domain, y)
    low, high = domain.low, domain.high
    if domain.kind == "members":
        low, high = min(domain.members), max(domain.members)
    zero, one, two = (bool(domain.contains(np.full((1, 1), v)).all()) for v in (0.0, 1.0, 2.0))
    if (domain.kind, domain.closed) == ("interval", "both") and np.isfinite(high - low):
        beyond = np.maximum(low - outside, outside - high)
        if (beyond < 1e-5 * (high - low)).all():
            return f" Rounded? Write np.clip(y, {low:g}, {high:g})"
    three = zero and one and not two and set(present) == {-1.0, 0.0, 1.0}
    if -100 in present or (-1 in present and domain.whole) or three:
        return f" {_IGNORED} or `masked`"
    if zero and one and set(present) == {-1.0, 1.0}:
        return " Labels −1 and +1? Write (1 + y) / 2, or take tanh as the output"
    if (low, high) == (-1, 1) and not zero and set(present) <= {0.0, 1.0}:
        return " Labels 0 and 1? Write 2 * y - 1"
    if np.isinf(y).any():
        return " Infinite: a division by 0, or the logarithm of 0?"
    if domain.whole and (present != np.floor(present)).any():
        return " Counts are whole numbers. A rate, or a scaled count? Give the count itself"
    if domain.whole and (present < 0).any():
        return " Counts have no sign: standardised, or differences?"
    if low == -high and np.isclose(high, 2 * np.pi, atol=1e-3):
        return " Degrees? Write np.deg2rad(y)"
    if np.isfinite(low) and present.size and (present < min(low, 0)).any():
        return (
            " Standardised or shifted targets? This output cannot be that low: "
            "divide by a positive number without subtracting one, or take identity as the output"
        )
    if low == 0 and not zero and high == np.inf and (outside == 0).all():
        return " Zeros? Tweedie's deviance with a power below 2 takes them, gamma's does not"
    if one and not two and (present == np.floor(present)).all() and set(present) == {1.0, 2.0}:
        return " Labels 1, 2? Subtract 1"
    if zero and one and not two and present.size and present.min() >= 0:
        if present.max() == 255:
            return " Pixels? Divide by 255"
        if 2 < present.max() <= 100:
            return " Percentages? Divide by 100. Class indices? Take one_hot and softmax"
    if one and not two:
        return " Labels 1, 2, or unscaled numbers? Bring them into the range of the output"
    return ""


def _mistake_in_columns(domain, y: Array) -> str:
    pairs = y.reshape(*y.shape[:-1], -1, len(domain.parts))
    if domain.contains(pairs[..., ::-1].reshape(y.shape)).all():
        return " Columns swapped? The other order fits"
    flags = np.unique(pairs[..., 1:])
    if set(domain.parts[-1].members) >= {0, 1} and set(flags) <= {1, 2} and 2 in flags:
        return " Flags 1 and 2? Subtract 1"
    return ""


def _mistake_in_rows(domain, y: Array, outside: Array, present: Array) -> str:
    if domain.kind == "order":
        return _mistake_in_ranks(domain, y, outside)
    if domain.kind == "preference":
        return _mistake_in_preferences(y, outside)
    if domain.kind == "mask":
        return _mistake_in_masks(outside, present)
    if domain.kind == "arrow":
        if np.isinf(outside).any():
            return " Infinite: a division by 0?"
        return " A row of zeros points nowhere: leave it out of x and y, or give it weight 0"
    if domain.kind == "partners":
        return (
            " A list without two equal numbers has no partners, and teaches nothing. Two views of each "
            "item? Put both into the list, with the number of the item"
        )
    if domain.kind == "counts":
        return " Shares? Give the counts themselves, or take softmax + cross-entropy"
    if domain.closed == "neither" and (outside == 0).any():
        return " A part that is 0 has no density: softmax + KL divergence takes it"
    sums = outside.sum(axis=-1)
    if domain.kind == "some classes" and set(present) <= {0.0, 1.0}:
        if (sums > 0).any():
            return " A row in which all is possible teaches nothing: leave it out of x and y"
        return " A row in which nothing is possible? Write 1 at every class that may be right"
    if domain.kind == "ladder" and -100 not in present:
        rising = (np.sort(outside, axis=-1) == outside).all()
        if rising and set(present) <= {0.0, 1.0} and (sums != 1).any():
            return " Zeros first? A threshold passed is a 1, from the lowest on"
        return " Ranks, or one-hot rows? Write inputs.ladder(ranks, classes), ranks from 0 up"
    for axis in (1, 0, *range(2, y.ndim - 1)):
        if axis < y.ndim - 1 and domain.contains(np.moveaxis(y, axis, -1)).all():
            if y.ndim == 2:
                return " Transposed? Write y.T, and z.T"
            return f" Channels first? Classes come last: np.moveaxis(y, {axis}, -1), and so for z"
    if -100 in present:
        return f" {_IGNORED}"
    if set(present) == {-1.0, 1.0}:
        return " Labels −1 and +1? Write (1 + y) / 2"
    if (present < 0).any():
        return " Scores instead of shares? Write softmax.forward(y)"
    if (sums == 0).all():
        return " A sample without a class? Drop it, give it weight 0, or take one sigmoid per label"
    if (present <= 1).all() and (sums > 1.5).any():
        return " Several labels in a row? They need one sigmoid per label"
    if np.ptp(sums) <= 1e-3 * np.abs(sums).max() and np.isclose(sums[0], 100, rtol=1e-3):
        return " Percentages? Divide by 100"
    if (present == np.floor(present)).all():
        return (
            " Class indices? Write one_hot(labels, classes). Counts? Divide each row by its sum: "
            "y / y.sum(axis=-1, keepdims=True)"
        )
    if domain.kind == "one-hot":
        return " Shares? This loss takes a single class: np.eye(classes)[y.argmax(axis=-1)]"
    return " Rounded or not normalised? Write y / y.sum(axis=-1, keepdims=True)"


def _mistake_in_ranks(domain, y: Array, outside: Array) -> str:
    if domain.contains(outside + 1).all():
        return " Ranks from 0? Write y + 1"
    inner = np.sort(outside, axis=-1)
    if (inner[..., 1:] == inner[..., :-1]).any():
        return (
            " Ties, or grades of relevance? RankNet and ListNet take those, more for the better. "
            'Or break ties by place: scipy.stats.rankdata(y, method="ordinal", axis=-1)'
        )
    return (
        ' Gaps? scipy.stats.rankdata(y, method="ordinal", axis=-1) closes them. '
        "Scores, more for the better? Write −y there"
    )


def in_length(y: Array, items: int) -> str:
    """What may have happened to lists of one item, or of two partners."""
    if items > 1:
        return (
            " A mini-batch of one pair? Put more pairs into the list: they are each other's rivals"
        )
    if y.shape[-2] == 1:
        return (
            " A mini-batch of one? A list holds all items that are compared; leave a lone one out"
        )
    return (
        f" One list of {y.shape[-2]} items, its axes swapped? Write y.reshape(1, -1), and z or x "
        "likewise: (lists, items), not (items, lists)"
    )


def _mistake_in_preferences(y: Array, outside: Array) -> str:
    if y.shape[-1] > 2:
        return " More than two items? RankNet takes a relevance for each, Plackett–Luce the ranks"
    if set(np.unique(outside)) == {1.0, 2.0}:
        return " Ranks 1 and 2? Write 2 − y"
    return " Both alike? Drop the row. Degrees of preference? RankNet takes a relevance for each"


def _mistake_in_masks(outside: Array, present: Array) -> str:
    if set(present) <= {0.0, 1.0}:
        return (
            " An empty mask: 0/0 once the prediction is empty too. overlaps.dice_with(smooth=1.0) "
            "takes it; or leave the row out"
        )
    if set(present) <= {0.0, 255.0}:
        return " Pixels of 0 and 255? Write y == 255"
    if set(present) == {-1.0, 1.0}:
        return " Labels −1 and +1? Write (1 + y) / 2"
    if present.min() >= 0 and present.max() <= 1:
        return " Shares? The overlap with a share is not largest at the share: write y > 0.5"
    return " Class indices? A mask for each class: y == k"


def in_labels(name: str, given: Array, odd: Array, classes: int) -> str:
    """What may have happened to class indices `given`, of which `odd` are none."""
    if np.isnan(odd).any():
        return " NaN: a missing label? Drop the row"
    if (odd != np.floor(odd)).any():
        return " A class index is a whole number. A share, or a number to predict? Encode nothing"
    if given.min() == -1 and len(np.unique(given)) == classes > 2:
        return f" Negative, neutral, positive? Write {name} + 1. −1 to be ignored? Drop those rows"
    if set(odd) <= {-100.0, -1.0} and set(np.unique(given)) != {-1.0, 1.0}:
        return f" {_IGNORED}"
    if set(np.unique(given)) == {-1.0, 1.0}:
        return f" Labels −1 and +1? Write (1 + {name}) // 2"
    if given.min() == 1 and given.max() == classes:
        return " Labels 1 … K? Subtract 1"
    if len(np.unique(given)) <= classes:
        return f" Numbers with gaps? np.unique({name}, return_inverse=True)[1] closes them"
    return f" Fewer classes than {name}? classes = {name}.max() + 1"
