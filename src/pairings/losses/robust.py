"""Losses of a number that outliers cannot pull far: kin of Huber's, bounded and redescending."""

from functools import partial

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from ..inputs import positive_number
from ..records import Array, Loss, Statistic, reals
from ..stable import half_square, log_gap, total
from ..statistics import location, quantile_of


def log_cosh_curvature(p: Array, y: Array) -> Array:
    """∂²L/∂p² = 1/cosh²(p − y). Derived in :eq:`eq-log-cosh`."""
    e = np.exp(-np.abs(p - y))
    return (2 * e / (1 + e * e)) ** 2


# --- convex, and straight far out -----------------------------------------------------------------


def pseudo_huber_value(p: Array, y: Array, delta: float = 1.0) -> Array:
    """L = Σ δ² (sqrt(1 + (r/δ)²) − 1) with r = p − y, as δ r²/(δ + sqrt(δ² + r²)).

    Derived in :eq:`eq-pseudo-huber`.
    """
    r = p - y
    return total(delta * r * (r / (delta + np.hypot(delta, r))))


def pseudo_huber_gradient(p: Array, y: Array, delta: float = 1.0) -> Array:
    """∂L/∂p = r/sqrt(1 + (r/δ)²). Derived in :eq:`eq-pseudo-huber`."""
    r = p - y
    return delta * (r / np.hypot(delta, r))


def pseudo_huber_curvature(p: Array, y: Array, delta: float = 1.0) -> Array:
    """∂²L/∂p² = (1 + (r/δ)²)^(−3/2). Derived in :eq:`eq-pseudo-huber`."""
    return (delta / np.hypot(delta, p - y)) ** 3


def fair_value(p: Array, y: Array, c: float = 1.0) -> Array:
    """L = Σ c² (u − log(1 + u)) with u = |p − y|/c. Derived in :eq:`eq-fair`."""
    return c * c * total(log_gap(np.abs(p - y) / c))


def fair_gradient(p: Array, y: Array, c: float = 1.0) -> Array:
    """∂L/∂p = (p − y)/(1 + u). Derived in :eq:`eq-fair`."""
    r = p - y
    return c * (r / (c + np.abs(r)))


def fair_curvature(p: Array, y: Array, c: float = 1.0) -> Array:
    """∂²L/∂p² = 1/(1 + u)². Derived in :eq:`eq-fair`."""
    return (c / (c + np.abs(p - y))) ** 2


def epsilon_insensitive_value(p: Array, y: Array, epsilon: float = 0.1) -> Array:
    """L = Σ max(0, |p − y| − ε): nothing to pay within ε. Derived in :eq:`eq-epsilon-insensitive`."""
    return total(_beyond(np.abs(p - y), epsilon))


def epsilon_insensitive_gradient(p: Array, y: Array, epsilon: float = 0.1) -> Array:
    """∂L/∂p = sign(p − y) where |p − y| > ε, else 0. Derived in :eq:`eq-epsilon-insensitive`."""
    r = p - y
    return np.sign(np.sign(r) * _beyond(np.abs(r), epsilon))


def squared_epsilon_insensitive_value(p: Array, y: Array, epsilon: float = 0.1) -> Array:
    """L = Σ max(0, |p − y| − ε)²/2. Derived in :eq:`eq-squared-epsilon-insensitive`."""
    return total(half_square(_beyond(np.abs(p - y), epsilon)))


def squared_epsilon_insensitive_gradient(p: Array, y: Array, epsilon: float = 0.1) -> Array:
    """∂L/∂p = sign(p − y) max(0, |p − y| − ε). Derived in :eq:`eq-squared-epsilon-insensitive`."""
    r = p - y
    return np.sign(r) * _beyond(np.abs(r), epsilon)


def squared_epsilon_insensitive_curvature(p: Array, y: Array, epsilon: float = 0.1) -> Array:
    """∂²L/∂p² = 1 where |p − y| > ε, else 0. Derived in :eq:`eq-squared-epsilon-insensitive`."""
    return np.sign(_beyond(np.abs(p - y), epsilon))


def straight_curvature(p: Array, y: Array) -> Array:
    """∂²L/∂p² = 0 off the corners of a loss of straight pieces. Derived in :eq:`eq-absolute-error`."""
    r = p - y
    return np.where(np.isnan(r), r, 0)


def _beyond(size: Array, epsilon: float) -> Array:
    return np.maximum(size - epsilon, 0.0)


# --- redescending: what lies far off pulls less, or not at all; not convex ------------------------


def tukey_value(p: Array, y: Array, c: float = 4.685) -> Array:
    """L = Σ c²/6 (1 − (1 − u)³) with u = min(1, ((p − y)/c)²), as r²/6 (3 − 3u + u²), r cut at ±c.

    Derived in :eq:`eq-tukey`.
    """
    r = np.clip(p - y, -c, c)
    u = (r / c) ** 2
    return total(r * r / 6 * (3 - 3 * u + u * u))


