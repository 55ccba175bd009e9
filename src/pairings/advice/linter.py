"""check_pairing: do this output, this loss and these targets belong together?"""

import inspect
from collections.abc import Mapping

import numpy as np

from ..catalogue import Entry
from ..foreign import library, shown
from ..records import Activation, Loss, Pairing
from . import of_batches, of_labels, of_outputs  # noqa: F401  they fill RULES
from .adapters import Head, by_habit, cost_of, framework_of, head_of, made_by, pairing_of, step_of
from .case import RULES, Case, error, note, read
from .findings import Finding, Findings, sorted_findings
from .names import Cost


def check_pairing(
    activation,
    loss=None,
    y=None,
    z=None,
    *,
    framework=None,
    weights=None,
    mask=None,
    threshold=None,
) -> Findings:
    """Findings on an output and a loss, and where given on targets y and scores z; never raises.

    activation: a record or its name ("softmax"), a layer or a chain of layers of PyTorch or Keras,
    words ("Linear(8, 1) -> Sigmoid()"), None for raw scores; or, alone, a `Pairing`, an entry of
    the catalogue or the name of a row. loss: a record or its name, a loss of PyTorch, Keras, optax
    by object, function or name ("BCEWithLogitsLoss", "BinaryCrossentropy(from_logits=True)").
    y, z: one batch as arrays, lists, tensors, frames; z are the scores, before the activation.
    framework: whose names and habits are meant, where a name alone does not say it. weights: one
    per sample; mask: 1 known, 0 unknown; threshold: a number, "argmax" or "round".

    Errors and warnings are alarms, given only where the output, the loss, the labels or the batch
    prove them; what is sound and could be better is a note.
    """
    if pairing_of(activation) is not None and _is_data(loss):
        loss, y, z = None, loss, y  # check_pairing(pairing, y, z)
    case, found = _told(activation, loss, framework_of(framework))
    found += [_unknown("framework", framework)] * _strange(framework)
    if case is None:
        return sorted_findings(found)
    if isinstance(weights, Mapping):  # one for each class, as Keras takes them
        settings = {**case.cost.settings, "weight": list(weights.values())}
        case, weights = case._replace(cost=case.cost._replace(settings=settings)), None
    case = case._replace(
        y=read("y", y),
        z=read("z", z),
        weights=read("weights", None if isinstance(weights, str) else weights),
        mask=read("mask", mask),
        threshold=threshold,
    )
    return sorted_findings([*found, *judged(case)])


def judged(case: Case) -> list[Finding]:
    """What every rule says of a case."""
    with np.errstate(all="ignore"):
        return [finding for rule in RULES for finding in rule(case)]


def _is_data(value) -> bool:
    return hasattr(value, "shape") or isinstance(value, list | tuple)


def _strange(framework) -> bool:
    known = ("", "numpy", "pairings", "scratch")
    if framework is None or (isinstance(framework, str) and framework in known):
        return False
    return not isinstance(framework, str) or framework_of(framework) is None


def _told(activation, loss, framework) -> tuple[Case | None, list[Finding]]:
    """The output and the loss, and what is wrong with the way they were told."""
    found = list(_not_called("activation", activation)) + list(_not_called("loss", loss))
    if found:
        return None, found
    if isinstance(activation, Loss) and isinstance(loss, Activation):
        activation, loss = loss, activation
        found.append(_swapped())
    elif isinstance(activation, str) and isinstance(loss, str):
        ours = _head(activation).known or not _cost(activation, framework).known
        if not ours and _head(loss).known and not _cost(loss, framework).known:
            activation, loss = loss, activation
            found.append(_swapped())
    pairing = pairing_of(activation)
    if pairing is not None and loss is None:
        return _case_of(pairing), found
    if isinstance(loss, str) and loss.lstrip().startswith("-"):
        loss = loss.lstrip()[1:]
        found.append(_negated(loss))
    head, cost = by_habit(_head(activation), _cost(loss, framework))
    if not head.known:
        found.append(_unknown("activation", activation))
    if not cost.known:
        found.append(_unknown("loss", loss))
    return Case(head, cost), found


def _looked_at(read, *given):
    """What is read there, or None: whatever a strange object does when it is looked at."""
    try:
        return read(*given)
    except Exception:  # a list that holds itself, a model that is not built
        return None


def _head(value) -> Head:
    found = _looked_at(head_of, value)
    return Head(said=type(value).__name__, known=False) if found is None else found


def _cost(value, framework) -> Cost:
    found = _looked_at(cost_of, value, framework)
    return Cost(said=type(value).__name__) if found is None else found


def _case_of(pairing: Pairing) -> Case:
    head = head_of(None)
    if pairing.activation is not None:
        head = head._replace(steps=(step_of(pairing.activation),), said=pairing.activation.name)
    cost = cost_of(pairing.loss) if pairing.loss is not None else Cost(said=pairing.name)
    return Case(head, cost._replace(said=cost.said if pairing.loss else pairing.name), pairing)


def _not_called(name: str, value):
    maker = inspect.isfunction(value) and value.__name__.endswith("_with")
    is_class = isinstance(value, type) and value not in (Pairing, Entry)
    is_class &= not (name == "loss" and library(value) == "keras")  # Keras makes one itself
    if maker or is_class:
        yield error(
            "not-called",
            f"{name}: {shown(value)}, where one of what it makes is due",
            "A class or a maker is no object: nothing would be computed",
            f"{value.__name__}(…)",
            "protocol",
        )


def _negated(loss: str) -> Finding:
    return error(
        "wrong-sign",
        f"minus {loss} is to be made small",
        "It falls without bound: the model learns to be wrong",
        f"{loss}, without the sign",
        "notation",
    )


def _swapped() -> Finding:
    return error(
        "swapped-arguments",
        "the loss stands where the activation is due",
        "The order is activation, loss, y, z",
        "check_pairing(activation, loss)",
        "protocol",
    )


def _said(value) -> str:
    try:
        return shown(value)
    except Exception:  # an object may refuse to say what it is
        return f"an object of {type(value).__name__}"


def _unknown(name: str, value) -> Finding:
    return note(
        "unknown",
        f"{name}: {_said(value)} is not known here",
        "What it does to a score or to a target cannot be judged",
        "A record, an object of PyTorch or Keras, or a name such as 'softmax', 'BCELoss'",
        "notation",
    )


# --- a model and one batch -------------------------------------------------------------------------


def check_model(model, loss, x, y, *, framework=None) -> Findings:
    """check_pairing for the end of a model of PyTorch or Keras, and what it answers to one batch.

    model: a chain of layers, or any model that can be called; x, y: one batch. A map that a model
    applies in code, not as a layer, is read from the tensor that PyTorch returns. Never raises.
    """
    found, out = [], None
    try:
        out = model(x)
    except Exception as trouble:  # whatever a model says to this batch
        said = str(trouble).partition("\n")[0] or type(trouble).__name__
        found.append(
            note(
                "unknown",
                f"the model refuses this batch: {said}",
                "Its output cannot be looked at",
                "A batch that model(x) takes",
                "notation",
            )
        )
    head = _looked_at(made_by, out) or _head(model)
    where = framework_of(framework) or framework_of(library(type(model)))
    case, told = _told(head, loss, where)
    if case is not None:
        case = case._replace(y=read("y", y), z=read("z", out), outputs=True)
        told = [*told, *judged(case)]
    return sorted_findings(found + told)
