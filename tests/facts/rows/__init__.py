"""The facts of the catalogue's rows: a file for each chapter, a record for each row."""

from facts.rows import (
    doubts,
    first_chapters,
    ordered,
    outliers,
    quantiles,
    waiting,
)

CHAPTERS = (
    first_chapters,
    ordered,
    outliers,
    quantiles,
    waiting,
    doubts,
)
ROWS = {fact.row: fact for chapter in CHAPTERS for fact in chapter.ROWS}
