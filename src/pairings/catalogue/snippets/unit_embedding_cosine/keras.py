import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :3] + 1  # your embeddings: (n, dimensions), none all 0

# your network: as many scores as dimensions
model = keras.Sequential([keras.layers.Dense(3)])


def loss(y, z):  # Keras: y first
    return 1 + keras.losses.CosineSimilarity()(y, z)  # it is -cosine


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.normalize(model.predict(x, verbose=0))
