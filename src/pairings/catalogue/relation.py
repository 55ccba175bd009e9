"""What a relation of two rows is, and how it is computed.

A relation takes the more general row, brings it into the form that `under` tells in words, and
holds it against the other row: the same scores, the same targets, so that values and gradients
must agree. `difference` computes by how much they do not.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from .. import activations, losses
from ..activations import softmax
from ..losses.distributions import apart, together
from ..pairing import compose
from ..records import Array, Pairing
from .rows import CATALOGUE

KINDS = {"special": "a special case of", "same": "the same as", "limit": "a limit of"}
SIZES = (0.01, 0.001, 0.0001)  # of what goes to 0 in a limit

Map = tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]  # z ↦ z', and its vjp


class Relation(NamedTuple):
    """`special` is the special case, the same, or the limit of `general`.

    under: what is set, in words; sign: the same in a few signs. made: the general pairing brought
    into that form, a function of what goes to 0 for a limit, of nothing else. draw(rng) -> (z, y).
    compared: "value and gradient", or one of the two. order: of a limit, the power of what goes to
    0 with which the difference does.
    """

    general: str
    special: str
    kind: str
    under: str
    sign: str
    made: Callable[..., Pairing]
    draw: Callable[[np.random.Generator], tuple[Array, Array]]
    compared: str = "value and gradient"
    order: int = 0


def special(general, special_, under, sign, made, draw, **more) -> Relation:
    return Relation(general, special_, "special", under, sign, made, draw, **more)


def same(general, other, under, sign, made, draw, **more) -> Relation:
    return Relation(general, other, "same", under, sign, made, draw, **more)


def limit(general, end, under, sign, made, draw, order=1, **more) -> Relation:
    return Relation(general, end, "limit", under, sign, made, draw, order=order, **more)


class Beside(NamedTuple):
    """A pair that has no row of its own: its pairing, and the page that shows it."""

    pairing: Pairing
    page: str


BESIDE = {
    "softmax + absolute error": Beside(
        compose(softmax, losses.absolute_error, guard=False), "doubtful-labels"
    ),
}


def pairing_of(name: str) -> Pairing:
    """The pairing of a row, or of a pair that the map has beside the rows."""
    return CATALOGUE[name].pairing if name in CATALOGUE else BESIDE[name].pairing


def page_of(name: str) -> str:
    """The page that derives a row of the map."""
    return CATALOGUE[name].page if name in CATALOGUE else BESIDE[name].page


def difference(relation: Relation, *size: float, seed: int = 0) -> float:
    """max |a − b|/(1 + |b|) over scores and targets that `relation` draws; `size` for a limit.

    a: the general row in the form asked for, b: the other row, both by value and by gradient, as
    `compared` says.
    """
    z, y = relation.draw(np.random.default_rng(seed))
    made, other = relation.made(*size), pairing_of(relation.special)
    asked = [kind for kind in ("value", "gradient") if kind in relation.compared]
    with np.errstate(all="ignore"):
        found = [
            np.abs(a - b) / (1 + np.abs(b))
            for a, b in ((getattr(p.bare, kind)(z, y) for p in (made, other)) for kind in asked)
        ]
    return float(max(np.max(f) for f in found))


def differences(relation: Relation, seed: int = 0) -> list[float]:
    """One difference; of a limit one for each of `SIZES`."""
    if relation.kind != "limit":
        return [difference(relation, seed=seed)]
    return [difference(relation, size, seed=seed) for size in SIZES]


# --- other scores, other targets -------------------------------------------------------------------


def linear(matrix, shift=0.0) -> Map:
    """z' = z A + b."""
    a = np.array(matrix, dtype=float)
    return lambda z: z @ a + shift, lambda z, g: g @ a.T


def through(
    pairing: Pairing,
    scores: Map | None = None,
    targets: Callable[[Array], Array] | None = None,
    times: float = 1.0,
    less: Callable[[Array], Array] | float = 0.0,
) -> Pairing:
    """times · L(z'(z), y'(y)) − less(y), with its gradient by the chain rule."""
    bare = pairing.bare
    to, back = scores or (lambda z: z, lambda z, g: g)
    of = targets or (lambda y: y)
    apart_ = less if callable(less) else lambda y: less

    def value(z, y):
        return times * bare.value(to(z), of(y)) - apart_(y)

    def gradient(z, y):
        return times * back(z, bare.gradient(to(z), of(y)))

    return pairing._replace(value=value, gradient=gradient, activation=None, loss=None)


