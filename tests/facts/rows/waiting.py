"""The rows of waiting times: censored likelihoods, and the partial likelihood of lists."""

import mpmath
import numpy as np
from scipy import stats
from sympy import Eq, Piecewise, erfc, exp, log, sqrt

from facts.rows.kind import OfRow
from pairings.losses import apart


def times(scores):
    """Times from a tenth to some ten, about half of them seen, targets side by side."""

    def draw(rng):
        z = rng.normal(0, 0.7, (12, 2 * scores))
        y = np.stack([rng.gamma(1.5, size=(12, 2)) + 0.1, rng.integers(0, 2, (12, 2))], axis=-1)
        return z, y.reshape(12, 4)

    return draw


def numbers(rng):
    """Numbers as they are, at least that, at most that."""
    y = np.stack([rng.normal(size=(12, 2)), rng.integers(-1, 2, (12, 2))], axis=-1)
    return rng.normal(0, 0.4, (12, 4)), y.reshape(12, 4)


def lists(rng):
    """Lists of three: all times apart, two alike, all alike; one list without an event."""
    t = np.array([[1.0, 2, 3], [3, 1, 1], [2, 2, 2], [2, 1, 3]])
    y = np.stack([np.repeat(t, 4, axis=0), rng.integers(0, 2, (16, 3))], axis=-1)
    y[0, :, 1], y[4:9, :, 1] = 0, 1
    return rng.normal(0, 2, (16, 3)), y.reshape(16, 6)


def censored(frozen):
    """−log density where seen, −log of the chance to last longer where not, summed over targets."""

    def oracle(z, y):
        t, d = apart(y, 2)
        at = frozen(z)
        return -np.where(d == 1, at.logpdf(t), at.logsf(t)).sum(axis=1)

    return oracle


def of_scores(make):
    return lambda z: make(*apart(z, 2))


def tobit(z, y):
    (m, s), (y, side) = apart(z, 2), apart(y, 2)
    at = stats.norm(m, np.exp(s))
    cut = np.where(side == 1, at.logsf(y), at.logcdf(y))
    return -np.where(side == 0, at.logpdf(y), cut).sum(axis=1)


def partial_likelihood(z, y):
    """Event by event over all pairs, with thirty digits: the sum as Cox and Breslow write it."""
    found = []
    with mpmath.workdps(30):
        for scores, t, d in zip(z, *apart(y, 2), strict=True):
            weights = [mpmath.exp(float(score)) for score in scores]
            at_risk = [
                mpmath.fsum(w for w, u in zip(weights, t, strict=True) if u >= time) for time in t
            ]
            terms = [
                mpmath.log(total / weight)
                for total, weight, flag in zip(at_risk, weights, d, strict=True)
                if flag == 1
            ]
            found.append(float(mpmath.fsum(terms)))
    return np.array(found)


def stated_partial(z, y):
    t, d = y[::2], y[1::2]

    def at_risk(i):
        return sum(
            Piecewise((exp(score), time >= t[i]), (0, True))
            for score, time in zip(z, t, strict=True)
        )

    return sum(d[i] * (log(at_risk(i)) - z[i]) for i in range(len(z)))


def stated(noise_seen, noise_lasting):
    """d (noise of what was seen + s) + (1 − d) (that of what lasted longer), at r = (log t − m)/σ."""

    def loss(z, y):
        (m, s), (t, d) = z, y
        r = (log(t) - m) * exp(-s)
        return d * (noise_seen(r) + s) + (1 - d) * noise_lasting(r)

    return loss


def lasting(r):
    """−log of the chance of a standard normal to exceed r."""
    return -log(erfc(r / sqrt(2)) / 2)


def stated_tobit(z, y):
    (m, s), (y, side) = z, y
    r = (y - m) * exp(-s)
    return Piecewise((r**2 / 2 + s, Eq(side, 0)), (lasting(r), side > 0), (lasting(-r), True))


NO_TIME = (
    ([0.0, 1.0], "above 0"),
    ([-1.0, 1.0], "above 0"),
    ([2.0, 0.5], "1 for seen and 0 for censored"),
    ([2.0, 2.0], "1 for seen and 0 for censored"),
    ([0.0, 3.0], "Columns swapped"),
    ([np.nan, 1.0], "NaN"),
)

