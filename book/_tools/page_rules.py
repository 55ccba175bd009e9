"""What every page keeps: each rule is a function from a page to the problems it sees.

nbval compares stored outputs with new ones. The rules close what it leaves open: cells that were
never run, pictures it does not compare, claims that cannot fail, numbers typed by hand.
A page is a notebook as nbformat reads it, and a rule names the cell it complains of.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager
from refresh import CELL_METADATA, METADATA

from pairings import activations, losses

TAGS = {
    "answer",
    "hide-cell",
    "hide-input",
    "hide-output",
    "remove-input",
    "raises-exception",
    "scroll-output",
}
DIGITS = 6  # significant, at most, in a stored output: more differ between processors
ALT_LENGTH = 40  # characters, at least: shorter ones name a figure and do not describe it
GLUED = "application/papermill.record/"

KINDS = ("_value", "_vjp", "_potential", "_conjugate", "_gradient")
FORMULAS = {name for m in (activations, losses) for name in vars(m) if name.endswith(KINDS)}

Problems = Iterator[str]
RULES = []


def rule(function):
    RULES.append(function)
    return function


def problems_in(page: dict) -> list[str]:
    return [problem for find in RULES for problem in find(page)]


# --- looking at a page ------------------------------------------------------------------------


def cells(page: dict, kind: str = "code") -> list[dict]:
    return [cell for cell in page["cells"] if cell["cell_type"] == kind]


def outputs(page: dict) -> Iterator[tuple[dict, dict]]:
    return ((cell, output) for cell in cells(page) for output in cell["outputs"])


def data(page: dict) -> Iterator[tuple[dict, str, str]]:
    """(cell, MIME type, content) of everything shown; printed text is text/plain."""
    for cell, output in outputs(page):
        if output["output_type"] == "stream":
            yield cell, "text/plain", output["text"]
        if output["output_type"] == "error":
            yield cell, "text/plain", output["evalue"]
        for mime, content in output.get("data", {}).items():
            yield cell, mime, content


def text_shown(page: dict) -> Iterator[tuple[dict, str]]:
    return ((cell, content) for cell, mime, content in data(page) if "text/" in mime)


def figures(page: dict) -> list[dict]:
    """The cells that show a picture, once for every picture."""
    return [cell for cell, mime, _ in data(page) if "image/" in mime]


def tags(cell: dict) -> set:
    return set(cell["metadata"].get("tags", []))


def figure_text(cell: dict, kind: str, key: str) -> str:
    """Alt text ("image", "alt"), caption or name ("figure", …) of the cell's figure."""
    return str(cell["metadata"].get("mystnb", {}).get(kind, {}).get(key, "")).strip()


# --- form -------------------------------------------------------------------------------------


@rule
def metadata_is_what_the_book_uses(page: dict) -> Problems:
    if page["metadata"] != METADATA:
        yield "notebook metadata is not what `make refresh` writes"
    for cell in page["cells"]:
        for key in set(cell["metadata"]) - set(CELL_METADATA):
            yield f"cell {cell['id']}: metadata {key!r}"


@rule
def no_cell_is_empty(page: dict) -> Problems:
    for cell in page["cells"]:
        if not cell["source"].strip():
            yield f"cell {cell['id']}: empty"


@rule
def tags_are_known(page: dict) -> Problems:
    for cell in page["cells"]:
        for tag in tags(cell) - TAGS:
            yield f"cell {cell['id']}: tag {tag!r}"


@rule
def no_line_ends_in_a_semicolon(page: dict) -> Problems:
    """It silences a cell in Jupyter but not in nbval."""
    for cell in cells(page):
        if cell["source"].rstrip().endswith(";"):
            yield f"cell {cell['id']}: trailing semicolon"


# --- what nbval does not compare --------------------------------------------------------------


@rule
def every_code_cell_was_run_in_order(page: dict) -> Problems:
    for n, cell in enumerate(cells(page), start=1):
        if cell["execution_count"] != n:
            yield f"cell {cell['id']}: execution count {cell['execution_count']}, not {n}"


@rule
def nothing_escapes_nbval(page: dict) -> Problems:
    for cell in cells(page):
        if "NBVAL_" in cell["source"]:
            yield f"cell {cell['id']}: a comment keeps nbval from comparing it"


@rule
def errors_are_announced_and_happen(page: dict) -> Problems:
    failed = [cell for cell, output in outputs(page) if output["output_type"] == "error"]
    for cell in cells(page):
        if (cell in failed) != ("raises-exception" in tags(cell)):
            yield f"cell {cell['id']}: an error without the tag raises-exception, or the reverse"


