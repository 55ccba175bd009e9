"""Layers and losses of PyTorch and Keras as plain objects, for cases that name them.

A stand-in has the name, the module and the attributes of the framework's own object, with the
framework's defaults: enough for advice that reads attributes, and no framework need be installed.
`differences` compares them with the real ones where these are.
"""

import os
from types import FunctionType, SimpleNamespace

import numpy as np

# framework: {name: (module, {attribute: its default})}
KNOWN = {
    "pytorch": {
        "Linear": ("linear", {"in_features": 8, "out_features": 1}),
        "Identity": ("linear", {}),
        "Sigmoid": ("activation", {}),
        "Tanh": ("activation", {}),
        "ReLU": ("activation", {}),
        "Softplus": ("activation", {"beta": 1, "threshold": 20}),
        "Softmax": ("activation", {"dim": None}),
        "LogSoftmax": ("activation", {"dim": None}),
        "MSELoss": ("loss", {"reduction": "mean"}),
        "L1Loss": ("loss", {"reduction": "mean"}),
        "SmoothL1Loss": ("loss", {"reduction": "mean", "beta": 1.0}),
        "HuberLoss": ("loss", {"reduction": "mean", "delta": 1.0}),
        "BCELoss": ("loss", {"reduction": "mean", "weight": None}),
        "BCEWithLogitsLoss": ("loss", {"reduction": "mean", "weight": None, "pos_weight": None}),
        "CrossEntropyLoss": (
            "loss",
            {"reduction": "mean", "weight": None, "ignore_index": -100, "label_smoothing": 0.0},
        ),
        "NLLLoss": ("loss", {"reduction": "mean", "weight": None, "ignore_index": -100}),
        "KLDivLoss": ("loss", {"reduction": "mean", "log_target": False}),
        "PoissonNLLLoss": (
            "loss",
            {"reduction": "mean", "log_input": True, "full": False, "eps": 1e-8},
        ),
        "SoftMarginLoss": ("loss", {"reduction": "mean"}),
        "MultiLabelSoftMarginLoss": ("loss", {"reduction": "mean", "weight": None}),
        "MultiMarginLoss": ("loss", {"reduction": "mean", "p": 1, "margin": 1.0, "weight": None}),
    },
    "keras": {
        "Dense": ("layers.core.dense", {"units": 1, "activation": "linear"}),
        **{
            name: ("losses.losses", {"reduction": "sum_over_batch_size", **options})
            for name, options in {
                "MeanSquaredError": {},
                "MeanAbsoluteError": {},
                "Huber": {},
                "LogCosh": {},
                "Hinge": {},
                "Poisson": {},
                "KLDivergence": {},
                "BinaryCrossentropy": {"from_logits": False, "label_smoothing": 0.0},
                "CategoricalCrossentropy": {"from_logits": False, "label_smoothing": 0.0},
                "SparseCategoricalCrossentropy": {"from_logits": False, "ignore_class": None},
                "BinaryFocalCrossentropy": {"from_logits": False, "label_smoothing": 0.0},
            }.items()
        },
    },
}
ROOTS = {"pytorch": "torch.nn.modules", "keras": "keras.src"}


def stand_in(framework: str, name: str, **options):
    """An object that looks like `name` of the framework; its class with `called=False`."""
    if name not in KNOWN.get(framework, {}):
        known = ", ".join(KNOWN.get(framework, KNOWN))
        raise ValueError(f"{framework} {name}: unknown here; known are {known}")
    module, defaults = KNOWN[framework][name]
    called = options.pop("called", True)
    if unknown := set(options) - set(defaults):
        raise ValueError(f"{framework} {name}: no option {sorted(unknown)}; it has {[*defaults]}")
    kind = type(name, (), {"__module__": f"{ROOTS[framework]}.{module}"})
    if not called:
        return kind
    thing = kind()
    vars(thing).update({key: _value(key, value) for key, value in (defaults | options).items()})
    if framework == "keras" and name == "Dense":
        thing.activation = _function(thing.activation)
        thing.get_config = lambda: {
            "units": thing.units,
            "activation": thing.activation.__name__,
        }
    elif framework == "keras":
        thing._fn_kwargs = {key: vars(thing)[key] for key in defaults if key != "reduction"}
        thing.get_config = lambda: {"reduction": thing.reduction, **thing._fn_kwargs}
    return thing


def _value(key: str, value):
    return np.array(value, float) if key in ("weight", "pos_weight") and value else value


def _function(name: str) -> FunctionType:
    """A function of this name in Keras's module of activations."""

    def activation(x):
        raise NotImplementedError(f"{name} stands for Keras's function and computes nothing")

    activation.__name__ = activation.__qualname__ = name
    activation.__module__ = "keras.src.activations.activations"
    return activation


# --- the real ones ---------------------------------------------------------------------------------


def real(framework: str, name: str, **options):
    """The framework's own object."""
    called = options.pop("called", True)
    if framework == "pytorch":
        import torch

        options = {k: torch.tensor(v) if k.endswith("weight") else v for k, v in options.items()}
        if name == "Linear":
            options = {"in_features": 8, "out_features": 1} | options
        kind = getattr(torch.nn, name)
    else:
        os.environ.setdefault("KERAS_BACKEND", "jax")
        import keras

        kind = getattr(keras.layers if name == "Dense" else keras.losses, name)
        if name == "Dense":
            options = {"units": 1} | options
    return kind(**options) if called else kind


def differences() -> list[str]:
    """Where a stand-in with its defaults differs from the framework's own object."""
    found = []
    for framework, names in KNOWN.items():
        for name, (_, defaults) in names.items():
            ours, theirs = stand_in(framework, name), real(framework, name)
            pairs = {"module": (type(ours).__module__, type(theirs).__module__)}
            for key in defaults:
                pairs[key] = getattr(ours, key), getattr(theirs, key, SimpleNamespace())
            if name == "Dense":
                pairs["activation"] = tuple((f.__module__, f.__name__) for f in pairs["activation"])
            found += [f"{framework} {name}.{k}: {a} | {b}" for k, (a, b) in pairs.items() if a != b]
    return found


def value(framework: str, output, loss, y: np.ndarray, z: np.ndarray) -> float:
    """The mean loss that the framework itself computes from scores and labels."""
    if framework == "pytorch":
        import torch

        y = torch.tensor(y if y.dtype.kind == "i" else y.astype("float32"))
        z = torch.tensor(z.astype("float32"))
        p = z if type(output).__name__ in ("Linear", "Identity") else output(z)
        return float(loss(p, y).mean())
    import keras

    p = output.activation(keras.ops.convert_to_tensor(z.astype("float32")))
    return float(np.mean(np.asarray(loss(y, p))))
