"""duel: pairings under one fair protocol, seed by seed, with the step size chosen by what is claimed.

The protocol is told on the page "How the experiments are run".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from . import activations, admission, inputs, optimizers
from .datasets import Split
from .medians import median_intervals
from .network import Params, init, scores
from .optimizers import Optimizer
from .records import Activation, Array, Pairing
from .scoring import BINARY_METRICS, Entrant, Metric, above_half, misclassified, on_decisions
from .training import fit


class Runs(NamedTuple):
    """One entrant from one start at every step size: `found` holds arrays (…, step sizes, seeds);
    `learns`: ends with a finite median error; `repeats`: tells the same after a nudge of 1e-12."""

    entrant: str
    start: str
    seeds: Sequence[int]
    step_sizes: Array
    observed_at: Array
    found: dict[str, Array]
    learns: Array
    repeats: Array


class Duel(NamedTuple):
    """rows: one dict per entrant, start and seed, at the chosen step size, measured on the test
    rows; choices: one dict per entrant, start and step size, with what the choice was made by;
    curves: per (entrant, start) the observed steps and errors, of shape (steps, seeds); all three
    chosen by `claim`. runs: what was trained, at every step size.

    In a choice, "chosen by" is the claim, or "error" for an entrant whose outputs have no such
    metric; "median", "low", "high" are the validation values of that, "tied" says that no
    difference to the best was seen. "repeatable" says that medians, intervals and three seeds in
    four stay the same when the first weights are multiplied by 1 + 1e-12. Else no number is worth
    printing.
    """

    claim: str
    rows: list[dict[str, Any]]
    choices: list[dict[str, Any]]
    curves: dict[tuple[str, str], dict[str, Array]]
    runs: list[Runs]

    def by(self, claim: str) -> "Duel":
        """The same runs with the step sizes chosen by another of the claims; else ValueError."""
        found = [k.removeprefix("validation ") for k in self.runs[0].found if "validation " in k]
        admission.claims_of(claim, [name for name in found if name != "error"])
        return self if claim == self.claim else _chosen(self.runs, claim)

    def column(
        self, name: str, entrant: str, start: str = "ordinary", claim: str | None = None
    ) -> Array:
        """The entries `name` of one entrant from one start, in the order of the seeds."""
        rows = self.rows if claim is None else self.by(claim).rows
        found = [r for r in rows if (r["entrant"], r["start"]) == (entrant, start)]
        if not found:
            raise self._strange(entrant, start)
        return np.array([r[inputs.choice("name", name, list(r))] for r in found])

    def against_step_size(
        self, name: str, entrant: str, start: str = "ordinary"
    ) -> dict[float, Array]:
        """{step size: the entries `name`, one per seed}, for every step size that repeats."""
        for run in self.runs:
            if (run.entrant, run.start) == (entrant, start):
                found = run.found[inputs.choice("name", name, list(run.found))]
                return {float(run.step_sizes[j]): found[j] for j in np.flatnonzero(run.repeats)}
        raise self._strange(entrant, start)

    def _strange(self, entrant, start) -> ValueError:
        got = f"got {entrant!r}, {start!r}; accepted are {sorted(self.curves)}"
        return ValueError(f"entrant, start: {got}")


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
    claims: str | Sequence[str] = ("error",),
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
    weights: Array | None = None,
) -> Duel:
    """Every entrant from every start with every seed and step size, judged on the test rows.

    For one seed all entrants and step sizes have the same hidden weights and the same batches.
    Per entrant and start the step size is chosen on the validation rows, by what is claimed:
    "error", or the name of a metric that is better when smaller (such as "log loss"). The best
    has the lowest median over the seeds (NaN counts as worst); step sizes whose paired difference
    to it has an interval that holds 0 are tied, and the smaller wins. "speed": among those tied
    in the error, the one with fewest steps to the threshold. The result is chosen by the first
    claim, `result.by(claim)` by another, from the same runs.
    A step size whose results change with a nudge of the first weights is passed over, if one is
    left that ends with a finite median error. An entrant for which no step size has the metric
    defined for every seed chooses by error, and its choices say so.
    "steps" is the first observed step with a training error of at most `threshold`, infinity if
    none; "dead" says that the slope of the output is zero on every training row; "diverged_at" is
    that of `fit`. Errors are observed at no more than `observations` steps after the start.
    `weights`: one per sample, for training alone. Raises ValueError for no entrants, seeds or step
    sizes, or one twice, an unknown claim; TypeError for no entrant or maker; what `fit` refuses.
    """
    x, labels = admission.samples(x, labels)
    entrants = admission.entrants_of(entrants)
    inputs.of_kind(Activation, "hidden", hidden)
    optimizer = admission.optimizer_of(optimizer)
    seeds = admission.several("seeds", seeds)
    seeds = admission.once("seeds", [inputs.whole_number("seeds", s, at_least=0) for s in seeds])
    sizes = admission.several("step_sizes", step_sizes)
    sizes = [float(inputs.positive_number("step_sizes", size)) for size in sizes]
    step_sizes = np.array(admission.once("step_sizes", sizes))
    metrics = admission.named_functions("metrics", metrics, "(entrant, p, labels, weights)")
    claims = admission.claims_of(claims, metrics)
    epochs = inputs.whole_number("epochs", epochs, at_least=1)
    batch_size = inputs.whole_number("batch_size", batch_size, at_least=1)
    inputs.whole_number("observations", observations, at_least=1, at_most=10**6)
    hidden_sizes = admission.several("hidden_sizes", hidden_sizes) if np.size(hidden_sizes) else ()
    threshold = admission.threshold_of(threshold)
    admission.a_function("error", error, "(decisions, labels)")
    split = admission.rows_of(split, len(x))
    weights = None if weights is None else inputs.sample_weights(weights, len(x))
    starts = {"ordinary": ordinary} if starts is None else starts
    starts = admission.named_functions("starts", starts, "params", empty=False)
    task = _Task(
        *(x, labels, split, seeds, hidden, optimizer, epochs, batch_size, threshold),
        *(error, metrics, claims, observations, weights),
    )
    runs = []
    for entrant in entrants:
        sizes = (x.shape[1], *hidden_sizes, _outputs(entrant, labels))
        drawn = init([_rng(s, 0) for s in seeds], sizes)
        for start, prepare in starts.items():
            runs.append(_run(task, entrant, start, prepare(drawn), step_sizes))
    return _chosen(runs, claims[0])


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
    claims: Sequence[str]
    observations: int
    weights: Array | None


def _run(task: _Task, entrant: Entrant, start: str, params: Params, step_sizes) -> Runs:
    """Trains at every step size, and again with a nudge where something was learnt."""
    observed_at, found = _train(task, entrant, params, step_sizes)
    learns = np.isfinite(median_intervals(found["validation error"])[0])
    nudge = np.flatnonzero(learns if learns.any() else ~learns)
    _, again = _train(task, entrant, nudged(params), step_sizes[nudge])
    repeats = np.zeros(len(step_sizes), dtype=bool)
    repeats[nudge] = [_agree(_only(found, j), _only(again, k)) for k, j in enumerate(nudge)]
    settings = task.seeds, step_sizes, observed_at
    return Runs(entrant.name, start, *settings, found, learns, repeats)


def _train(task: _Task, entrant: Entrant, params: Params, step_sizes):
    """The observed steps, and everything that is reported, of shape (…, step sizes, seeds)."""
    sizes, rows = len(step_sizes), task.split.train
    y = admission.encoded(entrant, task.labels)
    steps = task.epochs * -(-len(rows) // task.batch_size)
    weighted = {} if task.weights is None else {"weights": task.weights[rows]}
    fitted = fit(
        [tuple(np.concatenate([a] * sizes) for a in layer) for layer in params],
        entrant.pairing,
        task.x[rows],
        y[rows],
        optimizer=task.optimizer(np.repeat(step_sizes, len(task.seeds))),
        epochs=task.epochs,
        batch_size=task.batch_size,
        rngs=[_rng(s, 1) for _ in step_sizes for s in task.seeds],
        hidden=task.hidden,
        observe=_training_error(task, entrant),
        observe_at=observation_steps(steps, task.observations),
        **weighted,
    )
    history = fitted.history
    found = {"training error": history["training error"]}
    found["steps"] = first_step(found["training error"] <= task.threshold, history["step"])
    found["diverged_at"] = fitted.diverged_at
    found |= _judged(task, entrant, fitted.params)
    return history["step"], {name: a.reshape(*a.shape[:-1], sizes, -1) for name, a in found.items()}


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


EVENTS = ("loss infinite", "loss NaN", "loss negative", "parameter not finite", "all rows dead")


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


def _rng(seed: int, purpose: int) -> np.random.Generator:
    # Weights and batches have generators of their own: an output layer of another width draws
    # more numbers, and must not change the batches.
    return np.random.default_rng([seed, purpose])


def _outputs(entrant: Entrant, labels: Array) -> int:
    columns = admission.encoded(entrant, labels).shape[1]
    return columns * entrant.pairing.scores // entrant.pairing.columns


def nudged(params: Params) -> Params:
    """The same weights but for one part in 10¹²: whoever ends elsewhere hangs on rounding."""
    return [(W * (1 + 1e-12), b * (1 + 1e-12)) for W, b in params]


def _training_error(task: _Task, entrant: Entrant):
    x, labels = task.x[task.split.train], task.labels[task.split.train]

    def observe(params: Params) -> dict[str, Array]:
        p = entrant.pairing.predict(scores(params, x, task.hidden))
        return {"training error": on_decisions(entrant, p, labels, task.error)}

    return observe


def _judged(task: _Task, entrant: Entrant, params: Params) -> dict[str, Array]:
    """The metrics on the test rows, what is chosen by on the validation rows, and who is dead on
    the training rows."""

    def score(rows: Array) -> Array:
        return scores(params, task.x[rows], task.hidden)

    train, validation, test = task.split
    with np.errstate(all="ignore"):
        p = entrant.pairing.predict(score(validation))
        found = {"validation error": on_decisions(entrant, p, task.labels[validation], task.error)}
        for name in set(task.claims) & set(task.metrics):
            found[f"validation {name}"] = task.metrics[name](entrant, p, task.labels[validation])
        p = entrant.pairing.predict(score(test))
        found |= {name: f(entrant, p, task.labels[test]) for name, f in task.metrics.items()}
        if entrant.pairing.activation is not None:
            found["dead"] = slope_is_zero(entrant.pairing.activation, score(train))
    return found


def choose(run: Runs, claim: str) -> tuple[int, str, Array]:
    """(the chosen step size, what it was chosen by, which ones tie with the best), by number."""
    all_of_them = np.ones_like(run.learns)
    preferred = (run.learns & run.repeats, run.learns, all_of_them)
    candidates = next(some for some in preferred if some.any())
    by, values = "error", run.found["validation error"]
    if claim not in ("error", "speed"):
        metric = run.found[f"validation {claim}"]
        defined = np.isfinite(median_intervals(metric)[0]) & ~np.isnan(metric).any(axis=-1)
        if (candidates & defined).any():
            candidates, by, values = candidates & defined, claim, metric
    middle = np.where(candidates, median_intervals(values)[0], np.inf)
    best = np.lexsort((run.step_sizes, middle, ~candidates))[0]
    tied = candidates & (median_intervals(_difference(values, values[best]))[1] <= 0)
    steps = median_intervals(run.found["steps"])[0] if claim == "speed" else np.zeros(len(tied))
    return int(np.lexsort((run.step_sizes, steps, ~tied))[0]), by, tied


def _difference(values: Array, others: Array) -> Array:
    """values − others, with NaN as bad as infinity, and no difference between two of those."""
    a, b = (np.where(np.isnan(v), np.inf, v) for v in (values, others))
    return np.subtract(a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=a != b)


def _only(found: dict[str, Array], j: int) -> dict[str, Array]:
    return {name: a[..., j, :] for name, a in found.items()}


def _agree(found: dict[str, Array], again: dict[str, Array]) -> bool:
    """Medians and intervals are the same, and not by luck: so are three seeds in four."""
    same = [
        _same(median_intervals(found[name]), median_intervals(again[name])).all() for name in found
    ]
    seeds = [_same(found[name], again[name]).reshape(-1, found[name].shape[-1]) for name in found]
    return all(same) and np.concatenate(seeds).all(axis=0).mean() >= 0.75


def _same(values: Array, others: Array) -> Array:
    return np.isclose(values.astype(float), others.astype(float), 1e-6, 1e-9, equal_nan=True)


def _chosen(runs: list[Runs], claim: str) -> Duel:
    result = Duel(claim, [], [], {}, runs)
    for run in runs:
        _report(result, run, *choose(run, claim))
    return result


def _report(result: Duel, run: Runs, best: int, by: str, tied: Array) -> None:
    name = {"entrant": run.entrant, "start": run.start}
    errors, steps, judged = (
        np.transpose(median_intervals(run.found[key]))
        for key in ("validation error", "steps", f"validation {by}")
    )
    for j, eta in enumerate(run.step_sizes):
        choice = {
            "step size": float(eta),
            "validation error": float(errors[j][0]),
            "steps": float(steps[j][0]),
            "chosen by": by,
            **dict(zip(("median", "low", "high"), map(float, judged[j]), strict=True)),
            "repeatable": bool(run.repeats[j]),
            "tied": bool(tied[j]),
            "chosen": j == best,
            "at the edge": j == best and run.step_sizes[j] in _edges(run.step_sizes),
        }
        result.choices.append(name | choice)
    chosen = _only(run.found, best)
    result.curves[run.entrant, run.start] = {
        "step": run.observed_at,
        "training error": chosen.pop("training error"),
    }
    size, repeatable = float(run.step_sizes[best]), bool(run.repeats[best])
    for i, seed in enumerate(run.seeds):
        row = {"seed": seed, "step size": size, "chosen by": by, "repeatable": repeatable}
        result.rows.append(name | row | {key: a[i].item() for key, a in chosen.items()})


def _edges(step_sizes: Array) -> tuple[float, ...]:
    return (step_sizes.min(), step_sizes.max()) if len(step_sizes) > 1 else ()
