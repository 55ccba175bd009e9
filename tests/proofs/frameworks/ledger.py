"""What was compared with whom, how far apart it was at most, and what differed."""

from collections import Counter

import numpy as np

TOLERANCE = 1e-9  # relative; the promise of the book is 1e-6
ROUNDING = 1e-7  # absolute: where a library may lose digits that 400 of them prove right here
TINY = 1e-290


def relative(ours, theirs, scale=0.0):
    """|ours − theirs| over the larger of them, or over `scale` where terms of that size cancel."""
    with np.errstate(all="ignore"):
        size = np.maximum(np.maximum(np.abs(ours), np.abs(theirs)), np.maximum(scale, TINY))
        return np.where(ours == theirs, 0.0, np.abs(ours - theirs) / size)


class Ledger:
    def __init__(self):
        self.counts = {"values": Counter(), "gradients": Counter()}
        self.worst, self.lost, self.faults, self.seen = Counter(), {}, [], {}

    def compare(self, library, what, kind, ours, theirs, *, scale=0.0, exact=None):
        """Counts `ours` against `theirs`, arrays of one shape; `kind` is "values" or "gradients".

        Where they differ by rounding, `exact` may show that the library lost digits and we did not.
        """
        self.seen.setdefault(what, set()).add(library)
        ours, theirs = np.asarray(ours), np.asarray(theirs)
        if ours.shape != theirs.shape or theirs.dtype != np.float64 or not ours.size:
            self.faults.append(f"{library}: {what}, {kind}: {theirs.dtype}{theirs.shape}")
            return
        error = relative(ours, theirs, scale)
        bad = ~(error <= TOLERANCE)  # NaN is bad
        if exact is not None:
            rounding = np.abs(ours - theirs) <= ROUNDING * np.maximum(1, np.abs(exact))
            lost = bad & rounding & (relative(ours, exact) <= TOLERANCE)
            bad &= ~lost
            if lost.any():
                self.lost[library, what, kind] = (int(lost.sum()), float(error[lost].max()))
            error = np.where(lost, 0.0, error)
        if bad.any():
            at = tuple(int(i) for i in np.argwhere(bad)[0])
            self.faults.append(
                f"{library}: {what}, {kind}: {bad.sum()} of {bad.size} differ, the first at {at}: "
                f"{ours[at]!r} here, {theirs[at]!r} there"
            )
        self.counts[kind][library] += ours.size
        self.worst[library] = max(self.worst[library], float(np.max(error)))

    def table(self) -> str:
        """A line per library."""
        lines = [f"{'library':<20} {'values':>8} {'gradients':>10} {'largest relative error':>24}"]
        for library, worst in self.worst.items():
            counts = [self.counts[kind][library] for kind in ("values", "gradients")]
            lines.append(f"{library:<20} {counts[0]:>8} {counts[1]:>10} {worst:>24.1e}")
        return "\n".join(lines)
