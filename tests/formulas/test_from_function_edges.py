"""Bring your own, at its edges: mirrored functions, a single corner, the far end of the line.

Each of these tests notices a mistake that no other noticed.
"""

import numpy as np
import pytest
from scipy.special import expit

from pairings import activations
from pairings.activations import from_function
from pairings.increasing import shown

EPS = np.finfo(float).eps
MIRRORED = {
    "exp": np.exp,
    "softplus": lambda z: np.logaddexp(0.0, z),
    "ReLU": lambda z: np.maximum(z, 0.0),
    "corner": lambda z: np.maximum(z - 0.3, 0.0),
    "power": lambda z: np.expm1(np.minimum(z, 0.0)) + 1 + np.maximum(z, 0.0),
    "twice sigmoid": lambda z: 2 * expit(z),
}


@pytest.mark.parametrize("f", MIRRORED.values(), ids=MIRRORED)
def test_a_function_turned_by_half_a_turn_has_the_mirrored_potential(f):
    """For −f(−z), which comes to 0 at the other end, Φ(−z) and Φ*(−y); small values too."""
    own, turned = from_function(f), from_function(lambda z: -f(-z))
    z = np.r_[-600.0, -40.0, np.linspace(-9, 9, 61), 40.0, 600.0][:, None]
    np.testing.assert_allclose(turned.forward(-z), -own.forward(z), rtol=1e-14)
    np.testing.assert_allclose(turned.potential(-z), own.potential(z), rtol=1e-12, atol=1e-300)
    y = own.forward(z[2:-2])
    np.testing.assert_allclose(turned.conjugate(-y), own.conjugate(y), rtol=1e-11, atol=1e-11)


def test_the_potential_of_exp_is_small_where_exp_is():
    """Its zero is the end of the line at which a has come to 0, on either side."""
    z = np.array([[-30.0], [-3.0], [2.0]])
    np.testing.assert_allclose(from_function(np.exp).potential(z), np.exp(z[:, 0]), rtol=1e-12)
    turned = from_function(lambda z: -np.exp(-z))
    np.testing.assert_allclose(turned.potential(-z), np.exp(z[:, 0]), rtol=1e-12)


def test_a_single_corner_is_found():
    """Just above it the parabola is small: Φ = (z − 0.3)²/2, to 1e-12 of the area."""
    own = from_function(lambda z: np.maximum(z - 0.3, 0.0))
    z = 0.3 + np.array([[-0.1], [1e-3], [0.02], [0.7]])
    expected = np.maximum(z[:, 0] - 0.3, 0) ** 2 / 2
    np.testing.assert_allclose(own.potential(z), expected, rtol=1e-9, atol=1e-16)


@pytest.mark.parametrize("z", [-1e15, -1e12, -3e4, 3e4, 1e12, 1e15])
def test_far_out_a_slow_function_is_still_summed_piece_by_piece(z):
    """Φ(z) = z arsinh z − √(1 + z²) + 1, which no single rule follows over twelve decades."""
    own = from_function(np.arcsinh)
    exact = z * np.arcsinh(z) - np.hypot(1, z) + 1
    assert own.potential(np.array([[z]])) == pytest.approx(exact, rel=1e-11)
    y = np.arcsinh(np.array([[z]]))
    assert own.conjugate(y) == pytest.approx(np.hypot(1, z) - 1, rel=1e-9)


def test_only_the_scores_up_to_1024_are_asked_for():
    """What f is beyond them is its own affair."""
    own = from_function(lambda z: np.where(np.abs(z) > 1100, np.nan, z))
    assert own.potential(np.array([[1000.0]])) == pytest.approx(5e5)
    with pytest.raises(ValueError, match="NaN"):
        from_function(lambda z: np.where(np.abs(z) > 1000, np.nan, z))


