"""The multiclass chapter's laws: what a second softmax does."""

import numpy as np

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def double_softmax_floor(classes: Array) -> Array:
    """log(1 + (K − 1)/e): no cross-entropy of a softmax of a softmax is lower.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.log1p((np.asarray(classes) - 1) / np.e)


def double_softmax_roof(classes: Array) -> Array:
    """log(e + K − 1), which is the floor plus exactly 1: none is higher.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.log(np.e + np.asarray(classes) - 1)


def double_softmax_ceiling(classes: Array) -> Array:
    """e / (e + K − 1): no probability that a softmax of a softmax reports is larger.

    Derived in :eq:`eq-multiclass-floor`.
    """
    return np.e / (np.e + np.asarray(classes) - 1)
