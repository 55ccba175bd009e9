import numpy as np
from sklearn.linear_model import PoissonRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
time = rng.exponential(np.exp(x[:, 0]))
seen = time < 2  # 1 it happened then, 0 it had not happened yet
time = time.clip(max=2)

# events per time, weighted by the time: the same likelihood
model = PoissonRegressor(alpha=0, max_iter=1000)  # alpha=1 is the default
model.fit(x, seen / time, sample_weight=time)

p = model.predict(x)  # the hazard; the mean time is 1 / p