# --- the range -------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [0.0, 100.0])
def test_a_function_that_grows_ever_more_slowly_has_no_end(shift):
    """log log z has grown by 1.6 between the score 1024 and the last one that is asked."""
    own = from_function(lambda z: shift + np.sign(z) * np.log1p(np.log1p(np.abs(z))))
    assert own.range.name == "the real numbers"


@pytest.mark.parametrize(
    ("f", "told"),
    [(np.exp, False), (lambda z: np.clip(z, 0, 1), False), (np.tanh, False), (np.arctan, True)],
)
def test_only_an_edge_that_is_no_target_has_a_note(f, told):
    """Neither an edge that is reached, nor infinity."""
    assert (from_function(f).range.note is not None) == told


# --- what is refused, and what is not --------------------------------------------------------


@pytest.mark.parametrize(
    "f",
    [
        lambda z: np.tanh(z) + 2 * EPS * np.sin(1e3 * z),
        lambda z: np.maximum(z, 0) + EPS / 2 * np.abs(z) * np.sin(1e3 * z),
        lambda z: expit(z) - 1e3 + 1e-13 * np.sin(1e3 * z),
    ],
)
def test_rounding_is_no_fall(f):
    """Noise of a few units in the last place, of the value or of the score."""
    assert from_function(f).potential is not None


@pytest.mark.parametrize("at", [-512.0, -3.3, -3.0, -1.0, -0.01, 0.0, 0.2, 1.0, 1.7, 40.0])
@pytest.mark.parametrize("size", [1e-3, 5.0])
def test_a_jump_is_named(at, size):
    """Wherever the search for it ends, above or below; also at a fraction of two, where it cuts."""
    named = f"jumps at z = {at:g};".replace("-", "−")
    with pytest.raises(ValueError, match=named):
        from_function(lambda z: np.where(z > at, z + size, z))
    with pytest.raises(ValueError, match=named):
        from_function(lambda z: np.where(z >= at, z, z - size))


@pytest.mark.parametrize(("one", "other"), [(-3.0, 1.0), (-1.0, 3.0), (2.0, 3.0), (-3.0, -2.0)])
def test_the_jump_and_the_turn_nearest_to_zero_are_named(one, other):
    """Of two, the one that a reader will find first."""
    nearest = f"at z = {min(one, other, key=abs):g}".replace("-", "−")
    with pytest.raises(ValueError, match=f"jumps {nearest}"):
        from_function(lambda z: z + np.heaviside(z - one, 1) + np.heaviside(z - other, 1))
    with pytest.raises(ValueError, match=f"turns {nearest}"):
        from_function(lambda z: z**3 / 3 - (one + other) * z**2 / 2 + one * other * z)


@pytest.mark.parametrize("at", [-1e-5, 1e-5, 1.0001, 63.99, -512.3, 5000.0])
def test_a_jump_close_to_an_edge_is_seen_too(at):
    """Between an edge and the first node of the rules, and where nothing is cut finely."""
    with pytest.raises(ValueError, match="jumps at z = "):
        from_function(lambda z: z + (z > at))


def test_a_small_step_down_between_the_scores_that_are_tried_is_a_jump():
    with pytest.raises(ValueError, match=r"jumps at z = 0\.7;"):
        from_function(lambda z: z - 1e-3 * (z > 0.7))


@pytest.mark.parametrize("level", [-1e6, 1e6])
def test_a_step_in_the_eleventh_digit_is_rounding(level):
    """A billionth of the height, above 0 and below."""
    own = from_function(lambda z: level + z + 1e-4 * (z > 1))
    assert own.range.name == "the real numbers"


def test_a_longer_result_is_refused_for_its_shape():
    """Not for its values."""
    with pytest.raises(ValueError, match=r"got shape \(4, 3\)"):
        from_function(lambda z: np.concatenate([z, z]))


def test_a_small_score_is_shown_with_six_decimals():
    """Nearer to 0 the search is not exact."""
    assert shown(1.2345e-5) == "1.2e−05"
    assert shown(-1e-9) == "0"


