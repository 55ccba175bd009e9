"""The two questions of the page that chooses, as data: what are your values, what else is true of them?

Which rows answer is read from the catalogue: by the page of a row, and by the words of its target.
"""

import re
from typing import NamedTuple

from pairings import CATALOGUE
from pairings.catalogue.entry import Entry

SHOWN = ("front", "card", "table")  # a first choice before a special one


class Answer(NamedTuple):
    """What else is true: in words; the pages whose rows answer; the words of their targets; an example.

    like: a few targets of this kind. `recommend(like)` names the first row of this answer first.
    """

    words: str
    pages: str
    targets: str = ""
    like: tuple = ()


class Values(NamedTuple):
    """What the values are: in words, and what else may be true; the first answer is the usual one."""

    words: str
    answers: tuple[Answer, ...]


USUAL = "nothing else: the usual choice"
QUESTIONS = (
    Values(
        "Yes or no",
        (
            Answer(USUAL, "binary", like=(0, 1, 1, 0, 1, 0, 0, 1)),
            Answer("a yes is rare, or most rows are easy", "rare-positives"),
            Answer("only the decision counts, or labels are −1 and 1", "margins-and-links", r"\+1"),
            Answer("another curve than the logistic one", "margins-and-links", "^yes or no"),
        ),
    ),
    Values(
        "One of several classes",
        (
            Answer(USUAL, "multiclass", like=("cat", "dog", "bird", "dog", "cat", "bird")),
            Answer("some labels are in doubt", "doubtful-labels", "^one of K"),
            Answer("a larger model gives shares", "doubtful-labels", "teacher"),
            Answer("only a set that holds the class is known", "partly-known", "^one of K"),
            Answer(
                "classes may get exactly nothing, or only the class counts", "margins-and-links"
            ),
        ),
    ),
    Values(
        "Several labels at once",
        (
            Answer(
                USUAL,
                "multilabel",
                like=((1, 0, 1), (0, 0, 1), (0, 1, 1), (1, 1, 0), (0, 0, 0)),
            ),
            Answer(
                "some labels are unknown",
                "partly-known",
                "yes or no",
                like=((1, float("nan"), 1), (0, 0, float("nan")), (0, 1, 1), (1, 1, 0)),
            ),
        ),
    ),
    Values(
        "Ordered classes: stars, grades, stages",
        (
            Answer(
                "nothing else; write the thresholds passed",
                "ordered",
                "alike",
                like=tuple(tuple(int(r > k) for k in range(3)) for r in (0, 1, 3, 2, 1, 0, 3, 2)),
            ),
            Answer(
                "it is known how the classes came about: step by step, or by a threshold", "ordered"
            ),
        ),
    ),
    Values(
        "A number of any size and sign",
        (
            Answer(USUAL, "regression", "^any real number$", (-1.2, 0.4, 2.2, -0.3, 1.1, 0.2)),
            Answer("the median is wanted", "regression", "its median"),
            Answer(
                "how sure the answer is, is wanted",
                "uncertain regression outliers",
                "known more or less|heavy tails that differ|several values|one side",
            ),
            Answer(
                "some values lie far off",
                "regression outliers",
                "wild|tails|small errors",
                (-1.2, 0.4, 2.2, -0.3, 1.1, 900.0, 0.3, -0.6),
            ),
            Answer("a high quantile, or an interval", "regression quantiles"),
            Answer(
                "it is cut off at a bound",
                "waiting-times",
                "as it is",
                ((-1.2, 0), (2.0, 1), (0.4, 0), (-3.0, -1), (2.0, 1), (1.1, 0)),
            ),
            Answer("both of its ends are known", "shares", "both ends"),
            Answer("it may have any distribution", "doubtful-labels", "bins"),
            Answer(
                "some are unknown",
                "partly-known",
                like=((1.2, float("nan")), (-0.4, 0.3), (float("nan"), 2.2), (0.1, -1.0)),
            ),
            Answer("it never falls below −1, or another floor", "relu-elu-selu"),
        ),
    ),
    Values(
        "An amount, never negative",
        (
            Answer(
                "it is above 0, and its mean is wanted",
                "amounts",
                "in proportion to the mean",
                (0.4, 2.2, 1.7, 0.9, 5.3, 1.2),
            ),
            Answer("effects add up, and no zero is exact", "positive", "no exact zeros"),
            Answer(
                "some are exactly 0",
                "positive amounts",
                "zeros exact|exactly 0|0 decided first",
                (0.0, 0.0, 1.7, 0.9, 0.0, 1.2, 0.0, 3.1),
            ),
            Answer("a typical one, or how sure, is wanted", "amounts", "median|within a factor"),
            Answer("large ones lie far off, or it is a lifetime", "amounts"),
        ),
    ),
    Values(
        "A count",
        (
            Answer(USUAL, "positive", like=(3, 5, 2, 4, 7, 3, 6, 1, 4, 9)),
            Answer(
                "some were watched longer than others",
                "counts",
                "beside the time",
                ((3, 1.5), (0, 0.5), (8, 4.2), (2, 1.0), (5, 2.5)),
            ),
            Answer(
                "zeros are too many, or another matter",
                "counts",
                "zeros",
                (0, 0, 5, 0, 6, 0, 4, 0, 7, 5, 0, 0, 6, 8, 0, 3),
            ),
            Answer(
                "the spread is larger than the mean",
                "counts",
                "varies more|first success",
                (1, 0, 19, 3, 40, 2, 7, 0, 12, 5, 1, 28),
            ),
            Answer(
                "so many of so many tries",
                "counts shares",
                "of how many|of n trials",
                ((3, 10), (0, 8), (7, 10), (2, 12), (5, 6)),
            ),
            Answer(
                "several kinds are counted",
                "shares",
                "how often",
                ((3, 5, 2), (1, 7, 2), (4, 4, 2), (0, 6, 4)),
            ),
        ),
    ),
    Values(
        "A share between 0 and 1",
        (
            Answer(USUAL, "shares", "0 and 1 among them", (0.2, 0.71, 0.55, 0.93, 0.08)),
            Answer(
                "0 and 1 are frequent, and events of their own",
                "shares",
                "often exactly",
                (0.0, 0.71, 1.0, 0.93, 0.0, 0.3, 1.0, 0.55),
            ),
            Answer("how far it scatters, or a density, is wanted", "shares", "a share"),
            Answer(
                "several of them sum to 1",
                "shares",
                "composition",
                ((0.2, 0.5, 0.3), (0.6, 0.3, 0.1), (0.25, 0.25, 0.5)),
            ),
        ),
    ),
    Values(
        "A time until something happens, perhaps not yet",
        (
            Answer(
                "nothing else; a flag beside it says whether the end was seen",
                "waiting-times",
                "constant in time",
                ((2.5, 1), (4.0, 0), (0.7, 1), (3.1, 1), (5.0, 0)),
            ),
            Answer("the hazard changes, or effects stretch time", "waiting-times", "a flag: seen"),
            Answer(
                "only who comes before whom counts",
                "waiting-times",
                "list",
                (((2.5, 1), (4.0, 0), (0.7, 1)), ((3.1, 1), (5.0, 0), (1.2, 0))),
            ),
        ),
    ),
    Values(
        "An angle, a direction, a time of day",
        (
            Answer(
                "nothing else: the direction and how sure it is",
                "directions",
                "how sure it is",
                (0.1, 6.2, 3.0, 5.9, 0.3, 1.8),
            ),
            Answer("it stays on one side", "directions", "one side"),
            Answer("the direction alone is wanted", "directions"),
        ),
    ),
    Values(
        "An order of the items of a list",
        (
            Answer(
                "each item has a grade, and items may tie",
                "rankings",
                "relevance",
                ((2, 0, 1, 0), (0, 0, 3, 1), (1, 2, 0, 2)),
            ),
            Answer(
                "the whole order is known", "rankings", "ranks", ((2, 1, 3), (1, 3, 2), (3, 2, 1))
            ),
            Answer("which of two was preferred", "rankings", "list of two"),
        ),
    ),
    Values(
        "A mask of pixels, or an embedding",
        (
            Answer("the pixels that belong to a thing", "embeddings", "mask"),
            Answer("which of many belong together", "embeddings", "list of items"),
            Answer("an embedding that is given", "embeddings", "a direction"),
        ),
    ),
)


OTHER = Answer("what the questions leave out", "")


def belongs(entry: Entry, answer: Answer) -> bool:
    said = (entry.target, entry.asked, entry.when or "")
    return entry.page in answer.pages.split() and any(
        re.search(answer.targets, text) for text in said
    )


def leaves() -> dict[Answer, list[Entry]]:
    """The rows that answer, first choices first. Each row stands at the first answer that takes it;
    one that no answer takes, at the last of all, so that a new row needs no question of its own."""
    found = {answer: [] for values in QUESTIONS for answer in values.answers} | {OTHER: []}
    for entry in CATALOGUE.values():
        found[next((a for a in found if belongs(entry, a)), OTHER)].append(entry)
    return {a: sorted(rows, key=lambda row: SHOWN.index(row.shown)) for a, rows in found.items()}
