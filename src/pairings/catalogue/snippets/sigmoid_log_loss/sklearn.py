import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, 0] + x[:, 1] ** 2 > 1).astype(int)  # your labels: (n,), two values

# sigmoid + log loss are built in; `activation` is the hidden one
model = MLPClassifier(alpha=1, max_iter=2000, random_state=0)  # alpha: penalty
model.fit(x, y)

p = model.predict_proba(x)[:, 1]  # of the larger label, here 1
loss = log_loss(y, p)
