"""What a mismatch costs, in closed form: the curves that stand beside the measured ones."""

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import dawsn, entr, expi, lambertw
from scipy.stats import chi2, norm

from .records import Array, Pairing

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.
SQUARED_ERROR_PEAK = 4 / 27
_BETWEEN = 0.0, 2.0  # lie the scores at which convexity ends


def proper_gradient(p: Array, y: Array, weight: Array, slope: Array) -> Array:
    """∂L/∂z = (p − y) w(p) φ′(z), for a proper loss of weight w behind an activation of slope φ′.

    Log loss has w = 1/(p (1 − p)), half squared error w = 1. Derived in :eq:`eq-proper-gradient`;
    source :cite:t:`Reid2010`.
    """
    return (p - y) * weight * slope


def escape_time_log_loss(m: Array) -> Array:
    """T(m) = m + 1 − e^−m: gradient flow of one score from −m to 0, y = 1, sigmoid + log loss.

    Derived in :eq:`eq-escape-time`.
    """
    return m + 1 - np.exp(-m)


def escape_time_squared_error(m: Array) -> Array:
    """T(m) = e^m + 3m + 5/2 − 3 e^−m − e^−2m/2: the same with sigmoid + half squared error.

    Derived in :eq:`eq-escape-time`.
    """
    return np.exp(m) + 3 * m + 2.5 - 3 * np.exp(-m) - np.exp(-2 * m) / 2


def escape_time_absolute_error(m: Array) -> Array:
    """T(m) = 2 sinh m + 2m: the same with sigmoid + absolute error.

    Derived in :eq:`eq-escape-time`.
    """
    return 2 * np.sinh(m) + 2 * m


def measured_escape_time(
    pairing: Pairing, m: float, step_size: float, most: int = 100_000, target: float = 1.0
) -> float:
    """Steps × step size of gradient descent on one score, from z = −m with y = `target` until z ≥ 0.

    Infinity when `most` steps do not suffice.
    """
    z, y = np.full((1, 1), -m), [[target]]
    for step in range(1, most + 1):
        z = z - step_size * pairing.gradient(z, y)
        if z >= 0:
            return step * step_size
    return np.inf


def double_softmax_floor(classes: Array) -> Array:
    """log(1 + (K − 1)/e): no cross-entropy of a softmax of a softmax is lower.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.log1p((np.asarray(classes) - 1) / np.e)


def double_softmax_roof(classes: Array) -> Array:
    """log(e + K − 1), which is the floor plus exactly 1: none is higher.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.log(np.e + np.asarray(classes) - 1)