def tukey_gradient(p: Array, y: Array, c: float = 4.685) -> Array:
    """∂L/∂p = (p − y) (1 − u)²: 0 from |p − y| = c on. Derived in :eq:`eq-tukey`."""
    t = np.clip((p - y) / c, -1, 1)
    return c * t * ((1 - t) * (1 + t)) ** 2


def tukey_curvature(p: Array, y: Array, c: float = 4.685) -> Array:
    """∂²L/∂p² = (1 − u) (1 − 5u), below 0 for c/√5 < |p − y| < c. Derived in :eq:`eq-tukey`."""
    t = np.clip((p - y) / c, -1, 1)
    return (1 - t) * (1 + t) * (1 - 5 * t * t)


def welsch_value(p: Array, y: Array, c: float = 2.985) -> Array:
    """L = Σ c²/2 (1 − e^−u) with u = ((p − y)/c)². Derived in :eq:`eq-welsch`."""
    t = (p - y) / c
    return -c * c / 2 * total(np.expm1(-t * t))


def welsch_gradient(p: Array, y: Array, c: float = 2.985) -> Array:
    """∂L/∂p = (p − y) e^−u. Derived in :eq:`eq-welsch`."""
    t = (p - y) / c
    return c * t * np.exp(-t * t)


def welsch_curvature(p: Array, y: Array, c: float = 2.985) -> Array:
    """∂²L/∂p² = (1 − 2u) e^−u, below 0 for |p − y| > c/√2. Derived in :eq:`eq-welsch`."""
    t = (p - y) / c
    e = np.exp(-t * t)
    return e - 2 * t * (t * e)


def student_t_value(p: Array, y: Array, degrees: float = 4.0, scale: float = 1.0) -> Array:
    """L = Σ (ν + 1)/2 log(1 + (p − y)²/(ν s²)): −log density of Student's t but for a constant.

    Derived in :eq:`eq-student-t`.
    """
    t = np.abs(p - y) / (scale * degrees**0.5)
    far = np.maximum(t, 1.0)  # its square may overflow, its logarithm does not
    each = np.where(t > 1, 2 * np.log(far) + np.log1p(far**-2.0), np.log1p(np.minimum(t, 1.0) ** 2))
    return (degrees + 1) / 2 * total(each)


def student_t_gradient(p: Array, y: Array, degrees: float = 4.0, scale: float = 1.0) -> Array:
    """∂L/∂p = (ν + 1) (p − y)/(ν s² + (p − y)²). Derived in :eq:`eq-student-t`."""
    width = scale * degrees**0.5
    t = (p - y) / width
    h = np.hypot(1.0, t)
    return (degrees + 1) / width * (t / h / h)


def student_t_curvature(p: Array, y: Array, degrees: float = 4.0, scale: float = 1.0) -> Array:
    """∂²L/∂p² = (ν + 1) (ν s² − (p − y)²)/(ν s² + (p − y)²)², below 0 far out.

    Derived in :eq:`eq-student-t`.
    """
    width = scale * degrees**0.5
    t = (p - y) / width
    h = np.hypot(1.0, t)
    return (degrees + 1) / width**2 * ((1 / h - t / h) * (1 / h + t / h) / h / h)


def cauchy_value(p: Array, y: Array, scale: float = 1.0) -> Array:
    """L = Σ log(1 + (p − y)²/s²): Student's t with one degree. Derived in :eq:`eq-cauchy`."""
    return student_t_value(p, y, 1.0, scale)


def cauchy_gradient(p: Array, y: Array, scale: float = 1.0) -> Array:
    """∂L/∂p = 2 (p − y)/(s² + (p − y)²). Derived in :eq:`eq-cauchy`."""
    return student_t_gradient(p, y, 1.0, scale)


def cauchy_curvature(p: Array, y: Array, scale: float = 1.0) -> Array:
    """∂²L/∂p² = 2 (s² − (p − y)²)/(s² + (p − y)²)². Derived in :eq:`eq-cauchy`."""
    return student_t_curvature(p, y, 1.0, scale)


# --- the records ----------------------------------------------------------------------------------


def _of_bulk(value, gradient) -> Statistic:
    """The p with the lowest Σ w L(p, y), of several that are lowest nearby: by a search."""

    def of(y: Array, weights: Array | None = None) -> Array:
        w = np.ones(len(y)) if weights is None else np.asarray(weights, float)

        def lowest(column):
            def cost(p):
                return w @ value(np.full((len(column), 1), p), column[:, None])

            def slope(p):
                return w @ gradient(np.full((len(column), 1), p), column[:, None])[:, 0]

            places = np.union1d(np.linspace(column.min(), column.max(), 801), column)
            best = int(np.argmin([cost(p) for p in places]))
            low, high = places[max(best - 1, 0)], places[min(best + 1, len(places) - 1)]
            if low == high:
                return low
            if slope(low) < 0 < slope(high):
                return brentq(slope, low, high, xtol=1e-14)
            found = minimize_scalar(cost, bounds=(low, high), method="bounded").x
            return min(places[best], found, key=cost)

        return np.array([lowest(column) for column in np.asarray(y, float).T])

    return Statistic("centre of the bulk", of)


