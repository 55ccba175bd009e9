"""The first bias and the first loss that cards and cheat sheet name are those that `start` finds."""

import facts
import numpy as np
import pytest
import tex
from scipy.special import entr, expit, i0, i1, logit, softmax, xlogy

from pairings import CATALOGUE, start
from pairings.activations import softplus
from pairings.activations.half_line import SELU_SCALE


def targets(fact, seeds=range(5)):
    """A sample of the row's targets: several draws below each other."""
    return np.concatenate([fact.draw(np.random.default_rng(seed))[1] for seed in seeds])


WORDS = {  # what is said in words, as functions of the sample
    "the median": lambda y: np.quantile(y, 0.5, axis=0, method="averaged_inverted_cdf"),
    "the quantile 0.9": lambda y: np.quantile(y, 0.9, axis=0, method="averaged_inverted_cdf"),
    "mean distance from it": lambda y: np.abs(y - np.median(y, axis=0)).mean(),
    "0.9 of what exceeds it, 0.1 of what falls short, on average": lambda y: tilted(y, 0.9),
    r"$m$; below 0, $\log(1 + m)$": lambda y: np.where(
        y.mean(0) > 0, y.mean(0), np.log1p(y.mean(0))
    ),
    r"mean of $\Phi^*(y)$, less $\Phi^*(m)$": lambda y: gap(softplus, y),
    "the sum over the labels": lambda y: entropy(y.mean(axis=0)),
}


def deviation(y):
    return (1 + np.log(y.var())) / 2


# Where the sheet says "about" or "at most": what must hold of (what was found, the sample, a row).
NEARLY = {
    "identity + Huber": lambda found, y: found.loss <= np.abs(y - np.median(y)).mean(),
    "location and scale + Student-t likelihood": lambda found, y: (
        abs(found.bias[0] - np.median(y)) < 0.3 * y.std()
        and abs(found.bias[1] - np.log(y.std())) < 1
    ),
    "non-crossing quantiles + pinball loss": lambda found, y: np.isclose(
        found.loss, sum(tilted(y, share) for share in (0.1, 0.5, 0.9)), rtol=1e-4
    ),
    "mean and variance + CRPS of a Gaussian": lambda found, y: (
        abs(found.loss / np.sqrt(y.var() / np.pi) - 1) < 0.1
        and (np.abs(found.bias - [y.mean(), np.log(y.var())]) < 0.2).all()
    ),
    "mixture of 3 Gaussians + likelihood": lambda found, y: found.loss < deviation(y),
    "sigmoid + weighted log loss (pos_weight)": lambda found, y: np.isclose(
        found.bias[0] - logit(y.mean()), np.log(10)
    ),
    "softmax + cross-entropy with label smoothing": lambda found, y: np.allclose(
        softmax(found.bias), 0.9 * y.mean(axis=0) + 0.1 / y.shape[1]
    ),
    "identity + half squared error, masked": lambda found, y: np.isclose(
        found.bias[0], y[y[:, 1] == 1, 0].mean()
    ),
    "scores of a list + RankNet": lambda found, y: found.kind == "shift" and not found.bias.any(),
    "exp + Poisson with exposure": lambda found, y: (
        np.isclose(found.bias[0], np.log(y[:, 0].sum() / y[:, 1].sum()))
        and np.isclose(found.loss, xlogy(y[:, 0], y[:, 0] / y[:, 1] / np.exp(found.bias[0])).mean())
    ),
    "exp + negative binomial": lambda found, y: np.isclose(found.bias[0], np.log(y.mean())),
    "exp + half Tweedie deviance": lambda found, y: np.isclose(found.bias[0], np.log(y.mean())),
    "thresholds + proportional odds": lambda found, y: (
        np.allclose(found.bias, logit(y.mean(axis=0)))
        and np.isclose(found.loss, entr(-np.diff(y.mean(axis=0), prepend=1, append=0)).sum())
    ),
    "exp + censored exponential": lambda found, y: np.isclose(
        found.bias[0], np.log(y[:, 1].sum() / y[:, 0].sum()), rtol=1e-6
    ),
    "softmax over those at risk + Cox partial likelihood": lambda found, y: (
        found.kind == "shift" and not found.bias.any()
    ),
    "unit embeddings of 2 + contrastive loss": lambda found, y: (
        found.kind == "shift"
        and not found.bias.any()
        and np.isclose(found.loss, np.log(y.shape[1] - 1) * partners(y))
    ),
    "sigmoid per pixel + Dice": lambda found, y: (
        np.isin(expit(found.bias), (0.0, 1.0)).any()
        and found.loss < at_the_share(y)
        and abs(at_the_share(y) - (1 - y.mean())) < 0.05
    ),
    "two linear scores + von Mises": lambda found, y: mean_direction(found, y),
    "identity + hinge": lambda found, y: (
        found.bias[0] == np.sign(y.mean())
        and np.isclose(found.loss, 2 * min((y < 0).mean(), (y > 0).mean()))
    ),
}


