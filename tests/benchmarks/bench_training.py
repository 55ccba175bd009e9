"""How fast is the training loop? `make bench` prints it beside other libraries, in one run.

Many replicas of a 64–64–10 network learn the handwritten digits: ReLU, softmax + cross-entropy,
Adam, float64, one thread, every replica with its own start and its own batches. All contestants
take turns, round after round, so that a slow moment of the machine hurts them alike. What is measured
is the processor's time, so that other programs do not count; reported is the median over the rounds.
PyTorch and JAX take part where they are installed.

The goals: at most 1.15 times a bare numpy loop of the same operations, what the freedom of choosing
activation, loss and optimizer may cost; at least three times as fast as MLPClassifier; not slower than
stacked PyTorch. Compiled JAX and the matrix products alone are printed beside them, without a goal:
numpy writes what it computes to memory between two operations, they do not.

Exit code 1 when a goal is missed. What was found is stored for the page about proofs.
"""

import argparse
import os
import sys
import tracemalloc
import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_info, threadpool_limits

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_tools"))

import results as stored  # noqa: E402

from pairings import activations, datasets, fit, losses, matching  # noqa: E402
from pairings.inputs import one_hot  # noqa: E402
from pairings.network import Params, init, scores  # noqa: E402
from pairings.optimizers import adam  # noqa: E402

SIZES, BATCH, STEP_SIZE = (64, 64, 10), 64, 0.001
PAIRING = matching(activations.softmax, losses.cross_entropy)

# What the training loop runs through: the figures are about these.
MEASURED = tuple(f"src/pairings/{name}.py" for name in ("training", "network", "optimizers"))
STACKED, ALONE, MLP = "this package, stacked", "this package, one by one", "MLPClassifier"
BY_HAND, TEXTBOOK = "numpy by hand", "by hand, p − y rounded"
FLOOR, TORCH = "matrix products alone", "PyTorch, stacked"
JAX, JAX_COMPILED = "JAX, with compilation", "JAX, compiled before"


class Task(NamedTuple):
    """Rows to learn and to test on; rows to learn are a whole number of batches."""

    x: np.ndarray
    labels: np.ndarray
    x_test: np.ndarray
    labels_test: np.ndarray
    replicas: int
    epochs: int

    def rngs(self) -> list[np.random.Generator]:
        return [np.random.default_rng(seed) for seed in range(self.replicas)]

    def orders(self) -> np.ndarray:
        """(replicas, steps, batch): the rows of every batch, for loops other than `fit`."""
        n = len(self.x)
        drawn = [[rng.permutation(n) for _ in range(self.epochs)] for rng in self.rngs()]
        return np.array(drawn).reshape(self.replicas, -1, BATCH)

    def accuracy(self, params: Params) -> np.ndarray:
        """The share of right answers on the test rows, one number per replica."""
        z = scores(params, self.x_test, activations.relu)
        return (z.argmax(axis=-1) == self.labels_test).mean(axis=-1)


