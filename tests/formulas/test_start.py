"""start: the best constant of every row, of awkward samples, and what is refused."""

import facts
import numpy as np
import pytest
from scipy import optimize

from pairings import CATALOGUE, Pairing, compose, losses, matching, start
from pairings.activations import elu, identity, relu, selu, sigmoid, softmax, softplus, tanh
from pairings.records import columns, labels, nonnegative, one_hot_rows, positive, reals
from pairings.start import KINDS

RNG = np.random.default_rng(0)
each_row = pytest.mark.parametrize("fact", facts.ROWS.values(), ids=lambda fact: fact.row)


def targets(fact, seeds=range(5)):
    """A sample of the row's targets: several draws below each other."""
    return np.concatenate([fact.draw(np.random.default_rng(seed))[1] for seed in seeds])


def mean_loss(pairing, y, b, weights=None):
    """Of a constant, or of many: (…, scores) -> (…)."""
    z = np.tile(np.atleast_2d(b), y.shape[1] // pairing.columns if pairing.lists else 1)
    z = np.repeat(z[:, None], len(y), axis=1)
    with np.errstate(all="ignore"):
        values = pairing.bare.value(z, np.broadcast_to(y, (len(z), *y.shape)))
    return np.average(values, axis=-1, weights=weights)


# --- every row -------------------------------------------------------------------------------


@each_row
def test_no_constant_near_or_far_is_better(fact):
    pairing, y = CATALOGUE[fact.row].pairing, targets(fact)
    found = start(pairing, y)
    assert found.kind in KINDS
    assert found.unique == (found.kind == "unique")
    bias, loss = found
    assert bias.shape == (
        pairing.scores if pairing.lists else y.shape[1] // pairing.columns * pairing.scores,
    )
    if found.kind == "unbounded":
        return
    slack = 1e-9 * (1 + abs(loss))
    inner = np.where(np.isinf(bias), np.sign(bias) * 40, bias)
    for size in (1e-4, 0.1, 3.0):
        around = inner + RNG.normal(0, size, (50, len(bias)))
        values = mean_loss(pairing, y, around)
        assert (values[np.isfinite(values)] >= loss - slack).all() or found.kind == "local"
        if size < 0.1 and np.isfinite(bias).all():
            assert (values >= loss - slack).all()
    if np.isfinite(bias).all():
        np.testing.assert_allclose(loss, mean_loss(pairing, y, bias)[0], rtol=1e-12, atol=1e-12)


@each_row
def test_an_optimiser_ends_at_the_same_loss(fact):
    pairing, y = CATALOGUE[fact.row].pairing, targets(fact)
    found = start(pairing, y)
    if found.kind in ("unbounded", "local"):
        return
    first = np.where(np.isfinite(found.bias), found.bias + 0.3, np.sign(found.bias) * 3)

    def cost(b):
        value = mean_loss(pairing, y, b)[0]
        return value if np.isfinite(value) else 1e300

    best = optimize.minimize(
        cost, first, method="Nelder-Mead", options={"maxiter": 300 * len(first)}
    )
    if len(first) <= 3 and found.kind != "infinite":
        np.testing.assert_allclose(found.loss, best.fun, rtol=1e-6, atol=1e-8)
    assert found.loss <= best.fun + 1e-9 * (1 + abs(best.fun))


@each_row
def test_a_weight_is_a_repeat(fact):
    pairing, y = CATALOGUE[fact.row].pairing, targets(fact, range(3))
    times = np.random.default_rng(1).integers(0, 4, len(y))
    weighted = start(pairing, y, weights=0.1 * times)
    repeated = start(pairing, np.repeat(y, times, axis=0))
    assert weighted.kind == repeated.kind
    if "others" in weighted.note + repeated.note or "searches" in weighted.note:
        # several minima: a last digit may decide which one a path runs into
        return
    np.testing.assert_allclose(weighted.loss, repeated.loss, rtol=1e-9, atol=1e-9)
    if weighted.kind in ("unique", "set", "shift"):
        np.testing.assert_allclose(weighted.bias, repeated.bias, rtol=1e-6, atol=1e-6)
    plain = start(pairing, y)
    same = pairing.lists or plain.loss == 0  # a loss that is 0 for every sample has no weights
    assert weighted.loss != plain.loss or same  # the weights were read


@each_row
def test_the_name_of_a_row_stands_for_it(fact):
    y = targets(fact, range(2))
    by_name, by_record = start(fact.row, y), start(CATALOGUE[fact.row].pairing, y)
    np.testing.assert_array_equal(by_name.bias, by_record.bias)
    assert by_name.loss == by_record.loss


# --- awkward samples ---------------------------------------------------------------------------


def made(name, value, gradient, domain=reals, predict=lambda z: z, **fields):
    return Pairing(name, predict, value, gradient, domain, **fields)


def total(values):
    return values.sum(axis=-1)


cauchy = made(
    "Cauchy",
    lambda z, y: total(np.log1p((z - y) ** 2)),
    lambda z, y: 2 * (z - y) / (1 + (z - y) ** 2),
)
tukey = made(
    "Tukey",
    lambda z, y: total(np.where(np.abs(z - y) < 4, 1 - (1 - ((z - y) / 4) ** 2) ** 3, 1) * 8 / 3),
    lambda z, y: np.where(np.abs(z - y) < 4, (z - y) * (1 - ((z - y) / 4) ** 2) ** 2, 0),
)
hinge = made(
    "hinge",
    lambda z, y: total(np.maximum(0, 1 - y * z)),
    lambda z, y: np.where(y * z < 1, -y, 0.0),
    labels(-1, 1),
)
squared_hinge = made(
    "squared hinge",
    lambda z, y: total(np.maximum(0, 1 - y * z) ** 2),
    lambda z, y: -2 * y * np.maximum(0, 1 - y * z),
    labels(-1, 1),
)
margin_of_classes = made(
    "largest margin of classes",
    lambda z, y: np.where(y == 1, 0, 1 + z - total(z * y)[..., None]).max(axis=-1),
    lambda z, y: (
        np.eye(z.shape[-1])[np.where(y == 1, 0, 1 + z - total(z * y)[..., None]).argmax(axis=-1)]
        - y
    ),
    one_hot_rows,
)


def plus(z):
    return np.logaddexp(0, z)


def half(z):
    return 1 / (1 + np.exp(-z))


def ranked(z, y):
    better = y[..., :, None] > y[..., None, :]
    return better, z[..., :, None] - z[..., None, :]


def ranking_value(z, y):
    better, ahead = ranked(z, y)
    return (plus(-ahead) * better).sum(axis=(-1, -2))


def ranking_gradient(z, y):
    better, ahead = ranked(z, y)
    pull = -half(-ahead) * better
    return pull.sum(axis=-1) - pull.sum(axis=-2)


ranking = made("pairs of a list", ranking_value, ranking_gradient, lists=True)


def zip_value(z, y):
    """Zero-inflated Poisson, less log y!: logit of an extra zero, log rate."""
    (a, s), y = (z[..., 0], z[..., 1]), y[..., 0]
    return plus(a) + np.where(y == 0, -np.logaddexp(a, -np.exp(s)), np.exp(s) - y * s)


def zip_gradient(z, y):
    (a, s), y = (z[..., 0], z[..., 1]), y[..., 0]
    extra, rate = half(a + np.exp(s)), np.exp(s)
    return np.stack(
        [half(a) - np.where(y == 0, extra, 0), np.where(y == 0, rate * (1 - extra), rate - y)], -1
    )


zero_inflated = made("zero-inflated Poisson", zip_value, zip_gradient, nonnegative, scores=2)
SHARES = np.array([0.1, 0.5, 0.9])


def quantiles(z):
    return np.cumsum(np.concatenate([z[..., :1], plus(z[..., 1:])], axis=-1), axis=-1)


def quantiles_value(z, y):
    above = y - quantiles(z)
    return np.maximum(SHARES * above, (SHARES - 1) * above).sum(axis=-1)


def quantiles_gradient(z, y):
    above = y - quantiles(z)
    pull = np.where(above > 0, -SHARES, 1 - SHARES)
    later = np.cumsum(pull[..., ::-1], axis=-1)[..., ::-1]
    return later * np.concatenate([np.ones_like(z[..., :1]), half(z[..., 1:])], axis=-1)


ordered_quantiles = made(
    "quantiles in order", quantiles_value, quantiles_gradient, predict=quantiles, scores=3
)


def parts(z, y):
    """Two Gaussians: log shares, means, log scales; less ½ log 2π."""
    a, m, s = z[..., :2], z[..., 2:4], z[..., 4:]
    a = a - np.logaddexp.reduce(a, axis=-1, keepdims=True)
    u = (y - m) * np.exp(-s)
    return a, s, u, a - s - u**2 / 2


def mixture_value(z, y):
    return -np.logaddexp.reduce(parts(z, y)[3], axis=-1)


def mixture_gradient(z, y):
    a, s, u, each = parts(z, y)
    share = np.exp(each - np.logaddexp.reduce(each, axis=-1, keepdims=True))
    return np.concatenate([np.exp(a) - share, -share * u * np.exp(-s), share * (1 - u**2)], -1)


mixture = made("two Gaussians", mixture_value, mixture_gradient, scores=6)
exponential_in_time = made(
    "censored exponential",
    lambda z, y: np.exp(z[..., 0]) * y[..., 0] - y[..., 1] * z[..., 0],
    lambda z, y: np.exp(z) * y[..., :1] - y[..., 1:],
    columns(positive, labels(0, 1)),
    columns=2,
)


def signs(share, n=50):
    return np.where(np.arange(n) < share * n, 1.0, -1.0)[:, None]


def test_one_class_only_has_no_finite_best():
    ones, zeros = np.ones((9, 1)), np.zeros((9, 1))
    for y, bias in ((ones, np.inf), (zeros, -np.inf)):
        found = start("sigmoid + log loss", y)
        assert (found.bias[0], found.loss, found.kind) == (bias, 0.0, "infinite")
        squared = compose(sigmoid, losses.squared_error)
        assert start(squared, y).bias[0] == bias
    assert start(compose(tanh, losses.squared_error), ones).bias[0] == np.inf
    assert start("exp + half Poisson deviance", zeros).bias[0] == -np.inf
    assert start(matching(softplus), zeros).bias[0] == -np.inf


@pytest.mark.parametrize(
    "row",
    [
        "exp + censored exponential",
        "scale and shape + censored Weibull",
        "median and scale + log-normal accelerated failure time",
        "median and scale + log-logistic accelerated failure time",
    ],
)
@pytest.mark.parametrize("times", [(1.0, 1.0), (0.01, 0.01), (3.0, 3.0), (250_000.0, 0.01)])
def test_nobody_was_seen_to_the_end(row, times):
    """All outlived their times: the later the better, and no loss is below 0."""
    found = start(row, [[time, 0.0] for time in times])
    assert (found.loss, found.kind) == (0.0, "infinite")
    assert np.isinf(found.bias).any()


def test_a_label_may_be_infinite_beside_one_that_is_not():
    found = start("sigmoid per label + log loss", [[1.0, 0.0], [1.0, 1.0]])
    np.testing.assert_allclose(found.bias, [np.inf, 0.0])
    np.testing.assert_allclose(found.loss, np.log(2), rtol=1e-12)
    assert found.kind == "infinite"


def test_a_class_nobody_has_seen():
    found = start("softmax + cross-entropy", np.eye(3)[[0, 0, 1]])
    np.testing.assert_allclose(found.bias, [np.log(2 / 3), np.log(1 / 3), -np.inf], rtol=1e-7)
    np.testing.assert_allclose(found.loss, np.log(3) - np.log(2) * 2 / 3, rtol=1e-9)
    found = start("softmax + cross-entropy", np.eye(3)[[0, 0]])
    np.testing.assert_array_equal(found.bias, [0.0, -np.inf, -np.inf])
    assert found.loss == 0.0


def test_the_median_of_an_even_sample_is_a_set():
    found = start("identity + absolute error", [[1.0], [2.0], [5.0], [7.0]])
    assert found.kind == "set"
    np.testing.assert_allclose(
        [found.low[0], found.bias[0], found.high[0]], [2, 3.5, 5], rtol=1e-12
    )
    assert "low to high" in found.note
    odd = start("identity + absolute error", [[1.0], [2.0], [5.0]])
    assert (odd.kind, odd.low[0], odd.high[0]) == ("unique", 2.0, 2.0)


def test_the_hinge_has_a_set_or_one_answer():
    draw, many = start(hinge, signs(0.5)), start(hinge, signs(0.8))
    assert draw.kind == "set"
    np.testing.assert_allclose([draw.low[0], draw.bias[0], draw.high[0]], [-1, 0, 1], atol=1e-12)
    assert (many.kind, many.bias[0]) == ("unique", 1.0)
    for pairing in (hinge, squared_hinge):
        alone = start(pairing, signs(1.0))
        assert (alone.kind, alone.loss, alone.high[0]) == ("set", 0.0, np.inf)
        np.testing.assert_allclose([alone.low[0], alone.bias[0]], 1.0, rtol=1e-7)
    np.testing.assert_allclose(start(squared_hinge, signs(0.8)).bias, 0.6, rtol=1e-9)


def test_a_flat_piece_of_the_output_is_a_set():
    found = start(matching(relu), np.zeros((4, 1)))
    assert (found.kind, found.low[0], found.bias[0], found.high[0]) == ("set", -np.inf, 0.0, 0.0)


def test_what_is_not_convex_is_called_local():
    two = start(cauchy, [[0.0], [100.0], [101.0]])
    assert two.kind == "local"
    assert "2 minima" in two.note
    assert 100 < two.bias[0] < 101
    for pairing in (cauchy, tukey):
        found = start(pairing, np.random.default_rng(3).normal(size=(99, 1)))
        assert found.kind == "local"
        np.testing.assert_allclose(pairing.gradient(found.bias[None], [[0.0]]).shape, (1, 1))
    assert start(tukey, [[0.0], [0.0], [100.0]]).bias[0] == pytest.approx(0, abs=1e-7)


def test_what_the_loss_itself_vouches_for_is_unique_though_it_is_not_convex():
    y = (np.arange(10) < 3).astype(float)[:, None]
    found = start(compose(sigmoid, losses.squared_error), y)
    assert found.unique
    np.testing.assert_allclose(found.bias, np.log(3 / 7), rtol=1e-9)


def test_a_mixture_is_local_and_does_not_end_on_a_target():
    y = np.concatenate([RNG.normal(0, 1, (60, 1)), RNG.normal(6, 0.3, (60, 1))])
    found = start(mixture, y)
    assert found.kind == "local"
    assert np.isfinite(found.bias).all()
    assert np.abs(found.bias[4:]).max() < 3  # no spike
    slope = mixture.gradient(np.tile(found.bias, (len(y), 1)), y).mean(axis=0)
    assert np.abs(slope).max() < 1e-8


def test_a_constant_under_a_learned_variance_falls_without_bound():
    found = start("mean and variance + Gaussian likelihood", np.full((5, 1), 3.0))
    assert (found.kind, found.loss) == ("unbounded", -np.inf)
    np.testing.assert_array_equal(found.bias, [3.0, -np.inf])


def test_lists_shift_and_start_at_zero():
    found = start(ranking, np.random.default_rng(0).random((5, 4)))
    assert (found.kind, found.bias.tolist()) == ("shift", [0.0])
    np.testing.assert_allclose(found.loss, 6 * np.log(2), rtol=1e-12)
    assert start(ranking, np.random.default_rng(0).random((1, 4))).kind == "shift"  # one list


def test_scores_that_hang_together_are_found_together():
    y = np.eye(3)[np.repeat([0, 1, 2], [6, 3, 1])]
    found = start(margin_of_classes, y)
    np.testing.assert_allclose(found.bias - found.bias[0], [0, -1, -1], atol=1e-6)
    np.testing.assert_allclose(found.loss, 0.8, rtol=1e-8)


def test_targets_that_hang_together_by_their_targets_alone():
    """The second question is asked of those who passed the first."""
    asked = made(
        "one after the other",
        lambda z, y: total(
            np.concatenate([np.ones_like(y[..., :1]), y[..., :-1]], -1) * (plus(z) - y * z)
        ),
        lambda z, y: np.concatenate([np.ones_like(y[..., :1]), y[..., :-1]], -1) * (half(z) - y),
        labels(0, 1),
    )
    y = np.array([[0.0, 0]] * 4 + [[1.0, 0]] * 2 + [[1.0, 1]] * 2)
    np.testing.assert_allclose(start(asked, y).bias, [0.0, 0.0], atol=1e-7)
    assert start(matching(sigmoid), y).bias[1] == pytest.approx(-np.log(3))


def test_several_scores():
    y = np.array([0.0] * 30 + [1, 2, 3, 1, 4, 2, 2, 1, 5, 3])[:, None]
    found = start(zero_inflated, y)
    slope = zero_inflated.gradient(np.tile(found.bias, (len(y), 1)), y).mean(axis=0)
    assert np.abs(slope).max() < 1e-9
    none = start(zero_inflated, y[y[:, 0] > 0])
    assert none.kind == "infinite"
    assert none.bias[0] == -np.inf
    np.testing.assert_allclose(none.bias[1], np.log(2.4), rtol=1e-8)


def test_quantiles_in_order_are_the_sample_s():
    y = np.random.default_rng(5).gamma(2.0, size=(151, 1))
    found = start(ordered_quantiles, y)
    told = np.quantile(y, SHARES, method="inverted_cdf")
    best = sum(
        np.maximum(q * (y - p), (q - 1) * (y - p)).mean() for q, p in zip(SHARES, told, strict=True)
    )
    np.testing.assert_allclose(found.loss, best, rtol=1e-9)
    np.testing.assert_allclose(quantiles(found.bias), told, rtol=1e-4)


def test_targets_in_several_columns():
    y = np.array([[1.0, 1], [2, 0], [4, 1], [0.5, 1]])
    np.testing.assert_allclose(start(exponential_in_time, y).bias, np.log(3 / 7.5), rtol=1e-10)


@pytest.mark.parametrize("shift", [0.0, 1.7e9])
def test_far_targets_lose_nothing(shift):
    y = shift + np.array([[0.0], [0.5], [3.0]])
    np.testing.assert_allclose(
        start("identity + half squared error", y).bias - shift, 3.5 / 3, rtol=1e-6
    )
    np.testing.assert_allclose(start("identity + Huber", y).bias - shift, 0.75, rtol=1e-6)
    assert start("identity + absolute error", y).bias[0] - shift == pytest.approx(0.5)


def test_sizes_from_the_smallest_to_the_largest():
    for size in (1e-300, 1e-9, 1.0, 1e9, 1e300):
        y = size * np.array([[1.0], [3.0]])
        bias, _ = start("exp + half Poisson deviance", y)
        np.testing.assert_allclose(bias, np.log(2 * size), rtol=1e-12)
    y = 1e6 * np.array([[3.0], [3.1], [-0.1]])
    bias, _ = start("mean and variance + Gaussian likelihood", y)
    np.testing.assert_allclose(bias, [y.mean(), np.log(y.var())], rtol=1e-7)


def test_single_precision_and_whole_numbers_are_taken():
    y = np.array([[1], [0], [1], [1]])
    for kind in (np.float32, np.int64, bool):
        np.testing.assert_allclose(
            start("sigmoid + log loss", y.astype(kind)).bias, np.log(3), rtol=1e-12
        )


@pytest.mark.parametrize(
    ("activation", "m"),
    [
        (identity, -2.0),
        (elu, -0.4),
        (elu, 1.2),
        (selu, -0.4),
        (selu, 1.2),
        (softplus, 1e-3),
        (tanh, 0.7),
    ],
)
def test_a_matched_pair_answers_with_the_mean(activation, m):
    y = np.array([[m - 0.1], [m + 0.1]]) if m > 0.1 or m < 0 else np.array([[0.0], [2 * m]])
    bias, _ = start(matching(activation), y)
    np.testing.assert_allclose(activation.forward(bias[None])[0], y.mean(), rtol=1e-12)


@pytest.mark.parametrize("rare", [1e-8, 1e-14, 1e-20, 1e-300])
def test_a_share_however_small_has_its_own_score(rare):
    y = np.array([[0.5, 0.5 - rare, rare], [0.25, 0.75 - rare, rare]])
    found = start(matching(softmax), y)
    assert found.kind == "shift"
    np.testing.assert_allclose(found.bias, np.log(y.mean(axis=0)), rtol=1e-14)


def test_a_thousand_classes_take_no_search():
    y = np.eye(1000)[np.random.default_rng(0).integers(0, 999, 20_000)]
    found = start(matching(softmax), y)
    assert (found.kind, found.bias[-1]) == ("infinite", -np.inf)
    share = y.mean(axis=0)[:-1]
    np.testing.assert_allclose(found.bias[:-1], np.log(share), rtol=1e-12)
    np.testing.assert_allclose(found.loss, -(share * np.log(share)).sum(), rtol=1e-12)


def test_targets_whose_loss_overflows_get_a_sentence():
    with pytest.raises(ValueError, match=r"y: got 1.5e\+308; .* Divide y by its size"):
        start("identity + half squared error", np.array([[1.5e308], [1e308]]))


def test_soft_rows():
    y = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
    bias, _ = start(matching(softmax), y)
    np.testing.assert_allclose(bias, np.log(y.mean(axis=0)), rtol=1e-9)


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairing", "y", "words"),
    [
        ("sigmoid + log loss", [[]], "empty"),
        ("sigmoid + log loss", [[np.nan], [1.0]], "nan"),
        ("sigmoid + log loss", [[2.0], [1.0]], r"\[0, 1\]"),
        ("sigmoid + log loss", [[1.0]], "1 sample"),
        ("sigmoid + log loss", [1.0, 0.0], "y"),
        ("sigmoid + log loss", np.zeros((2, 3, 1)), "replica"),
        ("softmax + cross-entropy", [[1.0, 1.0], [0.0, 1.0]], "sum"),
        ("sigmoid + log los", [[1.0], [0.0]], "Meant 'sigmoid"),
        (exponential_in_time, [[1.0], [2.0]], "writes a target in 2"),
    ],
)
def test_bad_targets_are_refused(pairing, y, words):
    with pytest.raises(ValueError, match=words):
        start(pairing, y)


