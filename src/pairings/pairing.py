"""compose: any activation with any loss, by the chain rule. matching: the loss that an activation makes.

Both return a `Pairing` whose functions check what they are given; the mathematics is in the two
inner functions of each.
"""

import numpy as np

from . import inputs
from .records import Activation, Array, Domain, Loss, Pairing
from .stable import total


def compose(activation: Activation, loss: Loss, *, guard: bool = True) -> Pairing:
    """L(a(z), y) with ∂L/∂z = J(z)ᵀ ∂L/∂p: the chain rule and nothing else.

    Calls refuse wrong shapes and targets outside `loss.targets`; with `guard=False` only wrong
    shapes, so that a mismatch can be shown. A NaN in z passes through. Derived in
    :eq:`eq-chain-rule`.
    """

    def value(z: Array, y: Array) -> Array:
        return loss.value(activation.forward(z), y)

    def gradient(z: Array, y: Array) -> Array:
        return activation.vjp(z, loss.gradient(activation.forward(z), y))

    name = f"{activation.name} + {loss.name}"
    return _behind_the_door(name, activation, value, gradient, loss.targets, guard)


def matching(activation: Activation, loss: Loss | None = None, *, guard: bool = True) -> Pairing:
    """L(z, y) = Φ(z) − ⟨y, z⟩ + Φ*(y) ≥ 0 with ∂L/∂z = a(z) − y: *prediction − target*.

    The only loss with that gradient, up to a term in y. With `loss` given, that term is the one
    of the named loss, L(y, y) (the entropy of a soft label, for log loss), so that the value is
    the named loss, computed without its logarithms of p. Calls refuse targets outside the range
    of the activation, as `compose` does. Raises ValueError for an activation that is not the
    gradient of a convex potential, and for a loss that is not the matching one. Derived in
    :eq:`eq-matching-loss`.
    """
    if activation.potential is None or activation.conjugate is None:
        raise ValueError(
            f"activation: got {activation.name}, which has no matching loss: it is not the gradient "
            f"of a convex potential. {activation.reason or 'Accepted is one with both Φ and Φ*'}"
        )
    if loss is not None:
        _refuse_strangers(activation, loss)

    def value(z: Array, y: Array) -> Array:
        excess = activation.potential(z) - total(y * z) + activation.conjugate(y)
        return excess if loss is None else excess + loss.value(y, y)

    def gradient(z: Array, y: Array) -> Array:
        return activation.forward(z) - y

    name = f"{activation.name} + {'its matching loss' if loss is None else loss.name}"
    return _behind_the_door(name, activation, value, gradient, activation.range, guard)


def _refuse_strangers(activation: Activation, loss: Loss) -> None:
    z = 2 * np.sin(np.arange(12.0)).reshape(4, 3)  # no two rows alike, not even but for a shift
    p, y = activation.forward(z), activation.forward(z[::-1] + 0.1)
    with np.errstate(all="ignore"):
        composed = activation.vjp(z, loss.gradient(p, y))
    if not np.allclose(composed, p - y, rtol=1e-9, atol=1e-12):
        raise ValueError(
            f"loss: got {loss.name}, which is not the matching loss of {activation.name}: its "
            f"gradient is not a(z) − y. Accepted is the matching one, or None; for any pair take "
            f"compose({activation.name}, …)"
        )


def _behind_the_door(
    name: str, activation: Activation, value, gradient, targets: Domain, guard: bool
) -> Pairing:
    def checked(formula):
        def call(z: Array, y: Array) -> Array:
            z, y = inputs.scores_and_targets(z, y)
            if guard:
                inputs.targets_in(targets, y)
            with np.errstate(all="ignore"):  # infinity and NaN are answers here
                return formula(z, y)

        call.__doc__ = formula.__doc__
        call.unchecked = formula  # for `fit`, which checks once and then calls often
        return call

    def predict(z: Array) -> Array:
        with np.errstate(all="ignore"):
            return activation.forward(inputs.score_array("z", z))

    return Pairing(name, predict, checked(value), checked(gradient), targets, activation=activation)
