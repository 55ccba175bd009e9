"""compose: any activation with any loss, by the chain rule. matching: the loss it makes."""

import warnings

import numpy as np

from . import inputs, shapes
from .activations.classes import softmax_cross_entropy
from .inputs import Array
from .records import Activation, Loss, Pairing, flagged
from .stable import total

_MEANT = {
    "reduction": "a value per sample is given; the mean is taken once, by fit",
    "from_logits": "a pairing always takes the score z, before the activation",
    "weight": "write fit(..., weights=), one number per sample",
    "weights": "write fit(..., weights=), one number per sample",
    "pos_weight": "write fit(..., weights=), one number per sample",
    "check": "write guard=",
    "targets": "write compose(...)._replace(targets=...)",
}


class Mismatch(UserWarning):
    """An activation whose predictions leave those that a loss is made for.

    Meant so? `compose(..., guard=False)`, or `warnings.simplefilter("ignore", Mismatch)`.
    """


@inputs.keywords(_MEANT)
def compose(activation: Activation, loss: Loss, *, guard: bool = True) -> Pairing:
    """L(a(z), y) with ∂L/∂z = J(z)ᵀ ∂L/∂p: the chain rule and nothing else.

    Calls refuse wrong shapes and targets outside `loss.targets`; an activation whose predictions
    leave `loss.predictions` is composed all the same, with a `Mismatch` warning. With
    `guard=False` only wrong shapes are refused, and nothing is said, so that a mismatch can be
    shown. A NaN in z passes through. The curvature is the difference quotient of the gradient, to
    some eight digits. Raises TypeError for what is no activation or no loss, ValueError for
    predictions of different sizes. Derived in :eq:`eq-chain-rule`.
    """
    a = inputs.of_kind(Activation, "activation", activation).bare
    cost = inputs.of_kind(Loss, "loss", loss).bare
    if activation.scores != loss.scores:
        raise ValueError(
            f"loss: got {loss.name}, which takes {loss.scores} numbers per target, for "
            f"{activation.name}, which gives {activation.scores}; accepted are equal ones"
        )
    if guard and (where := _leaves(a, cost)):
        warnings.warn(
            f"{activation.name} has predictions that {loss.name} is not made for: {where}. Values "
            f"and gradients there may be negative, infinite or NaN. Meant so? Write guard=False",
            Mismatch,
            stacklevel=3,  # the line that calls compose
        )

    def value(z: Array, y: Array) -> Array:
        return cost.value(a.forward(z), y) + 0.0  # no −0

    def gradient(z: Array, y: Array) -> Array:
        p = a.forward(z)
        return a.vjp(z, shapes.result("gradient", loss.name, cost.gradient(p, y), p))

    return Pairing(
        f"{activation.name} + {loss.name}",
        a.forward,
        value,
        gradient,
        loss.targets,
        loss.scores,
        loss.columns,
        activation,
        loss,
        curvature=difference_of(gradient),
        guard=guard,
    )


def _leaves(a, loss) -> str | None:
    """Where predictions of `a` leave those of `loss`: by what both say, then by trying."""
    accepted = f"accepted is {loss.predictions.name}"
    both = a.range.kind == loss.predictions.kind == "interval"
    if both and not a.range.within(loss.predictions):
        return f"they reach over {a.range.name}, {accepted}"
    line = np.repeat(np.linspace(-30, 30, 61)[:, None], a.scores, axis=1)
    z = np.concatenate([line, line[::-1] / 2], axis=1)  # two targets, whose shares are no whole
    with np.errstate(all="ignore"):
        p = a.forward(z)
    outside = ~np.asarray(loss.predictions.contains(p))
    if not outside.any():
        return None
    worst = tuple(np.argwhere(outside)[0][: z.ndim if outside.shape == z.shape else 1])
    found, score = (np.array2string(values[worst], precision=3) for values in (p, z))
    return f"{found} at z = {score}, {accepted}"


