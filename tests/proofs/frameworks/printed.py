"""The calls that the catalogue and the pages print, executed and compared as they stand."""

import ast
import json
import re
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
import with_jax
import with_keras
import with_torch
from with_keras import keras

from pairings import CATALOGUE, Pairing, activations, compose, losses, matching
from pairings.catalogue.code import has_code
from pairings.network import forward
from pairings.records import Activation, simplex

BOOK = Path(__file__).parents[3] / "book"
TABS = {"PyTorch": with_torch, "Keras": with_keras, "JAX / optax": with_jax}
TAB = re.compile(r"\{tab-item\} (.+?)\n:sync: \w+\n```python\n(.*?)\n```", re.DOTALL)
RNG = np.random.default_rng(7)
ROWS, CLASSES = 12, 3


class Says(NamedTuple):
    """What a printed statement computes: `times` the mean of a pairing, from p if `of_p`.

    It may lack a term in y alone, unless it is `exact`.
    """

    pairing: Pairing
    times: float = 1.0
    of_p: bool = False
    exact: bool = False


def _says(meaning) -> Says:
    return meaning if isinstance(meaning, Says) else Says(meaning)


# --- what the pages print --------------------------------------------------------------------

_A, _L = activations, losses
SQUARE, LOG = matching(_A.identity, _L.squared_error), matching(_A.sigmoid, _L.log_loss)
CLASS, COUNT = matching(_A.softmax, _L.cross_entropy), matching(_A.exp, _L.poisson)
MEDIAN, HUBER = compose(_A.identity, _L.absolute_error), compose(_A.identity, _L.huber)
RELU, ELU, SELU = (matching(a) for a in (_A.relu, _A.elu, _A.selu))
GAMMA, HINGE = compose(_A.exp, _L.gamma), compose(_A.identity, _L.hinge)
PINBALL = compose(_A.identity, _L.pinball_with(0.9))
BRIER = compose(_A.sigmoid, _L.squared_error)
ABSOLUTE = compose(_A.sigmoid, _L.absolute_error)
WHOLE, PER_LABEL = Says(SQUARE, 2.0), Says(LOG, 1 / CLASSES)
RUN, FACTOR, HIDDEN = "only run", "∂L/∂z over p − y", "a network with hidden SELU"

