import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
known = jax.random.bernoulli(jax.random.key(1), 0.7, (64, 1))
y = jnp.concatenate([(x[:, :1] > 0) & known, known], 1).astype(x.dtype)
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: one score a label, no sigmoid
    return x @ params["W"] + params["b"]


def loss(z, y):  # y: each label beside its flag, 1 for known
    label, known = y[:, ::2], y[:, 1::2]
    assert z.shape == label.shape
    loss = optax.losses.sigmoid_binary_cross_entropy(z, label)
    return ((known * loss).sum(axis=1)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.sigmoid(score(params, x))
