"""Results as text: numbers with few digits, medians with intervals, Markdown tables."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from .medians import median_interval


class Markdown(str):
    """Text that a notebook typesets."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def number(value: float, digits: int = 3, *, full: bool = False) -> str:
    """`value` with so many significant digits, as people write it: 0.125, 1230, −4.2, 3.1e−05.

    With `full`, zeros at the end stay (0.160), except in whole numbers.
    """
    if np.isnan(value):
        return "undefined"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    zeros = "#" if full and value != np.rint(value) else ""
    text = f"{value + 0.0:{zeros}.{digits}g}".rstrip(".")
    if "e+" in text:
        text = f"{float(text):.0f}"
    return text.replace("-", "−")


def spread(values: Sequence[float], digits: int = 3, never: str = "∞") -> str:
    """The median with its 95 % interval, "3 (2–4)"; `never` stands for infinity.

    Where a value is NaN the answer is "undefined", or "undefined in 3 of 20".
    """
    values = np.asarray(values, dtype=float)
    undefined = int(np.isnan(values).sum())
    if undefined:
        return "undefined" + (
            f" in {undefined} of {values.size}" if undefined < values.size else ""
        )
    return interval(*median_interval(values), digits, never)


def interval(median: float, low: float, high: float, digits: int = 3, never: str = "∞") -> str:
    """ "3 (2–4)", or "3" where all three are told alike; `never` stands for infinity."""
    found = median, low, high
    middle, least, most = (never if np.isinf(v) else number(v, digits, full=True) for v in found)
    if least == middle == most:
        return middle
    to = "–" if min(found) >= 0 and np.isfinite(found).all() else " to "
    return f"{middle} ({least}{to}{most})"


def count(flags: Sequence[bool]) -> str:
    """How many are true: "3 of 20"."""
    flags = np.asarray(flags, dtype=bool)
    return f"{flags.sum()} of {flags.size}"


def table(rows: Sequence[Mapping[str, str]]) -> Markdown:
    """A Markdown table with one line per row; all rows have the same keys, the columns.

    Bars in formulas are written as TeX's; raises ValueError for a bar elsewhere that would end a cell.
    """
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([_cell(row[name]) for name in names] for row in rows)]
    return Markdown("\n".join("| " + " | ".join(cells) + " |" for cells in lines))


def _cell(value) -> str:
    bars = partial(re.sub, r"(?<!\\)\|(.*?)(?<!\\)\|", r"\\lvert \1\\rvert ")
    text = re.sub(r"\$[^$]+\$", lambda formula: bars(formula[0]), str(value))
    if re.search(r"(?<!\\)\|", text):
        raise ValueError(f"row: {text!r} has a bar that would end its cell; write \\|")
    return text


CHAPTERS = {  # a page that derives rows of the catalogue: how its title begins
    "regression": "A number",
    "outliers": "Outliers and heavy tails",
    "quantiles": "Quantiles and intervals",
    "uncertain": "A number and how sure",
    "positive": "A positive number",
    "counts": "Counts",
    "amounts": "Amounts",
    "shares": "A share",
    "waiting-times": "A waiting time",
    "relu-elu-selu": "ReLU, ELU, SELU (and others) as outputs",
    "binary": "A yes/no outcome",
    "rare-positives": "Rare positives",
    "doubtful-labels": "Labels you doubt",
    "multiclass": "One of several classes",
    "multilabel": "Several labels at once",
    "partly-known": "Known only in part",
    "ordered": "Classes in an order",
    "directions": "A direction",
    "rankings": "Rankings",
    "margins-and-links": "Margins and links",
    "embeddings": "Embeddings and masks",
}


class Word(NamedTuple):
    """A sign or a name of a formula: as docstrings write it, in TeX, and what it computes."""

    text: str
    tex: str
    meaning: Callable | float | None = None