@rule
def nothing_is_printed_to_stderr(page: dict) -> Problems:
    for cell, output in outputs(page):
        if output.get("name") == "stderr":
            yield f"cell {cell['id']}: stderr holds {output['text'].strip()[:60]!r}"


# --- figures ----------------------------------------------------------------------------------

DRAWN_BY = re.compile(r"<dc:date>|<dc:creator>|Matplotlib v[\d.]+")


@rule
def pictures_are_svg(page: dict) -> Problems:
    for cell, mime, content in data(page):
        if "image/" in mime and mime != "image/svg+xml":
            yield f"cell {cell['id']}: {mime}, which nbval does not compare"
        if mime == "image/svg+xml" and (found := DRAWN_BY.search(content)):
            yield f"cell {cell['id']}: the picture holds {found[0]}, its date or its maker"


@rule
def every_figure_has_alt_text_caption_and_name(page: dict) -> Problems:
    for cell in figures(page):
        alt = figure_text(cell, "image", "alt")
        if len(alt) < ALT_LENGTH or re.search(r"\.(svg|png)\b", alt):
            yield f"cell {cell['id']}: alt text {alt!r} does not say what is seen"
        if alt and alt == figure_text(cell, "figure", "caption"):
            yield f"cell {cell['id']}: the alt text repeats the caption"
        if not figure_text(cell, "figure", "caption"):
            yield f"cell {cell['id']}: figure without a caption"
        if not figure_text(cell, "figure", "name").startswith("fig-"):
            yield f"cell {cell['id']}: figure without a name fig-…"


@rule
def a_cell_shows_the_one_figure_it_describes(page: dict) -> Problems:
    pictures = Counter(cell["id"] for cell in figures(page))
    for cell in cells(page):
        described = bool(cell["metadata"].get("mystnb", {}).keys() & {"figure", "image"})
        if pictures[cell["id"]] != described:
            yield f"cell {cell['id']}: {pictures[cell['id']]} figures, {int(described)} described"


PHONE, LETTER = 358, 9  # pixels: the column of text on a phone of 390, the smallest letter there


def smallest_letter(svg: str) -> float:
    """Size in pixels of the smallest letter of a picture that matplotlib drew, on a phone."""
    width = max(map(float, re.findall(r'\bwidth="([\d.]+)pt"', svg)), default=1.0)
    sizes = []
    for text in re.split(r'<g id="text_\d+">', re.sub(r"<defs>.*?</defs>", "", svg, flags=re.S))[
        1:
    ]:
        text = text.split('<g id="')[0]  # what follows it
        letters = [float(size) for size in re.findall(r"scale\(([\d.]+) -", text)]
        raised = [float(size) for size in re.findall(r"scale\(([\d.]+)\)", text)]
        sizes += [letter * min(raised, default=1.0) for letter in letters]
    return 100 * min(sizes, default=1.0) * min(PHONE / width, 4 / 3)


@rule
def figures_can_be_read_on_a_phone(page: dict) -> Problems:
    for cell, mime, content in data(page):
        if mime == "image/svg+xml" and (size := smallest_letter(content)) < LETTER:
            yield f"cell {cell['id']}: letters of {size:.1f} pixels on a phone"


# A legend's entry has the colour that the book gives to its meaning, or one of them.
BLUE, RED, GREEN = "#0072b2", "#d55e00", "#009e73"
MEANING = {
    "its matching loss": {BLUE},
    "matched": {BLUE},
    "sigmoid + log loss": {BLUE},
    "ReLU + its matching loss": {BLUE},
    "softmax + cross-entropy": {BLUE},
    "sigmoid + half squared error": {RED},
    "ReLU + half squared error": {RED},
    "half squared error": {RED, BLUE},  # blue where it is the matching one, behind the identity
    "log loss": {BLUE},
    "sigmoid + absolute error": {GREEN},
    "absolute error": {GREEN},
}


def legend(svg: str) -> Iterator[tuple[str, str]]:
    """(text, colour) of the entries of a picture's legends, as matplotlib writes them."""
    for part in re.split(r'<g id="legend_\d+">', svg)[1:]:
        colour = ""
        for stroke, text in re.findall(r"stroke: (#\w{6})|<!-- (.*?) -->", part.split("</svg>")[0]):
            if text and colour:
                yield text, colour
            colour = stroke.lower() or ("" if text else colour)


@rule
def a_legend_gives_colours_their_meaning(page: dict) -> Problems:
    for cell, mime, content in data(page):
        for text, colour in legend(content) if mime == "image/svg+xml" else ():
            if colour not in MEANING.get(text, {colour}):
                yield f"cell {cell['id']}: the legend shows {text!r} in {colour}"


