"""The figures of chapters that can be moved show the package's numbers, still and moving.

Their formulas are those of the explorer, which test_explorer.py compares.
"""

import gzip
import json
import re
from pathlib import Path

import movable
import numpy as np
import pytest
import test_explorer
from chromium import SITE, Heard, axe, follow, opened
from movable import LATER, SCRIPT, controls, draw, said, setting_of, told

from pairings import activations, compose, losses, matching

site = test_explorer.site
heard, tab = test_explorer.heard, test_explorer.tab
settled = test_explorer.settled

ROOT = Path(__file__).parents[2]
STYLE = ROOT / "book" / "_style"
WEIGHT = 40_000  # bytes, compressed: all that a chapter fetches for its figures
OFFERED = 1_000  # bytes, compressed: what it loads before anybody asks
PLACED = re.compile(r":::\{movable\} (.+)\n((?::\w+: .+\n)+)")


def placed():
    """{page: [(pairs, options)]} of every such figure of the book."""
    found = {}
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        page = json.loads(path.read_text("utf-8"))
        text = "\n".join(
            "".join(c["source"]) for c in page["cells"] if c["cell_type"] == "markdown"
        )
        figures = [
            (pairs, dict(re.findall(r":(\w+): (.+)", more))) for pairs, more in PLACED.findall(text)
        ]
        if figures:
            found[path.stem] = figures
    return found


PAGES = placed()
FIGURES = [(page, *figure) for page, figures in PAGES.items() for figure in figures]
each_figure = pytest.mark.parametrize(
    ("page", "pairs", "options"), FIGURES, ids=[f[2]["name"] for f in FIGURES]
)


def setting(pairs, options):
    return setting_of(
        pairs, float(options["score"]), float(options["target"]), int(options.get("width", 8))
    )


def wanted(side, z, y):
    """Prediction, loss and gradient of a pair, from the package."""
    key, cost = side.key.split(".")
    output, at, target = getattr(activations, key), np.array([[z]]), np.array([[y]])
    pair = (
        matching(output)
        if cost == "matching"
        else compose(output, getattr(losses, cost), guard=False)
    )
    return pair.predict(at)[0, 0], pair.value(at, target)[0], pair.gradient(at, target)[0, 0]


# --- what it takes and what it refuses ----------------------------------------------------------------


def test_pairs_are_named_as_a_chapter_names_them():
    found = setting_of("ReLU + its matching loss | exp + half gamma deviance", -1, 2)
    assert [side.key for side in (found.left, found.right)] == ["relu.matching", "exp.gamma"]
    assert found.address == "explorer.html?left=relu.matching&right=exp.gamma&z=-1&y=2"


def test_a_loss_that_is_the_matching_one_is_computed_from_the_score():
    found = setting_of("sigmoid + log loss | sigmoid + squared error", -40, 1, 40)
    assert found.left.key == "sigmoid.matching"
    assert found.left.pairing.value(np.array([[-800.0]]), np.array([[1.0]]))[0] == 800


