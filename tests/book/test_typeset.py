"""Formulas: those of docstrings as TeX, as the table of outputs shows them; TeX as MathML."""

import re

import formulas
import pytest
from fontTools.ttLib import TTFont

from pairings.report import typeset


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("z", "$z$"),
        ("z²/2 for z > 0, s z²/2 for z ≤ 0", r"$z^2/2$ for $z > 0$, $s z^2/2$ for $z \le 0$"),
        ("1 / (1 + e^−z)", "$1 / (1 + e^{-z})$"),
        ("e^z_k / Σ_j e^z_j, along it", r"$e^{z_k} / \sum _j e^{z_j}$, along it"),
        ("α (e^(z/α) − 1)", r"$\alpha (e^{z/\alpha } - 1)$"),
        ("log cosh z", r"$\log \cosh z$"),
        ("−log cos y for |y| < π/2", r"$-\log \cos y$ for $\lvert y\rvert < \pi /2$"),
        ("λ Φ*_ELU(y/λ)", r"$\lambda \Phi ^*_{\text{ELU}}(y/\lambda )$"),
        ("⟨p, z⟩/2 with p = a(z)", r"$\langle p, z\rangle /2$ with $p = a(z)$"),
        ("∫ n(t) dt from −∞ to z", r"$\int n(t) \,dt$ from $-\infty$ to $z$"),
        ("z, cut off at l and h", "$z$, cut off at $l$ and $h$"),
        ("max(z, 0)", r"$\max (z, 0)$"),
    ],
)
def test_a_formula_of_a_docstring_becomes_tex(text, tex):
    assert typeset(text) == tex


def test_a_character_without_tex_is_refused():
    with pytest.raises(ValueError, match="accepted are the characters"):
        typeset("z ⊗ y")


@pytest.mark.parametrize(
    "tex", [r"\frac12 \int_", r"\nosuch z", r"\left( z", "a & b", "{z", "z^2^3"]
)
def test_a_formula_that_cannot_be_set_is_a_warning(tex, monkeypatch):
    """And with `-W`, as the book is built, an error."""
    said = []
    monkeypatch.setattr(formulas.logger, "warning", lambda text, *told, location: said.append(told))
    assert formulas.render(None, tex, display=True) == ""
    assert [told[0] for told in said] == [tex]
    assert str(said[0][1])


def signs(html):
    return formulas.text_of(html).replace("\u2061", "").replace("\xa0", " ")


def test_a_formula_keeps_its_signs_and_loses_its_tex():
    found = formulas.mathml(
        r"\operatorname{softplus}(z) \le \Phi^*(y) \text{ if } a'(z) > 0", False
    )
    assert signs(found) == "softplus(z)≤Φ∗(y) if a′(z)>0"
    assert "\\" not in found


def test_a_long_formula_may_end_a_line_behind_a_relation_and_nowhere_else():
    found = formulas.mathml(r"\log \cosh z = \tfrac{a = b}{c} \le \log(e^{z = 1} + 2)", False)
    parts = formulas.pieces(found).split("<wbr>")
    assert [signs(part) for part in parts] == ["logcoshz=", "a=bc≤", "log(ez=1+2)"]
    assert all(p.startswith("<math>") and p.endswith("</math>") for p in parts)
    assert formulas.pieces("<math><mi>p</mi><mo>=</mo><mi>y</mi></math>").count("<math>") == 1


def test_the_font_has_what_a_browser_makes_of_letters_and_roots():
    shown = formulas.signs_of(
        "<p>q</p><math><mi>a</mi><mi>max</mi><msqrt><mi>h</mi></msqrt></math>"
    )
    assert shown == {*map(ord, "amaxh√"), 0x1D44E, 0x210E}
    italic = {"a": "𝑎", "Z": "𝑍", "α": "𝛼", "ω": "𝜔", "Φ": "𝛷", "h": "ℎ", "∂": "𝜕", "1": "1"}
    assert {letter: chr(formulas.slanted(letter)) for letter in italic} == italic


def test_primes_have_the_shape_of_exponents():
    font = TTFont(formulas.FONT)
    before = font.getBestCmap()[ord("′")]
    formulas.raise_primes(font)
    assert font.getBestCmap()[ord("′")] == f"{before}.ssty"


def test_roots_are_as_wide_as_each_other_and_one_is_low():
    font = TTFont(formulas.FONT)
    variants = font["MATH"].table.MathVariants
    index = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[ord("√")])
    heights = lambda: [  # noqa: E731
        record.AdvanceMeasurement
        for record in variants.VertGlyphConstruction[index].MathGlyphVariantRecord
    ]
    before = heights()
    formulas.lower_roots(font)
    names = [r.VariantGlyph for r in variants.VertGlyphConstruction[index].MathGlyphVariantRecord]
    assert len({font["hmtx"][name][0] for name in names}) == 1
    assert heights()[1:] == before
    low, old = font["glyf"][names[0]], font["glyf"][names[1]]
    assert heights()[0] == low.yMax - low.yMin < old.yMax - old.yMin
    assert low.yMax == old.yMax


def test_a_large_bracket_with_an_index_stands_in_a_row():
    found = formulas.mathml(r"\bigl( x \bigr)_k", True)
    assert re.search(r"<msub><mrow><mo [^>]*>\)</mo></mrow><mi>k</mi></msub>", found)


def test_the_licence_of_the_font_is_found():
    assert formulas.open_font_licence().startswith("SIL OPEN FONT LICENSE Version 1.1")
