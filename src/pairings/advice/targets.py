"""What a column of targets may be: classes, counts, shares, amounts, angles; two things where numbers
cannot tell."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..foreign import missing
from ..inputs import Array

FEW = 20  # different whole numbers, at most, that may be names of classes


class Kind(NamedTuple):
    """What targets may be: in words, why, what would change it, and the words rows are found by.

    asked: words of the catalogue's `asked` and `target` that speak for a row, the most telling first.
    y: the targets as the rows want them. sure: how likely it is that they mean this. lists: whether a
    sample is a list of items.
    """

    what: str
    why: str
    unless: str
    asked: tuple[str, ...]
    y: Array
    sure: float = 1.0
    encode: str = ""
    lists: bool = False


def of_names(named) -> Iterator[Kind]:
    names, codes, ordered = named
    labels = np.asarray(codes)
    if len(names) > 1 and all(map(_reads_as_number, names)):
        yield from of_numbers(
            np.array(list(map(float, names)))[labels][:, None], "np.asarray(y, float)"
        )
        return
    told = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    if lost := missing(names):
        told += f" (is {lost!r} a missing value? Drop such rows first)"
    encode = "np.unique(y, return_inverse=True)[1]"
    if len(names) < 2:
        yield _constant(labels[:, None], told)
    elif ordered and len(names) > 2:
        why = "The categories are declared as ordered"
        unless = "the order means nothing: then softmax + cross-entropy"
        yield Kind(
            f"{len(names)} ordered classes: {told}",
            why,
            unless,
            ("class of an order", "order"),
            _passed(labels),
            1.0,
            PASSED,
        )
        yield classes(labels, f"{len(names)} classes: {told}", 0.8, encode)
    elif len(names) == 2:
        yield _yes_or_no(labels[:, None].astype(float), f"two classes: {told}", encode)
    else:
        yield classes(labels, f"{len(names)} classes: {told}", 1.0, encode)


def _one_hot(labels: Array) -> Array:
    found, codes = np.unique(labels, return_inverse=True)
    return np.eye(max(len(found), 2))[codes.ravel()] if len(found) <= 1000 else np.eye(2)


PASSED = "(rank[:, None] > np.arange(K - 1)).astype(float), ranks from 0: the thresholds passed"


def _passed(labels: Array) -> Array:
    """Rows of ones followed by zeros: the thresholds between classes that each label has passed."""
    found, ranks = np.unique(labels, return_inverse=True)
    return (ranks.reshape(-1, 1) > np.arange(max(len(found) - 1, 1))).astype(float)


def _yes_or_no(y: Array, what: str, encode: str = "") -> Kind:
    return Kind(
        what,
        "A probability is wanted; its sigmoid and the log loss have the gradient p − y",
        "only the decision counts, at a cost you know: choose the threshold, not the loss",
        ("yes or no",),
        y,
        1.0,
        encode,
    )


def classes(labels: Array, what: str, sure: float = 1.0, encode: str = "") -> Kind:
    return Kind(
        what,
        "One probability for each class, and they share 1",
        "a sample may have several classes at once (one sigmoid per label), or the numbers are amounts",
        ("one of several classes", "classes"),
        _one_hot(labels),
        sure,
        encode or "one_hot(labels, classes)",
    )


def _constant(y: Array, told: str) -> Kind:
    return Kind(
        f"every target is {told}",
        "A constant teaches nothing: any output with a bias learns it in one step",
        "this is a part of the targets; look at all of them",
        (),
        y,
    )


def angles(y: Array, what: str) -> Kind:
    return Kind(
        what,
        "0 and the full turn are the same: a squared error of angles would not know it",
        "the numbers do not go round: then they are numbers in an interval",
        ("angle", "direction"),
        y,
        0.5,
    )


def _reads_as_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def of_numbers(y: Array, encode: str = "") -> Iterator[Kind]:
    """Of one column; `encode` is how it was made from what was given."""
    for kind in _of_numbers(y):
        yield kind._replace(encode=kind.encode or encode)


def _of_numbers(y: Array) -> Iterator[Kind]:
    present = np.unique(y)
    if len(present) == 1:
        yield _constant(y, f"{present[0]:g}")
        yield number(y, "one number, always")._replace(sure=0.1)
        return
    if set(present) <= {0.0, 1.0}:
        yield _yes_or_no(y, "0 and 1")
        return
    if set(present) == {-1.0, 1.0}:
        yield _yes_or_no((1 + y) / 2, "−1 and 1", "(1 + y) / 2")
        return
    if len(present) == 2 and len(y) > 2:
        yield _yes_or_no(
            (y == present[1]).astype(float),
            f"two values, {_with_all_digits(present[0])} and {_with_all_digits(present[1])}",
            f"(y == {_with_all_digits(present[1])}).astype(float)",
        )
    if (present == np.floor(present)).all():
        yield from _of_whole(y, present)
    else:
        yield from _of_floats(y, present)


def _with_all_digits(value: float) -> str:
    """All its digits: code that compares needs each."""
    return repr(float(value)).removesuffix(".0")


def _of_whole(y: Array, present: Array) -> Iterator[Kind]:
    low, high = present[0], present[-1]
    few = 2 < len(present) <= FEW and len(present) * 3 <= len(y) * 2
    full = few and low in (0, 1) and high - low + 1 == len(present)
    what = f"whole numbers from {low:g} to {high:g}"
    counts = Kind(
        what,
        "Numbers of events: never negative, with a spread that grows with the mean",
        "they are names of classes, or stars in an order; over-dispersed (variance far above the "
        "mean): a count with its own spread",
        _words_for_counts(y),
        y,
    )
    if low < 0:
        yield number(y, what)
        return
    if full:
        even = _even(y)
        first = 0.9 if even else 0.6
        question = "Classes or counts? The numbers cannot tell: is 2 twice as much as 1?"
        named = classes(y.ravel(), what, first)
        counts = counts._replace(sure=1.5 - first, unless=f"{question} If not, {counts.unless}")
        named = named._replace(unless=f"{question} If it is, they are counts")
        yield from sorted((named, counts), key=lambda kind: -kind.sure)
        if 3 <= len(present) <= 10:
            yield Kind(
                what,
                "Classes in an order (stars, grades): an error of one step is smaller than of two",
                "the order means nothing",
                ("class of an order", "order"),
                _passed(y.ravel()),
                0.4,
                PASSED,
            )
        return
    yield counts
    if high <= 360 and high > 300 and len(present) > FEW:
        yield angles(y, f"{what}: degrees?")


def _words_for_counts(y: Array) -> tuple[str, ...]:
    """Asks for a spread of its own where the variance is far above the mean, and for zeros of their own
    where there are more than that spread explains."""
    mean, variance = y.mean(), y.var()
    spread = max((variance - mean) / mean**2, 1e-9) if mean > 0 else 1e-9
    expected = np.exp(-np.log1p(spread * mean) / spread)  # zeros of a negative binomial
    heap = (y == 0).sum() > 4 and (y == 0).sum() > 2 * (y == 1).sum() and mean > 1
    zeros = bool(heap and (y == 0).mean() > 1.25 * expected)
    wider = bool(variance > 2 * mean)
    return ("a count, often 0",) * zeros + ("a count with more spread",) * wider + ("a count",)


def _even(y: Array) -> bool:
    """Whether the values are about as frequent as each other, as classes often are."""
    _, times = np.unique(y, return_counts=True)
    return bool(times.max() <= 3 * times.min())


def _of_floats(y: Array, present: Array) -> Iterator[Kind]:
    low, high = present[0], present[-1]
    if low >= 0 and high <= 1:
        ends = np.isin(y, (0.0, 1.0)).mean()
        heaps = bool(ends > 0.05)
        yield Kind(
            f"numbers from {low:.3g} to {high:.3g}",
            "A share or a probability: the sigmoid stays in [0, 1], and the log loss takes shares",
            "0 and 1 themselves are frequent and of their own kind"
            if ends
            else "they merely happen to lie in [0, 1], and could lie outside",
            ("heaps at 0 and 1",) * heaps + ("a share", "a proportion", "yes or no"),
            y,
        )
        return
    if low >= 0 and 1.8 * np.pi < high <= 2 * np.pi + 1e-3:
        yield angles(y, f"numbers from {low:.3g} to {high:.3g}: radians?")
    if low >= -np.pi - 1e-3 and low < -0.9 * np.pi and 0.9 * np.pi < high <= np.pi + 1e-3:
        yield angles(y, f"numbers from {low:.3g} to {high:.3g}: radians?")
    if low >= -1 and high <= 1 and low < -0.5 and high > 0.5:
        yield Kind(
            f"numbers from {low:.3g} to {high:.3g}",
            "Numbers within [−1, 1]",
            "they could lie outside: then identity + half squared error",
            ("from −1 to 1", "a number"),
            y,
            0.8,
        )
        return
    if low >= 0:
        zeros = (y == 0).mean()
        yield Kind(
            f"numbers of 0 and above, {zeros:.0%} exact zeros" if zeros else "numbers above 0",
            "A rate, a price, a duration: an output that cannot be negative, errors in proportion"
            if not zeros
            else "Amounts with exact zeros",
            "negative numbers can occur (a difference, a temperature): then identity",
            ("zeros exact", "often exactly 0", "a rate")
            if zeros
            else ("an amount above 0", "a rate", "a price"),
            y,
        )
    yield number(y, f"numbers from {low:.3g} to {high:.3g}")


def number(y: Array, what: str) -> Kind:
    wild = _wild(y)
    return Kind(
        what + (", some of them wild" if wild else ""),
        "Wild values would drag a mean far"
        if wild
        else "The mean is wanted: errors count by their square",
        "the wild values are what matters: then the mean"
        if wild
        else "the median or a quantile is wanted, or how sure the answer is",
        ("wild", "median", "a number") if wild else ("a number",),
        y,
        0.7,
    )


def _wild(y: Array) -> bool:
    """Whether some values lie more than ten quartile distances off."""
    low, middle, high = np.quantile(y, [0.25, 0.5, 0.75])
    return bool(high > low and np.abs(y - middle).max() > 10 * (high - low))
