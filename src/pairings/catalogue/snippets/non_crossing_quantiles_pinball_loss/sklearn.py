import numpy as np
from sklearn.linear_model import QuantileRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1 + rng.normal(size=64)  # your targets: (n,), any numbers

# one model for each quantile: they may cross
models = [
    QuantileRegressor(quantile=q, alpha=0).fit(x, y) for q in (0.1, 0.5, 0.9)
]
model = models[1]

q = np.column_stack([each.predict(x) for each in models])
p = np.sort(q, axis=1)  # sorted row by row: no worse in the pinball loss
crossed = (np.diff(q, axis=1) < 0).any(axis=1).mean()
