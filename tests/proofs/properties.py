"""What the property tests share: the catalogue as lists, hostile numbers, a count of cases.

python tests/proofs/properties.py       ten times as many cases as `make test`, kept for the proof page
python tests/proofs/properties.py 100   a hundred times
"""

import functools
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairings import CATALOGUE, activations, compose, fit, losses, matching
from pairings.contest import duel
from pairings.losses import tweedie_with
from pairings.network import init
from pairings.optimizers import sgd
from pairings.records import Activation, Loss, Pairing, simplex
from pairings.scoring import Entrant

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))  # for the command; pytest knows it

import facts  # noqa: E402

TIMES = int(os.environ.get("PROPERTIES", "1"))
TRIED = {}  # property: cases
EPS, TINY = np.finfo(float).eps, np.finfo(float).smallest_normal

# --- the catalogue: a new record is tested by existing ------------------------------------------

ACTIVATIONS = [fact.of for fact in facts.ACTIVATIONS]
CONVEX = [a for a in ACTIVATIONS if a.potential is not None]
LOSSES = [fact.of for fact in facts.LOSSES] + [tweedie_with(q) for q in (1.0, 2.0, 3.0)]


def _accepted(make) -> Pairing | None:
    try:
        return make()
    except ValueError:
        return None


def _reaches(a: Activation, loss: Loss) -> bool:
    """Every prediction of `a` is one that `loss` is made for."""
    if a.scores != loss.scores:
        return False
    z = np.random.default_rng(0).uniform(-30, 30, (50, 3))
    return bool(loss.predictions.contains(a.forward(z)).all())


NAMED = [(a, loss) for a in CONVEX for loss in LOSSES if _accepted(lambda: matching(a, loss))]  # noqa: B023
SENSIBLE = [(a, loss) for a in ACTIVATIONS for loss in LOSSES if _reaches(a, loss)]
MATCHED = [matching(a) for a in CONVEX] + [matching(a, loss) for a, loss in NAMED]
PAIRINGS = {p.name: p for p in [*MATCHED, *(compose(a, loss) for a, loss in SENSIBLE)]}
PAIRINGS = [*(PAIRINGS | {name: entry.pairing for name, entry in CATALOGUE.items()}).values()]


def pairings_of(a: Activation):
    """One of the pairings that `a` is the output of."""
    return st.sampled_from([p for p in PAIRINGS if p.activation is a])


def each(records, name: str = "record"):
    ids = [
        " + ".join(r.name for r in record) if _is_pair(record) else record.name
        for record in records
    ]
    return pytest.mark.parametrize(name, records, ids=ids)


def _is_pair(record) -> bool:
    return not hasattr(record, "name")


# --- a property ----------------------------------------------------------------------------------


def law(cases: int, **strategies):
    """The test holds in `cases` drawn cases, the same ones in every run; the cases are counted."""

    def decorate(test):
        @functools.wraps(test)
        def counted(*args, **kwargs):
            TRIED[test.__name__] = TRIED.get(test.__name__, 0) + 1
            test(*args, **kwargs)

        repeatable = settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=cases * TIMES,
            suppress_health_check=list(HealthCheck),
        )
        return repeatable(given(**strategies)(counted))

    return decorate


# --- hostile numbers -----------------------------------------------------------------------------
# An array is drawn as bytes, two per number, that are looked up in a pool of 2¹⁶ numbers: a hundred
# times as fast as number by number, and it still shrinks, towards the first number of the pool.

SIZES = [0.0, 5e-324, 1e-310, 1e-300, 1e-154, 1e-20, 1e-16, 1e-8, 1e-3, 0.1, 0.3, 0.5, 1 - EPS, 1.0]
SIZES += [1 + EPS, 1.5, 2.0, 3.0, 6.0, 10.0, 36.7, 40.0, 300.0, 700.0, 745.2, 1e3]
FAR = [1e4, 1e8, 1e15, 1e16, 1e20, 1e100, 1e154, 1e155, 1e200, 1e300, 1.7e308]


@functools.cache
def pool(limit: float, least: float | None = None) -> np.ndarray:
    """Special numbers, uniform ones and such of every size, from −limit (or `least`) to limit."""
    rng, count = np.random.default_rng(0), 2**16
    special = np.array([sign * size for size in SIZES + FAR for sign in (1.0, -1.0)])
    even = rng.uniform(-limit if least is None else least, limit, count)
    sizes = np.exp(rng.uniform(np.log(least or 1e-9), np.log(limit), count))
    signs = 1.0 if least is not None else rng.choice([1.0, -1.0], count)
    inside = (np.abs(special) <= limit) & ((least is None) | (special >= (least or 0.0)))
    parts = [np.resize(special[inside], count), even, signs * sizes]
    return np.choose(np.arange(count) % 3, parts)


ANY = pool(1e307)


def arrays(shape, numbers):
    count = int(np.prod(shape))
    drawn = st.binary(min_size=2 * count, max_size=2 * count)
    return drawn.map(lambda codes: numbers[np.frombuffer(codes, "<u2")].reshape(shape))