def _convex(name, value, gradient, pull, statistic="where the pulls balance") -> Loss:
    elicits = location(pull)._replace(name=statistic)
    return Loss(name, value, gradient, reals, reals, elicits)


def _redescending(name, value, gradient) -> Loss:
    return Loss(name, value, gradient, reals, reals, _of_bulk(value, gradient))


def pseudo_huber_with(delta: float) -> Loss:
    """Huber's loss without a corner in its slope: bends near |p − y| = `delta` > 0."""
    delta = positive_number("delta", delta)
    value, gradient = (partial(f, delta=delta) for f in (pseudo_huber_value, pseudo_huber_gradient))
    name = "pseudo-Huber" if delta == 1 else f"pseudo-Huber(δ={delta:g})"
    return _convex(name, value, gradient, partial(gradient, y=0.0))


def fair_with(c: float) -> Loss:
    """Fair's loss, which never quite becomes straight: slope c/2 at |p − y| = `c` > 0."""
    c = positive_number("c", c)
    value, gradient = (partial(f, c=c) for f in (fair_value, fair_gradient))
    name = "Fair" if c == 1 else f"Fair(c={c:g})"
    return _convex(name, value, gradient, partial(gradient, y=0.0))


def epsilon_insensitive_with(epsilon: float) -> Loss:
    """Absolute error beyond a tube of half width `epsilon` > 0, nothing within."""
    epsilon = positive_number("epsilon", epsilon)
    value, gradient = (
        partial(f, epsilon=epsilon)
        for f in (epsilon_insensitive_value, epsilon_insensitive_gradient)
    )
    name = "ε-insensitive" if epsilon == 0.1 else f"ε-insensitive(ε={epsilon:g})"

    def of(y: Array, weights: Array | None = None) -> Array:
        # twice the loss, but for a constant, is |p − (y − ε)| + |p − (y + ε)|
        w = np.ones(len(y)) if weights is None else np.asarray(weights)
        return quantile_of(np.concatenate([y - epsilon, y + epsilon]), 0.5, np.tile(w, 2))

    elicits = Statistic("as many above the tube as below", of)
    return Loss(name, value, gradient, reals, reals, elicits)


def squared_epsilon_insensitive_with(epsilon: float) -> Loss:
    """Half the squared error beyond a tube of half width `epsilon` > 0, nothing within."""
    epsilon = positive_number("epsilon", epsilon)
    value, gradient = (
        partial(f, epsilon=epsilon)
        for f in (squared_epsilon_insensitive_value, squared_epsilon_insensitive_gradient)
    )
    name = f"squared ε-insensitive{'' if epsilon == 0.1 else f'(ε={epsilon:g})'}"
    statistic = "as much above the tube as below"
    return _convex(name, value, gradient, partial(gradient, y=0.0), statistic)


def tukey_with(c: float) -> Loss:
    """Tukey's biweight, for which everything beyond |p − y| = `c` > 0 is equally far."""
    c = positive_number("c", c)
    name = "Tukey" if c == 4.685 else f"Tukey(c={c:g})"
    return _redescending(name, partial(tukey_value, c=c), partial(tukey_gradient, c=c))


def welsch_with(c: float) -> Loss:
    """Welsch's loss, whose pull is strongest at |p − y| = `c`/√2, `c` > 0."""
    c = positive_number("c", c)
    name = "Welsch" if c == 2.985 else f"Welsch(c={c:g})"
    return _redescending(name, partial(welsch_value, c=c), partial(welsch_gradient, c=c))


def student_t_with(degrees: float, scale: float = 1.0) -> Loss:
    """−log density of Student's t with `degrees` > 0 of freedom and a known `scale` > 0."""
    degrees, scale = positive_number("degrees", degrees), positive_number("scale", scale)
    value, gradient = (
        partial(f, degrees=degrees, scale=scale) for f in (student_t_value, student_t_gradient)
    )
    usual = (degrees, scale) == (4, 1)
    name = "Student-t" if usual else f"Student-t(ν={degrees:g}, s={scale:g})"
    return _redescending(name, value, gradient)


def cauchy_with(scale: float) -> Loss:
    """−log density of Cauchy's distribution with a known `scale` > 0."""
    scale = positive_number("scale", scale)
    value, gradient = (partial(f, scale=scale) for f in (cauchy_value, cauchy_gradient))
    name = "Cauchy" if scale == 1 else f"Cauchy(s={scale:g})"
    return _redescending(name, value, gradient)


pseudo_huber, fair = pseudo_huber_with(1.0), fair_with(1.0)
epsilon_insensitive = epsilon_insensitive_with(0.1)
squared_epsilon_insensitive = squared_epsilon_insensitive_with(0.1)
tukey, welsch = tukey_with(4.685), welsch_with(2.985)
student_t, cauchy = student_t_with(4.0), cauchy_with(1.0)
