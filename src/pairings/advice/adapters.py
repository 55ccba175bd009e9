"""What was given as output and as loss, read into records: the package's own, other libraries', words.

No library is imported: an object is known by the name of its class and by what it offers.
"""

import ast
import inspect
import re
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from .. import activations, losses
from ..catalogue import CATALOGUE, Entry
from ..foreign import _plain, library
from ..records import Activation, Loss, Pairing
from .names import ALIASES, FRAMEWORKS, IDENTITY, KINDS, NEGATIVE, STEPS, TABLES, Cost, Step


class Head(NamedTuple):
    """The output: its maps from first to last, how many numbers it gives, how it was told."""

    steps: tuple[Step, ...] = ()
    units: int | None = None
    said: str = "no activation"
    known: bool = True

    @property
    def last(self) -> Step:
        return self.steps[-1] if self.steps else IDENTITY


def framework_of(name) -> str | None:
    """ "torch", "keras", "jax", "boosting", "sklearn"; None for what is none of them."""
    plain = _plain(name) if isinstance(name, str) else ""
    found = FRAMEWORKS.get(plain, plain)
    return found if found in TABLES else None


# --- outputs -----------------------------------------------------------------------------------


def step_of(record: Activation) -> Step:
    return Step(record.name, KINDS.get(record.name, "other"), record.range, record)


def step_called(name: str, axis: int | None = None) -> Step | None:
    """The map of that name, in whatever spelling; None for a name that is none."""
    plain = _plain(name)
    if plain in STEPS:
        return STEPS[plain]._replace(axis=axis)
    wanted = _plain(ALIASES.get(plain, plain))
    for attribute, record in vars(activations).items():
        if isinstance(record, Activation) and wanted in (_plain(attribute), _plain(record.name)):
            return step_of(record)._replace(axis=axis)
    return None


def head_of(value) -> Head:
    """What stands between the last matrix product and the loss."""
    if value is None:
        return Head()
    if isinstance(value, Activation):
        return Head((step_of(value),), said=value.name)
    if isinstance(value, Head):
        return value
    if isinstance(value, str):
        return _head_in_words(value)
    if isinstance(value, list | tuple):
        return _joined(map(head_of, value))
    if layers := _layers(value):
        return _joined(map(head_of, layers))
    return _head_of_layer(value)


def _joined(heads) -> Head:
    heads = list(heads)
    units = next((head.units for head in reversed(heads) if head.units), None)
    tail, known = (), True
    for head in heads:  # a layer with weights begins anew
        fresh = head.units is not None
        tail = head.steps if fresh else tail + head.steps
        known = head.known if fresh else known and head.known
    tail = _with_logarithm(tail)
    said = ", ".join(head.said for head in heads[-2:])
    return Head(tail, units, said, known)


