"""What is known of a name that a library gives to a row of the catalogue."""

from typing import NamedTuple


class Name(NamedTuple):
    """A library's name of a row: how it is called, where it differs, the code that shows it.

    call: as it is written there. says: what to beware of (Markdown). run: code of the scores z and
    targets y that computes the library's number; none where this was read, not executed. times,
    up_to: that number is `times` the value of the row, averaged over the samples if it is one
    number, but for the term `up_to` in y alone. at: code of the row's z and y (and np) that gives
    those on which both agree, where they do not everywhere. library, row: filled in by `gathered`.
    """

    call: str
    says: str = ""
    run: str = ""
    times: str = "1"
    up_to: str = ""
    at: str = ""
    library: str = ""
    row: str = ""

    @property
    def seen(self) -> str:
        """ "executed" by `make test-frameworks`, or read in the library's "documentation"."""
        return "executed" if self.run else "documentation"


def gathered(library: str, *parts: dict[str, tuple[Name, ...]]) -> tuple[Name, ...]:
    """The names of one library, each with its library and its row."""
    rows = [item for part in parts for item in part.items()]
    return tuple(name._replace(library=library, row=row) for row, names in rows for name in names)
