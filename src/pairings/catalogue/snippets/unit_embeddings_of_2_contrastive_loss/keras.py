import keras
import numpy as np
from keras import ops

rng = np.random.default_rng(0)
# your inputs: (n, inputs) in each list; two views of each of 8 items
items = np.tile(rng.normal(size=(64, 8, 10)), (1, 2, 1))
x = items + 0.1 * rng.normal(size=(64, 16, 10))
y = np.tile(np.arange(8), (64, 2))  # equal numbers belong together
temperature = 0.1

# your network; take more than 2 outputs
model = keras.Sequential([keras.layers.Dense(2)])


def loss(y, z):  # Keras: y first; all others in a list are candidates
    n = y.shape[1]
    u = ops.normalize(ops.reshape(z, (-1, n, 2)), axis=-1)
    own = ops.eye(n, dtype="bool")
    cosine = ops.matmul(u, ops.swapaxes(u, 1, 2))
    cosine = ops.where(own, -1e9, cosine)  # nobody meets itself
    log_p = ops.log_softmax(cosine / temperature, axis=-1)
    same = ops.equal(y[:, :, None], y[:, None, :])
    same = ops.logical_and(same, ops.logical_not(own))
    told = ops.sum(ops.where(same, log_p, 0.0), axis=-1)
    partners = ops.maximum(ops.sum(ops.cast(same, z.dtype), axis=-1), 1)
    return -ops.sum(told / partners, axis=-1)


model.compile(optimizer=keras.optimizers.Adam(0.03), loss=loss)
model.fit(x, y, epochs=20, verbose=0)

# unit vectors: compare them by their cosine
p = ops.normalize(model.predict(x, verbose=0), axis=-1)
