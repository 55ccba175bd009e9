"""The property table: every row of the catalogue, a file for each group of chapters."""

from . import properties_first
from .property import QUESTIONS, Properties, Property

__all__ = ["PROPERTIES", "QUESTIONS", "Properties", "Property"]

CHAPTERS = (properties_first,)
PROPERTIES = {row.row: row for chapter in CHAPTERS for row in chapter.ROWS}
