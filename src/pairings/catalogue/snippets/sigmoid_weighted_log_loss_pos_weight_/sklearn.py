import numpy as np
from sklearn.neural_network import MLPClassifier

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, 0] > 1).astype(int)  # your labels: (n,), 0 or 1
w = 10  # a yes counts ten times, as if it stood there ten times

times = np.where(y == 1, w, 1)  # linear models take sample_weight=times
model = MLPClassifier(alpha=1, max_iter=2000, random_state=0)
model.fit(np.repeat(x, times, axis=0), np.repeat(y, times))

p = model.predict_proba(x)[:, 1]  # tilted: not the probability of a yes
probability = p / (p + w * (1 - p))
