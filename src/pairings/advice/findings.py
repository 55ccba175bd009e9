"""What the advisers answer with: findings, and how they print in a terminal and in a notebook."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

SEVERITIES = ("error", "warning", "note")


class Finding(NamedTuple):
    """One thing to say: `code` for machines, the rest for people.

    severity: "error", it is wrong; "warning", it will be wrong for some targets or scores; "note", no
    alarm: sound, but slow, unscaled, or something to know. what: what was seen; why it matters;
    cure: what to write instead, code where code helps; page: the page of the book, by its file's
    name; test: a line that tells this cause from others.
    """

    code: str
    severity: str
    what: str
    why: str
    cure: str
    page: str | None = None
    test: str = ""

    def __str__(self) -> str:
        parts = [f"{self.severity}: {self.what} [{self.code}]", f"    why   {self.why}"]
        parts += [f"    test  {self.test}"] * bool(self.test)
        parts += [f"    cure  {self.cure}"]
        parts += [f"    page  {self.page}"] * bool(self.page)
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        rows = {"why": self.why, "test": self.test, "cure": self.cure, "page": self.page}
        told = "".join(f"<br>{key}: {escape(text)}" for key, text in rows.items() if text)
        head = f"<strong>{escape(self.severity)}</strong>: {escape(self.what)}"
        return f"<p>{head} <code>{escape(self.code)}</code>{told}</p>"


class Findings(tuple):
    """Findings, the most severe first, that print as text; `alarms` are those that are no notes."""

    __slots__ = ()
    NOTHING = (
        "Nothing to object to: the output, the loss and what was shown of the data fit together."
    )

    @property
    def alarms(self) -> "Findings":
        return type(self)(finding for finding in self if finding.severity != "note")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self)

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or self.NOTHING

    def _repr_html_(self) -> str:
        return "".join(map(_html, self)) or f"<p>{self.NOTHING}</p>"


def _html(finding) -> str:
    return finding._repr_html_()


def sorted_findings(found: Iterable[Finding]) -> Findings:
    """One finding for each code, the most severe of it; errors first, then warnings, then notes."""
    worst = {}
    for finding in found:
        known = worst.get(finding.code)
        if known is None or _rank(finding) < _rank(known):
            worst[finding.code] = finding
    return Findings(sorted(worst.values(), key=_rank))


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)
