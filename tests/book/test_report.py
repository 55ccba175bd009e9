"""Results as text: few digits, no false precision, and a word where there is no number."""

import IPython.display
import myst_nb.ext.glue
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from pairings.report import Markdown, count, glue, number, spread, table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.12543, "0.125"),
        (-4.2, "−4.2"),
        (1234567.0, "1230000"),
        (3.14e-5, "3.14e−05"),
        (0.0, "0"),
        (-0.0, "0"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
        (np.nan, "undefined"),
    ],
)
def test_a_number_has_three_digits(value, text):
    assert number(value) == text


def test_full_keeps_zeros_at_the_end_but_not_in_whole_numbers():
    assert number(0.16, full=True) == "0.160"
    assert number(3.0, full=True) == "3"
    assert number(0.16) == "0.16"


def test_a_spread_is_a_median_with_its_interval():
    assert spread(np.arange(20.0)) == "9.50 (5–14)"
    assert spread(np.arange(20.0) - 10) == "−0.500 (−5 to 4)"
    assert spread([2.0] * 20) == "2"


def test_infinity_has_a_name_and_nan_has_no_median():
    assert spread([np.inf] * 20, never="> 660") == "> 660"
    assert spread([1.0] * 12 + [np.inf] * 8, never="> 660") == "1 (1 to > 660)"
    assert spread([np.nan] * 20) == "undefined"
    assert spread([1.0] * 19 + [np.nan]) == "undefined in 1 of 20"


def test_a_count_says_of_how_many():
    assert count([True, False, True]) == "2 of 3"


def test_a_table_is_markdown():
    text = table([{"a": "1", "b": "2"}, {"a": "3", "b": "4"}])
    assert text == "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |"
    assert text._repr_markdown_() == text


def test_bars_of_a_formula_end_no_cell():
    text = table([{"loss": "$1 - |m|$", "a \\| b": "x"}])
    assert text.splitlines()[2] == r"| $1 - \lvert m\rvert $ | x |"


@pytest.mark.parametrize("cell", ["a | b", "$|z$", "|z|"])
def test_a_bar_that_would_end_a_cell_is_refused(cell):
    with pytest.raises(ValueError, match="would end its cell"):
        table([{"a": cell}])


@pytest.fixture
def shown(monkeypatch):
    """What a notebook would be given to show, call after call."""
    found = []
    for module, name in ((IPython.display, "display"), (myst_nb.ext.glue, "ipy_display")):
        monkeypatch.setattr(module, name, lambda *what, **how: found.append((what, how)))
    InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    yield found
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("display", [True, False])
@pytest.mark.parametrize("value", ["0.125", 3, Markdown("**7** of 20")])
def test_glue_stores_what_the_site_reads(shown, value, display):
    glue("name", value, display=display)
    myst_nb.glue("name", value, display=display)
    ours, theirs = shown
    assert ours == theirs
    assert ours[1]["metadata"]["scrapbook"]["name"] == "name"
