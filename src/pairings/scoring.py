"""Who is judged, and by what: entrants and metrics.

Every metric takes `weights`, one per sample: each mean over samples is then Σ w v / Σ w.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from . import inputs
from .records import Array, Pairing


def _column(labels: Array) -> Array:
    return inputs.column("labels", labels).astype(float)


def above_half(p: Array) -> Array:
    return p[..., 0] > 0.5


def _as_it_is(p: Array) -> Array:
    return p[..., 0]


class Entrant(NamedTuple):
    """A pairing with its way of writing labels and of reading predictions.

    encode(labels) -> y; decide(p) -> what the prediction stands for, (..., samples), one more
    axis where labels have one; probability(p) -> the share of class 1 it reports (of every
    class or label, along one more axis), before anyone asks whether it is one.
    """

    pairing: Pairing
    encode: Callable[[Array], Array] = _column
    decide: Callable[[Array], Array] = above_half
    probability: Callable[[Array], Array] = _as_it_is

    @property
    def name(self) -> str:
        return self.pairing.name


Metric = Callable[..., Array]  # (entrant, p, labels, weights=None) -> one number per replica


def mean(values: Array, weights: Array | None = None) -> Array:
    """Σ w v / Σ w over the samples, the last axis; without weights the plain mean. Raises
    ValueError for weights that are not one per sample, below 0, or all 0."""
    if not np.shape(values)[-1:] or not np.shape(values)[-1]:
        raise ValueError(f"values: got shape {np.shape(values)}; accepted is at least one sample")
    if weights is None:
        return values.mean(axis=-1)
    weights = inputs.real_array("weights", weights)
    least = weights.min(initial=np.inf)
    if weights.shape != values.shape[-1:] or not (least >= 0 and 0 < weights.sum() < np.inf):
        raise ValueError(
            f"weights: got shape {weights.shape}, least {least:g}; accepted is one per sample, "
            f"{values.shape[-1:]}, finite, none below 0, not all 0"
        )
    counted = weights > 0  # what weighs nothing may be infinite
    return values[..., counted] @ weights[counted] / weights.sum()


def _as_many(found: Array, labels: Array) -> Array:
    """Labels as an array of the shape of what was found, replicas apart: nothing broadcasts."""
    labels = inputs.real_array("labels", labels)
    if not labels.ndim or found.shape[-labels.ndim :] != labels.shape:
        column = labels.ndim == 2 and labels.shape[1] == 1
        raise ValueError(
            f"labels: got shape {labels.shape} for predictions of shape {found.shape}; accepted is "
            f"one per sample{'. Write labels[:, 0]' * column}"
        )
    if np.isnan(labels).any():
        raise ValueError("labels: got NaN. A missing label? Drop the row, and its prediction")
    return labels


def _zero_or_one(found: Array, labels: Array) -> Array:
    labels = _as_many(found, labels)
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("labels: accepted are 0 and 1, where 1 is what the probability is of")
    return labels


# --- a yes or no ----------------------------------------------------------------------------------


def misclassified(decisions: Array, labels: Array, weights: Array | None = None) -> Array:
    """The share of samples decided wrongly. Raises ValueError for labels that are not one per sample,
    and beside a yes or no for others than 0 and 1."""
    decisions = np.asarray(decisions)
    read = _zero_or_one if decisions.dtype == bool else _as_many
    return mean(decisions != read(decisions, labels), weights)


def accuracy(entrant: Entrant, p: Array, labels: Array, weights: Array | None = None) -> Array:
    """The share of samples decided rightly; NaN when a prediction is NaN."""
    return 1 - on_decisions(entrant, p, labels, misclassified, weights)


def outside(entrant: Entrant, p: Array, labels: Array, weights: Array | None = None) -> Array:
    """The share of reported probabilities that are none: below 0, above 1 or NaN."""
    q = entrant.probability(p)
    return mean(~((q >= 0) & (q <= 1)), weights)


def reported_log_loss(
    entrant: Entrant, p: Array, labels: Array, weights: Array | None = None
) -> Array:
    """The mean log loss of the reported probabilities; NaN, "undefined", if one of them is none."""
    q = entrant.probability(p)
    labels = _zero_or_one(q, labels)
    inside = np.clip(q, 0, 1)
    with np.errstate(divide="ignore"):
        of_the_label = np.where(labels == 1, np.log(inside), np.log1p(-inside))
    return np.where(outside(entrant, p, labels) > 0, np.nan, -mean(of_the_label, weights) + 0.0)


def calibration_error(
    entrant: Entrant, p: Array, labels: Array, weights: Array | None = None, *, bins: int = 10
) -> Array:
    """Σ over equal bins of their share times |mean probability − share of class 1|; NaN where
    a reported probability is none."""
    q, bins = entrant.probability(p), inputs.whole_number("bins", bins, at_least=1)
    labels = _zero_or_one(q, labels)
    which = np.clip(np.floor(q * bins), 0, bins - 1)
    error = np.zeros(q.shape[:-1])
    for b in range(bins):
        inside = which == b
        error += np.abs(mean(inside * (q - labels), weights))
    return np.where(outside(entrant, p, labels) > 0, np.nan, error)


BINARY_METRICS: Mapping[str, Metric] = {
    "accuracy": accuracy,
    "outside": outside,
    "log loss": reported_log_loss,
    "calibration error": calibration_error,
}


# --- classes --------------------------------------------------------------------------------------


def _classes(q: Array, labels: Array) -> Array:
    labels, classes = _as_many(q[..., 0], labels), q.shape[-1]
    if not np.isin(labels, np.arange(classes)).all():
        raise ValueError(f"labels: accepted are the classes 0 to {classes - 1}")
    return labels.astype(int)


def no_distribution(
    entrant: Entrant, p: Array, labels: Array, weights: Array | None = None
) -> Array:
    """The share of rows that are no distribution: a number below 0 or NaN, or a sum that is not 1."""
    q = entrant.probability(p)
    return 1 - mean((q >= 0).all(axis=-1) & (np.abs(q.sum(axis=-1) - 1) < 1e-6), weights)


def multiclass_log_loss(
    entrant: Entrant, p: Array, labels: Array, weights: Array | None = None
) -> Array:
    """The mean of −log of the share reported for the right class; NaN, "undefined", if a row is
    no distribution. Raises ValueError for labels that are no class."""
    q = entrant.probability(p)
    q = q[..., np.arange(q.shape[-2]), _classes(q, labels)]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = -mean(np.log(q), weights) + 0.0  # no −0
    return np.where(no_distribution(entrant, p, labels) > 0, np.nan, found)


def multiclass_calibration_error(
    entrant: Entrant, p: Array, labels: Array, weights: Array | None = None, *, bins: int = 10
) -> Array:
    """`calibration_error` of the largest share in each row, as a probability to be right."""
    q = entrant.probability(p)
    top = Entrant(entrant.pairing, probability=lambda _: q.max(axis=-1))
    right = q.argmax(axis=-1) == _classes(q, labels)
    error = calibration_error(top, p, right, weights, bins=bins)
    return np.where(no_distribution(entrant, p, labels) > 0, np.nan, error)


MULTICLASS_METRICS: Mapping[str, Metric] = {
    "accuracy": accuracy,
    "no distribution": no_distribution,
    "log loss": multiclass_log_loss,
    "calibration error": multiclass_calibration_error,
}


# --- labels ---------------------------------------------------------------------------------------


def mislabelled(decisions: Array, labels: Array, weights: Array | None = None) -> Array:
    """The share of labels decided wrongly, over all samples and labels (the Hamming loss)."""
    wrong = decisions != _zero_or_one(decisions, labels)
    return wrong.mean(axis=(-1, -2)) if weights is None else mean(wrong.mean(axis=-1), weights)


def over_labels(metric: Metric) -> Metric:
    """A metric of one yes or no, taken over every label of every sample alike."""

    def flat(values: Array) -> Array:
        return values.reshape(*values.shape[:-2], -1)

    def taken(entrant: Entrant, p: Array, labels: Array, weights: Array | None = None) -> Array:
        one = entrant._replace(
            decide=lambda p: flat(entrant.decide(p)),
            probability=lambda p: flat(entrant.probability(p)),
        )
        labels = _zero_or_one(np.asarray(entrant.decide(p)), labels)
        if weights is not None:
            weights = np.repeat(weights, labels.shape[-1])
        return metric(one, p, flat(labels), weights)

    return taken


def row_accuracy(entrant: Entrant, p: Array, labels: Array, weights: Array | None = None) -> Array:
    """The share of samples with every label decided rightly; NaN when a prediction is NaN."""

    def wrong_somewhere(decisions, labels, weights=None):
        return mean((decisions != _as_many(decisions, labels)).any(axis=-1), weights)

    return 1 - on_decisions(entrant, p, labels, wrong_somewhere, weights)


MULTILABEL_METRICS: Mapping[str, Metric] = {
    "label accuracy": over_labels(accuracy),
    "row accuracy": row_accuracy,
    "outside": over_labels(outside),
    "log loss": over_labels(reported_log_loss),
    "calibration error": over_labels(calibration_error),
}


# --- numbers --------------------------------------------------------------------------------------


def root_mean_square(decisions: Array, labels: Array, weights: Array | None = None) -> Array:
    """The root of the mean squared error, in the unit of the labels."""
    return np.sqrt(mean(_error(decisions, labels) ** 2, weights))


def mean_absolute(decisions: Array, labels: Array, weights: Array | None = None) -> Array:
    """The mean absolute error, in the unit of the labels."""
    return mean(np.abs(_error(decisions, labels)), weights)


def mean_error(decisions: Array, labels: Array, weights: Array | None = None) -> Array:
    """The mean of prediction − label: above 0 where predictions are too high on average."""
    return mean(_error(decisions, labels), weights)


def _error(decisions: Array, labels: Array) -> Array:
    return decisions - _as_many(decisions, inputs.real_array("labels", labels))


def of_decisions(error: Callable[..., Array]) -> Metric:
    """A metric from a function of (decisions, labels); NaN when a prediction is NaN."""

    def metric(entrant: Entrant, p: Array, labels: Array, weights: Array | None = None) -> Array:
        return on_decisions(entrant, p, labels, error, weights)

    return metric


REGRESSION_METRICS: Mapping[str, Metric] = {
    "root mean square": of_decisions(root_mean_square),
    "mean absolute": of_decisions(mean_absolute),
    "mean error": of_decisions(mean_error),
    "lowest": of_decisions(lambda decisions, _, weights=None: decisions.min(axis=-1)),
    "highest": of_decisions(lambda decisions, _, weights=None: decisions.max(axis=-1)),
}


def on_decisions(
    entrant: Entrant, p: Array, labels: Array, error, weights: Array | None = None
) -> Array:
    broken = np.isnan(p).any(axis=(-1, -2))
    weighted = () if weights is None else (weights,)
    return np.where(broken, np.nan, error(entrant.decide(p), labels, *weighted))
