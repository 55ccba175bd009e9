"""What a mismatch costs: the closed forms of the book against quadrature at drawn starts and targets."""

import numpy as np
from hypothesis import strategies as st
from properties import arrays, law, pool

from pairings import activations, compose, laws, losses, matching

A, L = activations, losses
FROM = st.floats(0.01, 6.0)  # how far the score starts below 0
ABOVE = st.floats(1.05, 20.0)  # a target that exp and the others pass
DEPTH = 1.7580993408473766  # λα of SELU


def yes(closed):
    return lambda m, y: closed(m)


TIMES = [
    (matching(A.sigmoid, L.log_loss), yes(laws.escape_time_log_loss)),
    (compose(A.sigmoid, L.squared_error), yes(laws.escape_time_squared_error)),
    (compose(A.sigmoid, L.absolute_error), yes(laws.escape_time_absolute_error)),
    (matching(A.tanh), yes(laws.escape_time_tanh_matching)),
    (compose(A.tanh, L.squared_error), yes(laws.escape_time_tanh_squared_error)),
    (matching(A.relu), laws.escape_time_relu_matching),
    (matching(A.exp, L.poisson), laws.escape_time_exp_poisson),
    (compose(A.exp, L.squared_error), laws.escape_time_exp_squared_error),
    (matching(A.elu), laws.escape_time_elu_matching),
    (compose(A.elu, L.squared_error), laws.escape_time_elu_squared_error),
]
BOUNDS = [
    (compose(A.normal_cdf, L.log_loss), laws.escape_time_probit_log_loss_bounds),
    (compose(A.normal_cdf, L.squared_error), laws.escape_time_probit_squared_error_bounds),
]


@law(150, case=st.sampled_from(TIMES), m=FROM, y=ABOVE)
def test_the_way_back_takes_as_long_as_the_formula_says(case, m, y):
    """T(m) is ∫ dz / (−∂L/∂z), for ten pairings."""
    pairing, closed = case
    y = y if pairing.targets.contains(np.array(y)) else 1.0
    if pairing.activation in (A.sigmoid, A.tanh):
        y = 1.0
    np.testing.assert_allclose(closed(m, y), laws.escape_time(pairing, m, y), rtol=1e-8)


@law(60, case=st.sampled_from(BOUNDS), m=st.floats(0.01, 5.0))
def test_the_way_back_lies_between_its_bounds(case, m):
    """Probit with log loss and with half squared error."""
    pairing, bounds = case
    low, high = bounds(m)
    time = laws.escape_time(pairing, m)
    assert low * (1 - 1e-9) <= time <= high * (1 + 1e-9)


@law(60, data=st.data(), samples=st.integers(1, 8), replicas=st.integers(1, 3))
def test_a_broadcast_loss_is_the_mean_over_the_table(data, samples, replicas):
    """(n,) from (n, 1): the mean of n² half squared errors, built in full."""
    z, y = (data.draw(arrays((replicas, samples, 1), pool(50.0))) for _ in "zy")
    table = (z - y.swapaxes(-1, -2)) ** 2 / 2
    np.testing.assert_allclose(laws.broadcast_loss(z, y), table.mean(axis=(-1, -2)), rtol=1e-11)


@law(60, data=st.data(), labels=st.integers(1, 4))
def test_independent_labels_cost_nothing_and_others_something(data, labels):
    """The total correlation is 0 for a product of marginals and never negative."""
    joint = data.draw(arrays((2,) * labels, pool(1.0, 1e-6)))
    cost = laws.cost_of_independence(joint / joint.sum())
    assert cost >= -1e-12
    shares = data.draw(arrays((labels,), pool(1.0, 1e-6)))
    product = np.ones(())
    for share in np.minimum(shares, 1.0):
        product = np.multiply.outer(product, [share, 1 - share])
    assert abs(laws.cost_of_independence(product)) <= 1e-12


@law(60, classes=st.integers(2, 200), data=st.data())  # a few rows of them are drawn quickly
def test_a_double_softmax_stays_between_floor_and_roof(classes, data):
    """Whatever the score: floor ≤ loss ≤ roof = floor + 1, and no share above the ceiling."""
    z = data.draw(arrays((4, classes), pool(700.0)))
    p = A.softmax.forward(A.softmax.forward(z))
    loss = L.cross_entropy.value(p, np.eye(classes)[np.arange(4) % classes])
    floor, roof = laws.double_softmax_floor(classes), laws.double_softmax_roof(classes)
    np.testing.assert_allclose(roof - floor, 1.0, rtol=1e-12)
    assert (loss >= floor * (1 - 1e-12)).all()
    assert (loss <= roof * (1 + 1e-12)).all()
    assert p.max() <= laws.double_softmax_ceiling(classes) * (1 + 1e-12)


@law(60, q=st.floats(0.001, 0.999), distance=st.floats(0.01, 8.0), delta=st.floats(0.001, 30.0))
def test_efficiencies_and_locations_keep_their_bounds(q, distance, delta):
    """The mean is no better than the quantile, least squares no better than log loss, and Huber's
    constant lies between median and mean."""
    assert laws.mean_for_quantile_exponential(q) >= 1 - 1e-12
    assert 0 < laws.least_squares_efficiency(distance) <= 1 + 1e-12
    assert np.log(2) - 1e-9 <= laws.huber_location_exponential(delta) <= 1 + 1e-9
    assert 0 <= laws.range_floor(delta) <= 0.5
