"""duel: pairings under one fair protocol, seed by seed, with the step size chosen alike for all.

The protocol is told on the page "How the experiments are run".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import binom

from . import activations, door, optimizers
from .datasets import Split
from .datasets import split as split_rows
from .network import Params, init, scores
from .optimizers import Optimizer
from .records import Activation, Array, Pairing
from .training import fit


def _column(labels: Array) -> Array:
    return np.asarray(labels, dtype=float)[:, None]


def _above_half(p: Array) -> Array:
    return p[..., 0] > 0.5


def _as_it_is(p: Array) -> Array:
    return p[..., 0]


class Entrant(NamedTuple):
    """A pairing with its way of writing labels and of reading predictions.

    encode(labels) -> y; decide(p) -> what the prediction stands for, (..., samples);
    probability(p) -> the share of class 1 it reports, before anyone asks whether it is one.
    """

    pairing: Pairing
    encode: Callable[[Array], Array] = _column
    decide: Callable[[Array], Array] = _above_half
    probability: Callable[[Array], Array] = _as_it_is

    @property
    def name(self) -> str:
        return self.pairing.name


class Duel(NamedTuple):
    """rows: one dict per entrant, start and seed, at the chosen step size, measured on the test
    rows; choices: one dict per entrant, start and step size, with what the choice was made by;
    curves: per (entrant, start) the observed steps and errors, of shape (steps, seeds)."""

    rows: list[dict[str, Any]]
    choices: list[dict[str, Any]]
    curves: dict[tuple[str, str], dict[str, Array]]

    def column(self, name: str, entrant: str, start: str = "ordinary") -> Array:
        """The entries `name` of one entrant from one start, in the order of the seeds."""
        found = [r[name] for r in self.rows if r["entrant"] == entrant and r["start"] == start]
        if not found:
            raise ValueError(
                f"entrant, start: got {entrant!r}, {start!r}; accepted are {sorted(self.curves)}"
            )
        return np.array(found)


Metric = Callable[[Entrant, Array, Array], Array]


def misclassified(decisions: Array, labels: Array) -> Array:
    """The share of samples decided wrongly."""
    return (decisions != labels).mean(axis=-1)


def accuracy(entrant: Entrant, p: Array, labels: Array) -> Array:
    """The share of samples decided rightly; NaN when a prediction is NaN."""
    return 1 - _error(entrant, p, labels, misclassified)


def outside(entrant: Entrant, p: Array, labels: Array) -> Array:
    """The share of reported probabilities that are none: below 0, above 1 or NaN."""
    q = entrant.probability(p)
    return (~((q >= 0) & (q <= 1))).mean(axis=-1)


def reported_log_loss(entrant: Entrant, p: Array, labels: Array) -> Array:
    """The mean log loss of the reported probabilities; NaN, "undefined", if one of them is none."""
    q = entrant.probability(p)
    with np.errstate(divide="ignore"):
        of_the_label = np.log(np.where(labels == 1, np.clip(q, 0, 1), 1 - np.clip(q, 0, 1)))
    return np.where(outside(entrant, p, labels) > 0, np.nan, -of_the_label.mean(axis=-1))


def calibration_error(entrant: Entrant, p: Array, labels: Array, bins: int = 10) -> Array:
    """Σ over equal bins of their share times |mean probability − share of class 1|; NaN where
    a reported probability is none."""
    q = entrant.probability(p)
    which = np.clip(np.floor(q * bins), 0, bins - 1)
    error = np.zeros(q.shape[:-1])
    for b in range(bins):
        inside = which == b
        error += np.abs((inside * (q - labels)).sum(axis=-1)) / q.shape[-1]
    return np.where(outside(entrant, p, labels) > 0, np.nan, error)


BINARY_METRICS: Mapping[str, Metric] = {
    "accuracy": accuracy,
    "outside": outside,
    "log loss": reported_log_loss,
    "calibration error": calibration_error,
}


def ordinary(params: Params) -> Params:
    """The start as drawn."""
    return params


def duel(
    entrants: Sequence[Entrant],
    x: Array,
    labels: Array,
    *,
    seeds: Sequence[int],
    step_sizes: Sequence[float],
    split: Split | None = None,
    starts: Mapping[str, Callable[[Params], Params]] | None = None,
    hidden_sizes: Sequence[int] = (8,),
    hidden: Activation = activations.tanh,
    optimizer: Callable[[Array], Optimizer] = optimizers.sgd,
    epochs: int = 100,
    batch_size: int = 32,
    threshold: float = 0.05,
    error: Callable[[Array, Array], Array] = misclassified,
    metrics: Mapping[str, Metric] = BINARY_METRICS,
) -> Duel:
    """Every entrant from every start with every seed and step size, judged on the test rows.

    For one seed all entrants and step sizes have the same hidden weights and the same batches.
    Per entrant and start the step size is the one of best median validation error over the
    seeds (NaN counts as worst), ties by fewest steps to the threshold, then the smaller. "steps"
    is the first observed step with a training error of at most `threshold`, infinity if none;
    "dead" says that the slope of the output is zero on every training row; "diverged_at" is that
    of `fit`. Raises ValueError for no entrants, seeds or step sizes, and whatever `fit` refuses.
    """
    _several("entrants", entrants)
    seeds = [door.whole_number("seeds", s, at_least=0) for s in _several("seeds", seeds)]
    step_sizes = door.positive("step_sizes", _several("step_sizes", step_sizes))
    split = split_rows(len(x)) if split is None else split
    starts = {"ordinary": ordinary} if starts is None else starts
    total = epochs * -(-len(split.train) // batch_size)
    result = Duel([], [], {})
    for entrant in entrants:
        y = entrant.encode(labels)
        sizes = (x.shape[1], *hidden_sizes, y.shape[1] * entrant.pairing.scores)
        drawn = init([_rng(s, 0) for _ in step_sizes for s in seeds], sizes)
        for start, prepare in starts.items():
            fitted = fit(
                prepare(drawn),
                entrant.pairing,
                x[split.train],
                y[split.train],
                optimizer=optimizer(np.repeat(step_sizes, len(seeds))),
                epochs=epochs,
                batch_size=batch_size,
                rngs=[_rng(s, 1) for _ in step_sizes for s in seeds],
                hidden=hidden,
                observe=_errors(entrant, x, labels, split, hidden, error),
                observe_at=observation_steps(total),
            )
            by_size = _per_step_size(fitted, len(step_sizes), len(seeds), threshold)
            best = _choose(by_size, step_sizes)
            _report(result, entrant, start, seeds, step_sizes, by_size, best)
            at = slice(best * len(seeds), (best + 1) * len(seeds))
            chosen = [(W[at], b[at]) for W, b in fitted.params]
            _judge(result.rows[-len(seeds) :], entrant, chosen, x, labels, split, hidden, metrics)
    return result


def breakdown(pairing: Pairing, x: Array, y: Array, hidden: Activation = activations.tanh):
    """An `observe` for `fit` that notes, per replica, five things that can go wrong on (x, y).

    Flags: "loss infinite", "loss NaN" and "loss negative" of any sample, "parameter not finite",
    "all rows dead"; with them "accuracy", of the decision p > 1/2, as if nothing were wrong.
    """

    def observe(params: Params) -> dict[str, Array]:
        z = scores(params, x, hidden)
        loss = pairing.value(z, y)
        finite = [np.isfinite(a).all(axis=(-1, -2)) for layer in params for a in layer]
        return {
            "loss infinite": np.isposinf(loss).any(axis=-1),
            "loss NaN": np.isnan(loss).any(axis=-1),
            "loss negative": (loss < 0).any(axis=-1),
            "parameter not finite": ~np.logical_and.reduce(finite),
            "all rows dead": slope_is_zero(pairing.activation, z),
            "accuracy": (_above_half(pairing.predict(z)) == (y[:, 0] > 0.5)).mean(axis=-1),
        }

    return observe


EVENTS = (
    "loss infinite",
    "loss NaN",
    "loss negative",
    "parameter not finite",
    "all rows dead",
)


def observation_steps(total: int) -> list[int]:
    """0, 1, 2, … and then ever further apart, by 5 % or so, up to `total`."""
    return sorted({0, *np.rint(np.geomspace(1, total, 100)).astype(int).tolist()})


def first_step(flags: Array, steps: Array) -> Array:
    """Per replica the first of `steps` whose flag is set, infinity if none; flags: (steps, …)."""
    steps = np.asarray(steps, dtype=float).reshape(-1, *[1] * (flags.ndim - 1))
    return np.where(flags, steps, np.inf).min(axis=0)


def slope_is_zero(activation: Activation, z: Array) -> Array:
    """Per replica: no output of any sample answers to any score, J(z) = 0 throughout."""
    alive = np.zeros(z.shape[:-2], dtype=bool)
    for k in range(z.shape[-1]):
        g = np.broadcast_to(np.eye(z.shape[-1])[k], z.shape)
        alive |= (activation.vjp(z, g) != 0).any(axis=(-1, -2))
    return ~alive


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float, float]:
    """(median, low, high): the sample median between two order statistics that bracket the true
    median with at least `level` probability, whatever the distribution. NaN counts as +∞."""
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    n = len(ordered)
    k = int(binom.ppf((1 - level) / 2, n, 0.5))
    k = k if binom.cdf(k - 1, n, 0.5) <= (1 - level) / 2 and k > 0 else max(k - 1, 0)
    low, high = (ordered[k - 1], ordered[n - k]) if k else (ordered[0], ordered[-1])
    return float(_median(ordered)), float(low), float(high)


def _median(ordered: Array) -> float:
    middle = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return middle[0] if middle[0] == middle[1] else (middle[0] + middle[1]) / 2


def _several(name: str, values):
    if len(values) == 0:
        raise ValueError(f"{name}: got none; accepted is at least one")
    return values


def _rng(seed: int, purpose: int) -> np.random.Generator:
    # Weights and batches have generators of their own: an output layer of another width draws
    # more numbers, and must not change the batches.
    return np.random.default_rng([seed, purpose])


def _error(entrant: Entrant, p: Array, labels: Array, error) -> Array:
    broken = np.isnan(p).any(axis=(-1, -2))
    return np.where(broken, np.nan, error(entrant.decide(p), labels))


def _errors(entrant: Entrant, x, labels, split: Split, hidden: Activation, error):
    def observe(params: Params) -> dict[str, Array]:
        def on(rows):
            p = entrant.pairing.predict(scores(params, x[rows], hidden))
            return _error(entrant, p, labels[rows], error)

        return {"training error": on(split.train), "validation error": on(split.validation)}

    return observe


def _per_step_size(fitted, sizes: int, seeds: int, threshold: float) -> dict[str, Array]:
    history = fitted.history
    errors = {
        name: history[name].reshape(-1, sizes, seeds)
        for name in ("training error", "validation error")
    }
    return errors | {
        "step": history["step"],
        "steps": first_step(errors["training error"] <= threshold, history["step"]),
        "diverged_at": fitted.diverged_at.reshape(sizes, seeds),
    }


def _choose(found: dict[str, Array], step_sizes: Array) -> int:
    last = found["validation error"][-1]
    medians = [median_interval(errors)[0] for errors in last]
    speed = [median_interval(steps)[0] for steps in found["steps"]]
    return min(range(len(step_sizes)), key=lambda j: (medians[j], speed[j], step_sizes[j]))


def _report(result: Duel, entrant, start, seeds, step_sizes, found, best: int) -> None:
    for j, eta in enumerate(step_sizes):
        result.choices.append(
            {
                "entrant": entrant.name,
                "start": start,
                "step size": float(eta),
                "validation error": median_interval(found["validation error"][-1, j])[0],
                "steps": median_interval(found["steps"][j])[0],
                "chosen": j == best,
                "at the edge": j == best and len(step_sizes) > 1 and j in (0, len(step_sizes) - 1),
            }
        )
    for i, seed in enumerate(seeds):
        result.rows.append(
            {
                "entrant": entrant.name,
                "start": start,
                "seed": seed,
                "step size": float(step_sizes[best]),
                "steps": float(found["steps"][best, i]),
                "diverged_at": float(found["diverged_at"][best, i]),
            }
        )
    result.curves[entrant.name, start] = {
        "step": found["step"],
        "training error": found["training error"][:, best],
        "validation error": found["validation error"][:, best],
    }


def _judge(rows, entrant, params, x, labels, split: Split, hidden, metrics) -> None:
    with np.errstate(all="ignore"):
        p = entrant.pairing.predict(scores(params, x[split.test], hidden))
        found = {name: f(entrant, p, labels[split.test]) for name, f in metrics.items()}
        if entrant.pairing.activation is not None:
            z = scores(params, x[split.train], hidden)
            found["dead"] = slope_is_zero(entrant.pairing.activation, z)
    for i, row in enumerate(rows):
        row.update({name: values[i].item() for name, values in found.items()})
