import numpy as np
from sklearn.neighbors import NeighborhoodComponentsAnalysis

rng = np.random.default_rng(0)
# your inputs: (n, inputs), two views of each of 8 items
items = np.tile(rng.normal(size=(8, 10)), (2, 1))
x = items + 0.1 * rng.normal(size=(16, 10))
y = np.tile(np.arange(8), 2)  # equal numbers belong together

# the nearest: linear embeddings, a softmax over all others of minus the
# squared distance, and the sum of the chances instead of their logarithms
model = NeighborhoodComponentsAnalysis(n_components=2, random_state=0)
z = model.fit(x, y).transform(x)
p = z / np.linalg.norm(z, axis=1, keepdims=True)
