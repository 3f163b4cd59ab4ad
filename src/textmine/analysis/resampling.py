"""Bootstrap intervals for figures that are functions of sums over units.

A figure such as alpha is a function of sums (of disagreement, of how often each value was given), so that a
resample needs no more than the number of times that each unit is drawn. Units that were coded alike are one
pattern, and patterns are drawn at once from a multinomial distribution: the same distribution as drawing the
units one by one (Efron and Tibshirani 1993, chapter 6), at a cost that depends on the number of patterns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Real = NDArray[np.float64]
Statistic = Callable[[Real], Real]
"""From sums (resamples x quantities) to figures (resamples x figures), NaN where one is undefined."""

LEVEL = 0.95
"""Confidence level of every interval."""

ONE_BLOCK = "alle uitspraken horen bij een en hetzelfde document; daarmee is geen interval te maken"
NO_SPREAD = "alle trekkingen geven dezelfde waarde; een interval zegt dan niets"
OFTEN_UNDEFINED = "er zijn te weinig uitspraken voor een interval: in te veel trekkingen bestaat de maat niet"

_MOST_CELLS = 4_000_000
"""Cells of one array of resamples: 32 MB."""
_EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class Resampling:
    """How to resample: with which chance, how often, and whether units are drawn by cluster.

    Parameters
    ----------
    random
        The chance; it moves on with every interval.
    draws
        Number of resamples.
    clusters
        The cluster (such as the document) of each unit. Whole clusters are then drawn, which allows for
        units of a cluster that resemble each other. With fewer than some thirty clusters such intervals are
        too narrow (Cameron, Gelbach and Miller 2008).
    """

    random: np.random.Generator
    draws: int = 2000
    clusters: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds, or NaN and in ``reason`` why there are none."""

    low: float
    high: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is drawn: ``size`` blocks per resample, each with its ``chance``.

    ``patterns`` (blocks x patterns, sparse) says how often a block holds each pattern.
    """

    patterns: Any
    chance: Real
    size: int


def blocks(pattern: NDArray[np.int64], clusters: NDArray[Any] | None) -> Blocks:
    """Return what is drawn, for units of which ``pattern`` is the number of the pattern.

    Without clusters a block is a unit (those of a pattern together), otherwise it is a cluster.
    """
    number = int(pattern.max(initial=-1)) + 1
    if clusters is None:
        times = np.bincount(pattern, minlength=number)
        return Blocks(sparse.eye_array(number, format="csr"), times / max(len(pattern), 1), len(pattern))
    labels, block = np.unique(clusters, return_inverse=True)
    cells = (np.ones(len(pattern)), (block, pattern))
    held = sparse.csr_array(sparse.coo_array(cells, shape=(len(labels), number)))
    return Blocks(held, np.full(len(labels), 1 / max(len(labels), 1)), len(labels))


def intervals(sums: Any, drawn: Blocks, statistic: Statistic, resampling: Resampling) -> list[Interval]:
    """Return the percentile interval (Efron 1979) of each figure of ``statistic``.

    ``sums`` (patterns x quantities, sparse) is what one unit of each pattern adds. Resamples in which a
    figure is undefined are left out; when they are more than 1 - ``LEVEL`` of all there is no interval, nor
    when all resamples give the same value (as with complete agreement).
    """
    by_block = drawn.patterns @ sums
    width = max(by_block.shape)
    step = max(1, min(resampling.draws, _MOST_CELLS // max(width, 1)))
    found = []
    for start in range(0, resampling.draws, step):
        number = min(step, resampling.draws - start)
        times = resampling.random.multinomial(drawn.size, drawn.chance, size=number)
        found.append(statistic(np.asarray((by_block.T @ times.T.astype(np.float64)).T)))
    return [_interval(column, drawn.size) for column in np.concatenate(found).T]


def _interval(values: Real, size: int) -> Interval:
    defined = values[~np.isnan(values)]
    if size < 2:  # noqa: PLR2004  # one block is always drawn whole
        return Interval(np.nan, np.nan, ONE_BLOCK)
    if len(defined) < LEVEL * len(values):
        return Interval(np.nan, np.nan, OFTEN_UNDEFINED)
    if np.ptp(defined) < _EQUAL:
        return Interval(np.nan, np.nan, NO_SPREAD)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))
