"""Every activation, loss and pairing of the package against every library that has it too."""

import sys
from pathlib import Path

import numpy as np
import with_jax
import with_keras
import with_mpmath
import with_torch
from ledger import TOLERANCE

from pairings import activations, compose, losses, matching
from pairings.records import Activation, Loss, labels, simplex, unit_interval

sys.path.insert(0, str(Path(__file__).parents[2]))
import facts

LIBRARIES = (with_torch, with_keras, with_jax, with_mpmath)
FACTS = {Activation: facts.ACTIVATIONS, Loss: facts.LOSSES}
SIZES = [1e-8, 1e-3, 0.1, 0.4, 0.7, 1.3, 1.9, 2.6, 3.7, 5.3, 7.9, 12.4, 20.5, 30, 100, 500]
LINE = np.r_[np.negative(SIZES), SIZES].reshape(-1, 4)  # off the kinks
RNG = np.random.default_rng(6)
NORMAL = RNG.normal(size=(8, 4))
ROWS = np.concatenate([NORMAL, 30 * NORMAL[::-1], RNG.uniform(-500, 500, (8, 4))])


def records(kind) -> dict:
    """Every record of that kind that the package offers, and one more per family."""
    return {fact.name: fact.of for fact in FACTS[kind]}


def told_by_facts() -> None:
    """Adds the calls that stand with the facts to the tables of the libraries."""
    for library in LIBRARIES:
        for kind, table, arguments in (
            (Activation, library.ACTIVATIONS, "z"),
            (Loss, library.LOSSES, "p, y"),
        ):
            for fact in FACTS[kind]:
                if code := fact.elsewhere.get(library.NAME):
                    call = eval(f"lambda {arguments}: {code}", vars(library))
                    table[fact.name] = call
                    rows = (fact.of.range if kind is Activation else fact.of.targets).rows
                    if library is with_mpmath and not rows:
                        with_mpmath.by_numbers(kind is Activation, fact.name, call)
                elif fact.name not in table and library is not with_mpmath:
                    library.ABSENT.setdefault(fact.name, "its facts name no call")


told_by_facts()


def forgotten(kind, table: str) -> list[str]:
    """Records without an oracle and without a reason, and reasons that are none any more."""
    ours, lines = set(records(kind)), []
    for library in LIBRARIES:
        theirs, reasons = set(getattr(library, table)), set(library.ABSENT)
        lines += [
            f"{library.NAME}: {name} has no oracle and no reason"
            for name in sorted(ours - theirs - reasons)
        ]
        lines += [f"{library.NAME}: {name} has both" for name in sorted(theirs & reasons)]
        lines += [f"{library.NAME}: no {name} in the package" for name in sorted(theirs - ours)]
    return lines


# --- activations -----------------------------------------------------------------------------


def compare_activations(ledger) -> int:
    """a(z) and J(z)ᵀ g, far out too."""
    for name, a in records(Activation).items():
        z = ROWS if a.range is simplex else LINE
        g = RNG.normal(size=z.shape)
        ours = a.forward(z), a.vjp(z, g)
        exact = with_mpmath.value_and_pull(with_mpmath.ACTIVATIONS[name], z, g=g)
        for library in LIBRARIES:
            if name not in library.ACTIVATIONS:
                continue
            f, is_referee = library.ACTIVATIONS[name], library is with_mpmath
            theirs = exact if is_referee else library.value_and_pull(f, z, g=g)
            for part, kind in enumerate(("values", "gradients")):
                referee = None if is_referee else exact[part]
                ledger.compare(
                    library.NAME,
                    name,
                    kind,
                    ours[part],
                    theirs[part],
                    exact=referee,
                )
    return len(records(Activation))


# --- losses ----------------------------------------------------------------------------------


