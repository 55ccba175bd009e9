import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] * rng.choice([-1, 1], (64, 1))  # your targets: (n, 1), any numbers

# your network: 3 scores for each of 3 parts
model = keras.Sequential([keras.Input((10,)), keras.layers.Dense(9)])
weights, bias = model.get_weights()
bias[1::3] = [-1, 0, 1]  # means apart, or they stay together
model.set_weights([weights, bias])


def loss(y, z):  # Keras: y first; may be negative: a density above 1
    logit, mean, log_sigma = z[:, 0::3], z[:, 1::3], z[:, 2::3]
    w = (y - mean) * keras.ops.exp(-log_sigma)
    parts = keras.ops.log_softmax(logit) - log_sigma - w * w / 2
    return np.log(2 * np.pi) / 2 - keras.ops.logsumexp(parts, axis=-1)


model.compile(optimizer=keras.optimizers.Adam(0.05), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
share, mean = keras.ops.softmax(p[:, 0::3]), p[:, 1::3]
sigma = np.exp(p[:, 2::3])
