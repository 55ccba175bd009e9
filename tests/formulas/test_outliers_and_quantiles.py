"""Losses that outliers cannot pull far, scales that are learned, quantiles that keep their order."""

import numpy as np
import pytest
from scipy import stats

from pairings import CATALOGUE, fit, losses, matching, optimizers
from pairings.activations import identity

RNG = np.random.default_rng(3)
BOUNDED = {
    "pseudo-Huber": 1.0,
    "log-cosh": 1.0,
    "Fair": 1.0,
    "ε-insensitive": 1.0,
    "Tukey": 4.685 * 16 / 25 / 5**0.5,  # c/√5 · (4/5)²
    "Welsch": 2.985 / (2 * np.e) ** 0.5,
    "Student-t": 5 / 4,  # at r = √ν
    "Cauchy": 1.0,
}
SCALES = ("Student-t", "Laplace", "logistic")


def row(name):
    return CATALOGUE[f"identity + {name}"].pairing


def scaled(name):
    return CATALOGUE[f"location and scale + {name} likelihood"].pairing


@pytest.mark.parametrize("name", BOUNDED)
def test_the_pull_has_its_limit(name):
    """The largest ∂L/∂z over all distances, by hand."""
    r = np.concatenate([np.linspace(0, 9, 90_001), np.geomspace(10, 1e8, 1000)])[:, None]
    pull = row(name).gradient(r, 0 * r)
    assert pull.max() <= BOUNDED[name] * (1 + 1e-12)
    np.testing.assert_allclose(pull.max(), BOUNDED[name], rtol=1e-6)


def test_far_out_a_heavy_tail_is_a_logarithm_and_what_is_straight_stays_so():
    """The bare formulas, without a warning: r² would overflow, and (ν + 1)/2 log(r²/ν) does not."""
    r = np.array([[1e150], [-1e200], [1e308]])
    right = 2.5 * (2 * np.log(np.abs(r[:, 0])) - np.log(4))
    np.testing.assert_allclose(losses.student_t_value(r, 0 * r), right, rtol=1e-14)
    r = np.array([[1e200], [-1e300], [np.inf], [-np.inf]])
    y = np.array([[1e200], [1e200], [0.0], [0.0]])
    assert losses.straight_curvature(r, y).tolist() == [[0.0]] * 4


@pytest.mark.parametrize("name", ["Tukey", "Welsch", "Student-t", "Cauchy"])
def test_what_lets_go_is_not_convex_and_has_several_valleys(name):
    """Curvature below 0, and two crowds that both hold a start nearby."""
    pairing, r = row(name), np.linspace(-9, 9, 400)[:, None]
    assert pairing.curvature(r, 0 * r).min() < -0.1
    crowds = np.concatenate([np.linspace(-0.5, 0.5, 7), np.linspace(29.5, 30.5, 3)])[:, None]
    ends = []
    for start in (0.0, 30.0):
        params = [(np.zeros((1, 1)), np.full((1, 1), start))]
        settings = {"optimizer": optimizers.sgd(0.3), "epochs": 400, "rngs": RNG}
        ends.append(fit(params, pairing, 0 * crowds, crowds, **settings).params[0][1][0, 0])
    assert ends[1] - ends[0] > 20
    np.testing.assert_allclose(pairing.loss.elicits.of(crowds), ends[0], atol=1e-3)


def test_a_wild_target_pulls_on_the_scale_within_limits_only_under_student_s_likelihood():
    z, y = np.zeros((1, 2)), np.array([[1e9]])
    assert abs(scaled("Student-t").gradient(z, y)[0, 1] + 4) < 1e-9  # −ν
    for name in ("Laplace", "logistic"):
        assert scaled(name).gradient(z, y)[0, 1] < -1e8


@pytest.mark.parametrize("name", SCALES)
def test_weights_are_repeats_for_two_scores(name):
    """A weight of 2 is a row twice, for two targets of two scores each."""
    x, y = RNG.normal(size=(12, 3)), RNG.normal(size=(12, 2))
    weights = np.arange(12) % 3
    start = [(0.1 * RNG.normal(size=(3, 4)), np.zeros((1, 4)))]
    settings = {"optimizer": optimizers.sgd(0.1), "epochs": 30, "rngs": RNG}
    weighted = fit(start, scaled(name), x, y, weights=weights, **settings).params[0][0]
    rows = np.repeat(np.arange(12), weights)
    repeated = fit(start, scaled(name), x[rows], y[rows], **settings).params[0][0]
    np.testing.assert_allclose(weighted, repeated, rtol=1e-9)


def test_the_learned_scale_is_that_of_scipy():
    """Location and scale of Student's t with ν = 4, by maximum likelihood."""
    y = 3 + 2 * stats.t(4).rvs((500, 1), random_state=1)
    start = [(np.zeros((1, 2)), np.array([[np.median(y), 0.0]]))]
    settings = {"optimizer": optimizers.sgd(0.5), "epochs": 500, "rngs": RNG}
    m, t = fit(start, scaled("Student-t"), 0 * y, y, **settings).params[0][1][0]
    _, loc, scale = stats.t.fit(y, fdf=4)
    np.testing.assert_allclose([m, np.exp(t)], [loc, scale], rtol=1e-3)


# --- quantiles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((0.9, 0.1), "levels: got .*above the one before.*Sort them"),
        ((0.1, 0.1), "levels: got .*above the one before"),
        ((0.5,), "levels: got .*two or more"),
        ((10, 90), "levels: got 10; .*percentage"),
        ((0.0, 0.5), "levels: got 0.*above 0"),
    ],
)
def test_levels_that_would_cross_are_refused(levels, words):
    with pytest.raises(ValueError, match=words):
        losses.non_crossing_quantiles(levels)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_quantiles_never_cross(dtype):
    """Whatever the scores: equal at the worst, where a step is below the last digit."""
    pairing = losses.non_crossing_quantiles((0.05, 0.25, 0.5, 0.75, 0.95))
    z = (100 * RNG.normal(size=(2000, 10))).astype(dtype)
    q = pairing.predict(z).reshape(2000, 2, 5)
    assert q.dtype == dtype
    assert (np.diff(q, axis=-1) >= 0).all()
    assert (np.diff(z.reshape(2000, 2, 5), axis=-1) < 0).any()


def test_the_best_quantiles_are_those_of_the_sample():
    y = RNG.gamma(2.0, size=(501, 1))
    pairing = CATALOGUE["non-crossing quantiles + pinball loss"].pairing
    best = np.quantile(y, [0.1, 0.5, 0.9])
    z = np.concatenate([best[:1], np.log(np.expm1(np.diff(best)))])
    np.testing.assert_allclose(pairing.predict(z[None]), [best])
    paid = pairing.value(np.tile(z, (501, 1)), y).mean()
    for step in 0.1 * RNG.normal(size=(50, 3)):
        assert pairing.value(np.tile(z + step, (501, 1)), y).mean() > paid


def test_an_expectile_is_scipy_s_and_one_half_is_the_mean():
    y = RNG.gamma(2.0, size=(101, 1))
    np.testing.assert_allclose(
        losses.expectile.elicits.of(y), stats.expectile(y[:, 0], 0.9), rtol=1e-9
    )
    z, square = RNG.normal(size=(101, 1)), matching(identity, losses.squared_error)
    half = losses.expectile_with(0.5)
    np.testing.assert_allclose(half.value(z, y), square.value(z, y), rtol=1e-14)
    np.testing.assert_allclose(half.elicits.of(y), y.mean(axis=0), rtol=1e-9)
    with pytest.raises(ValueError, match=r"level: got 90; .*percentage"):
        losses.expectile_with(90)
