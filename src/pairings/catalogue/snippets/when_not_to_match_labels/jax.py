import jax
import jax.numpy as jnp
import optax

# All take scores z and targets y of one shape: (n, 1) and (n, 1). Other shapes
# broadcast, silently.


def hinge(z, y):  # y = -1 or +1, which is not checked; p is a side
    return optax.losses.hinge_loss(z, y).mean()


def brier(z, y):  # p = sigmoid(z); y = 0 or 1
    return optax.losses.l2_loss(jax.nn.sigmoid(z), y).mean()


def absolute(z, y):  # p = sigmoid(z); y = 0 or 1, some of them wrong
    return jnp.abs(jax.nn.sigmoid(z) - y).mean()
