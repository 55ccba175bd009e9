import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel

rng = np.random.default_rng(0)
x = rng.normal(size=(64, 10))  # your inputs: (n, inputs)
y = x[:, 0] + 1 + 0.5 * rng.normal(size=64)  # your targets: (n,), any numbers

# nothing here is trained by the CRPS, but any mean and deviation has one
model = GaussianProcessRegressor(RBF(3.0) + WhiteKernel(0.1))
model.fit(x, y)

p = mean, deviation = model.predict(x, return_std=True)
# from scipy.stats import norm; w = (y - mean) / deviation
# crps = w * (2 * norm.cdf(w) - 1) + 2 * norm.pdf(w) - np.pi**-0.5
# (deviation * crps).mean()
