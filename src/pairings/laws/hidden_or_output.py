"""The law of the chapter about hidden layers: a ReLU at the output dies."""

import numpy as np
from scipy.stats import norm

from ..records import Array

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def range_floor(c: Array) -> Array:
    """E(c) = (1 + c²) F(−c) − c f(c): the squared error that an output which ends at −c must leave.

    The target is standard normal, with density f and distribution function F. Derived in
    :eq:`eq-hidden-floor`.
    """
    return (1 + np.square(c)) * norm.cdf(np.negative(c)) - c * norm.pdf(c)
