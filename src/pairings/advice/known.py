"""What a number of a loss can be compared with, from what is told of classes, shares and targets."""

import numpy as np

from .fingerprints import entropy


def known_of(classes=None, base_rate=None, y=None) -> dict[str, float]:
    """What fingerprints need, from what is told: K classes, the share of positives, targets."""
    known = {}
    if classes is not None:
        known["K"] = float(classes)
    if base_rate is not None:
        known["share"] = float(base_rate)
        known["entropy"] = entropy([base_rate, 1 - base_rate])
        known.setdefault("K", 2.0)
    if y is None or not np.size(y):
        return known
    y = np.asarray(y, dtype=float)
    known["mean"], known["square"] = float(y.mean()), float((y**2).mean())
    known["variance"] = float(y.var())
    if np.isin(y, (0.0, 1.0)).all():
        rows = y.ndim == 2 and y.shape[1] > 1
        if rows and (y.sum(axis=1) == 1).all():
            known.setdefault("K", float(y.shape[1]))
            known["entropy"] = entropy(y.mean(axis=0))
        elif not rows and classes in (None, 2):
            known.setdefault("share", known["mean"])
            known.setdefault("entropy", entropy([known["mean"], 1 - known["mean"]]))
            known.setdefault("K", 2.0)
    elif classes is not None and classes > 1 and np.isin(y, np.arange(classes)).all():
        known["entropy"] = entropy(np.bincount(y.astype(int).ravel()) / y.size)
    elif known["variance"] > 0 and y.shape[-1:] != (2,):
        known["spread"] = known["variance"]
    return known | _of_lists(y)


def _of_lists(y) -> dict[str, float]:
    """What lists of targets give, (lists, items), or times beside flags, (samples or lists, …, 2)."""
    if y.ndim < 2 or y.shape[-1] < 2 or y.shape[-1] > 1000 or not np.isfinite(y).all():
        return {}
    times, flags = y[..., 0], y[..., 1]
    if (
        y.shape[-1] == 2
        and np.isin(flags, (0.0, 1.0)).all()
        and not np.isin(times, (0.0, 1.0)).all()
    ):
        lists = y.reshape(-1, *y.shape[-2:])[:, :1000]
        return {"risk": float(np.mean([_at_risk(one[:, 0], one[:, 1]) for one in lists]))}
    lists = y.reshape(-1, y.shape[-1])[:1000]
    found = {}
    if (np.sort(lists, axis=1) == np.arange(1, lists.shape[1] + 1)).all():
        found["orders"] = float(np.log(np.arange(1, lists.shape[1] + 1)).sum())
    labels = lists.shape[1] > 2 and np.isin(lists, (0.0, 1.0)).all()
    if not labels and (lists == np.floor(lists)).all() and lists.size * lists.shape[1] < 1e7:
        ahead = lists[:, :, None] > lists[:, None, :]
        found["pairs"] = float(ahead.sum() / len(lists))
    return found


def _at_risk(times, flags) -> float:
    """Σ log #{t_j ≥ t_i} over those whose end was seen."""
    still = (times >= times[:, None]).sum(axis=1)
    return float(np.log(still[flags == 1]).sum())
