import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (8, 12, 10))
# your inputs: (n, inputs) in each of your lists
time = jax.random.exponential(jax.random.key(1), (8, 12)) * jnp.exp(x[..., 0])
seen = time < 2  # 1 it happened then, 0 it had not happened yet
y = jnp.stack([time.clip(max=2), seen], axis=2).reshape(8, 24)
params = {"W": jnp.zeros(10)}  # a shift of all scores changes nothing


def score(params, x):  # your network: one score for each item of a list
    return x @ params["W"]


def loss(z, y):  # whole lists: a list cut in batches is another loss
    time, seen = y[:, ::2], y[:, 1::2]
    at_risk = time[:, None, :] >= time[:, :, None]  # [list, event, item]
    rivals = jnp.where(at_risk, z[:, None, :], -jnp.inf)
    total = jax.nn.logsumexp(rivals, axis=2)
    return (seen * (total - z)).sum(axis=1).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.softmax(score(params, x), axis=1)  # chance to be the first
