"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import amounts, binary, counts, multiclass, multilabel, own_loss, positive, regression

CHAPTERS = (
    *(regression, positive, own_loss, binary, multiclass, multilabel),
    *(counts, amounts),
)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
