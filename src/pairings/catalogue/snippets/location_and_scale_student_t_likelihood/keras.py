import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

# your network: two scores, the location and the log of the scale
model = keras.Sequential([keras.layers.Dense(2)])


def loss(y, z):  # Keras: y first; may be negative: a density above 1
    location, log_scale = z[:, :1], z[:, 1:]
    u = (y - location) * keras.ops.exp(-log_scale)
    return log_scale + 2.5 * keras.ops.log1p(u**2 / 4)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

z = model.predict(x, verbose=0)
p = np.concatenate([z[:, :1], np.exp(z[:, 1:])], axis=1)  # location, scale
