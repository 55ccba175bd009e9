"""The formulas of the pages are computed as they stand: both sides of every = are one number.

READINGS gives the letters of a labelled equation their meaning, most of them functions of the
package; those of an activation or a loss stand with its facts. An equation without a reading is not
computed: it defines, estimates, or has sets, matrices or expectations in it. The formulas of
docstrings are computed too.
"""

import inspect
import re
from pathlib import Path

import facts
import nbformat
import numpy as np
import page_rules
import pytest
import tex
from facts import column
from scipy.special import dawsn, expit
from scipy.stats import norm

from pairings import CATALOGUE, checks, compose, laws, matching
from pairings import activations as A
from pairings import losses as L
from pairings.report import typeset

BOOK = Path(__file__).parents[2] / "book"
RNG = np.random.default_rng(0)
DISPLAY = re.compile(r"\$\$\n((?:(?!\$\$).)*?)\n\$\$ \((eq-[\w-]+)\)", re.S)


def texts():
    yield from (path.read_text("utf-8") for path in sorted(BOOK.glob("*.md")))
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = page_rules.cells(nbformat.read(path, 4), "markdown")
        yield "\n\n".join(cell["source"] for cell in cells)


EQUATIONS = {label: body for text in texts() for body, label in DISPLAY.findall(text)}
Z = RNG.uniform(-3, 3, size=(40, 1))
P, Y, M = expit(Z), RNG.uniform(0.05, 0.95, size=(40, 1)), 1.7
DZ, DP, DW, DB = (rf"\frac{{\partial L}}{{\partial {v}}}" for v in ("z", "p", "w", "b"))


def slope(a, z):
    z = np.asarray(z, float) * np.ones_like(Z)
    return a.vjp(z, np.ones_like(z))


def of(a, z=Z, targets=None, **more):
    """The letters of one activation."""
    targets = a.forward(z[::-1] + 0.1) if targets is None else targets
    names = {"z": z, "y": targets, "p": a.forward(z), "a": lambda z: a.forward(z * np.ones_like(Z))}
    names |= {"a'": lambda z: slope(a, z)}
    if a.potential is not None:
        names |= {r"\Phi": column(a.potential), r"\Phi^*": column(a.conjugate)}
        names |= {"L": column(matching(a).value), DZ: matching(a).gradient(z, targets)}
    return names | more


def of_loss(loss, p=P, y=Y, **more):
    """The letters of one loss of a prediction."""
    return {"p": p, "y": y, "L": loss.value(p, y)[..., None], DP: loss.gradient(p, y)} | more


def bernoulli(y):
    return P**y * (1 - P) ** (1 - y)


def flow(law, *rest):
    """A time of escape as a function of the depth."""
    return lambda m, *more: law(m, *rest, *more)


def rows_of_classes():
    z = RNG.normal(size=(5, 4))
    p, y = A.softmax.forward(z), np.eye(4)[[0, 1, 2, 3, 0]]
    turned = [np.roll(array, 1, axis=-1) for array in (z, p, y)]
    return z, p, y, turned


ZK, PK, YK, (ZJ, PJ, YJ) = rows_of_classes()
GK = RNG.normal(size=ZK.shape)
SOFTMAX = {"z_k": ZK, "z_j": ZJ, "p_k": PK, "p_j": PJ, "y_k": YK, "p_i": PK, "y_i": YK}
SOFTMAX |= {r"\sum_j e^{z_j}": np.exp(ZK).sum(axis=-1, keepdims=True)}
POSITIVE = RNG.uniform(0.1, 3, size=(40, 1))
ALPHA, LAMBDA = A.SELU_ALPHA, A.SELU_SCALE
ELU = A.elu_with(ALPHA)
NORMAL = {"N": norm.cdf, "n": norm.pdf, "z": Z}


def elu_names(alpha=ALPHA):
    a = A.elu_with(alpha)
    target = a.forward(Z[::-1] + 0.1)
    return of(a, targets=target, **{r"\alpha": alpha})


