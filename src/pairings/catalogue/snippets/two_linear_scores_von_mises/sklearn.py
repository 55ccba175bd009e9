import numpy as np
from sklearn.neural_network import MLPRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = np.arctan2(x[:, 0], x[:, 1] + 1)  # your angles: (n,), in radians

# none has this loss; the mean of cosine and sine gives a direction, too,
# but no concentration of each row
model = MLPRegressor(alpha=1, max_iter=2000, random_state=0)  # alpha: penalty
model.fit(x, np.stack([np.cos(y), np.sin(y)], axis=1))

cosine, sine = model.predict(x).T
p = np.arctan2(sine, cosine)  # the direction
