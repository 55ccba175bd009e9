# scikit-learn has no SELU output, and none that ends below 0. For any number:
import numpy as np
from sklearn.neural_network import MLPRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1  # your targets: (n,), any numbers, best of spread 1

# identity + half squared error are built in; `activation` is the hidden one
model = MLPRegressor(alpha=0, solver="lbfgs", max_iter=2000, random_state=0)
model.fit(x, y)

p = model.predict(x)
