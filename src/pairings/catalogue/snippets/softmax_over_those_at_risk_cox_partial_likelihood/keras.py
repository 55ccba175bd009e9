import keras
import numpy as np
from keras import ops

rng = np.random.default_rng(0)
x = rng.normal(size=(8, 12, 10))  # your inputs: (n, inputs) in each list
time = rng.exponential(np.exp(x[..., 0]))
seen = time < 2  # 1 it happened then, 0 it had not happened yet
y = np.stack([time.clip(max=2), seen], axis=2).reshape(8, 24)

# your network: one score for each item of a list
model = keras.Sequential([keras.layers.Dense(1), keras.layers.Flatten()])


def loss(y, z):  # Keras: y first; whole lists: a list cut is another loss
    time, seen = y[:, ::2], y[:, 1::2]
    at_risk = time[:, None, :] >= time[:, :, None]  # [list, event, item]
    rivals = ops.where(at_risk, z[:, None, :], -np.inf)
    return ops.sum(seen * (ops.logsumexp(rivals, axis=2) - z), axis=1)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

# each item's chance to be the first
p = ops.softmax(model.predict(x, verbose=0), axis=1)
