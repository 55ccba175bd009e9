import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 8, 10))  # your inputs: (n, inputs) in each list
y = np.round(2 * x[..., 0] + rng.normal(size=(64, 8)))  # relevance

# no network has this loss; linear scores: a logistic regression of "is the
# first one ahead?" on differences of inputs, with both orders of each pair
which, i, j = np.nonzero(y[:, :, None] != y[:, None, :])
difference = x[which, i] - x[which, j]
ahead = y[which, i] > y[which, j]
model = LogisticRegression(fit_intercept=False, C=1e6)
model.fit(difference, ahead)

z = x @ model.coef_[0]  # a score for each item; a shift changes nothing
gap = z[:, :, None] - z[:, None, :]
p = ((1 / (1 + np.exp(-gap))).sum(axis=2) - 0.5) / (z.shape[1] - 1)
