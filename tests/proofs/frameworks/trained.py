"""Steps of the optimizers, the backward pass of a network, and whole trainings, in double precision."""

import jax.numpy as jnp
import numpy as np
import optax
import torch
import with_jax
import with_torch
from with_keras import keras

from pairings import activations, compose, fit, losses, matching
from pairings.network import backward, forward, init
from pairings.optimizers import adam, momentum, sgd

STEP, STEPS = 0.03, 200
# Adam adds ε to the root of the squares: scikit-learn, Keras and we before its correction, as the
# paper at the end of its section 2, PyTorch and optax after it. Where ε vanishes they must agree.
VANISHING = 1e-30
SGD, ADAM = torch.optim.SGD, torch.optim.Adam
TORCH = {
    "sgd": lambda params: SGD(params, lr=STEP),
    "momentum": lambda params: SGD(params, lr=STEP, momentum=0.9),
    "adam": lambda params: ADAM(params, lr=STEP, eps=VANISHING),
}
OPTAX = {
    "sgd": optax.sgd(STEP),
    "momentum": optax.sgd(STEP, momentum=0.9),
    "adam": optax.adam(STEP, eps=VANISHING),
}
KERAS = {
    "sgd": lambda: keras.optimizers.SGD(STEP),
    "momentum": lambda: keras.optimizers.SGD(STEP, momentum=0.9),
    "adam": lambda: keras.optimizers.Adam(STEP, epsilon=1e-8),
}
OURS = {
    "sgd": sgd(STEP),
    "momentum": momentum(STEP),
    "adam": adam(STEP, epsilon=VANISHING),
}
TRAININGS = [
    (matching(activations.identity, losses.squared_error), activations.tanh),
    (matching(activations.sigmoid, losses.log_loss), activations.relu),
    (matching(activations.softmax, losses.cross_entropy), activations.selu),
    (compose(activations.sigmoid, losses.squared_error), activations.gelu),
]


# --- optimizers ------------------------------------------------------------------------------


def compare_optimizers(ledger) -> int:
    """Where two hundred steps lead from the same start with the same gradients."""
    gradients = np.random.default_rng(3).normal(size=(STEPS, 5, 4))
    start = np.random.default_rng(4).normal(size=(5, 4))
    bias = np.zeros((STEPS, 1, 4))
    for name in OURS:
        what = f"{name}, {STEPS} steps"
        ours = _our_steps(OURS[name], start, gradients, bias)
        ledger.compare("PyTorch", what, "values", ours, _torch_steps(name, start, gradients))
        theirs = _optax_steps(OPTAX[name], start, gradients)
        ledger.compare("JAX and optax", what, "values", ours, theirs)
        ours = ours if name != "adam" else _our_steps(adam(STEP), start, gradients, bias)
        ledger.compare("Keras", what, "values", ours, _keras_steps(KERAS[name](), start, gradients))
    return len(OURS)


def _our_steps(optimizer, start, gradients, bias):
    params, path = [(start, bias[0])], []
    state = optimizer.start(params)
    for pair in zip(gradients, bias, strict=True):
        params = [(params[0][0] + optimizer.step(state, [pair])[0][0], bias[0])]
        path.append(params[0][0])
    return np.array(path)


def _torch_steps(name, start, gradients):
    W, path = torch.tensor(start, requires_grad=True), []
    optimizer = TORCH[name]([W])
    for g in gradients:
        W.grad = torch.tensor(g)
        optimizer.step()
        path.append(W.detach().numpy().copy())
    return np.array(path)


def _optax_steps(optimizer, start, gradients):
    W, path = jnp.asarray(start), []
    state = optimizer.init(W)
    for g in gradients:
        updates, state = optimizer.update(jnp.asarray(g), state, W)
        W = optax.apply_updates(W, updates)
        path.append(np.asarray(W))
    return np.array(path)


def _keras_steps(optimizer, start, gradients):
    W, path = keras.Variable(start), []
    for g in gradients:
        optimizer.apply([jnp.asarray(g)], [W])
        path.append(np.asarray(W))
    return np.array(path)


# --- networks --------------------------------------------------------------------------------


