"""The code that the cards hold for copying, executed as it stands and compared."""

import re

import facts
import jax.numpy as jnp
import numpy as np
import torch
import with_jax
import with_keras
import with_torch
from ledger import Ledger
from printed import ABSOLUTE, BRIER, GAMMA, HINGE, PINBALL, SQUARE
from scipy.special import entr
from sklearn.neural_network import MLPRegressor
from with_keras import keras

from pairings import CATALOGUE, Pairing, activations
from pairings.catalogue.code import FRAMEWORKS, has_code, snippet
from pairings.catalogue.ideas import IDEAS
from pairings.records import simplex

LIBRARIES = {"PyTorch": with_torch, "Keras": with_keras, "JAX / optax": with_jax}
LABELS = 3  # of the rows with several labels
# What a loss is a multiple of ours by; it says so in its line.
TIMES = {
    ("identity + half squared error", "PyTorch"): 2.0,
    ("identity + half squared error", "Keras"): 2.0,
    ("identity + half squared error of log y", "PyTorch"): 2.0,
    ("identity + half squared error of log y", "Keras"): 2.0,
    ("sigmoid per label + log loss", "PyTorch"): 1 / LABELS,
    ("sigmoid per label + log loss", "Keras"): 1 / LABELS,
}
NOT_OURS = {  # scikit-learn has no such output: the card shows the nearest that it has
    "ReLU + its matching loss": CATALOGUE["exp + half Poisson deviance"].pairing,
    "softplus + its matching loss": CATALOGUE["exp + half Poisson deviance"].pairing,
    "ELU + its matching loss": SQUARE,
    "SELU + its matching loss": SQUARE,
}
CHOICES = {
    "when-not-to-match": {"gamma": GAMMA, "pinball": PINBALL},
    "when-not-to-match-labels": {"hinge": HINGE, "brier": BRIER, "absolute": ABSOLUTE},
}
# The names of a card that shows one part of several at a time.
INTERLEAVED = {"mixture of 3 Gaussians + likelihood": ("share", "mean", "sigma")}
RNG = np.random.default_rng(11)


def compare_copied(ledger: Ledger) -> int:
    """Runs the code of every row and page for every library; returns how many pieces ran."""
    torch.set_default_dtype(torch.float64)
    count = 0
    for name in (*CATALOGUE, *IDEAS):
        for framework in FRAMEWORKS:
            if not has_code(name, framework):
                continue
            try:
                space = run(name, framework)
                _compare(ledger, name, framework, space)
            except Exception as error:  # whatever a copied line raises is the finding
                ledger.faults.append(f"{framework}: {name}: {type(error).__name__}: {error}")
            count += 1
    return count


def run(name: str, framework: str) -> dict:
    """The names that the code makes; what a reader pastes is what runs here."""
    torch.manual_seed(0)
    keras.utils.set_random_seed(0)
    space = {"__name__": "copied"}
    exec(compile(snippet(name, framework), f"{name}, {framework}", "exec"), space)
    return space


def _compare(ledger, name, framework, space) -> None:
    what = f"copied, {name}"
    if name == "laws-of-mismatch":
        if framework in LIBRARIES:
            _compare_factor(ledger, LIBRARIES[framework], what, space)
    elif name in CHOICES:
        if framework in LIBRARIES:
            for choice, pairing in CHOICES[name].items():
                _compare_loss(ledger, framework, f"{what}: {choice}", pairing, space[choice])
            if framework == "Keras" and name == "when-not-to-match-labels":
                _noisy_labels_are_indices(space["noisy"])
    else:
        row = "identity + half squared error" if name == "hidden-or-output" else name
        pairing = CATALOGUE[row].pairing
        nearest = pairing.activation is None or pairing.scores > 1 or pairing.columns > 1
        if framework == "scikit-learn" and nearest:
            return  # it ran; what it shows is the nearest that the library has, not this output
        if framework == "scikit-learn":
            if name == "hidden-or-output":
                poisson = MLPRegressor(loss="poisson", max_iter=500).fit(
                    space["x"], space["y"] ** 2
                )
                assert poisson.out_activation_ == "exp", "its output is no longer exp"
            _compare_sklearn(ledger, what, NOT_OURS.get(row, pairing), space)
            return
        if _of_its_own(pairing):
            _compare_row(ledger, framework, name, pairing, space)
            return
        _compare_trained(ledger, framework, what, pairing, space)
        _compare_loss(
            ledger,
            framework,
            what,
            pairing,
            space["loss"],
            TIMES.get((row, framework), 1.0),
            text=snippet(name, framework),
            indices=space["y"].ndim == 1,
        )


