import numpy as np
from sklearn.mixture import GaussianMixture

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] * rng.choice([-1, 1], 64)  # your targets: (n,), any numbers

# no network: three Gaussians of inputs and target together
model = GaussianMixture(3, reg_covar=0.01, random_state=0)
model.fit(np.c_[x, y])

p = model.predict_proba(np.c_[x, y])  # which of the three each row belongs to
