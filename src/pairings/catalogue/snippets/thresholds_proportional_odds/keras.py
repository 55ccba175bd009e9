import keras
import numpy as np
from keras import ops

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
ranks = np.digitize(x[:, :1], [-1.0, 0.0, 1.0])
# your targets, ranks 0 … 3, as the thresholds they have passed: (n, 3)
y = (ranks > np.arange(3)).astype(float)


class Thresholds(keras.layers.Layer):
    def build(self, shape):
        self.gaps = self.add_weight(shape=(2,), initializer="zeros")

    def call(self, score):  # gaps above 0 keep the thresholds in order
        gaps = ops.cumsum(ops.softplus(self.gaps))
        return score - ops.concatenate([ops.zeros_like(gaps[:1]), gaps])


# your network: one score at its end
model = keras.Sequential([keras.layers.Dense(1), Thresholds()])


def loss(y, z):  # Keras: y first
    p = ops.sigmoid(z)
    ends = ops.ones_like(p[:, :1])
    shares = ops.concatenate([ends, p], 1) - ops.concatenate([p, 0 * ends], 1)
    passed = ops.concatenate([ends, y], 1)
    is_class = passed - ops.concatenate([y, 0 * ends], 1)
    return -ops.log(ops.sum(is_class * shares, axis=1))


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

# the chance to be above each threshold
p = ops.sigmoid(model.predict(x, verbose=0))
