"""The one table: which loss for which output? Pages, tests and tools read it; nobody copies it.

The rows lie by chapter and are data; `tables` prints them.
"""

from .entry import Entry
from .ideas import IDEAS
from .rows import CATALOGUE
from .tables import answers, card, lines, sheet

__all__ = ["CATALOGUE", "IDEAS", "Entry", "answers", "card", "lines", "sheet"]
