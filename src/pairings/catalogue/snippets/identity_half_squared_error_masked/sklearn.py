import numpy as np
from sklearn.neural_network import MLPRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.where(rng.random(64) < 0.7, x[:, 0], np.nan)  # NaN where unknown

# one target at a time, on the rows that know it: nothing is shared
known = np.isfinite(y)
model = MLPRegressor(max_iter=2000, random_state=0)
model.fit(x[known], y[known])

p = model.predict(x)
