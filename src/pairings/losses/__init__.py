"""Losses L(p, y) of a prediction p: value per sample, gradient ∂L/∂p.

The sum runs over the outputs; no average is taken. The convention is 0 · log 0 = 0 and nothing
else: outside its predictions a loss returns what real logarithms give, an infinity or NaN. The
rooms are cut by what the target is.
"""

from .classes import *
from .counts import *
from .labels import *
from .numbers import *
from .positive import *
