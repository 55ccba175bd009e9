"""Margins, sparse probabilities, other links: a label without a probability, or with another one."""

from functools import partial

from .. import activations
from ..losses import hinge_gradient, hinge_value
from ..losses import links as k
from ..losses import margins as m
from ..pairing import matching
from ..records import Pairing, labels, one_hot_rows, unit_interval
from .entry import Entry

SIGNS = labels(-1, 1)


def _same(z):
    """The score itself."""
    return z


def _margin(name: str, value, gradient, curvature) -> Pairing:
    return Pairing(f"identity + {name}", _same, value, gradient, SIGNS, curvature=curvature)


def _linked(name: str, tails: k.Tails) -> Pairing:
    formulas = (k.link_predict, k.link_value, k.link_gradient)
    made = [partial(formula, tails) for formula in formulas]
    bend = partial(k.link_curvature, tails)
    return Pairing(f"{name} + log loss", *made, unit_interval, curvature=bend)


HINGE = _margin("hinge", hinge_value, hinge_gradient, m.hinge_curvature)
SQUARED_HINGE = _margin(
    "squared hinge", m.squared_hinge_value, m.squared_hinge_gradient, m.squared_hinge_curvature
)
MODIFIED_HUBER = _margin(
    "modified Huber", m.modified_huber_value, m.modified_huber_gradient, m.modified_huber_curvature
)
EXPONENTIAL = _margin(
    "exponential loss", m.exponential_value, m.exponential_gradient, m.exponential_curvature
)
TANH = matching(activations.tanh)
SPARSEMAX = matching(activations.sparsemax)
ENTMAX = matching(activations.entmax)
CRAMMER_SINGER = Pairing(
    "identity + Crammer–Singer hinge",
    _same,
    m.crammer_singer_value,
    m.crammer_singer_gradient,
    one_hot_rows,
    curvature=m.crammer_singer_curvature,
)
PROBIT = _linked("normal cdf (probit)", k.normal_tails)
CLOGLOG = _linked("cloglog", k.cloglog_tails)
LOGLOG = _linked("loglog", k.loglog_tails)
CAUCHIT = _linked("cauchit", k.cauchy_tails)


def _entry(pairing, target, activation, loss, gradient, statistic, when, **more) -> Entry:
    return Entry(
        pairing.name,
        pairing,
        target,
        activation,
        loss,
        gradient,
        statistic,
        page="margins-and-links",
        when=when,
        asked=f"{target}, {when}",
        **({"dataset": "breast cancer", "height": "loss"} | more),
    )


def _of_margin(pairing, loss, gradient, statistic, when, **more) -> Entry:
    return _entry(
        pairing, "yes or no, +1 or −1", "identity", loss, gradient, statistic, when, **more
    )


def _of_link(pairing, activation, gradient, when, bias) -> Entry:
    return _entry(
        pairing,
        "yes or no, 0 or 1 (or a share between)",
        activation,
        "log loss",
        gradient,
        "P(y = 1), a mean",
        when,
        height="likelihood",
        bias=f"{bias}; infinite with one class only",
        first_loss=r"$-m \log m - (1 - m) \log(1 - m)$",
    )


