"""Is a function one that rises, without a jump? What `from_function` asks of what it is given."""

from collections.abc import Callable

import numpy as np
from scipy.differentiate import derivative
from scipy.optimize import minimize_scalar

from .inputs import Array

EPS, HUGE = np.finfo(float).eps, 1e300
STABLE = "np.logaddexp, np.expm1 and scipy.special.expit have none"
OCTAVES = np.r_[0.0, 2.0 ** np.arange(-4, 11)]
NEAR = np.r_[-OCTAVES[:0:-1], OCTAVES]  # f must be a number there
NODES = np.r_[-1.0, np.polynomial.Legendre.basis(20).deriv().roots().real, 1.0]  # Lobatto's


def on_arrays(f) -> Callable[[Array], Array]:
    """f with floats out and no warnings. Raises TypeError or ValueError if it takes no arrays."""
    if not callable(f):
        raise TypeError(f"f: got {f!r}; accepted is a function of an array")

    def call(z: Array) -> Array:
        with np.errstate(all="ignore"):
            p = np.asarray(f(np.array(z, dtype=float)))
        if p.dtype.kind not in "biuf":
            raise TypeError(f"dtype {p.dtype}")
        return p.astype(float)

    sample = np.sin(np.arange(6.0)).reshape(2, 3)
    hint = "accepted is a function of arrays, element by element: see np.where and np.vectorize"
    try:
        p, column = call(sample), call(sample.reshape(-1, 1)[::-1])
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"f: got {type(error).__name__}, {error}, from an array; {hint}"
        ) from error
    if p.shape != sample.shape:
        raise ValueError(f"f: got shape {p.shape} from scores of shape {sample.shape}; {hint}")
    if not np.array_equal(column[::-1].ravel(), p.ravel(), equal_nan=True):
        raise ValueError(f"f: got other values when the scores changed places; {hint}")
    return call


def tried() -> Array:
    """Scores to try: 32 in each octave up to 1024."""
    steps = np.linspace(NEAR[:-1], NEAR[1:], 32, endpoint=False).T.ravel()
    return np.r_[steps, NEAR[-1]]


def seen(edges: Array) -> Array:
    """The edges of the pieces up to |z| = 1024, and the nodes of the rules between them."""
    edges = edges[np.abs(edges) <= NEAR[-1]]
    half = np.diff(edges)[:, None] / 2
    return np.unique(np.r_[edges, (edges[:-1, None] + half * (1 + NODES)).ravel()])


def refuse_falling(f, z: Array) -> None:
    """Raises ValueError where f is NaN, constant, or falls."""
    p = f(z)
    if np.isnan(p).any():
        where = z[np.isnan(p)][np.abs(z[np.isnan(p)]).argmin()]
        raise ValueError(
            f"f: got NaN at z = {shown(where)}; accepted is a number for every score from −1024 to "
            f"1024. An overflow, ∞/∞? {STABLE}"
        )
    p = np.clip(p, -HUGE, HUGE)
    rise = np.diff(p)
    rise[np.abs(rise) <= 8 * EPS * (np.abs(p) + np.abs(z))[1:]] = 0  # rounding
    if not rise.any():
        raise ValueError(f"f: got {shown(p[0])} for every score; accepted is a function that rises")
    if (rise <= 0).all():
        raise ValueError("f: got a function that falls; accepted is one that rises. f(−z)? −f(z)?")
    if (rise < 0).any():
        where, height = _turn(f, z, rise)
        raise ValueError(
            f"f: got a function that is not monotone: it turns at z = {shown(where)}, where it is "
            f"{shown(height)}. Its integral is not convex, and there is no matching loss"
        )


