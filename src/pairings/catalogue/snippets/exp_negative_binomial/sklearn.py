import numpy as np
from sklearn.linear_model import PoissonRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.floor(np.exp(x[:, 0]))  # your counts: (n,)

# none has it; Poisson asks for the same mean, and weighs large counts more
model = PoissonRegressor(alpha=0, max_iter=1000)  # alpha=1 is the default
model.fit(x, y)

p = model.predict(x)
