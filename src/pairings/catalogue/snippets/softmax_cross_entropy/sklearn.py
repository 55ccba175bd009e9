import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, :3] ** 2).argmax(axis=1)  # your labels: (n,), any values

# softmax + cross-entropy are built in; `activation` is the hidden one
model = MLPClassifier(alpha=1, max_iter=2000, random_state=0)  # alpha: penalty
model.fit(x, y)

p = model.predict_proba(x)  # columns as in model.classes_
loss = log_loss(y, p)
