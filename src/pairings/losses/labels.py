"""Losses of a yes or no: 0 and 1 and the shares between, or −1 and +1."""

import numpy as np
from scipy.special import xlog1py, xlogy

from ..records import Array, Loss, labels, reals, unit_interval
from ..stable import per, total
from ..statistics import likelier_label, mean


def log_loss_value(p: Array, y: Array) -> Array:
    """L = −Σ (y log p + (1 − y) log(1 − p)), for labels 0, 1 and shares between.

    Derived in :eq:`eq-log-loss`.
    """
    return -total(xlogy(y, p) + xlog1py(1 - y, -p))


def log_loss_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = (1 − y)/(1 − p) − y/p, which is (p − y) / (p (1 − p)).

    Derived in :eq:`eq-log-loss-gradient`.
    """
    return per(1 - y, 1 - p) - per(y, p)


def hinge_value(p: Array, y: Array) -> Array:
    """L = Σ max(0, 1 − y p), for labels y = ±1. Derived in :eq:`eq-hinge`."""
    return total(np.maximum(1 - y * p, 0.0))


def hinge_gradient(p: Array, y: Array) -> Array:
    """∂L/∂p = −y where y p < 1, else 0. Derived in :eq:`eq-hinge`."""
    return -y * np.heaviside(1 - y * p, 0.0)


# --- the records ----------------------------------------------------------------------------------


log_loss = Loss("log loss", log_loss_value, log_loss_gradient, unit_interval, unit_interval, mean)


hinge = Loss("hinge", hinge_value, hinge_gradient, labels(-1, 1), reals, likelier_label)
