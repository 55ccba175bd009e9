import numpy as np
from sklearn.linear_model import HuberRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1 + 0.1 * x[:, 1] * x[:, 2]  # your targets: (n,), any numbers

# its delta is epsilon times a scale that it estimates along with the fit
model = HuberRegressor(epsilon=1.35, alpha=0)
model.fit(x, y)

p = model.predict(x)
delta, r = model.epsilon * model.scale_, np.abs(p - y)
loss = np.where(r < delta, r**2 / 2, delta * (r - delta / 2)).mean()
