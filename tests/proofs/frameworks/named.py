"""The names index, executed: each library's loss by the code that stands beside its name.

Values and gradients against the row of the catalogue, up to the factor and the term in y that the
name records; a term that is recorded must be there. Of XGBoost and LightGBM, which show neither,
the gradient of a sample comes out of its leaf, grown under two penalties. `python
tests/proofs/frameworks/named.py` in an environment with all of them.
"""

import math
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests/facts

import facts
import jax
import jax.numpy as jnp
import lightgbm
import numpy as np
import optax
import sklearn.ensemble
import sklearn.linear_model
import sklearn.metrics
import sklearn.neural_network
import torch
import with_jax
import with_keras
import with_torch
import xgboost
from boosted import CASES
from ledger import Ledger, relative
from scipy.special import expit, softmax
from sklearn.linear_model._glm.glm import _GeneralizedLinearRegressor
from sklearn.neural_network._base import LOSS_FUNCTIONS
from sklearn.neural_network._multilayer_perceptron import BaseMultilayerPerceptron
from with_keras import keras

from pairings import CATALOGUE
from pairings.catalogue.names import NAMES, Name

SINGLE = 1e-4
TREES = ("XGBoost", "LightGBM")
HERE = {
    "PyTorch": (with_torch, {"torch": torch, "nn": torch.nn, "F": torch.nn.functional,
                             "D": torch.distributions, "math": math}),
    "Keras": (with_keras, {"losses": keras.losses, "ops": keras.ops}),
    "optax": (with_jax, {"optax": optax, "jax": jax, "jnp": jnp}),
}  # fmt: skip


def sample(name: Name) -> tuple[np.ndarray, np.ndarray]:
    """Scores and targets of the row, one target per sample unless a row of them belongs together."""
    pairing = CATALOGUE[name.row].pairing
    z, y = facts.ROWS[name.row].draw(np.random.default_rng(17))
    together = pairing.targets.rows or pairing.targets.kind == "some known" or pairing.lists
    if not together and name.row != "sigmoid per label + log loss":
        z, y = z.reshape(-1, pairing.scores), y.reshape(-1, pairing.columns)
    y = y.astype(float)
    if name.at:
        z, y = eval(name.at, {"np": np, "z": z, "y": y})
    return np.ascontiguousarray(z), np.ascontiguousarray(y, dtype=float)


# --- scikit-learn: the loss that an estimator holds ----------------------------------------------


def of(estimator, classes: int = 2):
    """(y, z) -> the loss of each sample, summed over outputs, as the estimator computes it."""
    if isinstance(estimator, BaseMultilayerPerceptron):
        return lambda y, p: _of_network(estimator.loss, y, p)
    if hasattr(estimator, "loss_functions"):
        held = estimator._get_loss_function(estimator.loss)
        if hasattr(held, "py_loss"):
            pair = np.vectorize(held.py_loss)
            return lambda y, z: pair(z, y).sum(axis=-1)
        return lambda y, z: _by_cython(held, y.ravel(), z.ravel()).reshape(y.shape).sum(axis=-1)
    estimator.n_classes_ = classes
    estimator.n_trees_per_iteration_ = 1 if classes == 2 else classes
    linear = isinstance(estimator, _GeneralizedLinearRegressor)
    held = estimator._get_loss() if linear else estimator._get_loss(sample_weight=None)
    return lambda y, z: _of_object(held, y, z)


def _of_network(loss, y, p):
    """The function that `fit` calls, a mean over samples; rows that do not sum to 1 are of labels."""
    of_labels = loss == "log_loss" and not np.allclose(p.sum(axis=-1), 1)
    return LOSS_FUNCTIONS["binary_log_loss" if of_labels else loss](y, p)


def _by_cython(held, y, z):
    out = np.empty_like(z)
    held.loss(y, z, None, out, 1)
    return out


def _of_object(held, y, z):
    if y.ndim == 1:
        return held.loss(y.astype(float), np.ascontiguousarray(z))
    columns = [
        held.loss(np.ascontiguousarray(a), np.ascontiguousarray(b))
        for a, b in zip(y.T, z.T, strict=True)
    ]
    return np.sum(columns, axis=0)


SKLEARN = {
    "of": of, "np": np, "expit": expit, "softmax": lambda z: softmax(z, axis=-1),
    "metrics": sklearn.metrics,
    **{n: getattr(m, n) for m in (sklearn.linear_model, sklearn.ensemble, sklearn.neural_network)
       for n in m.__all__},
}  # fmt: skip


# --- XGBoost and LightGBM: the gradient of a sample, out of two leaves ----------------------------


def leaf_of_xgboost(objective, z, y, other, smoothing, **settings):
    """−G/(H + smoothing) for each score of one sample, the root of a tree."""
    data = xgboost.DMatrix(np.zeros((1, 1)), [y])
    data.set_base_margin(z.astype(np.float32)[None])
    settings = {
        "objective": objective, "eta": 1, "lambda": smoothing, "nthread": 1, "min_child_weight": 0,
        **settings,
    }  # fmt: skip
    return xgboost.train(settings, data, 1).predict(data, output_margin=True).ravel() - z


