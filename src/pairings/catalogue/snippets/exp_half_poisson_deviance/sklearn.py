import numpy as np
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.floor(np.exp(x[:, 0]))  # your targets: (n,), from 0 up

# exp is built in; a network: MLPRegressor(loss="poisson"), scikit-learn >= 1.7
model = PoissonRegressor(alpha=0, max_iter=1000)  # alpha=1 is the default
model.fit(x, y)

p = model.predict(x)
loss = mean_poisson_deviance(y, p) / 2
