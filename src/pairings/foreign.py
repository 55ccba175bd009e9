"""Words for what is brought by mistake: other libraries' arrays and objects, names, functions uncalled.

No library is imported for it: an object is known by where its class was made and by what it offers.
"""

import difflib
import inspect
import numbers
import re
from collections.abc import Iterator, Mapping, MappingView, Set

import numpy as np


def library(value) -> str:
    """Where a class, a function or the class of an object was made: "torch", "pairings"."""
    made = getattr(value, "__module__", None) or type(value).__module__
    return str(made).split(".")[0]


def shown(value) -> str:
    """How a message calls `value`: short, without its contents."""
    if np.ma.isMaskedArray(value):
        return "a masked array" if value.ndim else "a masked number"
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value.item()
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if inspect.ismodule(value):
        return f"the module {value.__name__}"
    if value is None or isinstance(value, str | bytes | numbers.Number) or _is_record(value):
        text = repr(value)
        return text if len(text) <= 80 else f"{text[:60]} … of type {type(value).__name__}"
    name = getattr(value, "__name__", None)
    if isinstance(value, type):
        return f"the class {name} of {library(value)}"
    if callable(value) and name:
        return f"the function {name}"
    what = type(value).__name__
    if library(type(value)) == "builtins":
        return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
    return f"an object of {library(type(value))} ({what})"


def _is_record(value) -> bool:
    return library(type(value)) == "pairings" and hasattr(value, "_fields")


# --- where numbers are due -----------------------------------------------------------------------


def written(name: str) -> str:
    """The argument as a reader would write it: "W" for "params: W"."""
    return name.split(": ")[-1]


def as_column(name: str, value) -> str:
    """How to write `value`, one number per sample, as a column. A pandas series refuses [:, None]."""
    if hasattr(value, "to_numpy"):
        return f"{written(name)}.to_numpy()[:, None]"
    plain = isinstance(value, list | tuple | range)
    return f"np.asarray({written(name)})[:, None]" if plain else f"{written(name)}[:, None]"


def no_array(name: str, value) -> str | None:
    """What numpy would take for one odd object, or not take at all: what it is, and the remedy."""
    if _is_record(value):
        return f"{shown(value)}; accepted is an array"
    if isinstance(value, np.ndarray | list | tuple | str | numbers.Number):
        return None
    name = written(name)
    if hasattr(value, "nnz") and (hasattr(value, "toarray") or hasattr(value, "todense")):
        dense = "toarray" if hasattr(value, "toarray") else "todense"
        return f"a sparse array ({type(value).__name__}); write {name}.{dense}()"
    if library(type(value)) == "torch" and hasattr(value, "requires_grad"):
        steps = _tensor_steps(value)
        return steps and f"a tensor ({steps[0]}); write {name}{steps[1]}.numpy()"
    if value is None:
        return "None; accepted is an array. Is something missing, or returned by nothing?"
    if isinstance(value, Mapping):
        return f"{shown(value)}; accepted is an array: np.array(list({name}.values()))"
    if isinstance(value, Iterator | Set | MappingView):
        return f"{shown(value)}; accepted is an array: write list({name})"
    if callable(value) and not hasattr(value, "__array__"):
        return f"{shown(value)}; accepted is an array. Call it?"
    return None


def _tensor_steps(tensor) -> tuple[str, str] | None:
    """(why numpy cannot have it, the calls that make it ready)."""
    device = getattr(tensor.device, "type", str(tensor.device).split(":")[0])
    trials = [
        (tensor.requires_grad, "it requires a gradient", ".detach()"),
        (getattr(tensor, "is_sparse", False), "it is sparse", ".to_dense()"),
        (device != "cpu", f"it lies on {tensor.device}", ".cpu()"),
        ("bfloat16" in str(tensor.dtype), "numpy has no bfloat16", ".float()"),
        ("float8" in str(tensor.dtype), "numpy has no float8", ".float()"),
    ]
    found = [(why, call) for true, why, call in trials if true]
    return found and (", ".join(w for w, _ in found), "".join(c for _, c in found))


def no_numpy(value) -> str:
    """What to say of an object that refused to become an array."""
    if library(type(value)) == "jax":
        return ". Inside jit or grad? These functions compute with numpy: call them outside"
    return ""


def no_number(name: str, value, array) -> str:
    """The likely mistake behind an array whose dtype is no real number."""
    name, kind = written(name), array.dtype.kind
    if kind == "O":
        return _objects(name, array) + _odd_columns(value)
    if kind in "UST":
        return _text(name, array.ravel().tolist())
    if kind == "c":
        return f" Complex: write {name}.real, if the rest is 0"
    if kind == "M":
        return f" Dates: write ({name} - {name}.min()) / np.timedelta64(1, 'D')"
    if kind == "m":
        return f" Durations: write {name} / np.timedelta64(1, 's')"
    if array.dtype.names:
        fields = ", ".join(f"{name}[{field!r}]" for field in array.dtype.names)
        return f" A structured array: write np.column_stack([{fields}]), or one field"
    if library(array.dtype.type) not in ("numpy", "builtins"):
        return f" Write {name}.astype('float32')"  # bfloat16 and its kin
    return ""


