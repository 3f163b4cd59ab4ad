"""The files of the figures, and the sheet with the table behind each of them."""

from collections.abc import Sequence

from textmine.report.cells import Column, Sheet, Value
from textmine.report.figures.figure import Figure

SHEET = "Figuurdata"

_WIDE = 60
"""Width of a column with texts, in characters."""


def files_of(figures: Sequence[Figure]) -> dict[str, bytes]:
    """Return the content of each file: every figure as SVG and as PNG."""
    found: dict[str, bytes] = {}
    for figure in figures:
        found[f"{figure.name}.svg"] = figure.svg.encode()
        found[f"{figure.name}.png"] = figure.png
    return found


def figure_data(figures: Sequence[Figure]) -> list[Sheet]:
    """Return the sheet with all tables under each other; a column that a figure does not have is empty."""
    if not figures:
        return []
    titles = list(dict.fromkeys(title for figure in figures for title in figure.header))
    rows: list[list[Value]] = []
    for figure in figures:
        places = [figure.header.index(title) if title in figure.header else None for title in titles]
        rows += [
            [figure.name, figure.title, *(None if place is None else row[place] for place in places)]
            for row in figure.rows
        ]
    return [
        Sheet(
            SHEET,
            (
                "Wat in de figuren is getekend: per figuur de hele tabel.",
                "Een figuur heet hier zoals haar bestand in de map figuren.",
                "Een lege cel: die figuur heeft deze kolom niet, of de waarde is onbekend.",
            ),
            (Column("Figuur (bestand)", 30), Column("Titel", 40), *(_column(figures, t) for t in titles)),
            rows,
        )
    ]


def _column(figures: Sequence[Figure], title: str) -> Column:
    found = [f for f in figures if title in f.header]
    if all(f.numeric(f.header.index(title)) for f in found):
        return Column(title, 13, "whole")
    longest = max((len(str(r[f.header.index(title)] or "")) for f in found for r in f.rows), default=0)
    return Column(title, min(max(longest + 2, 14), _WIDE))