def double_softmax_ceiling(classes: Array) -> Array:
    """e / (e + K − 1): no probability that a softmax of a softmax reports is larger.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.e / (np.e + np.asarray(classes) - 1)


def cost_of_independence(joint: Array) -> Array:
    """Σ_k H(y_k) − H(y) ≥ 0, in nats, for the probabilities of all rows of K labels, an array of
    shape (2, …, 2).

    The expected log loss of the product of the true label probabilities, minus that of the true
    joint distribution: the total correlation. Derived in :eq:`eq-multilabel-cost`.
    """
    joint = np.asarray(joint, dtype=float)
    labels = range(joint.ndim)
    marginals = [joint.sum(axis=tuple(set(labels) - {k})) for k in labels]
    return sum(entr(marginal).sum() for marginal in marginals) - entr(joint).sum()


def broadcast_loss(z: Array, y: Array) -> Array:
    """mean_i (z_i − ȳ)²/2 + Var(y)/2: what the mean over an (n, n) table of half squared errors is.

    z, y: (..., samples, 1). The second term does not depend on the network. Derived in
    :eq:`eq-regression-broadcast`.
    """
    centre = y.mean(axis=-2, keepdims=True)
    return (((z - centre) ** 2).mean(axis=-2) + y.var(axis=-2))[..., 0] / 2


def huber_location_exponential(delta: Array) -> Array:
    """c(δ): what Huber's loss predicts of a standard exponential variable, between log 2 and 1.

    c = log(2 sinh δ / δ) where that is at least δ, else the root of c + e^−(c + δ) = 1, which is
    1 + W(−e^−(1 + δ)). The median for δ → 0, the mean for δ → ∞. Derived in
    :eq:`eq-regression-huber-exponential`.
    """
    delta = np.asarray(delta, dtype=float)
    both = np.log(2) + delta + np.log(-np.expm1(-2 * delta) / (2 * delta))
    return np.where(both >= delta, both, 1 + lambertw(-np.exp(-1 - delta)).real)


def huber_location_outliers(share: float, delta: float) -> float:
    """c: what Huber's loss predicts of a standard normal variable with a share of far outliers.

    The root of (1 − ε) (G(c + δ) − G(c − δ)) = δ with G(t) = t N(t) + n(t). For δ → 0 it is the
    median, N⁻¹(1 / (2 (1 − ε))). Derived in :eq:`eq-regression-outliers`.
    """

    def G(t):
        return t * norm.cdf(t) + norm.pdf(t)

    def pull(c):
        return (1 - share) * (G(c + delta) - G(c - delta)) - delta

    far = 10.0 + delta
    return brentq(pull, -far, far)


def silent_probability(h: Array, ratio: Array) -> Array:
    """P(h·w / √H ≤ m/s) = F(m/s · √H / |h|): one row is silent behind a ReLU of bias −m, scale s.

    h: (..., H), the hidden values; w standard normal; `ratio` is m/s and broadcasts against
    h without its last axis; F is the normal distribution function. Derived in
    :eq:`eq-positive-silent`.
    """
    return norm.cdf(ratio * np.sqrt(h.shape[-1]) / np.linalg.norm(h, axis=-1))


def dead_at_start_bounds(h: Array, ratio: Array) -> tuple[Array, Array]:
    """F_χ²(H m² / (R² s²)) ≤ P(all rows silent) ≤ F(m/s · √H / R), with R the largest |h| of a row.

    h: (..., rows, H); `ratio` is m/s ≥ 0 and broadcasts against h without its last two axes.
    Derived in :eq:`eq-positive-dead-bounds`.
    """
    largest = np.linalg.norm(h, axis=-1).max(axis=-1)
    reach = ratio * np.sqrt(h.shape[-1]) / largest
    return chi2.cdf(reach**2, h.shape[-1]), norm.cdf(reach)


def dead_floor(hidden: int, ratio: Array) -> Array:
    """F_χ²(m²/s²) ≤ P(all rows silent), whatever the data, for `hidden` units with values in (−1, 1).

    Derived in :eq:`eq-positive-dead-bounds`.
    """
    return chi2.cdf(np.square(ratio), hidden)


def escape_time_relu_matching(m: Array, y: float) -> Array:
    """T(m) = m/y: gradient flow of one score from −m to 0, ReLU + its matching loss, y > 0.

    Derived in :eq:`eq-positive-escape-relu`.
    """
    return m / y


def escape_time_exp_poisson(m: Array, y: float) -> Array:
    """T(m) = (m + log((y − e^−m) / (y − 1))) / y: the same with exp + Poisson deviance, y > 1.

    Derived in :eq:`eq-positive-escape-exp`.
    """
    return (m + np.log((y - np.exp(-m)) / (y - 1))) / y


def escape_time_exp_squared_error(m: Array, y: float) -> Array:
    """T(m) = (e^m − 1)/y + m/y² + log((y − e^−m) / (y − 1))/y²: exp + half squared error, y > 1.

    Derived in :eq:`eq-positive-escape-exp`.
    """
    return np.expm1(m) / y + escape_time_exp_poisson(m, y) / y


def proper_curvature(p: Array, y: Array, factor: Array, slope: Array, factor_slope: Array) -> Array:
    """∂²L/∂z² = r φ′ + (p − y) r′, with the factor r = w(p) φ′(z) and its derivative r′ in z.

    Where it is negative the loss is not convex in the score. Derived in :eq:`eq-laws-curvature`.
    """
    return factor * slope + (p - y) * factor_slope


#: Sigmoid + half squared error is convex in z for both labels only while p lies between these.
CONVEX_SIGMOID_SQUARED_ERROR = (1 / 3, 2 / 3)

#: The same for tanh and the labels −1, +1.
CONVEX_TANH_SQUARED_ERROR = (-1 / 3, 1 / 3)


def convex_probit_squared_error() -> tuple[float, float]:
    """(F(−s), F(s)) with s F(s) = f(s): normal cdf + half squared error, both labels convex in z.

    F is the normal distribution function and f its density. Derived in
    :eq:`eq-laws-convex-probit`.
    """
    s = brentq(lambda s: s * norm.cdf(s) - norm.pdf(s), *_BETWEEN)
    return norm.cdf(-s), norm.cdf(s)


def convex_cauchit_log_loss() -> tuple[float, float]:
    """1/2 ± arctan(s)/π with 2s arccot s = 1: cauchit + log loss, both labels convex in z.

    Derived in :eq:`eq-laws-convex-cauchit`.
    """
    s = brentq(lambda s: 2 * s * np.arctan2(1, s) - 1, *_BETWEEN)
    return 0.5 - np.arctan(s) / np.pi, 0.5 + np.arctan(s) / np.pi


def convex_cauchit_squared_error() -> tuple[float, float]:
    """1/2 ± arctan(s)/π with 2s (π − arccot s) = 1: cauchit + half squared error, both labels.

    Derived in :eq:`eq-laws-convex-cauchit`.
    """
    s = brentq(lambda s: 2 * s * (np.pi - np.arctan2(1, s)) - 1, *_BETWEEN)
    return 0.5 - np.arctan(s) / np.pi, 0.5 + np.arctan(s) / np.pi


def frozen_depth(step_size: float, dtype=np.float64) -> float:
    """The m from which a step at z = −m is lost in rounding: sigmoid + half squared error, y = 1.

    η e^−m = ulp(m)/2, where ulp(m) = ε 2^k for 2^k ≤ m < 2^(k+1). Derived in
    :eq:`eq-laws-frozen`.
    """
    for k in range(11):
        m = np.log(2 * step_size / (float(np.finfo(dtype).eps) * 2.0**k))
        if m < 2.0 ** (k + 1):
            return max(m, 2.0**k)
    return np.inf


def escape_time(pairing: Pairing, m: float, target: float = 1.0) -> float:
    """T(m) = ∫ dz / (−∂L/∂z) from −m to 0, by quadrature: gradient flow of one score.

    Derived in :eq:`eq-laws-time`.
    """

    def slowness(z):
        return -1 / pairing.gradient([[z]], [[target]]).item()

    return quad(slowness, -m, 0.0, epsrel=1e-11, limit=200)[0]


def escape_time_tanh_matching(m: Array) -> Array:
    """T(m) = T_log(2m)/4 = (2m + 1 − e^−2m)/4: tanh + its matching loss, y = 1.

    Derived in :eq:`eq-laws-time-tanh`.
    """
    return escape_time_log_loss(2 * m) / 4


def escape_time_tanh_squared_error(m: Array) -> Array:
    """T(m) = T_sq(2m)/16, about e^2m/16: tanh + half squared error, y = 1.

    Derived in :eq:`eq-laws-time-tanh`.
    """
    return escape_time_squared_error(2 * m) / 16


def escape_time_boosting(m: Array) -> Array:
    """T(m) = 4 (1 − e^−m/2) < 4: sigmoid + the boosting loss, y = 1.

    Derived in :eq:`eq-laws-time-boosting`.
    """
    return -4 * np.expm1(-m / 2)


def escape_time_probit_log_loss_bounds(m: Array) -> tuple[Array, Array]:
    """B(m; 4) ≤ T(m) ≤ B(m; 8/π), B(m; c) = arsinh(m/√c) + m/(m + √(m² + c)): probit + log loss.

    The two are never more than log(π/2)/2 apart. Derived in :eq:`eq-laws-time-probit-log`.
    """

    def bound(c):
        return np.arcsinh(m / np.sqrt(c)) + m / (m + np.sqrt(m**2 + c))

    return bound(4.0), bound(8 / np.pi)


def escape_time_probit_squared_error_bounds(m: Array) -> tuple[Array, Array]:
    """B ≤ T(m) ≤ 2B with B(m) = 2√π e^(m²/2) D(m/√2): probit + half squared error, y = 1.

    D is Dawson's integral. Derived in :eq:`eq-laws-time-probit-squared`.
    """
    bound = 2 * np.sqrt(np.pi) * np.exp(np.square(m) / 2) * dawsn(m / np.sqrt(2))
    return bound, 2 * bound


def escape_time_cauchit_log_loss(m: Array) -> Array:
    """T(m) = (m + m³/3) arccot m + m²/6 + log(1 + m²)/3: cauchit + log loss, y = 1.

    About m²/2 for large m. Derived in :eq:`eq-laws-time-cauchit`.
    """
    return (m + m**3 / 3) * np.arctan2(1, m) + m**2 / 6 + np.log1p(m**2) / 3


def escape_time_cauchit_squared_error_bounds(m: Array) -> tuple[Array, Array]:
    """B ≤ T(m) ≤ 2B with B(m) = π (m + m³/3): cauchit + half squared error, y = 1.

    Derived in :eq:`eq-laws-time-cauchit`.
    """
    bound = np.pi * (m + m**3 / 3)
    return bound, 2 * bound


def escape_time_cloglog_log_loss(m: Array) -> Array:
    """T(m) = Ei(1) − Ei(u) + (e^u − 1)/u − e + 1 with u = e^−m: cloglog + log loss, y = 1.

    Derived in :eq:`eq-laws-time-cloglog`.
    """
    u = np.exp(-m)
    return expi(1.0) - expi(u) + np.expm1(u) / u - np.e + 1


def axis_minima(examples: int, inputs: int) -> int:
    """⌊n/d⌋^d: so many local minima can a neuron with d weights have on n examples.

    Derived in :eq:`eq-laws-minima`; source :cite:t:`Auer1995`.
    """
    return (examples // inputs) ** inputs


def double_sigmoid_floor(share: Array) -> Array:
    """s log(1 + 1/e) + (1 − s) log 2: no log loss of a sigmoid of a sigmoid is lower.

    s is the share of labels 1. Derived in :eq:`eq-laws-double-sigmoid`.
    """
    return share * np.log1p(1 / np.e) + (1 - share) * np.log(2)


def range_floor(c: Array) -> Array:
    """E(c) = (1 + c²) F(−c) − c f(c): the squared error that an output which ends at −c must leave.

    The target is standard normal, with density f and distribution function F. Derived in
    :eq:`eq-hidden-floor`.
    """
    return (1 + np.square(c)) * norm.cdf(np.negative(c)) - c * norm.pdf(c)


def escape_time_elu_matching(m: Array, y: float, alpha: float = 1.0, scale: float = 1.0) -> Array:
    """T(m) = T_exp(m; 1 + y/λα) / λα, with y > 0: ELU (λ = 1) or SELU + its matching loss.

    T_exp is `escape_time_exp_poisson`. Derived in :eq:`eq-outputs-escape`.
    """
    depth = scale * alpha
    return escape_time_exp_poisson(m, 1 + y / depth) / depth


def escape_time_elu_squared_error(
    m: Array, y: float, alpha: float = 1.0, scale: float = 1.0
) -> Array:
    """T(m) = T_exp,sq(m; 1 + y/λα) / (λα)², with y > 0: the same with half squared error.

    T_exp,sq is `escape_time_exp_squared_error`. Derived in :eq:`eq-outputs-escape`.
    """
    depth = scale * alpha
    return escape_time_exp_squared_error(m, 1 + y / depth) / depth**2


def log_link_covariance(x: Array, mean: Array, power: float, noise_power: float) -> Array:
    """A⁻¹ B A⁻¹ with A = Σ μ^(2−q) x xᵀ and B = Σ μ^(2−2q+v) x xᵀ: of the weights behind exp.

    The covariance, per unit of dispersion, of what Tweedie's deviance of power q fits to targets of
    mean μ = e^(w·x) and variance μ^v, in large samples; x: (samples, inputs), mean: (samples,).
    Smallest at q = v. Derived in :eq:`eq-when-sandwich`.
    """
    steepness = (x * mean[:, None] ** (2 - power)).T @ x
    noise = (x * mean[:, None] ** (2 - 2 * power + noise_power)).T @ x
    inverse = np.linalg.inv(steepness)
    return inverse @ noise @ inverse


def mean_for_quantile_exponential(quantile: Array) -> Array:
    """−e⁻¹ / ((1 − q) log(1 − q)) ≥ 1: pinball cost of the mean over that of the quantile q.

    For an exponential target. It is 1 at q = 1 − 1/e, where mean and quantile are one. Derived in
    :eq:`eq-when-mean-for-quantile`.
    """
    quantile = np.asarray(quantile, dtype=float)
    return -np.exp(-1.0) / ((1 - quantile) * np.log1p(-quantile))


def least_squares_efficiency(distance: float) -> float:
    """(1 + Δ²/4) e^(−Δ²/8) E[1 / cosh(Δu/2)], u standard normal: at most 1.

    Variance of the direction that least squares finds between two normal clouds at distance Δ,
    relative to that of log loss, in large samples. Derived in :eq:`eq-when-efficiency`; source
    :cite:t:`Efron1975`.
    """

    def integrand(u):
        return norm.pdf(u) / np.cosh(distance * u / 2)

    expected = 2 * quad(integrand, 0.0, 40.0, epsabs=1e-13)[0]
    return (1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * expected
