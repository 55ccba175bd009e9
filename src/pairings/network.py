"""A dense network by hand: parameters are a list of (W, b), forward and backward side by side.

W: (..., inputs, outputs), b: (..., 1, outputs); leading axes are replicas. x: (..., samples, inputs).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .inputs import generators, score_array, whole_number
from .records import Activation, Array

Params = list[tuple[Array, Array]]


def dense(x: Array, W: Array, b: Array) -> Array:
    """z = x W + b. Derived in :eq:`eq-dense`."""
    z = x @ W
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


def init(rngs: np.random.Generator | Sequence[np.random.Generator], sizes: Sequence[int]) -> Params:
    """Weights from a normal distribution of variance 1/inputs, biases 0.

    `sizes` = (inputs, hidden …, outputs). One generator makes one network; a sequence makes a
    stack with one replica per generator, each equal to the network its generator makes alone.
    Raises ValueError for fewer than two sizes, a size below 1, or no generator.
    """
    sizes = tuple(sizes) if np.iterable(sizes) else (sizes,)
    if len(sizes) < 2:
        raise ValueError(f"sizes: got {sizes}; accepted is (inputs, …, outputs)")
    for size in sizes:
        whole_number("sizes", size, at_least=1)
    if isinstance(rngs, np.random.Generator):
        shapes = list(pairwise(sizes))
        return [(rngs.normal(size=s) / np.sqrt(s[0]), np.zeros((1, s[1]))) for s in shapes]
    return stack([init(rng, sizes) for rng in generators("rngs", rngs)])


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
    cache, z = [], None
    for W, b in params:
        inputs = x if z is None else hidden.forward(z)
        cache.append((inputs, z))
        z = dense(inputs, W, b)
    return z, cache


def backward(params: Params, cache: list, delta: Array, hidden: Activation) -> Params:
    """Gradients of every (W, b) from δ = ∂L/∂z of the output. Derived in :eq:`eq-dense`."""
    gradients = []
    for (W, _), (inputs, z) in zip(reversed(params), reversed(cache), strict=True):
        gradients.append(dense_backward(inputs, delta))
        if z is not None:
            delta = hidden.vjp(z, dense_input(W, delta))
    return gradients[::-1]


def scores(params: Params, x: Array, hidden: Activation) -> Array:
    """The score z alone, for predictions; x: (samples, inputs), or one such per replica."""
    x, W = score_array("x", x), params[0][0]
    if x.shape[-1] != W.shape[-2] or x.shape[:-2] not in ((), W.shape[:-2]):
        raise ValueError(
            f"x: got shape {x.shape} for W of shape {W.shape}; accepted is "
            f"(..., samples, {W.shape[-2]}), leading axes those of W or none"
        )
    return forward(params, x, hidden)[0]
