"""diagnose names the bug behind a number that was reached, recommend a row for real targets."""

import random

import numpy as np
import pytest

from pairings import (
    CATALOGUE,
    activations,
    compose,
    datasets,
    diagnose,
    losses,
    matching,
    recommend,
)
from pairings.advice.fingerprints import FINGERPRINTS, entropy, softmax_floor
from pairings.advice.known import known_of
from pairings.advice.recommend import Choices

BY_NAME = {f.name: f for f in FINGERPRINTS}
FAR = 40.0  # a score as far out as training may bring it
YES = np.array([[1.0], [0.0], [0.0], [1.0], [0.0]])
SHARE = 0.4


def double_sigmoid():
    sigmoid = activations.sigmoid.forward
    pairing = matching(activations.sigmoid, losses.log_loss)
    return np.mean([pairing.value(sigmoid([[FAR * (2 * t[0] - 1)]]), t[None])[0] for t in YES])


def double_softmax(classes):
    z = np.where(np.eye(classes)[:1], FAR, -FAR)
    pairing = matching(activations.softmax, losses.cross_entropy)
    return pairing.value(activations.softmax.forward(z), np.eye(classes)[:1])[0]


def tanh_before(activation, loss, y):
    z = np.tanh(FAR * (2 * y - 1))
    return matching(activation, loss).value(z, y).mean()


def test_the_numbers_are_reached_by_the_bugs():
    """Each formula against a loss that was computed with the bug in place."""
    known = {"K": 10.0, "share": SHARE}
    reached = {
        "log K": matching(activations.softmax).value(np.zeros((1, 10)), np.eye(10)[:1])[0],
        "double softmax": double_softmax(10),
        "double sigmoid": double_sigmoid(),
        "tanh before softmax": tanh_before(activations.softmax, losses.cross_entropy, np.eye(10)),
        "tanh before sigmoid": tanh_before(activations.sigmoid, losses.log_loss, YES),
        "ReLU before sigmoid": matching(activations.sigmoid, losses.log_loss)
        .value(np.maximum(0, FAR * (2 * YES - 1)), YES)
        .mean(),
        "hinge with labels 0 and 1": np.maximum(0, 1 - YES * FAR).mean(),
        "−1/K": -activations.softmax.forward(np.zeros((1, 10)))[0, 0],
        "Keras' clip, one unit": clipped(np.ones_like(YES), YES),
        "Keras' clip, a wrong 1": clipped(np.ones((1, 1)), np.zeros((1, 1))),
        "Keras' clip, a wrong 0": clipped(np.zeros((1, 1)), np.ones((1, 1))),
        "PyTorch's clamp, one unit": np.where(YES == 0, 100.0, 0.0).mean(),
    }
    for name, value in reached.items():
        assert np.isclose(BY_NAME[name].at(known), value, rtol=1e-6), name


def clipped(p, y, epsilon=1e-7):
    """Binary cross-entropy as Keras computes it: single precision, clipped at ε and 1 − ε."""
    p = np.clip(p.astype(np.float32), np.float32(epsilon), np.float32(1) - np.float32(epsilon))
    p = p.astype(float)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def test_targets_give_what_the_numbers_need():
    y = np.random.default_rng(0).normal(1, 2, 500)
    known = known_of(y=y)
    zero = compose(activations.identity, losses.squared_error)
    column = y[:, None]
    assert np.isclose(
        BY_NAME["half the mean square"].at(known), zero.value(0 * column, column).mean()
    )
    mean = np.full_like(column, y.mean())
    assert np.isclose(BY_NAME["half the variance"].at(known), zero.value(mean, column).mean())
    assert known_of(base_rate=0.25)["entropy"] == entropy([0.75, 0.25])
    assert np.isclose(known_of(classes=3, y=[0, 0, 1, 2])["entropy"], entropy([0.5, 0.25, 0.25]))
    assert known_of(y=np.eye(3))["K"] == 3


@pytest.mark.parametrize("classes", [2, 3, 10, 100])
def test_a_stuck_double_softmax_is_named(classes):
    floor = softmax_floor(classes)
    assert diagnose(floor * 1.003, classes=classes)[0].code == "double-softmax"
    assert (
        diagnose([np.log(classes), *[floor * 1.003] * 20], classes=classes)[0].code
        == "double-softmax"
    )


