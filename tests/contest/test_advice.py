"""check_pairing raises an alarm on each bug, none on its sound neighbour, and answers anything."""

import random

import numpy as np
import pytest
from facts.kinds import drawn

from pairings import CATALOGUE, Pairing, activations, check_pairing, compose, losses, matching
from pairings.advice import Findings, findings
from pairings.advice.case import ROWS, RULES

RNG = np.random.default_rng(0)
N = 60
CLASS = np.arange(N) % 3
ROWS_ = np.eye(3)[CLASS]
LABEL = (np.arange(N) % 2).astype(float)[:, None]
PLUS = 2 * LABEL - 1
MULTI = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]] * 20, float)
NUMBER, COUNT = RNG.normal(size=(N, 1)), RNG.poisson(2.0, (N, 1))
POSITIVE = RNG.gamma(2.0, size=(N, 1))
ONE, THREE = RNG.normal(size=(N, 1)), RNG.normal(size=(N, 3))
SHARES = activations.softmax.forward(THREE)
A, L = activations, losses

# code: (a call with the bug, the nearest call without it), each as (activation, loss, y, z, keywords)
BUGS = [
    (
        "overflow",
        ("softmax -> log", "NLLLoss", CLASS, 1000 * THREE),
        ("log_softmax", "NLLLoss", CLASS, 1000 * THREE),
    ),
    (
        "dead-output",
        ("sparsemax", L.cross_entropy, ROWS_, None),
        (matching(A.sparsemax), None, ROWS_, None),
    ),
    (
        "wrong-sign",
        (None, "-CrossEntropyLoss()", CLASS, THREE),
        (None, "CrossEntropyLoss()", CLASS, THREE),
    ),
    (
        "swapped-arguments",
        (None, "CrossEntropyLoss", THREE, CLASS),
        (None, "CrossEntropyLoss", CLASS, THREE),
    ),
    (
        "mask-missing",
        (None, "mse", np.where(LABEL, NUMBER, -999), ONE),
        (None, "mse", np.where(LABEL, NUMBER, -9), ONE),
    ),
    ("no-gradient", ("detach", "mse", None, None), ("linear", "mse", None, None)),
    (
        "double-softmax",
        ("softmax", "CrossEntropyLoss", CLASS, THREE),
        (None, "CrossEntropyLoss", CLASS, THREE),
    ),
    (
        "double-softmax",
        (None, "CrossEntropyLoss", CLASS, SHARES),
        (None, "CrossEntropyLoss", CLASS, 4 * SHARES),
    ),
    (
        "double-softmax",
        ("softmax", "CategoricalCrossentropy(from_logits=True)", ROWS_, None),
        ("softmax", "CategoricalCrossentropy(from_logits=False)", ROWS_, None),
    ),
    (
        "double-sigmoid",
        ("sigmoid", "BCEWithLogitsLoss", LABEL, ONE),
        ("sigmoid", "BCELoss", LABEL, ONE),
    ),
    (
        "double-sigmoid",
        ("softmax", "BCEWithLogitsLoss", None, None),
        (None, "BCEWithLogitsLoss", None, None),
    ),
    (
        "double-sigmoid",
        (None, "BCEWithLogitsLoss", LABEL, np.linspace(0, 1, N)[:, None]),
        (None, "BCEWithLogitsLoss", LABEL, np.linspace(0, 2, N)[:, None]),
    ),
    (
        "sigmoid-for-classes",
        ("sigmoid", "CrossEntropyLoss", CLASS, THREE),
        ("log_softmax", "CrossEntropyLoss", CLASS, THREE),
    ),
    (
        "sigmoid-for-classes",
        ("sigmoid", L.cross_entropy, ROWS_, THREE),
        ("softmax", L.cross_entropy, ROWS_, THREE),
    ),
    (
        "softmax-of-one",
        ("Dense(1, activation='softmax')", "binary_crossentropy", LABEL, None),
        ("Dense(1, activation='sigmoid')", "binary_crossentropy", LABEL, None),
    ),
    (
        "softmax-of-one",
        (None, "CrossEntropyLoss", None, ONE),
        (None, "CrossEntropyLoss", None, THREE),
    ),
    (
        "logits-as-probabilities",
        ("linear", "BCELoss", LABEL, ONE),
        ("sigmoid", "BCELoss", LABEL, ONE),
    ),
    (
        "logits-as-probabilities",
        (None, "CategoricalCrossentropy()", ROWS_, THREE),
        (None, "CategoricalCrossentropy()", ROWS_, SHARES),
    ),
    (
        "logits-as-probabilities",
        (None, "NLLLoss", CLASS, THREE),
        (None, "NLLLoss", CLASS, np.log(SHARES)),
    ),
    (
        "probabilities-as-log-probabilities",
        ("softmax", "NLLLoss", CLASS, None),
        ("log_softmax", "NLLLoss", CLASS, None),
    ),
    (
        "probabilities-as-log-probabilities",
        ("softmax", "KLDivLoss", ROWS_, None),
        ("LogSoftmax(dim=1)", "KLDivLoss", ROWS_, None),
    ),
    (
        "log-probabilities-as-probabilities",
        ("log_softmax", "categorical_crossentropy", ROWS_, None),
        ("softmax", "categorical_crossentropy", ROWS_, None),
    ),
    (
        "log-probabilities-as-probabilities",
        ("logsigmoid", "BCEWithLogitsLoss", LABEL, None),
        (None, "BCEWithLogitsLoss", LABEL, None),
    ),
    (
        "log-rate-as-rate",
        ("exp", "PoissonNLLLoss()", COUNT, ONE),
        ("exp", "PoissonNLLLoss(log_input=False)", COUNT, ONE),
    ),
    (
        "log-rate-as-rate",
        ("linear", "PoissonNLLLoss(log_input=False)", COUNT, ONE),
        ("linear", "PoissonNLLLoss()", COUNT, ONE),
    ),
    (
        "log-rate-as-rate",
        ("softplus", "PoissonNLLLoss()", None, None),
        ("softplus", "PoissonNLLLoss(log_input=False)", None, None),
    ),
    (
        "softmax-for-multilabel",
        ("softmax", "categorical_crossentropy", MULTI, THREE),
        ("sigmoid", "binary_crossentropy", MULTI, THREE),
    ),
    (
        "softmax-for-multilabel",
        ("softmax", "binary_crossentropy", MULTI, THREE),
        ("softmax", "binary_crossentropy", ROWS_, THREE),
    ),
    ("range-misses-targets", ("relu", "MSELoss", NUMBER, ONE), ("relu", "MSELoss", POSITIVE, ONE)),
    (
        "range-misses-targets",
        ("sigmoid", L.squared_error, 300 * POSITIVE, None),
        ("sigmoid", L.squared_error, LABEL, None),
    ),
    (
        "range-misses-targets",
        ("tanh", "BCEWithLogitsLoss", LABEL, None),
        ("tanh", L.squared_error, LABEL, None),
    ),
    (
        "range-misses-targets",
        ("tanh", "CrossEntropyLoss", CLASS, None),
        ("LeakyReLU", "CrossEntropyLoss", CLASS, None),
    ),
    ("range-misses-targets", ("sigmoid", L.hinge, PLUS, None), ("tanh", L.hinge, PLUS, None)),
    ("range-misses-targets", ("softmax", "mse", NUMBER, THREE), ("softmax", "mse", ROWS_, THREE)),
    ("range-leaves-domain", ("tanh", "BCELoss", LABEL, None), ("hard tanh", "mse", LABEL, None)),
    ("range-leaves-domain", (A.identity, L.poisson, COUNT, None), (A.exp, L.poisson, COUNT, None)),
    (
        "range-leaves-domain",
        (A.relu, L.gamma, POSITIVE, None),
        (A.softplus, L.gamma, POSITIVE, None),
    ),
    (
        "dead-output",
        (A.relu, L.squared_error, POSITIVE, -9 + ONE),
        (A.relu, L.squared_error, POSITIVE, 9 + ONE),
    ),
    (
        "dead-output",
        (A.hard_sigmoid, L.log_loss, LABEL, None),
        (A.sigmoid, L.log_loss, LABEL, None),
    ),
    (
        "dead-output",
        ("relu", "CrossEntropyLoss", CLASS, None),
        ("elu", "CrossEntropyLoss", CLASS, None),
    ),
    ("no-gradient", ("argmax", "mse", None, None), ("softmax", "mse", None, None)),
    ("swapped-arguments", (L.log_loss, A.sigmoid, None, None), (A.sigmoid, L.log_loss, None, None)),
    ("swapped-arguments", ("BCELoss", "Sigmoid", None, None), ("Sigmoid", "BCELoss", None, None)),
    (
        "swapped-arguments",
        (None, "BCEWithLogitsLoss", ONE, LABEL),
        (None, "BCEWithLogitsLoss", LABEL, ONE),
    ),
    (
        "not-called",
        (A.elu_with, L.squared_error, None, None),
        (A.elu_with(0.5), L.squared_error, None, None),
    ),
    (
        "wrong-axis",
        ("LogSoftmax(dim=0)", "NLLLoss", CLASS, None),
        ("LogSoftmax(dim=-1)", "NLLLoss", CLASS, None),
    ),
    (
        "wrong-axis",
        (None, "CrossEntropyLoss", np.zeros((2, 5), int), np.zeros((2, 5, 3))),
        (None, "CrossEntropyLoss", np.zeros((2, 5), int), np.zeros((2, 3, 5))),
    ),
    (
        "labels-out-of-range",
        (None, "CrossEntropyLoss", CLASS + 1, THREE),
        (None, "CrossEntropyLoss", CLASS, THREE),
    ),
    (
        "labels-out-of-range",
        (None, "softmax_cross_entropy_with_integer_labels", CLASS - 1, THREE),
        (None, "softmax_cross_entropy_with_integer_labels", CLASS, THREE),
    ),
    (
        "labels-out-of-range",
        (None, "CrossEntropyLoss(ignore_index=7)", np.where(CLASS, CLASS, -100), THREE),
        (None, "CrossEntropyLoss", np.where(CLASS, CLASS, -100), THREE),
    ),
    (
        "labels-not-01",
        (None, "BCEWithLogitsLoss", PLUS, ONE),
        (None, "BCEWithLogitsLoss", (1 + PLUS) / 2, ONE),
    ),
    (
        "labels-not-01",
        ("sigmoid", "binary_crossentropy", 255 * LABEL, None),
        ("sigmoid", "binary_crossentropy", LABEL * 0.7, None),
    ),
    ("labels-not-pm1", (None, "hinge_loss", LABEL, ONE), (None, "hinge_loss", PLUS, ONE)),
    ("labels-not-pm1", (None, L.hinge, LABEL, ONE), (None, "keras.losses.Hinge()", LABEL, ONE)),
    (
        "mask-missing",
        (None, "BCEWithLogitsLoss", np.where(np.arange(N)[:, None] < 9, -1, LABEL), ONE),
        (None, "BCEWithLogitsLoss", LABEL, ONE),
    ),
    (
        "one-hot-for-index",
        (None, "CrossEntropyLoss", ROWS_.astype(int), THREE),
        (None, "CrossEntropyLoss", ROWS_, THREE),
    ),
    (
        "one-hot-for-index",
        ("softmax", "sparse_categorical_crossentropy", ROWS_, THREE),
        ("softmax", "sparse_categorical_crossentropy", CLASS, THREE),
    ),
    (
        "index-for-one-hot",
        ("softmax", "categorical_crossentropy", CLASS, THREE),
        ("softmax", "categorical_crossentropy", ROWS_, THREE),
    ),
    (
        "index-for-one-hot",
        (None, "softmax_cross_entropy", CLASS, THREE),
        (None, "softmax_cross_entropy", ROWS_, THREE),
    ),
    (
        "not-a-distribution",
        (None, "softmax_cross_entropy", 0.9 * ROWS_, THREE),
        (None, "softmax_cross_entropy", 0.9 * ROWS_ + 0.1 / 3, THREE),
    ),
    (
        "targets-out-of-domain",
        (A.exp, L.gamma, 0.0 * POSITIVE, None),
        (A.exp, L.gamma, POSITIVE, None),
    ),
    ("counts-negative", (A.exp, L.poisson, COUNT - 3.0, None), (A.exp, L.poisson, COUNT, None)),
    (
        "nan-labels",
        (None, "mse", np.where(NUMBER > 1, np.nan, NUMBER), ONE),
        (None, "mse", NUMBER, ONE),
    ),
    (
        "integer-labels-as-float",
        (None, "CrossEntropyLoss", CLASS.astype(float), THREE),
        (None, "CrossEntropyLoss", CLASS, THREE),
    ),
    ("shapes-broadcast", (None, "MSELoss", NUMBER[:, 0], ONE), (None, "MSELoss", NUMBER, ONE)),
    (
        "shapes-broadcast",
        (None, "huber_loss", NUMBER, ONE[:, 0]),
        (None, "mean_squared_error", NUMBER[:, 0], ONE),
    ),
    ("shape-mismatch", (None, "MSELoss", NUMBER[:5], ONE), (None, "MSELoss", NUMBER, ONE)),
    (
        "shape-mismatch",
        (None, "CrossEntropyLoss", CLASS[:, None], THREE),
        ("softmax", "sparse_categorical_crossentropy", CLASS[:, None], THREE),
    ),
    (
        "shape-mismatch",
        (A.identity, L.gaussian, None, None),
        (A.mean_and_variance, L.gaussian, None, None),
    ),
    (
        "bad-weights",
        (None, "CrossEntropyLoss(weight=[1.0, 1.0])", CLASS, THREE),
        (None, "CrossEntropyLoss(weight=[1.0, 1.0, 1.0])", CLASS, THREE),
    ),
    (
        "bad-weights",
        (None, "BCEWithLogitsLoss(pos_weight=0.03)", np.eye(N)[:, :1] + np.eye(N)[:, 1:2], ONE),
        (None, "BCEWithLogitsLoss(pos_weight=29.0)", np.eye(N)[:, :1] + np.eye(N)[:, 1:2], ONE),
    ),
    (
        "all-masked",
        (None, "CrossEntropyLoss", np.full(N, -100), THREE),
        (None, "CrossEntropyLoss", CLASS, THREE),
    ),
    ("overflow", (None, "mse", NUMBER, ONE * np.inf), (None, "mse", NUMBER, ONE)),
    (
        "overflow",
        (compose(A.sigmoid, L.log_loss), None, LABEL, 800 * ONE),
        (matching(A.sigmoid, L.log_loss), None, LABEL, 800 * ONE),
    ),
]


