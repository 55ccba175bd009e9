import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jnp.clip(3 + x[:, :1], 1, 5)  # your targets: (n, 1), from 1 to 5
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: no sigmoid at its end
    return x @ params["W"] + params["b"]


def loss(z, y):
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (optax.losses.sigmoid_binary_cross_entropy(z, (y - 1) / 4)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = 1 + 4 * jax.nn.sigmoid(score(params, x))