# --- outputs that are the same everywhere -----------------------------------------------------

ELSEWHERE = {
    "an object's address": re.compile(r"\b0x[0-9a-f]{6,}"),
    "an absolute path": re.compile(r"(?:^|(?<=[\s\"'(=]))(?:/[\w.-]+/[\w.-]|[A-Z]:\\)", re.M),
    "a date": re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b"),
    "a time": re.compile(r"\b\d\d?:\d\d:\d\d\b|\bper loop\b|\bWall time\b"),
    "an estimator's diagram": re.compile(r"\bsk-(?:top-)?container"),
}
FLOAT = re.compile(r"(?<![\w.])\d+\.\d*(?:e[+-]?\d+)?(?!\w|\.\d)", re.I)


def significant_digits(number: str) -> int:
    return len(re.sub(r"[eE].*|\.", "", number).lstrip("0"))


@rule
def outputs_hold_nothing_of_one_machine(page: dict) -> Problems:
    for cell, text in text_shown(page):
        for what, pattern in ELSEWHERE.items():
            if found := pattern.search(text):
                yield f"cell {cell['id']}: output holds {what}: {found[0]!r}"


@rule
def outputs_hold_no_float_with_many_digits(page: dict) -> Problems:
    for cell, text in text_shown(page):
        for number in FLOAT.findall(without_code(text)):  # a constant in a card's code is no result
            if significant_digits(number) > DIGITS:
                yield f"cell {cell['id']}: {number} has more than {DIGITS} digits"


# --- claims -----------------------------------------------------------------------------------


def glued_in(page: dict) -> set[str]:
    """The names of the stored values that prose can show."""
    return {
        output["metadata"]["scrapbook"]["name"]
        for _, output in outputs(page)
        if any(mime.startswith(GLUED) for mime in output.get("data", {}))
    }


@rule
def glued_names_are_stored(page: dict) -> Problems:
    known = glued_in(page)
    for cell in cells(page, "markdown"):
        for key in re.findall(r"\{glue(?::\w*)?\}`([^`]+)`", cell["source"]):
            name = key.split(":")[0]
            if "::" not in key and name not in known:  # with ::, another page's: the build checks
                yield f"cell {cell['id']}: glued name {name!r} is not stored"


def tree(cell: dict) -> ast.Module:
    """The cell's Python, its lines for IPython (%, !) turned into calls."""
    return parsed(cell["source"])


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(TransformerManager().transform_cell(source))


@rule
def a_page_with_code_asserts_something(page: dict) -> Problems:
    nodes = (node for cell in cells(page) for node in ast.walk(tree(cell)))
    if cells(page) and not any(isinstance(node, ast.Assert) for node in nodes):
        yield "no assert in any cell"


@rule
def every_assert_reads_a_computed_name(page: dict) -> Problems:
    for cell, claims in followed(page):
        for condition in claims.idle:
            yield f"cell {cell['id']}: `assert {condition}` cannot fail"


@rule
def every_glued_value_is_computed(page: dict) -> Problems:
    for cell, claims in followed(page):
        for name in claims.constants:
            yield f"cell {cell['id']}: what is glued as {name} is no result"


def followed(page: dict) -> Iterator[tuple[dict, "Claims"]]:
    """Each cell with what `Claims` found in it, in the order of the page."""
    claims = Claims()
    for cell in cells(page):
        claims.idle.clear()
        claims.constants.clear()
        claims.visit(tree(cell))
        yield cell, claims


def nodes(page: dict, *kinds: type) -> Iterator[tuple[dict, ast.AST]]:
    """(cell, node) for the nodes of these kinds in all code of the page."""
    for cell in cells(page):
        yield from ((cell, node) for node in ast.walk(tree(cell)) if isinstance(node, kinds))


@rule
def every_assert_is_reached(page: dict) -> Problems:
    """Not in a function that nobody calls, nor where a constant decides, nor where it is caught."""
    used = {node.id for _, node in nodes(page, ast.Name)}
    used |= {node.attr for _, node in nodes(page, ast.Attribute)}
    for cell, node in nodes(page, ast.FunctionDef):
        if node.name not in used:
            yield f"cell {cell['id']}: nobody calls {node.name}"
    for cell, node in nodes(page, ast.If, ast.While):
        if isinstance(node.test, ast.Constant):
            yield f"cell {cell['id']}: `if {ast.unparse(node.test)}` decides nothing"
    for cell, node in nodes(page, ast.ExceptHandler):
        named = {"AssertionError", "Exception", "BaseException"}
        if node.type is None or names_in(node.type) & named:
            yield f"cell {cell['id']}: an assertion would be caught by `except`"


