import numpy as np
from sklearn.metrics import f1_score  # of one mask: Dice
from sklearn.neural_network import MLPClassifier

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 16))  # your inputs: (n, inputs)
y = (x + 0.5 * rng.normal(size=x.shape) > 0.8) * 1  # a mask for each

# no network has this loss; the nearest: log loss per pixel, and then the
# threshold with the best Dice, on rows that were not trained on
model = MLPClassifier((16,), learning_rate_init=0.01, max_iter=2000)
model.fit(x[:150], y[:150])
p = model.predict_proba(x[150:])  # a probability for each pixel
held = y[150:]


def dice(threshold):
    said = p > threshold
    return f1_score(held, said, average="samples", zero_division=0.0)


threshold = max(np.arange(0.1, 0.6, 0.05), key=dice)
mask = p > threshold