def digits(replicas: int, epochs: int) -> Task:
    data = datasets.load("digits")
    learn = np.concatenate([data.split.train, data.split.validation])
    learn = learn[: len(learn) // BATCH * BATCH]
    return Task(
        data.x[learn],
        data.labels[learn],
        data.x[data.split.test],
        data.labels[data.split.test],
        replicas,
        epochs,
    )


# --- the contestants: run() -> test accuracy per replica, None for the floor -------------------

Run = Callable[[], np.ndarray | None]


def _fitted(task: Task, params: Params, rngs) -> Params:
    return fit(
        params,
        PAIRING,
        task.x,
        one_hot(task.labels, SIZES[-1]),
        optimizer=adam(STEP_SIZE),
        epochs=task.epochs,
        batch_size=BATCH,
        rngs=rngs,
        hidden=activations.relu,
    ).params


def stacked(task: Task) -> Run:
    """All replicas as one stack."""

    def run():
        rngs = task.rngs()
        return task.accuracy(_fitted(task, init(rngs, SIZES), rngs))

    return run


def alone(task: Task) -> Run:
    """The same networks, one after the other."""

    def run():
        return np.array(
            [task.accuracy(_fitted(task, init(rng, SIZES), rng)) for rng in task.rngs()]
        )

    return run


def mlp_classifier(task: Task) -> Run:
    """scikit-learn's network with the same settings, one after the other."""

    def run():
        found = []
        for seed in range(task.replicas):
            network = MLPClassifier(
                SIZES[1:-1],
                alpha=0.0,
                batch_size=BATCH,
                learning_rate_init=STEP_SIZE,
                max_iter=task.epochs,
                tol=0.0,
                n_iter_no_change=task.epochs + 1,
                random_state=seed,
            ).fit(task.x, task.labels)
            found.append(network.score(task.x_test, task.labels_test))
        return np.array(found)

    return run


def textbook(task: Task) -> Run:
    """The bare loop with p − y and log p as they stand: 1 − p of a sure class is rounded to 1."""
    return by_hand(task, exact=False)


def by_hand(task: Task, exact: bool = True) -> Run:
    """The same training as one bare loop: what a reader would write who needs this network alone.

    The same operations: softmax minus target by the other classes, the value by log1p, the chain
    rule, Adam with its corrections folded into the step, the loss of each epoch and replica. No
    checks, no choice, no names.
    """
    y_all = one_hot(task.labels, SIZES[-1])
    decay, decay_squares, epsilon = 0.9, 0.999, 1e-8
    n, replicas = len(task.x), task.replicas

    def run():
        rngs = task.rngs()
        (W1, b1), (W2, b2) = params = init(rngs, SIZES)
        arrays = [array for layer in params for array in layer]
        m, s = ([np.zeros_like(a) for a in arrays] for _ in range(2))
        u = [np.empty_like(a) for a in arrays]
        ones = np.ones((1, BATCH))
        starts = range(0, n, BATCH)
        losses = np.zeros((task.epochs, replicas))
        for t, (epoch, start) in enumerate(product(range(task.epochs), starts), start=1):
            if start == 0:
                order = np.stack([rng.permutation(n) for rng in rngs])
            rows = order[:, start : start + BATCH]
            x, y = task.x[rows], y_all[rows]
            z1 = x @ W1
            z1 += b1
            h = np.maximum(z1, 0)
            z = h @ W2
            z += b2
            z -= z.max(axis=-1, keepdims=True)
            e = np.exp(z)
            if exact:
                sure = np.flatnonzero(y)
                target = z.reshape(-1)[sure].reshape(replicas, BATCH)
                e.reshape(-1)[sure] = 0.0
                others = e.sum(axis=-1)
                losses[epoch] += (np.log1p(others + np.expm1(target)) - target).sum(axis=-1)
                total = others + np.exp(target)
                e /= total[..., None]
                e.reshape(-1)[sure] = -(others / total).reshape(-1)
            else:
                total = e.sum(axis=-1, keepdims=True)
                losses[epoch] += np.log(total).sum(axis=(-1, -2)) - (y * z).sum(axis=(-1, -2))
                e /= total
                e -= y
            e /= BATCH
            below = e @ W2.swapaxes(-1, -2)
            below *= z1 > 0
            gradients = [
                x.swapaxes(-1, -2) @ below,
                ones @ below,
                h.swapaxes(-1, -2) @ e,
                ones @ e,
            ]
            rate = STEP_SIZE * (1 - decay) / (1 - decay**t)
            rate *= np.sqrt((1 - decay_squares**t) / (1 - decay_squares))
            offset = epsilon / np.sqrt(1 - decay_squares)
            for a, m_, s_, u_, g in zip(arrays, m, s, u, gradients, strict=True):
                m_ *= decay
                m_ += g
                s_ *= decay_squares
                s_ += np.multiply(g, g, out=u_)
                np.sqrt(s_, out=u_)
                u_ += offset
                np.divide(m_, u_, out=u_)
                u_ *= rate
                a -= u_
        assert np.isfinite(losses / n).all()
        return task.accuracy(params)

    return run


def products_alone(task: Task) -> Run:
    """The floor: the five matrix products of every step, into arrays made before, nothing else."""
    inputs, hidden, outputs = SIZES
    rng = np.random.default_rng(0)
    shapes = [(BATCH, inputs), (BATCH, hidden), (BATCH, hidden), (BATCH, outputs)]
    shapes += [(inputs, hidden), (hidden, outputs)]
    x, h, delta1, delta2, W1, W2 = (rng.normal(size=(task.replicas, *s)) for s in shapes)
    z1, z2, g, dW1, dW2 = (np.empty_like(like) for like in (h, delta2, h, W1, W2))
    xT, hT, W2T = (a.swapaxes(-1, -2) for a in (x, h, W2))

    def run():
        for _ in range(task.epochs * len(task.x) // BATCH):
            np.matmul(x, W1, out=z1)
            np.matmul(h, W2, out=z2)
            np.matmul(hT, delta2, out=dW2)
            np.matmul(delta2, W2T, out=g)
            np.matmul(xT, delta1, out=dW1)

    return run


def torch_stacked(task: Task) -> Run:
    """PyTorch: batched products, autograd, its own Adam; the same starts and batches."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.from_numpy(task.x), torch.from_numpy(task.labels)
    start = [torch.from_numpy(array) for layer in init(task.rngs(), SIZES) for array in layer]
    orders = torch.from_numpy(task.orders())

    def run():
        W1, b1, W2, b2 = params = [array.clone().requires_grad_() for array in start]
        optimizer = torch.optim.Adam(params, lr=STEP_SIZE, foreach=True)
        for rows in orders.unbind(dim=1):
            z = torch.baddbmm(b2, torch.relu(torch.baddbmm(b1, x[rows], W1)), W2)
            # The mean over a batch, summed over the replicas, which do not meet.
            loss = torch.nn.functional.cross_entropy(
                z.flatten(0, 1), y[rows].flatten(), reduction="sum"
            )
            optimizer.zero_grad()
            (loss / BATCH).backward()
            optimizer.step()
        W1, b1, W2, b2 = (array.detach().numpy() for array in params)
        return task.accuracy([(W1, b1), (W2, b2)])

    return run


def _jax_training(task: Task):
    # (train, arguments): a whole training as one program, mapped over the replicas.
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y = jnp.asarray(task.x), jnp.asarray(one_hot(task.labels, SIZES[-1]))
    decay, decay_squares, epsilon = 0.9, 0.999, 1e-8

    def mean_loss(params, rows):
        (W1, b1), (W2, b2) = params
        z = jax.nn.relu(x[rows] @ W1 + b1) @ W2 + b2
        return (jax.nn.logsumexp(z, axis=-1) - (y[rows] * z).sum(axis=-1)).mean()

    def step(state, rows):
        params, m, s, t = state
        gradients, t = jax.grad(mean_loss)(params, rows), t + 1
        rate = STEP_SIZE * jnp.sqrt(1 - decay_squares**t) / (1 - decay**t)
        m = jax.tree.map(lambda m, g: decay * m + (1 - decay) * g, m, gradients)
        s = jax.tree.map(lambda s, g: decay_squares * s + (1 - decay_squares) * g * g, s, gradients)
        params = jax.tree.map(lambda p, m, s: p - rate * m / (jnp.sqrt(s) + epsilon), params, m, s)
        return (params, m, s, t), None

    def train(params, orders):
        zeros = jax.tree.map(jnp.zeros_like, params)
        return jax.lax.scan(step, (params, zeros, zeros, 0.0), orders)[0][0]

    arguments = init(task.rngs(), SIZES), task.orders()
    return jax.vmap(train), jax.tree.map(jnp.asarray, arguments)


def jax_with_compilation(task: Task) -> Run:
    """JAX as it runs the first time in a process: compiled, then run."""
    import jax

    train, arguments = _jax_training(task)

    def run():
        jax.clear_caches()
        return task.accuracy(jax.tree.map(np.asarray, jax.jit(train)(*arguments)))

    return run


def jax_compiled(task: Task) -> Run:
    """JAX from the second time on: the program exists."""
    import jax

    train, arguments = _jax_training(task)
    compiled = jax.jit(train).lower(*arguments).compile()

    def run():
        return task.accuracy(jax.tree.map(np.asarray, compiled(*arguments)))

    return run


def contestants(task: Task) -> dict[str, Run]:
    makers = {
        STACKED: stacked,
        BY_HAND: by_hand,
        TEXTBOOK: textbook,
        ALONE: alone,
        MLP: mlp_classifier,
    }
    makers[FLOOR] = products_alone
    if find_spec("torch"):
        makers[TORCH] = torch_stacked
    if find_spec("jax"):
        makers |= {JAX: jax_with_compilation, JAX_COMPILED: jax_compiled}
    return {name: make(task) for name, make in makers.items()}


# --- time, memory, verdicts --------------------------------------------------------------------


class Result(NamedTuple):
    """Seconds of every round; test accuracy of every replica, None for the floor."""

    seconds: list[float]
    accuracy: np.ndarray | None


def measure(runs: dict[str, Run], rounds: int) -> dict[str, Result]:
    """One run each to warm up, then `rounds` in which all take turns."""
    results = {name: Result([], run()) for name, run in runs.items()}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = process_time()
            run()
            results[name].seconds.append(process_time() - begun)
    return results


def ratio(results: dict[str, Result], name: str, reference: str) -> float:
    """How many times the time of `reference` does `name` take? The median over the rounds."""
    pairs = zip(results[name].seconds, results[reference].seconds, strict=True)
    return median(mine / other for mine, other in pairs)


def peak_memory(task: Task, replicas: int) -> int:
    """The most bytes that NumPy and Python hold at once while a stack is trained."""
    run = stacked(task._replace(replicas=replicas, epochs=2))
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def mean_and_error(accuracy: np.ndarray) -> tuple[float, float]:
    return accuracy.mean(), accuracy.std(ddof=1) / np.sqrt(len(accuracy))


def agree(mine: np.ndarray, other: np.ndarray) -> bool:
    """Do the means differ by less than three standard errors of the difference?"""
    (mean, error), (other_mean, other_error) = mean_and_error(mine), mean_and_error(other)
    return bool(abs(mean - other_mean) <= 3 * np.hypot(error, other_error))


def print_times(task: Task, results: dict[str, Result]) -> None:
    steps = task.replicas * task.epochs * len(task.x) // BATCH
    print(
        f"{'':<25}{'ms/replica':>11}{'µs/step':>9}{'× floor':>9}{'× stacked':>11}   test accuracy"
    )
    for name, (seconds, accuracy) in results.items():
        spent = median(seconds)
        shown = "" if accuracy is None else "{:.4f} ± {:.4f}".format(*mean_and_error(accuracy))
        print(
            f"{name:<25}{spent / task.replicas * 1e3:>11.2f}{spent / steps * 1e6:>9.1f}"
            f"{ratio(results, name, FLOOR):>9.2f}{ratio(results, name, STACKED):>11.2f}   {shown}"
        )


def print_memory(peaks: dict[int, int]) -> None:
    print("\nPeak memory of a stack")
    for replicas, peak in peaks.items():
        print(f"{replicas:>4} replicas {peak / 1e6:>8.2f} MB {peak / replicas:>12,.0f} B/replica")


def verdicts(results: dict[str, Result], peaks: dict[int, int]) -> list[tuple[bool, str]]:
    """(reached, sentence) for every goal."""
    gain, over = ratio(results, MLP, STACKED), ratio(results, STACKED, BY_HAND)
    found = [
        (over <= 1.15, f"{over:.2f} times a bare numpy loop of the same operations (goal 1.15)"),
        (gain >= 3, f"{gain:.2f} times as fast as MLPClassifier (goal 3)"),
    ]
    if TORCH in results:
        times = ratio(results, STACKED, TORCH)
        found.append((times <= 1, f"{times:.2f} times the time of stacked PyTorch (goal 1)"))
    others = [n for n, r in results.items() if n != STACKED and r.accuracy is not None]
    mine = results[STACKED].accuracy
    strangers = [name for name in others if not agree(mine, results[name].accuracy)]
    outcome = f"other than {', '.join(strangers)}" if strangers else "within three standard errors"
    found.append((not strangers, f"test accuracy like all others: {outcome}"))
    (few, least), *_, (many, most) = peaks.items()
    growth = most / many / (least / few)
    found.append(
        (growth <= 1.05, f"peak memory per replica at {many}: {growth:.2f} of that at {few}")
    )
    return found


def products_for() -> str:
    """For which processor numpy's matrix products were written: they are the floor."""
    found = [info for info in threadpool_info() if info["user_api"] == "blas"]
    return ", ".join(sorted({f"{i['internal_api']} for {i['architecture']}" for i in found}))


def keep(task: Task, results: dict[str, Result], found: list[tuple[bool, str]]) -> None:
    """For the page about proofs: how many times the time of every other contestant."""
    figures = {
        f"times the time of: {name}": f"{ratio(results, STACKED, name):.2f}"
        for name in results
        if name != STACKED
    }
    listed = [f"{'reached' if reached else 'missed'}: {sentence}" for reached, sentence in found]
    listed.append(f"{task.replicas} replicas, {task.epochs} epochs; {products_for()}.")
    about = (*MEASURED, "tests/benchmarks/*.py")
    stored.store("bench", "make bench", figures, listed, about=about)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--replicas", type=int, default=20)
    # After few epochs the different starts of MLPClassifier still show in the accuracy.
    parser.add_argument("--epochs", type=int, default=20)
    settings = parser.parse_args()
    if settings.rounds < 1 or settings.replicas < 2 or settings.epochs < 1:
        parser.error("at least 1 round, 2 replicas (they need a standard error) and 1 epoch")
    # XLA reads its flags once, when JAX starts.
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    warnings.simplefilter("ignore", ConvergenceWarning)  # 20 epochs are what was asked for
    task = digits(settings.replicas, settings.epochs)

    with threadpool_limits(limits=1):
        results = measure(contestants(task), settings.rounds)
        peaks = {replicas: peak_memory(task, replicas) for replicas in (5, 10, 20, 40)}

    packages = ["numpy", "scikit-learn", *(p for p in ("torch", "jax") if find_spec(p))]
    print(f"{', '.join(f'{name} {version(name)}' for name in packages)}, {products_for()}")
    print(
        f"{task.replicas} replicas of {'–'.join(map(str, SIZES))}, {len(task.x)} rows, "
        f"{task.epochs} epochs, batches of {BATCH}; medians of {settings.rounds} rounds,\n"
        f"of the times and, each taken within a round, of the ratios\n"
    )
    print_times(task, results)
    print_memory(peaks)
    print()
    found = verdicts(results, peaks)
    for reached, sentence in found:
        print(f"{'reached' if reached else 'MISSED':<8}{sentence}")
    for name in (FLOOR, JAX, JAX_COMPILED):
        if name in results:
            print(f"no goal {ratio(results, STACKED, name):.2f} times the time of: {name}")
    keep(task, results, found)
    return int(not all(reached for reached, _ in found))


if __name__ == "__main__":
    sys.exit(main())
