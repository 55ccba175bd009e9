import jax
import jax.numpy as jnp


def loss(z, y):
    p = jax.nn.sigmoid(z)  # your output
    return (p - y) ** 2 / 2  # your loss for one row


z = jnp.linspace(-8, 8, 101)  # scores
gradient = jax.vmap(jax.grad(loss), (0, None))(z, 0.0)  # the target 0
factor = gradient / jax.nn.sigmoid(z)  # 1 everywhere: matched; near 0: slow
