"""The facts of the catalogue's rows: a file for each chapter, a record for each row."""

from facts.rows import directions, first_chapters, ordered, waiting

CHAPTERS = (first_chapters, ordered, directions, waiting)
ROWS = {fact.row: fact for chapter in CHAPTERS for fact in chapter.ROWS}
