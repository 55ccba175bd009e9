import numpy as np
from sklearn.linear_model import LinearRegression

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1 + rng.standard_t(4, size=64)  # your targets: (n,)

# no network has this output; for a linear one, weights do it, with one scale
model, weight = LinearRegression(), np.ones(len(y))
for _ in range(100):  # each round lowers the loss
    model.fit(x, y, sample_weight=weight)
    square = (y - model.predict(x)) ** 2
    scale = np.sqrt((weight * square).mean())
    weight = 5 / (4 + square / scale**2)  # far rows count little

p = model.predict(x)
# its loss: np.log(scale) + 2.5 * np.log1p(square / scale**2 / 4).mean()
