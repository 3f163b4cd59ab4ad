"""Intervals around a corrected share that stay honest when hardly an error was seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """Errors in one direction: missed (the model says less than people) or false (it says more).

    ``share`` is the estimated share of units with such an error, per code; ``room`` the share of all units
    that lie in a cell and where the model leaves room for one: cells x codes.
    """

    share: Real
    room: Real


def limits(variance: Real, quantile: float, weight: Real, missed: Side, false: Side) -> tuple[Real, Real]:
    """Return how far the true share can lie below and above the estimate, per code.

    ``variance`` is that of the estimate; ``weight`` says per cell how much an error adds to the variance, per
    unit of share.

    A score interval (Wilson 1927): a candidate is tested with the variance that would hold if it were true.
    A higher share means that more codes were missed (or fewer false), and more errors mean more variance:
    as much as their cell says. What was not seen is taken to be in the cell with the heaviest weight, as Fay
    and Feuer (1997) do for weighted sums of rare events, until that has no more room, and then in the next.
    So no error in the sample gives no width of zero. Variance that would be less is not counted, because
    the other limit of Wilson is too near when one or two errors were seen (Brown, Cai and DasGupta 2001).
    With a simple random sample and no model the upper limit for a rare code is that of Wilson, with a
    finite-population correction; the lower limit is the estimate less t standard errors.

    Why this one: see ``experiments/estimation/results.md``. A t interval holds the truth far too seldom
    where most samples hold no missed code at all; so does one on the logit scale. Clopper-Pearson on an
    effective sample size (Korn and Graubard 1998) has no effective size to go by when no error was seen; it
    is wider for common codes, and for rare codes with many false ones it fails as well.
    """
    order = np.argsort(-weight, kind="stable")
    below, above = (
        _limit(variance, quantile, weight[order], Side(side.share, side.room[order]))
        for side in (false, missed)
    )
    return below, above


def _limit(variance: Real, quantile: float, weight: Real, more: Side) -> Real:
    """Return the limit on the side of ``more`` errors; cells go from the heaviest weight to the lightest.

    The variance that ``more`` errors add is a concave function of straight pieces, one per cell: the least of
    its tangents. So the limit is the least of the limits for the tangents, the last of which is flat.
    """
    weight = np.append(weight, 0.0)[:, None]
    room = np.vstack([more.room, np.zeros(more.room.shape[1])])
    passed = np.cumsum(weight * room, axis=0) - weight * np.cumsum(room, axis=0)
    square = quantile**2
    slope = np.maximum(1 - 2 * more.share, 0)
    half = square * weight * slope
    below = 1 + square * weight
    roots = (half + np.sqrt(half**2 + 4 * below * square * (variance + passed))) / (2 * below)
    return np.asarray(roots.min(axis=0))
