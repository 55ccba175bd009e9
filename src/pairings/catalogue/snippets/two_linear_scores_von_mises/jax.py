import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jnp.arctan2(x[:, :1], x[:, 1:2] + 1)  # your angles: (n, 1), in radians
# not from 0: a length has no slope there, and the gradient would be NaN
params = {"W": jnp.zeros((10, 2)), "b": jnp.array([1.0, 0.0])}


def score(params, x):  # your network: two scores, no activation at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # may be negative: a density above 1
    towards = jnp.concatenate([jnp.cos(y), jnp.sin(y)], axis=1)
    assert towards.shape == z.shape  # an angle for each row, (n, 1)
    kappa = jnp.linalg.norm(z, axis=1)
    level = jnp.log(jax.scipy.special.i0e(kappa)) + kappa  # log of I0
    return (level - (z * towards).sum(axis=1)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

z = score(params, x)
direction, concentration = jnp.arctan2(z[:, 1], z[:, 0]), jnp.hypot(*z.T)
p = jnp.stack([direction, concentration], axis=1)