def codes(call, **keywords):
    return [finding.code for finding in check_pairing(*call, **keywords).alarms]


@pytest.mark.parametrize(
    ("code", "bug", "sound"), BUGS, ids=[f"{i}-{b[0]}" for i, b in enumerate(BUGS)]
)
def test_a_bug_is_seen_and_its_neighbour_is_left_alone(code, bug, sound):
    assert code in codes(bug)
    assert codes(sound) == []


@pytest.mark.parametrize(
    ("code", "bug", "sound"),
    [
        ("bad-weights", {"weights": -np.ones(N)}, {"weights": np.ones(N)}),
        ("bad-weights", {"weights": np.ones(3)}, {"weights": np.linspace(0, 1, N)}),
        ("bad-weights", {"weights": np.zeros(N)}, {"weights": LABEL[:, 0]}),
        ("all-masked", {"mask": 0 * LABEL}, {"mask": 0 * LABEL + 1}),
        ("threshold", {"threshold": 0.5}, {"threshold": 0.0}),
        ("threshold", {"threshold": "argmax"}, {"threshold": 0.3}),
        ("threshold", {"threshold": "round"}, {}),
    ],
)
def test_what_stands_beside_the_loss(code, bug, sound):
    call = ("linear", "BCEWithLogitsLoss", LABEL, ONE)
    assert code in codes(call, **bug)
    assert codes(call, **sound) == []