# Each label with its letters.
READINGS = {
    # the chapter on yes and no
    "eq-sigmoid": of(A.sigmoid),
    "eq-sigmoid-slope": of(A.sigmoid),
    "eq-log-loss": of_loss(
        L.log_loss,
        L=column(L.log_loss.value),
        P=bernoulli,
        **{"P(y = 1)": bernoulli(1), "P(y = 0)": bernoulli(0)},
    ),
    "eq-sigmoid-potential": of(A.sigmoid, targets=np.round(Y)),
    "eq-log-loss-gradient": of_loss(L.log_loss),
    "eq-log-loss-score": of(A.sigmoid, targets=Y) | {DP: L.log_loss.gradient(P, Y)},
    "eq-log-loss-weights": {
        "p": P,
        "y": Y,
        "x": Z,
        DW: (P - Y) * Z,
        DB: matching(A.sigmoid).gradient(Z, Y),
    },
    "eq-proper-gradient": of(A.sigmoid, w=lambda p: 1.0)
    | {DZ: compose(A.sigmoid, L.squared_error).gradient(Z, A.sigmoid.forward(Z[::-1] + 0.1))},
    "eq-escape-time": {
        "m": M,
        r"T_{\text{log}}": laws.escape_time_log_loss,
        r"T_{\text{sq}}": laws.escape_time_squared_error,
        r"T_{\text{abs}}": laws.escape_time_absolute_error,
    },
    # the theorem
    "eq-matching-demand": of(ELU),
    "eq-matching-integral": of(ELU, c=column(ELU.conjugate)),
    "eq-matching-loss": of(ELU),
    "eq-matching-relu": of(A.relu, **{r"L_{\text{ReLU}}": column(matching(A.relu).value)}),
    "eq-matching-bregman": of(
        A.softplus,
        **{
            r"\hat z": Z[::-1] + 0.1,
            r"D_\Phi": lambda z, _: matching(A.softplus).value(
                z, A.softplus.forward(Z[::-1] + 0.1)
            )[:, None],
        },
    ),
    # classes and labels
    "eq-multiclass-softmax": SOFTMAX | {"a_j": lambda z: PJ, "z": ZK},
    "eq-multiclass-two": {
        "p_1": expit(Z - Y),
        "z_1": Z,
        "z_0": Y,
    },
    "eq-multiclass-score-loss": SOFTMAX
    | {"z": ZK, "y": YK, "L": lambda z, y: matching(A.softmax).value(z, y)[:, None]},
    "eq-multiclass-gradient": SOFTMAX
    | {
        r"\frac{\partial L}{\partial z_i}": matching(A.softmax).gradient(ZK, YK),
        r"\sum_k \Bigl( -\frac{y_k}{p_k} \Bigr)\, p_k \bigl( [k = i] - p_i \bigr)": compose(
            A.softmax, L.cross_entropy
        ).gradient(ZK, YK),
        r"\sum_k y_k [k = i]": YK,
    },
    "eq-multiclass-floor": {
        "K": 10.0,
        "L": np.nan,
    },
    "eq-multilabel-output": {"p_k": P, "z_k": Z},
    "eq-multilabel-gradient": {
        r"\frac{\partial L}{\partial z_k}": compose(A.sigmoid, L.log_loss).gradient(Z, Y),
        "p_k": P,
        "y_k": Y,
    },
    "eq-multiclass-shift": SOFTMAX
    | {"z": ZK, "c": 0.7, "a_j": lambda z: np.roll(A.softmax.forward(z), 1, axis=-1)}
    | {r"\sum_k e^{z_k}": np.exp(ZK).sum(axis=-1, keepdims=True)},
    # positive numbers
    "eq-positive-relu-squared": of(A.relu)
    | {"L": column(compose(A.relu, L.squared_error).value), "y": POSITIVE},
    "eq-positive-relu-matching": of(A.relu),
    "eq-positive-exp-matching": of(A.exp),
    "eq-positive-relu-gradient": of(A.relu, targets=POSITIVE)
    | {DZ: compose(A.relu, L.squared_error).gradient(Z, POSITIVE)},
    "eq-positive-escape-relu": {
        "m": M,
        "y": 1.3,
        r"T_{\text{ReLU}}": flow(laws.escape_time_relu_matching, 1.3),
    },
    "eq-positive-escape-exp": {
        "m": M,
        "y": 1.3,
        "u_0": np.exp(-M),
        r"T_{\text{match}}": laws.escape_time_exp_poisson(M, 1.3),
        r"T_{\text{sq}}": laws.escape_time_exp_squared_error(M, 1.3),
    },
    # ReLU, ELU, SELU
    "eq-outputs-relu": of(A.relu)
    | {"L": matching(A.relu).value(Z, A.relu.forward(Z[::-1] + 0.1))[:, None]},
    "eq-outputs-gradient": of(A.selu)
    | {
        r"\frac{\partial L_{\text{sq}}}{\partial z}": compose(A.selu, L.squared_error).gradient(
            Z, A.selu.forward(Z[::-1] + 0.1)
        )
    },
    "eq-outputs-selu": of(A.selu)
    | {
        "L": matching(A.selu).value(Z, A.selu.forward(Z[::-1] + 0.1))[:, None],
        r"\lambda": LAMBDA,
        r"\Phi_{\text{ELU}}": column(ELU.potential),
        r"\Phi^*_{\text{ELU}}": column(ELU.conjugate),
        r"L_{\text{ELU}}": column(matching(ELU).value),
    },
    "eq-outputs-elu": elu_names()
    | {
        "L": matching(ELU).value(Z, ELU.forward(Z[::-1] + 0.1))[:, None],
        "z": -np.abs(Z),
        "y": ELU.forward(-np.abs(Z[::-1])),
    }
    | {"L": matching(ELU).value(-np.abs(Z), ELU.forward(-np.abs(Z[::-1])))[:, None]}
    | {"t": ELU.forward(-np.abs(Z[::-1])) + ALPHA, "m": ALPHA * np.exp(-np.abs(Z))},
    "eq-outputs-escape": {
        "m": M,
        "y": 0.5,
        "d": LAMBDA * ALPHA,
        r"T^{\exp}_{\text{match}}": laws.escape_time_exp_poisson,
        r"T^{\exp}_{\text{sq}}": laws.escape_time_exp_squared_error,
        r"T_{\text{match}}": lambda m: laws.escape_time_elu_matching(m, 0.5, ALPHA, LAMBDA),
        r"T_{\text{sq}}": lambda m: laws.escape_time_elu_squared_error(m, 0.5, ALPHA, LAMBDA),
    },
    # laws
    "eq-laws-time-boosting": {"m": M, "T": lambda m: 4 * -np.expm1(-m / 2)},
    "eq-laws-time-tanh": {
        "m": M,
        r"T_{\log}": laws.escape_time_log_loss,
        r"T_{\text{sq}}^{\sigma}": laws.escape_time_squared_error,
        r"T_{\text{match}}": lambda m: laws.escape_time_log_loss(2 * m) / 4,
        r"T_{\text{sq}}": lambda m: laws.escape_time_squared_error(2 * m) / 16,
    },
    "eq-laws-time-probit-squared": {
        "m": M,
        "B": lambda m: 2 * np.sqrt(np.pi) * np.exp(m * m / 2) * dawsn(m / np.sqrt(2)),
        "D": dawsn,
    },
    "eq-laws-double": {
        DZ: checks.finite_difference(lambda z: L.log_loss.value(expit(expit(z)), Y), Z),
        "p": expit(expit(Z)),
        "q": expit(Z),
        "y": Y,
    },
    # numbers, and when not to match
    "eq-nomatch-gelu-potential": NORMAL
    | {r"\Phi": lambda z: ((z * z - 1) * norm.cdf(z) + z * norm.pdf(z)) / 2, "z": 0.7},
    "eq-regression-escape": {
        "m": M,
        r"T_{\text{squared}}": lambda m: np.log1p(m),
        r"T_{\text{absolute}}": lambda m: m,
        r"T_{\text{Huber}}": lambda m: m,
    },
    "eq-regression-gradient": of(A.identity, x=Y)
    | {DP: L.squared_error.gradient(Z, Z[::-1] + 0.1), DW: (Z - Z[::-1] - 0.1) * Y},
    "eq-when-log-link": of_loss(L.gamma, POSITIVE, POSITIVE[::-1], q=2.0)
    | {DZ: compose(A.exp, L.gamma).gradient(np.log(POSITIVE), POSITIVE[::-1])},
    # the page of formulas, where rows share a whole
    "eq-softmax": {
        r"\Phi(z)": A.softmax.potential(ZK)[:, None],
        r"\Phi^*(y)": A.softmax.conjugate(PK)[:, None],
        r"J(z)^{\mathsf T} g": A.softmax.vjp(ZK, GK),
        r"\Phi": A.softmax.potential(ZK)[:, None],
        "z_j": ZK,
        "y_k": PK,
        "p": PK,
        "g": GK,
    },
    "eq-cross-entropy": SOFTMAX
    | {
        "L": L.cross_entropy.value(PK, YK)[:, None],
        r"\frac{\partial L}{\partial p_k}": L.cross_entropy.gradient(PK, YK),
    },
}