VOCABULARY = (
    Word("−", "-"),
    Word("²", "^2"),
    Word("³", "^3"),
    Word("₂", "_2"),
    Word("½", r"\tfrac12"),
    Word("·", r"\cdot"),
    Word("<", "<", np.less),
    Word(">", ">", np.greater),
    Word("=", "=", np.equal),
    Word("≤", r"\le", np.less_equal),
    Word("≥", r"\ge", np.greater_equal),
    Word("∞", r"\infty", np.inf),
    Word("…", r"\dots"),
    Word("∫", r"\int"),
    Word("Σ", r"\sum"),
    Word("⟨", r"\langle"),
    Word("⟩", r"\rangle"),
    Word("sqrt", r"\sqrt", np.sqrt),
    Word("Φ", r"\Phi"),
    Word("α", r"\alpha"),
    Word("λ", r"\lambda"),
    Word("σ", r"\sigma"),
    Word("τ", r"\tau"),
    Word("π", r"\pi", np.pi),
    Word("e", "e", np.e),
    Word("log", r"\log", np.log),
    Word("exp", r"\exp", np.exp),
    Word("cosh", r"\cosh", np.cosh),
    Word("sinh", r"\sinh", np.sinh),
    Word("tanh", r"\tanh", np.tanh),
    Word("sin", r"\sin", np.sin),
    Word("cos", r"\cos", np.cos),
    Word("sin", r"\sin", np.sin),
    Word("tan", r"\tan", np.tan),
    Word("arctan", r"\arctan", np.arctan),
    Word("max", r"\max", np.maximum),
    Word("min", r"\min", np.minimum),
    Word("arsinh", r"\operatorname{arsinh}", np.arcsinh),
    Word("clip", r"\operatorname{clip}", np.clip),
    Word("sign", r"\operatorname{sign}", np.sign),
    Word("Li", r"\operatorname{Li}"),
    Word("ELU", r"\text{ELU}"),
    Word("dt", r"\,dt"),
)


def _spaced(tex: str) -> str:
    """A command of letters ends where a space does."""
    return f"{tex} " if re.fullmatch(r"\\[a-z]+", tex, re.I) else tex


_NAMES = {w.text: _spaced(w.tex) for w in VOCABULARY if w.text.isascii() and len(w.text) > 1}
_SIGNS = {w.text: _spaced(w.tex) for w in VOCABULARY if not w.text.isascii()}
_WORD = rf"(?!(?:{'|'.join(_NAMES)})\b)[a-z]{{2,}}"
_WORDS = re.compile(rf"(?<![\w^(]){_WORD}(?:\s+{_WORD})*(?![\w(²])")


def typeset(text: str) -> str:
    """A formula as the docstrings write it, `z²/2 for z > 0, α (e^z − 1) for z ≤ 0`, in Markdown.

    Formulas become TeX between dollars, words stay words, so that a line can break between them.
    Raises ValueError for a character that it does not know.
    """
    parts = []
    for piece in _clauses(text):
        last = 0
        for found in _WORDS.finditer(piece):
            parts += [_dollars(piece[last : found.start()]), found[0]]
            last = found.end()
        parts += [_dollars(piece[last:]), ","]
    line = " ".join(part for part in parts[:-1] if part)
    return line.replace(" ,", ",")


def _clauses(text: str) -> list[str]:
    """`text` cut at the commas that stand in no bracket."""
    depth, cuts = 0, [-1]
    for place, character in enumerate(text):
        depth += (character in "([⟨") - (character in ")]⟩")
        if character == "," and depth == 0:
            cuts.append(place)
    return [text[a + 1 : b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _dollars(text: str) -> str:
    """One formula in TeX: e^−2z becomes e^{-2z}, Σ_j becomes a sum over j."""
    text = text.strip()
    if not text:
        return ""
    text = re.sub(r"\^(−?\(.*?\)|−?[\w|²]+)", lambda m: "^{" + m[1].strip("()") + "}", text)
    text = re.sub(r"Φ\*(_\w+)?", lambda m: "Φ^*" + (m[1] or ""), text)
    text = re.sub(r"_([A-Z]{2,}|α)", r"_{\1}", text)
    text = re.sub(r"\|(.*?)\|", r"\\lvert \1\\rvert ", text)
    text = re.sub(
        r"(?<![\\\w])[A-Za-z]{2,}",
        lambda m: _NAMES.get(m[0], m[0]),
        text,
    )
    for character, tex in _SIGNS.items():
        text = text.replace(character, tex)
    if not text.isascii():
        raise ValueError(f"text: got {text!r}; accepted are the characters {''.join(_SIGNS)}")
    return f"${re.sub(' +', ' ', text).strip()}$"


def glue(name: str, value: object, display: bool = True) -> None:
    """Stores in the notebook what `value` shows as, under a name by which the prose inserts it.

    With `display=False` the cell itself shows nothing. The output is that of myst_nb's function of
    the same name, without its packages: a page runs with this package and a kernel alone.
    """
    from IPython.core.formatters import format_display_data
    from IPython.display import display as show

    forms, metadata = format_display_data(value)
    prefix = "" if display else "application/papermill.record/"
    metadata["scrapbook"] = {"name": name, "mime_prefix": prefix}
    show({prefix + kind: form for kind, form in forms.items()}, raw=True, metadata=metadata)
