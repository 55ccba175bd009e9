"""A Chromium to look at the built site with: what the tests in a browser share."""

import os
import random
import shutil
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from axe_playwright_python.base import AXE_SCRIPT

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
SLOW = float(os.environ.get("SLOW_SITE", 0))  # seconds that an answer of the site may take at most
REQUIRED = bool(os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWS = {"wide and light": (1280, 800, "light"), "narrow and dark": (390, 844, "dark")}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Preloading would ask for style sheets at addresses of axe's own making.
AXE = {
    "runOnly": RULES,
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
    "elementRef": True,
}
# A page has thousands of words that look alike: contrast, the slowest of the rules by far, is asked
# of the first of each look, which is its tag, colours, size and weight and those of all around it;
# of the next one, too, where axe could not tell. Looks known from pages before come as an argument.
RUN_AXE = """async ([options, before]) => {
  for (const word of document.querySelectorAll("pre span:empty")) word.remove();
  const known = new Set(before), asked = new Map(), looks = new Map();
  const short = text => {
    let [a, b] = [0x811c9dc5, 0x9e3779b9];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
      b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) + 1;
    }
    return `${a} ${b}`;
  };
  const look = element => {
    if (!element) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, position } = style;
      looks.set(element, short([look(element.parentElement), element.localName, position,
        color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight].join()));
    }
    return looks.get(element);
  };
  const speaks = element => [...element.childNodes].some(part => part.nodeType === 3 && part.data.trim());
  for (const element of document.body.querySelectorAll("*")) {
    const seen = element.checkVisibility({ visibilityProperty: true });
    if (!speaks(element) || (seen && known.has(look(element)))) continue;
    element.dataset.asked = "";
    if (seen) known.add(look(element)), asked.set(element, look(element));
  }
  const selector = "[data-asked], input, select, textarea"; // nothing else has text of its own
  axe.configure({ rules: [{ id: "color-contrast", selector }] });
  const found = await axe.run(options);
  for (const rule of found.incomplete.filter(rule => rule.id === "color-contrast"))
    for (const node of rule.nodes) known.delete(asked.get(node.element));
  const faults = found.violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 80)} ${node.any[0]?.message ?? ""}`));
  return [faults, [...known]];
}"""


def opened(browser, view):
    """A context without animations: what fades in has not yet its contrast."""
    width, height, scheme = VIEWS[view]
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(AXE_SCRIPT)
    return context


def is_foreign(url, site):
    return not url.startswith((site, "data:", f"blob:{site}"))  # a blob is made by the page


class Heard:
    """A tab that notes what happens in it, page after page: a new one for each takes longer."""

    def __init__(self, context, site):
        self.tab = tab = context.new_page()
        self.foreign, self.failed, self.errors, self.looks = [], [], [], []
        tab.on("request", lambda r: is_foreign(r.url, site) and self.foreign.append(r.url))
        tab.on("requestfailed", lambda r: self.failed.append(r.url))
        tab.on("response", lambda r: r.status >= 400 and self.failed.append(f"{r.status} {r.url}"))
        tab.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        tab.on("pageerror", lambda error: self.errors.append(str(error)))

    def clear(self):
        """Leave the page: what it still does is not the next one's."""
        self.tab.goto("about:blank")
        self.foreign, self.failed, self.errors = [], [], []


def follow(tab, link):
    """Click on a link and wait for the page it leads to: a click alone does not."""
    tab.evaluate("document.left = true")
    link.click()
    tab.wait_for_function("!document.left && document.readyState === 'complete'")


def address_of(tab):
    """Of a tab, at once: `tab.url` hears of what a script writes there only later."""
    return tab.evaluate("location.href")


def axe(tab, known=()):
    """(what axe objects to, the looks whose contrast is known by now) of the page in a tab."""
    return tab.evaluate(RUN_AXE, [AXE, list(known)])


class Handler(SimpleHTTPRequestHandler):
    """One connection for many files, and what all pages share is asked for once in a view."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        time.sleep(random.uniform(0, SLOW))
        super().do_GET()

    def end_headers(self):
        if self.path.startswith("/_static/"):
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *_):
        pass


def serve(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"
