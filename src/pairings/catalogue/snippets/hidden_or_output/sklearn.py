import numpy as np
from sklearn.neural_network import MLPRegressor

x = np.random.default_rng(0).normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1  # your targets: (n,), any numbers, best of spread 1

model = MLPRegressor(
    hidden_layer_sizes=(8,),
    activation="tanh",  # hidden: "relu", "logistic", "identity"
    solver="lbfgs",  # the output follows from the loss: identity, and exp
    max_iter=2000,  # with loss="poisson" (scikit-learn >= 1.7)
    random_state=0,
)
model.fit(x, y)

p = model.predict(x)
