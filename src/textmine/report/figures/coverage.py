"""What was received from where, as a picture: regions and tiers, or channels and regions."""

from textmine.report.dutch import STATUS, listing
from textmine.report.figures.drawing import (
    FILLS,
    INK,
    LEADING,
    NORMAL,
    PAPER,
    SMALL,
    WIDTH,
    Drawing,
    wrap,
)
from textmine.report.figures.figure import Figure
from textmine.report.given import Given
from textmine.report.opening import Grid, GridCell, grid

NAME = "dekking"
LABELS = 140.0
"""Width of the column with the names of the rows."""

LINES = 3
"""Lines that a name can take."""


def coverage_grid(given: Given) -> tuple[Figure, ...]:
    """Return the grid that the page has as a table; none when there are no rows or columns for it.

    Draft minutes are hatched, and what was not received has a broken line: words say the same.
    """
    found = grid(given)
    if found is None:
        return ()
    minutes = given.corpus.kind == "minutes"
    title = "Dekking: sessies per regio en bestuurslaag" if minutes else "Dekking: inzendingen naar herkomst"
    words = _alternative(found)
    picture = Drawing(NAME, title, words)
    hatched = picture.hatch("concept")
    wide = (WIDTH - LABELS) / len(found.columns)
    y = picture.lines(0, 4, wrap(found.corner, LABELS - 8, SMALL, LINES), size=SMALL, font_weight=600) + 6
    for place, column in enumerate(found.columns):
        x, text = LABELS + place * wide + 6, wrap(column, wide - 10, SMALL, LINES)
        y = max(y, picture.lines(x, 4, text, size=SMALL, font_weight=600) + 6)
    none = "geen sessie" if minutes else "geen"
    for name, cells in found.rows:
        texts = [_text(cell, none, wide - 18) for cell in cells]
        high = max(44.0, *(len(text) * SMALL * LEADING + 12 for text in texts))
        picture.lines(0, y + 6, wrap(name, LABELS - 8, NORMAL, LINES), font_weight=600)
        for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            _cell(picture, (LABELS + place * wide, y), (wide, high), (cell, text), hatched)
        y += high + 4
    picture.height = y + 4
    header = ("Naam", found.corner, "Kolom", "Wat er is")
    rows = [
        (item.title or name, name, column, ", ".join(item.lines))
        for name, cells in found.rows
        for column, cell in zip(found.columns, cells, strict=True)
        for item in cell or (GridCell("", (none,), empty=True),)
    ]
    return (Figure(NAME, title, words, picture.svg(), header, rows),)


def _text(cell: tuple[GridCell, ...], none: str, width: float) -> tuple[str, ...]:
    """Return the lines of a cell; of several sessions each has its name."""
    lines: list[str] = []
    for item in cell:
        if len(cell) > 1 and item.title:
            lines += wrap(item.title, width, SMALL, LINES)
        lines += [part for line in item.lines for part in wrap(line, width, SMALL, LINES)]
    return tuple(lines) or (none,)


def _cell(
    picture: Drawing,
    at: tuple[float, float],
    size: tuple[float, float],
    content: tuple[tuple[GridCell, ...], tuple[str, ...]],
    hatched: str,
) -> None:
    (x, y), (width, high), (cell, text) = at, size, content
    missing = not cell or all(item.empty for item in cell)
    draft = any(STATUS["concept"] in item.lines for item in cell)
    fill = PAPER if missing else hatched if draft else FILLS[0]
    line = {"stroke_dasharray": "5 4"} if missing else {}
    picture.shape(
        "rect",
        x=x + 1,
        y=y,
        width=width - 5,
        height=high,
        rx=3,
        fill=fill,
        stroke=INK,
        stroke_width=1.2,
        **line,
    )
    if draft:  # text is read on white, not on a hatch
        picture.shape("rect", x=x + 5, y=y + 4, width=width - 13, height=high - 8, fill=PAPER)
    picture.lines(x + 9, y + 5, text, size=SMALL)


def _alternative(found: Grid) -> str:
    told = [
        f"{name}, {column}: {listing([', '.join(item.lines) for item in cell]) or 'niets'}"
        for name, cells in found.rows
        for column, cell in zip(found.columns, cells, strict=True)
    ]
    return "; ".join(told) + "."