@pytest.mark.parametrize(
    ("framework", "activation", "loss", "y", "z"),
    [
        ("sklearn", "logistic", "log_loss", LABEL[:, 0], ONE[:, 0]),
        ("sklearn", "identity", "log_loss", LABEL[:, 0], ONE[:, 0]),
        ("sklearn", "softmax", "log_loss", ["a", "b", "c"] * 20, None),
        ("sklearn", "identity", "hinge", LABEL[:, 0], ONE[:, 0]),
        ("sklearn", "identity", "poisson", COUNT[:, 0], ONE[:, 0]),
        ("sklearn", "exp", "poisson", COUNT[:, 0], ONE[:, 0]),
        ("sklearn", "identity", "squared_error", NUMBER[:, 0], ONE[:, 0]),
        ("xgboost", None, "binary:logistic", LABEL[:, 0], ONE[:, 0]),
        ("xgboost", "sigmoid", "binary:logistic", LABEL[:, 0], ONE[:, 0]),
        ("xgboost", "softmax", "multi:softprob", CLASS, THREE),
        ("lightgbm", None, "gamma", POSITIVE[:, 0], ONE[:, 0]),
        ("keras", "sigmoid", "binary_crossentropy", LABEL[:, 0], ONE),
        ("keras", None, "mse", NUMBER[:, 0], ONE),
        ("jax", None, "optax.sigmoid_binary_cross_entropy", LABEL, ONE),
        ("torch", None, "GaussianNLLLoss", NUMBER, ONE),
    ],
)
def test_the_habits_of_libraries_are_sound(framework, activation, loss, y, z):
    assert codes((activation, loss, y, z), framework=framework) == []


