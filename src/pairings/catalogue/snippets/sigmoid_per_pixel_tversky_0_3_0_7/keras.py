import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :3] > 0).astype(float)  # your masks: (n, pixels), 0 or 1
y[:, 0] = 1.0  # an empty mask has no overlap

# your network: one score a pixel
model = keras.Sequential([keras.layers.Dense(3)])


def loss(y, z):  # Keras: y first
    # axis=1: per image; its alpha weighs what is missed
    tversky = keras.losses.Tversky(alpha=0.7, beta=0.3, axis=1)
    return tversky(y, keras.ops.sigmoid(z))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.sigmoid(model.predict(x, verbose=0))