def shapes(samples: int = 5, outputs: int = 4):
    return st.tuples(st.integers(1, samples), st.integers(1, outputs))


def reach(a: Activation) -> float:
    """The promise: scores up to ±1000, or as far as the potential is a float (exp: 700)."""
    return facts.of(a).reach


def scores(a: Activation, shape, limit: float | None = None):
    """Scores as far as is promised: tiny, special, round, and anything."""
    return arrays(shape, pool(limit or reach(a)))


def predicted(a: Activation, z) -> np.ndarray:
    """a(z) as a target: what rounds to an edge that is none is moved inside."""
    y = a.forward(z)
    if a.range is simplex:
        return y
    return np.where(a.range.contains(y), y, np.nextafter(y, 0.0))


def targets(pairing: Pairing, shape):
    """Targets that the pairing accepts, on its edges as well."""
    return arrays(shape, pool(50.0)).map(lambda y: accepted(pairing.targets, y))


def accepted(domain, y) -> np.ndarray:
    """The numbers themselves where they are in the domain, and others where they are not."""
    if domain.rows:
        e = np.exp(y - y.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    inside = [v for v in (1.0, 0.0, -1.0, 0.25, 2.0) if domain.contains(np.array(v))]
    others = np.resize(inside, y.shape)
    return np.where(domain.contains(y), y, others)


def terms(a: Activation, z, y) -> np.ndarray:
    """|Φ| + Σ|y z| + |Φ*| + Σ|a(z) z|, number by number: the size of what cancels or is rounded."""
    rows = a.range is simplex  # whose floats sum to 1 only to rounding
    one = (lambda t: t) if rows else (lambda t: t[..., None])
    parts = [np.abs(a.potential(one(z))), np.abs(a.conjugate(one(y)))]
    total = sum(part if rows else part.sum(axis=-1) for part in parts)
    p = a.forward(z)
    return total + (np.abs(z) * (np.abs(y) + np.abs(p) + rows) + rows).sum(axis=-1)


# --- doors: who takes what -----------------------------------------------------------------------

YES_NO = matching(activations.sigmoid, losses.log_loss)
RNG = np.random.default_rng
X, Y = np.arange(24.0).reshape(12, 2) % 5, np.arange(12.0)[:, None] % 2


def train(**changes):
    settings = {"optimizer": sgd(0.1), "epochs": 1, "rngs": RNG(0), "batch_size": 5} | changes
    params = settings.pop("params", init(RNG(1), (2, 3, 1)))
    x, y = settings.pop("x", X), settings.pop("y", Y)
    return fit(params, settings.pop("pairing", YES_NO), x, y, **settings)


def contest(**changes):
    settings = {"seeds": [0, 1], "step_sizes": [0.1], "epochs": 1, "observations": 2} | changes
    return duel(
        [Entrant(YES_NO)], settings.pop("x", X), settings.pop("labels", Y[:, 0]), **settings
    )


class Door(NamedTuple):
    """call(value) takes `good` for `argument`, and reads nothing else from it."""

    function: str
    argument: str
    good: Any
    call: Callable[[Any], Any]
    one_number: bool = False  # is welcome

    @property
    def name(self) -> str:
        return f"{self.function}, {self.argument}"


PARAMS = init(RNG(0), (2, 1))


def refusal(call) -> Exception:
    """What `call` raises, exactly a ValueError or a TypeError; a warning is an error too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises((ValueError, TypeError)) as caught:
            call()
    assert type(caught.value) in (ValueError, TypeError)
    return caught.value


def attempt(call) -> tuple[Any, Exception | None]:
    """(result, None) or (None, the ValueError or TypeError); anything else goes on its way up."""
    try:
        return call(), None
    except (ValueError, TypeError) as error:
        return None, error


# --- ten times as many ---------------------------------------------------------------------------


def main(times: str = "10") -> int:
    """Runs the property tests and keeps how many cases they tried."""
    os.environ["PROPERTIES"] = times
    sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent), str(ROOT / "book" / "_tools")]
    import properties  # as the tests import it
    import results

    about = (*results.PACKAGE, "tests/proofs/properties.py", "tests/formulas/test_properties_*.py")
    start, before = time.monotonic(), results.mark(about)
    files = sorted(map(str, (ROOT / "tests").rglob("test_properties_*.py")))
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    failed = pytest.main([*quiet, *files])
    tried, cases = properties.TRIED, sum(properties.TRIED.values())
    print(f"{cases:,} cases of {len(tried)} laws in {time.monotonic() - start:.0f} s")
    if results.mark(about) != before:
        sys.exit("The package or its tests changed meanwhile: nothing is kept")
    if not failed:
        figures = {
            "activations": len(ACTIVATIONS),
            "losses": len(LOSSES),
            "pairings of the two": len(PAIRINGS),
            "laws, each for all that it speaks of": len(tried),
            "cases: extreme, tiny, strided, integer, empty and absurd input": f"{cases:,}",
        }
        results.store("properties", "make test-properties", figures, about=about)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