@pytest.mark.parametrize(
    ("pairs", "z", "y", "said_of_it"),
    [
        (
            "sigmod + log loss | tanh + Huber",
            0,
            1,
            r"activation.*'sigmod'.*mean 'sigmoid'.*softsign",
        ),
        ("sigmoid + log los | tanh + Huber", 0, 1, r"loss.*'log los'.*mean 'log loss'.*hinge"),
        (
            "softmax + cross-entropy | tanh + Huber",
            0,
            1,
            "no activation of one score is called 'softmax'",
        ),
        ("sigmoid | tanh + Huber", 0, 1, r"'sigmoid' is no pair; write OUTPUT \+ LOSS"),
        ("sigmoid + log loss", 0, 1, "1 pairs; write two"),
        ("sigmoid + log loss | tanh + Huber", 9, 1, "score 9 is out of sight"),
        (
            "sigmoid + log loss | tanh + Huber",
            0,
            2,
            r"target 2 of sigmoid \+ log loss is not in \[0, 1\]",
        ),
        ("GELU + its matching loss | tanh + Huber", 0, 1, "GELU"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(pairs, z, y, said_of_it):
    with pytest.raises(ValueError, match=said_of_it):
        setting_of(pairs, z, y)


# --- still --------------------------------------------------------------------------------------------


@each_figure
def test_the_still_figure_shows_the_package_s_values(page, pairs, options):
    """Its numbers, its dots and its curves."""
    here = setting(pairs, options)
    panels = draw(here).axes
    for side in here.sides.values():
        for row, (panel, number) in enumerate(
            zip(panels, wanted(side, here.z, here.y), strict=True)
        ):
            assert said(number) in [note.get_text() for note in panel.texts]
            assert said(number) in told(here)
            drawn = [np.transpose(line.get_data()) for line in panel.lines]
            dots = [line[0] for line in drawn if len(line) == 1]
            assert any(np.allclose(dot, [here.z, number], rtol=1e-3) for dot in dots)
            curves = [line for line in drawn if len(line) > 100]
            some = curves[0][::20, 0]
            values = [wanted(side, float(z), here.y)[row] for z in some]
            assert any(np.allclose(curve[::20, 1], values, rtol=1e-3) for curve in curves)


def test_the_still_figure_is_the_same_text_twice():
    here = setting_of("sigmoid + log loss | sigmoid + squared error", -4, 1)
    movable.write("twice", here)
    path = movable.FOLDER / "twice.svg"
    first, when = path.read_bytes(), path.stat().st_mtime_ns
    movable.write("twice", here)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (first, when)
    movable.write("twice", here._replace(z=-3.0))
    assert path.read_bytes() != first
    path.unlink()


def test_what_is_added_to_a_page_is_light():
    """One script at the start, the rest when it is asked for; a figure's own data beside it."""
    assert len(gzip.compress((STYLE / SCRIPT).read_bytes())) <= OFFERED
    fetched = sum(len(gzip.compress((STYLE / name).read_bytes())) for name in LATER)
    own = max(len(gzip.compress(controls(setting(*figure[1:])).encode())) for figure in FIGURES)
    assert fetched + own <= WEIGHT


# --- moving -------------------------------------------------------------------------------------------

PAGE, NAME = "binary", "fig-binary-moves"
FIGURE = "document.querySelector('.movable')"
NUMBERS = f"{FIGURE}.numbers().map(({{ p, value, gradient }}) => [p, value, gradient])"
RESTS = f"{FIGURE}.settled?.()"


def move(tab, address):
    """Open a page and ask for its figure."""
    tab.goto(address)
    tab.locator(".movable-start").click()
    tab.wait_for_function(RESTS)


def here(tab):
    tab.wait_for_function(RESTS)
    return [float(tab.locator(f".movable [name={name}]").input_value()) for name in "zy"]


def agree(tab, page):
    """The numbers that are drawn are the package's at the score and target of the sliders."""
    ((pairs, options),) = PAGES[page]
    z, y = here(tab)
    sides = setting(pairs, options).sides.values()
    numbers = [wanted(side, z, y) for side in sides]
    np.testing.assert_allclose(tab.evaluate(NUMBERS), numbers, rtol=1e-9, atol=1e-12)
    words = tab.locator(".movable .explorer-said").inner_text()
    for side, (p, value, gradient) in zip(sides, numbers, strict=True):
        told = f"{side.name}: prediction {said(p)}, loss {said(value)}, gradient {said(gradient)}."
        assert told in words


@pytest.mark.parametrize("page", PAGES)
def test_keys_move_score_and_target(tab, site, page):
    move(tab, f"{site}/{page}.html")
    agree(tab, page)
    z, y = here(tab)
    step = float(tab.locator(".movable [name=z]").get_attribute("step"))
    tab.keyboard.press("ArrowRight")  # the score has the focus
    tab.locator(".movable [name=y]").focus()
    tab.keyboard.press("ArrowLeft")
    assert here(tab) == pytest.approx([z + step, y - 0.05])
    agree(tab, page)


def test_the_pointer_moves_score_and_target(tab, site):
    move(tab, f"{site}/{PAGE}.html")
    svg = tab.locator(".movable svg.explorer-picture")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    tab.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 200)
    z, y = here(tab)
    assert 1 < z < 5
    assert y == 1
    agree(tab, PAGE)
    grip = tab.locator(".movable .ex-grip").bounding_box()
    tab.mouse.move(grip["x"] + 7, grip["y"] + 7)
    tab.mouse.down()
    tab.mouse.move(grip["x"] + 7, grip["y"] + 52, steps=4)
    tab.mouse.up()
    assert here(tab)[0] == z
    assert 0.3 < here(tab)[1] < 0.8
    agree(tab, PAGE)


def test_the_link_leads_to_what_is_seen_and_the_start_comes_back(tab, site):
    move(tab, f"{site}/{PAGE}.html")
    begin = here(tab)
    tab.keyboard.press("ArrowRight")
    agree(tab, PAGE)
    z, y = here(tab)
    follow(tab, tab.locator(".movable-link"))
    settled(tab)
    assert [float(tab.locator(f".explorer [name={name}]").input_value()) for name in "zy"] == [z, y]
    assert tab.locator(".explorer-note").inner_text() == ""
    move(tab, f"{site}/{PAGE}.html")
    tab.keyboard.press("End")
    tab.locator(".movable [type=reset]").click()
    assert here(tab) == begin
    agree(tab, PAGE)


def test_a_target_that_cannot_be_is_said(tab, site):
    """The loss that has none goes, with the reason; the other stays."""
    move(tab, f"{site}/{PAGE}.html")
    tab.locator(".movable [name=y]").focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function(RESTS)
    assert "not in [0, 1]" in tab.locator(".movable .explorer-said").inner_text()


def test_nothing_is_fetched_before_it_is_asked_for(heard, site):
    asked = []
    heard.tab.on("request", lambda request: asked.append(request.url))
    heard.tab.goto(f"{site}/{PAGE}.html", wait_until="networkidle")
    assert not [url for url in asked if any(name in url for name in LATER)]
    assert heard.tab.locator(".movable form").is_hidden()
    heard.tab.locator(".movable-start").focus()
    heard.tab.keyboard.press("Enter")
    heard.tab.wait_for_function(RESTS)
    for name in LATER:
        assert len([url for url in asked if f"/{name}?v=" in url]) == 1
    assert heard.errors == []


def test_what_cannot_be_fetched_is_said_and_can_be_asked_again(browser, site):
    context = opened(browser, "wide and light")
    tab = context.new_page()
    tab.route("**/moving.js*", lambda route: route.abort())
    tab.goto(f"{site}/{PAGE}.html")
    tab.locator(".movable-start").click()
    tab.locator(".movable-note", has_text="could not be fetched").wait_for()
    assert tab.locator(".movable figure img").is_visible()
    tab.unroute("**/moving.js*")
    tab.locator(".movable-start").click()
    tab.wait_for_function(RESTS)
    context.close()


def test_a_drag_draws_each_frame(tab, site, capsys):
    move(tab, f"{site}/{PAGE}.html")
    test_explorer.each_frame_is_drawn(tab, ".movable", capsys)


# --- for everybody, everywhere ------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["wide and light", "narrow and dark"])
def test_axe_finds_nothing_in_a_figure_that_moves(browser, site, view):
    context = opened(browser, view)
    tab = context.new_page()
    for page in (PAGE, "margins-and-links"):
        move(tab, f"{site}/{page}.html")
        assert axe(tab)[0] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
        assert tab.locator(".movable .explorer-said").get_attribute("aria-live") == "polite"
        label = tab.locator(".movable svg.explorer-picture").get_attribute("aria-label")
        assert "Score" in label
    context.close()


def test_it_moves_in_a_folder(browser):
    context = opened(browser, "wide and light")
    heard = Heard(context, "file:///")
    move(heard.tab, (SITE / "book" / f"{PAGE}.html").as_uri())
    heard.tab.keyboard.press("ArrowRight")
    agree(heard.tab, PAGE)
    assert heard.errors == []
    context.close()


def test_without_scripts_the_still_figure_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    ((pairs, options),) = PAGES[PAGE]
    tab.goto(f"{site}/{PAGE}.html")
    image = tab.locator(f"#{NAME} img")
    image.scroll_into_view_if_needed()
    assert image.is_visible()
    assert image.get_attribute("alt").endswith(told(setting(pairs, options)))
    assert tab.locator(".movable form").is_hidden()
    assert tab.locator(".movable-start").is_hidden()
    tab.locator(".movable-link").click()
    tab.wait_for_url(f"{site}/{setting(pairs, options).address}")
    context.close()


def test_paper_has_the_still_figure(tab, site):
    move(tab, f"{site}/{PAGE}.html")
    assert tab.locator(".movable figure img").is_hidden()
    tab.emulate_media(media="print")
    assert tab.locator(".movable figure img").is_visible()
    assert tab.locator(".movable form").is_hidden()
    assert tab.locator(".movable-start").is_hidden()


def test_forced_colours_leave_lines_to_see(browser, site):
    context = browser.new_context(forced_colors="active")
    tab = context.new_page()
    move(tab, f"{site}/{PAGE}.html")
    seen = """name => getComputedStyle(document.querySelector(`.movable svg ${name}`)).stroke"""
    ground = tab.evaluate(
        "getComputedStyle(document.querySelector('.movable svg')).backgroundColor"
    )
    colours = [tab.evaluate(seen, name) for name in (".ex-left .ex-curve", ".ex-right .ex-curve")]
    assert ground not in colours
    assert (
        tab.evaluate(
            "getComputedStyle(document.querySelector('.ex-right .ex-curve')).strokeDasharray"
        )
        != "none"
    )
    context.close()