def scaled_by(c: float, outputs: int = 1) -> Map:
    """z' = c z."""
    return linear(c * np.eye(outputs))


def row_of(name: str, **more) -> Callable[[], Pairing]:
    return lambda: through(pairing_of(name), **more)


def behind_identity(loss, **more) -> Pairing:
    return through(compose(activations.identity, loss, guard=False), **more)


def formulas_with(formulas, kinds=("value", "gradient"), **parameter) -> Pairing:
    """A row whose formulas take a parameter: the other fields are those of half squared error."""
    value, gradient = (
        partial(getattr(losses, f"{formulas}_{kind}"), **parameter) for kind in kinds
    )
    return pairing_of("identity + half squared error")._replace(value=value, gradient=gradient)


def _of_beta(z: Array) -> Array:
    """(log α, log β) of the beta with logit of the mean q and log precision s."""
    q, s = apart(z, 2)
    return together(s - np.logaddexp(0, -q), s - np.logaddexp(0, q))


def _of_beta_back(z: Array, g: Array) -> Array:
    (q, _), (a, b) = apart(z, 2), apart(g, 2)
    return together(expit(-q) * a - expit(q) * b, a + b)


def _polar(z: Array) -> Array:
    """κ (cos μ, sin μ), μ = 2 arctan z₁ and κ = e^z₂."""
    m, s = apart(z, 2)
    return together(np.exp(s) * np.cos(2 * np.arctan(m)), np.exp(s) * np.sin(2 * np.arctan(m)))


def _polar_back(z: Array, g: Array) -> Array:
    (m, _), (u, v), (by_u, by_v) = apart(z, 2), apart(_polar(z), 2), apart(g, 2)
    return together((u * by_v - v * by_u) * 2 / (1 + m * m), u * by_u + v * by_v)


def _zeros(z: Array) -> tuple[Array, ...]:
    s, w = apart(z, 2)
    counted, rate = expit(-w) * np.exp(-np.exp(s)), np.exp(s)
    return s, w, rate, counted, expit(w) + counted


def _hurdle(z: Array) -> Array:
    """(log λ, logit of P(0)) of the zero-inflated Poisson with (log λ, logit π)."""
    s, w, rate, _, zeros = _zeros(z)
    return together(s, np.log(zeros) - np.log(expit(-w) * -np.expm1(-rate)))


def _hurdle_back(z: Array, g: Array) -> Array:
    _, w, rate, counted, zeros = _zeros(z)
    by_s, by_zeros = apart(g, 2)
    steep = by_zeros / (zeros * expit(-w) * -np.expm1(-rate))
    by_w = expit(w) * expit(-w) * -np.expm1(-rate)
    return together(by_s - steep * counted * rate, steep * by_w)


def _length(z: Array) -> Array:
    u, v = apart(z, 2)
    return np.hypot(u, v)


def times_length() -> Pairing:
    """|z| · (1 − cosine), with its gradient by the product rule."""
    one = pairing_of("unit vector + cosine").bare

    def gradient(z, y):
        length = _length(z)
        along = z / length * one.value(z, y)[..., None]
        return along + length * one.gradient(z, y)

    return pairing_of("unit vector + cosine")._replace(
        value=lambda z, y: _length(z)[..., 0] * one.value(z, y), gradient=gradient
    )


def at_score_of_label() -> Pairing:
    """Half the Poisson deviance of no event at the score −y z: the targets change the score."""
    one = pairing_of("exp + half Poisson deviance").bare
    return pairing_of("identity + exponential loss")._replace(
        value=lambda z, y: one.value(-y * z, 0 * y),
        gradient=lambda z, y: -y * one.gradient(-y * z, 0 * y),
    )


def cold(h: float) -> Pairing:
    """h log(1 + e^((1 − y z)/h)): the log loss, in the unit h, of a score that lacks the margin."""
    one = pairing_of("sigmoid + log loss").bare
    return pairing_of("identity + hinge")._replace(
        value=lambda z, y: h * one.value((z - y) / h, (1 + y) / 2),
        gradient=lambda z, y: one.gradient((z - y) / h, (1 + y) / 2),
    )


BETA = (_of_beta, _of_beta_back)
POLAR = (_polar, _polar_back)
HURDLE = (_hurdle, _hurdle_back)
