import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.exp(x[:, :1]) * (x[:, 1:2] < 0.5)  # your amounts: (n, 1), from 0 up

# your network: ends in the log of the mean
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; half Tweedie deviance of power 1.5
    root = keras.ops.exp(z / 2)
    return 2 * (root - keras.ops.sqrt(y)) ** 2 / root  # never negative


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))
