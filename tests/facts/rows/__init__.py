"""The facts of the catalogue's rows: a file for each chapter, a record for each row."""

from facts.rows import doubts, first_chapters

CHAPTERS = (first_chapters, doubts)
ROWS = {fact.row: fact for chapter in CHAPTERS for fact in chapter.ROWS}
