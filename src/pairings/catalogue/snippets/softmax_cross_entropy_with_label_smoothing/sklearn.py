import numpy as np
from sklearn.neural_network import MLPClassifier

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, :4].argmax(axis=1)  # your classes: (n,), 0 … 3

# no label smoothing here; what keeps the scores finite is the penalty alpha
model = MLPClassifier(alpha=1, max_iter=2000, random_state=0)
model.fit(x, y)

p = model.predict_proba(x)
