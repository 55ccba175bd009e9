import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
t = jnp.exp(x[:, 1:2] / 2)  # how long each was watched: (n, 1), above 0
y = jnp.hstack([jnp.floor(t * jnp.exp(x[:, :1]) + 0.5), t])  # count, t
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: ends in the log of the rate
    return x @ params["W"] + params["b"]


def loss(z, y):  # Poisson with an offset; never negative
    count, t = y[:, :1], y[:, 1:]
    assert z.shape == count.shape  # (n,) against (n, 1) is (n, n), silently
    return optax.losses.generalized_kl_divergence(z + jnp.log(t), count).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jnp.exp(score(params, x))  # events per unit of t
