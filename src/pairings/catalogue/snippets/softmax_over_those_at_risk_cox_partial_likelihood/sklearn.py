import numpy as np
from sklearn.linear_model import PoissonRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs) of one list
time = rng.exponential(np.exp(x[:, 0]))
seen = time < 2  # 1 it happened then, 0 it had not happened yet
time = time.clip(max=2)

# no network has this loss; linear scores: a Poisson regression of "was it
# you?" over all at risk at each event, with a constant of its own for each
events = np.unique(time[seen])
when, who = np.nonzero(time >= events[:, None])
constants = np.eye(len(events))[when]
happened = seen[who] & (time[who] == events[when])
model = PoissonRegressor(alpha=1e-6, fit_intercept=False, max_iter=1000)
model.fit(np.hstack([x[who], constants]), happened)

p = np.exp(x @ model.coef_[:10])  # the hazard, up to a common factor
