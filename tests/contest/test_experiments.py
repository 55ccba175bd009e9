"""duel: the same weights, batches and budget for all, and a choice that can be looked up."""

import numpy as np
import pytest
from scipy.stats import binom

from pairings import activations, compose, contest, datasets, duel, losses, matching, scoring
from pairings.contest import breakdown, first_step, observation_steps, slope_is_zero
from pairings.medians import median_interval, median_intervals
from pairings.network import init, shift_output
from pairings.scoring import Entrant

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
LABELS = (X[:, 0] + 0.2 * RNG.normal(size=60) > 0).astype(int)
MATCHED = Entrant(matching(activations.sigmoid, losses.log_loss))
SQUARED = Entrant(compose(activations.sigmoid, losses.squared_error, guard=False))
RELU_LOG = Entrant(compose(activations.relu, losses.log_loss, guard=False))


def small(entrants=(MATCHED,), **settings):
    settings = {
        "seeds": range(4),
        "step_sizes": [0.1, 1.0],
        "epochs": 5,
        "batch_size": 8,
        "hidden_sizes": (4,),
    } | settings
    return duel(list(entrants), X, LABELS, **settings)


# --- the protocol ----------------------------------------------------------------------------


def test_there_is_one_row_per_entrant_start_and_seed():
    found = small([MATCHED, SQUARED], starts={"ordinary": contest.ordinary, "other": list})
    keys = [(r["entrant"], r["start"], r["seed"]) for r in found.rows]
    assert len(keys) == len(set(keys)) == 2 * 2 * 4
    assert len(found.choices) == 2 * 2 * 2
    assert sum(row["chosen"] for row in found.choices) == 2 * 2


def test_an_entrant_fares_the_same_in_any_company():
    """No entrant draws from another's generators."""
    alone, together = small([SQUARED]), small([RELU_LOG, MATCHED, SQUARED])
    for name in ("step size", "steps", "accuracy", "log loss"):
        np.testing.assert_array_equal(
            alone.column(name, SQUARED.name), together.column(name, SQUARED.name)
        )


def test_a_seed_fares_the_same_in_any_company():
    """A replica in the stack equals the network trained alone."""
    alone, together = small(seeds=[3], step_sizes=[1.0]), small(step_sizes=[1.0])
    curve = alone.curves[MATCHED.name, "ordinary"]["training error"][:, 0]
    np.testing.assert_array_equal(
        curve, together.curves[MATCHED.name, "ordinary"]["training error"][:, 3]
    )


def test_another_width_of_the_output_leaves_hidden_weights_and_batches_alone():
    narrow = init([contest._rng(5, 0)], (3, 4, 1))
    wide = init([contest._rng(5, 0)], (3, 4, 7))
    np.testing.assert_array_equal(narrow[0][0], wide[0][0])
    assert contest._rng(5, 1).random() != contest._rng(5, 0).random()


def test_the_step_size_is_the_one_with_the_best_median_validation_error():
    found = small(step_sizes=[1e-4, 0.3, 1e3], seeds=range(8))
    errors = {row["step size"]: row["validation error"] for row in found.choices}
    (chosen,) = {row["step size"] for row in found.rows}
    assert errors[chosen] == min(errors.values())
    assert chosen != 1e-4
    assert errors[1e-4] > errors[chosen]


SIX = np.arange(6)  # the interval of six seeds is from the smallest to the largest


def runs(errors, *, steps=None, repeats=None, sizes=(0.1, 1.0, 10.0), **metrics):
    """Runs by hand: one row of six seeds per step size."""
    errors = np.array(errors, dtype=float)
    found = {"validation error": errors, "training error": errors[None], **metrics}
    found["steps"] = np.full(errors.shape, 9.0) if steps is None else np.array(steps, dtype=float)
    learns = np.isfinite(np.median(np.where(np.isnan(errors), np.inf, errors), axis=-1))
    repeats = learns if repeats is None else np.array(repeats)
    return contest.Runs(
        *("one", "ordinary", range(6), np.array(sizes), np.arange(1)), found, learns, repeats
    )


def test_a_difference_with_an_interval_that_holds_zero_is_a_tie_and_the_smaller_step_wins():
    """Against the best, 0.2 + k/100: the first is worse for five seeds and better for one, a tie;
    were it worse for all six, it would be none."""
    best = 0.2 + SIX / 100
    nearly, worse = best + np.array([-0.001, *[0.05] * 5]), best + 0.05
    assert contest.choose(runs([nearly, best, worse]), "error")[0] == 0
    number, by, tied = contest.choose(runs([worse, best, nearly]), "error")
    assert (number, by, tied.tolist()) == (1, "error", [False, True, True])


