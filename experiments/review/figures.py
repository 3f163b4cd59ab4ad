"""Means over seeds with their intervals, and what a curve needs to reach a height."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Real = NDArray[np.float64]

RESAMPLES = 10_000
LEVEL = 0.95


def mean_of(values: Real) -> tuple[float, float, float]:
    """Return the mean of independent repeats with Student's interval; without width when there is one."""
    mean = float(values.mean())
    if len(values) < 2:
        return mean, mean, mean
    error = float(values.std(ddof=1)) / np.sqrt(len(values))
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)) * error
    return mean, mean - half, mean + half


def ratio_of(over: Real, under: Real) -> tuple[float, float, float]:
    """Return the ratio of two means with its interval; the pairs are resampled, with a fixed seed."""
    picks = np.random.default_rng(0).integers(0, len(over), (RESAMPLES, len(over)))
    found = over[picks].mean(axis=1) / under[picks].mean(axis=1)
    low, high = np.quantile(found, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(over.mean() / under.mean()), float(low), float(high)


def labels_needed(sizes: list[int], heights: Real, wanted: float) -> float | None:
    """Return where a curve first reaches ``wanted``, on straight lines between sizes; None when never.

    ``heights`` are means, made to never go down first: a mean of a few seeds may dip.
    """
    rising = np.maximum.accumulate(heights)
    if wanted > rising[-1]:
        return None
    place = int(np.searchsorted(rising, wanted))
    if place == 0:
        return float(sizes[0])
    step = (wanted - rising[place - 1]) / (rising[place] - rising[place - 1])
    return float(sizes[place - 1] + step * (sizes[place] - sizes[place - 1]))
