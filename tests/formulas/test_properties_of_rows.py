"""The property table: every yes survives a search, every no is refuted again by its witness."""

import sys
from pathlib import Path

import facts
import numpy as np
import pytest
from facts import searches

from pairings import CATALOGUE, Pairing, start
from pairings.catalogue.properties import PROPERTIES, QUESTIONS
from pairings.records import labels

sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))
from propose import proposed

KNOWN = [facts.ROWS[name] for name in PROPERTIES if name in facts.ROWS]
each_row = pytest.mark.parametrize("row", KNOWN, ids=lambda row: row.row)


def of(row):
    return CATALOGUE[row.row].pairing, PROPERTIES[row.row]


def test_every_row_has_its_properties():
    missing = [name for name in CATALOGUE if name not in PROPERTIES]
    assert not missing, (
        f"{missing}: src/pairings/catalogue/properties_….py have no record of these. "
        f"`python tests/proofs/propose.py {' '.join(map(repr, missing))}` searches and prints one"
    )


@each_row
def test_every_answer_has_its_reason(row):
    for question in QUESTIONS:
        answer = getattr(PROPERTIES[row.row], question)
        assert len(answer.why) > 5
        assert "TODO" not in answer.why, f"{row.row}, {question}: write the derivation"
        assert bool(answer.witness) == (answer.holds is False), question
    bounded = PROPERTIES[row.row].bounded
    assert (bounded.bound is not None) == bool(bounded.holds)


@each_row
def test_convex_in_the_score(row):
    pairing, said = of(row)
    if said.convex.holds:
        assert searches.not_convex(pairing, row) is None
        return
    a, b, y = (np.array([part], float) for part in said.convex.witness)
    ends = (pairing.value(a, y) + pairing.value(b, y)) / 2
    assert pairing.value((a + b) / 2, y) > ends + 1e-9 * (1 + np.abs(ends))


@each_row
def test_a_bounded_pull(row):
    pairing, said = of(row)
    if said.bounded.holds:
        assert searches.beyond(pairing, row, said.bounded.bound) is None
        *_, pull = searches.pulls(pairing, row)
        assert pull.max() > 0.7 * said.bounded.bound  # no looser than need be
        return
    z, y = (np.array([part], float) for part in said.bounded.witness)
    assert np.abs(pairing.gradient(z, y)).max() > searches.LARGE


@each_row
def test_prediction_minus_target(row):
    pairing, said = of(row)
    if said.canonical.holds:
        assert searches.not_canonical(pairing, row) is None
    elif said.canonical.holds is False:
        z, y = (np.array([part], float) for part in said.canonical.witness)
        p = pairing.predict(z)
        assert p.shape != y.shape or np.abs(pairing.gradient(z, y) - (p - y)).max() > 1e-9
    else:
        assert pairing.scores > 1 or pairing.columns > 1 or pairing.lists


@each_row
def test_finite_at_the_edges(row):
    pairing, said = of(row)
    if said.finite.holds:
        assert searches.not_finite(pairing, row) is None
        return
    z, y = (np.array([part], float) for part in said.finite.witness)
    with np.errstate(all="ignore"):
        both = pairing.value(z, y), pairing.gradient(z, y)
    assert not all(np.isfinite(part).all() for part in both)


@each_row
def test_strictly_proper(row):
    pairing, said = of(row)
    if said.proper.holds:
        assert searches.not_proper(pairing, row, searches.statistic(pairing)) is None
    elif said.proper.holds is False:
        y = np.array(said.proper.witness[0], float)
        found = start(pairing, y)
        if len(said.proper.witness) == 2:
            p = pairing.predict(found.bias[None])[0]
            assert not np.allclose(p, said.proper.witness[1], rtol=1e-3)
            return
        first, second = (np.array(b, float) for b in said.proper.witness[1:])
        costs = [searches.cost(pairing, y, b) for b in (first, second)]
        np.testing.assert_allclose(costs, found.loss, rtol=1e-6, atol=1e-9)
        told = [pairing.predict(searches.constant(pairing, y, b))[0] for b in (first, second)]
        assert np.abs(told[0] - told[1]).max() > 1e-3
    else:
        found = start(pairing, np.array(said.sample))
        assert pairing.lists or found.kind in ("local", "unbounded", "infinite")


