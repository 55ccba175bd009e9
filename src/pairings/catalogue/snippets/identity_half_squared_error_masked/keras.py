import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
known = (rng.random((64, 1)) < 0.7).astype(float)  # 1 where the target is known
y = np.concatenate([x[:, :1] * known, known], axis=1)  # target beside flag

# your network: one score per target
model = keras.Sequential([keras.layers.Dense(1)])


def loss(y, z):  # unknown targets: any finite number. NaN · 0 would be NaN
    target, known = y[:, ::2], y[:, 1::2]
    return keras.ops.sum(known * (z - target) ** 2, axis=-1) / 2


model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