def test_weights_of_classes_by_name():
    call = (None, "SparseCategoricalCrossentropy(from_logits=True)", CLASS, THREE)
    assert codes(call, weights={0: 1.0, 1: 2.0, 2: 1.0}) == []
    assert codes(call, weights={0: 1.0, 1: -2.0, 2: 1.0}) == ["bad-weights"]
    assert codes(call, weights="balanced") == []


def test_the_threshold_of_probabilities_is_a_half():
    assert codes(("sigmoid", "BCELoss", LABEL), threshold=0) == ["threshold"]
    assert codes(("sigmoid", "BCELoss", LABEL), threshold=0.5) == []


def test_unknown_targets_may_be_masked():
    gaps = np.where(NUMBER > 1, np.nan, NUMBER)
    assert codes((None, "MSELoss", gaps, ONE), mask=np.isfinite(gaps)) == []


# --- sound pairings --------------------------------------------------------------------------------


def columns_of(domain, outputs, rng):
    parts = domain.parts or (domain,)
    if domain.kind == "flagged":
        parts = (domain.parts[0], domain._replace(kind="members", members=(0.0, 1.0), parts=()))
    if domain.rows:
        return drawn(domain, rng, (40, outputs))
    return np.concatenate([drawn(part, rng, (40, 1)) for part in parts * outputs], axis=1)