def test_the_smaller_step_wins_wherever_it_stands_in_the_grid():
    same = np.full((3, 6), 0.2)
    assert contest.choose(runs(same, sizes=(1.0, 0.1, 10.0)), "error")[0] == 1


def test_a_claim_about_speed_chooses_the_fastest_of_those_that_tie():
    """The first is fastest and worst; of the other two, which tie, the last is faster."""
    errors = [[0.4] * 6, [0.2] * 6, [0.2] * 6]
    fast_last = runs(errors, steps=[[2] * 6, [9] * 6, [4] * 6])
    assert contest.choose(fast_last, "speed")[0] == 2
    assert contest.choose(fast_last, "error")[0] == 1
    assert contest.choose(runs(errors, steps=[[2] * 6, [4] * 6, [4] * 6]), "speed")[0] == 1


def test_a_claim_about_a_metric_chooses_by_that_metric():
    """Errors choose the last, log loss the middle one: both from the same runs."""
    log_loss = {"validation log loss": np.array([[0.5] * 6, [0.1] * 6, [0.3] * 6])}
    found = runs([[0.3] * 6, [0.2] * 6, [0.1] * 6], **log_loss)
    assert contest.choose(found, "error")[:2] == (2, "error")
    assert contest.choose(found, "log loss")[:2] == (1, "log loss")


def test_without_a_defined_metric_the_choice_is_by_error_and_marked():
    """One undefined seed disqualifies a step size, infinite medians do, too."""
    nan, inf = np.nan, np.inf
    errors = [[0.3] * 6, [0.2] * 6, [0.1] * 6]
    metric = np.array([[nan] * 6, [inf] * 6, [nan, *[0.1] * 5]])
    found = runs(errors, **{"validation log loss": metric})
    assert contest.choose(found, "log loss")[:2] == (2, "error")
    metric[0] = 0.7
    assert contest.choose(found, "log loss")[:2] == (0, "log loss")


def test_what_does_not_repeat_is_passed_over_if_something_does():
    errors = [[0.3] * 6, [0.2] * 6, [0.1] * 6]
    assert contest.choose(runs(errors, repeats=[True, True, False]), "error")[0] == 1
    assert contest.choose(runs(errors, repeats=[False] * 3), "error")[0] == 2
    broken = [[np.nan] * 6, [0.2] * 6, [0.1] * 6]
    assert contest.choose(runs(broken, repeats=[True, False, False]), "error")[0] == 2


def test_nan_counts_as_the_worst_error():
    assert contest.choose(runs([[np.nan] * 6, [0.9] * 6], sizes=(0.1, 1.0)), "error")[0] == 1


def test_what_fails_everywhere_ties_everywhere():
    number, _, tied = contest.choose(runs(np.full((3, 6), np.nan)), "error")
    assert (number, tied.all()) == (0, True)


def test_two_claims_are_chosen_from_one_training(monkeypatch):
    trained = []
    fit = contest.fit
    monkeypatch.setattr(contest, "fit", lambda *a, **k: trained.append(1) or fit(*a, **k))
    settings = {"step_sizes": [0.003, 0.3, 30.0], "seeds": range(8), "epochs": 20}
    both = small([SQUARED], claims=("error", "log loss"), **settings)
    assert len(trained) == 2  # the runs, and the same with a nudge
    for claim in ("error", "log loss"):
        alone = small([SQUARED], claims=claim, **settings)
        assert alone.claim == claim
        for name in ("step size", "log loss"):
            np.testing.assert_array_equal(
                alone.column(name, SQUARED.name), both.column(name, SQUARED.name, claim=claim)
            )
        assert {row["chosen by"] for row in both.by(claim).rows} == {claim}
        assert both.by(claim).curves.keys() == both.curves.keys()


def test_an_entrant_without_a_log_loss_is_marked_in_its_choices():
    line = Entrant(compose(activations.identity, losses.squared_error))
    found = small([line, MATCHED], claims="log loss", seeds=range(8))
    by = {row["entrant"]: row["chosen by"] for row in found.choices}
    assert by == {line.name: "error", MATCHED.name: "log loss"}


def test_choices_show_the_metric_with_its_interval_at_every_step_size():
    found = small(claims="log loss", seeds=range(8))
    values = found.runs[0].found["validation log loss"]
    for choice, own in zip(found.choices, values, strict=True):
        told = choice["median"], choice["low"], choice["high"]
        assert told == median_interval(own)


