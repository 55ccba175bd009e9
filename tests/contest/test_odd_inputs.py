"""Advisers answer whatever they are given: empty, NaN, mixed, huge, one class only, strange objects."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from pairings import check_model, check_pairing, diagnose, recommend
from pairings.advice import Findings
from pairings.advice.case import ROWS
from pairings.advice.recommend import Choices


class Refuses:
    """An object that fails at whatever one asks of it."""

    def __array__(self, *_args, **_words):
        raise RuntimeError

    def __repr__(self):
        raise ValueError

    def __iter__(self):
        raise KeyError

    @property
    def shape(self):
        raise ValueError

    @property
    def layers(self):
        raise ValueError


class Long(list):
    def __len__(self):
        raise KeyError


HOLDS_ITSELF = []
HOLDS_ITSELF.append(HOLDS_ITSELF)
DAY = datetime.datetime(2020, 1, 1)
RNG = np.random.default_rng(0)
ODD = {
    "none": None, "empty": [], "empty text": "", "text": "softmax", "bytes": b"x", "a number": 3,
    "NaN": np.nan, "infinity": -np.inf, "all NaN": [np.nan] * 5, "all infinite": [np.inf] * 3,
    "one NaN": [1.0, np.nan], "single precision": np.array([np.inf, 1, -np.inf], np.float32),
    "some NaN": [[np.nan, 1.5], [2.5, np.nan], [0.2, 1.1]], "rows of NaN": [[np.nan, np.nan]] * 3,
    "mixed": [1, "a"], "text and None": ["a", None, "b"], "number and None": [1, None, 2],
    "ragged": [[1, 2], [3]], "a ragged list with nothing": [[1, 2], []], "ragged texts": [["a"], []],
    "sets": [{"a"}, {"a", "b"}], "mixed sets": [{"a"}, {1}], "empty rows": [[]],
    "no rows": np.zeros((0, 3)), "no columns": np.zeros((3, 0)), "cube": np.zeros((2, 3, 4)),
    "four axes": np.ones((2, 2, 2, 2)), "pairs": RNG.random((4, 5, 2)), "an object": object(),
    "a dictionary": {}, "lists by name": {"a": [1, 2]}, "an array of None": np.array(None),
    "huge numbers": [1e308, -1e308], "tiny numbers": [5e-324, 1e-320, 1.0], "complex": np.arange(5) + 1j,
    "masked": np.ma.array([1, 2, 3], mask=[0, 1, 0]), "beyond floats": [10**400], "large": [2**64, 1],
    "an array of one": np.array(3), "a range": range(3), "a set": {1, 2}, "a truth": True,
    "truths": [True, False], "truths and None": [True, None], "refuses": Refuses(), "long": Long([1]),
    "holds itself": HOLDS_ITSELF, "a generator": (i for i in range(3)), "an iterator": iter([1, 2]),
    "days": np.array(["2020-01-01", "2020-01-02"], "M8[D]"), "spans": np.array([1, 2], "m8[s]"),
    "dates": [DAY] * 3, "decimals": [Decimal("1.5"), Decimal("2.5")], "a function": np.mean,
    "fractions": [Fraction(1, 2), Fraction(3, 4)], "fields": np.zeros(3, [("a", float)]),
    "half precision": np.ones(4, np.float16), "bytes as numbers": np.array([-128, 127], np.int8),
    "one class": [0, 0, 0], "one name": ["a", "a"], "one row": [[1.0, 0.0]], "zeros": np.zeros((4, 3)),
    "numbers as text": ["1.5", "2"], "gaps in text": ["a", "nan", ""], "a class": int, "a module": np,
    "the rest": ..., "a slice": slice(3), "a view": memoryview(b"abc"), "a column": [["a"], ["b"]],
    "objects": np.array([[1, "a"], [2, None]], object), "many": RNG.random(2 * ROWS),
    "many classes": np.arange(2 * ROWS), "many names": [str(i) for i in range(20_000)],
    "a permutation": [[1, 2, 3], [3, 1, 2]], "an empty pair": (), "minus zero": -0.0,
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
@pytest.mark.filterwarnings("error")
def test_every_adviser_answers(name):
    odd = ODD[name]
    answers = [recommend(odd), diagnose(odd)]
    answers += [
        diagnose(0.7, **{key: odd}) for key in ("classes", "base_rate", "targets", "predictions")
    ]
    answers += [
        check_pairing("softmax", "CrossEntropyLoss", odd, odd),
        check_pairing("sigmoid + log loss", None, odd, odd),
        check_pairing(odd, odd, odd, odd, framework=odd, weights=odd, mask=odd, threshold=odd),
        check_model(odd, odd, odd, odd, framework=odd),
        check_model(lambda _x: odd, "MSELoss", odd, odd),
    ]
    for answer in answers:
        assert isinstance(answer, Findings | Choices)
        assert repr(answer)
        assert answer._repr_html_()


def test_there_are_enough_of_them():
    assert len(ODD) >= 60


@pytest.mark.parametrize(
    ("y", "said"),
    [
        ([], "there are no targets"),
        ([np.nan] * 5, "NaN or an infinite"),
        (object(), "cannot be read"),
        ([0, 0, 0], "every target is 0"),
        (["a", "a"], "every target is a"),
        (RNG.random(2 * ROWS), "were looked at"),
        ([1.5, np.nan, -3.0, 0.2], "left out"),
    ],
    ids=["empty", "nan", "object", "one class", "one name", "huge", "gap"],
)
def test_what_is_odd_is_said(y, said):
    assert said in repr(recommend(y))


def test_an_unknown_framework_is_said_whatever_it_is():
    for framework in ("?", 3, np.arange(3), Refuses()):
        assert "unknown" in check_pairing("softmax", "cross_entropy", framework=framework).codes


def test_a_network_of_zeros_has_not_exchanged_its_arguments():
    """A fresh network scores 0 for everyone; soft targets beside that are no labels."""
    soft, zeros = np.array([[-1.0], [0.0], [1.0]]), np.zeros((3, 1))
    assert "swapped-arguments" not in check_pairing(None, "BCEWithLogitsLoss", soft, zeros).codes
    labels = np.array([[0.0], [1.0], [1.0]])
    assert "swapped-arguments" in check_pairing(None, "BCEWithLogitsLoss", soft, labels).codes
