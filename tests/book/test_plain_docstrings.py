"""Docstrings are plain text: in the reference a formula's stars and bars are themselves."""

import plain_docstrings
import pytest


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Φ*(y) and |p − y|", r"Φ\*(y) and \|p − y\|"),
        ("a * b * c, z_k", r"a \* b \* c, z\_k"),
        ("`a * b` |z|", r"`a * b` \|z\|"),
        ("the gradient *prediction − target* of Φ*", r"the gradient *prediction − target* of Φ\*"),
        ("*events expected −\nevents seen*, |z|", "*events expected −\nevents seen*, \\|z\\|"),
        ("Φ* and a* are two", r"Φ\* and a\* are two"),
    ],
)
def test_only_code_and_stressed_words_keep_their_marks(written, shown):
    lines = written.split("\n")
    plain_docstrings.escape(None, "function", "f", len, None, lines)
    assert "\n".join(lines) == shown
