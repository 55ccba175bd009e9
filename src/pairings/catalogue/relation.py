"""What a relation of two rows is, and how it is computed.

A relation takes the more general row, brings it into the form that `under` tells in words, and
holds it against the other row: the same scores, the same targets, so that values and gradients
must agree. `difference` computes by how much they do not.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import expit, gammaln, stdtr

from .. import activations, losses
from ..activations import softmax
from ..losses.distributions import apart, together
from ..pairing import compose
from ..records import Array, Pairing, labels
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


def student_link_with(degrees: float) -> Pairing:
    """Log loss of the chance F(z), F the distribution function of Student's t: the robit link.

    L = −log F(z) for a yes, −log F(−z) for a no, and ∂L/∂z = ∓f/F.
    """

    def value(z, y):
        return -np.log(stdtr(degrees, np.where(y == 1, z, -z))).sum(axis=-1)

    def gradient(z, y):
        side = np.where(y == 1, 1.0, -1.0)
        norm = np.exp(gammaln((degrees + 1) / 2) - gammaln(degrees / 2))
        norm = norm / np.sqrt(degrees * np.pi)
        density = norm * (1 + z * z / degrees) ** (-(degrees + 1) / 2)
        return -side * density / stdtr(degrees, side * z)

    return Pairing(
        f"Student-t link, {degrees:g} degrees + log loss",
        lambda z: stdtr(degrees, z),
        value,
        gradient,
        labels(0, 1),
    )


def of_cosines(name: str, temperature: float, offset: float = 0.0) -> Pairing:
    """A row of answers or classes, its scores the cosines of embeddings of 2, over a temperature.

    Each item of a list is a class to each other one, cross-entropy's targets the shares of its
    partners; or each pair is one yes or no. By the chain rule through u = z/|z| and u uᵀ.
    """
    one, classes = pairing_of(name).bare, pairing_of(name).targets.rows

    def judged(z, y):
        z = z.reshape(*y.shape, 2)
        length = np.linalg.norm(z, axis=-1, keepdims=True)
        u = z / length
        scores = u @ np.swapaxes(u, -1, -2) / temperature + offset
        n = y.shape[-1]
        alike = (y[..., :, None] == y[..., None, :]).astype(float)
        pulls, cost = np.zeros_like(scores), 0.0
        for i in range(n):
            rest = np.arange(n) != i if classes else np.arange(n) > i
            for k in [rest] if classes else np.flatnonzero(rest)[:, None]:
                wanted = alike[..., i, k]
                if classes:
                    wanted = wanted / np.maximum(wanted.sum(axis=-1, keepdims=True), 1)
                known = wanted.any(axis=-1) if classes else np.ones(len(y), bool)
                cost = cost + np.where(known, one.value(scores[..., i, k], wanted), 0.0)
                pull = one.gradient(scores[..., i, k], wanted)
                pulls[..., i, k] = np.where(known[..., None], pull, 0.0)
        pulls = (pulls + np.swapaxes(pulls, -1, -2)) @ u / temperature
        across = pulls - (pulls * u).sum(axis=-1, keepdims=True) * u
        return cost, (across / length).reshape(len(y), -1)

    return pairing_of(name)._replace(
        value=lambda z, y: judged(z, y)[0], gradient=lambda z, y: judged(z, y)[1]
    )


def cold_classes(h: float) -> Pairing:
    """h times the loss of 1.5-entmax at (z − y)/h: of scores that lack the margin, in the unit h."""
    one = pairing_of("entmax + its matching loss").bare
    return pairing_of("identity + Crammer–Singer hinge")._replace(
        value=lambda z, y: h * one.value((z - y) / h, y),
        gradient=lambda z, y: one.gradient((z - y) / h, y),
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

BESIDE = {
    "softmax + absolute error": Beside(
        compose(softmax, losses.absolute_error, guard=False), "doubtful-labels"
    ),
    "Student-t link + log loss": Beside(student_link_with(4), "margins-and-links"),
}
