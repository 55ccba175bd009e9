"""Losses of embeddings: rows of scores that are compared by the angle between them.

u = z/|z| is the embedding. A row of zeros has no direction: here its cosine is 1 with another such
row, 0 with anything else, and nothing pulls it. Cosine takes the embedding it wants as the target,
y of the shape of z. The others take a list of embeddings, z (…, lists, items · size), and y (…,
lists, items), equal for items that belong together: every other item of the list is a candidate, so
that a batch is one sample.
"""

from functools import partial

import numpy as np
from scipy.special import expit

from ..activations.classes import log_softmax, softmax_residual
from ..inputs import number, positive_number, whole_number
from ..records import Array, Domain, Pairing
from ..stable import half_square, log_one_plus_exp, times, total

arrows = Domain("arrow")
partners = Domain("partners")


# --- lengths and directions ------------------------------------------------------------------------


def unit_rows(z: Array) -> Array:
    """u = z/|z|, and 0 for a row of zeros; no square overflows. Derived in :eq:`eq-embedding-cosine`."""
    return _directed(z)[0]


def _directed(z: Array) -> tuple[Array, Array]:
    """u, and 1/|z| with an axis for the parts of z: 0 for a row of zeros."""
    top = np.abs(z).max(axis=-1, keepdims=True)
    scaled = z / np.where(top > 0, top, 1.0)
    length = np.sqrt(total(scaled * scaled))[..., None]
    length = np.where(top > 0, length, 1.0)
    return scaled / length, np.where(top > 0, 1 / length / np.where(top > 0, top, 1.0), 0.0)


def _beside(u: Array, v: Array) -> tuple[Array, Array, Array]:
    """c = ⟨u, v⟩, 1 − c, and the part of v across u, v − c u, of unit rows that may nearly agree.

    By the small one of v − u and v + u, since |c| is 1 less half its square; what their rounding leaves
    along u is taken away.
    """
    c = total(u * v)[..., None]
    side = np.where(c < 0, -1.0, 1.0).astype(u.dtype)
    step = v - side * u
    gap = half_square(step).sum(axis=-1, keepdims=True, dtype=u.dtype)
    known = u.any(axis=-1, keepdims=True) & v.any(axis=-1, keepdims=True)
    short = np.where(known, np.where(c < 0, 2 - gap, gap), 1.0)
    across = np.where(known, step + side * gap * u, v)
    return c, short, across - total(u * across)[..., None] * u


def _bend(u: Array, c: Array, across: Array, inverse: Array) -> Array:
    """∂²c/∂z_k² of the cosine: −(c (1 − u_k²) + 2 u_k t_k)/|z|², t the part of v across u."""
    return -(c * (1 - u * u) + 2 * u * across) * inverse * inverse


# --- a wanted embedding ----------------------------------------------------------------------------


def embedding_cosine_value(z: Array, y: Array) -> Array:
    """L = 1 − ⟨u, v⟩ = |u − v|²/2 for u = z/|z| and v = y/|y|: 1 − cosine.

    Derived in :eq:`eq-embedding-cosine`.
    """
    return _beside(unit_rows(z), unit_rows(y))[1][..., 0]


def embedding_cosine_gradient(z: Array, y: Array) -> Array:
    """∂L/∂z = −(v − ⟨u, v⟩ u)/|z|: across z, and weaker the longer z is.

    Derived in :eq:`eq-embedding-cosine`.
    """
    u, inverse = _directed(z)
    return -_beside(u, unit_rows(y))[2] * inverse


def embedding_cosine_curvature(z: Array, y: Array) -> Array:
    """∂²L/∂z_k² = (c (1 − u_k²) + 2 u_k t_k)/|z|², with t = v − c u: of either sign.

    Derived in :eq:`eq-embedding-cosine`.
    """
    u, inverse = _directed(z)
    c, _, across = _beside(u, unit_rows(y))
    return -_bend(u, c, across, inverse)


cosine_of_embeddings = Pairing(
    "unit embedding + cosine",
    unit_rows,
    embedding_cosine_value,
    embedding_cosine_gradient,
    arrows,
    curvature=embedding_cosine_curvature,
)


# --- all items of a list with each other -----------------------------------------------------------


def embeddings_of(z: Array, size: int) -> Array:
    """(…, lists, items · size) -> the unit rows side by side, of the same shape.

    Derived in :eq:`eq-embedding-cosine`.
    """
    return unit_rows(_items(z, size)).reshape(z.shape)


def _items(z: Array, size: int) -> Array:
    return z.reshape(*z.shape[:-1], -1, size)