def _with_logarithm(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """A logarithm written behind a softmax or a sigmoid is that map's logarithm."""
    if len(steps) > 1 and steps[-1].kind == "log" and steps[-2].kind in ("softmax", "sigmoid"):
        before = steps[-2]
        name = f"a logarithm after {before.name}"
        return (*steps[:-2], Step(name, f"log-{before.kind}", NEGATIVE, axis=before.axis))
    return steps


def _layers(value) -> list:
    """The layers of a model that is a chain; empty for anything else."""
    layers = getattr(value, "layers", None)
    if isinstance(layers, list) and layers:
        return layers if type(value).__name__ == "Sequential" else layers[-1:]
    return list(value) if type(value).__name__ == "Sequential" else []


PASSING = ("View", "UnsafeView", "Squeeze", "Unsqueeze", "Reshape", "Alias", "Transpose", "Permute")


def made_by(tensor) -> Head | None:
    """The last map of a tensor that PyTorch can differentiate; None where it says nothing."""
    node = getattr(tensor, "grad_fn", None)
    for _ in range(20):
        if node is None:
            return None
        name = re.sub(r"Backward\d*$", "", type(node).__name__)
        if not name.startswith(PASSING):
            break
        node = node.next_functions[0][0] if node.next_functions else None
    step = step_called(name)
    axis = getattr(node, "_saved_dim", None)
    if step is not None and isinstance(axis, int):
        last = len(getattr(tensor, "shape", ()))
        step = step._replace(axis=axis if axis < last else axis - 2**64)  # −1 is stored unsigned
    return Head((step,) if step else (), None, step.name if step else "the model")


NEUTRAL = {"dropout", "flatten", "inputlayer", "squeeze", "unflatten", "reshape", "lambda"}
WEIGHTED = {"linear", "dense", "lazylinear", "bilinear", "conv1d", "conv2d", "conv3d"}


def _head_of_layer(value) -> Head:
    name = getattr(value, "__name__", None) or type(value).__name__
    inner = getattr(value, "activation", None)
    units = next(
        (
            int(getattr(value, key))
            for key in ("out_features", "units", "out_channels", "filters")
            if isinstance(getattr(value, key, None), int | np.integer)
        ),
        None,
    )
    if _plain(name) in WEIGHTED or _plain(name) == "activation":
        inside = head_of(inner) if inner is not None else Head()
        said = f"{name}, {inside.said}" if inner is not None else name
        return Head(inside.steps, units, said, inside.known)
    if _plain(name) in NEUTRAL:
        return Head(said=name)
    axis = getattr(value, "dim", getattr(value, "axis", None))
    step = step_called(name, axis if isinstance(axis, int) else None)
    return Head((step,) if step else (), None, name, step is not None)


def _head_in_words(text: str) -> Head:
    """softmax; nn.Softmax(dim=1); Dense(3, activation="softmax"); Linear(8, 1) -> Sigmoid()."""
    parts = [part for part in re.split(r"\s*(?:->|→|\|)\s*", text.strip()) if part]
    if len(parts) > 1:
        return _joined(map(_head_in_words, parts))
    if not parts:
        return Head()
    name, given, named = called(parts[0])
    plain = _plain(name)
    if plain in ("sequential", "compose", "chain"):
        return _joined(_head_in_words(part) for item in given for part in _items(item))
    if plain in WEIGHTED and (given or named):
        position = 0 if plain in ("dense", "lazylinear") else 1
        units = next((named[k] for k in ("units", "out_features", "features") if k in named), None)
        if units is None and len(given) > position and plain in ("dense", "linear", "lazylinear"):
            units = given[position]
        inner = named.get("activation")
        inside = _head_in_words(str(inner)) if inner else Head()
        units = units if isinstance(units, int) else None
        return Head(inside.steps, units, text, inside.known)
    if plain == "activation" and given:
        return _head_in_words(str(given[0]))
    if plain in NEUTRAL:
        return Head(said=text)
    axis = named.get("dim", named.get("axis", given[0] if given and "softm" in plain else None))
    step = step_called(name, axis if isinstance(axis, int) else None)
    return Head((step,) if step else (), None, text, step is not None)


def _items(item) -> list[str]:
    return (
        [part if isinstance(part, str) else str(part) for part in item]
        if isinstance(item, list)
        else [str(item)]
    )


def called(text: str) -> tuple[str, list, dict]:
    """ "nn.NLLLoss(reduction='sum')" -> ("NLLLoss", [], {"reduction": "sum"}).

    What is no literal stays text. A text that is no Python is a name.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return text.strip(), [], {}
    if not isinstance(tree, ast.Call):
        whole = isinstance(tree, ast.Attribute)
        return (tree.attr if whole else text.strip()), [], {}
    name = ast.unparse(tree.func).split(".")[-1]
    named = {word.arg: _literal(word.value) for word in tree.keywords if word.arg}
    return name, [_literal(part) for part in tree.args], named


def _literal(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        if isinstance(node, ast.List | ast.Tuple):
            return [_literal(part) for part in node.elts]
        return ast.unparse(node)


# --- losses ------------------------------------------------------------------------------------


def cost_of(value, framework: str | None = None) -> Cost:
    """The loss that was given, as record, object, function or words."""
    if value is None:
        return Cost()
    if isinstance(value, Loss):
        return Cost(value, form=_form(value), said=value.name)
    if isinstance(value, str):
        name, _, named = called(value)
        return _set(_cost_called(name, framework)._replace(said=value), named)
    if isinstance(value, partial):
        return _set(cost_of(value.func, framework), value.keywords)
    where = framework or framework_of(
        library(value) if inspect.isroutine(value) else library(type(value))
    )
    name = getattr(value, "__name__", None) or type(value).__name__
    return _set(_cost_called(name, where)._replace(said=name), settings_of(value))


def _form(loss: Loss) -> str:
    domain = loss.targets
    if domain.rows:
        return "rows"
    if domain.kind == "members" and set(domain.members) == {-1.0, 1.0}:
        return "pm1"
    return "01" if (domain.kind, domain.low, domain.high) == ("interval", 0.0, 1.0) else ""


def _cost_called(name: str, framework: str | None) -> Cost:
    tables = [framework] if framework else [None, *TABLES]
    for spell in (str, _plain):
        for table in tables:
            names = TABLES[table] if table else own_losses()
            for key, cost in names.items():
                if spell(key) == spell(name):
                    return cost._replace(framework=table)
    return _cost_called(name, None) if framework else Cost(said=name)


def own_losses() -> dict[str, Cost]:
    """The package's own, by attribute and by name."""
    found = {}
    for attribute, record in vars(losses).items():
        if isinstance(record, Loss):
            found[attribute] = found[record.name] = Cost(
                record, form=_form(record), said=record.name
            )
    return found


def settings_of(value) -> dict:
    """What an object of another library says of itself."""
    try:
        found = dict(value.get_config()) if hasattr(value, "get_config") else {}
    except Exception:  # a loss of one's own may refuse
        found = {}
    keys = ("reduction", "weight", "pos_weight", "ignore_index", "log_input", "log_target")
    keys += ("label_smoothing", "from_logits", "ignore_class", "axis")
    missing = object()
    read = {key: getattr(value, key, missing) for key in keys}
    return {key: v for key, v in read.items() if v is not missing} | found


def _set(cost: Cost, settings: Mapping) -> Cost:
    """The cost with its settings, some of which decide which map it applies."""
    cost = cost._replace(settings=dict(settings))
    if settings.get("from_logits") is True:
        inside = {"log_loss": "sigmoid", "cross_entropy": "softmax"}
        names = {id(getattr(losses, key)): value for key, value in inside.items()}
        cost = cost._replace(inside=names.get(id(cost.record), cost.inside))
    if settings.get("log_input") is False and cost.inside == "exp":
        cost = cost._replace(inside="")
    return cost


# --- pairings and rows ----------------------------------------------------------------------------


def pairing_of(value) -> Pairing | None:
    """The pairing that was given: itself, a row of the catalogue, or a row's name."""
    if isinstance(value, Pairing):
        return value
    if isinstance(value, Entry):
        return value.pairing
    if isinstance(value, str):
        plain = {_plain(name): entry for name, entry in CATALOGUE.items()}
        if _plain(value) in plain and "+" in value:
            return plain[_plain(value)].pairing
    return None


# --- habits -------------------------------------------------------------------------------------------

LINKS = {"log loss": "sigmoid", "cross-entropy": "softmax", "half Poisson deviance": "exp"}
LINKS |= {"half gamma deviance": "exp", "half Tweedie deviance(q=1.5)": "exp"}


def by_habit(head: Head, cost: Cost) -> tuple[Head, Cost]:
    """What scikit-learn and boosting mean: their losses take scores, and the link may be named too."""
    kind, record = head.last.kind, cost.record
    if cost.framework == "boosting" and cost.inside and kind == cost.inside:
        return head._replace(steps=(IDENTITY,)), cost
    if cost.framework != "sklearn" or record is None:
        return head, cost
    if record is losses.cross_entropy and kind == "sigmoid":
        return head, cost._replace(record=losses.log_loss)
    if kind == "identity" and record.name in LINKS:
        if record is losses.cross_entropy and (head.units or 1) == 1:
            return head, cost._replace(record=losses.log_loss, inside="sigmoid")
        return head, cost._replace(inside=LINKS[record.name])
    return head, cost
