"""Output maps p = a(z): value, vector–Jacobian product, potential Φ with a = ∇Φ, conjugate Φ*.

Each formula is a function of its own; the records at the end of each module gather them. The
modules are divided by where the output may lie. Potentials and conjugates are summed over the
outputs; Φ* is +∞ outside the range. Cancellation is met by algebra (log1p, expm1, `stable`), never
by an epsilon.

A record checks what it is given and warns of nothing: `exp.forward(z)` takes lists and returns
infinity and NaN as answers. The functions beside it, `exp_value` and its kin, are the formulas
alone: for arrays of floats, with numpy's warnings as you have set them.
"""

from ..from_function import from_function
from ..records import Activation
from . import bounded, classes, half_line, line, probability, sparse, turning
from .bounded import *
from .classes import *
from .half_line import *
from .heads import *
from .line import *
from .probability import *
from .sparse import *
from .turning import *

# The table of the book, row by row; the last ones have no potential.
TABLE = tuple(
    record
    for room in (line, half_line, probability, bounded, classes, sparse, turning)
    for record in vars(room).values()
    if isinstance(record, Activation)
)
