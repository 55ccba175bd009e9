"""The door once more: what is named, weighed, cast, observed and judged."""

import numpy as np
import pytest

from pairings import (
    CATALOGUE,
    check_model,
    check_pairing,
    checks,
    compose,
    datasets,
    fit,
    masked,
    matching,
    medians,
    network,
    optimizers,
    recommend,
    records,
    scoring,
    start,
    statistics,
)
from pairings import activations as A
from pairings import losses as L
from pairings.catalogue.names import find
from pairings.inputs import one_hot
from pairings.records import Loss

ONE = np.ones((2, 1))
LINE = compose(A.identity, L.squared_error)


def trained(**more):
    """One step of one weight."""
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(0)}
    return fit([(np.zeros((1, 1)), np.zeros((1, 1)))], LINE, ONE, ONE, **settings, **more)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: LINE.value(ONE, ONE, sample_weight=ONE), "sample_weight: value has no .*fit"),
        (lambda: L.log_loss.value(ONE, ONE, reduction="mean"), "one number per sample comes back"),
        (lambda: LINE.value(ONE), "value: got 1 argument; accepted are z, y"),
        (lambda: LINE.gradient(ONE, ONE, ONE), "gradient: got 3 arguments"),
        (lambda: LINE.value(ONE, z=ONE), "accepted are z, y"),
        (lambda: start(LINE, ONE, sample_weight=ONE), "write weights="),
        (lambda: one_hot([0, 1], num_classes=2), "write classes="),
        (lambda: network.scores(trained(), ONE, A.relu), r"params: got .* \.params"),
    ],
)
def test_arguments_that_are_not_there_are_told(call, says):
    with pytest.raises(TypeError, match=says):
        call()


def test_arguments_may_be_named():
    z, y = np.array([[1.0]]), np.array([[3.0]])
    assert LINE.value(z=z, y=y) == LINE.value(z, y=y) == LINE.value(z, y) == 2
    np.testing.assert_array_equal(L.squared_error.gradient(y=y, p=z), [[-2.0]])


@pytest.mark.parametrize("kind", [np.int64, np.uint64])
def test_whole_numbers_that_a_float_merges_are_refused(kind):
    with pytest.raises(
        ValueError, match=r"y: got 9007199254740993, beyond 2\*\*53.*return_inverse"
    ):
        LINE.value(np.array([[0.0]]), np.array([[2**53 + 1]], kind))
    assert LINE.value(np.array([[2.0**53]]), np.array([[2**53]], kind)) == 0


@pytest.mark.parametrize(
    "row", ["mean and variance + Gaussian likelihood", "median and spread + log-normal"]
)
def test_a_prediction_of_several_scores_needs_all_of_them(row):
    pairing = CATALOGUE[row].pairing
    for scores in (1, 3):
        with pytest.raises(ValueError, match="reads 2 scores for each target"):
            pairing.predict(np.zeros((2, scores)))
    with pytest.raises(ValueError, match="reads 2 scores"):
        A.mean_and_variance.forward(np.zeros((2, 3)))


def test_no_result_is_the_caller_s_own_array():
    z = np.zeros((2, 1))
    for entry in CATALOGUE.values():
        if entry.pairing.scores == 1 and not entry.pairing.lists:
            assert not np.shares_memory(entry.pairing.predict(z), z), entry.pairing.name


@pytest.mark.parametrize("size", [1e308, 1e-310])
def test_the_unit_of_the_weights_says_nothing(size):
    yes_no, y = matching(A.sigmoid, L.log_loss), np.array([[0.0], [1.0]])
    weights = np.array([size, size])
    assert start(yes_no, y, weights) == start(yes_no, y)
    for dtype in (float, np.float32):
        settings = {"optimizer": optimizers.sgd(0.1), "epochs": 3, "rngs": np.random.default_rng(0)}
        params = [(np.ones((1, 1), dtype), np.zeros((1, 1), dtype))]
        found = fit(params, yes_no, y, y, weights=weights, **settings)
        plain = fit(params, yes_no, y, y, **settings)
        np.testing.assert_allclose(found.history["loss"], plain.history["loss"], rtol=1e-6)
        np.testing.assert_allclose(found.params[0][0], plain.params[0][0], rtol=1e-6)


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [(1.0, 1e-60, "y: got 0"), (1.0, 1e60, "y: got inf"), (1e39, 1.0, "x: got inf")],
)
def test_what_single_precision_cannot_hold_is_refused_where_params_are_single(x, y, says):
    gamma = CATALOGUE["exp + half gamma deviance"].pairing
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(0)}
    x, y = np.array([[x], [1.0]]), np.array([[y], [1.0]])
    with pytest.raises(ValueError, match=says) as refused:
        fit([(np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))], gamma, x, y, **settings)
    assert "single precision" in refused.value.__notes__[0]
    fit([(np.zeros((1, 1)), np.zeros((1, 1)))], gamma, x, y, **settings)