@rule
def no_magic_takes_a_cell(page: dict) -> Problems:
    for cell in cells(page):
        if cell["source"].lstrip().startswith("%%"):
            yield f"cell {cell['id']}: the magic {cell['source'].split()[0]} runs it, or does not"


@rule
def no_warning_is_silenced(page: dict) -> Problems:
    for cell, node in nodes(page, ast.Attribute):
        if ast.unparse(node) in {"warnings.simplefilter", "warnings.filterwarnings", "np.seterr"}:
            yield f"cell {cell['id']}: {ast.unparse(node)} silences warnings"


TOLERANCE = {"rtol": 0.1, "atol": 0.1, "abs": 5.0}  # at most


@rule
def tolerances_are_small(page: dict) -> Problems:
    for cell, claim in nodes(page, ast.Assert):
        for node in ast.walk(claim):
            for kind, size in tolerances(node):
                if size > TOLERANCE[kind]:
                    yield f"cell {cell['id']}: a tolerance of {size:g} lets anything through"


def tolerances(node: ast.AST) -> Iterator[tuple[str, float]]:
    """`rtol=…` and `atol=…`; the bound in `abs(…) < …`."""
    match node:
        case ast.keyword(arg="rtol" | "atol" as kind, value=ast.Constant(value=size)):
            yield kind, size
        case ast.Compare(
            left=ast.Call(func=ast.Name(id="abs") | ast.Attribute(attr="abs")),
            ops=[ast.Lt() | ast.LtE()],
            comparators=[ast.Constant(value=size)],
        ):
            yield "abs", size


@rule
def no_formula_of_the_package_is_copied(page: dict) -> Problems:
    for cell, node in nodes(page, ast.FunctionDef):
        if node.name in FORMULAS:
            yield f"cell {cell['id']}: {node.name} is in the package; show it by literalinclude"


@rule
def printed_numbers_are_computed(page: dict) -> Problems:
    for cell, call in nodes(page, ast.Call):
        if ast.unparse(call.func) in {"print", "report.table", "glue"}:
            for node in ast.walk(call):
                text = node.value if isinstance(node, ast.Constant) else None
                for number in TYPED.findall(text) if isinstance(text, str) else ():
                    if significant_digits(number) >= 3 and len(number.split(".")[1]) >= 3:
                        yield f"cell {cell['id']}: {number} is typed into what is printed"


ALWAYS_TRUE = (
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.GeneratorExp,
    ast.Lambda,
    ast.JoinedStr,
)
BRANCHES = (ast.For, ast.While, ast.If, ast.Try, ast.FunctionDef)


