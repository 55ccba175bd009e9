import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (64, 10))  # your inputs: (n, inputs)
ranks = jnp.digitize(x[:, :1], jnp.array([-1.0, 0.0, 1.0]))
# your targets, ranks 0 … 3, as the thresholds they have passed: (n, 3)
y = (ranks > jnp.arange(3)).astype(x.dtype)
params = {"W": jnp.zeros((10, 1)), "b": jnp.zeros(1), "gaps": jnp.zeros(2)}


def score(params, x):  # your network: one score, less thresholds in order
    gaps = jnp.cumsum(jax.nn.softplus(params["gaps"]))
    thresholds = jnp.concatenate([jnp.zeros(1), gaps])
    return x @ params["W"] + params["b"] - thresholds


def loss(z, y):  # -log of the chance to fall between two thresholds
    p = jax.nn.sigmoid(z)
    ends = jnp.ones_like(p[:, :1])
    shares = jnp.hstack([ends, p]) - jnp.hstack([p, 0 * ends])
    is_class = jnp.hstack([ends, y]) - jnp.hstack([y, 0 * ends])
    return -jnp.log((is_class * shares).sum(axis=1)).mean()


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.sigmoid(score(params, x))  # the chance to be above each threshold