def _objects(name: str, array) -> str:
    entries = array.ravel().tolist()
    for i, entry in enumerate(entries):
        not_a_number = isinstance(entry, float) and entry != entry
        nan_among_names = not_a_number and any(isinstance(e, str) for e in entries)
        if entry is None or nan_among_names or type(entry).__name__ in ("NAType", "NaTType"):
            if not array.ndim:
                return f" {shown(entry)}: is something missing?"
            where = tuple(int(k) for k in np.unravel_index(i, array.shape))
            return (
                f" A missing value, {entry!r} at index {where}? Drop or fill such rows; for targets "
                f"known in part see `masked`"
            )
    if any(isinstance(entry, str | bytes) for entry in entries):
        return _text(name, entries)
    sparse = next((entry for entry in entries if hasattr(entry, "nnz")), None)
    if sparse is not None:
        return f" Sparse rows ({type(sparse).__name__}): stack them, then .toarray()"
    if any(np.ndim(entry) for entry in entries if isinstance(entry, np.ndarray | list | tuple)):
        return f" Arrays in an array? Write np.stack({name}), if they are of one length"
    odd = next((entry for entry in entries if not isinstance(entry, numbers.Number)), None)
    if odd is not None:
        return f" In it: {shown(odd)}"
    if any(isinstance(e, numbers.Complex) and not isinstance(e, numbers.Real) for e in entries):
        return " Complex numbers in it"
    try:
        array.astype(float)
    except (TypeError, ValueError, OverflowError):
        return " A number in it is larger than any float"
    kinds = ", ".join(sorted({type(entry).__name__ for entry in entries}))
    return f" Numbers as objects ({kinds}): write np.asarray({name}).astype(float)"


def _text(name: str, entries: list) -> str:
    def number(entry) -> bool:
        try:
            float(entry)
        except (TypeError, ValueError):
            return False
        return True

    if all(map(number, entries)):
        return f" Numbers as text? Write np.asarray({name}).astype(float)"
    if lost := missing(entries):
        return f" Class names? {lost!r} among them looks like a missing value: drop such rows first"
    return f" Class names? np.unique({name}, return_inverse=True)[1] numbers them"


def is_text(value) -> bool:
    """Whether it holds a name."""
    array = np.asarray(value, dtype=object)
    return any(isinstance(entry, str) for entry in array.ravel().tolist())


def missing(names) -> str | None:
    """The first of the names that is what a missing value looks like as text."""
    return next((n for n in names if n in ("nan", "NaN", "None", "NaT", "<NA>", "")), None)


def _odd_columns(frame) -> str:
    names, types = getattr(frame, "columns", None), getattr(frame, "dtypes", None)
    if names is None or types is None:
        return ""
    pairs = zip(names, types, strict=True)
    odd = [repr(column) for column, of in pairs if getattr(of, "kind", "O") not in "biuf"]
    return f". Encode or drop the columns {', '.join(odd)}" if odd else ""


# --- where a record is due -----------------------------------------------------------------------

ACCEPTED = {
    "Activation": "an Activation, e.g. activations.relu",
    "Loss": "a Loss, e.g. losses.log_loss",
    "Pairing": "a Pairing, e.g. compose(activation, loss)",
    "Optimizer": "an Optimizer, e.g. optimizers.adam(0.01)",
    "Entrant": "an Entrant, e.g. Entrant(pairing)",
}
_ALIASES = {  # by what other libraries call them
    "linear": "activations.identity",
    "logistic": "activations.sigmoid",
    "expit": "activations.sigmoid",
    "swish": "activations.silu",
    "exponential": "activations.exp",
    "probit": "activations.normal_cdf",
    "ndtr": "activations.normal_cdf",
    "logsoftmax": "activations.softmax",
    "mse": "losses.squared_error",
    "l2": "losses.squared_error",
    "meansquarederror": "losses.squared_error",
    "mae": "losses.absolute_error",
    "l1": "losses.absolute_error",
    "meanabsoluteerror": "losses.absolute_error",
    "smoothl1": "losses.huber",
    "bce": "losses.log_loss",
    "bcewithlogits": "losses.log_loss",
    "binarycrossentropy": "losses.log_loss",
    "categoricalcrossentropy": "losses.cross_entropy",
    "nll": "losses.cross_entropy",
    "poissonnll": "losses.poisson",
    "quantile": "losses.pinball",
}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _names(kind: str) -> dict[str, str]:
    """{a plain name: what to write} for every record of a kind."""
    from . import activations, losses  # they import this room
    from .records import Activation, Loss

    if kind == "Optimizer":
        return {n: f"optimizers.{n}(0.01)" for n in ("sgd", "momentum", "adam")}
    room, of = {"Activation": (activations, Activation), "Loss": (losses, Loss)}[kind]
    title = room.__name__.split(".")[-1]
    found = {a: record for a, record in vars(room).items() if isinstance(record, of)}
    names = {_plain(record.name): f"{title}.{a}" for a, record in found.items()}
    names |= {_plain(attribute): f"{title}.{attribute}" for attribute in found}
    return {k: v for k, v in _ALIASES.items() if v.startswith(title)} | names


