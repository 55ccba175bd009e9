"""Every relation of two rows holds in numbers, and would be seen not to hold."""

import numpy as np
import pytest

from pairings import CATALOGUE
from pairings.catalogue.relation import (
    BESIDE,
    BETA,
    HURDLE,
    KINDS,
    POLAR,
    SIZES,
    difference,
    differences,
    page_of,
    pairing_of,
    through,
)
from pairings.catalogue.relations import RELATIONS, rows_of_the_map

EXACT = [one for one in RELATIONS if one.kind != "limit"]
LIMITS = [one for one in RELATIONS if one.kind == "limit"]
ROUNDING = 1e-12
ALONE: set[str] = set()  # each with its reason


def named(one):
    return f"{one.general} → {one.special}, {one.sign}"


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("one", EXACT, ids=named)
def test_both_are_the_same_to_rounding(one, seed):
    assert difference(one, seed=seed) < ROUNDING


@pytest.mark.parametrize("one", LIMITS, ids=named)
def test_the_difference_goes_to_zero_as_told(one):
    first, second, last = differences(one)
    assert first > ROUNDING, "no limit: the two are the same at once"
    least = 0.6 * (SIZES[0] / SIZES[1]) ** one.order
    for before, after in ((first, second), (second, last)):
        assert after < ROUNDING or before / after > least


@pytest.mark.parametrize("one", LIMITS, ids=named)
def test_far_from_its_limit_a_row_is_another(one):
    assert difference(one, 0.5) > 0.01


@pytest.mark.parametrize("kind", ["value", "gradient"])
@pytest.mark.parametrize("one", EXACT, ids=named)
def test_a_billionth_would_be_seen(one, kind):
    def nudged():
        made = one.made().bare
        return one.made()._replace(**{kind: lambda z, y: getattr(made, kind)(z, y) * (1 + 1e-9)})

    assert difference(one._replace(made=nudged)) > ROUNDING


@pytest.mark.parametrize("one", RELATIONS, ids=named)
def test_it_is_told_in_full(one):
    assert one.kind in KINDS
    assert one.under
    assert one.sign
    assert (one.order > 0) == (one.kind == "limit")
    assert one.general != one.special
    for name in (one.general, one.special):
        assert name in CATALOGUE or name in BESIDE
        assert page_of(name)


@pytest.mark.parametrize("one", RELATIONS, ids=named)
def test_its_targets_are_those_of_the_other_row(one):
    """Drawn scores and targets are what that row takes: it is called behind its checks."""
    z, y = one.draw(np.random.default_rng(0))
    value = pairing_of(one.special).value(z, y)
    assert np.isfinite(value).all()
    assert np.ptp(value) > 0.1, "every sample costs the same"


@pytest.mark.parametrize("maps", [BETA, POLAR, HURDLE], ids=["beta", "polar", "hurdle"])
def test_a_change_of_scores_has_its_derivative(maps):
    forward, back = maps
    rng = np.random.default_rng(0)
    z, g, h = rng.normal(size=(20, 2)), rng.normal(size=(20, 2)), 1e-6
    steps = [(forward(z + h * e) - forward(z - h * e)) / (2 * h) for e in np.eye(2)]
    by_hand = np.stack([(step * g).sum(axis=-1) for step in steps], axis=-1)
    np.testing.assert_allclose(back(z, g), by_hand, rtol=1e-6, atol=1e-8)


def test_a_constant_taken_off_leaves_the_gradient():
    pair = CATALOGUE["sigmoid + log loss"].pairing
    z, y = np.array([[0.3], [-2.0]]), np.array([[1.0], [0.0]])
    less = through(pair, less=lambda y: 3 + y[..., 0], times=2)
    np.testing.assert_allclose(less.value(z, y), 2 * pair.value(z, y) - 3 - y[..., 0])
    np.testing.assert_allclose(less.gradient(z, y), 2 * pair.gradient(z, y))


def test_no_relation_is_told_twice():
    told = [(one.general, one.special, one.sign) for one in RELATIONS]
    assert len(set(told)) == len(told)
    both = {(b, a) for a, b, _ in told} & {(a, b) for a, b, _ in told}
    assert not both, f"{both}: told in both directions"


def test_a_row_without_a_relation_is_an_exception_on_purpose():
    """A new row finds its place on the map, or is named here."""
    assert set(CATALOGUE) - set(rows_of_the_map()) == ALONE