def test_name_and_slope_are_named():
    """`from_function(f, g)` does not say what g is."""
    with pytest.raises(TypeError):
        from_function(np.tanh, "tanh")
    assert from_function(f=np.tanh).name == activations.tanh.name


@pytest.mark.parametrize("level", [-1.0, 1.0])
def test_a_level_other_than_zero_is_not_where_the_potential_begins(level):
    """a = max(z, 1) or min(z, −1): from an end of the line Φ would be a difference of large areas."""
    end = np.maximum if level > 0 else np.minimum
    own = from_function(lambda z: end(z, level))
    z = np.array([[-3.0], [0.0], [0.25], [3.0]])
    beyond = np.where(z * level > 1, (z - level) ** 2 / 2, 0.0)
    expected = (level * z + beyond)[:, 0]
    np.testing.assert_allclose(own.potential(z), expected, rtol=1e-13, atol=1e-13)


def test_a_function_that_rises_again_far_out_has_no_end_there():
    own = from_function(lambda z: np.minimum(z, 0.0) + np.maximum(z - 2000.0, 0.0))
    assert own.range.name == "the real numbers"


NARROW = {  # f, a score, the slope there
    "clip": (lambda z: np.clip(z, 0, 1e-4), 5e-5, 1.0),
    "cube root": (np.cbrt, 1e-8, 1e-8 ** (-2 / 3) / 3),
    "square root": (lambda z: np.sign(z) * np.sqrt(np.abs(z)), -1e-6, 500.0),
    "steep tanh": (lambda z: np.tanh(1e5 * z), 0.0, 1e5),
    "steep ramp": (lambda z: np.clip(2e4 * z, 0, 1), 2e-5, 2e4),
    "far line": (lambda z: 3 * z, 1e15, 3.0),
    "wide sigmoid": (lambda z: 1e6 + 2.5e5 * expit(z / 50), 30.0, 5e3 * expit(0.6) * expit(-0.6)),
}


@pytest.mark.parametrize(("f", "z", "slope"), NARROW.values(), ids=NARROW)
def test_a_slope_by_differences_is_right_where_f_bends_within_a_step_or_z_is_large(f, z, slope):
    a = from_function(f)
    np.testing.assert_allclose(a.vjp(np.array([[z]]), np.ones((1, 1))), slope, rtol=1e-7)


@pytest.mark.parametrize("scale", [1.0, 1e-12])
def test_a_slope_by_differences_is_never_below_0(scale):
    z = np.linspace(-40, 40, 401)[:, None]
    assert (from_function(lambda z: scale * np.tanh(z)).vjp(z, np.ones_like(z)) >= 0).all()


def test_a_slope_of_another_function_is_refused():
    slope = lambda z: 1 - np.tanh(z) ** 2  # noqa: E731
    z = np.linspace(-3, 3, 7)[:, None]
    np.testing.assert_array_equal(
        from_function(np.tanh, slope=slope).vjp(z, z + 9), slope(z) * (z + 9)
    )
    with pytest.raises(
        ValueError, match=r"slope: got −7.821 at z = −2.97, where f rises by 0.01047"
    ):
        from_function(np.tanh, slope=lambda p: 1 - p * p)
    with pytest.raises(ValueError, match=r"slope: got shape \(\) from scores of shape \(15,\)"):
        from_function(np.tanh, slope=lambda z: 1.0)
    for name in ("slope", "residual"):
        with pytest.raises(TypeError, match=f"{name}: got 3; accepted is a function of z"):
            from_function(np.tanh, **{name: 3})


def test_a_slope_may_choose_either_side_of_a_kink():
    relu = lambda z: np.maximum(z, 0)  # noqa: E731
    for slope in (lambda z: (z > 0) * 1.0, lambda z: (z >= 0) * 1.0):
        assert from_function(relu, slope=slope).vjp(np.ones((1, 1)), np.ones((1, 1))) == 1
