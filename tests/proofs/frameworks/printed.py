"""The calls that the catalogue prints, executed and compared as they stand."""

import re
from typing import NamedTuple

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
from pairings.records import simplex

TABS = {"PyTorch": with_torch, "Keras": with_keras, "JAX / optax": with_jax}
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


# Pairings that pages name without a row of their own.
_A, _L = activations, losses
SQUARE = matching(_A.identity, _L.squared_error)
GAMMA, HINGE = compose(_A.exp, _L.gamma), compose(_A.identity, _L.hinge)
PINBALL = compose(_A.identity, _L.pinball_with(0.9))
BRIER = compose(_A.sigmoid, _L.squared_error)
ABSOLUTE = compose(_A.sigmoid, _L.absolute_error)


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
