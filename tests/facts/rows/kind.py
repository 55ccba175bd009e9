"""What a test needs to know of a row of the catalogue."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import sympy

Array = np.ndarray
CLOSE = 1e-11  # relative: what an extreme case may be off by


class OfRow(NamedTuple):
    """What tests need to know of a row.

    row: its name in the catalogue. stated: (z, y) -> the loss of one target as its page states it, in
    sympy, from the lists of its scores and of its columns (rows: of all the scores of one sample;
    lists: of the items of one list); differentiated, it must give the gradient and the curvature.
    A sentence, where there is no closed form: then the oracle is the second witness. oracle:
    (z, y) -> −log density per sample, from another library; value + omitted(y) must equal it; a
    sentence where there is none. draw: rng -> scores (samples, …), off kinks, and targets that
    fit them; several samples, at least two targets each where the row takes several. far: cases
    (z, y, value, gradient) of one sample at extreme scores, from fifty digits. refused: pairs
    (y, words of the message) of targets of one sample that are no targets. letters: (z, y, p) -> the
    meaning of the letters in the gradient that the entry shows, each of the shape of the targets.
    """

    row: str
    stated: Callable | str
    oracle: Callable | str
    draw: Callable | None = None
    far: tuple[tuple, ...] = ()
    refused: tuple[tuple, ...] = ()
    letters: Callable | None = None


def in_symbols(fact: OfRow, scores: int, columns: int) -> tuple[list, list]:
    """The symbols of the scores and columns, and [value, *gradient, *curvature] of the stated loss
    in them, off its kinks."""
    z = sympy.symbols(f"z:{scores}", real=True)
    y = sympy.symbols(f"y:{columns}", real=True)
    stated = sympy.sympify(fact.stated(z, y))
    slopes = [sympy.diff(stated, score) for score in z]
    curves = [sympy.diff(slope, score) for slope, score in zip(slopes, z, strict=True)]
    curves = [curve.replace(sympy.DiracDelta, lambda *_: sympy.S.Zero) for curve in curves]
    return [*z, *y], [stated, *slopes, *curves]
