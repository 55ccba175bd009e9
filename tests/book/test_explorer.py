"""The figures that move: their formulas are the package's, and the pictures show what the formulas say.

Formulas are compared in Chromium, and in Node where it is found.
"""

import gzip
import json
import re
import shutil
import statistics
import subprocess
from pathlib import Path

import explorer_vectors as vectors
import numpy as np
import pytest
from chromium import SITE, Heard, address_of, axe, opened
from complete_table import moving
from explorer import ROOMS, SCRIPTS, one_score_activations, one_score_losses, records
from playground import PLAY, clouds, played, playground_data

from pairings import CATALOGUE, activations, compose, losses, matching, network

ROOT = Path(__file__).parents[2]
STYLE = ROOT / "book" / "_style"
FORMULAS = STYLE / "pairings.js"
ENGINE = Path(__file__).with_name("explorer_engine.js")
NODE = shutil.which("node")
FORGOTTEN = (
    "book/_style/pairings.js: write the missing formula there, beside those of its room, with the name "
    f"and the algebra of the package (losses of one score from the rooms {', '.join(ROOMS)}; "
    "the rule is in book/_ext/explorer.py), or take out the one that the package has no more"
)
WEIGHT = 40_000  # bytes, compressed: both scripts and their data
START = "explorer.html?z=-4"


# --- formulas -----------------------------------------------------------------------------------------