def names_in(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


class Claims(ast.NodeVisitor):
    """Follows which names hold something computed, cell by cell, and collects idle asserts.

    A name is computed when its value reads a computed or an imported name, and whatever a
    function, loop or branch binds is. The book's own functions count: `assert sigmoid(0) == 0.5`.
    """

    def __init__(self):
        self.computed, self.imported, self.functions = set(), set(), set()
        self.idle, self.constants, self.depth = [], [], 0

    def generic_visit(self, node):
        self.depth += isinstance(node, BRANCHES)
        super().generic_visit(node)
        self.depth -= isinstance(node, BRANCHES)

    def bring_in(self, module: str, names: set[str]):
        self.imported |= names
        if module.split(".")[0] == "pairings":
            self.computed |= names
            self.functions |= names

    def visit_ImportFrom(self, node):
        self.bring_in(
            node.module or "",
            {alias.asname or alias.name for alias in node.names},
        )

    def visit_Import(self, node):
        for alias in node.names:
            self.bring_in(alias.name, {alias.asname or alias.name.split(".")[0]})

    def bind(self, target, value):
        """Every name in `target` is as computed as what it is given."""
        if self.depth or names_in(value) & (self.computed | self.imported):
            self.computed |= names_in(target)
        elif not isinstance(target, ast.Subscript | ast.Attribute):
            self.computed -= names_in(target)

    def visit_Assign(self, node):
        for target in node.targets:
            self.bind(target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node):
        self.bind(node.target, node.value)

    def visit_AugAssign(self, node):
        self.computed |= names_in(node.target)

    def visit_For(self, node):
        self.bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_With(self, node):
        for item in node.items:
            if item.optional_vars:
                self.bind(item.optional_vars, item.context_expr)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.functions.add(node.name)
        self.computed |= {node.name, *(arg.arg for arg in node.args.args)}
        self.generic_visit(node)

    def visit_Call(self, node):
        """`rows.append(...)` makes `rows` a computed thing."""
        if isinstance(node.func, ast.Attribute):
            self.computed |= names_in(node.func.value) - self.imported
        if isinstance(node.func, ast.Name) and node.func.id == "glue" and len(node.args) > 1:
            name, value = node.args[:2]
            if not names_in(value) & (self.computed | self.imported):
                self.constants.append(ast.unparse(name))
        self.generic_visit(node)

    def visit_Assert(self, node):
        if not self.can_fail(node.test):
            self.idle.append(ast.unparse(node.test))

    def can_fail(self, test) -> bool:
        match test:
            case ast.BoolOp(values=parts):
                return all(map(self.can_fail, parts))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return self.can_fail(part)
            case ast.Name(id=name) if name in self.functions:
                return False
            case ast.Compare(left=left, comparators=[right]) if ast.dump(left) == ast.dump(right):
                return False
        return not isinstance(test, ALWAYS_TRUE) and bool(names_in(test) & self.computed)


# --- contests ---------------------------------------------------------------------------------

SEEDS, STEP_SIZES = 20, 4  # at least


def given(page: dict, name: str) -> Iterator[tuple[dict, ast.AST]]:
    """What a page gives under a name, to `duel` or to whatever hands it on: f(name=…), {"name": …}."""
    for cell, node in nodes(page, ast.keyword, ast.Dict):
        if isinstance(node, ast.keyword):
            yield from [(cell, node.value)] if node.arg == name else []
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == name:
                yield cell, value


def bound(page: dict, name: str) -> list[ast.AST]:
    """Every value that a page gives to a name."""
    return [
        node.value
        for _, node in nodes(page, ast.Assign)
        if any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]


def lengths(page: dict, value: ast.AST) -> Iterator[int]:
    """How long a list, a range, or what a name stands for can be."""
    match value:
        case ast.Name(id=name):
            for other in bound(page, name):
                yield from lengths(page, other)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            yield len(parts)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=number)]):
            yield number


@rule
def a_duel_has_seeds_and_step_sizes_enough(page: dict) -> Problems:
    if not any(ast.unparse(call.func) == "duel" for _, call in nodes(page, ast.Call)):
        return
    for name, least in (("seeds", SEEDS), ("step_sizes", STEP_SIZES)):
        found = [(cell, n) for cell, value in given(page, name) for n in lengths(page, value)]
        if not found:
            yield f"a duel with nobody knows how many {name.replace('_', ' ')}"
        for cell, number in found:
            if number < least:
                yield f"cell {cell['id']}: {number} {name.replace('_', ' ')}, not {least} or more"


# --- prose ------------------------------------------------------------------------------------

FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})(?:\{([\w:-]+)\})?(.*)")
CODE_BLOCKS = re.compile(r"math|code|literalinclude|eval-rst|bibliography")
NOT_PROSE = re.compile(
    r"""
      \$\$.*?\$\$ | \$[^$\n]+\$ | \\begin\{(\w+\*?)\}.*?\\end\{\1\}   # formulas
    | (?<!`)(`{1,2})(?!`)[^`]+\2(?!`)          # code in the line, roles
    | \]\([^)]*\) | <[a-z/!][^>\n]*> | https?://\S+   # targets of links, tags
    | ^:[\w-]+:.*?$                            # options of directives
    """,
    re.X | re.S | re.M,
)
TYPED = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?(?!\w|\.\d)", re.I)


def without_code(markdown: str) -> str:
    """The lines outside of fenced code. What stands in a {note} or behind its name is prose."""
    kept, fences = [], []  # the open ones: (marks, holds code)
    for line in markdown.splitlines():
        marks, directive, rest = found.groups() if (found := FENCE.match(line)) else ("", "", line)
        closing = bool(marks and fences and not directive and not rest.strip())
        if closing and marks.startswith(fences[-1][0]):
            fences.pop()
        elif fences and fences[-1][1]:
            continue
        elif marks:
            fences.append((marks, not directive or bool(CODE_BLOCKS.match(directive))))
            kept.append(rest if directive else "")
        else:
            kept.append(line)
    return "\n".join(kept)


def prose(markdown: str) -> str:
    """The words of a text, without code, formulas and addresses."""
    return NOT_PROSE.sub(" ", without_code(markdown))


def typed_numbers(markdown: str) -> list[str]:
    """Decimal numbers of three digits and more in prose: results, which belong to the run."""
    return [n for n in TYPED.findall(prose(markdown)) if significant_digits(n) >= 3]
