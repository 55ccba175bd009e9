import numpy as np
from sklearn.metrics import hinge_loss
from sklearn.svm import LinearSVC

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = (x[:, 0] + x[:, 1] / 2 > 0).astype(int)  # your labels: (n,), two values

# a linear score; C weighs the hinge against the size of the coefficients
model = LinearSVC(loss="hinge", C=1.0, max_iter=100_000, random_state=0)
model.fit(x, y)

p = model.decision_function(x)  # above 0: the larger label; no probability
loss = hinge_loss(y, p)
