import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :1] > 0).astype(float)  # your labels: (n, 1), 0 or 1

# your network: no sigmoid at its end
model = keras.Sequential([keras.layers.Dense(1)])
loss = keras.losses.BinaryCrossentropy(from_logits=True)  # default: takes p
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.sigmoid(model.predict(x, verbose=0))  # above 1/2: score above 0