def read_with(fact) -> dict:
    """The letters of the equation of an activation or a loss."""
    letters = fact.equation[1]
    if isinstance(fact, facts.OfLoss):
        p, y = fact.predictions_and_targets(shape=(40, 1))
        return of_loss(fact.of, p, y) | (letters(p, y) if callable(letters) else letters)
    z = fact.scores(shape=(40, 1))
    return of(fact.of, z) | (letters(z) if callable(letters) else letters)


EVERY = (*facts.ACTIVATIONS, *facts.LOSSES)
READINGS |= {
    "eq-excess": {
        "z": Z,
        "w": Y,
        "u": Z,
        "E": lambda z, w: np.exp(z) - w - w * (z - np.log(w)),
        r"\varphi": lambda u: np.exp(u) - 1 - u,
    },
    "eq-residual": {"z": Z, "y": Y, "a": column(A.sigmoid.forward)},
}
READINGS = {fact.equation[0]: read_with(fact) for fact in EVERY if fact.equation} | READINGS
# Equations of formulas of the package that say more, or less, than that two sides are equal.
DEFINED = {
    "eq-sparsemax": "by a threshold that is defined, not computed",
    "eq-entmax": "by a threshold that is defined, not computed",
    "eq-softplus-potential": "by a dilogarithm",
    "eq-tweedie": "by an integral for each power",
}


