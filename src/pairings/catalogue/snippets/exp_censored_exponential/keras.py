import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
time = rng.exponential(np.exp(x[:, :1]))
seen = time < 2  # 1 it happened then, 0 it had not happened yet
y = np.concatenate([time.clip(max=2), seen], axis=1)  # your targets: (n, 2)

model = keras.Sequential([keras.layers.Dense(1)])  # the log of the hazard


def loss(y, z):  # Keras: y first; lacks a term in y: can be negative
    time, seen = y[:, :1], y[:, 1:]
    return time * keras.ops.exp(z) - seen * z


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = np.exp(model.predict(x, verbose=0))  # the hazard; the mean time is 1 / p
