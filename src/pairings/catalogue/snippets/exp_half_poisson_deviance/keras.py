import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.floor(np.exp(x[:, :1]))  # your targets: (n, 1), from 0 up

# your network: here the loss takes the prediction, not the score
model = keras.Sequential([keras.layers.Dense(1, activation="exponential")])
loss = keras.losses.Poisson()  # takes p; lacks a term in y: can be negative
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
