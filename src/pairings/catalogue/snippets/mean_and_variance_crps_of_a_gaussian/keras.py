import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

# your network: two scores, the mean and the log of the variance
model = keras.Sequential([keras.layers.Dense(2)])


def loss(y, z):  # Keras: y first; in the unit of y, never below 0
    mean, sigma = z[:, :1], keras.ops.exp(z[:, 1:] / 2)
    w = (y - mean) / sigma
    density = keras.ops.exp(-w * w / 2) / np.sqrt(2 * np.pi)
    away = (y - mean) * keras.ops.erf(w / np.sqrt(2))
    return away + sigma * (2 * density - 1 / np.sqrt(np.pi))


model.compile(optimizer=keras.optimizers.Adam(0.05), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
mean, variance = p[:, :1], np.exp(p[:, 1:])
