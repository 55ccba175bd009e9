import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
y = (x[:, :1] > 1).astype(x.dtype)  # your labels: (n, 1), 0 or 1
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1)}
w = 10.0  # a yes counts ten times


def score(params, x):  # your network: no sigmoid at its end
    return x @ params["W"] + params["b"]


def loss(z, y):  # the mean divides by n, not by Σw
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    each = optax.losses.sigmoid_binary_cross_entropy(z, y)
    return (jnp.where(y == 1, w, 1.0) * each).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.sigmoid(score(params, x))  # tilted: not the probability of a yes
probability = jax.nn.sigmoid(score(params, x) - jnp.log(w))