def targets_of(pairing: Pairing, seed: int):
    """Scores and targets that a row takes; None where no such targets were drawn."""
    rng = np.random.default_rng(seed)
    for outputs in (1 + 2 * pairing.targets.rows, 3, 4, 2):
        try:
            y = columns_of(pairing.targets, outputs, rng)
            z = rng.normal(size=(40, outputs * pairing.scores))
            pairing.value(z, y)
        except (ValueError, TypeError, IndexError):
            continue
        return z, y
    return None


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_row_is_sound(name):
    """By itself, and on targets of its domain with random scores."""
    pairing = CATALOGUE[name].pairing
    for row in (name, pairing, CATALOGUE[name]):
        assert codes((row,)) == []
    for seed in range(5):
        if (drawn_ := targets_of(pairing, seed)) is not None:
            z, y = drawn_
            assert codes((name, None, y, z)) == []
            assert codes((name, None, y)) == []
            assert codes((pairing, y, z)) == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_row_is_sound_by_its_two_records(name):
    pairing = CATALOGUE[name].pairing
    if pairing.activation is not None and pairing.loss is not None and not pairing.lists:
        assert codes((pairing.activation, pairing.loss)) == []


def test_a_row_refuses_what_is_none_of_its_targets():
    assert codes(("sigmoid + log loss", None, 3 * LABEL)) == ["labels-not-01"]
    assert codes(("softmax + cross-entropy", None, MULTI)) == ["softmax-for-multilabel"]
    assert codes(("exp + half Poisson deviance", None, COUNT - 3)) == ["counts-negative"]
    assert codes(("identity + half squared error", None, NUMBER[:, 0], ONE)) == ["shapes-broadcast"]


