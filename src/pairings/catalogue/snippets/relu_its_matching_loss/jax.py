import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jax.nn.relu(x[:, :1])  # your targets: (n, 1), 0 or greater
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: no ReLU at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # never negative; half the square while the output is on
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return jnp.where(z > 0, (z - y) ** 2 / 2, y**2 / 2 - y * z).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.relu(score(params, x))
