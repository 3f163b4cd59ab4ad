"""What an advice rests on: which margins are too wide, and whether the model still learns."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.sample_size import more_needed
from textmine.codebook import Codebook
from textmine.report.rows import Row, records
from textmine.tables import AUDIT, CHANGED, CROSS_VALIDATED, Estimates, LearningCurve, RoundUse


@dataclass(frozen=True)
class Wide:
    """A code with a margin that is wider than asked, or without one: then ``half`` is missing.

    ``more`` is about how many more drawn texts make it narrow enough; ``reason`` is why there is no margin.
    """

    name: str
    half: float | None
    more: int
    reason: str


@dataclass(frozen=True)
class Learning:
    """The last two figures of a dimension: ``trend`` is 1 when it got better, -1 when worse, 0 otherwise.

    It is ``sure`` when the intervals do not overlap.
    """

    name: str
    before: float
    now: float
    trend: int
    sure: bool


def published(estimates: pd.DataFrame) -> list[Row]:
    """Return the shares of all statements."""
    return [
        row
        for row in records(estimates)
        if (row[Estimates.unit], row[Estimates.group_kind]) == ("statements", "all")
    ]


def too_wide(shares: Sequence[Row], use: pd.DataFrame, codebook: Codebook) -> list[Wide]:
    """Return the codes whose margin is wider than asked: the widest first, those without one last.

    Texts are counted that were drawn and judged in the rounds that count (``use``).
    """
    sizes = _sizes(use)
    found = []
    for row in shares:
        dimension = codebook.by_id[row[Estimates.dimension]]
        name = f"{dimension.name}: {dimension.by_code[row[Estimates.code]].name}"
        value, low, high = (row[column] for column in (Estimates.value, Estimates.low, Estimates.high))
        if row[Estimates.wide] and value is None:
            found.append(Wide(name, None, 0, row[Estimates.reason] or ""))
        elif row[Estimates.wide]:
            half = max(value - low, high - value)
            drawn, there = sizes.get(dimension.id, (0, 0))
            found.append(Wide(name, half, more_needed(drawn, there, half, row[Estimates.asked]), ""))
    return sorted(found, key=lambda one: -(one.half or 0))


def _sizes(use: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return per dimension how many drawn texts were judged, and how many texts there are now."""
    found: dict[str, tuple[int, int]] = {}
    for row in records(use):
        if row[RoundUse.weight] > 0:
            judged = found.get(row[RoundUse.dimension], (0, 0))[0] + row[RoundUse.judged]
            now = row[RoundUse.texts] - row[RoundUse.gone] + row[RoundUse.new]
            found[row[RoundUse.dimension]] = (judged, now)
    return found


def learns(curve: pd.DataFrame, codebook: Codebook, gain: float) -> list[Learning]:
    """Compare the last two points per dimension: on samples, or else by cross-validation.

    A difference counts when it exceeds ``gain`` or the intervals do not overlap.
    """
    found = []
    for dimension in codebook.dimensions:
        own = [row for row in records(curve) if row[LearningCurve.dimension] == dimension.id]
        for measure in (AUDIT, CROSS_VALIDATED):
            mine = [
                row
                for row in own
                if row[LearningCurve.measure] == measure and row[LearningCurve.value] is not None
            ]
            if len(mine) > 1:
                found.append(_compared(dimension.name, mine[-2], mine[-1], gain))
                break
    return found


def _compared(name: str, before: Row, now: Row, gain: float) -> Learning:
    first, second = before[LearningCurve.value], now[LearningCurve.value]
    bounded = None not in {row[LearningCurve.low] for row in (before, now)}
    up = bounded and now[LearningCurve.low] > before[LearningCurve.high]
    down = bounded and now[LearningCurve.high] < before[LearningCurve.low]
    better, worse = up or second - first > gain, down or first - second > gain
    return Learning(name, first, second, int(better) - int(worse), up or down)


def changed(curve: pd.DataFrame, codebook: Codebook) -> list[tuple[str, float]]:
    """Return per dimension the share of other proposals since the last round was drawn.

    Nothing while the model learned nothing since.
    """
    rows = records(curve)
    now = {row[LearningCurve.dimension]: row for row in rows if row[LearningCurve.round] is None}
    before = {row[LearningCurve.dimension]: row for row in rows if row[LearningCurve.round] is not None}
    if all(row[LearningCurve.labels] == before[name][LearningCurve.labels] for name, row in now.items()):
        return []
    shares = {
        row[LearningCurve.dimension]: row[LearningCurve.value]
        for row in rows
        if row[LearningCurve.round] is None and row[LearningCurve.measure] == CHANGED
    }
    return [(d.name, shares[d.id]) for d in codebook.dimensions if shares.get(d.id) is not None]
