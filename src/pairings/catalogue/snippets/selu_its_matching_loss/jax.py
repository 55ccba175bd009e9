import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = jax.nn.selu(x[:, :1])  # your targets: (n, 1), -s * a or greater
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}


def score(params, x):  # your network: no SELU at its end
    return x @ params["W"] + params["b"]


s, a = 1.0507009873554805, 1.6732632423543772  # SELU's lambda and alpha


def loss(z, y):  # never negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    n = jnp.minimum(z, 0)  # keeps the branch that is not taken from overflowing
    potential = s * (jax.nn.relu(z) ** 2 / 2 + a * (jnp.expm1(n) - n))
    negative = jax.scipy.special.xlogy(y + s * a, 1 + y / (s * a)) - y
    of_y = jnp.where(y > 0, y**2 / (2 * s), negative)
    return (potential - y * z + of_y).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.selu(score(params, x))
