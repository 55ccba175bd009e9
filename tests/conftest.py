"""What every test shares."""

import matplotlib as mpl

mpl.use("agg")  # figures are drawn without a screen


def pytest_make_parametrize_id(val):
    """A test of a record carries its name: `[sigmoid + log loss]`; its own text has addresses."""
    return val.name if hasattr(val, "_fields") and hasattr(val, "name") else None