NOT_COMPUTED = {r"1, \dots, K"}  # which values an index has


def differing(label: str, body: str) -> list[str]:
    """The equalities of an equation that do not hold."""
    found = []
    for sides in tex.chains(body):
        if NOT_COMPUTED & set(sides):
            continue
        values = [tex.value(side, READINGS[label]) for side in sides]
        for i, number in enumerate(values[1:], start=1):
            if not np.allclose(number, values[0], rtol=1e-9, atol=1e-12):
                found.append(f"{sides[0]} = {sides[i]}")
    return found


@pytest.mark.parametrize("label", READINGS)
def test_both_sides_of_an_equation_are_equal(label):
    assert tex.chains(EQUATIONS[label])
    assert differing(label, EQUATIONS[label]) == []


def labels_of_formulas() -> set[str]:
    """The equations that the functions of the records name."""
    formulas = [part for fact in EVERY for part in fact.of.bare if callable(part)]
    texts = [inspect.getdoc(getattr(part, "func", part)) or "" for part in formulas]
    return set(re.findall(r":eq:`(eq-[\w-]+)`", " ".join(texts)))


def test_every_equation_of_a_formula_is_computed():
    """A new one needs `equation` in its facts, with the letters that z, y, p, a, Φ do not explain."""
    assert labels_of_formulas() - READINGS.keys() == set(DEFINED)
    assert EQUATIONS.keys() >= READINGS.keys()