def test_a_metric_against_the_step_size_leaves_out_what_does_not_repeat():
    found = small(seeds=range(8))
    curve = found.against_step_size("log loss", MATCHED.name)
    assert list(curve) == [0.1, 1.0]
    (chosen,) = set(found.column("step size", MATCHED.name))
    np.testing.assert_array_equal(curve[chosen], found.column("log loss", MATCHED.name))
    run = found.runs[0]._replace(repeats=np.array([False, True]))
    assert list(found._replace(runs=[run]).against_step_size("log loss", MATCHED.name)) == [1.0]
    with pytest.raises(ValueError, match="entrant, start: got 'nobody'"):
        found.against_step_size("log loss", "nobody")


@pytest.mark.parametrize("claims", ["accuracy", "nothing", ["error", "brier"], []])
def test_a_claim_that_nothing_can_be_chosen_by_is_refused(claims):
    with pytest.raises(ValueError, match="claims: got"):
        small(claims=claims)


def test_weights_are_for_training(monkeypatch):
    """`fit` gets those of the training rows, or no such argument."""
    given, fit = [], contest.fit

    def weighted(*arguments, weights=None, **settings):
        given.append(weights)
        return fit(*arguments, **settings)

    monkeypatch.setattr(contest, "fit", weighted)
    weights, split = np.arange(60.0), datasets.split(60)
    small(weights=weights, split=split)
    small(split=split)
    np.testing.assert_array_equal(given[0], weights[split.train])
    assert given[2:] == [None, None]


def test_what_hangs_on_the_last_bits_is_marked():
    """Identity + log loss amplifies a nudge of the weights; the matched pair does not."""
    data = datasets.load("breast_cancer")
    wild = Entrant(compose(activations.identity, losses.log_loss, guard=False))
    found = duel(
        [wild, MATCHED], data.x, data.labels, seeds=range(12), step_sizes=[0.003], epochs=40
    )
    assert not found.column("repeatable", wild.name).any()
    assert found.column("repeatable", MATCHED.name).all()


def test_every_step_size_that_learns_is_nudged_in_one_stack(monkeypatch):
    trained, fit = [], contest.fit

    def counted(params, *arguments, **settings):
        trained.append(params[0][0].shape[0])
        return fit(params, *arguments, **settings)

    monkeypatch.setattr(contest, "fit", counted)
    line = Entrant(compose(activations.identity, losses.squared_error))
    found = small([line], step_sizes=[0.01, 0.1, 1e200])
    assert trained == [3 * 4, 2 * 4]  # what has diverged is not trained twice
    assert [row["repeatable"] for row in found.choices] == [True, True, False]


def test_a_step_size_that_breaks_every_network_does_not_stand_in(monkeypatch):
    """Where all is NaN, all repeats; the honest entry is then the best one, marked."""
    monkeypatch.setattr(contest, "_agree", lambda found, again: np.isnan(found["accuracy"]).all())
    line = Entrant(compose(activations.identity, losses.squared_error))
    found = small([line], step_sizes=[0.1, 1e200])
    assert set(found.column("step size", line.name)) == {0.1}
    assert not found.column("repeatable", line.name).any()
    assert np.isnan(small([line], step_sizes=[1e200]).column("accuracy", line.name)).all()


def test_a_choice_at_the_edge_of_the_grid_is_said_to_be_one():
    found = small(step_sizes=[1e-5, 1e-4])
    assert [row["at the edge"] for row in found.choices if row["chosen"]] == [True]
    assert not any(row["at the edge"] for row in small(step_sizes=[0.3]).choices)


def test_the_judgement_is_on_the_test_rows():
    """With the test labels turned over, the accuracy is turned over and training is not."""
    split = datasets.split(60)
    turned = LABELS.copy()
    turned[split.test] = 1 - turned[split.test]
    settings = {"seeds": range(4), "step_sizes": [1.0], "epochs": 20, "batch_size": 8}
    straight = duel([MATCHED], X, LABELS, split=split, **settings)
    other = duel([MATCHED], X, turned, split=split, **settings)
    accuracy, theirs = (d.column("accuracy", MATCHED.name) for d in (straight, other))
    assert (accuracy > 0.8).all()
    np.testing.assert_allclose(theirs, 1 - accuracy)
    np.testing.assert_array_equal(
        straight.column("steps", MATCHED.name), other.column("steps", MATCHED.name)
    )


def test_a_dead_start_stays_dead_and_is_reported():
    relu = Entrant(compose(activations.relu, losses.squared_error, guard=False))
    found = small([relu], starts={"deep": lambda params: shift_output(params, bias=-50.0)})
    assert found.column("dead", relu.name, "deep").all()
    assert not small([relu]).column("dead", relu.name).any()


