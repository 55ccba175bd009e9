"""The one table: a room for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import (
    amounts,
    binary,
    counts,
    directions,
    multiclass,
    multilabel,
    ordered,
    outliers,
    own_loss,
    positive,
    quantiles,
    rankings,
    regression,
    shares,
    uncertain,
    waiting,
)

CHAPTERS = (
    regression,
    outliers,
    quantiles,
    uncertain,
    positive,
    counts,
    amounts,
    shares,
    waiting,
    own_loss,
    binary,
    multiclass,
    multilabel,
    ordered,
    rankings,
    directions,
)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
