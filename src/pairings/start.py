"""start: the output bias that predicts the best constant, and the mean loss there.

A network whose last weights are near 0 answers every sample with the activation of its bias. The
best such bias is where training should begin, and its loss is what the first step must print.
"""

from difflib import get_close_matches
from typing import NamedTuple

import numpy as np

from . import foreign, inputs, shapes
from .catalogue.rows import CATALOGUE
from .descent import in_space
from .mean_loss import Found, MeanLoss, limit
from .records import Array, Pairing
from .valleys import on_a_line

KINDS = {
    "unique": "",
    "shift": "a common shift changes nothing: 0 is given, of several scores those with Σ e^z = 1",
    "set": "every score from low to high does as well: the middle is given, or the finite end",
    "local": "not convex in z: the lowest minimum that a search found",
    "infinite": "no finite score is best: the loss is the limit",
    "unbounded": "the loss falls without bound",
}
"""What can be said of the best constant, from the best case to the worst."""


class _Start(NamedTuple):
    bias: Array
    loss: float


class Start(_Start):
    """bias, loss = start(pairing, y): one number per score, and the mean loss there.

    kind: one of `KINDS`, the worst of all scores; unique: whether it is "unique". low, high: the
    ends of the set of best biases, score by score; both are the bias where it is the only one. An
    end may be infinite, and so may a bias: then `loss` is the limit. note: what `kind` means here.
    """

    def __new__(cls, bias, loss, kind="unique", low=None, high=None, note=""):
        self = super().__new__(cls, bias, loss)
        self.kind, self.note = kind, note
        self.low, self.high = bias if low is None else low, bias if high is None else high
        return self

    @property
    def unique(self) -> bool:
        return self.kind == "unique"

    def __repr__(self) -> str:
        return f"Start(bias={self.bias}, loss={self.loss:.6g}, {self.kind})"


@inputs.keywords({"sample_weight": "write weights=, one number per sample"})
def start(pairing: Pairing | str, y: Array, weights: Array | None = None) -> Start:
    """argmin over b of Σ w L(b, y) / Σ w, and the minimum: the best constant, as scores.

    y: (samples, targets · columns) -> a bias for each score, (targets · scores,); with `lists`,
    (lists, items · columns) -> (scores,), the same for every item. For a matched pair the bias
    solves a(b) = mean of y. Otherwise it is where the mean gradient changes its sign: exactly, to
    rounding, for one score; by damped Newton steps from several places for scores that hang
    together. Where it is not unique or not finite, `kind` and `note` say so. `pairing` may be the
    name of a row of the catalogue. Raises TypeError and ValueError for what is no pairing and for
    targets that it does not take, for fewer than two samples and for weights below 0.
    """
    pairing = _pairing(pairing)
    y, weights = _sample(pairing, y, weights)
    bare = pairing.bare
    outputs = y.shape[-1] // pairing.columns * pairing.scores
    y, weights = _distinct(y, weights)
    items, scores, columns = 1, pairing.scores, pairing.columns
    if pairing.lists:
        items = outputs // scores
        blocks = [(scores, slice(None))]
    elif _hang_together(bare, y):
        blocks = [(outputs, slice(None))]
    else:
        firsts = range(0, y.shape[-1], columns)
        blocks = [(scores, slice(first, first + columns)) for first in firsts]
    with np.errstate(all="ignore"):
        found = [_best(bare, y[:, cut], weights, own, items) for own, cut in blocks]
    bias, low, high = (np.concatenate([f[i] for f in found]) for i in range(3))
    kind = max((f.kind for f in found), key=list(KINDS).index)
    whole = MeanLoss(bare, y, weights, items)
    with np.errstate(all="ignore"):
        loss = -np.inf if kind == "unbounded" else limit(whole, bias)
    if kind == "infinite" and loss == -np.inf:
        kind = "unbounded"
    notes = dict.fromkeys(part for f in found if f.kind == kind for part in [f.note] if part)
    return Start(bias, float(loss), kind, low, high, ". ".join([KINDS[kind], *notes]).strip(". "))


# --- what is asked ---------------------------------------------------------------------------


def _pairing(pairing) -> Pairing:
    if isinstance(pairing, str):
        if pairing not in CATALOGUE:
            near = get_close_matches(pairing, CATALOGUE, 1, cutoff=0.3)
            hint = f" Meant {near[0]!r}?" if near else ""
            raise ValueError(
                f"pairing: got {foreign.shown(pairing)}; accepted are pairings and the names of "
                f"rows of CATALOGUE.{hint}"
            )
        pairing = CATALOGUE[pairing].pairing
    return inputs.of_kind(Pairing, "pairing", pairing)