@inputs.keywords(_MEANT)
def matching(activation: Activation, loss: Loss | None = None, *, guard: bool = True) -> Pairing:
    """L(z, y) = Φ(z) − ⟨y, z⟩ + Φ*(y) ≥ 0 with ∂L/∂z = a(z) − y: *prediction − target*.

    The only loss with that gradient, up to a term in y. With `loss` given, that term is the one
    of the named loss, L(y, y) (the entropy of a soft label, for log loss), so that the value is
    the named loss, computed without its logarithms of p. Calls refuse targets outside the range
    of the activation, as `compose` does. The curvature is a′(z), the diagonal of J. Raises
    ValueError for an activation that is not the gradient of a convex potential, and for a loss
    that is not the matching one; TypeError for what is neither. Derived in
    :eq:`eq-matching-loss`.
    """
    a = inputs.of_kind(Activation, "activation", activation).bare
    if a.potential is None or a.conjugate is None:
        raise ValueError(
            f"activation: got {activation.name}, which has no matching loss: it is not the gradient "
            f"of a convex potential. {activation.reason or 'Accepted is one with both Φ and Φ*'}"
        )
    if loss is not None:
        _refuse_strangers(a, inputs.of_kind(Loss, "loss", loss).bare)

    def excess(z: Array, y: Array) -> Array:
        if a.excess is not None:
            return a.excess(z, y)
        return a.potential(z) - total(y * z) + a.conjugate(y)

    def value(z: Array, y: Array) -> Array:
        return excess(z, y) if loss is None else excess(z, y) + loss.bare.value(y, y)

    if loss is not None and (activation.name, loss.name) == ("softmax", "cross-entropy"):
        value = softmax_cross_entropy

    def gradient(z: Array, y: Array) -> Array:
        return a.forward(z) - y if a.residual is None else a.residual(z, y)

    def curvature(z: Array, y: Array) -> Array:
        units = np.eye(z.shape[-1], dtype=z.dtype)
        return np.stack(
            [a.vjp(z, np.broadcast_to(e, z.shape))[..., k] for k, e in enumerate(units)], axis=-1
        )

    return Pairing(
        f"{activation.name} + {'its matching loss' if loss is None else loss.name}",
        a.forward,
        value,
        gradient,
        activation.range,
        activation.scores,
        activation=activation,
        loss=loss,
        curvature=curvature,
        guard=guard,
    )


def difference_of(gradient, step: float = 1e-3):
    """The diagonal of the second derivative, by (8 (g(z+h) − g(z−h)) − (g(z+2h) − g(z−2h))) / 12h.

    In double precision inside, and with h = `step` up to |z| = 10,000, in proportion beyond, where
    z + h would be rounded to z. Derived in :eq:`eq-finite-difference`.
    """

    def curvature(z: Array, y: Array) -> Array:
        found, dtype = np.empty_like(z), z.dtype
        z, y = z.astype(float), y.astype(float)
        for k in range(z.shape[-1]):
            h = np.zeros_like(z)
            h[..., k] = step * np.maximum(1.0, np.abs(z[..., k]) / 1e4)
            near = gradient(z + h, y) - gradient(z - h, y)
            far = gradient(z + 2 * h, y) - gradient(z - 2 * h, y)
            found[..., k] = ((8 * near - far)[..., k] / (12 * h[..., k])).astype(dtype)
        return found

    return curvature


def masked(pairing: Pairing) -> Pairing:
    """The pairing for targets known only in part: each target with a flag, 1 known, 0 unknown.

    y: (..., samples, targets · 2), a target beside its flag (`inputs.with_flags` writes NaN so).
    Unknown targets add nothing to value, gradient and curvature, whatever stands for them. Raises
    ValueError for targets that are whole rows: there leave the row out, or give it weight 0;
    TypeError for what is no pairing.
    Derived in :eq:`eq-masked`.
    """
    pairing = inputs.of_kind(Pairing, "pairing", pairing)
    if pairing.targets.rows or pairing.lists or pairing.columns > 1:
        raise ValueError(
            f"pairing: got {pairing.name}, whose targets are {pairing.targets.name}; accepted are "
            f"pairings of targets one by one. For a row nobody knows: fit(..., weights=)"
        )
    one, scores = pairing.bare, pairing.scores

    def apart(z, y):
        # Every target becomes a sample of its own, an unknown one any that is allowed.
        y, flags = y[..., ::2], y[..., 1::2]
        z = z.reshape(*z.shape[:-1], -1, scores)
        allowed = np.where(flags == 1, y, pairing.targets.member)
        allowed = np.broadcast_to(allowed, z.shape[:-1])
        flat = (*z.shape[:-3], -1)
        return z.reshape(*flat, scores), allowed.reshape(*flat, 1), flags, z.shape

    def value(z, y):
        scores_, targets, flags, shape = apart(z, y)
        found = one.value(scores_, targets).reshape(shape[:-1])
        return total(np.where(flags == 1, found, 0.0))

    def slopes(formula):
        def of(z, y):
            scores_, targets, flags, shape = apart(z, y)
            found = formula(scores_, targets).reshape(shape)
            return np.where((flags == 1)[..., None], found, 0.0).reshape(z.shape)

        return of

    return pairing._replace(
        name=f"{pairing.name}, masked",
        value=value,
        gradient=slopes(one.gradient),
        curvature=one.curvature and slopes(one.curvature),
        targets=flagged(pairing.targets),
        columns=2,
    )


def _refuse_strangers(a, loss) -> None:
    z = 2 * np.sin(np.arange(12.0)).reshape(4, 3)  # no two rows alike, not even but for a shift
    p, y = a.forward(z), a.forward(z[::-1] + 0.1)
    with np.errstate(all="ignore"):
        composed = a.vjp(z, loss.gradient(p, y))
    if not np.allclose(composed, p - y, rtol=1e-9, atol=1e-12):
        raise ValueError(
            f"loss: got {loss.name}, which is not the matching loss of {a.name}: its "
            f"gradient is not a(z) − y. Accepted is the matching one, or None; for any pair take "
            f"compose({a.name}, …)"
        )
