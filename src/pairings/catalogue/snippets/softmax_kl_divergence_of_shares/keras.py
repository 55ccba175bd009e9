import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
share = np.exp(2 * x[:, :3])
y = share / share.sum(axis=1, keepdims=True)  # your shares: (n, K)

# your network: one score a class, no softmax
model = keras.Sequential([keras.layers.Dense(3)])


def loss(y, z):  # Keras: y first; never negative
    return keras.losses.KLDivergence()(y, keras.ops.softmax(z))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.softmax(model.predict(x, verbose=0))
