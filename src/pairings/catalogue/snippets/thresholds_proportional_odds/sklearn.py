import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
ranks = np.digitize(x[:, 0] + rng.normal(size=64), [-1.0, 0.0, 1.0])

# no ordered output; the nearest: a yes or no for each threshold, untied, so
# that the chances of neighbouring thresholds may cross
models = [LogisticRegression().fit(x, ranks > k) for k in range(3)]
p = np.column_stack([model.predict_proba(x)[:, 1] for model in models])
