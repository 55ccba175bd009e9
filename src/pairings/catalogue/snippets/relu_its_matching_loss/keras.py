import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.maximum(x[:, :1], 0)  # your targets: (n, 1), 0 or greater

# your network: no ReLU at its end
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # never negative; half the square while the output is on
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    ramp = y**2 / 2 - y * z
    return keras.ops.where(z > 0, (z - y) ** 2 / 2, ramp)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.relu(model.predict(x, verbose=0))
