import jax  # Keras has no gradient of its own: this needs the JAX backend
import keras


def loss(z):
    p = keras.ops.sigmoid(z)  # your output
    return (p - 0.0) ** 2 / 2  # your loss for one row, with the target 0


z = jax.numpy.linspace(-8, 8, 101)  # scores
gradient = jax.vmap(jax.grad(loss))(z)
factor = gradient / keras.ops.sigmoid(z)  # 1 everywhere: matched; near 0: slow