CASES = [
    ("nothing-learned", 0.6931, {}),
    ("nothing-learned", 2.303, {}),
    ("double-softmax", 1.4612, {}),
    ("double-sigmoid", 0.5035, {"base_rate": 0.5}),
    ("softmax-of-one", 15.9424, {}),
    ("softmax-of-one", 0.37 * 15.9424, {"base_rate": 0.63}),
    ("softmax-of-one", 100, {}),
    ("overflow", 16.118, {}),
    ("overflow", 27.631, {}),
    ("overflow", 34.5388, {}),
    ("overflow", 36.0437, {}),
    ("overflow", 87.3365, {}),
    ("shapes-broadcast", 4.0, {"targets": np.array([1.0, 5.0] * 50)}),
    ("predicts-the-mean", 2.0, {"targets": np.array([1.0, 5.0] * 50)}),
    ("dead-output", 6.5, {"targets": np.array([1.0, 5.0] * 50)}),
    ("base-rate", entropy([0.9, 0.1]), {"base_rate": 0.1}),
    ("nan-labels", np.nan, {}),
    ("nan-labels", [np.nan, np.nan], {}),
    ("overflow", [1.0, 0.5, 0.4, 0.3, np.nan], {}),
    ("step-too-large", [1.0, 2.0, 9.0, 80.0, np.inf], {}),
    ("probabilities-as-log-probabilities", [-0.1, -0.5, -0.9], {}),
    ("labels-not-01", [0.5, -3.0, -40.0], {}),
    ("no-gradient", [0.7] * 10, {}),
    ("step-too-large", [1.0, 0.2] * 6, {}),
    ("wrong-sign", [1.0, 2.0, 3.0, 4.0, 5.0], {}),
    ("first-loss", [30.0, 5.0, 2.0], {"classes": 10}),
    ("double-sigmoid", 0.5, {"predictions": np.linspace(0.5, 0.731, 20)}),
    ("double-softmax", 1.4, {"predictions": activations.softmax.forward(np.eye(5))}),
    ("dead-output", 3.0, {"predictions": np.zeros(9)}),
    ("softmax-of-one", 3.0, {"predictions": np.ones((9, 1))}),
    ("constant-predictions", 3.0, {"predictions": np.full(9, 0.4)}),
    ("shapes-broadcast", 1.0, {"predictions": np.ones((9, 1)), "targets": np.ones(9)}),
    ("overflow", 1.0, {"predictions": [1.0, np.nan]}),
]


@pytest.mark.parametrize(
    ("code", "loss", "told"), CASES, ids=[f"{i}-{c[0]}" for i, c in enumerate(CASES)]
)
def test_a_cause_is_among_the_first_three(code, loss, told):
    assert code in diagnose(loss, **told).codes[:3]


@pytest.mark.parametrize(
    ("loss", "told"),
    [
        (0.31, {"classes": 10}),
        ([2.3, 1.2, 0.7, 0.4, 0.2, 0.1], {"classes": 10}),
        ([0.7, 0.5, 0.4, 0.35, 0.31, 0.29], {"base_rate": 0.4}),
        (0.2, {"targets": np.array([1.0, 5.0] * 50)}),
    ],
)
def test_a_healthy_loss_has_no_cause(loss, told):
    assert diagnose(loss, **told) == ()
    assert repr(diagnose(loss, **told)) == diagnose(loss).NOTHING


def test_the_first_step_may_stand_at_log_k():
    assert diagnose(np.log(10), classes=10)[0].severity == "note"


def test_a_cause_prints_with_its_test():
    found = diagnose(1.4612, classes=10)
    assert found[0].test in repr(found)
    assert "<strong>" in found._repr_html_()


STRANGE = (
    None, [], "", "x", 3, -1, 0.5, np.nan, [np.nan, 1], [[]], [[1, 2], [3]], ["a", "b"], [None, 1],
    object(), {}, np.zeros((0, 3)), np.zeros((2, 3, 4)), np.array(None), np.array([1e308, -1e308]),
    np.arange(5) + 0j, [1, "a"], np.ma.array([1, 2], mask=[0, 1]), [10**400], np.array(3), range(3),
    {1, 2}, True, b"x", [True, False], np.eye(3), np.ones((4, 1)), [np.inf], [0, 0, 0, 0],
)  # fmt: skip


