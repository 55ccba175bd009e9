import numpy as np
from sklearn.linear_model import TweedieRegressor
from sklearn.metrics import mean_tweedie_deviance

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
some = rng.random(64) < 0.6
y = np.exp(x[:, 0] + rng.normal(size=64) / 2) * some  # your amounts: (n,)

model = TweedieRegressor(power=1.5, link="log", alpha=0, max_iter=1000)
model.fit(x, y)

p = model.predict(x)
loss = mean_tweedie_deviance(y, p, power=1.5) / 2
