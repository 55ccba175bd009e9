"""Boosted trees: our gradient and curvature on the raw score against built-in objectives.

XGBoost and LightGBM grow twenty trees twice, by the name of their objective and by a pairing with
the library's own convention made explicit; the margins must be equal, to 1e-6 in LightGBM and to
1e-4 in XGBoost, which works in single precision. `python tests/proofs/frameworks/boosted.py` in an
environment with both. Objectives that refit their leaves after a tree has grown (L1, quantiles,
MAPE) are out of reach: a custom objective has no say in that, and the table shows it.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import lightgbm
import numpy as np
import xgboost

from pairings import CATALOGUE, Pairing, start
from pairings.inputs import one_hot
from pairings.records import nonnegative, positive, reals

ROUNDS, SAMPLES, POWER, CLASSES = 20, 400, 1.5, 3
BOOK = Path(__file__).parents[3] / "book"
CLOSE = {"LightGBM": 1e-6, "XGBoost": 1e-4}
RNG = np.random.default_rng(0)
X = RNG.normal(size=(SAMPLES, 4))
LINE = X[:, 0] - X[:, 1] ** 2 / 2 + 0.3 * X[:, 2]


def of_score(name, value, gradient, curvature, targets, predict=np.exp) -> Pairing:
    """The row of the catalogue with that gradient, or the formulas given."""
    z, y = np.linspace(-1, 2, 8)[:, None], np.linspace(0.5, 3, 8)[:, None]
    for entry in CATALOGUE.values():
        p = entry.pairing
        if p.scores > 1 or p.columns > 1 or p.lists or p.curvature is None:
            continue
        try:
            if np.allclose(p.gradient(z, y), gradient(z, y), rtol=1e-9, atol=1e-12):
                return p
        except ValueError:
            continue  # made for other targets
    return Pairing(name, predict, value, gradient, targets, curvature=curvature)


def same(p):
    return p


square = CATALOGUE["identity + half squared error"].pairing
bits = CATALOGUE["sigmoid + log loss"].pairing
softmax = CATALOGUE["softmax + cross-entropy"].pairing
poisson = CATALOGUE["exp + half Poisson deviance"].pairing
huber = CATALOGUE["identity + Huber"].pairing
absolute = CATALOGUE["identity + absolute error"].pairing
gamma = of_score(
    "exp + gamma",
    lambda z, y: (z - np.log(y) + y * np.exp(-z) - 1).sum(axis=-1),
    lambda z, y: 1 - y * np.exp(-z),
    lambda z, y: y * np.exp(-z),
    positive,
)
tweedie = of_score(
    "exp + Tweedie 1.5",
    lambda z, y: (2 * y * np.exp(-z / 2) + 2 * np.exp(z / 2)).sum(axis=-1),
    lambda z, y: np.exp(z / 2) - y * np.exp(-z / 2),
    lambda z, y: (np.exp(z / 2) + y * np.exp(-z / 2)) / 2,
    nonnegative,
)
fair = of_score(
    "identity + Fair",
    lambda z, y: (np.abs(z - y) - np.log1p(np.abs(z - y))).sum(axis=-1),
    lambda z, y: (z - y) / (1 + np.abs(z - y)),
    lambda z, y: 1 / (1 + np.abs(z - y)) ** 2,
    reals,
    same,
)
pseudo_huber = of_score(
    "identity + pseudo-Huber",
    lambda z, y: (np.sqrt(1 + (z - y) ** 2) - 1).sum(axis=-1),
    lambda z, y: (z - y) / np.sqrt(1 + (z - y) ** 2),
    lambda z, y: (1 + (z - y) ** 2) ** -1.5,
    reals,
    same,
)

TARGETS = {
    "numbers": LINE + RNG.normal(size=SAMPLES),
    "bits": (RNG.random(SAMPLES) < 1 / (1 + np.exp(-LINE))).astype(float),
    "amounts": RNG.gamma(2, np.exp(LINE) / 2) + 0.01,
    "counts": RNG.poisson(np.exp(LINE)).astype(float),
    "claims": RNG.poisson(1.0, SAMPLES) * RNG.gamma(2, np.exp(LINE) / 2),
    "classes": np.where(LINE > 0, 0, RNG.integers(0, CLASSES, SAMPLES)).astype(float),
}


class Case(NamedTuple):
    """library; its objective and settings; the pairing; the targets; what stands for the curvature,
    in words and as a function of (z, y), where the library takes another; settings of the custom run."""

    library: str
    objective: str
    settings: dict
    pairing: Pairing
    targets: str
    convention: str = "∂²L/∂z²"
    curvature: Callable | None = None
    limits: dict | None = None
    equal: bool = True


def times(factor: float) -> Callable:
    return lambda z, y: factor * softmax.curvature(z, y)


CASES = (
    Case("LightGBM", "l2", {}, square, "numbers"),
    Case("LightGBM", "binary", {}, bits, "bits"),
    Case("LightGBM", "gamma", {}, gamma, "amounts"),
    Case("LightGBM", "tweedie", {"tweedie_variance_power": POWER}, tweedie, "claims"),
    Case("LightGBM", "fair", {"fair_c": 1.0}, fair, "numbers"),
    Case(
        "LightGBM",
        "poisson",
        {},
        poisson,
        "counts",
        "e^(z + 0.7)",
        lambda z, y: np.exp(z + 0.7),
    ),
    Case("LightGBM", "huber", {"alpha": 1.0}, huber, "numbers", "1", lambda z, y: np.ones_like(z)),
    Case(
        "LightGBM",
        "multiclass",
        {"num_class": CLASSES},
        softmax,
        "classes",
        "K/(K − 1) · p(1 − p)",
        times(CLASSES / (CLASSES - 1)),
    ),
    Case(
        "LightGBM",
        "l1",
        {},
        absolute,
        "numbers",
        "1; leaves refitted to medians",
        lambda z, y: np.ones_like(z),
        equal=False,
    ),
    Case("XGBoost", "reg:squarederror", {}, square, "numbers"),
    Case("XGBoost", "binary:logistic", {}, bits, "bits"),
    Case("XGBoost", "reg:gamma", {}, gamma, "amounts"),
    Case("XGBoost", "reg:tweedie", {"tweedie_variance_power": POWER}, tweedie, "claims"),
    Case("XGBoost", "reg:pseudohubererror", {"huber_slope": 1.0}, pseudo_huber, "numbers"),
    Case(
        "XGBoost",
        "count:poisson",
        {},
        poisson,
        "counts",
        "e^(z + 0.7), steps of at most 0.7",
        lambda z, y: np.exp(z + 0.7),
        {"max_delta_step": 0.7},
    ),
    Case(
        "XGBoost",
        "multi:softprob",
        {"num_class": CLASSES},
        softmax,
        "classes",
        "2 p(1 − p)",
        times(2.0),
    ),
    Case(
        "XGBoost",
        "reg:absoluteerror",
        {},
        absolute,
        "numbers",
        "1; leaves refitted to medians",
        lambda z, y: np.ones_like(z),
        equal=False,
    ),
)


def sample(case: Case):
    """Targets as the pairing takes them."""
    y = TARGETS[case.targets]
    return one_hot(y, CLASSES) if case.targets == "classes" else y[:, None]


def objective(case: Case, curvature: Callable) -> Callable:
    """What a library calls: raw scores and its data -> gradient and curvature."""
    y = sample(case)

    def of(z, data):
        z = np.asarray(z, float).reshape(len(y), -1)
        g, h = case.pairing.gradient(z, y), curvature(z, y)
        return (g, h) if z.shape[1] > 1 else (g[:, 0], h[:, 0])

    return of


def lightgbm_margins(case: Case, own: Callable | None, base) -> np.ndarray:
    settings = {
        "objective": own or case.objective,
        "learning_rate": 0.1,
        "num_leaves": 8,
        "min_data_in_leaf": 5,
        "boost_from_average": False,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    kept = {k: v for k, v in case.settings.items() if own is None or k == "num_class"}
    data = lightgbm.Dataset(X, TARGETS[case.targets], init_score=np.repeat(base, SAMPLES))
    return lightgbm.train(settings | kept, data, ROUNDS).predict(X, raw_score=True)


def xgboost_margins(case: Case, own: Callable | None, base) -> np.ndarray:
    settings = {"eta": 0.1, "max_depth": 3, "tree_method": "hist", "nthread": 1}
    kept = {k: v for k, v in case.settings.items() if own is None or k == "num_class"}
    margin = np.tile(base, (SAMPLES, 1)) if len(base) > 1 else np.full(SAMPLES, base[0])
    data = xgboost.DMatrix(X, TARGETS[case.targets], base_margin=margin.astype(np.float32))
    if own is None:
        settings |= {"objective": case.objective}
    else:
        settings |= {"disable_default_eval_metric": 1, **(case.limits or {})}
    return xgboost.train(settings | kept, data, ROUNDS, obj=own).predict(data, output_margin=True)


TRAIN = {"LightGBM": lightgbm_margins, "XGBoost": xgboost_margins}


def gap(case: Case, curvature: Callable) -> float:
    """The largest difference of the margins after twenty rounds, from the bias of `start`."""
    base, _ = start(case.pairing, sample(case))
    train = TRAIN[case.library]
    built_in, ours = train(case, None, base), train(case, objective(case, curvature), base)
    assert np.ptp(built_in) > 0.1, "nothing was learned"
    return float(np.abs(built_in - ours).max())


def own_base(case: Case) -> float:
    """LightGBM's own first score, from the first of its trees, less the bias of `start`."""
    settings = {"objective": case.objective, "verbose": -1, "num_threads": 1, **case.settings}
    settings |= {"learning_rate": 1e-12, "num_leaves": 2}
    data = lightgbm.Dataset(X, TARGETS[case.targets])
    first = lightgbm.train(settings, data, 1).predict(X, raw_score=True)
    return float(np.abs(first[0] - start(case.pairing, sample(case)).bias).max())


