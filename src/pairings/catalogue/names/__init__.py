"""Every library's name of the rows: what the names index shows, and code that proves it.

A file for each library, data only. The row "" holds what the book does not build.
"""

import re

from . import catboost, further, keras, optax, pytorch, r_families, scikit_learn, trees
from .name import Name, gathered

__all__ = ["LIBRARIES", "NAMES", "Name", "find"]

LIBRARIES = {
    "PyTorch": pytorch.NAMES,
    "Keras": keras.NAMES,
    "optax": optax.NAMES,
    "scikit-learn": scikit_learn.NAMES,
    "XGBoost": trees.XGBOOST,
    "LightGBM": trees.LIGHTGBM,
    "CatBoost": catboost.NAMES,
    "brms": r_families.BRMS,
    "gamlss": r_families.GAMLSS,
    "gluonts": further.GLUONTS,
    "LossFunctions.jl": further.LOSSFUNCTIONS,
    "GPyTorch": further.GPYTORCH,
}
NAMES = tuple(name for library in LIBRARIES for name in gathered(library, LIBRARIES[library]))


MODULES = re.compile(r"\b(?:[a-z_]\w*\.)+(?=\w)", re.IGNORECASE)  # torch.nn. of torch.nn.MSELoss


def bare(text: str) -> str:
    """Words in small letters without signs: `PoissonNLLLoss(log_input=True)` is poissonnlllossloginputtrue."""
    return " ".join(re.sub(r"[\W_]", "", word) for word in text.lower().split())


def find(query: str) -> list[Name]:
    """The names that have every word of `query`, whatever signs stand between its letters.

    A word is looked for in the name, its library and its row, as the page looks for it.
    """
    words = bare(MODULES.sub("", query)).split()
    return [
        name
        for name in NAMES
        if words and all(w in bare(f"{name.library} {name.call} {name.row}") for w in words)
    ]
