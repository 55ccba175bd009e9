# scikit-learn has no softplus output. For targets from 0 up it has exp:
import numpy as np
from sklearn.linear_model import PoissonRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.abs(x[:, 0])  # your targets: (n,), 0 or greater

model = PoissonRegressor(alpha=0)  # no penalty; the default is 1
model.fit(x, y)

p = model.predict(x)
