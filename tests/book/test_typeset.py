"""Formulas of docstrings as TeX: what the table of outputs shows is what the code says."""

import pytest

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
