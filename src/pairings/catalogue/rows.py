"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import (
    binary,
    doubtful,
    multiclass,
    multilabel,
    ordered,
    outliers,
    own_loss,
    partly,
    positive,
    quantiles,
    rare,
    regression,
    waiting,
)

CHAPTERS = (
    regression,
    outliers,
    quantiles,
    positive,
    waiting,
    own_loss,
    binary,
    multiclass,
    multilabel,
    ordered,
    rare,
    doubtful,
    partly,
)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
