"""The checks of the pages can fail: a good small page is broken in one way at a time."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from copy import deepcopy
from inspect import cleandoc

import page_rules
import pytest
import refresh
from nbformat import v4

FIGURE = {
    "image": {"alt": "Two curves over the score; the upper one bends at zero."},
    "figure": {"caption": "The upper curve bends.", "name": "fig-bend"},
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="4pt" height="3pt"><path d="M 0 0 L 3 4"/></svg>'
)
SOURCES = {
    "load": "import math\nfrom IPython.display import SVG, display",
    "show": 'root = math.sqrt(2)\nprint(f"{root:.3f}")\nassert root > 1',
    "glue": cleandoc("""
        scrapbook = {"name": "root", "mime_prefix": "application/papermill.record/"}
        glued = {"application/papermill.record/text/plain": f"'{root:.3f}'"}
        display(glued, raw=True, metadata={"scrapbook": scrapbook})
    """),
    "draw": f"display(SVG('{SVG}'))",
    "fail": 'raise ValueError("out of the domain")',
}
LOAD, SHOW, GLUE, DRAW, FAIL, PROSE = range(6)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict:
    """A page that keeps every rule, run once."""
    folder = tmp_path_factory.mktemp("page")
    cells = [v4.new_code_cell(source, id=name) for name, source in SOURCES.items()]
    cells[DRAW].metadata.mystnb = FIGURE
    cells[FAIL].metadata.tags = ["raises-exception"]
    cells.append(v4.new_markdown_cell("The root is {glue:text}`root`.", id="prose"))
    return refresh.run(v4.new_notebook(cells=cells), folder)


def test_the_unbroken_page_has_no_problem(good):
    assert page_rules.problems_in(good) == []


def output(cell, **changes):
    """Change fields of the cell's first output."""
    return lambda page: page["cells"][cell]["outputs"][0].update(changes)


def printed(text):
    return output(SHOW, text=text)


def source(cell, text):
    return lambda page: page["cells"][cell].update(source=text)


def metadata(cell, **changes):
    return lambda page: page["cells"][cell]["metadata"].update(changes)


def count(cell, number):
    return lambda page: page["cells"][cell].update(execution_count=number)


def figure(kind, **changes):
    return metadata(DRAW, mystnb={**FIGURE, kind: {**FIGURE[kind], **changes}})


def claim(text):
    """The page asserts this instead."""
    return source(SHOW, f"root = math.sqrt(2)\nflag = True\nassert {text}")


def code(text):
    """A last cell of the page's code."""

    def add(page):
        cell = v4.new_code_cell(text, id="last", execution_count=len(SOURCES) + 1)
        page["cells"].append(cell)

    return add


def drawn(inside):
    return output(DRAW, data={"image/svg+xml": SVG.replace("</svg>", inside + "</svg>")})


LEGEND = '<g id="legend_1"><path style="stroke: {}"/><!-- its matching loss --></g>'
LABEL = '<g id="text_1"><g transform="scale({})"><use/><use transform="scale({})"/></g></g>'
DUEL = "duel([root], seeds={}, step_sizes={})"


def duel(seeds, step_sizes):
    return code(DUEL.format(seeds, step_sizes))


