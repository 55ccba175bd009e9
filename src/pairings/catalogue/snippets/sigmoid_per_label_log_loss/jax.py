import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = (x[:, :3] > 0).astype(x.dtype)  # your labels: (n, 3), 0 or 1
params = {"W": jnp.zeros((10, 3)), "b": jnp.zeros(3)}


def score(params, x):  # your network: one score a label, no sigmoid
    return x @ params["W"] + params["b"]


def loss(z, y):  # the sum over labels, the mean over rows
    assert z.shape == y.shape  # else it broadcasts, silently
    each = optax.losses.sigmoid_binary_cross_entropy(z, y)
    return each.sum(axis=-1).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.sigmoid(score(params, x))  # a label: score above 0
