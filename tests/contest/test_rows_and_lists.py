"""Targets of several columns and lists: their rows are recommended, their numbers known."""

import numpy as np
import pytest

from pairings import CATALOGUE, diagnose, recommend

RNG = np.random.default_rng(0)
TIMES = np.stack([RNG.exponential(size=(6, 5)), RNG.integers(0, 2, (6, 5))], axis=-1)
RANKS = np.argsort(RNG.random((20, 4)), axis=1) + 1
GRADES = RNG.integers(0, 4, (20, 5))
PREFERRED = np.eye(2)[RNG.integers(0, 2, 20)]
STARS = RNG.integers(0, 4, 20)
FIRST = [
    ("sigmoid + binomial k of n", np.column_stack([RNG.binomial(10, 0.3, 20), np.full(20, 10)])),
    ("exp + Poisson with exposure", np.column_stack([RNG.poisson(3, 20), RNG.uniform(1, 5, 20)])),
    (
        "location and scale + Tobit (censored normal)",
        np.column_stack([RNG.normal(size=20), np.arange(20) % 3 - 1]),
    ),
    ("exp + censored exponential", TIMES[:, 0]),
    ("identity + half squared error, masked", np.where(GRADES > 2, np.nan, GRADES + 0.5)),
    ("sigmoid per label + log loss, masked", np.where(GRADES > 2, np.nan, GRADES > 1)),
    ("softmax over those left + Plackett–Luce", RANKS),
    ("softmax over those left + Plackett–Luce", RANKS - 1),
    ("softmax over those left + Plackett–Luce", [[2, 1, 3], [1, 2], [4, 3, 1, 2]]),
    ("scores of a list + RankNet", GRADES),
    ("scores of a list + RankNet", [[2, 0, 1], [1, 0], [3, 1, 0, 0]]),
    ("softmax over those at risk + Cox partial likelihood", TIMES),
    ("thresholds + proportional odds", STARS[:, None] > np.arange(3)),
    ("softmax + half multinomial deviance", RNG.multinomial(8, [0.2, 0.3, 0.5], 20)),
    ("sigmoid per label + log loss", [{"a"}, {"a", "b"}, set()]),
    ("exp + half Poisson deviance", [3, None, 5, 2, 4, 7]),
    ("rate and extra zeros + zero-inflated Poisson", np.append(RNG.poisson(4, 50), [0] * 50)),
    ("exp + negative binomial", RNG.negative_binomial(1, 0.1, 300)),
]


@pytest.mark.parametrize(("row", "y"), FIRST, ids=[f"{i}-{t[0]}" for i, t in enumerate(FIRST)])
def test_targets_of_several_columns_find_their_row_first(row, y):
    assert recommend(y).rows[0] == row


@pytest.mark.parametrize(
    ("row", "y"),
    [
        ("scores of two + reward model of preferences", PREFERRED),
        ("softmax over those at risk + Cox partial likelihood", TIMES[:, 0]),
        ("softmax over a list + ListNet", GRADES),
        (
            "thresholds + proportional odds",
            (np.array([0, 1, 3, 2, 1])[:, None] > np.arange(3)) * 1.0,
        ),
        ("exp + censored exponential", TIMES),
    ],
)
def test_what_else_they_may_mean_is_told_too(row, y):
    assert row in recommend(y).rows[1:]


def test_how_to_write_them_is_code_that_works():
    gaps = np.where(GRADES > 2, np.nan, GRADES + 0.5)
    first = recommend(gaps)[0]
    written = eval(first.encode, {"np": np, "y": gaps})
    assert CATALOGUE[first.row].pairing.targets.contains(written).all()
    risk = recommend(TIMES)[0]
    written = eval(risk.encode, {"y": TIMES})
    assert np.isfinite(CATALOGUE[risk.row].pairing.value(np.zeros((6, 5)), written)).all()


@pytest.mark.parametrize(
    ("row", "y", "told"),
    [
        ("softmax over those left + Plackett–Luce", RANKS, RANKS),
        ("scores of a list + RankNet", GRADES, GRADES),
        ("scores of two + reward model of preferences", PREFERRED, PREFERRED),
        ("softmax over those at risk + Cox partial likelihood", TIMES.reshape(6, -1), TIMES),
    ],
)
def test_equal_scores_of_a_list_are_known_by_their_number(row, y, told):
    pairing = CATALOGUE[row].pairing
    y = np.asarray(y, dtype=float)
    flat = pairing.value(np.full((len(y), y.shape[1] // pairing.columns), 3.0), y).mean()
    assert diagnose(flat, targets=told)[0].code == "nothing-learned"
    assert "nothing-learned" not in diagnose(1.3 * flat, targets=told).codes


def test_the_likelihood_of_a_constant_is_known():
    y = RNG.normal(3, 2, (50, 1))
    pairing = CATALOGUE["mean and variance + Gaussian likelihood"].pairing
    constant = np.tile([y.mean(), np.log(y.var())], (50, 1))
    stands = pairing.value(constant, y).mean()
    assert diagnose(stands, targets=y)[0].code == "predicts-the-mean"
    assert diagnose(stands - 0.2, targets=y) == ()
