"""Beyond one quantile: expectiles, and several quantiles that cannot cross."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from ..inputs import positive_number
from ..records import Array, Loss, Pairing, reals
from ..stable import log_one_plus_exp, total
from ..statistics import location
from .numbers import pinball_gradient, pinball_value


def expectile_value(p: Array, y: Array, level: float = 0.9) -> Array:
    """L = Σ τ (p − y)² where y > p, Σ (1 − τ) (p − y)² where y < p. Derived in :eq:`eq-expectile`."""
    r = p - y
    return total(r * (_side(r, level) * r))


def expectile_gradient(p: Array, y: Array, level: float = 0.9) -> Array:
    """∂L/∂p = 2 τ (p − y) where y > p, 2 (1 − τ) (p − y) where y < p. Derived in :eq:`eq-expectile`."""
    r = p - y
    return 2 * _side(r, level) * r


def expectile_curvature(p: Array, y: Array, level: float = 0.9) -> Array:
    """∂²L/∂p² = 2 τ where y > p, 2 (1 − τ) where y < p. Derived in :eq:`eq-expectile`."""
    return 2 * _side(p - y, level)


def _side(r: Array, level: float) -> Array:
    return np.where(r > 0, 1 - level, level).astype(r.dtype)


def non_crossing_predict(z: Array, levels: Sequence[float]) -> Array:
    """q_1 = z_1 and q_k = q_(k−1) + log(1 + e^z_k): as many quantiles as levels, in order.

    z: (…, samples, targets · levels), predictions of the same shape. Derived in :eq:`eq-non-crossing`.
    """
    z = _by_target(z, levels)
    steps = np.concatenate([z[..., :1], log_one_plus_exp(z[..., 1:])], axis=-1)
    return _flat(np.cumsum(steps, axis=-1))


def non_crossing_value(z: Array, y: Array, levels: Sequence[float]) -> Array:
    """L = Σ_k pinball loss of level τ_k at q_k. Derived in :eq:`eq-non-crossing`."""
    q = _by_target(non_crossing_predict(z, levels), levels)
    return sum(pinball_value(q[..., k], y, tau) for k, tau in enumerate(levels))


def non_crossing_gradient(z: Array, y: Array, levels: Sequence[float]) -> Array:
    """∂L/∂z_k = σ(z_k) Σ of the pinball gradients from the level k on, without σ for the first.

    Derived in :eq:`eq-non-crossing`.
    """
    z, above = _by_target(z, levels), _pulls_from(z, y, levels)
    return _flat(np.concatenate([above[..., :1], _sigmoid(z[..., 1:]) * above[..., 1:]], axis=-1))


def non_crossing_curvature(z: Array, y: Array, levels: Sequence[float]) -> Array:
    """∂²L/∂z_k² = σ(z_k) σ(−z_k) Σ of the pinball gradients from the level k on; 0 for the first.

    Off the corners; below 0 where those quantiles are too low. Derived in :eq:`eq-non-crossing`.
    """
    z, above = _by_target(z, levels), _pulls_from(z, y, levels)
    bend = _sigmoid(z[..., 1:]) * _sigmoid(-z[..., 1:])
    return _flat(np.concatenate([0 * above[..., :1], bend * above[..., 1:]], axis=-1))


def _pulls_from(z: Array, y: Array, levels: Sequence[float]) -> Array:
    q = _by_target(non_crossing_predict(z, levels), levels)
    pulls = [pinball_gradient(q[..., k], y, tau) for k, tau in enumerate(levels)]
    return np.cumsum(np.stack(pulls[::-1], axis=-1), axis=-1)[..., ::-1]


def _by_target(z: Array, levels: Sequence[float]) -> Array:
    return z.reshape(*z.shape[:-1], -1, len(levels))


def _flat(z: Array) -> Array:
    return z.reshape(*z.shape[:-2], -1)


def _sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.where(z > 0, 1.0, e) / (1 + e)


# --- the records ----------------------------------------------------------------------------------


def expectile_with(level: float) -> Loss:
    """The asymmetric square of an expectile `level` between 0 and 1; 0.5 is half the squared error."""
    level = _level("level", level)
    value, gradient = (partial(f, level=level) for f in (expectile_value, expectile_gradient))
    elicits = location(partial(gradient, y=0.0))._replace(name=f"expectile {level:g}")
    return Loss(f"expectile({level:g})", value, gradient, reals, reals, elicits)


def non_crossing_quantiles(levels: Sequence[float]) -> Pairing:
    """Σ of the pinball losses of all `levels`, by one head: the first quantile and softplus steps.

    A target is one column and takes as many scores as there are levels; predictions are the
    quantiles in the order of the levels, and in that order never fall. Raises ValueError for
    levels that are not between 0 and 1 or not increasing: there quantiles would have to cross.
    Derived in :eq:`eq-non-crossing`.
    """
    levels = tuple(_level("levels", level) for level in np.ravel(levels).tolist())
    if len(levels) < 2 or not all(a < b for a, b in pairwise(levels)):
        raise ValueError(
            f"levels: got {levels}; accepted are two or more, each above the one before. Sort "
            f"them: the predictions come in the same order, and would cross in any other"
        )
    value, gradient, curvature = (
        partial(f, levels=levels)
        for f in (non_crossing_value, non_crossing_gradient, non_crossing_curvature)
    )
    return Pairing(
        "non-crossing quantiles + pinball loss",
        partial(non_crossing_predict, levels=levels),
        value,
        gradient,
        reals,
        scores=len(levels),
        curvature=curvature,
    )


def _level(name: str, level: float) -> float:
    level = positive_number(name, level)
    if level >= 1:
        raise ValueError(f"{name}: got {level:g}; accepted is above 0 and below 1. A percentage?")
    return level


expectile = expectile_with(0.9)
