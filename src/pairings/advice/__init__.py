"""Advice: does this pair belong together, what does this number mean, what suits these targets?

`check_pairing` and `check_model` look at an output, a loss, labels and one batch, and raise an alarm
only where these prove it. `diagnose` names the likely causes of a number of a loss, or of its history.
`recommend` looks at targets and names rows of the catalogue. Bad input is answered, never crashed on.
"""

from .diagnose import diagnose
from .findings import Finding, Findings
from .fingerprints import FINGERPRINTS
from .linter import check_model, check_pairing
from .recommend import recommend

__all__ = [
    "FINGERPRINTS",
    "Finding",
    "Findings",
    "check_model",
    "check_pairing",
    "diagnose",
    "recommend",
]
