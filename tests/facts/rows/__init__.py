"""The facts of the catalogue's rows: a file for each chapter, a record for each row."""

from facts.rows import (
    amounts,
    counts,
    directions,
    doubts,
    embeddings,
    first_chapters,
    margins,
    ordered,
    outliers,
    quantiles,
    rankings,
    shares,
    uncertain,
    waiting,
)

CHAPTERS = (
    amounts,
    counts,
    directions,
    doubts,
    embeddings,
    first_chapters,
    margins,
    ordered,
    outliers,
    quantiles,
    rankings,
    shares,
    uncertain,
    waiting,
)
ROWS = {fact.row: fact for chapter in CHAPTERS for fact in chapter.ROWS}
