"""The one table: a module for each chapter, in the order of the chapters."""

from types import MappingProxyType

from . import (
    amounts,
    binary,
    counts,
    directions,
    doubtful,
    embeddings,
    margins,
    multiclass,
    multilabel,
    ordered,
    outliers,
    own_loss,
    partly,
    positive,
    quantiles,
    rankings,
    rare,
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
    rare,
    doubtful,
    multiclass,
    multilabel,
    partly,
    ordered,
    directions,
    rankings,
    margins,
    embeddings,
)
CATALOGUE = MappingProxyType(
    {entry.name: entry for chapter in CHAPTERS for entry in chapter.ENTRIES}
)