def _alike(y: Array) -> Array:
    """y_i = y_j for two items i ≠ j."""
    return (y[..., :, None] == y[..., None, :]) & ~np.eye(y.shape[-1], dtype=bool)


def _others(table: Array) -> Array:
    """(…, n, n) -> (…, n, n − 1), without the diagonal."""
    n = table.shape[-1]
    return table[..., ~np.eye(n, dtype=bool)].reshape(*table.shape[:-1], n - 1)


def _with_diagonal(table: Array) -> Array:
    n = table.shape[-2]
    whole = np.zeros((*table.shape[:-1], n), table.dtype)
    whole[..., ~np.eye(n, dtype=bool)] = table.reshape(*table.shape[:-2], -1)
    return whole


def _cosines(z: Array, size: int) -> Array:
    u = unit_rows(_items(z, size))
    still = ~u.any(axis=-1)
    return np.where(still[..., :, None] & still[..., None, :], 1.0, u @ np.swapaxes(u, -1, -2))


def _pulled(z: Array, size: int, pull: Array) -> Array:
    """Σ_j pull_ij ∂c_ij/∂z_i, for a symmetric table of pulls by the cosines."""
    u, inverse = _directed(_items(z, size))
    across = _beside(u[..., :, None, :], u[..., None, :, :])[2]
    return (np.einsum("...ij,...ijk->...ik", pull, across) * inverse).reshape(z.shape)


def _bent(z: Array, size: int, pull: Array, square: Array, whole: Array | None = None) -> Array:
    """Σ_j square_ij a² + pull_ij ∂a_ij/∂z − (Σ_j whole_ij a)², a_ij = ∂c_ij/∂z_ik."""
    u, inverse = _directed(_items(z, size))
    here, inverse = u[..., :, None, :], inverse[..., :, None, :]
    c, _, across = _beside(here, u[..., None, :, :])
    a = across * inverse
    bend = square[..., None] * a * a + pull[..., None] * _bend(here, c, across, inverse)
    found = bend.sum(axis=-2)
    if whole is not None:
        found = found - np.einsum("...ij,...ijk->...ik", whole, a) ** 2
    return found.reshape(z.shape)


# --- softmax over the batch ------------------------------------------------------------------------


def _wanted(y: Array, dtype) -> tuple[Array, Array]:
    """q: the share of each other item among the partners of an item, and whether it has any."""
    alike = _others(_alike(y))
    many = total(alike.astype(dtype))[..., None]
    return alike / np.maximum(many, 1), many > 0


def contrastive_value(z: Array, y: Array, size: int, temperature: float) -> Array:
    """L = −Σ_i Σ_j q_ij log p_ij, p_i = softmax over the others j ≠ i of ⟨u_i, u_j⟩/τ.

    q_i is 1 for the partner of i, with several partners their equal shares; an item without one is
    a candidate only. Derived in :eq:`eq-contrastive`; :cite:t:`VandenOord2018`,
    :cite:t:`Chen2020`, several partners :cite:t:`Khosla2020`.
    """
    scores = _others(_cosines(z, size)) / z.dtype.type(temperature)
    wanted, known = _wanted(y, z.dtype)
    log_p = np.where(wanted == 1, _log_of_one(scores, wanted == 1), log_softmax(scores))
    each = -total(times(wanted, log_p))
    return total(np.where(known[..., 0], each, 0.0))


