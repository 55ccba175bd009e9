import jax
import jax.numpy as jnp
import optax

key, *keys = jax.random.split(jax.random.key(0), 4)
x = jax.random.normal(key, (64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1
params = {
    "W1": jax.random.normal(keys[0], (10, 8)) / 10**0.5,
    "b1": jnp.zeros(8),
    "W2": jax.random.normal(keys[1], (8, 1)) / 8**0.5,
    "b2": jnp.zeros(1),
}


def score(params, x):
    # hidden: free to choose, jax.nn.relu, jax.nn.elu, jnp.tanh, jax.nn.gelu
    hidden = jax.nn.selu(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"]  # output: no activation


def loss(z, y):  # belongs to the output; refuses (n,) against (n, 1)
    return optax.losses.l2_loss(z, y).mean()


optimizer = optax.adam(0.01)
state = optimizer.init(params)
for _ in range(300):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = score(params, x)