# --- docstrings -----------------------------------------------------------------------------------

KINDS = {"a(z)": "forward", "Φ(z)": "potential", "Φ*(y)": "conjugate"}
SAID = re.compile(r"^(a\(z\)|Φ\(z\)|Φ\*\(y\)) = (.*?)(?:, summed over|\.$|\. |\.\n|$)", re.S | re.M)


def said():
    """(record, kind, formula) for the first line of the docstring of every formula of the table."""
    for fact in facts.ACTIVATIONS:
        for kind in KINDS.values():
            function = getattr(fact.of.bare, kind)
            function = getattr(function, "func", function)
            found = SAID.match(inspect.getdoc(function) or "") if function else None
            if found and kind not in fact.in_words and not fact.made:
                yield pytest.param(fact, kind, found[2], id=f"{fact.name} {kind}")


def pieces(text: str):
    """(formula, condition or "") of `z for z > 0, 0 for z ≤ 0`."""
    line = typeset(re.split(r",? with |: | = ", " ".join(text.split()))[0])
    for part in re.split(r"(?<=\$), ", line):
        formula, _, condition = part.partition(" for ")
        yield formula.partition("$ on ")[0].strip("$ "), condition.strip("$ ")


@pytest.mark.parametrize(("fact", "kind", "text"), list(said()))
def test_a_docstring_says_what_its_function_does(fact, kind, text):
    record = fact.of
    z = Z if kind != "conjugate" else record.forward(Z)
    names = dict(fact.letters) | {"z": z, "y": z, "p": record.forward(z)}
    read = list(pieces(text))
    values = [tex.value(formula, names) for formula, _ in read]
    where = [tex.holds(c, names) if c else np.full(z.shape, True) for _, c in read]
    found = getattr(record, kind)(z)
    found = found if kind == "forward" else found[..., None]
    np.testing.assert_allclose(tex.choose(where, values), found, rtol=1e-9, atol=1e-12)


# --- the catalogue ------------------------------------------------------------------------------


READ = [  # of which a test knows the letters
    entry
    for entry in CATALOGUE.values()
    if entry.pairing.activation or facts.ROWS[entry.name].letters
]


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry.name)
def test_the_gradient_that_a_row_shows_is_its_gradient(entry):
    """Of several scores one formula each, in the letters of the prediction or of the row's facts."""
    pairing = entry.pairing
    if letters := facts.ROWS[entry.name].letters:
        z, y = facts.ROWS[entry.name].draw(np.random.default_rng(0))
        names = {"z": z, "y": y, "p": pairing.predict(z)} | letters(z, y, pairing.predict(z))
        shown = entry.gradient.split(r", \;")
        values = L.together(*(tex.value(formula, names) for formula in shown))
        np.testing.assert_allclose(values, pairing.gradient(z, y), rtol=1e-9, atol=1e-12)
        return
    z = Z if pairing.activation is not A.softmax else ZK
    z = np.concatenate([z * (-0.5) ** k for k in range(pairing.scores)], axis=1)
    p = pairing.predict(z)
    y = pairing.predict(z[::-1] + 0.1)[:, :: pairing.scores]
    names = {"z": z, "y": y, "p": p, r"\delta": 1.0, "m": p[:, :1], "v": p[:, 1:]}
    if pairing.scores > 1:
        names |= {r"\sigma": expit, "s": p[:, 1:2]}
        for k in range(pairing.scores):
            names |= {f"z_{k + 1}": z[:, k : k + 1], f"q_{k + 1}": p[:, k : k + 1]}
    shown = entry.gradient.split(r", \;") if pairing.scores > 1 else [entry.gradient]
    values = np.concatenate([tex.value(formula, names) for formula in shown], axis=1)
    np.testing.assert_allclose(values, pairing.gradient(z, y), rtol=1e-9, atol=1e-12)
