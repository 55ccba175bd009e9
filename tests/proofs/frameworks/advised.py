"""check_pairing and check_model on layers, losses and models of PyTorch, Keras and JAX themselves.

Each bug beside a sound neighbour: the bug must be an alarm of that code, the neighbour none.
"""

import jax
import keras
import numpy as np
import optax
import torch
import torch.nn.functional as F
from torch import nn

from pairings.advice import check_model, check_pairing

N = 32
LABELS = torch.arange(N) % 3
YES = (torch.arange(N) % 2).float()[:, None]
RARE = (torch.arange(N) % 8 == 0).float()[:, None]
X = torch.linspace(-1, 1, 5 * N).reshape(N, 5)
ROWS = np.eye(3, dtype="float32")[LABELS.numpy()]
CE, BCE, LOGITS = nn.CrossEntropyLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss()
SPARSE = keras.losses.SparseCategoricalCrossentropy
BINARY = keras.losses.BinaryCrossentropy


class Model(nn.Module):
    """A linear layer, then whatever is written in forward."""

    def __init__(self, outputs, after):
        super().__init__()
        self.last, self.after = nn.Linear(5, outputs), after

    def forward(self, x):
        return self.after(self.last(x))


def chain(*after):
    return nn.Sequential(nn.Linear(5, 3), *after)


def dense(units, activation=None):
    return keras.Sequential([keras.Input((5,)), keras.layers.Dense(units, activation=activation)])


def functional(activation):
    given = keras.Input((5,))
    return keras.Model(given, keras.layers.Activation(activation)(keras.layers.Dense(1)(given)))


def dead():
    model = nn.Sequential(nn.Linear(5, 1), nn.ReLU())
    nn.init.constant_(model[0].bias, -50.0)
    return model


