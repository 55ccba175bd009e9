import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jax.nn.softmax(2 * x[:, :3], axis=1)  # your shares: (n, K)
params = {"W": jnp.zeros((10, 3)), "b": jnp.zeros(3)}


def score(params, x):  # your network: one score a class, no softmax
    return x @ params["W"] + params["b"]


def loss(z, y):  # T = 2
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (optax.losses.kl_divergence(jax.nn.log_softmax(z / 2), y)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.softmax(score(params, x) / 2, axis=1)
