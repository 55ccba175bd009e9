"""What the cases are reproduced with: a loss that takes anything for scores, a linear network."""

import numpy as np

from ..inputs import Array
from ..optimizers import momentum
from ..records import Loss, Pairing, reals
from ..statistics import mean
from ..training import fit


def seen_by(pairing: Pairing) -> Loss:
    """The loss of a pairing, given for a score whatever number comes: a map applied twice.

    z, p: (..., samples, outputs), any real numbers; y as the pairing takes it.
    """
    bare = pairing.bare
    return Loss(f"{pairing.name} of it", bare.value, bare.gradient, pairing.targets, reals, mean)


def learn(pairing: Pairing, x: Array, y: Array, *, steps=200, step=1.0, bias=0.0) -> Array:
    """The scores x W + b of a linear network that was trained from W = 0 on all rows at once.

    x: (samples, inputs); y: (samples, outputs); the scores have the shape of y.
    """
    outputs = y.shape[1]
    start = [(np.zeros((x.shape[1], outputs)), np.full((1, outputs), bias))]
    rngs = np.random.default_rng(0)
    found = fit(start, pairing, x, y, optimizer=momentum(step), epochs=steps, rngs=rngs)
    W, b = found.params[0]
    return x @ W + b