# Page by page, statement by statement: its name and what it computes.
PAGES = {
    "binary": {
        "PyTorch": [("loss", LOG), ("value", LOG), ("p", _A.sigmoid)],
        "Keras": [("add", _A.identity), ("compile", LOG), ("p", _A.sigmoid)],
        "JAX / optax": [("value", LOG), ("p", _A.sigmoid)],
    },
    "multiclass": {
        "PyTorch": [("loss", CLASS), ("value", CLASS), ("p", _A.softmax)],
        "Keras": [("add", _A.identity), ("compile", CLASS), ("p", _A.softmax)],
        "JAX / optax": [("value", CLASS), ("value", CLASS), ("p", _A.softmax)],
    },
    "multilabel": {
        "PyTorch": [("loss", PER_LABEL), ("value", PER_LABEL), ("labels", RUN)],
        "Keras": [("add", _A.identity), ("compile", PER_LABEL), ("p", _A.sigmoid)],
        "JAX / optax": [("value", PER_LABEL), ("value", LOG), ("p", _A.sigmoid)],
    },
    "regression": {
        "PyTorch": [("loss", WHOLE), ("loss", HUBER), ("value", HUBER)],
        "Keras": [
            ("add", _A.identity),
            ("compile", WHOLE),
            ("compile", MEDIAN),
            ("compile", HUBER),
        ],
        "JAX / optax": [("value", SQUARE), ("value", MEDIAN), ("value", HUBER)],
    },
    "positive": {
        "PyTorch": [("loss", RELU), ("loss", COUNT), ("p", _A.relu)],
        "Keras": [
            ("relu_matching", RELU),
            ("compile", RELU),
            ("add", _A.exp),
            ("compile", Says(COUNT, of_p=True)),
        ],
        "JAX / optax": [("relu_matching", RELU), ("value", RELU), ("value", COUNT)],
    },
    "relu-elu-selu": {
        "PyTorch": [("relu", RELU), ("n", RUN), ("elu", ELU), ("(s, a)", RUN), ("selu", SELU)],
        "Keras": [("import", RUN), ("relu_loss", RELU), ("elu_loss", ELU), ("compile", ELU)],
        "JAX / optax": [("elu_potential", RUN), ("loss", ELU), ("value", ELU), ("relu_loss", RELU)],
    },
    "when-not-to-match": {
        "PyTorch": [
            ("gamma", GAMMA),
            ("q", RUN),
            ("pinball", PINBALL),
            ("hinge", HINGE),
            ("brier", BRIER),
            ("absolute", ABSOLUTE),
        ],
        "Keras": [("compile", GAMMA), ("compile", PINBALL), ("compile", HINGE), ("compile", RUN)],
        "JAX / optax": [
            ("gamma", GAMMA),
            ("pinball", PINBALL),
            ("hinge", HINGE),
            ("brier", BRIER),
        ],
    },
    "laws-of-mismatch": {
        "PyTorch": [
            ("z", RUN),
            ("y", RUN),
            ("p", RUN),
            ("value", RUN),
            ("(gradient,)", RUN),
            ("factor", FACTOR),
        ],
        "Keras": [("value", RUN), ("z", RUN), ("factor", FACTOR)],
        "JAX / optax": [("value", RUN), ("z", RUN), ("factor", FACTOR)],
    },
    "hidden-or-output": {
        "PyTorch": [("model", HIDDEN), ("loss", RUN)],
        "Keras": [("model", HIDDEN), ("compile", WHOLE)],
        "JAX / optax": [("z", HIDDEN), ("value", RUN)],
    },
}


def printed_tabs() -> dict:
    """{page: {tab: code}} of every page that shows code of the three libraries."""
    found = {}
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        text = "\n".join(
            "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
        )
        tabs = {tab: code for tab, code in TAB.findall(text) if tab in TABS}
        found |= {path.stem: tabs} if tabs else {}
    return found


def compare_pages(ledger) -> int:
    """Runs each statement of each tab; returns how many said a loss, an output or a factor."""
    torch.set_default_dtype(torch.float64)
    found, count = printed_tabs(), 0
    for page in sorted(found):
        for tab in TABS:
            # In double precision, as everything here; the pages train in single.
            code, meanings = found.get(page, {}).get(tab, ""), PAGES.get(page, {}).get(tab, [])
            statements = ast.parse(code.replace(".float()", ".double()")).body
            labels, expected = [label(s) for s in statements], [name for name, _ in meanings]
            if labels != expected:
                ledger.faults.append(f"{page}, {tab}: prints {labels}, expected is {expected}")
                continue
            for n, (name, meaning) in enumerate(meanings):
                what = f"{page}, printed: {name}"
                try:
                    _compare_statement(ledger, TABS[tab], what, statements[: n + 1], page, meaning)
                except Exception as error:  # whatever a printed call raises is the finding
                    ledger.faults.append(f"{tab}: {what}: {type(error).__name__}: {error}")
                count += meaning is not RUN
    return count


def label(statement: ast.stmt) -> str:
    """The name that a statement assigns or defines, or the method that it calls."""
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    if isinstance(statement, ast.FunctionDef):
        return statement.name
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return ast.unparse(statement.value.func).removeprefix("model.")
    return type(statement).__name__.lower().removesuffix("from")


class _Model:
    """What `model` is on a page: it remembers its last layer and its loss, and gives the score."""

    def __init__(self, z):
        self.z = z

    def add(self, layer):
        self.layer = layer

    def compile(self, loss):
        self.loss = loss

    def __call__(self, x):
        return self.z


