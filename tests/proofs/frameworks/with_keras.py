"""What Keras can compute of the package, by the name of the record.

On JAX, as the pages run it. Keras turns 64 bits into 32 wherever two types meet, in a mean for
instance; that rule is lifted here, or nothing could be compared beyond the seventh digit.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import with_jax  # isort: skip  # switches JAX to 64 bits, before Keras asks
import keras
from keras import activations, losses, ops
from keras.src.backend.common import dtypes

NAME = "Keras"
value_and_pull = with_jax.value_and_pull
keras.config.set_floatx("float64")
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
assert dtypes.result_type("float64", float) == "float64"
keras.config.set_epsilon(1e-307)  # Keras adds it to p, or clips p by it, in some losses

ACTIVATIONS = {
    "identity": activations.linear,
    "sigmoid": activations.sigmoid,
    "softmax": activations.softmax,
    "tanh": activations.tanh,
    "ReLU": activations.relu,
    "leaky ReLU": lambda z: activations.leaky_relu(z, 0.01),  # their default is 0.2
    "leaky ReLU(s=0.3)": lambda z: activations.leaky_relu(z, 0.3),
    "ELU": activations.elu,
    "ELU(α=0.5)": lambda z: activations.elu(z, 0.5),
    "CELU": activations.celu,
    "CELU(α=2)": lambda z: activations.celu(z, 2.0),
    "SELU": activations.selu,
    "softplus": activations.softplus,
    "exp": activations.exponential,
    "hard sigmoid": lambda z: activations.sparse_sigmoid(2 * z - 1),  # theirs goes from −1 to 1
    "hard tanh": activations.hard_tanh,
    "ReLU6": activations.relu6,
    "arctan": ops.arctan,
    "softsign": activations.softsign,
    "normal cdf": lambda z: (1 + ops.erf(z / 2**0.5)) / 2,
    "GELU": activations.gelu,
    "SiLU": activations.silu,
    "Mish": activations.mish,
    "hard swish": activations.hard_swish,
}


def total(loss, **settings):
    """The sum over the outputs; Keras takes y first and the mean."""
    return lambda p, y: loss(y, p, **settings) * y.shape[-1]


def pinball(q):
    return lambda p, y: ops.maximum(q * (y - p), (q - 1) * (y - p)).sum(-1)


LOSSES = {
    "half squared error": lambda p, y: total(losses.mean_squared_error)(p, y) / 2,
    "absolute error": total(losses.mean_absolute_error),
    "log loss": total(losses.binary_crossentropy),
    "cross-entropy": lambda p, y: losses.kl_divergence(y, p) - losses.kl_divergence(y, 0 * y + 1),
    "Huber": total(losses.huber),
    "Huber(δ=0.3)": total(losses.huber, delta=0.3),
    "log cosh": total(losses.log_cosh),
    "pinball(q=0.5)": pinball(0.5),
    "pinball(q=0.9)": pinball(0.9),
    "hinge": total(losses.hinge),
    "half Poisson deviance": lambda p, y: total(losses.poisson)(p, y) - total(losses.poisson)(y, y),
}

# Losses that take the score; True where a term in y alone is left out.
MATCHED = {
    "identity + half squared error": (LOSSES["half squared error"], False),
    "sigmoid + log loss": (total(losses.binary_crossentropy, from_logits=True), False),
    "softmax + cross-entropy": (
        lambda z, y: losses.categorical_crossentropy(y, z, from_logits=True),
        False,
    ),
}

_NO_DEVIANCE = "Keras has no deviance but Poisson's"
ABSENT = {
    "entmax": "Keras has none",
    "sparsemax": "that of Keras 3.15 is not one: its rows do not sum to 1",
    "half gamma deviance": _NO_DEVIANCE,
    "half Tweedie deviance(q=1.5)": _NO_DEVIANCE,
    "half Tweedie deviance(q=2.5)": _NO_DEVIANCE,
}


def sparsemax_is_right() -> bool:
    """Whether the reason above no longer holds."""
    row = activations.sparsemax(with_jax.jnp.array([[0.1, -0.1, 0.6, 0.2]]))
    return abs(float(row.sum()) - 1) < 1e-9
