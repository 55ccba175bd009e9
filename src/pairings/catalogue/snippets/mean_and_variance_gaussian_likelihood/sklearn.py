import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1 + 0.5 * rng.normal(size=64)  # your targets: (n,), any numbers

# no network has this output; a Gaussian process has a mean and a variance
model = GaussianProcessRegressor(RBF(3.0) + WhiteKernel(0.1))
model.fit(x, y)

p = mean, deviation = model.predict(x, return_std=True)
# its loss, below 0 where a density exceeds 1, with v = deviation**2:
# (np.log(v) + (y - mean) ** 2 / v).mean() / 2
