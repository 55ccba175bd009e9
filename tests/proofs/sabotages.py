"""The ways in which `sabotage.py` breaks a copy of the book, each with who should notice and how.

`blind` ones were thought of by somebody who had read the book and the package, and no test; the
others after reading the tests, aimed at what they might leave open. An edit must find what it changes.
"""

import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import nbformat

sys.path.insert(0, str(Path(__file__).parents[2] / "book" / "_tools"))

from refresh import as_text

LINT, SITE = "lint", "site"
RULES, PROSE = "tests/book/test_pages.py", "tests/book/test_prose.py"
PROJECT, TESTS = "tests/book/test_project.py", "tests/book/test_tests.py"
EQUATIONS = "tests/book/test_equations.py"
CATALOGUE = "tests/book/test_catalogue.py"


class Sabotage(NamedTuple):
    """edit: text before, None for no file -> text after; told: what the complaint must say;
    excuse: why no machine can notice, for those that get through."""

    name: str
    file: str
    edit: Callable[[str | None], str | None]
    part: str
    told: str
    excuse: str = ""
    blind: bool = True


# --- edits --------------------------------------------------------------------------------------


def swapped(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    return text.replace(old, new)


def text(old: str, new: str):
    """In a file as it is."""
    return lambda before: swapped(before, old, new)


def matched(pattern: str, new: str):
    """The first match of a regular expression."""

    def edit(before):
        after, times = re.subn(pattern, new, before, count=1)
        assert times, pattern
        return after

    return edit


def added(line: str):
    return lambda before: before + line


def written(content: str):
    """A new file."""

    def edit(before):
        assert before is None
        return content

    return edit


def removed(before: str) -> None:
    assert before


def page(change):
    """A change of a notebook, stored as `make refresh` stores it."""

    def edit(before):
        notebook = nbformat.v4.reads(before)
        change(notebook)
        return as_text(notebook)

    return edit


def the_cell(notebook, words: str, kind: str):
    (found,) = [c for c in notebook.cells if c.cell_type == kind and words in c.source]
    return found


def in_source(old: str, new: str, kind: str = "code"):
    def change(notebook):
        cell = the_cell(notebook, old, kind)
        cell.source = swapped(cell.source, old, new)

    return page(change)


prose = partial(in_source, kind="markdown")


def in_outputs(old: str, new: str):
    def change(notebook):
        cells = [c for c in notebook.cells if c.cell_type == "code"]
        (cell,) = [c for c in cells if old in json.dumps(c.outputs, ensure_ascii=False)]
        outputs = swapped(json.dumps(cell.outputs, ensure_ascii=False), old, new)
        cell.outputs = list(map(nbformat.from_dict, json.loads(outputs)))

    return page(change)


def of_cell(words: str, change):
    """change(cell) for the code cell with these words."""
    return page(lambda notebook: change(the_cell(notebook, words, "code")))


def described(words: str, kind: str, key: str, value):
    """Alt text or caption of a figure; `value` is text, a function of the old one, or None: gone."""

    def change(cell):
        fields = cell.metadata.mystnb[kind]
        if value is None:
            del fields[key]
        else:
            fields[key] = value(fields[key]) if callable(value) else value

    return of_cell(words, change)


def path_nudged(cell):
    """One coordinate of the stored picture."""
    (picture,) = [o.data for o in cell.outputs if "image/svg+xml" in o.get("data", {})]
    found = list(re.finditer(r"L (\d+\.\d+) (\d+\.\d+)", picture["image/svg+xml"]))
    middle = found[len(found) // 2]
    start, end = middle.span(2)
    moved = f"{float(middle[2]) + 1:.6f}"
    svg = picture["image/svg+xml"]
    picture["image/svg+xml"] = svg[:start] + moved + svg[end:]


def strokes_exchanged(first: str, second: str):
    """Two colours of a stored picture change places: what a refreshed page would show."""

    def change(cell):
        (picture,) = [o.data for o in cell.outputs if "image/svg+xml" in o.get("data", {})]
        svg = picture["image/svg+xml"]
        assert first in svg
        assert second in svg
        kept = svg.replace(first, "#kept").replace(second, first)
        picture["image/svg+xml"] = kept.replace("#kept", second)

    return change


def assign(**fields):
    return lambda cell: cell.update(fields)


def tagged(*tags):
    return lambda cell: cell.metadata.update(tags=[*cell.metadata.get("tags", []), *tags])


def exchanged(first: str, second: str):
    """Two strings of a file change places."""

    def edit(before):
        assert first in before
        assert second in before
        return before.replace(first, "\0").replace(second, first).replace("\0", second)

    return edit


# --- the list -----------------------------------------------------------------------------------

SRC, BOOK = "src/pairings/", "book/"
CODE = SRC + "catalogue/snippets/sigmoid_log_loss/"  # on the card of the chapter on yes and no
INDEX, BINARY, MULTILABEL = BOOK + "index.ipynb", BOOK + "binary.ipynb", BOOK + "multilabel.ipynb"
THEOREM, HIDDEN = BOOK + "matching-losses.ipynb", BOOK + "hidden-or-output.ipynb"
OUTPUTS, NOTATION = BOOK + "relu-elu-selu.ipynb", BOOK + "notation.md"
REGRESSION, TURNING = BOOK + "regression.ipynb", BOOK + "no-matching-loss.ipynb"
MULTICLASS, POSITIVE = BOOK + "multiclass.ipynb", BOOK + "positive.ipynb"
TRUE, ASKED = (f"{{glue:text}}`binary-{word}-gradient`" for word in ("true", "question"))
NOBODY_READS = "a sentence is words to a machine; only a reader knows that it is false"

PACKAGE_BLIND = [
    Sabotage(
        "log loss with a flipped sign",
        SRC + "losses/labels.py",
        text("-total(xlogy(y, p) + ", "total(xlogy(y, p) + "),
        "tests/formulas/test_losses.py",
        "log.loss|log_loss",
    ),
    Sabotage(
        "softmax's Jacobian with a flipped sign",
        SRC + "activations/classes.py",
        matched(r"return p \* \(g - ", "return p * (g + "),
        "tests/formulas/test_activations.py",
        "softmax",
    ),
    Sabotage(
        "squared error whole instead of half",
        SRC + "losses/numbers.py",
        matched(r"(\(p - y\) \*\* 2.*?) / 2\n", r"\1\n"),
        "tests/formulas/test_losses.py",
        "half squared error|squared_error",
    ),
    Sabotage(
        "tanh's conjugate without its factor 1/2",
        SRC + "activations/bounded.py",
        text("xlog1py(1 - size, -size)) / 2", "xlog1py(1 - size, -size))"),
        "tests/formulas/test_activations.py tests/formulas/test_matching_table.py",
        "tanh",
    ),
    Sabotage(
        "ReLU's gate open at 0",
        SRC + "activations/half_line.py",
        text("gate = ~(z <= 0)", "gate = ~(z < 0)"),
        "tests/formulas/test_activations.py",
        "(?i)relu|gate|kink",
    ),
    Sabotage(
        "a slope by 1 − p, with its cancellation",
        SRC + "activations/probability.py",
        text("return expit(z) * expit(-z) * g", "return expit(z) * (1 - expit(z)) * g"),
        "tests/formulas/test_activations.py",
        "sigmoid|slope",
    ),
    Sabotage(
        "SELU's α wrong in the ninth digit",
        SRC + "activations/half_line.py",
        text("1.6732632423543772", "1.6732632523543772"),
        "tests/formulas/test_activations.py",
        "(?i)selu",
    ),
    Sabotage(
        "the catalogue names Keras's call as optax's",
        SRC + "catalogue/binary.py",
        exchanged("`BinaryCrossentropy(from_logits=True)`", "`sigmoid_binary_cross_entropy`"),
        PROSE,
        "optax|keras",
    ),
    Sabotage(
        "the catalogue: absolute error predicts the mean",
        SRC + "catalogue/regression.py",
        text('"median",', '"mean",'),
        PROSE,
        "absolute error",
    ),
    Sabotage(
        "the first entrant of a duel gets larger steps",
        SRC + "contest.py",
        text(
            "_run(task, entrant, start, prepare(drawn), step_sizes)",
            "_run(task, entrant, start, prepare(drawn),"
            " step_sizes * (1.2 if entrant is entrants[0] else 1.0))",
        ),
        "tests/contest/test_experiments.py",
        "fares_the_same_in_any_company",
    ),
    Sabotage(
        "the step size is chosen on the test rows",
        SRC + "contest.py",
        text("predict(score(validation))", "predict(score(validation := test))"),
        "tests/contest/test_experiments.py tests/book/test_tests.py tests/contest/test_protocol.py",
        "test_rows",
    ),
    Sabotage(
        "the interval of the median too narrow",
        SRC + "medians.py",
        text("tail = (1 - level) / 2", "tail = (1 - level)"),
        "tests/contest/test_experiments.py",
        "interval",
    ),
    Sabotage(
        "test rows that are training rows too",
        SRC + "datasets.py",
        text(
            "[samples * 3 // 5, samples * 4 // 5]))",
            "[samples * 3 // 5, samples * 4 // 5])[:2], rows[:samples // 5])",
        ),
        "tests/contest/test_datasets.py",
        "split|every_row",
    ),
    Sabotage(
        "inputs standardised by all rows",
        SRC + "datasets.py",
        text("learnt.mean(axis=0), learnt.std(axis=0)", "x.mean(axis=0), x.std(axis=0)"),
        "tests/contest/test_datasets.py",
        "training_rows|standardising",
    ),
    Sabotage(
        "momentum without its decay",
        SRC + "optimizers.py",
        text("            v *= beta\n", ""),
        "tests/contest/test_optimizers.py",
        "momentum",
    ),
    Sabotage(
        "Adam without the correction of its bias",
        SRC + "optimizers.py",
        text("rate = eta * (1 - beta1) / warmth1", "rate = eta * (1 - beta1)"),
        "tests/contest/test_optimizers.py",
        "adam",
    ),
    Sabotage(
        "matched drawn as squared error is, in every figure",
        SRC + "figures.py",
        exchanged('"color": BLUE, "linestyle": "-"}', '"color": RED, "linestyle": "--"}'),
        PROSE,
        "MATCHED|meaning|colour",
    ),
    Sabotage(
        "pictures with a date",
        SRC + "figures.py",
        text('metadata={"Date": None, "Creator": None}', "metadata={}"),
        INDEX,
        r"Cell 1\b|dc:date|FAILED",
    ),
    Sabotage(
        "a refusal that does not say what is accepted",
        SRC + "inputs.py",
        text("; accepted are {', '.join(map(repr, accepted))}", ""),
        "tests/formulas/test_door.py tests/contest/test_datasets.py",
        "is not in, or out of order",
    ),
    Sabotage(
        "the door lets NaN targets in",
        SRC + "inputs.py",
        text("inside = domain.contains(y)\n", "inside = domain.contains(y) | np.isnan(y)\n"),
        "tests/formulas/test_door.py",
        "(?i)nan",
    ),
    Sabotage(
        "a docstring that does not tell of its ValueError",
        SRC + "network.py",
        text(
            "Raises ValueError for fewer than two sizes, a size below\n    1, or no generator, and for",
            "Not for",
        ),
        "tests/book/test_source.py",
        "init",
    ),
    Sabotage(
        "a docstring with a flipped sign",
        SRC + "activations/probability.py",
        text('"""a(z) = 1 / (1 + e^−z).', '"""a(z) = 1 / (1 − e^−z).'),
        EQUATIONS,
        "sigmoid",
    ),
    Sabotage(
        "a check that is always content",
        SRC + "checks.py",
        text("worst <= tolerance, worst", "True, worst"),
        "tests/formulas/test_checks.py",
        "wrong_gradient",
    ),
    Sabotage(
        "a function renamed, its callers not",
        SRC + "checks.py",
        text("def finite_difference(", "def numeric_difference("),
        "tests/formulas/test_checks.py",
        "finite_difference",
    ),
    Sabotage(
        "a public name dropped from the package",
        SRC + "__init__.py",
        text('    "gradient_check",\n', ""),
        PROJECT,
        "gradient_check",
    ),
    Sabotage(
        "numbers rounded to two digits instead of three",
        SRC + "report.py",
        text("digits: int = 3, *, full", "digits: int = 2, *, full"),
        "tests/book/test_report.py",
        "number",
    ),
    Sabotage(
        "a law without its constant",
        SRC + "laws/binary.py",
        text("np.expm1(-2 * m) / 2", "np.exp(-2 * m) / 2"),
        "tests/formulas/test_laws.py",
        "squared_error|escape",
    ),
]

PAGES_BLIND = [
    Sabotage(
        "a count in prose: 596 tumours",
        BINARY,
        prose("569 tumours", "596 tumours"),
        PROSE,
        "596|569",
    ),
    Sabotage(
        "thirty seeds in prose where twenty ran",
        BINARY,
        prose("twenty seeds; all numbers", "thirty seeds; all numbers"),
        PROSE,
        "seeds_in_prose",
    ),
    Sabotage(
        "an inserted number typed by hand, three digits",
        BINARY,
        prose("{glue:text}`binary-network-accuracy`", "0.974"),
        RULES,
        "numbers_in_prose",
    ),
    Sabotage(
        "an inserted number typed by hand, two digits",
        BINARY,
        prose("The slope is {glue:text}`binary-true-gradient`", "The slope is −0.50"),
        PROSE,
        "binary-true-gradient",
    ),
    Sabotage(
        "a constant glued as if it were a result",
        BINARY,
        in_source(
            'glue("binary-softmax-accuracy", f"{share_of_ones:.3f}"',
            'glue("binary-softmax-accuracy", "0.386"',
        ),
        RULES,
        "binary-softmax-accuracy",
    ),
    Sabotage(
        "a digit of a stored output",
        INDEX,
        in_outputs("1.135 1.107", "1.135 1.108"),
        INDEX,
        r"FAILED .*index\.ipynb::Cell",
    ),
    Sabotage(
        "a stored table gone stale",
        INDEX,
        of_cell(
            "catalogue.answers()",
            lambda c: c.outputs[0].data.update(
                {
                    "text/markdown": c.outputs[0]
                    .data["text/markdown"]
                    .replace("`MSELoss`", "`L1Loss`")
                }
            ),
        ),
        INDEX,
        r"FAILED .*index\.ipynb::Cell",
    ),
    Sabotage(
        "a stored picture with one point moved",
        INDEX,
        of_cell("three_views(activations.relu", path_nudged),
        INDEX,
        r"FAILED .*index\.ipynb::Cell",
    ),
    Sabotage(
        "a figure drawn of other data",
        INDEX,
        in_source("z = np.linspace(-4, 4, 121)", "z = np.linspace(-4, 4.1, 121)"),
        INDEX,
        r"FAILED .*index\.ipynb::Cell 1",
    ),
    Sabotage(
        "one output stripped",
        INDEX,
        of_cell("catalogue.answers()", assign(outputs=[])),
        INDEX,
        r"FAILED .*index\.ipynb::Cell",
    ),
    Sabotage(
        "outputs and counts stripped, as a cleaning tool does",
        INDEX,
        page(
            lambda p: [
                c.update(outputs=[], execution_count=None) for c in p.cells if c.cell_type == "code"
            ]
        ),
        RULES,
        "execution count",
    ),
    Sabotage(
        "an alt text removed",
        INDEX,
        described("three_views(activations.relu", "image", "alt", None),
        RULES,
        "alt text",
    ),
    Sabotage(
        "an alt text that repeats the caption",
        BINARY,
        of_cell(
            "sigmoid_absolute = compose",
            lambda cell: cell.metadata.mystnb.image.update(alt=cell.metadata.mystnb.figure.caption),
        ),
        RULES,
        "caption",
    ),
    Sabotage(
        "a caption removed",
        BINARY,
        described("sigmoid_absolute = compose", "figure", "caption", None),
        RULES,
        "caption",
    ),
    Sabotage(
        "the caption of another figure",
        BINARY,
        page(
            lambda p: the_cell(p, "looks = {\n    names[0]", "code").metadata.mystnb.figure.update(
                caption=the_cell(
                    p, "z_test = scores(trained.params, data.x[test]", "code"
                ).metadata.mystnb.figure.caption
            )
        ),
        RULES,
        "caption",
    ),
    Sabotage(
        "a number of a caption: 4/72",
        BINARY,
        described(
            "sigmoid_absolute = compose", "figure", "caption", lambda c: swapped(c, "4/27", "4/72")
        ),
        PROSE,
        "4/72|4/27",
        excuse="read off the figure by a person; `git diff` shows it to whoever reviews",
        blind=False,
    ),
    Sabotage(
        "a number of an alt text: near 700 rows",
        MULTILABEL,
        described(
            "np.bincount(per_row",
            "image",
            "alt",
            lambda a: swapped(a, "near 400 rows", "near 700 rows"),
        ),
        PROSE,
        "700|400",
        excuse="read off the figure by a person; `git diff` shows it to whoever reviews",
        blind=False,
    ),
    Sabotage(
        "an assert turned into True",
        INDEX,
        in_source("assert check.close", "assert True"),
        RULES,
        "assert True",
    ),
    Sabotage(
        "an assert deleted",
        BINARY,
        in_source("assert median_interval(accuracy)[1] > 0.95\n", ""),
        PROSE,
        "binary.*assert|assert.*binary",
        excuse="a claim less is no false claim; `git diff` shows it to whoever reviews",
    ),
    Sabotage(
        "a tolerance of a thousand million",
        BINARY,
        in_source(
            "assert abs(quotient - derived) < 1e-9",
            "assert abs(quotient - derived) < 1e9",
        ),
        RULES,
        "tolerance",
    ),
    Sabotage(
        "a threshold lowered, still without falsehood",
        BINARY,
        in_source("median_interval(accuracy)[1] > 0.95", "median_interval(accuracy)[1] > 0.5"),
        RULES + " " + PROSE,
        "0.5",
        excuse="a weaker claim that holds is a matter of taste; `git diff` shows it to whoever reviews",
    ),
    Sabotage(
        "two names of a legend exchanged, page refreshed",
        BINARY,
        of_cell("looks = {\n    names[0]", strokes_exchanged("#d55e00", "#009e73")),
        RULES,
        "half squared error|absolute error",
    ),
    Sabotage(
        "two names of a legend exchanged, page not refreshed",
        TURNING,
        in_source(
            "label=name, **look)",
            'label={"p − y": "half squared error"}.get(name, "p − y"), **look)',
        ),
        TURNING,
        r"FAILED .*no-matching-loss\.ipynb::Cell",
    ),
    Sabotage(
        "five seeds instead of twenty, page refreshed",
        HIDDEN,
        in_source("seeds = range(20)", "seeds = range(5)"),
        RULES,
        "seeds",
    ),
    Sabotage(
        "a grid of one step size for a duel, page refreshed",
        HIDDEN,
        in_source("step_sizes=[0.003, 0.01, 0.03, 0.1, 0.3, 1.0]", "step_sizes=[0.03]"),
        RULES,
        "step size",
    ),
    Sabotage(
        "a formula with a flipped sign: the log loss",
        BINARY,
        prose(
            "L(p, y) &= - y \\log p - (1-y) \\log (1-p)",
            "L(p, y) &= - y \\log p + (1-y) \\log (1-p)",
        ),
        EQUATIONS,
        "eq-log-loss",
    ),
    Sabotage(
        "a formula with a wrong factor: a law",
        BINARY,
        prose("e^m + 3m + \\tfrac52", "e^m + 2m + \\tfrac52"),
        EQUATIONS,
        "eq-escape-time",
        blind=False,
    ),
    Sabotage(
        "a formula with a flipped sign: tanh's conjugate",
        NOTATION,
        text("+ \\tfrac12 (1-y) \\log(1-y)", "- \\tfrac12 (1-y) \\log(1-y)"),
        EQUATIONS,
        "eq-tanh",
        blind=False,
    ),
    Sabotage(
        "a formula in the line, without a label, with a flipped sign",
        BINARY,
        prose(
            "Show that the log loss of a score is $\\log(1 + e^{-sz})$",
            "Show that the log loss of a score is $\\log(1 + e^{sz})$",
        ),
        EQUATIONS,
        "sz",
        excuse="formulas are computed where they have a label; those within sentences have none",
        blind=False,
    ),
    Sabotage(
        "an exercise without its solution",
        BINARY,
        prose(
            "```{solution-start} ex-binary-signs\n:label: sol-binary-signs\n:class: dropdown\n```\n",
            "",
        ),
        PROSE,
        "every_exercise_has_its_solution",
    ),
    Sabotage(
        "the wrong call in a tab: BCELoss",
        CODE + "pytorch.py",
        text("torch.nn.BCEWithLogitsLoss()", "torch.nn.BCELoss()"),
        CATALOGUE,
        "BCEWithLogitsLoss",
    ),
    Sabotage(
        "a tab of a framework missing",
        CODE + "keras.py",
        removed,
        CATALOGUE,
        "(?i)keras",
    ),
    Sabotage(
        "two letters exchanged: the score p",
        BINARY,
        prose("returns a {term}`score` $z = w", "returns a {term}`score` $p = w"),
        PROSE,
        "score",
    ),
    Sabotage(
        "a comment that keeps nbval away",
        INDEX,
        in_source("catalogue.answers()", "# NBVAL_IGNORE_OUTPUT\ncatalogue.answers()"),
        RULES,
        "nbval",
    ),
    Sabotage(
        "a tag that keeps nbval away",
        INDEX,
        of_cell("catalogue.answers()", tagged("nbval-skip")),
        RULES,
        "nbval-skip",
    ),
    Sabotage(
        "the kernel of one machine",
        INDEX,
        page(lambda p: p.metadata.kernelspec.update(name="my-env", display_name="My env")),
        RULES,
        "metadata",
    ),
    Sabotage(
        "a traceback stored where none belongs",
        INDEX,
        of_cell(
            "catalogue.answers()",
            lambda c: c.outputs.append(
                nbformat.v4.new_output("error", ename="NameError", evalue="x", traceback=[])
            ),
        ),
        RULES,
        "raises-exception",
    ),
    Sabotage(
        "a path of one machine in an output",
        INDEX,
        of_cell(
            "activation.forward(z) - y)",
            lambda c: c.outputs[0].update(text="read from /home/me/book/data\n"),
        ),
        RULES,
        "absolute path",
    ),
    Sabotage(
        "a page that does not begin with the answer",
        BINARY,
        page(lambda p: p.cells.remove(the_cell(p, "catalogue.card(", "code"))),
        PROSE,
        "answer|card",
    ),
    Sabotage(
        "a page with a copy of a formula of the package",
        INDEX,
        in_source(
            "rng = np.random.default_rng(0)",
            "def sigmoid_value(z):\n    return 1 / (1 + np.exp(-z))\n\n\nrng = np.random.default_rng(0)",
        ),
        RULES,
        "sigmoid_value",
    ),
    Sabotage(
        "a claim in prose turned round",
        BINARY,
        prose(
            "the mismatches need more than four times as many steps",
            "the mismatches need less than a fourth of the steps",
        ),
        RULES + " " + PROSE,
        "less than a fourth",
        excuse=NOBODY_READS,
        blind=False,
    ),
    Sabotage(
        "two inserted numbers exchanged",
        BINARY,
        prose(
            f"The slope is {TRUE}; the question's formula says {ASKED}",
            f"The slope is {ASKED}; the question's formula says {TRUE}",
        ),
        RULES + " " + PROSE,
        "binary-true-gradient",
        excuse=NOBODY_READS,
        blind=False,
    ),
]


SITE_BLIND = [
    Sabotage(
        "a citation of nothing",
        BINARY,
        prose("{cite:p}`Street1993`", "{cite:p}`Straight1993`"),
        SITE,
        "Straight1993",
    ),
    Sabotage(
        "an equation renamed, its readers not",
        MULTICLASS,
        prose("(eq-multiclass-jacobian)", "(eq-multiclass-jacobi)"),
        SITE,
        "eq-multiclass-jacobian",
    ),
    Sabotage(
        "two equations of one name",
        MULTILABEL,
        prose("(eq-multilabel-output)", "(eq-multilabel-loss)"),
        SITE,
        "(?i)duplicate.*eq-multilabel-loss",
    ),
    Sabotage(
        "a link to a page that moved",
        REGRESSION,
        matched(re.escape("](protocol.md)"), "](rules.md)"),
        SITE,
        "rules",
    ),
    Sabotage(
        "a link to a heading that was renamed",
        MULTILABEL,
        prose("[sigmoid](binary.ipynb#the-output)", "[sigmoid](binary.ipynb#the-outcome)"),
        SITE,
        "the-outcome",
    ),
    Sabotage(
        "a word that left the glossary",
        BOOK + "glossary.md",
        text("\nproper scoring rule\n", "\nhonest scoring rule\n"),
        SITE,
        "proper scoring rule",
    ),
    Sabotage(
        "a docstring that names an equation of the past",
        SRC + "activations/probability.py",
        matched(r":eq:`eq-sigmoid-slope`", ":eq:`eq-sigmoid-incline`"),
        SITE,
        "eq-sigmoid-incline",
    ),
    Sabotage(
        "a function that a page shows, renamed",
        SRC + "contest.py",
        lambda before: before.replace("choose(", "order_of_merit("),
        SITE,
        "choose",
    ),
    Sabotage(
        "an option that loads a script from another host",
        "_config.yml",
        text("  config:\n", "  config:\n    html_js_files: [https://cdn.example.org/thing.js]\n"),
        SITE,
        "cdn.example.org",
    ),
    Sabotage(
        "a style sheet that fetches a font from another host",
        BOOK + "_style/book.css",
        added("\n@import url(https://fonts.example.org/font.css);\n"),
        SITE,
        "book.css: a foreign address",
        blind=False,
    ),
    Sabotage(
        "a formula that cannot be set",
        TURNING,
        prose("z^2 N(z) - \\tfrac12 \\int", "z^2 N(z) - \\tfrac \\int_"),
        SITE,
        "formula ",
        blind=False,
    ),
    Sabotage(
        "a page of the reference that documents another module",
        BOOK + "_ext/reference_pages.py",
        text("automodule:: pairings.{name}", "automodule:: pairing.{name}"),
        SITE,
        r"\bpairing\.",
    ),
]

PROJECT_BLIND = [
    Sabotage(
        "a page missing from the contents",
        "_toc.yml",
        text("      - file: book/when-not-to-match\n", ""),
        RULES,
        "when-not-to-match",
    ),
    Sabotage(
        "a page that nobody put into the contents",
        BOOK + "draft.md",
        written("# A draft\n"),
        RULES,
        "draft",
    ),
    Sabotage(
        "pages run while the site is built",
        "_config.yml",
        text('execute_notebooks: "off"', "execute_notebooks: auto"),
        PROJECT,
        "execute_notebooks|off",
    ),
    Sabotage(
        "a package without a version",
        "requirements.txt",
        matched(r"\nnumpy==\S+", "\nnumpy"),
        "tests/book/test_pins.py",
        "numpy",
    ),
    Sabotage(
        "a pin below what the project asks for",
        "requirements.txt",
        matched(r"\nscikit-learn==\S+", "\nscikit-learn==1.2.0"),
        "tests/book/test_pins.py",
        "scikit-learn",
    ),
    Sabotage(
        "a package that is used and not declared",
        "pyproject.toml",
        matched(r'  "scipy>=.*\n', ""),
        PROJECT,
        "scipy",
    ),
    Sabotage(
        "a page that imports what nobody declared",
        INDEX,
        in_source("import numpy as np\n", "import numpy as np\nimport yaml\n"),
        PROJECT,
        "yaml",
    ),
    Sabotage("the licence removed", "LICENSE", removed, PROJECT, "LICENSE"),
    Sabotage(
        "a command of the README that does not exist",
        "README.md",
        text("make test     #", "make prove    #"),
        PROJECT,
        "prove",
    ),
    Sabotage(
        "an example of the README that does not run",
        "README.md",
        text("matching(activations.relu)", "matching(activations.rectifier)"),
        PROJECT,
        "rectifier",
    ),
    Sabotage(
        "a workflow that calls a target of the past",
        ".github/workflows/weekly.yml",
        text("run: make links", "run: make linkcheck"),
        PROJECT,
        "linkcheck",
    ),
    Sabotage(
        "a workflow without a Python that is supported",
        ".github/workflows/test.yml",
        text('["3.11", "3.12", "3.13", "3.14"]', '["3.12", "3.13", "3.14"]'),
        PROJECT,
        "3.11",
    ),
    Sabotage(
        "a work that nobody cites",
        BOOK + "references.bib",
        added(
            "\n@book{Nobody2001,\n  author = {Body, No},\n  title = {Uncited},\n  year = {2001}\n}\n"
        ),
        PROSE,
        "Nobody2001",
    ),
    Sabotage(
        "a work of another year",
        BOOK + "references.bib",
        matched(r"(Bishop2006,[^@]*?year\s*=\s*\{)2006", r"\g<1>2008"),
        PROSE,
        "Bishop2006",
    ),
    Sabotage(
        "a test that no longer runs: its name",
        "tests/formulas/test_checks.py",
        text("def test_a_wrong_gradient_is_reported(", "def a_wrong_gradient_is_reported("),
        TESTS,
        "a_wrong_gradient_is_reported",
    ),
    Sabotage(
        "a test that is skipped",
        "tests/formulas/test_checks.py",
        text(
            "def test_a_right_gradient_passes(",
            '@pytest.mark.skip(reason="slow")\ndef test_a_right_gradient_passes(',
        ),
        TESTS,
        "skip",
    ),
    Sabotage(
        "warnings let through",
        "pyproject.toml",
        text('filterwarnings = ["error"', 'filterwarnings = ["default"'),
        PROJECT,
        "pytest_is_strict",
    ),
    Sabotage(
        "make test without the notebooks",
        "Makefile",
        text("$(FIRST) book tests", "$(FIRST) tests"),
        PROJECT,
        "Makefile|make test",
    ),
    Sabotage(
        "make test with lax notebooks",
        "Makefile",
        text("--nbval --nbval-current-env", "--nbval-lax --nbval-current-env"),
        PROJECT,
        "Makefile|make test|nbval",
    ),
    Sabotage(
        "a build that swallows warnings",
        "Makefile",
        text("jupyter-book build -W -n", "jupyter-book build -n"),
        PROJECT,
        "Makefile|-W",
    ),
    Sabotage(
        "a version in one place only",
        "CITATION.cff",
        matched(r"\nversion: \S+", "\nversion: 0.2.0"),
        PROJECT,
        "0.2.0",
    ),
    Sabotage(
        "style: a name that is imported and not used",
        SRC + "losses/numbers.py",
        text("import numpy as np\n", "import os\n\nimport numpy as np\n"),
        LINT,
        "F401",
        blind=False,
    ),
    Sabotage(
        "style: a page that nobody formatted",
        INDEX,
        in_source("z = np.linspace(-4, 4, 121)", "z = np.linspace( -4,4,121 )"),
        LINT,
        "index.ipynb",
        blind=False,
    ),
]

RULES_SIGHTED = [
    Sabotage(
        "asserts in a function that nobody calls",
        INDEX,
        in_source(
            "    assert check.close\n",
            "\n    def claims(check=check):\n        assert check.close\n\n",
        ),
        RULES,
        "claims",
    ),
    Sabotage(
        "asserts under a condition that is false",
        INDEX,
        in_source(
            "    assert check.close\n",
            "    if False:\n        assert check.close\n",
        ),
        RULES,
        "(?i)if False|never",
    ),
    Sabotage(
        "an assert whose failure is caught",
        INDEX,
        in_source(
            "    assert check.close\n",
            "    try:\n        assert check.close\n    except AssertionError:\n        pass\n",
        ),
        RULES,
        "caught|except",
    ),
    Sabotage(
        "a cell that a magic keeps from running",
        INDEX,
        of_cell(
            "activation.forward(z) - y)",
            lambda c: c.update(source="%%script true\n" + c.source, outputs=[]),
        ),
        RULES,
        "magic",
    ),
    Sabotage(
        "a page that silences warnings",
        INDEX,
        in_source(
            "rng = np.random.default_rng(0)",
            "import warnings\n\nwarnings.simplefilter('ignore')\nrng = np.random.default_rng(0)",
        ),
        RULES,
        "warnings",
    ),
    Sabotage(
        "a result typed into a print",
        INDEX,
        in_source("print(len(matched), ", 'print("accuracy 0.973")\nprint(len(matched), '),
        RULES,
        "0.973",
    ),
    Sabotage(
        "a constant glued by way of a name",
        BINARY,
        in_source(
            'glue("binary-softmax-accuracy", f"{share_of_ones:.3f}"',
            'fixed = 0.386\nglue("binary-softmax-accuracy", f"{fixed:.3f}"',
        ),
        RULES,
        "binary-softmax-accuracy",
    ),
    Sabotage(
        "the picture's maker and its version in the picture",
        INDEX,
        of_cell(
            "three_views(activations.relu",
            lambda c: c.outputs[0].data.update(
                {
                    "image/svg+xml": c.outputs[0]
                    .data["image/svg+xml"]
                    .replace("</svg>", "<dc:creator>Matplotlib v3.10.0</dc:creator></svg>")
                }
            ),
        ),
        RULES,
        "Matplotlib|creator",
    ),
    Sabotage(
        "one alt text for two figures",
        BINARY,
        page(
            lambda p: the_cell(p, "looks = {\n    names[0]", "code").metadata.mystnb.image.update(
                alt=the_cell(
                    p, "z_test = scores(trained.params, data.x[test]", "code"
                ).metadata.mystnb.image.alt
            )
        ),
        RULES,
        "alt|differ",
    ),
    Sabotage(
        "a page stored by another program",
        INDEX,
        lambda before: json.dumps(json.loads(before), indent=2) + "\n",
        RULES,
        "as_refresh_writes_it",
    ),
    Sabotage(
        "a rule of the pages switched off",
        BOOK + "_tools/page_rules.py",
        text("@rule\ndef nothing_escapes_nbval", "def nothing_escapes_nbval"),
        "tests/book/test_negative_controls.py",
        "nothing_escapes_nbval|every_rule",
    ),
    Sabotage(
        "a number excused that is no longer there",
        "tests/book/prose_numbers.txt",
        added("book/index.ipynb: 0.999: no reason\n"),
        RULES,
        "0.999",
    ),
]

PROSE_SIGHTED = [
    Sabotage(
        "a number of steps in prose that no cell sets",
        TURNING,
        prose("in 5000 steps", "in 8000 steps"),
        PROSE,
        "8000",
    ),
    Sabotage(
        "the wrong card on a page",
        BINARY,
        in_source(
            'catalogue.card("sigmoid + log loss")', 'catalogue.card("softmax + cross-entropy")'
        ),
        PROSE,
        "card|answer",
    ),
    Sabotage(
        "an argument that scikit-learn does not have",
        CODE + "sklearn.py",
        text("MLPClassifier(alpha=1,", "MLPClassifier(penalize=1,"),
        CATALOGUE,
        "penalize",
    ),
    Sabotage(
        "a tab that is no Python",
        CODE + "pytorch.py",
        text("loss(model(x), y).backward()", "loss(model(x), y)).backward()"),
        CATALOGUE,
        "(?i)syntax|unmatched",
    ),
    Sabotage(
        "a gradient of the catalogue with a flipped sign",
        SRC + "catalogue/regression.py",
        text(r'r"\operatorname{sign}(z - y)"', r'r"\operatorname{sign}(y - z)"'),
        EQUATIONS,
        "absolute error",
    ),
    Sabotage(
        "the article's row with another row's statistic",
        SRC + "catalogue/regression.py",
        text('"where the pulls balance",', '"median",'),
        PROSE,
        "Huber",
    ),
    Sabotage(
        "a count of classes' data in prose",
        MULTICLASS,
        prose("1797 handwritten", "1979 handwritten"),
        PROSE,
        "1979|1797",
    ),
    Sabotage(
        "a formula with a flipped sign: the matching loss",
        THEOREM,
        prose("L(z, y) = \\Phi(z) - y z + \\Phi^*(y) .", "L(z, y) = \\Phi(z) + y z + \\Phi^*(y) ."),
        EQUATIONS,
        "eq-matching-loss",
    ),
    Sabotage(
        "a formula with a flipped sign: softmax's gradient",
        MULTICLASS,
        prose("&= p_i - y_i .", "&= p_i + y_i ."),
        EQUATIONS,
        "eq-multiclass-gradient",
    ),
    Sabotage(
        "a formula with a wrong factor: a time of escape",
        POSITIVE,
        prose("\\frac{e^m - 1}{y} + \\frac{m}{y^2}", "\\frac{e^m - 1}{y} + \\frac{2 m}{y^2}"),
        EQUATIONS,
        "eq-positive-escape-exp",
    ),
    Sabotage(
        "a formula with a flipped sign: the slope of the sigmoid",
        BINARY,
        prose("&= a(z)\\, a(-z) = p\\,(1-p) .", "&= a(z)\\, a(-z) = p\\,(1+p) ."),
        EQUATIONS,
        "eq-sigmoid-slope",
    ),
]

PROJECT_SIGHTED = [
    Sabotage(
        "a figure of a slow proof, made to look better",
        "tests/results/mutations.json",
        matched(r'by a unit test": "[\d.]+%"', 'by a unit test": "100.0%"'),
        PROJECT,
        "mutations",
        excuse="only another run of the slow proof could contradict it",
    ),
    Sabotage(
        "a test module that collects nothing",
        "tests/conftest.py",
        added('\ncollect_ignore = ["formulas/test_laws.py"]\n'),
        TESTS,
        "collect|test_laws",
    ),
    Sabotage(
        "a test without an assertion",
        "tests/book/test_report.py",
        matched(r"    assert count\(\[True.*\n", "    count([True])\n"),
        TESTS,
        "test_a_count_says_of_how_many",
    ),
    Sabotage(
        "a test that asserts True",
        "tests/book/test_report.py",
        matched(r"    assert (count\(\[True.*)\n", r"    assert True or \1\n"),
        TESTS,
        "test_a_count_says_of_how_many",
    ),
    Sabotage(
        "a test with a tolerance of one",
        "tests/contest/test_datasets.py",
        text("std(axis=0), 1, rtol=1e-12)", "std(axis=0), 1, rtol=1.0)"),
        TESTS,
        "tolerance",
    ),
    Sabotage(
        "a test that is expected to fail",
        "tests/formulas/test_checks.py",
        text(
            "def test_a_right_gradient_passes(",
            "@pytest.mark.xfail\ndef test_a_right_gradient_passes(",
        ),
        TESTS,
        "xfail",
    ),
    Sabotage(
        "tests chosen by an option in the settings",
        "pyproject.toml",
        text('"-ra"]', '"-ra", "-k", "not gradient"]'),
        PROJECT + " " + TESTS,
        "not gradient",
    ),
    Sabotage(
        "a warning of the build suppressed",
        "_config.yml",
        text(
            "    language: en\n", "    language: en\n    suppress_warnings: [myst.xref_missing]\n"
        ),
        PROJECT,
        "suppress_warnings",
    ),
    Sabotage(
        "unknown references of the build excused",
        "_config.yml",
        text(
            "    language: en\n", '    language: en\n    nitpick_ignore_regex: [["py:.*", ".*"]]\n'
        ),
        PROJECT,
        "nitpick",
    ),
    Sabotage(
        "a rule of style switched off",
        "pyproject.toml",
        text('  "RUF001",', '  "F",\n  "RUF001",'),
        PROJECT,
        "ruff|style",
    ),
    Sabotage(
        "lint without its pages",
        "Makefile",
        text("\t$(PAGES_FORMAT) --check\n", ""),
        PROJECT,
        "Makefile|lint",
    ),
    Sabotage(
        "make test without lint",
        "Makefile",
        text("test: lint $(PROOFS) ##", "test: $(PROOFS) ##"),
        PROJECT,
        "Makefile|lint",
    ),
    Sabotage(
        "a pin of a package that another needs, removed",
        "requirements.txt",
        matched(r"\ndocutils==\S+", ""),
        PROJECT,
        "docutils",
    ),
    Sabotage(
        "continuous integration that tests nothing",
        ".github/workflows/test.yml",
        matched(r"- run: make test\n", "- run: make book\n"),
        PROJECT,
        "make test",
    ),
    Sabotage(
        "a link of CONTRIBUTING to a file that is not there",
        "CONTRIBUTING.md",
        text("(book/protocol.md)", "(book/rules.md)"),
        PROJECT,
        "book/rules.md",
    ),
    Sabotage(
        "a command of CONTRIBUTING that does not exist",
        "CONTRIBUTING.md",
        matched(r"`make links`", "`make check-links`"),
        PROJECT,
        "check-links",
    ),
    Sabotage(
        "a link to another site that does not exist",
        INDEX,
        prose(
            "https://datascience.stackexchange.com/questions/86308/",
            "https://datascience.stackexchange.org/questions/86308/",
        ),
        RULES + " " + PROSE + " " + PROJECT,
        "stackexchange.org",
        excuse="`make test` needs no network; `make links` asks every address, weekly",
    ),
]

ROWS = "tests/formulas/test_rows.py"
ROWS_SIGHTED = [
    Sabotage(
        "a risk set that forgets the equal times",
        SRC + "losses/waiting.py",
        text("(_events_alike(at) - at.d) * expit(at.z - at.others)\n    own", "0.0\n    own"),
        ROWS,
        "Cox",
    ),
    Sabotage(
        "an overlap whose gradient forgets what is missed",
        SRC + "losses/overlaps.py",
        text(
            "return slope * np.where(y == 1, -_needed(overlap, lost, missed), _share(",
            "return slope * np.where(y == 1, -_needed(overlap, lost, added), _share(",
        ),
        ROWS,
        "Tversky",
    ),
    Sabotage(
        "a row without its facts",
        "tests/facts/rows/embeddings.py",
        matched(r"\nROWS = ", "\nROWS = ()\nLEFT_OUT = "),
        "tests/book/test_evidence.py " + ROWS,
        "cosine|Dice",
    ),
    Sabotage(
        "a property said to hold against its witness",
        SRC + "catalogue/properties_outliers.py",
        matched(
            r'no\("the slope is r/√\(1 \+ r²\), not r", \*FAR_OFF\)',
            'yes("the slope is r, nearly")',
        ),
        "tests/formulas/test_properties_of_rows.py",
        "pseudo-Huber",
    ),
    Sabotage(
        "a start that is not the best constant",
        SRC + "catalogue/binary.py",
        text(r'first_loss=r"$-m \log m', r'first_loss=r"$-2 m \log m'),
        "tests/book/test_first_bias.py",
        "sigmoid",
    ),
    Sabotage(
        "a relation under the wrong value of its parameter",
        SRC + "catalogue/relations_numbers.py",
        text("_HALF_LOG = linear([[1, 0], [0, 0.5]])", "_HALF_LOG = linear([[1, 0], [0, 0.4]])"),
        "tests/formulas/test_relations.py",
        "Student|Gaussian",
    ),
    Sabotage(
        "a name under a row that does not exist",
        SRC + "catalogue/names/optax.py",
        text('"identity + log-cosh": (', '"identity + log-kosh": ('),
        "tests/formulas/test_names.py",
        "log-kosh|log-cosh",
    ),
    Sabotage(
        "an output of a library's table of mistakes, written by hand",
        BOOK + "_data/mistakes.json",
        matched(r'"kind": "silent"', '"kind": "as meant"'),
        "tests/book/test_mistakes.py",
        "what_happens_follows",
    ),
    Sabotage(
        "a page that nobody finds in their own words",
        BOOK + "_data/search-words.json",
        text(' "famous": [', ' "infamous": ['),
        "tests/book/test_search_words.py",
        "famous",
    ),
    Sabotage(
        "a formula of the moving figures that is not the package's",
        BOOK + "_style/pairings.js",
        text("max(x, 0) + log1p(exp(-abs(x)))", "max(x, 0) + log1p(1e-9 + exp(-abs(x)))"),
        "tests/book/test_explorer.py",
        "log1p|sigmoid|softplus|1e-12",
    ),
    Sabotage(
        "a still figure whose numbers are not the package's",
        BOOK + "_ext/movable.py",
        text("tuple(float(view[0])", "tuple(1.01 * float(view[0])"),
        "tests/book/test_movable.py",
        "package_s_values",
    ),
    Sabotage(
        "a mark that knows no helpers",
        BOOK + "_tools/marks.py",
        text("            waiting += _names_in(*at, package)\n", ""),
        "tests/contest/test_marks.py",
        "test_marks",
    ),
]

SITE_SIGHTED = [
    Sabotage(
        "letters too pale to read",
        BOOK + "_style/book.css",
        added("\nfooter, footer * { color: #ccc !important; }\n"),
        SITE,
        "color-contrast",
    ),
    Sabotage(
        "a page wider than a telephone",
        BOOK + "changelog.md",
        added('\n<div style="width: 900px">wide</div>\n'),
        SITE,
        "changelog.html: 9",
    ),
    Sabotage(
        "a script that fails",
        BOOK + "bibliography.md",
        added('\n<script>throw new Error("torn")</script>\n'),
        SITE,
        ": torn",
    ),
    Sabotage(
        "a picture without alternative text in a page of text",
        BOOK + "protocol.md",
        added('\n<img src="../_static/logo.svg">\n'),
        SITE,
        "protocol.html: logo has no alternative text",
    ),
]

BLIND = [*PACKAGE_BLIND, *PAGES_BLIND, *SITE_BLIND, *PROJECT_BLIND]
SIGHTED = [*RULES_SIGHTED, *PROSE_SIGHTED, *PROJECT_SIGHTED, *ROWS_SIGHTED, *SITE_SIGHTED]
SABOTAGES = [*BLIND, *(sabotage._replace(blind=False) for sabotage in SIGHTED)]
assert len({s.name for s in SABOTAGES}) == len(SABOTAGES), "two sabotages of one name"