ROWS = (
    OfRow(
        "exp + censored exponential",
        lambda z, y: y[0] * exp(z[0]) - y[1] * (1 + z[0] + log(y[0])),
        censored(lambda z: stats.expon(scale=np.exp(-z))),
        times(1),
        far=(
            ([708.0], [2.0, 0.0], 6.04676628855211e307, [6.04676628855211e307]),
            ([-745.0], [1e300, 0.0], 2.8223507304719374e-24, [2.8223507304719374e-24]),
            ([-745.0], [1e300, 1.0], 53.2244721017863, [-1.0]),
            ([1e-08], [1.0, 1.0], 5.0000000166666667e-17, [1.0000000050000001e-08]),
            ([-690.0], [1e-10, 1.0], 712.0258509299405, [-1.0]),
        ),
        refused=NO_TIME,
    ),
    OfRow(
        "scale and shape + censored Weibull",
        lambda z, y: (
            exp(exp(z[1]) * (log(y[0]) - z[0])) - y[1] * (z[1] + exp(z[1]) * (log(y[0]) - z[0]))
        ),
        censored(of_scores(lambda m, s: stats.weibull_min(np.exp(s), scale=np.exp(m)))),
        times(2),
        far=(
            ([0.0, 0.0], [700.0, 0.0], 700.0, [-700.0, 4585.756234530383]),
            (
                [600.0, 2.0],
                [1e300, 1.0],
                2.0001176196947194e291,
                [-1.4778981296383922e292, 1.3415698289770773e294],
            ),
            (
                [0.0, 5.0],
                [1.000001, 1.0],
                -3.999999988986233,
                [-0.022028089367684325, -0.9999999779719216],
            ),
            (
                [5.0, -20.0],
                [1e-300, 1.0],
                21.000000000001027,
                [2.955898805146014e-15, -0.9999999999979433],
            ),
            (
                [2.0, 3.0],
                [0.1, 0.0],
                2.940271086184271e-38,
                [-5.905692346573529e-37, -2.540974385417629e-36],
            ),
        ),
        refused=NO_TIME,
    ),
    OfRow(
        "median and scale + log-normal accelerated failure time",
        stated(lambda r: r**2 / 2, lasting),
        censored(of_scores(lambda m, s: stats.lognorm(np.exp(s), scale=np.exp(m)))),
        times(2),
        far=(
            (
                [-700.0, 0.0],
                [1e300, 0.0],
                967136.441056132,
                [-1390.7762469207632, -1934257.568999521],
            ),
            ([100.0, -1.0], [1e30, 0.0], 0.0, [-0.0, 0.0]),
            (
                [1.0, -3.0],
                [1000.0, 0.0],
                7045.844904979892,
                [-2383.527829444309, -14081.299117000452],
            ),
            ([300.0, 30.0], [1.0, 1.0], 30.0, [2.6269532288089562e-24, 1.0]),
            ([0.0, -300.0], [1.0, 1.0], -300.0, [0.0, 1.0]),
        ),
        refused=NO_TIME,
    ),
    OfRow(
        "median and scale + log-logistic accelerated failure time",
        stated(lambda r: 2 * log(1 + exp(r)) - r, lambda r: log(1 + exp(r))),
        censored(of_scores(lambda m, s: stats.fisk(np.exp(-s), scale=np.exp(m)))),
        times(2),
        far=(
            ([-700.0, 0.0], [1e300, 0.0], 1390.7755278982138, [-1.0, -1390.7755278982138]),
            (
                [700.0, 0.0],
                [1.0, 0.0],
                9.85967654375977e-305,
                [-9.85967654375977e-305, 6.90177358063184e-302],
            ),
            ([700.0, 0.0], [1.0, 1.0], 700.0, [1.0, -699.0]),
            (
                [0.0, -20.0],
                [1.000001, 1.0],
                465.16495278744145,
                [-485165195.4097903, -484.16495278744145],
            ),
        ),
        refused=NO_TIME,
    ),
    OfRow(
        "location and scale + Tobit (censored normal)",
        stated_tobit,
        tobit,
        numbers,
        far=(
            ([-100000.0, 0.0], [0.0, 1.0], 5000000012.431864, [-100000.00001, -10000000001.0]),
            ([100000.0, 0.0], [0.0, -1.0], 5000000012.431864, [100000.00001, -10000000001.0]),
            (
                [30.0, 0.0],
                [0.0, 1.0],
                4.906713927148187e-198,
                [-1.4736461348785476e-196, 4.420938404635642e-195],
            ),
            (
                [0.0, -300.0],
                [1e-100, 0.0],
                1.88651015046497e60,
                [-3.77302030092994e160, -3.77302030092994e60],
            ),
            (
                [5.0, 2.0],
                [-1000000.0, -1.0],
                9157911035.524933,
                [18315.73046792862, -18315822046.58096],
            ),
        ),
        refused=(([1.0, 0.5], "at least that"), ([np.inf, 0.0], "at least that")),
    ),
    OfRow(
        "softmax over those at risk + Cox partial likelihood",
        stated_partial,
        partial_likelihood,
        lists,
        far=(
            (
                [700.0, 0.0, -700.0],
                [1.0, 1.0, 2.0, 1.0, 3.0, 1.0],
                1.971935308751954e-304,
                [-9.85967654375977e-305, 0.0, 9.85967654375977e-305],
            ),
            (
                [-40.0, 0.0, 1.0],
                [3.0, 1.0, 2.0, 0.0, 1.0, 1.0],
                0.3132616875182228,
                [1.142558431901387e-18, 0.2689414213699951, -0.2689414213699951],
            ),
            (
                [1000000000.0, 999999999.0, 1000000002.0],
                [2.0, 1.0, 2.0, 1.0, 2.0, 0.0],
                5.339692039112571,
                [-0.771609601230811, -0.9159798677318679, 1.687589468962679],
            ),
            ([50.0, 50.0], [1.0, 1.0, 2.0, 1.0], 0.6931471805599453, [-0.5, 0.5]),
            ([3.0, 4.0], [1.0, 0.0, 2.0, 0.0], 0.0, [0.0, 0.0]),
        ),
        refused=(
            ([1.0, 1.0, 0.0, 0.0], "above 0"),
            ([1.0, 1.0, 2.0, 0.5], "1 for seen and 0 for censored"),
        ),
    ),
)
