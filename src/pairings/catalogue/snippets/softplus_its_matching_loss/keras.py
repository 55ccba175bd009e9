import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.maximum(x[:, :1], 0)  # your targets: (n, 1), 0 or greater

# your network: no softplus at its end
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # only its gradient means something: it can be negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    residual = keras.ops.softplus(z) - y
    # the gradient is then prediction - target
    return keras.ops.stop_gradient(residual) * z


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.softplus(model.predict(x, verbose=0))