def _execute(library, statements, page, z, y):
    """What the last of `statements` made, with z, y and what else a page calls by name."""
    tensor = torch.as_tensor if library is with_torch else jnp.asarray
    x, (W1, b1), (W2, b2) = (tensor(np.ones((ROWS, 10))), *_weights(tensor))
    space = {
        "torch": torch, "F": torch.nn.functional, "keras": keras, "ops": keras.ops, "jax": jax,
        "jnp": jnp, "optax": optax, "model": _Model(z), "K": z.shape[-1], "x": x, "z": z,
        "W1": W1, "b1": b1, "W2": W2, "b2": b2,
        "y": y[:, 0] if page == "regression" else y, "labels": y.argmax(-1),
    }  # fmt: skip
    exec(compile(ast.Module(statements, []), page, "exec"), space)
    name = label(statements[-1])
    made = {"add": "layer", "compile": "loss"}.get(name)
    return getattr(space["model"], made) if made else space.get(name)


def _weights(tensor):
    rng = np.random.default_rng(1)
    return [(tensor(rng.normal(size=s)), tensor(rng.normal(size=s[1]))) for s in ((10, 8), (8, 1))]


def _compare_statement(ledger, library, what, statements, page, meaning) -> None:
    z = _scores(page in ("multiclass", "multilabel"))
    tensor = torch.as_tensor if library is with_torch else jnp.asarray
    if meaning in (RUN, FACTOR, HIDDEN):
        made = _execute(library, statements, page, tensor(z), tensor(0 * z))
        if meaning is FACTOR:
            z = np.linspace(-8, 8, 101)[:, None]
            factor = BRIER.gradient(z, 0 * z) / activations.sigmoid.forward(z)
            ledger.compare(library.NAME, what, "gradients", factor[:, 0], _numpy(made))
        if meaning is HIDDEN:
            _compare_hidden(ledger, library, what, made)
    elif isinstance(meaning, Activation):

        def output(z):
            made = _execute(library, statements, page, z, tensor(0 * z))
            return made.activation(z) if hasattr(made, "activation") else made

        value, pull = library.value_and_pull(output, z)
        ledger.compare(library.NAME, what, "values", meaning.forward(z), value)
        ones = np.ones_like(z)
        ledger.compare(library.NAME, what, "gradients", meaning.vjp(z, ones), pull, scale=1e-3)
    else:

        def printed(z, y):
            return _execute(library, statements, page, z, y)

        _compare_loss(ledger, library, what, printed, _says(meaning), z)


def _compare_hidden(ledger, library, what, made) -> None:
    """A network that is printed, or its score, against the same weights in ours."""
    x = np.ones((ROWS, 10))
    if library is with_torch:
        z, parts = made(torch.tensor(x)), [_numpy(part) for part in made.parameters()]
        layers = [(W.T, b) for W, b in zip(parts[::2], parts[1::2], strict=True)]
    elif library is with_keras:
        z = made(x)
        layers = zip(*(map(_numpy, made.weights[start::2]) for start in (0, 1)), strict=True)
    else:
        z, layers = made, _weights(np.asarray)
    ours = forward([(W, b[None]) for W, b in layers], x, activations.selu)[0]
    ledger.compare(library.NAME, what, "values", ours, _numpy(z), scale=1.0)


def _numpy(made) -> np.ndarray:
    return made.detach().numpy() if isinstance(made, torch.Tensor) else np.asarray(made)


# --- both ------------------------------------------------------------------------------------


def _scores(several: bool) -> np.ndarray:
    columns = CLASSES if several else 1
    return RNG.integers(-3, 3, (ROWS, columns)) + RNG.uniform(0.05, 0.95, (ROWS, columns))


