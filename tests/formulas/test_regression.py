"""What the chapter on numbers adds: scales for targets, Friedman's data, and three laws."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import expon, norm
from sklearn.datasets import make_friedman1

from pairings import CATALOGUE, activations, datasets, laws, losses, matching, scoring
from pairings.scoring import Entrant

LABELS = np.array([1.0, 2.0, 3.0, 4.0, 100.0, -50.0])
TRAIN = np.arange(5)  # the last row is no training row

SCALES = [datasets.standard_scale, datasets.robust_scale, datasets.unit_scale]
each_scale = pytest.mark.parametrize("make", SCALES, ids=lambda make: make.__name__)


# --- scales ----------------------------------------------------------------------------------


@each_scale
def test_decoding_undoes_encoding(make):
    """Labels become a column and come back; rows outside of the training rows too."""
    scale = make(LABELS, TRAIN)
    column = scale.encode(LABELS)
    assert column.shape == (6, 1)
    np.testing.assert_allclose(scale.decode(column), LABELS, rtol=1e-14)


@each_scale
def test_decoding_keeps_replicas(make):
    """(replicas, samples, 1) gives (replicas, samples)."""
    scale = make(LABELS, TRAIN)
    stack = np.stack([scale.encode(LABELS), scale.encode(LABELS + 1)])
    assert scale.decode(stack).shape == (2, 6)
    np.testing.assert_allclose(scale.decode(stack)[1], LABELS + 1, rtol=1e-14)


@each_scale
def test_the_scale_belongs_to_the_training_rows(make):
    """Whatever the other labels are, the unit is the same."""
    other = np.where(np.arange(6) == 5, 1e6, LABELS)
    assert make(LABELS, TRAIN) == make(other, TRAIN)


@each_scale
def test_labels_that_do_not_vary_have_no_scale(make):
    """Refused, instead of a division by zero."""
    with pytest.raises(ValueError, match="labels: got spread 0"):
        make(np.ones(6), TRAIN)


@each_scale
def test_whole_number_labels_are_welcome(make):
    """Integers give the same scale and code as floats."""
    whole = LABELS.astype(int)
    assert make(whole, TRAIN) == make(LABELS, TRAIN)
    np.testing.assert_array_equal(
        make(whole, TRAIN).encode(whole), make(LABELS, TRAIN).encode(LABELS)
    )


def test_scales_by_hand():
    """Mean and deviation of 0, 2, 4; median and quartiles of 1, 2, 3, 4, 100; least and largest."""
    scale = datasets.standard_scale(np.array([0.0, 2.0, 4.0]), np.arange(3))
    assert scale.centre == 2
    assert scale.spread == pytest.approx(np.sqrt(8 / 3))
    assert datasets.robust_scale(LABELS, TRAIN).centre == 3
    assert datasets.robust_scale(LABELS, TRAIN).spread == pytest.approx(2 / 1.349)
    unit = datasets.unit_scale(LABELS, TRAIN).encode(LABELS[TRAIN])
    assert unit.min() == 0
    assert unit.max() == 1


def test_the_robust_scale_of_normal_labels_is_their_deviation():
    """1.349 is the interquartile range of a standard normal variable; and outliers barely move it."""
    labels = 3 + 2 * np.random.default_rng(0).normal(size=100_000)
    rows = np.arange(labels.size)
    clean = datasets.robust_scale(labels, rows)
    assert clean.centre == pytest.approx(3, abs=0.05)
    assert clean.spread == pytest.approx(2, abs=0.05)
    labels[:5000] *= 1000
    assert datasets.robust_scale(labels, rows).spread < 1.2 * clean.spread
    assert datasets.standard_scale(labels, rows).spread > 100 * clean.spread


# --- Friedman's data -------------------------------------------------------------------------


def test_friedman1_without_noise_is_the_function():
    """The labels are those of scikit-learn, and of the formula."""
    x, y = make_friedman1(50, n_features=10, noise=0.0, random_state=3)
    data = datasets.friedman1(50, seed=3, noise=None)
    np.testing.assert_array_equal(data.labels, y)
    formula = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2
    np.testing.assert_allclose(y, formula + 10 * x[:, 3] + 5 * x[:, 4], rtol=1e-12)
    np.testing.assert_allclose(data.x, datasets.standardise(x, data.split.train))


def test_friedman1_adds_the_noise_it_is_given():
    """The same inputs and signal under any noise; normal noise of variance 1 by default."""
    signal = datasets.friedman1(4000, noise=None)
    normal = datasets.friedman1(4000)
    skewed = datasets.friedman1(4000, noise=lambda rng, n: rng.exponential(3.0, n))
    for data in (normal, skewed):
        np.testing.assert_array_equal(data.x, signal.x)
    noise = normal.labels - signal.labels
    assert abs(noise.mean()) < 0.05
    assert abs(noise.std() - 1) < 0.05
    noise = skewed.labels - signal.labels
    assert noise.min() > -1e-9
    assert abs(noise.mean() - 3) < 0.15


def test_friedman1_is_a_function_of_its_seed():
    """The same seed, the same data; another seed, others."""
    once, again, other = (datasets.friedman1(60, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(once.labels, again.labels)
    assert (once.labels != other.labels).all()
    assert once.x.shape == (60, 10)
    assert len(once.features) == 10


# --- laws ------------------------------------------------------------------------------------


def test_the_broadcast_loss_is_the_mean_over_the_table():
    """The identity against the (n, n) table itself, for a stack; not for another constant."""
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(3, 40, 1)), rng.normal(size=(40, 1))
    table = (z - y[:, 0]) ** 2 / 2
    assert table.shape == (3, 40, 40)
    law = laws.broadcast_loss(z, y)
    np.testing.assert_allclose(law, table.mean(axis=(-1, -2)), rtol=1e-13)
    assert (law >= y.var() / 2).all()
    assert not np.allclose(law + 1e-6, table.mean(axis=(-1, -2)), rtol=1e-13)


def window(F, c, delta, points=200_001):
    """The mean of F over [c − δ, c + δ], by the midpoint rule."""
    edges = np.linspace(c - delta, c + delta, points)
    return F((edges[1:] + edges[:-1]) / 2).mean()


@pytest.mark.parametrize("delta", [0.01, 0.3, 0.79, 0.8, 1.0, 2.5, 10.0])
def test_hubers_location_of_the_exponential_solves_the_window_equation(delta):
    """The mean of F over a window of half-width δ around c is one half."""
    c = float(laws.huber_location_exponential(delta))
    assert window(expon.cdf, c, delta) == pytest.approx(0.5, abs=1e-6)
    assert window(expon.cdf, c + 0.01, delta) > 0.5001  # elsewhere it is not


def test_hubers_location_runs_from_the_median_to_the_mean():
    """log 2 for δ → 0, 1 for δ → ∞, and increasing."""
    deltas = np.geomspace(1e-6, 200, 400)
    c = laws.huber_location_exponential(deltas)
    assert c[0] == pytest.approx(np.log(2), abs=1e-9)
    assert c[-1] == pytest.approx(1, abs=1e-9)
    assert (np.diff(c) >= -1e-15).all()


@pytest.mark.parametrize("delta", [0.2, 1.0, 3.0])
def test_hubers_location_is_the_best_constant_of_a_sample(delta):
    """The gradient of Huber's loss sums to zero there, up to the luck of the sample."""
    sample = np.random.default_rng(2).exponential(size=(400_000, 1))

    def pull(c):
        return losses.huber_with(delta).gradient(np.full_like(sample, c), sample).mean()

    best = brentq(pull, 0, 3)
    assert best == pytest.approx(float(laws.huber_location_exponential(delta)), abs=0.01)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3])
