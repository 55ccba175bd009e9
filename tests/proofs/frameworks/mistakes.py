"""Common mistakes as the lines that people write, library by library; `mistaken.py` runs them.

A call is what is written by mistake and what was meant; each ends in one number. Where a library
cannot meet the mistake, a sentence says why. The lines see what a mistake is `given`, and the names
of `SETUP`. The groups are those of the page, a link leads to its chapter.
"""

from typing import NamedTuple

SETUP = {
    "PyTorch": """
import torch
import torch.nn.functional as F
""",
    "Keras": """
import keras
from keras import layers, losses, ops
""",
    "JAX / optax": """
import jax
import jax.numpy as jnp
import optax
""",
    "scikit-learn": """
import numpy as np
from sklearn import linear_model as lm
from sklearn import metrics
from sklearn.neural_network import MLPRegressor
""",
    "XGBoost": """
import numpy as np
from xgboost import XGBClassifier, XGBRegressor
few = {"n_estimators": 10, "n_jobs": 1}
""",
    "LightGBM": """
import numpy as np
from lightgbm import LGBMClassifier, LGBMRegressor
few = {"n_estimators": 10, "n_jobs": 1}
""",
}
LIBRARIES = tuple(SETUP)


class Call(NamedTuple):
    """What is written, and what was meant."""

    wrong: str
    right: str


class Mistake(NamedTuple):
    """`number` says what the calls return; `calls` has a `Call` or a reason for each library."""

    name: str
    what: str
    link: str
    number: str
    given: dict
    calls: dict[str, Call | str]


# Data: three classes, yes or no, numbers, counts; `x` and its targets are long enough for trees.
SCORES = [[2.0, -1.0, 0.5], [0.3, 1.2, -0.7], [-0.5, 0.1, 1.6], [1.1, 0.4, -2.0]]
CLASS = [0, 1, 2, 0]
ONE_HOT = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
SCORE = [[2.0], [-1.0], [0.5], [-0.3]]
BIT = [[1.0], [0.0], [1.0], [0.0]]
NUMBER = [[1.5], [-0.2], [0.9], [0.4]]
COUNT = [[3.0], [0.0], [2.0], [1.0]]
ROWS = 60
_LINE = [[(7 * n % ROWS) / 30 - 1, (11 * n % ROWS) / 30 - 1] for n in range(ROWS)]
_SIDE = [a + b / 2 for a, b in _LINE]
LONG = {
    "x": _LINE,
    "classes": [0 if s < -0.4 else 1 if s < 0.4 else 2 for s in _SIDE],
    "bits": [int(s + (n % 5) / 5 > 0.4) for n, s in enumerate(_SIDE)],
    "numbers": [2 * s + (n % 3) / 3 for n, s in enumerate(_SIDE)],
    "counts": [float(int(2 + 2 * s) if s > -1 else 0) for s in _SIDE],
}
BUILT_IN = "the output is built in: its loss takes the score"
NO_SUCH = "has no such loss"
INFERRED = "counts the classes itself"
WHOLE = "its losses know no layout: one row, one target"


def classes(**more):
    return {"z": SCORES, "y": CLASS, "onehot": ONE_HOT, **LONG, **more}


def bits(**more):
    return {"z": SCORE, "y": BIT, **LONG, **more}


def numbers(**more):
    return {"z": SCORE, "y": NUMBER, **LONG, **more}


def counts(**more):
    return {"z": SCORE, "y": COUNT, **LONG, **more}


def fitted(model: str, wrong: str, right: str, read: str, also: str = "") -> Call:
    """`model` fitted to the targets `wrong` in place of `right`, and what is read from it."""

    def line(targets):
        return f"model = {model}.fit(x, {targets}{also})\n{read}"

    return Call(line(wrong), line(right))


TOP = "model.predict_proba(x).max()"
MEAN = "model.predict(x).mean()"
KINDS = "len(model.classes_)"
LOGISTIC = "lm.LogisticRegression()"
XGB_C, XGB_R = "XGBClassifier(**few)", "XGBRegressor(**few)"
LGB_C, LGB_R = "LGBMClassifier(**few)", "LGBMRegressor(**few)"
SPARSE = "losses.SparseCategoricalCrossentropy(from_logits=True)"
BINARY = "losses.BinaryCrossentropy(from_logits=True)"
INTEGER = "optax.softmax_cross_entropy_with_integer_labels"


def at(name: str, value: object, where: int = 1) -> list:
    """A list of `LONG` with one entry replaced."""
    return [value if n == where else each for n, each in enumerate(LONG[name])]


