import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.floor(np.exp(x[:, :1]))  # your counts: (n, 1)

# your network: ends in the log of the mean
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z, alpha=0.5):  # Keras: y first; variance: mean + alpha * mean**2
    all_of_it = (y + 1 / alpha) * keras.ops.softplus(z + np.log(alpha))
    return all_of_it - y * z  # lacks a term in y: can be negative


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))
