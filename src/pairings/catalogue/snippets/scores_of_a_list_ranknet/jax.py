import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 8, 10))
# your inputs: (n, inputs) in each of your lists; y the relevance
y = jnp.round(2 * x[..., 0] + jax.random.normal(jax.random.key(1), (64, 8)))
params = {"W": jnp.zeros(10)}  # a shift of all scores changes nothing


def score(params, x):  # your network: one score for each item of a list
    return x @ params["W"]


def loss(z, y):  # whole lists: pairs within each list, never across
    ahead = y[:, :, None] > y[:, None, :]
    wrong = jax.nn.softplus(z[:, None, :] - z[:, :, None])
    return (ahead * wrong).sum(axis=(1, 2)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

z = score(params, x)
chance = jax.nn.sigmoid(z[:, :, None] - z[:, None, :])
p = (chance.sum(axis=2) - 0.5) / (z.shape[1] - 1)  # to be ahead of another