PAIRS = [  # code, the bug, its sound neighbour: arguments of check_pairing
    ("double-softmax", (nn.Softmax(dim=1), CE, LABELS), (nn.Identity(), CE, LABELS)),
    ("double-softmax", (chain(nn.Softmax(dim=1)), CE, LABELS), (chain(), CE, LABELS)),
    ("double-softmax", (nn.Softmax(-1), F.cross_entropy), (nn.LogSoftmax(-1), F.nll_loss)),
    ("double-sigmoid", (nn.Sigmoid(), LOGITS, YES), (nn.Sigmoid(), BCE, YES)),
    ("softmax-of-one", (nn.Linear(5, 1), CE), (nn.Linear(5, 2), CE)),
    (
        "wrong-axis",
        (chain(nn.LogSoftmax(0)), nn.NLLLoss()),
        (chain(nn.LogSoftmax(1)), nn.NLLLoss()),
    ),
    ("probabilities-as-log-probabilities", (chain(nn.Softmax(1)), nn.NLLLoss()), (chain(), CE)),
    ("logits-as-probabilities", (nn.Linear(5, 1), BCE, YES), (nn.Linear(5, 1), LOGITS, YES)),
    (
        "log-rate-as-rate",
        (nn.Linear(5, 1), nn.PoissonNLLLoss(log_input=False)),
        (nn.Linear(5, 1), nn.PoissonNLLLoss()),
    ),
    (
        "labels-out-of-range",
        (chain(), CE, LABELS + 1),
        (chain(), nn.CrossEntropyLoss(ignore_index=0), LABELS),
    ),
    ("not-called", (nn.Sigmoid, BCE), (nn.Sigmoid(), BCE)),
    (
        "bad-weights",
        (chain(), nn.CrossEntropyLoss(weight=torch.tensor([1.0, -1.0, 1.0]))),
        (chain(), nn.CrossEntropyLoss(weight=torch.ones(3))),
    ),
    (
        "bad-weights",
        (None, nn.BCEWithLogitsLoss(pos_weight=torch.tensor(1 / 7)), RARE),
        (None, nn.BCEWithLogitsLoss(pos_weight=torch.tensor(7.0)), RARE),
    ),
    (
        "double-softmax",
        (keras.layers.Dense(3, activation="softmax"), SPARSE(from_logits=True)),
        (keras.layers.Dense(3, activation="softmax"), SPARSE()),
    ),
    (
        "double-sigmoid",
        (keras.activations.sigmoid, BINARY(from_logits=True)),
        (keras.activations.sigmoid, BINARY()),
    ),
    (
        "softmax-of-one",
        (keras.layers.Dense(1, activation="softmax"), BINARY()),
        (keras.layers.Dense(1, activation="sigmoid"), BINARY()),
    ),
    (
        "logits-as-probabilities",
        (keras.layers.Dense(1), keras.losses.binary_crossentropy),
        (keras.layers.Dense(1), BINARY(from_logits=True)),
    ),
    (
        "index-for-one-hot",
        (keras.layers.Dense(3, activation="softmax"), "categorical_crossentropy", LABELS),
        (keras.layers.Dense(3, activation="softmax"), "sparse_categorical_crossentropy", LABELS),
    ),
    (
        "double-softmax",
        (jax.nn.softmax, optax.softmax_cross_entropy),
        (None, optax.softmax_cross_entropy, ROWS),
    ),
    ("labels-not-pm1", (None, optax.hinge_loss, YES), (None, optax.hinge_loss, 2 * YES - 1)),
    (
        "log-rate-as-rate",
        (jax.numpy.exp, nn.PoissonNLLLoss()),
        (jax.numpy.exp, keras.losses.Poisson()),
    ),
]
MODELS = [  # code, the bug, its sound neighbour: arguments of check_model
    (
        "double-softmax",
        (Model(3, lambda z: z.softmax(dim=1)), CE, X, LABELS),
        (Model(3, lambda z: z), CE, X, LABELS),
    ),
    (
        "wrong-axis",
        (Model(3, lambda z: z.log_softmax(dim=0)), nn.NLLLoss(), X, LABELS),
        (Model(3, lambda z: z.log_softmax(dim=-1)), nn.NLLLoss(), X, LABELS),
    ),
    (
        "double-sigmoid",
        (Model(1, torch.sigmoid), LOGITS, X, YES),
        (Model(1, torch.sigmoid), BCE, X, YES),
    ),
    (
        "shapes-broadcast",
        (Model(1, lambda z: z.squeeze(-1)), nn.MSELoss(), X, YES),
        (Model(1, lambda z: z.squeeze(-1)), nn.MSELoss(), X, YES[:, 0]),
    ),
    (
        "dead-output",
        (dead(), nn.MSELoss(), X, 1 + YES),
        (nn.Sequential(nn.Linear(5, 1), nn.Softplus()), nn.MSELoss(), X, 1 + YES),
    ),
    (
        "double-softmax",
        (dense(3, "softmax"), SPARSE(from_logits=True), X, LABELS),
        (dense(3), SPARSE(from_logits=True), X, LABELS),
    ),
    (
        "double-sigmoid",
        (functional("sigmoid"), BINARY(from_logits=True), X, YES),
        (functional("sigmoid"), BINARY(), X, YES),
    ),
    (
        "range-misses-targets",
        (functional("sigmoid"), "mse", X, 50 * YES),
        (functional("linear"), "mse", X, 50 * YES),
    ),
]


def alarms(check, call) -> tuple[str, ...]:
    return check(*call).alarms.codes


def compare_advice(ledger) -> int:
    """How many calls were judged; what is judged wrongly is a fault of the ledger."""
    for check, cases in ((check_pairing, PAIRS), (check_model, MODELS)):
        for code, bug, sound in cases:
            if code not in (found := alarms(check, bug)):
                ledger.faults.append(f"advice: {bug[:2]} is {code}, {check.__name__} says {found}")
            if found := alarms(check, sound):
                ledger.faults.append(f"advice: {sound[:2]} is sound, {check.__name__} says {found}")
    return 2 * (len(PAIRS) + len(MODELS))


if __name__ == "__main__":
    from ledger import Ledger

    seen = Ledger()
    print(compare_advice(seen), "calls", *seen.faults, sep="\n")
