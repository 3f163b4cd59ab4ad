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
    "small": {"text_wrap": True, "valign": "top", "bg_color": "#F2F2F2", "font_size": 9, **_BORDER},
    "fill": {"text_wrap": True, "valign": "top", "bg_color": "#FFF9E5", **_BORDER},
    "cell": {"text_wrap": True, "valign": "top", **_BORDER},
    "number": {"valign": "top", "num_format": "0", **_BORDER},
    "share": {"valign": "top", "num_format": "0%", **_BORDER},
    "missing": {"bg_color": "#F4B183"},
}  # fmt: skip

WIDTHS = {
    c.ID: 14, c.TEXT: 46, c.BEFORE: 23, c.AFTER: 23, c.PLACE: 18, c.QUESTION: 20, c.SESSION: 14, c.REGION: 9,
    c.TIER: 13, c.PROPOSAL: 30, c.CERTAINTY: 11, c.REASONS: 62, c.EARLIER: 26, c.VERDICT: 16, c.NOTE: 26,
    c.REVIEWER: 13, c.SPLIT_BEFORE: 20,
}  # fmt: skip
CODE_WIDTH = 16
"""Widths in characters, as spreadsheets count them."""

NOTE_SIZE = {"width": 420, "height": 260, "author": "textmine", "font_size": 9}
A3, A4 = 8, 9
"""Sizes of paper, as the format numbers them."""
_LINE = 15.0
_RAGGED = 3
"""Characters at the end of a line that stay empty, because words are kept whole."""
_HIGHEST = 409.0


class Book:
    """A workbook being written, with its looks."""

    def __init__(self, path: Path, title: str) -> None:
        self.book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self.book.set_properties({"title": title, "created": _CREATED})
        self.looks = {name: self.book.add_format(look) for name, look in _LOOKS.items()}

    def sheet(self, name: str, paper: int = A4) -> Any:
        """Add a sheet that prints landscape, one page wide."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{name}&RPagina &P van &N")
        return sheet

    def height(
        self,
        sheet: Any,
        row: int,
        cells: Sequence[tuple[str, int]],
    ) -> None:
        """Make ``row`` high enough for ``cells`` (text and width in characters), as far as Excel can.

        Excel fits rows itself when it opens a file, LibreOffice does not.
        """
        lines = max(_lines(*cell) for cell in cells)
        sheet.set_row(row, min(_HIGHEST, _LINE * lines + 1))

    def text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """Write ``text`` as text, whatever it looks like; never part of it silently."""
        code = sheet.write_string(row, column, text, self.looks[look])
        if code:
            raise WorkbookError(
                f"blad {sheet.get_name()}, rij {row + 1}: de tekst past niet in een cel (code {code}); "
                "maak met --size een kleiner werkboek"
            )


def _lines(text: str, width: float) -> int:
    room = max(1.0, width - _RAGGED)
    return sum(max(1, math.ceil(len(line) / room)) for line in text.split("\n"))
