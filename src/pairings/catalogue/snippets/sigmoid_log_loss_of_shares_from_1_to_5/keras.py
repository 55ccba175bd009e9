import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.clip(3 + x[:, :1], 1, 5)  # your targets: (n, 1), from 1 to 5

# your network: no sigmoid at its end
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first
    return keras.losses.BinaryCrossentropy(from_logits=True)((y - 1) / 4, z)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = 1 + 4 * keras.ops.sigmoid(model.predict(x, verbose=0))