def _sample(pairing: Pairing, y, weights) -> tuple[Array, Array]:
    classes = "one_hot(labels, classes), or inputs.ladder(ranks, classes) for an order"
    hint = f"Class indices? Write {classes}" * pairing.targets.rows
    y = inputs.finite_array("y", y, "(samples, targets)", hint).astype(float)
    if y.ndim != 2:
        raise ValueError(
            f"y: got shape {y.shape}; accepted is (samples, targets): one sample of targets, "
            f"without replica axes"
        )
    if y.shape[1] % pairing.columns:
        raise ValueError(
            f"y: got {y.shape[1]} columns; {pairing.name} writes a target in {pairing.columns}. "
            f"{shapes.encoding(pairing.targets, 1, pairing.columns)}"
        )
    if pairing.guard:
        inputs.long_enough(pairing, y)
        inputs.targets_in(pairing.targets, y)
    if len(y) < 2 and not pairing.lists:
        raise ValueError(
            "y: got 1 sample; accepted are two or more. Of one sample the best constant is the "
            "target itself. A row instead of a column? Write y.T"
        )
    if weights is None:
        return y, np.full(len(y), 1.0 / len(y))
    weights = inputs.unit_weights(inputs.sample_weights(weights, len(y)))
    return y[weights > 0], weights[weights > 0] / weights.sum()


def _distinct(y: Array, weights: Array) -> tuple[Array, Array]:
    """Every target once, with the weight of all that are equal to it: a weight is a repeat."""
    y, place = np.unique(y, axis=0, return_inverse=True)
    return y, np.bincount(np.ravel(place), weights)


def _hang_together(pairing, y: Array) -> bool:
    """Whether a target and its scores, taken out of their row, have another gradient."""
    outputs = y.shape[-1] // pairing.columns * pairing.scores
    if pairing.targets.rows or outputs == pairing.scores:
        return True
    y = y[:64]
    z = np.random.default_rng(0).normal(size=(4, len(y), outputs))
    y = np.broadcast_to(y, (4, *y.shape))
    with np.errstate(all="ignore"):
        whole = pairing.gradient(z, y)
        for j in range(outputs // pairing.scores):
            own = slice(j * pairing.scores, (j + 1) * pairing.scores)
            column = slice(j * pairing.columns, (j + 1) * pairing.columns)
            try:
                alone = pairing.gradient(z[..., own].copy(), y[..., column].copy())
            except (ValueError, IndexError):
                return True  # a formula of whole rows
            if not np.allclose(alone, whole[..., own], rtol=1e-9, atol=1e-12, equal_nan=True):
                return True
    return False


def _best(pairing, y: Array, weights: Array, scores: int, items: int) -> Found:
    y, weights = _distinct(y, weights)
    mean = MeanLoss(pairing, y, weights, items)
    matched = items == 1 and _is_matched(pairing, y)
    # With a(b) = mean of y the sample is its mean, but where that is rounded to the ceiling.
    as_mean = matched and (weights @ y < 0.99 * pairing.activation.range.high).all()
    solve = MeanLoss(pairing, (weights @ y)[None], np.ones(1)) if as_mean else mean
    if scores == 1:
        found = on_a_line(solve, mean, y, convex=matched)
    elif as_mean and (told := _logarithm(pairing, weights @ y)) is not None:
        found = told
    else:
        found = in_space(solve, scores, y, convex=matched)
    if scores > 1 and found.kind == "local" and _is_told(pairing, y, weights, found.bias):
        found = found._replace(kind="unique", note="")
    return found


def _logarithm(pairing, mean: Array) -> Found | None:
    """The logarithm of the mean where that is its score, as behind softmax: shares of any size."""
    with np.errstate(divide="ignore"):
        b = np.log(mean)
    if not np.allclose(pairing.predict(b[None])[0], mean, rtol=1e-12, atol=0.0):
        return None
    b = b - np.logaddexp.reduce(b)
    return Found(b, b, b, "shift" if np.isfinite(b).all() else "infinite")


def _is_matched(pairing, y: Array) -> bool:
    a = pairing.activation and pairing.activation.bare
    if a is None or a.potential is None or pairing.scores > 1 or pairing.columns > 1:
        return False
    y = y[:32]
    z = np.random.default_rng(0).normal(0, 2, (4, *y.shape))
    y = np.broadcast_to(y, z.shape)
    difference = pairing.gradient(z, y) - (a.forward(z) - y)
    return bool((np.abs(difference) <= 1e-9 * (1 + np.abs(y))).all())


def _is_told(pairing, y: Array, weights: Array, bias: Array) -> bool:
    """Whether the loss itself says what its best constant is, and it is this one."""
    of = pairing.loss and pairing.loss.elicits.of
    if of is None or not np.isfinite(bias).all():
        return False
    told, found = of(y, weights), pairing.predict(bias[None])[0]
    return np.shape(told) == found.shape and np.allclose(told, found, rtol=1e-6, atol=1e-9)
