"""Advice: does this pair belong together, what does this number mean, what suits these targets?

`check_pairing` and `check_model` look at an output, a loss, labels and one batch, and raise an alarm
only where these prove it. `diagnose` names the likely causes of a number of a loss, or of its history.
`recommend` looks at targets and names rows of the catalogue. Bad input is answered, never crashed on.
"""

from .findings import Finding, Findings
from .linter import check_model, check_pairing

__all__ = ["Finding", "Findings", "check_model", "check_pairing"]
