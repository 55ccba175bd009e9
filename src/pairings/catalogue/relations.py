"""How the rows are related: special case of, same as, limit of.

Data, a module for each part of the book: each relation says what is set in the more general row, and
a test and the page of the map compute it (`relation.difference`).
"""

from . import relations_amounts as amounts
from . import relations_labels as labels
from . import relations_numbers as numbers
from . import relations_shares as shares
from .relation import BESIDE, Relation
from .rows import CATALOGUE

RELATIONS: tuple[Relation, ...] = (
    *numbers.NUMBERS,
    *amounts.AMOUNTS,
    *amounts.COUNTS,
    *shares.SHARES,
    *amounts.WAITING,
    *labels.LABELS,
    *labels.OVERLAPS,
    *labels.LINKS,
    *labels.LISTS,
    *labels.MARGINS,
    *numbers.DIRECTIONS,
)


def rows_of_the_map() -> list[str]:
    """Every row that has a relation, in the order of the catalogue; what has no row comes last."""
    related = {name for one in RELATIONS for name in (one.general, one.special)}
    return [name for name in (*CATALOGUE, *BESIDE) if name in related]
