"""What one group of sessions says more than the others: log-odds, with sessions as the unit of chance.

Statements of one session resemble each other, so that a test on statements finds differences everywhere.
How much sessions of one group differ among themselves says how large a difference between groups must be.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import false_discovery_control, t

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVEL = 0.95
"""Confidence level of an interval."""

_HELD = 4_000_000
"""Weights that are held at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said per session.

    Shape: ``counts`` (sessions x items, sparse) how many statements are about each item, ``totals`` how many
    statements there are, ``group`` the number of the group, from 0.
    """

    counts: Any
    totals: Real
    group: Whole
    groups: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Per group and item (shape: groups x items). What is not compared is NaN everywhere.

    ``low`` and ``high`` are NaN too where there are too few sessions for an interval.
    """

    log_odds: Real
    low: Real
    high: Real
    chance: Real


@dataclass(frozen=True, slots=True)
class Method:
    """``prior`` is the weight of all groups together in statements; smaller cells are not compared."""

    prior: float
    statements: int
    sessions: int
    draws: int
    seed: int


def compare_groups(spoken: Spoken, method: Method) -> Compared:
    """Compare every group with all others together, on every item.

    ``chance`` is one-sided (more here than elsewhere), from the log-odds in standard deviations with a
    moderated t (Smyth 2004), corrected for all cells that are compared (Benjamini and Hochberg 1995). Where
    no group has two sessions, how much sessions differ is unknown, and nothing is compared.
    """
    shape = (spoken.groups, spoken.counts.shape[1])
    freedom = len(spoken.group) - len(np.unique(spoken.group))
    if not shape[1] or spoken.groups < 2 or not freedom:  # noqa: PLR2004  # nothing, or nothing else
        return Compared(*(np.full(shape, np.nan) for _ in range(4)))
    mine = _sums(spoken.counts, spoken.group, spoken.groups)
    of_mine = _sums(spoken.totals[:, None], spoken.group, spoken.groups)
    made = _sums((spoken.counts > 0).astype(np.float64), spoken.group, spoken.groups)
    enough = (mine >= method.statements) & (made >= method.sessions)
    difference, variance = odds(mine, of_mine, method.prior)
    spread = dispersion(spoken, (mine, of_mine), freedom, np.asarray(enough.any(axis=0)))
    single = t.sf(difference / np.sqrt(variance * spread), 2 * freedom)
    chance = np.full(shape, np.nan)
    if enough.any():
        chance[enough] = false_discovery_control(single[enough], method="bh")
    low, high = _intervals(spoken, method, np.random.default_rng(method.seed))
    return Compared(*(np.where(enough, value, np.nan) for value in (difference, low, high, chance)))


def dispersion(spoken: Spoken, sums: tuple[Real, Real], freedom: int, among: NDArray[np.bool_]) -> Real:
    """Return per item how much more sessions of one group differ than statements apart would; at least 1.

    Pearson's statistic within groups over its degrees of freedom (McCullagh and Nelder 1989), half of it that
    of the item itself and half the mean over the items ``among`` which is compared: a few sessions alone
    do not tell (Smyth 2004, with as many prior degrees of freedom as there are of the item).
    """
    mine, of_mine = sums
    share = (mine + 0.5) / (of_mine + 1)
    squares = np.zeros(mine.shape[1])
    for number in range(spoken.groups):
        rows = np.flatnonzero(spoken.group == number)
        totals, p = spoken.totals[rows], share[number]
        counts = spoken.counts[rows]
        # sum over sessions of (count - total p)^2 / (total p (1 - p)), without making the table dense
        weighed = sparse.diags_array(1 / totals) @ counts.multiply(counts)
        squares += (np.asarray(weighed.sum(axis=0)).ravel() - 2 * p * mine[number] + p * p * totals.sum()) / (
            p * (1 - p)
        )
    own = np.maximum(squares, 0) / freedom
    common = own[among].mean() if among.any() else 1.0
    return np.maximum((own + common) / 2, 1.0)


def _sums(values: Any, labels: Whole, groups: int) -> Real:
    """Add up rows (sessions) by label. Shape: groups x columns."""
    where = (np.ones(len(labels)), (labels, np.arange(len(labels))))
    added = sparse.csr_array(where, shape=(groups, len(labels))) @ values
    return np.asarray(added.todense() if sparse.issparse(added) else added, np.float64)


def odds(mine: Real, of_mine: Real, prior: float) -> tuple[Real, Real]:
    """Return log-odds of each group against the others together, and their variance.

    Monroe, Colaresi and Quinn (2008), eq. 15 and 20, with both terms of the variance, as an item can be in
    a large share of the statements. The prior is what all groups say, worth ``prior`` statements. Shape:
    ``mine`` (... x groups x items), ``of_mine`` (... x groups x 1).
    """
    both, of_both = mine.sum(axis=-2, keepdims=True), of_mine.sum(axis=-2, keepdims=True)
    share = (both + 0.5) / (of_both + 1)

    def logit(count: Real, total: Real) -> tuple[Real, Real]:
        yes, no = count + prior * share, total - count + prior * (1 - share)
        return np.log(yes / no), 1 / yes + 1 / no

    here, elsewhere = logit(mine, of_mine), logit(both - mine, of_both - of_mine)
    return here[0] - elsewhere[0], here[1] + elsewhere[1]


def _intervals(spoken: Spoken, method: Method, random: np.random.Generator) -> tuple[Real, Real]:
    """Return percentile intervals, with sessions drawn anew within every group.

    Of m sessions, m - 1 are drawn and weighed with m / (m - 1) (Rao and Wu 1988): with few sessions the usual
    bootstrap is too sure of itself. A group of one session, or against one, has no interval.
    """
    members = [np.flatnonzero(spoken.group == number) for number in range(spoken.groups)]
    step = max(1, _HELD // max(len(spoken.group), spoken.groups * spoken.counts.shape[1], 1))
    drawn = []
    for start in range(0, method.draws, step):
        number = min(step, method.draws - start)
        weights = np.ones((number, len(spoken.group)))
        for rows in members:
            if (size := len(rows)) > 1:
                times = random.multinomial(size - 1, np.full(size, 1 / size), size=number)
                weights[:, rows] = times * (size / (size - 1))
        mine = np.stack([_weighed(spoken.counts, weights, rows) for rows in members], axis=1)
        totals = np.stack([weights[:, rows] @ spoken.totals[rows, None] for rows in members], axis=1)
        drawn.append(odds(mine, totals, method.prior)[0])
    low, high = np.quantile(np.concatenate(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    several = np.array([len(rows) > 1 for rows in members])
    known = (several & (several.sum() - several >= 1))[:, None]
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _weighed(counts: Any, weights: Real, rows: Whole) -> Real:
    """Return per draw and item the weighted sum over sessions ``rows``."""
    return np.asarray((counts[rows].T @ weights[:, rows].T).T)
