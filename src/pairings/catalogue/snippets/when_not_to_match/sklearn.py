from sklearn import ensemble, linear_model

# exp output, errors that grow with the size; the log link is chosen for you
gamma = linear_model.GammaRegressor(alpha=0)
zeros_too = linear_model.TweedieRegressor(power=1.5, link="log", alpha=0)

# a quantile, of a line or of trees
line = linear_model.QuantileRegressor(quantile=0.9, alpha=0)
trees = ensemble.HistGradientBoostingRegressor(loss="quantile", quantile=0.9)
