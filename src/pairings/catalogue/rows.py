"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import (
    binary,
    doubtful,
    multiclass,
    multilabel,
    own_loss,
    partly,
    positive,
    rare,
    regression,
)

CHAPTERS = (regression, positive, own_loss, binary, multiclass, multilabel)
CHAPTERS += (rare, doubtful, partly)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
