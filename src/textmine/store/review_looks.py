"""How the review workbook looks: colours, widths, row heights, and print set-up."""

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from textmine.errors import WorkbookError
from textmine.review import columns as c

_OPTIONS = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}
_CREATED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Fixed, so that the same contents give the same bytes."""

_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "name": {"bold": True, "text_wrap": True, "valign": "top"},
    "plain": {"text_wrap": True, "valign": "top"},
    "head_read": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9D9D9", **_BORDER},
    "head_fill": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFD966", **_BORDER},
    "read": {"text_wrap": True, "valign": "top", "bg_color": "#F2F2F2", **_BORDER},
    "statement": {"text_wrap": True, "valign": "top", "bg_color": "#F2F2F2", "bold": True, **_BORDER},
    "certainty": {"valign": "top", "bg_color": "#F2F2F2", "num_format": "0%", "align": "center", **_BORDER},
    "fill": {"text_wrap": True, "valign": "top", "bg_color": "#FFF9E5", **_BORDER},
    "cell": {"text_wrap": True, "valign": "top", **_BORDER},
    "number": {"valign": "top", "num_format": "0", **_BORDER},
    "share": {"valign": "top", "num_format": "0%", **_BORDER},
    "missing": {"bg_color": "#F4B183"},
}  # fmt: skip

WIDTHS = {
    c.ID: 18, c.PLACE: 19, c.QUESTION: 24, c.SESSION: 15, c.REGION: 8, c.TIER: 14, c.BEFORE: 25, c.TEXT: 50,
    c.AFTER: 25, c.PROPOSAL: 32, c.CERTAINTY: 11, c.REASONS: 50, c.VERDICT: 17, c.NOTE: 28, c.REVIEWER: 14,
}  # fmt: skip
CODE_WIDTH = 18
"""Widths in characters, as spreadsheets count them."""

NOTE_SIZE = {"width": 420, "height": 260, "author": "textmine", "font_size": 9}
_A4 = 9
_LINE = 15.0
_HIGHEST = 409.0
_A4_WIDTH = 106
"""Characters of the standard width that fit beside each other on A4 landscape, at 100 %."""


class Book:
    """A workbook being written, with its looks."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self.book.set_properties({"title": "Uitspraken beoordelen", "created": _CREATED})
        self.looks = {name: self.book.add_format(look) for name, look in _LOOKS.items()}

    def sheet(self, name: str) -> Any:
        """Add a sheet that prints on A4, landscape, one page wide."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{name}&RPagina &P van &N")
        return sheet

    def print_in_parts(self, sheet: Any, parts: Sequence[Sequence[int]]) -> None:
        """Print each of ``parts`` (widths of columns) on its own page, all with the first column."""
        first = parts[0][0]
        widest = max(sum(parts[0]), *(first + sum(part) for part in parts[1:]))
        sheet.set_print_scale(max(10, min(100, 100 * _A4_WIDTH // widest)))
        sheet.set_v_pagebreaks([sum(map(len, parts[: number + 1])) for number in range(len(parts) - 1)])
        sheet.repeat_columns(0)
        sheet.print_across()

    def height(self, sheet: Any, row: int, cells: Sequence[tuple[str, int]], at_least: int = 1) -> None:
        """Make ``row`` high enough for its ``cells`` (text and width in characters), as far as Excel can.

        Excel fits rows itself when it opens a file, LibreOffice does not.
        """
        lines = max(at_least, *(_lines(text, width) for text, width in cells))
        sheet.set_row(row, min(_HIGHEST, _LINE * lines + 1))

    def text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """Write ``text`` as text, whatever it looks like; never part of it silently."""
        code = sheet.write_string(row, column, text, self.looks[look])
        if code:
            raise WorkbookError(
                f"blad {sheet.get_name()}, rij {row + 1}: de tekst past niet in een cel (code {code}); "
                "maak met --size een kleiner werkboek"
            )


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) / (width * 0.95))) for line in text.split("\n"))
