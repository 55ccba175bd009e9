import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jnp.exp(x[:, :1])  # your targets: (n, 1), above 0
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: ends in the log of the median
    return x @ params["W"] + params["b"]


def loss(z, y):
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (optax.losses.l2_loss(z, jnp.log(y))).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jnp.exp(score(params, x))