def test_a_broken_loss_is_reported_with_its_step():
    found = small([RELU_LOG], starts={"deep": lambda params: shift_output(params, bias=-50.0)})
    assert (found.column("diverged_at", RELU_LOG.name, "deep") == 1).all()
    assert np.isinf(small().column("diverged_at", MATCHED.name)).all()


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"seeds": []}, ["seeds", "none", "at least one"]),
        ({"seeds": [-1]}, ["seeds", "-1", "at least 0"]),
        ({"step_sizes": []}, ["step_sizes", "none"]),
        ({"step_sizes": [0.1, -0.1]}, ["step_sizes", "above 0"]),
        ({"step_sizes": [np.nan]}, ["step_sizes", "nan"]),
        ({"epochs": 0}, ["epochs", "0", "at least 1"]),
        ({"batch_size": 0}, ["batch_size", "0"]),
        ({"entrants": []}, ["entrants", "none"]),
        ({"claims": "brier"}, ["claims", "brier", "log loss", "speed"]),
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(settings, names):
    with pytest.raises(ValueError, match="got") as refusal:
        small(**settings)
    assert all(name in str(refusal.value) for name in names)


def test_an_unknown_column_is_refused_with_what_there_is():
    with pytest.raises(ValueError, match=r"entrant, start: got 'nobody'.*sigmoid \+ log loss"):
        small().column("steps", "nobody")


# --- metrics ---------------------------------------------------------------------------------


def test_log_loss_of_numbers_that_are_no_probabilities_is_undefined():
    labels = np.array([1, 0])
    good, bad = np.array([[[0.8], [0.4]]]), np.array([[[1.2], [0.4]]])
    expected = -(np.log(0.8) + np.log(0.6)) / 2
    assert scoring.reported_log_loss(MATCHED, good, labels) == pytest.approx(expected)
    assert np.isnan(scoring.reported_log_loss(MATCHED, bad, labels))
    assert np.isnan(scoring.calibration_error(MATCHED, bad, labels))
    assert scoring.outside(MATCHED, bad, labels) == 0.5


def test_a_confident_mistake_has_an_infinite_log_loss():
    assert np.isinf(scoring.reported_log_loss(MATCHED, np.array([[[0.0]]]), np.array([1])))


def test_calibration_error_by_hand():
    """Two bins: (0.1, 0.1) with one 1 of two, (0.9) with a 1: |0.2 − 1|/3 + |0.9 − 1|/3."""
    p, labels = np.array([[[0.11], [0.11], [0.9]]]), np.array([1, 0, 1])
    expected = (abs(0.22 - 1) + abs(0.9 - 1)) / 3
    assert scoring.calibration_error(MATCHED, p, labels) == pytest.approx(expected)


def test_accuracy_of_nan_is_nan():
    p = np.array([[[0.9], [0.1]], [[np.nan], [0.1]]])
    found = scoring.accuracy(MATCHED, p, np.array([1, 0]))
    assert found[0] == 1
    assert np.isnan(found[1])


def test_breakdown_names_what_goes_wrong():
    """Three networks without hidden layer: p = 0 for a 1, p > 1 for a 0, a parameter NaN."""
    x, y = np.array([[1.0], [1.0]]), np.array([[1.0], [0.0]])
    params = [(np.array([[[0.0]], [[2.0]], [[np.nan]]]), np.zeros((3, 1, 1)))]
    flags = breakdown(RELU_LOG.pairing, x, y)(params)
    assert flags["loss infinite"].tolist() == [True, False, False]
    assert flags["loss NaN"].tolist() == [False, True, True]
    assert flags["loss negative"].tolist() == [False, True, False]
    assert flags["parameter not finite"].tolist() == [False, False, True]
    assert flags["all rows dead"].tolist()[:2] == [True, False]


@pytest.mark.parametrize(
    ("activation", "z", "dead"),
    [
        (activations.relu, [[-1.0], [-2.0]], True),
        (activations.relu, [[-1.0], [2.0]], False),
        (activations.softmax, [[3.0], [1.0]], True),  # one unit: p = 1 whatever z
        (activations.softmax, [[3.0, 1.0]], False),
        (activations.sigmoid, [[-30.0]], False),
    ],
)
def test_dead_means_that_no_output_answers_to_any_score(activation, z, dead):
    assert slope_is_zero(activation, np.array(z)) == dead


