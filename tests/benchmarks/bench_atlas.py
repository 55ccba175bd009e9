"""How many trainings a second does the atlas make? Beside the same work by stacked PyTorch and, for the
pairs that it has, by scikit-learn one by one: `python tests/benchmarks/bench_atlas.py`.

One start of one cell: 20 seeds × 5 step sizes, a hidden layer of 6, 128 steps on all rows. PyTorch takes
part where it is installed, as in .venv-frameworks. Processor time, the median of the rounds, taken in
turns. `--store` keeps what was found, and the throughput of the whole atlas, for its page.
"""

import argparse
import json
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from threadpoolctl import threadpool_limits

from pairings import activations, fit
from pairings.atlas import KINDS, PROTOCOL, Cell, measure, read
from pairings.atlas.cells import STARTS, drawn, pairing
from pairings.network import init
from pairings.optimizers import sgd

STORE = Path(__file__).parents[2] / "book" / "_data" / "atlas-throughput.json"
CELLS = {
    "labels": Cell("labels", "sigmoid", "log_loss"),
    "numbers": Cell("numbers", "identity", "squared_error"),
    "classes": Cell("classes", "softmax", "cross_entropy"),
}
OURS, TORCH, SKLEARN = "this package, stacked", "PyTorch, stacked", "scikit-learn, one by one"
SIZES = np.repeat(PROTOCOL.step_sizes, PROTOCOL.seeds)


def task(kind: str):
    x, y, split = drawn(kind)
    return x[split.train], y[split.train]


def first_weights(x, y):
    rngs = [
        np.random.default_rng([s, 0]) for _ in PROTOCOL.step_sizes for s in range(PROTOCOL.seeds)
    ]
    return init(rngs, (x.shape[1], *PROTOCOL.hidden, y.shape[1]))


def ours(kind: str) -> int:
    x, y = task(kind)
    rngs = [np.random.default_rng(0) for _ in SIZES]
    fit(
        first_weights(x, y),
        pairing(CELLS[kind])[0],
        x,
        y,
        optimizer=sgd(SIZES),
        epochs=PROTOCOL.steps,
        rngs=rngs,
        hidden=activations.tanh,
    )
    return len(SIZES)


def torch_stacked(kind: str) -> int:
    import torch

    torch.set_num_threads(1)
    x, y = map(torch.tensor, task(kind))
    (W, b), (V, c) = (map(torch.tensor, layer) for layer in first_weights(x.numpy(), y.numpy()))
    params = [p.requires_grad_() for p in (W, b, V, c)]
    losses = torch.nn.functional
    rates = torch.tensor(SIZES)[:, None, None]
    for _ in range(PROTOCOL.steps):
        z = torch.tanh(x @ W + b) @ V + c
        target = y.expand_as(z)
        if kind == "labels":
            loss = losses.binary_cross_entropy_with_logits(z, target, reduction="sum")
        elif kind == "numbers":
            loss = losses.mse_loss(z, target, reduction="sum") / 2
        else:
            loss = -(target * torch.log_softmax(z, -1)).sum()
        gradients = torch.autograd.grad(loss / len(x), params)
        with torch.no_grad():
            for p, g in zip(params, gradients, strict=True):
                p -= rates * g
    return len(SIZES)


def sklearn_alone(kind: str) -> int:
    x, y = task(kind)
    made = MLPRegressor if kind == "numbers" else MLPClassifier
    y = y.argmax(axis=1) if kind == "classes" else y[:, 0]
    few = SIZES[:: PROTOCOL.seeds]  # one seed: the time of a training does not hang on it
    for rate in few:
        settings = {"batch_size": len(x), "learning_rate_init": rate, "max_iter": PROTOCOL.steps}
        settings |= {"solver": "sgd", "momentum": 0, "alpha": 0, "activation": "tanh"}
        settings |= {"hidden_layer_sizes": PROTOCOL.hidden, "tol": 0, "n_iter_no_change": 10**6}
        model = made(random_state=0, **settings)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore", ConvergenceWarning)
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                model.fit(x, y)
            except ValueError as error:
                if "finite" not in str(error):  # it diverged, and scikit-learn stops there
                    raise
    return len(few)


def contestants() -> dict:
    with_torch = {TORCH: torch_stacked} if find_spec("torch") else {}
    return {OURS: ours} | with_torch | {SKLEARN: sklearn_alone}


def rates(rounds: int) -> dict[str, dict[str, float]]:
    """{contestant: {kind: trainings a second}}, each in turn, round after round."""
    found = {name: {kind: [] for kind in CELLS} for name in contestants()}
    with threadpool_limits(1):
        for _ in range(rounds):
            for name, work in contestants().items():
                for kind in CELLS:
                    began = process_time()
                    done = work(kind)
                    found[name][kind].append(done / (process_time() - began))
    return {name: {k: median(v) for k, v in kinds.items()} for name, kinds in found.items()}


def whole() -> dict[str, float]:
    """What the stored atlas took: cells, trainings (each twice, for the nudge), seconds of one core."""
    cells = [cell for kind in KINDS for cell in read(kind).values()]
    each = PROTOCOL.seeds * len(PROTOCOL.step_sizes) * len(STARTS) * 2
    return {
        "cells": len(cells),
        "trainings": len(cells) * each,
        "core seconds": round(sum(cell["seconds"] for cell in cells)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", action="store_true")
    asked = parser.parse_args()
    measure(CELLS["labels"])  # warm
    found = {"whole": whole(), "rates": rates(asked.rounds)}
    print(f"{'trainings a second':<28}" + "".join(f"{kind:>10}" for kind in CELLS))
    for name, kinds in found["rates"].items():
        print(f"{name:<28}" + "".join(f"{rate:10.0f}" for rate in kinds.values()))
    print(", ".join(f"{value} {name}" for name, value in found["whole"].items()))
    if asked.store:
        told = {
            n: {k: float(f"{r:.2g}") for k, r in of.items()} for n, of in found["rates"].items()
        }
        STORE.write_text(json.dumps(found | {"rates": told}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
