"""The words: which numbers a domain holds, and how it says so."""

import numpy as np
import pytest

from pairings.records import (
    Domain,
    columns,
    count_rows,
    flagged,
    interval,
    labels,
    ladders,
    one_hot_rows,
    positive,
    reals,
    simplex,
    some_classes,
    some_known,
    unit_interval,
)


@pytest.mark.parametrize(
    ("closed", "members", "name"),
    [
        ("both", [0.0, 0.5, 1.0], "[0, 1]"),
        ("left", [0.0, 0.5], "[0, 1)"),
        ("right", [0.5, 1.0], "(0, 1]"),
        ("neither", [0.5], "(0, 1)"),
    ],
)
def test_an_interval_holds_the_edges_it_is_closed_at(closed, members, name):
    """Each edge is a member exactly when `closed` says so, and the name shows it."""
    domain, numbers = interval(0.0, 1.0, closed), np.array([-0.1, 0.0, 0.5, 1.0, 1.1])
    assert numbers[domain.contains(numbers)].tolist() == members
    assert domain.name == name


def test_an_infinite_edge_is_never_a_member():
    """[0, ∞] is [0, ∞): a target is a finite number, and the reals are the finite numbers."""
    assert interval(0.0, np.inf).name == "[0, ∞)"
    assert interval(-np.inf, -1.5).name == "(−∞, −1.5]"
    numbers = np.array([-np.inf, -1e308, 0.0, 1e308, np.inf])
    assert reals.contains(numbers).tolist() == [False, True, True, True, False]


@pytest.mark.parametrize(
    "domain",
    [reals, unit_interval, interval(0, np.inf), labels(0, 1), simplex, one_hot_rows],
    ids=lambda domain: domain.name,
)
def test_nan_is_in_no_domain(domain):
    """A missing number is nowhere a target; a proper row is in each of these domains."""
    assert domain.contains(np.array([[0.0, 1.0]])).all()
    assert not domain.contains(np.array([[np.nan, 1.0]])).all()
    assert not domain.contains(np.array([[np.nan, np.nan]])).any()


def test_labels_are_a_finite_set():
    """Only the numbers named are members, and the name lists them with a true minus sign."""
    signs = labels(-1, 1)
    assert signs.name == "{−1, 1}"
    assert signs.contains(np.array([-1.0, 0.0, 1.0, 0.999])).tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("row", "on_simplex", "one_hot"),
    [
        ([0, 1, 0], True, True),
        ([0.0, 1.0, 0.0], True, True),
        ([0.2, 0.3, 0.5], True, False),
        ([0.1] * 10, True, False),  # sums to 1 − 2⁻⁵³ in floating point
        ([1, 1, 0], False, False),
        ([0, 0, 0], False, False),
        ([0.5, 0.5, 0.1], False, False),
        ([1.5, -0.5, 0.0], False, False),
        ([2, -1, 0], False, False),
    ],
    ids=str,
)
def test_rows_of_probabilities(row, on_simplex, one_hot):
    """A row is on the simplex when nonnegative with sum 1; one-hot when it is a corner of it."""
    row = np.array([row])
    assert simplex.contains(row).tolist() == [on_simplex]
    assert one_hot_rows.contains(row).tolist() == [one_hot]


def test_single_precision_rows_may_miss_the_sum_by_their_rounding():
    """Also when they have been written in double precision since; a row off by 1e-4 is none."""
    thirds = np.full((1, 3), 1 / 3 + 1e-7)
    assert simplex.contains(thirds).all()
    assert simplex.contains(thirds.astype(np.float32)).all()
    assert not simplex.contains(thirds + 1e-4 / 3).any()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [((0, 1, "all"), "closed: got 'all'"), ((1, 1), "lo, hi: got 1, 1"), ((2, 1), "lo < hi")],
    ids=["unknown closing", "empty", "reversed"],
)
def test_an_impossible_interval_is_refused(arguments, part):
    """A wrong word for the edges, or edges out of order, is a ValueError that quotes them."""
    with pytest.raises(ValueError, match=part):
        interval(*arguments)


KINDS = [*map(Domain, ("order", "preference", "mask", "arrow", "partners"))]
KINDS += [reals, labels(0, 1), simplex, one_hot_rows, ladders, some_classes, count_rows]
KINDS += [columns(positive, labels(0, 1)), flagged(reals), some_known(positive)]


@pytest.mark.parametrize("domain", KINDS, ids=lambda domain: f"{domain.kind} {domain.name}"[:40])
def test_a_stack_of_targets_is_judged_part_by_part(domain):
    """Whatever its shape; and some of them lie in the domain, some do not."""
    rng, found = np.random.default_rng(0), []
    for shape in ((3, 2, 4), (4, 2, 2), (2, 60, 2), (3, 60, 4)):
        y = rng.integers(0, 3, shape).astype(float)
        y[0, :, 1] = rng.choice([0, 1, np.nan], shape[1])
        parts = np.stack([domain.contains(part) for part in y])
        np.testing.assert_array_equal(domain.contains(y), parts)
        found += [parts.any(), not parts.all()]
    assert any(found[::2])
    assert any(found[1::2])


@pytest.mark.parametrize(
    "domain",
    [
        reals,
        positive,
        unit_interval,
        labels(-1, 1),
        interval(2, np.inf, "neither"),
        interval(-np.inf, -3, "neither"),
        interval(-5, -4, "neither"),
        positive._replace(whole=True),
        interval(0, 7)._replace(whole=True),
    ],
    ids=lambda domain: domain.name,
)
def test_the_member_of_a_domain_lies_in_it(domain):
    """What stands for a target that nobody knows."""
    assert domain.contains(np.array(domain.member))


@pytest.mark.parametrize("flag", [-1.0, 0.5, 2.0, np.nan])
def test_a_flag_is_none_but_0_and_1(flag):
    for domain in (flagged(reals), some_known(reals)):
        assert domain.contains(np.array([[7.0, 1.0]])).all()
        assert not domain.contains(np.array([[7.0, flag]])).any()