def compare_networks(ledger) -> int:
    """∂L/∂W and ∂L/∂b of two hidden layers, for every hidden activation that PyTorch has."""
    z, count = None, 0
    x, y = _task(TRAININGS[2][0])
    params = init(np.random.default_rng(8), (x.shape[1], 7, 6, y.shape[1]))
    params = [(W, b + 0.1) for W, b in params]
    pairing = TRAININGS[2][0]
    for a in activations.TABLE:
        if a.name not in with_torch.ACTIVATIONS:
            continue
        count += 1
        z, cache = forward(params, x, a)
        ours = backward(params, cache, pairing.gradient(z, y), a)
        for library in (with_torch, with_jax):
            theirs = _their_gradients(library, params, x, y, a, pairing)
            what = f"a network with hidden {a.name}"
            for own, other in zip(_flat(ours), theirs, strict=True):
                ledger.compare(library.NAME, what, "gradients", own, other, scale=1.0)
    return count


def _their_gradients(library, params, x, y, a, pairing):
    """One weight or bias after the other, the others as they are."""
    tensor = torch.tensor if library is with_torch else jnp.asarray
    flat, loss = _flat(params), library.MATCHED[pairing.name][0]

    def gradient(n):
        def cost(part):
            parts = [part if k == n else tensor(other) for k, other in enumerate(flat)]
            return loss(_their_forward(library, parts, tensor(x), a), tensor(y)).sum()

        return library.value_and_pull(cost, flat[n])[1]

    return [gradient(n) for n in range(len(flat))]


def _their_forward(library, parts, x, a):
    hidden, z = library.ACTIVATIONS[a.name], None
    for W, b in zip(parts[::2], parts[1::2], strict=True):
        z = (x if z is None else hidden(z)) @ W + b
    return z


def _flat(params):
    return [part for layer in params for part in layer]


def _task(pairing):
    rng = np.random.default_rng(5)
    x = rng.normal(size=(60, 5))
    shown = x[:, :3] + rng.normal(size=(60, 3))
    y = {"softmax": np.eye(3)[shown.argmax(-1)], "identity": shown[:, :1]}
    return x, y.get(pairing.activation.name, (shown[:, :1] > 0) * 1.0)


# --- whole trainings -------------------------------------------------------------------------


def compare_trainings(ledger) -> int:
    """Twenty epochs in batches of 16 by `fit`, and by PyTorch from the same start, batch by batch."""
    count = 0
    for pairing, hidden in TRAININGS:
        for name in OURS:
            count += 1
            x, y = _task(pairing)
            params = init(np.random.default_rng(9), (x.shape[1], 6, y.shape[1]))
            ours = fit(
                params, pairing, x, y, optimizer=OURS[name], epochs=20, batch_size=16,
                hidden=hidden, rngs=np.random.default_rng(10),
            )  # fmt: skip
            theirs, history = _torch_training(params, pairing, hidden, x, y, TORCH[name])
            what = f"{pairing.name} behind {hidden.name}, trained by {name}"
            for own, other in zip(_flat(ours.params), theirs, strict=True):
                ledger.compare("PyTorch", what, "values", own, other, scale=1.0)
            ledger.compare("PyTorch", what, "values", ours.history["loss"], np.array(history))
    return count


def _torch_training(params, pairing, hidden, x, y, make):
    parts = [torch.tensor(part, requires_grad=True) for part in _flat(params)]
    optimizer, rng, history = make(parts), np.random.default_rng(10), []
    x, y = torch.tensor(x), torch.tensor(y)
    if pairing.name in with_torch.MATCHED:
        cost = with_torch.MATCHED[pairing.name][0]
    else:
        cost = lambda z, y: with_torch.LOSSES["half squared error"](torch.sigmoid(z), y)  # noqa: E731
    for _ in range(20):
        order, total = rng.permutation(len(x)), 0.0
        for start in range(0, len(x), 16):
            rows = torch.tensor(order[start : start + 16])
            each = cost(_their_forward(with_torch, parts, x[rows], hidden), y[rows])
            optimizer.zero_grad()
            each.mean().backward()
            optimizer.step()
            total += each.sum().item()
        history.append(total / len(x))
    return [part.detach().numpy() for part in parts], history