def _targets(pairing: Pairing, shape) -> np.ndarray:
    if pairing.targets is simplex:
        return np.eye(shape[1])[RNG.integers(0, shape[1], shape[0])]
    drawn = (RNG.gamma(2.0, size=shape), *(RNG.choice(c, shape) for c in ((0.0, 1.0), (-1.0, 1.0))))
    return next(y for y in drawn if pairing.targets.contains(y).all())


def _compare_loss(ledger, library, what, printed, says: Says, z) -> None:
    """The mean over everything, up to a term in y, and its gradient."""
    pairing, y = says.pairing, _targets(says.pairing, z.shape)

    def value(z, y):
        made = printed(z, y)
        if callable(made):
            made = _called(made, library, says, z, y)
        return made.mean()

    (theirs, gradient), (start, _) = (library.value_and_pull(value, s, y) for s in (z, 0 * z + 0.5))
    ours = says.times * pairing.value(z, y).mean()
    if not says.exact:
        ours, theirs = ours - says.times * pairing.value(0 * z + 0.5, y).mean(), theirs - start
    ledger.compare(library.NAME, what, "values", ours, theirs, scale=1.0)
    ours = says.times * pairing.gradient(z, y) / len(z)
    ledger.compare(library.NAME, what, "gradients", ours, gradient, scale=1.0 / len(z))


def _called(loss, library, says: Says, z, y):
    if says.of_p:
        z = library.ACTIVATIONS[says.pairing.activation.name](z)
    if "Sparse" in type(loss).__name__:
        y = y.argmax(-1)
    return loss(y, z) if library is with_keras else loss(z, y)


# --- what the catalogue prints ---------------------------------------------------------------


def compare_catalogue(ledger) -> tuple[int, list[str]]:
    """Runs every call of the catalogue: how many, and which rows say "none".

    A call of something else than score and target (`MSELoss` of log y) is run where it stands in the
    code to copy; without such code it is a fault.
    """
    count, none = 0, []
    for name, entry in CATALOGUE.items():
        for tab, text in zip(TABS, (entry.pytorch, entry.keras, entry.optax), strict=True):
            library = TABS[tab]
            if text.startswith("none"):
                none.append(f"{library.NAME}: {name}")
                continue
            several = entry.pairing.scores > 1 or entry.pairing.columns > 1 or entry.pairing.lists
            if several or not _stands_alone(text):
                if not has_code(name, tab):
                    ledger.faults.append(f"{library.NAME}: {name}: nobody runs {text}")
                continue
            count += 1
            says = Says(
                entry.pairing,
                2.0 if "(the whole square)" in text else 1.0,
                "takes $p$" in text,
                exact="can be negative" not in text,
            )
            z = _scores(entry.pairing.targets is simplex)
            try:
                printed = _catalogue_call(library, re.search("`(.+?)`", text)[1], entry.pairing)
                _compare_loss(ledger, library, f"catalogue, {name}: {text}", printed, says, z)
            except Exception as error:  # whatever a printed call raises is the finding
                ledger.faults.append(
                    f"{library.NAME}: {name}: {text}: {type(error).__name__}: {error}"
                )
    return count, none


def _stands_alone(text) -> bool:
    """Whether a call takes score and target as they are, but for what `Says` can say."""
    call, rest = re.fullmatch(r"`(.+?)`(.*)", text).groups()
    known = ("", " (the whole square)", " (takes $p$, can be negative)", " (can be negative)")
    return rest in known and "=w" not in call and "." not in call.split("(")[0]


def _catalogue_call(library, code, pairing):
    home = {with_torch: torch.nn, with_keras: keras.losses, with_jax: optax.losses}[library]
    where = {with_torch: torch.where, with_keras: keras.ops.where, with_jax: jnp.where}[library]

    def printed(z, y):
        made = eval(code, vars(home) | {"where": where, "z": z, "y": y})
        if made is optax.losses.make_fenchel_young_loss:
            return with_jax.fenchel_young(with_jax.POTENTIALS[pairing.activation.name])
        return made() if isinstance(made, type) else made

    return printed
