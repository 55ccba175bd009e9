"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import binary, multiclass, multilabel, outliers, own_loss, positive, quantiles, regression

CHAPTERS = (regression, outliers, quantiles, positive, own_loss, binary, multiclass, multilabel)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
