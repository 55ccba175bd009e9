import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

# your network: two scores, the mean and the log of the variance
model = keras.Sequential([keras.layers.Dense(2)])


def loss(y, z):  # Keras: y first; may be negative: a density above 1
    mean, log_variance = z[:, :1], z[:, 1:]
    square = (y - mean) ** 2 * keras.ops.exp(-log_variance)
    return (log_variance + square) / 2


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
mean, variance = p[:, :1], np.exp(p[:, 1:])
