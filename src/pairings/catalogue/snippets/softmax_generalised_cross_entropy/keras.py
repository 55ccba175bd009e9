import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.eye(3)[x[:, :3].argmax(axis=1)]  # your labels: (n, K), one-hot

# your network: one score a class, no softmax
model = keras.Sequential([keras.layers.Dense(3)])


def loss(y, z):  # Keras: y first; q = 0.7; it takes class indices
    noisy = keras.losses.CategoricalGeneralizedCrossEntropy(q=0.7)
    return noisy(keras.ops.argmax(y, axis=1), keras.ops.softmax(z))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.softmax(model.predict(x, verbose=0))