def in_node(questions, _):
    ran = subprocess.run(
        [NODE, str(ENGINE), str(FORMULAS)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def in_chromium(questions, browser):
    tab = browser.new_page()
    for script in (FORMULAS, ENGINE):
        tab.add_script_tag(content=script.read_text(encoding="utf-8"))
    ask = "text => JSON.stringify(answered(JSON.parse(text), makePairings()))"
    answers = tab.evaluate(ask, json.dumps(questions))
    tab.close()
    return json.loads(answers)


def written(x):
    return [repr(float(v)).replace("inf", "Infinity") for v in x[:, 0]]


@pytest.mark.parametrize("engine", [in_chromium, *[in_node] * bool(NODE)])
def test_formulas_in_javascript_are_those_of_the_package(engine, browser):
    asked = vectors.formulas()
    found = engine([[kind, a, b, written(x), written(y)] for kind, a, b, x, y in asked], browser)
    assert set(found["names"]) == {*one_score_activations(), *one_score_losses()}, FORGOTTEN
    assert list(vectors.wrong(asked, found["answers"])) == []
    # Most of what is compared are numbers, also of the worst pair.
    assert min(vectors.compared_composed(asked)) >= 60


def test_a_formula_that_is_off_in_the_eleventh_digit_is_seen():
    asked = [q for q in vectors.formulas() if q[:3] == ("matched", "sigmoid", None)]
    ((_, _, _, x, y),) = asked
    value, gradient = activations.sigmoid.excess(x, y), activations.sigmoid.residual(x, y)
    right = {"value": value, "gradient": gradient[:, 0]}
    assert list(vectors.wrong(asked, [right])) == []
    assert len(list(vectors.wrong(asked, [right | {"value": value * (1 + 1e-11)}]))) == 1
    assert len(list(vectors.wrong(asked, [right | {"gradient": np.full(len(x), np.nan)}]))) == 1


# --- the page -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(site):
    return f"{site}/book"


@pytest.fixture
def heard(browser, site):
    context = opened(browser, "wide and light")
    yield Heard(context, site.removesuffix("/book"))
    context.close()


@pytest.fixture
def tab(heard):
    yield heard.tab
    assert (heard.foreign, heard.failed, heard.errors) == ([], [], [])


def settled(tab):
    """Until the picture is drawn and said in words."""
    tab.wait_for_function("document.querySelector('.explorer')?.settled?.()")


def go(tab, address):
    tab.goto(address)
    settled(tab)


def shown(tab, side):
    """The numbers beside the panels of a side, from the top."""
    numbers = tab.locator(f"[data-side={side}] .ex-number").all_text_contents()
    return [float(text.replace("−", "-").replace("∞", "inf")) for text in numbers]


PAIRS = [
    ("sigmoid", "squared_error", -4.0, 1.0),
    ("elu", "squared_error", -2.0, 0.5),
    ("relu", "log_loss", 0.5, 1.0),
    ("exp", "tweedie", 1.5, 3.0),
    ("tanh", "huber", 0.6, -0.5),
]


@pytest.mark.parametrize(("a", "cost", "z", "y"), PAIRS)
def test_the_numbers_beside_the_picture_are_the_package_s(tab, site, a, cost, z, y):
    go(tab, f"{site}/explorer.html?left={a}.matching&right={a}.{cost}&z={z}&y={y}")
    output = getattr(activations, a)
    pairs = matching(output), compose(output, getattr(losses, cost), guard=False)
    at, target = np.array([[z]]), np.array([[y]])
    for side, pair in zip(("left", "right"), pairs, strict=True):
        wanted = pair.predict(at)[0, 0], pair.value(at, target)[0], pair.gradient(at, target)[0, 0]
        assert shown(tab, side) == pytest.approx(wanted, rel=1e-3)


AREA = """([panel, place]) => {
  const side = document.querySelector("[data-side=left]"), part = side.querySelector("svg").scale[panel];
  const text = side.querySelectorAll(".ex-area")[place].getAttribute("d");
  const points = text.match(/-?[\\d.]+ -?[\\d.]+/g).map(pair => pair.split(" ").map(Number));
  const cross = ([x, y], [u, v]) => x * v - u * y;
  const twice = points.reduce((sum, point, i) => sum + cross(point, points[(i + 1) % points.length]), 0);
  return Math.abs(twice / 2 / (part.X(1) - part.X(0)) / (part.Y(0) - part.Y(0.001)) / 1000);
}"""


@pytest.mark.parametrize(
    ("a", "z", "y"),
    [
        ("identity", -2, 1),
        ("softplus", 3, 0.5),
        ("elu", -2, 0.5),
        ("tanh", 2, -0.5),
        ("relu", -2, 1),
    ],
)
def test_the_area_is_the_loss_the_height_and_the_gap(tab, site, a, z, y):
    """What is painted, measured in the picture."""
    go(tab, f"{site}/explorer.html?left={a}.matching&z={z}&y={y}&width=4&gap=1")
    _, height, _, gap = shown(tab, "left")
    assert gap == pytest.approx(height, rel=1e-3)
    for place, panel in enumerate(("first", "third")):
        assert tab.evaluate(AREA, [panel, place]) == pytest.approx(height, rel=0.02)


def test_the_area_under_any_gradient_is_the_loss_above_its_lowest_point(tab, site):
    go(tab, f"{site}/explorer.html?left=sigmoid.squared_error&z=-2&y=0.5&width=4")
    _, height, _ = shown(tab, "left")
    assert tab.evaluate(AREA, ["third", 0]) == pytest.approx(height, rel=0.02)


def test_across_the_prediction_two_numbers_multiply_to_the_gradient(tab, site):
    go(tab, f"{site}/{START}")
    gradients = [shown(tab, side)[2] for side in ("left", "right")]
    go(tab, f"{site}/{START}&axis=prediction")
    for side, gradient in zip(("left", "right"), gradients, strict=True):
        slope, _, by_prediction = shown(tab, side)
        assert slope * by_prediction == pytest.approx(gradient, rel=2e-3)


def test_descents_are_those_of_the_package(tab, site):
    go(tab, f"{site}/explorer.html?z=-3")
    tab.locator("button[name=more][value='10']").click()
    tab.locator("button[name=more][value='1']").click()
    tab.wait_for_function(
        "document.querySelector('.explorer-went').textContent.includes('After 11')"
    )
    said = tab.locator(".explorer-went").inner_text()
    for pair in (matching(activations.sigmoid), compose(activations.sigmoid, losses.squared_error)):
        z, y = np.array([[-3.0]]), np.array([[1.0]])
        for _ in range(11):
            z = z - pair.gradient(z, y)
        (end,) = re.findall(rf"{re.escape(pair.name)}: from −3 to ([−\d.]+\d)", said)
        assert float(end.replace("−", "-")) == pytest.approx(z[0, 0], rel=1e-3)


@pytest.mark.parametrize(("number", "z"), [(np.float32, 15.0), (np.float16, 7.0)])
def test_a_shorter_number_loses_the_digits_of_a_rounded_prediction(tab, site, number, z):
    """The naive loss is that of the prediction rounded once; the exact one keeps its digits."""
    bits = np.dtype(number).itemsize * 8
    go(tab, f"{site}/explorer.html?right=sigmoid.log_loss&y=0&z={z}&width=40&format={bits}")
    p = number(activations.sigmoid.forward(np.array([[z]]))[0, 0])
    (wanted,) = losses.log_loss.value(np.array([[float(p)]]), np.array([[0.0]]))
    assert shown(tab, "right")[1] == pytest.approx(wanted, rel=1e-3)
    assert shown(tab, "left")[1] == pytest.approx(z, rel=1e-3)
    said = tab.locator(".explorer-said").inner_text()
    assert said.count("The loss should be") == 1
    assert f"of float{bits} right" in said


def test_what_the_figure_loses_is_not_more_than_the_package_loses():
    """In float32 the package rounds on the way, too."""
    z, y = np.array([[15.0]], np.float32), np.zeros((1, 1), np.float32)
    (composed,) = compose(activations.sigmoid, losses.log_loss).value(z, y)
    p = np.float32(activations.sigmoid.forward(z.astype(float)))
    (once,) = losses.log_loss.value(p.astype(float), y.astype(float))
    assert abs(composed - 15) > abs(once - 15) > 0.01


# --- moving it ------------------------------------------------------------------------------------------

DRAG = """async ([holder, moves]) => {
  const root = document.querySelector(holder), svg = root.querySelector(".explorer-picture");
  const box = svg.getBoundingClientRect();
  const send = (name, x) => svg.dispatchEvent(new PointerEvent(name,
    { clientX: box.left + x, clientY: box.top + 250, pointerId: 1, bubbles: true }));
  root.frames.length = 0;
  send("pointerdown", 100);
  for (let i = 0; i < moves; i++) {
    send("pointermove", 100 + 3 * i);
    await new Promise(requestAnimationFrame);
  }
  send("pointerup", 100);
  return root.frames;
}"""


def each_frame_is_drawn(tab, holder, capsys):
    """Reported, not timed out on: how long a frame takes depends on what else runs."""
    frames = tab.evaluate(DRAG, [holder, 100])
    assert len(frames) >= 99
    assert tab.locator(f"{holder} [name=z]").input_value() != "-4"
    with capsys.disabled():
        middle, late = f"{statistics.median(frames):.1f} ms", f"{sorted(frames)[94]:.1f} ms"
        print(f" a drag, {holder}: {middle} a frame, 95 of 100 under {late} (to stay under 16)")


def test_a_drag_draws_each_frame(tab, site, capsys):
    go(tab, f"{site}/{START}")
    each_frame_is_drawn(tab, ".explorer", capsys)


def test_the_level_is_dragged(tab, site):
    go(tab, f"{site}/{START}")
    grip = tab.locator("[data-side=left] .ex-grip").bounding_box()
    tab.mouse.move(grip["x"] + 7, grip["y"] + 7)
    tab.mouse.down()
    tab.mouse.move(grip["x"] + 7, grip["y"] + 62, steps=4)
    tab.mouse.up()
    assert 0.3 < float(tab.locator("[name=y]").input_value()) < 0.8
    assert tab.locator("[name=z]").input_value() == "-4"


def test_keys_move_score_and_target_and_it_is_said(tab, site):
    go(tab, f"{site}/{START}")
    tab.locator("[name=z]").focus()
    tab.keyboard.press("ArrowRight")
    tab.locator("[name=y]").focus()
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_function(
        "document.querySelector('.explorer-said').textContent.includes('Score −3.95, target 0.95')"
    )
    assert tab.locator(".explorer-said").get_attribute("aria-live") == "polite"
    assert "z=-3.95" in address_of(tab)
    assert "y=0.95" in address_of(tab)


def test_the_address_brings_the_setting_back(tab, site):
    setting = "left=tanh.matching&right=gelu.huber&y=0.5&z=3&axis=prediction&width=4"
    setting += "&format=32&same=0&gap=1&rate=0.5&steps=7"
    go(tab, f"{site}/explorer.html?{setting}")
    assert address_of(tab).endswith(setting)
    assert tab.locator(".explorer-note").inner_text() == ""
    assert tab.locator("[name=right-activation]").input_value() == "gelu"
    assert not tab.locator("[name=same]").is_checked()


@pytest.mark.parametrize(
    "damage",
    [
        "left=sigmoid",
        "z=east",
        "y=",
        "format=8",
        "utm_source=x",
        "right=softmax.hinge",
        "steps=-1",
        "left=a.b.c",
        "width=%3Cb%3E",
    ],
)
def test_a_damaged_address_falls_back_with_a_note(tab, site, damage):
    go(tab, f"{site}/explorer.html?{damage}")
    assert damage.split("=")[0] in tab.locator(".explorer-note").inner_text()
    assert tab.locator("[name=left-activation]").input_value() == "sigmoid"
    assert tab.locator("[name=z]").input_value() == "-4"
    assert shown(tab, "left")[1] == pytest.approx(4.018, rel=1e-3)


def test_a_target_that_cannot_be_is_shown_with_the_reason(tab, site):
    go(tab, f"{site}/explorer.html?left=arctan.matching&right=gelu.matching&y=1.65")
    left, right = tab.locator(".explorer-word").all_inner_texts()
    assert activations.arctan.range.name in left
    assert activations.arctan.range.note.strip() in left
    assert activations.gelu.reason in right
    assert tab.locator(".ex-veil").count() == 4
    assert len(shown(tab, "left")) == 1


def test_settings_to_begin_with_are_all_known(tab, site):
    go(tab, f"{site}/explorer.html")
    links = tab.locator("a[href^='?']")
    assert links.count() >= 8
    for link in links.all():
        link.click()
        settled(tab)
        assert tab.locator(".explorer-note").inner_text() == ""
        assert not any(map(np.isnan, shown(tab, "right")))


def test_the_twin_says_what_the_package_says(tab, site):
    go(tab, f"{site}/{START}")
    tab.locator(".explorer-twin summary").click()
    tab.wait_for_selector(".explorer-twin td")
    rows = [row.split("\t") for row in tab.locator(".explorer-twin tbody tr").all_inner_texts()]
    found = np.array([[float(cell.replace("−", "-")) for cell in row] for row in rows])
    z, y = found[:, :1], np.ones((len(found), 1))
    pairs = matching(activations.sigmoid), compose(activations.sigmoid, losses.squared_error)
    assert len(z) == 17
    for i, pair in enumerate(pairs):
        wanted = np.column_stack([pair.predict(z), pair.value(z, y), pair.gradient(z, y)])
        np.testing.assert_allclose(found[:, 1 + 3 * i : 4 + 3 * i], wanted, rtol=6e-3)


def answers_of_the_package():
    """Which choice is right, question by question."""

    def pull(a, cost, z, y):
        a = getattr(activations, a)
        pair = matching(a) if cost is None else compose(a, getattr(losses, cost), guard=False)
        return pair.gradient(np.array([[z]], float), np.array([[y]], float))[0, 0]

    sigmoid, square = ("sigmoid", None), ("sigmoid", "squared_error")
    yield int(abs(pull(*sigmoid, -5, 1)) < abs(pull(*square, -5, 1)))
    yield 0 if 0.9 < pull(*sigmoid, -10, 1) / pull(*sigmoid, -5, 1) < 1.1 else 1
    yield 2 if 140 < pull(*square, -5, 1) / pull(*square, -10, 1) < 160 else 0
    yield [-1, 0, -2].index(pull("relu", "squared_error", -2, 1))
    yield [-1, 0, -3].index(pull("relu", None, -2, 1))
    yield [2, 1, 0.5].index(
        pull("identity", "absolute_error", 8, 0) / pull("identity", "absolute_error", 4, 0)
    )
    p = np.float16(activations.sigmoid.forward(np.array([[9.0]])))
    yield 2 if np.isinf(losses.log_loss.value(p.astype(float), np.zeros((1, 1)))) else 0
    yield int(abs(pull("exp", None, 3, 3)) < abs(pull("exp", None, -3, 3)))
    z = np.linspace(-8.003, 8, 4001)[:, None]
    gradient = compose(activations.gelu, losses.squared_error).gradient(z, np.full_like(z, -0.1))
    yield [1, 2, 0].index(np.sum(np.diff(np.sign(gradient[:, 0])) > 0))
    ends = []
    for pair in (sigmoid, square):
        z = -8.0
        for _ in range(20):
            z -= pull(*pair, z, 1)
        ends.append(z > 0)
    yield [[True, True], [True, False], [False, False]].index(ends)


def test_the_ten_questions_have_the_package_s_answers(tab, site):
    go(tab, f"{site}/explorer.html")
    right = tab.evaluate("document.querySelector('.explorer').answers()")
    assert right == list(answers_of_the_package())
    assert len(right) == 10
    tab.locator(".explorer-quiz summary").click()
    for answer in right:
        tab.wait_for_selector(".ex-veil")  # nothing is shown before one has predicted
        tab.locator(f".explorer-quiz button[value='{answer}']").click()
        assert tab.locator(".explorer-why").inner_text().startswith("Yes.")
        tab.wait_for_function("document.querySelectorAll('.ex-veil').length < 4")
        tab.keyboard.press("Enter")
    tab.get_by_text("10 of 10 predicted").wait_for()
    assert tab.get_by_text("10 of 10 predicted").is_visible()


# --- for everybody, everywhere ------------------------------------------------------------------------

STATES = [
    "explorer.html?gap=1&steps=20",
    "explorer.html?y=1.2&z=junk",
    "explorer.html?axis=prediction&format=16",
]


@pytest.mark.parametrize("view", ["wide and light", "narrow and dark"])
def test_axe_finds_nothing_in_other_states(browser, site, view):
    context = opened(browser, view)
    tab = context.new_page()
    for address in STATES:
        go(tab, f"{site}/{address}")
        for fold in (".explorer-quiz summary", ".explorer-twin summary"):
            tab.locator(fold).click()
        tab.wait_for_selector(".explorer-quiz button[value]")
        tab.wait_for_selector(".explorer-twin td")
        settled(tab)
        assert axe(tab)[0] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]
    context.close()


COLOURS = """() => [[".ex-curve", "stroke"], [".ex-title", "fill"], ["", "backgroundColor"]].map(
  ([name, what]) => getComputedStyle(document.querySelector(`svg.explorer-picture ${name}`))[what])"""


def test_forced_colours_leave_lines_to_see(browser, site):
    context = browser.new_context(forced_colors="active")
    tab = context.new_page()
    go(tab, f"{site}/{START}")
    colours = tab.evaluate(COLOURS)
    assert colours[2] not in colours[:2]
    context.close()


def test_without_scripts_a_figure_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/explorer.html")
    assert tab.locator(".explorer figure img").is_visible()
    assert tab.locator(".explorer form").is_hidden()
    tab.goto(f"{site}/table.html")
    assert tab.locator(".complete tbody tr:visible").count() == len(CATALOGUE)
    context.close()


def test_it_works_from_a_folder(browser):
    context = opened(browser, "wide and light")
    heard = Heard(context, "file:///")
    go(heard.tab, f"{(SITE / 'book' / 'explorer.html').as_uri()}?z=3&left=exp.matching")
    assert shown(heard.tab, "left")[0] == pytest.approx(np.exp(3), rel=1e-3)
    heard.tab.locator(".playground").scroll_into_view_if_needed()
    heard.tab.wait_for_function(f"{RUNS}.left?.losses.length === 1")
    assert heard.errors == []
    context.close()


def test_it_is_light():
    files = [(STYLE / name).read_bytes() for name in (*SCRIPTS, "playground.js", "table.js")]
    data = [json.dumps(d, ensure_ascii=False).encode() for d in (records(), playground_data())]
    assert sum(len(gzip.compress(part)) for part in [*files, *data]) <= WEIGHT


# --- the network that is trained in the page ----------------------------------------------------------

RUNS = "document.querySelector('.playground').runs()"


@pytest.mark.parametrize(
    ("name", "start", "rate", "number"),
    [("moons", "bad", 0.3, 0), ("circles", "sane", 1.0, 1), ("blobs", "worse", 0.1, 2)],
)
def test_the_playground_trains_as_the_package_does(tab, site, name, start, rate, number):
    """To 1e-9, over the steps that a nudge of the first weights does not change."""
    go(tab, f"{site}/explorer.html")
    play = tab.locator(".playground")
    play.scroll_into_view_if_needed()
    tab.wait_for_function(f"{RUNS}.left?.losses.length === 1")  # it begins when it is seen
    chosen = {"data": name, "start": start, "rate": f"{rate:g}", "network": str(number)}
    for field, value in chosen.items():
        play.locator(f"[name={field}]").select_option(value=value)
    play.locator("[name=go]").click()
    tab.wait_for_function(
        f"{RUNS}.left.losses.length === 1000 && !{RUNS}.right.busy", timeout=60_000
    )
    for side, cost in (("left", "matching"), ("right", "squared_error")):
        found = tab.evaluate(f"{RUNS}.{side}")
        steps = found["repeats"]
        wanted = played(name, cost, number, start, rate, 1000).history["loss"]
        assert steps >= 300
        np.testing.assert_allclose(found["losses"][:steps], wanted[:steps], rtol=1e-9, atol=1e-9)
        share = f"{100 * found['wrong'][-1]:.1f}".removesuffix(".0")
        assert f"{share} % on the wrong side" in play.locator(f"[data-field={side}]").inner_text()


def test_what_the_page_says_of_the_playground():
    """From the bad start the matching loss leaves within thirty steps, squared error after hundreds."""
    x, y = clouds()["moons"]

    def wrong(params):
        return {"wrong": np.array(np.mean(network.scores(params, x, activations.tanh) * y <= 0))}

    at = [0, 30, 300, 1000]
    for start, early in (("sane", (0.2, 0.2)), ("bad", (0.2, 0.5))):
        for cost, most in zip(PLAY, early, strict=True):
            observed = {"observe": wrong, "observe_at": at}
            _, soon, later, last = played("moons", cost, 0, start, 0.3, 1000, **observed).history[
                "wrong"
            ]
            assert last < 0.05
            assert (soon == later == 0.5) if most == 0.5 else later <= soon < most


# --- the complete table -------------------------------------------------------------------------------


def rows_left(tab, words):
    tab.locator(".complete-form [name=find]").fill(words)
    return tab.locator(".complete tbody tr:visible").count()


def test_typing_finds_rows_by_plain_words_and_library_names(tab, site):
    tab.goto(f"{site}/table.html")
    assert rows_left(tab, "") == len(CATALOGUE)
    for words in (
        "a count",
        "BCEWithLogitsLoss",
        "mse",
        "wild target",
        "quantile 0.9",
        "PoissonRegressor",
    ):
        assert 1 <= rows_left(tab, words) < len(CATALOGUE), words
    assert "find=PoissonRegressor" in address_of(tab)
    assert rows_left(tab, "zyzzyva") == 0
    assert "No row" in tab.locator(".complete-form output").inner_text()
    tab.goto(f"{site}/table.html?find=median")
    assert (
        tab.locator(".complete-form output").inner_text().startswith(str(rows_left(tab, "median")))
    )


def test_what_people_call_it_is_in_the_table(tab, site):
    tab.goto(f"{site}/table.html")
    called = re.search(r"CALLED = \{(.*?)\};", (STYLE / "table.js").read_text("utf-8"), re.DOTALL)
    words = re.findall(r"(\w+): \"", called[1])
    assert len(words) >= 20
    assert [word for word in words if not rows_left(tab, word)] == []


def test_a_head_sorts_and_a_box_shows_a_column(tab, site):
    tab.goto(f"{site}/table.html")
    head = tab.locator(".complete thead th", has_text="output")
    head.locator("button").press("Enter")
    outputs = tab.locator(".complete tbody td:nth-child(3)").all_text_contents()
    words = [o.strip().lower() for o in outputs if o.strip()[:1].isascii() and "$" not in o]
    words = [word for word in words if word.isalpha()]  # formulas have an order of their own
    assert head.get_attribute("aria-sort") == "ascending"
    assert len(words) > 20
    assert words == sorted(words)
    column = tab.locator(".complete tbody td[data-head='Keras']").first
    assert column.is_hidden()
    tab.get_by_role("checkbox", name="Keras").check()
    assert column.is_visible()


FOLLOW = """address => {
  const link = document.createElement("a");
  link.setAttribute("href", address);
  document.body.append(link);
  link.click();
}"""


def test_rows_lead_to_their_setting(tab, site):
    tab.goto(f"{site}/table.html")
    links = [
        link.get_attribute("href")
        for link in tab.locator(".complete a[href*='explorer.html?']").all()
    ]
    assert len(links) == sum(bool(moving(entry)) for entry in CATALOGUE.values()) >= 8
    go(tab, f"{site}/explorer.html")
    for link in links:
        tab.evaluate(FOLLOW, link.removeprefix("explorer.html"))
        settled(tab)
        assert tab.locator(".explorer-note").inner_text() == ""
        left = re.search(r"left=(\w+)\.matching", link)[1]
        assert tab.locator("[name=left-activation]").input_value() == left


# --- where chapters lead to -----------------------------------------------------------------------------

SETTING = re.compile(r"explorer\.html\?([^)\s\\\"]+)")


def settings():
    """{page: the settings of the explorer that it leads to}."""
    pages = {path.stem: path.read_text("utf-8") for path in (ROOT / "book").glob("*.ipynb")}
    return {page: SETTING.findall(text.replace("&amp;", "&")) for page, text in pages.items()}


def test_every_chapter_with_a_row_that_moves_has_it_or_leads_to_it():
    found = settings()
    for page in {entry.page for entry in CATALOGUE.values() if moving(entry)}:
        has = ":::{movable}" in (ROOT / "book" / f"{page}.ipynb").read_text("utf-8")
        assert has or found[page], (
            f"book/{page}.ipynb: a figure that moves, or a link to explorer.html at a setting of its own"
        )


@pytest.mark.parametrize(
    ("page", "setting"), [(page, one) for page, some in settings().items() for one in some]
)
def test_a_setting_that_a_chapter_leads_to_can_be(page, setting):
    """Pairs that the figure has, a target that both take, a score and target within the sliders."""
    said = dict(part.split("=") for part in setting.split("&"))
    assert set(said) == {"left", "right", "z", "y"}
    z, y = np.array([[float(said["z"])]]), np.array([[float(said["y"])]])
    assert abs(z) <= 8
    for side in ("left", "right"):
        key, cost = said[side].split(".")
        a = one_score_activations()[key]
        loss = None if cost == "matching" else one_score_losses()[cost]
        pair = matching(a) if loss is None else compose(a, loss, guard=False)
        assert np.isfinite(pair.value(z, y)).all()