@pytest.mark.parametrize("weights", [[1.0], [-1.0, 1.0], [0.0, 0.0], [np.nan, 1.0]])
def test_bad_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        start("sigmoid + log loss", [[1.0], [0.0]], weights)


@pytest.mark.parametrize("thing", [sigmoid, losses.log_loss, 3, None, start])
def test_what_is_no_pairing_is_refused(thing):
    with pytest.raises(TypeError, match="pairing"):
        start(thing, [[1.0], [0.0]])


def test_it_unpacks_and_says_what_it_is():
    found = start("sigmoid + log loss", [[1.0], [0.0]])
    bias, loss = found
    assert bias is found.bias
    assert loss == found.loss == np.log(2)
    assert found.note == ""
    assert "unique" in repr(found)


SPREADS = {  # rows that learn a spread: what stands beside the target, where it ends
    "mean and variance + Gaussian likelihood": ((), np.inf),
    "location and scale + Student-t likelihood": ((), np.inf),
    "location and scale + Laplace likelihood": ((), np.inf),
    "location and scale + logistic likelihood": ((), np.inf),
    "mixture of 2 Gaussians + likelihood": ((), np.inf),
    "mixture of 3 Gaussians + likelihood": ((), np.inf),
    "skew-normal likelihood": ((), np.inf),
    "median and spread + log-normal": ((), np.inf),
    "scale and shape + Weibull": ((), np.inf),
    "mean, shape, zeros + hurdle gamma": ((), np.inf),
    "beta likelihood": ((), 1),
    "zero-and-one-inflated beta likelihood": ((), 1),
    "ordered beta likelihood": ((), 1),
    "logit-normal likelihood": ((), 1),
    "tan-half link + von Mises": ((), np.pi),
    "two linear scores + von Mises": ((), np.pi),
    "scale and shape + censored Weibull": ((1,), np.inf),
    "median and scale + log-normal accelerated failure time": ((1,), np.inf),
    "median and scale + log-logistic accelerated failure time": ((1,), np.inf),
    "location and scale + Tobit (censored normal)": ((0,), np.inf),
}


