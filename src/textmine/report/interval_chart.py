"""A chart of shares with their intervals: geometry, drawn by the template as inline SVG."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.report.charts import LABEL_WIDTH, LABELS, WIDTH

ROW = 36
TOP = 34
BOTTOM = 26
RIGHT = 28
"""Space behind the end of the axis, for half of its last number."""

MOST_STEPS = 6
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
"""Distances between the numbers of the axis that can be chosen."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Interval:
    """One share; ``model`` is where the model's own count lies."""

    y: int
    lines: tuple[str, ...]
    low: float
    value: float
    high: float
    model: float
    title: str


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """Shares under each other; lengths are in user units of a picture ``WIDTH`` wide."""

    id: str
    title: str
    description: str
    width: int
    height: int
    ticks: tuple[Tick, ...]
    rows: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row shows: shares from 0 to 1, and the same in words."""

    name: str
    low: float
    value: float
    high: float
    model: float
    words: str


def interval_chart(chart_id: str, title: str, rows: Sequence[Shown]) -> IntervalChart:
    """Lay out one row per share, on an axis from 0 to a round number beyond the largest."""
    most = max((max(row.high, row.model) for row in rows), default=0.0)
    step = next((step for step in STEPS if most <= step * MOST_STEPS), STEPS[-1])
    steps = next(n for n in range(1, round(1 / step) + 1) if most <= n * step + 1e-9)
    scale = (WIDTH - LABELS - RIGHT) / (steps * step)

    def x(share: float) -> float:
        return round(LABELS + share * scale, 2)

    return IntervalChart(
        id=chart_id,
        title=title,
        description="; ".join(f"{row.name}: {row.words}" for row in rows) + ".",
        width=WIDTH,
        height=TOP + len(rows) * ROW + BOTTOM,
        ticks=tuple(Tick(x(n * step), f"{round(100 * n * step)} %") for n in range(steps + 1)),
        rows=tuple(
            Interval(
                y=TOP + n * ROW + ROW // 2,
                lines=tuple(textwrap.wrap(row.name, LABEL_WIDTH, max_lines=2, placeholder=" …")) or ("",),
                low=x(row.low),
                value=x(row.value),
                high=x(row.high),
                model=x(row.model),
                title=f"{row.name}: {row.words}",
            )
            for n, row in enumerate(rows)
        ),
    )
