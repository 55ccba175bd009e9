import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.eye(4)[x[:, :4].argmax(axis=1)]  # your classes as rows: (n, 4)

# your network: no softmax at its end
model = keras.Sequential([keras.layers.Dense(4)])
loss = keras.losses.CategoricalCrossentropy(
    from_logits=True, label_smoothing=0.1
)
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = keras.ops.softmax(model.predict(x, verbose=0))  # drawn towards 1/4