@each_row
def test_classification_calibrated(row):
    pairing, said = of(row)
    if said.calibrated.holds is None:
        assert not searches.is_margin(pairing)
    elif said.calibrated.holds:
        assert searches.not_calibrated(pairing) is None
    else:
        (share,), (score,) = said.calibrated.witness
        found = start(pairing, [[1.0], [-1.0]], weights=[share, 1 - share])
        assert np.sign(found.bias[0]) != np.sign(share - 0.5)
        np.testing.assert_allclose(found.bias[0], score, rtol=1e-6)


@each_row
def test_the_units_are_those_of_its_growth(row):
    pairing, said = of(row)
    assert said.units
    if said.degree is None:
        return
    y = np.concatenate([row.draw(np.random.default_rng(k))[1] for k in range(4)])
    once, tenfold = start(pairing, y).loss, start(pairing, 10 * y).loss
    np.testing.assert_allclose(tenfold, 10**said.degree * once, rtol=1e-9)


@each_row
def test_its_small_sample_has_a_best_constant(row):
    pairing, said = of(row)
    bias, loss = start(pairing, np.array(said.sample))
    assert not np.isnan(loss)
    assert not np.isnan(bias).any()


# --- the searches can find something -----------------------------------------------------------


def swapped(name, **fields):
    return CATALOGUE[name].pairing._replace(**fields), facts.ROWS[name]


def test_the_searches_notice_what_is_wrong():
    square, row = swapped("identity + half squared error")
    turned = square._replace(value=lambda z, y: np.log1p((z - y) ** 2).sum(axis=-1))
    assert searches.not_convex(turned, row) is not None
    assert searches.beyond(square, row, 100.0) is not None
    assert (
        searches.not_canonical(square._replace(gradient=lambda z, y: 2 * (z - y)), row) is not None
    )
    absolute = CATALOGUE["identity + absolute error"].pairing
    mean = searches.statistic(square)
    assert searches.not_proper(absolute, row, mean) is not None
    bits, row = swapped("sigmoid + log loss")
    p = bits.predict
    naive = bits._replace(
        value=lambda z, y: -np.where(y == 1, np.log(p(z)), np.log(1 - p(z))).sum(-1)
    )
    assert searches.not_finite(naive, row) is not None


def margin(value, gradient):
    """L(y z), as a pairing of labels −1 and 1."""
    return Pairing(
        "margin",
        lambda z: z,
        lambda z, y: value(y * z).sum(axis=-1),
        lambda z, y: y * gradient(y * z),
        labels(-1, 1),
    )


def test_the_search_for_calibration_tells_the_hinge_from_a_shifted_one():
    hinge = margin(lambda u: np.maximum(0, 1 - u), lambda u: np.where(u < 1, -1.0, 0.0))
    assert searches.is_margin(hinge)
    assert searches.not_calibrated(hinge) is None
    square = Pairing(  # its best score is the mean of y, less one half
        "shifted",
        lambda z: z,
        lambda z, y: ((z - y + 0.5) ** 2).sum(axis=-1),
        lambda z, y: 2 * (z - y + 0.5),
        labels(-1, 1),
    )
    share, score = searches.not_calibrated(square)
    np.testing.assert_allclose(score, 2 * share - 1.5)


def test_a_proposal_is_python_that_says_the_same():
    for name in ("identity + Huber", "mean and variance + Gaussian likelihood"):
        text = proposed(name)
        found = eval(text, vars(sys.modules["pairings.catalogue.property"]))
        for question in QUESTIONS:
            assert getattr(found, question).holds == getattr(PROPERTIES[name], question).holds
        assert "TODO" in text