def _turn(f, z: Array, rise: Array) -> tuple[float, float]:
    """The turning point nearest to 0, and the height there."""
    moving = np.flatnonzero(rise)
    turns = np.flatnonzero(np.diff(np.sign(rise[moving])))
    turn = turns[np.abs(z[moving[turns + 1]]).argmin()]
    low, high, up = z[moving[turn]], z[moving[turn + 1] + 1], np.sign(rise[moving[turn]])
    found = minimize_scalar(
        lambda t: -up * f(np.array([t]))[0],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return found.x, -up * found.fun


def refuse_jumps(f, edges: Array) -> None:
    """Raises ValueError where f jumps."""
    # Each piece, and its ends before the first node, which the rules do not see, is halved towards
    # the larger change. What is left of a continuous function is nothing.
    half = np.diff(edges) / 2
    ends = edges[:-1] + half * (1 + NODES[1]), edges[1:] - half * (1 + NODES[1])
    low, high = np.r_[edges[:-1], ends[0], ends[1]], np.r_[ends[0], ends[1], edges[1:]]
    with np.errstate(all="ignore"):
        at = np.arange(len(low))
        for _ in range(1100):  # down to neighbours, near 0 too
            a, b = low[at], high[at]
            middle = a + (b - a) / 2
            open_ = (middle > a) & (middle < b)
            at, a, b, middle = at[open_], a[open_], b[open_], middle[open_]
            if not at.size:
                break
            right = np.abs(f(b) - f(middle)) > np.abs(f(middle) - f(a))
            low[at], high[at] = np.where(right, middle, a), np.where(right, b, middle)
        after, before = f(high), f(low)
        slack = 1e-6 * (1 + np.abs(after)) + 8 * EPS * np.abs(high)
        where = low[np.isfinite(after) & (np.abs(after - before) > slack)]
    if where.size:
        where = where[np.abs(where).argmin()]
        raise ValueError(
            f"f: got a function that jumps at z = {shown(where)}; accepted is a continuous one"
        )


def shown(number: float) -> str:
    """A number as a message writes it."""
    return f"{round(number, 6) + 0.0:.4g}".replace("-", "−")


def slope_of(f, z: Array) -> Array:
    """The derivative from both sides and from either, whichever is surest: a kink spoils two.

    By steps of the size of z, at first of ½; by ever finer ones where none of them is sure.
    """
    tolerances = {"rtol": 1e-11, "atol": 1e-12}
    slope, error, sure = np.zeros(z.shape), np.full(z.shape, np.inf), np.zeros(z.shape, bool)
    for step in 0.5 ** np.arange(1, 40, 10):
        open_ = ~sure
        at = z[open_].astype(float)
        h = step * np.maximum(1.0, np.abs(at))
        for d in (0, -1, 1):
            with np.errstate(all="ignore"):
                tried = derivative(f, at, initial_step=h, step_direction=d, tolerances=tolerances)
            better = tried.error < error[open_]
            slope[open_] = np.where(better, tried.df, slope[open_])
            error[open_] = np.where(better, tried.error, error[open_])
            sure[open_] |= tried.success
        if sure.all():
            break
    return np.maximum(slope, 0.0)  # f rises


def checked_slope(f, slope) -> Callable[[Array], Array]:
    """The caller's f′, which must be the same as by differences where no kink spoils these. Raises
    TypeError for what is no function, ValueError for another one."""
    if not callable(slope):
        raise TypeError(f"slope: got {slope!r}; accepted is a function of z, f′")
    z = np.linspace(-2.97, 3.1, 15)
    with np.errstate(all="ignore"):
        found, wanted = np.asarray(slope(z), dtype=float), slope_of(f, z)
    if found.shape != z.shape:
        raise ValueError(f"slope: got shape {found.shape} from scores of shape {z.shape}")
    off = ~np.isclose(found, wanted, rtol=1e-4, atol=1e-7)
    if off.mean() > 0.5:
        where = int(off.argmax())
        raise ValueError(
            f"slope: got {shown(found[where])} at z = {shown(z[where])}, where f rises by "
            f"{shown(wanted[where])}; accepted is f′(z), of the score, not of the prediction"
        )
    return slope
