import numpy as np
from sklearn.linear_model import QuantileRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1  # your targets: (n,), any numbers

model = QuantileRegressor(quantile=0.9, alpha=0)  # alpha=1 is the default
model.fit(x, y)  # a linear program: exact, slow for many rows

p = model.predict(x)
loss = np.maximum(0.9 * (y - p), 0.1 * (p - y)).mean()  # shape (n,)
