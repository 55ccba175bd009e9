"""What the words mean: a domain, an activation, a loss, a pairing.

Arrays have shape `(..., samples, outputs)`. Leading axes are replicas (seeds, step sizes): the
same code serves one network or two hundred. Values of a loss have shape `(..., samples)`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Domain(NamedTuple):
    """A set of targets or of predictions.

    `contains(y)` is a mask: one truth value per number, or one per row when the members are
    rows (`simplex`, `one_hot`). NaN is in no domain. `note` says why it ends where it does.
    """

    name: str
    contains: Callable[[Array], Array]
    note: str | None = None


class Activation(NamedTuple):
    """An output map `p = a(z)`, with its potential where it has one.

    forward(z) -> p; vjp(z, g) -> J(z)ᵀ g; range: the values of `a`, closed at each edge that a
    target may take; potential(z) = Φ(z) with a = ∇Φ, and conjugate(y) = Φ*(y), both summed over
    the outputs and both None where `a` is not the gradient of a convex function; reason: why not.
    """

    name: str
    forward: Callable[[Array], Array]
    vjp: Callable[[Array, Array], Array]
    range: Domain
    potential: Callable[[Array], Array] | None = None
    conjugate: Callable[[Array], Array] | None = None
    reason: str | None = None


class Loss(NamedTuple):
    """A loss `L(p, y)` of a prediction: value per sample, summed over the outputs, never averaged.

    value(p, y) -> L of shape (..., samples); gradient(p, y) -> ∂L/∂p of the shape of p;
    targets, predictions: where y and p may lie; elicits: what the best constant prediction is.
    """

    name: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    targets: Domain
    predictions: Domain
    elicits: str


class Pairing(NamedTuple):
    """An activation with a loss, as three functions of the score z.

    predict(z) -> p; value(z, y) -> L of shape (..., samples); gradient(z, y) -> ∂L/∂z of the
    shape of z. A target column takes `scores` outputs of the network (Gaussian mean and scale:
    2); a target is written in `columns` columns (censored survival: 2).
    """

    name: str
    predict: Callable[[Array], Array]
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    targets: Domain
    scores: int = 1
    columns: int = 1
    activation: Activation | None = None


def interval(lo: float, hi: float, closed: str = "both") -> Domain:
    """{y : lo ≤ y ≤ hi}, with `closed` one of "both", "left", "right", "neither".

    Infinite edges are never members, so `interval(-inf, inf)` is the set of finite numbers.
    """
    if closed not in ("both", "left", "right", "neither"):
        raise ValueError(f'closed: got {closed!r}; accepted are "both", "left", "right", "neither"')
    if not lo < hi:
        raise ValueError(f"lo, hi: got {lo}, {hi}; accepted is lo < hi")
    left = closed in ("both", "left") and np.isfinite(lo)
    right = closed in ("both", "right") and np.isfinite(hi)

    def contains(y):
        above = y >= lo if left else y > lo
        return above & (y <= hi if right else y < hi)

    name = f"{'[' if left else '('}{lo:.4g}, {hi:.4g}{']' if right else ')'}"
    return Domain(name.replace("inf", "∞").replace("-", "−"), contains)


def labels(*values: float) -> Domain:
    """The finite set {values}: `labels(0, 1)`, `labels(-1, 1)`."""
    name = "{" + ", ".join(f"{v:g}" for v in values) + "}"
    return Domain(name.replace("-", "−"), lambda y: np.isin(y, values))


def _rows_on_the_simplex(y: Array) -> Array:
    slack = np.sqrt(np.finfo(y.dtype).eps) if y.dtype.kind == "f" else 0.0
    return (y >= 0).all(axis=-1) & (np.abs(y.sum(axis=-1) - 1) <= slack)


reals = interval(-np.inf, np.inf)._replace(name="the real numbers")
unit_interval = interval(0.0, 1.0)
nonnegative = interval(0.0, np.inf)
positive = interval(0.0, np.inf, "right")
simplex = Domain("rows of nonnegative numbers with sum 1", _rows_on_the_simplex)
one_hot_rows = Domain(
    "rows with a single 1 among zeros",
    lambda y: np.isin(y, (0.0, 1.0)).all(axis=-1) & (y.sum(axis=-1) == 1),
)
