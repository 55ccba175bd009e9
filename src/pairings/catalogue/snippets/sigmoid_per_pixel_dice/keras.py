import keras
import numpy as np
from keras import ops

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 16))  # your inputs: (n, inputs)
y = (x > 0.5) * 1.0  # a mask for each: 0 or 1 for every pixel
y[:, 0] = 1.0  # an empty mask has no Dice: leave it out, or smooth

# your network: a score for each pixel
model = keras.Sequential([keras.layers.Dense(16)])


def loss(y, z):  # per image; keras.losses.Dice() sums over the batch first
    p = ops.sigmoid(z)
    hit = ops.sum(p * y, axis=-1)
    return 1 - 2 * hit / (ops.sum(p, axis=-1) + ops.sum(y, axis=-1))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=20, verbose=0)

p = ops.sigmoid(model.predict(x, verbose=0))  # no probability
mask = p > 0.5
