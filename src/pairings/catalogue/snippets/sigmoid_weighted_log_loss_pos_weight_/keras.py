import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :1] > 1).astype("float32")  # your labels: (n, 1), 0 or 1
w = 10.0  # a yes counts ten times

# your network: no sigmoid at its end
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # Keras: y first; the mean divides by n, not by Σw
    each = y * w * keras.ops.softplus(-z) + (1 - y) * keras.ops.softplus(z)
    return keras.ops.sum(each, axis=-1)


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

z = model.predict(x, verbose=0)
p = keras.ops.sigmoid(z)  # tilted: not the probability of a yes
probability = keras.ops.sigmoid(z - np.log(w))
