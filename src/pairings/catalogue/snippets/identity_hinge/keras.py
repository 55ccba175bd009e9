import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.sign(x[:, :1])  # your labels: (n, 1), -1 or +1

# your network: no activation at its end
model = keras.Sequential([keras.layers.Dense(1)])
loss = keras.losses.Hinge()  # labels 0 and 1 are taken for -1 and +1
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)  # its sign is the label; no probability
