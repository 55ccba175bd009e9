import numpy as np
from sklearn.linear_model import PoissonRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
t = rng.uniform(0.5, 1.5, size=64)  # how long each was watched: (n,), above 0
count = rng.poisson(t * np.exp(x[:, 0]))  # your counts: (n,)

# for Poisson, and not for squared error, weighting the rate is the offset
y = count / t
model = PoissonRegressor(alpha=0, max_iter=1000)  # alpha=1 is the default
model.fit(x, y, sample_weight=t)

p = model.predict(x)  # events per unit of t
