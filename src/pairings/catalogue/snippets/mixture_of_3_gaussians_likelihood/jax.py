import jax
import jax.numpy as jnp
import optax

keys = jax.random.split(jax.random.key(0))
x = jax.random.normal(keys[0], (64, 10))  # your inputs: (n, inputs)
y = x[:, :1] * jax.random.rademacher(keys[1], (64, 1))  # (n, 1), any numbers
start = jnp.zeros(9).at[1::3].set(jnp.array([-1.0, 0.0, 1.0]))  # means apart
params = {"W": jnp.zeros((10, 9)), "b": start}


def score(params, x):  # your network: 3 scores for each of 3 parts
    return x @ params["W"] + params["b"]


def loss(z, y):  # may be negative: a density above 1
    logit, mean, log_sigma = z[:, 0::3], z[:, 1::3], z[:, 2::3]
    density = jax.scipy.stats.norm.logpdf(y, mean, jnp.exp(log_sigma))
    parts = jax.nn.log_softmax(logit) + density
    return -jax.scipy.special.logsumexp(parts, axis=1).mean()


optimizer = optax.adam(0.05)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y))(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = score(params, x)
share, mean = jax.nn.softmax(p[:, 0::3]), p[:, 1::3]
sigma = jnp.exp(p[:, 2::3])
