"""Losses L(p, y) of a prediction p: value per sample, gradient ∂L/∂p.

The sum runs over the outputs; no average is taken. The convention is 0 · log 0 = 0 and nothing
else: outside its predictions a loss returns what real logarithms give, an infinity or NaN. The
modules are divided by what the target is.

A record checks what it is given and warns of nothing: `log_loss.gradient(p, y)` takes lists, refuses
shapes that would broadcast, and returns infinity and NaN as answers. The functions beside it,
`log_loss_gradient` and its kin, are the formulas alone: for arrays of floats whose shapes fit, with
numpy's warnings as you have set them.
"""

from .amounts_of_scores import *
from .classes import *
from .compositions import *
from .counts import *
from .counts_of_scores import *
from .directions import *
from .distributions import *
from .labels import *
from .links import *
from .location_scale import *
from .many_zeros import *
from .margins import *
from .mixtures import *
from .numbers import *
from .ordered_shares import *
from .orders import *
from .positive import *
from .quantiles import *
from .rankings import *
from .robust import *
from .shares import *
from .waiting import *
