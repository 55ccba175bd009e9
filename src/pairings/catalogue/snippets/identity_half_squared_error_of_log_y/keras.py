import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.exp(x[:, :1])  # your targets: (n, 1), above 0

# your network: ends in the log of the median
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; the whole square
    return keras.losses.MeanSquaredError()(keras.ops.log(y), z)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))
