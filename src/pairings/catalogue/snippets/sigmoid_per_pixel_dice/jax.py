import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(0), (200, 16))  # your inputs: (n, inputs)
y = (x > 0.5) * 1.0  # a mask for each: 0 or 1 for every pixel
y = y.at[:, 0].set(1.0)  # an empty mask has no Dice: leave out, or smooth
params = {"W": jnp.zeros((16, 16)), "b": jnp.zeros(16)}


def score(params, x):  # your network: a score for each pixel
    return x @ params["W"] + params["b"]


def loss(z, y):  # per image, then the mean; optax would smooth by 1
    return optax.losses.dice_loss(z[..., None], y[..., None], smooth=0.0)


optimizer = optax.adam(0.1)
state = optimizer.init(params)
for _ in range(100):
    slope = jax.grad(lambda params: loss(score(params, x), y).mean())(params)
    updates, state = optimizer.update(slope, state)
    params = optax.apply_updates(params, updates)

p = jax.nn.sigmoid(score(params, x))  # no probability
mask = p > 0.5
