"""The code that a reader copies: one file for each row and framework, run by the tests as it is."""

import re
from importlib.resources import files

FRAMEWORKS = {
    "PyTorch": "pytorch",
    "Keras": "keras",
    "JAX / optax": "jax",
    "scikit-learn": "sklearn",
}


def folder(name: str) -> str:
    """Where the code of a row or of a page lies: "sigmoid + log loss" in sigmoid_log_loss."""
    return re.sub(r"\W+", "_", name.lower())


def anchor(name: str) -> str:
    """What an address ends in that leads to the code of a row."""
    return "row-" + folder(name).strip("_").replace("_", "-")


def has_code(name: str, framework: str | None = None) -> bool:
    """Whether there is code for this row or page: in this framework, or in any."""
    home = files(__package__) / "snippets" / folder(name)
    return home.is_dir() if framework is None else (home / f"{FRAMEWORKS[framework]}.py").is_file()


def snippet(name: str, framework: str) -> str:
    """The code of the row or page `name` for a framework, one of `FRAMEWORKS`.

    Raises KeyError for another framework, FileNotFoundError where there is no code.
    """
    file = f"{FRAMEWORKS[framework]}.py"
    return (files(__package__) / "snippets" / folder(name) / file).read_text("utf-8").rstrip()
