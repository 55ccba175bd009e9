"""The cheat sheet to download: one landscape page, A4 and letter as PDF, and as SVG.

Drawn from the catalogue whenever the site is built, by the same tables that the page shows; not kept.
"""

import re
from pathlib import Path

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pairings import catalogue

FOLDER = Path(__file__).parents[1] / "_sheet"
PAPER = {"a4": (11.69, 8.27), "letter": (11.0, 8.5)}  # inches
TITLE = "Which loss for which output?"
RULE = (
    "Choose the output by where the target lives. Its loss is the integral of prediction − target."
)
NOTE = (
    "z: the score before the output.  p = a(z): the prediction.  y: the target.  m, v: mean and "
    "variance of the training targets.  Φ*: the conjugate of the antiderivative of a.\n"
    "Losses are for one row; half squared error has the ½. All lines but scikit-learn's take z, "
    "unless they say p; a few lines: the code is on the card of the chapter. Start the last bias at "
    "the first bias:\nthe mean loss begins at the first loss, if the last weights begin near 0."
)
SIZES = [7.3, 7.0, 6.7, 6.4, 6.1, 5.8, 5.5]  # points; the first with which all rows fit
MARGIN, EM = 0.45, 0.56  # inches; the width of a letter in its height


def cells(table: str) -> list[list[str]]:
    """The lines of a Markdown table as cells, links and marks of code gone."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", str(table)).replace("`", "")
    text = text.replace(r"\ge ", r"\geq ").replace(r"\sum", r"\Sigma")  # as matplotlib sets them
    text = text.replace(r", \; ", "$, $")  # a line may end between two formulas
    text = re.sub(r"\\tfrac(\d)(\d)", r"\\frac{\1}{\2}", text)
    lines = [line for line in text.splitlines() if not line.startswith("| ---")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def length(word: str) -> int:
    """Letters that are seen: a command of TeX is one."""
    return len(
        re.sub(r"\\operatorname|[$^_{}]", "", re.sub(r"\\(?!operatorname)[a-zA-Z]+", "x", word))
    )


def wrapped(text: str, letters: float) -> str:
    """`text` in lines of so many letters; a formula is not broken."""
    lines = [""]
    for word in re.findall(r"\$[^$]*\$[,;]?|\S+", text):
        if lines[-1] and length(lines[-1]) + 1 + length(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def fitted(width: float, height: float) -> Figure:
    """The sheet in the largest of `SIZES` in which it fits its page."""
    for size in SIZES:
        figure, over = draw(width, height, size)
        if over <= 0:
            return figure
    raise ValueError(f"the cheat sheet is {over:.2f} inches too long for its page")


def draw(width: float, height: float, size: float) -> tuple[Figure, float]:
    """The sheet in letters of `size`, and by how many inches it is too long."""
    figure = Figure(figsize=(width, height))
    inner = width - 2 * MARGIN

    def put(x, y, text, **look):
        figure.text(x / width, y / height, text, va="top", **({"size": size} | look))

    def line(y, **look):
        ends = [MARGIN / width, 1 - MARGIN / width]
        figure.add_artist(Line2D(ends, [y / height] * 2, color="#0b6472", **look))

    y = height - MARGIN
    put(MARGIN, y, TITLE, size=15, weight="bold")
    put(MARGIN, y - 0.3, RULE, size=9)
    y -= 0.58
    for table, shares, mono in (
        (catalogue.sheet(), (0.17, 0.09, 0.2, 0.105, 0.125, 0.12, 0.19), False),
        (catalogue.lines(), (0.18, 0.19, 0.235, 0.19, 0.205), True),
    ):
        line(y + 0.03, linewidth=1.2)
        for n, row in enumerate(cells(table)):
            x, most = MARGIN, 1
            for k, (text, share) in enumerate(zip(row, shares, strict=True)):
                code, bold = mono and n and k, not n or not k
                em = 0.62 if code else EM + 0.1 * bold
                text = wrapped(text, inner * share * 72 / (size * em) - 1)
                most = max(most, text.count("\n") + 1)
                look = {"family": "DejaVu Sans Mono", "size": size - 0.4} if code else {}
                put(x, y, text, weight="bold" if bold else "normal", **look)
                x += inner * share
            y -= most * size * 1.25 / 72 + 0.045
            line(y + 0.03, linewidth=1.0 if not n else 0.25)
        y -= 0.12
    put(MARGIN, y - 0.02, NOTE, color="#52616a")
    return figure, MARGIN - y


LOOK = {"font.family": "DejaVu Sans", "svg.hashsalt": "cheat sheet"}  # the same bytes each time


def write(folder: Path = FOLDER) -> list[Path]:
    """The three files, in `folder`."""
    folder.mkdir(exist_ok=True)
    a4, letter = (folder / f"cheat-sheet-{paper}.pdf" for paper in PAPER)
    svg, no_date = folder / "cheat-sheet.svg", {"Title": TITLE, "Creator": None}
    with rc_context(LOOK):
        for path, size in zip((a4, letter), PAPER.values(), strict=True):
            metadata = no_date | {"CreationDate": None, "Producer": None}
            FigureCanvasPdf(fitted(*size)).print_pdf(path, metadata=metadata)
        FigureCanvasSVG(fitted(*PAPER["a4"])).print_svg(svg, metadata=no_date | {"Date": None})
    return [a4, letter, svg]


def setup(app):
    write()
    return {"parallel_read_safe": True, "parallel_write_safe": True}
