import numpy as np
from sklearn.linear_model import GammaRegressor
from sklearn.metrics import mean_gamma_deviance

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.exp(x[:, 0] + rng.normal(size=64) / 2)  # your amounts: (n,), above 0

# exp is built in
model = GammaRegressor(alpha=0, max_iter=1000)  # alpha=1 is the default
model.fit(x, y)

p = model.predict(x)
loss = mean_gamma_deviance(y, p) / 2
