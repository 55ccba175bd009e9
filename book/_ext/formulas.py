"""Formulas become MathML while the book is built: pages show them without scripts or a network.

Sphinx hands each formula to a *math renderer*. This one asks `math-core` for MathML Core, which every
current browser draws itself. A formula that cannot be converted is a warning, and with `-W` it stops
the build. One font, cut to the signs of the book, makes them look alike everywhere.
"""

import re
from copy import deepcopy
from functools import cache
from html import unescape
from importlib.metadata import distribution
from pathlib import Path

from docutils.nodes import SkipNode, Text
from fontTools import subset
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from math_core import LatexError, LatexToMathML
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

FONT = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
CUT = "fonts/formulas.woff2"  # in _static
EARLY = """<script>
if (location.protocol !== "file:") {
  const font = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: "%s" };
  document.head.append(Object.assign(document.createElement("link"), font));
}
</script>
"""
SIGNS = r"[.,;:!?)\]]+"
TAKEN = "<!-- taken -->"
RELATION = re.compile(
    r"<mo[^>]*>(?:[=≤≥<>≈∝≠→↦∈⟺⇔≪≫]|&[lg]t;)</mo>"
    r'|<mo>,</mo><mspace width="0\.2777778em"/>'  # between two formulas of a row
)
LONG = 18  # signs; shorter formulas in the line stay in one piece
CONVERTER = LatexToMathML(fancy_error=False)
logger = logging.getLogger(__name__)


@cache
def mathml(tex, display):
    """TeX → MathML; ValueError with the reason where that is impossible.

    An empty space before a name, or an upright d, keeps Firefox from adding one; Φ and ∇ need none. A
    large bracket with an index is shifted by Chromium, unless it stands in a row.
    """
    try:
        found = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise ValueError(str(error)) from error
    found = re.sub(r"<mrow><mspace/>(<mi[^>]*>[^<a-zA-Z]</mi>)</mrow>", r"\1", found)
    return re.sub(r"(<msu[bp]+>)(<mo [^>]*minsize[^>]*>[^<]*</mo>)", r"\1<mrow>\2</mrow>", found)


def pieces(formula):
    """A long formula in the line may end the line behind each relation outside of any bracket,
    and behind the comma between two formulas."""
    inner = formula.removeprefix("<math>").removesuffix("</math>")
    if len(text_of(inner)) <= LONG:
        return formula
    parts, depth, start = [], 0, 0
    for tag in re.finditer(r"<(/?)\w+[^>]*?(/?)>", inner):
        if depth == 0 and (relation := RELATION.match(inner, tag.start())):
            parts.append(inner[start : relation.end()])
            start = relation.end()
        if not tag[2]:
            depth += -1 if tag[1] else 1
    parts.append(inner[start:])
    return "<wbr>".join(f"<math>{part}</math>" for part in parts if part)


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def render(node, tex, display):
    try:
        return mathml(tex, display)
    except ValueError as error:
        logger.warning("formula %r: %s", tex, error, location=node)
        return ""


def inline(translator, node):
    """The comma behind a formula is set with it, so that no line begins with a comma."""
    following = node.next_node(descend=False, siblings=True)
    signs = re.match(SIGNS, following) if isinstance(following, Text) else None
    tex = node.astext() + (rf"\text{{{signs[0]}}}" if signs else "")
    translator.body.append(pieces(render(node, tex, display=False)) + (TAKEN if signs else ""))
    raise SkipNode


def drop_taken(app, pagename, templatename, context, doctree):
    """What is set with a formula need not stand behind it, too."""
    if "body" in context:
        context["body"] = re.sub(TAKEN + SIGNS, "", context["body"])


def block(translator, node):
    """A displayed formula in a box that scrolls by itself; Sphinx alone numbers."""
    tex = re.sub(r"\\(begin|end)\{(align|alignat|gather)\*?\}", r"\\\1{\2ed}", node.astext())
    tex = re.sub(r"\\(begin|end)\{equation\*?\}", "", tex)
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    # The theme's script gives this class a tab stop where, and only where, the box scrolls.
    translator.body.append('<div class="formula pst-scrollable-table-container">')
    translator.body.append(render(node, tex, display=True) + "</div></div>\n")
    raise SkipNode


def fetch_font_early(app, pagename, templatename, context, doctree):
    """A font that comes late sets every formula of the page anew, and moves the text around it.

    By a script, for a browser that opens the page from a folder would call that an error.
    """
    if "<math" in context.get("body", ""):
        address = context["pathto"](f"_static/{CUT}", 1)
        context["metatags"] = context.get("metatags", "") + EARLY % address