def test_weighted_metrics_by_hand():
    """p = 0.8, 0.4, 0.9 for labels 1, 0, 0 with weights 1, 2, 5."""
    p, labels, w = np.array([[[0.8], [0.4], [0.9]]]), np.array([1, 0, 0]), np.array([1.0, 2.0, 5.0])
    by_hand = -(np.log(0.8) + 2 * np.log(0.6) + 5 * np.log(0.1)) / 8
    assert scoring.reported_log_loss(MATCHED, p, labels, w) == pytest.approx(by_hand)
    assert scoring.accuracy(MATCHED, p, labels, w) == pytest.approx(3 / 8)
    # 0.8 | 0.4 | 0.9 stand in three bins of ten: 1·0.2 + 2·0.4 + 5·0.9, over 8
    assert scoring.calibration_error(MATCHED, p, labels, w) == pytest.approx(5.5 / 8)
    assert scoring.mislabelled(np.array([[1, 0], [1, 1]]), np.ones((2, 2)), np.array([3, 1])) == (
        pytest.approx(3 / 8)
    )
    both = scoring.over_labels(scoring.accuracy)
    two = Entrant(MATCHED.pairing, decide=lambda p: p > 0.5, probability=lambda p: p)
    labels = np.array([[1, 0], [1, 1]])
    p = np.array([[[0.9, 0.9], [0.9, 0.9]]])
    assert both(two, p, labels, np.array([3.0, 1.0])) == pytest.approx(5 / 8)


@pytest.mark.parametrize(
    "name", [*scoring.BINARY_METRICS, "root mean square", "mean absolute", "mean error"]
)
def test_a_whole_weight_is_the_sample_that_often(name):
    metric = {**scoring.BINARY_METRICS, **scoring.REGRESSION_METRICS}[name]
    entrant = MATCHED if name in scoring.BINARY_METRICS else Entrant(MATCHED.pairing, decide=_first)
    p, labels = np.linspace(0.05, 0.95, 12).reshape(2, 6, 1), np.array([0, 1, 0, 1, 1, 1])
    often = np.array([1, 0, 3, 2, 1, 4])
    repeated = metric(entrant, np.repeat(p, often, axis=-2), np.repeat(labels, often))
    np.testing.assert_allclose(metric(entrant, p, labels, often), repeated, rtol=1e-12)
    np.testing.assert_allclose(
        metric(entrant, p, labels, np.ones(6)), metric(entrant, p, labels), rtol=1e-12
    )


def _first(p):
    return p[..., 0]


@pytest.mark.parametrize("weights", [np.ones(2), -np.ones(3), np.zeros(3), np.ones((3, 1))])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError, match="weights: got shape"):
        scoring.mean(np.ones((2, 3)), weights)


# --- medians and steps -----------------------------------------------------------------------


def test_the_interval_of_twenty_is_from_the_sixth_to_the_sixth_last():
    assert median_interval(np.arange(20.0)) == (9.5, 5.0, 14.0)


def test_many_intervals_at_once_are_those_of_each():
    values = np.random.default_rng(1).normal(size=(3, 4, 7))
    values[0, 0, 0], values[1, 1] = np.nan, np.inf
    found = median_intervals(values)
    for i, j in np.ndindex(3, 4):
        assert tuple(found[:, i, j]) == median_interval(values[i, j])


@pytest.mark.parametrize("n", [6, 9, 20, 21, 50, 101])
def test_the_interval_covers_the_true_median_as_often_as_promised(n):
    """Exact for every continuous distribution: the count below the median is binomial."""
    _, low, high = median_interval(np.arange(n))
    below = int(low) + 1
    assert high == n - below
    coverage = binom.cdf(n - below, n, 0.5) - binom.cdf(below - 1, n, 0.5)
    assert coverage >= 0.95
    narrower = binom.cdf(n - below - 1, n, 0.5) - binom.cdf(below, n, 0.5)
    assert narrower < 0.95


def test_a_median_of_infinities_is_infinite_and_nan_counts_as_one():
    assert median_interval([np.nan] * 11 + [1.0] * 9) == (np.inf, 1.0, np.inf)
    assert median_interval([np.inf] * 20) == (np.inf,) * 3


def test_first_step_is_the_first_flag_or_never():
    flags = np.array([[False, False], [True, False], [True, False]])
    assert first_step(flags, np.array([0, 5, 9])).tolist() == [5.0, np.inf]


def test_observations_start_at_zero_end_at_the_end_and_thin_out():
    steps = observation_steps(660)
    assert steps[:4] == [0, 1, 2, 3]
    assert steps[-1] == 660
    gaps = np.diff(steps)
    assert (gaps >= 1).all()
    assert gaps[-1] > 10
