"""A chart of figures that change over rounds: geometry, drawn by the template as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.report.charts import LEGEND, STYLES, WIDTH, LegendItem, legend

LEFT, RIGHT = 44, 70
"""Space for the numbers of the axis, and for half of the last label."""
TALL = 220
LABEL = 44
APART = 9
"""Distance between the marks of two series at one point."""

_MARKS = (
    "M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "M{x} {y}m-5 -5h10v10h-10z",
    "M{x} {y}m0 -6.5l6.5 6.5 -6.5 6.5 -6.5 -6.5z",
    "M{x} {y}m0 -6l6 10.5h-12z",
    "M{x} {y}m0 6l6 -10.5h-12z",
    "M{x} {y}m-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
)
"""Shapes of marks, as many as there are styles: who sees no colours tells the lines apart by them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One figure: its place, its mark, and its interval (``low`` is missing when there is none)."""

    x: float
    y: float
    low: float | None
    high: float | None
    mark: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series; ``path`` joins its figures."""

    style: int
    path: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A number of the axis, or the label of a point with what stands under it."""

    place: float
    label: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """Series beside each other; lengths are in user units of a picture ``width`` wide."""

    id: str
    title: str
    description: str
    width: int
    height: int
    left: int
    right: int
    legend: tuple[tuple[LegendItem, str], ...]
    levels: tuple[Level, ...]
    points: tuple[Level, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of a series at ``point`` (from 0), from 0 to 1, and the same in words."""

    point: int
    value: float
    low: float | None
    high: float | None
    words: str


def line_chart(
    chart_id: str,
    title: str,
    points: Sequence[tuple[str, str]],
    series: Sequence[tuple[str, Sequence[Shown]]],
) -> LineChart:
    """Lay out one line per series over ``points`` (label and what is below it), on an axis from 0 to 1."""
    items = legend([name for name, _ in series])
    top = max((item.y for item in items), default=0) + LEGEND + 12
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)

    def x(point: int) -> float:
        return LEFT + step * (point + 0.5)

    def y(value: float) -> float:
        return round(top + TALL * (1 - value), 2)

    lines = []
    for number, (name, shown) in enumerate(series):
        aside = APART * (number - (len(series) - 1) / 2)
        spots = tuple(
            Spot(
                x=round(x(one.point) + aside, 2),
                y=y(one.value),
                low=None if one.low is None else y(one.low),
                high=None if one.high is None else y(one.high),
                mark=_mark(number, round(x(one.point) + aside, 2), y(one.value)),
                title=f"{name}, {points[one.point][0]}: {one.words}",
            )
            for one in shown
        )
        path = "M" + "L".join(f"{spot.x} {spot.y}" for spot in spots) if spots else ""
        lines.append(Line(number % STYLES, path, spots))
    return LineChart(
        id=chart_id,
        title=title,
        description="; ".join(spot.title for line in lines for spot in line.spots) + ".",
        width=WIDTH,
        height=top + TALL + LABEL + 10,
        left=LEFT,
        right=WIDTH - RIGHT,
        legend=tuple((item, _mark(n, item.x + 9.0, item.y + 7.0)) for n, item in enumerate(items)),
        levels=tuple(Level(y(n / 5), f"{n / 5:.1f}".replace(".", ",")) for n in range(6)),
        points=tuple(Level(round(x(n), 2), *labels) for n, labels in enumerate(points)),
        lines=tuple(lines),
    )


def _mark(number: int, x: float, y: float) -> str:
    return _MARKS[number % STYLES].format(x=x, y=y)
