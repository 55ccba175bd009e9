"""Which loss for which output? The shared code of the book.

`compose(activation, loss)` is any activation with any loss; `matching(activation)` is the loss
that an activation makes; `CATALOGUE` is the table that pages, tests and tools read.
"""

from . import activations, losses
from .advice import check_model, check_pairing, diagnose, recommend
from .catalogue import CATALOGUE
from .checks import gradient_check
from .contest import duel
from .pairing import Mismatch, compose, masked, matching
from .records import Activation, Domain, Loss, Pairing, Statistic
from .start import start
from .training import fit

__version__ = "0.1.0"

__all__ = [
    "CATALOGUE",
    "Activation",
    "Domain",
    "Loss",
    "Mismatch",
    "Pairing",
    "Statistic",
    "activations",
    "check_model",
    "check_pairing",
    "compose",
    "diagnose",
    "duel",
    "fit",
    "gradient_check",
    "losses",
    "masked",
    "matching",
    "recommend",
    "start",
]