GROUPS = {
    "Scores and probabilities": (
        Mistake(
            "Softmax twice",
            "The network ends in a softmax, and its loss takes scores.",
            "cases.ipynb#two-softmaxes",
            "the loss",
            classes(),
            {
                "PyTorch": Call(
                    "F.cross_entropy(torch.softmax(z, 1), y)",
                    "F.cross_entropy(z, y)",
                ),
                "Keras": Call(f"{SPARSE}(y, ops.softmax(z))", f"{SPARSE}(y, z)"),
                "JAX / optax": Call(
                    f"{INTEGER}(jax.nn.softmax(z), y).mean()", f"{INTEGER}(z, y).mean()"
                ),
                "scikit-learn": BUILT_IN,
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "Sigmoid twice",
            "The network ends in a sigmoid, and its loss takes scores.",
            "cases.ipynb#two-sigmoids",
            "the loss",
            bits(),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(torch.sigmoid(z), y)",
                    "F.binary_cross_entropy_with_logits(z, y)",
                ),
                "Keras": Call(f"{BINARY}(y, ops.sigmoid(z))", f"{BINARY}(y, z)"),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(jax.nn.sigmoid(z), y).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                ),
                "scikit-learn": BUILT_IN,
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "Scores where probabilities are asked",
            "The loss takes probabilities and is given scores, here from −1 to 2.",
            "cases.ipynb#scores-as-probabilities",
            "the loss",
            bits(),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy(z, y)", "F.binary_cross_entropy(torch.sigmoid(z), y)"
                ),
                "Keras": Call(
                    "losses.BinaryCrossentropy()(y, z)",
                    "losses.BinaryCrossentropy()(y, ops.sigmoid(z))",
                ),
                "JAX / optax": "its log loss of yes and no takes scores alone",
                "scikit-learn": Call(
                    "metrics.log_loss(y[:, 0], z[:, 0])",
                    "metrics.log_loss(y[:, 0], 1 / (1 + np.exp(-z[:, 0])))",
                ),
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "Scores where probabilities of classes are asked",
            "The same for several classes: rows that are no shares.",
            "cases.ipynb#scores-as-probabilities",
            "the loss",
            classes(),
            {
                "PyTorch": Call("F.nll_loss(z, y)", "F.nll_loss(F.log_softmax(z, 1), y)"),
                "Keras": Call(
                    "losses.SparseCategoricalCrossentropy()(y, z)",
                    "losses.SparseCategoricalCrossentropy()(y, ops.softmax(z))",
                ),
                "JAX / optax": "its cross-entropy takes scores alone",
                "scikit-learn": Call(
                    "metrics.log_loss(y, z)",
                    "metrics.log_loss(y, np.exp(z) / np.exp(z).sum(1, keepdims=True))",
                ),
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "Probabilities where their logarithm is asked",
            "The loss takes log-probabilities and is given probabilities.",
            "cases.ipynb#probabilities-in-nllloss",
            "the loss",
            classes(),
            {
                "PyTorch": Call(
                    "F.nll_loss(F.softmax(z, 1), y)", "F.nll_loss(F.log_softmax(z, 1), y)"
                ),
                "Keras": "no loss of it takes a logarithm",
                "JAX / optax": Call(
                    "optax.kl_divergence(jax.nn.softmax(z), onehot).mean()",
                    "optax.kl_divergence(jax.nn.log_softmax(z), onehot).mean()",
                ),
                "scikit-learn": "no loss of it takes a logarithm",
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "Softmax over one unit",
            "Yes or no by a softmax with one output: it is always 1.",
            "cases.ipynb#softmax-over-one-unit",
            "the loss before training",
            bits(zero=[[0.0]] * 4, both=[[0.0, 0.0]] * 4, xs=_LINE[:4]),
            {
                "PyTorch": Call(
                    "F.cross_entropy(zero, y)", "F.binary_cross_entropy_with_logits(zero, y)"
                ),
                "Keras": Call(
                    'layer = layers.Dense(1, "softmax", kernel_initializer="zeros")\n'
                    "losses.BinaryCrossentropy()(y, layer(xs))",
                    'layer = layers.Dense(1, "sigmoid", kernel_initializer="zeros")\n'
                    "losses.BinaryCrossentropy()(y, layer(xs))",
                ),
                "JAX / optax": Call(
                    "optax.softmax_cross_entropy(zero, y).mean()",
                    "optax.sigmoid_binary_cross_entropy(zero, y).mean()",
                ),
                "scikit-learn": BUILT_IN,
                "XGBoost": Call(
                    'model = XGBClassifier(objective="multi:softprob", num_class=1, **few)\n'
                    f"model.fit(x, bits)\n{TOP}",
                    f"model = {XGB_C}.fit(x, bits)\n{TOP}",
                ),
                "LightGBM": Call(
                    'model = LGBMClassifier(objective="multiclass", num_class=1, **few)\n'
                    f"model.fit(x, bits)\n{TOP}",
                    f"model = {LGB_C}.fit(x, bits)\n{TOP}",
                ),
            },
        ),
        Mistake(
            "Softmax over the samples",
            "The probabilities of a column sum to 1, not those of a row.",
            "cases-batches.ipynb#softmax-over-the-samples",
            "the loss",
            classes(),
            {
                "PyTorch": Call(
                    "F.nll_loss(F.log_softmax(z, 0), y)", "F.nll_loss(F.log_softmax(z, 1), y)"
                ),
                "Keras": Call(
                    "losses.SparseCategoricalCrossentropy()(y, ops.softmax(z, axis=0))",
                    "losses.SparseCategoricalCrossentropy()(y, ops.softmax(z))",
                ),
                "JAX / optax": Call(
                    "-(onehot * jax.nn.log_softmax(z, axis=0)).sum(1).mean()",
                    "-(onehot * jax.nn.log_softmax(z)).sum(1).mean()",
                ),
                "scikit-learn": Call(
                    "metrics.log_loss(y, np.exp(z) / np.exp(z).sum(0))",
                    "metrics.log_loss(y, np.exp(z) / np.exp(z).sum(1, keepdims=True))",
                ),
                "XGBoost": BUILT_IN,
                "LightGBM": BUILT_IN,
            },
        ),
        Mistake(
            "The two arguments swapped",
            "Target and prediction change places.",
            "cases-batches.ipynb#arguments-in-the-wrong-order",
            "the loss",
            bits(p=[[0.8], [0.3], [0.6], [0.4]]),
            {
                "PyTorch": Call("F.binary_cross_entropy(y, p)", "F.binary_cross_entropy(p, y)"),
                "Keras": Call(
                    "losses.BinaryCrossentropy()(p, y)", "losses.BinaryCrossentropy()(y, p)"
                ),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(y, z).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                ),
                "scikit-learn": Call(
                    "metrics.log_loss(p[:, 0], y[:, 0])", "metrics.log_loss(y[:, 0], p[:, 0])"
                ),
                "XGBoost": "no call takes both",
                "LightGBM": "no call takes both",
            },
        ),
    ),
    "Labels": (
        Mistake(
            "Class indices as floats",
            "0.0, 1.0, 2.0, as a file of numbers gives them.",
            "cases-labels.ipynb#one-hot-or-index",
            "the loss; of a fitted model, its largest probability",
            classes(y=[0.0, 1.0, 2.0, 0.0], floats=[float(k) for k in LONG["classes"]]),
            {
                "PyTorch": Call("F.cross_entropy(z, y)", "F.cross_entropy(z, y.long())"),
                "Keras": Call(f"{SPARSE}(y, z)", f'{SPARSE}(ops.cast(y, "int32"), z)'),
                "JAX / optax": Call(
                    f"{INTEGER}(z, y).mean()", f"{INTEGER}(z, y.astype(int)).mean()"
                ),
                "scikit-learn": fitted(LOGISTIC, "floats", "classes", TOP),
                "XGBoost": fitted(XGB_C, "floats", "classes", TOP),
                "LightGBM": fitted(LGB_C, "floats", "classes", TOP),
            },
        ),
        Mistake(
            "Yes and no as integers",
            "The log loss of yes and no is given the integers 0 and 1.",
            "binary.ipynb",
            "the loss; of a fitted model, its largest probability",
            bits(y=[[1], [0], [1], [0]], floats=[float(k) for k in LONG["bits"]]),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(z, y)",
                    "F.binary_cross_entropy_with_logits(z, y.float())",
                ),
                "Keras": Call(f"{BINARY}(y, z)", f'{BINARY}(ops.cast(y, "float32"), z)'),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, y.astype(float)).mean()",
                ),
                "scikit-learn": fitted(LOGISTIC, "bits", "floats", TOP),
                "XGBoost": fitted(XGB_C, "bits", "floats", TOP),
                "LightGBM": fitted(LGB_C, "bits", "floats", TOP),
            },
        ),
        Mistake(
            "One-hot rows where the index is asked",
            "Each label is a row of zeros and a one.",
            "cases-labels.ipynb#one-hot-or-index",
            "the loss; of a fitted model, the largest sum of a row's probabilities",
            classes(rows=[[float(k == c) for c in range(3)] for k in LONG["classes"]]),
            {
                "PyTorch": Call("F.cross_entropy(z, onehot)", "F.cross_entropy(z, y)"),
                "Keras": Call(f"{SPARSE}(onehot, z)", f"{SPARSE}(y, z)"),
                "JAX / optax": Call(
                    f"{INTEGER}(z, onehot.astype(int)).mean()", f"{INTEGER}(z, y).mean()"
                ),
                "scikit-learn": fitted(
                    LOGISTIC, "rows", "classes", "model.predict_proba(x).sum(1).max()"
                ),
                "XGBoost": fitted(XGB_C, "rows", "classes", "model.predict_proba(x).sum(1).max()"),
                "LightGBM": fitted(LGB_C, "rows", "classes", "model.predict_proba(x).sum(1).max()"),
            },
        ),
        Mistake(
            "The index where one-hot rows are asked",
            "Three samples of three classes: the shapes fit by chance.",
            "cases-labels.ipynb#one-hot-or-index",
            "the loss",
            classes(z=SCORES[:3], y=CLASS[:3], onehot=ONE_HOT[:3]),
            {
                "PyTorch": "takes both",
                "Keras": Call(
                    "losses.CategoricalCrossentropy(from_logits=True)(y, z)",
                    "losses.CategoricalCrossentropy(from_logits=True)(onehot, z)",
                ),
                "JAX / optax": Call(
                    "optax.softmax_cross_entropy(z, y).mean()",
                    "optax.softmax_cross_entropy(z, onehot).mean()",
                ),
                "scikit-learn": "takes the index",
                "XGBoost": "takes the index",
                "LightGBM": "takes the index",
            },
        ),
        Mistake(
            "Labels from 1",
            "Three classes are called 1, 2 and 3.",
            "cases-labels.ipynb#labels-from-1",
            "the loss; of a fitted model, its largest probability",
            classes(y=[1, 2, 3, 1], shifted=[k + 1 for k in LONG["classes"]]),
            {
                "PyTorch": Call("F.cross_entropy(z, y)", "F.cross_entropy(z, y - 1)"),
                "Keras": Call(f"{SPARSE}(y, z)", f"{SPARSE}(y - 1, z)"),
                "JAX / optax": Call(f"{INTEGER}(z, y).mean()", f"{INTEGER}(z, y - 1).mean()"),
                "scikit-learn": fitted(LOGISTIC, "shifted", "classes", TOP),
                "XGBoost": fitted(XGB_C, "shifted", "classes", TOP),
                "LightGBM": fitted(LGB_C, "shifted", "classes", TOP),
            },
        ),
        Mistake(
            "A label of −1",
            "One label is −1, perhaps for *unknown*.",
            "cases-labels.ipynb#labels-from-1",
            "the loss; of a fitted model, how many classes it has",
            classes(y=[0, 1, -1, 0], marked=at("classes", -1)),
            {
                "PyTorch": Call("F.cross_entropy(z, y)", "F.cross_entropy(z[y >= 0], y[y >= 0])"),
                "Keras": Call(f"{SPARSE}(y, z)", f"{SPARSE}(y[y >= 0], z[y >= 0])"),
                "JAX / optax": Call(
                    f"{INTEGER}(z, y).mean()", f"{INTEGER}(z[y >= 0], y[y >= 0]).mean()"
                ),
                "scikit-learn": fitted(LOGISTIC, "marked", "classes", KINDS),
                "XGBoost": fitted(XGB_C, "marked", "classes", KINDS),
                "LightGBM": fitted(LGB_C, "marked", "classes", KINDS),
            },
        ),
        Mistake(
            "A label of −100",
            "What PyTorch ignores, given to anyone.",
            "cases-batches.ipynb#a-batch-that-is-all-ignored",
            "the loss; of a fitted model, how many classes it has",
            classes(y=[0, 1, -100, 0], marked=at("classes", -100)),
            {
                "PyTorch": Call("F.cross_entropy(z, y)", "F.cross_entropy(z[y >= 0], y[y >= 0])"),
                "Keras": Call(f"{SPARSE}(y, z)", f"{SPARSE}(y[y >= 0], z[y >= 0])"),
                "JAX / optax": Call(
                    f"{INTEGER}(z, y).mean()", f"{INTEGER}(z[y >= 0], y[y >= 0]).mean()"
                ),
                "scikit-learn": fitted(LOGISTIC, "marked", "classes", KINDS),
                "XGBoost": fitted(XGB_C, "marked", "classes", KINDS),
                "LightGBM": fitted(LGB_C, "marked", "classes", KINDS),
            },
        ),
        Mistake(
            "Fewer outputs than classes",
            "Two outputs, or `num_class=2`, for three classes.",
            "cases-labels.ipynb#labels-from-1",
            "the loss; of a fitted model, its largest probability",
            classes(),
            {
                "PyTorch": Call("F.cross_entropy(z[:, :2], y)", "F.cross_entropy(z, y)"),
                "Keras": Call(f"{SPARSE}(y, z[:, :2])", f"{SPARSE}(y, z)"),
                "JAX / optax": Call(f"{INTEGER}(z[:, :2], y).mean()", f"{INTEGER}(z, y).mean()"),
                "scikit-learn": INFERRED,
                "XGBoost": Call(
                    "import xgboost\n"
                    'told = {"objective": "multi:softprob", "num_class": 2}\n'
                    "data = xgboost.DMatrix(x, classes)\n"
                    "xgboost.train(told, data, 10).predict(data).max()",
                    "import xgboost\n"
                    'told = {"objective": "multi:softprob", "num_class": 3}\n'
                    "data = xgboost.DMatrix(x, classes)\n"
                    "xgboost.train(told, data, 10).predict(data).max()",
                ),
                "LightGBM": Call(
                    "import lightgbm\n"
                    'told = {"objective": "multiclass", "num_class": 2}\n'
                    "data = lightgbm.Dataset(x, classes)\n"
                    "lightgbm.train(told, data, 10).predict(x).max()",
                    "import lightgbm\n"
                    'told = {"objective": "multiclass", "num_class": 3}\n'
                    "data = lightgbm.Dataset(x, classes)\n"
                    "lightgbm.train(told, data, 10).predict(x).max()",
                ),
            },
        ),
        Mistake(
            "Labels as text",
            "The labels are words.",
            "multiclass.ipynb",
            "the loss; of a fitted model, its largest probability",
            classes(
                words=[["ant", "bee", "cat"][k] for k in CLASS],
                names=[["ant", "bee", "cat"][k] for k in LONG["classes"]],
            ),
            {
                "PyTorch": Call("F.cross_entropy(z, words)", "F.cross_entropy(z, y)"),
                "Keras": Call(f"{SPARSE}(words, z)", f"{SPARSE}(y, z)"),
                "JAX / optax": Call(f"{INTEGER}(z, words).mean()", f"{INTEGER}(z, y).mean()"),
                "scikit-learn": fitted(LOGISTIC, "names", "classes", TOP),
                "XGBoost": fitted(XGB_C, "names", "classes", TOP),
                "LightGBM": fitted(LGB_C, "names", "classes", TOP),
            },
        ),
        Mistake(
            "Numbers given to a classifier",
            "Targets such as 0.7, where a class is asked.",
            "regression.ipynb",
            "the loss; of a fitted model, how many classes it has",
            classes(y=[0.7, 1.2, 1.9, 0.1]),
            {
                "PyTorch": Call("F.cross_entropy(z, y)", "F.cross_entropy(z, y.round().long())"),
                "Keras": Call(f"{SPARSE}(y, z)", f'{SPARSE}(ops.cast(ops.round(y), "int32"), z)'),
                "JAX / optax": Call(
                    f"{INTEGER}(z, y).mean()", f"{INTEGER}(z, y.round().astype(int)).mean()"
                ),
                "scikit-learn": fitted(LOGISTIC, "numbers", "classes", KINDS),
                "XGBoost": fitted(XGB_C, "numbers", "classes", KINDS),
                "LightGBM": fitted(LGB_C, "numbers", "classes", KINDS),
            },
        ),
        Mistake(
            "Labels −1 and +1 in the log loss",
            "The log loss asks for 0 and 1.",
            "cases-labels.ipynb#targets-outside-0-and-1",
            "the loss; of a fitted model, its largest probability",
            bits(y=[[1.0], [-1.0], [1.0], [-1.0]], signs=[2 * k - 1 for k in LONG["bits"]]),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(z, y)",
                    "F.binary_cross_entropy_with_logits(z, (1 + y) / 2)",
                ),
                "Keras": Call(f"{BINARY}(y, z)", f"{BINARY}((1 + y) / 2, z)"),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, (1 + y) / 2).mean()",
                ),
                "scikit-learn": fitted(LOGISTIC, "signs", "bits", TOP),
                "XGBoost": fitted(XGB_C, "signs", "bits", TOP),
                "LightGBM": fitted(LGB_C, "signs", "bits", TOP),
            },
        ),
        Mistake(
            "Labels 0 and 1 in a margin loss",
            "Hinge and soft margin ask for −1 and +1.",
            "cases-labels.ipynb#labels-0-and-1-in-the-hinge",
            "the loss; of a fitted model, its mean score",
            bits(signs=[2 * k - 1 for k in LONG["bits"]]),
            {
                "PyTorch": Call("F.soft_margin_loss(z, y)", "F.soft_margin_loss(z, 2 * y - 1)"),
                "Keras": Call("losses.Hinge()(y, z)", "losses.Hinge()(2 * y - 1, z)"),
                "JAX / optax": Call(
                    "optax.hinge_loss(z, y).mean()", "optax.hinge_loss(z, 2 * y - 1).mean()"
                ),
                "scikit-learn": fitted(
                    "lm.SGDClassifier(random_state=0)",
                    "bits",
                    "signs",
                    "model.decision_function(x).mean()",
                ),
                "XGBoost": "its hinge asks for 0 and 1",
                "LightGBM": NO_SUCH,
            },
        ),
        Mistake(
            "Targets outside 0 and 1",
            "Pixels from 0 to 255, say, in the log loss; here one target is 2.",
            "cases-labels.ipynb#targets-outside-0-and-1",
            "the loss; of a fitted model, its largest prediction",
            bits(y=[[1.0], [0.0], [2.0], [0.0]], large=at("bits", 2.0)),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(z, y)",
                    "F.binary_cross_entropy_with_logits(z, y / 2)",
                ),
                "Keras": Call(f"{BINARY}(y, z)", f"{BINARY}(y / 2, z)"),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, y / 2).mean()",
                ),
                "scikit-learn": "its classifiers take no shares",
                "XGBoost": fitted(
                    'XGBRegressor(objective="reg:logistic", **few)',
                    "large",
                    "large / 2",
                    "model.predict(x).max()",
                ),
                "LightGBM": fitted(
                    'LGBMRegressor(objective="cross_entropy", **few)',
                    "large",
                    "large / 2",
                    "model.predict(x).max()",
                ),
            },
        ),
        Mistake(
            "Shares that do not sum to 1",
            "Soft labels whose rows sum to 2.",
            "cases-labels.ipynb#soft-labels",
            "the loss",
            classes(shares=[[1.2, 0.4, 0.4], [0.2, 1.6, 0.2], [0.5, 0.5, 1.0], [2.0, 0.0, 0.0]]),
            {
                "PyTorch": Call("F.cross_entropy(z, shares)", "F.cross_entropy(z, shares / 2)"),
                "Keras": Call(
                    "losses.CategoricalCrossentropy(from_logits=True)(shares, z)",
                    "losses.CategoricalCrossentropy(from_logits=True)(shares / 2, z)",
                ),
                "JAX / optax": Call(
                    "optax.softmax_cross_entropy(z, shares).mean()",
                    "optax.softmax_cross_entropy(z, shares / 2).mean()",
                ),
                "scikit-learn": "its classifiers take no shares",
                "XGBoost": "its classifiers take no shares",
                "LightGBM": "its classifiers take no shares",
            },
        ),
        Mistake(
            "Only one class in the data",
            "All labels are yes, after a filter for instance.",
            "cases-batches.ipynb#what-cannot-be-seen",
            "the loss; of a fitted model, its largest probability",
            bits(y=[[1.0]] * 4, ones=[1] * ROWS, half=BIT),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(z, y)",
                    "F.binary_cross_entropy_with_logits(z, half)",
                ),
                "Keras": Call(f"{BINARY}(y, z)", f"{BINARY}(half, z)"),
                "JAX / optax": Call(
                    "optax.sigmoid_binary_cross_entropy(z, y).mean()",
                    "optax.sigmoid_binary_cross_entropy(z, half).mean()",
                ),
                "scikit-learn": fitted(LOGISTIC, "ones", "bits", TOP),
                "XGBoost": fitted(XGB_C, "ones", "bits", TOP),
                "LightGBM": fitted(LGB_C, "ones", "bits", TOP),
            },
        ),
    ),
    "Shapes and gaps": (
        Mistake(
            "(n, 1) against (n,), squared error",
            "A column of predictions meets a row of targets, and n² pairs are compared.",
            "cases-batches.ipynb#a-column-against-a-row",
            "the loss; of a fitted model, its mean squared error",
            numbers(row=[row[0] for row in NUMBER], column=[[y] for y in LONG["numbers"]]),
            {
                "PyTorch": Call("F.mse_loss(z, row)", "F.mse_loss(z, y)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(row, z)", "losses.MeanSquaredError()(y, z)"
                ),
                "JAX / optax": Call("optax.l2_loss(z, row).mean()", "optax.l2_loss(z, y).mean()"),
                "scikit-learn": fitted(
                    "MLPRegressor(max_iter=2000, random_state=0)",
                    "column",
                    "numbers",
                    "((model.predict(x) - numbers) ** 2).mean()",
                ),
                "XGBoost": fitted(
                    XGB_R, "column", "numbers", "((model.predict(x) - numbers) ** 2).mean()"
                ),
                "LightGBM": fitted(
                    LGB_R, "column", "numbers", "((model.predict(x) - numbers) ** 2).mean()"
                ),
            },
        ),
        Mistake(
            "(n, 1) against (n,), Huber",
            "The same in a robust loss.",
            "cases-batches.ipynb#a-column-against-a-row",
            "the loss",
            numbers(row=[row[0] for row in NUMBER]),
            {
                "PyTorch": Call("F.huber_loss(z, row)", "F.huber_loss(z, y)"),
                "Keras": Call("losses.Huber()(row, z)", "losses.Huber()(y, z)"),
                "JAX / optax": Call(
                    "optax.huber_loss(z, row).mean()", "optax.huber_loss(z, y).mean()"
                ),
                "scikit-learn": "as for the squared error",
                "XGBoost": "as for the squared error",
                "LightGBM": "as for the squared error",
            },
        ),
        Mistake(
            "(n, 1) against (n,), Poisson",
            "The same in a loss of counts.",
            "cases-batches.ipynb#a-column-against-a-row",
            "the loss",
            counts(row=[row[0] for row in COUNT]),
            {
                "PyTorch": Call("F.poisson_nll_loss(z, row)", "F.poisson_nll_loss(z, y)"),
                "Keras": Call(
                    "losses.Poisson()(row, ops.exp(z))", "losses.Poisson()(y, ops.exp(z))"
                ),
                "JAX / optax": Call("(jnp.exp(z) - row * z).mean()", "(jnp.exp(z) - y * z).mean()"),
                "scikit-learn": "as for the squared error",
                "XGBoost": "as for the squared error",
                "LightGBM": "as for the squared error",
            },
        ),
        Mistake(
            "Channels first or last",
            "Images of 4 by 5 pixels, three classes: PyTorch wants the classes second, others last.",
            "multiclass.ipynb",
            "the loss",
            {
                "last": [[[SCORES[(i + j) % 4] for j in range(5)] for i in range(4)]] * 2,
                "first": [
                    [
                        [[SCORES[(i + j) % 4][k] for j in range(5)] for i in range(4)]
                        for k in range(3)
                    ]
                ]
                * 2,
                "y": [[[CLASS[(i + j) % 4] for j in range(5)] for i in range(4)]] * 2,
            },
            {
                "PyTorch": Call("F.cross_entropy(last, y)", "F.cross_entropy(first, y)"),
                "Keras": Call(f"{SPARSE}(y, first)", f"{SPARSE}(y, last)"),
                "JAX / optax": Call(f"{INTEGER}(first, y).mean()", f"{INTEGER}(last, y).mean()"),
                "scikit-learn": WHOLE,
                "XGBoost": WHOLE,
                "LightGBM": WHOLE,
            },
        ),
        Mistake(
            "Channels first or last, as many pixels as classes",
            "The same for images of 3 by 3 pixels: the shapes fit by chance.",
            "multiclass.ipynb",
            "the loss",
            {
                "last": [[[SCORES[(i + j) % 4] for j in range(3)] for i in range(3)]] * 2,
                "first": [
                    [
                        [[SCORES[(i + j) % 4][k] for j in range(3)] for i in range(3)]
                        for k in range(3)
                    ]
                ]
                * 2,
                "y": [[[CLASS[(i + j) % 4] for j in range(3)] for i in range(3)]] * 2,
            },
            {
                "PyTorch": Call("F.cross_entropy(last, y)", "F.cross_entropy(first, y)"),
                "Keras": Call(f"{SPARSE}(y, first)", f"{SPARSE}(y, last)"),
                "JAX / optax": Call(f"{INTEGER}(first, y).mean()", f"{INTEGER}(last, y).mean()"),
                "scikit-learn": WHOLE,
                "XGBoost": WHOLE,
                "LightGBM": WHOLE,
            },
        ),
        Mistake(
            "NaN among the targets",
            "One target is missing.",
            "symptoms.ipynb#nan-at-the-first-step",
            "the loss; of a fitted model, its mean prediction",
            numbers(
                y=[[1.5], [float("nan")], [0.9], [0.4]],
                full=NUMBER,
                gap=at("numbers", float("nan")),
            ),
            {
                "PyTorch": Call("F.mse_loss(z, y)", "F.mse_loss(z, full)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(y, z)", "losses.MeanSquaredError()(full, z)"
                ),
                "JAX / optax": Call("optax.l2_loss(z, y).mean()", "optax.l2_loss(z, full).mean()"),
                "scikit-learn": fitted("lm.LinearRegression()", "gap", "numbers", MEAN),
                "XGBoost": fitted(XGB_R, "gap", "numbers", MEAN),
                "LightGBM": fitted(LGB_R, "gap", "numbers", MEAN),
            },
        ),
        Mistake(
            "An empty batch",
            "Nothing is left after a filter.",
            "cases-batches.ipynb#a-batch-that-is-all-ignored",
            "the loss; of a fitted model, its mean prediction",
            numbers(),
            {
                "PyTorch": Call("F.mse_loss(z[:0], y[:0])", "F.mse_loss(z, y)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(y[:0], z[:0])", "losses.MeanSquaredError()(y, z)"
                ),
                "JAX / optax": Call(
                    "optax.l2_loss(z[:0], y[:0]).mean()", "optax.l2_loss(z, y).mean()"
                ),
                "scikit-learn": Call(
                    f"model = lm.LinearRegression().fit(x[:0], numbers[:0])\n{MEAN}",
                    f"model = lm.LinearRegression().fit(x, numbers)\n{MEAN}",
                ),
                "XGBoost": Call(
                    f"model = {XGB_R}.fit(x[:0], numbers[:0])\n{MEAN}",
                    f"model = {XGB_R}.fit(x, numbers)\n{MEAN}",
                ),
                "LightGBM": Call(
                    f"model = {LGB_R}.fit(x[:0], numbers[:0])\n{MEAN}",
                    f"model = {LGB_R}.fit(x, numbers)\n{MEAN}",
                ),
            },
        ),
    ),
    "Counts, amounts, quantiles": (
        Mistake(
            "The rate where its logarithm is asked, or the other way round",
            "PyTorch's Poisson loss takes the log rate, Keras's takes the rate.",
            "cases.ipynb#a-rate-or-its-logarithm",
            "the loss; of a fitted model, its mean prediction",
            counts(z=[[2.0], [0.1], [0.5], [0.3]]),
            {
                "PyTorch": Call("F.poisson_nll_loss(torch.exp(z), y)", "F.poisson_nll_loss(z, y)"),
                "Keras": Call("losses.Poisson()(y, z)", "losses.Poisson()(y, ops.exp(z))"),
                "JAX / optax": Call(
                    "optax.losses.generalized_kl_divergence(jnp.exp(z), y).mean()",
                    "optax.losses.generalized_kl_divergence(z, y).mean()",
                ),
                "scikit-learn": BUILT_IN,
                "XGBoost": Call(
                    'model = XGBRegressor(objective="count:poisson", **few)\n'
                    "model.fit(x, counts, base_margin=np.full(60, 2.0))\n"
                    "model.predict(x, base_margin=np.full(60, 2.0)).mean()",
                    'model = XGBRegressor(objective="count:poisson", **few)\n'
                    "model.fit(x, counts, base_margin=np.full(60, np.log(2.0)))\n"
                    "model.predict(x, base_margin=np.full(60, np.log(2.0))).mean()",
                ),
                "LightGBM": Call(
                    'model = LGBMRegressor(objective="poisson", **few)\n'
                    "model.fit(x, counts, init_score=np.full(60, 2.0))\n"
                    "(model.predict(x) * np.exp(2.0)).mean()",
                    'model = LGBMRegressor(objective="poisson", **few)\n'
                    "model.fit(x, counts, init_score=np.full(60, np.log(2.0)))\n"
                    "(model.predict(x) * 2.0).mean()",
                ),
            },
        ),
        Mistake(
            "A negative count",
            "One of the counts is −1, after centring for instance.",
            "counts.ipynb",
            "the loss; of a fitted model, its mean prediction",
            counts(y=[[3.0], [-1.0], [2.0], [1.0]], full=COUNT, below=at("counts", -1.0)),
            {
                "PyTorch": Call("F.poisson_nll_loss(z, y)", "F.poisson_nll_loss(z, full)"),
                "Keras": Call(
                    "losses.Poisson()(y, ops.exp(z))", "losses.Poisson()(full, ops.exp(z))"
                ),
                "JAX / optax": Call(
                    "optax.losses.generalized_kl_divergence(z, y).mean()",
                    "optax.losses.generalized_kl_divergence(z, full).mean()",
                ),
                "scikit-learn": fitted("lm.PoissonRegressor()", "below", "counts", MEAN),
                "XGBoost": fitted(
                    'XGBRegressor(objective="count:poisson", **few)', "below", "counts", MEAN
                ),
                "LightGBM": fitted(
                    'LGBMRegressor(objective="poisson", **few)', "below", "counts", MEAN
                ),
            },
        ),
        Mistake(
            "A zero for gamma",
            "The gamma density is for amounts above 0.",
            "amounts.ipynb",
            "the loss; of a fitted model, its mean prediction",
            counts(
                y=[[3.0], [0.0], [2.0], [1.0]],
                full=[[3.0], [0.5], [2.0], [1.0]],
                amounts=[k + 0.5 for k in LONG["counts"]],
                nought=[0.0 if n == 1 else k + 0.5 for n, k in enumerate(LONG["counts"])],
            ),
            {
                "PyTorch": Call(
                    "density = torch.distributions.Gamma(2.0, 2 * torch.exp(-z))\n"
                    "-density.log_prob(y).mean()",
                    "density = torch.distributions.Gamma(2.0, 2 * torch.exp(-z))\n"
                    "-density.log_prob(full).mean()",
                ),
                "Keras": NO_SUCH,
                "JAX / optax": Call(
                    "-jax.scipy.stats.gamma.logpdf(y, 2.0, scale=jnp.exp(z) / 2).mean()",
                    "-jax.scipy.stats.gamma.logpdf(full, 2.0, scale=jnp.exp(z) / 2).mean()",
                ),
                "scikit-learn": fitted("lm.GammaRegressor()", "nought", "amounts", MEAN),
                "XGBoost": fitted(
                    'XGBRegressor(objective="reg:gamma", **few)', "nought", "amounts", MEAN
                ),
                "LightGBM": fitted(
                    'LGBMRegressor(objective="gamma", **few)', "nought", "amounts", MEAN
                ),
            },
        ),
        Mistake(
            "A variance below 0",
            "The output that should be a variance is a plain score.",
            "uncertain.ipynb",
            "the loss",
            numbers(v=[[0.5], [-0.2], [1.0], [0.3]], s=[[-0.7], [-1.6], [0.0], [-1.2]]),
            {
                "PyTorch": Call(
                    "F.gaussian_nll_loss(z, y, v)", "F.gaussian_nll_loss(z, y, torch.exp(s))"
                ),
                "Keras": NO_SUCH,
                "JAX / optax": Call(
                    "-jax.scipy.stats.norm.logpdf(y, z, jnp.sqrt(v)).mean()",
                    "-jax.scipy.stats.norm.logpdf(y, z, jnp.exp(s / 2)).mean()",
                ),
                "scikit-learn": NO_SUCH,
                "XGBoost": NO_SUCH,
                "LightGBM": NO_SUCH,
            },
        ),
        Mistake(
            "The quantile 90",
            "Meant is the quantile 0.9.",
            "quantiles.ipynb",
            "the loss; of a fitted model, its mean prediction",
            numbers(),
            {
                "PyTorch": Call(
                    "q, e = 90, y - z\ntorch.maximum(q * e, (q - 1) * e).mean()",
                    "q, e = 0.9, y - z\ntorch.maximum(q * e, (q - 1) * e).mean()",
                ),
                "Keras": Call(
                    "q, e = 90, y - z\nops.mean(ops.maximum(q * e, (q - 1) * e))",
                    "q, e = 0.9, y - z\nops.mean(ops.maximum(q * e, (q - 1) * e))",
                ),
                "JAX / optax": Call(
                    "q, e = 90, y - z\njnp.maximum(q * e, (q - 1) * e).mean()",
                    "q, e = 0.9, y - z\njnp.maximum(q * e, (q - 1) * e).mean()",
                ),
                "scikit-learn": Call(
                    f"model = lm.QuantileRegressor(quantile=90).fit(x, numbers)\n{MEAN}",
                    f"model = lm.QuantileRegressor(quantile=0.9).fit(x, numbers)\n{MEAN}",
                ),
                "XGBoost": Call(
                    'told = {"objective": "reg:quantileerror", "quantile_alpha": 90}\n'
                    f"model = XGBRegressor(**told, **few).fit(x, numbers)\n{MEAN}",
                    'told = {"objective": "reg:quantileerror", "quantile_alpha": 0.9}\n'
                    f"model = XGBRegressor(**told, **few).fit(x, numbers)\n{MEAN}",
                ),
                "LightGBM": Call(
                    'model = LGBMRegressor(objective="quantile", alpha=90, **few)\n'
                    f"model.fit(x, numbers)\n{MEAN}",
                    'model = LGBMRegressor(objective="quantile", alpha=0.9, **few)\n'
                    f"model.fit(x, numbers)\n{MEAN}",
                ),
            },
        ),
        Mistake(
            "A base score outside the predictions",
            "Boosting for yes or no starts at a probability of 2.",
            "boosting.ipynb",
            "of a fitted model, its largest probability",
            bits(),
            {
                "PyTorch": "starts at a score, any number",
                "Keras": "starts at a score, any number",
                "JAX / optax": "starts at a score, any number",
                "scikit-learn": "chooses its start itself",
                "XGBoost": Call(
                    f"model = XGBClassifier(base_score=2.0, **few).fit(x, bits)\n{TOP}",
                    f"model = XGBClassifier(base_score=0.5, **few).fit(x, bits)\n{TOP}",
                ),
                "LightGBM": "`init_score` is a score, any number",
            },
        ),
    ),
    "Weights": (
        Mistake(
            "A negative weight for the positives",
            "`pos_weight`, class weight or `scale_pos_weight` of −0.5.",
            "rare-positives.ipynb",
            "the loss; of a fitted model, its mean probability of yes",
            bits(),
            {
                "PyTorch": Call(
                    "F.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(-0.5))",
                    "F.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(2.0))",
                ),
                "Keras": Call(
                    f"{BINARY}(y, z, sample_weight=ops.where(y == 1, -0.5, 1))",
                    f"{BINARY}(y, z, sample_weight=ops.where(y == 1, 2, 1))",
                ),
                "JAX / optax": Call(
                    "w = jnp.where(y == 1, -0.5, 1)\n"
                    "(w * optax.sigmoid_binary_cross_entropy(z, y)).mean()",
                    "w = jnp.where(y == 1, 2, 1)\n"
                    "(w * optax.sigmoid_binary_cross_entropy(z, y)).mean()",
                ),
                "scikit-learn": Call(
                    "model = lm.LogisticRegression(class_weight={0: 1, 1: -0.5}).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                    "model = lm.LogisticRegression(class_weight={0: 1, 1: 2}).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                ),
                "XGBoost": Call(
                    "model = XGBClassifier(scale_pos_weight=-0.5, **few).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                    "model = XGBClassifier(scale_pos_weight=2, **few).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                ),
                "LightGBM": Call(
                    "model = LGBMClassifier(scale_pos_weight=-0.5, **few).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                    "model = LGBMClassifier(scale_pos_weight=2, **few).fit(x, bits)\n"
                    "model.predict_proba(x)[:, 1].mean()",
                ),
            },
        ),
        Mistake(
            "Negative sample weights",
            "One sample weighs −1.",
            "cases-batches.ipynb#weights-and-probabilities",
            "the loss; of a fitted model, its mean prediction",
            numbers(
                w=[[1.0], [-1.0], [1.0], [1.0]],
                one=[[1.0]] * 4,
                weights=[-1.0 if n == 1 else 1.0 for n in range(ROWS)],
                ones=[1.0] * ROWS,
            ),
            {
                "PyTorch": Call("F.mse_loss(z, y, weight=w)", "F.mse_loss(z, y, weight=one)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(y, z, sample_weight=w)",
                    "losses.MeanSquaredError()(y, z, sample_weight=one)",
                ),
                "JAX / optax": Call(
                    "(w * optax.l2_loss(z, y)).mean()", "(one * optax.l2_loss(z, y)).mean()"
                ),
                "scikit-learn": Call(
                    f"model = lm.Ridge().fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = lm.Ridge().fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
                "XGBoost": Call(
                    f"model = {XGB_R}.fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = {XGB_R}.fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
                "LightGBM": Call(
                    f"model = {LGB_R}.fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = {LGB_R}.fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
            },
        ),
        Mistake(
            "Sample weights of the wrong length",
            "One weight too few.",
            "cases-batches.ipynb#weights-and-probabilities",
            "the loss; of a fitted model, its mean prediction",
            numbers(w=[[1.0]] * 3, one=[[1.0]] * 4, weights=[1.0] * (ROWS - 1), ones=[1.0] * ROWS),
            {
                "PyTorch": Call("F.mse_loss(z, y, weight=w)", "F.mse_loss(z, y, weight=one)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(y, z, sample_weight=w)",
                    "losses.MeanSquaredError()(y, z, sample_weight=one)",
                ),
                "JAX / optax": Call(
                    "(w * optax.l2_loss(z, y)).mean()", "(one * optax.l2_loss(z, y)).mean()"
                ),
                "scikit-learn": Call(
                    f"model = lm.Ridge().fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = lm.Ridge().fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
                "XGBoost": Call(
                    f"model = {XGB_R}.fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = {XGB_R}.fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
                "LightGBM": Call(
                    f"model = {LGB_R}.fit(x, numbers, sample_weight=weights)\n{MEAN}",
                    f"model = {LGB_R}.fit(x, numbers, sample_weight=ones)\n{MEAN}",
                ),
            },
        ),
        Mistake(
            "A row of weights against a column",
            "Weights (n,) with losses (n, 1).",
            "cases-batches.ipynb#a-column-against-a-row",
            "the loss",
            numbers(w=[2.0, 1.0, 0.5, 0.5], column=[[2.0], [1.0], [0.5], [0.5]]),
            {
                "PyTorch": Call("F.mse_loss(z, y, weight=w)", "F.mse_loss(z, y, weight=column)"),
                "Keras": Call(
                    "losses.MeanSquaredError()(y, z, sample_weight=w)",
                    "losses.MeanSquaredError()(y, z, sample_weight=column)",
                ),
                "JAX / optax": Call(
                    "(w * optax.l2_loss(z, y)).mean()", "(column * optax.l2_loss(z, y)).mean()"
                ),
                "scikit-learn": "its losses have one number per sample",
                "XGBoost": "its losses have one number per sample",
                "LightGBM": "its losses have one number per sample",
            },
        ),
    ),
}
MISTAKES = tuple(mistake for group in GROUPS.values() for mistake in group)