def _log_of_one(scores: Array, one: Array) -> Array:
    """log p of the one partner of each row: −log(1 + Σ of the others, in its unit)."""
    own = np.where(one, scores, 0.0).sum(axis=-1, keepdims=True, dtype=scores.dtype)
    apart = np.where(one, -np.inf, scores - own)
    top = apart.max(axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        odds = top + np.log(total(np.exp(apart - top)))[..., None]
    return -log_one_plus_exp(odds)


def contrastive_gradient(z: Array, y: Array, size: int, temperature: float) -> Array:
    """∂L/∂⟨u_i, u_j⟩ = (p_ij − q_ij)/τ in the row of i, and the same for j: *prediction − target*.

    Then along u_j, less its part along u_i, over |z_i|. Derived in :eq:`eq-contrastive`.
    """
    return _pulled(z, size, _pull(z, y, size, temperature)[0])


def contrastive_curvature(z: Array, y: Array, size: int, temperature: float) -> Array:
    """∂²L/∂z² by each part of z_i, from its own row and from its place in the rows of the others.

    Derived in :eq:`eq-contrastive`.
    """
    pull, log_p, known = _pull(z, y, size, temperature)
    t = z.dtype.type(temperature)
    p = np.where(known, _with_diagonal(np.exp(log_p)), 0.0)
    other = np.swapaxes(p * _with_diagonal(-np.expm1(log_p)), -1, -2)
    return _bent(z, size, pull, (p + other) / (t * t), p / t)


def _pull(z: Array, y: Array, size: int, temperature: float) -> tuple[Array, Array, Array]:
    """Σ of both rows of p − q over τ, log p of the others, and which rows have a partner."""
    t = z.dtype.type(temperature)
    scores = _others(_cosines(z, size)) / t
    wanted, known = _wanted(y, z.dtype)
    residual = np.where(known, softmax_residual(scores, wanted), 0.0)
    pull = _with_diagonal(residual) / t
    return pull + np.swapaxes(pull, -1, -2), log_softmax(scores), known


def contrastive_with(size: int, temperature: float = 0.1) -> Pairing:
    """Softmax over the batch: embeddings of `size` numbers, cosines over `temperature`.

    A list is a batch: its items are each other's candidates, so that a part of it is another loss.
    Of two items each is the other's only candidate: that costs 0 whatever the scores, and calls refuse
    it. Raises ValueError for sizes below 2 and temperatures that are not above 0.
    """
    size, temperature = _settings(size, temperature)
    return _of_lists("contrastive loss", "contrastive", size, temperature)


# --- pair by pair ----------------------------------------------------------------------------------


def sigmoid_pairs_value(z: Array, y: Array, size: int, temperature: float, offset: float) -> Array:
    """L = Σ over pairs i < j of log(1 + e^(∓s)), s = ⟨u_i, u_j⟩/τ + b, − for partners.

    Log loss of the question whether two items belong together. Derived in :eq:`eq-sigmoid-pairs`;
    :cite:t:`Zhai2023`.
    """
    s = _logits(z, size, temperature, offset)
    wrong = log_one_plus_exp(np.where(_alike(y), -s, s))
    return np.triu(wrong, 1).sum(axis=(-2, -1), dtype=z.dtype)


def sigmoid_pairs_gradient(
    z: Array, y: Array, size: int, temperature: float, offset: float
) -> Array:
    """∂L/∂⟨u_i, u_j⟩ = (p_ij − y_ij)/τ, p = a(s): *prediction − target*, pair by pair.

    Derived in :eq:`eq-sigmoid-pairs`.
    """
    return _pulled(z, size, _pairwise_pull(z, y, size, temperature, offset)[0])


def sigmoid_pairs_curvature(
    z: Array, y: Array, size: int, temperature: float, offset: float
) -> Array:
    """∂²L/∂z² by each part of z_i: Σ_j p (1 − p)(∂s/∂z)² + (p − y) ∂²s/∂z².

    Derived in :eq:`eq-sigmoid-pairs`.
    """
    pull, s = _pairwise_pull(z, y, size, temperature, offset)
    t = z.dtype.type(temperature)
    return _bent(z, size, pull, expit(s) * expit(-s) / (t * t))


def _logits(z: Array, size: int, temperature: float, offset: float) -> Array:
    return _cosines(z, size) / z.dtype.type(temperature) + z.dtype.type(offset)


def _pairwise_pull(z: Array, y: Array, size: int, temperature: float, offset: float):
    s = _logits(z, size, temperature, offset)
    missed = np.where(_alike(y), -expit(-s), expit(s))
    own = np.eye(y.shape[-1], dtype=bool)
    return np.where(own, 0.0, missed) / z.dtype.type(temperature), np.where(own, -np.inf, s)


def sigmoid_pairs_with(size: int, temperature: float = 0.1, offset: float = -10.0) -> Pairing:
    """Log loss of each pair of a list, with s = cosine/`temperature` + `offset`.

    The usual start of both is 0.1 and −10, :cite:t:`Zhai2023`; here they stay as they are. Raises
    ValueError for sizes below 2, temperatures that are not above 0 and offsets that are no number.
    """
    size, temperature = _settings(size, temperature)
    offset = number("offset", offset)
    if not np.isfinite(offset):
        raise ValueError(f"offset: got {offset}; accepted is a finite number")
    return _of_lists("sigmoid pairs", "sigmoid_pairs", size, temperature, offset=offset)


def _settings(size, temperature) -> tuple[int, float]:
    return whole_number("size", size, at_least=2), positive_number("temperature", temperature)


def _of_lists(name: str, formulas: str, size: int, temperature: float, **more) -> Pairing:
    made = [
        partial(globals()[f"{formulas}_{part}"], size=size, temperature=temperature, **more)
        for part in ("value", "gradient", "curvature")
    ]
    return Pairing(
        f"unit embeddings of {size} + {name}",
        partial(embeddings_of, size=size),
        *made[:2],
        partners,
        scores=size,
        curvature=made[2],
        lists=True,
    )
