"""The door once more: what is named, weighed, cast, observed and judged."""

import numpy as np
import pytest

from pairings import (
    CATALOGUE,
    check_pairing,
    compose,
    datasets,
    fit,
    masked,
    matching,
    network,
    optimizers,
    recommend,
    scoring,
    start,
)
from pairings import activations as A
from pairings import losses as L
from pairings.catalogue.names import find
from pairings.inputs import one_hot

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
    for wrong in ([[0], [1], [1]], [0, 1], [0], 1, None):
        with pytest.raises(ValueError, match="labels: got shape"):
            judge(entrant, p, wrong)
    if metric != "accuracy":
        for wrong in ([1, 2, 2], [-1, 1, 1], [0.5, 1, 1]):
            with pytest.raises(ValueError, match="labels: accepted are"):
                judge(entrant, p, wrong)


def test_errors_of_numbers_do_not_broadcast():
    p, entrant = np.array([[1.0], [2.0], [3.0]]), scoring.Entrant(LINE, decide=lambda p: p[..., 0])
    for name, metric in scoring.REGRESSION_METRICS.items():
        assert np.isfinite(metric(entrant, p, np.array([1.0, 2.0, 3.0]), np.ones(3)))
        if name not in ("lowest", "highest"):
            with pytest.raises(ValueError, match=r"labels: got shape .*labels\[:, 0\]"):
                metric(entrant, p, p)


def test_a_scale_decodes_one_column():
    scale = datasets.Scale(1.0, 2.0)
    np.testing.assert_array_equal(scale.decode([[0.0], [1.0]]), [1.0, 3.0])
    with pytest.raises(ValueError, match=r"p: got 2 columns; accepted is one.*p\[\.\.\., :1\]"):
        scale.decode(np.zeros((3, 2)))


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
