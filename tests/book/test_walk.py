"""From the front page to the copied PyTorch code, as a reader walks: two clicks, two screens at most.

A click on the target, a click on the button that copies. Scrolled is what lies between the bottom of
the first screen and the link, and between the bottom of the screen one lands on and the button.
`pytest tests/book/test_walk.py -s` prints the walks.
"""

import pytest
from chromium import VIEWS, address_of, follow, opened

# What the reader has: the words to click on, what the copied code must hold.
WALKS = {
    "yes or no": "BCEWithLogitsLoss()",
    "one of several classes": "CrossEntropyLoss()",
    "several labels at once": "BCEWithLogitsLoss()",
    "a number": "MSELoss()",
    "a number, its median": "L1Loss()",
    "a number, wild values among them": "HuberLoss(",
    "a count, a rate, a price": "PoissonNLLLoss(",
    "counts in unequal times": "t * torch.exp(",
    "0 or greater, zeros exact": "torch.where(",
    "from −1 up (an ELU output)": "elu(",
    "a positive amount": "z + y * torch.exp(-z)",
    "an amount that is often 0": "2 * (root - torch.sqrt(y))",
    "a share between 0 and 1": "BCEWithLogitsLoss()",
    "a waiting time": "time * z.exp() - seen * z",
    "ordered classes": "softplus(self.gaps)",
    "a ranking": "softplus(-gap)",
    "quantiles and intervals": "softplus(z[:, 1:])",
    "a mean and its spread": "z[:, 1:]",
}
BOTTOM = "element => element.getBoundingClientRect().bottom"


def screens(tab, element, height):
    """How many screens are scrolled until the element is seen."""
    return max(0.0, element.evaluate(BOTTOM) - height) / height


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("target", WALKS)
def test_a_walk_to_the_code_is_short(browser, site, view, target):
    height = VIEWS[view][1]
    context = opened(browser, view)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(f"{site}/book/index.html")
    link = tab.locator("article a:visible").get_by_text(target, exact=True).first
    scrolled = screens(tab, link, height)
    follow(tab, link)
    card = address_of(tab).partition("#")[2]
    tab.wait_for_function("document.querySelectorAll('button.copybtn').length > 0")
    inside = f"#{card}" if card else ".tag_answer"
    button = tab.locator(f"{inside} .sd-tab-content:visible button.copybtn").first
    scrolled += screens(tab, button, height)
    button.click()
    tab.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    copied = tab.evaluate("navigator.clipboard.readText()")
    context.close()
    print(f"\n{target}, {view}: 2 clicks, {scrolled:.1f} screens")
    assert "import torch" in copied
    assert WALKS[target] in copied
    assert scrolled <= 2
