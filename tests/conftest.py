"""What every test shares."""

import matplotlib as mpl
import pytest

mpl.use("agg")  # figures are drawn without a screen


def pytest_make_parametrize_id(val):
    """A test of a record carries its name: `[sigmoid + log loss]`; its own text has addresses."""
    return val.name if hasattr(val, "_fields") and hasattr(val, "name") else None


def scope_of(test):
    """What one worker does in one go: a module, but the site in each view by itself."""
    module, _, name = test.partition("::")
    view = name.partition("[")[2] if module.endswith("test_browser.py") else ""
    return f"{module}::{view}" if " and " in view else test.rpartition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Modules one by one, as `--dist loadscope` has it, and both workers look at the site at once."""
    if config.option.dist != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = scope_of
    return scheduler
