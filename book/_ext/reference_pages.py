"""The package reference: one page for each room of the package, written when the site is built.

A room that is a folder has a section for each of its parts. The pages are not kept: what they say
stands in the docstrings.
"""

from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "pairings"
PAGES = Path(__file__).parents[1] / "reference"
BESIDE = "losses_of_scores"  # no room of its own: the second page of the losses


def rooms(package: Path = PACKAGE) -> dict[str, list[str]]:
    """{page: its parts}, the files and folders of the package, without what begins with _. The losses
    of a score, which are many, have a page beside those of a prediction, which are records."""
    files = [p for p in sorted(package.glob("*.py")) if p.stem[0] != "_"]
    folders = [p.parent for p in sorted(package.glob("*/__init__.py"))]
    parts = {f.name: [p for p in sorted(f.glob("*.py")) if p.stem[0] != "_"] for f in folders}
    if losses := parts.get("losses"):
        parts[BESIDE] = [p for p in losses if "Loss(" not in p.read_text("utf-8")]
        parts["losses"] = [p for p in losses if p not in parts[BESIDE]]
    named = {page: [f"{p.parent.name}.{p.stem}" for p in found] for page, found in parts.items()}
    return {p.stem: [] for p in files} | named


def page(room: str, parts: list[str]) -> str:
    def documented(name, *options):
        lines = [f".. automodule:: pairings.{name}", *(f"   :{o}:" for o in options)]
        return "\n".join(["```{eval-rst}", *lines, "```\n"])

    if not parts:
        return f"# pairings.{room}\n\n{documented(room)}"
    sections = [f"## {part.partition('.')[2]}\n\n{documented(part)}" for part in parts]
    if room == BESIDE:
        return "\n".join([f"# {room.capitalize().replace('_', ' ')}\n", *sections])
    return "\n".join([f"# pairings.{room}\n\n{documented(room, 'no-members')}", *sections])


def write(folder: Path = PAGES) -> list[Path]:
    """The pages, in `folder`; one that says the same already keeps its time and is not read again."""
    written = []
    for room, parts in rooms().items():
        path, text = folder / f"{room}.md", page(room, parts)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, encoding="utf-8")
        written.append(path)
    for path in set(folder.glob("*.md")) - {*written, folder / "index.md"}:
        path.unlink()  # a room that is gone
    return written


def setup(app):
    write()  # before the table of contents is read
    return {"parallel_read_safe": True, "parallel_write_safe": True}
