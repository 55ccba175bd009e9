import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1
params = {"W": jnp.zeros((10, 2)), "b": jnp.zeros(2)}


def score(params, x):  # your network: two scores, no activation at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # in the unit of y, never below 0
    mean, sigma = z[:, :1], jnp.exp(z[:, 1:] / 2)
    assert mean.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    w = (y - mean) / sigma
    away = (y - mean) * jax.scipy.special.erf(w / jnp.sqrt(2))
    density = jax.scipy.stats.norm.pdf(w)
    return (away + sigma * (2 * density - 1 / jnp.sqrt(jnp.pi))).mean()


optimizer = optax.adam(0.05)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = score(params, x)
mean, variance = p[:, :1], jnp.exp(p[:, 1:])