def targets(loss: Loss, shape) -> np.ndarray:
    """Targets that the loss accepts, on the edge too."""
    if loss.targets is simplex:
        return np.where(
            np.arange(shape[0])[:, None] % 2,
            np.eye(shape[1])[RNG.integers(0, shape[1], shape[0])],
            RNG.dirichlet(np.ones(shape[1]), shape[0]),
        )
    if loss.targets is unit_interval:
        return np.where(
            RNG.uniform(size=shape) < 0.5, RNG.integers(0, 2, shape), RNG.uniform(size=shape)
        )
    if loss.targets == labels(-1, 1):
        return RNG.choice([-1.0, 1.0], shape)
    y = RNG.gamma(2.0, size=shape) + 0.01
    zeros = loss.targets.contains(np.zeros(shape)) & (RNG.uniform(size=shape) < 0.2)
    return np.where(zeros, 0.0, y)


def predictions(loss: Loss, shape) -> np.ndarray:
    """Predictions that the loss accepts, next to the edge and far out."""
    if loss.predictions is simplex:
        return activations.softmax.forward(3 * RNG.normal(size=shape))
    if loss.predictions is unit_interval:
        return activations.sigmoid.forward(RNG.uniform(-20, 20, shape))
    sizes = 10 ** RNG.uniform(-6, 3, shape)
    negative = loss.predictions.contains(-sizes) & (RNG.uniform(size=shape) < 0.5)
    return np.where(negative, -sizes, sizes)


def compare_losses(ledger) -> int:
    """L(p, y) and ∂L/∂p."""
    shape = (12, 4)
    for name, loss in records(Loss).items():
        p, y = predictions(loss, shape), targets(loss, shape)
        ours = loss.value(p, y), loss.gradient(p, y)
        exact = with_mpmath.value_and_pull(with_mpmath.LOSSES[name], p, y)
        for library in LIBRARIES:
            if name not in library.LOSSES:
                continue
            f, is_referee = library.LOSSES[name], library is with_mpmath
            theirs = exact if is_referee else library.value_and_pull(f, p, y)
            for part, kind in enumerate(("values", "gradients")):
                referee = None if is_referee else exact[part]
                ledger.compare(library.NAME, name, kind, ours[part], theirs[part], exact=referee)
    return len(records(Loss))


# --- pairings --------------------------------------------------------------------------------


def compare_products(ledger) -> int:
    """Every activation with every loss whose predictions it makes, by autodiff through both."""
    wide = RNG.integers(-3, 3, (8, 4)) + RNG.uniform(0.05, 0.95, (8, 4))
    scores = np.concatenate([wide, np.abs(wide) / 7 + 0.05])
    count = 0
    for a in records(Activation).values():
        for loss in records(Loss).values():
            if a.scores != loss.scores:
                continue
            inside = strictly_inside(loss, a.forward(scores))
            z, pairing = scores[inside], compose(a, loss, guard=False)
            if not inside.any() or (loss.predictions is simplex and a.range is not simplex):
                continue
            count += 1
            y = targets(loss, z.shape)
            for library in LIBRARIES[:3]:
                if a.name in library.ACTIVATIONS and loss.name in library.LOSSES:
                    chain = composed(library.ACTIVATIONS[a.name], library.LOSSES[loss.name])
                    theirs = library.value_and_pull(chain, z, y)
                    _compare_both(ledger, library, pairing, z, y, theirs)
    return count


def composed(output, cost):
    return lambda z, y: cost(output(z), y)


def strictly_inside(loss, p) -> np.ndarray:
    """Mask of the rows whose every number, and a little more or less, the loss accepts."""
    if loss.predictions is simplex:
        return simplex.contains(p) & (p > 0).all(axis=-1)
    near = [loss.predictions.contains(p + shift) for shift in (-1e-3, 1e-3)]
    return np.logical_and(*near).all(axis=-1)


def _compare_both(ledger, library, pairing, z, y, theirs) -> None:
    for part, kind in enumerate(("values", "gradients")):
        ours = (pairing.value, pairing.gradient)[part](z, y)
        ledger.compare(library.NAME, pairing.name, kind, ours, theirs[part], scale=1.0)


