"""What other libraries call an output and a loss, as data.

Which loss of the package each one is, which map it applies itself, how its labels are written. The
names are those of the libraries' documentation; none of them is imported.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from .. import activations, losses
from ..records import Activation, Domain, Loss, interval


class Step(NamedTuple):
    """One map of the output: what it is called, what kind it is, where its values lie.

    kind: "identity", "sigmoid", "softmax", "log-softmax", "log-sigmoid", "exp", "log", "cut" (no
    derivative), or "other". record: the activation, where the package has it.
    """

    name: str
    kind: str
    range: Domain | None = None
    record: Activation | None = None
    axis: int | None = None


class Cost(NamedTuple):
    """The loss: the package's record, and how the library that was meant calls it.

    inside: the map that it applies itself, "softmax", "sigmoid" or "exp". form: how labels are
    written, "index" (0 … K−1), "rows" (one-hot or shares), "01", "pm1" (−1 and 1) or "" (amounts).
    takes: "log" where logarithms of probabilities are due. settings: reduction, weights, ….
    """

    record: Loss | None = None
    inside: str = ""
    form: str = ""
    takes: str = ""
    said: str = "no loss"
    framework: str | None = None
    settings: Mapping[str, Any] = MappingProxyType({})

    @property
    def known(self) -> bool:
        return self.record is not None


PROBABILITY = interval(0.0, 1.0)
NEGATIVE = interval(-np.inf, 0.0)
IDENTITY = Step("identity", "identity", activations.identity.range, activations.identity)
KINDS = {"sigmoid": "sigmoid", "softmax": "softmax", "exp": "exp", "identity": "identity"}
KINDS |= {"normal cdf": "sigmoid", "cauchit": "sigmoid", "sparsemax": "softmax"}
KINDS |= {"entmax": "softmax"}
STEPS = {  # what the package has under another name, or not at all
    "linear": IDENTITY,
    "none": IDENTITY,
    "raw": IDENTITY,
    "logits": IDENTITY,
    "scores": IDENTITY,
    "logsoftmax": Step("log-softmax", "log-softmax", NEGATIVE),
    "logsigmoid": Step("log-sigmoid", "log-sigmoid", NEGATIVE),
    "softmin": Step("softmin", "softmax", activations.softmax.range),
    "softmax2d": Step("softmax", "softmax", activations.softmax.range, activations.softmax),
    "hardmax": Step("hardmax", "cut"),
    "argmax": Step("argmax", "cut"),
    "sign": Step("sign", "cut", interval(-1.0, 1.0)),
    "round": Step("round", "cut"),
    "step": Step("step", "cut", PROBABILITY),
    "heaviside": Step("step", "cut", PROBABILITY),
    "threshold": Step("threshold", "cut"),
    "detach": Step("detach", "cut"),
    "stopgradient": Step("stop_gradient", "cut"),
    "floor": Step("floor", "cut"),
    "log": Step("log", "log"),
    "sparseplus": Step("sparse plus", "other", activations.relu.range),
    "squareplus": Step("squareplus", "other", activations.softplus.range),
    "square": Step("square", "other", activations.relu.range),
    "abs": Step("absolute value", "other", activations.relu.range),
}
ALIASES = {
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "hardtanh": "hard_tanh",
    "hardsigmoid": "hard_sigmoid",
    "exponential": "exp",
    "swish": "silu",
    "probit": "normal_cdf",
    "atan": "arctan",
    "leakyrelu": "leaky_relu",
    "hardswish": "hard_swish",
    "hardsilu": "hard_swish",
}


def _costs(text: str) -> dict[str, Cost]:
    """A line each: name, record, map inside, form, "log" where logarithms are due; - for none."""
    found = {}
    for line in text.strip().splitlines():
        name, record, *rest = line.split()
        inside, form, takes = ("" if part == "-" else part for part in (*rest, "-", "-", "-")[:3])
        found[name] = Cost(getattr(losses, record, None), inside, form, takes, name)
    return found


TORCH = _costs("""
    CrossEntropyLoss cross_entropy softmax index
    cross_entropy cross_entropy softmax index
    NLLLoss cross_entropy - index log
    nll_loss cross_entropy - index log
    NLLLoss2d cross_entropy - index log
    BCELoss log_loss - 01
    binary_cross_entropy log_loss - 01
    BCEWithLogitsLoss log_loss sigmoid 01
    binary_cross_entropy_with_logits log_loss sigmoid 01
    MultiLabelSoftMarginLoss log_loss sigmoid 01
    multilabel_soft_margin_loss log_loss sigmoid 01
    KLDivLoss cross_entropy - rows log
    kl_div cross_entropy - rows log
    MSELoss squared_error
    mse_loss squared_error
    L1Loss absolute_error
    l1_loss absolute_error
    SmoothL1Loss huber
    smooth_l1_loss huber
    HuberLoss huber
    huber_loss huber
    PoissonNLLLoss poisson exp
    poisson_nll_loss poisson exp
    GaussianNLLLoss gaussian
    gaussian_nll_loss gaussian
    SoftMarginLoss hinge - pm1
    soft_margin_loss hinge - pm1
    HingeEmbeddingLoss hinge - pm1
    hinge_embedding_loss hinge - pm1
    MultiMarginLoss hinge - index
    multi_margin_loss hinge - index
    sigmoid_focal_loss log_loss sigmoid 01