def _called(kind: str, name: str, near: bool = False) -> str | None:
    """What to write for the record of that kind and of that name, or nearly of that name."""
    if kind not in ("Activation", "Loss", "Optimizer"):
        return None
    names, plain = _names(kind), _plain(name)
    for spelled in (plain, plain.removesuffix("loss")):
        if spelled in names:
            return names[spelled]
    close = difflib.get_close_matches(plain, names, 1, 0.7) if near else []
    return names[close[0]] if close else None


def no_record(kind: str, value) -> str:
    """The likely mistake where a record of that kind is due, as a sentence, or nothing."""
    if isinstance(value, str):
        return _by_name(kind, value)
    if _is_record(value):
        return _other_record(kind, value)
    if inspect.ismodule(value):
        return "A module holds records: name one"
    if isinstance(value, type) and library(value) == "pairings":
        return "A class: an instance of it is due"
    if library(value) == "pairings" and callable(value):
        return _uncalled(kind, value)
    name = getattr(value, "__name__", None) or type(value).__name__
    if record := library(type(value)) != "builtins" and _called(kind, name):
        return f"Here it is {record}"
    if callable(value):
        name = getattr(value, "__name__", None) or type(value).__name__
        if record := _called(kind, name):
            return f"Here it is {record}"
        if kind == "Activation" and not isinstance(value, type):
            own = name if name.isidentifier() else "f"
            return f"A function of your own? activations.from_function({own})"
        return ""
    if kind == "Optimizer" and isinstance(value, numbers.Real):
        return f"A step size? optimizers.adam({value})"
    if kind == "Pairing" and getattr(value, "ndim", 0):
        return "An array? Arguments in another order?"
    return ""


def _by_name(kind: str, name: str) -> str:
    if record := _called(kind, name):
        return f"Write {record}"
    for other in {"Activation": ["Loss"], "Loss": ["Activation"]}.get(kind, []):
        if record := _called(other, name):
            return f"{record} is {ACCEPTED[other].split(',')[0]}: arguments swapped?"
    if record := _called(kind, name, near=True):
        return f"Meant {record}?"
    if kind == "Pairing":
        from .catalogue import CATALOGUE

        plain = {_plain(key): key for key in CATALOGUE}
        if close := difflib.get_close_matches(_plain(name), plain, 1, 0.7):
            return f"Meant CATALOGUE[{plain[close[0]]!r}].pairing?"
    return ""


def _other_record(kind: str, value) -> str:
    got = type(value).__name__
    if got.startswith("_"):
        return "The bare formulas: leave out .bare"
    name = _called(got, value.name) or got.lower() if got in ("Activation", "Loss") else ""
    return {
        ("Activation", "Loss"): "Arguments swapped? The activation comes first, then the loss",
        ("Loss", "Activation"): "Arguments swapped? The activation comes first, then the loss",
        ("Activation", "Pairing"): "A pairing has an activation already: pairing.activation",
        ("Loss", "Pairing"): "A pairing has a loss already: pairing.loss",
        ("Pairing", "Activation"): f"Write matching({name}) or compose({name}, loss)",
        ("Pairing", "Loss"): f"Write compose(activation, {name})",
        ("Pairing", "Entry"): "A row of the catalogue: write entry.pairing",
        ("Pairing", "Entrant"): "Write entrant.pairing",
        ("Entrant", "Pairing"): "Write Entrant(pairing), from pairings.scoring",
    }.get((kind, got), "")


def _uncalled(kind: str, function) -> str:
    name = function.__name__
    if name.endswith("_with"):
        return f"Call it: {name}({_a_good_number(function)})"
    if kind == "Optimizer" and name in _names(kind):
        return f"Call it: optimizers.{name}(0.01)"
    if kind == "Pairing" and name in ("compose", "matching", "masked"):
        return f"Call it: {name}({next(iter(inspect.signature(function).parameters))}, …)"
    if record := _called(kind, name) or _called(kind, name.rpartition("_")[0]):
        return f"A formula; the record that holds it is {record}"
    return "Call it?"


def _a_good_number(family) -> float:
    for number in (1.0, 0.5):
        try:
            family(number)
        except ValueError:
            continue
        return number
    return next(iter(inspect.signature(family).parameters))