@pytest.mark.parametrize("found", [{"step": 3}, 3.0, None])
def test_observe_gives_a_dict_without_the_steps(found):
    with pytest.raises(TypeError, match=r"observe: got .* accepted is a dict of arrays"):
        trained(observe=lambda params: found)


def test_a_mask_is_no_list_of_rows():
    with pytest.raises(ValueError, match=r"train: got a mask.*flatnonzero"):
        datasets.standard_scale(np.arange(4.0), np.arange(4) < 2)


def test_recommended_code_has_all_digits():
    """Two large numbers, and two that agree in six digits."""
    for values in ([1000001, 2000003], [0.12345678, 0.87654321], [16777216, 16777217]):
        y = np.array(values * 3)
        encoded = eval(recommend(y)[0].encode, {"y": y})
        assert encoded.sum() == 3


METRICS = {
    "reported_log_loss": np.array([[0.2], [0.9], [0.6]]),
    "calibration_error": np.array([[0.2], [0.9], [0.6]]),
    "accuracy": np.array([[0.2], [0.9], [0.6]]),
    "multiclass_calibration_error": np.array([[0.2, 0.8], [0.9, 0.1], [0.5, 0.5]]),
    "multiclass_log_loss": np.array([[0.2, 0.8], [0.9, 0.1], [0.5, 0.5]]),
}


@pytest.mark.parametrize("metric", METRICS)
def test_metrics_refuse_labels_that_do_not_fit(metric):
    judge, p = getattr(scoring, metric), METRICS[metric]
    entrant = scoring.Entrant(matching(A.sigmoid, L.log_loss))
    if p.shape[1] > 1:
        entrant = entrant._replace(probability=lambda p: p)
    right = judge(entrant, p, np.array([0, 1, 1]))
    np.testing.assert_array_equal(judge(entrant, p, [0, 1, 1]), right)
    for wrong in ([[0], [1], [1]], [0, 1], [0], 1):
        with pytest.raises(ValueError, match="labels: got shape"):
            judge(entrant, p, wrong)
    for wrong in ([1, 2, 2], [-1, 1, 1], [0.5, 1, 1]):
        with pytest.raises(ValueError, match="labels: accepted are"):
            judge(entrant, p, wrong)
    for wrong in (None, ["0", "1", "1"]):
        with pytest.raises(TypeError, match="labels: got"):
            judge(entrant, p, wrong)
    with pytest.raises(ValueError, match="labels: got NaN"):
        judge(entrant, p, [0, np.nan, 1])


def test_errors_of_numbers_do_not_broadcast():
    p, entrant = np.array([[1.0], [2.0], [3.0]]), scoring.Entrant(LINE, decide=lambda p: p[..., 0])
    for name, metric in scoring.REGRESSION_METRICS.items():
        assert np.isfinite(metric(entrant, p, np.array([1.0, 2.0, 3.0]), np.ones(3)))
        if name not in ("lowest", "highest"):
            with pytest.raises(ValueError, match=r"labels: got shape .*labels\[:, 0\]"):
                metric(entrant, p, p)


def test_a_scale_decodes_the_first_column():
    scale = datasets.Scale(1.0, 2.0)
    np.testing.assert_array_equal(scale.decode([[0.0], [1.0]]), [1.0, 3.0])
    np.testing.assert_array_equal(scale.decode([[0.0, 9.0], [1.0, 9.0]]), [1.0, 3.0])


@pytest.mark.parametrize("names", [["a", "b", np.nan, "a"], np.array(["a", np.nan, "b"], object)])
def test_a_missing_value_among_names_is_no_name(names):
    with pytest.raises(TypeError, match="missing value"):
        one_hot(names, 3)
    assert "issing value" in str(recommend(names))


def test_a_head_of_two_scores_has_pairs_of_slopes_only():
    with pytest.raises(ValueError, match="reads 2 scores for each target"):
        A.mean_and_variance.vjp(np.zeros((2, 3)), np.zeros((2, 3)))