""")
KERAS = _costs("""
    BinaryCrossentropy log_loss - 01
    binary_crossentropy log_loss - 01
    bce log_loss - 01
    BinaryFocalCrossentropy log_loss - 01
    binary_focal_crossentropy log_loss - 01
    CategoricalCrossentropy cross_entropy - rows
    categorical_crossentropy cross_entropy - rows
    CategoricalFocalCrossentropy cross_entropy - rows
    categorical_focal_crossentropy cross_entropy - rows
    SparseCategoricalCrossentropy cross_entropy - index
    sparse_categorical_crossentropy cross_entropy - index
    CategoricalGeneralizedCrossEntropy cross_entropy - index
    KLDivergence cross_entropy - rows
    kl_divergence cross_entropy - rows
    kullback_leibler_divergence cross_entropy - rows
    kld cross_entropy - rows
    MeanSquaredError squared_error
    mean_squared_error squared_error
    mse squared_error
    MeanAbsoluteError absolute_error
    mean_absolute_error absolute_error
    mae absolute_error
    Huber huber
    huber huber
    LogCosh log_cosh
    log_cosh log_cosh
    logcosh log_cosh
    Poisson poisson
    poisson poisson
    Hinge hinge - pm1
    hinge hinge - pm1
    SquaredHinge hinge - pm1
    squared_hinge hinge - pm1
    CategoricalHinge hinge - rows
    categorical_hinge hinge - rows
    MeanSquaredLogarithmicError squared_error
    mean_squared_logarithmic_error squared_error
    msle squared_error
""")
OPTAX = _costs("""
    softmax_cross_entropy cross_entropy softmax rows
    safe_softmax_cross_entropy cross_entropy softmax rows
    softmax_cross_entropy_with_integer_labels cross_entropy softmax index
    sigmoid_binary_cross_entropy log_loss sigmoid 01
    sigmoid_focal_loss log_loss sigmoid 01
    squared_error squared_error
    l2_loss squared_error
    absolute_error absolute_error
    huber_loss huber
    log_cosh log_cosh
    hinge_loss hinge - pm1
    perceptron_loss hinge - pm1
    kl_divergence cross_entropy - rows log
    generalized_kl_divergence poisson exp
    convex_kl_divergence cross_entropy - rows log
""")
BOOSTING = _costs("""
    binary:logistic log_loss sigmoid 01
    binary:logitraw log_loss sigmoid 01
    reg:logistic log_loss sigmoid 01
    binary log_loss sigmoid 01
    cross_entropy log_loss sigmoid 01
    xentropy log_loss sigmoid 01
    multi:softmax cross_entropy softmax index
    multi:softprob cross_entropy softmax index
    multiclass cross_entropy softmax index
    reg:squarederror squared_error
    regression squared_error
    regression_l2 squared_error
    reg:absoluteerror absolute_error
    regression_l1 absolute_error
    reg:pseudohubererror huber
    reg:quantileerror pinball
    quantile pinball
    count:poisson poisson exp
    poisson poisson exp
    reg:gamma gamma exp
    gamma gamma exp
    reg:tweedie tweedie exp
    tweedie tweedie exp
    binary:hinge hinge - 01
""")
SKLEARN = _costs("""
    log_loss cross_entropy - index
    brier_score_loss squared_error - 01
    squared_error squared_error
    squared_loss squared_error
    mean_squared_error squared_error
    absolute_error absolute_error
    mean_absolute_error absolute_error
    huber huber
    poisson poisson
    mean_poisson_deviance poisson
    gamma gamma
    mean_gamma_deviance gamma
    quantile pinball
    pinball pinball
    hinge hinge - pm1
    squared_hinge hinge - pm1
    perceptron hinge - pm1
    squared_epsilon_insensitive squared_error
""")
TABLES = {"torch": TORCH, "keras": KERAS, "jax": OPTAX, "boosting": BOOSTING, "sklearn": SKLEARN}
FRAMEWORKS = {
    "pytorch": "torch",
    "lightning": "torch",
    "torchvision": "torch",
    "tensorflow": "keras",
    "tf": "keras",
    "tf_keras": "keras",
    "optax": "jax",
    "flax": "jax",
    "jaxlib": "jax",
    "xgboost": "boosting",
    "lightgbm": "boosting",
    "catboost": "boosting",
    "scikitlearn": "sklearn",
}
