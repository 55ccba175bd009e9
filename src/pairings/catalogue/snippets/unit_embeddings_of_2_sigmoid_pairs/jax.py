import jax
import jax.numpy as jnp
import optax

# your inputs: (n, inputs) in each batch, two views of each of 8 items
items = jax.random.normal(jax.random.key(0), (64, 8, 10))
noise = jax.random.normal(jax.random.key(1), (64, 16, 10))
x = jnp.tile(items, (1, 2, 1)) + 0.1 * noise
y = jnp.tile(jnp.arange(8), (64, 2))  # equal numbers belong together
temperature, offset = 0.1, -10.0  # the usual start; both can be learned
params = {"W": jax.random.normal(jax.random.key(2), (10, 2))}


def score(params, x):  # your network; take more than 2 outputs
    return x @ params["W"]


def unit(z):
    return z / jnp.linalg.norm(z, axis=-1, keepdims=True)


def loss(z, y):  # the log loss, once for each pair
    u = unit(z.reshape(*y.shape, 2))
    logit = u @ u.swapaxes(1, 2) / temperature + offset
    alike = (y[:, :, None] == y[:, None, :]).astype(u.dtype)
    told = optax.losses.sigmoid_binary_cross_entropy(logit, alike)
    return jnp.triu(told, 1).sum(axis=(1, 2)).mean()


optimizer = optax.adam(0.03)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = unit(score(params, x))  # compare these by p @ p.T, batch by batch