def _of_its_own(pairing: Pairing) -> bool:
    """Whether scores and targets are drawn as the facts of the row say."""
    return pairing.loss is None or pairing.scores > 1 or pairing.columns > 1


def _compare_row(ledger, framework, name, pairing: Pairing, space) -> None:
    """The prediction by its parts; gradients; values by their differences, free of terms in y."""
    library, what = LIBRARIES[framework], f"copied, {name}"
    parts = [part.replace(" ", "_") for part in CATALOGUE[name].predicts.split(", ")]
    score = space.get("score")
    z = _numpy(score(space["params"], space["x"]) if score else space["model"](space["x"]))
    if name in INTERLEAVED:
        told = [_numpy(space[part]) for part in INTERLEAVED[name]]
        told = np.stack(told, axis=2).reshape(len(z), -1)
    elif all(part in space for part in parts):
        told = [_numpy(space[part]).reshape(len(z), -1) for part in parts]
        told = np.concatenate(told, axis=1)
    else:
        told = _numpy(space["p"])
    ledger.compare(library.NAME, what, "values", pairing.predict(z).reshape(told.shape), told)
    (z, y), (other, _) = (facts.ROWS[name].draw(np.random.default_rng(k)) for k in (1, 2))
    if not (pairing.lists or pairing.targets.rows):  # the code is for one target
        z, other, y = z[:, : pairing.scores], other[:, : pairing.scores], y[:, : pairing.columns]
    loss, times = space["loss"], TIMES.get((name, framework), 1.0)

    def mean(z, y):
        return (loss(y, z) if framework == "Keras" else loss(z, y)).mean()

    value, gradient = library.value_and_pull(mean, z, y)
    ours = times * pairing.gradient(z, y) / len(z)
    ledger.compare(library.NAME, what, "gradients", ours, gradient, scale=1.0 / len(z))
    if "only its gradient means something" in snippet(name, framework):
        return
    ours = times * (pairing.value(z, y).mean() - pairing.value(other, y).mean())
    value = value - library.value_and_pull(mean, other, y)[0]
    ledger.compare(library.NAME, what, "values", ours, value, scale=1.0)


def _compare_trained(ledger, framework, what, pairing: Pairing, space) -> None:
    """The prediction is that of the trained score, and it is better than the answer to score 0."""
    z = _numpy(
        space["score"](space["params"], space["x"])
        if framework == "JAX / optax"
        else space["model"](space["x"])
    )
    p, y = _numpy(space["p"]), _numpy(space["y"])
    if takes_prediction(snippet(what.removeprefix("copied, "), framework)):
        z = np.log(z)
    ledger.compare(LIBRARIES[framework].NAME, what, "values", pairing.predict(z), p)
    y = np.eye(z.shape[-1])[y] if y.ndim == 1 else np.asarray(y, float)
    least = 0.0  # of a share, the loss of the share itself
    if pairing.activation is activations.sigmoid:
        least = (entr(y) + entr(1 - y)).sum(axis=-1).mean()
    reached, at_first = (pairing.value(scores, y).mean() - least for scores in (z, 0 * z))
    if not reached < 0.8 * at_first:
        ledger.faults.append(f"{framework}: {what}: its training does not lower the loss")


def takes_prediction(text: str) -> bool:
    return re.search(r"^loss = .*# takes p\b", text, re.M) is not None


