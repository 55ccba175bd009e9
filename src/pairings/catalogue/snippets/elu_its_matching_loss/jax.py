import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jax.nn.elu(x[:, :1])  # your targets: (n, 1), -1 or greater
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: no ELU at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # never negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    n = jnp.minimum(z, 0)  # keeps the branch that is not taken from overflowing
    potential = jax.nn.relu(z) ** 2 / 2 + jnp.expm1(n) - n
    negative = jax.scipy.special.xlogy(y + 1, y + 1) - y
    return (potential - y * z + jnp.where(y > 0, y**2 / 2, negative)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.elu(score(params, x))
