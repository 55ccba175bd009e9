"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import (
    binary,
    directions,
    multiclass,
    multilabel,
    ordered,
    own_loss,
    positive,
    regression,
    waiting,
)

CHAPTERS = (
    regression,
    positive,
    own_loss,
    binary,
    multiclass,
    multilabel,
    ordered,
    directions,
    waiting,
)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
