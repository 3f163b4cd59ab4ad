"""How far coders agree: Krippendorff's alpha, percentage agreement, and F1 per code.

All take ``given`` (units x coders): the number of the value that a coder gave to a unit, or ``MISSING``.
Only units that two or more coders gave a value count; with fewer than two of those nothing is defined.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.analysis.distances import Members, Real
from textmine.analysis.resampling import Interval, Resampling, Statistic, blocks, intervals

Given = NDArray[np.int64]

MISSING = -1

TOO_FEW = "minder dan twee uitspraken zijn door twee of meer mensen gecodeerd"
NO_VARIATION = "elke uitspraak kreeg dezelfde code; alfa zegt dan niets"
NOT_USED = "niemand gaf deze code aan een uitspraak die twee of meer mensen codeerden"

_LEAST = 2
"""Least number of codings of a unit, and of such units."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure with its 95 % interval, and what it rests on.

    NaN is undefined, and ``reason`` says why in Dutch; an interval that was not asked for is NaN as well.
    ``units``, ``coders`` and ``codings`` are as in ``textmine.tables.Agreement``.
    """

    value: float
    low: float
    high: float
    units: int
    coders: int
    codings: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a unit adds (patterns -> patterns x quantities, sparse), and how sums become ``figures``."""

    sums: Callable[[Given], Any]
    statistic: Statistic
    undefined: str
    figures: int = 1


def krippendorff_alpha(given: Given, distance: Real, resampling: Resampling | None = None) -> Measurement:
    """Return alpha = 1 - observed / expected disagreement (Krippendorff 2011, general form).

    ``distance`` (values x values) is symmetric with a zero diagonal, and stands for the squared difference
    of the paper. A unit counts in proportion to its number of codings. When all codings lie at distance 0
    there is no variation that chance could have shuffled: alpha is then undefined, not 1.
    """
    _check(given, len(distance))

    def statistic(sums: Real) -> Real:
        observed, times = sums[:, :1], sums[:, 1:]
        expected = ((times @ distance) * times).sum(axis=1, keepdims=True)
        return 1 - _ratio((times.sum(axis=1, keepdims=True) - 1) * observed, expected)

    def sums(patterns: Given) -> Any:
        return _alpha_sums(patterns, distance)

    return _estimates(given, _Measure(sums, statistic, NO_VARIATION), resampling)[0]


def percentage_agreement(given: Given, resampling: Resampling | None = None) -> Measurement:
    """Return the share (0 to 1) of pairs of codings of the same unit that are equal; chance plays no part.

    Every pair of coders of every unit counts once.
    """

    def statistic(sums: Real) -> Real:
        return _ratio(sums[:, :1], sums[:, 1:])

    return _estimates(given, _Measure(_equal_sums, statistic, TOO_FEW), resampling)[0]


def f1_between_coders(
    given: Given, members: Members, resampling: Resampling | None = None
) -> list[Measurement]:
    """Return per code (column of ``members``, values x codes) the mean F1 of every two coders.

    F1 of two coders does not depend on which of them counts as the truth: 2 x both / (one + other)
    (Dice 1945; as a measure of agreement Hripcsak and Rothschild 2005). The mean is over the pairs of coders
    of whom at least one gave the code to a unit that both coded. Units without the code play no part, so
    agreement on a rare code does not come from leaving it out.
    """
    _check(given, len(members))
    pairs, codes = list(combinations(range(given.shape[1]), 2)), members.shape[1]

    def statistic(sums: Real) -> Real:
        shaped = sums.reshape(len(sums), 2, len(pairs), codes)
        each = _ratio(shaped[:, 0], shaped[:, 1])
        return _ratio(np.nansum(each, axis=1), (~np.isnan(each)).sum(axis=1))

    def sums(patterns: Given) -> Any:
        return _dice_sums(patterns, members, pairs)

    found = _estimates(given, _Measure(sums, statistic, NOT_USED, codes), resampling)
    kept = given[pairable(given)]
    has = members[kept] & (kept != MISSING)[:, :, None] if kept.size else np.zeros((0, 0, codes), dtype=bool)
    units, codings = has.any(axis=1).sum(axis=0).tolist(), has.sum(axis=(0, 1)).tolist()
    return [replace(each, units=units[n], codings=codings[n]) for n, each in enumerate(found)]


