"""A dense network by hand: parameters are a list of (W, b), forward and backward side by side.

W: (..., inputs, outputs), b: (..., 1, outputs); leading axes are replicas. x: (..., samples, inputs).
A last layer whose W has one column and whose b has several is one score with free thresholds.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .foreign import shown
from .inputs import generators, of_kind, score_array, whole_number
from .records import Activation, Array

Params = list[tuple[Array, Array]]


def dense(x: Array, W: Array, b: Array) -> Array:
    """z = x W + b. Derived in :eq:`eq-dense`."""
    z = x @ W
    if W.shape[-1] != b.shape[-1]:
        return z + b  # one score, several thresholds
    z += b  # in place: one array less to fetch from memory
    return z


def dense_backward(x: Array, delta: Array) -> tuple[Array, Array]:
    """∂L/∂W = xᵀ δ and ∂L/∂b = 1ᵀ δ, the sum over the samples, for δ = ∂L/∂z.

    Derived in :eq:`eq-dense`.
    """
    ones = np.ones((1, delta.shape[-2]), dtype=delta.dtype)
    return x.swapaxes(-1, -2) @ delta, ones @ delta


def dense_input(W: Array, delta: Array) -> Array:
    """∂L/∂x = δ Wᵀ: what the layer below receives. Derived in :eq:`eq-dense`."""
    return delta @ W.swapaxes(-1, -2)


def init(
    rngs: np.random.Generator | Sequence[np.random.Generator],
    sizes: Sequence[int],
    *,
    thresholds: int | None = None,
) -> Params:
    """Weights from a normal distribution of variance 1/inputs, biases 0.

    `sizes` = (inputs, hidden …, outputs). One generator makes one network; a sequence makes a
    stack with one replica per generator, each equal to the network its generator makes alone.
    With `thresholds` the last layer is one score, and its biases are minus so many thresholds,
    which are spread evenly from −1 to 1. Raises ValueError for fewer than two sizes, a size below
    1, or no generator, and for thresholds behind more than one output.
    """
    sizes = tuple(sizes) if np.iterable(sizes) else (sizes,)
    if len(sizes) < 2:
        raise ValueError(f"sizes: got {sizes}; accepted is (inputs, …, outputs)")
    for size in sizes:
        whole_number("sizes", size, at_least=1)
    if thresholds is not None:
        whole_number("thresholds", thresholds, at_least=1)
        if sizes[-1] != 1:
            raise ValueError(f"sizes: got {sizes[-1]} outputs; accepted is 1 behind thresholds")
    if isinstance(rngs, np.random.Generator):
        shapes = list(pairwise(sizes))
        layers = [(rngs.normal(size=s) / np.sqrt(s[0]), np.zeros((1, s[1]))) for s in shapes]
        if thresholds is not None:
            layers[-1] = layers[-1][0], np.linspace(1, -1, thresholds)[None]
        return layers
    return stack([init(rng, sizes, thresholds=thresholds) for rng in generators("rngs", rngs)])


def stack(networks: Sequence[Params]) -> Params:
    """Networks of one shape as replicas of a single parameter list."""
    if not networks:
        raise ValueError("rngs: got none; accepted is at least one generator")
    return [
        tuple(np.stack(parts) for parts in zip(*layers, strict=True))
        for layers in zip(*networks, strict=True)
    ]


def shift_output(params: Params, *, scale: float = 1.0, bias: float = 0.0) -> Params:
    """The same network with its output weights times `scale` and its output bias plus `bias`."""
    *below, (W, b) = params
    return [*below, (W * scale, b + bias)]


def forward(params: Params, x: Array, hidden: Activation) -> tuple[Array, list]:
    """(score z, cache): layer after layer, z_l = a(z_{l−1}) W_l + b_l. Derived in :eq:`eq-dense`."""
    cache, z, forward_hidden = [], None, hidden.bare.forward
    for W, b in params:
        inputs = x if z is None else forward_hidden(z)
        cache.append((inputs, z))
        z = dense(inputs, W, b)
    return z, cache


def backward(params: Params, cache: list, delta: Array, hidden: Activation) -> Params:
    """Gradients of every (W, b) from δ = ∂L/∂z of the output. Derived in :eq:`eq-dense`."""
    gradients, back = [], hidden.bare.vjp
    for (W, _), (inputs, z) in zip(reversed(params), reversed(cache), strict=True):
        dW, db = dense_backward(inputs, delta)
        if W.shape[-1] != delta.shape[-1]:  # every threshold moves the one score
            delta = delta.sum(axis=-1, keepdims=True)
            dW = dW.sum(axis=-1, keepdims=True)
        gradients.append((dW, db))
        if z is not None:
            delta = back(z, dense_input(W, delta))
    return gradients[::-1]


def scores(params: Params, x: Array, hidden: Activation, *, lists: bool = False) -> Array:
    """The score z alone, for predictions; x: (samples, inputs), or one such per replica.

    With `lists` x is (lists, items, inputs), and z (…, lists, items · outputs): items side by side.
    """
    hidden = of_kind(Activation, "hidden", hidden)
    whole = hasattr(params, "params")  # what fit returned
    if whole or not isinstance(params, list | tuple) or not params:
        hint = " Write .params behind what fit returned" * whole
        raise TypeError(f"params: got {shown(params)}; accepted is a list of (W, b).{hint}")
    x, W = score_array("x", x), params[0][0]
    if lists and x.ndim == 3 and x.shape[-1] == W.shape[-2]:
        return on_lists(params, x, hidden)[0]
    if x.shape[-1] != W.shape[-2] or x.shape[:-2] not in ((), W.shape[:-2]):
        raise ValueError(
            f"x: got shape {x.shape} for W of shape {W.shape}; accepted is "
            f"(..., samples, {W.shape[-2]}), leading axes those of W or none"
        )
    return forward(params, x, hidden)[0]


def on_lists(params: Params, x: Array, hidden: Activation) -> tuple[Array, list]:
    """(scores, cache) of lists: the same network scores every item, (…, lists, items, inputs) to
    (…, lists, items · outputs). Derived in :eq:`eq-dense`."""
    *leading, lists, items, inputs = x.shape
    z, cache = forward(params, x.reshape(*leading, lists * items, inputs), hidden)
    return z.reshape(*z.shape[:-2], lists, items * z.shape[-1]), cache
