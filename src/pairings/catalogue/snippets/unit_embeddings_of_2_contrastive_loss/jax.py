import jax
import jax.numpy as jnp
import optax

# your inputs: (n, inputs) in each list; two views of each of 8 items
items = jax.random.normal(jax.random.key(0), (64, 8, 10))
noise = jax.random.normal(jax.random.key(1), (64, 16, 10))
x = jnp.tile(items, (1, 2, 1)) + 0.1 * noise
y = jnp.tile(jnp.arange(8), (64, 2))  # equal numbers belong together
temperature = 0.1
params = {"W": jax.random.normal(jax.random.key(2), (10, 2))}


def score(params, x):  # your network; take more than 2 outputs
    return x @ params["W"]


def unit(z):
    return z / jnp.linalg.norm(z, axis=-1, keepdims=True)


def loss(z, y):  # a list is a batch: all others in it are candidates
    u = unit(z.reshape(*y.shape, 2))
    own = jnp.eye(y.shape[1], dtype=bool)
    cosine = jnp.where(own, -jnp.inf, u @ u.swapaxes(1, 2))
    log_p = jax.nn.log_softmax(cosine / temperature)
    same = (y[:, :, None] == y[:, None, :]) & ~own
    told = jnp.where(same, log_p, 0.0).sum(axis=-1)
    return -(told / jnp.maximum(same.sum(axis=-1), 1)).sum(axis=-1).mean()


optimizer = optax.adam(0.03)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = unit(score(params, x))  # unit vectors: compare them by their cosine
