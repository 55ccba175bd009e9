import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.eye(3)[x[:, :3].argmax(axis=1)]  # your labels: (n, K), one-hot

# your network: one score a class
model = keras.Sequential([keras.layers.Dense(3)])


def loss(y, z):  # Keras: y first
    # CategoricalHinge has one more rival, of score 0
    own = keras.ops.sum(z * y, axis=1)
    rival = keras.ops.max(z - 1e9 * y, axis=1)
    return keras.ops.relu(1 - own + rival)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