def test_notes_are_no_alarms():
    found = check_pairing("sigmoid", L.squared_error, LABEL)
    assert found.codes == ("nonconvex-slow",)
    assert found.alarms == ()
    assert check_pairing(None, "MSELoss(reduction='sum')").codes == ("sum-reduction",)
    assert check_pairing("log_softmax", "CrossEntropyLoss").codes == ("redundant-log-softmax",)
    assert "imbalanced" in check_pairing("sigmoid", "bce", np.eye(N)[0]).codes
    assert "labels-not-pm1" in check_pairing("tanh", "mse", LABEL).codes
    assert "one-class" in check_pairing("sigmoid", "bce", np.ones(N)).codes
    assert "unscaled-targets" in check_pairing(None, "mse", 1e4 * NUMBER).codes


# --- what is given ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "softmax",
        "Softmax",
        "nn.Softmax(dim=1)",
        A.softmax,
        ["Linear(8, 3)", "Softmax()"],
        "Dense(3, activation='softmax')",
        "Linear(8, 3) -> Softmax(-1)",
        "nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3), nn.Softmax(dim=-1))",
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "loss",
    [
        "CrossEntropyLoss",
        "nn.CrossEntropyLoss(reduction='mean')",
        "F.cross_entropy",
        "keras.losses.CategoricalCrossentropy(from_logits=True)",
        "optax.softmax_cross_entropy",
    ],
)
def test_a_double_softmax_in_many_words(told, loss):
    framework = "torch" if "F." in loss else None
    assert codes((told, loss), framework=framework) == ["double-softmax"]


def test_a_hidden_activation_is_not_the_output():
    assert codes((["Linear(3, 8)", "ReLU", "Linear(8, 1)"], "MSELoss", NUMBER, ONE)) == []


class Frame:
    """What a data frame offers."""

    def __init__(self, values):
        self.values = values

    def to_numpy(self):
        return self.values


class Tensor(Frame):
    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        return self.values

    to_numpy = None


@pytest.mark.parametrize("kind", [Frame, Tensor, np.ndarray.tolist])
def test_arrays_of_other_libraries_are_read(kind):
    assert codes((None, "CrossEntropyLoss", kind(CLASS + 1), kind(THREE))) == [
        "labels-out-of-range"
    ]
    assert codes((None, "CrossEntropyLoss", kind(CLASS), kind(THREE))) == []


def test_many_samples_are_sampled_and_that_is_said():
    many = np.zeros(3 * ROWS)
    many[::7] = 1
    found = check_pairing("sigmoid", "bce", many)
    assert "sampled" in found.codes
    assert found.alarms == ()
    assert codes(("sigmoid", "bce", 2 * many)) == ["labels-not-01"]


