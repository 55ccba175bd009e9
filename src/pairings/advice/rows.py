"""What rows of targets may be: labels, shares, a number beside its flag, targets known in part, lists."""

from collections.abc import Iterator

import numpy as np

from ..inputs import Array
from .targets import Kind, angles, classes, number, of_numbers

SEVERAL = 8  # rows, at least, before a pattern that all of them keep is taken for meant
GRADES = 6  # different whole numbers, at most, that may be grades of relevance


def of_rows(y: Array) -> Iterator[Kind]:
    """Kinds of targets of several columns, (samples, columns)."""
    columns = y.shape[1]
    if np.isin(y, (0.0, 1.0)).all():
        yield from _zeros_and_ones(y)
        return
    if _holds_ranks(y):
        yield _order(y)
    if columns == 2:
        yield from _pairs(y)
    if (y >= 0).all() and np.allclose(y.sum(axis=1), 1, atol=1e-4):
        yield Kind(
            f"rows of {columns} shares that sum to 1",
            "Shares of a whole are soft labels: the same output and loss as for classes",
            "the shares are results of counting: then count, and weight by the total",
            ("composition", "one of several classes"),
            y,
        )
        return
    if columns == 2 and np.allclose((y**2).sum(axis=1), 1, atol=1e-3):
        yield angles(y, "points on the circle")
    if columns > 1 and (y == np.floor(y)).all() and (y >= 0).all():
        yield from _whole(y)
    kinds = [list(of_numbers(y[:, [k]])) for k in range(min(columns, 50))]
    if all(kinds) and len({kind[0].asked for kind in kinds}) == 1:
        first = kinds[0][0]
        yield first._replace(what=f"{columns} columns, each: {first.what}", y=y)
        return
    yield number(y, f"{columns} columns of numbers, not all of one kind")._replace(
        unless="columns of different kinds want an output and a loss each"
    )


def _holds_ranks(y: Array) -> bool:
    """Whether every row holds 1 … n, or 0 … n − 1, each once."""
    ranks = np.arange(y.shape[1]) + min(max(y.min(), 0), 1)
    return len(y) > 1 and bool((np.sort(y, axis=1) == ranks).all())


def _zeros_and_ones(y: Array) -> Iterator[Kind]:
    columns, sums = y.shape[1], y.sum(axis=1)
    if (sums == 1).all():
        what = f"rows with a single 1 among {columns} numbers"
        yield classes(y.argmax(axis=1), what, encode="y as it is")._replace(y=y)
        if columns == 2:
            yield Kind(
                "rows (1, 0) and (0, 1)",
                "Which of two was preferred: only their difference counts",
                "the columns are two classes, the same in every row",
                ("a preference between two",),
                y,
                0.4,
                lists=True,
            )
        return
    ladder = (np.diff(y, axis=1) <= 0).all() and len(np.unique(sums)) > 2
    passed = Kind(
        "rows of ones followed by zeros",
        "Thresholds passed, one after the other: a class of an order",
        "they are labels that merely happen to fill from the left",
        ("class of an order", "order"),
        y,
        1.0 if len(y) >= SEVERAL else 0.4,
    )
    if ladder and passed.sure == 1.0:
        yield passed
    yield Kind(
        f"rows of {columns} zeros and ones, {sums.min():g} to {sums.max():g} ones in each",
        "Labels that do not exclude each other: a probability for each",
        "the labels of a row exclude each other and some rows are unlabelled: drop those",
        ("several labels",),
        y,
    )
    if ladder and passed.sure < 1.0:
        yield passed


def _pairs(y: Array) -> Iterator[Kind]:
    """A number and what stands beside it: a flag, tries, a time that was watched."""
    first, second = y.T
    flags = set(np.unique(second))
    if flags == {0.0, 1.0} and (first > 0).all() and not np.isin(first, (0.0, 1.0)).all():
        yield _waiting(y, "a positive number beside a flag 0 or 1")
        yield _risk_set(y.reshape(1, -1), "the same, as one list of all", "y.reshape(1, -1)", 0.5)
    elif flags <= {-1.0, 0.0, 1.0} and len(flags) > 1 and len(np.unique(first)) > 2:
        yield Kind(
            "a number beside a flag −1, 0 or 1",
            "A number as it is (0), at least that (1), at most that (−1): cut off at a bound",
            "1 means known and 0 unknown: then a mask",
            ("a number cut off at a bound",),
            y,
        )
    whole = (first == np.floor(first)).all() and (first >= 0).all() and (second > 0).all()
    if not whole or len(y) < 2:
        return
    if (second == np.floor(second)).all() and (first <= second).all() and (second > 1).any():
        yield Kind(
            "whole numbers, the first never above the second",
            "So many of so many: a share whose certainty grows with the tries",
            "the second is a target of its own: then two outputs",
            ("k of n",),
            y,
        )
    elif (second != np.floor(second)).any():
        yield Kind(
            "a count beside a positive number",
            "Events in a time, an area, a number watched: the rate is wanted",
            "the second is a target of its own: then two outputs",
            ("events in unequal times",),
            y,
        )


