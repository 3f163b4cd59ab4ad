"""Charts as shapes: the geometry of a stacked bar chart, drawn by the template as inline SVG."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.analysis.numbers import whole

WIDTH = 760
LABELS = 232
BAR = 30
STEP = 46
LEGEND = 24
LABEL_WIDTH = 26
"""Characters of a label that fit beside the bars."""

SWATCH = 25
"""Width of a fill in the legend, with the space after it."""

LETTER = 7.4
"""Width of a letter in the legend, on the wide side."""

DIGIT = 9.0
"""Width of a digit in a segment."""

STYLES = 6
"""Fills of segments (colour and pattern) in the style sheet of the chart."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; ``label`` is empty when the number does not fit."""

    x: float
    width: float
    style: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label in lines."""

    y: int
    lines: tuple[str, ...]
    segments: tuple[Segment, ...]
    total: str
    end: float


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One fill with what it stands for."""

    x: int
    y: int
    style: int
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A stacked bar chart; lengths are in user units of a picture ``WIDTH`` wide."""

    id: str
    title: str
    description: str
    height: int
    legend: tuple[LegendItem, ...]
    bars: tuple[Bar, ...]
    styles: tuple[int, ...]


def stacked_bars(
    chart_id: str,
    title: str,
    description: str,
    series: Sequence[str],
    bars: Sequence[tuple[str, Sequence[int]]],
) -> Chart:
    """Lay out one bar per label, with one segment per series in the order given; an empty one is absent."""
    items = legend(series)
    top = max((item.y for item in items), default=0) + LEGEND + 12
    widest = max((sum(numbers) for _, numbers in bars), default=0)
    scale = (WIDTH - LABELS - 60) / widest if widest else 0.0
    drawn = tuple(
        _bar(label, numbers, series, top + n * STEP, scale) for n, (label, numbers) in enumerate(bars)
    )
    used = tuple(sorted({item.style for item in items}))
    return Chart(chart_id, title, description, top + len(bars) * STEP, items, drawn, used)


def legend(series: Sequence[str]) -> tuple[LegendItem, ...]:
    """Put the names of the series beside each other, on a next line where the picture ends."""
    items, x, y = [], 0, 4
    for n, name in enumerate(series):
        width = round(SWATCH + LETTER * len(name))
        if x and x + width > WIDTH:
            x, y = 0, y + LEGEND
        items.append(LegendItem(x, y, n % STYLES, name))
        x += width + 22
    return tuple(items)


def _bar(label: str, numbers: Sequence[int], series: Sequence[str], y: int, scale: float) -> Bar:
    segments, x = [], float(LABELS)
    for n, (number, name) in enumerate(zip(numbers, series, strict=True)):
        width = round(number * scale, 2)
        if number:
            fits = width >= DIGIT * len(whole(number)) + 6
            shown = whole(number) if fits else ""
            segments.append(
                Segment(round(x, 2), width, n % STYLES, shown, f"{label}, {name}: {whole(number)}")
            )
        x += width
    lines = tuple(textwrap.wrap(label, LABEL_WIDTH, max_lines=2, placeholder=" …")) or ("",)
    return Bar(y, lines, tuple(segments), whole(sum(numbers)), round(x, 2))
