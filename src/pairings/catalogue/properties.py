"""The property table: every row of the catalogue, a file for each group of chapters."""

from . import (
    properties_counts,
    properties_directions,
    properties_doubts,
    properties_embeddings,
    properties_first,
    properties_margins,
    properties_ordered,
    properties_outliers,
    properties_rankings,
    properties_shares,
    properties_waiting,
)
from .property import QUESTIONS, Properties, Property
from .rows import CATALOGUE

__all__ = ["PROPERTIES", "QUESTIONS", "Properties", "Property"]

CHAPTERS = (
    properties_first,
    properties_margins,
    properties_outliers,
    properties_rankings,
    properties_counts,
    properties_shares,
    properties_ordered,
    properties_waiting,
    properties_directions,
    properties_doubts,
    properties_embeddings,
)
_KNOWN = {row.row: row for chapter in CHAPTERS for row in chapter.ROWS}
PROPERTIES = {name: _KNOWN[name] for name in CATALOGUE if name in _KNOWN}
