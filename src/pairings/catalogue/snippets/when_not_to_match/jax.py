import jax.numpy as jnp

# All take scores z and targets y of one shape: (n, 1) and (n, 1). Other shapes
# broadcast, silently.


def gamma(z, y):  # p = exp(z); lacks a term in y: can be negative
    return (z + y * jnp.exp(-z)).mean()


def pinball(z, y, q=0.9):  # p = z, below which a share q of the targets lies
    return jnp.maximum(q * (y - z), (q - 1) * (y - z)).mean()