def test_anything_is_answered():
    rng = random.Random(1)
    for _ in range(1500):
        loss, y, p, classes, rate = (rng.choice(STRANGE) for _ in range(5))
        found = diagnose(loss, classes=classes, base_rate=rate, targets=y, predictions=p)
        assert all(finding.what for finding in found)
        assert repr(found)
    for y in STRANGE:
        found = recommend(y)
        assert isinstance(found, Choices)
        assert found[0].what
        assert found._repr_html_()


# --- recommend -----------------------------------------------------------------------------------------

RNG = np.random.default_rng(0)
TARGETS = [
    ("identity + half squared error", RNG.normal(size=200)),
    ("identity + half squared error", RNG.normal(size=(200, 3))),
    ("identity + Huber", np.append(RNG.normal(size=200), 1e4)),
    ("sigmoid + log loss", RNG.integers(0, 2, 200)),
    ("sigmoid + log loss", 2 * RNG.integers(0, 2, 200) - 1),
    ("sigmoid + log loss", RNG.random(200) < 0.5),
    ("sigmoid + log loss", ["yes", "no", "no"]),
    ("softmax + cross-entropy", np.eye(4)[RNG.integers(0, 4, 200)]),
    ("softmax + cross-entropy", RNG.integers(0, 10, 500)),
    ("softmax + cross-entropy", ["cat", "dog", "bird"]),
    ("sigmoid per label + log loss", RNG.random((200, 4)) < 0.4),
    ("exp + half Poisson deviance", RNG.poisson(300, 200)),
    ("exp + half Poisson deviance, exp + half gamma deviance", RNG.gamma(2.0, size=200)),
    ("ReLU + its matching loss", np.maximum(0, RNG.normal(size=200))),
]


@pytest.mark.parametrize(("row", "y"), TARGETS, ids=[f"{i}-{t[0]}" for i, t in enumerate(TARGETS)])
def test_targets_find_their_row(row, y):
    found = recommend(y)
    assert set(row.split(", ")) & set(found.rows[:3])
    for choice in found:
        assert choice.why
        assert choice.unless or choice.row is None
        assert choice.page is None or choice.page == CATALOGUE[choice.row].page


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("breast_cancer", "sigmoid + log loss"),
        ("iris", "softmax + cross-entropy"),
        ("digits", "softmax + cross-entropy"),
    ],
)
def test_real_targets_find_their_row(name, row):
    assert row in recommend(datasets.load(name).labels).rows


def test_what_is_ambiguous_is_told_both_ways():
    digits = recommend(RNG.integers(0, 10, 500))
    assert {"softmax + cross-entropy", "exp + half Poisson deviance"} <= set(digits.rows)
    assert "Classes or counts?" in repr(digits)


def test_what_nobody_is_for_is_said():
    for y in (RNG.uniform(0, 2 * np.pi, 500), np.ones(9)):
        assert any(
            "go round" in c.unless or c.row is None or "angle" in c.row for c in recommend(y)
        )
    assert recommend(np.ones(9))[0].row is None
    assert "constant" in recommend(np.ones(9))[0].why


def test_gaps_and_samples_are_told():
    assert "1 rows with NaN" in recommend([1.5, np.nan, -3.0])[0].what
    assert "were looked at" in recommend(np.zeros(300_000) + np.arange(300_000) % 7)[0].what


class Categories:
    """What an ordered categorical of a data frame offers."""

    categories, codes, ordered = ("low", "middle", "high"), np.array([0, 2, 1, 1, -1]), True


def test_ordered_categories_are_known_as_such():
    found = recommend(Categories())
    assert "3 ordered classes: low, middle, high" in found[0].what


def test_a_missing_row_leaves_the_others(monkeypatch):
    """Rows are found by their domain and by what they are asked for, by no list of names."""
    less = {n: e for n, e in CATALOGUE.items() if n != "identity + half squared error"}
    monkeypatch.setitem(recommend.__globals__, "CATALOGUE", less)
    assert recommend(RNG.normal(size=50)).rows
