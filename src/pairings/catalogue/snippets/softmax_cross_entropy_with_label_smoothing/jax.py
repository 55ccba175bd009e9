import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jax.nn.one_hot(x[:, :4].argmax(axis=1), 4)  # your classes as rows: (n, 4)
params = {"W": jnp.zeros((10, 4)), "b": jnp.zeros(4)}


def score(params, x):  # your network: no softmax at its end
    return x @ params["W"] + params["b"]


def loss(z, y):
    assert z.shape == y.shape
    soft = optax.losses.smooth_labels(y, 0.1)
    return optax.losses.softmax_cross_entropy(z, soft).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.softmax(score(params, x))  # drawn towards 1/4 by the smoothing
