"""Write sheets to a workbook so that every cell comes back as it went in."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from textmine.errors import ConservationError
from textmine.report.row_sheet import BATCH, Batch, RowSheet, Tail

CELL = 32_767
"""What a cell can hold, counted as Excel counts (UTF-16 code units)."""

ROWS = 1_000_000
"""Rows per sheet; Excel itself allows 1,048,576, and notes and headings take a few."""

LINE = 15.0
HIGHEST = 409.0
"""Height of a line, and of the highest row that Excel allows, in points."""

A4, A3 = 9, 8
"""Excel's numbers for paper sizes."""

PRINTED = 220
"""Characters beside each other on one printed page; a wider sheet is printed on A3, on several pages."""

CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Excel knows no time zone; fixed, so that bytes are equal

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)} | {
    0x7F: "\u2421",
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
}
"""Control characters, which a cell cannot hold, and the sign that stands for each of them."""

_UNSAFE_NAME = re.compile(r"[\[\]:*?/\\]")

Value = str | int | float | bool | None

Unit = Literal["text", "whole", "share", "score", "fine"]
"""``score`` is shown with two decimals, ``fine`` with three."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``unit`` says how values are shown. ``width`` is in characters."""

    title: str
    width: int = 14
    unit: Unit = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with notes above it; ``rows`` hold one value per column."""

    name: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def visible(text: str) -> str:
    """Return ``text`` as a cell can hold it: CRLF as a line break, control characters as their sign."""
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_PICTURES)


def pieces(text: str) -> list[str]:
    """Cut a text that is longer than a cell into parts that fit; joined they are the text."""
    if len(text) * 2 <= CELL:
        return [text]
    parts, start, used = [], 0, 0
    for place, sign in enumerate(text):
        width = 2 if sign > "\uffff" else 1
        if used + width > CELL:
            parts.append(text[start:place])
            start, used = place, 0
        used += width
    return [*parts, text[start:]]


def write_book(title: str, sheets: Iterable[Sheet], rows_per_sheet: int = ROWS) -> bytes:
    """Return the workbook; a sheet with more rows than fit goes on in ``<name> 2``, and so on.

    Raises
    ------
    ConservationError
        When a cell could not be written.
    """
    buffer = BytesIO()
    options = {
        "constant_memory": True,  # row by row through temporary files: memory stays flat, rows go in order
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(buffer, options) as book:
        book.use_zip64()
        book.set_properties({"title": title, "created": CREATED, "comments": "Gemaakt met textmine"})
        styles = _Styles(book)
        for sheet in sheets:
            for number, start in enumerate(range(0, len(sheet.rows) or 1, rows_per_sheet), 1):
                part = sheet.rows[start : start + rows_per_sheet]
                _write(book, sheet, part, number, styles)
    return buffer.getvalue()


def sheet_name(name: str, number: int = 1) -> str:
    """Return ``name`` without what Excel refuses, at most 31 characters, with a number from 2 on."""
    ending = "" if number == 1 else f" {number}"
    return _UNSAFE_NAME.sub("-", name).strip("'")[: 31 - len(ending)].strip() + ending


class _Styles:
    """The few formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        cell = {"valign": "top", "border": 1, "border_color": "#C3CAD3"}
        self.note = book.add_format({"font_color": "#4A5563"})
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#154273"})
        head = {**cell, "bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#E3EAF2"}
        self.head = book.add_format({**head, "align": "left", "indent": 1})
        self.head_number = book.add_format({**head, "align": "right"})
        left = {"align": "left", "indent": 1}
        self.text = book.add_format({**cell, **left, "text_wrap": True, "num_format": "@"})
        self.numbers: dict[str, Format] = {
            "whole": book.add_format({**cell, "num_format": "#,##0"}),
            "share": book.add_format({**cell, "num_format": "0.0%"}),
            "score": book.add_format({**cell, "num_format": "0.00"}),
            "fine": book.add_format({**cell, "num_format": "0.000"}),
        }


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of the sheet: the value it comes from and which part of it."""

    source: int
    part: int
    column: Column


def _write(
    book: Workbook, sheet: Sheet, rows: Sequence[Sequence[Value]], number: int, styles: _Styles
) -> None:
    name = sheet_name(sheet.name, number)
    out: RowSheet = book.add_worksheet(name, RowSheet)
    places = _places(sheet.columns, rows)
    notes = [*sheet.notes]
    if number > 1:
        notes.insert(0, f"Vervolg van blad {sheet_name(sheet.name)}: een blad kan niet alle rijen bevatten.")
    if len(places) > len(sheet.columns):
        notes.append(
            "Een tekst die niet in een cel past, gaat verder in de kolom ernaast (deel 2, deel 3, ...)."
        )
    for line, note in enumerate([name, *notes]):
        _text(out, line, 0, note, styles.title if line == 0 else styles.note)
    head = len(notes) + 1
    for n, place in enumerate(places):
        suffix = f" (deel {place.part + 1})" if place.part else ""
        style = styles.head if place.column.unit == "text" else styles.head_number
        _text(out, head, n, place.column.title + suffix, style)
        out.set_column(n, n, place.column.width)
    out.set_row(head, _height([p.column.title for p in places], [p.column.width for p in places]))
    tails = [
        out.tail(place.column.title, styles.text, styles.numbers.get(place.column.unit, styles.text))
        for place in places
    ]
    out.write_rows(head + 1, _batches(rows, places, tails))
    _arrange(out, name, (head, head + len(rows), len(places) - 1), sum(p.column.width for p in places))


def _places(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> list[_Place]:
    found = []
    for source, column in enumerate(columns):
        values = (row[source] for row in rows)
        long = (pieces(visible(v)) for v in values if isinstance(v, str) and len(v) * 2 > CELL)
        parts = max((len(p) for p in long), default=1)
        found += [_Place(source, part, column) for part in range(parts)]
    return found


def _batches(
    rows: Sequence[Sequence[Value]], places: Sequence[_Place], tails: Sequence[Tail]
) -> Iterator[Batch]:
    """Yield the rows in batches: heights (0 for one line), and per column the tails of its cells.

    A value is worked out once per batch, for many cells of a column hold the same.
    """
    for start in range(0, len(rows), BATCH):
        columns = list(zip(*rows[start : start + BATCH], strict=True))
        size = min(BATCH, len(rows) - start)
        lines, cells = [1] * size, []
        for place, tail in zip(places, tails, strict=True):
            column, width = columns[place.source], place.column.width
            known = {value: (tail(_part(value, place.part)), _lines(value, width)) for value in set(column)}
            cells.append([known[value][0] for value in column])
            if max(high for _, high in known.values()) > 1:
                lines = [max(high, known[value][1]) for high, value in zip(lines, column, strict=True)]
        yield [min(high * LINE, HIGHEST) if high > 1 else 0 for high in lines], cells


def _part(value: Value, part: int) -> str | float | None:
    """Return what of a value stands in a cell; a text that is too long for one has several parts."""
    if not isinstance(value, str):
        return value
    parts = pieces(visible(value))
    return parts[part] if part < len(parts) else ""


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Return how high a row must be for its texts; not every program works that out by itself."""
    return min(max(map(_lines, values, widths), default=1) * LINE, HIGHEST)


