import numpy as np
from sklearn.linear_model import LogisticRegression

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = 1 / (1 + np.exp(-x[:, 0]))  # your targets: (n,), shares from 0 to 1

# it takes classes: every row twice, as a 1 of weight y and a 0 of weight 1 - y
model = LogisticRegression(C=1e6)
labels = np.repeat([1, 0], len(x))
model.fit(np.tile(x, (2, 1)), labels, sample_weight=np.r_[y, 1 - y])

p = model.predict_proba(x)[:, 1]  # the mean share
