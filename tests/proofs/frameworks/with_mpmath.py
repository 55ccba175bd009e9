"""The definitions once more in 400 digits: the referee where a library loses digits.

Derivatives by mpmath's differences, matching losses by the integral that defines them.
"""

import numpy as np
from mpmath import mp

NAME = "mpmath, 400 digits"
mp.dps = 400
EDGES = (-20, -10, -6, -3, -1, 0, 1, 3, 6, 10, 20)  # every kink is one


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def softplus(z):
    return mp.log(1 + mp.exp(z))


def clip(low, high):
    return lambda z: min(max(z, low), high)


def elu(alpha):
    return lambda z: z if z > 0 else alpha * mp.expm1(z)


def celu(alpha):
    return lambda z: z if z > 0 else alpha * mp.expm1(z / alpha)


def leaky(slope):
    return lambda z: z if z > 0 else mp.mpf(slope) * z


SCALE, ALPHA = mp.mpf("1.0507009873554804934"), mp.mpf("1.6732632423543772848")
ELEMENTWISE = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": mp.tanh,
    "ReLU": lambda z: max(z, mp.zero),
    "leaky ReLU": leaky(0.01),
    "leaky ReLU(s=0.3)": leaky(0.3),
    "ELU": elu(1),
    "ELU(α=0.5)": elu(0.5),
    "CELU": celu(1),
    "CELU(α=2)": celu(2),
    "SELU": lambda z: SCALE * elu(ALPHA)(z),
    "softplus": softplus,
    "exp": mp.exp,
    "hard sigmoid": clip(0, 1),
    "hard tanh": clip(-1, 1),
    "ReLU6": clip(0, 6),
    "arctan": mp.atan,
    "softsign": lambda z: z / (1 + abs(z)),
    "normal cdf": mp.ncdf,
    "GELU": lambda z: z * mp.ncdf(z),
    "SiLU": lambda z: z * sigmoid(z),
    "Mish": lambda z: z * mp.tanh(softplus(z)),
    "hard swish": lambda z: z * clip(0, 6)(z + 3) / 6,
}


def softmax(row):
    e = [mp.exp(z) for z in row]
    return [part / mp.fsum(e) for part in e]


def sparsemax(row):
    # The threshold of the largest set of scores that are all above it.
    falling = sorted(row, reverse=True)
    thresholds = [(mp.fsum(falling[:k]) - 1) / k for k in range(1, len(row) + 1)]
    tau = [t for z, t in zip(falling, thresholds, strict=True) if z > t][-1]
    return [max(z - tau, mp.zero) for z in row]


def entmax(row):
    # Σ (z/2 − τ)₊² falls as τ rises: halved until nothing is left to halve.
    low, high = max(row) / 2 - 1, max(row) / 2
    for _ in range(int(mp.prec) + 8):
        tau = (low + high) / 2
        if mp.fsum(max(z / 2 - tau, mp.zero) ** 2 for z in row) > 1:
            low = tau
        else:
            high = tau
    return [max(z / 2 - low, mp.zero) ** 2 for z in row]


def rowwise(f):
    return lambda row: [f(z) for z in row]


ACTIVATIONS = {name: rowwise(f) for name, f in ELEMENTWISE.items()}
ACTIVATIONS |= {"softmax": softmax, "sparsemax": sparsemax, "entmax": entmax}


def deviance(power):
    """∫ (t − y) t^−power dt from y to p."""

    def primitive(t, k):
        return mp.log(t) if k == 0 else t**k / k

    def value(p, y):
        first = primitive(p, 2 - power) - primitive(y, 2 - power)
        return first if y == 0 else first - y * (primitive(p, 1 - power) - primitive(y, 1 - power))

    return value


def huber(delta):
    delta = mp.mpf(delta)
    return lambda p, y: (p - y) ** 2 / 2 if abs(p - y) < delta else delta * (abs(p - y) - delta / 2)


def pinball(q):
    q = mp.mpf(q)
    return lambda p, y: q * (y - p) if y > p else (1 - q) * (p - y)


def xlog(y, p):
    return y * mp.log(p) if y else mp.zero


EACH = {
    "half squared error": lambda p, y: (p - y) ** 2 / 2,
    "absolute error": lambda p, y: abs(p - y),
    "log loss": lambda p, y: -xlog(y, p) - xlog(1 - y, 1 - p),
    "cross-entropy": lambda p, y: -xlog(y, p),
    "Huber": huber(1),
    "Huber(δ=0.3)": huber(0.3),
    "log cosh": lambda p, y: mp.log(mp.cosh(p - y)),
    "pinball(q=0.5)": pinball(0.5),
    "pinball(q=0.9)": pinball(0.9),
    "hinge": lambda p, y: max(1 - y * p, mp.zero),
    "half Poisson deviance": lambda p, y: xlog(y, y) - xlog(y, p) + p - y,
    "half gamma deviance": lambda p, y: mp.log(p / y) + y / p - 1,
    "half Tweedie deviance(q=1.5)": deviance(mp.mpf(1.5)),
    "half Tweedie deviance(q=2.5)": deviance(mp.mpf(2.5)),
}
LOSSES = {name: lambda p, y, f=f: mp.fsum(map(f, p, y)) for name, f in EACH.items()}
ABSENT = {}


def by_numbers(activation: bool, name: str, f) -> None:
    """Takes f(z) or f(p, y) of single numbers for the rows of a record."""
    if activation:
        ELEMENTWISE[name], ACTIVATIONS[name] = f, rowwise(f)
    else:
        LOSSES[name] = lambda p, y: mp.fsum(map(f, p, y))


def value_and_pull(f, z, y=None, g=None):
    """f(z), or f(z, y), row by row, and J(z)ᵀ g by differences; g is 1 where none is given."""
    values, gradients = [], []
    for n, row in enumerate(z):
        rest = [] if y is None else [exact(y[n])]
        weights = None if g is None else exact(g[n])
        values.append(f(exact(row), *rest))
        gradients.append(_pull(f, exact(row), rest, weights))
    return np.array(values, dtype=float), np.array(gradients, dtype=float)


def exact(row):
    return [mp.mpf(float(number)) for number in row]


def _pull(f, row, rest, weights):
    def along(k):
        def height(t):
            value = f([*row[:k], t, *row[k + 1 :]], *rest)
            return value if weights is None else mp.fdot(weights, value)

        return height

    return [mp.diff(along(k), row[k]) for k in range(len(row))]


def matching_value(name, z, y):
    """∫ a(t) − y dt from the score that predicts y to z, summed over a row."""
    a = ELEMENTWISE[name]
    with mp.workdps(25):
        return float(mp.fsum(_area(a, *pair) for pair in zip(exact(z), exact(y), strict=True)))


def _area(a, z, y):
    start = mp.findroot(lambda t: a(t) - y, (-5.5, 5.5), solver="anderson", verify=False)
    low, high = sorted((start, z))
    edges = [low, *(edge for edge in EDGES if low < edge < high), high]
    return mp.quad(lambda t: a(t) - y, edges) * (1 if z >= start else -1)
