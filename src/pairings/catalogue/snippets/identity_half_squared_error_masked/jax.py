import jax
import jax.numpy as jnp
import optax

keys = jax.random.split(jax.random.key(0))
x = jax.random.normal(keys[0], (64, 10))  # your inputs: (n, inputs)
known = jax.random.bernoulli(keys[1], 0.7, (64, 1))  # where it is known
y = jnp.concatenate([x[:, :1] * known, known], axis=1)  # target beside flag
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: one score per target
    return x @ params["W"] + params["b"]


def loss(z, y):  # unknown targets: any finite number. NaN · 0 would be NaN
    target, known = y[:, ::2], y[:, 1::2]
    each = known * optax.losses.l2_loss(z, target)
    return each.sum() / len(z)  # or / known.sum()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = score(params, x)
