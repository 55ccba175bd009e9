"""Escape times behind ELU and SELU."""

from ..records import Array
from .positive import escape_time_exp_poisson, escape_time_exp_squared_error

#: Half squared error behind a sigmoid pulls hardest at p = 1/3 (y = 1), with this force.


def escape_time_elu_matching(m: Array, y: float, alpha: float = 1.0, scale: float = 1.0) -> Array:
    """T(m) = T_exp(m; 1 + y/λα) / λα, with y > 0: ELU (λ = 1) or SELU + its matching loss.

    T_exp is `escape_time_exp_poisson`. Derived in :eq:`eq-outputs-escape`.
    """
    depth = scale * alpha
    return escape_time_exp_poisson(m, 1 + y / depth) / depth


def escape_time_elu_squared_error(
    m: Array, y: float, alpha: float = 1.0, scale: float = 1.0
) -> Array:
    """T(m) = T_exp,sq(m; 1 + y/λα) / (λα)², with y > 0: the same with half squared error.

    T_exp,sq is `escape_time_exp_squared_error`. Derived in :eq:`eq-outputs-escape`.
    """
    depth = scale * alpha
    return escape_time_exp_squared_error(m, 1 + y / depth) / depth**2