def compare_boosted(report=print) -> list[str]:
    """A line for each case, through `report`; the faults, none if all is as it should be."""
    faults = []
    for case in CASES:
        far = gap(case, case.curvature or case.pairing.curvature)
        note = ""
        if case.curvature is not None and case.equal:
            plain = gap(case, case.pairing.curvature)
            note = f", {plain:.1g} apart with our curvature"
        name = f"{case.library} {case.objective}"
        report(f"{name:28} {case.pairing.name:30} {case.convention:34} {far:.1e}{note}")
        if case.equal != (far <= CLOSE[case.library]):
            faults.append(f"{name}: margins are {far:.2g} apart after {ROUNDS} rounds")
        if case.curvature is not None and case.equal and plain <= CLOSE[case.library]:
            faults.append(
                f"{name}: its convention makes no difference here: the case proves nothing"
            )
    for case in CASES:
        if case.library == "LightGBM" and case.objective in (
            "l2",
            "binary",
            "gamma",
            "tweedie",
            "poisson",
        ):
            far = own_base(case)
            report(f"LightGBM {case.objective}: its own first score is that of start to {far:.0e}")
            if far > 1e-6:
                faults.append(f"LightGBM {case.objective}: starts {far:.2g} from start")
    return faults


def page_code() -> dict[str, str]:
    """The pieces to copy of the page on boosting, by the library."""
    page = json.loads((BOOK / "boosting.ipynb").read_text("utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in page["cells"])
    return dict(re.findall(r"^```python\n# (\w+)\n(.*?)^```", text, re.M | re.S))


def compare_page(report=print) -> list[str]:
    """Each piece as it stands, against the library's own log loss with its own first score."""
    faults, code = [], page_code()
    x, y = X.copy(), TARGETS["bits"]
    for library, piece in code.items():
        space = {"x": x, "y": y, "x_new": x[:50]}
        exec(piece, space)
        if library == "LightGBM":
            own = lightgbm.train({"objective": "binary"}, lightgbm.Dataset(x, y), 20).predict(
                x[:50]
            )
        else:
            settings = {"objective": "binary:logistic"}
            own = xgboost.train(settings, xgboost.DMatrix(x, y), 20).predict(
                xgboost.DMatrix(x[:50])
            )
        far = float(np.abs(space["p"] - own).max())
        report(f"{library}, the page's piece: probabilities {far:.0e} from its own")
        if far > CLOSE[library]:
            faults.append(f"{library}: the page's piece is {far:.2g} from its own objective")
    if set(code) != set(TRAIN):
        faults.append(f"book/boosting.ipynb: pieces for {set(code)}, not {set(TRAIN)}")
    return faults


if __name__ == "__main__":
    found = compare_boosted() + compare_page()
    print(*(["", "DIFFERS", *found] if found else []), sep="\n")
    sys.exit(bool(found))