def partners(y):
    """How many items of a list have one, in the mean."""
    alike = (y[:, :, None] == y[:, None, :]).sum(axis=2) > 1
    return alike.sum(axis=1).mean()


def at_the_share(y):
    """The mean of 1 − Dice where every pixel gets the share of the masks."""
    z = np.full(y.shape, logit(y.mean()))
    return CATALOGUE["sigmoid per pixel + Dice"].pairing.value(z, y).mean()


def mean_direction(found, y):
    """The bias points where the mean of d = (cos y, sin y) does, as far as A(κ) is its length."""
    mean = np.array([np.cos(y).mean(), np.sin(y).mean()])
    kappa, length = np.hypot(*found.bias), np.hypot(*mean)
    assert np.allclose(found.bias / kappa, mean / length, rtol=1e-5)
    assert np.isclose(i1(kappa) / i0(kappa), length, rtol=1e-5)
    return np.isclose(found.loss, np.log(i0(kappa)) - kappa * length)


def tilted(y, share):
    d = y - np.quantile(y, share, axis=0, method="averaged_inverted_cdf")
    return np.maximum(share * d, (share - 1) * d).mean()


def gap(activation, y):
    return (activation.conjugate(y) - activation.conjugate(y.mean(axis=0)[None])).mean()


def entropy(m):
    return -(m * np.log(m) + (1 - m) * np.log(1 - m)).sum()


def told(text, y):
    """What a text of the sheet is worth on a sample: TeX in m, v and y, or words from above."""
    text = text.split(", if ")[0]
    if text in WORDS:
        return WORDS[text](y)
    m, v = y.mean(axis=0)[None], y.var(axis=0)[None]
    names = {"m": m, "m_k": m, "v": v, r"\lambda": SELU_SCALE, r"\delta": 1.0, "y": y}
    parts = text.split("$")[1::2]
    found = [np.asarray(tex.value(part, names), float) + 0 * m[0, 0] for part in parts]
    if text.startswith("mean of"):
        return np.mean(found[0])
    return np.concatenate([np.ravel(part) for part in found])


SAID = [entry for entry in CATALOGUE.values() if entry.shown != "table"]


@pytest.mark.parametrize("entry", SAID, ids=lambda entry: entry.name)
def test_the_sheet_says_what_start_finds(entry):
    """A text nobody can compute? Write it in m, m_k, v, y, or add it to WORDS or NEARLY."""
    fact, pairing = facts.ROWS[entry.name], entry.pairing
    y = targets(fact)
    if "if no target is below 0" in entry.first_loss:
        y = np.abs(y)
    if pairing.scores == pairing.columns == 1 and not pairing.targets.rows and not pairing.lists:
        y = y[:, :1] if "labels" not in entry.first_loss else y
    elif not pairing.targets.rows and not pairing.lists:
        y = y[:, : pairing.columns]
    found = start(pairing, y)
    if entry.name in NEARLY:
        assert NEARLY[entry.name](found, y)
        return
    bias, loss = told(entry.bias, y), told(entry.first_loss, y)
    np.testing.assert_allclose(
        pairing.predict(found.bias[None])[0], pairing.predict(bias[None])[0], rtol=1e-6
    )
    np.testing.assert_allclose(found.loss, np.sum(loss), rtol=1e-6)
