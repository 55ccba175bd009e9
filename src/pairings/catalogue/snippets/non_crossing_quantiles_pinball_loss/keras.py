import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + rng.normal(size=(64, 1))  # your targets: (n, 1)

# your network: a score for each quantile
model = keras.Sequential([keras.layers.Dense(3)])
levels = keras.ops.array([[0.1, 0.5, 0.9]])  # in increasing order


def quantiles(z):  # the first, and steps above 0: they cannot cross
    steps = keras.ops.softplus(z[:, 1:])
    q = keras.ops.concatenate([z[:, :1], steps], axis=1)
    return keras.ops.cumsum(q, axis=1)


def loss(y, z):  # Keras: y first; (n, 1) against (n, 3): meant so, once
    r = y - quantiles(z)
    each = keras.ops.maximum(levels * r, (levels - 1) * r)
    return keras.ops.sum(each, axis=1)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

z = model.predict(x, verbose=0)
p = np.array(quantiles(z))  # (n, 3), in order on every row
