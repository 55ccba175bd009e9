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


def contest(labels):
    settings = {"seeds": range(4), "step_sizes": [0.1, 1.0], "epochs": 5, "batch_size": 8}
    return duel([ENTRANT], X, labels, split=SPLIT, **settings)


def turned(rows):
    labels = LABELS.copy()
    labels[rows] = 1 - labels[rows]
    return labels


def test_the_choice_does_not_know_the_test_rows():
    """With the test labels turned over, every number of the choice stays."""
    assert contest(LABELS).choices == contest(turned(SPLIT.test)).choices


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