def _lines(value: Value, width: int) -> int:
    """Return how many lines a value takes in a column of this width."""
    if isinstance(value, str) and (len(value) >= width or "\n" in value):
        return sum(-(-len(part) // max(width - 2, 1)) or 1 for part in value.split("\n"))
    return 1


def _text(out: Worksheet, line: int, column: int, text: str, style: Format) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own mark-up
        _sure(out.write_rich_string(line, column, text[:1], style, text[1:], style), line, column)
    else:
        _sure(out.write_string(line, column, text, style), line, column)


def _sure(code: Any, line: int, column: int) -> None:
    if code:
        raise ConservationError(
            f"werkboek, rij {line + 1}, kolom {column + 1}: de cel is niet geschreven (fout {code})"
        )


def _arrange(out: Worksheet, name: str, area: tuple[int, int, int], width: int) -> None:
    head, last, last_column = area
    out.freeze_panes(head + 1, 0)
    out.autofilter(head, 0, last, last_column)
    out.set_landscape()
    out.set_paper(A4 if width <= PRINTED else A3)
    out.fit_to_pages(1 if width <= PRINTED else -(-width // (PRINTED * 3 // 2)), 0)
    out.repeat_rows(head)
    out.repeat_columns(0)
    out.set_footer(f"&L{name.replace('&', '&&')}&RPagina &P van &N")