@pytest.mark.parametrize("delta", [1e-5, 0.5, 1.0, 2.0])
def test_hubers_location_with_far_outliers(share, delta):
    """The window equation for F = (1 − ε) N; the median for δ → 0."""
    c = laws.huber_location_outliers(share, delta)
    assert (1 - share) * window(norm.cdf, c, delta) == pytest.approx(0.5, abs=1e-6)
    if delta < 1e-3:
        assert c == pytest.approx(norm.ppf(0.5 / (1 - share)), abs=1e-6)


def test_no_outliers_no_shift():
    """ε = 0: the location is 0, by symmetry."""
    assert laws.huber_location_outliers(0.0, 1.0) == pytest.approx(0, abs=1e-12)


# --- measures --------------------------------------------------------------------------------


def test_errors_by_hand():
    """Residuals 3, −4, 0: their root mean square, mean size and mean."""
    decisions, labels = np.array([[4.0, -2.0, 5.0]]), np.array([1.0, 2.0, 5.0])
    assert scoring.root_mean_square(decisions, labels) == pytest.approx(np.sqrt(25 / 3))
    assert scoring.mean_absolute(decisions, labels) == pytest.approx(7 / 3)
    assert scoring.mean_error(decisions, labels) == pytest.approx(-1 / 3)


def test_metrics_read_decisions_and_report_nan():
    """Predictions are decoded first; a NaN prediction has no error."""
    scale = datasets.Scale(10.0, 2.0)
    entrant = Entrant(
        matching(activations.identity, losses.squared_error), scale.encode, scale.decode
    )
    p = np.array([[[0.0], [1.0]], [[np.nan], [1.0]]])
    found = {
        name: metric(entrant, p, np.array([10.0, 14.0]))
        for name, metric in scoring.REGRESSION_METRICS.items()
    }
    assert found["mean absolute"][0] == 1
    assert found["lowest"][0] == 10
    assert found["highest"][0] == 12
    assert all(np.isnan(values[1]) for values in found.values())


# --- the catalogue ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("identity + half squared error", "mean"),
        ("identity + absolute error", "median"),
        ("identity + Huber", "where the pulls balance"),
    ],
)
def test_rows_of_the_catalogue_lead_to_the_page(name, statistic):
    """Three losses for a number, each with the statistic that it predicts."""
    entry = CATALOGUE[name]
    assert entry.page == "regression"
    assert entry.statistic == statistic
    assert entry.pairing.name == name
