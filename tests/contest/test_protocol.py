"""The rules of a contest that a wrong row could break: nothing is chosen by what it is judged by."""

import numpy as np
import pytest

from pairings import activations, datasets, duel, losses, matching
from pairings.scoring import Entrant

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
LABELS = (X[:, 0] + 0.2 * RNG.normal(size=60) > 0).astype(int)
SPLIT = datasets.split(60)
ENTRANT = Entrant(matching(activations.sigmoid, losses.log_loss))


CLAIMS = ("error", "log loss", "speed")


def contest(labels):
    settings = {"seeds": range(4), "step_sizes": [0.1, 1.0], "epochs": 5, "batch_size": 8}
    return duel([ENTRANT], X, labels, split=SPLIT, claims=CLAIMS, **settings)


def turned(rows):
    labels = LABELS.copy()
    labels[rows] = 1 - labels[rows]
    return labels


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_choice_does_not_know_the_test_rows(claim):
    """With the test labels turned over, every number of the choice stays."""
    straight, other = contest(LABELS), contest(turned(SPLIT.test))
    assert straight.by(claim).choices == other.by(claim).choices
    changed = straight.column("log loss", ENTRANT.name) != other.column("log loss", ENTRANT.name)
    assert changed.all()


def test_a_choice_by_log_loss_is_made_on_the_validation_rows():
    straight, other = contest(LABELS), contest(turned(SPLIT.validation))
    told, turned_over = ([c["median"] for c in d.by("log loss").choices] for d in (straight, other))
    assert all(a < b for a, b in zip(told, turned_over, strict=True))


def test_the_choice_is_made_on_the_validation_rows():
    """With the validation labels turned over, so are the errors, seed by seed."""
    name = ENTRANT.name, "ordinary"
    straight, other = contest(LABELS), contest(turned(SPLIT.validation))
    right, wrong = ({c["step size"]: c for c in d.choices} for d in (straight, other))
    for size, choice in right.items():
        errors = wrong[size]["validation error"], choice["validation error"]
        assert sum(errors) == pytest.approx(1.0)
    assert (
        straight.curves[name]["training error"].shape == other.curves[name]["training error"].shape
    )


def test_what_was_not_measured_is_named():
    straight = contest(LABELS)
    with pytest.raises(ValueError, match=r"claims: got 'logloss'; accepted are \['error', 'speed'"):
        straight.by("logloss")
    entrant = straight.rows[0]["entrant"]
    for read in (straight.column, straight.against_step_size):
        with pytest.raises(ValueError, match="name: got 'loss'; accepted are"):
            read("loss", entrant)
        with pytest.raises(ValueError, match="entrant, start: got 'nobody'"):
            read("steps", "nobody")