def _compare_loss(
    ledger, framework, what, pairing, loss, times=1.0, text="", indices=False
) -> None:
    """Value and gradient of the mean. The value is ours, unless its line says what it lacks."""
    library = LIBRARIES[framework]
    columns = 3 if pairing.targets is simplex or "per label" in pairing.name else 1
    z = RNG.integers(-3, 3, (12, columns)) + RNG.uniform(0.05, 0.95, (12, columns))
    y = _targets(pairing, z)
    of_p = takes_prediction(text)

    def mean(z, y):
        y = y.argmax(-1) if indices else y
        z = library.ACTIVATIONS[pairing.activation.name](z) if of_p else z
        return (loss(y, z) if framework == "Keras" else loss(z, y)).mean()

    value, gradient = library.value_and_pull(mean, z, y)
    ours = times * pairing.gradient(z, y) / len(z)
    ledger.compare(library.NAME, what, "gradients", ours, gradient, scale=1.0 / len(z))
    if "only its gradient means something" in text:
        return
    ours = times * pairing.value(z, y).mean()
    if "can be negative" in text or pairing is GAMMA:  # a term in y is missing
        start = 0 * z + 0.5
        ours -= times * pairing.value(start, y).mean()
        value = value - library.value_and_pull(mean, start, y)[0]
    ledger.compare(library.NAME, what, "values", ours, value, scale=1.0)


def _targets(pairing: Pairing, z) -> np.ndarray:
    """Within reach of the output, and on its edge where it has one."""
    if pairing.targets is simplex:
        return np.eye(z.shape[1])[RNG.integers(0, z.shape[1], len(z))]
    if pairing is HINGE:
        return RNG.choice((-1.0, 1.0), z.shape)
    y = pairing.predict(RNG.normal(size=z.shape) + 0.3)
    return RNG.choice((0.0, 1.0), z.shape) if pairing.activation is activations.sigmoid else y


def _compare_factor(ledger, library, what, space) -> None:
    z = np.linspace(-8, 8, 101)[:, None]
    factor = BRIER.gradient(z, 0 * z) / activations.sigmoid.forward(z)
    ledger.compare(library.NAME, what, "gradients", factor[:, 0], _numpy(space["factor"]))


def _noisy_labels_are_indices(loss) -> None:
    p = jnp.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])
    value, q = float(loss(jnp.array([2, 1]), p)), 0.5
    expected = float(((1 - jnp.array([0.5, 0.8]) ** q) / q).mean())
    assert abs(value - expected) < 1e-9, f"class indices give {value}, not {expected}"
    try:
        loss(jnp.eye(3)[jnp.array([2, 1])], p)
    except Exception:
        return
    raise AssertionError("one-hot rows are no longer refused")


def _compare_sklearn(ledger, what, pairing: Pairing, space) -> None:
    """The prediction is that of the output we name; the loss, where it is shown, is ours."""
    model, p, y = space["model"], np.asarray(space["p"], float), np.asarray(space["y"])
    z = sklearn_score(model, space["x"])
    classes = pairing.targets is simplex
    ours = pairing.predict(z)
    ours = ours if p.ndim == 2 or classes else ours[:, 0]
    ledger.compare("scikit-learn", what, "values", ours, p)
    if "loss" in space and not what.endswith("identity + Huber"):
        y = np.eye(z.shape[1])[y] if classes else y.reshape(z.shape).astype(float)
        value = np.float64(space["loss"])
        ledger.compare("scikit-learn", what, "values", pairing.value(z, y).mean(), value)


def sklearn_score(model, x) -> np.ndarray:
    """What stands before the output of a model, (n, outputs)."""
    if not hasattr(model, "coefs_"):
        return x @ np.atleast_2d(model.coef_).T + model.intercept_
    hidden = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}[model.activation]
    for W, b in zip(model.coefs_[:-1], model.intercepts_[:-1], strict=True):
        x = hidden(x @ W + b)
    return x @ model.coefs_[-1] + model.intercepts_[-1]


def _numpy(made) -> np.ndarray:
    return made.detach().numpy() if isinstance(made, torch.Tensor) else np.asarray(made)
