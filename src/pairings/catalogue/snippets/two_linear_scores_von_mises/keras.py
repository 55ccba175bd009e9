import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.arctan2(x[:, :1], x[:, 1:2] + 1)  # your angles: (n, 1), in radians

# your network: two scores, no activation at its end
model = keras.Sequential([keras.layers.Dense(2)])
turn = np.linspace(-np.pi, np.pi, 200, endpoint=False)
around = np.stack([np.cos(turn), np.sin(turn)])  # to score every direction


def loss(y, z):  # Keras: y first; may be negative: a density above 1
    towards = keras.ops.concatenate([keras.ops.cos(y), keras.ops.sin(y)], 1)
    every = keras.ops.matmul(z, keras.ops.cast(around, z.dtype))
    level = keras.ops.logsumexp(every, axis=1) - np.log(200)  # log of I0
    return level - keras.ops.sum(z * towards, axis=1)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

z = model.predict(x, verbose=0)
direction, concentration = np.arctan2(z[:, 1], z[:, 0]), np.hypot(*z.T)
p = np.stack([direction, concentration], axis=1)
