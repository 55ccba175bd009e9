"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import binary, multiclass, multilabel, own_loss, positive, regression, shares, uncertain

CHAPTERS = (regression, positive, own_loss, binary, multiclass, multilabel, shares, uncertain)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