STRANGE = (
    None,
    [],
    "",
    "x",
    3,
    np.nan,
    [np.nan, 1],
    [[]],
    [[1, 2], [3]],
    ["a", "b"],
    [None, 1],
    object(),
    {},
    np.zeros((0, 3)),
    np.zeros((2, 3, 4)),
    np.array(None),
    np.array([1e308, -1e308]),
    np.arange(5) + 0j,
    [1, "a"],
    np.ma.array([1, 2], mask=[0, 1]),
    [10**400],
    np.array(3),
    range(3),
    {1, 2},
    True,
    b"x",
    [True, False],
    CLASS,
    ROWS_,
    THREE,
    ONE,
    LABEL,
)
OUTPUTS = (
    *STRANGE,
    "softmax",
    "Dense(",
    "a -> b",
    "->",
    "Linear(x, y)",
    A,
    A.elu_with,
    A.relu,
    *CATALOGUE,
)
COSTS = (
    *STRANGE,
    "NLLLoss",
    "log_loss(",
    "CrossEntropyLoss(weight=[1], ignore_index='a')",
    L.hinge,
    L,
)


def test_anything_is_answered():
    rng = random.Random(0)
    for _ in range(1500):
        y, z, w, m = (rng.choice(STRANGE) for _ in range(4))
        found = check_pairing(
            rng.choice(OUTPUTS),
            rng.choice(COSTS),
            y,
            z,
            framework=rng.choice([None, "torch", "keras", "jax", "sklearn", "xgboost", "?", 3]),
            weights=rng.choice([None, w]),
            mask=rng.choice([None, m]),
            threshold=rng.choice([None, 0.5, "argmax", [1]]),
        )
        assert isinstance(found, Findings)
        assert all(f.severity in findings.SEVERITIES for f in found)
        assert repr(found)
        assert found._repr_html_()


def test_what_is_not_known_is_said_and_is_no_alarm():
    found = check_pairing("wiggle", "my_loss", NUMBER, framework="?")
    assert found.codes == ("unknown",)


# --- how it prints -----------------------------------------------------------------------------------


def test_findings_print_in_a_terminal_and_as_html():
    found = check_pairing("softmax", "CrossEntropyLoss", CLASS + 1, THREE)
    text, html = repr(found), found._repr_html_()
    for finding in found:
        assert finding.code in text
        assert finding.code in html
        assert finding.cure.split("<")[0] in text
    assert repr(check_pairing(A.sigmoid, L.log_loss)) == Findings.NOTHING
    assert "<script" not in check_pairing("<script>", None)._repr_html_()


def test_the_most_severe_comes_first():
    severities = [f.severity for f in check_pairing("sigmoid", L.squared_error, 300 * POSITIVE)]
    assert severities == sorted(severities, key=findings.SEVERITIES.index)


def test_every_rule_has_a_finding():
    """A rule that never speaks is not needed; each is heard on some bug above."""
    from pairings.advice import linter

    silent = {rule.__name__ for rule in RULES}
    calls = [bug for _, bug, _ in BUGS]
    calls += [
        ("sigmoid", "bce", np.eye(N)[0]),
        (None, "mse", 1e4 * NUMBER),
        ("sigmoid", "mse", LABEL),
    ]
    calls += [(None, "MSELoss(reduction='sum')"), (None, "bce", ["a"]), (None, "bce", LABEL, ["a"])]
    for call in calls:
        activation, loss, y, z = (*call, None, None, None)[:4]
        case, _ = linter._told(activation, loss, None)
        if case is None:
            continue
        case = case._replace(y=linter.read("y", y), z=linter.read("z", z), threshold="round")
        case = case._replace(mask=linter.read("mask", [0, 0]))
        with np.errstate(all="ignore"):
            silent -= {rule.__name__ for rule in RULES if list(rule(case))}
    assert silent == {"an_output_is_stuck_at_its_edge"}  # it needs a model: tests of frameworks