def pairable(given: Given) -> NDArray[np.bool_]:
    """Return which units two or more coders gave a value."""
    return np.asarray((given != MISSING).sum(axis=1) >= _LEAST)


def _estimates(given: Given, measure: _Measure, resampling: Resampling | None) -> list[Measurement]:
    """Return the figures of ``measure``.

    Units enter as distinct rows in a fixed order, so the order of units does not matter to what is drawn.
    """
    used = pairable(given)
    kept = given[used]
    there = kept != MISSING
    rests_on = {
        "units": len(kept),
        "coders": int(there.any(axis=0).sum()),
        "codings": int(there.sum()),
    }
    if len(kept) < _LEAST:
        return [Measurement(np.nan, np.nan, np.nan, **rests_on, reason=TOO_FEW)] * measure.figures
    rows, pattern = np.unique(kept, axis=0, return_inverse=True)
    pattern = pattern.reshape(-1).astype(np.int64)
    sums = measure.sums(rows)
    times = np.bincount(pattern, minlength=len(rows)).astype(np.float64)
    values = measure.statistic(np.asarray(sums.T @ times)[None, :])[0].tolist()
    bounds = [Interval(np.nan, np.nan)] * measure.figures
    if resampling is not None:
        clusters = None if resampling.clusters is None else resampling.clusters[used]
        bounds = intervals(sums, blocks(pattern, clusters), measure.statistic, resampling)
    result = []
    for value, bound in zip(values, bounds, strict=True):
        undefined = np.isnan(value)
        low, high = (np.nan, np.nan) if undefined else (bound.low, bound.high)
        reason = measure.undefined if undefined else bound.reason
        result.append(Measurement(value, low, high, **rests_on, reason=reason))
    return result


def _check(given: Given, values: int) -> None:
    """Refuse numbers that are no value: -2 as an index would silently be another value."""
    if given.size and not MISSING <= int(given.min()) <= int(given.max()) < values:
        least, most = int(given.min()), int(given.max())
        raise ValueError(
            f"values run from {least} to {most}; {MISSING} (missing) to {values - 1} is possible"
        )


def _alpha_sums(rows: Given, distance: Real) -> Any:
    """Return per row its disagreement (ordered pairs / (codings - 1)), then how often it has each value."""
    there = rows != MISSING
    observed = np.zeros(len(rows))
    share = 2 / np.maximum(there.sum(axis=1) - 1, 1)
    for first, second in combinations(range(rows.shape[1]), 2):
        both = np.flatnonzero(there[:, first] & there[:, second])
        observed[both] += share[both] * distance[rows[both, first], rows[both, second]]
    unit, coder = np.nonzero(there)
    cells = (np.ones(len(unit)), (unit, rows[unit, coder]))
    times = sparse.coo_array(cells, shape=(len(rows), len(distance)))
    return sparse.csr_array(sparse.hstack([sparse.coo_array(observed[:, None]), times]))


def _equal_sums(rows: Given) -> Any:
    """Return per row how many pairs of its codings are equal, and how many pairs there are."""
    result = np.zeros((len(rows), 2))
    for first, second in combinations(rows.T, 2):
        both = (first != MISSING) & (second != MISSING)
        result += np.column_stack([both & (first == second), both])
    return sparse.csr_array(result)


def _dice_sums(rows: Given, members: Members, pairs: list[tuple[int, int]]) -> Any:
    """Return per row 2 x both for every pair and code, then one + other for every pair and code."""
    each = sparse.csr_array(members.astype(np.float64))
    both, either = [], []
    for first, second in pairs:
        there = ((rows[:, first] != MISSING) & (rows[:, second] != MISSING)).astype(np.float64)
        there = sparse.dia_array((there[None, :], [0]), shape=(len(rows), len(rows)))
        one, other = there @ each[rows[:, first]], there @ each[rows[:, second]]
        both.append(2 * one.multiply(other))
        either.append(one + other)
    return sparse.csr_array(sparse.hstack([*both, *either]))


def _ratio(above: Real, below: Real | NDArray[np.int64]) -> Real:
    """Divide; NaN where ``below`` is 0."""
    return np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below > 0)
