import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :3] > 0).astype(float)  # your labels: (n, 3), 0 or 1

# your network: one score a label, no sigmoid, no softmax
model = keras.Sequential([keras.layers.Dense(3)])
loss = keras.losses.BinaryCrossentropy(from_logits=True)  # default: takes p
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.sigmoid(model.predict(x, verbose=0))  # a label: score above 0
