import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = 1 / (1 + np.exp(-x[:, :1]))  # your targets: (n, 1), shares from 0 to 1

model = keras.Sequential([keras.layers.Dense(1)])  # one score, no sigmoid
loss = keras.losses.BinaryCrossentropy(from_logits=True)  # least: the entropy
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.sigmoid(model.predict(x, verbose=0))  # the mean share
