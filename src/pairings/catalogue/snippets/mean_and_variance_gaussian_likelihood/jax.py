import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1
params = {"W": jnp.zeros((10, 2)), "b": jnp.zeros(2)}


def score(params, x):  # your network: two scores, no activation at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # may be negative: a density above 1
    mean, log_variance = z[:, :1], z[:, 1:]
    assert mean.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    square = (y - mean) ** 2 * jnp.exp(-log_variance)
    return (log_variance + square).mean() / 2


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = score(params, x)
mean, variance = p[:, :1], jnp.exp(p[:, 1:])
