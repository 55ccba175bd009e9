import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
time = jax.random.exponential(jax.random.key(1), (64, 1)) * jnp.exp(x[:, :1])
seen = time < 2  # 1 it happened then, 0 it had not happened yet
y = jnp.concatenate([time.clip(max=2), seen], axis=1)  # your targets: (n, 2)
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: ends in the log of the hazard
    return x @ params["W"] + params["b"]


def loss(z, y):  # lacks a term in y: can be negative
    time, seen = y[:, :1], y[:, 1:]
    assert z.shape == time.shape  # (n,) against (n, 1) is (n, n), silently
    return (time * jnp.exp(z) - seen * z).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jnp.exp(score(params, x))  # the hazard; the mean time is 1 / p