def test_a_threshold_of_any_form_is_no_crash():
    for strange in ([1, [2]], np.ones(3), object(), "half"):
        assert not check_pairing("sigmoid", "log_loss", y=[[0], [1]], threshold=strange)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_an_unknown_target_is_whatever_stands_for_it_in_training_too(dtype):
    both = masked(matching(A.sigmoid, L.log_loss))
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(0)}
    start = [(np.zeros((1, 2), dtype), np.zeros((1, 2), dtype))]
    x, ended = np.array([[0.5], [1.0]]), []
    for unknown in (0.0, np.nan, np.inf, -7.0):
        y = np.array([[1, 1, unknown, 0], [0, 1, 1, 1]])
        ended.append(fit(start, both, x, y, **settings).params[0][0])
    assert (np.array(ended) == ended[0]).all()
    with pytest.raises(ValueError, match="y: got"):
        fit(start, both, x, np.array([[np.nan, 1, 0, 0], [0, 1, 1, 1]]), **settings)
    with pytest.raises(ValueError, match="y: got nan"):
        fit(start, both._replace(guard=False), x, np.array([[1, 1, np.nan, 0]] * 2), **settings)


@pytest.mark.parametrize("query", [None, 3, ["a"]])
def test_names_are_found_by_text(query):
    with pytest.raises(TypeError, match="query: got"):
        find(query)


@pytest.mark.parametrize("bins", [0, -3, 2.5, "10", None])
def test_bins_are_whole_and_at_least_one(bins):
    entrant = scoring.Entrant(matching(A.sigmoid, L.log_loss))
    with pytest.raises(ValueError, match="bins: got"):
        scoring.calibration_error(entrant, METRICS["accuracy"], [0, 1, 1], bins=bins)


@pytest.mark.parametrize("metric", scoring.MULTILABEL_METRICS)
def test_labels_of_rows_do_not_broadcast(metric):
    judge, p = scoring.MULTILABEL_METRICS[metric], np.array([[0.2, 0.6, 0.9], [0.7, 0.1, 0.4]])
    entrant = scoring.Entrant(
        matching(A.sigmoid, L.log_loss), decide=lambda p: p > 0.5, probability=lambda p: p
    )
    assert np.isfinite(judge(entrant, p, (p > 0.3) * 1))
    for wrong in (np.ones((3, 2)), np.ones(2), np.ones((2, 1)), 1):
        with pytest.raises(ValueError, match="labels: got shape"):
            judge(entrant, p, wrong)


OWN = {  # value, gradient -> what is said
    "a mean": (
        lambda p, y: ((p - y) ** 2).mean(),
        lambda p, y: p - y,
        r"value: .*own returns shape \(\)",
    ),
    "no sum": (
        lambda p, y: (p - y) ** 2,
        lambda p, y: p - y,
        r"value: .*own returns shape \(4, 1\)",
    ),
    "a mean slope": (
        lambda p, y: ((p - y) ** 2).sum(-1),
        lambda p, y: (p - y).mean(),
        r"gradient: .*own returns shape \(\)",
    ),
}


@pytest.mark.parametrize("kind", OWN)
def test_formulas_of_one_s_own_return_what_they_promise(kind):
    value, gradient, says = OWN[kind]
    own = Loss("own", value, gradient, records.reals, records.reals, statistics.mean)
    z, y = np.arange(4.0)[:, None], np.zeros((4, 1))
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(0)}
    for activation in (A.identity, A.tanh):
        pairing = compose(activation, own)
        with pytest.raises(ValueError, match=says):
            fit([(np.zeros((1, 1)), np.zeros((1, 1)))], pairing, z, y, **settings)
        with pytest.raises(ValueError, match=says):
            checks.gradient_check(pairing, z, y)


def test_differences_want_a_number_per_sample():
    z = np.arange(4.0)[:, None]
    with pytest.raises(ValueError, match=r"returns shape \(\) for one of \(4, 1\)"):
        checks.finite_difference(lambda z: (z**2).mean(), z)
    with pytest.raises(ValueError, match="step: got 0"):
        checks.finite_difference(lambda z: (z**2).sum(-1), z, step=0)


def test_one_generator_is_not_shared_by_replicas():
    rng = np.random.default_rng(0)
    for shared in ([rng, rng], [rng, np.random.Generator(rng.bit_generator)]):
        with pytest.raises(ValueError, match="one generator more than once"):
            network.init(shared, (2, 1))


def test_what_is_observed_keeps_its_names_and_shapes():
    for found in ({"a": 1}, {"a": [1, 2]}, {"b": 1}, {}):
        told = iter([{"a": 1, "b": 2}, found])
        with pytest.raises(ValueError, match=r"observe: got .* at step 1 after"):
            trained(observe=lambda params, told=told: next(told))


CLASSES = matching(A.softmax, L.cross_entropy)


def fitted_to(labels):
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 1, "rngs": np.random.default_rng(0)}
    x = np.arange(6.0)[:, None]
    fit(network.init(settings["rngs"], (1, 3)), CLASSES, x, labels, **settings)


