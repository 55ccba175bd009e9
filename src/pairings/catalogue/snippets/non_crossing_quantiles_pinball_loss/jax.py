import jax
import jax.numpy as jnp
import optax

keys = jax.random.split(jax.random.key(0))
x = jax.random.normal(keys[0], (64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + jax.random.normal(keys[1], (64, 1))  # your targets: (n, 1)
params = {"W": jnp.zeros((10, 3)), "b": jnp.zeros(3)}
levels = jnp.array([0.1, 0.5, 0.9])  # in increasing order


def score(params, x):  # your network: a score for each quantile
    return x @ params["W"] + params["b"]


def quantiles(z):  # the first, and steps above 0: they cannot cross
    steps = jax.nn.softplus(z[:, 1:])
    return jnp.concatenate([z[:, :1], steps], axis=1).cumsum(axis=1)


def loss(z, y):  # y of shape (n, 1) against (n, 3): meant so, once
    assert y.shape == (len(z), 1)
    r = y - quantiles(z)
    return jnp.maximum(levels * r, (levels - 1) * r).sum(axis=1).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = quantiles(score(params, x))  # (n, 3), in order on every row