SIZES = [(name, y) for name in SPREADS for y in (1e-3, 0.3, 1.0, 250_000.0) if y < SPREADS[name][1]]


@pytest.mark.parametrize(("name", "y"), SIZES)
def test_a_constant_target_under_a_learned_spread_has_no_bound(name, y):
    found = start(name, [[y, *SPREADS[name][0]]] * 4)
    assert found.kind == "unbounded"
    assert found.loss == -np.inf
    assert np.isinf(found.bias).any()


@pytest.mark.parametrize(
    ("name", "size"), [one for one in SIZES if 2 * one[1] < SPREADS[one[0]][1]]
)
def test_of_two_targets_only_a_mixture_has_no_bound(name, size):
    """One of its parts may shrink to either; a single spread has to reach both."""
    found = start(name, [[y, *SPREADS[name][0]] for y in (size, 2 * size, size, size)])
    assert (found.kind == "unbounded") == name.startswith("mixture")
    assert np.isfinite(found.loss) != name.startswith("mixture")


@pytest.mark.parametrize(
    "name", ["mean and variance + CRPS of a Gaussian", "non-crossing quantiles + pinball loss"]
)
def test_a_loss_with_a_bound_has_one_for_a_large_constant_target(name):
    """It falls for long on the way to the target, and is no density that narrows."""
    found = start(name, [[250_000.0]] * 4)
    assert found.kind in ("infinite", "set")
    assert found.loss == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.bias[0], 250_000.0)


def test_a_search_without_a_bracket_is_no_crash():
    assert start("location and scale + Student-t likelihood", [[0.3]] * 4).loss < -70


@pytest.mark.parametrize("rare", [1e-17, 1e-15, 1e-3])
def test_a_rare_class_counts_on_either_side(rare):
    """A mean that is rounded to 1 is not 1: log((1 − rare)/rare), as for a mean near 0."""
    y = [[0.0], [1.0]]
    above, below = (start("sigmoid + log loss", y, w) for w in ([rare, 1], [1, rare]))
    np.testing.assert_allclose(above.bias, -np.log(rare), rtol=1e-9)
    np.testing.assert_allclose(above.bias, -below.bias, rtol=1e-9)
    np.testing.assert_allclose(above.loss, below.loss, rtol=1e-6)
