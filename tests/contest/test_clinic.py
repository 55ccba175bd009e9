"""The corpus of the clinic is what its README says, and its score counts what it claims."""

import re
import tomllib
from collections import Counter

import cases
import clinic
import numpy as np
import other_tools
import pytest
import stand_ins
from clinic import Adviser

from pairings import CATALOGUE, compose

CORPUS = cases.read()
BY_ID = {case.id: case for case in CORPUS}


# --- the corpus -----------------------------------------------------------------------------------


def share(cases_) -> float:
    return len(list(cases_)) / len(CORPUS)


def test_the_corpus_has_the_size_and_the_balance_that_were_promised():
    assert len(CORPUS) >= 130
    assert 0.4 < share(case for case in CORPUS if not case.bug) < 0.6
    assert 0.45 < share(case for case in CORPUS if case.held_out) < 0.6
    visible = [case for case in CORPUS if case.bug and case.visible]
    assert share(visible) > 0.35


@pytest.mark.parametrize("framework", [*stand_ins.KNOWN, None])
def test_both_halves_have_sound_cases_and_bugs_of_each_framework(framework):
    found = Counter((c.held_out, c.bug) for c in CORPUS if c.framework == framework)
    assert min(found[half, bug] for half in (True, False) for bug in (True, False)) >= 8


def test_most_codes_have_a_case_in_each_half():
    for half in (True, False):
        used = {code for c in CORPUS if c.held_out is half for code in c.codes}
        assert len(used) > 0.7 * len(cases.CODES)
    assert len(cases.CODES) == len(set(cases.CODES)) > 30


def test_the_readme_tells_every_field():
    told = set(re.findall(r"`(\w+)(?: = \w+)?`|^(\w+) = ", cases.README, re.M))
    assert not cases.ALLOWED - {word for pair in told for word in pair}


def test_bugs_come_from_reports():
    """Issues and pull requests; a report may serve a sound case beside it."""
    for case in CORPUS:
        if case.bug:
            assert re.fullmatch(r"https://github\.com/[^/]+/[^/]+/(issues|pull)/\d+", case.source)


def test_nothing_is_counted_twice():
    """Neither within a half nor across: a case held out is no copy of an open one."""
    seen = {}
    for case in CORPUS:
        if case.visible:
            parts = (case.framework, case.output, case.loss, case.row, case.masked, case.y, case.z)
            assert seen.setdefault(repr(parts), case.id) == case.id


def of_the_package(bug: bool):
    return [c for c in CORPUS if c.framework is None and c.bug is bug]