@pytest.mark.parametrize("call", [lambda y: start(CLASSES, y), fitted_to])
def test_class_indices_where_rows_are_due_are_told_to_become_rows(call):
    with pytest.raises(ValueError, match=r"y: got shape \(6,\); .*one_hot\(labels, (3|classes)\)"):
        call(np.arange(6) % 3)


def test_a_column_of_class_indices_too():
    with pytest.raises(ValueError, match=r"needs 1 for .*one_hot\(labels, 3\)"):
        fitted_to(np.arange(6)[:, None] % 3)


GAUSS = CATALOGUE["mean and variance + Gaussian likelihood"].pairing
CENSORED = CATALOGUE["exp + censored exponential"].pairing
SHAPES = {
    "one score for two": (
        lambda: GAUSS.value(ONE, ONE),
        r"z: got shape \(2, 1\); accepted are 2 scores",
    ),
    "a vector, two scores": (
        lambda: GAUSS.value(np.ones((2, 2)), np.ones(2)),
        r"write y\[:, None\]",
    ),
    "no flag": (lambda: CENSORED.value(ONE, ONE), r"accepted are 2\. A target takes 2 columns"),
    "no flags": (lambda: masked(LINE).value(ONE, ONE), r"inputs\.with_flags\(y\)"),
    "classes last, indices": (
        lambda: CLASSES.value(np.zeros((2, 4, 4, 3)), np.zeros((2, 4, 4), int)),
        r"Class indices\? Write np\.eye\(3\)\[y\]",
    ),
    "classes in the middle": (
        lambda: CLASSES.value(np.zeros((2, 3, 5)), np.zeros((2, 5), int)),
        r"z\.swapaxes\(1, 2\), and np\.eye\(3\)\[y\]",
    ),
    "one map": (
        lambda: LINE.value(np.zeros((2, 1, 4, 4)), np.zeros((2, 4, 4), int)),
        r"np\.moveaxis\(z, 1, -1\), and y\[\.\.\., None\]",
    ),
    "a label of three": (
        lambda: one_hot([-1, 0, 1], 3),
        r"Negative, neutral, positive\? Write labels \+ 1",
    ),
    "a mark of the unknown": (
        lambda: matching(A.sigmoid, L.log_loss).value(np.zeros((3, 1)), [[-1], [0], [1]]),
        "to be ignored",
    ),
    "a rounded share": (
        lambda: matching(A.sigmoid, L.log_loss).value([[0.0]], [[1.0000001]]),
        r"got 1\.0000001 .*Rounded.*np\.clip\(y, 0, 1\)",
    ),
    "weights of classes": (
        lambda: trained(weights=[1, 2, 3]),
        r"weights: got shape \(3,\); .*\[labels\]",
    ),
    "a weight below 0": (lambda: trained(weights=[1, -2]), r"weights: got -2 at index \(1,\)"),
    "noise of a column": (
        lambda: datasets.friedman1(10, noise=lambda r, n: r.normal(size=(n, 1))),
        r"noise: got shape \(10, 1\)",
    ),
    "an infinite label": (
        lambda: datasets.unit_scale([1.0, np.inf, 2.0], [0, 1, 2]),
        "labels: got inf",
    ),
    "no values": (lambda: medians.median_interval([]), "values: got shape"),
    "a level in per cent": (lambda: medians.median_interval([1, 2], 95), "level: got 95"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_the_likely_mistake_is_guessed(case):
    call, says = SHAPES[case]
    with pytest.raises(ValueError, match=says):
        call()


class Lazy:
    """Raises whatever one asks it."""

    def __getattr__(self, name):
        raise RuntimeError("build first")


class Misnamed:
    __name__ = 5


@pytest.mark.parametrize("strange", [Lazy(), Misnamed()], ids=["lazy", "misnamed"])
def test_what_is_strange_to_look_at_is_unknown_and_no_crash(strange):
    x, y = np.zeros((4, 2)), np.ones((4, 1))
    for found in (
        check_pairing("sigmoid", strange),
        check_pairing(strange, "BCELoss"),
        check_model(lambda x: x, strange, x, y),
        check_model(lambda x: strange, "BCELoss", x, y),
        check_model(strange, "BCELoss", x, y),
    ):
        assert len(found) > 0


def test_softmax_takes_rows_and_quantiles_a_share():
    for z in (3.0, []):
        with pytest.raises(ValueError, match="softmax takes rows"):
            A.softmax.forward(z)
        with pytest.raises(ValueError, match="softmax takes rows"):
            A.softmax.vjp(z, z)
    for levels in (0.9, [0.9]):
        with pytest.raises(ValueError, match=r"levels: got \(0\.9,\)"):
            L.non_crossing_quantiles(levels)
    with pytest.raises(ValueError, match=r"share: got 1\.5"):
        statistics.quantile(1.5)
