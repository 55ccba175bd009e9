import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :3] + x[:, 3:6] ** 2 > 1).astype(int)  # (n, 3): a sigmoid per label

model = MLPClassifier(alpha=1, max_iter=2000, random_state=0)  # alpha: penalty
model.fit(x, y)

p = model.predict_proba(x)  # (n, 3); rows need not sum to 1
loss = sum(log_loss(y[:, k], p[:, k]) for k in range(3))
