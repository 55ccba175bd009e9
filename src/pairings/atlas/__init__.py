"""The trained square: every output with every loss of one score, trained on one small data set per
kind of target, and what became of it by stated rules.

kinds: the data sets; cells: what a cell is, whether it is defined, how it is measured; rules: the
class of a cell; store: the files; told: the map. `make atlas` computes what is missing.
"""

from .cells import PROTOCOL, Cell, cells, measure, undefined
from .kinds import KINDS, Kind
from .rules import CLASSES, classed, gain
from .store import Damaged, read
from .told import classes, is_matched

__all__ = [
    "CLASSES",
    "KINDS",
    "PROTOCOL",
    "Cell",
    "Damaged",
    "Kind",
    "cells",
    "classed",
    "classes",
    "gain",
    "is_matched",
    "measure",
    "read",
    "undefined",
]
