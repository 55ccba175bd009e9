import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :3].argmax(axis=1)  # your labels: (n,); 3 is not refused

# your network: one score a class, no softmax
model = keras.Sequential([keras.layers.Dense(3)])
# CategoricalCrossentropy for one-hot rows; from_logits=False is the default
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.softmax(model.predict(x, verbose=0))  # rows sum to 1
