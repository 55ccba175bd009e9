import keras
import numpy as np
from keras import ops

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 8, 10))  # your inputs: (n, inputs) in each list
y = np.round(2 * x[..., 0] + rng.normal(size=(64, 8)))  # relevance

# your network: one score for each item of a list
model = keras.Sequential([keras.layers.Dense(1), keras.layers.Flatten()])


def loss(y, z):  # Keras: y first; pairs within each list, never across
    ahead = ops.cast(y[:, :, None] > y[:, None, :], z.dtype)
    wrong = ops.softplus(z[:, None, :] - z[:, :, None])
    return ops.sum(ahead * wrong, axis=(1, 2))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=20, verbose=0)

# each item's mean chance to be ahead of another one
z = model.predict(x, verbose=0)
chance = ops.sigmoid(z[:, :, None] - z[:, None, :])
p = (ops.sum(chance, axis=2) - 0.5) / (z.shape[1] - 1)
