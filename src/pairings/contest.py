"""duel: pairings under one fair protocol, seed by seed, with the step size chosen alike for all.

The protocol is told on the page "How the experiments are run".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from . import activations, foreign, inputs, optimizers
from .datasets import Split
from .datasets import split as split_rows
from .medians import median_interval
from .network import Params, init, scores
from .optimizers import Optimizer
from .records import Activation, Array, Pairing
from .scoring import BINARY_METRICS, Entrant, Metric, above_half, misclassified, on_decisions
from .training import fit


class Duel(NamedTuple):
    """rows: one dict per entrant, start and seed, at the chosen step size, measured on the test
    rows; choices: one dict per entrant, start and step size, with what the choice was made by;
    curves: per (entrant, start) the observed steps and errors, of shape (steps, seeds).

    "repeatable" in a row says that medians, intervals and three seeds in four stay the same when
    the first weights are multiplied by 1 + 1e-12. Else no number is worth printing.
    """

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


def ordinary(params: Params) -> Params:
    """The start as drawn."""
    return params


_MEANT = {
    "lr": "write step_sizes=, all that are tried",
    "learning_rate": "write step_sizes=, all that are tried",
    "step_size": "write step_sizes=, all that are tried",
    "seed": "write seeds=, at least one",
    "random_state": "write seeds=, at least one",
    "rngs": "write seeds=; batches and weights are drawn from them",
    "n_epochs": "write epochs=",
    "max_iter": "write epochs=",
    "scoring": "write metrics=",
    "y": "write labels=; each entrant encodes them",
}


@inputs.keywords(_MEANT)
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
    observations: int = 100,
) -> Duel:
    """Every entrant from every start with every seed and step size, judged on the test rows.

    For one seed all entrants and step sizes have the same hidden weights and the same batches.
    Per entrant and start the step size is the one of best median validation error over the
    seeds (NaN counts as worst), ties by fewest steps to the threshold, then the smaller; one
    whose results change with a nudge of the first weights is passed over, if one is left that
    ends with a finite median error. "steps" is the first observed step with a training error of
    at most `threshold`, infinity if none; "dead" says that the slope of the output is zero on
    every training row; "diverged_at" is that of `fit`.
    Errors are observed at no more than `observations` steps after the start. Raises
    ValueError for no entrants, seeds or step sizes, TypeError for what is no entrant or no maker of
    optimizers, and whatever `fit` refuses.
    """
    x, labels = _samples(x, labels)
    if isinstance(entrants, Entrant):
        raise TypeError("entrants: got one Entrant; accepted is a sequence: write [entrant]")
    alone = isinstance(entrants, tuple) and hasattr(entrants, "_fields")  # a record is no list
    entrants = [entrants] if alone else _several("entrants", entrants)
    entrants = [inputs.of_kind(Entrant, "entrants", entrant) for entrant in entrants]
    inputs.of_kind(Activation, "hidden", hidden)
    if isinstance(optimizer, Optimizer) or not callable(optimizer):
        raise TypeError(
            f"optimizer: got {foreign.shown(optimizer)}; accepted is a function of the step sizes, "
            f"not yet called: optimizers.adam"
        )
    seeds = [inputs.whole_number("seeds", s, at_least=0) for s in _several("seeds", seeds)]
    step_sizes = _several("step_sizes", step_sizes)
    step_sizes = np.array([inputs.positive_number("step_sizes", size) for size in step_sizes])
    epochs = inputs.whole_number("epochs", epochs, at_least=1)
    batch_size = inputs.whole_number("batch_size", batch_size, at_least=1)
    inputs.whole_number("observations", observations, at_least=1, at_most=10**6)
    split = split_rows(len(x)) if split is None else split
    starts = {"ordinary": ordinary} if starts is None else starts
    task = _Task(
        *(x, labels, split, seeds, hidden, optimizer, epochs, batch_size, threshold),
        *(error, metrics, observations),
    )
    result = Duel([], [], {})
    for entrant in entrants:
        sizes = (x.shape[1], *hidden_sizes, _outputs(entrant, labels))
        drawn = init([_rng(s, 0) for s in seeds], sizes)
        for start, prepare in starts.items():
            _compete(result, task, entrant, start, prepare(drawn), step_sizes)
    return result


class _Task(NamedTuple):
    """What is the same for every entrant."""

    x: Array
    labels: Array
    split: Split
    seeds: Sequence[int]
    hidden: Activation
    optimizer: Callable[[Array], Optimizer]
    epochs: int
    batch_size: int
    threshold: float
    error: Callable[[Array, Array], Array]
    metrics: Mapping[str, Metric]
    observations: int


def _compete(result: Duel, task: _Task, entrant: Entrant, start: str, params, step_sizes) -> None:
    found = _train(task, entrant, params, step_sizes)
    ranking = _ranking(found, step_sizes)
    for best in _learning(found, ranking) or ranking:
        again = _train(task, entrant, nudged(params), step_sizes[best : best + 1])
        repeatable = _agree(_only(found, best), _only(again, 0))
        if repeatable:
            break
    else:
        best = ranking[0]
    _report(result, task, entrant, start, step_sizes, found, best, repeatable)


def _train(task: _Task, entrant: Entrant, params: Params, step_sizes) -> dict[str, Array]:
    """Everything that is reported, of shape (…, step sizes, seeds)."""
    sizes, split = len(step_sizes), task.split
    y = entrant.encode(task.labels)
    steps = task.epochs * -(-len(split.train) // task.batch_size)
    fitted = fit(
        [tuple(np.concatenate([a] * sizes) for a in layer) for layer in params],
        entrant.pairing,
        task.x[split.train],
        y[split.train],
        optimizer=task.optimizer(np.repeat(step_sizes, len(task.seeds))),
        epochs=task.epochs,
        batch_size=task.batch_size,
        rngs=[_rng(s, 1) for _ in step_sizes for s in task.seeds],
        hidden=task.hidden,
        observe=_errors(task, entrant),
        observe_at=observation_steps(steps, task.observations),
    )
    history = fitted.history
    found = {name: history[name] for name in ("training error", "validation error")}
    found["steps"] = first_step(found["training error"] <= task.threshold, history["step"])
    found["diverged_at"] = fitted.diverged_at
    found |= _judged(task, entrant, fitted.params)
    shaped = {name: a.reshape(*a.shape[:-1], sizes, -1) for name, a in found.items()}
    return shaped | {"step": history["step"]}


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
            "accuracy": (above_half(pairing.predict(z)) == (y[:, 0] > 0.5)).mean(axis=-1),
        }

    return observe


EVENTS = (
    "loss infinite",
    "loss NaN",
    "loss negative",
    "parameter not finite",
    "all rows dead",
)


def observation_steps(total: int, count: int = 100) -> list[int]:
    """0, 1, 2, … and then ever further apart up to `total`: by 5 % or so with 100 of them."""
    return sorted({0, *np.rint(np.geomspace(1, total, count)).astype(int).tolist()})


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


def _several(name: str, values) -> list:
    if not np.iterable(values):
        raise TypeError(f"{name}: got {values!r}; accepted is a sequence")
    if not (values := list(values)):
        raise ValueError(f"{name}: got none; accepted is at least one")
    return values


def _samples(x, labels) -> tuple[Array, Array]:
    x = inputs.finite_array("x", x)
    if x.ndim != 2:
        raise ValueError(f"x: got shape {x.shape}; accepted is (samples, inputs)")
    inputs.real_array("labels", labels)  # refuses what is no number; labels keep their own type
    labels = np.asarray(labels)
    if labels.shape[:1] != x.shape[:1]:
        raise ValueError(
            f"labels: got shape {labels.shape}; accepted is (samples, …) for the {len(x)} of x"
        )
    return x, labels


def _rng(seed: int, purpose: int) -> np.random.Generator:
    # Weights and batches have generators of their own: an output layer of another width draws
    # more numbers, and must not change the batches.
    return np.random.default_rng([seed, purpose])


def _outputs(entrant: Entrant, labels: Array) -> int:
    columns = entrant.encode(labels).shape[1]
    return columns * entrant.pairing.scores // entrant.pairing.columns


def nudged(params: Params) -> Params:
    """The same weights but for one part in 10¹²: whoever ends elsewhere hangs on rounding."""
    return [(W * (1 + 1e-12), b * (1 + 1e-12)) for W, b in params]


def _errors(task: _Task, entrant: Entrant):
    def observe(params: Params) -> dict[str, Array]:
        def on(rows):
            p = entrant.pairing.predict(scores(params, task.x[rows], task.hidden))
            return on_decisions(entrant, p, task.labels[rows], task.error)

        split = task.split
        return {"training error": on(split.train), "validation error": on(split.validation)}

    return observe


def _judged(task: _Task, entrant: Entrant, params: Params) -> dict[str, Array]:
    """The metrics on the test rows, and who is dead on the training rows."""
    test, train = task.split.test, task.split.train
    with np.errstate(all="ignore"):
        p = entrant.pairing.predict(scores(params, task.x[test], task.hidden))
        found = {name: f(entrant, p, task.labels[test]) for name, f in task.metrics.items()}
        if entrant.pairing.activation is not None:
            z = scores(params, task.x[train], task.hidden)
            found["dead"] = slope_is_zero(entrant.pairing.activation, z)
    return found


def _ranking(found: dict[str, Array], step_sizes: Array) -> list[int]:
    """Step sizes by median validation error, then by steps to the threshold, then by size."""
    medians = [median_interval(errors)[0] for errors in found["validation error"][-1]]
    speed = [median_interval(steps)[0] for steps in found["steps"]]
    keys = list(zip(medians, speed, step_sizes, strict=True))
    return sorted(range(len(keys)), key=keys.__getitem__)


def _learning(found: dict[str, Array], ranking: list[int]) -> list[int]:
    """Those that end with a finite median error: where all is NaN, all repeats, and says nothing."""
    errors = found["validation error"][-1]
    return [j for j in ranking if np.isfinite(median_interval(errors[j])[0])]


def _only(found: dict[str, Array], j: int) -> dict[str, Array]:
    return {name: a[..., j, :] for name, a in found.items() if name != "step"}


def _agree(found: dict[str, Array], again: dict[str, Array]) -> bool:
    """Medians and intervals are the same, and not by luck: so are three seeds in four."""
    same = [_same(_medians(found[name]), _medians(again[name])).all() for name in found]
    seeds = [_same(found[name], again[name]).reshape(-1, found[name].shape[-1]) for name in found]
    return all(same) and np.concatenate(seeds).all(axis=0).mean() >= 0.75


def _same(values: Array, others: Array) -> Array:
    return np.isclose(values.astype(float), others.astype(float), 1e-6, 1e-9, equal_nan=True)


def _medians(values: Array) -> Array:
    return np.apply_along_axis(median_interval, -1, values.astype(float))


def _report(
    result: Duel, task: _Task, entrant, start, step_sizes, found, best: int, repeatable: bool
) -> None:
    name = {"entrant": entrant.name, "start": start}
    for j, eta in enumerate(step_sizes):
        result.choices.append(
            {
                **name,
                "step size": float(eta),
                "validation error": median_interval(found["validation error"][-1, j])[0],
                "steps": median_interval(found["steps"][j])[0],
                "chosen": j == best,
                "at the edge": j == best and len(step_sizes) > 1 and j in (0, len(step_sizes) - 1),
            }
        )
    chosen = _only(found, best)
    curves = {key: chosen.pop(key) for key in ("training error", "validation error")}
    result.curves[entrant.name, start] = {"step": found["step"], **curves}
    for i, seed in enumerate(task.seeds):
        row = {"seed": seed, "step size": float(step_sizes[best]), "repeatable": repeatable}
        values = {key: a[i].item() for key, a in chosen.items()}
        result.rows.append({**name, **row, **values})
