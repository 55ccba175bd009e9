"""What two other tools would say of a case, by their published rules, in our words.

UMLAUT (Schoop, Huang, Hartmann, CHI 2021, doi 10.1145/3411764.3445538;
github.com/BerkeleyHCI/umlaut): its two checks of the last layer and the loss. The first is taken from
its source, the second (check_no_activation_last_layer of 68c2a02) from a description of it.
NeuraLint (Nikanjam, Ben Braiek, Morovati, Khomh, TOSEM 2021, doi 10.1145/3470006;
github.com/neuralint/neuralint): its six graph rules of the loss's inputs, checkWrongLossInputs-1 to
-6, and its rules of the last layer of a binary classifier (checkBinMissingSigmoid,
checkBinWrongLastLayerActivation).

Both read Keras and TensorFlow; a case of PyTorch or of the package is translated to the model that
does the same. They look at the model, neither at labels nor at a batch.
"""

from typing import NamedTuple

import numpy as np
from cases import Case, arguments

from pairings import CATALOGUE

# The kind of loss, and whether it applies the last activation itself (None: as from_logits says).
LOSSES = {
    "BCELoss": ("binary", False),
    "BCEWithLogitsLoss": ("binary", True),
    "MultiLabelSoftMarginLoss": ("binary", True),
    "BinaryCrossentropy": ("binary", None),
    "BinaryFocalCrossentropy": ("binary", None),
    "log loss": ("binary", False),
    "NLLLoss": ("categorical", False),
    "CrossEntropyLoss": ("categorical", True),
    "CategoricalCrossentropy": ("categorical", None),
    "SparseCategoricalCrossentropy": ("categorical", None),
    "cross-entropy": ("categorical", False),
    "MSELoss": ("regression", False),
    "L1Loss": ("regression", False),
    "HuberLoss": ("regression", False),
    "SmoothL1Loss": ("regression", False),
    "MeanSquaredError": ("regression", False),
    "MeanAbsoluteError": ("regression", False),
    "Huber": ("regression", False),
    "Hinge": ("regression", False),
    "half squared error": ("regression", False),
    "absolute error": ("regression", False),
    "hinge": ("regression", False),
}
LINEAR = ("linear", "identity", "")


class Model(NamedTuple):
    """What both tools see: the last activation, how many outputs, the loss."""

    activation: str
    outputs: int
    loss: str
    from_logits: bool
    labels: int


class Finding(NamedTuple):
    code: str
    severity: str = "error"


def model(case: Case) -> Model:
    output, loss, y, z = arguments(case)
    if case.row is not None:
        output = CATALOGUE[case.row].pairing
    if loss is None:
        output, loss = output.activation, output.loss
    if case.framework:
        activation = getattr(output, "activation", None)
        activation = activation.__name__ if activation else type(output).__name__
        name = getattr(loss, "__name__", type(loss).__name__)
    else:
        activation, name = (part.name if part is not None else "" for part in (output, loss))
    kind, logits = LOSSES.get(name, ("other", False))
    if name.startswith("Huber"):
        kind = "regression"
    if logits is None:
        logits = loss.from_logits
    outputs = getattr(output, "units", None) or getattr(output, "out_features", None)
    outputs = outputs or (np.shape(z) if z is not None else (*np.shape(y), 1))[1:2][0]
    labels = outputs if kind == "categorical" else (*np.shape(y), 1)[1]
    return Model(activation.lower(), outputs, kind, bool(logits), labels)


def umlaut(case: Case) -> list[Finding]:
    """No softmax before the loss and no from_logits; an activation other than softmax at the end."""
    seen = model(case)
    softmax = "softmax" in seen.activation
    found = []
    if not softmax and not seen.from_logits:
        found.append(Finding("missing softmax"))
    if not softmax and seen.activation not in LINEAR:
        found.append(Finding("nonlinear last layer"))
    return found


def neuralint(case: Case) -> list[Finding]:
    """Whether the loss gets what it is defined for: scores or probabilities, one output or more."""
    seen = model(case)
    active = seen.activation not in LINEAR
    before = seen.from_logits or seen.loss == "regression"  # its pre-activation losses
    one = seen.outputs == 1
    rules = {
        "wrong loss inputs 1": before and seen.loss != "regression" and active,
        "wrong loss inputs 2": before and seen.loss == "regression" and active,
        "wrong loss inputs 3": before and seen.loss == "binary" and not one,
        "wrong loss inputs 4": before and seen.loss == "categorical" and one,
        "wrong loss inputs 5": not before
        and seen.loss == "binary"
        and active
        and (seen.activation != "sigmoid" or not one),
        "wrong loss inputs 6": not before
        and seen.loss == "categorical"
        and active
        and (seen.activation != "softmax" or one),
        "missing sigmoid": not before
        and seen.loss == "binary"
        and seen.labels == 1
        and seen.activation != "sigmoid",
        "wrong last activation": seen.labels == 1 and seen.activation == "softmax",
    }
    if seen.loss == "other":
        return []
    return [Finding(rule) for rule, broken in rules.items() if broken]