ENTRIES = (
    _of_margin(
        HINGE,
        "hinge",
        r"-y\,[y z < 1]",
        "the likelier label",
        "only the label is wanted, and few samples should count",
        bias="the commoner label; a set from −1 to 1, if both are as common",
        first_loss="$1 - |m|$",
        keras="`Hinge()`",
        optax="`hinge_loss`",
        sklearn='`SGDClassifier(loss="hinge")`, `LinearSVC(loss="hinge")`',
        shown="card",
    ),
    _of_margin(
        SQUARED_HINGE,
        "squared hinge",
        r"-2 y \max(0, 1 - y z)",
        "the likelier label; (1 + z)/2 is P(y = 1)",
        "only the label is wanted, with a smooth slope",
        bias="$m$; a set with one class only",
        first_loss="$1 - m^2$",
        keras="`SquaredHinge()`",
        sklearn='`LinearSVC(loss="squared_hinge")`',
    ),
    _of_margin(
        MODIFIED_HUBER,
        "modified Huber",
        r"-2 y \min(\max(0, 1 - y z), 2)",
        "the likelier label; (1 + z)/2 is P(y = 1)",
        "some labels are wrong, and a probability is wanted all the same",
        bias="$m$; a set with one class only",
        first_loss="$1 - m^2$",
        sklearn='`SGDClassifier(loss="modified_huber")`',
    ),
    _of_margin(
        EXPONENTIAL,
        "exponential loss",
        r"-y \, e^{-y z}",
        "half the log-odds",
        "boosting with labels that are right",
        bias="half the log-odds; infinite with one class only",
        first_loss=r"$\sqrt{1 - m^2}$",
        sklearn='`GradientBoostingClassifier(loss="exponential")`',
    ),
    _of_margin(
        TANH,
        "its matching loss, softplus of −2 y z",
        "p - y",
        "the mean of the labels, 2 P(y = 1) − 1",
        "probabilities are wanted on the scale from −1 to 1",
        bias=r"$\tfrac12 \log((1 + m)/(1 - m))$; infinite with one class only",
        first_loss="entropy of the two shares, less the mean entropy of the targets",
    )._replace(activation="tanh", target="yes or no, +1 or −1 (or between)", height="deviance"),
    _entry(
        SPARSEMAX,
        "one of K classes (one-hot, or shares)",
        "sparsemax",
        "its matching loss",
        "p - y",
        "shares of the classes, some exactly 0",
        "most classes should get no probability at all",
        dataset="iris",
        bias="$m_k$, up to a shift",
        first_loss=r"half of the mean of $\sum y_k^2$, less half of $\sum m_k^2$",
        height="deviance",
        predicts="a share for each class",
    ),
    _entry(
        ENTMAX,
        "one of K classes (one-hot, or shares)",
        "1.5-entmax",
        "its matching loss",
        "p - y",
        "shares of the classes, some exactly 0",
        "classes far behind should get no probability, and shares are to bend without a kink",
        dataset="iris",
        bias=r"$2 \sqrt{m_k}$, up to a shift",
        first_loss=r"mean of $\Phi^*(y)$, less $\Phi^*(m)$",
        height="deviance",
        pytorch="none: the package entmax has it",
        predicts="a share for each class",
    ),
    _entry(
        CRAMMER_SINGER,
        "one of K classes (one-hot)",
        "identity",
        "Crammer–Singer hinge",
        r"[u < 1]\,([k = \text{rival}] - y_k)",
        "the class, where one has more than half",
        "only the class is wanted",
        dataset="iris",
        bias="the class with more than half 1 above the others, else 0; a shift changes nothing",
        first_loss="$2 (1 - m_k)$ of the commonest class, at most 1",
        keras="`CategoricalHinge()` (with one more rival, of score 0)",
        sklearn='`LinearSVC(multi_class="crammer_singer")`',
        pytorch="`MultiMarginLoss` (the sum over the others, over K)",
        predicts="a score for each class",
    ),
    _of_link(
        PROBIT,
        "normal cdf",
        r"\frac{(F - y)\, f}{F (1 - F)}",
        "a hidden normal number was compared with a threshold",
        r"$\Phi^{-1}(m)$, the normal quantile",
    ),
    _of_link(
        CLOGLOG,
        r"$1 - e^{-e^z}$",
        r"\frac{(F - y)\, f}{F (1 - F)}",
        "yes means at least one event of a count, or an event within a time",
        r"$\log(-\log(1 - m))$",
    ),
    _of_link(
        LOGLOG,
        r"$e^{-e^{-z}}$",
        r"\frac{(F - y)\, f}{F (1 - F)}",
        "no means at least one event",
        r"$-\log(-\log m)$",
    ),
    _of_link(
        CAUCHIT,
        r"$\frac{1}{2} + \frac{1}{\pi} \arctan z$",
        r"\frac{(F - y)\, f}{F (1 - F)}",
        "now and then a label contradicts a large score",
        r"$\tan(\pi (m - \tfrac12))$",
    ),
)
