"""fit: the only training loop of the project, for one network or for a stack of replicas."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from . import activations, inputs
from .network import Params, backward, forward
from .optimizers import Optimizer
from .records import Activation, Array, Pairing

CACHED = 2**16  # numbers: half a megabyte


class Fit(NamedTuple):
    """What training leaves.

    params: the last parameters; history: "loss", the mean training loss of each epoch, taken
    batch by batch before each update, of shape (epochs, replicas …), and under every name that
    `observe` returned an array with one entry per observed step, with the step numbers under
    "step"; diverged_at: per replica the first step at which the loss or a parameter was not
    finite, infinity if none was.
    """

    params: Params
    history: dict[str, Array]
    diverged_at: Array


def fit(
    params: Params,
    pairing: Pairing,
    x: Array,
    y: Array,
    *,
    optimizer: Optimizer,
    epochs: int,
    rngs: np.random.Generator | Sequence[np.random.Generator],
    batch_size: int | None = None,
    hidden: Activation = activations.tanh,
    observe: Callable[[Params], dict[str, Array]] | None = None,
    observe_at: Sequence[int] | None = None,
) -> Fit:
    """Minimises the mean of `pairing.value` over (x, y) by mini-batches; `params` is not changed.

    x: (samples, inputs), y: (samples, columns), shared by all replicas. Each replica draws its
    batches from its own generator in `rngs`, so that it equals the network trained alone; with
    `batch_size=None` every step sees all samples and draws nothing. `observe(params)` is called
    at the step numbers `observe_at` (0 is before the first step; default: after every epoch).
    A replica that diverges goes on computing and harms no other. Raises ValueError for wrong
    shapes, numbers that are not finite, targets outside the pairing's, or settings out of range.
    """
    params = _copied(params)
    x, y = _training_set(params, pairing, x, y)
    n, replicas = len(x), params[0][0].shape[:-2]
    epochs = inputs.whole_number("epochs", epochs, at_least=1)
    batch = n if batch_size is None else inputs.whole_number("batch_size", batch_size, at_least=1)
    rngs = _one_each(rngs, replicas)
    starts = range(0, n, batch)
    observed = _Observations(observe, observe_at, every=len(starts), steps=epochs * len(starts))
    losses = np.zeros((epochs, *replicas))
    seen = np.empty((*replicas, n, params[-1][0].shape[-1]), x.dtype)  # the scores of an epoch,
    ordered = np.empty_like(seen)  # as they came, and in the order of y
    diverged_at = np.full(replicas, np.inf)
    step = 0
    with np.errstate(all="ignore"):  # divergence is a result: reported, not warned about
        np.empty((4, *seen.shape))  # freed at once: glibc then keeps what later arrays give back
        state = optimizer.start(params)
        observed.note(step, params)
        for epoch in range(epochs):
            order = None if batch >= n else _orders(rngs, n, replicas)
            for start in starts:
                rows = slice(None) if order is None else order[..., start : start + batch]
                z, gradients = _score_and_gradients(params, pairing, x[rows], y[rows], hidden)
                seen[..., start : start + batch, :] = z
                for (W, b), (dW, db) in zip(params, optimizer.step(state, gradients), strict=True):
                    W += dW
                    b += db
                step += 1
                if not all(np.isfinite(a).all() for layer in params for a in layer):
                    bad = ~_finite(params)
                    diverged_at = np.where(bad, np.minimum(diverged_at, step), diverged_at)
                observed.note(step, params)
            _write(ordered, slice(None) if order is None else order, seen)
            loss = _losses(pairing, ordered, y)  # in the order of y: what needs y alone is shared
            losses[epoch] = loss.mean(axis=-1)
            first_bad = epoch * len(starts) + 1 + np.floor(_first_not_finite(loss, order) / batch)
            diverged_at = np.minimum(diverged_at, first_bad)
    return Fit(params, {"loss": losses, **observed.arrays()}, diverged_at)


def _score_and_gradients(params, pairing, x, y, hidden):
    z, cache = forward(params, x, hidden)
    gradient = getattr(pairing.gradient, "unchecked", pairing.gradient)  # y was checked at the door
    delta = gradient(z, y) / y.shape[-2]  # the mean over the batch is taken here, once
    return z, backward(params, cache, delta, hidden)


def _losses(pairing: Pairing, z: Array, y: Array) -> Array:
    # The value of every row, some rows at a time: what is computed on the way stays in the cache.
    value = getattr(pairing.value, "unchecked", pairing.value)
    rows = max(1, CACHED // (z.size // len(y)))
    parts = [slice(start, start + rows) for start in range(0, len(y), rows)]
    return np.concatenate([value(z[..., part, :], y[part]) for part in parts], axis=-1)


def _copied(params: Params) -> Params:
    try:
        layers = [(W, b) for W, b in params]
    except (TypeError, ValueError):
        raise ValueError("params: got no list of pairs; accepted is (W, b) per layer") from None
    params = [
        (inputs.finite_array("params: W", W), inputs.finite_array("params: b", b))
        for W, b in layers
    ]
    if not params:
        raise ValueError("params: got none; accepted is a list of (W, b), one per layer")
    for W, b in params:
        if b.shape != (*W.shape[:-2], 1, W.shape[-1]):
            raise ValueError(
                f"params: got b of shape {b.shape} for W of shape {W.shape}; accepted is "
                f"{(*W.shape[:-2], 1, W.shape[-1])}"
            )
    for (W, _), (V, _) in pairwise(params):
        if V.shape[:-1] != (*W.shape[:-2], W.shape[-1]):
            raise ValueError(f"params: got W of shape {V.shape} after {W.shape}; layers must fit")
    dtype = np.result_type(*(array.dtype for layer in params for array in layer))
    return [(np.array(W, dtype=dtype), np.array(b, dtype=dtype)) for W, b in params]


def _training_set(params, pairing, x, y) -> tuple[Array, Array]:
    x, y = inputs.finite_array("x", x), inputs.finite_array("y", y)
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y):
        raise ValueError(
            f"x, y: got shapes {x.shape} and {y.shape}; accepted are (samples, inputs) and "
            f"(samples, columns) with as many samples, shared by all replicas"
        )
    if x.shape[1] != params[0][0].shape[-2]:
        raise ValueError(
            f"x: got {x.shape[1]} columns; accepted are the {params[0][0].shape[-2]} inputs of params"
        )
    outputs, needed = params[-1][0].shape[-1], y.shape[1] * pairing.scores // pairing.columns
    if outputs != needed:
        raise ValueError(
            f"params: got {outputs} outputs; {pairing.name} needs {needed} for y of shape {y.shape}"
        )
    pairing.value(np.zeros((len(x), outputs)), y)  # the pairing's own door: refuses bad targets
    dtype = params[0][0].dtype  # the parameters decide the precision
    return x.astype(dtype, copy=False), y.astype(dtype, copy=False)


def _one_each(rngs, replicas: tuple[int, ...]) -> list[np.random.Generator]:
    rngs = inputs.generators("rngs", rngs)
    needed = int(np.prod(replicas))
    if len(rngs) != needed:
        raise ValueError(f"rngs: got {len(rngs)}; accepted is one per replica, {needed}")
    return rngs


def _write(seen: Array, rows: Array | slice, z: Array) -> None:
    # seen[replica, rows[replica]] = z[replica]; one index into all rows is faster than two.
    if isinstance(rows, slice):
        seen[...] = z
    else:
        *replicas, n, outputs = seen.shape
        first = n * np.arange(np.prod(replicas, dtype=int)).reshape(*replicas, 1)
        seen.reshape(-1, outputs)[first + rows] = z


def _orders(rngs, n: int, replicas: tuple[int, ...]) -> Array:
    return np.stack([rng.permutation(n) for rng in rngs]).reshape(*replicas, n)


def _first_not_finite(loss: Array, order: Array | None) -> Array:
    # Per replica the place, in the order of training, of the first loss that is not finite.
    bad = ~np.isfinite(loss if order is None else np.take_along_axis(loss, order, axis=-1))
    return np.where(bad.any(axis=-1), bad.argmax(axis=-1), np.inf)


def _finite(params: Params) -> Array:
    checks = [np.isfinite(a).all(axis=(-1, -2)) for layer in params for a in layer]
    return np.logical_and.reduce(checks)


class _Observations:
    """Collects `observe(params)` at chosen steps."""

    def __init__(self, observe, at, every: int, steps: int):
        at = range(0, steps + 1, every) if at is None else list(at) if np.iterable(at) else [at]
        at = [inputs.whole_number("observe_at", step, at_least=0) for step in at]
        if max(at, default=0) > steps:
            raise ValueError(f"observe_at: got {sorted(at)}; accepted are steps from 0 to {steps}")
        self.observe, self.at = observe, set(at) if observe else set()
        self.steps, self.found = [], []

    def note(self, step: int, params: Params) -> None:
        if step in self.at:
            self.steps.append(step)
            found = self.observe(params)
            self.found.append({name: np.array(value) for name, value in found.items()})  # copies

    def arrays(self) -> dict[str, Array]:
        if not self.found:
            return {}
        names = self.found[0]
        return {"step": np.array(self.steps)} | {
            name: np.stack([found[name] for found in self.found]) for name in names
        }
