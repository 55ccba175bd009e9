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


DOORS = {  # settings -> what is said
    "one entrant twice": ({"entrants": [ENTRANT, ENTRANT]}, "entrants: got .* more than once"),
    "a row's name": ({"entrants": "sigmoid + log loss"}, "entrants: got 'sigmoid"),
    "a name in an entrant": (
        {"entrants": [Entrant("sigmoid")]},
        r"in an Entrant; .*CATALOGUE\[name\]",
    ),
    "no encoder": ({"entrants": [ENTRANT._replace(encode="one_hot")]}, "encode: got 'one_hot'"),
    "a flat encoder": (
        {"entrants": [ENTRANT._replace(encode=lambda labels: labels * 1.0)]},
        "encode: .* accepted is an array of shape",
    ),
    "a seed twice": ({"seeds": [1, 1]}, "seeds: got 1 more than once"),
    "a step size twice": ({"step_sizes": [0.1, 0.1]}, r"step_sizes: got 0\.1 more than once"),
    "a share for a split": ({"split": 0.2}, r"split: got 0\.2; .*datasets\.split\(samples\)"),
    "a split of other data": (
        {"split": datasets.split(500)},
        "split: train: .*Made for other data",
    ),
    "a row in two parts": (
        {"split": SPLIT._replace(test=SPLIT.train)},
        "split: got row .* in more than one part",
    ),
    "no rows": ({"split": SPLIT._replace(test=SPLIT.test[:0])}, "split: test: got"),
    "one hidden size": ({"hidden_sizes": 8}, r"hidden_sizes: got 8; .*write \[8\]"),
    "a named error": ({"error": "misclassified"}, "error: got 'misclassified'"),
    "a list of metrics": ({"metrics": ["accuracy"]}, "metrics: got a list"),
    "a named metric": ({"metrics": {"mine": "accuracy"}}, "metrics: mine: got 'accuracy'"),
    "no starts": ({"starts": {}}, "starts: got none"),
    "one start": ({"starts": lambda params: params}, "starts: got the function"),
    "an error below 0": ({"threshold": -1}, "threshold: got -1"),
    "no number": ({"threshold": float("nan")}, "threshold: got nan"),
    "x first": ({"entrants": X}, r"entrants: got an array .*swapped"),
}


@pytest.mark.parametrize("case", DOORS)
def test_settings_are_looked_at_before_anything_is_trained(case):
    changed, says = DOORS[case]
    given = {"entrants": [ENTRANT], "split": SPLIT, "seeds": [0], "step_sizes": [0.1], "epochs": 1}
    given |= changed
    with pytest.raises((ValueError, TypeError), match=says):
        duel(given.pop("entrants"), X, LABELS, **given)
