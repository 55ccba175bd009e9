import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
t = np.exp(x[:, 1:2] / 2)  # how long each was watched: (n, 1), above 0
y = np.hstack([np.floor(t * np.exp(x[:, :1]) + 0.5), t])  # count, t

# your network: ends in the log of the rate
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; lacks a term in y: can be negative
    count, t = y[:, :1], y[:, 1:]  # Poisson with an offset
    return t * keras.ops.exp(z) - count * z


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))  # events per unit of t
