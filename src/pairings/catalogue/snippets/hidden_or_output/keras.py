import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = keras.Sequential(
    [
        keras.layers.Dense(8, activation="selu"),  # hidden: free to choose
        keras.layers.Dense(1),  # output: the score, no activation
    ]
)
loss = keras.losses.MeanSquaredError()  # belongs to the output
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss)
model.fit(x, y, epochs=50, verbose=0)

p = model.predict(x, verbose=0)
