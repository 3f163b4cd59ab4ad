"""Intervals around a corrected share that stay honest when hardly an error was seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """Errors in one direction, per code: missed (the model says less than people) or false (more).

    ``weight`` is how much one such error in the most heavily weighted place adds to the variance, per unit of
    share; ``seen_weight`` the same on average over the errors that were seen; ``share`` the estimated share
    of units with such an error; ``room`` the share of the group where the model leaves room for one.
    """

    weight: Real
    seen_weight: Real
    share: Real
    room: Real


def limits(variance: Real, quantile: float, missed: Side, false: Side) -> tuple[Real, Real]:
    """Return how far the true share can lie below and above the estimate, per code.

    A score interval (Wilson 1927): every candidate is tested with the variance that would hold if it were
    true. A higher share means more missed codes (or fewer false ones), and those would have added to the
    variance as much as their weight says; of what was not seen the heaviest weight is taken, as Fay and
    Feuer (1997) do for weighted sums of rare events. So zero errors in the sample give no width of zero. With
    a simple random sample and no model it is the interval of Wilson with a finite-population correction.

    Why this one: see the simulation in ``experiments/estimation``. A normal or t interval covers far too
    little for rare codes, where most samples hold no missed code at all; Clopper-Pearson on an effective
    sample size (Korn and Graubard 1998) has no effective size to go by when no error was seen.
    """
    return _limit(variance, quantile, false, missed), _limit(variance, quantile, missed, false)


def _limit(variance: Real, quantile: float, more: Side, fewer: Side) -> Real:
    """Return the limit on one side: ``more`` errors of one kind, or ``fewer`` of the other."""
    adding = _root(variance, quantile, more.weight, 1 - 2 * more.share)
    most = variance + 2 * more.weight * more.room
    removing = _root(most, quantile, fewer.seen_weight, -(1 - 2 * fewer.share))
    return np.minimum(adding, removing)


def _root(variance: Real, quantile: float, weight: Real, slope: Real) -> Real:
    """Return the largest d for which d² <= q² (variance + weight (slope d - d²))."""
    square = quantile**2
    half = square * weight * slope
    below = 1 + square * weight
    return np.asarray((half + np.sqrt(half**2 + 4 * below * square * variance)) / (2 * below))
