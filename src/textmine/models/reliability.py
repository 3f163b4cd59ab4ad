"""How often predictions of some probability are right, and what is left when the unsure ones are dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.models.scores import BINS, bin_of

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

CERTAINTIES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""The certainties at which coverage and precision are measured."""


@dataclass(frozen=True)
class ReliabilityBin:
    """The ``n`` predictions with a probability from ``low`` up to that of the next bin (the last one to 1).

    ``probability`` is their mean and ``right`` the share of them that is true; None in an empty bin.
    """

    low: float
    n: int
    probability: float | None
    right: float | None


@dataclass(frozen=True)
class Kept:
    """What is left of the assigned codes when those with a probability below ``certainty`` are dropped.

    ``coverage`` is the share that is left, ``precision`` the share of those that is right; None when there is
    nothing to take a share of.
    """

    certainty: float
    n: int
    coverage: float | None
    precision: float | None


def reliability(confidence: Real, correct: Truth) -> tuple[ReliabilityBin, ...]:
    """Return the reliability curve in bins of equal width (DeGroot and Fienberg 1983).

    It counts the same predictions as the expected calibration error, which is the mean of
    ``abs(probability - right)`` weighed by ``n``.
    """
    place = bin_of(confidence, BINS)
    count = np.bincount(place, minlength=BINS)
    sure = np.bincount(place, weights=confidence, minlength=BINS)
    right = np.bincount(place, weights=correct, minlength=BINS)
    return tuple(
        ReliabilityBin(number / BINS, n, _share(sure[number], n), _share(right[number], n))
        for number, n in enumerate(count.tolist())
    )


def abstention(
    confidence: Real, correct: Truth, certainties: Sequence[float] = CERTAINTIES
) -> tuple[Kept, ...]:
    """Return coverage and precision per certainty from which codes are kept, the others being left open.

    ``confidence`` and ``correct`` are those of the assigned codes, one value each. Abstaining below a fixed
    certainty is the rule of Chow (1970); coverage is that of El-Yaniv and Wiener (2010).
    """
    kept = []
    for certainty in certainties:
        chosen = confidence >= certainty
        n = int(chosen.sum())
        kept.append(Kept(certainty, n, _share(n, len(confidence)), _share(correct[chosen].sum(), n)))
    return tuple(kept)


def _share(part: float, total: int) -> float | None:
    return float(part / total) if total else None
