import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.exp(x[:, :1] + x[:, 1:2] / 2)  # your amounts: (n, 1), above 0

# your network: ends in the log of the mean
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; lacks a term in y: can be negative
    return z + y * keras.ops.exp(-z)  # half gamma deviance


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))
