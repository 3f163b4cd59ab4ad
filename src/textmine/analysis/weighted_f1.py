"""Macro-F1 on a sample, in which every statement stands for others, with a bootstrap interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.analysis.resampling import Resampling, blocks, intervals

Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

NOTHING = "er is nog niets beoordeeld om op te meten"
NO_CODE = "geen enkele code is in deze teksten gegeven"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; ``reason`` says in Dutch why there is no value, or no interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def weighted_macro_f1(truth: Truth, assigned: Truth, weight: Real, resampling: Resampling) -> Figure:
    """Return the mean F1 over the codes (columns) that are true at least once, rows counted by ``weight``.

    With the inverse inclusion probability as weight (Horvitz and Thompson 1952) each sum is right on average
    for the population that was drawn from. The interval resamples the clusters of ``resampling``, each row
    with its weight; a resample has the codes that are true in it.
    """
    if not len(truth):
        return Figure(reason=NOTHING)
    if not truth.any():
        return Figure(reason=NO_CODE)
    sums = np.hstack([truth & assigned, assigned, truth]) * weight[:, None]
    value = float(_macro(sums.sum(axis=0, keepdims=True))[0, 0])
    drawn = blocks(np.arange(len(truth)), resampling.clusters)
    (found,) = intervals(sparse.csr_array(sums), drawn, _macro, resampling)
    if found.reason is not None:
        return Figure(value, reason=found.reason)
    return Figure(value, found.low, found.high)


def _macro(sums: Real) -> Real:
    """Return macro-F1 (resamples x 1) from sums of both, assigned and true, side by side."""
    both, given, real = np.split(sums, 3, axis=1)
    there = real > 0
    f1 = np.divide(2 * both, given + real, out=np.zeros_like(both), where=there)
    count = there.sum(axis=1)
    mean = np.divide(f1.sum(axis=1), count, out=np.full(len(sums), np.nan), where=count > 0)
    return np.asarray(mean[:, None])
