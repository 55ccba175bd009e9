"""Every row of the catalogue has its evidence; a row that lacks any is named with what is missing."""

from pathlib import Path

import evidence
import facts
import nbformat
import pytest
import witnesses

from pairings import CATALOGUE, catalogue
from pairings.report import CHAPTERS

BOOK = Path(__file__).parents[2] / "book"
NOTHING = evidence.Evidence((), "", (), None, 0, 0.0, "", (), (), "", (), 0, 0)


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_is_stored_of_a_row_is_what_its_facts_say(name):
    kept, now = evidence.witnesses().get(name), witnesses.witness(name)
    assert kept is not None, "run python tests/proofs/witnesses.py"
    assert kept._replace(digits=0) == now._replace(digits=0), "run python tests/proofs/witnesses.py"
    assert abs(kept.digits - now.digits) <= 1  # the last one is the processor's


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_row_has_its_evidence(name):
    found = evidence.evidence(name)
    assert evidence.missing(found) == []
    if CATALOGUE[name].shown != "table":
        assert len(found.snippets) == len(catalogue.code.FRAMEWORKS)


def test_a_fold_is_called_as_its_chapter():
    """Each page that derives a row has its title; a title that changes is found."""
    assert {entry.page for entry in CATALOGUE.values()} == set(CHAPTERS)
    for page, title in CHAPTERS.items():
        heading = nbformat.read(BOOK / f"{page}.ipynb", 4).cells[0].source
        assert heading.startswith(f"# {title}"), page


def test_what_a_row_lacks_is_said():
    found = evidence.evidence("sigmoid + log loss")
    lacking = {field: getattr(NOTHING, field) for field in ("data", "trained", "equations")}
    for field, nothing in lacking.items():
        assert len(evidence.missing(found._replace(**{field: nothing}))) == 1
    assert "sympy's derivation, or why there is none" in evidence.missing(NOTHING)
    assert evidence.missing(found._replace(sympy="no closed form", oracle="none has it")) == [
        "a second witness: sympy or an oracle"
    ]


def test_a_gradient_that_is_wrong_is_no_evidence(monkeypatch):
    entry = CATALOGUE["exp + geometric"]
    wrong = entry.pairing._replace(gradient=lambda z, y: 1.001 * entry.pairing.bare.gradient(z, y))
    fact = facts.ROWS[entry.name]
    assert witnesses.difference(entry, fact) is not None
    assert witnesses.difference(entry._replace(pairing=wrong), fact) is None
    assert witnesses.digits(entry._replace(pairing=wrong), fact) < 4


def test_oracles_are_named_by_what_they_compute_with():
    names = {
        "exp + geometric": "scipy.stats.geom",
        "identity + hinge": "sklearn.metrics.hinge_loss",
    }
    for row, name in names.items():
        assert name in evidence.evidence(row).oracle
    assert "integrate.quad" in evidence.evidence("softplus + its matching loss").oracle[0]