def leaf_of_lightgbm(objective, z, y, other, smoothing, **settings):
    """The same. A root is no leaf there, so that another sample stands beside, both many times.

    The other one has the opposite gradient, or there would be no split: its target is changed.
    """
    times = 1000
    x = np.repeat([0.0, 1.0], times)[:, None]
    settings = {
        "objective": objective, "learning_rate": 1, "lambda_l2": smoothing * times, "num_leaves": 2,
        "min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 0, "boost_from_average": False,
        "num_threads": 1, "verbose": -1, **settings,
    }  # fmt: skip
    start, labels = np.repeat(z, 2 * times), np.repeat([y, other], times)
    data = lightgbm.Dataset(x, labels, init_score=start, params=settings)
    return np.atleast_1d(lightgbm.train(settings, data, 1).predict(x[:1], raw_score=True)[0])


def gradient_of(name: Name, z, y):
    """objective -> G of every sample and score, from the leaves −G/(H + s) and −G/(H + 4 s)."""
    labels = y.argmax(-1).astype(float) if y.shape[1] > 1 else y[:, 0]
    others = opposite(name, z, y) if name.library == "LightGBM" else labels
    enough = 2 + 2 * np.abs(CATALOGUE[name.row].pairing.gradient(z, y)).max(axis=-1)  # small leaves
    leaf = {"XGBoost": leaf_of_xgboost, "LightGBM": leaf_of_lightgbm}[name.library]

    def gradient(objective, **settings):
        def one(z, y, other, smoothing):
            sample = objective, z, y, other
            first, second = (leaf(*sample, k * smoothing, **settings) for k in (1, 4))
            return 3 * smoothing / (1 / first - 1 / second)

        return np.array([one(*each) for each in zip(z, labels, others, enough, strict=True)])

    return gradient


def opposite(name: Name, z, y) -> np.ndarray:
    """For each sample a target of the row on the other side of the prediction."""
    pairing = CATALOGUE[name.row].pairing
    p, (_, low, high, *_) = pairing.predict(z), pairing.targets
    far = 4 * np.abs(p - y)
    under = p - far if low == -np.inf else p / 8 if high == np.inf else low + 0 * p
    over = p + far if high == np.inf else high + 0 * p
    return np.where(pairing.gradient(z, y) > 0, over, under)[:, 0]


# --- one name ------------------------------------------------------------------------------------


def compare(ledger, name: Name) -> None:
    """Value and gradient of one name against its row; of trees the gradient alone."""
    pairing, (z, y) = CATALOGUE[name.row].pairing.bare, sample(name)
    times, what = eval(name.times, {"K": z.shape[-1]}), f"named, {name.row}: {name.call}"
    judge = partial(roughly if inexact(name) else Ledger.compare, ledger, name.library, what)
    slope = times * pairing.gradient(z, y)
    if name.library in TREES:
        space = {"gradient": gradient_of(name, z, y), "margins": partial(margins, name.library)}
        found = eval(name.run, space)
        if found is not None:
            judge("gradients", slope, found)
        return
    away = z[np.random.default_rng(3).permutation(len(z))]  # other scores for the same targets
    ours, ours_away = (times * pairing.value(s, y) for s in (z, away))
    (theirs, found), (theirs_away, _) = (computed(name, s, y) for s in (z, away))
    share = 1.0 if theirs.ndim else 1 / len(z)
    if found is not None:
        judge("gradients", slope * share, found, scale=share)
    if not theirs.ndim:
        ours, ours_away = ours.mean(), ours_away.mean()
    if name.up_to and np.allclose(ours, theirs, rtol=1e-6):
        ledger.faults.append(f"{name.library}: {what}: {name.up_to} is not left out")
    if name.up_to:
        ours, theirs = ours - ours_away, theirs - theirs_away
    judge("values", ours, theirs, scale=1.0)


def computed(name: Name, z, y):
    """What the library's code gives, a number per sample or one for all, and its gradient."""
    if name.library == "scikit-learn":
        return np.asarray(eval(name.run, SKLEARN | {"z": z, "y": y})), None
    library, space = HERE[name.library]

    def run(z, y):
        made = eval(name.run, space | {"z": z, "y": y})
        return made.sum(-1) if made.ndim > 1 else made

    return library.value_and_pull(run, z, y)


def margins(library: str, objective: str) -> None:
    """Compared by `boosted`, after twenty rounds; AssertionError if not."""
    assert any((c.library, c.objective, c.equal) == (library, objective, True) for c in CASES)


def inexact(name: Name) -> bool:
    """XGBoost and LightGBM keep gradients in single precision; PyTorch's log I0 has seven digits."""
    return name.library in TREES or "VonMises" in name.run


def roughly(ledger, library, what, kind, ours, theirs, *, scale=0.1) -> None:
    """Like the ledger's own comparison, but to single precision."""
    far = relative(ours, theirs, max(scale, 0.1))
    ledger.counts[kind][library] += np.size(theirs)
    if np.shape(theirs) != np.shape(ours) or not (far < SINGLE).all():
        ledger.faults.append(f"{library}: {what}, {kind}: {np.max(far):.1e} apart")


def compare_names(ledger) -> int:
    """Executes every name that has code; how many."""
    torch.set_default_dtype(torch.float64)
    executed = [name for name in NAMES if name.run]
    for name in executed:
        try:
            compare(ledger, name)
        except Exception as error:  # whatever a name raises is the finding
            what = f"{name.library}: {name.row}: {name.call}"
            ledger.faults.append(f"{what}: {type(error).__name__}: {error}")
    return len(executed)


if __name__ == "__main__":
    np.seterr(all="ignore")
    found = Ledger()
    print(f"names of losses, executed: {compare_names(found)}\n\n{found.table()}")
    print(*(["", "DIFFERS", *found.faults] if found.faults else []), sep="\n")
    sys.exit(bool(found.faults))