@pytest.mark.parametrize("case", of_the_package(bug=False), ids=lambda case: case.id)
def test_a_sound_pairing_of_the_package_computes(case):
    output, loss, y, z = cases.arguments(case)
    if case.row is not None:
        pairing = CATALOGUE[case.row].pairing
    else:
        pairing = output if loss is None else compose(output, loss)
    if z is None:
        z = np.zeros((len(y), pairing.scores * y.shape[1] // pairing.columns))
    assert np.isfinite(pairing.value(z, y)).all()
    assert np.isfinite(pairing.gradient(z, y)).all()


def test_every_row_has_a_case_or_gets_one():
    drawn, left = cases.rows_without_case([])
    assert {case.row for case in drawn} | set(left) == set(CATALOGUE)
    for case in drawn:
        assert CATALOGUE[case.row].pairing.targets.contains(np.array(case.y)).all()
    named = [case for case in CORPUS if case.row is not None]
    assert not {case.row for case in named} & {
        case.row for case in cases.rows_without_case(named)[0]
    }


# --- a case that is none --------------------------------------------------------------------------

CASE = """
[[case]]
id = "a-case"
source = "https://github.com/pytorch/pytorch/issues/1"
story = "Something was done."
output = "sigmoid"
loss = "log_loss"
y = [[1.0], [0.0]]
verdict = "bug"
codes = ["double-sigmoid"]
visible = true
"""
BROKEN = {
    "no address": ('"https://github.com/pytorch/pytorch/issues/1"', '"somebody said"'),
    "lacks y": ("y = [[1.0], [0.0]]\n", ""),
    "is not in the list": ("double-sigmoid", "sigmoid-twice"),
    "neither codes nor visible": ('"bug"', '"sound"'),
    "accepted are sound, bug": ('"bug"', '"perhaps"'),
    "says why": ("visible = true", "visible = false"),
    "says true or false": ("visible = true\n", ""),
    "at least one": ('["double-sigmoid"]', "[]"),
    "unknown fields: label": ("\ny = ", "\nlabel = 1\ny = "),
    "either a row or an output": ("loss = ", 'row = "sigmoid + log loss"\nloss = '),
    "an output needs its loss": ('loss = "log_loss"\n', ""),
    "no record of pairings.losses": ('"log_loss"', '"logistic_loss"'),
    "recipe": ("[[1.0], [0.0]]", "{ odd = 3, samples = 2 }"),
    "known are pytorch, keras": ("output", 'framework = "caffe"\noutput'),
    "what a framework has": ("output", 'framework = "keras"\noutput'),
    "story: is empty": ("Something was done.", " "),
    "small letters": ("a-case", "A case"),
    "no TOML": ("[[1.0]", "[[1.0"),
}


def written(folder, text):
    (folder / "some.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_case_that_is_broken_below_is_one(tmp_path):
    (case,) = cases.read(written(tmp_path, CASE))
    assert case.codes == ("double-sigmoid",)
    assert not case.held_out


@pytest.mark.parametrize(("reason", "change"), BROKEN.items(), ids=[*BROKEN])
def test_a_broken_case_is_refused_with_its_file(tmp_path, reason, change):
    assert change[0] in CASE
    with pytest.raises(ValueError, match=r"some\.toml") as caught:
        cases.read(written(tmp_path, CASE.replace(*change, 1)))
    assert reason in str(caught.value)
    assert reason == "no TOML" or change[1] == "A case" or "a-case" in str(caught.value)


def test_an_id_stands_once(tmp_path):
    with pytest.raises(ValueError, match=r"some.toml, a-case: the id stands in some.toml"):
        cases.read(written(tmp_path, CASE + CASE))


def test_recipes():
    assert cases.numbers({"cycle": [0, 1], "samples": 3}).tolist() == [0, 1, 0]
    assert cases.numbers({"even": [0.0, 1.0], "samples": 3, "outputs": 1}).shape == (3, 1)
    bell = cases.numbers({"bell": [5.0, 2.0], "samples": 99})
    assert (bell.mean(), bell[49]) == (pytest.approx(5), pytest.approx(5))
    counts = cases.numbers({"counts": 2.5, "samples": 200})
    assert counts.mean() == pytest.approx(2.5, abs=0.05)
    assert (counts == counts.round()).all()
    assert cases.numbers({"cycle": [1], "samples": 8, "shape": [2, 4]}).shape == (2, 4)
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads("y = [1, 2")


# --- what frameworks have -------------------------------------------------------------------------


def test_a_stand_in_has_name_module_and_options():
    loss = stand_ins.stand_in("pytorch", "CrossEntropyLoss", ignore_index=-1)
    assert type(loss).__name__ == "CrossEntropyLoss"
    assert type(loss).__module__ == "torch.nn.modules.loss"
    assert (loss.ignore_index, loss.reduction, loss.weight) == (-1, "mean", None)
    dense = stand_ins.stand_in("keras", "Dense", units=3, activation="softmax")
    assert (dense.units, dense.activation.__name__) == (3, "softmax")
    loss = stand_ins.stand_in("keras", "BinaryCrossentropy", from_logits=True)
    assert loss.from_logits is loss.get_config()["from_logits"] is loss._fn_kwargs["from_logits"]
    assert isinstance(stand_ins.stand_in("pytorch", "BCELoss", called=False), type)


def test_a_stand_in_refuses_what_the_framework_has_not():
    with pytest.raises(ValueError, match="no option"):
        stand_ins.stand_in("pytorch", "BCELoss", from_logits=True)
    with pytest.raises(ValueError, match="known are"):
        stand_ins.stand_in("keras", "CrossEntropyLoss")


# --- the score ------------------------------------------------------------------------------------

FINDING = other_tools.Finding
SOUND = BY_ID["kr-labels"]
BUG = BY_ID["softmax-layer-then-cross-entropy"]
UNSEEN = BY_ID["half-on-scores"]


def scored(case, *findings, named=True):
    return clinic.outcome(case, Adviser("made up", lambda case: iter(findings), named))


def test_a_note_is_no_alarm():
    note = FINDING("double-softmax", "note")
    assert clinic.score([scored(SOUND, note)]).false_alarms == 0
    assert clinic.score([scored(BUG, note)]).found == 0


@pytest.mark.parametrize("severity", clinic.ALARMS)
def test_an_alarm_on_a_sound_case_is_false_and_counted_once(severity):
    alarms = [FINDING("double-softmax", severity), FINDING("threshold", severity)]
    s = clinic.score([scored(SOUND, *alarms), scored(SOUND)])
    assert (s.sound, s.false_alarms, s.bugs) == (2, 1, 0)
    assert "1 false alarms" in clinic.missed_goals(s)[0]


def test_a_bug_is_found_by_one_of_its_names():
    right, wrong = FINDING("probabilities-as-logits", "warning"), FINDING("threshold", "error")
    outcomes = [scored(BUG, right), scored(BUG, wrong, right), scored(BUG, wrong), scored(BUG)]
    s = clinic.score(outcomes)
    assert (s.bugs, s.found, s.recall) == (4, 2, 0.5)
    assert clinic.missed_goals(s) == ["recall 0.500, wanted 0.9"]
    assert clinic.score([scored(BUG, wrong, named=False)]).found == 1


def test_what_cannot_be_seen_is_counted_nowhere():
    alarm = FINDING("threshold", "error")
    s = clinic.score(
        [scored(UNSEEN), scored(UNSEEN, alarm), scored(BUG, FINDING("double-softmax"))]
    )
    assert (s.sound, s.false_alarms, s.bugs, s.found) == (0, 0, 1, 1)


def test_a_crash_is_counted_and_a_strange_severity_refused():
    def crash(case):
        raise AttributeError("has no attribute")

    outcome = clinic.outcome(BUG, Adviser("made up", crash, True))
    s = clinic.score([outcome])
    assert (s.crashes, s.found) == (1, 0)
    assert "1 crashes, wanted none" in clinic.missed_goals(s)
    assert "has no attribute" in clinic.details([outcome])[0]
    with pytest.raises(ValueError, match="severity 'fatal'"):
        scored(BUG, FINDING("double-softmax", "fatal"))


def test_nothing_to_find_is_no_success():
    assert clinic.missed_goals(clinic.score([]))


def knows_all(case):
    return [FINDING(case.codes[0])] if case.bug else [FINDING("threshold", "note")]


@pytest.mark.parametrize(
    ("advise", "code"), [(knows_all, 0), (lambda case: [], 1), (lambda case: [FINDING("x")], 1)]
)
def test_the_exit_code_tells_whether_goals_are_missed(monkeypatch, capsys, advise, code):
    fake = Adviser("our advice", advise, named=True)
    monkeypatch.setattr(clinic, "ours", lambda make: fake)
    monkeypatch.setattr(clinic.pairings, "check_pairing", None, raising=False)
    assert clinic.main([]) == code
    printed = capsys.readouterr().out
    assert ("all goals reached" in printed) is (code == 0)
    assert "not to be seen: half-on-scores" in printed


def test_the_adviser_gets_what_the_case_says(monkeypatch):
    asked = []

    def check_pairing(*arguments, **keywords):
        asked.append((arguments, keywords))
        return ()

    monkeypatch.setattr(clinic.pairings, "check_pairing", check_pairing, raising=False)
    advise = clinic.ours().advise
    row = next(case for case in CORPUS if case.row is not None)
    assert list(advise(row)) == []
    assert [arguments[0] for arguments, _ in asked] == [row.row, CATALOGUE[row.row].pairing]
    asked.clear()
    advise(BUG)
    ((output, loss, y, z), keywords), *_ = asked
    assert (type(output).__name__, type(loss).__name__) == ("Softmax", "CrossEntropyLoss")
    assert (y.shape, z.shape, keywords) == ((4,), (4, 3), {"framework": "pytorch"})


# --- the other tools ------------------------------------------------------------------------------


def codes(advise, name):
    return [finding.code for finding in advise(BY_ID[name])]


def test_the_rules_of_umlaut():
    assert codes(other_tools.umlaut, "kr-softmax-sparse") == []
    assert codes(other_tools.umlaut, "keras-softmax-with-from-logits") == []  # its known hole
    assert codes(other_tools.umlaut, "keras-linear-unit-into-binary-cross-entropy") == [
        "missing softmax"
    ]
    assert codes(other_tools.umlaut, "kr-sigmoid-binary") == [
        "missing softmax",
        "nonlinear last layer",
    ]


def test_the_rules_of_neuralint():
    said = other_tools.neuralint
    assert codes(said, "kr-softmax-sparse") == codes(said, "kr-sigmoid-binary") == []
    assert codes(said, "keras-softmax-with-from-logits") == ["wrong loss inputs 1"]
    assert codes(said, "kr-sigmoid-squared-error") == ["wrong loss inputs 2"]
    assert codes(said, "kr-labels-from-logits") == ["wrong loss inputs 3"]
    assert codes(said, "two-labels-one-logit") == ["wrong loss inputs 4"]
    assert codes(said, "kr-labels") == ["wrong loss inputs 5"]
    assert codes(said, "tanh-everywhere-with-categorical-loss") == ["wrong loss inputs 6"]
    assert "missing sigmoid" in codes(said, "keras-linear-unit-into-binary-cross-entropy")
    assert "wrong last activation" in codes(said, "keras-softmax-of-one-unit")
    assert codes(said, "kr-exponential-poisson") == []  # a loss that it does not know
