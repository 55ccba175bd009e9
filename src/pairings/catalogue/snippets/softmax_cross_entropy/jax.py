import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = x[:, :3].argmax(axis=1)  # your labels: (n,); -1 is not refused
params = {"W": jnp.zeros((10, 3)), "b": jnp.zeros(3)}


def score(params, x):  # your network: one score a class, no softmax
    return x @ params["W"] + params["b"]


def loss(z, y):  # takes z: no softmax before it
    # for one-hot rows: optax.losses.softmax_cross_entropy
    cross_entropy = optax.losses.softmax_cross_entropy_with_integer_labels
    return cross_entropy(z, y).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.softmax(score(params, x))  # rows sum to 1
