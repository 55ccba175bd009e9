"""fit: the only training loop of the project, for one network or for a stack of replicas."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from . import activations, foreign, inputs, shapes
from .network import Params, backward, forward, on_lists
from .optimizers import Optimizer
from .records import Activation, Array, Pairing
from .stable import times

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


_SCHEDULE = "write optimizer=optimizers.adam(step_size)"
_MEANT = {
    "sample_weight": "write weights=, one number per sample",
    "sample_weights": "write weights=, one number per sample",
    "class_weight": "write weights=class_weights[labels], one number per sample",
    "pos_weight": "write weights=np.where(labels == 1, pos_weight, 1), one number per sample",
    "lr": _SCHEDULE,
    "learning_rate": _SCHEDULE,
    "step_size": _SCHEDULE,
    "eta": _SCHEDULE,
    "n_epochs": "write epochs=",
    "num_epochs": "write epochs=",
    "nb_epoch": "write epochs=",
    "max_iter": "write epochs=",
    "steps": "write epochs=",
    "verbose": "the losses of the epochs are in the result, fit(...).history",
    "seed": "write rngs=np.random.default_rng(seed)",
    "random_state": "write rngs=np.random.default_rng(seed)",
    "rng": "write rngs=",
    "shuffle": "every epoch draws its batches anew; batch_size=None takes all samples at once",
    "loss": "the loss is in the pairing, the second argument",
    "loss_fn": "the loss is in the pairing, the second argument",
    "criterion": "the loss is in the pairing, the second argument",
    "activation": "write hidden=; the output's is in the pairing, the second argument",
    "callbacks": "write observe=",
    "validation_data": "write observe=",
    "metrics": "write observe=",
}


@inputs.keywords(_MEANT)
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
    weights: Array | None = None,
    observe: Callable[[Params], dict[str, Array]] | None = None,
    observe_at: Sequence[int] | None = None,
) -> Fit:
    """Minimises the mean of `pairing.value` over (x, y) by mini-batches; `params` is not changed.

    x: (samples, inputs), y: (samples, columns), shared by all replicas; for a pairing of lists
    x: (lists, items, inputs), y: (lists, items · columns), and a sample is a list. `weights`: one
    number ≥ 0 per sample; a mean is then Σ w L / Σ w, over the batch in a step (a batch without
    weight moves nothing), over all samples in the history. Each replica draws its
    batches from its own generator in `rngs`, so that it equals the network trained alone; with
    `batch_size=None` every step sees all samples and draws nothing. `observe(params)` is called
    at the step numbers `observe_at` (0 is before the first step; default: after every epoch).
    A replica that diverges goes on computing and harms no other. Raises ValueError for wrong
    shapes, numbers that are not finite, targets outside the pairing's, or settings out of range,
    TypeError for what is no pairing, no optimizer, no activation.
    """
    pairing = inputs.of_kind(Pairing, "pairing", pairing)
    optimizer = inputs.of_kind(Optimizer, "optimizer", optimizer)
    hidden = inputs.of_kind(Activation, "hidden", hidden)
    params = _copied(params)
    x, y = _training_set(params, pairing, x, y)
    if weights is not None:
        weights = inputs.unit_weights(inputs.sample_weights(weights, len(x))).astype(x.dtype)
    n, replicas = len(x), params[0][0].shape[:-2]
    epochs = inputs.whole_number("epochs", epochs, at_least=1)
    batch = n if batch_size is None else inputs.whole_number("batch_size", batch_size, at_least=1)
    rngs = _one_each(rngs, replicas)
    starts = range(0, n, batch)
    observed = _Observations(observe, observe_at, every=len(starts), steps=epochs * len(starts))
    losses = np.zeros((epochs, *replicas))
    outputs = params[-1][1].shape[-1] * (x.shape[1] if pairing.lists else 1)
    seen = np.empty((*replicas, n, outputs), x.dtype)  # the scores of an epoch, in the order of y
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
                share = None if weights is None else _shares(weights[rows])
                z, gradients = _step(params, pairing, x[rows], y[rows], hidden, share)
                _write(seen, rows, z)
                for (W, b), (dW, db) in zip(params, optimizer.step(state, gradients), strict=True):
                    W += dW
                    b += db
                step += 1
                if not all(np.isfinite(a).all() for layer in params for a in layer):
                    bad = ~_finite(params)
                    diverged_at = np.where(bad, np.minimum(diverged_at, step), diverged_at)
                observed.note(step, params)
            loss = _losses(pairing, seen, y)  # in the order of y: what needs y alone is shared
            if weights is not None:  # what has no weight may cost anything
                loss = np.where(weights == 0, 0.0, loss)
            losses[epoch] = loss.mean(axis=-1) if weights is None else loss @ _shares(weights)
            first_bad = epoch * len(starts) + 1 + np.floor(_first_not_finite(loss, order) / batch)
            diverged_at = np.minimum(diverged_at, first_bad)
    return Fit(params, {"loss": losses, **observed.arrays()}, diverged_at)


def _step(params, pairing, x, y, hidden, share):
    z, cache = (on_lists if pairing.lists else forward)(params, x, hidden)
    delta = pairing.bare.gradient(z, y)  # y was checked at the door
    # The mean over the batch is taken here, once.
    delta = delta / y.shape[-2] if share is None else times(share[..., None], delta)
    if pairing.lists:
        delta = delta.reshape(*delta.shape[:-2], -1, pairing.scores)
    return z, backward(params, cache, delta, hidden)


def _losses(pairing: Pairing, z: Array, y: Array) -> Array:
    # The value of every row, some rows at a time: what is computed on the way stays in the cache.
    value = pairing.bare.value  # y was checked at the door
    rows = max(1, CACHED // (z.size // len(y)))
    parts = [slice(start, start + rows) for start in range(0, len(y), rows)]
    return np.concatenate([value(z[..., part, :], y[part]) for part in parts], axis=-1)


def _shares(weights: Array) -> Array:
    total = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(total > 0, total, 1)


def _copied(params: Params) -> Params:
    try:
        layers = [(W, b) for W, b in params]
    except (TypeError, ValueError):
        raise ValueError(
            f"params: got {foreign.shown(params)}, no list of pairs; accepted is (W, b) per layer, "
            f"as network.init makes them"
        ) from None
    for _, b in layers:
        if inputs.real_array("params: b", b).ndim == 1:
            raise ValueError(
                f"params: b: got shape ({len(b)},); accepted is (1, {len(b)}). Write b[None, :]"
            )
    params = [
        (inputs.finite_array("params: W", W), inputs.finite_array("params: b", b))
        for W, b in layers
    ]
    if not params:
        raise ValueError("params: got none; accepted is a list of (W, b), one per layer")
    for W, b in params:
        thresholds = W is params[-1][0] and W.shape[-1] == 1  # one score, any number of biases
        if b.shape != (*W.shape[:-2], 1, b.shape[-1] if thresholds else W.shape[-1]):
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
    x = inputs.finite_array(
        "x", x, "(lists, items, inputs)" if pairing.lists else "(samples, inputs)"
    )
    outputs = params[-1][1].shape[-1]
    hint = shapes.encoding(pairing.targets, outputs // pairing.scores, pairing.columns)
    y = _for_its_own_door(pairing, y, hint)
    axes = 3 if pairing.lists else 2
    if x.ndim != axes or y.ndim != 2 or len(x) != len(y):
        what = "(lists, items, inputs)" if pairing.lists else "(samples, inputs)"
        raise ValueError(
            f"x, y: got shapes {x.shape} and {y.shape}; accepted are {what} and "
            f"(samples, columns) with as many samples, shared by all replicas"
        )
    if x.shape[-1] != params[0][0].shape[-2]:
        raise ValueError(
            f"x: got {x.shape[-1]} columns; accepted are the {params[0][0].shape[-2]} inputs of params"
        )
    if y.shape[1] % pairing.columns:
        raise ValueError(f"y: got shape {y.shape}. {hint}")
    needed = y.shape[1] // pairing.columns * pairing.scores
    outputs *= x.shape[1] if pairing.lists else 1
    if outputs != needed:
        raise ValueError(
            f"params: got {outputs} outputs; {pairing.name} needs {needed} for y of shape {y.shape}."
            f"{f' {hint}' * (y.shape[1] == 1)}"
        )
    z = np.zeros((len(x), outputs))
    pairing.value(z, y)  # the pairing's own door: refuses bad targets
    pairing.gradient(z[:1], y[:1])  # and another shape than that of z
    dtype = params[0][0].dtype  # the parameters decide the precision
    if dtype == np.float32 and (x.dtype, y.dtype) != (dtype, dtype):
        x, y = _in_single(pairing, outputs, x, y)
    return x.astype(dtype, copy=False), y.astype(dtype, copy=False)


def _for_its_own_door(pairing, y, hint: str = "") -> Array:
    # A masked pairing takes NaN for a target that it is told is unknown.
    read = inputs.score_array if pairing.guard else inputs.finite_array
    return read("y", y, "(samples, columns)", hint)


def _in_single(pairing, outputs, x, y) -> tuple[Array, Array]:
    with np.errstate(over="ignore"):
        x, y = x.astype(np.float32), y.astype(np.float32)
    try:
        inputs.finite_array("x", x)
        pairing.value(np.zeros((len(x), outputs), np.float32), _for_its_own_door(pairing, y))
    except ValueError as error:
        error.add_note(
            "params are in single precision, and so are x and y for them: there it is no other "
            "number. Give params in double precision"
        )
        raise
    return x, y


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
        if observe is not None and not callable(observe):
            raise TypeError(
                f"observe: got {foreign.shown(observe)}; accepted is a function of params that "
                f"returns a dict of arrays"
            )
        if max(at, default=0) > steps:
            raise ValueError(f"observe_at: got {sorted(at)}; accepted are steps from 0 to {steps}")
        self.observe, self.at = observe, set(at) if observe else set()
        self.steps, self.found = [], []

    def note(self, step: int, params: Params) -> None:
        if step in self.at:
            self.steps.append(step)
            found = self.observe(params)
            if not isinstance(found, Mapping) or "step" in found:
                got = "a dict with 'step'" if isinstance(found, Mapping) else foreign.shown(found)
                raise TypeError(
                    f"observe: got {got}; accepted is a dict of arrays. 'step' is noted already, "
                    f"'loss' of yours takes the place of the mean loss of an epoch"
                )
            found = {name: np.array(value) for name, value in found.items()}  # copies
            forms = [{name: a.shape for name, a in f.items()} for f in (found, *self.found[:1])]
            if forms[0] != forms[-1]:
                raise ValueError(
                    f"observe: got {forms[0]} at step {step} after {forms[-1]}; accepted are the same "
                    f"names and shapes at every step"
                )
            self.found.append(found)

    def arrays(self) -> dict[str, Array]:
        if not self.found:
            return {}
        names = self.found[0]
        return {"step": np.array(self.steps)} | {
            name: np.stack([found[name] for found in self.found]) for name in names
        }
