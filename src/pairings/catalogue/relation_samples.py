"""What relations are computed on: targets told otherwise, and scores and targets drawn at random."""

from collections.abc import Callable

import numpy as np

from ..losses import doubtful
from ..losses.distributions import apart, together
from ..records import Array

# --- targets ---------------------------------------------------------------------------------------


def beside(constant: float) -> Callable[[Array], Array]:
    """(y, constant): a column beside the target."""
    return lambda y: together(y, np.full_like(y, constant))


def two_classes(y: Array) -> Array:
    """A yes or no as one of two classes: (1 − y, y)."""
    return np.concatenate([1 - y, y], axis=-1)


def classes_of(y: Array) -> Array:
    """The class of a ladder, as a one-hot row."""
    return np.eye(y.shape[-1] + 1)[y.sum(axis=-1).astype(int)]


def times_and_flags(y: Array) -> Array:
    """Events and the time in which they were seen, from times and flags."""
    t, d = apart(y, 2)
    return together(d, t)


def seen_and_not(y: Array) -> Array:
    """k of n as counts of two classes."""
    k, n = apart(y, 2)
    return np.concatenate([k, n - k], axis=-1)


def log_time_and_side(y: Array) -> Array:
    """A time and its flag as a number, as it is or at least that."""
    t, d = apart(y, 2)
    return together(np.log(t), 1 - d)


def reached(y: Array) -> Array:
    """The thresholds of a ladder, each known if the one before was passed."""
    before = np.concatenate([np.ones_like(y[..., :1]), y[..., :-1]], axis=-1)
    return together(y, before)


def histogram(y: Array) -> Array:
    """The shares that the histogram loss of the catalogue makes of a target."""
    edges = np.linspace(-3, 3, 13)
    return doubtful.histogram(edges, 0.75 * (edges[1] - edges[0]), y)[..., 0, :]


# --- draws -----------------------------------------------------------------------------------------

N = 200


def draws(y: Callable, scores: int = 1, spread: float = 1.5) -> Callable:
    return lambda rng: (spread * rng.normal(size=(N, scores)), y(rng))


def _of(y: Callable, columns: int = 1) -> Callable:
    return lambda rng: y(rng, (N, columns)).astype(float)


numbers = _of(lambda rng, size: 2 * rng.normal(size=size))
positive = _of(lambda rng, size: rng.gamma(2.0, size=size) + 0.05)
counts = _of(lambda rng, size: rng.poisson(2.0, size=size))
yes_or_no = _of(lambda rng, size: rng.integers(0, 2, size=size))
signs = _of(lambda rng, size: 2 * rng.integers(0, 2, size=size) - 1)
inside = _of(lambda rng, size: rng.uniform(0.05, 0.95, size=size))
angles = _of(lambda rng, size: rng.uniform(-np.pi, np.pi, size=size))
labels = _of(lambda rng, size: rng.integers(0, 2, size=size), 3)
ratings = _of(lambda rng, size: rng.uniform(1, 5, size=size))
in_bins = _of(lambda rng, size: rng.uniform(-3, 3, size=size))
above_floor = _of(lambda rng, size: rng.uniform(-1.7, 3, size=size))


def one_hot(rng):
    return np.eye(3)[rng.integers(0, 3, size=N)]


def one_hot_of_two(rng):
    return np.eye(2)[rng.integers(0, 2, size=N)]


def rows(rng):
    return rng.dirichlet(np.ones(3), size=N)


def times(rng):
    return together(positive(rng), yes_or_no(rng))


def relevance(rng):
    return rng.integers(0, 3, size=(N, 4)).astype(float)


def orders(rng):
    return np.argsort(rng.normal(size=(N, 4)), axis=-1) + 1.0


def counts_of_classes(rng):
    return rng.poisson(3.0, size=(N, 3)) + 0.0


def of_total(rng):
    n = rng.integers(1, 9, size=(N, 1))
    return together(rng.binomial(n, 0.4).astype(float), n.astype(float))


def ladders(rng):
    return (np.arange(3) < rng.integers(0, 4, size=(N, 1))).astype(float)


def falling(rng):
    """Scores of three thresholds in their order, and ladders."""
    return -np.sort(-1.5 * rng.normal(size=(N, 3)), axis=-1), ladders(rng)


def away(y):
    """Two scores that are not both near 0."""

    def draw(rng):
        turn = rng.uniform(-np.pi, np.pi, size=(N, 1))
        return (1 + rng.uniform(size=(N, 1))) * together(np.cos(turn), np.sin(turn)), y(rng)

    return draw


def signs_far(rng):
    """Scores on the right side or wrong by less than 1."""
    y = signs(rng)
    return y * rng.uniform(-1, 3, size=(N, 1)), y


def inside_margin(rng):
    y = signs(rng)
    return y * rng.uniform(-3, 1, size=(N, 1)), y


def embedded(rng):
    """Embeddings of 2 for lists of four, two of which belong together, or three, or all in pairs."""
    y = np.array([[0, 0, 1, 2], [0, 1, 0, 0], [0, 1, 1, 0]])[rng.integers(0, 3, size=N)]
    return rng.normal(size=(N, 8)), y.astype(float)


def in_halves(rng):
    """Scores of three classes at multiples of one half: margins are often met to the last digit."""
    return np.round(2 * rng.normal(size=(N, 3))) / 2, one_hot(rng)


def directed(y: Array) -> Array:
    """An angle as a direction of the plane."""
    return together(np.cos(y), np.sin(y))


def pixels(rng):
    """Masks of three pixels, none of them empty."""
    y = labels(rng)
    y[:, 0] = np.maximum(y[:, 0], y.sum(axis=-1) == 0)
    return y


def both_positive(rng):
    return rng.uniform(0, 3, size=(N, 1)), rng.uniform(0, 3, size=(N, 1))


def below_one(rng):
    return rng.uniform(-3, 0, size=(N, 1)), rng.uniform(0.05, 1, size=(N, 1))
