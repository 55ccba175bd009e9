"""Gradient steps in order of increasing complexity: sgd, momentum, adam.

An optimizer is two functions: start(params) -> state, and step(state, gradients) -> updates to
add, with the state changed in place. A step size may be an array with one entry per replica.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from . import inputs
from .network import Params
from .records import Array


class Optimizer(NamedTuple):
    """start(params) -> state; step(state, gradients) -> updates to add, the state changed in place.

    The updates may be overwritten by the next step: add them at once.
    """

    name: str
    start: Callable[[Params], Any]
    step: Callable[[Any, Params], Params]


def _per_replica(step_size) -> Array:
    size = inputs.positive("step_size", step_size)
    return size[..., None, None] if size.ndim else size


def _check(eta: Array, params: Params) -> None:
    replicas = params[0][0].shape[:-2]
    if eta.shape[:-2] not in ((), replicas):
        raise ValueError(
            f"step_size: got shape {eta.shape[:-2]} for replicas of shape {replicas}; accepted is "
            f"one number, or one per replica"
        )


def _zeros(params: Params) -> Params:
    return [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]


_MEANT = {
    "lr": "write step_size=",
    "learning_rate": "write step_size=",
    "eta": "write step_size=",
    "momentum": "write optimizers.momentum(step_size, decay)",
    "betas": "write decay= and decay_squares=",
    "beta": "write decay=",
    "beta1": "write decay=",
    "beta_1": "write decay=",
    "beta2": "write decay_squares=",
    "beta_2": "write decay_squares=",
    "eps": "write epsilon=",
}


@inputs.keywords(_MEANT)
def sgd(step_size) -> Optimizer:
    """Δ = −η g. Raises ValueError for a step size that is not a finite number above 0."""
    eta = _per_replica(step_size)

    def step(state, gradients):
        return [(-eta * gW, -eta * gb) for gW, gb in gradients]

    return Optimizer("sgd", lambda params: _check(eta, params), step)


@inputs.keywords(_MEANT)
def momentum(step_size, decay: float = 0.9) -> Optimizer:
    """v ← β v + g, Δ = −η v."""
    eta, beta = _per_replica(step_size), _fraction("decay", decay)

    def start(params):
        _check(eta, params)
        return _zeros(params)

    def step(velocities, gradients):
        for v, g in _pairs(velocities, gradients):
            v *= beta
            v += g
        return [(-eta * vW, -eta * vb) for vW, vb in velocities]

    return Optimizer("momentum", start, step)


@inputs.keywords(_MEANT)
def adam(
    step_size, decay: float = 0.9, decay_squares: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """m ← β₁ m + g, s ← β₂ s + g², Δ = −η′ m / (√s + ε′).

    m and s are sums; what makes averages of them, the factors 1 − β₁ and 1 − β₂, is folded into
    the step together with the bias correction, as the paper folds the latter (end of section 2):
    η′ = η (1 − β₁)/(1 − β₁ᵗ) · √((1 − β₂ᵗ)/(1 − β₂)) and ε′ = ε/√(1 − β₂). Fewer passes over the
    parameters, the same Δ. Source: :cite:t:`Kingma2015`.
    """
    eta, beta1 = _per_replica(step_size), _fraction("decay", decay)
    beta2 = _fraction("decay_squares", decay_squares)
    offset = inputs.positive_number("epsilon", epsilon) / np.sqrt(1 - beta2)

    def start(params):
        _check(eta, params)
        return {"t": 0} | {name: _zeros(params) for name in ("m", "s", "update")}

    def step(state, gradients):
        state["t"] += 1
        warmth1, warmth2 = (1 - beta ** state["t"] for beta in (beta1, beta2))
        rate = eta * (1 - beta1) / warmth1 * np.sqrt(warmth2 / (1 - beta2))
        for m, s, u, g in _pairs(state["m"], state["s"], state["update"], gradients):
            m *= beta1
            m += g
            s *= beta2
            s += np.multiply(g, g, out=u)
            np.sqrt(s, out=u)
            u += offset
            np.divide(m, u, out=u)
            u *= -rate
        return state["update"]

    return Optimizer("adam", start, step)


def _pairs(*layered: Params):
    # (W, b) of every layer, one array after the other, in parallel over the lists given.
    for layers in zip(*layered, strict=True):
        yield from zip(*layers, strict=True)


def _fraction(name: str, value: float) -> float:
    share = inputs.number(name, value)
    if not 0 <= share < 1:
        raise ValueError(f"{name}: got {value!r}; accepted is a number in [0, 1)")
    return share
