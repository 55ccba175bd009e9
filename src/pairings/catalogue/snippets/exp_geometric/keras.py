import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.floor(np.exp(x[:, :1]))  # your counts: (n, 1)

# your network: ends in the log of the mean
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; lacks a term in y
    return (y + 1) * keras.ops.softplus(z) - y * z


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))
