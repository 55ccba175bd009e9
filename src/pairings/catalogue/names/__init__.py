"""Every library's name of the rows: what the names index shows, and code that proves it.

A file for each library or two, data only. The row "" holds what the book does not build.
"""

import re

from . import (
    catboost,
    further,
    keras,
    optax,
    pytorch,
    r_families,
    scikit_learn,
    torch_distributions,
    trees,
)
from .name import Name, gathered

__all__ = ["LIBRARIES", "NAMES", "Name", "find"]

LIBRARIES = {
    "PyTorch": (pytorch.NAMES, torch_distributions.NAMES),
    "Keras": (keras.NAMES,),
    "optax": (optax.NAMES,),
    "scikit-learn": (scikit_learn.NAMES,),
    "XGBoost": (trees.XGBOOST,),
    "LightGBM": (trees.LIGHTGBM,),
    "CatBoost": (catboost.NAMES,),
    "brms": (r_families.BRMS,),
    "gamlss": (r_families.GAMLSS,),
    "gluonts": (further.GLUONTS,),
    "LossFunctions.jl": (further.LOSSFUNCTIONS,),
    "GPyTorch": (further.GPYTORCH,),
}
NAMES = tuple(name for library, parts in LIBRARIES.items() for name in gathered(library, *parts))


MODULES = re.compile(r"\b(?:[a-z_]\w*\.)+(?=\w)", re.IGNORECASE)  # torch.nn. of torch.nn.MSELoss


def bare(text: str) -> str:
    """Words in small letters and without signs: reg:gamma is reggamma."""
    return " ".join(re.sub(r"[\W_]", "", word) for word in text.lower().split())


def find(query: str) -> list[Name]:
    """The names that have every word of `query`, whatever signs stand between its letters.

    A word is looked for in the name, its library and its row, as the page looks for it. Raises
    TypeError for what is no text.
    """
    if not isinstance(query, str):
        raise TypeError(f"query: got {query!r}; accepted is a text, e.g. find('CrossEntropyLoss')")
    words = bare(MODULES.sub("", query)).split()
    return [
        name
        for name in NAMES
        if words and all(w in bare(f"{name.library} {name.call} {name.row}") for w in words)
    ]
