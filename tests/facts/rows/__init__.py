"""The facts of the catalogue's rows: a file for each chapter, a record for each row."""

from facts.rows import first_chapters, outliers, quantiles

CHAPTERS = (first_chapters, outliers, quantiles)
ROWS = {fact.row: fact for chapter in CHAPTERS for fact in chapter.ROWS}