BREAKS = [
    ("metadata_is_what_the_book_uses", lambda page: page["metadata"].update(widgets={})),
    ("metadata_is_what_the_book_uses", metadata(SHOW, collapsed=True)),
    ("no_cell_is_empty", source(PROSE, " \n")),
    ("tags_are_known", metadata(SHOW, tags=["remove-cell"])),
    ("tags_are_known", metadata(SHOW, tags=["nbval-ignore-output"])),
    ("no_line_ends_in_a_semicolon", source(DRAW, "root;")),
    ("every_code_cell_was_run_in_order", count(SHOW, None)),
    ("every_code_cell_was_run_in_order", count(DRAW, 7)),
    ("nothing_escapes_nbval", source(DRAW, "# NBVAL_IGNORE_OUTPUT\nroot")),
    ("errors_are_announced_and_happen", metadata(FAIL, tags=[])),
    ("errors_are_announced_and_happen", metadata(SHOW, tags=["raises-exception"])),
    ("nothing_is_printed_to_stderr", output(SHOW, name="stderr")),
    ("pictures_are_svg", output(DRAW, data={"image/png": "iVBOR"})),
    (
        "pictures_are_svg",
        output(DRAW, data={"image/svg+xml": "<svg><dc:date>2026</dc:date></svg>"}),
    ),
    ("figures_can_be_read_on_a_phone", drawn(LABEL.format("0.06 -0.06", "1"))),
    ("figures_can_be_read_on_a_phone", drawn(LABEL.format("0.09 -0.09", "0.7"))),
    ("every_figure_has_alt_text_caption_and_name", figure("image", alt="")),
    ("every_figure_has_alt_text_caption_and_name", figure("image", alt="a curve")),
    ("every_figure_has_alt_text_caption_and_name", figure("image", alt="0f" * 20 + ".svg")),
    ("every_figure_has_alt_text_caption_and_name", figure("figure", caption="")),
    ("every_figure_has_alt_text_caption_and_name", figure("figure", name="bend")),
    ("a_cell_shows_the_one_figure_it_describes", output(DRAW, data={"text/plain": "gone"})),
    ("outputs_hold_nothing_of_one_machine", printed("<Line2D at 0x7f3a5c0b1d90>")),
    ("outputs_hold_nothing_of_one_machine", printed("stored in /home/someone/book")),
    ("outputs_hold_nothing_of_one_machine", printed("stored in C:\\book")),
    ("outputs_hold_nothing_of_one_machine", printed("on 2026-01-31")),
    ("outputs_hold_nothing_of_one_machine", printed("at 12:30:05")),
    ("outputs_hold_nothing_of_one_machine", printed("1.2 ms per loop")),
    ("outputs_hold_nothing_of_one_machine", printed('<div class="sk-top-container">')),
    ("outputs_hold_no_float_with_many_digits", printed("it is 1.414214.")),
    ("outputs_hold_no_float_with_many_digits", printed("0.001414214")),
    ("glued_names_are_stored", source(PROSE, "{glue:text}`square`")),
    ("glued_names_are_stored", source(PROSE, "{glue:text}`square:.2f`")),
    ("glued_names_are_stored", lambda page: page["cells"][GLUE].update(outputs=[])),
    ("a_page_with_code_asserts_something", source(SHOW, "root = math.sqrt(2)")),
    ("every_assert_reads_a_computed_name", claim("True")),
    ("every_assert_reads_a_computed_name", claim("1 < 2")),
    ("every_assert_reads_a_computed_name", claim("flag")),
    ("every_assert_reads_a_computed_name", claim("not flag")),
    ("every_assert_reads_a_computed_name", claim("root > 1 or True")),
    ("every_assert_reads_a_computed_name", claim("root > 1 or flag")),
    ("every_assert_reads_a_computed_name", claim("root == root")),
    ("every_assert_reads_a_computed_name", claim("(root > 1, 'a message')")),
    ("every_assert_reads_a_computed_name", claim("(root > n for n in [1])")),
    ("every_assert_reads_a_computed_name", claim("math.isclose(1.0, 1.0)")),
    ("every_assert_reads_a_computed_name", claim("all(n > 0 for n in [1, 2])")),
    (
        "every_figure_has_alt_text_caption_and_name",
        figure("figure", caption=FIGURE["image"]["alt"]),
    ),
    ("pictures_are_svg", drawn("<dc:creator>Matplotlib v3.10.0</dc:creator>")),
    ("a_legend_gives_colours_their_meaning", drawn(LEGEND.format("#009e73"))),
    ("every_glued_value_is_computed", code('glue("root", "1.41")')),
    ("every_glued_value_is_computed", code('fixed = 1.4\nglue("root", f"{fixed}")')),
    ("every_assert_is_reached", code("def claims():\n    assert root > 2")),
    ("every_assert_is_reached", code("if False:\n    assert root > 2")),
    ("every_assert_is_reached", code("try:\n    assert root > 2\nexcept AssertionError:\n    0")),
    ("every_assert_is_reached", code("try:\n    assert root > 2\nexcept:\n    0")),
    ("no_magic_takes_a_cell", source(DRAW, "%%script true\nroot")),
    ("no_warning_is_silenced", code('import warnings\nwarnings.simplefilter("ignore")')),
    ("tolerances_are_small", claim("abs(root - 1) < 1e9")),
    ("tolerances_are_small", claim("math.isclose(root, 1, rtol=3.0)")),
    (
        "no_formula_of_the_package_is_copied",
        code("def relu_value(z):\n    return z\n\nrelu_value(root)"),
    ),
    ("printed_numbers_are_computed", code('print("accuracy 0.973")')),
    ("a_duel_has_seeds_and_step_sizes_enough", duel("range(5)", "[1, 2, 3, 4]")),
    ("a_duel_has_seeds_and_step_sizes_enough", duel("range(20)", "[1]")),
    (
        "a_duel_has_seeds_and_step_sizes_enough",
        code("s = range(9)\n" + DUEL.format("s", [1] * 4)),
    ),
    ("a_duel_has_seeds_and_step_sizes_enough", code("duel([root])")),
]


@pytest.mark.parametrize(("rule", "break_it"), BREAKS)
def test_a_broken_page_breaks_exactly_this_rule(good, rule, break_it):
    page = deepcopy(good)
    break_it(page)
    assert {find.__name__ for find in page_rules.RULES if list(find(page))} == {rule}


def test_every_rule_was_seen_to_fail():
    assert {rule.__name__ for rule in page_rules.RULES} == {rule for rule, _ in BREAKS}


