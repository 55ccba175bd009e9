"""The page of two questions says what `recommend` says, and leaves no row out."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pairings import CATALOGUE, recommend

sys.path.append(str(Path(__file__).parents[2] / "book" / "_ext"))
import choose
from questions import OTHER, QUESTIONS, leaves

LEAVES = leaves()
WITH_EXAMPLE = [
    (values, answer) for values in QUESTIONS for answer in values.answers if answer.like
]


@pytest.mark.parametrize(
    ("values", "answer"), WITH_EXAMPLE, ids=[f"{v.words}: {a.words}" for v, a in WITH_EXAMPLE]
)
def test_what_is_recommended_first_stands_first_at_its_leaf(values, answer):
    y = list(answer.like) if isinstance(answer.like[0], str) else np.array(answer.like)
    assert recommend(y).rows[0] == LEAVES[answer][0].name


def test_every_question_has_an_example_but_the_last():
    """Zeros and ones do not tell a mask from labels, nor numbers an embedding from numbers."""
    assert [bool(values.answers[0].like) for values in QUESTIONS] == [True] * 11 + [False]
    assert len(WITH_EXAMPLE) > 2 * len(QUESTIONS)


def test_every_row_stands_at_one_leaf():
    placed = Counter(entry.name for rows in LEAVES.values() for entry in rows)
    assert set(placed) == set(CATALOGUE)
    assert max(placed.values()) == 1


def test_every_answer_leads_somewhere():
    assert [answer.words for answer, rows in LEAVES.items() if not rows and answer != OTHER] == []


def test_a_leaf_tells_output_loss_line_and_chapter():
    said = choose.told(CATALOGUE["sigmoid + log loss"])
    for part in ("**sigmoid**", "log loss", "P(y = 1)", "BCEWithLogitsLoss", "/book/binary.ipynb"):
        assert part in said
    assert "A few lines" in choose.told(CATALOGUE["identity + Tukey"])


def test_an_example_is_written_as_people_write():
    by_words = {answer.words: answer for _, answer in WITH_EXAMPLE}
    assert choose.example(by_words["some are unknown"]).startswith("(1.2, NaN), (−0.4, 0.3)")
    assert choose.example(LEAVES_FIRST) == "cat, dog, bird, dog, …"


LEAVES_FIRST = QUESTIONS[1].answers[0]