def signs_of(html):
    """Every character that the formulas of a page show: a root's sign and slanted letters, too."""
    formulas = "".join(re.findall(r"<math\b.*?</math>", html, flags=re.DOTALL))
    roots = "√" if re.search("<msqrt|<mroot", formulas) else ""
    letters = re.findall(r"<mi>(.)</mi>", unescape(formulas))
    return {*map(ord, text_of(formulas) + roots), *map(slanted, letters)}


def slanted(letter):
    """The code of a letter in mathematical italics: a browser shows a lone letter as that."""
    if letter == "h":
        return 0x210E
    for first, last, italic in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2)):
        if first <= letter <= last:
            return italic + ord(letter) - ord(first)
    if "α" <= letter <= "ω":
        return 0x1D6FC + ord(letter) - ord("α")
    return {"∂": 0x1D715, "ϵ": 0x1D716, "ϑ": 0x1D717, "ϕ": 0x1D719, "ϱ": 0x1D71A}.get(
        letter, ord(letter)
    )


def cut_font(app, exception):
    """The font of the formulas with the signs that pages use, 1.5 MB → 40 kB, and its licence."""
    if exception or app.builder.format != "html":
        return
    pages = [page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html")]
    signs = set().union(*map(signs_of, pages))
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=["*"])
    target = Path(app.outdir) / "_static" / CUT
    target.parent.mkdir(parents=True, exist_ok=True)
    font = subset.load_font(str(FONT), options)
    raise_primes(font)
    lower_roots(font)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    told = [font["name"].getDebugName(identifier) for identifier in (4, 0, 13)]
    target.with_suffix(".LICENSE.txt").write_text(
        "\n".join([*told, "Cut to the signs of this book.", "", open_font_licence()]),
        encoding="utf-8",
    )


def raise_primes(font):
    """A prime is always an exponent: it gets the shape that the font has for that place.

    Chromium does not ask for that shape (feature `ssty`), and a prime would be tiny.
    """
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "ssty"
        for index in record.Feature.LookupListIndex
    }
    shapes = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            shapes |= getattr(getattr(table, "ExtSubTable", table), "alternates", {})
    letters = font.getBestCmap()
    raised = {code: shapes[letters[code]][0] for code in map(ord, "′″‴")}
    for table in font["cmap"].tables:
        if raised.keys() <= table.cmap.keys():
            table.cmap.update(raised)


def lower_roots(font, height=0.76):
    """Roots of one width, and one as low as a line of letters.

    Chromium leaves behind every root the room of the widest, and hangs a sign that is too tall below
    the line. The lowest sign gets `height` of what it has, below its bar, and its old shape is next.
    """
    glyphs, metrics, math = font["glyf"], font["hmtx"], font["MATH"].table.MathVariants
    root = font.getBestCmap()[ord("√")]
    shapes = math.VertGlyphConstruction[math.VertGlyphCoverage.glyphs.index(root)]
    records = shapes.MathGlyphVariantRecord
    names = [record.VariantGlyph for record in records if record.VariantGlyph != root]
    width, bar = metrics[root][0], font["MATH"].table.MathConstants.RadicalRuleThickness.Value
    for name in {*names, *(part.glyph for part in shapes.GlyphAssembly.PartRecords)}:
        glyphs[name].coordinates.scale((width / metrics[name][0], 1))
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = width, glyphs[name].xMin
    tall = f"{root}.tall"
    font.setGlyphOrder([*font.getGlyphOrder(), tall])
    glyphs[tall], metrics[tall] = deepcopy(glyphs[root]), metrics[root]
    low, foot = glyphs[root], glyphs[root].yMax - bar
    low.coordinates = GlyphCoordinates(
        [(x, y if y > foot else foot - height * (foot - y)) for x, y in low.coordinates]
    )
    low.recalcBounds(glyphs)
    second = deepcopy(records[0])
    second.VariantGlyph = tall
    records.insert(1, second)
    records[0].AdvanceMeasurement = round(low.yMax - low.yMin)


def open_font_licence():
    """The text of the licence: the font's package names it only, fontTools brings it along."""
    for file in distribution("fonttools").files:
        if file.name == "LICENSE.external":
            text = file.locate().read_text(encoding="utf-8")
            found = re.search(r"SIL OPEN FONT LICENSE Version 1\.1.*?(?=\n=====)", text, re.DOTALL)
            if found:
                return found[0]
    raise ExtensionError("fontTools no longer brings the SIL Open Font License, Version 1.1")


def setup(app):
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(inline, None),
        block_renderers=(block, None),
    )
    app.connect("html-page-context", drop_taken)
    app.connect("html-page-context", fetch_font_early)
    app.connect("build-finished", cut_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
