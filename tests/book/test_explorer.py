"""The figures that move: their formulas are the package's.

In every engine that is found: Chromium, where the site is looked at, and Node. Without either nothing
of this is known, and one line says so; under CI or REQUIRE_BROWSER it is an error.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import explorer_vectors as vectors
import pytest
from explorer import ROOMS, one_score_activations, one_score_losses
from playwright.sync_api import sync_playwright
from test_browser import BROWSER, QUIET

ROOT = Path(__file__).parents[2]
FORMULAS = ROOT / "book" / "_style" / "pairings.js"
ENGINE = Path(__file__).with_name("explorer_engine.js")
NODE = shutil.which("node")
FORGOTTEN = (
    "book/_style/pairings.js: write the missing formula there, beside those of its room, with the name "
    f"and the algebra of the package (losses of one score from the rooms {', '.join(ROOMS)}; "
    "the rule is in book/_ext/explorer.py), or take out the one that the package has no more"
)


def in_node(questions):
    ran = subprocess.run(
        [NODE, str(ENGINE), str(FORMULAS)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def in_chromium(questions):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        tab = browser.new_page()
        for script in (FORMULAS, ENGINE):
            tab.add_script_tag(content=script.read_text(encoding="utf-8"))
        answers = tab.evaluate("questions => answered(questions, makePairings())", questions)
        browser.close()
    return answers


ENGINES = [engine for engine, there in ((in_chromium, BROWSER), (in_node, NODE)) if there]
if not ENGINES and not (os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER")):
    pytest.skip("NOT CHECKED, NEITHER CHROMIUM NOR NODE: formulas", allow_module_level=True)


def written(x):
    return [repr(float(v)).replace("inf", "Infinity") for v in x[:, 0]]


@pytest.mark.parametrize("engine", ENGINES)
def test_formulas_in_javascript_are_those_of_the_package(engine):
    asked = vectors.formulas()
    found = engine([[kind, a, b, written(x), written(y)] for kind, a, b, x, y in asked])
    assert set(found["names"]) == {*one_score_activations(), *one_score_losses()}, FORGOTTEN
    assert list(vectors.wrong(asked, found["answers"])) == []
    # Most of what is compared are numbers, also of the worst pair.
    assert min(vectors.compared_composed(asked)) >= 60