@pytest.mark.parametrize(
    "code",
    [
        "from pairings import compose\nassert compose(1, 2) == 3",
        "import pairings\nassert pairings.compose(1, 2) == 3",
        "import numpy as np\nx = np.ones(3)\nassert np.all(x > 0)",
        "import numpy as np\nx = np.ones(3)\nassert x.min() > 0 and not x.max() > 2",
        "import numpy as np\nrows = []\nfor x in np.ones(3):\n    rows.append(x)\nassert rows",
        "import numpy as np\nok = True\nfor x in np.ones(3):\n    ok = False\nassert ok",
        "import numpy as np\n%precision 3\ntotal = 0\ntotal += np.ones(3).sum()\nassert total == 3",
        "def check(x):\n    assert x > 0\ncheck(3)",
    ],
)
def test_honest_asserts_are_let_through(code):
    page = v4.new_notebook(cells=[v4.new_code_cell(code)])
    assert list(page_rules.every_assert_reads_a_computed_name(page)) == []


@pytest.mark.parametrize(
    ("prose", "numbers"),
    [
        ("It reaches 0.973 of them, 12.5 % more.", ["0.973", "12.5"]),
        (":::{note}\nIt reaches 0.973.\n:::", ["0.973"]),
        ("```{admonition} Result\nIt reaches 0.973.\n```", ["0.973"]),
        ("A slope of 0.25, at most 1.5.", []),
        ("From $0.1234$ and $$x = 0.1234$$ or `0.1234` to {glue:text}`r0.1234`.", []),
        ("```python\nx = 0.1234\n```\n\n```{math}\nx = 0.1234\n```", []),
        (
            "```{literalinclude} a.py\n```\nIt is 0.973.\n```{note}\nAlso 0.974.\n```",
            ["0.973", "0.974"],
        ),
        ("````{tab-set}\n```python\nx = 0.1234\n```\nIt is 0.973.\n````", ["0.973"]),
        ("Version 1.0.4, [here](https://example.org/0.123).", []),
    ],
)
def test_typed_numbers_are_found_in_prose_alone(prose, numbers):
    assert page_rules.typed_numbers(prose) == numbers


# --- refresh ------------------------------------------------------------------------------------


def test_refresh_twice_writes_the_same_bytes(good, tmp_path):
    path = tmp_path / "page.ipynb"
    stale = deepcopy(good)
    stale["cells"][SHOW].update(outputs=[], execution_count=None)
    stale["cells"][SHOW]["metadata"]["collapsed"] = True
    path.write_text(refresh.as_text(stale), "utf-8")
    assert refresh.refresh(path).startswith("changed")
    assert path.read_text("utf-8") == refresh.as_text(good)
    assert refresh.refresh(path).startswith("same")


def test_refresh_names_the_cell_that_fails_and_leaves_the_page(good, tmp_path, capsys):
    path = tmp_path / "page.ipynb"
    untagged = deepcopy(good)
    metadata(FAIL, tags=[])(untagged)
    before = refresh.as_text(untagged)
    path.write_text(before, "utf-8")
    assert refresh.main([str(path)]) == 1
    said = capsys.readouterr().out
    assert "page.ipynb, cell 4 (id fail)" in said
    assert "ValueError: out of the domain" in said
    assert path.read_text("utf-8") == before


def test_a_cell_without_an_id_gets_the_first_free_one():
    named = refresh.with_ids([{}, {"id": "cell-1"}, {}])
    assert [cell["id"] for cell in named] == ["cell-2", "cell-1", "cell-3"]


# --- nbval --------------------------------------------------------------------------------------

TAMPERED = {
    "good": lambda page: None,
    "number": printed("1.415\n"),
    "figure": output(DRAW, data={"image/svg+xml": SVG.replace("4", "5")}),
    "glued": output(GLUE, data={"application/papermill.record/text/plain": "'1.415'"}),
    "removed": lambda page: page["cells"][DRAW].update(outputs=[]),
    "message": output(FAIL, evalue="something else"),
}


@pytest.fixture(scope="module")
def verdicts(good, tmp_path_factory) -> dict[str, set]:
    """The ids of the cells that strict nbval calls failed, for every tampered page."""
    folder = tmp_path_factory.mktemp("nbval")
    for name, tamper in TAMPERED.items():
        page = deepcopy(good)
        tamper(page)
        (folder / f"{name}.ipynb").write_text(refresh.as_text(page), "utf-8")
    report = folder / "report.xml"
    options = ["--nbval", "--nbval-current-env", "-p", "no:cacheprovider", f"--junitxml={report}"]
    subprocess.run([sys.executable, "-m", "pytest", *options, folder], cwd=folder, check=False)
    failed = {name: set() for name in TAMPERED}
    for case in ET.parse(report).iter("testcase"):
        if case.find("failure") is not None:
            failed[case.get("classname").removesuffix(".ipynb")].add(case.get("name"))
    return failed


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("good", set()),
        ("number", {f"Cell {SHOW}"}),
        ("figure", {f"Cell {DRAW}"}),
        ("glued", {f"Cell {GLUE}"}),
        ("removed", {f"Cell {DRAW}"}),
        ("message", {f"Cell {FAIL}"}),
    ],
)
def test_strict_nbval_fails_exactly_the_tampered_cell(verdicts, page, cells):
    assert verdicts[page] == cells