def _waiting(y: Array, what: str) -> Kind:
    return Kind(
        what,
        "A time, and whether its end was seen (1) or not (0): leaving out the unseen ones "
        "would make times too short",
        "the second column is a target of its own: fit two outputs",
        ("a waiting time", "time until", "censored"),
        y,
    )


def _risk_set(y: Array, what: str, encode: str, sure: float = 1.0) -> Kind:
    return Kind(
        what,
        "Only who comes before whom counts: a softmax over those still at risk",
        "how long it takes is wanted too: then a waiting time",
        ("who comes next",),
        y,
        sure,
        encode,
        lists=True,
    )


def _order(y: Array) -> Kind:
    return Kind(
        f"rows that hold the ranks {y.min():g} to {y.max():g}, each once",
        "The order of a list: who comes first, who next among those left",
        "larger means better: turn it round, n + 1 − y",
        ("an order of a list",),
        y + 1 - y.min(),
        1.0,
        "" if y.min() == 1 else "y + 1: the best has rank 1",
        lists=True,
    )


def _whole(y: Array) -> Iterator[Kind]:
    columns, sums = y.shape[1], y.sum(axis=1)
    if len(y) > 1 and (sums == sums[0]).all() and sums[0] > 1:
        yield Kind(
            f"rows of {columns} counts that sum to {sums[0]:g}",
            "How often each of several kinds was seen",
            "the columns are counts of their own, and the same sum is chance",
            ("counts of several kinds",),
            y,
        )
    if columns > 2 and len(np.unique(y)) <= GRADES:
        yield grades(y, f"rows of {columns} grades from {y.min():g} to {y.max():g}", 0.4)


def grades(y: Array, what: str, sure: float = 1.0, encode: str = "") -> Kind:
    return Kind(
        what,
        "How relevant each item of a list is: scores are compared within their list only",
        "the columns are questions of their own, not items of one list",
        ("a relevance within a list",),
        y,
        sure,
        encode,
        lists=True,
    )


# --- targets known in part, and lists ------------------------------------------------------------


def known_in_part(y: Array) -> Iterator[Kind]:
    """Rows of several columns of which some are NaN: (samples, columns)."""
    known = ~np.isnan(y)
    some = known.any(axis=1) & ~np.isinf(y).any(axis=1)
    if y.shape[1] < 2 or known.all() or not some.any() or not (known.sum(axis=1) > 0).any():
        return
    if not (some & ~known.all(axis=1)).any():
        return
    filled = np.where(known, y, 0.0)[some]
    flagged = np.stack([filled, known[some]], axis=-1).reshape(len(filled), -1)
    labels = np.isin(y[known], (0.0, 1.0)).all()
    yield Kind(
        f"rows of {y.shape[1]} numbers, {(~known[some]).sum()} of {known[some].size} unknown",
        "What is unknown must have no gradient: each number stands beside a flag, 1 for known",
        "few rows have gaps: then drop those",
        ("several labels, some unknown",) if labels else ("several numbers, some unknown",),
        flagged,
        1.0,
        "np.stack([np.nan_to_num(y), np.isfinite(y)], axis=-1).reshape(len(y), -1)",
    )


def of_lists(y: Array) -> Iterator[Kind]:
    """Lists of items with two columns each, (lists, items, 2): times beside flags."""
    lists, items, columns = y.shape
    times, flags = y[..., 0], y[..., -1]
    flagged = columns == 2 and items > 1 and bool(np.isin(flags, (0.0, 1.0)).all())
    if flagged and (times > 0).all() and not np.isin(times, (0.0, 1.0)).all():
        what = f"{lists} lists of {items} times, each beside a flag 0 or 1"
        yield _risk_set(y.reshape(lists, -1), what, "y.reshape(len(y), -1)")


def ragged(lists: list[Array]) -> Iterator[Kind]:
    """Lists of unequal length, (items,) each; rows are looked for with the most frequent length."""
    lengths = [len(one) for one in lists]
    usual = np.array([one for one in lists if len(one) == max(set(lengths), key=lengths.count)])
    what = f"{len(lists)} lists of {min(lengths)} to {max(lengths)} items"
    encode = "one batch for each length: np.array([one for one in y if len(one) == n])"
    if all((np.sort(one) == np.arange(1, len(one) + 1)).all() for one in lists):
        yield _order(usual)._replace(what=f"{what}, each with its ranks from 1", encode=encode)
    else:
        yield grades(usual, what, encode=encode)
