"""The site, served, and a Chromium that opens it: one of each for a module.

Not for the session: while it is open, a loop runs in this thread, and notebooks need one of their own.
"""

import pytest
from chromium import BROWSER, QUIET, REQUIRED, ROOT, SITE, serve
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        tell = pytest.fail if REQUIRED else pytest.skip
        tell("a browser is needed here, and neither Chromium nor Chrome was found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site():
    if not (SITE / "searchindex.js").is_file():
        pytest.fail(f"there is no built site in {SITE.relative_to(ROOT)}: run `make book` first")
    server, address = serve(SITE)
    yield address
    server.shutdown()
    server.server_close()
