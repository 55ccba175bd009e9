"""What JAX and optax can compute of the package, by the name of the record."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import nn
from jax.scipy.special import entr, logsumexp, xlog1py, xlogy
from jax.scipy.stats import expon, norm

NAME = "JAX and optax"
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
losses = optax.losses


def value_and_pull(f, z, y=None, g=None):
    """f(z), or f(z, y), and J(z)ᵀ g by reverse mode; g is 1 where none is given."""
    of_z = f if y is None else lambda z: f(z, jnp.asarray(y))
    value, pull = jax.vjp(of_z, jnp.asarray(z))
    (gradient,) = pull(jnp.ones_like(value) if g is None else jnp.asarray(g))
    return np.asarray(value), np.asarray(gradient)


ACTIVATIONS = {
    "identity": nn.identity,
    "sigmoid": nn.sigmoid,
    "softmax": nn.softmax,
    "tanh": jnp.tanh,
    "ReLU": nn.relu,
    "leaky ReLU": nn.leaky_relu,
    "leaky ReLU(s=0.3)": lambda z: nn.leaky_relu(z, 0.3),
    "ELU": nn.elu,
    "ELU(α=0.5)": lambda z: nn.elu(z, 0.5),
    "CELU": nn.celu,
    "CELU(α=2)": lambda z: nn.celu(z, 2.0),
    "SELU": nn.selu,
    "softplus": nn.softplus,
    "exp": jnp.exp,
    "hard sigmoid": lambda z: nn.sparse_sigmoid(2 * z - 1),  # theirs goes from −1 to 1
    "hard tanh": nn.hard_tanh,
    "ReLU6": nn.relu6,
    "arctan": jnp.arctan,
    "softsign": nn.soft_sign,
    "normal cdf": norm.cdf,
    "sparsemax": jnp.vectorize(optax.projections.projection_simplex, signature="(n)->(n)"),
    "GELU": lambda z: nn.gelu(z, approximate=False),
    "SiLU": nn.silu,
    "Mish": nn.mish,
    "hard swish": nn.hard_swish,
}


def pinball(q):
    return lambda p, y: jnp.maximum(q * (y - p), (q - 1) * (y - p)).sum(-1)


def log_loss(p, y):
    return -(xlogy(y, p) + xlog1py(1 - y, -p)).sum(-1)


def cross_entropy(p, y):
    return losses.kl_divergence(jnp.log(p), y) + entr(y).sum(-1)


def poisson(p, y):
    return losses.generalized_kl_divergence(jnp.log(p), y)


def gamma(p, y):
    return -(expon.logpdf(y, scale=p) + jnp.log(y) + 1).sum(-1)


def tweedie(q):
    def grown(t, k):
        return t**k / k

    def value(p, y):
        lost = y * grown(p, 1 - q) - jnp.where(y == 0, 0, y ** (2 - q)) / (1 - q)
        return (grown(p, 2 - q) - grown(y, 2 - q) - lost).sum(-1)

    return value


LOSSES = {
    "half squared error": lambda p, y: losses.l2_loss(p, y).sum(-1),
    "absolute error": lambda p, y: jnp.abs(p - y).sum(-1),
    "log loss": log_loss,
    "cross-entropy": cross_entropy,
    "Huber": lambda p, y: losses.huber_loss(p, y).sum(-1),
    "Huber(δ=0.3)": lambda p, y: losses.huber_loss(p, y, delta=0.3).sum(-1),
    "log cosh": lambda p, y: losses.log_cosh(p, y).sum(-1),
    "pinball(q=0.5)": pinball(0.5),
    "pinball(q=0.9)": pinball(0.9),
    "hinge": lambda p, y: losses.hinge_loss(p, y).sum(-1),
    "half Poisson deviance": poisson,
    "half gamma deviance": gamma,
    "half Tweedie deviance(q=1.5)": tweedie(1.5),
    "half Tweedie deviance(q=2.5)": tweedie(2.5),
}


# --- the theorem as a function: a Fenchel–Young loss from a potential ------------------------

RULE, WEIGHTS = (jnp.asarray(part) for part in np.polynomial.legendre.leggauss(60))


def area(a):
    """∫ a(t) dt from 0 to z by a rule of 60 points, for an `a` that is smooth."""
    return lambda z: z / 2 * (a(z[..., None] * (1 + RULE) / 2) @ WEIGHTS)


def below_zero(left):
    """z²/2 above 0 and `left` below, kept from overflowing where it is not taken."""
    return lambda z: nn.relu(z) ** 2 / 2 + left(jnp.minimum(z, 0))


def elu(alpha):
    return below_zero(lambda n: alpha * (jnp.expm1(n) - n))


def celu(alpha):
    return below_zero(lambda n: alpha**2 * (jnp.expm1(n / alpha) - n / alpha))


def cut(low, high):
    return lambda z: jnp.clip(z, low, high) * (z - jnp.clip(z, low, high) / 2)


def sparsemax(z):
    p = optax.projections.projection_simplex(z)
    return p @ z - p @ p / 2


SCALE, ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
POTENTIALS = {
    "identity": lambda z: z**2 / 2,
    "sigmoid": nn.softplus,
    "softmax": logsumexp,
    "tanh": lambda z: losses.log_cosh(z),
    "ReLU": below_zero(lambda n: 0 * n),
    "leaky ReLU": below_zero(lambda n: 0.01 * n**2 / 2),
    "leaky ReLU(s=0.3)": below_zero(lambda n: 0.3 * n**2 / 2),
    "ELU": elu(1.0),
    "ELU(α=0.5)": elu(0.5),
    "CELU": celu(1.0),
    "CELU(α=2)": celu(2.0),
    "SELU": lambda z: SCALE * elu(ALPHA)(z),
    "softplus": area(nn.softplus),
    "exp": jnp.exp,
    "hard sigmoid": lambda z: nn.sparse_plus(2 * z - 1) / 2,
    "hard tanh": cut(-1.0, 1.0),
    "ReLU6": cut(0.0, 6.0),
    "arctan": lambda z: z * jnp.arctan(z) - jnp.log1p(z * z) / 2,
    "softsign": lambda z: jnp.abs(z) - jnp.log1p(jnp.abs(z)),
    "normal cdf": lambda z: z * norm.cdf(z) + norm.pdf(z),
    "sparsemax": sparsemax,
}


def fenchel_young(potential):
    return losses.make_fenchel_young_loss(max_fun=lambda z: potential(z).sum())


def sparsemax_of_labels(z, y):
    return losses.multiclass_sparsemax_loss(z, y.argmax(-1))


# Losses that take the score; True where a term in y alone is left out.
MATCHED = {
    f"{name} + its matching loss": (fenchel_young(phi), True) for name, phi in POTENTIALS.items()
}
MATCHED |= {
    "identity + half squared error": (LOSSES["half squared error"], False),
    "sigmoid + log loss": (lambda z, y: losses.sigmoid_binary_cross_entropy(z, y).sum(-1), False),
    "softmax + cross-entropy": (losses.softmax_cross_entropy, False),
    "exp + half Poisson deviance": (losses.generalized_kl_divergence, False),
}

ABSENT = {"entmax": "optax has none"}