def compare_matchings(ledger) -> int:
    """Every matching loss, from the score: far out by fused losses, else as Fenchel–Young losses."""
    count = 0
    for a in records(Activation).values():
        if a.potential is None:
            continue
        named = facts.of(a).loss
        for pairing in (matching(a), *([matching(a, named)] if named else [])):
            count += 1
            for library in LIBRARIES[:3]:
                if pairing.name in library.MATCHED:
                    _compare_matching(ledger, library, pairing)
        if a.name in with_mpmath.ELEMENTWISE:
            _compare_integral(ledger, a)
    return count


def _compare_matching(ledger, library, pairing) -> None:
    a, (f, up_to_y) = pairing.activation, library.MATCHED[pairing.name]
    near = RNG.integers(-6, 6, (12, 4)) + RNG.uniform(0.05, 0.95, (12, 4))
    y = a.forward(near[::-1] / 2)
    for z in (near, 5 * near) if "softplus" in pairing.name else (near, 5 * near, 80 * near):
        if a is activations.exp or a.range is simplex:
            z = np.minimum(z, 500.0)
        ours, (theirs, gradient) = pairing.value(z, y), library.value_and_pull(f, z, y)
        size = np.abs(y * z).sum(axis=-1)
        if up_to_y:
            ours, theirs = (
                ours - pairing.value(0 * z, y),
                theirs - library.value_and_pull(f, 0 * z, y)[0],
            )
        ledger.compare(library.NAME, pairing.name, "values", ours, theirs, scale=size)
        scale = np.maximum(np.abs(a.forward(z)), np.abs(y))
        ledger.compare(
            library.NAME, pairing.name, "gradients", pairing.gradient(z, y), gradient, scale=scale
        )


def _compare_integral(ledger, a) -> None:
    z = np.array([[-30.0, -2.3], [-0.45, 0.55], [1.7, 4.4], [-7.7, 29.5]])
    y = a.forward(np.array([[0.3, 0.8], [0.6, 0.25], [0.45, 0.15], [0.7, 0.35]]))
    theirs = [with_mpmath.matching_value(a.name, *rows) for rows in zip(z, y, strict=True)]
    ours, size = matching(a).value(z, y), np.abs(y * z).sum(axis=-1)
    ledger.compare(with_mpmath.NAME, matching(a).name, "values", ours, theirs, scale=size)


# --- kinks -----------------------------------------------------------------------------------


def conventions_at_kinks() -> list[str]:
    """Where a library takes another slope than we do at a corner: a choice, not an error."""
    corners, found = np.array([[-3.0], [-1.0], [0.0], [1.0], [3.0], [6.0]]), {}
    for library in LIBRARIES[:3]:
        for name, a in records(Activation).items():
            if name in library.ACTIVATIONS and a.range is not simplex:
                theirs = library.value_and_pull(library.ACTIVATIONS[name], corners)[1]
                _part(found, library, f"{name} at z", corners, a.vjp(corners, corners**0), theirs)
        for name, loss in records(Loss).items():
            if name in library.LOSSES and loss.predictions is losses.absolute_error.predictions:
                y = np.ones_like(corners)
                theirs = library.value_and_pull(library.LOSSES[name], corners, y)[1]
                _part(found, library, f"{name} at p", corners, loss.gradient(corners, y), theirs)
    return [
        f"Slope at the corner of {what}: {', '.join(slopes)}." for what, slopes in found.items()
    ]


def _part(found, library, what, corners, ours, theirs) -> None:
    for at, our, their in zip(corners[:, 0], ours[:, 0] + 0.0, theirs[:, 0], strict=True):
        if abs(our - their) > TOLERANCE:
            slopes = found.setdefault(f"{what} = {at:g}", [f"{our:g} here"])
            slopes.append(f"{their:g} in {library.NAME}")
