"""The multilabel chapter's law: what independent labels cost."""

import numpy as np
from scipy.special import entr

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def cost_of_independence(joint: Array) -> Array:
    """Σ_k H(y_k) − H(y) ≥ 0, in nats, for the probabilities of all rows of K labels, an array of
    shape (2, …, 2).

    The expected log loss of the product of the true label probabilities, minus that of the true
    joint distribution: the total correlation. Derived in :eq:`eq-multilabel-cost`.
    """
    joint = np.asarray(joint, dtype=float)
    labels = range(joint.ndim)
    marginals = [joint.sum(axis=tuple(set(labels) - {k})) for k in labels]
    return sum(entr(marginal).sum() for marginal in marginals) - entr(joint).sum()
